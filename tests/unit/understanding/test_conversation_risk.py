"""Risk over a whole conversation, with a played detector whose probabilities the tests choose."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from understanding.risk.answers import SafetyAnswer, is_retraction, read_safety_answer
from understanding.risk.conversation import ConversationAssessment, assess_conversation
from understanding.risk.detector import Assessment
from understanding.risk.substance import substance, substances
from understanding.risk.taxonomy import Level


@dataclass
class Played:
    """Gives each text the P(high) chosen for it; a window of several texts gets `window`."""

    high: dict[str, float]
    window: float = 0.0
    concern: float = 0.9
    thresholds: dict[str, float] = field(default_factory=lambda: {"concern": 0.5, "high": 0.6, "imminent": 0.6})
    asked: list[str] = field(default_factory=list)

    def assess(self, text: str) -> Assessment:
        self.asked.append(text)
        high = self.window if "\n" in text else self.high.get(text, 0.0)
        concern = max(high, self.concern if text in self.high or "\n" in text else 0.0)
        level = Level.HIGH if high >= 0.6 else Level.CONCERN if concern >= 0.5 else Level.NONE
        return Assessment(
            level, ("coercion_trafficking",), high, {"concern": concern, "high": high}, (f"model:{level}",)
        )


def talk(detector: Played, texts: Sequence[str]) -> list[ConversationAssessment]:
    """Assess a conversation as the api does: one message at a time, the earlier evidence passed along."""
    found: list[ConversationAssessment] = []
    for end in range(1, len(texts) + 1):
        before = found[-1].level if found else Level.NONE
        types = found[-1].types if found else ()
        evidence = [each.evidence for each in found]
        found.append(assess_conversation(detector, texts[:end], before=before, types=types, evidence=evidence))
    return found


GRADUAL = [
    "mon chum me fait des cadeaux",
    "il dit que je lui dois de l'argent",
    "ses amis viennent les vendredis soirs",
]


def test_messages_that_alarm_nobody_alone_alarm_together() -> None:
    levels = [a.level for a in talk(Played(dict.fromkeys(GRADUAL, 0.35)), GRADUAL)]
    assert levels == [Level.CONCERN, Level.CONCERN, Level.HIGH]


def test_accumulation_says_why_and_keeps_the_types() -> None:
    last = talk(Played(dict.fromkeys(GRADUAL, 0.35)), GRADUAL)[-1]
    assert last.reasons == ("accumulated",) and last.types == ("coercion_trafficking",)
    assert 0.6 <= last.accumulated < 1.0


def test_the_formula() -> None:
    last = talk(Played(dict.fromkeys(GRADUAL[:2], 0.3)), GRADUAL[:2])[-1]
    assert last.accumulated == pytest.approx(1 - 0.7 * 0.7**0.9, abs=1e-4)


def test_low_probabilities_never_add_up() -> None:
    texts = [f"une phrase ordinaire numéro {number} sur {'x' * number}" for number in range(12)]
    assert all(a.level is Level.NONE for a in talk(Played(dict.fromkeys(texts, 0.08), concern=0.1), texts))


def test_the_same_request_repeated_does_not_add_up() -> None:
    texts = [
        "je cherche un hébergement à soir",
        "je cherche un hébergement à soir svp",
        "je cherche un hébergement",
    ] * 2
    assert all(a.level.rank < Level.HIGH.rank for a in talk(Played(dict.fromkeys(texts, 0.4)), texts))


def test_an_evidence_free_message_does_not_ring_again() -> None:
    texts = [*GRADUAL, "on a soupé tranquilles hier"]
    assert talk(Played(dict.fromkeys(GRADUAL, 0.35), concern=0.1), texts)[-1].turn_level is Level.NONE


def test_the_window_is_read_and_may_alarm() -> None:
    assert talk(Played(dict.fromkeys(GRADUAL[:2], 0.1), window=0.8), GRADUAL[:2])[-1].level is Level.HIGH


def test_harmless_messages_read_together_alarm_nobody() -> None:
    texts = ["mon fils a 4 ans", "chez ma tante c'est petit"]
    assert talk(Played(dict.fromkeys(texts, 0.02), window=0.9, concern=0.05), texts)[-1].level is Level.NONE


def test_a_question_makes_no_danger_of_what_was_told_before() -> None:
    texts = ["il me faisait voir ses amis", "est-ce que c'est gratuit?"]
    assert talk(Played(dict.fromkeys(texts, 0.1), window=0.9, concern=0.2), texts)[-1].turn_level is Level.NONE


def test_a_doubtful_window_does_not_alarm() -> None:
    unsure = Played(dict.fromkeys(GRADUAL[:2], 0.05), window=0.25, thresholds=dict.fromkeys(Level, 0.2))
    assert not any(a.level.escalates for a in talk(unsure, GRADUAL[:2]))


def test_a_minor_s_age_makes_a_danger_of_what_was_told_before() -> None:
    texts = ["un gars me paie pour des photos", "j'ai 15 ans"]
    assert talk(Played(dict.fromkeys(texts, 0.01), window=0.8, concern=0.02), texts)[-1].level is Level.HIGH


def test_who_says_to_be_safe_is_read_by_what_they_say_now() -> None:
    texts = [*GRADUAL[:1], "oui je suis en sécurité, c'est pour mon loyer"]
    unsure = Played(dict.fromkeys(texts, 0.3), window=0.9)
    told = assess_conversation(unsure, texts, before=Level.CONCERN, answer=SafetyAnswer.SAFE)
    assert not told.level.escalates
    danger = Played({texts[1]: 0.9}, window=0.9)
    assert assess_conversation(danger, texts, before=Level.CONCERN, answer=SafetyAnswer.SAFE).level is Level.HIGH


@pytest.mark.parametrize("joke", ["non c'est une blague", "jk", "laisse faire", "lol nvm"])
def test_taking_it_back_never_lowers_the_level(joke: str) -> None:
    worrying = "il m'envoie voir ses amis"
    first, second = talk(Played({worrying: 0.3}), [worrying, joke])
    assert first.level is Level.CONCERN and second.level is Level.CONCERN
    third = talk(Played({worrying: 0.9}), [worrying, joke])[-1]
    assert third.level is Level.HIGH


def test_taking_back_worrying_words_is_a_reason_to_ask() -> None:
    said = "j'ai pensé prendre quelque chose"
    detector = Played({said: 0.25}, concern=0.3)
    first, second = talk(detector, [said, "oublie ça, c'est une blague"])
    assert not first.ask_safety and second.ask_safety


@pytest.mark.parametrize(
    "text",
    [
        "Laval",
        "Oups non, à Québec",
        "je suis à Longueuil",
        "je veux pas parler à quelqu'un",
        "merci beaucoup",
        "ok",
        "non",
        "34 ans",
        "34 ans homme",
        "im 40",
        "j'ai 25 ans",
        "im 34 male",
        "23",
        "like 30",
        "laisse faire",
        "ok forget it",
        "jferme",
        "...",
        "pas la dpj svp",
        "je veux juste dormir ailleurs",
    ],
)
def test_neutral_messages_carry_no_evidence(text: str) -> None:
    detector = Played({text: 0.95}, window=0.95)
    assert talk(detector, ["bonjour, une question sur mes droits", text])[-1].turn_level is Level.NONE


@pytest.mark.parametrize(
    "text",
    [
        "il est ici",
        "Laval. Il est devant la porte.",
        "je veux parler à personne, je veux mourir",
        "🔪",
        "he's here",
        "à l'aide",
        "dans le coffre",
        "15 ans",
        "im 16",
        "15",
        "34 ans et il me frappe",
        "30 pilules",
        "like 30 of them",
        "nvm ill just keep seeing them",
        "laisse faire il est là",
        "je veux juste dormir",
        "jferme la porte il arrive",
    ],
)
def test_nothing_that_may_tell_a_danger_is_dropped(text: str) -> None:
    assert substance(text)


@pytest.mark.parametrize(
    ("before", "number"),
    [("i took some tylenol", "like 30"), ("jai pris des pilules", "40"), ("i swallowed them all", "maybe 50"),
     ("j'ai bu", "20")],
)  # fmt: skip
def test_a_number_counts_where_something_was_taken(before: str, number: str) -> None:
    assert substance(number, [before]) == number
    assert substances(["bonjour", before, number])[-1] == number
    assert substance(f"{before}. {number}").endswith(number)
    assert substance(number, ["je cherche un hébergement"]) == ""


def test_only_the_neutral_sentences_are_dropped() -> None:
    assert substance("Je suis à Laval. Il garde mon argent. Merci.") == "Il garde mon argent."


def test_the_question_is_asked_when_it_would_change_the_decision() -> None:
    def ask(high: float, concern: float) -> bool:
        return assess_conversation(Played({"a b c": high}, concern=concern), ["a b c"]).ask_safety

    assert ask(0.1, 0.6)  # concern
    assert ask(0.4, 0.4)  # nearly high
    assert not ask(0.2, 0.3)  # neither
    assert not ask(0.7, 0.9)  # already decided


@pytest.mark.parametrize(
    "text", ["je n'ai nulle part où coucher ce soir", "i need a place to stay tonight", "nowhere to go"]
)
def test_a_bed_asked_for_is_a_need_unless_something_was_told_before(text: str) -> None:
    assert substance(text) == ""
    assert substance(text, ["j'ai 15 ans"]) == text
    assert substance(f"j'ai 15 ans. {text}").endswith(text)
    assert substance(f"{text}, il est dehors")


@pytest.mark.parametrize("answer", [SafetyAnswer.UNSAFE, SafetyAnswer.UNSURE])
def test_not_being_safe_is_high(answer: SafetyAnswer) -> None:
    found = assess_conversation(Played({}), ["non"], before=Level.CONCERN, types=("stalking",), answer=answer)
    assert found.level is Level.HIGH and found.turn_level.escalates and found.types == ("stalking",)
    assert found.reasons == (f"answer:{answer}",) and not found.ask_safety


@pytest.mark.parametrize("answer", [SafetyAnswer.SAFE, SafetyAnswer.OTHER])
def test_being_safe_leaves_the_level(answer: SafetyAnswer) -> None:
    found = assess_conversation(Played({}), ["oui"], before=Level.CONCERN, answer=answer)
    assert found.level is Level.CONCERN and not found.turn_level.escalates


ANSWERS = {
    SafetyAnswer.UNSAFE: [
        "non", "Non.", "nan", "nope", "no", "pas du tout", "je suis pas en sécurité", "im not safe",
        "I don't feel safe",
        "non il est dans l'autre chambre", "ben non", "chu pas safe", "No, he's coming back", "je suis en danger",
    ],
    SafetyAnswer.UNSURE: [
        "je sais pas", "Je ne sais pas", "I don't know", "idk", "pas vraiment", "not really", "maybe", "peut-être",
        "not sure", "jsp", "pas sûre", "ça dépend",
    ],
    SafetyAnswer.SAFE: [
        "oui", "Oui, pour l'instant", "yes", "yeah im safe", "je suis en sécurité", "chu safe", "ouais ça va",
        "non, personne est en danger", "no one is in danger", "I'm safe for now",
    ],
    SafetyAnswer.OTHER: [
        "je préfère pas répondre", "I'd rather not say", "je cherche un avocat", "à Laval", "merci",
        "non je veux pas parler à une intervenante", "can I get a lawyer?",
        "Non, mon horaire est affiché le lundi, je garde mes clés et mon cell, pis ma coloc vient me chercher",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("meaning", "text"), [(m, text) for m, texts in ANSWERS.items() for text in texts])
def test_answers(meaning: SafetyAnswer, text: str) -> None:
    assert read_safety_answer(text) is meaning


@pytest.mark.parametrize(
    "text", ["c'est une blague", "jk lol", "laisse faire", "never mind", "j'exagère", "just kidding"]
)
def test_retractions(text: str) -> None:
    assert is_retraction(text)


@pytest.mark.parametrize("text", ["il me laisse pas sortir", "je veux partir", "he forgot my passport", "kk merci"])
def test_what_is_no_retraction(text: str) -> None:
    assert not is_retraction(text)


CALM = [
    "Est-ce que vous allez le dire à mes parents?",
    "j'ai 15 ans est-ce que vous allez prévenir l'école si je vous écris",
    "will you tell my school if i write here? im 16",
    "Il a 13 ans, est-ce que je peux regarder son ordinateur?",
    "Am I required to report it? And if she is 16?",
    "Should I talk to the girl or wait?",
    "Dois-je signaler si elle est mineure?",
]
NOT_CALM = [
    "est-ce que je peux appeler? il arrive",
    "can i call someone? he is at the door with a knife",
    "do we have to report that he hits her?",
    "will you tell my parents what my uncle does to me?",
    "est-ce que je dois parler à la police s'il me force?",
    "can you help me, he keeps my passport?",
    "dois-je attendre ou appeler maintenant?",
]


@pytest.mark.parametrize("text", CALM)
def test_a_calm_question_tells_no_danger_whatever_the_age_beside_it(text: str) -> None:
    left = substance(text)
    assert not left or left == "im 16"


def test_who_is_not_missing_is_no_danger_unless_something_is_with_them() -> None:
    assert substance("elle n'est pas disparue, elle est dans sa chambre là") == ""
    assert substance("elle est dans sa chambre avec un couteau") == "elle est dans sa chambre avec un couteau"
    assert substance("he is in her room right now") == "he is in her room right now"


@pytest.mark.parametrize("text", NOT_CALM)
def test_a_question_with_harm_in_it_is_read(text: str) -> None:
    assert substance(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("He's not done anything else tonight.", ""),
        ("He hasn't done anything since but he has a knife", "but he has a knife"),
        ("Il a rien fait d'autre ce soir, mais il est à la porte", "mais il est a la porte"),
        ("nothing is happening to me", ""),
        ("C'est pas une urgence.", ""),
        ("I wasn't raped, he robbed me", "he robbed me"),
        ("i do this by choice, but he keeps my money", "but he keeps my money"),
    ],
)
def test_what_did_not_happen_is_no_danger_and_the_rest_is_read(text: str, kept: str) -> None:
    assert substance(text).strip(" .,") == kept


def test_no_labelled_danger_is_only_a_calm_question() -> None:
    from cli.training import risk_records

    dangers = [record.text for record in risk_records() if record.risk.escalates]
    assert not [text for text in dangers if not substance(text)]


def test_a_safe_answer_is_read_as_it_is_written() -> None:
    """What is left of it without "yes I am fine" may look like a danger to a reader that never saw it alone."""
    said = "oui oui jsuis correct. il fait frette hein"
    alone = substance(said)
    found = assess_conversation(
        Played({alone: 0.9}), [GRADUAL[0], said], before=Level.CONCERN, answer=SafetyAnswer.SAFE
    )
    assert alone != said and found.turn_level is not Level.HIGH
    unsafe = assess_conversation(
        Played({alone: 0.9, said: 0.9}), [GRADUAL[0], said], before=Level.CONCERN, answer=SafetyAnswer.SAFE
    )
    assert unsafe.turn_level is Level.HIGH
