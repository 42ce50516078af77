"""Reads JSON lines `{text}` and answers each with the ranking of a plain Rasa model and the milliseconds it took.

Run in Rasa's environment by `repere evaluate --baseline` with the model's path.
"""

import asyncio
import json
import logging
import sys
import time

import structlog
from rasa.core.agent import Agent

FALLBACK = "nlu_fallback"


async def main(model: str) -> None:
    """Answer every line of standard input; the first text is read twice, so that nothing is timed cold."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    agent = Agent.load(model)
    texts = [json.loads(line)["text"] for line in sys.stdin if line.strip()]
    for text in texts[:1]:
        await agent.parse_message(text)
    for text in texts:
        started = time.perf_counter()
        parsed = await agent.parse_message(text)
        taken = (time.perf_counter() - started) * 1000
        # A fallback decides nothing: what the classifier ranked first counts, which favours this pipeline.
        ranking = [(i["name"], i["confidence"]) for i in parsed["intent_ranking"] if i["name"] != FALLBACK]
        print(json.dumps({"ranking": ranking, "milliseconds": taken}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
