"""What is asked in so many words has its own answer, once, for whom it is."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.bot.conftest import at, listen, parsed
from tests.unit.bot.test_actions import _resources
from tests.unit.bot.test_dangers import BUYER, FAMILY, FRIEND
from tests.unit.bot.test_dangers_when import _names
from tests.unit.bot.test_memory import _texts

Act = Callable[..., dict[str, Any]]
Slots = dict[str, Any]
PARENT: Slots = {"for_whom": "relative", "audiences": ["relatives"]}
TEACHER: Slots = {"for_whom": "other", "role": "professional", "audiences": ["professionals"]}
CLERK: Slots = {"for_whom": "other", "role": "witness", "audiences": ["witnesses"]}
VICTIM: Slots = {"for_whom": "self"}


def _told(done: dict[str, Any]) -> list[str]:
    """Return the ids of the facts that the turn leaves as told."""
    events = {event["name"]: event["value"] for event in done["events"] if event["event"] == "slot"}
    return list(events.get("facts") or ())


def _turn(act: Act, text: str, slots: Slots, *, language: str = "fr", before: str = "allo") -> dict[str, Any]:
    message = parsed(text, "none", language=language)
    return act("action_way_back", listen({"language": language, **slots}, message), message, before)


@pytest.mark.parametrize(
    ("text", "language", "slots", "before", "name", "fact"),
    [
        ("c'est quoi les signes?", "fr", PARENT, "ma fille a 15 ans", "pinned_signs", "warning-signs-youth"),
        ("am i being dramatic?", "en", PARENT, "my son is 16", "pinned_signs", "warning-signs-youth"),
        ("je m'énerve tu pour rien?", "fr", TEACHER, "une élève de 15 ans", "pinned_signs", "warning-signs-youth"),
        ("je m'imagine-tu des affaires", "fr", CLERK, "à la réception d'un hôtel", "pinned_signs", "hotel-signs"),
        ("je lui dis quoi??", "fr", CLERK, "elle pleure devant moi", "pinned_words", "react-dont"),
        ("what do i actually say to her tomorrow", "en", PARENT, "she is home", "pinned_words", "react-dont"),
        ("comment je l'aborde après le cours?", "fr", TEACHER, "une élève", "pinned_words", "react-dont"),
        ("si je le bloque y va poster mes photos", "fr", VICTIM, "il a ma photo", "pinned_blocking", "qc-image-threat"),
        ("just tell me the name of the hospital", "en", VICTIM, "i was raped", "pinned_hospital", "designated-centre"),
    ],
)  # fmt: skip
def test_it_is_answered_with_its_fact(
    act: Act, text: str, language: str, slots: Slots, before: str, name: str, fact: str
) -> None:
    done = _turn(act, text, slots, language=language, before=before)
    assert name in _names(done) and fact in _told(done)


@pytest.mark.parametrize(
    ("text", "slots", "before"),
    [
        ("je lui dis quoi?", VICTIM, "ma mère le sait pas"),  # whoever lives it has words of their own
        ("je dis quoi à la police?", PARENT, "ma fille a 15 ans"),
        ("c'est quoi les signes?", BUYER, "elle avait l'air d'avoir 16 ans"),
        ("je suis inquiète pour ma fille", PARENT, "ma fille a 15 ans"),
        ("je veux bloquer son numéro", VICTIM, "il m'écrit"),
        ("l'hôpital m'a appelée", VICTIM, "j'ai été violée"),
        ("my friend wants to kill herself, what do I say to her", PARENT, "my friend"),
        ("il veut que je lui envoie l'argent, je lui dis quoi", PARENT, "mon gars de 14 ans"),
        ("how do i know where my daughter is", PARENT, "my daughter is 15"),
        ("how can i tell if she overdosed", PARENT, "my daughter is 15"),
        ("I blocked my ex but he will send his friends to kill me", VICTIM, "i left"),
        ("il bloque la porte pour m'envoyer travailler", VICTIM, "il a mes photos"),
        ("il m'a agressée, je saigne, quelle urgence", VICTIM, "j'ai été violée"),
    ],
)
def test_what_is_asked_otherwise_or_by_others_is_left_alone(act: Act, text: str, slots: Slots, before: str) -> None:
    assert not {name for name in _names(_turn(act, text, slots, before=before)) if name.startswith("pinned_")}


def test_it_is_said_once(act: Act) -> None:
    known = {**PARENT, "said": {"pinned_words": [0]}, "facts": ["react-dont"]}
    assert "pinned_words" not in _names(_turn(act, "what do i say to her", known, language="en", before="my daughter"))


def test_proof_is_asked_of_a_report_alone(act: Act) -> None:
    asked = _turn(act, "faut-tu des preuves pour signaler à la dpj?", TEACHER, before="une élève de 15 ans")
    other = _turn(act, "je suis sûre qu'il faut signaler son compte", TEACHER, before="une élève de 15 ans")
    assert "dpj-no-proof" in _told(asked) and "dpj-no-proof" not in _told(other)


def test_nothing_is_announced_where_no_fact_is_left(act: Act) -> None:
    known = {**VICTIM, "facts": ["designated-centre"]}
    assert "pinned_hospital" not in _names(_turn(act, "quel hôpital?", known, before="j'ai été violée hier"))


def test_a_hospital_near_is_shown_where_one_is_known(act: Act) -> None:
    asked = {"need": "medical_care", **VICTIM}
    shown = _turn(act, "quel hôpital?", {**asked, "place": at("Montréal", "06")}, before="j'ai été violée hier")
    assert any("centre désigné" in each["name"].lower() for each in _resources(shown))
    assert not _resources(_turn(act, "quel hôpital?", asked, before="j'ai été violée hier"))


@pytest.mark.parametrize("slots", [FAMILY, FRIEND])
def test_in_danger_too_it_is_answered_before_a_list(act: Act, slots: Slots) -> None:
    done = _turn(act, "what do i say to her right now", slots, language="en", before="my sister")
    assert "pinned_words" in _names(done)


def test_what_is_asked_beside_it_is_answered_too(act: Act) -> None:
    text = "quel hôpital? pis faut-tu que je porte plainte pour y aller?"
    done = _turn(act, text, VICTIM, before="j'ai été violée hier")
    assert "designated-centre" in _told(done) and len(_texts(done)) > 2
