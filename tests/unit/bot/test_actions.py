"""What the actions do with a tracker: the exact events and responses, over HTTP, on the real directory."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.actions.languages import languages
from bot.actions.server import create_app
from tests.unit.bot.conftest import listen, parsed

Act = Callable[..., dict[str, Any]]


def _responses(done: dict[str, Any]) -> list[str]:
    return [r["response"] for r in done["responses"] if r.get("response")]


def _resources(done: dict[str, Any]) -> list[dict[str, Any]]:
    return [x for r in done["responses"] for x in (r.get("custom") or {}).get("resources", [])]


def _slots(done: dict[str, Any]) -> dict[str, Any]:
    return {e["name"]: e["value"] for e in done["events"] if e["event"] == "slot"}


def test_the_server_wants_its_token() -> None:
    client = TestClient(create_app("right"))
    assert client.post("/webhook", json={}, params={"token": "wrong"}).status_code == 401
    assert client.post("/webhook", json={}).status_code == 401
    with pytest.raises(ValueError, match="REPERE_RASA_TOKEN"):
        create_app("")


def test_an_action_is_run_without_the_domain_which_rasa_leaves_out() -> None:
    tracker = {"sender_id": "c", "slots": {"language": "fr"}, "latest_message": parsed("allo", "greet"), "events": []}
    call = {"next_action": "action_read_message", "sender_id": "c", "tracker": tracker, "version": "3.6.21"}
    done = TestClient(create_app("right")).post("/webhook", json=call, params={"token": "right"})
    assert done.status_code == 200 and done.json()["events"]


def test_everything_at_once_is_answered_at_once(act: Act) -> None:
    message = parsed("je cherche un hébergement pour ma fille de 15 ans à Longueuil", "emergency_shelter")
    slots = listen({}, message)
    assert slots["age"] == 15 and slots["place"]["name"] == "Longueuil" and slots["need"] == "emergency_shelter"
    done = act("action_refer", slots, message)
    assert "utter_results_in_place" in _responses(done)
    shown = _resources(done)
    assert 1 <= len(shown) <= 3
    assert all({"16", "QC", "CA"} & set(r["coverage"]) and r["why"] for r in shown)
    assert all("minors" in r["audiences"] or "adults" not in r["audiences"] for r in shown)


def test_a_missing_place_is_asked_once_and_alone(act: Act) -> None:
    message = parsed("je cherche un hébergement", "emergency_shelter")
    done = act("action_refer", listen({}, message), message)
    assert _responses(done) == ["utter_ask_place"]
    assert _slots(done)["question"] == "place"


def test_not_saying_where_still_gets_an_answer(act: Act) -> None:
    slots = {"need": "emergency_shelter", "question": "place"}
    message = parsed("peu importe", "no_preference")
    done = act("action_skip_question", listen(slots, message), message)
    assert "utter_results_anywhere" in _responses(done) and _slots(done)["place_unknown"] is True
    assert all({"QC", "CA"} & set(r["coverage"]) for r in _resources(done)[:1])


@pytest.mark.parametrize(("text", "language"), [("j'ai 24 ans", "fr"), ("24 ans", "fr"), ("i'm 31", "en")])
def test_an_age_that_was_asked_is_taken_and_changes_nothing_that_suits(act: Act, text: str, language: str) -> None:
    slots = listen({}, parsed("un hébergement à Longueuil", "emergency_shelter", language=language))
    slots["gender"] = "women"
    first = _slots(act("action_refer", slots))
    assert first["question"] == "person"
    message = parsed(text, "none", language=language)
    done = act("action_way_back", listen({**slots, **first}, message), message)
    assert _responses(done) == ["utter_suits_person"]


def test_an_age_that_what_was_shown_does_not_serve_shows_what_suits_it(act: Act) -> None:
    slots = listen({}, parsed("un hébergement à Longueuil", "emergency_shelter"))
    slots |= _slots(act("action_refer", slots))
    message = parsed("j'ai 15 ans", "none")
    done = act("action_way_back", listen(slots, message), message)
    shown = _resources(done)
    assert shown and all("minors" in r["audiences"] or "adults" not in r["audiences"] for r in shown)
    assert "utter_way_back" not in _responses(done)


def test_an_age_alone_is_no_nonsense(act: Act) -> None:
    message = parsed("j'ai 24 ans", "none")
    assert _responses(act("action_way_back", listen({}, message), message)) == ["utter_ask_need"]


def test_a_corrected_place_keeps_the_need(act: Act) -> None:
    first = listen({}, parsed("un hébergement à Longueuil", "emergency_shelter"))
    message = parsed("à Laval finalement", "location_only")
    slots = listen({**first, "shown": ["x"]}, message)
    assert slots["place"]["name"] == "Laval" and slots["need"] == "emergency_shelter" and slots["shown"] == ["x"]


def test_who_wants_to_talk_somewhere_near_is_shown_whom_they_can_meet(act: Act) -> None:
    message = parsed("une place à Saint-Hyacinthe où je pourrais juste aller parler, une fois", "listening")
    slots = {**listen({}, message), "shown": ["info-aide-violence-sexuelle"]}
    done = act("action_refer", slots, message, before="je commence à me demander ce que je fais là")
    near = [each for each in _resources(done) if not {"QC", "CA"} & set(each["coverage"])]
    assert near and all(each["phones"] for each in near)


def test_a_first_alarm_without_a_place_lists_nobody_who_only_directs_to_others(act: Act) -> None:
    message = parsed("il me force à faire des clients", "listening", risk="high")
    message["risk"] |= {"types": ["coercion_trafficking"], "turn_types": ["coercion_trafficking"]}
    done = act("action_escalate", listen({}, message), message)
    panels = [r["custom"] for r in done["responses"] if (r.get("custom") or {}).get("resources")]
    assert panels[0]["kind"] == "safety"
    listed = {each["slug"] for panel in panels if panel["kind"] == "resources" for each in panel["resources"]}
    assert not listed or not listed <= {"qc-211", "info-social-811"}


def test_other_means_not_the_same(act: Act) -> None:
    slots = listen({}, parsed("des conseils juridiques à Montréal", "legal_information"))
    first = act("action_refer", slots)
    shown = _slots(first)["shown"]
    again = act("action_another", {**slots, "shown": shown})
    assert _resources(again)
    assert not {r["slug"] for r in _resources(again)} & set(shown)


def test_when_there_is_nothing_else_it_says_so(act: Act) -> None:
    slots = listen({}, parsed("un hébergement à Longueuil", "emergency_shelter"))
    shown: list[str] = []
    for _ in range(30):
        done = act("action_another", {**slots, "shown": shown})
        if "utter_no_more" in _responses(done):
            break
        shown = _slots(done)["shown"]
    assert "utter_no_more" in _responses(done) and _resources(done)
    assert not set(shown) & {r["slug"] for r in _resources(done)}  # nothing old comes as something else


def test_closer_needs_a_place(act: Act) -> None:
    assert _responses(act("action_closer", {"need": "counselling"})) == ["utter_ask_place"]


def test_concern_is_acknowledged_and_a_person_offered_once(act: Act) -> None:
    message = parsed("j'aimerais voir une psy à Gaspé, à cause de mon passé", "counselling", risk="concern")
    slots = listen({}, message)
    first = act("action_refer", slots, message)
    assert _responses(first)[0] == "utter_concern" and _responses(first)[-1] == "utter_offer_human"
    second = act("action_refer", {**slots, **_slots(first)}, message)
    assert "utter_offer_human" not in _responses(second)


def test_yes_to_a_person_alerts_and_no_is_respected(act: Act) -> None:
    slots = {"question": "human"}
    yes = act("action_answer_yes", slots)
    assert next(r["custom"]["kind"] for r in yes["responses"] if r.get("custom")) == "escalation"
    assert _responses(act("action_answer_no", slots)) == ["utter_respect_no_human"]


def test_danger_gives_numbers_alerts_and_goes_on_helping(act: Act) -> None:
    slots = listen({}, parsed("à Sept-Îles", "location_only"))
    slots |= {"need": "emergency_shelter", "risk": {"level": "imminent", "types": ["violence_now"], "alarm": True}}
    done = act("action_escalate", slots)
    kinds = [r["custom"]["kind"] for r in done["responses"] if r.get("custom")]
    assert kinds == ["safety", "escalation", "resources", "memory"]
    assert done["responses"][0]["custom"]["resources"][0]["phones"][0]["number"] == "911"


def test_a_refused_person_is_not_forced(act: Act) -> None:
    slots = {"risk": {"level": "high", "types": ["threats_blackmail"], "alarm": True}, "declines_human": True}
    assert "utter_escalated_declined" in _responses(act("action_escalate", slots))


def test_the_memory_goes_to_the_counsellors(act: Act) -> None:
    slots = listen({}, parsed("un hébergement à Longueuil pour ma fille de 15 ans", "emergency_shelter"))
    memory = act("action_refer", slots)["responses"][-1]["custom"]
    assert memory == {
        "kind": "memory", "need": "emergency_shelter", "place": "Longueuil", "region_code": "16", "age": 15,
        "question": "suits",
    }  # fmt: skip


def test_results_come_in_the_visitor_s_language(act: Act) -> None:
    message = parsed("legal help in Gatineau", "legal_information", language="en")
    french = _resources(act("action_refer", {**listen({}, message), "language": "fr"}))
    english = _resources(act("action_refer", listen({}, message)))
    assert french[0]["summary"] != english[0]["summary"]


def test_an_unclear_place_is_asked(act: Act) -> None:
    message = parsed("un hébergement dans le 450", "emergency_shelter")
    done = act("action_refer", listen({}, message), message)
    assert _responses(done) == ["utter_ask_which_place"]
    assert len(done["responses"][0]["buttons"]) >= 2


def _asking(message: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {**message, "metadata": {"asked": None, "ask_safety": True, **metadata}}


CONCERN = {"risk": {"level": "concern", "types": ["distress"], "alarm": False}}


@pytest.mark.parametrize(
    ("action", "text", "intent"),
    [
        ("action_refer", "j'aimerais voir une psy à Gaspé, à cause de mon passé", "counselling"),
        ("action_refer", "je cherche un hébergement", "emergency_shelter"),
        ("action_greet", "bonjour", "greet"),
        ("action_way_back", "il est bizarre", "none"),
        ("action_thank", "merci", "thanks"),
        ("action_skip_question", "peu importe", "no_preference"),
    ],
)
def test_the_safety_question_is_the_turn_s_only_question(act: Act, action: str, text: str, intent: str) -> None:
    message = _asking(parsed(text, intent, risk="concern"))
    done = act(action, listen({}, message), message)
    asked = [r for r in done["responses"] if r.get("buttons")]
    assert [r["response"] for r in asked] == ["utter_ask_safety"] and len(asked[0]["buttons"]) == 3
    assert _slots(done)["question"] == "safety" and done["responses"][-1]["custom"]["question"] == "safety"
    assert "utter_human_when_wanted" in _responses(done)


def test_a_refused_person_is_not_offered_beside_the_safety_question(act: Act) -> None:
    message = _asking(parsed("bonjour", "greet", risk="concern"), declines_human=True)
    assert "utter_human_when_wanted" not in _responses(act("action_greet", listen({}, message), message))


def test_being_safe_goes_on_helping(act: Act) -> None:
    message = {**parsed("oui", "affirm", risk="concern"), "metadata": {"asked": "safety"}}
    slots = {**listen({"need": "emergency_shelter"}, message), "question": "human"}
    done = act("action_answer_yes", slots, message)
    assert _responses(done) == ["utter_safe_noted", "utter_ask_place", "utter_human_when_wanted"]


@pytest.mark.parametrize("action", ["action_answer_no", "action_skip_question"])
def test_not_answering_is_respected(act: Act, action: str) -> None:
    message = {**parsed("je préfère pas répondre", "deny", risk="concern"), "metadata": {"asked": "safety"}}
    done = act(action, listen({}, message), message)
    assert _responses(done) == ["utter_respect_no_answer", "utter_offer_human"]


def test_an_alert_leaves_no_question_behind(act: Act) -> None:
    message = _asking(parsed("je veux parler à une personne", "human_agent"), wants_human=True)
    assert "utter_ask_safety" not in _responses(act("action_connect_human", listen({}, message), message))


def test_one_question_a_turn_when_worried(act: Act) -> None:
    message = parsed("je cherche un hébergement", "emergency_shelter", risk="concern")
    done = act("action_refer", listen({}, message), message)
    assert _responses(done) == ["utter_concern", "utter_ask_place", "utter_human_when_wanted"]


def test_another_language_gets_interpreters_and_the_offer_of_a_person(act: Act) -> None:
    message = {**parsed("Hola, necesito ayuda", "none"), "metadata": {"spoken": "es"}}
    slots = listen({}, message)
    done = act("action_way_back", slots, message)
    assert _responses(done) == ["utter_other_language", "utter_other_language_human"]
    shown = _resources(done)
    assert 1 <= len(shown) <= 3 and all({"QC", "CA"} & set(r["coverage"]) for r in shown)
    again = act("action_way_back", {**slots, **_slots(done)}, message)
    assert "utter_other_language" not in _responses(again)


def test_services_that_speak_the_language_come_first_where_they_serve(act: Act) -> None:
    message = {**parsed("Hola, necesito un refugio en Montréal", "emergency_shelter"), "metadata": {"spoken": "es"}}
    shown = _resources(act("action_refer", listen({}, message), message))
    assert shown and "es" in shown[0]["languages"]


def test_danger_in_another_language_is_danger_first(act: Act) -> None:
    message = {**parsed("tiene un cuchillo", "risk_imminent"), "metadata": {"spoken": "es"}}
    slots = {**listen({}, message), "risk": {"level": "imminent", "types": ["violence_now"], "alarm": True}}
    kinds = [r["custom"]["kind"] for r in act("action_escalate", slots, message)["responses"] if r.get("custom")]
    assert kinds[:2] == ["safety", "escalation"]


def test_only_reviewed_lines_are_said(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    message = {**parsed("Hola", "greet"), "metadata": {"spoken": "es"}}
    for reviewed in (False, True):
        lines = {"es": {"text": "a line for the test", "reviewed": reviewed}}
        monkeypatch.setitem(languages(), "lines", lines)
        said = [r.get("text") for r in act("action_greet", listen({}, message), message)["responses"]]
        assert ("a line for the test" in said) is reviewed


def test_the_interpreters_are_what_the_directory_says() -> None:
    records = {o["id"]: o for o in json.loads(Path("resources_db/data/organizations.json").read_text("utf-8"))}
    for slug in languages()["interpreters"]:
        record = records[slug]
        assert set(record["languages"]) - {"fr", "en"} or any(
            word in record["summary_fr"] for word in ("interpr", "multilingue")
        )


def test_a_need_that_came_second_is_answered_beside_the_offer_of_a_person(act: Act) -> None:
    ranking = [{"name": "human_agent", "confidence": 0.5}, {"name": "addiction", "confidence": 0.4}]
    message = {"text": "voir quelqu'un", "intent": ranking[0], "intent_ranking": ranking, "metadata": {}}
    answer = act("action_connect_human", {}, message)
    shown = [r for said in answer["responses"] for r in (said.get("custom") or {}).get("resources", [])]
    assert any({"addiction", "harm_reduction"} & set(r["services"]) for r in shown)
    assert "utter_offer_human" in _responses(answer)


@pytest.mark.parametrize(
    ("text", "language"),
    [("je parle surtout espagnol", "fr"), ("i speak mostly Spanish", "en"), ("aide en créole", "fr")],
)
def test_who_speaks_the_visitor_s_language_is_shown_once(act: Act, text: str, language: str) -> None:
    message = parsed(text, "listening", language=language)
    done = act("action_refer", listen({}, message), message)
    assert "utter_speaks_language" in _responses(done)
    assert _slots(done)["languages_told"]
    again = act("action_refer", listen({"languages_told": _slots(done)["languages_told"]}, message), message)
    assert "utter_speaks_language" not in _responses(again)


def test_an_insult_taken_for_a_wish_alerts_nobody(act: Act) -> None:
    message = parsed("vas chier machine de marde", "human_agent")
    done = act("action_connect_human", listen({}, message), message)
    assert "utter_situation_insult" in _responses(done) and "utter_connecting" not in _responses(done)
    asked = parsed("vas chier machine de marde, je veux parler à une vraie personne", "human_agent")
    asked["metadata"] = {"wants_human": True}
    assert "utter_connecting" in _responses(act("action_connect_human", listen({}, asked), asked))
