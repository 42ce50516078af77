"""The matcher: what is told decides, the most particular first, nothing twice."""

from typing import Any, ClassVar

import pytest

from bot.actions.memory import Memory
from bot.actions.opening import signals
from bot.actions.reading import read
from bot.actions.situations import Signals, match, situations
from tests.unit.bot.conftest import parsed


def _names(text: str, intent: str, *, risk: str = "none", types: tuple[str, ...] = (), language: str = "fr",
           slots: dict[str, Any] | None = None, told: tuple[str, ...] = (), **metadata: Any) -> list[str]:  # fmt: skip
    message = parsed(text, intent, risk=risk, language=language)
    message["risk"]["types"] = list(types)
    message["metadata"] = metadata

    class Tracker:
        latest_message = message
        events: ClassVar[list[dict[str, Any]]] = []

    held = {**(slots or {}), **read(message, slots or {})}
    Tracker.slots = held  # type: ignore[attr-defined]
    return [found.name for found in match(signals(Memory.of(Tracker())), told)]  # type: ignore[arg-type]


CASES: list[tuple[str, str, str, tuple[str, ...], str]] = [
    ("je veux sortir de la prostitution", "exit_prostitution", "none", (), "victim_leaving"),
    ("I want to get out of the life", "exit_prostitution", "concern", (), "victim_leaving"),
    ("chu pas prête à partir, je l'aime", "listening", "concern", (), "not_ready"),
    ("I'm not ready to leave him", "listening", "concern", (), "not_ready"),
    ("je veux de l'aide sans partir", "listening", "none", (), "harm_reduction"),
    ("ma fille de 15 ans a fugué", "parents_support", "high", ("runaway_missing_minor",), "child_missing"),
    ("my daughter hasn't come home", "parents_support", "high", ("runaway_missing_minor",), "child_missing"),
    ("ma fille reçoit des cadeaux d'un homme plus vieux", "parents_support", "concern", (), "relative_worried"),
    ("des photos de ma fille circulent à l'école", "image_removal", "high", ("threats_blackmail",), "child_images"),
    ("il menace de publier mes photos", "image_removal", "high", ("threats_blackmail",), "images"),
    ("someone has my nudes and wants money", "image_removal", "high", ("threats_blackmail",), "images"),
    ("j'ai été violée hier soir", "medical_care", "high", ("recent_sexual_assault",), "recent_assault"),
    ("my boss keeps my passport", "immigration_support", "high", ("coercion_trafficking",), "papers_taken"),
    ("je suis sans statut et j'ai peur de la police", "immigration_support", "concern", (), "no_status"),
    ("je suis une femme inuk, nouvelle à Montréal", "indigenous_service", "none", (), "inuit"),
    ("je suis innue, je cherche un service autochtone", "indigenous_service", "none", (), "indigenous"),
    ("je suis un gars, ça m'est arrivé aussi", "listening", "concern", (), "man"),
    ("c'est tu juste pour les filles ici?", "none", "none", (), "for_everyone"),
    ("je suis une femme trans", "listening", "none", (), "trans"),
    ("je suis en prison et je veux en parler", "listening", "concern", (), "detained"),
    ("chu en centre jeunesse", "listening", "concern", (), "youth_centre"),
    ("je travaille dans un motel, j'ai vu une jeune fille avec des hommes", "police_report", "concern", (), "witness"),
    ("mon amie se fait payer par un gars, elle va mal", "listening", "concern", (), "friend_worried"),
    ("je suis enseignante, une élève de 14 ans m'a parlé", "youth_protection_report", "high", (), "professional_minor"),
    ("je suis intervenante, vous offrez des formations?", "training", "none", (), "professional"),
    ("je veux arrêter de payer pour du sexe", "buyer_help", "none", (), "buyer_stop"),
    ("je suis le client, je paye", "buyer_help", "none", (), "buyer"),
    ("jai paye une fille pis jpense quelle etait mineure", "buyer_help", "high", ("minor_exploitation",),
     "buyer_minor"),
    ("jai 14 ans pis ya un gars qui veut menvoyer de largent pour des photos", "image_removal", "high",
     ("minor_exploitation", "threats_blackmail"), "luring"),
    ("nvm ill just keep seeing them", "deny", "high", ("threats_blackmail",), "goes_back"),
    ("où trouver une escorte à Laval", "out_of_scope", "none", (), "seeks_purchase"),
    ("t'es un robot inutile", "out_of_scope", "none", (), "insult"),
    ("es-tu un vrai humain?", "human_agent", "none", (), "testing"),
    ("laisse faire, c'est pas grave", "deny", "concern", (), "retraction"),
    ("c'est de ma faute", "listening", "concern", (), "guilt"),
    ("pk vous avez prévenu du monde", "deny", "high", (), "why_alerted"),
    ("chu pas suicidaire", "deny", "high", (), "not_suicidal"),
    ("chu pas suicidaire, je veux juste de l'aide pour partir", "exit_prostitution", "high", (), "not_suicidal_wish"),
    ("je suis infirmière, ma patiente est exploitée", "training", "high", (), "professional_danger"),
    ("les gardiens peuvent lire ce que j'écris?", "quick_exit_or_privacy", "none", (), "watched"),
    ("je fais des clients mais je veux pas arrêter", "exit_prostitution", "none", (), "not_stopping"),
    ("jveux un test itss", "medical_care", "none", (), "sexual_health"),
    ("ma soeur a un nouveau chum plus vieux qui la paye", "parents_support", "concern", (), "kin_worried"),
    ("je veux mourir", "listening", "high", ("suicide",), "suicide"),
    ("y a des filles qui font des clients au motel d'ici", "none", "high", ("coercion_trafficking",), "coerced_other"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent", "risk", "types", "name"), CASES)
def test_a_situation_is_read(text: str, intent: str, risk: str, types: tuple[str, ...], name: str) -> None:
    assert _names(text, intent, risk=risk, types=types)[:1] == [name]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("je cherche un hébergement à Laval", "emergency_shelter"), ("bonjour", "greet"), ("merci", "thanks"),
     ("mes droits", "legal_information"), ("à Laval", "location_only")],
)  # fmt: skip
def test_a_plain_request_tells_of_no_situation(text: str, intent: str) -> None:
    assert _names(text, intent) == []


