"""Which organisations of the directory a message names: name, acronym or id, accents and small typos aside."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import OSA

from bot.actions.signs import plain
from resources_db.catalogue import Catalogue, Record
from resources_db.geography import regions, towns

FILE = Path(__file__).resolve().parents[1] / "data" / "about_names.yml"
ARTICLES = ("la", "le", "les", "l", "the")
LINKS = ("d", "de", "du", "des")
TYPOS_FROM = 6
"""Letters of a name from which one typo is read over; two from `TWO_TYPOS_FROM`."""
TWO_TYPOS_FROM = 10
PART_FROM = 4
"""Letters of a part of a name that is enough for one that was shown."""
KEPT = 2**16
"""Records whose names are kept when the directory changes: after a count of places, only what changed is read."""
ACRONYM = re.compile(r"^[A-ZÉÈÀÎ0-9]{3,}$")
_IN_WORD = re.compile(r"(?<=\w)\((\w{1,2})\)(?=\w)")
_SAID_IN_PASSING = re.compile(r"\(([^)]*)\)")
_PIECES = re.compile(r" – | : |, ")


@dataclass(frozen=True)
class Found:
    """A name in a message: whose it may be, and which words of the plain message it takes (`start` to `end`).

    `number`: it is a telephone number, read on a card.
    """

    slugs: tuple[str, ...]
    start: int
    end: int
    name: str
    number: bool = False


@dataclass(frozen=True)
class Names:
    """The names of the directory, in plain words, and whose they are."""

    slugs: dict[tuple[str, ...], tuple[str, ...]]
    joined: dict[str, tuple[str, ...]]
    longest: int
    common: frozenset[str]

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Names":
        """Return the names of these records."""
        records = list(records)
        found: dict[tuple[str, ...], list[str]] = {}
        for record in records:
            for name in _names_of(record.slug, record.names["fr"], record.names["en"], record.city, record.kind):
                found.setdefault(tuple(name.split()), []).append(record.slug)
        joined = {"".join(name): name for name in found if len("".join(name)) >= TWO_TYPOS_FROM}
        longest = max(map(len, found), default=0)
        return cls({name: tuple(slugs) for name, slugs in found.items()}, joined, longest, _common(records))

    def find(self, text: str, *, typos: bool = True, shown: Sequence[Record] = ()) -> list[Found]:
        """Return the names that the message holds, in its order, the longest where two overlap.

        Of those that were `shown`, a part of the name is enough ("Mechtilde", "the old brewery").
        """
        words, at, found = plain(text).split(), 0, []
        capitals, parts = _capitals(text, words), parts_of(shown, self.common)
        while at < len(words):
            here = self._at(words, at, capitals, {record.slug for record in shown}) or _part_at(words, at, parts)
            here = here or _opening_at(words, at, shown)
            if here is None and typos:
                here = self._misspelt(words, at)
            if here is not None:
                found.append(here)
            at = here.end if here else at + 1
        return found

    def _at(self, words: list[str], at: int, capitals: frozenset[int], shown: set[str]) -> Found | None:
        for size in range(min(self.longest, len(words) - at), 0, -1):
            part = tuple(words[at : at + size])
            part = self.joined.get("".join(part), part)  # "womens shelter" is "women's shelter"
            if part not in self.slugs:
                continue
            known = bool(shown.intersection(self.slugs[part])) and not _is_owned(words, at)
            if known or _is_meant(part, words, at, capitals):
                return Found(self.slugs[part], at, at + size, " ".join(part))
        return None

    def _misspelt(self, words: list[str], at: int) -> Found | None:
        """Return the one name that these words are, a typo or two aside; a name that is an ordinary word never is."""
        for size in range(min(4, len(words) - at), 0, -1):
            written = "".join(words[at : at + size])
            near = [
                name
                for name in self._of_length(len(written))
                if written[0] == name[0][0] and size in (1, len(name)) and _close(written, name)
            ]
            if near and len({self.slugs[name] for name in near}) == 1:
                return Found(self.slugs[near[0]], at, at + size, " ".join(near[0]))
        return None

    def _of_length(self, length: int) -> list[tuple[str, ...]]:
        return [name for size in range(length - 2, length + 3) for name in _by_length(self).get(size, ())]

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=2)
def _by_length(names: Names) -> dict[int, list[tuple[str, ...]]]:
    found: dict[int, list[tuple[str, ...]]] = {}
    exact = {*_words()["ordinary"], *_words()["exact"]}
    for name in names.slugs:
        if (size := len("".join(name))) >= TYPOS_FROM and " ".join(name) not in exact:
            found.setdefault(size, []).append(name)
    return found


def _close(written: str, name: tuple[str, ...]) -> bool:
    meant = "".join(name)
    allowed = 2 if len(meant) >= TWO_TYPOS_FROM else 1
    return int(OSA.distance(written, meant, score_cutoff=allowed)) <= allowed


_kept: tuple[Catalogue, Names] | None = None


def names_of(catalogue: Catalogue) -> Names:
    """Return the catalogue's names, worked out once until the directory changes."""
    global _kept
    if _kept is None or _kept[0] is not catalogue:
        _kept = (catalogue, Names.of(catalogue.records.values()))
    return _kept[1]


