"""A direct question that a fact answers gets it, whatever the message was taken for; only new danger goes before."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.knowledge.index import Index, retrieval
from resources_db.knowledge.records import FILE
from tests.unit.bot.conftest import listen, parsed

Act = Callable[..., dict[str, Any]]
RECORDS = {record["id"]: record for record in json.loads(FILE.read_text("utf-8"))}
COMPLAINT = "Faut-il porter plainte pour avoir droit à l'IVAC?"
UNSURE = "Combien coûte un divorce avec trois maisons?"


def _said(done: dict[str, Any]) -> list[str]:
    said = [r for r in done["responses"][:-1] if r.get("response") or (r.get("custom") or {}).get("sources")]
    return [r.get("response") or r["custom"]["sources"][0]["record"] for r in said]


def _resources(done: dict[str, Any]) -> list[str]:
    shown = [(r.get("custom") or {}) for r in done["responses"]]
    return [each["slug"] for custom in shown if custom.get("kind") == "resources" for each in custom["resources"]]


def _escalate(act: Act, text: str, level: str, **risk: Any) -> dict[str, Any]:
    message = parsed(text, "compensation", risk=level)
    told = {"level": level, "types": ["violence_now"], "alarm": True, **risk}
    return act("action_escalate", listen({}, message) | {"risk": told}, message)


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_refer", "police_report"),
        ("action_thank", "thanks"),
        ("action_answer_no", "deny"),
        ("action_answer_yes", "affirm"),
        ("action_skip_question", "dont_know"),
        ("action_greet", "greet"),
        ("action_goodbye", "goodbye"),
        ("action_switch_language", "language_switch"),
        ("action_way_back", "out_of_scope"),
        ("action_connect_human", "human_agent"),
        ("action_privacy", "quick_exit_or_privacy"),
    ],
)
def test_a_question_is_answered_whatever_it_was_taken_for(act: Act, action: str, intent: str) -> None:
    message = parsed(COMPLAINT, intent)
    done = act(action, listen({}, message), message)
    assert _said(done)[0] == "ivac-no-complaint" and 1 <= len(_resources(done)) <= 2
    questions = [question for each in done["responses"] if (question := (each.get("custom") or {}).get("question"))]
    assert questions == [RECORDS["ivac-no-complaint"]["question_fr"]]  # alone, or beside words that fit


def test_who_asks_for_a_person_gets_one(act: Act) -> None:
    message = parsed(COMPLAINT, "human_agent") | {"metadata": {"wants_human": True}}
    assert _said(act("action_connect_human", listen({}, message), message))[0] == "utter_connecting"


@pytest.mark.parametrize("action", ["action_another", "action_closer"])
def test_another_one_or_a_closer_one_is_no_question_of_fact(act: Act, action: str) -> None:
    message = parsed(COMPLAINT, "another_option")
    slots = listen({"need": "compensation", "place_unknown": True}, message)
    assert "ivac-no-complaint" not in _said(act(action, slots, message))


def test_the_sentence_for_a_situation_comes_once_and_the_fact_after(act: Act) -> None:
    message = parsed(RECORDS["passport-withheld"]["question_fr"], "immigration_support")
    done = act("action_refer", listen({}, message), message)
    situation, fact = _said(done)[:2]
    assert situation.startswith("utter_situation") and fact == "passport-withheld" and len(_resources(done)) <= 2


def test_a_sentence_that_would_end_the_turn_gives_way_to_the_fact(act: Act) -> None:
    text = "laisse faire. " + COMPLAINT
    ended = parsed("laisse faire, c'est pas grave", "deny")
    assert len(_said(act("action_answer_no", listen({}, ended), ended))) == 1
    message = parsed(text, "deny")
    done = act("action_answer_no", listen({}, message), message)
    assert _said(done)[0] == "ivac-no-complaint"
    assert {e["name"]: e["value"] for e in done["events"]}.get("situations") is None


@pytest.mark.parametrize("again", [False, True])
def test_where_a_life_is_in_danger_now_nothing_follows_the_numbers(act: Act, again: bool) -> None:
    done = _escalate(act, COMPLAINT, "imminent", again=again)
    assert all("sources" not in (r.get("custom") or {}) for r in done["responses"])


@pytest.mark.parametrize("again", [False, True])
def test_in_danger_the_numbers_come_first_then_the_fact_instead_of_a_list(act: Act, again: bool) -> None:
    done = _escalate(act, COMPLAINT, "high", again=again)
    kinds = [(r.get("custom") or {}).get("kind") for r in done["responses"]]
    if again:  # the numbers were given: what is asked comes first
        assert _said(done)[0] == "ivac-no-complaint" and kinds[1:3] == ["safety", "escalation"]
    else:
        assert kinds[:2] == ["safety", "escalation"] and _said(done)[-1] == "ivac-no-complaint"
    assert not _resources(done)
    assert not any(r.get("buttons") for r in done["responses"])


def test_in_danger_a_question_without_a_sure_answer_gets_no_fact(act: Act) -> None:
    done = _escalate(act, UNSURE, "high")
    assert all("sources" not in (r.get("custom") or {}) for r in done["responses"])


@pytest.mark.parametrize(
    ("text", "language"),
    [("Allez-vous appeler la police?", "fr"), ("Are you gonna report me?", "en"), ("Ça reste-tu entre nous?", "fr")],
)
def test_who_will_know_is_answered_for_this_service_and_for_the_lines(act: Act, text: str, language: str) -> None:
    message = parsed(text, "police_report", language=language)
    done = act("action_refer", listen({"language": language, "address": "tu"}, message), message)
    of_us = ("utter_privacy", "utter_who_is_told", "utter_ours_police", "utter_ours_dpj")
    assert _said(done)[0] in of_us and _said(done)[1] == "confidentiality-limit"
    if language == "fr":
        assert done["responses"][1]["text"].startswith("Une exception importante")  # "Non… Oui…" would contradict


def test_no_question_of_a_record_needs_a_form_of_address() -> None:
    words = {"vous", "votre", "vos"}
    assert not [r["id"] for r in RECORDS.values() if words & set(r["question_fr"].lower().replace("?", "").split())]


def test_a_short_message_is_read_after_the_one_before_it(facts_by_words: Index) -> None:
    def place(before: str) -> int:
        found = facts_by_words.rank("c'est gratuit?", before=before)
        return next(i for i, match in enumerate(found) if match.fact is not None and match.fact.id == "shelter-free")

    assert place("maison d'hébergement") < place("")


def test_what_was_said_before_weighs_nothing_on_a_long_message(facts_by_words: Index) -> None:
    long = " ".join(["et"] * retrieval()["following"]["words"]) + " combien de temps"
    alone = facts_by_words.rank(long)[0]
    assert facts_by_words.rank(long, before="la trousse médicolégale", last="order-810")[0] == alone


def test_a_short_message_stays_near_the_last_fact(facts_by_words: Index) -> None:
    def score(last: str | None) -> float:
        found = facts_by_words.rank("combien de temps", last=last)
        return next(m.score for m in found if m.fact is not None and m.fact.id == "order-810-how")

    assert score("order-810") == pytest.approx(score(None) + retrieval()["following"]["topic"])
    assert score("hiv-pep") == score(None)


def test_a_question_among_other_sentences_gets_its_fact(act: Act) -> None:
    message = parsed("Je suis à bout. Mon loyer est pas payé. " + COMPLAINT, "basic_needs")
    assert "ivac-no-complaint" in _said(act("action_refer", listen({}, message), message))


def test_after_an_alert_the_fact_stands_alone(act: Act) -> None:
    message = parsed(COMPLAINT, "compensation")
    slots = listen({"shown": ["police-911"]}, message) | {"risk": {"level": "high", "types": ["violence_now"]}}
    done = act("action_refer", slots, message | {"metadata": {"waiting": True}})
    assert _said(done)[0] == "ivac-no-complaint" and not _resources(done)


def test_who_this_service_tells_is_answered_whatever_it_was_taken_for(act: Act) -> None:
    message = parsed("vas-tu le répéter à mon prof?", "youth_protection_report")
    done = act("action_refer", listen({}, message), message)
    assert _said(done)[0] == "utter_ours_family" and not _resources(done)


def test_where_no_fact_answers_one_service_is_given_and_then_only_named(act: Act) -> None:
    message = parsed("Est-ce que la chasse est illégale en Papouasie?", "legal_information")
    done = act("action_refer", listen({}, message), message)
    assert _said(done)[0] == "utter_no_sure_answer" and _resources(done) == ["rebatir"]
    done = act("action_refer", listen({"listed": ["rebatir"], "shown": ["rebatir"]}, message), message)
    assert _said(done)[0] == "utter_no_sure_answer_named" and not _resources(done)


def test_a_second_question_without_a_fact_is_said_to_be_open(act: Act) -> None:
    message = parsed(f"{COMPLAINT} Est-ce que la chasse est illégale en Papouasie?", "compensation")
    done = act("action_refer", listen({}, message), message)
    assert _said(done)[:2] == ["ivac-no-complaint", "utter_other_question"] and len(_resources(done)) <= 2


def test_a_fact_that_was_given_is_told_again_for_what_it_surely_answers(act: Act) -> None:
    message = parsed(COMPLAINT, "compensation")
    done = act("action_refer", listen({"facts": ["ivac-no-complaint"]}, message), message)
    assert "Voici encore" in done["responses"][0]["text"]


@pytest.mark.parametrize(
    ("text", "language"), [("Je peux te poser une question? C'est délicat", "fr"), ("may i ask you something", "en")]
)
def test_a_leave_to_ask_is_given(act: Act, text: str, language: str) -> None:
    message = parsed(text, "out_of_scope", language=language)
    done = act("action_way_back", listen({"language": language}, message), message)
    assert "utter_go_ahead" in str(done["responses"]) and not _resources(done)
