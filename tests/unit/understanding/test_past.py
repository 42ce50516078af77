"""What is told of long ago is a concern, and nothing else is taken for it."""

import pytest

from cli.training import risk_records
from tests.unit.understanding.test_conversation_risk import Played
from understanding.risk.conversation import assess_conversation
from understanding.risk.past import is_long_past
from understanding.risk.taxonomy import Level

LONG_PAST = [
    "J'ai 51 ans. Quand j'avais 17 ans, un gars me faisait travailler dans un bar.",
    "c'était il y a une trentaine, euh il y a trente ans, à Sept-Îles",
    "est-ce qu'on peut porter plainte 40 ans après?",
    "im 44. when i was 16 my uncle's friend paid for me",
    "it was over 25 years ago",
    "ça s'est passé en 1987",
    "j'ai dansé 11 ans, je suis sortie de ça depuis 8 ans. Ça remonte encore la nuit. Je voudrais une thérapie",
    "J'ai quitté le milieu il y a 6 ans. J'ai encore des cauchemars",
    "i've been out for five years. it still haunts me at night",
    "i left the life 4 years ago, can ivac pay for therapy?",
]
NOT_PAST = [
    "il y a dix ans que je travaille pour lui",
    "j'ai 19 ans. quand j'avais 16 ans il m'a vendue",
    "when i was 15 he sold me",
    "il y a vingt ans il m'a battue et il est revenu hier",
    "12 years ago he sold me and now he found me",
    "il y a deux ans un client m'a violée",
    "j'ai 40 ans, quand j'avais 15 ans on m'a violée et je veux mourir",
    "depuis 15 ans il garde mon argent",
    "j'ai quitté le milieu il y a 6 ans mais il m'a retrouvée hier",
    "j'ai arrêté il y a 4 ans mais je reçois encore ses menaces",
    "i've been out for five years and he is at my door right now",
    "je suis sortie de ça depuis 8 ans et je veux mourir",
    "je suis sortie de l'hôpital il y a 3 jours",
]


@pytest.mark.parametrize("text", LONG_PAST)
def test_long_ago_is_heard_as_such(text: str) -> None:
    assert is_long_past(text)


@pytest.mark.parametrize("text", NOT_PAST)
def test_the_present_and_the_last_years_are_not_long_ago(text: str) -> None:
    assert not is_long_past(text)


def test_no_labelled_danger_is_taken_for_the_past() -> None:
    dangers = [record.text for record in risk_records() if record.risk.escalates]
    assert not [text for text in dangers if is_long_past(text)]


def test_the_past_is_a_concern_and_makes_no_danger_of_what_follows() -> None:
    texts = ["un homme me vendait, il y a trente ans", "est-ce que c'est gratuit?"]
    detector = Played({texts[0]: 0.9, texts[1]: 0.05}, window=0.9)
    first = assess_conversation(detector, texts[:1])
    assert first.level is Level.CONCERN and first.evidence == 0.0
    second = assess_conversation(detector, texts, before=first.level, evidence=[first.evidence])
    assert not second.level.escalates
