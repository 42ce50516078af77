"""Word overlap: how much of what is asked a text says, rare words counting more."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from understanding.normaliser import fold, normalise

Vector = NDArray[np.float32]
_WORD = re.compile(r"[a-z0-9]+")
_STEM = 6
"""Letters of a word that are compared: endings of both languages are beyond."""
_SHORTEST = 3
"""Letters of a word whose accents are put back: shorter ones are mostly other words."""
_ELIDED = re.compile(r"^(?:qu|[ldjnscm])(?=[a-z]{3})")
"""What is often typed without its apostrophe: `livac`, `dhebergement`."""


def words_of(text: str) -> list[str]:
    """Return the words of `text`, normalised and folded."""
    return _WORD.findall(fold(normalise(text)))


class Spelling:
    """Accents and apostrophes that a message left out, put back from the words of known texts: encoders need them."""

    _WRITTEN = re.compile(r"[^\W\d_]+")

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(word for text in texts for word in self._WRITTEN.findall(text.lower()))
        self._form: dict[str, str] = {}
        for word, _ in sorted(counts.items(), key=lambda item: item[1]):
            self._form[fold(word)] = word  # the most frequent form comes last and stays
        self._form |= {word: word for word in counts if word == fold(word)}  # what is written so, is: "a", "ou"

    def restore(self, text: str) -> str:
        """Return `text` normalised, known words written in full: `lhopital` is `l'hôpital`."""
        return self._WRITTEN.sub(self._restored, normalise(text))

    def _restored(self, match: re.Match[str]) -> str:
        word = match.group()
        folded = fold(word)
        if word != folded or len(folded) < _SHORTEST:
            return word
        if folded in self._form:
            return self._form[folded]
        elided = _ELIDED.match(folded)
        bare = folded[elided.end() :] if elided else ""
        return f"{elided.group()}'{self._form[bare]}" if elided and bare in self._form else word


class Overlap:
    """TF-IDF over word beginnings for a fixed list of n texts (sublinear counts, smoothed inverse frequencies)."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(word[:_STEM] for word in words_of(text)) for text in texts]
        frequency = Counter(stem for count in counts for stem in count)
        self._column = {stem: column for column, stem in enumerate(frequency)}
        self._rarity = {stem: 1.0 + math.log((1 + len(texts)) / (1 + n)) for stem, n in frequency.items()}
        self._unseen = 1.0 + math.log(1 + len(texts))
        rows = np.zeros((len(texts), len(frequency)), np.float32)
        for row, count in zip(rows, counts, strict=True):
            for stem, number in count.items():
                row[self._column[stem]] = (1.0 + math.log(number)) * self._rarity[stem]
            row /= float(np.linalg.norm(row)) or 1.0
        self._by_word = np.ascontiguousarray(rows.T)  # a question reads a few words of every text
        self._holds = (self._by_word > 0).astype(np.float32)

    def cosine(self, words: Sequence[str]) -> Vector:
        """Return the cosine of what is asked with each text, shape (n,)."""
        columns, weights = self._weigh(words)
        return np.asarray(weights @ self._by_word[columns], np.float32)

    def recall(self, words: Sequence[str]) -> Vector:
        """Return the share of what is asked that each text holds, 0 to 1, shape (n,)."""
        columns, weights = self._weigh(words)
        return np.asarray(weights**2 @ self._holds[columns], np.float32)

    def _weigh(self, words: Sequence[str]) -> tuple[list[int], Vector]:
        """Return the columns of the known words and their weights; unknown words lower those."""
        counts = Counter(self._stem(word) for word in words)
        weight = {s: (1.0 + math.log(n)) * self._rarity.get(s, self._unseen) for s, n in counts.items()}
        norm = math.sqrt(sum(w * w for w in weight.values())) or 1.0
        known = [stem for stem in weight if stem in self._column]
        return [self._column[s] for s in known], np.array([weight[s] / norm for s in known], np.float32)

    def _stem(self, word: str) -> str:
        bare = _ELIDED.sub("", word)[:_STEM]
        return bare if word[:_STEM] not in self._column and bare in self._column else word[:_STEM]
