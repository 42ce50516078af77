"""Whole conversations with the detector as it is shipped."""

import pytest

from understanding.risk.conversation import MEMORY, assess_conversation
from understanding.risk.detector import shared_detector
from understanding.risk.taxonomy import Level

HARMLESS = {
    "a place corrected": [
        "Je cherche un hébergement pour moi et mon fils de 4 ans.",
        "À Québec.",
        "Oups non, je suis rendue ailleurs chez ma tante.",
    ],
    "a request repeated": [
        "Je cherche un hébergement",
        "un hébergement svp",
        "je cherche toujours un hébergement",
        "à Laval",
        "non à Longueuil",
    ],
    "a person refused": [
        "allo",
        "je veux pas parler à quelqu'un",
        "non pas d'humain svp",
        "juste une question sur l'IVAC",
    ],
    "a buyer": [
        "C'est anonyme?",
        "J'achète des services sexuels et je veux arrêter.",
        "Non, personne est en danger, c'est moi le problème.",
    ],
    "a buyer who pays and wants to quit": ["I'm not a victim. I'm the guy who pays and I want to quit."],
    "a bed for a daughter": ["je cherche un hébergement pour ma fille de 15 ans à Longueuil"],
    "small talk": ["hi", "are you a robot?", "lol ok", "how do I get free legal advice", "Gatineau", "thanks!"],
}


def _levels(texts: list[str]) -> list[Level]:
    level, evidence, levels = Level.NONE, list[float](), list[Level]()
    for end in range(1, len(texts) + 1):
        known = evidence[-(MEMORY - 1) :]
        found = assess_conversation(shared_detector(), texts[max(0, end - MEMORY) : end], before=level, evidence=known)
        level = found.level
        evidence.append(found.evidence)
        levels.append(level)
    return levels


@pytest.mark.parametrize("texts", HARMLESS.values(), ids=HARMLESS)
def test_harmless_conversations_never_escalate(texts: list[str]) -> None:
    assert not any(level.escalates for level in _levels(texts))


@pytest.mark.parametrize("joke", ["non c'est une blague", "jk", "laisse faire"])
def test_a_joke_never_lowers_the_level(joke: str) -> None:
    before, after = _levels(["Des fois j'ai peur de mon chum.", joke])
    assert before is not Level.NONE and after.rank >= before.rank
