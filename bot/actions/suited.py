"""Which organisations of a list suit who the conversation is about, whatever found them (`data/suited.yml`)."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions import referral
from bot.actions.memory import Memory
from bot.actions.refusals import EMERGENCY

FILE = Path(__file__).parent / "data" / "suited.yml"
Resource = dict[str, Any]


@cache
def _data() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


def suited(memory: Memory, resources: Sequence[Resource], *, safety: bool = False) -> list[Resource]:
    """Return the organisations that suit: none for victims to who buys, or only saw.

    Who is past youth, and who cannot phone, are shown what is theirs where there is any; of the numbers for `safety`
    none is kept from who cannot phone: somebody else can.
    """
    listed = list(resources)
    if memory.buys:
        listed = [each for each in listed if not _is_described(each, _data()["buyer"])]
    if memory.role == "witness":
        listed = [each for each in listed if not _is_described(each, _data()["witness"])]
    past = _data()["past_youth"]
    if memory.lives_it and memory.age is not None and memory.age >= past["from"]:
        listed = [each for each in listed if not _is_described(each, past)] or listed
    if memory.written_only and not safety and any(map(referral.answers_in_writing, listed)):
        listed = [each for each in listed if each["slug"] == EMERGENCY or _can_be_written_to(each)]
    return listed


def _can_be_written_to(resource: Resource) -> bool:
    return referral.answers_in_writing(resource) or bool(resource["email"])


def _is_described(resource: Resource, described: Mapping[str, Any]) -> bool:
    slug, groups = resource["slug"], set(resource["audiences"]) - {"women", "men", "all"}
    if slug.startswith(tuple(described.get("but", ()))):
        return False
    return (
        resource["kind"] in described.get("kinds", ())
        or slug.startswith(tuple(described.get("slugs", ())))
        or bool(groups & set(described.get("audiences", ())))
        or bool(groups and groups <= set(described.get("only_audiences", ())))
    )