def _common(records: Iterable[Record]) -> frozenset[str]:
    """Return the words by which several records tell what they do: they tell nobody apart."""
    said = Counter(word for record in records for word in _words_of(" ".join(record.summaries.values())))
    return frozenset(word for word, times in said.items() if times > 1)


def parts_of(shown: Iterable[Record], common: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the words by which those shown can be told apart, and whose they are."""
    found: dict[str, list[str]] = {}
    for record in shown:
        words = {word for name in record.names.values() for word in plain(_IN_WORD.sub(r"\1", name)).split()}
        for word in words:
            if len(word) >= PART_FROM and word not in common and word not in _generic() and word not in _places():
                found.setdefault(word, []).append(record.slug)
    return {word: tuple(slugs) for word, slugs in found.items()}


def _part_at(words: list[str], at: int, parts: dict[str, tuple[str, ...]]) -> Found | None:
    """Return the part of a name that stands there, one typo aside, with the words of a name around it."""
    word = words[at]
    near = [part for part in parts if part == word or (len(part) >= TYPOS_FROM and word[0] == part[0]
            and OSA.distance(word, part, score_cutoff=1) <= 1)]  # fmt: skip
    if len(near) != 1 or _is_owned(words, at):
        return None
    end = at + 1
    while end < len(words) and (words[end] in _around() or words[end] in parts):
        end += 1
    return Found(parts[near[0]], at, end, near[0])


def _opening_at(words: list[str], at: int, shown: Sequence[Record]) -> Found | None:
    """Return the one of those shown whose name begins with these two words ("le centre canadien"), said in short."""
    said = tuple(words[at : at + 2])
    if len(said) < 2 or any(len(word) < PART_FROM for word in said) or _is_owned(words, at):
        return None
    slugs = {
        record.slug for record in shown for name in record.names.values()
        if tuple(_without_article(plain(name)).split()[:2]) == said
    }  # fmt: skip
    return Found(tuple(slugs), at, at + 2, " ".join(said)) if len(slugs) == 1 else None


def _is_owned(words: list[str], at: int) -> bool:
    """Whether the words are somebody's ("mes clés"), or one of many: no name."""
    return at > 0 and words[at - 1] in _words()["not_before"]


def _is_meant(name: tuple[str, ...], words: list[str], at: int, shown: frozenset[int]) -> bool:
    """Whether these words are the name: an ordinary word is one only when it is written or announced as one."""
    if " ".join(name) not in _words()["ordinary"]:
        return True
    before = [word for word in words[max(0, at - 2) : at] if word not in ARTICLES]
    written_so = all(at + number in shown for number, word in enumerate(name) if word not in ARTICLES and len(word) > 2)
    return written_so or bool(before and before[-1] in _words()["after"])


def _capitals(text: str, words: list[str]) -> frozenset[int]:
    """Return the places of the words written with a capital, but the first; none in a message all in capitals."""
    written = re.findall(r"\w+", text)
    if text.upper() == text or len(written) < 1:
        return frozenset()
    big = {plain(word) for number, word in enumerate(written) if word[0].isupper() and (number or len(written) < 2)}
    return frozenset(number for number, word in enumerate(words) if word in big)


@lru_cache(maxsize=KEPT)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


@lru_cache(maxsize=KEPT)
def _names_of(slug: str, french: str, english: str, city: str | None, kind: str) -> tuple[str, ...]:
    """Return every way that a record is said: its names, its id, and the common names of its kind."""
    return tuple(dict.fromkeys([*_own_names(slug, french, english, city), *_kinds_of(slug, kind)]))


def _own_names(slug: str, french: str, english: str, city: str | None) -> Iterator[str]:
    """Yield every way that a record's names and id are said, in plain words, places and single letters left out."""
    yield from _words()["also"].get(slug, ())
    for name in [*_spoken(french, english, city), slug.replace("-", " ")]:
        for form in _forms(plain(name)):
            if len(form) >= 3 and form not in _places() and form not in _words()["never"]:
                yield form


def _kinds_of(slug: str, kind: str) -> Iterator[str]:
    """Yield the common names of its kind, shared with the others of that kind ("le CALACS", "friendship centre")."""
    for listed in _words()["kinds"]:
        if kind == listed.get("kind") or slug.startswith(listed.get("opens", "-")):
            yield from listed["names"]


def _spoken(french: str, english: str, city: str | None) -> Iterator[str]:
    for name in dict.fromkeys((french, english)):
        whole = _IN_WORD.sub(r"\1", name)
        for aside in _SAID_IN_PASSING.findall(whole):
            if ACRONYM.match(aside) or len(re.findall(r"[A-Z]", aside)) > 2:
                yield aside
        bare = _SAID_IN_PASSING.sub(" ", whole)
        yield bare
        if city and len(rest := _without_place(bare, city).split()) > 1:
            yield " ".join(rest)
        yield from (piece for number, piece in enumerate(_PIECES.split(bare)) if not number or ACRONYM.match(piece))


def _forms(name: str) -> Iterator[str]:
    """Yield a plain name without its article, and without the word that opens it ("maison d'hébergement")."""
    bare = _without_article(name)
    yield bare
    for head in _words()["heads"]:
        if bare.startswith(f"{head} "):
            rest = bare.removeprefix(f"{head} ")
            short = _words()["short_heads"].get(head.split()[0])
            if short and short != head:
                yield f"{short} {rest}"
                yield f"{short} {_without_article(rest)}"
            if len(_without_article(rest).split()) > 1 and rest.split()[0] not in LINKS:
                yield rest
            return


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first in ARTICLES and rest else name


def _without_place(name: str, city: str) -> str:
    """Return the name without the town that ends it ("Native Women's Shelter of Montreal"), or nothing."""
    folded, ending = plain(name), plain(city)
    if not folded.endswith(f" {ending}"):
        return ""
    words = folded.removesuffix(f" {ending}").split()
    while words and words[-1] in (*LINKS, *ARTICLES, "of", "a", "pour"):
        words.pop()
    return " ".join(words)


@cache
def _generic() -> frozenset[str]:
    return frozenset(str(_words()["generic"]).split())


@cache
def _around() -> frozenset[str]:
    return frozenset(str(_words()["around"]).split())


@cache
def _places() -> frozenset[str]:
    named = {name for name, _ in towns()} | {plain(r.name_fr) for r in regions().values()}
    return frozenset(_without_article(plain(name)) for name in named) | {plain(r.name_en) for r in regions().values()}


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded
