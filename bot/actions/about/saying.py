"""How what the records answer is said: as a person would, an organisation a line, and what is not known last."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions.about.questions import Question
from bot.actions.about.told import Told, contact, line, not_known, topic_label, with_contact
from bot.actions.said_of import say
from bot.actions.turn import Turn
from resources_db.search.ranked import RankedResource

REACHED = ("what", "number")
"""Topics of which what is said holds how to reach them."""


@dataclass(frozen=True)
class Topic:
    """One topic of a question: the organisations asked about, and what the record of each says."""

    name: str
    question: Question
    found: tuple[RankedResource, ...]
    told: tuple[Told, ...]

    def told_of(self, slug: str) -> Told | None:
        """Return what the record of one of them says; None of one that is not among them."""
        return next((told for each, told in zip(self.found, self.told, strict=True) if each.slug == slug), None)

    @property
    def silent(self) -> bool:
        """Whether no record says anything of it."""
        return all(said.text is None for said in self.told)


def say_known(turn: Turn, topics: Sequence[Topic], *, choices: str | None) -> None:
    """Say several topics at once, each organisation once."""
    found = _organisations(topics)
    said = {slug: _said_of(each, topics, turn.memory.language) for slug, each in found.items()}
    if len(said) == 1:
        (each,), (text,) = found.values(), said.values()
        turn.say("utter_about_said", choices=choices, name=each.record.names[turn.memory.language], said=text)
        return
    lines = "\n".join(line(found[slug], text, turn.memory.language) for slug, text in said.items())
    turn.say("utter_about_said", choices=choices, lines=lines)


def say_unknown(turn: Turn, topics: Sequence[Topic], *, choices: str | None) -> None:
    """Say what no record answers, and whom to ask."""
    language, found = turn.memory.language, _organisations(topics)
    first, *others = (topic_label(topic.name, language) for topic in topics)
    asks = ", ".join([first, *(say("and_not", language, asks=each) for each in others)])
    contacts = {slug: contact(each.record, language) for slug, each in found.items()}
    if len(found) == 1:
        (each,), (reached,) = found.values(), contacts.values()
        name = each.record.names[language]
        turn.say("utter_about_not_said", choices=choices, name=name, topic=asks, contact=reached)
        return
    lines = "\n".join(line(found[slug], reached, language) for slug, reached in contacts.items())
    turn.say("utter_about_not_said", choices=choices, topic=asks, lines=lines)


def _organisations(topics: Sequence[Topic]) -> dict[str, RankedResource]:
    return {each.slug: each for topic in topics for each in topic.found}


def _said_of(found: RankedResource, topics: Sequence[Topic], language: str) -> str:
    """Return what is said of one organisation on these topics; what its record does not say is left to ask."""
    told = [(topic.name, said) for topic in topics if (said := topic.told_of(found.slug)) is not None]
    text = "; ".join(said.text or not_known(name, language) for name, said in told)
    left = not all(said.known for _, said in told) and not any(name in REACHED for name, _ in told)
    return with_contact(text, found.record, language) if left else text
