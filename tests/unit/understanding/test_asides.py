"""What is refused, complained about or protested is not what is asked."""

import pytest

from understanding.asides import places_left, read_asides


@pytest.mark.parametrize(
    ("text", "refused", "left"),
    [
        ("Pas d'avocate. Refuge pour moi et mes enfants.", "legal", "Refuge"),
        ("why do you send me to assault centres? I want a test for chlamydia", "assault_centres", "chlamydia"),
        ("un CALACS pourquoi? je cherche un lit", "assault_centres", "lit"),
        ("je vis pas de violence conjugale, je cherche un loyer", "conjugal", "loyer"),
        ("not for women please, is there something for queer people", "women_only", "queer"),
        ("Jeunesse J'écoute c'est pour ma fille, moi je veux une ligne pour parents", "youth", "parents"),
        ("arrêtez avec les lignes de crise, je veux un dentiste", "crisis_lines", "dentiste"),
        ("no cops, i need a bed", "police", "bed"),
        ("I don't need therapy, I need food", "counselling", "food"),
    ],
)
def test_the_refused_words_are_no_request(text: str, refused: str, left: str) -> None:
    asides = read_asides(text)
    assert refused in asides.refused and left in asides.rest and asides.asks_more


@pytest.mark.parametrize(
    "text",
    [
        "j'ai pas d'avocat",
        "je n'ai pas d'hébergement ce soir",
        "vous auriez pas un refuge à Laval?",
        "do you have a lawyer for me",
        "isn't there a shelter in Gatineau?",
        "i can't afford a lawyer",
        "there is no shelter here, where do i go",
        "est-ce que la police va venir?",
        "la DPJ, c'est pour les enfants?",
        "not just shelters, food too",
    ],
)
def test_what_is_lacking_or_asked_is_not_refused(text: str) -> None:
    assert read_asides(text).refused == ()


@pytest.mark.parametrize(
    "text",
    ["most of these are for women. did you even read me", "your answer made no sense", "t'as pas lu ce que j'ai écrit",
     "that's not what I asked", "you keep giving me the same thing", "vous avez pas compris"],
)  # fmt: skip
def test_a_complaint_asks_nothing(text: str) -> None:
    assert read_asides(text).complains


def test_a_protest_leaves_the_request() -> None:
    asides = read_asides("chu pas en danger là, je cherche juste une clinique à Rimouski")
    assert asides.protests and "clinique" in asides.rest and "danger" not in asides.rest


def test_a_place_too_far_is_not_where_help_is_wanted() -> None:
    assert "Sherbrooke" not in places_left("Sherbrooke c'est trop loin, rien à Magog?")
    assert "Magog" in places_left("Sherbrooke c'est trop loin, rien à Magog?")
    assert "Sherbrooke" in places_left("Sherbrooke, c'est loin?")
