"""`read_language`: by script first, then by function words, then by the look of the other words."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from understanding.language.requests import requested_language
from understanding.language.scripts import language_of_script
from understanding.normaliser import fold, rows_of
from understanding.places import read_place

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?|[a-z]+\d[a-z0-9]*")
_ACCENTS = {
    "fr": frozenset("àâçéèêëîïôœùû"),
    "es": frozenset("ñ¿¡áíó"),
    "pt": frozenset("ãõ"),
    "vi": frozenset("ơưđạảấầẩậắằ"),
    "ro": frozenset("ășțţ"),
    "tr": frozenset("ışğ"),
    "pl": frozenset("łąężźśćń"),
    "de": frozenset("äöß"),
}
_OTHER_MARGIN = 1.25
_SURE = 0.5
_OURS = frozenset({"fr", "en"})
_LOOK = "look"
"""Key of the part of the French and English scores that comes from the look of unknown words only."""
_LOOK_DOUBT = 0.7
_LEAST_OTHER = 4.0
_MAX_CHARACTERS = 2000
_BARE_PLACE = 40
"""Longer messages say enough besides a place."""


@dataclass(frozen=True, slots=True)
class LanguageReading:
    """The language of a message (`fr`, `en`, another code, or `unknown`), how sure, and the language asked for."""

    code: str
    confidence: float
    requested: Literal["fr", "en"] | None = None

    @property
    def is_other(self) -> bool:
        """Whether the message is surely written in a language that is neither French nor English."""
        return self.code not in {"fr", "en", "unknown"} and self.confidence >= _SURE


@cache
def _words() -> dict[str, dict[str, float]]:
    """Return, for each word, its weight in each language that uses it."""
    found: dict[str, dict[str, float]] = {}
    for language, weight, listed in [*rows_of(_DATA / "words.tsv"), *rows_of(_DATA / "other_words.tsv")]:
        for word in listed.split():
            key = fold(word).replace(" ", "")
            if language not in {"fr", "en"} and len(key) < 3:
                continue  # too short to tell a third language from texting
            weights = found.setdefault(key, {})
            weights[language] = max(weights.get(language, 0.0), float(weight))
    return found


@cache
def _neutral() -> frozenset[str]:
    return frozenset(word for (line,) in rows_of(_DATA / "neutral.txt") for word in line.split())


@cache
def _patterns() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    return tuple(
        (language, float(weight), re.compile(rule)) for language, weight, rule in rows_of(_DATA / "patterns.tsv")
    )


def _score_word(written: str, scores: defaultdict[str, float]) -> None:
    """Add what one lower-case word says to `scores`."""
    for language, letters in _ACCENTS.items():
        scores[language] += 1.0 * any(letter in letters for letter in written)
    word = fold(written).replace(" ", "")
    if word in _neutral():
        return
    weights = _words().get(word)
    if weights is None and "'" in written:
        head, _, tail = written.partition("'")
        _score_word(tail, scores)
        if head in {"j", "l", "d", "qu", "c", "n", "s", "m", "t", "y"} and len(tail) > 1:
            scores["fr"] += 2.0
        return
    if weights is not None:
        ours = weights.keys() & _OURS
        best = max(weights.values())
        for language, weight in weights.items():
            scores[language] += weight if len(weights) == 1 or not ours else weight - 0.5 * best
        return
    for language, weight, rule in _patterns():
        if rule.search(word):
            seen = weight * (0.5 if len(word) < 4 else 1.0)
            scores[language] += seen
            scores[_LOOK] += seen


def _scores(text: str) -> defaultdict[str, float]:
    scores: defaultdict[str, float] = defaultdict(float)
    for match in _WORD.finditer(text.lower().replace("’", "'")):
        _score_word(match.group(), scores)
    return scores


def _without_place(text: str) -> tuple[str, bool]:
    """Return a short message without the place it names: "Pointe-Claire" says nothing of the language."""
    reading = read_place(text, asked=True)
    if reading.text is None:
        return text, False
    return text[: reading.start] + " " + text[reading.end :], True


def _read(text: str, previous: str | None) -> tuple[str, float]:
    script = language_of_script(text)
    if script is not None:
        return script, 0.95
    if len(text) <= _BARE_PLACE:
        text, named = _without_place(text)
        if named and not _WORD.search(text):
            return (previous, 0.3) if previous else ("fr", 0.2)
    scores = _scores(text[:_MAX_CHARACTERS])
    main = max(("fr", "en"), key=lambda code: scores[code])
    other = max((code for code in scores if code not in _OURS | {_LOOK}), key=lambda code: scores[code], default=None)
    ours = max(scores["fr"], scores["en"]) - _LOOK_DOUBT * scores[_LOOK]
    if other is not None and scores[other] > _OTHER_MARGIN * ours and scores[other] >= _LEAST_OTHER:
        return other, min(0.95, scores[other] / (scores[other] + max(ours, 0.0) + 1))
    total = scores["fr"] + scores["en"]
    if total < 0.75 or scores["fr"] == scores["en"]:
        return (previous, 0.3) if previous else ("unknown", 0.0)
    share = scores[main] / (total + 0.5)
    if previous in {"fr", "en"} and previous != main and (total < 1.5 or share < 0.55):
        return previous, 0.4
    return main, round(share, 3)


def read_language(text: str, *, previous: str | None = None) -> LanguageReading:
    """Return the language `text` is written in; in a mixture, the one that holds the sentence together.

    A message that says nothing of its language ("ok", a place, a number) keeps `previous`; without one, a lone place
    is taken for French with a confidence of 0.2, the rest is `unknown`. A language asked for
    ("in English please") is returned as `requested`, and as the language of the message.
    """
    code, confidence = _read(text, previous)
    requested = requested_language(text)
    if requested is not None:
        return LanguageReading(requested, max(confidence, 0.9) if code == requested else 0.9, requested)
    return LanguageReading(code, confidence)
