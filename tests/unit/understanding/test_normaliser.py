"""The normaliser: texting, joual, disguised words and folding."""

import pytest

from understanding.normaliser import fold, normalise


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Chu pu capable", "je suis plus capable"),
        ("jsuis ds l'char", "je suis dans l'char"),
        ("tkt pas, cest correct", "inquiète-toi pas pas, c'est correct"),
        ("jai besoin d'aide svp", "j'ai besoin d'aide s'il vous plaît"),
        ("ya kk1 icitte?", "il y a quelqu'un ici?"),
        ("g peur dsl", "j'ai peur désolé"),
        ("nooooon", "non"),
        ("heeeelp", "help"),
        ("im scared, idk what u want", "i'm scared, i don't know what you want"),
        ("wanna kms rn", "want to kill myself right now"),
        ("thinking of unaliving myself", "thinking of killing myself"),
        ("s*icide", "suicide"),
        ("su1c1de", "suicide"),
        ("he r@ped me", "he raped me"),
        ("s u i c i d e", "suicide"),
        ("🆘 il a une 🔪", ":sos: il a une :knife:"),
        ("C’est « ici »", 'c\'est " ici "'),
    ],
)
def test_normalise_writes_out(written: str, expected: str) -> None:
    assert normalise(written) == expected


@pytest.mark.parametrize(
    "plain",
    [
        "j'ai pu partir hier",
        "tes amis sont gentils",
        "si je pars, il revient",
        "j4k 5y5",
        "on a 2 enfants de 14 ans",
        "514-555-0199",
    ],
)
def test_normalise_leaves_plain_words(plain: str) -> None:
    assert normalise(plain) == plain


def test_normalise_keeps_the_callers_text_and_missing_accents() -> None:
    text = "Je suis agressee"
    assert normalise(text) == "je suis agressee"
    assert text == "Je suis agressee"


@pytest.mark.parametrize("text", ["", "   ", "\n", "🙂", "'", "''''", "a" * 5000])
def test_normalise_survives_anything(text: str) -> None:
    assert isinstance(normalise(text), str)


def test_fold() -> None:
    assert fold("  L'Île-aux-Sœurs,  À CÔTÉ ") == "l ile aux soeurs, a cote"
