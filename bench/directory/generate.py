"""Made-up records in the shape of the directory file, the same for the same seed.

Towns are weighted by population and kinds mixed as in the real file. Names say that they are synthetic, and numbers
are 555-01xx, which no telephone company gives out.
"""

import json
import random
from functools import cache
from typing import Any

from resources_db.geography import Town, towns
from resources_db.importing import DEFAULT_FILE

Record = dict[str, Any]
HOURS = (None, "24/7", "lun.–ven. 8 h 30 – 16 h 30", "lun.–ven. 9 h – 17 h", "22 h à 8 h", "soir")
SHARE_WIDE = 0.004  # of the services, those that answer everywhere


def records(count: int, *, seed: int = 20261124) -> list[Record]:
    """Return `count` synthetic records."""
    dice = random.Random(seed)  # noqa: S311 (a data set that can be made again, not a secret)
    return [_record(number, dice) for number in range(count)]


def _record(number: int, dice: random.Random) -> Record:
    model, town = dice.choice(_models()), dice.choices(_towns(), weights=_weights())[0]
    wide = dice.random() < SHARE_WIDE
    name = f"Service synthétique {number:05d} ({town.name})"
    return {
        "id": f"synthetic-{number:05d}",
        "name_fr": name,
        "name_en": f"Synthetic service {number:05d} ({town.name})",
        "kind": model["kind"],
        "phones": [_phone(number, dice)] if dice.random() < 0.9 else [],
        "email": None,
        "website": f"https://example.org/{number}" if dice.random() < 0.6 else None,
        "chat_url": None,
        "address": {"street": None, "city": town.name, "postal_code": None, "confidential": False},
        "region": None if wide else town.region_code,
        "coverage": ["QC"] if wide else [town.region_code],
        "languages": dice.choice((["fr"], ["fr", "en"], ["fr"], ["en"])),
        "clientele": model["clientele"],
        "services": model["services"],
        "serves_places": None,
        "specialised_in_exploitation": dice.random() < 0.05,
        "summary_fr": f"Fiche inventée pour mesurer la recherche : {', '.join(model['services'])}.",
        "summary_en": f"Record made up to measure the search: {', '.join(model['services'])}.",
        "sources": [{"url": None, "what": "generated", "page_date": "2026-01-01"}],
        "confidence": dice.choice(("high", "medium", "medium")),
    }


def _phone(number: int, dice: random.Random) -> Record:
    digits = f"{dice.choice(('418', '450', '514', '819'))}55501{number % 100:02d}"
    return {
        "number": f"+1{digits}",
        "display": f"{digits[:3]} {digits[3:6]}-{digits[6:]}",
        "type": "voice",
        "label": "local",
        "hours": dice.choice(HOURS),
        "confidence": dice.choice(("high", "medium")),
        "source": "generated",
    }


@cache
def _models() -> list[Record]:
    """The real records' kinds, clienteles and services, so that the mix is a plausible one."""
    real: list[Record] = json.loads(DEFAULT_FILE.read_text(encoding="utf-8"))
    return [record for record in real if "QC" not in record["coverage"] and "CA" not in record["coverage"]]


@cache
def _towns() -> list[Town]:
    return [town for town in towns().values() if town.population]


@cache
def _weights() -> list[int]:
    return [town.population for town in _towns()]
