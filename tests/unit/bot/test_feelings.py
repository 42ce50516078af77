"""A question of feeling asks for no fact: a warm word meets it, in nobody's name who pays or helps."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import replies
from bot.actions.feelings import felt_in, may_answer
from bot.actions.memory import Memory
from tests.unit.bot.conftest import listen, parsed

Act = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("est-ce qu'il m'aime pour vrai", "feeling_love"),
        ("does he even love me after all this", "feeling_love"),
        ("ma mere va tu me detester si elle l'apprend", "feeling_judged"),
        ("would they judge me if i told them", "feeling_judged"),
        ("vont-ils me trouver conne d'avoir bu ce soir la", "feeling_judged"),
        ("do you think she will ever forgive me", "feeling_judged"),
        ("c'est tu normal que je m'ennuie de lui", "feeling_mine"),
        ("is it normal that i still miss him", "feeling_mine"),
        ("does that ever stop", "feeling_mine"),
        ("is it normal he wants me to sleep with his friends", "feeling_asked_of_me"),
        ("c tu normal", "feeling_asked_of_me"),
        ("is it normal that i freeze when my boyfriend touches me", "feeling_symptom"),
        ("les cauchemars, est-ce que ça finit par partir", "feeling_symptom"),
        ("chu tu brisée à vie", "feeling_symptom"),
        ("my body liked it, does that mean i wanted it", "feeling_shame"),
        ("c'est tu normal que j'aie encore honte", "feeling_shame"),
    ],
)
def test_a_question_of_feeling_is_met(question: str, met: str) -> None:
    assert felt_in(question, Memory(text=question)) == met


@pytest.mark.parametrize(
    "question",
    [
        "is it normal that the police ask for my passport",
        "est-ce normal d'avoir mal au ventre après la pilule",
        "can a judge stop him",
        "est-ce que le juge va me croire en cour",
        "does the bleeding ever stop",
        "est-ce que la plainte peut être arrêtée un jour",
        "vont-ils appeler ma mère",
        "is it legal to sell",
        "why is the chat frozen",
        "mon frigo est vide, où trouver à manger",
        "does ivac pay the therapy for my nightmares",
    ],
)
def test_a_question_of_fact_stays_one(question: str) -> None:
    assert felt_in(question, Memory(text=question)) is None


def test_a_bare_question_is_met_by_what_was_told_before_it() -> None:
    assert felt_in("is that normal", Memory(), "i have nightmares and i freeze") == "feeling_symptom"
    assert felt_in("is that normal", Memory(), "he wants me to sleep with his friends") != "feeling_symptom"


def test_what_is_felt_is_answered_by_no_fact_on_consent() -> None:
    asked = "is it normal that i freeze when he touches me"
    assert not may_answer("consent-basics", asked, Memory()) and may_answer("not-your-fault", asked, Memory())
    assert may_answer("consent-basics", "is it rape if i froze", Memory())


@pytest.mark.parametrize("told", [{"role": "buyer"}, {"for_whom": "relative", "audiences": ("relatives",)}])
def test_it_is_said_to_who_lives_it_only(told: dict[str, Any]) -> None:
    assert felt_in("will they judge me", Memory(text="will they judge me", **told)) is None


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("vont-ils me juger?", "fr", "Cette peur compte"),
        ("does he love me?", "en", "I cannot read another person's heart"),
    ],
)
def test_no_checked_answer_is_never_said_to_a_feeling(
    act: Act, monkeypatch: pytest.MonkeyPatch, text: str, language: str, words: str
) -> None:
    monkeypatch.setattr(replies, "likeliest", lambda memory: (None, 0.0))  # no written reply is surer
    message = parsed(text, "out_of_scope", language=language)
    done = act("action_way_back", listen({}, message), message)
    said = [r.get("response") for r in done["responses"]]
    assert words in str(done["responses"][0]["text"])
    assert not {"utter_no_sure_answer", "utter_no_checked_answer", "utter_no_sure_answer_named"} & set(said)
