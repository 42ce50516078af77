"""The encoder's tokenizer, in Python: unigram pieces, the likeliest split of the text (Kudo, 2018)."""

from understanding.encoder.packed import Vocabulary

PREFIX = "query: "
SPACE = "▁"
_UNKNOWN_PENALTY = 10.0


class Tokenizer:
    """Gives the ids of a text, with the start and end marks."""

    def __init__(self, vocabulary: Vocabulary, *, longest: int) -> None:
        self._vocabulary = vocabulary
        self._longest = longest
        self._longest_piece = max(map(len, vocabulary.ids))
        self._unknown_score = float(vocabulary.scores.min()) - _UNKNOWN_PENALTY

    def ids(self, text: str) -> list[int]:
        """Return the ids of `text`, at most `longest` of them."""
        v = self._vocabulary
        return [v.bos, *self._split(self._prepare(text))[: self._longest - 2], v.eos]

    def _prepare(self, text: str) -> str:
        plain = "".join(self._vocabulary.characters.get(c, c) for c in PREFIX + text)
        while "  " in plain:
            plain = plain.replace("  ", " ")
        return SPACE + plain.replace(" ", SPACE).removeprefix(SPACE)

    def _split(self, text: str) -> list[int]:
        v, size = self._vocabulary, len(text)
        best = [0.0] + [float("-inf")] * size
        came_from, piece = [0] * (size + 1), [v.unknown] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self._longest_piece) + 1):
                found = v.ids.get(text[start:end])
                if found is None or found == v.unknown:
                    if end > start + 1:
                        continue
                    found, gain = v.unknown, self._unknown_score
                else:
                    gain = float(v.scores[found])
                if best[start] + gain > best[end]:
                    best[end], came_from[end], piece[end] = best[start] + gain, start, found
        ids = []
        while size > 0:
            ids.append(piece[size])
            size = came_from[size]
        return ids[::-1]
