"""What a visitor corrects is said back and kept, and what was asked before is taken up."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.corrections import corrected_in, denied, undone_in
from tests.unit.bot.conftest import listen, parsed
from tests.unit.bot.test_actions import _resources, _responses, _slots

Act = Callable[..., dict[str, Any]]
CORRECTED = [
    ("j'ai aucun enfant moi", "child"),
    ("but i dont have any kids", "child"),
    ("elle est pas disparue, elle est chez son chum", "missing"),
    ("she's not missing!", "missing"),
    ("c'est pas mon mari c'est mon patron", "partner"),
    ("chu pas un client", "buyer"),
    ("c'est pas moi la victime, je fais juste du taxi", "not_the_one"),
    ("chu pas une victime moi", "no_victim"),
    ("im not a victim ok", "no_victim"),
    ("j'ai 41 ans, chu pas une enfant", "grown"),
    ("im not a minor", "grown"),
    ("c'est moi la fille, pas une amie", "the_person"),
    ("i'm not leaving anyone", "leaving"),
    ("chu pas en couple avec lui, c'est mon pimp", "partner"),
    ("chu pas autochtone pantoute", "first_peoples"),
    ("je suis pas innue moi", "first_peoples"),
    ("im not indigenous", "first_peoples"),
    ("on est pas des Premières Nations", "first_peoples"),
    ("we were all born here", "newcomer"),
    ("je suis née ici moi, à Laval", "newcomer"),
    ("les photos sont pas nues", "images"),
    ("je veux pas faire enlever de photos", "images"),
    ("there's nothing online about images", "images"),
    ("y a pas de photos là-dedans", "images"),
]
NOTHING = ["j'ai un enfant de 3 ans", "je suis une enfant", "im a kid, not an adult", "elle est disparue",
           "je pars pas ce soir", "j'ai pas d'argent", "mon chum est pas là", "c'est moi qui demande", "chu autochtone",
           "je suis pas inscrite comme Innue au conseil de bande", "ma fille est née ici", "il a des photos de moi nue",
           "je veux pas qu'il montre mes photos", "j'ai peur, y a pas juste des photos, y a des vidéos"]  # fmt: skip


def _said(done: dict[str, Any]) -> str:
    return " ".join(r["text"] for r in done["responses"] if r.get("text"))


@pytest.mark.parametrize(("text", "thing"), CORRECTED)
def test_what_is_corrected_is_named(text: str, thing: str) -> None:
    assert thing in corrected_in(text)


@pytest.mark.parametrize("text", NOTHING)
def test_what_corrects_nothing(text: str) -> None:
    assert not corrected_in(text)


def test_a_correction_is_kept_until_the_contrary_is_told() -> None:
    slots = listen({}, parsed("j'ai pas d'enfant", "none"))
    assert denied(slots["avoids"], "child")
    slots = listen(slots, parsed("je suis à Laval", "none"))
    assert denied(slots["avoids"], "child")
    assert undone_in("j'ai mon fils de 2 ans avec moi") == {"denied:child"}
    assert not denied(listen(slots, parsed("je pars avec mes deux enfants", "none"))["avoids"], "child")


def test_who_has_no_child_is_not_told_to_leave_with_one(act: Act) -> None:
    slots = {"risk": {"level": "high", "types": ["violence_now"], "alarm": True}}
    slots = listen(slots, parsed("est-ce qu'ils prennent mes enfants", "none"))
    slots = listen(slots, parsed("j'ai pas d'enfant", "none"))
    message = parsed("il s'en vient là", "none", risk="imminent")
    message["risk"] |= {"types": ["violence_now"], "turn_types": ["violence_now"], "turn_level": "imminent"}
    done = act("action_escalate", listen(slots, message), message, before="est-ce qu'ils prennent mes enfants")
    assert "utter_danger_coming" in _responses(done) and "enfant" not in _said(done)


def test_a_bare_correction_is_said_back_and_never_followed_by_nothing(act: Act) -> None:
    message = parsed("elle est pas disparue", "none")
    slots = {"for_whom": "relative", "shown": ["qc-211", "info-social-811"], "need": "parents_support"}
    done = act("action_way_back", listen(slots, message), message, before="elle répond plus, je fais quoi")
    assert "personne n'est disparu" in _said(done)
    assert _resources(done) or "pas mieux" in _said(done)


def test_a_complaint_promises_nothing_and_offers_a_way_on_once(act: Act) -> None:
    message = parsed("ça a aucun rapport avec ma question", "none")
    slots = listen({"shown": ["qc-211"]}, message)
    done = act("action_way_back", slots, message, before="ok")
    said = _said(done)
    assert "reprends" not in said and "pas mieux" in said and any(r.get("buttons") for r in done["responses"])
    again = act("action_way_back", {**slots, **_slots(done)}, message, before="ok")
    assert "pas mieux" not in _said(again)


def test_what_was_asked_before_is_answered_after_a_correction(act: Act) -> None:
    message = parsed("c'est moi la fille, pas une amie", "none")
    before = "est-ce que je dois porter plainte pour avoir l'IVAC?"
    done = act("action_way_back", listen({"for_whom": "other"}, message), message, before=before)
    assert "c'est vous qui le vivez" in _said(done)
    assert "plainte" in _said(done)


def test_who_told_of_their_own_danger_is_not_a_friend_s_helper_when_naming_one() -> None:
    own = {"for_whom": "self", "risk": {"level": "high", "types": ["coercion_trafficking"]}}
    assert listen(own, parsed("mon amie va tu avoir du trouble?", "none")).get("for_whom") == "self"
    assert listen(own, parsed("en fait c'est pour mon amie, elle a 19 ans", "none"))["for_whom"] == "other"


def test_who_speaks_of_what_is_done_to_another_stays_the_one_who_writes_for_them() -> None:
    slots = {"for_whom": "relative", "audiences": ["relatives"]}
    heard = listen(slots, parsed("c'est lui qui la bat, je peux aller la chercher moi-même?", "none"))
    assert heard["for_whom"] == "relative"


@pytest.mark.parametrize(
    "text",
    [
        "je fais du taxi à Rouyn, une fille de 16 ans change de motel chaque soir",
        "je suis à la réception d'un motel, une jeune fille reçoit plein d'hommes",
        "i drive for uber, a young girl gets picked up at hotels with older men",
    ],
)
def test_who_only_saw_is_never_told_that_it_is_not_their_fault(act: Act, text: str) -> None:
    message = parsed(text, "police_report", risk="high", language="en" if text.startswith("i ") else "fr")
    kinds = ["coercion_trafficking", "minor_exploitation"]
    message["risk"] |= {"types": kinds, "turn_types": kinds, "turn_level": "high"}
    done = act("action_escalate", listen({"language": message["reply_language"]}, message), message)
    assert "utter_situation_coerced" not in _responses(done) and "fault" not in _said(done)


def test_who_got_out_of_a_centre_is_not_in_it(act: Act) -> None:
    message = parsed("je suis sortie du centre jeunesse au printemps, je vois des clients, j'ai 20 ans", "listening")
    slots = listen({}, message)
    done = act("action_refer", slots, message)
    assert "utter_situation_youth_centre" not in _responses(done)
    assert "minors" not in slots["audiences"] and slots.get("address", "vous") == "vous"


def test_a_refusal_that_was_never_made_is_owned(act: Act) -> None:
    message = parsed("j'ai jamais dit pas de police", "none")
    done = act("action_way_back", listen({"avoids": ["police"]}, message), message, before="je dois appeler qui")
    assert "utter_misread" in _responses(done) and "police" not in listen({"avoids": ["police"]}, message)["avoids"]


def test_an_own_age_stays_when_another_is_named() -> None:
    told = {"level": "high", "types": ["coercion_trafficking"]}
    slots: dict[str, Any] = {"for_whom": "self", "age": 24, "audiences": ["adults"], "risk": told}
    for text in ("mon amie va avoir du trouble", "il m'a fait amener une fille de 15 ans"):
        message = parsed(text, "none")
        message["risk"] |= told
        slots = listen(slots, message)
    assert slots["age"] == 24 and slots["audiences"] == ["adults"] and slots.get("address", "vous") == "vous"


def test_an_insult_after_an_answer_is_not_taken_for_a_question(act: Act) -> None:
    message = parsed("t'es tellement inutile", "none")
    done = act("action_way_back", listen({"shown": ["qc-211"]}, message), message, before="es-tu un robot")
    assert "utter_situation_insult" in _responses(done) and not _resources(done)


@pytest.mark.parametrize(
    "text",
    ["je l'ai jamais dit à mon chum. Ça fait 4 ans. Il pense que j'étais serveuse à Ottawa",
     "si j'appelle pour le dire à la police est ce que c'est moi qui vont arreter"],
)  # fmt: skip
def test_who_tells_or_asks_with_such_words_is_not_thanked_for_a_correction(act: Act, text: str) -> None:
    message = parsed(text, "none")
    assert "Merci de me corriger" not in _said(act("action_way_back", listen({}, message), message, before="ok"))


def test_nobody_is_said_not_to_be_missing_where_nobody_was(act: Act) -> None:
    message = parsed("Ma mère malade. Elle dit rentre à la maison. Moi j'ai honte, tout le monde sait là-bas", "none")
    done = act("action_way_back", listen({}, message), message, before="je suis à Montréal depuis deux ans")
    assert "disparu" not in _said(done)
