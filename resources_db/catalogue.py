"""The directory as the search reads it: plain immutable records, kept until the directory changes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from resources_db import repository
from resources_db.facts import is_free, is_wheelchair_accessible
from resources_db.full_text import words_said
from resources_db.geography import Position, fold, names_of_region
from resources_db.hours import Schedule, schedule_of
from resources_db.keeping import Keeper
from resources_db.models import stable_id
from resources_db.opening import ALWAYS, Opening, opening_at, zone_of
from resources_db.places import territories
from resources_db.vocabulary import Slot, vocabulary

VISIBLE = ("high", "medium")


@dataclass(frozen=True, slots=True)
class PhoneFact:
    """A number that visitors may see."""

    number: str
    display: str
    type: str
    label: str
    hours: str | None
    confidence: str

    @property
    def schedule(self) -> Schedule | None:
        """When it answers, or None when nobody can say."""
        return schedule_of(self.hours)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The (days, opens, closes) when it answers; empty when nobody can say."""
        return self.schedule.slots if self.schedule else ()

    @property
    def day_and_night(self) -> bool:
        """True when the source says that it always answers."""
        return self.schedule is not None and self.schedule.always


@dataclass(frozen=True, slots=True)
class Record:
    """One organisation; low phone numbers and confidential streets never get here."""

    id: str
    organization_id: str
    slug: str
    kind: str
    confidence: str
    names: dict[str, str]
    summaries: dict[str, str]
    english: str  # reviewed or unreviewed by a person, or missing
    phones: tuple[PhoneFact, ...]
    email: str | None
    website: str | None
    chat_url: str | None
    street: str | None
    city: str | None
    postal_code: str | None
    region_code: str | None
    coverage: tuple[str, ...]
    languages: tuple[str, ...]
    genders: frozenset[str]
    min_age: int | None
    max_age: int | None
    groups: tuple[str, ...]
    services: tuple[str, ...]
    serves_places: tuple[str, ...] | None
    specialised: bool
    position: Position | None
    precision: str | None
    verified_on: str | None
    sources: tuple[dict[str, str | None], ...]
    named_places: tuple[str, ...] = ()  # without a town: towns and counties of its region that its words name, folded
    territory: tuple[str, ...] = ()  # towns and counties of the territories that its words name (travel.yml), folded
    free: bool | None = None  # None: not known, never taken for yes nor no
    wheelchair: bool | None = None
    secret_address: bool = False  # never shown, for safety
    search_id: int = field(default=0, compare=False)  # its number in the index of words of this process
    words: str = ""  # those by which it is found, folded

    @property
    def is_wide(self) -> bool:
        """True when it serves all of Quebec or Canada."""
        return "QC" in self.coverage or "CA" in self.coverage

    @property
    def is_line(self) -> bool:
        """True when it serves a whole province or country and its town says nothing of where help is given."""
        return self.is_wide and (self.kind in ("helpline", "police", "government") or self.city is None)

    @property
    def has_phone(self) -> bool:
        """True when visitors may see a number."""
        return bool(self.phones)

    @property
    def has_contact(self) -> bool:
        """True when visitors can reach it by a visible number or its website."""
        return self.has_phone or self.website is not None

    @property
    def own_phones(self) -> tuple[PhoneFact, ...]:
        """Its numbers, without those that somebody else answers first (911, 811 option 2)."""
        owners: dict[str, str] = vocabulary()["short_code_owners"]
        return tuple(phone for phone in self.phones if owners.get(phone.number, self.slug) == self.slug)

    @property
    def day_and_night(self) -> bool:
        """True when a number of its own that visitors see always answers a voice call."""
        return any(phone.day_and_night and phone.type == "voice" for phone in self.own_phones)

    @property
    def says_always(self) -> bool:
        """True when its own summary says that it is open, or answers, day and night."""
        return _says_always(self.summaries["fr"])

    @property
    def hours_key(self) -> tuple[str, ...]:
        """What its opening depends on: its time zone, its own words, and the hours of the numbers that lead to it."""
        zone = zone_of(self.city, self.region_code).key
        return (zone, "always" if self.says_always else "", *(phone.hours or "" for phone in self._leading))

    @property
    def _leading(self) -> tuple[PhoneFact, ...]:
        """Its numbers, without another's emergency number: 811 option 2 leads to it at any hour, 911 does not."""
        return tuple(phone for phone in self.phones if phone.label != "emergency" or phone in self.own_phones)

    def opening_at(self, moment: datetime) -> Opening:
        """Say whether one of its numbers answers at that moment, in its own time zone; or what its summary says."""
        zone = zone_of(self.city, self.region_code)
        found = opening_at((phone.schedule for phone in self._leading), zone, moment)
        return ALWAYS if found.state == "unknown" and self.says_always else found

    def serves(self, region_code: str | None) -> bool:
        """Say whether the region is covered (any region when it is not known)."""
        return region_code is None or self.is_wide or region_code in self.coverage


