"""Facts in the conversation: what is said, what is remembered, what is never said; the exact events, over HTTP."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import facts as facts_in_conversation
from bot.actions.settings import dialogue
from resources_db.knowledge.records import FILE
from tests.unit.bot.conftest import listen, parsed

Act = Callable[..., dict[str, Any]]
RECORDS = {record["id"]: record for record in json.loads(FILE.read_text("utf-8"))}
TEXTS = {record[f"fact_{language}"] for record in RECORDS.values() for language in ("fr", "en")}
COMPLAINT = "Faut-il porter plainte pour avoir droit à l'IVAC?"
CONTRACT = {"record", "title", "url", "as_of", "as_of_estimated"}


def _facts(done: dict[str, Any]) -> list[dict[str, Any]]:
    return [r for r in done["responses"] if "sources" in (r.get("custom") or {})]


def _said(done: dict[str, Any]) -> list[str]:
    """The turn in order: a response's name, or the record of a fact."""
    return [r.get("response") or r["custom"]["sources"][0]["record"] for r in done["responses"][:-1]]


def _slots(done: dict[str, Any]) -> dict[str, Any]:
    return {e["name"]: e["value"] for e in done["events"]}


def _slugs(response: dict[str, Any]) -> list[str]:
    return [resource["slug"] for resource in response["custom"]["resources"]]


