"""Scenes of danger: which is told is learned, and what to do first is said before any number."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.actions import dangers
from bot.actions.dangers import read_danger
from bot.actions.memory import Memory, Told
from bot.actions.refusals import EMERGENCY
from bot.actions.words import announcements
from bot.actions.written import Reply, replies
from tests.unit.bot.conftest import listen, parsed
from understanding.replies import NONE
from understanding.risk.taxonomy import RiskType

Act = Callable[..., dict[str, Any]]
SCENES = [reply for reply in replies().values() if reply.scene]
ALARMED = {"level": "imminent", "types": ["violence_now"], "turn_types": ["violence_now"], "alarm": True}


def read_as(monkeypatch: pytest.MonkeyPatch, **shares: float) -> None:
    """Make the reader give these probabilities, and none the rest."""
    monkeypatch.setattr(dangers, "reply_to", lambda _: {NONE: 1 - sum(shares.values()), **shares})


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.id)
def test_each_scene_is_of_dangers_that_exist_and_names_no_other_number(scene: Reply) -> None:
    assert scene.dangers <= set(RiskType)
    assert not scene.facts and scene.next == NONE
    said = " ".join(variant.text for variant in announcements()[scene.id])
    assert not any(char.isdigit() for char in said.replace("911", ""))


def test_who_waits_downstairs_is_not_gone_out_to(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, scene_outside_in_car=0.9)
    message = parsed("y est en bas dans son char pis y klaxonne", "listening", risk="imminent")
    found = act("action_escalate", {**listen({}, message), "risk": ALARMED}, message)
    said = [each["text"] for each in found["responses"] if each.get("text")]
    words = {variant.text for variant in announcements()["scene_outside_in_car"]}
    assert said[0] in words
    shown = [line for each in found["responses"] for line in (each.get("custom") or {}).get("resources", [])]
    assert shown[0]["slug"] == EMERGENCY


def test_a_scene_is_said_once_and_only_where_there_is_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, scene_outside_in_car=0.9)
    text = "y est en bas dans son char"
    danger = read_danger(Memory(whole=text, risk=ALARMED))
    assert danger is not None and danger.say == "scene_outside_in_car" and danger.emergency and danger.fresh
    again = read_danger(Memory(whole=text, risk=ALARMED, said={"scene_outside_in_car": [0]}))
    assert again is not None and not again.fresh
    assert read_danger(Memory(whole=text)) is None


def test_an_unsure_scene_leaves_the_words_of_the_known_dangers_first(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "il m'a frappée pis y a un couteau"
    memory = Memory(whole=text, risk=ALARMED)
    read_as(monkeypatch, scene_on_his_way=0.55, near_denies=0.3)
    known = read_danger(memory)
    assert known is not None and known.name != "scene"
    lost = Memory(whole="je sais pas quoi faire là", risk=ALARMED, told=Told(level="imminent"))
    unknown = read_danger(lost)
    assert unknown is not None and unknown.say == "scene_on_his_way"
    assert read_danger(replace(lost, told=Told(level="high"))) is None  # an unsure scene is for imminent danger


def test_who_says_not_to_be_suicidal_gets_no_scene_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, scene_suicide_letters=0.9)
    risk = {"level": "high", "types": ["suicide"], "turn_types": ["suicide"], "alarm": True}
    danger = read_danger(Memory(whole="chu pas suicidaire, juste ben fatiguée", risk=risk))
    assert danger is None or danger.say != "scene_suicide_letters"


@pytest.mark.parametrize(
    "text", ["il m'a jamais tapée", "il me frappe pas", "he never hit me", "ça m'a comme rentré dedans"]
)
def test_a_blow_denied_is_none(text: str) -> None:
    memory = Memory(whole=text, risk={"level": "high", "types": ["coercion_trafficking"]})
    danger = read_danger(memory)
    assert danger is None or danger.name != "hit"
