"""Which language an answer is in: `?language=`, or else what the reader's program prefers, or else French."""

from typing import Literal

Language = Literal["fr", "en"]


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
