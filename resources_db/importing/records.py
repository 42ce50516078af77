"""What a record of the directory file must look like."""

import re
from typing import Annotated, Literal

import phonenumbers
from pydantic import AfterValidator, Field, model_validator

from resources_db.geography import regions
from resources_db.importing.details import Details, Email, Strict, Text, WebUrl
from resources_db.vocabulary import vocabulary

_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{9}")  # always possible and in E.164; nearly all of ours
Confidence = Literal["high", "medium", "low"]


def _known(words: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in vocabulary()[words]:
            raise ValueError(f"mot inconnu : {value}")
        return value

    return AfterValidator(check)


def _check_area(code: str) -> str:
    if code not in regions() and code not in vocabulary()["wide_areas"]:
        raise ValueError(f"région inconnue : {code}")
    return code


def _check_number(value: str) -> str:
    if _NORTH_AMERICAN.fullmatch(value) or value in vocabulary()["short_codes"]:
        return value
    if not value.startswith("+"):
        raise ValueError(f"numéro sans indicatif (+1…) et qui n'est pas un numéro court connu : {value}")
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"numéro illisible : {value}") from error
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError(f"numéro impossible : {value}")
    if phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) != value:
        raise ValueError(f"numéro mal écrit (forme attendue : +15145550134) : {value}")
    return value


Name = Annotated[str, Field(min_length=1, max_length=300)]
Area = Annotated[str, AfterValidator(_check_area)]
Age = Annotated[int, Field(ge=0, le=120)]


class PhoneRecord(Strict):
    """A number with how sure it is."""

    number: Annotated[str, AfterValidator(_check_number)]
    display: Text
    type: Literal["voice", "sms"]
    label: Literal["local", "toll_free", "sms", "emergency"]
    hours: str | None
    confidence: Confidence
    source: str | None


class AddressRecord(Strict):
    """An address; a confidential one may not hold a street."""

    street: str | None
    city: str | None
    postal_code: str | None
    confidential: bool

    @model_validator(mode="after")
    def _no_confidential_street(self) -> "AddressRecord":
        if self.confidential and (self.street or self.postal_code):
            raise ValueError("une adresse confidentielle n'a ni rue ni code postal")
        return self


class ClienteleRecord(Strict):
    """Who is served."""

    genders: list[Annotated[str, _known("genders")]]
    min_age: Age | None
    max_age: Age | None
    groups: list[Annotated[str, _known("groups")]]

    @model_validator(mode="after")
    def _ages_in_order(self) -> "ClienteleRecord":
        if self.min_age is not None and self.max_age is not None and self.min_age > self.max_age:
            raise ValueError(f"l'âge minimum ({self.min_age}) dépasse l'âge maximum ({self.max_age})")
        return self


class SourceRecord(Strict):
    """Where something was seen."""

    url: Text | None
    what: str
    page_date: str | None


class ReviewRecord(Strict):
    """The person who reviewed the English text, and when (YYYY-MM-DD)."""

    by: Text
    on: Text


class Record(Details):
    """One organisation of the directory file, with the details that other files may give."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
    name_fr: Name
    name_en: Name | None
    kind: Annotated[str, _known("kinds")]
    phones: list[PhoneRecord]
    email: Email | None
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
            raise ValueError("le territoire doit comprendre la région")
        return self
