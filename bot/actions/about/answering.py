"""The answer to a question about an organisation: what its record says, and whom to ask for what it does not say."""

from collections.abc import Sequence

from bot.actions import facts, referral
from bot.actions.about.asking import Asked, asked_in
from bot.actions.about.questions import Question
from bot.actions.about.told import line, tell, topic_label
from bot.actions.database import sessions
from bot.actions.memory import Memory
from bot.actions.turn import Turn
from resources_db.search import lines as lines_by_slug
from resources_db.search.ranked import RankedResource

TOPICS_AT_MOST = 3


def answer(turn: Turn) -> bool:
    """Answer the newest message if it asks about an organisation that was shown or that it names; say whether it did.

    Danger just told, the wish for a person, and a fact that answers go before.
    """
    memory = turn.memory
    if memory.risk.get("alarm") or memory.wants_human:
        return False
    asked = _asked(memory)
    if asked is None or _a_fact_answers(memory, asked):
        return False
    if asked.unknown:
        turn.say("utter_about_unknown", choices="choices")
        return True
    with sessions()() as session:
        found = lines_by_slug(session, asked.slugs)
    if not found:
        return False
    for topic in _topics(asked.question):
        _tell(turn, found, topic, asked.question)
    if "route" in asked.question.topics:
        turn.say("utter_about_route")
    if asked.names:
        _show_named(turn, asked.slugs)
    return True


def _asked(memory: Memory) -> Asked | None:
    return asked_in(
        memory.text,
        shown=memory.shown,
        listed=memory.listed,
        region_code=(memory.place or {}).get("region_code"),
    )


def _a_fact_answers(memory: Memory, asked: Asked) -> bool:
    """Whether a sourced fact answers better: it speaks of who is named, or more is asked than of what was shown."""
    if asked.names:
        return facts.speaks_of(memory, asked.names)
    more = bool(asked.question.left) and "route" not in asked.question.topics
    return not asked.unknown and more and facts.is_asked(memory)


def _topics(question: Question) -> list[str]:
    """Return what to tell, in order; the way there is told by the address."""
    told = ["where" if topic == "route" else topic for topic in question.topics]
    return list(dict.fromkeys(told))[:TOPICS_AT_MOST]


def _tell(turn: Turn, found: Sequence[RankedResource], topic: str, question: Question) -> None:
    """Say what each record says of the topic; in one line for each, with whom to ask where it says nothing."""
    language = turn.memory.language
    told = [tell(each, topic, question, language) for each in found]
    silent = all(said.text is None for said in told)
    lines = "\n".join(line(each, said, language, alone=silent) for each, said in zip(found, told, strict=True))
    response = "utter_about_not_said" if silent else "utter_about_said"
    turn.say(response, choices="after_results", topic=topic_label(topic, language), lines=lines)


def _show_named(turn: Turn, slugs: Sequence[str]) -> None:
    """Show the records of who is named, even if they were shown before."""
    response = "utter_about_named" if len(slugs) == 1 else "utter_about_named_several"
    turn.show(referral.these(turn.memory, slugs), response, choices="after_results")
