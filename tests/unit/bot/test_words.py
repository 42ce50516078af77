"""The style guide holds on everything that people read, and its linter finds what it should."""

from pathlib import Path

import pytest

from cli.words.lint import check, check_text, rules
from cli.words.reading import difficulty, syllables
from cli.words.sources import Text, all_texts

TEXTS = all_texts()


def _said(text: str, language: str = "fr", address: str | None = "vous") -> list[str]:
    return [rule for rule, _ in check_text(Text("f", "k", language, text, "conversation", address))]


def test_everything_that_is_said_keeps_to_the_guide() -> None:
    assert [str(fault) for fault in check(TEXTS)] == []


def test_every_source_is_read() -> None:
    files = {text.file for text in TEXTS}
    assert {
        "bot/domain/responses.yml",
        "bot/domain/responses_situations_danger.yml",
        "bot/actions/data/dialogue.yml",
        "api/conversations/words/fr.yml",
        "api/web/words/visitor.en.yml",
        "resources_db/data/why.yml",
    } <= files


@pytest.mark.parametrize(
    ("rule", "text", "language"),
    [
        ("forbidden", "Pourquoi avez-vous attendu?", "fr"),
        ("forbidden", "Why didn't you leave?", "en"),
        ("forbidden", "Une prostituée peut appeler.", "fr"),
        ("forbidden", "Vous devez appeler.", "fr"),
        ("forbidden", "You must call.", "en"),
        ("forbidden", "Appelez maintenant!", "fr"),
        ("forbidden", "Calmez-vous.", "fr"),
        ("forbidden", "Ouvrez le chat.", "fr"),
        ("questions", "Où êtes-vous? Quel âge avez-vous?", "fr"),
        ("masculine", "Êtes-vous seul?", "fr"),
        ("masculine", "Un intervenant va vous répondre.", "fr"),
        ("masculine", "Une intervenante ou un intervenant a été prévenu.", "fr"),
        ("facts", "Appelez le 1 888 933-9007.", "fr"),
        ("facts", "La loi vous protège.", "fr"),
        ("facts", "You have five days.", "en"),
        ("address", "Vous pouvez écrire dans tes mots.", "fr"),
        ("long", " ".join(["mot"] * 29) + ".", "fr"),
        ("reading", "Conformément aux dispositions réglementaires applicables, communiquez immédiatement avec "
                    "l'administration gouvernementale responsable de votre indemnisation.", "fr"),
        ("reading", "Individuals experiencing victimization are encouraged to communicate immediately with "
                    "governmental organizations administering compensation.", "en"),
    ],
)  # fmt: skip
def test_a_fault_is_found(rule: str, text: str, language: str) -> None:
    assert rule in _said(text, language)


@pytest.mark.parametrize(
    ("text", "language", "address"),
    [
        ("En danger, appelez le 911.", "fr", "vous"),
        ("Une intervenante ou un intervenant peut vous répondre.", "fr", "vous"),
        ("Tu peux écrire dans tes mots.", "fr", "tu"),
        ("Êtes-vous en sécurité en ce moment?", "fr", "vous"),
        ("You do not have to say more.", "en", None),
    ],
)
def test_what_is_right_passes(text: str, language: str, address: str | None) -> None:
    assert _said(text, language, address) == []


def test_a_missing_twin_and_a_missing_tu_are_found() -> None:
    french = Text("api/words/fr.yml", "hello", "fr", "Bonjour.", "page")
    assert [fault.rule for fault in check([french])] == ["twin"]
    formal = Text("d.yml", "utter_x", "fr", "Vous pouvez écrire.", "conversation", "vous")
    english = Text("d.yml", "utter_x", "en", "You can write.", "conversation")
    assert [fault.rule for fault in check([formal, english])] == ["address"]


def test_the_reading_formulas_give_their_published_values() -> None:
    assert difficulty("Le chat dort.", "fr") == pytest.approx(207 - 1.015 * 3 - 73.6 * 1)
    assert difficulty("The cat sat on the mat.", "en") == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [("aide", "fr", 1), ("hébergement", "fr", 4), ("intervenante", "fr", 4), ("help", "en", 1), ("shelter", "en", 2),
     ("counsellor", "en", 3), ("place", "en", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_the_guide_tells_every_forbidden_word_what_to_say_instead() -> None:
    guide = Path("docs/words.md").read_text("utf-8")
    for entry in rules()["forbidden"]:
        assert entry["instead"] in guide, entry["instead"]
