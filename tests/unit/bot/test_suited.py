"""Whatever finds them, organisations that are not for the person are not shown."""

from typing import Any

import pytest

from bot.actions.memory import Memory
from bot.actions.suited import suited


def _resource(slug: str, *audiences: str, kind: str = "helpline", texts: bool = False) -> dict[str, Any]:
    phones = [{"type": "sms"}] if texts else [{"type": "main"}]
    return {"slug": slug, "kind": kind, "audiences": list(audiences), "phones": phones, "services": [], "email": None,
            "chat_url": None}  # fmt: skip


VICTIMS = _resource("rebatir", "adults", "sexual_assault_victims", kind="legal")
CAVAC = _resource("cavac-06-montreal", "crime_victims", kind="cavac")
ALL = _resource("qc-211", "adults", "minors")
YOUTH = _resource("tel-jeunes", "minors", texts=True)
CHILD = _resource("centre", "minors", "relatives")
TEXT = _resource("sos-violence-conjugale", "adults", texts=True)
EMERGENCY = _resource("police-911", "sexual_assault_victims", kind="police")


def _kept(memory: Memory, *resources: dict[str, Any]) -> list[str]:
    return [each["slug"] for each in suited(memory, resources)]


@pytest.mark.parametrize("memory", [Memory(role="buyer"), Memory(audiences=("buyers",))])
def test_who_buys_gets_no_service_of_victims(memory: Memory) -> None:
    assert _kept(memory, VICTIMS, CAVAC, EMERGENCY, ALL) == ["police-911", "qc-211"]
    assert _kept(memory, VICTIMS) == []


def test_who_is_past_youth_gets_no_line_for_the_young() -> None:
    assert _kept(Memory(age=40), YOUTH, CHILD, ALL) == ["qc-211"]
    assert _kept(Memory(age=40), YOUTH) == ["tel-jeunes"]  # better than nothing
    assert _kept(Memory(age=17), YOUTH, ALL) == ["tel-jeunes", "qc-211"]
    assert _kept(Memory(age=40, for_whom="relative"), CHILD) == ["centre"]


def test_who_cannot_phone_gets_what_can_be_written_to() -> None:
    memory = Memory(written_only=True)
    assert _kept(memory, ALL, TEXT, EMERGENCY) == ["sos-violence-conjugale", "police-911"]
    assert _kept(memory, ALL) == ["qc-211"]
