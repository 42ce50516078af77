"""`normalise`: what a message says, once texting habits, joual spellings and disguises are written out."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from understanding.normaliser.fold import fold
from understanding.normaliser.tables import rows_of

_DATA = Path(__file__).parent / "data"
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "«": '"', "»": '"'}
)
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?|[^\w\s]|_")
_DISGUISED = re.compile(r"(?<!\S)(?=\S*[a-z])(?=\S*[0-9@$!*.#_-])[a-z0-9@$!*.#_'-]{4,}(?![^\s,;?:)\"])")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_EMPHASISED = re.compile(r"(?<![^\W_])[^\W\d_]*([^\W\d_])\1{2,}[^\W\d_]*")
_SPELLED = re.compile(r"(?<![^\W_])[a-z](?:[ .-][a-z]){3,}(?![^\W_'])")
_SPACES = re.compile(r"\s+")
_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")
_MAX_PHRASE = 4
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
LONGEST = 3000
"""Characters of a message that are read."""


def sentences(text: str) -> list[str]:
    """Return the sentences of a message as they are written, in order."""
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def _pairs(name: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in rows_of(_DATA / name)]


@cache
def _expansions() -> dict[tuple[str, ...], str]:
    """Map the tokens of a texting or joual form to its written form: `("jsuis",)` to `je suis`."""
    return {tuple(_TOKEN.findall(short)): full for short, full in _pairs("expansions.tsv")}


@cache
def _emoji() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _emoji_words()), key=len, reverse=True)))


@cache
def _emoji_words() -> dict[str, str]:
    return dict(_pairs("emoji.tsv"))


@cache
def _hidden_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words people disguise (`s*icide`), each with a pattern where any inner letter may be a sign."""
    words = [w.strip() for w in (_DATA / "disguised.txt").read_text(encoding="utf-8").splitlines() if w.strip()]
    return tuple((w, re.compile(w[0] + "".join(f"(?:{c}|[*.#_-]{{1,2}})" for c in w[1:]) + "$")) for w in words)


def _undisguise(match: re.Match[str]) -> str:
    written = match.group()
    plain = written.translate(_LEET).rstrip(".")
    for word, pattern in _hidden_words():
        if plain == word or (len(plain) <= len(word) + 3 and pattern.match(plain)):
            return word
        if plain == "-".join(word) or plain == ".".join(word) or plain == "*".join(word):
            return word
    return written


def _join_spelled(match: re.Match[str]) -> str:
    joined = re.sub(r"[^a-z]", "", match.group())
    return joined if any(joined == word for word, _ in _hidden_words()) else match.group()


def _shorten(match: re.Match[str]) -> str:
    """Cut a letter written three times or more to one, or to two where that makes a known form (`chuuut`, `heeelp`)."""
    word = match.group()
    single = _ELONGATED.sub(r"\1", word)
    double = _ELONGATED.sub(r"\1\1", word)
    return double if double in _double_letter_words() else single


@cache
def _double_letter_words() -> frozenset[str]:
    return frozenset((_DATA / "double_letters.txt").read_text(encoding="utf-8").split())


def _expand(text: str) -> str:
    """Replace the longest known forms, token by token, keeping spaces and punctuation as they were."""
    table = _expansions()
    found = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    out: list[str] = []
    position = index = 0
    while index < len(found):
        for size in range(min(_MAX_PHRASE, len(found) - index), 0, -1):
            full = table.get(tuple(token for token, _, _ in found[index : index + size]))
            if full is not None:
                out.append(text[position : found[index][1]] + full)
                index, position = index + size, found[index + size - 1][2]
                break
        else:
            index += 1
    return "".join(out) + text[position:]


@lru_cache(maxsize=4096)  # signs, facts, risk and places all read the same few messages of a conversation
def normalise(text: str) -> str:
    """Return `text` in lower case (NFC) with texting, joual, disguises, elongations and emoji written out.

    Missing French accents are left missing: `fold` is the form to compare with. The result is for reading, never
    for showing: its offsets are not those of `text`.
    """
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES).lower()
    plain = plain.replace("\ufe0f", "").replace("\u200d", "").replace("\u200b", "")
    plain = _emoji().sub(lambda m: f" {_emoji_words()[m.group()]} ", plain)
    plain = _EMPHASISED.sub(_shorten, plain)
    plain = _SPELLED.sub(_join_spelled, _DISGUISED.sub(_undisguise, plain))
    return _SPACES.sub(" ", _expand(plain)).strip()


def plain_words(text: str) -> str:
    """Return the words of `text` as phrases see them: texting written out, folded, single spaces only."""
    return _NOT_A_WORD.sub(" ", fold(normalise(text))).strip()
