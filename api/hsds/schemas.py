"""What the HSDS endpoints take and give; the objects themselves are those of the published schemas."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from api.hsds.language import Language

PAGE, MOST = 50, 500
POSTCODE = r"^[A-Za-z][0-9][A-Za-z] ?([0-9][A-Za-z][0-9])?$"
Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
HsdsObject = dict[str, Any]


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class LanguageParams(BaseModel):
    """The language of one object; an empty parameter is as good as none."""

    language: Annotated[
        Language | None, Field(description="Language of the words; by default what Accept-Language prefers, or French")
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if value != ""}


class OrganizationParams(LanguageParams):
    """How one organisation is written."""

    full_service: Annotated[bool, Field(description="Nest the whole services instead of their main fields")] = False


class PageParams(LanguageParams):
    """Paging and search of every list."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, Field(ge=1, le=MOST)] = PAGE
    search: Annotated[
        str | None, StringConstraints(max_length=200), Field(description="All these words, in French or English")
    ] = None
    format: Annotated[
        Literal["json", "ndjson"], Field(description="`ndjson`: all at once, one object a line, without pages")
    ] = "json"

    def size_of(self, _found: int) -> int:
        """Return the size of a page of a list in which so many were found."""
        return self.per_page


class RecordParams(PageParams):
    """Filters of the lists made from records."""

    full: Annotated[bool, Field(description="Nest all that is attached")] = False
    taxonomy_id: Id | None = None
    taxonomy_term_id: Id | None = None
    organization_id: Id | None = None
    modified_after: Annotated[
        datetime | None, AfterValidator(lambda moment: moment and _in_utc(moment)), Field(description="UTC by default")
    ] = None


class ServicesParams(RecordParams):
    """Filters of the services."""

    minimal: Annotated[
        bool, Field(description="Only `id` and `modified_date`; all in one page unless `per_page` is given")
    ] = False

    def size_of(self, found: int) -> int:
        """Return `per_page`, or room for all minimal ones when it was not given."""
        return max(found, 1) if self.minimal and "per_page" not in self.model_fields_set else self.per_page


class OrganizationsParams(RecordParams):
    """Filters of the organisations."""

    full_service: Annotated[bool, Field(description="Nest the whole services")] = False


class AtLocationsParams(RecordParams):
    """Filters of the services at their places."""

    postcode: Annotated[
        str | None,
        StringConstraints(strip_whitespace=True, to_upper=True, pattern=POSTCODE),
        Field(description="Only services whose area holds this Canadian postal code; its first half decides"),
    ] = None
    proximity: Annotated[
        float | None,
        Field(gt=0, le=5_000_000, allow_inf_nan=False),
        Field(description="Metres around the postal code's town, nearest first"),
    ] = None

    @model_validator(mode="after")
    def _near_something(self) -> "AtLocationsParams":
        if self.proximity is not None and self.postcode is None:
            raise ValueError("proximity needs a postcode")
        return self


class TermsParams(PageParams):
    """Filters of the taxonomy terms."""

    taxonomy_id: Id | None = None
    parent_id: Id | None = None
    top_only: Annotated[bool, Field(description="Only terms that have no parent")] = False


class About(BaseModel):
    """Which HSDS this API speaks."""

    version: str
    profile: str
    openapi_url: str


class Page(BaseModel):
    """A page of HSDS objects."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[HsdsObject]
