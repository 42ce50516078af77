"""What a message calls for: who only tells gets no list, who asks for words no register, in danger what to do."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import advice, facts, hearing, memory, replies, themes
from bot.actions.dangers import refuses_numbers
from bot.actions.memory import Memory
from bot.actions.words import announcements, without_lead
from resources_db.knowledge.records import read_facts
from tests.unit.bot.conftest import listen, parsed
from tests.unit.bot.test_actions import _resources
from understanding.calls import CALLS

Act = Callable[..., dict[str, Any]]
BEFORE = "ma fille est revenue vendredi"


@pytest.fixture(autouse=True)
def no_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    """No written reply fits, and no theme: what is said then is looked at."""
    monkeypatch.setattr(replies, "likeliest", lambda memory: (None, 0.0))
    monkeypatch.setattr(themes, "told", lambda memory: None)


def calls(monkeypatch: pytest.MonkeyPatch, **shares: float) -> None:
    """Make every message call for these."""
    for module in (advice, hearing):
        monkeypatch.setattr(module, "calls_for", lambda _: {**dict.fromkeys(CALLS, 0.0), **shares})
    monkeypatch.setattr(hearing, "safety", lambda _: shares.get("safety", 0.0))


def turn(act: Act, text: str, *, before: str = BEFORE, declines: bool = False, **slots: Any) -> dict[str, Any]:
    message = parsed(text, "listening") | {"metadata": {"declines_human": declines}}
    known = {"language": "fr", "need": "listening", "shown": ["info-social-811"], **slots}
    return act("action_refer", listen(known, message), message, before)


def said(done: dict[str, Any]) -> str:
    return " ".join(r["text"] for r in done["responses"] if r.get("text"))


def lines(name: str) -> set[str]:
    return {variant.text for variant in announcements()[name]}


def test_a_theme_that_is_told_is_named_in_its_words(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, listening=0.8)
    monkeypatch.setattr(themes, "told", lambda memory: themes.themes()[0])
    done = turn(act, "elle a mangé deux toasts, pis elle a ri à table")
    assert not _resources(done) and said(done) in lines(themes.themes()[0].id)


def test_who_only_tells_is_heard_and_shown_no_list(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, listening=0.8)
    done = turn(act, "elle a mangé deux toasts, pis elle a ri à table")
    assert not _resources(done) and said(done) in lines("hears_self")


def test_who_tells_of_another_is_heard_as_such(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, listening=0.8)
    done = turn(act, "elle a mangé deux toasts", for_whom="relative", audiences=["relatives"])
    assert said(done) in lines("hears_other")


def test_who_tells_while_the_team_is_awaited_is_heard_too(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, listening=0.8)
    waiting = {"risk": {"level": "high", "types": ["coercion_trafficking"]}, "human_requested": True}
    message = parsed("elle a mangé deux toasts, pis elle a ri à table", "listening")
    slots = {**listen({"shown": ["info-social-811"], "need": "listening"}, message), **waiting}
    done = act("action_refer", slots, message, BEFORE)
    assert said(done) in lines("hears_self") and not _resources(done)


def test_who_is_not_in_danger_is_not_told_that_no_answer_is_due(act: Act) -> None:
    message = parsed("no i am not in danger he is 60 and very small lol", "deny", language="en")
    slots = {**listen({"language": "en"}, message), "question": "safety"}
    done = act("action_answer_no", slots, message, "he asks for it every time")
    assert "utter_safe_noted" in [r.get("response") for r in done["responses"]]


def test_plates_written_down_refuse_no_number() -> None:
    assert not refuses_numbers(Memory(whole="Très bien, je n'irai pas. J'ai noté les numéros de plaque"))
    assert refuses_numbers(Memory(whole="arrête avec tes numéros"))


def test_who_asked_for_a_number_refuses_none() -> None:
    danger = {"level": "high", "types": ["coercion_trafficking"]}
    asked = "criss j'ai demandé un numéro pas de me faire dire de respirer"
    assert not refuses_numbers(Memory(whole=asked, text=asked, risk=danger))
    assert refuses_numbers(Memory(whole="I don't want a number. Stop sending me hotlines", risk=danger))


@pytest.mark.parametrize("text", ["elle a mangé, c'est-tu bon signe?", "je cherche une travailleuse sociale"])
def test_who_asks_is_not_only_heard(monkeypatch: pytest.MonkeyPatch, act: Act, text: str) -> None:
    calls(monkeypatch, listening=0.8)
    assert not lines("hears_self") & {r.get("text") for r in turn(act, text)["responses"]}


def test_what_was_asked_and_not_given_yet_is_given(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, listening=0.8)
    assert _resources(turn(act, "il me fait aussi voir des clients", shown=[]))


def test_a_first_message_is_met_by_its_situation(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, listening=0.8)
    assert said(turn(act, "elle a mangé deux toasts", before="")) not in lines("hears_self")


def test_who_asks_for_words_is_offered_somebody_to_think_with_and_once_only(
    monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    calls(monkeypatch, words=0.8)
    first = turn(act, "j'y dis quoi quand elle rentre", listed=["info-social-811"])
    assert said(first) in lines("words_for_team") and not _resources(first)
    again = turn(act, "pis à mon mari", listed=["info-social-811"], said={"words_for_team": [0]})
    assert said(again) not in lines("words_for_team")


def test_a_refused_person_is_not_offered_for_words() -> None:
    class Refusing:
        memory = Memory(whole="j'y dis quoi", before=BEFORE, declines_human=True)

    assert advice.offer(Refusing()) is False  # type: ignore[arg-type]


def test_a_danger_that_no_rule_read_gets_what_to_do_and_the_team(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, safety=0.8)
    done = turn(act, "il monte les marches avec son chum")
    kinds = [r["custom"]["kind"] for r in done["responses"] if r.get("custom")]
    assert "escalation" in kinds and lines("danger_now_self") & {r.get("text") for r in done["responses"]}


def test_who_thinks_of_dying_is_not_sent_behind_a_door(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, safety=0.8)
    message = parsed("seule oui, ma coloc revient demain", "listening")
    own = {"for_whom": "self", "risk": {"level": "high", "types": ["suicide"]}}
    slots = {**listen({"shown": ["qc-211"]}, message), **own}
    done = act("action_refer", slots, message, "j'ai compté mes pilules tantôt")
    assert "suicide-1-866-appelle" in {each["slug"] for each in _resources(done)}
    assert not lines("danger_now_self") & {r.get("text") for r in done["responses"]}


def test_who_refuses_a_person_is_told_what_to_do_without_an_alert(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, safety=0.8)
    done = turn(act, "il monte les marches avec son chum", declines=True)
    assert not [r for r in done["responses"] if r.get("custom", {}).get("kind") == "escalation"]


def test_what_announces_nothing_is_left_out() -> None:
    told = "Vous pouvez demander à qui le voit. Voici ce que je sais là-dessus."
    assert without_lead(told) == "Vous pouvez demander à qui le voit."
    assert without_lead("Voici ce que je sais.") == "Voici ce que je sais."
    assert without_lead("Ask first. Here is where to ask.") == "Ask first."
    urgent = "Take your time. Here is who can listen; in danger: 911."
    assert without_lead(urgent) == urgent
    quoted = "Dites : « Voici mon adresse. »"
    assert without_lead(quoted) == quoted


def test_who_only_tells_gets_the_fact_that_answers(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    calls(monkeypatch, listening=0.8)
    fact = next(each for each in read_facts() if each.id == "interpreters-lines")
    monkeypatch.setattr(facts, "likeliest", lambda memory, *, sure: fact)
    done = turn(act, "moi pas parler bien français")
    assert fact.fact_fr in said(done) and not lines("hears_self") & {r.get("text") for r in done["responses"]}


PASSING = "sa job c'est de me conduire à Laval pis à Longueuil, après je rentre pis je parle à personne"


@pytest.mark.parametrize(("question", "brought"), [(None, False), ("place", True)])
def test_a_place_named_in_a_story_is_no_wish_for_a_list(
    monkeypatch: pytest.MonkeyPatch, question: str | None, brought: bool
) -> None:
    monkeypatch.setattr(memory, "calls_for", lambda _: {"listening": 0.9})
    assert Memory(whole=PASSING, news=("place",), question=question).brings_place is brought
    assert Memory(whole="Laval", news=("place",)).brings_place
