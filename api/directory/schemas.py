"""What the directory's endpoints take and give."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from resources_db.search import all_needs
from resources_db.search.query import GENDERS
from resources_db.vocabulary import vocabulary

LIMIT = 50
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


def _known_need(value: str) -> str:
    if value not in all_needs():
        raise ValueError("unknown need")
    return value


def _known_audience(value: str) -> str:
    if value not in vocabulary()["groups"] and value not in GENDERS:
        raise ValueError("unknown audience")
    return value


def _code(tag: str) -> str:
    """Return the ISO 639 code of a language tag: es for es-MX."""
    return tag.split("-")[0].lower()


Need = Annotated[str, AfterValidator(_known_need)]
Audience = Annotated[str, AfterValidator(_known_audience)]
Region = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-7])$")]


class ResourceParams(BaseModel):
    """The query string of `GET /v1/resources`; an empty parameter is as good as none."""

    need: list[Need] = Field(default_factory=list, max_length=5)
    audience: list[Audience] = Field(default_factory=list, max_length=15)
    place: Annotated[str, StringConstraints(min_length=1, max_length=120)] | None = None
    region: Region | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    language: Annotated[str, StringConstraints(pattern=LANGUAGE), AfterValidator(_code)] = "fr"
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    open_now: bool = False
    at: AwareDatetime | None = None
    free: bool = False
    wheelchair: bool = False
    q: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    limit: Annotated[int, Field(ge=1, le=LIMIT)] = 10

    @property
    def words(self) -> str:
        """The language in which the answer is written."""
        return "en" if self.language == "en" else "fr"

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if value not in ("", [""])}

    @model_validator(mode="after")
    def _whole_position(self) -> "ResourceParams":
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon go together")
        return self


class PhoneOut(BaseModel):
    """A number that visitors may see."""

    number: str
    display: str
    type: Literal["voice", "sms"]
    label: str
    hours: str | None


class AddressOut(BaseModel):
    """A town, and a street when it is public."""

    street: str | None
    city: str | None
    postal_code: str | None


class SourceOut(BaseModel):
    """Where a fact was seen."""

    url: str | None
    what: str
    page_date: str | None


class CountOut(BaseModel):
    """Places of one sort that a shelter reported, those that counsellors hold left out."""

    unit: str
    available: int
    maximum: int | None
    updated_at: str
    confirm_at: str
    hide_at: str
    freshness: Literal["fresh", "to_confirm"]


class AvailabilityOut(CountOut):
    """The most useful count, and all of them in `units`; a count that is too old is never here."""

    stale: bool
    units: list[CountOut]


class OpeningOut(BaseModel):
    """Whether somebody answers now, in words too; `unknown` when the source gives no hours."""

    state: Literal["open", "closed", "unknown"]
    text: str | None
    closes_at: str | None
    opens_at: str | None


class ResourceOut(BaseModel):
    """An organisation, as the contract shows it; `id` is the HSDS service's, which availability uses."""

    id: str
    slug: str
    name: str
    summary: str
    translation: Literal["reviewed", "unreviewed", "missing"] | None
    kind: str
    phones: list[PhoneOut]
    email: str | None
    website: str | None
    chat_url: str | None
    address: AddressOut | None
    region_code: str | None
    coverage: list[str]
    languages: list[str]
    audiences: list[str]
    services: list[str]
    specialised_in_exploitation: bool
    distance_km: float | None
    why: list[str]
    verified_on: str | None
    sources: list[SourceOut]
    availability: AvailabilityOut | None
    opening: OpeningOut


class PlaceOut(BaseModel):
    """The place that was understood."""

    name: str
    region_code: str


class ResourcesOut(BaseModel):
    """The answer; `notice` says in plain words what could not be understood."""

    items: list[ResourceOut]
    notice: str | None = None
    place: PlaceOut | None = None