@lru_cache(maxsize=4096)
def _says_always(summary: str) -> bool:
    text = f" {fold(summary)} "
    return any(f" {words} " in text for words in vocabulary()["day_and_night_words"])


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every record that visitors may be shown, by slug and in that order."""

    token: str | None
    records: dict[str, Record]
    slugs: dict[str, str]  # by organisation id
    numbered: int = 0  # the highest `search_id` given

    def __len__(self) -> int:
        return len(self.records)


Prepare = Callable[[Catalogue, Catalogue | None, frozenset[str]], object]
_prepares: list[Prepare] = []


def prepared(prepare: Prepare) -> Prepare:
    """Have `prepare(catalogue, earlier, changed slugs)` done before readers get a catalogue, so that none waits."""
    _prepares.append(prepare)
    return prepare


def read_catalogue(session: Session) -> Catalogue:
    """Return the records shown to visitors (record confidence high or medium).

    After a change only what changed is read again; while much of it is being read, the earlier catalogue is returned.
    """
    return _keeper.read(session)


def read_some(session: Session, slugs: Collection[str]) -> Catalogue:
    """Return a catalogue of these records alone, read now and kept nowhere: quick, however large the directory is."""
    numbers = count(1)
    owners = frozenset(stable_id("organization", slug) for slug in slugs)
    return _in_order(None, _visible(session, owners, lambda _slug: next(numbers)))


def _read(session: Session, token: str | None) -> Catalogue:
    numbers = count(1)
    return _ready(_in_order(token, _visible(session, None, lambda _slug: next(numbers))), None, frozenset())


def _renew(session: Session, token: str, earlier: Catalogue, owners: frozenset[str]) -> Catalogue:
    """Return the catalogue that the earlier one has become, by what changed in these organisations."""
    numbers = count(earlier.numbered + 1)
    known = earlier.records
    found = _visible(session, owners, lambda slug: known[slug].search_id if slug in known else next(numbers))
    gone = {earlier.slugs[owner] for owner in owners if owner in earlier.slugs}.difference(found)
    records = earlier.records | found
    if gone or len(records) > len(earlier.records):
        renewed = _in_order(token, {slug: record for slug, record in records.items() if slug not in gone})
    else:
        renewed = Catalogue(token, records, earlier.slugs, earlier.numbered)
    return _ready(renewed, earlier, frozenset(gone.union(found)))


def _in_order(token: str | None, found: dict[str, Record]) -> Catalogue:
    records = {slug: found[slug] for slug in sorted(found)}
    slugs = {record.organization_id: slug for slug, record in records.items()}
    return Catalogue(token, records, slugs, max((record.search_id for record in records.values()), default=0))


def _ready(catalogue: Catalogue, earlier: Catalogue | None, changed: frozenset[str]) -> Catalogue:
    for prepare in _prepares:
        prepare(catalogue, earlier, changed)
    return catalogue


_keeper: Keeper[Catalogue] = Keeper(_read, _renew)


def _visible(session: Session, owners: frozenset[str] | None, number: Callable[[str], int]) -> dict[str, Record]:
    """Return the records by slug; `number` gives the `search_id` of a slug."""
    rows = repository.visible_rows(session, confidences=VISIBLE, owners=owners)
    found = (_record(row, number) for row in rows if row["service"]["status"] == "active")
    return {record.slug: record for record in found}


def _record(row: dict[str, Any], number: Callable[[str], int]) -> Record:
    organization, service, english = row["organization"], row["service"], row["english"]
    location, address = row["location"] or {}, row["address"] or {}
    names = {"fr": organization["name"], "en": english.get("name") or organization["name"]}
    summaries = {"fr": organization["description"], "en": english.get("description") or organization["description"]}
    position = (location["latitude"], location["longitude"]) if location.get("latitude") is not None else None
    shown = not address.get("confidential")
    return Record(
        id=service["id"],
        organization_id=organization["id"],
        slug=organization["slug"],
        kind=organization["kind"],
        confidence=organization["confidence"],
        names=names,
        summaries=summaries,
        english="missing" if "description" not in english else "reviewed" if row["english_reviewed"] else "unreviewed",
        phones=tuple(_phone(phone) for phone in row["phones"]),
        email=organization["email"],
        website=organization["website"],
        chat_url=organization["chat_url"],
        street=address.get("address_1") if shown else None,
        city=address.get("city"),
        postal_code=address.get("postal_code") if shown else None,
        region_code=organization["region_code"],
        coverage=tuple(row["coverage"]),
        languages=tuple(row["languages"]),
        genders=frozenset(service["genders"]),
        min_age=service["minimum_age"],
        max_age=service["maximum_age"],
        groups=tuple(row["groups"]),
        services=tuple(row["services"]),
        serves_places=tuple(service["serves_places"]) if service["serves_places"] is not None else None,
        specialised=organization["specialised_in_exploitation"],
        position=position,
        precision=location.get("precision"),
        verified_on=organization["verified_on"],
        sources=tuple(row["sources"]),
        named_places=_named_places(organization, location.get("precision"), row["coverage"]),
        territory=_territory(organization, row["coverage"]),
        free=is_free(organization["description"], row["costs"]),
        wheelchair=is_wheelchair_accessible(row["accessibilities"]),
        secret_address=not shown,
        search_id=number(organization["slug"]),
        words=_words(row),
    )


def _words(row: dict[str, Any]) -> str:
    """Return the words by which the record is found, in both languages."""
    organization, address = row["organization"], row["address"] or {}
    texts = [organization["slug"], organization["name"], organization["description"], *row["english"].values()]
    return words_said(texts, address.get("city"), organization["region_code"], row["services"], row["languages"])


def _folded(organization: dict[str, Any]) -> str:
    """Return the name and the description between spaces, so that a name is found whole."""
    return f" {fold(organization['name'])} {fold(organization['description'])} "


def _named_places(organization: dict[str, Any], precision: str | None, coverage: list[str]) -> tuple[str, ...]:
    """Return the places that the record's own words say it serves, where its town does not tell how near it is."""
    if precision != "region" or "QC" in coverage or "CA" in coverage:
        return ()
    text = _folded(organization)
    names = {name for code in coverage for name in names_of_region(code) if f" {name} " in text}
    return tuple(sorted(names))


def _territory(organization: dict[str, Any], coverage: list[str]) -> tuple[str, ...]:
    """Return the places of the territories that the record's words name in the regions it covers."""
    text = _folded(organization)
    every = [(name, places) for code in coverage for name, places in territories().get(code, {}).items()]
    return tuple(sorted({place for name, places in every if f" {name} " in text for place in places}))


def _phone(row: dict[str, Any]) -> PhoneFact:
    return PhoneFact(
        number=row["number"],
        display=row["display"],
        type=row["type"],
        label=row["label"],
        hours=row["hours"],
        confidence=row["confidence"],
    )
