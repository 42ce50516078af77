"""A message as folded tokens that remember where they were written."""

from dataclasses import dataclass

from understanding.normaliser import fold_characters

_SAINTS = frozenset({"st", "ste", "saint", "sainte", "sts", "stes", "saints", "saintes", "snt", "sainr"})
_ABBREVIATIONS = frozenset({"st", "ste", "mt", "n", "mr", "mrs", "ms", "dr", "dre", "mme"})
_BREAKS = frozenset('.,;:!?()[]{}"«»“”…\n\r|•*')


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `form` folded (every spelling of "Saint" is `st`), `start` and `end` in the message.

    `breaks` says that a punctuation mark separates it from the word before, `capital` that it starts with one,
    `accented_a` that it is the preposition "à", accent written.
    """

    form: str
    start: int
    end: int
    breaks: bool
    capital: bool
    accented_a: bool = False


def _breaks(gap: str, before: str) -> bool:
    if gap == ":" or (before in _ABBREVIATIONS and gap in {".", ". ", ".-"}) or (before == "ha" and gap == "! "):
        return False
    return any(character in _BREAKS for character in gap) or " - " in gap


def canonical(word: str) -> str:
    """Return the folded word, every spelling of "Saint" as `st`, "Mount" and "Mt" as `mont`."""
    if word in _SAINTS:
        return "st"
    return "mont" if word in {"mt", "mount"} else word


def tokenise(text: str) -> list[Token]:
    """Return the tokens of `text`, in order."""
    folded = fold_characters(text)
    tokens: list[Token] = []
    start, word, last_end = -1, "", 0
    for index, piece in enumerate([*folded, " "]):
        if piece and piece.isalnum():
            start = index if start < 0 else start
            word += piece
            continue
        if start < 0 or (piece == "" and index < len(text)):
            continue
        before = tokens[-1].form if tokens else ""
        gap = text[last_end:start]
        breaks = not tokens or _breaks(gap, before)
        accented_a = text[start:index] in {"à", "À"}
        tokens.append(Token(canonical(word), start, index, breaks, text[start].isupper(), accented_a))
        last_end, start, word = index, -1, ""
    return tokens


def key_of(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, as they are compared."""
    return tuple(token.form for token in tokenise(name))
