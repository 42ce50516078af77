"""Reads JSON lines `{id, text}` and answers each as soon as it can, in order; a bad line gets an error object.

Run by `repere analyse` with the model's path; the message goes through the graph exactly as when it serves.
"""

import asyncio
import json
import logging
import sys
from typing import Any

import structlog
from rasa.core.agent import Agent

NOT_NEEDS = ("another_option", "closer_option", "dont_know", "no_preference", "learn_more")
"""Moves of the dialogue: read as `none` by those who ask for a need."""
ALTERNATIVES = 5


async def analyse(agent: Agent, record: dict[str, Any]) -> dict[str, Any]:
    """Return `record` with what the model reads in its text."""
    parsed = await agent.parse_message(record["text"])
    ranking = [n for n in parsed["intent_ranking"] if n["name"] not in NOT_NEEDS]
    need = {"name": "none", "confidence": 0.0} if parsed["need"]["name"] in NOT_NEEDS else parsed["need"]
    risk, place = parsed["risk"], parsed["place"]
    return {
        **record,
        "language": parsed["language"],
        "risk": {"level": risk["level"], "types": risk["types"], "score": risk["score"]},
        "need": need["name"],
        "confidence": round(need["confidence"], 4),
        "need_alternatives": [
            {"need": n["name"], "confidence": round(n["confidence"], 4)} for n in ranking[:ALTERNATIVES]
        ],
        "location": place["place"]
        and {"text": place["text"], "name": place["place"]["name"], "region_code": place["place"]["region_code"]},
    }


def read_record(line: str) -> dict[str, Any]:
    """Return the record of a line; raise ValueError saying what is wrong with it."""
    record = json.loads(line)
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ValueError("a line must be an object with a string 'text'")
    return record


async def main(model: str) -> None:
    """Answer every line of standard input."""
    # Rasa's debug log holds the text of each message, and would go to standard output.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    agent = Agent.load(model)
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        line = raw.decode("utf-8", errors="replace").strip()
        if not line:
            continue
        try:
            answer = await analyse(agent, read_record(line))
        except Exception as error:  # noqa: BLE001 - one line, whatever it holds, never costs the others
            answer = {"error": str(error) or type(error).__name__, "line": number}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
