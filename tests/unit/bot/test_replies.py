"""Replies to what no fact answers: each is whole, each is for somebody, and none stands in the way of danger."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.actions import finding, themes
from bot.actions.memory import Memory
from bot.actions.replies import FIRST_IN_DANGER, IN_DANGER, LIKELY, fitting
from bot.actions.settings import dialogue
from bot.actions.words import announcements, without_question
from bot.actions.written import Reply, kin, scene_in
from bot.actions.written import replies as written
from cli.words.sources import ADULTS
from resources_db.knowledge.records import read_facts
from tests.unit.bot.conftest import listen, parsed
from understanding.replies import FACT, NONE, judging, names

Act = Callable[..., dict[str, Any]]
FACTS = {fact.id: fact for fact in read_facts()}
WRITTEN = list(written().values())


@pytest.mark.parametrize("reply", WRITTEN, ids=lambda reply: reply.id)
def test_each_reply_is_said_in_both_languages_and_leads_somewhere_that_exists(reply: Reply) -> None:
    variants = announcements()[reply.id]
    assert {variant.language for variant in variants} == {"fr", "en"}
    assert any(variant.address == "tu" for variant in variants) or reply.who <= ADULTS
    assert all(FACTS[name].may_be_shown for name in reply.facts)
    assert reply.next in {NONE, "person", "lines", *dialogue()["service_needs"]}


def test_the_reader_knows_the_replies_that_are_written() -> None:
    assert set(names()) - {NONE} == set(written())


def test_a_reply_is_kin_of_one_group_and_each_is_written() -> None:
    groups = set(kin().values())
    named = [name for group in groups for name in group]
    assert len(named) == len(set(named)) and set(named) <= set(written())


def test_nobody_is_taken_for_a_buyer_on_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, others_buy_guilt=0.95)
    assert fitting(Memory(whole="je me sens coupable de tout ça"), sure=LIKELY) is None
    found = fitting(Memory(whole="je me sens coupable de tout ça", role="buyer"), sure=LIKELY)
    assert found is not None and found.id == "others_buy_guilt"


def read_as(monkeypatch: pytest.MonkeyPatch, **shares: float) -> None:
    """Make the judge give these replies these probabilities of answering, and no other any; no theme is told."""
    monkeypatch.setattr(themes, "told", lambda memory: None)
    monkeypatch.setattr(judging, "read", lambda text, before: text)
    monkeypatch.setattr(judging, "shared", lambda: SimpleNamespace(fit=lambda reading, known: shares))


def test_who_said_to_be_an_adult_is_not_spoken_to_as_a_teenager(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, teen_guy_offers_bed=0.9)
    told = {
        "whole": "il dit que je peux rester chez lui si je fais ce qu'il veut",
        "before": "allo",
        "for_whom": "self",
    }
    assert fitting(Memory(**told), sure=LIKELY) is not None
    assert fitting(Memory(**told, age=26, audiences=("adults",)), sure=LIKELY) is None
    assert fitting(Memory(**told, age=16, audiences=("minors",)), sure=LIKELY) is not None


def test_a_first_message_in_danger_is_met_by_no_reply_that_is_not_sure(
    monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    read_as(monkeypatch, id_police_papers=(IN_DANGER + FIRST_IN_DANGER) / 2)
    message = parsed("i was hurt last night, no police please", "risk_high", risk="high", language="en")
    words = {variant.text for variant in announcements()["id_police_papers"]}

    def said(before: str) -> set[str]:
        done = act("action_escalate", listen({"language": "en"}, message), message, before)
        return {r["text"] for r in done["responses"] if r.get("text")}

    assert not words & said("") and any(text.startswith("I don't want to promise") for text in said("hello"))


def test_a_reply_for_a_parent_is_not_said_to_who_lives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, near_denies=0.9)
    assert fitting(Memory(whole="elle veut rien entendre", for_whom="self"), sure=LIKELY) is None
    father = Memory(whole="elle veut rien entendre", for_whom="relative", audiences=("relatives",))
    found = fitting(father, sure=LIKELY)
    assert found is not None and found.id == "near_denies"


def test_a_message_of_few_words_needs_a_surer_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, contact_shy_phone=LIKELY)
    assert fitting(Memory(whole="j'ai peur", before="allo"), sure=LIKELY) is None
    assert fitting(Memory(whole="j'ai peur de parler au téléphone", before="allo"), sure=LIKELY) is not None


def test_an_age_that_nobody_asked_is_taken_and_a_number_of_pills_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, told_own_age=0.4)
    danger = {"level": "high", "types": ["coercion_trafficking"]}
    told = Memory(whole="38", before="il garde tout", age=38, news=("person",), risk=danger)
    assert fitting(told, sure=LIKELY) is not None
    for before in ("j'ai pris des pilules", "j'ai les pilules de ma mère dans la main"):
        assert fitting(replace(told, whole="30", before=before, written=(before, "30")), sure=LIKELY) is None


def test_what_was_said_is_not_said_again_and_leaves_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, contact_shy_phone=0.9, contact_ashamed_talk=0.6)
    text = "j'ai peur de parler au téléphone"
    found = fitting(Memory(whole=text, said={"contact_shy_phone": [1]}), sure=LIKELY)
    assert found is not None and found.id == "contact_ashamed_talk"


@pytest.mark.parametrize(
    "memory",
    [
        Memory(whole="chu gênée d'appeler", risk={"level": "high", "types": ["violence_now"], "alarm": True}),
        Memory(whole="chu gênée d'appeler", question="safety"),
        Memory(whole="chu gênée d'appeler", wants_human=True),
    ],
    ids=["alarm", "answers whether safe", "asks for a person"],
)
def test_danger_and_a_wish_for_a_person_go_first(monkeypatch: pytest.MonkeyPatch, memory: Memory) -> None:
    read_as(monkeypatch, contact_shy_phone=0.95)
    assert fitting(memory, sure=LIKELY) is None


def said(found: dict[str, Any]) -> list[str]:
    return [each["text"] for each in found["responses"] if each.get("text")]


def shown(found: dict[str, Any]) -> list[str]:
    return [r["slug"] for each in found["responses"] for r in (each.get("custom") or {}).get("resources", [])]


def test_a_reply_is_said_once_with_its_fact_and_without_a_list(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, contact_ashamed_talk=0.95)
    message = parsed("chu trop genée pour le dire", "listening")
    slots = listen({}, message)
    first = act("action_refer", slots, message, before="allo")
    words = {variant.text for variant in announcements()["contact_ashamed_talk"] if variant.language == "fr"}
    assert words & set(said(first)) and not shown(first)
    kept = {event["name"]: event["value"] for event in first["events"] if event["event"] == "slot"}
    again = act("action_refer", {**slots, **kept}, message, before="chu trop genée pour le dire")
    assert not words & set(said(again))


def test_in_danger_told_before_a_reply_brings_no_list(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, contact_no_answer=0.95)
    message = parsed("jai appelé pis personne répond", "listening")
    danger = {"risk": {"level": "high", "types": ["violence_now"]}}
    found = act("action_refer", {**listen({}, message), **danger}, message, before="mon chum m'a frappée hier")
    words = {variant.text for variant in announcements()["contact_no_answer"]}
    assert words & set(said(found)) and not shown(found)


def test_a_reply_leaves_a_place_asked_for_to_be_found(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, contact_shy_phone=0.95)
    message = parsed("chu gênée d'appeler, je cherche un hébergement à Sherbrooke", "emergency_shelter")
    found = act("action_refer", listen({}, message), message, before="allo")
    assert shown(found)
    assert {variant.text for variant in announcements()["contact_shy_phone"]} & set(said(found))


def alarmed_again(text: str, level: str) -> dict[str, Any]:
    """A message that alarms in a conversation that waits for a counsellor already."""
    message = parsed(text, "listening", risk=level)
    message["metadata"] = {"waiting": True}
    return message


@pytest.mark.parametrize(
    ("text", "level", "kind", "met"),
    [
        ("jme sens conne javais bu", "high", "recent_sexual_assault", True),
        ("jme sens conne javais bu", "imminent", "recent_sexual_assault", True),  # nothing is due this minute
        ("y est à la porte là, y cogne, javais bu, je fais quoi", "imminent", "stalking", False),
        ("je veux mourir, javais bu", "high", "suicide", False),
    ],
)
def test_under_an_alert_a_feeling_is_met_and_a_graver_danger_is_not_covered(
    act: Act, monkeypatch: pytest.MonkeyPatch, text: str, level: str, kind: str, met: bool
) -> None:
    read_as(monkeypatch, after_drunk=0.9)
    message = alarmed_again(text, level)
    risk = {"level": level, "types": [kind], "alarm": True, "again": True}
    slots = {**listen({}, message), "risk": risk, "shown": ["info-aide-violence-sexuelle"]}
    found = act("action_escalate", slots, message, before="il m'a violée avant-hier")
    words = {variant.text for variant in announcements()["after_drunk"]}
    assert bool(words & set(said(found))) is met and (level != "imminent" or shown(found))


@pytest.mark.parametrize(("reply", "met"), [("night_cat", True), ("after_drunk", False)])
def test_who_thinks_of_dying_gets_words_written_for_it_beside_the_numbers(
    act: Act, monkeypatch: pytest.MonkeyPatch, reply: str, met: bool
) -> None:
    read_as(monkeypatch, **{reply: 0.9})
    message = alarmed_again("chu toute seule avec le chat, qui va le nourrir", "high")
    risk = {"level": "high", "types": ["suicide"], "alarm": True, "again": True}
    found = act("action_escalate", {**listen({}, message), "risk": risk}, message, before="je veux plus vivre")
    assert bool({variant.text for variant in announcements()[reply]} & set(said(found))) is met
    assert shown(found)


def test_a_first_message_that_names_no_need_gets_its_reply(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, work_few_questions=0.95)
    message = parsed("not looking to be rescued, just have a couple questions", "none")
    found = act("action_refer", {**listen({}, message), "language": "en"}, message)
    assert {variant.text for variant in announcements()["work_few_questions"]} & set(said(found))


def test_a_first_message_that_names_a_need_gets_its_services(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, bond_first_step=0.9)
    message = parsed("je veux sortir de la prostitution, par où commencer", "exit_prostitution")
    assert shown(act("action_refer", listen({}, message), message))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Vous pourrez revenir. Qu'est-ce qui vous aiderait?", "Vous pourrez revenir."),
        ("You can wait. What would help you?", "You can wait."),
        ("Est-ce que ça vous convient?", "Est-ce que ça vous convient?"),
        ("Une phrase : « Peut-on être deux? » C'est assez.", "Une phrase : « Peut-on être deux? » C'est assez."),
    ],
)
def test_beside_the_safety_question_no_other_is_asked(text: str, kept: str) -> None:
    assert without_question(text) == kept


def test_a_new_danger_under_an_alert_keeps_its_lines_beside_the_reply(
    act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch, after_drunk=0.9)
    message = alarmed_again("jme sens conne javais bu", "high")
    risk = {"level": "high", "types": ["recent_sexual_assault"], "alarm": True, "again": True}
    found = act("action_escalate", {**listen({}, message), "risk": risk}, message, before="je veux parler à quelqu'un")
    assert {variant.text for variant in announcements()["after_drunk"]} & set(said(found))
    assert "info-aide-violence-sexuelle" in shown(found)


def test_who_says_that_they_want_to_die_gets_no_reply_instead_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, course_no_point=0.95)
    assert fitting(Memory(whole="à quoi bon, je veux mourir"), sure=LIKELY) is None


def test_a_reply_that_takes_up_a_conversation_is_none_to_a_first_message(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, told_wrong_who=0.95)
    text = "j'écris pas pour moi, c'est pour mon amie"
    assert fitting(Memory(whole=text), sure=LIKELY) is None
    corrected = fitting(Memory(whole=text, before="j'ai besoin d'un refuge"), sure=LIKELY)
    assert corrected is not None and corrected.id == "told_wrong_who"


def test_a_scene_of_a_relative_is_not_said_to_who_writes_for_themselves() -> None:
    scene = next(reply for reply in written().values() if reply.scene and reply.who == {"relative"})
    found = {scene.id: 0.9, NONE: 0.0}
    assert scene_in(found, Memory(for_whom="relative"), 0.5) == scene
    assert scene_in(found, Memory(for_whom="self"), 0.5) is None


@pytest.mark.parametrize(("told", "announced"), [((), True), (("what-is-sexual-exploitation",), False)])
def test_nothing_is_announced_that_does_not_follow(
    act: Act, monkeypatch: pytest.MonkeyPatch, told: tuple[str, ...], *, announced: bool
) -> None:
    read_as(monkeypatch, live_difference=0.95)
    message = parsed("c'est quoi la différence entre les deux mots que vous dites", "none")
    done = act("action_way_back", listen({"facts": list(told)}, message), message, before="ok")
    said = " ".join(response["text"] for response in done["responses"] if response.get("text"))
    assert "En une phrase" in said and ("Voici ce que je sais" in said) is announced


def test_of_a_fact_and_words_the_surer_is_said(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    message = parsed(FACTS["age-of-consent"].question_fr, "legal_information")
    for fit, worded in ((0.7, False), (0.85, True)):
        read_as(monkeypatch, live_difference=fit)
        sure = {f"{FACT}age-of-consent": 0.8, "live_difference": fit}
        monkeypatch.setattr(finding.written, "fits", lambda memory, sure=sure: sure)
        done = act("action_refer", listen({}, message), message, before="ok")
        said = " ".join(response["text"] for response in done["responses"] if response.get("text"))
        assert ("En une phrase" in said) is worded and ("16 ans" in said) is not worded
