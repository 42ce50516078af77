"""What the reader of places gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place of Quebec, `name` exactly as the CSV files write it (`name_fr` for a region).

    `kind` is `municipality`, `borough`, `sector`, `first_nation` or `region`; `municipality` is the town a borough or a
    sector belongs to; a region has no position.
    """

    name: str
    kind: str
    region_code: str
    municipality: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """The place of a message.

    `place` is where help is needed, as far as the words say. When `candidates` is not empty the name is ambiguous and
    the visitor should be asked; `place` is then the likeliest of them, or None when none is likelier.
    `text` is the words as written, `text_of_message[start:end]`; both offsets are -1 when nothing was read.
    `points` says how much the words tell that help is needed there: 0 where they say nothing, under `ASIDE` where
    somebody else is there or it is only near ("ma mère à Gatineau"), under `PASSING` where somebody is taken there.
    `outside` is a place named outside Quebec, `negated` what the visitor says it is not, `origin` where they come from.
    """

    place: Place | None = None
    text: str | None = None
    start: int = -1
    end: int = -1
    candidates: tuple[Place, ...] = ()
    outside: str | None = None
    negated: tuple[Place, ...] = ()
    origin: tuple[Place, ...] = ()
    points: float = 0.0
