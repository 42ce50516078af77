"""Who needs the service: ages and their owners, gender, audiences, for whom."""

import pytest

from understanding.person import read_person

AGES = [
    ("Ma fille de 14 ans ne rentre plus coucher", 14, "women", "relative"),
    ("my 13 yo son has a new phone", 13, "men", "relative"),
    ("I have a 15 year old daughter who is being groomed", 15, "women", "relative"),
    ("my doughter is 12", 12, "women", "relative"),
    ("j'ai 17 ans et chu tannée", 17, None, "self"),
    ("jai 19 ans", 19, None, "self"),
    ("16 lol", 16, None, "self"),
    ("jai eu 18 en janvier", 18, None, "self"),
    ("je viens d'avoir mes 18 ans", 18, None, "self"),
    ("just turned 18", 18, None, "self"),
    ("ma fille a eu 18 ans en mai", 18, "women", "relative"),
    ("im 16, i ran away", 16, None, "self"),
    ("17F Laval", 17, "women", "self"),
    ("chu un gars, 28 ans", 28, "men", "self"),
    ("I'm a trans woman, 23", 23, "women", "self"),
    ("I'm in grade nine", 14, None, "self"),
    ("je suis en secondaire 4", 15, None, "self"),
    ("il a 45 ans, moi 19", 19, None, "self"),
    ("he's 30 and I'm 17", 17, None, "self"),
    ("mon amie de 16 ans a fugué", 16, "women", "other"),
    ("I'm a nurse, my patient is 20", 20, None, "other"),
    ("ma petite fille a 12 ans pis un homme lui écrit", 12, "women", "relative"),
    ("ma nièce a 19 ans", 19, "women", "relative"),
    ("mon fils de 16 sort la nuit", 16, "men", "relative"),
    ("J'ai quarante-six ans", 46, None, "self"),
    ("16", 16, None, "self"),
    ("17. chicoutimi", 17, None, "self"),
    ("shes hurt, my lil sister (shes 15)", 15, "women", "relative"),
    ("un homme de 30 ans écrit à ma fille de 14 ans", 14, "women", "relative"),
]


def test_an_age_of_then_leaves_its_place_to_that_of_now() -> None:
    then = read_person("c'est moi. à 13 ans mon oncle me vendait. j'ai jamais dit ça à personne. j'ai 31")
    assert then.age == 31 and then.audiences == ("adults",)
    assert read_person("elle a 15 ans").age == 15


@pytest.mark.parametrize(("text", "age", "gender", "whom"), AGES)
def test_the_age_of_the_person_in_need(text: str, age: int, gender: str | None, whom: str) -> None:
    reading = read_person(text)
    assert (reading.age, reading.gender, reading.for_whom) == (age, gender, whom)
    assert ("minors" if age < 18 else "adults") in reading.audiences


@pytest.mark.parametrize(
    "text",
    [
        "moi et mon fils de 4 ans on cherche un toit",
        "shelter for me and my 3 year old daughter",
        "j'ai un bébé de 2 ans",
        "mon chum de 31 ans me frappe",
        "a man who is 40 follows me",
        "quand j'avais 12 ans, un voisin m'a touchée",
        "I was 15 when it happened",
        "il y a 10 ans",
        "5 minutes away",
        "il reste 24h",
        "she still owes three years",
        "ça fait 15 ans que je danse",
        "15 ans que j'ai fait ça à Montréal",
        "j'ai 3 enfants",
        "he gave me 20 pills",
        "",
    ],
)
def test_ages_of_others_and_of_the_past_are_left_out(text: str) -> None:
    reading = read_person(text)
    assert reading.age is None
    assert "minors" not in reading.audiences


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("je suis atikamekw", "indigenous"),
        ("I'm inuk", "inuit"),
        ("I am a refugee claimant", "newcomers"),
        ("mon permis de travail est fini", "newcomers"),
        ("je suis non-binaire", "lgbtq"),
        ("a shelter that takes trans women", "lgbtq"),
        ("je suis escorte", "sex_workers"),
        ("I pay for sex and want to stop", "buyers"),
        ("je suis travailleuse sociale", "professionals"),
        ("As a teacher, what should I do?", "professionals"),
        ("un groupe de parents", "relatives"),
    ],
)
def test_audiences_plainly_said(text: str, audience: str) -> None:
    assert audience in read_person(text).audiences


@pytest.mark.parametrize(
    "text",
    [
        "je cherche une intervenante",
        "the nurse was mean to me",
        "je suis pas trans",
        "le transport coûte cher",
        "je me suis réfugiée dans les toilettes",
        "my client is violent",
    ],
)
def test_audiences_are_not_guessed(text: str) -> None:
    assert read_person(text).audiences == ()


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("je suis une mère avec deux enfants", "women"),
        ("a shelter for men", "men"),
        ("lit pour femme svp", "women"),
        ("homme trans de 30 ans", "men"),
        ("j'ai besoin d'aide", None),
        ("un homme me suit", None),
    ],
)
def test_gender(text: str, gender: str | None) -> None:
    assert read_person(text).gender == gender


@pytest.mark.parametrize(
    "text", ["criss d'innutile, t même pas foutu", "c'est innutile", "innuendo", "inutile d'appeler"]
)
def test_a_word_that_only_begins_like_a_nation_is_none(text: str) -> None:
    assert "indigenous" not in read_person(text).audiences


@pytest.mark.parametrize("text", ["chu innue de Uashat", "je suis Innu", "on est des Innus", "on parle innu-aimun"])
def test_a_nation_is_read_as_it_is_said(text: str) -> None:
    assert "indigenous" in read_person(text).audiences


@pytest.mark.parametrize("text", ["jai eu 18 textos de lui", "j'ai eu 18 clients"])
def test_what_was_received_is_no_age(text: str) -> None:
    assert read_person(text).age is None
