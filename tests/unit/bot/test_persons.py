"""Who writes, in what language, and words that were taken for others: what must and must not be read."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.corrections import denied
from bot.actions.echoes import thrown_back, without_opening
from bot.actions.facts import asked_words
from bot.actions.languages import languages
from bot.actions.refusals import is_refused
from bot.actions.signs import signs_in
from tests.unit.bot.conftest import at, listen, parsed
from tests.unit.bot.test_actions import _resources, _responses, _slots

Act = Callable[..., dict[str, Any]]


def _said(done: dict[str, Any]) -> str:
    return " ".join(r["text"] for r in done["responses"] if r.get("text"))


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("deaf", "c'est tu vraiment signe de quelque chose, le 2e cell"),
        ("deaf", "i signed a contract with him"),
        ("deaf", "there are signs that she is groomed"),
        ("asks_for_men", "il me fait coucher avec des hommes"),
        ("asks_for_men", "he makes me sleep with men"),
        ("asks_for_men", "elle est en fugue avec un gars plus vieux"),
        ("images_shared", "elle a mis des photos dans un hotel"),
        ("images_shared", "elle a des photos de son chat"),
    ],
)
def test_words_that_are_not_the_sign(sign: str, text: str) -> None:
    assert sign not in signs_in(text)


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("deaf", "chu sourde pis je peux pas appeler"),
        ("deaf", "i'm deaf, is there anyone who signs"),
        ("deaf", "j'entends pas bien, y a tu un service"),
        ("asks_for_men", "y a tu quelque chose pour les gars"),
        ("asks_for_men", "is there anyone who works with boys"),
        ("images_shared", "il a des photos de moi nue"),
        ("images_shared", "he has pics of me"),
        ("images_shared", "my ex has my pictures"),
    ],
)
def test_words_that_are_the_sign(sign: str, text: str) -> None:
    assert sign in signs_in(text)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("J'ai peur de parler. Mon ami dit il existe un permis ouvert, c'est vrai?", None),
        ("mon ami m'a dit qu'on peut avoir un avocat gratuit", None),
        ("my friend told me there is an open permit", None),
        ("mon amie se fait vendre par son chum", "other"),
        ("mon amie dit que son chum la vend", "other"),
        ("my friend says she is being sold, what do i do", "other"),
        ("je suis la maman d'une fille de 15 ans", "relative"),
    ],
)
def test_a_friend_who_is_only_quoted_is_not_who_is_written_for(text: str, whom: str | None) -> None:
    assert listen({}, parsed(text, "listening")).get("for_whom") in ((whom,) if whom else (None, "self"))


def test_a_nation_taken_for_granted_is_forgotten_with_its_need_for_the_whole_conversation() -> None:
    slots = {"audiences": ["indigenous"], "need": "indigenous_service", "services": []}
    slots = listen(slots, parsed("hein?? chu pas autochtone pantoute", "none"))
    assert slots["audiences"] == [] and slots["need"] is None
    assert denied(listen(slots, parsed("bon, je suis à Sherbrooke", "none"))["avoids"], "first_peoples")


def test_who_says_that_no_image_is_at_stake_gets_no_removal() -> None:
    slots = listen({"need": "image_removal"}, parsed("les photos sont pas nues, c'est juste une chambre", "none"))
    assert slots["need"] is None and is_refused("cyberaide-ca", "helpline", [], slots["avoids"])
    told = listen(slots, parsed("finalement il a des photos de moi nue", "image_removal"))
    assert not is_refused("cyberaide-ca", "helpline", [], told["avoids"])


ANSWERED = "call 911 now 911 emergency info social 811 si j appelle la police vont ils appeler l immigration"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("911?? He's upstairs doing homework.", "He's upstairs doing homework."),
        ("L'immigration? On est tous nés ici.", "On est tous nés ici."),
        ("Why 811? I said I want to write to somebody.", "I said I want to write to somebody."),
        ("hein?? chu chez nous", "chu chez nous"),
    ],
)
def test_what_is_thrown_back_is_not_asked(text: str, left: str) -> None:
    assert without_opening(text, ANSWERED) == left


@pytest.mark.parametrize("text", ["811?", "811? c'est quoi ça?", "Tel-jeunes? je connais pas ça", "Quoi?",
                                  "est-ce que le 811 répond la nuit? je suis à Laval"])  # fmt: skip
def test_a_question_on_what_was_answered_is_kept(text: str) -> None:
    assert not thrown_back(text, ANSWERED) and without_opening(text, ANSWERED) == text


def test_an_answer_thrown_back_is_owned(act: Act) -> None:
    from bot.actions import memory

    message = parsed("L'immigration? On est tous nés ici. Y a tu un refuge", "emergency_shelter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "answered_last", lambda _: ANSWERED)
        done = act("action_refer", listen({}, message), message, before="ils vont le prendre?")
    assert "Merci de me corriger" in _said(done)


DEAF = "Allo je suis sourde, 35 ans"


@pytest.mark.parametrize(
    "text",
    ["Existe maison pour femme sourde?", "Femme sourde. Cherche place ou monde signe LSQ",
     "y a tu quelqu'un qui parle LSQ", "is there a shelter for deaf women"],
)  # fmt: skip
def test_who_is_deaf_hears_that_nothing_in_sign_language_is_known_and_where_to_write(act: Act, text: str) -> None:
    message = parsed(text, "none")
    slots = listen({"written_only": True, "place": at("Saguenay", "02")}, message)
    done = act("action_way_back", slots, message, before=DEAF)
    assert "Je ne connais pas" in _said(done) and "sourdes" in _said(done)
    assert _resources(done) and "clavardage" in _said(done)


def test_a_bed_is_answered_to_who_is_deaf_as_often_as_it_is_asked(act: Act) -> None:
    slots: dict[str, Any] = {"written_only": True}
    for _ in range(4):
        message = parsed("Hébergement", "emergency_shelter")
        slots = listen(slots, message)
        done = act("action_refer", slots, message, before=DEAF)
        assert _resources(done)[0]["slug"] == "sos-violence-conjugale"
        slots |= _slots(done)


def test_who_hears_gets_no_word_of_it(act: Act) -> None:
    message = parsed("je cherche une maison à Saguenay", "emergency_shelter")
    assert "LSQ" not in _said(act("action_refer", listen({}, message), message, before="allo"))


def _spanish(text: str, need: str = "none") -> dict[str, Any]:
    return {**parsed(text, need), "metadata": {"spoken": "es"}}


@pytest.mark.parametrize("text", ["gracias. y la niña que tengo, ellos ayudan?", "mi hija está conmigo", "tengo miedo"])
def test_what_is_written_in_another_language_is_never_guessed(act: Act, text: str) -> None:
    message = _spanish(text, "parents_support")
    done = act("action_refer", {**listen({}, message), "languages_told": ["es"]}, message, before="hola")
    assert "Escribo en francés y en inglés" in _said(done)
    assert not any(
        "relatives" in each["audiences"] and each["slug"].startswith("ligneparents") for each in _resources(done)
    )


def test_who_asks_where_to_go_in_spanish_gets_who_finds_a_bed(act: Act) -> None:
    message = _spanish("voy a salir con la niña ahora. donde voy")
    slots = {**listen({}, message), "languages_told": ["es"], "place": at("Montréal", "06")}
    done = act("action_way_back", slots, message, before="hola")
    assert "sos-violence-conjugale" in {each["slug"] for each in _resources(done)} and "911" in _said(done)


@pytest.mark.parametrize("text", ["je parle mieux espagnol", "hablo español, mi francés no es perfecto, un refuge?",
                                  "tu peux parler espanol?"])  # fmt: skip
def test_who_says_to_speak_spanish_is_told_what_is_written_here_and_who_speaks_it(act: Act, text: str) -> None:
    message = parsed(text, "none")
    done = act("action_way_back", listen({}, message), message, before="allo")
    assert languages()["lines"]["es"]["text"] in _said(done) and _resources(done)
    assert "jeunesse-jecoute" not in {each["slug"] for each in _resources(done)}


def test_a_line_for_the_young_is_shown_to_the_young(act: Act) -> None:
    message = _spanish("hola, necesito ayuda")
    assert "jeunesse-jecoute" in str(_resources(act("action_way_back", {**listen({}, message), "age": 15}, message)))


def test_words_that_open_a_conversation_are_not_said_in_its_midst(act: Act) -> None:
    message = parsed("on est Atikamekw, y a tu quelqu'un pour elle", "indigenous_service")
    slots = listen({"place": at("La Tuque", "04")}, message)
    assert "Merci de m'écrire" in _said(act("action_refer", slots, message))
    assert "Merci de m'écrire" not in _said(
        act("action_refer", slots, message, before="je veux de l'aide pour ma soeur")
    )


def test_a_pupil_is_not_called_a_young_man_or_woman(act: Act) -> None:
    message = parsed(
        "J'enseigne au secondaire. Une élève de 15 ans reçoit de l'argent d'un homme.", "youth_protection_report"
    )
    done = act("action_refer", listen({}, message), message)
    assert "cette personne" in _said(done) and "ce jeune" not in _said(done)


@pytest.mark.parametrize("text", ["Jdevrais tu faire de quoi?", "qu'est-ce que je dois faire?", "what should i do?",
                                  "do i have to do something?"])  # fmt: skip
def test_what_to_do(text: str) -> None:
    assert "what_to_do" in asked_words(text)


@pytest.mark.parametrize("text", ["est-ce que je peux rester anonyme?", "c'est tu un crime?", "do they ask my name?"])
def test_what_asks_something_else(text: str) -> None:
    assert "what_to_do" not in asked_words(text)


def test_a_witness_who_asks_for_themself_is_not_taken_for_suicidal(act: Act) -> None:
    dark = ["suicide"]
    for text, kept in (("I keep thinking about it. Is there someone I can talk to, like for me", False),
                       ("I want to die over it. Is there someone I can talk to, like for me", True)):  # fmt: skip
        message = parsed(text, "listening", risk="high", language="en")
        message["risk"] |= {"types": dark, "turn_types": dark, "turn_level": "high"}
        slots = listen({"role": "witness", "language": "en", "for_whom": "other"}, message)
        assert ("suicide" in slots["risk"]["types"]) is kept


def test_nobody_suicidal_is_believed_and_answered(act: Act) -> None:
    message = parsed("Pardon? Personne n'est suicidaire. Comment je lui parle?", "none", risk="none")
    slots = {"risk": {"level": "high", "types": ["distress"]}, "role": "professional", "audiences": ["professionals"]}
    done = act("action_way_back", listen(slots, message) | {"risk": slots["risk"]}, message, before="ok")
    assert "utter_situation_not_suicidal" in _responses(done)


@pytest.mark.parametrize("text", ["do they speak spanish", "y parlent tu arabe", "est-ce qu'ils parlent espagnol?"])
def test_who_asks_what_others_speak_says_nothing_of_their_own_language(act: Act, text: str) -> None:
    message = parsed(text, "none")
    assert "utter_speaks_language" not in _responses(act("action_way_back", listen({}, message), message, before="ok"))


def test_who_asks_for_spanish_gets_one_list(act: Act) -> None:
    message = parsed("im in montreal, i speak spanish better", "switch_language", language="en")
    done = act("action_switch_language", listen({"language": "en"}, message), message)
    assert _responses(done).count("utter_speaks_language") == 1 and "utter_other_language" not in _responses(done)


def test_a_service_surely_asked_in_another_language_is_shown_after_the_first_message(act: Act) -> None:
    message = _spanish("necesito un abogado", "legal_information")
    slots = {**listen({"place": at("Montréal", "06")}, message), "languages_told": ["es"]}
    shown = _resources(act("action_refer", slots, message, before="hola"))
    assert any("legal" in each["kind"] for each in shown)
    doubtful = {**message, "intent": {"name": "legal_information", "confidence": 0.3}}
    assert len(_resources(act("action_refer", slots, doubtful, before="hola"))) < len(shown)


@pytest.mark.parametrize(("action", "question"), [("action_connect_human", None), ("action_answer_yes", "human")])
def test_a_person_is_called_in_whatever_language_they_are_asked_for(
    act: Act, action: str, question: str | None
) -> None:
    message = _spanish("sí, quiero hablar con una persona", "human_agent")
    message["metadata"] |= {"wants_human": True, "asked": question}
    done = act(action, {**listen({}, message), "languages_told": ["es"]}, message, before="hola")
    assert "escalation" in [each["custom"]["kind"] for each in done["responses"] if each.get("custom")]
