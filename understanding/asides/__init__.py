"""What a message says beside what it asks: services refused, complaints about the answer, protests against an alert.

"Pas d'avocat, une maison d'hébergement" asks for a shelter: the refused words are no request. `rest` is the message
without those words, from which the need, the place and the person are read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from understanding import calls
from understanding.acts import REFUSALS, acts_in
from understanding.denials import without_denied
from understanding.normaliser import LONGEST, plain_words

_FILE = Path(__file__).parent / "asides.yml"
_KEPT = 4
"""Words before a refusal, in the same part of the message, from which they ask for something of their own."""
NAMED = ("no_police", "no_dpj")
SILENT = frozenset({"exit", "assault_centres", "conjugal"})
"""Refusals never said back: what did not happen, and work that is the person's own choice, refuse nothing."""
OF_A_PART = REFUSALS | {"complains", "no_danger"}
"""Acts that hold for the part that does them, and are not read in the message as a whole."""
BARE_WHY = 4
"""Words of a part that only asks why a kind of service was shown ("why Cybertip?")."""
MOST_PARTS = 12
"""Parts of a message whose acts are read: each costs a pass of the encoder."""
_COMPLAINS = 0.35
"""Probability that a message calls for owning a mistake under which no learned complaint is believed: of 980 messages
of five hands 18 are then taken for one, 16 rightly, of 47."""
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Asides:
    """`refused` names the kinds of services that are not wanted (`asides.yml`), `named` those named without a refusal;
    `surely` are those refused in so many words, outside a question or an alternative: only these may be said back.
    `taken_back` are those of which a refusal is denied ("j'ai jamais dit pas de DPJ"). `rest` is what the message
    asks. `acts` are all that its parts, or the whole of it, were learned to do (understanding/acts).
    """

    rest: str
    refused: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    complains: bool = False
    protests: bool = False
    acts: frozenset[str] = frozenset()
    surely: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether something was said aside."""
        return bool(self.refused) or self.complains or self.protests

    @property
    def asks_more(self) -> bool:
        """Whether words that carry something are left once the asides are taken out."""
        return any(word not in _small() for word in plain_words(self.rest).split())


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return loaded


@cache
def _small() -> frozenset[str]:
    return frozenset(str(_data()["small_words"]).split())


@cache
def topics() -> dict[str, dict[str, Any]]:
    """Return the kinds of services that may be refused, by name."""
    found: dict[str, dict[str, Any]] = _data()["topics"]
    return found


@cache
def _breaks() -> Pattern:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _data()["breaks"]), re.IGNORECASE)


@cache
def _any(name: str) -> Pattern:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in _data()[name]))


@cache
def _topic(name: str) -> Pattern:
    return re.compile(rf"\b(?:{'|'.join(topics()[name]['words'])})\b")


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to refuse: it may only say that the service is lacking, or must be stated and not asked."""

    pattern: Pattern
    lacking: bool = False
    stated: bool = False


@cache
def _forms(name: str) -> tuple[_Form, ...]:
    """Return the ways to refuse a kind of service."""
    topic, data = topics()[name], _data()
    words = f"(?:{'|'.join(topic['words'])})"

    def written(key: str) -> list[Pattern]:
        return [re.compile(rf"(?<!\w)(?:{form.replace('TOPIC', words)})\b") for form in data[key]]

    not_mine = written("not_mine") if topic.get("condition") else []
    return (
        *(_Form(pattern) for pattern in (*written("refusals"), *not_mine)),
        *(_Form(pattern, stated=True) for pattern in written("stated")),
        *(_Form(pattern, lacking=bool(topic.get("may_lack"))) for pattern in written("bare")),
    )


def parts_of(text: str) -> list[str]:
    """Return the parts of a message, as written, cut where one idea ends and another begins."""
    parts, at = [], 0
    for found in _breaks().finditer(text):
        if found.start() > at:
            parts.append(text[at : found.start()])
        at = found.start()
    return [*parts, text[at:]]


def acts_of_parts(parts: Sequence[str]) -> list[frozenset[str]]:
    """Return the acts of each part, read as it was written: with its question mark, without what links it."""
    after = [part[:1] if part.startswith("?") else "" for part in (*parts[1:], "")]
    written = [part.strip(" ,.;:!?\n") + mark for part, mark in zip(parts, after, strict=True)]
    return [
        acts_in(part) if number < MOST_PARTS and part.strip("?") else frozenset() for number, part in enumerate(written)
    ]


