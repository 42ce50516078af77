"""Why a record is shown: true sentences only, from templates."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from resources_db.availability import Availability
from resources_db.catalogue import Record
from resources_db.geography import fold, regions
from resources_db.search.query import ResourceQuery
from resources_db.search.ranking import asked_facts
from resources_db.search.scoring import ALL_WORDS
from resources_db.search.traits import FIRST_PEOPLES, for_youth, owns
from resources_db.search.wanted import Wanted, lines_data
from resources_db.vocabulary import read_data, vocabulary


@dataclass(frozen=True)
class Reason:
    """A template's key and its values, one set per language."""

    key: str
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence in the language."""
        template: str = _why()["sentences"][self.key][language]
        return template.format(**self.values.get(language, {}))


@cache
def _why() -> dict[str, Any]:
    return read_data("why.yml")


def _same(**values: str) -> dict[str, dict[str, str]]:
    return {"fr": values, "en": values}


def reasons_for(record: Record, query: ResourceQuery, wanted: Wanted, *, km: float | None,
                availability: Availability | None, found: float = 0.0) -> tuple[Reason, ...]:  # fmt: skip
    """Return the reasons to show, in order, at most `max` of why.yml; `availability` is given only when fresh.

    `found` is the share of the words asked that the record holds: a record without any of them says so.
    """
    told = [*_who(record, query, wanted), *_what(record, query, wanted), *_facts(record, query)]
    given = [_contact(record, wanted), _where(record, query, km), *told]
    if query.q is not None:
        given.append(Reason("words" if found >= ALL_WORDS else "some_words" if found > 0.0 else "no_words"))
    if availability is not None and availability.available > 0:
        given.append(Reason("places_free"))
    order: list[str] = _why()["order"]
    kept = sorted((reason for reason in given if reason is not None), key=lambda reason: order.index(reason.key))
    return tuple(kept[: _why()["max"]])


def _contact(record: Record, wanted: Wanted) -> Reason | None:
    if record.has_phone:
        return None
    if wanted.buyers and not record.has_contact:
        return Reason("no_contact_buyers")
    return Reason("no_phone" if record.has_contact else "no_contact")


def _where(record: Record, query: ResourceQuery, km: float | None) -> Reason:
    here = query.region_code is not None and record.region_code == query.region_code
    if here and record.city and query.place and fold(record.city) == fold(query.place) and not record.is_line:
        return Reason("same_town", {"fr": {"city": in_town(record.city)}, "en": {"city": record.city}})
    if here and km is not None:
        return Reason("distance", _same(km=str(max(1, round(km)))))
    if record.is_wide:
        return Reason("canada" if "CA" in record.coverage else "quebec")
    if query.region_code is not None:
        return Reason("region")
    names = [regions()[code] for code in record.coverage if code in regions()]
    fr, en = ", ".join(region.name_fr for region in names), ", ".join(region.name_en for region in names)
    return Reason("other_region", {"fr": {"region": fr}, "en": {"region": en}})


def in_town(name: str) -> str:
    """Return "à Gaspé", "au Bic", "aux Îles-de-la-Madeleine"."""
    for article, joined in (("Les ", "aux "), ("Le ", "au ")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    return f"à {name}"


def _who(record: Record, query: ResourceQuery, wanted: Wanted) -> list[Reason | None]:
    found: list[Reason | None] = [_first_peoples(record, wanted), _age(record, query, wanted), _gender(record)]
    for group in ("newcomers", "lgbtq", "buyers"):
        if group in wanted.audiences and group in record.groups:
            found.append(Reason(group))
    if "relatives" in wanted.audiences and "relatives" in record.groups:
        found.append(Reason("parents" if "parents_support" in record.services else "relatives"))
    return found


def _first_peoples(record: Record, wanted: Wanted) -> Reason | None:
    if not wanted.audiences & FIRST_PEOPLES:
        return None
    if "inuit" in wanted.audiences and owns(record, "inuit") and "indigenous" not in record.groups:
        return Reason("inuit")
    if owns(record, "indigenous"):
        return Reason("indigenous")
    return Reason("indigenous_too") if FIRST_PEOPLES & set(record.groups) else None


def _age(record: Record, query: ResourceQuery, wanted: Wanted) -> Reason | None:
    low, high = record.min_age, record.max_age
    if low is not None and high is not None:
        return Reason("age_range", _same(low=str(low), high=str(high)))
    if low is not None and query.age is not None:
        return Reason("age_from", _same(low=str(low)))
    if high is not None and wanted.minor:
        return Reason("age_to", _same(high=str(high)))
    return Reason("youth") if wanted.minor and for_youth(record) else None


def _gender(record: Record) -> Reason | None:
    if len(record.genders) == 1:
        only = next(iter(record.genders))
        return Reason(only) if only in ("women", "men") else None
    return None


def _what(record: Record, query: ResourceQuery, wanted: Wanted) -> list[Reason | None]:
    return [
        Reason("serves_only", _same(places=", ".join(record.serves_places)))
        if record.serves_places and query.place is None
        else None,
        Reason("specialised") if record.specialised else None,
        Reason("day_and_night") if record.day_and_night else None,
        _language(record, query),
        _best_service(record, wanted),
    ]


def _language(record: Record, query: ResourceQuery) -> Reason | None:
    language = query.language
    if language is None or language == "fr":
        return None
    if language in record.languages:
        if language == "en":
            return Reason("english")
        names = vocabulary()["language_names"].get(language)
        return Reason("language", {text: {"language": names[text]} for text in ("fr", "en")}) if names else None
    return Reason("interpreters") if language != "en" and record.slug in lines_data()["interpreters"] else None


def _facts(record: Record, query: ResourceQuery) -> list[Reason | None]:
    """A fact asked for is said when it is known, and said to be unknown when it is not."""
    return [Reason(name if getattr(record, name) else f"{name}_unknown") for name in asked_facts(query)]


def _best_service(record: Record, wanted: Wanted) -> Reason | None:
    best = max(record.services, key=lambda service: wanted.services.get(service, 0.0), default=None)
    if best is None or not wanted.services.get(best) or not wanted.needs:
        return None
    label = vocabulary()["services"][best]
    return Reason("service", {"fr": {"service": label["fr"].lower()}, "en": {"service": label["en"].lower()}})
