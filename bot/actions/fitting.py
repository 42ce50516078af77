"""Which organisations fit who writes and what they told: rules (`data/fitting.yml`) beyond the directory's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.actions.asked import asked_words
from bot.actions.corrections import signs_denied
from bot.actions.memory import ADULT_AGE, Memory
from bot.actions.signs import signs_in
from resources_db.catalogue import Record
from resources_db.search.traits import for_youth, owns

FILE = Path(__file__).parent / "data" / "fitting.yml"
YOUTH_AGE = 25
"""Up to this age services made for young people suit; the records' own limits decide which."""
YOUNG_UP_TO = 35
"""A record whose own limit is this age or less is made for young people, whatever its kind."""
READ = 30
"""Messages looked back at."""
Place = Literal["fits", "last", "out"]


@cache
def fitting() -> dict[str, Any]:
    """Return `data/fitting.yml`."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data


@dataclass(frozen=True)
class Told:
    """What the rules look at: the need asked of the directory, and the signs of all that the visitor wrote."""

    memory: Memory
    need: str | None
    signs: frozenset[str]

    @classmethod
    def of(cls, memory: Memory, need: str | None) -> "Told":
        """Return what was told so far; what was taken back last ("no assault") stands against what was said before."""
        texts = dict.fromkeys([*memory.written[-READ:], memory.before, memory.text])
        told = frozenset[str]().union(*(signs_in(text) | asked_words(text) for text in texts if text))
        return cls(memory, need, told - signs_denied(memory.avoids))

    def holds(self, condition: Mapping[str, Any]) -> bool:
        """Return whether every part of a condition holds; KeyError for a part that does not exist."""
        return all(_PARTS[name](self, wanted) for name, wanted in condition.items())

    @property
    def types(self) -> set[str]:
        """The dangers told in the conversation."""
        return {*self.memory.risk.get("types", ()), *self.memory.risk.get("turn_types", ())}

    @property
    def audiences(self) -> set[str]:
        """The audiences said."""
        return set(self.memory.audiences)

    @property
    def role(self) -> str | None:
        """What the visitor is in what happened, as far as they said."""
        if self.memory.role:
            return self.memory.role
        groups = {"buyers": "buyer", "professionals": "professional", "witnesses": "witness"}
        return next((role for group, role in groups.items() if group in self.memory.audiences), None)

    @property
    def now(self) -> frozenset[str]:
        """The signs of the newest message."""
        return signs_in(self.memory.text) | asked_words(self.memory.text)

    @property
    def gender(self) -> str | None:
        """The gender of the person in need: known, or a boy's own word for himself."""
        own = self.memory.for_whom in (None, "self") and "boy" in self.signs
        return self.memory.gender or ("men" if own else None)

    @property
    def own_police(self) -> bool:
        """Whether the place is known to have a police of its own (`own_police`)."""
        place = self.memory.place or {}
        names = {str(place.get("name")), str(place.get("municipality"))}
        return any(
            each.get("region", place.get("region_code")) == place.get("region_code")
            and each.get("town", place.get("name")) in names
            for each in fitting()["own_police"]
        ) and bool(place)

    @property
    def for_other(self) -> bool:
        """Whether the visitor writes for somebody else."""
        return self.memory.for_whom in ("relative", "other") or "relatives" in self.memory.audiences

    @property
    def grown(self) -> bool:
        """Whether the person in need is said to be an adult."""
        if self.memory.age is not None:
            return self.memory.age >= ADULT_AGE
        return "adults" in self.memory.audiences and "minors" not in self.memory.audiences

    @property
    def may_be_young(self) -> bool:
        """Whether the person in need may be young: said, or somebody's child or pupil."""
        memory = self.memory
        if memory.age is not None:
            return memory.age <= YOUTH_AGE
        others = self.for_other or self.role in ("professional", "witness")
        young = memory.minor or memory.familiar or "young" in self.signs
        return (others or young) and not (self.grown and not young)

    @property
    def kin(self) -> bool:
        """Whether the visitor writes for a sister, a brother, a friend: not as a parent."""
        named = self.memory.own_words.get("dear") or {}
        return self.memory.for_whom == "other" or named.get("kin") == "other" or (
            self.for_other and "no_parent" in self.signs)  # fmt: skip

    @property
    def trans(self) -> bool:
        """Whether the person is trans, non-binary or LGBTQ+ and has not said to be a woman or a man."""
        said = "trans" in self.signs or "lgbtq" in self.memory.audiences
        return said and (self.memory.gender is None or "not_woman" in self.signs)


