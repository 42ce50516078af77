"""Which language an answer is in: `?language=`, or else what the reader's program prefers, or else French."""

from typing import Annotated, Literal

from fastapi import Depends, Header, Response

Language = Literal["fr", "en"]


class Speech:
    """The language of one answer, told in its headers."""

    def __init__(self, response: Response, accept_language: Annotated[str, Header()] = "") -> None:
        self._response = response
        self._accepted = accept_language

    def choose(self, asked: Language | None) -> Language:
        """Return the language and mark the answer with it."""
        language = asked or preferred(self._accepted)
        self._response.headers["Content-Language"] = language
        self._response.headers["Vary"] = "Accept-Language"
        return language


def preferred(header: str) -> Language:
    """Return the language that an `Accept-Language` header prefers; French wins ties and what cannot be read."""
    weights = {"fr": 0.0, "en": 0.0}
    for part in header.split(","):
        name, _, rest = part.strip().partition(";")
        code = name.strip().casefold().partition("-")[0]
        if code in weights:
            weights[code] = max(weights[code], _weight(rest))
    return "en" if weights["en"] > weights["fr"] else "fr"


def _weight(rest: str) -> float:
    name, _, value = rest.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


SpeechDep = Annotated[Speech, Depends()]
