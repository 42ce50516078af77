"""Memory within the conversation: what was said is not asked, what was shown is not shown, a refusal stays one."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import replies
from tests.unit.bot.conftest import listen, parsed
from tests.unit.bot.test_actions import _resources, _responses, _slots

Act = Callable[..., dict[str, Any]]


def _texts(done: dict[str, Any]) -> list[str]:
    return [r["text"] for r in done["responses"] if r.get("text")]


def _turn(act: Act, slots: dict[str, Any], action: str, text: str, intent: str, risk: str = "none", **more: Any
          ) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """Read a message, run an action, and return what was done with the slots after it."""
    message = parsed(text, intent, risk=risk, **more)
    heard = listen(slots, message)
    done = act(action, heard, message)
    return done, {**heard, **_slots(done)}


def test_the_exact_events_of_a_first_turn(act: Act) -> None:
    done, _ = _turn(act, {}, "action_refer", "je cherche un hébergement", "emergency_shelter")
    assert _slots(done) == {"question": "place", "asked": ["place"], "said": {"utter_ask_place": [0]}}


def test_the_exact_events_of_a_situation(act: Act) -> None:
    text = "mon chum me force, je veux sortir de la prostitution"
    done, slots = _turn(act, {}, "action_refer", text, "exit_prostitution")
    assert slots["for_whom"] == "self" and "address" not in slots
    assert _slots(done)["situations"] == ["victim_leaving"]
    assert _slots(done)["said"]["utter_situation_leaving"] == [0]
    assert "pas votre chum" in _texts(done)[0]
    assert _responses(done)[:2] == ["utter_situation_leaving", "utter_results_anywhere"]


def test_a_place_said_once_is_not_asked_again(act: Act) -> None:
    _, slots = _turn(act, {}, "action_refer", "je veux voir une psychologue à Gaspé", "counselling")
    done, _ = _turn(act, slots, "action_refer", "et un hébergement", "emergency_shelter")
    assert "utter_ask_place" not in _responses(done) and "Gaspé" in " ".join(_texts(done))


def test_a_refused_place_stays_refused(act: Act) -> None:
    _, slots = _turn(act, {}, "action_refer", "je cherche un hébergement", "emergency_shelter")
    _, slots = _turn(act, slots, "action_answer_no", "non je veux pas le dire", "deny")
    assert slots["place_unknown"] is True
    done, _ = _turn(act, slots, "action_refer", "et des conseils juridiques", "legal_information")
    assert not [name for name in _responses(done) if name.startswith("utter_ask_place")]


def test_a_question_passed_over_is_not_asked_for_ever(act: Act) -> None:
    slots: dict[str, Any] = {}
    asked = 0
    turns = {"je dors dehors": "emergency_shelter", "des vêtements": "basic_needs", "de la nourriture": "basic_needs"}
    for text, intent in turns.items():
        done, slots = _turn(act, slots, "action_refer", text, intent)
        asked += "utter_ask_place" in _responses(done)
    assert 1 <= asked <= 2 and _resources(done)


def test_what_was_shown_is_not_shown_again_for_another_need_or_place(act: Act) -> None:
    first, slots = _turn(act, {}, "action_refer", "des conseils juridiques à Montréal", "legal_information")
    second, slots = _turn(act, slots, "action_refer", "et une indemnisation", "compensation")
    third, _ = _turn(act, slots, "action_refer", "à Laval finalement", "location_only")
    shown = [{r["slug"] for r in _resources(done)} for done in (first, second, third)]
    assert all(shown) and not shown[0] & shown[1] and not (shown[0] | shown[1]) & shown[2]


def test_what_was_shown_comes_back_when_it_is_asked(act: Act) -> None:
    first, slots = _turn(act, {}, "action_refer", "des conseils juridiques à Montréal", "legal_information")
    again, _ = _turn(act, slots, "action_refer", "c'est quoi déjà le numéro?", "legal_information")
    assert {r["slug"] for r in _resources(again)} == {r["slug"] for r in _resources(first)}
    assert "utter_results_again" in _responses(again)


def test_a_person_who_goes_on_talking_is_heard_not_sent_lists(act: Act) -> None:
    _, slots = _turn(act, {}, "action_refer", "j'ai besoin de parler, je suis à Québec", "listening", "concern")
    done, slots = _turn(act, slots, "action_refer", "c'est dur tous les jours", "listening", "concern")
    more, _ = _turn(act, slots, "action_refer", "je dors plus", "listening", "concern")
    assert not _resources(done) and not _resources(more)
    assert "utter_listening" in _responses(done) and _texts(done)[-1] != _texts(more)[-1]


def test_words_do_not_come_back_while_others_are_left(act: Act) -> None:
    slots: dict[str, Any] = {}
    heard = []
    for _ in range(3):
        done, slots = _turn(act, slots, "action_way_back", "t'es un robot inutile", "none")
        heard += _texts(done)
    assert len(heard) == len(set(heard)) == 3


def test_a_minor_is_tu_for_the_rest_of_the_conversation(act: Act) -> None:
    first, slots = _turn(act, {}, "action_refer", "j'ai 15 ans et je cherche un hébergement", "emergency_shelter")
    second, _ = _turn(act, slots, "action_refer", "à Longueuil", "location_only")
    said = " ".join(_texts(first) + _texts(second)).lower()
    assert slots["address"] == "tu" and " tu " in f" {said} " and "vous" not in said


def test_a_parent_of_a_minor_is_vous(act: Act) -> None:
    _, slots = _turn(act, {}, "action_refer", "ma fille de 14 ans a besoin d'un hébergement", "emergency_shelter")
    assert slots.get("address", "vous") == "vous" and slots["for_whom"] == "relative" and slots["age"] == 14


def test_youth_protection_is_explained_to_a_minor_before_it_is_suggested_and_once(act: Act) -> None:
    text = "j'ai 14 ans, je veux faire un signalement à Laval"
    done, slots = _turn(act, {}, "action_refer", text, "youth_protection_report")
    names = _responses(done)
    shown_at = next(i for i, r in enumerate(done["responses"]) if (r.get("custom") or {}).get("resources"))
    assert names.index("utter_dpj_explained") < shown_at and _slots(done)["explained"] == ["dpj"]
    again, _ = _turn(act, slots, "action_refer", "redis-moi le numéro", "youth_protection_report")
    assert "utter_dpj_explained" not in _responses(again)


def test_a_person_who_cannot_phone_gets_services_to_write_to(act: Act) -> None:
    done, slots = _turn(act, {}, "action_refer", "je suis sourde, j'ai besoin de parler", "listening")
    assert slots["written_only"] is True and _resources(done)
    for resource in _resources(done):
        texts = any(phone["type"] == "sms" for phone in resource["phones"])
        assert texts or resource["chat_url"] or {"text_line", "chat"} & set(resource["services"])


def test_an_insult_changes_nothing_of_what_is_known(act: Act) -> None:
    _, slots = _turn(act, {}, "action_refer", "un hébergement à Longueuil", "emergency_shelter")
    done, after = _turn(act, slots, "action_way_back", "t'es inutile", "none")
    assert after["need"] == "emergency_shelter" and after["place"]["name"] == "Longueuil" and not _resources(done)


def test_who_denies_dying_and_asks_who_helps_keeps_the_need_that_stands(act: Act) -> None:
    text = "Je ne suis pas suicidaire, je voulais juste savoir qui peut m'aider à ma sortie."
    found = listen({"need": "exit_prostitution", "risk": {"level": "high", "types": []}}, parsed(text, "listening"))
    assert found["need"] == "exit_prostitution"


def test_vague_twice_gets_lines_not_a_third_question(act: Act) -> None:
    slots: dict[str, Any] = {}
    for text in ("euh", "chais pas trop"):
        _, slots = _turn(act, slots, "action_way_back", text, "none")
    done, _ = _turn(act, slots, "action_way_back", "hum", "none")
    assert _resources(done) and "?" not in " ".join(_texts(done))


def test_danger_shows_no_line_twice_in_one_answer(act: Act) -> None:
    slots = {"risk": {"level": "high", "types": ["coercion_trafficking"], "alarm": True}, "need": "exit_prostitution"}
    slugs = [r["slug"] for r in _resources(act("action_escalate", slots))]
    assert slugs and len(slugs) == len(set(slugs))


@pytest.mark.parametrize(
    ("level", "first"), [("imminent", "utter_safety_imminent"), ("high", "utter_situation_recent_assault")]
)
def test_in_imminent_danger_the_numbers_stand_before_any_kind_word(act: Act, level: str, first: str) -> None:
    message = parsed("on vient de me violer", "medical_care", risk=level)
    message["risk"] |= {"types": ["recent_sexual_assault"], "turn_level": level}
    done = act("action_escalate", listen({}, message), message)
    said = _responses(done)
    assert said[0] == first
    told = said.index("utter_situation_recent_assault")
    after = [r for r in done["responses"][told + 1 :] if (r.get("custom") or {}).get("kind") == "resources"]
    assert after, "the sentence announces where care is found"


def test_in_danger_a_person_not_ready_gets_numbers_then_is_asked_what_would_help_and_no_list(
    act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "likeliest", lambda memory: (None, 0.0))  # a reply that fits goes before the numbers
    message = parsed("chu pas prête à partir, je l'aime", "listening", risk="high")
    message["risk"] |= {"types": ["coercion_trafficking"], "turn_level": "high"}
    done = act("action_escalate", listen({}, message), message)
    kinds = [r["custom"]["kind"] for r in done["responses"] if r.get("custom")]
    assert kinds == ["safety", "escalation", "memory"]
    assert _responses(done)[-1] == "utter_situation_not_ready" and _slots(done)["question"] == "need"


def _again(text: str, level: str, types: list[str], **known: Any) -> dict[str, Any]:
    message = parsed(text, "listening", risk="imminent")
    message["risk"] |= {"types": types, "turn_types": types, "turn_level": level, "again": True}
    message["metadata"] = {"waiting": True}
    return {"message": message, "slots": listen({"shown": ["info-aide-violence-sexuelle"], **known}, message)}


@pytest.mark.parametrize(
    ("text", "types", "number"),
    [
        ("j'ai les pilules à côté de moi", ["suicide"], "+18662773553"),
        ("I swallowed the whole bottle", ["medical_overdose"], "+18004635060"),
        ("il a un couteau", ["violence_now"], "911"),
    ],
)
def test_a_danger_told_again_gets_its_numbers_and_nothing_else(
    act: Act, text: str, types: list[str], number: str
) -> None:
    told = _again(text, "imminent", types)
    done = act("action_escalate", told["slots"], told["message"])
    kinds = [r["custom"]["kind"] for r in done["responses"] if r.get("custom")]
    assert kinds == ["safety", "escalation", "memory"]
    panel = [phone["number"] for resource in _resources(done) for phone in resource["phones"]]
    assert panel[0] == "911" and number in panel and len(_resources(done)) <= 3
    asked = 1 if "pilules" in text else 0  # whether any was taken: the one question that cannot wait
    assert " ".join(_texts(done)).count("?") == asked


def test_in_danger_a_few_words_are_answered_with_presence_and_911_not_with_a_list(act: Act) -> None:
    slots = {"risk": {"level": "imminent", "types": ["medical_overdose"], "alarm": False}, "shown": ["police-911"]}
    for action, intent in (
        ("action_way_back", "none"),
        ("action_way_back", "out_of_scope"),
        ("action_refer", "listening"),
    ):
        message = parsed("à peu près 30", intent)
        message["risk"] = {"level": "imminent", "types": ["medical_overdose"], "alarm": False}
        done = act(action, listen(slots, message), message)
        assert _responses(done)[0] == "utter_present_in_danger"
        assert "911" in _texts(done)[0] and not _resources(done)


@pytest.mark.parametrize(
    ("action", "text", "intent", "rest", "forbidden"),
    [
        ("action_thank", "merci mais j'ai plus rien à manger depuis hier", "thanks", "basic_needs", "utter_thank"),
        (
            "action_answer_no",
            "non c'est moi qui a besoin d'un avocat pour la cour",
            "deny",
            "legal_information",
            "utter_respect_no",
        ),
        (
            "action_switch_language",
            "allez-vous raconter tout ça à ma mère après",
            "language_switch",
            "listening",
            "utter_language_switched",
        ),
    ],
)
def test_what_a_message_says_beyond_its_first_word_is_answered(
    act: Act, action: str, text: str, intent: str, rest: str, forbidden: str
) -> None:
    message = parsed(text, intent)
    message["intent_ranking"] = [{"name": intent, "confidence": 0.9}, {"name": rest, "confidence": 0.08}]
    done = act(action, listen({}, message), message)
    assert forbidden not in _responses(done)
    told = any(r.get("custom", {}).get("sources") for r in done["responses"]) or "utter_ours_family" in _responses(done)
    assert told or _resources(done)


@pytest.mark.parametrize(
    ("text", "response"), [("merci beaucoup", "utter_thank"), ("merci bonne soirée là", "utter_thank")]
)
def test_thanks_alone_stay_thanks(act: Act, text: str, response: str) -> None:
    message = parsed(text, "thanks")
    message["intent_ranking"] = [{"name": "thanks", "confidence": 0.9}, {"name": "basic_needs", "confidence": 0.08}]
    assert _responses(act("action_thank", listen({}, message), message)) == [response]


def test_without_a_place_only_what_serves_everywhere_is_shown_even_when_asked_for_more(act: Act) -> None:
    slots: dict[str, Any] = {}
    done, slots = _turn(act, slots, "action_refer", "où aller à l'hôpital après une agression", "medical_care")
    found = _resources(done)
    for _ in range(4):
        done, slots = _turn(act, slots, "action_another", "autre chose", "another_option")
        found += _resources(done)
    assert found and all({"QC", "CA"} & set(resource["coverage"]) for resource in found)


def test_a_refused_service_is_not_suggested_and_911_stays_in_danger(act: Act) -> None:
    slots = {"need": "police_report", "avoids": ["police"], "place": None, "place_unknown": True}
    done = act("action_refer", slots)
    assert _resources(done) and all(resource["kind"] != "police" for resource in _resources(done))
    danger = slots | {"risk": {"level": "imminent", "types": ["violence_now"], "alarm": True}}
    assert _resources(act("action_escalate", danger))[0]["slug"] == "police-911"
