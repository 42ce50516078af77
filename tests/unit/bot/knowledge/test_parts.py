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


DPJ = {"need": "youth_protection_report"}


@pytest.mark.parametrize(
    ("fact", "asked", "written", "told"),
    [
        ("trp-family-violence", "elle va m'expulser?", "ma patronne a mon passeport", False),
        ("trp-family-violence", "c'est vrai?", "Ce n'est pas mon mari, c'est mon employeur qui me menace", False),
        ("trp-family-violence", "can he send me back?", "my husband sponsors me", True),
        ("trp-family-violence", "he says I will be deported, can he?", "", True),
        ("sos-line", "puis-je changer d'employeur?", "je garde les enfants de madame", False),
        ("sos-line", "quelle ligne appeler?", "mon chum me fait travailler", True),
        ("procuring-penalty", "c'est quoi la loi?", "Pas une prostituée! Je suis aide familiale", False),
        ("sex-industry-permit-ban", "can I work elsewhere?", "closed permit, live-in caregiver", False),
        ("selling-not-crime", "is it legal?", "she is 14 and her boyfriend is 24", False),
        ("selling-not-crime", "is it legal?", "I escort on weekends", True),
        ("indigenous-overrep", "is the one for native women free?", "", False),
        ("indigenous-overrep", "why so many native girls?", "", True),
        ("forensic-window", "trop tard pour la pilule du lendemain?", "", False),
        ("massage-parlour-illegal", "je peux me faire arrêter pour mes massages?", "", False),
        ("massage-parlour-illegal", "are rub and tugs legal?", "", True),
        ("intimate-image-crime", "am I in trouble, I sent them myself?", "", False),
        ("sextortion-steps", "do I keep his texts?", "my ex writes every day", False),
        ("sextortion-steps", "do I keep his texts?", "he asks for nudes", True),
    ],
)
def test_a_fact_needs_a_sign_of_what_it_is_about(fact: str, asked: str, written: str, told: bool) -> None:
    memory = Memory(text=asked, before=written, written=(written, asked))
    assert may_be_told(FACTS[fact], memory, asked) is told


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("can i ask something, its kinda weird", []),
        ("je peux te poser une question?", []),
        ("Puis-je vous demander quelque chose?", []),
        ("je peux te poser une question : l'IVAC est-elle gratuite?", ["l'IVAC est-elle gratuite?"]),
        ("Un pimp?? Non, c'est pas ça.", []),
        ("je les efface ou je garde", ["je les efface ou je garde"]),
    ],
)
def test_a_leave_and_an_echo_are_no_questions(text: str, asked: list[str]) -> None:
    assert [part.text for part in questions_in(text)] == asked


@pytest.mark.parametrize(
    ("question", "memory", "answerer"),
    [
        ("est-ce imposable comme revenu?", Memory(), "ivac"),
        ("faut-il un permis?", Memory(), "rebatir"),
        ("is that a crime?", Memory(role="buyer"), "commission-services-juridiques"),
        ("do I have to call the police?", Memory(role="professional", age=30), "dpcp-ligne-info-violence"),
        ("vont-ils le dire en cour?", Memory(age=15, address="tu"), "tel-jeunes"),
        ("la DPJ va-t-elle rappeler?", Memory(for_whom="relative"), {"need": "youth_protection_report"}),
        ("et la suite?", Memory(for_whom="relative", age=15, written=("C'est mon fils.",)), "ligneparents"),
        ("et la suite?", Memory(for_whom="relative", age=15, written=("ma cousine",)), DPJ),
        ("will my manager know my name?", Memory(for_whom="other", age=16, written=("a girl in a room",)), DPJ),
        ("will my manager know my name?", Memory(role="witness"), "ligne-urgence-traite-personnes"),
        ("is it me or the principal who does it?", Memory(role="professional", age=14), DPJ),
        ("dois-je le garder secret?", Memory(audiences=("professionals",), age=16), DPJ),
        ("can my psychologist talk?", Memory(role="buyer"), "info-social-811"),
        ("do they write the name down?", Memory(listed=("cavac-mauricie",)), "cavac-mauricie"),
        ("et la suite?", Memory(), "qc-211"),
    ],
)
def test_who_can_answer_depends_on_what_is_asked_and_who_asks(
    question: str, memory: Memory, answerer: str | dict[str, str]
) -> None:
    assert who_answers(question, memory) == answerer
