"""What a cell means. Each function raises ValueError with a reason in plain French."""

import re
from datetime import date, datetime
from functools import cache
from typing import Any

import phonenumbers

from resources_db.geography import find_town, fold, regions, towns
from resources_db.vocabulary import read_data, vocabulary

_AGE = re.compile(r"(\d{1,3})(?:[.,]0+)?(?: ?ans?)?")
_DATE = re.compile(r"(?:before )?\d{4}(?:-\d{2}){0,2}")
_POSTAL = re.compile(r"([A-Z]\d[A-Z]) ?(\d[A-Z]\d)")
_LISTS = re.compile(r"[;|\n]")
_FORBIDDEN = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = re.compile(r"[=@]|[+-].*\|.*!", re.DOTALL)  # what a spreadsheet would run when it opens an export of ours


@cache
def words() -> dict[str, Any]:
    """Return data/import_columns.yml."""
    return read_data("import_columns.yml")


@cache
def _lookup(name: str) -> dict[str, str]:
    """Folded word → code, from the vocabulary (codes and both labels) and its aliases."""
    known = vocabulary().get(name, {})
    found = {fold(code): code for code in known}
    if isinstance(known, dict):
        for code, label in known.items():
            labels = label.values() if isinstance(label, dict) else [label]
            found |= {fold(text): code for text in labels}
    for code, aliases in words().get(name, {}).items():
        found |= {fold(alias): code for alias in aliases}
    return found


def text(value: Any) -> str | None:
    """Return the text of a cell, None when blank; refuse one decoded twice, a spreadsheet's error or its formula."""
    if isinstance(value, list | dict):
        raise ValueError("un texte est attendu")
    found = re.sub(r"[ \t\xa0]+", " ", str(value)).strip("\ufeff\u200b \n\r") if value is not None else ""
    if any(sign in found for sign in words()["garbled"]):
        raise ValueError("texte mal encodé : enregistrez le fichier en UTF-8")
    if _FORBIDDEN.search(found):
        raise ValueError("caractère interdit dans le texte")
    if found.upper() in words()["sheet_errors"]:
        raise ValueError(f"erreur de tableur : {found}")
    if _FORMULA.match(found):
        raise ValueError(f"formule de tableur : {found[:60]}")
    return found or None


def split(value: Any, name: str | None = None) -> list[str]:
    """Return the parts of a list: a JSON list, or a text with `;`, `|` or line breaks (commas if that is all)."""
    if isinstance(value, list):
        return [found for item in value if (found := text(item))]
    found = text(value) or ""
    parts = _LISTS.split(found)
    if len(parts) == 1 and name is not None and fold(found) not in _lookup(name):
        parts = found.split(",")
    return [part.strip() for part in parts if part.strip()]


def codes(value: Any, name: str) -> list[str]:
    """Return the vocabulary's codes of a list of words; an unknown word is refused."""
    found, unknown = known_codes(value, name)
    if unknown:
        raise ValueError(f"mot inconnu : {', '.join(unknown)}")
    return found


def known_codes(value: Any, name: str) -> tuple[list[str], list[str]]:
    """Return (codes, unknown words)."""
    parts = split(value, name)
    found = [_lookup(name).get(fold(part)) for part in parts]
    return list(dict.fromkeys(code for code in found if code)), [p for p, c in zip(parts, found, strict=True) if not c]


def code(value: Any, name: str) -> str:
    """Return the code of one word."""
    found = _lookup(name).get(fold(str(value)))
    if found is None:
        raise ValueError(f"mot inconnu : {value}")
    return found


@cache
def _region_names() -> dict[str, str]:
    found = {fold(region.name_fr): code for code, region in regions().items()}
    found |= {fold(region.name_en): code for code, region in regions().items()}
    return found | {str(int(code)): code for code in regions()} | {code: code for code in regions()}