def _ask(act: Act, text: str, intent: str, slots: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    message = parsed(text, intent, **more)
    return act("action_refer", listen(slots or {}, message), message)


def test_a_question_of_fact_is_answered_first_then_who_can_take_it_further(act: Act) -> None:
    done = _ask(act, COMPLAINT, "compensation")
    assert _said(done) == ["ivac-no-complaint", "utter_fact_further"]
    fact, further = done["responses"][:2]
    record = RECORDS["ivac-no-complaint"]
    assert fact["text"] == record["fact_fr"]
    assert fact["buttons"] == [{"title": "En savoir plus", "payload": "En savoir plus sur cette réponse"}]
    assert fact["custom"] == {
        "kind": "text",
        "question": record["question_fr"],
        "sources": [
            {**source, "record": "ivac-no-complaint", "as_of": record["as_of"], "as_of_estimated": True}
            for source in record["sources"]
        ],
    }
    assert further["custom"]["kind"] == "resources" and "ivac" in _slugs(further)
    assert [b["payload"] for b in further["buttons"]] == [p for _, p in dialogue()["after_fact"]["fr"]]
    assert done["events"] == [
        {"event": "slot", "timestamp": None, "name": "question", "value": None},
        {"event": "slot", "timestamp": None, "name": "fact", "value": "ivac-no-complaint"},
        {"event": "slot", "timestamp": None, "name": "facts", "value": ["ivac-no-complaint"]},
        {"event": "slot", "timestamp": None, "name": "said", "value": {"utter_fact_further": [0]}},
        {"event": "slot", "timestamp": None, "name": "shown", "value": _slugs(further)},
        {"event": "slot", "timestamp": None, "name": "listed", "value": _slugs(further)},
    ]


def test_the_answer_is_in_the_conversation_s_language(act: Act) -> None:
    done = _ask(act, "Is there a deadline to apply to IVAC?", "compensation", language="en")
    assert _facts(done)[0]["text"] == RECORDS["ivac-no-deadline-sexual"]["fact_en"]
    assert _facts(done)[0]["buttons"][0]["title"] == "Learn more"


@pytest.mark.parametrize(
    "record", [r for r in RECORDS.values() if r["confidence"] != "low"][::9], ids=lambda r: r["id"]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_shown_text_is_one_of_the_file_byte_for_byte(act: Act, record: dict[str, Any], language: str) -> None:
    done = _ask(act, record[f"question_{language}"], record["needs"][0], language=language)
    for fact in _facts(done):
        assert fact["text"].encode() in {text.encode() for text in TEXTS}
        shown = RECORDS[fact["custom"]["sources"][0]["record"]]
        assert fact["text"] == shown[f"fact_{language}"] and shown["confidence"] != "low"
        assert fact["custom"]["question"].encode() == shown[f"question_{language}"].encode()
        assert all(set(source) == CONTRACT for source in fact["custom"]["sources"])


def test_a_medium_fact_names_the_service_that_can_confirm_it(act: Act) -> None:
    done = _ask(act, RECORDS["order-810-how"]["question_fr"], "legal_information")
    assert _said(done) == ["order-810-how", "utter_fact_to_confirm", "utter_fact_further"]
    confirm, further = done["responses"][1:3]
    assert _slugs(confirm) == ["dpcp-ligne-info-violence"] and "dpcp-ligne-info-violence" not in _slugs(further)
    assert confirm["service"] == confirm["custom"]["resources"][0]["name"]
    assert len(_slugs(further)) == 1


@pytest.mark.parametrize("record", [r for r in RECORDS.values() if r["confidence"] == "low"], ids=lambda r: r["id"])
def test_a_low_fact_is_never_shown_nor_replaced_by_another(act: Act, record: dict[str, Any]) -> None:
    for language in ("fr", "en"):
        done = _ask(act, record[f"question_{language}"], record["needs"][0], language=language)
        assert not _facts(done) and record[f"fact_{language}"] not in json.dumps(done, ensure_ascii=False)
        assert _said(done) == ["utter_fact_unsure"] and _slugs(done["responses"][0])
        assert "facts" not in _slots(done)


def test_what_is_asked_again_is_told_once_more_and_then_only_recalled(act: Act) -> None:
    first = _ask(act, COMPLAINT, "compensation")
    again = _ask(act, COMPLAINT, "compensation", _slots(first))
    assert "Voici encore" in again["responses"][0]["text"]
    assert [fact["custom"]["sources"][0]["record"] for fact in _facts(again)] == ["ivac-no-complaint"]
    third = _ask(act, COMPLAINT, "compensation", {**_slots(first), **_slots(again)})
    assert _said(third) == ["utter_fact_again"] and not _facts(third)


def test_learning_more_gives_related_facts_and_ends(act: Act) -> None:
    slots = _slots(_ask(act, COMPLAINT, "compensation"))
    told: list[str] = list(slots["facts"])
    for _ in range(60):
        done = act("action_learn_more", slots, parsed("En savoir plus sur cette réponse", "learn_more"))
        if not _facts(done):
            break
        given = [fact["custom"]["sources"][0]["record"] for fact in _facts(done)]
        assert not set(given) & set(told) and 1 <= len(given) <= 2
        assert all(RECORDS[record]["confidence"] != "low" for record in given)
        told += given
        slots |= _slots(done)
        assert slots["facts"] == told and slots["fact"] == "ivac-no-complaint"
    assert _said(done) == ["utter_fact_no_more"]
    assert sum(RECORDS[record]["topic"] == "compensation" for record in told[1:5]) >= 2


def test_learning_more_of_nothing_asks_what_is_needed(act: Act) -> None:
    assert _said(act("action_learn_more", {}, parsed("En savoir plus", "learn_more"))) == ["utter_ask_need"]


@pytest.mark.parametrize(
    ("text", "intent", "language"),
    [
        ("je cherche un avocat à Laval", "legal_information", "fr"),
        ("I'm looking for a lawyer in Gatineau", "legal_information", "en"),
        ("Je veux connaître mes droits", "legal_information", "fr"),
        ("j'ai besoin d'aide de l'IVAC pour porter plainte", "compensation", "fr"),
    ],
)
def test_a_request_for_a_service_gets_services(act: Act, text: str, intent: str, language: str) -> None:
    done = _ask(act, text, intent, language=language)
    assert not _facts(done) and any("resources" in (r.get("custom") or {}) for r in done["responses"])


def test_what_is_heavy_is_acknowledged_before_and_a_person_offered_after(act: Act) -> None:
    done = _ask(act, COMPLAINT, "compensation", risk="concern")
    assert _said(done) == ["utter_concern", "ivac-no-complaint", "utter_fact_further", "utter_offer_human"]


def test_what_was_suggested_is_not_suggested_again_under_another_fact(act: Act) -> None:
    first = _ask(act, COMPLAINT, "compensation")
    second = _ask(act, "Qu'est-ce que l'IVAC peut payer?", "compensation", _slots(first) | {"need": "compensation"})
    assert _said(second)[0] == "ivac-what-it-pays"
    shown = [slug for r in second["responses"][1:-1] for slug in _slugs(r)]
    assert not set(shown) & set(_slots(first)["shown"])
    assert _slots(second)["facts"] == ["ivac-no-complaint", "ivac-what-it-pays"]


def test_a_question_of_privacy_keeps_its_own_answer_and_devices_get_a_fact(act: Act) -> None:
    privacy = parsed("Est-ce que cette conversation est anonyme et confidentielle?", "quick_exit_or_privacy")
    assert _said(act("action_privacy", listen({}, privacy), privacy)) == ["utter_privacy"]
    phone = parsed("Comment savoir si mon téléphone est surveillé?", "quick_exit_or_privacy")
    done = act("action_privacy", listen({}, phone), phone)
    assert _said(done)[0] == "tech-monitor-signs" and _slots(done)["shown"]


def test_without_a_place_no_organisation_of_another_region_is_shown(act: Act) -> None:
    done = _ask(act, "J'ai fugué. Qu'est-ce qui va m'arriver?", "youth_protection_report")
    assert _said(done)[0] == "runaway-teen"
    shown = [resource for r in done["responses"][1:-1] for resource in r["custom"]["resources"]]
    assert shown and all({"QC", "CA"} & set(resource["coverage"]) for resource in shown)


def test_a_question_misread_as_out_of_scope_is_still_answered(act: Act) -> None:
    message = parsed(RECORDS["age-of-consent"]["question_fr"], "out_of_scope")
    done = act("action_way_back", listen({}, message), message)
    assert _said(done)[0] == "age-of-consent" and _slots(done)["need"] == "legal_information"
    assert done["responses"][-1]["custom"]["need"] == "legal_information"


def test_nothing_fitting_is_refused_and_referred(act: Act) -> None:
    done = _ask(act, "Combien coûte un divorce avec trois maisons?", "legal_information")
    assert not _facts(done) and "utter_no_sure_answer" in _said(done)


def test_without_its_facts_the_bot_still_refers(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_in_conversation, "library", lambda: None)
    done = _ask(act, COMPLAINT, "compensation")
    assert not _facts(done) and any((each.get("custom") or {}).get("resources") for each in done["responses"])
    assert _said(act("action_learn_more", {"fact": "x"}, parsed("plus", "learn_more"))) == ["utter_ask_need"]


def test_a_confirming_service_gone_from_the_directory_is_not_invented(
    act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts_in_conversation, "confirmed_by", lambda fact: "gone")
    done = _ask(act, RECORDS["order-810-how"]["question_fr"], "legal_information")
    assert _said(done)[:2] == ["order-810-how", "utter_fact_to_confirm_elsewhere"]
