"""What becomes of a stored record when a file says otherwise. A verified fact never gives way to an unverified one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from resources_db.importing.fields import Flat, encode, is_empty
from resources_db.importing.report import Kept

RANK = {"low": 0, "medium": 1, "high": 2}
TEAM_CHECK = "vérification par l'équipe"
"""What a source says when it is a person of the team who verified the record."""
_TRANSLATED = ("name_en", "summary_en")
_OWN_RULES = ("phones", "sources", "confidence")
Reason = Callable[[str], str | None]


@dataclass
class Merge:
    """One record being merged; `whole` files are the directory itself and may lower, empty and remove."""

    slug: str
    stored: Flat
    offered: Flat
    last: dict[str, dict[str, Any]]
    whole: bool
    origin: str
    kept: list[Kept] = field(default_factory=list)

    def result(self) -> Flat:
        """Return the merged fields; what was refused is in `kept`."""
        merged = dict(self.stored)
        for name, value in self.offered.items():
            if name not in _OWN_RULES and value != self.stored[name] and self._gives_way(name, value):
                merged[name] = value
        if "phones" in self.offered:
            merged["phones"] = self._phones()
        if "sources" in self.offered:
            merged["sources"] = self._sources()
        if "confidence" in self.offered:
            merged["confidence"] = self._confidence()
        if any(merged[name] != self.stored[name] for name in _TRANSLATED):
            merged["english_review"] = None
        return merged

    def _gives_way(self, name: str, value: Any) -> bool:
        change = self.last.get(name)
        person = change is not None and change["kind"] != "import"
        if (
            change is not None
            and (person or change["origin"] != self.origin)
            and change["previous_value"] == encode(value)
        ):
            return False  # the file still says what it said before somebody changed it: nothing new
        if change is not None and person:
            self._keep(name, value, f"vérifié par {change['by']} le {change['at'].date().isoformat()}")
            return False
        if self.whole or is_empty(self.stored[name]) or self._rank_offered() >= RANK[self.stored["confidence"]]:
            return True
        self._keep(name, value, "la fiche en place est plus sûre que le fichier")
        return False

    def _keep(self, name: str, offered: Any, reason: str) -> None:
        self.kept.append(Kept(self.slug, name, self.stored[name], offered, reason))

    def _rank_offered(self) -> int:
        return RANK[self.offered.get("confidence", "low")]

    def _phones(self) -> list[dict[str, Any]]:
        stored: list[dict[str, Any]] = self.stored["phones"]
        offered: list[dict[str, Any]] = self.offered["phones"]
        change = self.last.get("phones")
        if self.whole or (change is not None and change["kind"] != "import"):
            return offered if stored == offered or self._gives_way("phones", offered) else stored
        numbers = {phone_key(phone): phone for phone in stored}
        for phone in offered:
            known = numbers.get(phone_key(phone))
            if known is None or RANK[phone["confidence"]] > RANK[known["confidence"]]:
                numbers[phone_key(phone)] = phone | {"hours": phone["hours"] or (known or {}).get("hours")}
        absent = [p for p in stored if p["confidence"] != "low" and phone_key(p) not in {phone_key(o) for o in offered}]
        if absent and offered:
            self._keep("phones", offered, "numéros vérifiés que le fichier ne donne pas : gardés")
        return list(numbers.values())

    def _sources(self) -> list[dict[str, Any]]:
        stored, offered = self.stored["sources"], self.offered["sources"]
        ours = stored if not self.whole else [source for source in stored if source["what"] == TEAM_CHECK]
        return [*offered, *(s for s in ours if s not in offered)] if self.whole else [
            *stored, *(s for s in offered if s not in stored)
        ]  # fmt: skip

    def _confidence(self) -> str:
        stored: str = self.stored["confidence"]
        offered: str = self.offered["confidence"]
        if self.whole:
            return offered if offered != stored and self._gives_way("confidence", offered) else stored
        return offered if RANK[offered] > RANK[stored] else stored


def phone_key(phone: dict[str, Any]) -> tuple[str, str, str]:
    """Return what makes a number the same one: its type, its digits and its extension (`…, poste 12`)."""
    return phone["type"], phone["number"], phone["display"].partition("poste")[2].strip()