def region(value: Any) -> str:
    """Return the code of a region; `Québec` alone may be the city or the province, and is refused."""
    folded = re.sub(r"^(region|la region)( de la| de l| des| du| de)? ", "", fold(str(value)))
    if folded == "quebec":
        raise ValueError("« Québec » : écrivez Capitale-Nationale, ou tout le Québec dans le territoire")
    found = _region_names().get(folded)
    if found is None:
        raise ValueError(f"région inconnue : {value}")
    return found


def area(value: str) -> str:
    """Return the code of a region, of the region of a town, or of the whole of Quebec or Canada."""
    folded = fold(value)
    for code_, aliases in words()["wide_areas"].items():
        if folded in {fold(alias) for alias in (code_, *aliases)}:
            return str(code_)
    try:
        return region(value)
    except ValueError:
        found = region_of_town(value)
        if found is None:
            raise
        return found


def region_of_town(name: str) -> str | None:
    """Return the region of the only town of that name, None when there are several or none."""
    folded = fold(name)
    found = {code_ for known, code_ in towns() if known == folded}
    return found.pop() if len(found) == 1 and find_town(name, None) else None


def age(value: Any) -> int:
    """Return a number of years."""
    found = _AGE.fullmatch(str(value).strip().casefold())
    if found is None:
        raise ValueError(f"âge illisible : {value}")
    return int(found[1])


def amount(value: Any) -> float:
    """Return a price: `12,50 $`, `1 200.00`; an amount that may be read in two ways is refused."""
    found = re.sub(r"[\s\xa0\u202f$]", "", str(value))
    if not re.fullmatch(r"\d+(?:[.,]\d{1,2})?", found):
        raise ValueError(f"montant illisible : {value}")
    return float(found.replace(",", "."))


def yes_no(value: Any) -> bool:
    """Return what `oui` or `non` says."""
    folded = fold(str(value))
    if folded in words()["said_yes"]:
        return True
    if folded in words()["said_no"]:
        return False
    raise ValueError(f"oui ou non attendu : {value}")


def confidence(value: Any) -> str:
    """Return a level."""
    found: str | None = words()["confidence"].get(fold(str(value)))
    if found is None:
        raise ValueError(f"confiance inconnue : {value} (haute, moyenne ou faible)")
    return found


def day(value: Any) -> str:
    """Return a date as sources write it: a year, a month or a day."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    found = str(value).strip().replace("/", "-")[:10]
    if not _DATE.fullmatch(found):
        raise ValueError(f"date illisible : {value} (AAAA-MM-JJ)")
    return found


def postal_code(value: Any) -> str:
    """Return a Canadian postal code, `H2X 1Y4`."""
    found = _POSTAL.fullmatch(str(value).strip().upper().replace("-", " "))
    if found is None:
        raise ValueError(f"code postal illisible : {value}")
    return f"{found[1]} {found[2]}"


def web_address(value: str) -> str:
    """Return the address with its scheme."""
    return value if "://" in value else f"https://{value}"


def phone(value: str, *, sms: bool = False, hours: str | None, source: str | None, level: str | None
          ) -> dict[str, Any]:  # fmt: skip
    """Return a phone record; without a source it is `low`, whatever the file says of it."""
    number, display, toll_free = _number(value)
    return {
        "number": number,
        "display": display,
        "type": "sms" if sms else "voice",
        "label": "sms" if sms else "emergency" if number == "911" else "toll_free" if toll_free else "local",
        "hours": hours,
        "confidence": level if source and level else "medium" if source else "low",
        "source": source,
    }


def _number(value: str) -> tuple[str, str, bool]:
    compact = re.sub(r"[\s.]", "", value)
    if compact in vocabulary()["short_codes"]:
        return compact, compact, False
    try:
        parsed = phonenumbers.parse(value, "CA")
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"numéro illisible : {value}") from error
    if not phonenumbers.is_valid_number(parsed):
        raise ValueError(f"numéro impossible : {value}")
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    toll_free = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.TOLL_FREE
    national = str(parsed.national_number)
    display = f"{national[:3]} {national[3:6]}-{national[6:]}" if parsed.country_code == 1 else number
    display = f"1 {display}" if toll_free else display
    return number, f"{display}, poste {parsed.extension}" if parsed.extension else display, toll_free