def test_who_refuses_a_person_in_suicidal_distress_is_spoken_to_first() -> None:
    found = _names("je veux mourir mais parler à personne", "listening", risk="imminent", types=("suicide",),
                   declines_human=True)  # fmt: skip
    assert found == ["suicide_no_human"]


def test_a_brother_who_sells_is_not_a_worried_relative() -> None:
    found = _names("mon frère me vend à des hommes", "exit_prostitution", risk="high", types=("coercion_trafficking",))
    assert "relative_worried" not in found and found[0] in ("victim_leaving", "coerced")


def test_a_minor_is_told_what_can_be_read_beside_their_situation() -> None:
    found = _names("j'ai 15 ans et un gars veut publier mes photos", "image_removal", risk="high",
                   types=("threats_blackmail",))  # fmt: skip
    assert found == ["images", "minor"]


def test_a_parent_s_child_is_not_the_writer() -> None:
    assert "minor" not in _names("ma fille a 15 ans, je m'inquiète", "parents_support", risk="concern")


def test_written_only_goes_beside_and_holds_in_danger() -> None:
    found = _names("je suis sourde et il me frappe", "emergency_shelter", risk="imminent", types=("violence_now",))
    assert found == ["written_only"]


def test_a_partner_s_visitor_is_welcomed_at_the_first_need() -> None:
    assert _names("je cherche un logement", "emergency_shelter", partner="mifi-laval") == ["newcomer"]
    assert _names("je cherche un logement", "emergency_shelter") == []


def test_numbers_come_first_in_imminent_danger() -> None:
    assert (
        _names("il a un couteau, je veux partir", "exit_prostitution", risk="imminent", types=("violence_now",)) == []
    )


def test_nothing_is_said_twice_unless_it_may_be() -> None:
    text = "je veux sortir de la prostitution"
    assert _names(text, "exit_prostitution", told=("victim_leaving",)) == []
    assert _names("va chier", "out_of_scope", told=("insult",)) == ["insult"]


def test_a_refused_person_is_acknowledged_and_a_need_still_answered() -> None:
    assert _names("je veux pas parler à quelqu'un", "listening", declines_human=True) == ["declines_human"]
    refused = Signals(signs=frozenset({"declines_human"}), need="listening", declines_human=True, known_level="high")
    assert [found.name for found in match(refused)] == ["declines_human_in_danger"]  # no menu of services
    text = "je cherche un hébergement, je veux pas parler à quelqu'un"
    assert _names(text, "emergency_shelter", declines_human=True) == ["declines_human_beside"]


def test_asking_for_a_person_is_heard_through_an_insult() -> None:
    assert _names("t'es un robot inutile, je veux parler à une personne", "human_agent") == []


def test_an_insult_in_danger_is_not_what_is_answered() -> None:
    assert "insult" not in _names("va chier, je veux mourir", "listening", risk="high", types=("suicide",))


def test_every_situation_is_reached_by_a_test() -> None:
    reached = {name for *_, name in CASES} | {
        "suicide_no_human",
        "coerced",
        "declines_human",
        "declines_human_beside",
        "declines_human_in_danger",
        "newcomer",
        "written_only",
        "keeps_secret",
        "minor",
    }
    assert reached == {situation.name for situation in situations()}


def test_an_unknown_part_of_a_condition_is_an_error() -> None:
    with pytest.raises(KeyError):
        Signals().hold({"weather": "rain"})
