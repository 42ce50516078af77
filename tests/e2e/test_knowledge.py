"""Whole conversations in which facts are asked for, over the HTTP contract, with the trained assistant."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.actions.knowledge.openings import without_opening
from resources_db.knowledge.records import FILE
from tests.e2e.conftest import PASSWORD, Stack, Visitor, repere, resources

pytestmark = pytest.mark.stack
Open = Callable[..., Visitor]
RECORDS = {record["id"]: record for record in json.loads(FILE.read_text("utf-8"))}


def _facts(answer: dict[str, Any]) -> list[str]:
    """The records given, each checked against the file."""
    given = [m for m in answer["messages"] if m["sources"]]
    for message in given:
        record = RECORDS[message["sources"][0]["record"]]
        text, language = record[f"fact_{message['language']}"], message["language"]
        assert message["kind"] == "text" and message["text"] in (text, without_opening(record["id"], text, language))
        assert record["confidence"] != "low"
        assert [s["title"] for s in message["sources"]] == [s["title"] for s in record["sources"]]
    return [m["sources"][0]["record"] for m in given]


def _payload(answer: dict[str, Any], title: str) -> str:
    offered = [b for m in answer["messages"] for b in m["buttons"] or []]
    return str(next(b["payload"] for b in offered if b["title"] == title))


def test_a_victim_asks_about_compensation_then_more_then_closer(open_visitor: Open) -> None:
    visitor = open_visitor()
    first = visitor.say("Est-ce qu'il faut porter plainte pour avoir droit à l'IVAC?")
    assert _facts(first) == ["ivac-no-complaint"] and resources(first)
    assert [m["kind"] for m in first["messages"]][:2] == ["text", "resources"]
    more = visitor.say(_payload(first, "En savoir plus"))
    related = _facts(more)
    assert related and "ivac-no-complaint" not in related
    assert not set(_facts(visitor.say(_payload(more, "En savoir plus")))) & {*related, "ivac-no-complaint"}
    visitor.say("Plus près de chez moi")
    near = resources(visitor.say("Gatineau"))
    assert near and all({"07", "QC", "CA"} & set(r["coverage"]) for r in near)


def test_a_medium_fact_in_english_names_who_can_confirm_it(open_visitor: Open) -> None:
    answer = open_visitor(language="en").say("How long does an 810 order last and how do I ask for it?")
    assert _facts(answer) == ["order-810-how"]
    confirm = next(m for m in answer["messages"] if m["text"].startswith("To check with"))
    assert confirm["resources"][0]["name"] in confirm["text"]


def test_a_request_for_a_service_then_a_question(open_visitor: Open) -> None:
    visitor = open_visitor()
    lawyer = visitor.say("je cherche un avocat à Laval")
    assert not _facts(lawyer) and resources(lawyer)
    lease = visitor.say("Puis-je casser mon bail à cause de la violence?")
    assert _facts(lease) == ["lease-break"]
    assert not {r["slug"] for r in resources(lease)} & {r["slug"] for r in resources(lawyer)}


def test_a_teacher_who_asks_what_to_do_is_told_the_duty_though_the_message_alarms(open_visitor: Open) -> None:
    visitor = open_visitor()
    answer = visitor.say(
        "Je suis prof au secondaire, une élève de 15 ans m'a dit qu'un homme la paye. Je dois faire quoi?"
    )
    given = set(_facts(answer))
    assert given and given <= {"prof-duty", "dpj-duty-everyone", "dpj-no-proof", "prof-lines", "dpj-what-next"}


def test_what_is_asked_of_this_service_is_answered_by_it(open_visitor: Open) -> None:
    visitor = open_visitor()
    visitor.say("mon chum me force à faire des clients à Laval")
    waits = visitor.say("quelqu'un va m'écrire dans combien de temps?")["messages"][0]["text"]
    assert "je ne sais pas dans combien de temps" in waits or "Je ne peux pas vous dire quand" in waits
    sends = visitor.say("allez-vous envoyer une ambulance chez moi?")["messages"][0]["text"]
    assert "Je n'envoie personne" in sends and "secours" in sends


def test_what_is_not_sure_is_not_said(open_visitor: Open) -> None:
    answer = open_visitor().say("Combien de temps la trousse est-elle gardée si j'hésite?")
    assert not _facts(answer) and resources(answer)


def test_danger_interrupts_the_questions(open_visitor: Open) -> None:
    visitor = open_visitor()
    assert _facts(visitor.say("C'est quoi, un 810?")) == ["order-810"]
    answer = visitor.say("il est devant ma porte avec un couteau, est-ce que je dois porter plainte?")
    assert answer["state"] == "waiting" and not _facts(answer)
    assert "safety" in [message["kind"] for message in answer["messages"]]


def test_an_editor_s_correction_is_said_within_a_minute_without_a_restart(stack: Stack, open_visitor: Open) -> None:
    subprocess.run(
        repere("console", "add-user", "eve", "--name", "Ève", "--role", "editor"),
        env={**stack.environment, "REPERE_NEW_PASSWORD": PASSWORD},
        check=True,
        capture_output=True,
    )
    question, before = "Est-ce qu'il faut porter plainte pour avoir droit à l'IVAC?", stack.pids("actions")
    assert _said(open_visitor(), question) == RECORDS["ivac-no-complaint"]["fact_fr"]
    with httpx.Client(base_url=stack.url, timeout=20, trust_env=False) as editor:
        editor.post("/admin/login", data={"username": "eve", "password": PASSWORD})
        page = editor.get("/admin/facts/ivac-no-complaint").text
        form = {
            "csrf_token": _hidden(page, "csrf_token"),
            "mark": _hidden(page, "mark"),
            **_fields("ivac-no-complaint"),
        }
        saved = editor.post("/admin/facts/ivac-no-complaint/correct", data={**form, "fact_fr": "Texte corrigé."})
        assert saved.status_code == 303 and "done=corrected" in saved.headers["location"]
        deadline = time.monotonic() + 60
        while _said(open_visitor(), question) != "Texte corrigé.":
            assert time.monotonic() < deadline
            time.sleep(1)
        mark = _hidden(editor.get("/admin/facts/ivac-no-complaint").text, "mark")
        back = editor.post("/admin/facts/ivac-no-complaint/return", data={**form, "mark": mark, "version": "0"})
        assert back.status_code == 303 and stack.pids("actions") == before
        while _said(open_visitor(), question) != RECORDS["ivac-no-complaint"]["fact_fr"]:
            assert time.monotonic() < deadline + 60
            time.sleep(1)


def _said(visitor: Visitor, question: str) -> str | None:
    return next((m["text"] for m in visitor.say(question)["messages"] if m["sources"]), None)


def _hidden(page: str, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]+)"', page)[0]


def _fields(name: str) -> dict[str, str]:
    """The record as the page's form sends it."""
    record = RECORDS[name]
    texts = ("question_fr", "question_en", "fact_fr", "fact_en", "as_of", "confidence", "note")
    fields = {text: record.get(text) or "" for text in texts}
    for at, source in enumerate(record["sources"]):
        fields |= {f"sources.{at}.title": source["title"], f"sources.{at}.url": source["url"] or ""}
    return fields
