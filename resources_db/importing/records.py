"""What a record of the directory file must look like."""

import re
from typing import Annotated, Literal

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, model_validator

from resources_db.geography import regions
from resources_db.vocabulary import vocabulary

_HTTP_URL = TypeAdapter(HttpUrl)
_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{9}")  # always possible and in E.164; nearly all of ours
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Confidence = Literal["high", "medium", "low"]


def _known(words: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in vocabulary()[words]:
            raise ValueError(f"unknown word in {words}: {value}")
        return value

    return AfterValidator(check)


def _check_area(code: str) -> str:
    if code not in regions() and code not in vocabulary()["wide_areas"]:
        raise ValueError(f"unknown region: {code}")
    return code


def _check_url(value: str) -> str:
    _HTTP_URL.validate_python(value)
    return value


def _check_email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise ValueError("not an e-mail address")
    return value


def _check_number(value: str) -> str:
    if _NORTH_AMERICAN.fullmatch(value) or value in vocabulary()["short_codes"]:
        return value
    if not value.startswith("+"):
        raise ValueError(f"neither E.164 nor a known short code: {value}")
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"not a phone number: {value}") from error
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError(f"not a possible number: {value}")
    if phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) != value:
        raise ValueError(f"not in E.164: {value}")
    return value


Text = Annotated[str, Field(min_length=1)]
WebUrl = Annotated[str, AfterValidator(_check_url)]
Area = Annotated[str, AfterValidator(_check_area)]
Age = Annotated[int, Field(ge=0, le=120)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PhoneRecord(_Strict):
    """A number with how sure it is."""

    number: Annotated[str, AfterValidator(_check_number)]
    display: Text
    type: Literal["voice", "sms"]
    label: Literal["local", "toll_free", "sms", "emergency"]
    hours: str | None
    confidence: Confidence
    source: str | None


class AddressRecord(_Strict):
    """An address; a confidential one may not hold a street."""

    street: str | None
    city: str | None
    postal_code: str | None
    confidential: bool

    @model_validator(mode="after")
    def _no_confidential_street(self) -> "AddressRecord":
        if self.confidential and (self.street or self.postal_code):
            raise ValueError("a confidential address may hold neither a street nor a postal code")
        return self


class ClienteleRecord(_Strict):
    """Who is served."""

    genders: list[Annotated[str, _known("genders")]]
    min_age: Age | None
    max_age: Age | None
    groups: list[Annotated[str, _known("groups")]]


class SourceRecord(_Strict):
    """Where something was seen."""

    url: Text | None
    what: str
    page_date: str | None


class ReviewRecord(_Strict):
    """The person who reviewed the English text, and when (YYYY-MM-DD)."""

    by: Text
    on: Text


class Record(_Strict):
    """One organisation of the directory file."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
    name_fr: Text
    name_en: str | None
    kind: Annotated[str, _known("kinds")]
    phones: list[PhoneRecord]
    email: Annotated[str, AfterValidator(_check_email)] | None
    website: WebUrl | None
    chat_url: WebUrl | None
    address: AddressRecord | None
    region: Annotated[str, AfterValidator(_check_area)] | None
    coverage: Annotated[list[Area], Field(min_length=1)]
    languages: list[Annotated[str, _known("languages")]]
    clientele: ClienteleRecord
    services: Annotated[list[Annotated[str, _known("services")]], Field(min_length=1)]
    serves_places: list[Text] | None
    specialised_in_exploitation: bool
    summary_fr: Text
    summary_en: str | None
    sources: list[SourceRecord]
    confidence: Confidence
    status: Literal["active", "inactive"] = "active"
    english_review: ReviewRecord | None = None

    @model_validator(mode="after")
    def _region_is_covered(self) -> "Record":
        wide = set(self.coverage) & set(vocabulary()["wide_areas"])
        if self.region and not wide and self.region not in self.coverage:
            raise ValueError("coverage must hold the region")
        return self
