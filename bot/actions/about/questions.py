"""What a message asks of an organisation: the topics of `data/about.yml`, and whether it asks anything else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.about import classified
from bot.actions.about.names import ACRONYM, Found
from bot.actions.about.pieces import Piece
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.signs import plain
from resources_db.geography import towns

FILE = Path(__file__).resolve().parents[1] / "data" / "about.yml"
LONGEST = 30
"""Words of a message that asks about what was shown."""
LONGEST_NAME = 7
"""Words of a name that is not in the directory."""
WORTH_NAMING = 2
"""Words with a capital that make a name."""
KEYED = ("languages", "asked_of_who", "ordinals", "kinds_said")
"""What a question may name, by a key."""
BESIDE = {"open": ("times", "calling"), "company": ("companions",), "first": ("calling",)}
"""Words that go with a topic and ask for nothing more."""
WHAT = "what"
"""The topic of what an organisation is and does."""
STORIES = ("children", "animals", "sobriety")
"""Topics that are a question about a place only beside a word for being taken in."""


@dataclass(frozen=True)
class Question:
    """What is asked of organisations: topics in the order of the file, the words left over, and who or what is named.

    `languages` are codes of the directory (or `other`), `groups` the keys of `asked_of_who`, `ordinal` the place of the
    one meant among those shown, -1 for the last; `services` tell which kind is meant ("the shelter"); `companion` is
    who would come along ("man"), as far as it is said; `telling`: it asks if somebody else will be told.
    """

    topics: tuple[str, ...]
    left: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    ordinal: int | None = None
    services: tuple[str, ...] = ()
    companion: str | None = None
    telling: bool = False


def question_about_shown(piece: Piece, *, named: bool = False, short: bool = True) -> Question | None:
    """Return the question that a piece asks of what was shown, or was `named` before it, if it asks nothing else.

    `short`: the message is so short that a few words with a topic are a question, whatever their form.
    """
    words = plain(piece.text)
    topic, mass = _asked_of_them(piece, named=named)
    other = (
        _found("others", _without(_topics()["route"], words))
        if named
        else topic is None and _found("not_about", _without(_told_first(), words))
    )
    if len(words.split()) > LONGEST or other or not (topic or _asks(piece, words, short=short)):
        return None
    question = _read(words, named=named)
    if topic is not None:
        kept = classified.kept_beside(question.topics, topic, mass)
        return replace(question, topics=kept or (topic,), left=())
    theirs = named or _found("them", words) or question.ordinal is not None
    topics = tuple(topic for topic in question.topics if theirs or topic not in _data()["needs_them"])
    points = _found("points", words)
    agreed = bool(topics and question.left) and "route" not in topics and _is_agreed(piece, topics)
    of_them = points or agreed or (_found("third", words) and asks_for(piece.text) is Asks.FACT)
    if not topics or (question.left and not of_them and "route" not in topics):  # a way starts from somewhere
        return None
    usual = "named_left_at_most" if named else "left_at_most"
    at_most = _data()["left_when_pointed" if points else "left_of_route" if "route" in topics else usual]
    return replace(question, topics=topics) if agreed or len(question.left) <= at_most else None


def _is_agreed(piece: Piece, topics: Sequence[str]) -> bool:
    """Whether what the words told of is what the piece most probably asks of an organisation."""
    topic, mass = classified.asked_of_record(piece.text)
    plainly = topics == ("children",) and _found("bringing", plain(piece.text))
    return not classified.said_to_us(piece.text) and (plainly or classified.agrees(topics, topic, mass))


def _asked_of_them(piece: Piece, *, named: bool) -> tuple[str | None, float]:
    """Return the topic that a piece surely asks of "them", and how surely; not what it asks of others or of us."""
    words, seeks = plain(piece.text), asks_for(piece.text) is Asks.SERVICE and not named
    if seeks or not _is_question(piece) or _found("others", words) or not classified.asked_of_them(piece.text):
        return None, 0.0
    topic, mass = classified.asked_of_record(piece.text)
    topics = _read(words, named=named).topics
    if not topics and _found("naming_what", words):
        if named or classified.points(piece.text):
            return WHAT, mass
        topics = (WHAT,)
    sure = classified.surely(topic, mass, named=False) or (topics and classified.agrees(topics, topic, mass))
    return (topic, mass) if sure else (None, mass)


def question_of_named(piece: Piece, names: Sequence[Found]) -> Question | None:
    """Return what a piece asks of the organisations that it names; None where it only speaks of them."""
    words = plain(piece.text)
    said = words.split()
    if len(said) > _data()["named_words_at_most"] or _found("tells", _without(_patterns()["if_i_call"], words)):
        return None
    beside = " ".join(_without_names(said, names))
    question, sure = _read(beside, named=True), _is_question(piece) or _found("repeats", words)
    told = _found("naming_if_asked", beside) and not piece.questioned
    bare = not question.left and not told and len(re.findall(r"\w+", piece.text)) <= len(said) + 1
    if _found("naming", beside) or (piece.questioned and _found("naming_if_asked", beside)):
        asked = len(question.left) <= _data()["named_left_at_most"]
    else:
        left = _data()["named_left_at_most" if sure else "left_at_most"]
        asked = bool(question.topics) and _asks(piece, words, short=True) and len(question.left) <= left
    if asked or (sure and not bare):
        question, told = _made_sure(question, piece, names, beside)
        asked = asked or told
    return question if asked or bare else None


def _made_sure(question: Question, piece: Piece, names: Sequence[Found], beside: str) -> tuple[Question, bool]:
    """Return the question with the topic that it surely asks of who is named, and whether it surely asks one.

    What has no topic and asks what it is, or what they do, is told what the record says it is.
    """
    if _found("may_call", beside):
        return replace(question, topics=(WHAT,)), True
    if not classified.acts(piece.text, names):
        return question, False
    topic, mass = classified.asked_of_record(piece.text, names)
    sure = classified.surely(topic, mass, named=True)
    if question.topics:
        return replace(question, topics=classified.kept_beside(question.topics, topic, mass)), sure
    if sure:
        return replace(question, topics=(topic,)), True
    return (replace(question, topics=(WHAT,)) if _found("naming_what", beside) else question), False


def _told_first() -> tuple[re.Pattern[str], ...]:
    """Return the phrases of topics whose words would else be taken for a wish for others: "which is the closest"."""
    return (*_topics()["police"], *_topics()["route"])


def asks_for_others(piece: Piece) -> bool:
    """Whether a piece asks for a service ("ya pas une maison…"): it is not about who was named before."""
    return asks_for(piece.text, place=True) is Asks.SERVICE


def is_condition(text: str) -> bool:
    """Whether a text is only the condition of a question: "if I give them my name"."""
    return _found("condition", plain(text))


def speaks_of_theirs(text: str) -> bool:
    """Whether a text says "their", "them": of who was named before."""
    return _found("theirs", plain(text))


def asks_care_place(text: str) -> bool:
    """Whether a text speaks of a hospital, a designated centre, a clinic."""
    return _found("care_place", plain(text))


def asks_where(text: str) -> bool:
    """Whether a text asks where something is, or which place to go to."""
    return _found("where_to_go", plain(text))


def _is_question(piece: Piece) -> bool:
    return piece.questioned or asks_for(piece.text) is Asks.FACT


def is_set_aside(piece: Piece, names: Sequence[Found]) -> bool:
    """Whether the piece names an organisation to speak of another one: "not Stella", "like Stella"."""
    first = " ".join(plain(piece.text).split()[: names[0].start])
    set_aside = re.search(_data()["not_naming"], first) is not None
    return set_aside or (_found("likened", first) and (not _is_question(piece) or _found("others", first)))


def is_bare(piece: Piece, names: Sequence[Found], question: Question) -> bool:
    """Whether the piece holds the names and asks nothing of them."""
    said = _without_names(plain(piece.text).split(), names)
    asked = _found("naming", " ".join(said)) or _found("naming_if_asked", " ".join(said))
    return not question.topics and not asked


def conditions_in(piece: Piece) -> tuple[str, ...]:
    """Return the topics that a statement beside a question brings up: "I don't have a health card"."""
    words = plain(piece.text)
    return tuple(topic for topic, patterns in _states().items() if any(p.search(words) for p in patterns))


def told_in(text: str) -> tuple[str, ...]:
    """Return the words of a text that tell something; what it says of who asks ("I don't have kids") tells no story."""
    said = _without([pattern for patterns in _states().values() for pattern in patterns], plain(text))
    return tuple(word for word in said.split() if word not in _sets()["filler"] and not word.isdigit())


def stands_alone(text: str) -> bool:
    """Whether a clause holds a topic, or asks in its own words, so that it may be a question of its own."""
    words = plain(text)
    if len(words.split()) >= _data()["clause_from"] and asks_for(text) is Asks.FACT:
        return True
    return any(pattern.search(words) for patterns in _topics().values() for pattern in patterns)


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


def _read(words: str, *, named: bool) -> Question:
    left, topics = words, []
    for topic, patterns in _topics().items():
        said = words if named else classified.without_owned(words, [topic])
        if not any(pattern.search(said) for pattern in patterns) or not _may_be_asked(topic, words, named=named):
            continue
        topics.append(topic)
        left = _without(patterns, left)
    if set(topics) & set(STORIES):
        left = _without(_patterns()["taking"], left)
    beside = [key for topic in topics for key in BESIDE.get(topic, ())]
    left = _without([pattern for key in beside for pattern in _patterns()[key]], left)
    if {"confidential", "children"} <= set(topics) and not _found("taking", words):
        topics.remove("children")  # "will they tell, as I have kids"
    if set(topics) & {"children", "animals"}:
        topics = [topic for topic in topics if topic != "who"]
    topics = [topic for topic in topics if not set(topics).intersection(_data()["rather"].get(topic, ()))]
    left = _without([pattern for key in KEYED for pattern in _patterns()[key]], left)
    small = _sets()["filler"] | (_towns() if named else frozenset())
    rest = tuple(word for word in left.split() if word not in small)
    return Question(
        tuple(topics),
        rest,
        _keys("languages", words),
        _keys("asked_of_who", words),
        _ordinal(words, named=named),
        () if named else _keys("kinds_said", words),
        next(iter(_keys("company", words)), None) if "company" in topics else None,
        classified.tells_whom(words),
    )


def _may_be_asked(topic: str, words: str, *, named: bool) -> bool:
    """Whether the words are a question of the topic about an organisation, not a story nor a wish for this program."""
    if topic in STORIES:
        return named or _found("taking", words) or _found("repeats", words)
    if topic == "languages" and _found("changes_language", words):
        return False
    return named or topic not in _data()["needs_third"] or _found("third", words)


def _ordinal(words: str, *, named: bool) -> int | None:
    keys = [] if named else _keys("ordinals", words)
    return int(keys[0]) if len(keys) == 1 else None


def _without_names(words: list[str], names: Sequence[Found]) -> list[str]:
    taken = {number for name in names for number in range(name.start, name.end)}
    return [word for number, word in enumerate(words) if number not in taken]


def _asks(piece: Piece, words: str, *, short: bool) -> bool:
    """Whether the piece is a question: by its mark, its words, or because it holds little but a topic."""
    if _found("points", words) or _found("asks_itself", words):
        return True
    asks = asks_for(piece.text)
    bare = short and len(words.split()) <= _data()["bare_words_at_most"]
    asked = asks is Asks.FACT or piece.questioned or bare or _found("repeats", words)
    return asked and asks is not Asks.SERVICE


def _found(key: str, words: str) -> bool:
    return any(pattern.search(words) for pattern in _patterns()[key])


def _keys(key: str, words: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in zip(_data()[key], _patterns()[key], strict=True) if pattern.search(words))


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


@cache
def _states() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {topic: (re.compile(_whole(phrase)),) for topic, phrase in _data()["states"].items()}


def topic_names() -> tuple[str, ...]:
    """Return the topics that can be asked about."""
    return tuple(_data()["topics"])


@cache
def _topics() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {
        topic: tuple(re.compile(_whole(_filled(phrase))) for phrase in phrases)
        for topic, phrases in _data()["topics"].items()
    }


def _filled(phrase: str) -> str:
    """Return a phrase with the lists of words that it names."""
    data = _data()
    lists = {
        "LANGUAGES": "|".join(data["languages"].values()),
        "COMPANION": data["companions"],
        "TIMES": data["times"],
    }
    for name, words in lists.items():
        phrase = phrase.replace(name, words)
    return phrase


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
    listed = {key: data[key] for key in ("naming", "naming_if_asked")}
    listed |= {
        key: [data[key]]
        for key in (
            "not_about",
            "others",
            "naming_what",
            "bringing",
            "may_call",
            "if_i_call",
            "repeats",
            "taking",
            "third",
            "them",
            "tells",
            "changes_language",
            "points",
            "theirs",
            "likened",
            "care_place",
            "condition",
            "asks_itself",
            "where_to_go",
            "times",
            "companions",
            "calling",
        )
    }
    listed |= {key: list(data[key].values()) for key in (*KEYED, "company")}
    found = {key: tuple(re.compile(_whole(phrase)) for phrase in phrases) for key, phrases in listed.items()}
    return found | {"unknown": tuple(map(re.compile, data["unknown"]))}


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {key: frozenset(str(_data()[key]).split()) for key in ("filler", "name_heads", "ordinary_words")}


@cache
def _towns() -> frozenset[str]:
    return frozenset(word for name, _ in towns() for word in plain(name).split())
