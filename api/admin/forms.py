"""What an editor's form says, as fields of the record."""

from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData

from resources_db.importing.formats import values
from resources_db.importing.report import Refusal

Fields = dict[str, Any]
TEXTS = ("name_fr", "summary_fr", "kind", "email", "website", "chat_url", "address.street", "address.city",
         "address.postal_code", "region", "confidence")  # fmt: skip
LISTS = ("coverage", "languages", "clientele.genders", "clientele.groups", "services")
AGES = ("clientele.min_age", "clientele.max_age")
FLAGS = ("address.confidential", "specialised_in_exploitation")
SPARE_PHONES = 2


def text_of(form: FormData, name: str) -> str | None:
    """Return a trimmed text, None when blank."""
    value = form.get(name)
    return (value.replace("\r\n", "\n").replace("\x00", "").strip() or None) if isinstance(value, str) else None


def read_fields(form: FormData, stored: Fields) -> tuple[Fields, list[Refusal]]:
    """Return the fields as they were typed, and what is wrong with them."""
    faults: list[Refusal] = []
    fields: Fields = {name: text_of(form, name) for name in TEXTS}
    fields |= {name: _chosen(form, name, stored[name]) for name in LISTS}
    fields |= {name: text_of(form, name) == "on" for name in FLAGS}
    for name in AGES:
        fields[name] = _read(name, text_of(form, name), values.age, faults)
    if fields["address.postal_code"]:
        fields["address.postal_code"] = _read(
            "address.postal_code", fields["address.postal_code"], values.postal_code, faults
        )
    places = [line.strip() for line in (text_of(form, "serves_places") or "").split("\n") if line.strip()]
    fields["serves_places"] = places or None
    fields["phones"] = _phones(form, stored["phones"], faults)
    return fields, faults


def _chosen(form: FormData, name: str, stored: list[str]) -> list[str]:
    """Return the boxes that are ticked, in the record's own order, new ones last."""
    ticked = [str(value) for value in form.getlist(name)]
    return [*(code for code in stored if code in ticked), *(code for code in ticked if code not in stored)]


def _read(name: str, value: str | None, read: Callable[[Any], Any], faults: list[Refusal]) -> Any:
    if value is None:
        return None
    try:
        return read(value)
    except ValueError as error:
        faults.append(Refusal("", name, str(error)))
        return value


def _phones(form: FormData, stored: list[Fields], faults: list[Refusal]) -> list[Fields]:
    phones = []
    for at in range(len(stored) + SPARE_PHONES):
        typed = text_of(form, f"phones.{at}.number")
        if typed is None:
            continue
        sms = form.get(f"phones.{at}.type") == "sms"
        about: Fields = {
            "hours": text_of(form, f"phones.{at}.hours"),
            "confidence": text_of(form, f"phones.{at}.confidence") or "low",
            "source": text_of(form, f"phones.{at}.source"),
        }
        known = stored[at] if at < len(stored) else None
        if known is not None and known["display"] == typed and (known["type"] == "sms") == sms:
            phones.append(known | about)
            continue
        try:
            phone = values.phone(typed, sms=sms, hours=None, source=None, level=None)
        except ValueError as error:
            faults.append(Refusal("", f"phones.{at}.number", str(error)))
            phone = {"number": typed, "display": typed, "type": "sms" if sms else "voice", "label": "local"}
        phones.append(phone | about)
    return phones
