"""Who writes, as the opening tells it, and what that makes of a message's own words."""

from dataclasses import asdict
from typing import Any

import pytest

from bot.actions.reading import read
from bot.actions.writers import Writer, person_as_written
from understanding.person import read_person


def held_after(*messages: str) -> dict[str, Any]:
    """The slots after these messages, each read as it comes."""
    slots: dict[str, Any] = {}
    for number, text in enumerate(messages, start=1):
        message = {"text": text, "person": asdict(read_person(text)), "intent": {"name": "none", "confidence": 0.3}}
        slots |= read(message, slots, messages[:number])
    return slots


WHO = [
    (("Ma soeur dit que j'exagère mais mon chum me fait faire des clients pis il garde l'argent",), "self"),
    (("she hasn't eaten with us since August", "she is 15, she comes home with a second phone"), "relative"),
    (("ma coloc revient à 5h du matin pis elle pleure, son chum vient la chercher à chaque soir",), "other"),
]


@pytest.mark.parametrize(("messages", "whom"), WHO, ids=[whom for _, whom in WHO])
def test_who_writes_is_told_by_the_opening_and_not_by_the_people_named(messages: tuple[str, ...], whom: str) -> None:
    assert held_after(*messages)["for_whom"] == whom


def test_a_father_s_own_age_is_not_his_daughter_s() -> None:
    opening = "Ma fille de 15 ans a une carte d'hôtel et deux téléphones, je trouve de l'argent dans sa chambre"
    slots = held_after(opening, "j'ai 45 ans et je dors plus")
    assert (slots["for_whom"], slots["age"]) == ("relative", 15)


def test_a_bare_age_is_that_of_who_is_spoken_of() -> None:
    slots = held_after("my daughter has a second phone and a man drives her to hotels, what do I do", "16")
    assert (slots["for_whom"], slots["age"]) == ("relative", 16)


def test_who_says_that_it_is_them_is_believed() -> None:
    opening = "ma fille reçoit de l'argent d'un homme plus vieux et elle a une carte d'hôtel dans sa chambre"
    assert held_after(opening, "en fait c'est moi la victime, pas ma fille")["for_whom"] == "self"


def test_who_corrects_that_it_is_them_is_believed_over_their_opening() -> None:
    opening = "ma fille reçoit de l'argent d'un homme plus vieux et elle a une carte d'hôtel dans sa chambre"
    slots = held_after(opening, "non non c'est moi que ça concerne, pas ma fille")
    assert (slots["role"], slots["for_whom"]) == ("victim", "self")


def test_who_lives_it_may_write_for_a_friend_by_saying_so() -> None:
    opening = "mon pimp me bat pis y garde tout l'argent que je fais avec les clients"
    slots = held_after(opening, "là c'est pour mon amie que j'écris, elle a besoin d'aide elle aussi")
    assert slots["for_whom"] == "other"


def test_where_nobody_is_sure_unlikely_words_take_nothing_for_granted() -> None:
    person = {"age": 45, "gender": None, "audiences": ("adults",), "for_whom": "self", "role": None}
    unsure = Writer(None, {"victim": 0.2, "relative": 0.5, "witness": 0.3, "professional": 0.0, "buyer": 0.0})
    read_so = person_as_written(person, "j'ai 45 ans", unsure, {})
    assert (read_so["for_whom"], read_so["age"], read_so["audiences"]) == (None, None, ())


def test_nothing_is_changed_while_nothing_was_told() -> None:
    person = {"age": 16, "gender": None, "audiences": ("minors",), "for_whom": "self", "role": None}
    assert person_as_written(person, "j'ai 16 ans", Writer(), {}) == person


def test_a_parent_who_said_their_age_still_tells_that_of_their_child() -> None:
    slots = held_after("Bonjour, j'ai 45 ans", "ma fille de 15 ans s'est fait recruter par un gars de 24 ans")
    assert slots["for_whom"] == "relative" and slots["age"] == 15


@pytest.mark.parametrize("text", ["j'ai 34 ans je suis un gars, un client m'a agressé", "i'm a man, a client hurt me"])
def test_who_was_hurt_by_a_client_is_no_buyer(text: str) -> None:
    slots = held_after(text)
    assert "buyers" not in slots.get("audiences", ()) and slots.get("role") != "buyer"
    assert slots["gender"] == "men"
