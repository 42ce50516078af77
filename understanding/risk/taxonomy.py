"""The words of risk, as the design defines them."""

from collections.abc import Iterable
from enum import StrEnum


class Level(StrEnum):
    """How urgent; the order of definition is the order of gravity."""

    NONE = "none"
    CONCERN = "concern"
    HIGH = "high"
    IMMINENT = "imminent"

    @property
    def rank(self) -> int:
        """0 for `none` to 3 for `imminent`."""
        return _ORDER.index(self)

    @property
    def escalates(self) -> bool:
        """Whether a counsellor must see the conversation at once."""
        return self.rank >= Level.HIGH.rank


_ORDER = list(Level)


def highest(levels: Iterable[Level]) -> Level:
    """Return the gravest of `levels`, `none` when there is none."""
    return max(levels, key=lambda level: level.rank, default=Level.NONE)


class RiskType(StrEnum):
    """What the danger is; several may be true."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    VIOLENCE_NOW = "violence_now"
    CAPTIVITY = "captivity"
    COERCION_TRAFFICKING = "coercion_trafficking"
    MINOR_EXPLOITATION = "minor_exploitation"
    THREATS_BLACKMAIL = "threats_blackmail"
    MEDICAL_OVERDOSE = "medical_overdose"
    RUNAWAY_MISSING_MINOR = "runaway_missing_minor"
    RECENT_SEXUAL_ASSAULT = "recent_sexual_assault"
    STALKING = "stalking"
    DISTRESS = "distress"


SPEAKERS = ("victim", "relative", "witness", "professional", "buyer", "other")
