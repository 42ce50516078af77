"""Which organisations a conversation's list shows, and whether the sentence that announces it is true."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.database import sessions
from bot.actions.memory import Memory
from bot.actions.words import announcements
from resources_db.catalogue import read_catalogue
from resources_db.search import lines
from tests.unit.bot.conftest import at, listen, parsed

Act = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def directory(directory_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPERE_DATABASE_URL", directory_url)


def _refer(
    act: Act, text: str, need: str, slots: dict[str, Any] | None = None
) -> tuple[list[str], list[str], dict[str, Any]]:
    """Return the slugs shown, the texts said, and the slots after a message taken for a need."""
    message = parsed(text, need)
    heard = listen({"risk": {"level": "none", "types": []}, **(slots or {})}, message)
    done = act("action_refer", heard, message)
    shown = [r["slug"] for each in done["responses"] for r in (each.get("custom") or {}).get("resources") or []]
    after = {**heard, **{e["name"]: e["value"] for e in done["events"] if e["event"] == "slot"}}
    return shown, [each["text"] for each in done["responses"] if each.get("text")], after


def _says(texts: list[str], name: str) -> bool:
    starts = [variant.text.split("{")[0] for variant in announcements()[name] if not variant.text.startswith("{")]
    return any(text.startswith(start) for text in texts for start in starts if start)


def _services(slugs: list[str]) -> set[str]:
    with sessions()() as session:
        return {service for found in lines(session, slugs) for service in found.record.services}


def test_a_place_is_no_bed_by_itself(act: Act) -> None:
    shown, _, after = _refer(act, "avez-vous une place à Trois-Rivières", "emergency_shelter")
    assert not shown
    assert after["need"] is None
    assert after["question"] == "need"


@pytest.mark.parametrize("text", [
    "une place pour dormir à Trois-Rivières", "une place à Trois-Rivières, il m'a mise dehors",
    "a place in Trois-Rivières, i have to leave him", "un refuge à Trois-Rivières",
])  # fmt: skip
def test_a_bed_that_is_said_is_a_bed(act: Act, text: str) -> None:
    shown, _, after = _refer(act, text, "emergency_shelter", {"gender": "women", "age": 30})
    assert after["need"] == "emergency_shelter"
    assert "emergency_shelter" in _services(shown)


def test_a_mother_who_asks_for_herself_gets_what_helps_parents(act: Act) -> None:
    slots = {"for_whom": "relative", "audiences": ["relatives", "minors"], "age": 16, "place": at("Montréal", "06")}
    shown, _, after = _refer(act, "je veux une place pour moi, une mère", "emergency_shelter", slots)
    assert after["need"] == "parents_support"
    assert shown[0] == "ligneparents"
    assert not {"sos-violence-conjugale", "en-marge-12-17", "dans-la-rue"} & set(shown)


def test_a_bed_for_the_child_stays_a_bed(act: Act) -> None:
    slots = {"for_whom": "relative", "audiences": ["relatives", "minors"], "age": 16, "place": at("Québec", "03")}
    _, _, after = _refer(act, "une place pour ma fille, elle dort dehors", "emergency_shelter", slots)
    assert after["need"] == "emergency_shelter"


def test_a_man_who_wants_to_talk_is_not_sent_to_a_bed(act: Act) -> None:
    slots = {"gender": "men", "age": 40}
    shown, _, after = _refer(act, "une place à Gatineau où je peux parler à quelqu'un", "emergency_shelter", slots)
    assert after["need"] == "listening"
    assert not {"emergency_shelter"} & _services([slug for slug in shown if slug != "sos-violence-conjugale"])


def test_a_bed_refused_stays_refused_until_it_is_asked_for(act: Act) -> None:
    refused = "j'ai mon appart, j'ai pas besoin d'un refuge, je veux parler à quelqu'un à Québec"
    shown, _, after = _refer(act, refused, "listening", {"gender": "men", "age": 22})
    assert after["need"] == "listening"
    assert "emergency_shelter" not in _services(shown)


@pytest.mark.parametrize(("town", "region", "provincial"), [
    ("Laval", "13", True), ("Montréal", "06", False), ("Québec", "03", False), ("Gatineau", "07", False),
    ("Rimouski", "01", True),
])  # fmt: skip
def test_the_provincial_police_is_never_said_to_be_the_towns(
    act: Act, town: str, region: str, provincial: bool
) -> None:
    shown, texts, _ = _refer(act, "je veux porter plainte", "police_report", {"place": at(town, region)})
    assert provincial or "sq-310-4141" not in shown
    if "sq-310-4141" in shown:
        assert _says(texts, "list_police_with_sq")


def test_a_mother_is_not_sent_where_women_go_alone(act: Act) -> None:
    slots = {"gender": "women", "age": 30, "place": at("Montréal", "06")}
    shown, _, _ = _refer(act, "un refuge pour moi et mes deux enfants", "emergency_shelter", slots)
    assert not {"auberge-madeleine", "maison-marguerite", "le-chainon"} & set(shown)
    with sessions()() as session:
        assert "enfant" in lines(session, shown[:1])[0].record.summaries["fr"]
    alone, _, _ = _refer(act, "un refuge pour moi", "emergency_shelter", slots)
    assert alone != shown


def test_what_a_message_names_is_shown_with_or_without_contact(act: Act) -> None:
    slots = {"audiences": ["indigenous"], "place": at("Joliette", "14")}
    shown, texts, _ = _refer(act, "un centre d'amitié dans le coin", "indigenous_service", slots)
    assert shown[0] == "centre-amitie-autochtone-lanaudiere"
    assert _says(texts, "list_of_kind_without_contact")
    far, texts, _ = _refer(act, "un calacs par ici", "counselling", {"gender": "women", "place": at("Joliette", "14")})
    assert far


def test_the_place_is_where_the_person_helped_is(act: Act) -> None:
    text = "je suis de Manawan, ma soeur reste à Joliette et un gars la fait travailler"
    _, _, after = _refer(act, text, "listening", {"for_whom": "relative", "audiences": ["relatives"]})
    assert after["place"]["name"] == "Joliette"
    _, _, after = _refer(act, "je suis à Manawan et ma soeur est malade", "listening", {"for_whom": "relative"})
    assert after["place"]["name"] == "Manawan"


def test_a_test_gets_who_tests_or_an_honest_sentence(act: Act) -> None:
    shown, texts, _ = _refer(act, "un dépistage à Rimouski", "medical_care", {"gender": "men", "age": 22})
    assert _says(texts, "list_no_test_known")
    assert "info-social-811" in shown
    assert not {"centres-designes-trouver", "praida"} & set(shown)
    shown, texts, _ = _refer(act, "un test du VIH à Trois-Rivières", "medical_care")
    assert shown[0] == "sidaction-mauricie" and len(shown) > 1  # its number is not checked: others stand beside it
    shown, texts, _ = _refer(act, "where to get tested in Montreal", "medical_care",
                             {"gender": "men", "age": 22, "audiences": ["sex_workers"]})  # fmt: skip
    assert "rezo-travail-du-sexe" in shown
    assert not _says(texts, "list_no_test_known")


def test_a_buyer_hears_that_no_group_is_known(act: Act) -> None:
    slots = {"role": "buyer", "audiences": ["buyers"], "situations": ["buyer"], "place": at("Québec", "03")}
    _, texts, after = _refer(act, "un groupe d'hommes par ici", "buyer_help", slots)
    assert _says(texts, "list_no_group_for_buyers")
    shown, texts, _ = _refer(act, "une thérapie par ici", "buyer_help", after)
    assert not shown
    assert _says(texts, "list_no_group_same")


def test_a_minor_whose_images_are_held_gets_their_removal_first(act: Act) -> None:
    slots = {"age": 15, "for_whom": "self", "address": "tu", "audiences": ["minors"], "place": at("Gatineau", "07")}
    shown, _, _ = _refer(act, "he wants money or he posts my pics", "listening", slots)
    assert shown[0] == "cyberaide-ca"


def test_what_a_danger_calls_for_is_not_what_was_refused() -> None:
    danger = {"level": "concern", "types": ["violence_now"]}
    assert Memory(risk=danger).service_need == "emergency_shelter"
    assert Memory(risk=danger, avoids=("shelter",)).service_need == "listening"


def test_a_service_refused_comes_back_only_when_asked_for() -> None:
    slots = {"avoids": ["dpj"]}
    assert "dpj" in {**slots, **listen(slots, parsed("tel-jeunes, vont-ils appeler la dpj?", "none"))}["avoids"]
    assert listen(slots, parsed("finalement je veux parler à la dpj", "youth_protection_report"))["avoids"] == []


def test_announcements_say_the_same_in_both_languages() -> None:
    for name, variants in announcements().items():
        for address in (None, "tu"):
            fields = {(v.language, v.needs) for v in variants if v.address in (None, address)}
            assert {language for language, _ in fields} == {"fr", "en"}, name


def test_a_bed_that_was_asked_for_and_is_refused_now_is_given_up(act: Act) -> None:
    slots = {"need": "emergency_shelter", "place": at("Longueuil", "16")}
    _, texts, after = _refer(act, "non pas d'hébergement, j'ai mon logement", "none", slots)
    assert after["need"] not in ("emergency_shelter", "availability")
    assert not any("lit" in text.split() for text in texts)


@pytest.mark.parametrize("text", [
    "im outside and its cold, i need somewhere to sleep tonight", "j'ai besoin d'une place pour dormir à soir",
])  # fmt: skip
def test_who_asks_for_a_bed_again_is_shown_again_the_beds_shown_before(act: Act, text: str) -> None:
    with sessions()() as session:
        beds = [
            record.slug for record in read_catalogue(session).records.values()
            if record.kind != "helpline" and "emergency_shelter" in record.services
        ]  # fmt: skip
    told = {"gender": "women", "age": 30, "place": at("Montréal", "06"), "need": "emergency_shelter", "shown": beds}
    shown, _, _ = _refer(act, text, "emergency_shelter", told)
    assert set(shown) & set(beds)


def test_a_bed_asked_for_after_shelters_were_refused_is_looked_for(act: Act) -> None:
    told = {"gender": "women", "age": 30, "place": at("Montréal", "06"), "need": "basic_needs", "avoids": ["shelter"]}
    shown, _, after = _refer(act, "i need a place to sleep tonight", "emergency_shelter", told)
    assert "shelter" not in after["avoids"]
    assert "emergency_shelter" in _services(shown)


@pytest.mark.parametrize("town", ["Rimouski", "Québec"])
def test_after_an_assault_somebody_near_is_shown_and_where_care_is(act: Act, town: str) -> None:
    message = parsed(f"je suis à {town}", "location_only")
    message["risk"] = {"level": "high", "types": ["recent_sexual_assault"], "alarm": False}
    known = {"need": "medical_care", "for_whom": "self", "shown": ["centres-designes-trouver"]}
    done = act("action_refer", listen(known, message), message, "j'ai été agressée hier")
    shown = [r["slug"] for each in done["responses"] for r in (each.get("custom") or {}).get("resources") or []]
    assert "counselling" in _services(shown) and not {"qc-211", "info-social-811"} & set(shown)
    assert "1 888 933-9007" in " ".join(each["text"] for each in done["responses"] if each.get("text"))


def test_a_bed_tonight_is_not_asked_of_who_has_none(act: Act) -> None:
    known = {"shown": ["rebatir", "cavac-05-estrie"], "listed": ["rebatir", "cavac-05-estrie"],
             "place": at("Granby", "05"), "gender": "women", "age": 30}  # fmt: skip
    shown, texts, _ = _refer(act, "est-ce qu'ils en ont des lits à soir?", "emergency_shelter", known)
    assert "emergency_shelter" in _services(shown) and not any("s'il reste une place" in text for text in texts)
