"""Which kind of organisation a message asks for, and what is not taken for one."""

import pytest

from bot.actions.doubts import asks_for_a_bed, children_come_along, person_meant
from bot.actions.kinds import kind_asked, kinds, kinds_said
from bot.actions.memory import Memory
from bot.actions.talking import wants_no_list
from understanding.places import read_place

ASKED = {
    "is there any group for men near laval": "mens_group",
    "je cherche un centre de jour": "day_place",
    "who can help me with a resume and getting a job": "employment",
    "existe-tu un organisme pour les travailleuses du sexe": "sex_workers",
    "je cherche un groupe de soutien": "support_group",
    "je cherche une psychologue": "therapy",
    "j'ai besoin d'un avocat gratuit": "lawyer",
}
NOT_ASKED = ["son avocat m'a appelée", "j'ai perdu ma job à cause de lui", "est-ce que l'IVAC paie la thérapie",
             "il contrôle ce que je choisis de manger", "pas d'avocat svp"]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), list(ASKED.items()))
def test_what_is_asked_for_decides(text: str, kind: str) -> None:
    found = kind_asked(Memory(text=text, whole=text, written=(text,)))
    assert found is not None and found.name == kind


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_is_only_told_asks_for_no_kind(text: str) -> None:
    assert kind_asked(Memory(text=text, whole=text, written=(text,))) is None


def test_a_place_alone_goes_on_with_what_was_asked() -> None:
    memory = Memory(text="Longueuil", whole="Longueuil", question="place", news=("place",),
                    written=("je cherche un groupe d'hommes", "Longueuil"))  # fmt: skip
    found = kind_asked(memory)
    assert found is not None and found.name == "mens_group"


def test_every_kind_has_words_in_both_languages() -> None:
    assert all(kind.fr and kind.en for kind in kinds().values())
    assert kinds_said("bonjour") == ()


def test_children_who_come_along_are_no_victims() -> None:
    message = {"text": "je cherche un refuge, j'ai une fille de 4 ans", "need": {"name": "emergency_shelter"},
               "person": {"age": 4, "audiences": ("minors",), "for_whom": "other", "gender": "women"}}  # fmt: skip
    assert children_come_along(message, {})
    assert person_meant(message, {}) == {"age": None, "gender": None, "audiences": (), "for_whom": "self"}
    message["text"] = "je cherche un refuge pour ma fille de 16 ans"
    assert not children_come_along(message, {})


def test_an_age_that_was_asked_is_read_bare() -> None:
    assert person_meant({"text": "34"}, {"question": "person"})["age"] == 34


def test_lists_refused_are_not_shown_until_something_is_asked() -> None:
    assert wants_no_list(Memory(text="je file pas", whole="je file pas", written=("plus de listes svp", "je file pas")))
    asks = "je cherche un refuge à Laval"
    assert not wants_no_list(Memory(text=asks, whole=asks, written=("plus de listes svp", asks)))


def test_a_room_is_no_town() -> None:
    assert read_place("je les ai mis dans la salle de bain").place is None
    assert read_place("j'habite à LaSalle").place is not None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ok, un hébergement d'abord", True),
        ("shelter first", True),
        ("je suis au refuge", False),
        ("no shelter please", False),
    ],
)
def test_a_bed_named_alone_is_asked_for(text: str, asked: bool) -> None:
    assert asks_for_a_bed(text) is asked
