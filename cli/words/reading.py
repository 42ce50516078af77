"""How easy a text is to read.

French: Kandel and Moles (1958), Flesch's formula fitted to French, 0 (hard) to 100 (easy):
207 - 1.015 words a sentence - 73.6 syllables a word. English: Kincaid and others (1975), the school grade:
0.39 words a sentence + 11.8 syllables a word - 15.59. Syllables are counted from the spelling (groups of vowels, a
silent last e left out): near enough to tell an easy text from a hard one.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’·-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:[.?!…]+(?:\s|$)|\s:|\n|: )")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_VOWELS = {"fr": "aeiouyàâäéèêëîïôöùûüœæ", "en": "aeiouy"}
_SILENT = {"fr": re.compile(r"(?<=[^aeiouyàâéèêëîïôùû])(?:e|es)$"), "en": re.compile(r"(?<=[^aeiouyl])(?:e|es|ed)$")}


def words_of(text: str) -> list[str]:
    """Return the words; a value to be filled in counts as one."""
    return _WORD.findall(_PLACEHOLDER.sub("mot", text))


def sentences_of(text: str) -> list[str]:
    """Return the sentences that have words; what introduces a list ends one."""
    return [part for part in _SENTENCE.split(text) if words_of(part)]


def syllables(word: str, language: str) -> int:
    """Return the number of syllables of a word, at least 1."""
    lowered = word.lower()
    spoken = _SILENT[language].sub("", lowered)
    return max(1, len(re.findall(f"[{_VOWELS[language]}]+", spoken)))


def difficulty(text: str, language: str) -> float:
    """Return the French ease (higher is easier) or the English grade (lower is easier); ValueError without words."""
    words, sentences = words_of(text), sentences_of(text)
    if not words:
        raise ValueError("no words to read")
    length = len(words) / len(sentences)
    spoken = sum(syllables(word, language) for word in words) / len(words)
    if language == "fr":
        return 207 - 1.015 * length - 73.6 * spoken
    return 0.39 * length + 11.8 * spoken - 15.59
