"""What is asked of the search."""

from dataclasses import dataclass

from resources_db.geography import Position

GENDERS = ("women", "men")


@dataclass(frozen=True)
class ResourceQuery:
    """A request; the place arrives resolved (canonical name, region code, position)."""

    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    place: str | None = None
    region_code: str | None = None
    lat: float | None = None
    lon: float | None = None
    audiences: tuple[str, ...] = ()
    age: int | None = None
    language: str | None = None  # an ISO 639 code: fr, en or any other
    open_now: bool = False
    free: bool = False
    wheelchair: bool = False
    q: str | None = None
    specialised: bool = False
    exclude: frozenset[str] = frozenset()
    nearest: bool = False
    limit: int = 3

    @property
    def position(self) -> Position | None:
        """The person's position, if known."""
        return (self.lat, self.lon) if self.lat is not None and self.lon is not None else None

    @property
    def gender(self) -> str | None:
        """`women` or `men`; None when neither or both were said."""
        said = [gender for gender in GENDERS if gender in self.audiences]
        return said[0] if len(said) == 1 else None
