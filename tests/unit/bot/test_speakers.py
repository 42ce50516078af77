"""Who writes decides what is said: whole turns of strangers' conversations, in both languages."""

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from bot.actions.memory import Memory
from bot.actions.roles import fitting_risk
from tests.unit.bot.conftest import listen, parsed
from tests.unit.bot.test_actions import _resources, _responses, _slots

Act = Callable[..., dict[str, Any]]
NOT_FAULT = ("pas votre faute", "pas ta faute", "not your fault")
FOR_YOUTH = {"tel-jeunes", "jeunesse-jecoute", "piamp", "aidezmoisvp-besoindaide", "marie-vincent", "ligneparents"}


def _said(done: dict[str, Any]) -> str:
    return " ".join(r["text"] for r in done["responses"] if r.get("text"))


def _turn(act: Act, slots: dict[str, Any], text: str, intent: str, *, risk: str = "none", types: tuple[str, ...] = (),
          language: str = "fr", action: str | None = None, ranking: tuple[str, ...] = (),
          ) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    message = parsed(text, intent, risk=risk, language=language)
    message["risk"] |= {"types": list(types), "turn_level": risk}
    message["intent_ranking"] = [{"name": name, "confidence": 0.3} for name in (intent, *ranking)]
    heard = listen({"language": language, **slots}, message)
    alarmed = risk in ("high", "imminent")
    done = act(action or ("action_escalate" if alarmed else "action_refer"), heard, message)
    return done, {**heard, **_slots(done)}


