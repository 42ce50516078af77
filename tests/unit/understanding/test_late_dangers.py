"""What denies, complains or arrives tells of no danger; what alarmed once alarms once."""

import pytest

from tests.unit.understanding.test_conversation_risk import GRADUAL, Played, talk
from understanding.risk.detector import Assessment
from understanding.risk.substance import substance, without_denials
from understanding.risk.taxonomy import Level


@pytest.mark.parametrize(
    "text",
    [
        "personne m'a touchée",
        "nobody ever hurt me",
        "il m'a jamais frappée",
        "j'ai rien pris",
        "j'ai jamais parlé d'arrêter",
        "je vous l'ai déjà dit, Rimouski. et j'ai pas parlé de quitter mon chum",
        "i just told you, Gatineau",
        "why do you keep saying that?",
        "pourquoi tu dis toujours ça?",
        "hey im from salluit, i got here to montreal 3 weeks ago, dont know nobody",
        "Bonjour, je viens d'arriver à Laval il y a deux semaines, je connais personne.",
    ],
)
def test_it_tells_of_no_danger(text: str) -> None:
    assert substance(text) == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("personne m'a touchée comme lui", "touchee"),
        ("il m'a jamais frappée avant", "frappee"),
        ("j'ai rien pris encore, les pilules sont là", "pilules"),
        ("j'ai jamais dit non, il me force", "force"),
        ("je viens de vous dire que je veux mourir", "mourir"),
        ("i arrived two weeks ago and he took my passport", "passport"),
        ("nobody hit me, they lock the door", "lock"),
    ],
)
def test_what_only_begins_so_is_read(text: str, left: str) -> None:
    from understanding.normaliser import fold

    assert left in fold(substance(text)) and left in fold(without_denials(text))


def test_evidence_put_together_alarms_once() -> None:
    texts = [*GRADUAL, "on mange ensemble le dimanche"]
    last = talk(Played(dict.fromkeys(texts, 0.35)), texts)[-1]
    assert last.level is Level.HIGH and last.reasons != ("accumulated",)


def test_a_calm_message_adds_no_evidence() -> None:
    texts = ["un gars m'a dit de venir", "c'est loin du métro"]
    calm = Played(dict.fromkeys(texts, 0.5), thresholds={"concern": 0.95, "high": 0.6, "imminent": 0.6})
    calm.assess = lambda text: Assessment(Level.NONE, (), 0.5, {"concern": 0.5, "high": 0.5}, ())  # type: ignore[method-assign]
    assert talk(calm, texts)[-1].level is Level.NONE
