"""What operators ask of the directory: its holes and its counts (low confidence included)."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from resources_db import repository
from resources_db.catalogue import VISIBLE
from resources_db.geography import regions
from resources_db.importing.rows import date_parts

CHECK_TITLES = {
    "no_visible_phone": "Sans numéro que le public peut voir",
    "no_phone_nor_website": "Ni numéro visible ni site web",
    "low_confidence": "Fiche de confiance faible (jamais montrée au public)",
    "no_english_name": "Sans nom anglais",
    "old_source": "Source de plus de douze mois, ou sans date",
    "no_city": "Sans ville",
}


def check(session: Session, *, today: date | None = None) -> dict[str, list[str]]:
    """Return the slugs of the records that lack something, by hole (keys of CHECK_TITLES)."""
    found: dict[str, list[str]] = {name: [] for name in CHECK_TITLES}
    for row in _rows(session):
        for name in _holes(row, today or datetime.now(UTC).date()):
            found[name].append(row["organization"]["slug"])
    return found


def stats(session: Session) -> dict[str, Any]:
    """Return `{records, region, kind, service}`, each of the last three {key: {records, with_visible_phone}}."""
    rows = _rows(session)
    counts: dict[str, Any] = {"records": len(rows)}
    for name in ("region", "kind", "service"):
        every: Counter[str] = Counter()
        phoned: Counter[str] = Counter()
        for row in rows:
            keys = _keys(row, name)
            every.update(keys)
            phoned.update(keys if _has_visible_phone(row) else ())
        counts[name] = {key: {"records": every[key], "with_visible_phone": phoned[key]} for key in sorted(every)}
    return counts


def _rows(session: Session) -> list[dict[str, Any]]:
    return sorted(repository.all_organizations(session), key=lambda row: str(row["organization"]["slug"]))


def _has_visible_phone(row: dict[str, Any]) -> bool:
    return any(phone["confidence"] in VISIBLE for phone in row["phones"])


def _holes(row: dict[str, Any], today: date) -> list[str]:
    organization, phone = row["organization"], _has_visible_phone(row)
    city = (row["address"] or {}).get("city")
    holes = {
        "no_visible_phone": not phone,
        "no_phone_nor_website": not phone and not organization["website"],
        "low_confidence": organization["confidence"] == "low",
        "no_english_name": "name" not in row["english"],
        "old_source": _is_old(organization["verified_on"], today),
        "no_city": organization["region_code"] is not None and not city,
    }
    return [name for name, there in holes.items() if there]


def _is_old(verified_on: str | None, today: date) -> bool:
    if verified_on is None:
        return True
    year, month, day = date_parts(verified_on)
    return (year, month or 12, day or 31) < (today.year - 1, today.month, today.day)


def _keys(row: dict[str, Any], name: str) -> list[str]:
    if name == "region":
        code = row["organization"]["region_code"]
        return [f"{code} {regions()[code].name_fr}" if code in regions() else "Québec ou Canada"]
    return [row["organization"]["kind"]] if name == "kind" else list(row["services"])
