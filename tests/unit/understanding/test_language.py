"""The language of a message: function words, texting, franglais, other scripts, requests."""

import pytest

from understanding.language import read_language

READ = [
    ("je cherche un endroit où dormir", "fr"),
    ("jsuis pu capable chu a boutte", "fr"),
    ("g peur de lui", "fr"),
    ("kk1 peut maider", "fr"),
    ("jtappelle demain", "fr"),
    ("Y'as-tu un refuge dans l'boutte?", "fr"),
    ("J'ai besoin d'un shelter tonight", "fr"),
    ("my chum m'a frappée hier pis chu partie", "fr"),
    ("the depanneur on my street", "en"),
    ("im scared hes outside", "en"),
    ("any1 there", "en"),
    ("he took my passport", "en"),
    ("shelter Laval", "en"),
    ("hébergement Laval", "fr"),
    ("Necesito ayuda, no hablo francés", "es"),
    ("Mwen bezwen èd tanpri", "ht"),
    ("Preciso de ajuda, não falo francês", "pt"),
    ("Kailangan ko ng tulong po", "tl"),
    ("ᐃᓄᒃᑎᑐᑦ", "iu"),
    ("мені потрібна допомога", "uk"),
    ("мне нужна помощь", "ru"),
    ("我需要帮助", "zh"),
    ("أحتاج مساعدة", "ar"),
    ("zzkq wvv", "unknown"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("text", "code"), READ)
def test_language(text: str, code: str) -> None:
    reading = read_language(text)
    assert reading.code == code
    assert 0.0 <= reading.confidence <= 1.0


@pytest.mark.parametrize("text", ["ok", "H2X 1Y4", "Rimouski", "lol", "14", "🙂", "Pointe-Claire"])
@pytest.mark.parametrize("previous", ["fr", "en", "es"])
def test_neutral_messages_keep_the_previous_language(text: str, previous: str) -> None:
    assert read_language(text, previous=previous).code == previous


def test_a_clear_message_changes_the_language() -> None:
    assert read_language("I don't know what to do", previous="fr").code == "en"
    assert read_language("je ne sais pas quoi faire", previous="en").code == "fr"


@pytest.mark.parametrize(
    ("text", "requested"),
    [
        ("in English please", "en"),
        ("English?", "en"),
        ("peut-on continuer en anglais", "en"),
        ("sorry, is English ok? my french is slow", "en"),
        ("I don't speak French", "en"),
        ("en français svp", "fr"),
        ("can we switch to French", "fr"),
        ("I prefer français finalement", "fr"),
        ("je parle pas anglais", "fr"),
        ("pas en anglais svp, en français svp", "fr"),
        ("I take French classes on Monday", None),
        ("mon cours d'anglais est le lundi", None),
        ("my neighbour is French", None),
        ("avez-vous un dépliant en anglais?", None),
        ("do you have a pamphlet in french?", None),
    ],
)
def test_requests(text: str, requested: str | None) -> None:
    reading = read_language(text)
    assert reading.requested == requested
    if requested:
        assert reading.code == requested
