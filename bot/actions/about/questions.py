"""What a message asks of an organisation: the topics of `data/about.yml`, and whether it asks anything else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.about.names import ACRONYM, Found
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.signs import plain
from resources_db.geography import towns

FILE = Path(__file__).resolve().parents[1] / "data" / "about.yml"
LONGEST = 22
"""Words of a question about what was shown."""
LONGEST_NAME = 7
"""Words of a name that is not in the directory."""
WORTH_NAMING = 2
"""Words with a capital that make a name."""
STORIES = ("children", "animals")
"""Topics that are a question about a place only beside a word for being taken in."""


@dataclass(frozen=True)
class Question:
    """What is asked of organisations: topics in the order of the file, the words left over, and who or what is named.

    `languages` are codes of the directory (or `other`), `groups` the keys of `asked_of_who`, `ordinal` the place of the
    one meant among those shown, -1 for the last.
    """

    topics: tuple[str, ...]
    left: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    ordinal: int | None = None


def question_about_shown(text: str) -> Question | None:
    """Return the question that the message asks of what was shown, if it asks one and nothing else."""
    words = plain(text)
    if len(words.split()) > LONGEST or _found("not_about", words) or not _asks(text, words):
        return None
    question = _read(words, ())
    if not question.topics or (question.left and not (_found("third", words) and asks_for(text) is Asks.FACT)):
        return None
    return (
        question
        if len(question.left) <= _data()["left_of_route" if "route" in question.topics else "left_at_most"]
        else None
    )


def question_of_named(text: str, names: Sequence[Found]) -> Question | None:
    """Return what the message asks of the organisations that it names; None where it only speaks of them."""
    words = plain(text)
    said = words.split()
    first = " ".join(said[: names[0].start])
    if len(said) > _data()["named_words_at_most"] or re.search(_data()["not_naming"], first):
        return None
    question = _read(" ".join(_without_names(said, names)), names)
    bare = not question.left and len(re.findall(r"\w+", text)) <= len(said) + 1
    if _found("naming", words):
        asked = len(question.left) <= _data()["named_left_at_most"]
    else:
        asked = bool(question.topics) and _asks(text, words) and len(question.left) <= _data()["left_at_most"]
    return question if asked or bare else None


def unknown_organisation(text: str) -> str | None:
    """Return the words of a message that surely name an organisation, for one that the directory does not hold."""
    words = plain(text)
    for pattern in _patterns()["unknown"]:
        found = pattern.search(words)
        if found and _is_a_name(found[1], text):
            return found[1]
    return None


def _is_a_name(words: str, text: str) -> bool:
    said, data = words.split(), _sets()
    own = [word for word in said if word not in data["ordinary_words"] and word not in _towns()]
    if len(said) > LONGEST_NAME or not own:
        return False
    written = re.findall(r"\w+", text)
    capitals = [] if text.upper() == text else [w for w in written if plain(w) in own and w[0].isupper()]
    return (
        bool(data["name_heads"] & set(said))
        or any(ACRONYM.match(word) for word in capitals)
        or len(capitals) >= WORTH_NAMING
    )


def _read(words: str, names: Sequence[Found]) -> Question:
    left, topics = words, []
    for topic, patterns in _topics().items():
        if not any(pattern.search(words) for pattern in patterns) or not _may_be_asked(topic, words, named=bool(names)):
            continue
        topics.append(topic)
        left = _without(patterns, left)
    if set(topics) & set(STORIES):
        left = _without(_patterns()["taking"], left)
        topics = [topic for topic in topics if topic != "who"]
    left = _without([p for key in ("languages", "asked_of_who", "ordinals") for p in _patterns()[key]], left)
    rest = tuple(word for word in left.split() if word not in _sets()["filler"])
    return Question(
        tuple(topics), rest, _keys("languages", words), _keys("asked_of_who", words), _ordinal(words, named=bool(names))
    )


def _may_be_asked(topic: str, words: str, *, named: bool) -> bool:
    """Whether the words are a question of the topic about an organisation, not a story nor a wish for this program."""
    if topic in STORIES:
        return named or _found("taking", words)
    if topic == "languages" and _found("changes_language", words):
        return False
    return (named and topic != "languages") or topic not in _data()["needs_third"] or _found("third", words)


def _ordinal(words: str, *, named: bool) -> int | None:
    keys = [] if named else _keys("ordinals", words)
    return int(keys[0]) if len(keys) == 1 else None


def _without_names(words: list[str], names: Sequence[Found]) -> list[str]:
    taken = {number for name in names for number in range(name.start, name.end)}
    return [word for number, word in enumerate(words) if number not in taken]


def _asks(text: str, words: str) -> bool:
    """Whether the message is a question: by its mark, its words, or because it holds little but a topic."""
    asks = asks_for(text)
    return asks is not Asks.SERVICE and (asks is Asks.FACT or len(words.split()) <= _data()["bare_words_at_most"])


def _found(key: str, words: str) -> bool:
    return any(pattern.search(words) for pattern in _patterns()[key])


def _keys(key: str, words: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in zip(_data()[key], _patterns()[key], strict=True) if pattern.search(words))


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


def topic_names() -> tuple[str, ...]:
    """Return the topics that can be asked about."""
    return tuple(_data()["topics"])


@cache
def _topics() -> dict[str, tuple[re.Pattern[str], ...]]:
    languages = "|".join(_data()["languages"].values())
    return {
        topic: tuple(re.compile(_whole(phrase.replace("LANGUAGES", languages))) for phrase in phrases)
        for topic, phrases in _data()["topics"].items()
    }


def _without(patterns: Sequence[re.Pattern[str]], words: str) -> str:
    for pattern in patterns:
        words = pattern.sub(" ", words)
    return words


def _whole(phrase: str) -> str:
    """Return the phrase as whole words; one that sets its own ends keeps them."""
    return rf"(?<!\w)(?:{phrase})(?!\w)"


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    data = _data()
    listed = {key: data[key] for key in ("naming",)}
    listed |= {key: [data[key]] for key in ("not_about", "taking", "third", "changes_language")}
    listed |= {key: list(data[key].values()) for key in ("languages", "asked_of_who", "ordinals")}
    found = {key: tuple(re.compile(_whole(phrase)) for phrase in phrases) for key, phrases in listed.items()}
    return found | {"unknown": tuple(map(re.compile, data["unknown"]))}


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {key: frozenset(str(_data()[key]).split()) for key in ("filler", "name_heads", "ordinary_words")}


@cache
def _towns() -> frozenset[str]:
    return frozenset(word for name, _ in towns() for word in plain(name).split())
