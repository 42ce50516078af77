"""Organisations, services and their places as HSDS 3.1 objects, in one language."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from resources_db.hsds.attributes import Attributes, known
from resources_db.hsds.capacities import Capacity
from resources_db.hsds.index import Taxonomies
from resources_db.hsds.phones import phone_object, schedules
from resources_db.hsds.places import areas, location_object
from resources_db.hsds.repository import Bundle
from resources_db.hsds.terms import label, organization_terms, service_terms
from resources_db.hsds.words import Words
from resources_db.models import stable_id

Object = dict[str, Any]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SERVICE_TEXTS = ("interpretation_services", "application_process", "fees_description", "alert")
_ROWS = {
    "cost_option": ("id", "service_id", "valid_from", "valid_to", "option", "currency", "amount",
                    "amount_description"),
    "required_document": ("id", "service_id", "document", "uri"),
    "contact": ("id", "organization_id", "name", "title", "department", "email"),
    "url": ("id", "label", "url", "organization_id"),
    "program": ("id", "organization_id", "name", "alternate_name", "description"),
    "language": ("id", "service_id", "name", "code"),
}  # fmt: skip


class Writer:
    """Writes the objects of one organisation."""

    def __init__(self, bundle: Bundle, *, taxonomies: Taxonomies, language: str, capacities: dict[str, list[Capacity]],
                 modified: Mapping[str, datetime]) -> None:  # fmt: skip
        self._bundle = bundle
        self._language = language
        self._capacities = capacities
        self._modified = modified
        self._words = Words(bundle, language)
        self._attributes = Attributes(taxonomies, language)

    def row(self, table: str, key: str) -> Object:
        """Return the organisation's row of that id."""
        return self._bundle.of(table, id=key)[0]

    def organization(self, *, full: bool = False, full_services: bool = False) -> Object:
        """Return the organisation; when `full`, with its numbers, places and services (these whole on demand)."""
        row = self._bundle.organization
        basic = known(
            id=row["id"],
            name=self._words.text("organization", row, "name"),
            description=self._words.text("organization", row, "description"),
            email=row["email"],
            website=row["website"],
            attributes=self._states("organization", row),
        )
        if not full:
            return basic
        services = [self.service(s, full=full_services, alone=False) for s in self._bundle.rows["service"]]
        return basic | known(
            additional_websites=self._rows("url", organization_id=row["id"]),
            contacts=self._rows("contact", organization_id=row["id"]),
            programs=self._rows("program", organization_id=row["id"]),
            phones=[self._phone(phone) for phone in self._bundle.of("phone", organization_id=row["id"])],
            locations=[self._location(place) for place in self._bundle.rows["location"]],
            organization_identifiers=[self._identifier(row)],
            attributes=self._organization_attributes(row),
            services=services,
        )

    def service(self, row: Object, *, full: bool = False, alone: bool = True) -> Object:
        """Return the service with its organisation and program (only when `alone`); when `full`, all that is attached.

        HSDS wants in a list what a service has one of, so that a reader needs no second call for it.
        """
        basic = known(
            id=row["id"],
            organization_id=row["organization_id"],
            program_id=row["program_id"],
            name=self._words.text("service", row, "name"),
            alternate_name=row["alternate_name"],
            description=self._words.text("service", row, "description"),
            url=row["url"],
            email=row["email"],
            status=row["status"],
            minimum_age=row["minimum_age"],
            maximum_age=row["maximum_age"],
            eligibility_description=self._eligibility(row),
            assured_date=self._assured_date(),
            last_modified=utc_text(self._modified.get(row["id"])),
            organization=self.organization() if alone else None,
            program=self._program(row) if alone or full else None,
            attributes=self._states("service", row),
            **{name: self._words.text("service", row, name) for name in _SERVICE_TEXTS},
        )
        return basic | self._attached(row) if full else basic

    def at_location(self, row: Object, *, full: bool = False) -> Object:
        """Return the link of a service and a place, with both: whole when `full`."""
        service = self.service(self.row("service", row["service_id"]), full=full)
        service.pop("service_at_locations", None)  # it would hold itself
        return self._link(row) | known(location=self._place_of(row, full=full), service=service)

    def translations(self) -> list[Object]:
        """Return the English words of the organisation and of its services."""
        rows = [("organization", self._bundle.organization), *(("service", s) for s in self._bundle.rows["service"])]
        return [found for entity, row in rows for found in self._words.translations(entity, row)]

    def _attached(self, row: Object) -> Object:
        key = row["id"]
        links = self._bundle.of("service_at_location", service_id=key)
        return known(
            phones=[self._phone(phone) for phone in self._bundle.of("phone", service_id=key)],
            schedules=schedules(self._bundle, key, self._language),
            service_areas=areas(self._bundle, row, self._attributes, self._language),
            service_at_locations=[self._link(link) | known(location=self._place_of(link, full=True)) for link in links],
            languages=self._rows("language", service_id=key),
            cost_options=self._rows("cost_option", service_id=key),
            required_documents=self._rows("required_document", service_id=key),
            capacities=[self._capacity(key, said) for said in self._capacities.get(key, ())],
            attributes=self._service_attributes(row),
        )

    def _rows(self, table: str, **keys: str) -> list[Object]:
        return [known(**{name: row[name] for name in _ROWS[table]}) for row in self._bundle.of(table, **keys)]

    def _program(self, service: Object) -> Object | None:
        return next(iter(self._rows("program", id=service["program_id"])), None) if service["program_id"] else None

    def _link(self, row: Object) -> Object:
        return {name: row[name] for name in ("id", "service_id", "location_id")}

    def _place_of(self, link: Object, *, full: bool) -> Object | None:
        found = next((p for p in self._bundle.rows["location"] if p["id"] == link["location_id"]), None)
        if found is None:
            return None
        location = self._location(found)
        return location if full else {name: part for name, part in location.items() if not isinstance(part, list)}

    def _phone(self, row: Object) -> Object:
        return phone_object(row, self._attributes, self._language)

    def _location(self, row: Object) -> Object:
        return location_object(self._bundle, row, self._attributes, self._language)

    def _states(self, entity: str, row: Object) -> list[Object]:
        return self._attributes.states(entity, row["id"], self._words.states(entity, row))

    def _organization_attributes(self, row: Object) -> list[Object]:
        implied = self._attributes.implied("organization", row["id"], organization_terms(row))
        stored = self._attributes.stored(self._bundle.of("attribute", link_id=row["id"]))
        return self._states("organization", row) + implied + stored

    def _service_attributes(self, row: Object) -> list[Object]:
        specialised = self._bundle.organization["specialised_in_exploitation"]
        implied = self._attributes.implied("service", row["id"], service_terms(row, specialised=specialised))
        stored = self._attributes.stored(self._bundle.of("attribute", link_id=row["id"]))
        return self._states("service", row) + stored + implied + self._provenance(row["id"])

    def _provenance(self, service_id: str) -> list[Object]:
        """Pages where facts were seen; one that spells a number not shown is left out."""
        shown = [s for s in self._bundle.rows["source"] if s["url"] and not self._tells_hidden(s)]
        found = [
            self._attributes.one("service", service_id, "provenance", "source", value=source["url"],
                                 label=_source_label(source), key=source["id"])
            for source in shown
        ]  # fmt: skip
        date = self._bundle.organization["verified_on"]
        if date:
            found.append(self._attributes.one("service", service_id, "provenance", "verified_on", value=date))
        return found

    def _tells_hidden(self, source: Object) -> bool:
        said = _digits(f"{source['url']} {source['what']}")
        hidden = [_digits(number)[-10:] for number in self._bundle.hidden_numbers]
        return any(number in said for number in hidden if len(number) == 10)

    def _eligibility(self, row: Object) -> str | None:
        """Return what the directory says of who is served, or else the labels of the genders and audiences."""
        if row["eligibility_description"]:
            return self._words.text("service", row, "eligibility_description")
        groups = [a["value"] for a in self._bundle.of("attribute", link_id=row["id"]) if a["link_type"] == "audience"]
        words = [label("gender", gender, self._language) for gender in row["genders"]]
        words += [label("audience", group, self._language) for group in groups]
        return "; ".join(words) or None

    def _assured_date(self) -> str | None:
        date: str | None = self._bundle.organization["verified_on"]
        return date if date and _DATE.fullmatch(date) else None

    def _identifier(self, row: Object) -> Object:
        return {
            "id": stable_id("organization_identifier", row["id"]),
            "organization_id": row["id"],
            "identifier_type": "directory record",
            "identifier": row["slug"],
        }

    def _capacity(self, service_id: str, said: Capacity) -> Object:
        unit = {"id": stable_id("unit", said.unit), "name": said.unit}
        return known(
            id=stable_id("service_capacity", service_id, said.unit),
            service_id=service_id,
            unit=unit,
            unit_id=unit["id"],
            available=said.available,
            maximum=said.maximum,
            updated=utc_text(said.updated_at),
        )


def _source_label(source: Object) -> str:
    return f"{source['what']} ({source['page_date']})" if source["page_date"] else str(source["what"])


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def utc_text(moment: datetime | None) -> str | None:
    """Return the moment as HSDS writes it, to the millisecond, or None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
