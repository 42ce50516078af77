"""What is refused, complained about or protested is not what is asked."""

import pytest

from understanding.asides import asks_whether_to_call, places_left, read_asides


@pytest.mark.parametrize(
    ("text", "refused", "left"),
    [
        ("Pas d'avocate. Refuge pour moi et mes enfants.", "legal", "Refuge"),
        ("why do you send me to assault centres? I want a test for chlamydia", "assault_centres", "chlamydia"),
        ("un CALACS pourquoi? je cherche un lit", "assault_centres", "lit"),
        ("je vis pas de violence conjugale, je cherche un loyer", "conjugal", "loyer"),
        ("pis jveux pas une maison pour femme battue, ya tu un psy", "conjugal", "psy"),
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
     "that's not what I asked", "you keep giving me the same thing", "vous avez pas compris", "d'où tu sors ça",
     "pas ça que je demande", "you're not hearing me", "where did you get that", "j'ai rien compris", "why Cybertip?",
     "je demandais pour Stella pas pour vous", "je viens de vous dire que j'ai pas confiance",
     "t'as lu ce que j'ai écrit?", "de quoi tu parles", "tu lis tout croche", "laisse faire, tu réponds jamais"],
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


@pytest.mark.parametrize(
    ("text", "refused", "surely"),
    [
        ("pas de police svp", ("police",), ("police",)),
        ("je veux pas de thérapie", ("counselling",), ("counselling",)),
        ("est-ce que j'appelle l'école ou la DPJ en premier", (), ()),
        ("i'm the one asking whether i should call the cops or her mom first", (), ()),
        ("j'ai jamais dit pas de police", (), ()),
        ("je fais du travail du sexe à Laval", (), ()),
        ("un gars veut que je continue l'escorte pis j'ai peur", (), ()),
    ],
)
def test_a_refusal_is_sure_only_in_so_many_words(text: str, refused: tuple[str, ...], surely: tuple[str, ...]) -> None:
    read = read_asides(text)
    assert (read.refused, read.surely) == (refused, surely)


def test_a_refusal_that_was_never_made_is_taken_back() -> None:
    assert read_asides("j'ai jamais dit pas de DPJ, c'est quoi leur numéro").taken_back == ("dpj",)


@pytest.mark.parametrize("text", ["i want to quit but he wont let me", "j'aime mon travail, je veux pas arrêter"])
def test_choice_is_never_said_back_as_a_refusal(text: str) -> None:
    assert "exit" not in read_asides(text).surely


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("est-ce que je dois signaler à la DPJ?", True),
        ("should we call her mother or the police first", True),
        ("j'appelle la DPJ ou l'école?", True),
        ("c'est quoi les heures de la DPJ", False),
        ("what do they ask when i call", False),
    ],
)
def test_asking_whether_to_call_is_no_question_on_who_they_are(text: str, asks: bool) -> None:
    assert asks_whether_to_call(text) is asks


@pytest.mark.parametrize(
    "text", ["Thanks for not telling me I'm a monster. or that I'm not.", "jai dit je sais pas", "merci pour tantôt"]
)
def test_thanks_and_what_was_answered_to_somebody_are_no_complaint(text: str) -> None:
    assert not read_asides(text).complains


@pytest.mark.parametrize(
    "text",
    [
        "you're the first I told lol my cat was second",
        "If she gets in my car again, what do I say? Give me the sentence",
    ],
)
def test_who_surely_tells_or_asks_complains_of_nothing(text: str) -> None:
    assert not read_asides(text).complains