@lru_cache(maxsize=512)
def read_asides(text: str) -> Asides:
    """Return what `text` says aside, and what is left of it."""
    parts = parts_of(text[:LONGEST])
    said = [plain_words(part) for part in parts]
    asking = [part.startswith("?") for part in (*parts[1:], "")]
    refusals = [_refused_in(words, asks=asks) for words, asks in zip(said, asking, strict=True)]
    done = [acts - _not_named(words) - _not_done(words) for acts, words in zip(acts_of_parts(parts), said, strict=True)]
    spoken = [found if not asks and not _any("alternative").search(words) else []
              for words, asks, found in zip(said, asking, refusals, strict=True)]  # fmt: skip
    surely = {name for found in spoken for name, _, lacking in found if not lacking and name not in SILENT}
    taken_back = {name for words in said if _any("takes_back").search(words) for name in _named(words)}
    for words, acts, asks, found in zip(said, done, asking, refusals, strict=True):
        asked_for = _any("asks_politely").search(words) and not _any("not_wanted").search(words)
        if not found and not asks and not asked_for:
            found += [(name, 0, False) for name in _learned(acts) if _topic(name).search(words)]
    asked = {name for words, found in zip(said, refusals, strict=True) if not found for name in _named(words)}
    sure = any(not lacking for found in refusals for _, _, lacking in found)
    refused: list[str] = []
    complains = protests = False
    kept: list[str] = []
    for part, words, found in zip(parts, said, refusals, strict=True):
        meant = [(name, at) for name, at, lacking in found if not lacking or sure or asked - {name}]
        protest, complaint = _any("protests").search(words), _any("complaints").search(words)
        asked_why = bool(found) and len(words.split()) <= BARE_WHY and bool(_any("asks_why").search(words))
        protests, complains = protests or bool(protest), complains or bool(complaint) or asked_why
        refused += [name for name, _ in meant]
        starts = [at for _, at in meant] + [each.start() for each in (protest, complaint) if each]
        kept.append(part if not starts else _before(words, min(starts)))
    rest = re.sub(r"\s+", " ", " ".join(kept)).strip(" ,;") if refused or complains or protests else text
    whole = (acts_in(text) - OF_A_PART - _not_done(plain_words(text))) if len(parts) > 1 else frozenset[str]()
    acts = frozenset().union(*done, whole)
    stated = frozenset().union(*(found for found, asks in zip(done, asking, strict=True) if not asks))
    refused += [name for name in _learned(stated) if name not in asked]
    return Asides(
        rest,
        refused=tuple(dict.fromkeys(refused)),
        named=frozenset(asked - {*refused}),
        complains=complains or ("complains" in acts and _calls_for_owning(text)),
        protests=protests or "no_danger" in acts,
        acts=acts,
        surely=tuple(name for name in dict.fromkeys(refused) if name in surely),
        taken_back=tuple(sorted(taken_back - {*refused})),
    )


def _calls_for_owning(text: str) -> bool:
    """Whether a message may call for owning a mistake: else what it was learned to complain of is no answer of ours."""
    return calls.calls_for(text)["complaint"] >= _COMPLAINS


def _not_done(words: str) -> frozenset[str]:
    """Return the acts that a part cannot do: a refusal that it says it never made, a choice of who is pushed."""
    data = _data()["acts"]
    refusals = frozenset(data) if _any("takes_back").search(words) else frozenset[str]()
    return refusals | (frozenset({"with_children"}) if _any("no_children").search(words) else frozenset())


def _not_named(words: str) -> frozenset[str]:
    """Return the acts that refuse a service which must be named, where it is not ("I don't want him in prison")."""
    refusing: dict[str, str] = _data()["acts"]
    return frozenset(act for act in NAMED if not _topic(refusing[act]).search(words))


def _learned(acts: Iterable[str]) -> list[str]:
    """Return the kinds of services that learned acts refuse."""
    refusing: dict[str, str] = _data()["acts"]
    return [refusing[act] for act in sorted(acts) if act in refusing]


def asked_in(text: str) -> str:
    """Return what a message asks, without what it says aside or denies; the whole of it where nothing else is left."""
    found = read_asides(text)
    asked = found.rest if found.any and found.asks_more else text
    left = without_denied(asked)
    says = left != asked and any(word not in _small() for word in plain_words(left).split())
    return left.strip(" ,;.!?") if says else asked


def _refused_in(words: str, *, asks: bool) -> list[tuple[str, int, bool]]:
    """Return the kinds of services that the words refuse, with where, and whether they may only be lacking."""
    if _any("asks_politely").search(words) or _any("takes_back").search(words):
        return []
    found: list[tuple[str, int, bool]] = []
    for name in topics():
        if not _topic(name).search(words):
            continue
        forms = [form for form in _forms(name) if not (form.stated and asks)]
        said = [(form.lacking, m.start()) for form in forms if (m := form.pattern.search(words))]
        if said:
            lacking, start = min(said)
            found.append((name, start, lacking and not _any("surely").search(words)))
    if asks and not _any("asks_why").search(words):  # "is this only for women?" asks, it refuses nothing
        found = [each for each in found if each[0] not in ("women_only", "men_only")]
    if {"women_only", "men_only"} & {name for name, _, _ in found}:  # not a bed
        found = [each for each in found if each[0] != "shelter"]
    return found


def _named(words: str) -> set[str]:
    return {name for name in topics() if _topic(name).search(words)}


def _before(words: str, at: int) -> str:
    """Return the words before a refusal, when they are enough to ask for something."""
    earlier = words[:at].split()
    return " ".join(earlier) if len(earlier) >= _KEPT else ""


def asks_whether_to_call(text: str) -> bool:
    """Whether `text` asks whether somebody is to be called or told, or who comes first."""
    return bool(_any("whether_to_call").search(plain_words(text[:LONGEST])))


def places_left(text: str) -> str:
    """Return `text` with the parts that call a place too far blanked, each character by a space."""
    left = text
    parts = parts_of(text)
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        words = plain_words(part)
        asks = after.startswith("?") or _any("asks_distance").search(words)
        if _any("too_far").search(words) and not asks:
            left = left.replace(part, " " * len(part), 1)
    return left
