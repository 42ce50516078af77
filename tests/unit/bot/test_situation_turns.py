"""First sentences that would contradict what was said are not said: whole turns, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.bot.test_actions import _responses
from tests.unit.bot.test_speakers import _said, _turn

Act = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "intent", "types", "language", "never"),
    [
        ("ma fille de 16 ans a du linge neuf pis un chum de 25 ans", "youth_protection_report",
         ("runaway_missing_minor",), "fr", "utter_situation_child_missing"),
        ("allo jveux men aller de chez mon pimp", "emergency_shelter", ("recent_sexual_assault",), "fr",
         "utter_situation_recent_assault"),
        ("c pas un viol la, jveux juste partir", "deny", ("recent_sexual_assault",), "fr",
         "utter_situation_recent_assault"),
        ("jai 17 ans, jai un sugar daddy, des fois on couche ensemble", "exit_prostitution", ("minor_exploitation",),
         "fr", "utter_situation_leaving"),
        ("elle en veut encore", "exit_prostitution", ("threats_blackmail",), "fr", "utter_situation_leaving"),
        ("is there a program", "exit_prostitution", (), "en", "utter_situation_leaving"),
        ("chu un gars jai 30 ans, ma blonde ma laissé, jveux juste pas etre la", "listening", ("suicide",), "fr",
         "utter_situation_man"),
        ("hey im a guy from chisasibi", "listening", (), "en", "utter_situation_man"),
        ("im nb 17. my friends sell pics and i did too now a guy wants to meet me and pay", "image_removal",
         ("minor_exploitation",), "en", "utter_situation_images"),
        ("pas danger maintenant. je veux un endroit pour dormir et interprète LSQ", "emergency_shelter", (), "fr",
         "utter_situation_newcomer"),
        ("laisse faire l'avocat cest combien", "legal_information", (), "fr", "utter_situation_retraction"),
        ("t'es inutile, mon chum me force a danser", "listening", (), "fr", "utter_situation_insult"),
        ("you're useless, i need a bed", "emergency_shelter", (), "en", "utter_situation_insult"),
    ],
)  # fmt: skip
def test_what_contradicts_the_words_is_not_said(
    act: Act, text: str, intent: str, types: tuple[str, ...], language: str, never: str
) -> None:
    done, _ = _turn(act, {}, text, intent, risk="high" if types else "none", types=types, language=language)
    assert never not in _responses(done)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [("jai 14 ans pis ya un gars sur snap qui veut menvoyer de largent pour des photos", "fr",
      "Tu n'as rien à lui envoyer"),
     ("im 14 and a guy on snap wants to give me money for pics", "en", "You do not have to send anything")],
)  # fmt: skip
def test_a_solicited_minor_hears_that_they_can_stop_answering(act: Act, text: str, language: str, words: str) -> None:
    done, slots = _turn(act, {}, text, "image_removal", risk="high", types=("minor_exploitation", "threats_blackmail"),
                        language=language)  # fmt: skip
    assert "utter_situation_luring" in _responses(done) and words in _said(done)
    assert "retirer" not in _said(done).split("Voici à qui")[0] and slots["need"] == "listening"


def test_a_threat_to_share_is_still_a_threat_to_a_minor(act: Act) -> None:
    text = "jai 14 ans un gars veut des photos sinon y envoie mes nudes a tout le monde"
    done, _ = _turn(act, {}, text, "image_removal", risk="high", types=("threats_blackmail",))
    assert _responses(done)[0] == "utter_danger_blackmail" and "utter_situation_luring" not in _responses(done)


def test_taking_back_is_read_only_after_something_worrying(act: Act) -> None:
    done, _ = _turn(act, {}, "laisse faire", "deny", action="action_answer_no")
    assert "utter_situation_retraction" not in _responses(done)
    done, _ = _turn(act, {}, "laisse faire", "deny", risk="concern", action="action_answer_no")
    assert "utter_situation_retraction" in _responses(done)


@pytest.mark.parametrize(
    ("text", "language"), [("nvm ill just keep seeing them", "en"), ("laisse faire jvais retourner avec lui", "fr")]
)
def test_going_back_under_threat_is_not_told_that_it_is_fine(act: Act, text: str, language: str) -> None:
    done, _ = _turn(act, {}, text, "deny", risk="concern", types=("threats_blackmail",), language=language,
                    action="action_answer_no")  # fmt: skip
    assert _responses(done)[0] == "utter_situation_goes_back"
    assert "utter_situation_retraction" not in _responses(done)


def test_a_victim_at_a_friend_s_is_not_a_friend(act: Act) -> None:
    first = "mon frere a dit que si jcontinue a fuguer il va me vendre a ses chums. jai 13 ans"
    _, slots = _turn(act, {}, first, "youth_protection_report", risk="high", types=("minor_exploitation",))
    done, slots = _turn(act, slots, "chu a la maison de mon amie a saguenay", "emergency_shelter", risk="high",
                        types=("minor_exploitation",))  # fmt: skip
    assert "utter_situation_friend" not in _responses(done) and slots["for_whom"] == "self"


def test_a_minor_who_fears_their_parents_gets_no_list_for_parents(act: Act) -> None:
    _, slots = _turn(act, {}, "jai 15 ans, un gars me fait faire des affaires", "listening", risk="concern")
    done, slots = _turn(act, slots, "jveux pas que mes parents le sache", "parents_support", ranking=("listening",))
    assert slots["need"] == "listening" and "utter_situation_relative" not in _responses(done)


def test_the_same_opening_is_not_said_twice(act: Act) -> None:
    _, slots = _turn(act, {}, "is there something for native people", "indigenous_service", language="en")
    assert slots["situations"] == ["indigenous"]
    done, slots = _turn(act, slots, "im inuk, someone who speaks inuktitut?", "indigenous_service", language="en")
    assert not {"utter_situation_inuit", "utter_situation_indigenous"} & {*_responses(done)}
    assert "inuit" in slots["audiences"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("jpeux pas parler y va mentendre", "fr"), ("texto svp vite", "fr"), ("i have no phone", "en"),
     ("quelqu'un m'entend", "fr"), ("je suis sourd", "fr")],
)  # fmt: skip
def test_who_cannot_speak_is_only_written_to(act: Act, text: str, language: str) -> None:
    done, slots = _turn(act, {}, text, "listening", language=language)
    assert slots["written_only"] is True and "utter_situation_written" in _responses(done)


@pytest.mark.parametrize("text", ["what do i look for", "i cant call cops my boss will fire me"])
def test_who_asks_what_to_look_for_is_not_deaf(act: Act, text: str) -> None:
    _, slots = _turn(act, {}, text, "prevention_information", language="en")
    assert not slots.get("written_only")


def test_it_happens_to_men_is_said_to_who_it_happened_to_or_who_asks(act: Act) -> None:
    done, _ = _turn(act, {}, "je suis un gars, mon ex me force a voir ses amis", "listening", risk="concern")
    assert "utter_situation_man" in _responses(done)
    done, _ = _turn(act, {}, "are these for guys?", "basic_needs", language="en")
    assert "utter_situation_man" in _responses(done)
