"""What a message asks is set apart from what it tells, and no fact is told to whom it is not for."""

import pytest

from bot.actions.knowledge.asking import Asks
from bot.actions.knowledge.gates import may_be_told
from bot.actions.knowledge.parts import questions_in
from bot.actions.knowledge.whom import who_answers
from bot.actions.memory import Memory
from resources_db.knowledge.records import read_facts

FACTS = {fact.id: fact for fact in read_facts()}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("c'était jeudi soir. est-il trop tard pour la trousse?", ["est-il trop tard pour la trousse?"]),
        ("mon ami est là, je veux juste savoir si ça coûte de quoi", ["ça coûte de quoi"]),
        ("i asked if it costs something, yes or no", ["it costs something"]),
        ("does it hurt and do they call my mom?", ["does it hurt and", "do they call my mom?"]),
        ("il m'a laissée tomber est-ce que je peux garder l'appart", ["est-ce que je peux garder l'appart"]),
        ("how many days do I have", ["how many days do I have"]),
        ("if they call me do i have to go", ["if they call me do i have to go"]),
        ("why are you sending me there? did you even read?", []),
        ("je suis tannée.", []),
    ],
)
def test_each_question_is_read_without_the_story(text: str, asked: list[str]) -> None:
    assert [part.text for part in questions_in(text)] == asked


def test_a_question_that_leans_on_the_story_says_so() -> None:
    part = questions_in("il garde mes clés. il a-tu le droit?")[0]
    assert part.light and part.empty and part.told == "il garde mes clés." and part.what_is
    assert not questions_in("l'IVAC paye-tu le déménagement?")[0].light


def test_a_wish_for_a_service_stays_one_beside_a_question() -> None:
    asks = [part.asks for part in questions_in("je cherche un refuge. faut-tu que je porte plainte avant?")]
    assert asks == [Asks.SERVICE, Asks.FACT]


@pytest.mark.parametrize(
    ("fact", "memory", "told"),
    [
        ("dpj-professional-secret", Memory(role="professional", age=24, text="le secret m'empêche-t-il?"), False),
        ("dpj-professional-secret", Memory(role="professional", text="le secret m'empêche-t-il?"), True),
        ("dpj-no-proof", Memory(age=31, text="do I need proof for the DYP?"), True),
        ("dpj-confidential", Memory(text="j'ai fait le 911, vont-ils savoir que c'est moi?"), False),
        ("dpj-confidential", Memory(before="j'ai signalé à la DPJ", text="vont-ils savoir que c'est moi?"), True),
        ("trp-vtip-benefits", Memory(text="my permit is closed, can I work elsewhere?"), False),
        ("trp-vtip-benefits", Memory(facts=("trp-vtip",), text="can I work with it?"), True),
        ("selling-not-crime", Memory(role="buyer", text="is it illegal?"), False),
        ("buyer-law", Memory(role="buyer", text="is it illegal?"), True),
    ],
)
def test_a_fact_is_for_whom_it_is_for(fact: str, memory: Memory, told: bool) -> None:
    assert may_be_told(FACTS[fact], memory) is told


@pytest.mark.parametrize(
    ("question", "memory", "answerer"),
    [
        ("est-ce imposable comme revenu?", Memory(), "qc-211"),
        ("faut-il un permis?", Memory(), "rebatir"),
        ("is that a crime?", Memory(role="buyer"), "commission-services-juridiques"),
        ("do I have to call the police?", Memory(role="professional", age=30), "dpcp-ligne-info-violence"),
        ("vont-ils le dire en cour?", Memory(age=15, address="tu"), "tel-jeunes"),
        ("la DPJ va-t-elle rappeler?", Memory(for_whom="relative"), {"need": "youth_protection_report"}),
        ("ça va changer?", Memory(for_whom="relative", age=15), "ligneparents"),
        ("ça va changer?", Memory(), "info-aide-violence-sexuelle"),
    ],
)
def test_who_can_answer_depends_on_what_is_asked_and_who_asks(
    question: str, memory: Memory, answerer: str | dict[str, str]
) -> None:
    assert who_answers(question, memory) == answerer
