"""What the writer says they are in what happened, and whose age is told."""

import pytest

from understanding.person import read_person
from understanding.person.roles import role_said

SAID = {
    "buyer": [
        "jpaye des filles depuis 2 ans, ma blonde le sait pas. jveux arreter",
        "oui. cest moi le client la pas la fille",
        "non je suis CLIENT. je paye. programme pour arreter?",
        "i think the girl i paid last night was underage. i feel sick",
        "no im the one who paid. a guy. i want to stop doing this",
        "is there a program for buyers",
        "i paid a girl for sex and i think she was 16",
        "la fille que j'ai payée hier avait l'air mineure",
        "j'ai payé pour coucher avec une fille",
        "I've been seeing escorts",
        "I'm a john",
    ],
    "professional": [
        "Hi, I'm a high school guidance counsellor in Sherbrooke",
        "I'm the counsellor not the victim. My question was about reporting",
        "intervenante en CHSLD euh en CLSC a rimouski, une patiente adulte se fait exploiter",
        "bonjour je suis prof au secondaire, je cherche une formation",
        "chu infirmière à l'urgence",
    ],
    "witness": [
        "night clerk at a hotel in dorval. room 214 has different men going in every hr",
        "chauffeur de taxi a quebec ici. jai ramene une fille en pleurs d'un motel",
        "i work front desk at a motel",
        "mon voisin a des madames asiatiques dans son appart",
    ],
    "victim": [
        "no its me. he made me do things with men to pay it",
        "no it's me, not my cousin",
        "c'est moi la victime",
        "c'est à moi que c'est arrivé",
    ],
    None: [
        "mon client me doit de l'argent",
        "mon chum veut que je paye la fille d'à côté",
        "il a payé une fille",
        "j'ai parlé à mon intervenante",
        "un chauffeur de taxi m'a violée",
        "my driver takes me to calls",
        "j'ai payé 200 mais il veut encore de l'argent",
        "est-ce que je paye ou pas",
        "my clients pay me",
        "I'm at a client's in Westmount",
        "c'est moi qui fais les clients",
        "je vois des clients",
        "je suis dans un motel avec lui",
        "i'm in a hotel room and he locked me in",
        "mon voisin me touche",
        "jai donné mon chat a ma voisine",
        "Mon voisin de palier m'a poussée",
        "bof. chu la mais chu pas la tsé",
        "je suis client de la banque",
        "my teacher touches me",
    ],
}


@pytest.mark.parametrize(("role", "text"), [(role, text) for role, texts in SAID.items() for text in texts])
def test_the_role_that_is_said(role: str | None, text: str) -> None:
    assert role_said(text) == role


@pytest.mark.parametrize(
    "text",
    ["i paid a girl for sex and i think she was 16", "jai paye une fille pis jpense quelle etait mineure",
     "I pay for sex. the girl is 15 years old"],
)  # fmt: skip
def test_a_buyer_is_not_of_the_age_of_who_he_paid(text: str) -> None:
    reading = read_person(text)
    assert reading.age is None and "minors" not in reading.audiences and "buyers" in reading.audiences
    assert reading.for_whom == "self"


def test_a_buyer_s_own_age_is_his() -> None:
    assert read_person("j'ai 34 ans, je paye des escortes").age == 34


@pytest.mark.parametrize(
    ("text", "age", "whom"),
    [
        ("when i was 15 a coach did stuff to me. im 24 now", 24, "self"),
        ("quand j'avais 15 ans y ma vendue. j'ai 24 ans", 24, "self"),
        ("ma soeur de 24 ans s'est fait violer", 24, "relative"),
        ("une patiente de 34 ans se fait exploiter", 34, "other"),
        ("c'est une adulte 34 ans. pas la dpj", 34, "other"),
        ('I\'m a guidance counsellor. A 15 y/o student told me a 22 y/o "boyfriend" makes her meet men', 15, "other"),
        ("j'ai 40 ans, ma fille de 16 ans sort avec un gars de 30 ans", 16, "relative"),
        ("night clerk at a hotel. a girl who looks 16 maybe", 16, "other"),
    ],
)
def test_an_age_is_of_who_it_is_said(text: str, age: int, whom: str) -> None:
    reading = read_person(text)
    assert (reading.age, reading.for_whom) == (age, whom)
    assert ("minors" if age < 18 else "adults") in reading.audiences


@pytest.mark.parametrize("text", ["no im an adult", "chu adulte", "chu pas mineure", "im not a minor"])
def test_an_adult_says_so(text: str) -> None:
    assert read_person(text).audiences == ("adults",)


@pytest.mark.parametrize(
    "text",
    ["im an inuk woman, my cousin's friend took my phone n id", "le chum de ma soeur a pris mon cell",
     "my sister's boyfriend follows me", "chu a la maison de mon amie a saguenay, jpeux tu rester la"],
)  # fmt: skip
def test_who_is_only_named_in_passing_is_not_the_one_in_need(text: str) -> None:
    assert read_person(text).for_whom not in ("relative", "other")


def test_who_brings_up_a_child_is_not_the_one_who_lives_it() -> None:
    assert role_said("Ma petite fille est partie depuis dimanche. C'est moi qui l'élève.") is None
