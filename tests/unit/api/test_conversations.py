"""The visitor's calls: nothing lost, answered once, silent after a take-over, erased for good."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.conversations import triage
from api.conversations.models import Conversation, Message, Note, Transition
from tests.unit.api.conftest import Console, PlayedRasa, Visitor
from understanding.risk.detector import Assessment
from understanding.risk.taxonomy import Level

DANGER = "il a un couteau et il est devant la porte"
Open = Callable[..., Visitor]
LogIn = Callable[[str], Console]


def test_the_greeting_says_what_this_is(client: TestClient) -> None:
    french = client.post("/v1/conversations", json={}).json()
    english = client.post("/v1/conversations", json={"language": "en"}).json()
    assert "programme" in french["messages"][0]["text"] and "911" in french["messages"][0]["text"]
    assert "program" in english["messages"][0]["text"] and english["language"] == "en"
    assert french["state"] == "bot" and len(french["token"]) >= 32


def test_a_message_is_answered_and_both_are_kept(open_visitor: Open) -> None:
    visitor = open_visitor()
    answer = visitor.say("allo").json()
    assert [m["text"] for m in answer["messages"]] == ["Bonjour!"]
    assert [m["sender"] for m in visitor.read()["messages"]] == ["bot", "visitor", "bot"]


def test_the_same_message_twice_is_answered_once(open_visitor: Open, rasa: PlayedRasa) -> None:
    visitor = open_visitor()
    first, second = visitor.say("allo", "x").json(), visitor.say("allo", "x").json()
    assert first == second
    assert len(rasa.received) == 1
    assert len(visitor.read()["messages"]) == 3


def test_another_visitor_s_token_opens_nothing(client: TestClient, open_visitor: Open) -> None:
    one, other = open_visitor(), open_visitor()
    assert client.get(one.url, headers=other.headers).status_code == 401
    assert client.get(one.url).status_code == 401
    assert client.delete(one.url, headers=other.headers).status_code == 401
    assert client.get(one.url, headers=one.headers).status_code == 200


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "a\x00b"])
def test_bad_text_is_refused_clearly_and_not_echoed(open_visitor: Open, text: str) -> None:
    answer = open_visitor().say(text)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "body.text"
    assert "xxxx" not in answer.text


def test_danger_escalates_and_reaches_the_queue(open_visitor: Open, log_in: LogIn) -> None:
    visitor, console = open_visitor(), log_in("ines")
    assert visitor.say(DANGER).json()["state"] == "waiting"
    item = console.get("/queue").json()["items"][0]
    assert item["id"] == visitor.id and item["level"] == "imminent" and item["last_message"] == DANGER


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("mon ex menace d'envoyer mes photos nues à ma job si je paie pas", "je veux mourir"),
        ("il me force à faire des clients", "je vais me tuer ce soir"),
        (DANGER, "j'ai avalé toutes mes pilules"),
        ("je vais me tuer ce soir", DANGER),
    ],
)
def test_a_danger_told_while_a_person_is_awaited_alarms_again(
    open_visitor: Open, log_in: LogIn, rasa: PlayedRasa, first: str, then: str
) -> None:
    visitor, console = open_visitor(), log_in("ines")
    assert visitor.say(first).json()["state"] == "waiting"
    before = console.get("/queue").json()["items"][0]["alarmed_at"]
    visitor.say("merci")
    assert not rasa.received[-1]["metadata"]["risk"]["alarm"]
    visitor.say(then)
    told = rasa.received[-1]["metadata"]
    assert told["risk"]["alarm"] and told["risk"]["again"] and told["waiting"]
    assert console.get("/queue").json()["items"][0]["alarmed_at"] > before


def test_an_alert_of_the_bot_for_danger_is_no_wish_for_a_person(
    open_visitor: Open, log_in: LogIn, rasa: PlayedRasa
) -> None:
    rasa.reply = [{"text": "ok", "custom": {"kind": "escalation", "asked": False}}]
    visitor, console = open_visitor(), log_in("ines")
    assert visitor.say("j'ai une question sur un formulaire").json()["state"] == "waiting"
    item = console.get("/queue").json()["items"][0]
    assert item["wants_human"] is False and item["alarmed_at"] and item["level"] == "high"
    visitor.say("et une autre")  # the bot reads danger again while a person is awaited
    assert rasa.received[-1]["metadata"]["wants_human"] is False
    assert console.get("/queue").json()["items"][0]["alarmed_at"] > item["alarmed_at"]


def test_what_alarmed_told_in_other_words_does_not_alarm_again(open_visitor: Open, rasa: PlayedRasa) -> None:
    visitor = open_visitor()
    assert visitor.say("il me force à faire des clients").json()["state"] == "waiting"
    visitor.say("il m'oblige à coucher avec ses amis pis il garde tout l'argent")
    assert not rasa.received[-1]["metadata"]["risk"]["again"]


def test_rasa_down_gives_numbers_and_still_escalates(open_visitor: Open, rasa: PlayedRasa) -> None:
    rasa.broken = True
    visitor = open_visitor(language="en")
    harmless = visitor.say("I need a food bank").json()
    numbers = [p["number"] for m in harmless["messages"] for r in m["resources"] or [] for p in r["phones"]]
    assert "+18889339007" in numbers and harmless["state"] == "bot"
    danger = visitor.say("he has a gun, he is at the door").json()
    assert danger["state"] == "waiting"
    assert [m["kind"] for m in danger["messages"]] == ["safety", "escalation"]


def test_rasa_is_told_what_it_missed_when_it_is_back(open_visitor: Open, rasa: PlayedRasa) -> None:
    visitor = open_visitor()
    rasa.broken = True
    visitor.say("je cherche une banque alimentaire")
    rasa.broken = False
    answer = visitor.say("à Rimouski").json()
    assert [(r["message"], r["metadata"].get("replay")) for r in rasa.received] == [
        ("je cherche une banque alimentaire", True),
        ("à Rimouski", None),
    ]
    assert len(answer["messages"]) == 1


def test_a_silent_bot_is_a_broken_bot(open_visitor: Open, rasa: PlayedRasa) -> None:
    rasa.reply = []
    answer = open_visitor().say("allo").json()
    assert answer["messages"][0]["kind"] == "notice" and answer["messages"][0]["resources"]


def test_a_broken_assessment_calls_a_person(open_visitor: Open, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("model corrupted")

    monkeypatch.setattr(triage, "assess_conversation", broken)
    visitor = open_visitor()
    assert visitor.say("allo").json()["state"] == "waiting"
    assert log_in("ines").get("/queue").json()["items"][0]["reasons"] == ["assessment_unavailable"]


def test_the_bot_is_silent_if_taken_over_while_it_thinks(open_visitor: Open, log_in: LogIn, rasa: PlayedRasa) -> None:
    visitor, console = open_visitor(), log_in("ines")
    visitor.say(DANGER)
    rasa.before_reply = lambda: console.post(f"/conversations/{visitor.id}/claim")
    answer = visitor.say("allo?").json()
    assert answer == {"state": "human", "language": "fr", "messages": []}


def test_after_a_take_over_the_bot_says_nothing_until_given_back(
    open_visitor: Open, log_in: LogIn, rasa: PlayedRasa
) -> None:
    visitor, console = open_visitor(), log_in("ines")
    visitor.say(DANGER)
    console.post(f"/conversations/{visitor.id}/claim")
    heard = len(rasa.received)
    assert visitor.say("vous êtes là?").json()["messages"] == []
    assert len(rasa.received) == heard
    console.post(f"/conversations/{visitor.id}/return")
    assert visitor.say("merci").json()["messages"][0]["text"] == "Bonjour!"


def test_what_a_person_dealt_with_does_not_ring_again(open_visitor: Open, log_in: LogIn) -> None:
    visitor, console = open_visitor(), log_in("ines")
    visitor.say(DANGER)
    console.post(f"/conversations/{visitor.id}/claim")
    console.post(f"/conversations/{visitor.id}/return")
    assert visitor.say("merci beaucoup").json()["state"] == "bot"
    assert visitor.say(DANGER).json()["state"] == "waiting"


def test_erasing_leaves_nothing(client: TestClient, open_visitor: Open, log_in: LogIn) -> None:
    visitor, console = open_visitor(), log_in("ines")
    visitor.say(DANGER)
    assert client.delete(visitor.url, headers=visitor.headers).status_code == 204
    assert client.get(visitor.url, headers=visitor.headers).status_code == 404
    assert console.get("/queue").json()["items"] == []
    with client.app.state.sessions() as session:  # type: ignore[attr-defined]
        tables = (Message, Transition, Note)
        counts = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    assert counts == [0, 0, 0]


def test_a_message_whose_answer_was_lost_is_answered_after_a_restart(
    client: TestClient, open_visitor: Open, rasa: PlayedRasa
) -> None:
    visitor = open_visitor()
    turns = client.app.state.turns  # type: ignore[attr-defined]

    def die() -> None:
        raise KeyboardInterrupt

    rasa.before_reply = die
    with pytest.raises(KeyboardInterrupt):
        turns.take(
            conversation_id=visitor.id,
            token=visitor.headers["Authorization"].removeprefix("Bearer "),
            text="allo",
            client_message_id="m1",
        )
    rasa.before_reply = None
    assert [m["sender"] for m in visitor.read()["messages"]] == ["bot", "visitor"]
    assert turns.recover() == 1
    assert [m["sender"] for m in visitor.read()["messages"]] == ["bot", "visitor", "bot"]
    assert visitor.say("allo", "m1").json()["messages"][0]["text"] == "Bonjour!"


def test_a_closed_conversation_refuses_messages(open_visitor: Open, log_in: LogIn) -> None:
    visitor, console = open_visitor(), log_in("ines")
    visitor.say(DANGER)
    console.post(f"/conversations/{visitor.id}/claim")
    console.post(f"/conversations/{visitor.id}/close")
    assert visitor.say("allo").status_code == 409


def test_a_fact_keeps_its_question_and_its_sources(open_visitor: Open, rasa: PlayedRasa) -> None:
    source = {"record": "order-810", "title": "Éducaloi", "url": None, "as_of": "2025", "as_of_estimated": True}
    rasa.reply = [
        {"text": "Un fait.", "custom": {"kind": "text", "question": "Vrai?", "sources": [source]}},
        {"text": "Autre chose?"},
    ]
    visitor = open_visitor()
    fact, other = visitor.say("c'est quoi un 810?").json()["messages"]
    assert fact["kind"] == "text" and fact["text"] == "Un fait." and fact["sources"] == [source]
    assert fact["question"] == "Vrai?" and other["sources"] is None and other["question"] is None
    assert [m["sources"] for m in visitor.read()["messages"]][-2:] == [[source], None]


# Gradual disclosure and the safety question: the detector is played, the conversation is real.


class PlayedDetector:
    """Finds a concern in what speaks of "lui", danger in nothing."""

    thresholds: ClassVar[dict[str, float]] = {"concern": 0.5, "high": 0.6, "imminent": 0.6}

    def assess(self, text: str) -> Assessment:
        """Return a concern or nothing."""
        high = 0.35 if "lui" in text and "\n" not in text else 0.0
        level = Level.CONCERN if high else Level.NONE
        return Assessment(level, ("stalking",) if high else (), high, {"concern": high * 2, "high": high}, ())


@pytest.fixture
def played_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triage, "shared_detector", PlayedDetector)


ASKS_SAFETY = [
    {"text": "Êtes-vous en sécurité?", "buttons": [{"title": "Oui", "payload": "Oui"}]},
    {"custom": {"kind": "memory", "question": "safety"}},
]


@pytest.mark.usefixtures("played_detector")
def test_a_gradual_disclosure_escalates(open_visitor: Open) -> None:
    visitor = open_visitor()
    said = ["je pense souvent à lui", "lui demande où je vais chaque soir", "des fois lui attend en bas de chez nous"]
    assert [visitor.say(text).json()["state"] for text in said] == ["bot", "bot", "waiting"]


@pytest.mark.usefixtures("played_detector")
@pytest.mark.parametrize(
    ("answer", "state"),
    [("Non", "waiting"), ("pas vraiment", "waiting"), ("Je ne sais pas", "waiting"), ("Oui", "bot"), ("Laval", "bot")],
)
def test_the_answer_to_the_safety_question_counts(
    open_visitor: Open, rasa: PlayedRasa, answer: str, state: str
) -> None:
    visitor = open_visitor()
    rasa.reply = ASKS_SAFETY
    visitor.say("je pense à lui")
    assert rasa.received[-1]["metadata"]["ask_safety"] is True
    assert visitor.say(answer).json()["state"] == state
    assert rasa.received[-1]["metadata"]["asked"] == "safety"


@pytest.mark.usefixtures("played_detector")
def test_a_no_to_another_question_is_no_alarm(open_visitor: Open) -> None:
    visitor = open_visitor()
    visitor.say("je pense à lui")
    assert visitor.say("Non").json()["state"] == "bot"


@pytest.mark.usefixtures("played_detector")
def test_the_safety_question_is_asked_once(open_visitor: Open, rasa: PlayedRasa) -> None:
    visitor = open_visitor()
    rasa.reply = ASKS_SAFETY
    visitor.say("je pense à lui")
    visitor.say("Oui")
    visitor.say("je pense à lui")
    assert [r["metadata"]["ask_safety"] for r in rasa.received] == [True, False, False]


@pytest.mark.usefixtures("played_detector")
def test_a_bot_that_did_not_ask_is_told_to_ask_again(open_visitor: Open, rasa: PlayedRasa) -> None:
    visitor = open_visitor()
    for _ in range(2):
        visitor.say("je pense à lui")
    assert [r["metadata"]["ask_safety"] for r in rasa.received] == [True, True]


@pytest.mark.usefixtures("played_detector")
@pytest.mark.parametrize(("language", "no"), [("fr", "non"), ("en", "no")])
def test_the_safety_question_survives_a_broken_bot(
    open_visitor: Open, rasa: PlayedRasa, language: str, no: str
) -> None:
    rasa.broken = True
    visitor = open_visitor(language=language)
    asked = visitor.say("lui").json()["messages"][-1]
    assert asked["text"].count("?") == 1 and len(asked["buttons"]) == 3
    answer = visitor.say(no).json()
    assert answer["state"] == "waiting"
    assert [m["kind"] for m in answer["messages"]] == ["safety", "escalation"]


@pytest.mark.usefixtures("played_detector")
def test_a_yes_to_a_question_asked_while_the_bot_was_away_is_not_taken_for_another(
    open_visitor: Open, rasa: PlayedRasa
) -> None:
    rasa.broken = True
    visitor = open_visitor()
    visitor.say("je pense à lui")
    rasa.broken = False
    visitor.say("Oui")
    replayed, real = (r["metadata"] for r in rasa.received)
    assert replayed["replay"] and not replayed["ask_safety"] and real["asked"] == "safety"


@pytest.mark.usefixtures("played_detector")
def test_taking_it_back_lowers_nothing(open_visitor: Open, client: TestClient) -> None:
    visitor = open_visitor()
    visitor.say("je pense à lui")
    visitor.say("non c'est une blague")
    with client.app.state.sessions() as session:  # type: ignore[attr-defined]
        assert session.get(Conversation, visitor.id).level == "concern"


def test_another_language_is_told_to_the_bot(open_visitor: Open, rasa: PlayedRasa) -> None:
    visitor = open_visitor()
    answer = visitor.say("Hola, necesito ayuda por favor, no hablo francés").json()
    assert answer["language"] == "fr" and rasa.received[-1]["metadata"]["spoken"] == "es"
    visitor.say("merci")
    assert rasa.received[-1]["metadata"]["spoken"] is None
