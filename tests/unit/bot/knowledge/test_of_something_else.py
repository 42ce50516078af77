"""A fact near the words, and of something else, is not told: the honest word is."""

from typing import Any

import pytest

from bot.actions.finding import asked_anew
from bot.actions.knowledge.gates import instead_of, may_be_told
from bot.actions.memory import Memory
from resources_db.knowledge.records import read_facts

FACTS = {fact.id: fact for fact in read_facts()}


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ("edies", "c'est qui l'équipe"),
        ("police-and-status", "If I call Batshaw are they going to take him away from us?"),
        ("shelter-specialized-few", "Existe maison pour femme sourde?"),
        ("shelter-specialized-few", "is there a shelter for deaf women"),
        ("prof-duty", "comment parler à mon élève avant de signaler"),
        ("dpj-duty-everyone", "how do I bring it up with my son"),
        ("dpj-confidential", "on appelle la DPJ même si je connais pas son nom?"),
    ],
)
def test_it_is_not_told(record: str, text: str) -> None:
    assert not may_be_told(FACTS[record], Memory(text=text), text)


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ("edies", "c'est quoi l'équipe ÉDIES"),
        ("police-and-status", "la police va-tu appeler l'immigration"),
        ("shelter-specialized-few", "y a-t-il une maison juste pour l'exploitation sexuelle"),
        ("prof-duty", "quelles sont mes obligations comme prof"),
        ("dpj-duty-everyone", "how do I talk to youth protection"),
        ("dpj-confidential", "la DPJ va-tu dire mon nom?"),
    ],
)
def test_its_own_question_still_gets_it(record: str, text: str) -> None:
    assert may_be_told(FACTS[record], Memory(text=text), text)


def test_a_minor_hears_first_that_they_are_a_victim() -> None:
    assert instead_of(FACTS["own-ads-immunity"], Memory(text="can he be charged", age=16)) == "minor-always-victim"
    assert instead_of(FACTS["own-ads-immunity"], Memory(text="can I be charged", age=30)) is None


@pytest.mark.parametrize(
    ("text", "told", "asked"),
    [
        ("Immigration? We were all born here.", {"before": "can he be charged", "facts": ("police-and-status",)}, 0),
        ("911?? He's upstairs doing homework.", {"before": "how do I tell him", "shown": ("urgence-911",)}, 0),
        ("Immigration? We were all born here.", {}, 1),
        ("Immigration?", {"before": "can he be charged", "facts": ("police-and-status",)}, 1),
    ],
)
def test_a_word_of_the_answer_thrown_back_is_no_question(text: str, told: dict[str, Any], asked: int) -> None:
    assert len(asked_anew(Memory(text=text, **told))) == asked


@pytest.mark.parametrize(
    ("fact", "memory", "told"),
    [
        ("memorize-numbers", {"for_whom": "relative", "text": "est-ce que je lui enlève son téléphone"}, False),
        ("memorize-numbers", {"text": "il m'enlève mon téléphone, je fais quoi"}, True),
        ("safe-device", {"for_whom": "relative", "text": "can he see my phone"}, True),
        ("care-14", {"age": 13, "text": "will my mom know"}, False),
        ("care-under-14", {"age": 15, "text": "will my mom know"}, False),
        ("care-under-14", {"age": 34, "text": "ma fille de 12 ans, qui décide des soins"}, True),
        ("recruitment-debt", {"text": "he put loans in my name, do i have to pay them"}, False),
        ("ivac-before-2021", {"text": "j'ai-tu passé la date pour l'IVAC"}, False),
    ],
)
def test_a_fact_is_held_to_the_person_and_the_age_spoken_of(fact: str, memory: dict[str, Any], told: bool) -> None:
    assert may_be_told(FACTS[fact], Memory(**memory)) is told


def test_a_better_one_is_told_to_a_professional_and_near_a_place() -> None:
    react, tip = FACTS["react-disclosure"], FACTS["anonymous-tip-sq"]
    teacher = Memory(role="professional", text="how do i answer my student")
    assert instead_of(react, teacher, "how do i answer her") == "react-dont"
    assert instead_of(react, teacher, "should i write down what she said") is None
    assert instead_of(tip, Memory(place={"region_code": "06"})) == "anonymous-tip-mtl"
    assert instead_of(tip, Memory(place={"region_code": "05"})) is None