BUYERS = [
    ("jpaye des filles depuis 2 ans, ma blonde le sait pas. jveux arreter mais chu pas capable", "exit_prostitution",
     "none", (), "fr"),
    ("i think the girl i paid last night was underage. i feel sick. am i going to jail", "medical_care", "high",
     ("recent_sexual_assault", "minor_exploitation"), "en"),
    ("i paid a girl for sex and i think she was 16", "listening", "high", ("minor_exploitation",), "en"),
    ("jai paye une fille pis jpense quelle etait mineure", "listening", "high", ("minor_exploitation",), "fr"),
    ("non je suis CLIENT. je paye. c'est de ma faute", "exit_prostitution", "none", (), "fr"),
    ("no im the one who paid. a guy. i want to stop doing this", "exit_prostitution", "high",
     ("coercion_trafficking",), "en"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent", "risk", "types", "language"), BUYERS)
def test_a_buyer_is_never_told_that_it_is_not_his_fault_nor_sent_to_children_s_services(
    act: Act, text: str, intent: str, risk: str, types: tuple[str, ...], language: str
) -> None:
    done, slots = _turn(act, {}, text, intent, risk=risk, types=types, language=language)
    said = _said(done)
    assert not any(words in said for words in NOT_FAULT) and " tu " not in said
    assert "utter_situation_leaving" not in _responses(done)
    assert any(name.startswith("utter_situation_buyer") for name in _responses(done))
    assert not FOR_YOUTH & {r["slug"] for r in _resources(done)}
    assert all(r["kind"] not in ("dpj", "calacs", "medical") for r in _resources(done))
    assert slots["audiences"] == ["buyers"] and slots.get("age") is None and slots["role"] == "buyer"


def test_a_correction_drops_what_the_wrong_role_had_put(act: Act) -> None:
    _, slots = _turn(act, {}, "jveux arreter les clients, jai 16 ans", "exit_prostitution", risk="high",
                     types=("minor_exploitation",))  # fmt: skip
    assert slots["address"] == "tu" and slots["age"] == 16 and "minors" in slots["audiences"]
    _, slots = _turn(act, slots, "non cest moi le client, pas la fille", "none", action="action_way_back")
    assert slots["role"] == "buyer" and slots["address"] == "vous" and slots["age"] is None
    assert slots["audiences"] == ["buyers"] and slots["need"] == "buyer_help"
    _, slots = _turn(act, slots, "a longueuil", "location_only")
    assert slots["role"] == "buyer" and slots["audiences"] == ["buyers"]


PROFESSIONALS = [
    ('Hi, I\'m a high school guidance counsellor in Sherbrooke. A 15 y/o student told me a 22 y/o "boyfriend" makes her'
     " meet men. Do I have to report?", "youth_protection_report", ("minor_exploitation",), "en"),
    ("intervenante en CLSC a rimouski, une patiente adulte se fait exploiter par son chum. on appelle qui?",
     "listening",
     ("coercion_trafficking", "minor_exploitation"), "fr"),
    ("je suis enseignante, une eleve de 14 ans veut mourir", "listening", ("suicide",), "fr"),
    ("night clerk at a hotel in dorval. different men going in every hr, a girl who looks 16 maybe", "listening",
     ("minor_exploitation", "coercion_trafficking"), "en"),
    ("chauffeur de taxi a quebec ici. jai ramene une fille en pleurs d'un motel hier", "police_report",
     ("coercion_trafficking",), "fr"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent", "types", "language"), PROFESSIONALS)
def test_who_works_with_it_or_saw_it_is_not_spoken_to_as_the_person_who_lives_it(
    act: Act, text: str, intent: str, types: tuple[str, ...], language: str
) -> None:
    done, slots = _turn(act, {}, text, intent, risk="high", types=types, language=language)
    assert not any(words in _said(done) for words in NOT_FAULT)
    assert not {
        "utter_situation_coerced",
        "utter_situation_suicide",
        "utter_situation_minor",
        "utter_situation_friend",
    } & {*_responses(done)}
    numbers = next(
        r["custom"]["resources"] for r in done["responses"] if (r.get("custom") or {}).get("kind") == "safety"
    )
    assert "tel-jeunes" not in {line["slug"] for line in numbers} and slots.get("address", "vous") == "vous"


def test_a_worker_s_adult_patient_is_not_a_young_person(act: Act) -> None:
    text = "intervenante en CLSC a rimouski, une patiente se fait exploiter"
    _, slots = _turn(act, {}, text, "listening", risk="high", types=("minor_exploitation",))
    done, slots = _turn(act, slots, "c'est une adulte 34 ans. pas la dpj", "youth_protection_report")
    assert "utter_situation_professional_minor" not in _responses(done)
    assert slots["age"] == 34 and slots["avoids"] == ["dpj"] and slots["for_whom"] == "other"


def test_a_victim_who_names_a_relative_s_friend_is_not_a_worried_relative(act: Act) -> None:
    text = "im an inuk woman, just got to montreal. my cousin's friend took my phone n id and says i owe him"
    done, slots = _turn(
        act, {}, text, "indigenous_service", risk="high", types=("coercion_trafficking",), language="en"
    )
    assert "utter_situation_relative" not in _responses(done)
    assert slots["for_whom"] == "self" and "relatives" not in slots["audiences"]


def test_no_it_s_me_changes_for_whom_for_the_rest(act: Act) -> None:
    _, slots = _turn(act, {}, "my cousin is in trouble, she is 15", "parents_support", risk="concern", language="en")
    assert slots["for_whom"] == "relative"
    _, slots = _turn(act, slots, "no its me. he made me do things with men to pay it", "deny", risk="high",
                     types=("coercion_trafficking",), language="en")  # fmt: skip
    assert slots["for_whom"] == "self" and slots["age"] is None and slots["need"] != "parents_support"
    assert not {"relatives", "minors"} & set(slots["audiences"])
    _, slots = _turn(
        act, slots, "i have a 2 yr old with me", "parents_support", language="en", ranking=("basic_needs",)
    )
    assert slots["need"] == "basic_needs" and slots["for_whom"] == "self"


def test_i_am_the_counsellor_changes_the_role(act: Act) -> None:
    _, slots = _turn(act, {}, "a man makes me meet men. i am 15", "listening", risk="high",
                     types=("minor_exploitation",), language="en")  # fmt: skip
    done, slots = _turn(act, slots, "I'm the counsellor not the victim. My question was about reporting", "none",
                        language="en", action="action_way_back")  # fmt: skip
    assert slots["role"] == "professional" and slots["address"] == "vous" and "professionals" in slots["audiences"]
    assert not any(words in _said(done) for words in NOT_FAULT)


@pytest.mark.parametrize(
    ("first", "language"),
    [("when i was 15 a guy in town did stuff to me. im 24 now", "en"),
     ("quand j'avais 15 ans un gars m'a fait des affaires. j'ai 24 ans", "fr")],
)  # fmt: skip
def test_past_abuse_of_an_adult_is_not_a_minor_s(act: Act, first: str, language: str) -> None:
    done, slots = _turn(act, {}, first, "listening", risk="high", types=("minor_exploitation",), language=language)
    assert slots["age"] == 24 and slots["audiences"] == ["adults"]
    assert not {"tel-jeunes", "ligneparents"} & {r["slug"] for r in _resources(done)}
    assert slots["risk"]["types"] == ["distress"] and slots["risk"]["level"] == "high"


@pytest.mark.parametrize(("text", "language"), [("no im an adult", "en"), ("non chu adulte", "fr")])
def test_an_adult_who_says_so_gets_no_more_minors_services(act: Act, text: str, language: str) -> None:
    _, slots = _turn(act, {}, "chu en centre jeunesse", "listening", risk="concern")
    assert slots["address"] == "tu" and "minors" in slots["audiences"]
    _, slots = _turn(act, slots, text, "none", language=language, action="action_way_back")
    assert slots["audiences"] == ["adults"] and slots["address"] == "vous"


def test_an_unknown_age_is_not_a_minor_s(act: Act) -> None:
    done, slots = _turn(act, {}, "un gars me fait faire des clients", "listening", risk="high",
                        types=("minor_exploitation",))  # fmt: skip
    assert slots["risk"]["types"] == ["coercion_trafficking"]
    assert not {"tel-jeunes", "ligneparents"} & {r["slug"] for r in _resources(done)}
    done, slots = _turn(act, {}, "j'ai 15 ans, un gars me fait faire des clients", "listening", risk="high",
                        types=("minor_exploitation",))  # fmt: skip
    assert slots["risk"]["types"] == ["minor_exploitation"] and "tel-jeunes" in {r["slug"] for r in _resources(done)}


def test_a_parent_s_own_age_is_not_the_child_s(act: Act) -> None:
    _, slots = _turn(act, {}, "ma fille de 16 ans sort avec un homme", "parents_support", risk="concern")
    _, slots = _turn(act, slots, "moi j'ai 41 ans", "none", action="action_way_back")
    assert slots["age"] == 16 and slots["for_whom"] == "relative" and slots.get("address", "vous") == "vous"


def test_a_sister_of_twenty_four_is_not_a_missing_child(act: Act) -> None:
    text = "ma soeur sest fait violer ya 2 jours elle veut pas aller a lhopital"
    types = ("recent_sexual_assault", "runaway_missing_minor")
    done, slots = _turn(act, {}, text, "medical_care", risk="high", types=types)
    assert not {"utter_situation_child_missing", "utter_situation_recent_assault"} & {*_responses(done)}
    done, slots = _turn(act, slots, "elle a 24 ans. a sherbrooke", "police_report", types=types)
    assert slots["age"] == 24 and slots["for_whom"] == "relative"
    assert not {"utter_situation_child_missing", "utter_situation_friend"} & {*_responses(done)}
    assert "runaway_missing_minor" not in slots["risk"]["types"]


def test_a_mother_s_age_does_not_make_her_daughter_an_adult(act: Act) -> None:
    _, slots = _turn(act, {}, "j'ai 40 ans et je suis inquiète", "listening")
    done, slots = _turn(act, slots, "ma fille est disparue depuis hier", "police_report", risk="high",
                        types=("runaway_missing_minor",))  # fmt: skip
    assert _responses(done)[0] == "utter_danger_missing"
    assert slots["age"] is None and "adults" not in slots["audiences"]


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [("pas la police svp", "fr", "police"), ("i cant call cops my boss will fire me", "en", "police"),
     ("jveux pas voir la police", "fr", "police"), ("prove ur not just reporting me to the cops", "en", "police"),
     ("non pas la dpj svp", "fr", "dpj"), ("not a shelter", "en", "shelter")],
)  # fmt: skip
def test_a_refusal_is_remembered_until_it_is_taken_back(act: Act, text: str, language: str, kind: str) -> None:
    need = {"police": "police_report", "dpj": "youth_protection_report", "shelter": "emergency_shelter"}[kind]
    _, slots = _turn(act, {}, text, need, language=language, action="action_way_back", ranking=("listening",))
    assert slots["avoids"] == [kind] and slots["need"] == "listening"
    _, slots = _turn(act, slots, "chu a quebec", "location_only")

    class Tracker:
        latest_message: ClassVar[dict[str, Any]] = {}
        events: ClassVar[list[dict[str, Any]]] = []

    Tracker.slots = slots  # type: ignore[attr-defined]
    assert Memory.of(Tracker()).avoids == (kind,)  # type: ignore[arg-type]
    back = {"police": "je veux porter plainte", "dpj": "je veux appeler la dpj", "shelter": "je cherche un hébergement"}
    _, slots = _turn(act, slots, back[kind], need)
    assert slots["avoids"] == [] and slots["need"] == need


def test_who_wants_to_stop_seeing_clients_is_not_a_buyer(act: Act) -> None:
    done, slots = _turn(act, {}, "jveux arreter les clients, jai 16 ans", "exit_prostitution", risk="high",
                        types=("minor_exploitation",))  # fmt: skip
    assert "buyers" not in slots["audiences"] and "utter_situation_leaving" in _responses(done)


def test_a_nurse_who_is_hurt_herself_is_spoken_to(act: Act) -> None:
    text = "je suis infirmière, mon ex me force a voir ses amis"
    done, slots = _turn(act, {}, text, "listening", risk="high", types=("coercion_trafficking",))
    assert slots["for_whom"] == "self" and "utter_situation_coerced" in _responses(done)


@pytest.mark.parametrize(
    ("text", "before", "kept"),
    [
        ("jme suis faite violer hier", [], ["recent_sexual_assault"]),
        ("jme suis faite violer hier", ["suicide"], ["recent_sexual_assault", "suicide"]),
        ("jme suis faite violer hier pis jveux mourir", [], ["recent_sexual_assault", "suicide"]),
        ("jveux m'en sortir", [], ["distress"]),
    ],
)
def test_suicide_is_only_read_where_something_tells_of_it(text: str, before: list[str], kept: list[str]) -> None:
    types = ["recent_sexual_assault", "suicide"] if "violer" in text else ["suicide"]
    message = {**parsed(text, "listening", risk="high"), "risk": {"level": "high", "types": types}}
    assert fitting_risk(message, {"risk": {"types": before}})["types"] == kept