_PARTS = {
    "types": lambda t, wanted: bool(t.types & set(wanted)),
    "no_types": lambda t, wanted: not t.types & set(wanted),
    "audiences": lambda t, wanted: bool(t.audiences & set(wanted)),
    "signs": lambda t, wanted: bool(t.signs & set(wanted)),
    "no_signs": lambda t, wanted: not t.signs & set(wanted),
    "now": lambda t, wanted: bool(t.now & set(wanted)),
    "not_now": lambda t, wanted: not t.now & set(wanted),
    "needs": lambda t, wanted: t.need in wanted,
    "no_needs": lambda t, wanted: t.need not in wanted,
    "roles": lambda t, wanted: t.role in wanted,
    "no_roles": lambda t, wanted: t.role not in wanted,
    "no_avoids": lambda t, wanted: not set(t.memory.avoids) & set(wanted),
    "gender": lambda t, wanted: t.gender == wanted,
    "no_gender": lambda t, wanted: t.gender != wanted,
    "gender_known": lambda t, wanted: (t.gender is not None) == wanted,
    "own_police": lambda t, wanted: t.own_police == wanted,
    "for_other": lambda t, wanted: t.for_other == wanted,
    "minor": lambda t, wanted: t.memory.minor == wanted,
    "grown": lambda t, wanted: t.grown == wanted,
    "age_under": lambda t, wanted: t.memory.age is None or t.memory.age < wanted,
    "may_be_young": lambda t, wanted: t.may_be_young == wanted,
    "familiar": lambda t, wanted: t.memory.familiar == wanted,
    "kin": lambda t, wanted: t.kin == wanted,
    "trans": lambda t, wanted: t.trans == wanted,
    "written": lambda t, wanted: t.memory.written_only == wanted,
}

_DESCRIBES = {
    "slugs": lambda r, wanted: r.slug in wanted,
    "no_slugs": lambda r, wanted: r.slug not in wanted,
    "kinds": lambda r, wanted: r.kind in wanted,
    "services": lambda r, wanted: bool(set(r.services) & set(wanted)),
    "no_services": lambda r, wanted: not set(r.services) & set(wanted),
    "groups_within": lambda r, wanted: set(r.groups) <= set(wanted),
    "groups": lambda r, wanted: bool(set(r.groups) & set(wanted)),
    "no_groups": lambda r, wanted: not set(r.groups) & set(wanted),
    "only": lambda r, wanted: set(r.genders) == {wanted},
    "youth": lambda r, wanted: (for_youth(r) or (r.max_age or 99) <= YOUNG_UP_TO) == wanted,
    "owns": owns,
    "wide": lambda r, wanted: r.is_wide == wanted,
    "named": lambda r, wanted: re.search(wanted, " ".join(r.names.values())) is not None,
    "says": lambda r, wanted: re.search(wanted, r.summaries["fr"].lower()) is not None,
}


def place_of(record: Record, told: Told) -> Place:
    """Return whether a record fits, is shown only for want of better, or is not for this person."""
    found: Place = "fits"
    for rule in fitting()["rules"]:
        if is_described(record, rule["records"]) and not any(told.holds(each) for each in rule["fits_if"]):
            if rule["otherwise"] == "out":
                return "out"
            found = "last"
    return found


def is_described(record: Record, described: Mapping[str, Any]) -> bool:
    """Whether a record is of those that a rule describes."""
    return all(_DESCRIBES[name](record, wanted) for name, wanted in described.items())


def first_of(told: Told) -> list[str]:
    """Return the slugs that come first for what was told, `@dpj` among them."""
    entries = [entry for entry in fitting()["first"] if told.holds(entry["if"])]
    after = [slug for entry in entries for slug in entry.get("then", {}).get(told.memory.language, ())]
    return list(dict.fromkeys([*(slug for entry in entries for slug in entry.get("slugs", ())), *after]))


def preferred(record: Record, told: Told) -> bool:
    """Whether a record that fits comes before the others that fit (`prefer`)."""
    entries = (entry for entry in fitting()["prefer"] if told.holds(entry["if"]))
    return any(is_described(record, entry["records"]) for entry in entries)


def near_of(told: Told) -> list[Mapping[str, Any]]:
    """Return what describes the local organisations made for what was told (`near`)."""
    return [entry["records"] for entry in fitting()["near"] if told.holds(entry["if"])]


def fill_of(told: Told) -> list[str]:
    """Return the slugs that complete a short list for the need."""
    return list(fitting()["fill"].get(told.need or "", ()))


def need_that_fits(memory: Memory, need: str | None) -> str | None:
    """Return the need to ask of the directory: a way out of prostitution is for who spoke of it."""
    if need != "exit_prostitution":
        return need
    told = Told.of(memory, need)
    spoke = "sale" in told.signs or "sex_workers" in told.audiences or told.role == "professional"
    if spoke or ("leaving" in told.signs and "partner" not in told.signs):
        return need
    if memory.minor and told.signs & {"images", "images_shared", "solicited"}:
        return "image_removal"
    return "emergency_shelter" if "leaving" in told.signs else "listening"
