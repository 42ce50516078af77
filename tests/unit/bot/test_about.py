"""Questions about the organisations that were shown or named: answered from their records, or said to be unknown."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.exc import OperationalError

from bot.actions.about import asking, checked, names
from bot.actions.about.questions import topic_names
from bot.actions.about.told import topic_label
from bot.actions.database import sessions
from resources_db.knowledge.records import read_facts
from resources_db.search import lines as lines_by_slug
from tests.unit.bot.conftest import parsed

Act = Callable[..., dict[str, Any]]
ORGANIZATIONS = Path(__file__).parents[3] / "resources_db/data/organizations.json"
SHOWN = ["auberge-madeleine", "chez-doris", "stella-amie-de-maimie"]


def _slots(done: dict[str, Any]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in done["events"]}


def _said(done: dict[str, Any]) -> list[str]:
    return [response["response"] for response in done["responses"][:-1]]


def _text(done: dict[str, Any]) -> str:
    return "\n".join(response.get("text") or "" for response in done["responses"])


def _cards(done: dict[str, Any]) -> list[str]:
    found = [(response.get("custom") or {}).get("resources") or [] for response in done["responses"]]
    return [resource["slug"] for resources in found for resource in resources]


def _ask(act: Act, text: str, slugs: list[str] | None = None, *, intent: str = "none", action: str = "action_way_back",
         language: str = "fr", **slots: Any) -> dict[str, Any]:  # fmt: skip
    """Read the message and take the turn, after `slugs` were shown."""
    shown = SHOWN if slugs is None else slugs
    message = slots.pop("message", None) or parsed(text, intent, language=language)
    before = {"language": language, "shown": shown, "listed": shown, **slots}
    read = _slots(act("action_read_message", before, message))
    done = act(action, {**before, **read}, message)
    done["read"] = read
    return done


@pytest.mark.parametrize(
    ("text", "language", "slugs", "says"),
    [
        ("c tu gratuit?", "fr", ["info-justice-montreal"], "gratuit"),
        ("is it free?", "en", ["info-justice-montreal"], "free"),
        ("ça coûte-tu de quoi", "fr", ["commission-services-juridiques"], "« Réseau public d'aide"),
        ("c ou ca?", "fr", ["ivac"], "1199, rue De Bleury, Montréal"),
        ("where is it? can i walk from berri uqam", "en", ["ivac"], "1199, rue De Bleury, Montréal"),
        ("are they open now? its 2am", "en", ["sos-violence-conjugale"], "open now, day and night"),
        ("y sont tu ouvert a c't'heure", "fr", ["sos-violence-conjugale"], "ouvert maintenant, jour et nuit"),
        ("c tu pour les gars?", "fr", ["chez-doris"], "Chez Doris : c'est pour les femmes, adultes"),
        ("is for women this place?", "en", ["chez-doris"], "Chez Doris: it is for women, adults"),
        ("est-ce que ces places-là prennent vraiment les femmes trans?", "fr", ["auberge-madeleine"], "compris trans"),
        ("do they take trans women", "en", ["stella-amie-de-maimie"], "(cis and trans women)"),
        ("jai 16 ans y me prennent tu?", "fr", ["l-antre-temps-longueuil"], "de 16 à 21 ans"),
        ("est ce qui parlent anglais", "fr", ["chez-doris"], "oui, en anglais"),
        ("do they speak spanish", "en", ["chez-doris"], "I do not know about this language: Spanish"),
        ("y parlent tu arabe ou vietnamien", "fr", ["chez-doris"], "je ne sais pas pour"),
        ("faut tu prendre rendez-vous", "fr", ["info-justice-montreal"], "sur rendez-vous"),
        ("do i have to call first", "en", ["chez-doris"], "booked by phone"),
        ("combien de temps je peux rester", "fr", ["auberge-madeleine"], "quelques semaines à quelques mois"),
        ("how long can i stay", "en", ["l-antre-temps-longueuil"], "stays of up to six months"),
        ("ils prennent tu les chats", "fr", ["lauberiviere-la-halte"], "animaux acceptés"),
        ("can i bring my dog", "en", ["lauberiviere-la-halte"], "pets accepted"),
        ("ils prennent tu les enfants", "fr", ["accueil-pour-elle"], "et leurs enfants"),
    ],
)  # fmt: skip
def test_the_record_answers(act: Act, text: str, language: str, slugs: list[str], says: str) -> None:
    done = _ask(act, text, slugs, language=language)
    assert _said(done)[0] == "utter_about_said" and says in _text(done)
    assert not _cards(done) and "shown" not in _slots(done)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("c tu accessible en fauteuil roulant", "fr"),
        ("is it wheelchair accessible?", "en"),
        ("c tu gratuit?", "fr"),
        ("do they take kids", "en"),
        ("ils prennent tu les chiens", "fr"),
    ],
)
def test_what_a_record_does_not_say_is_said_to_be_unknown_with_the_number_to_ask(
    act: Act, text: str, language: str
) -> None:
    done = _ask(act, text, ["stella-amie-de-maimie"], language=language)
    assert _said(done) == ["utter_about_not_said"] and "514 285-8889" in _text(done)


def test_a_number_that_is_not_verified_is_never_given(act: Act) -> None:
    done = _ask(act, "c tu gratuit?", ["cles-montreal"])
    assert "514 750-4535" not in _text(done) and "https://www.lacles.org/" in _text(done)


def test_a_minor_is_told_tu(act: Act) -> None:
    done = _ask(act, "c tu gratuit?", ["stella-amie-de-maimie"], address="tu", age=15)
    assert "vous" not in _text(done).lower()


@pytest.mark.parametrize(
    ("language", "says"), [("fr", "gardée secrète, pour la sécurité"), ("en", "kept secret, for safety")]
)
def test_a_secret_address_stays_secret(act: Act, language: str, says: str) -> None:
    done = _ask(act, "c'est où?" if language == "fr" else "where is it?", ["chez-doris"], language=language)
    assert says in _text(done) and "514 937-2341" in _text(done)


def test_no_record_with_a_secret_address_has_its_street_told(act: Act) -> None:
    _ask(act, "c'est où?", ["chez-doris"])  # the directory is at hand
    with sessions()() as session:
        records = [found.record for found in lines_by_slug(session, ["chez-doris", "auberge-madeleine", "ivac"])]
    assert [record.secret_address for record in records] == [True, True, False]
    assert [record.street for record in records[:2]] == [None, None]


def test_each_of_those_shown_last_has_its_line(act: Act) -> None:
    text = _text(_ask(act, "c tu pour les gars?"))
    assert [name in text for name in ("Auberge Madeleine", "Chez Doris", "Stella, l'amie de Maimie")] == [True] * 3
    only = _text(_ask(act, "la deuxième c'est où?"))
    assert "Chez Doris" in only and "Auberge Madeleine" not in only


def test_two_questions_in_one_message_are_both_answered(act: Act) -> None:
    done = _ask(act, "jveux savoir c tu gratuit la cles pis c ou", [])
    assert _said(done) == ["utter_about_said", "utter_about_not_said", "utter_about_named"]
    assert _cards(done) == ["cles-montreal"]


def test_the_way_there_is_not_worked_out(act: Act) -> None:
    done = _ask(act, "can i walk there?", ["ivac"], language="en")
    assert _said(done) == ["utter_about_said", "utter_about_route"]


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("just give me stella's number", "en", "stella-amie-de-maimie"),
        ("where is the Chez Doris place", "en", "chez-doris"),
        ("where is chez dorris", "en", "chez-doris"),
        ("ASTTEQ ça existe encore?", "fr", "astteq"),
        ("rézo c'est quoi", "fr", "rezo-travail-du-sexe"),
        ("c quoi ca la cles", "fr", "cles-montreal"),
        ("c'est quoi CLES", "fr", "cles-montreal"),
        ("le numéro de la Maison Flora Tristan svp", "fr", "maison-flora-tristan"),
        ("numero flora tristant", "fr", "maison-flora-tristan"),
        ("what is the native womens shelter of montreal", "en", "foyer-femmes-autochtones-montreal"),
        ("le parados c'est ou La Passerelle?", "fr", None),
        ("stella?", "en", "stella-amie-de-maimie"),
    ],
)
def test_who_is_named_is_told_of_and_shown_unless_the_card_is_just_above(
    act: Act, text: str, language: str, slug: str | None
) -> None:
    done = _ask(act, text, language=language)
    shown = [slug] if slug and slug not in SHOWN else []  # a card that is just above is not shown again
    assert _cards(done) == shown or slug is None
    assert slug is None or _said(done)[0].startswith("utter_about")


def test_the_one_of_the_place_is_meant_where_several_share_a_name(act: Act) -> None:
    laval = {"name": "Laval", "region_code": "13"}
    done = _ask(act, "numéro du cavac", [], place=laval)
    assert _cards(done) == ["cavac-13-laval"]
    assert "utter_about_named" not in _said(_ask(act, "numéro du cavac", []))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Maison des femmes sourdes montréal existe?", "fr"),
        ("le numéro de la maison Beauregard-Tremblay", "fr"),
        ("does the Sunflower House still exist?", "en"),
    ],
)
def test_who_is_not_in_the_directory_is_said_not_to_be(act: Act, text: str, language: str) -> None:
    done = _ask(act, text, language=language)
    assert _said(done) == ["utter_about_unknown"] and not _cards(done)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("le numéro de la police", "fr"),
        ("le numéro d'un refuge pour femmes", "fr"),
        ("est-ce que l'aide existe encore", "fr"),
        ("number for a shelter in Montreal", "en"),
        ("j'ai perdu mes clés", "fr"),
        ("je suis sortie de là", "fr"),
        ("c'est anonyme?", "fr"),
        ("je vis dans la rue", "fr"),
        ("elle est à Montréal", "fr"),
        ("je cherche un refuge gratuit pour hommes", "fr"),
        ("do you speak english?", "en"),
        ("on peut-tu continuer en français", "fr"),
        ("y a tu une autre place pour les gars?", "fr"),
        ("will they take my kids away?", "en"),
        ("il monte l'escalier", "fr"),
        ("Stella m'a dit que je devrais partir pis j'ai peur de lui", "fr"),
        ("je veux pas chez doris, c'est où les autres", "fr"),
    ],
)
def test_other_messages_are_left_alone(act: Act, text: str, language: str) -> None:
    done = _ask(act, text, language=language)
    assert not [name for name in _said(done) if (name or "").startswith("utter_about")]


def test_without_anything_shown_there_is_nothing_to_ask_about(act: Act) -> None:
    assert "utter_about_said" not in _said(_ask(act, "c'est tu ouvert?", []))


def test_the_need_the_place_and_the_person_stay(act: Act) -> None:
    montreal = {"name": "Montréal", "region_code": "06"}
    done = _ask(act, "ils prennent tu les gars? c'est à Laval?", ["chez-doris"], intent="listening",
                need="emergency_shelter", place=montreal, gender="women", audiences=["women"])  # fmt: skip
    assert not {"need", "place", "gender", "audiences"} & set(done["read"]) and done["read"]["news"] == []


def test_danger_is_never_held_back_by_a_question(act: Act) -> None:
    message = parsed("c'est où chez doris?", "none", risk="imminent")
    done = _ask(
        act, message["text"], message=message, action="action_escalate", risk={"level": "imminent", "alarm": True}
    )
    assert "utter_about_named" not in _said(done) and "utter_safety_imminent" in _said(done)


def test_it_works_while_a_person_is_awaited_but_not_where_one_is_asked_for(act: Act) -> None:
    message = {**parsed("c tu gratuit?", "human_agent"), "metadata": {"waiting": True}}
    done = _ask(act, message["text"], ["chez-doris"], message=message, action="action_connect_human")
    assert _said(done) == ["utter_about_not_said"]
    message["metadata"] = {"waiting": True, "wants_human": True}
    done = _ask(act, message["text"], ["chez-doris"], message=message, action="action_connect_human")
    assert _said(done) == ["utter_about_not_said"]
    message |= {"text": "je veux parler à une personne, c tu gratuit?"}
    done = _ask(act, message["text"], ["chez-doris"], message=message, action="action_connect_human")
    assert _said(done) == ["utter_already_alerted"]


def test_a_fact_that_speaks_of_who_is_named_wins(act: Act) -> None:
    done = _ask(
        act, "Faut-il porter plainte pour avoir droit à l'IVAC?", [], intent="compensation", action="action_refer"
    )
    assert any("sources" in (response.get("custom") or {}) for response in done["responses"])


def test_a_list_that_follows_is_the_one_asked_about(act: Act) -> None:
    done = _ask(act, "c quoi ca la cles")
    assert _slots(done)["listed"] == ["cles-montreal"]
    after = _ask(act, "c'est où?", shown=_slots(done)["shown"], listed=_slots(done)["listed"])
    assert "CLES" in _text(after) and "Chez Doris" not in _text(after)


def test_a_database_that_does_not_answer_leaves_the_message_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_session: Any) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(asking, "read_catalogue", broken)
    assert asking.asked_in("c'est où chez doris?", shown=SHOWN, listed=SHOWN) is None
    assert asking.kept_of({"text": "c tu gratuit?"}, {"shown": SHOWN, "need": "listening"}) == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_topic_has_a_name(language: str) -> None:
    assert all(topic_label(topic, language) for topic in topic_names() if topic != "route")


@pytest.mark.parametrize(
    ("text", "language", "slugs", "topics", "says"),
    [
        ("la mechtilde ça accepte-tu les bébés? pis ça coûte combien", "fr", [],
         ["enfants", "places gratuites"], "leurs enfants"),
        ("LigneParents ça répond-tu la nuit? et le cavac pour parents c'est tu payant", "fr", [],
         ["heures", "oui, c'est gratuit"],
         "gratuit"),
        ("does old brewery take people with no id? is it free", "en", [],
         ["a card or papers", "whether it is free"], "Old Brewery"),
        ("hmm ok. resilience, where is it exactly? no internet here", "en", ["resilience-montreal", "chez-doris"],
         ["address"], "Montréal"),
        ("is madeleine free? do they take people who drank", "en", ["auberge-madeleine", "chez-doris"],
         ["whether it is free", "alcohol"], "Auberge Madeleine"),
        ("can i sleep there, chez doris?", "en", ["chez-doris"], ["place to stay"], "Chez Doris"),
        ("ok mais l'anonyme, c'est quoi leur prix? pis ca ouvre quand", "fr", [], ["prix"], "L'Anonyme"),
        ("je parlais du prix de la traversée, pas d'autre chose", "fr", ["la-traversee-saint-lambert"], ["gratuit"],
         "La Traversée"),
        ("les survivantes, c'est la police ça?", "fr", ["spvm-les-survivantes"], ["police"], "service de la police"),
        ("stella, do they work with the cops?", "en", [], ["police"], "no link with the police"),
        ("tel-jeunes, on peut leur écrire?", "fr", [], ["par texto"], "514 600-1002"),
        ("chez doris ya tu une liste d'attente", "fr", [], ["attendre"], "514 937-2341"),
        ("Rebâtir, faut-tu une carte soleil pis c'est confidentiel?", "fr", [], ["papiers"], "833"),
        ("is astteq free? i have no health card anymore", "en", [], ["free", "papers"], "ASTT"),
        ("Maison d'Haïti, nimewo telefòn?", "fr", [], ["numéro"], "aucun numéro vérifié"),
        ("le bunker c'est confidentiel? faut que je dise mon nom?", "fr", [],
         ["à qui ils pourraient en parler"], "Dans la rue"),
        ("pipq y font tu des tests?", "fr", [], ["ce que la fiche nomme"], "PIPQ"),
    ],
)  # fmt: skip
def test_each_thing_asked_of_a_named_organisation_is_answered_or_said_to_be_unknown(
    act: Act, text: str, language: str, slugs: list[str], topics: list[str], says: str
) -> None:
    text_said = _text(_ask(act, text, slugs, language=language))
    assert all(topic in text_said for topic in topics), text_said
    assert says in text_said


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("rezo ca existe tu encore", "rezo-travail-du-sexe"),
        ("pis? rezo à montréal", "rezo-travail-du-sexe"),
        ("lol non merci, chu pas suicidaire. mechtild ca existe encore?", "centre-mechtilde"),
        ("praida c'est pour qui au juste?", "praida"),
        ("le CALACS à Rimouski c'est quoi", "calacs-est-bas-saint-laurent"),
    ],
)
def test_a_name_is_known_without_its_other_words_or_a_letter(act: Act, text: str, slug: str) -> None:
    assert _cards(_ask(act, text, [])) == [slug]


def test_a_word_that_many_records_use_names_none_of_those_shown(act: Act) -> None:
    shown = ["sos-violence-conjugale", "ivac", "cavac-reseau-provincial"]
    done = _ask(act, "Maison de Lina c'est juste pour la violence conjugale?", shown)
    assert _cards(done) == ["maison-de-lina"]
    done = _ask(act, "piamp c'est pour quel âge, pis c'est gratuit?", shown)
    assert _cards(done) == ["piamp"] and "de 12 à 25 ans" in _text(done)


def test_a_kind_names_the_one_of_that_kind_that_was_shown(act: Act) -> None:
    shown = ["centre-amitie-autochtone-val-d-or", "chez-doris"]
    done = _ask(act, "the friendship centre, do they open on sundays?", shown, language="en")
    assert "Val-d'Or" in _text(done) and not _cards(done)
    text = _text(_ask(act, "how far is the shelter?", ["stella-amie-de-maimie", "chez-doris"], language="en"))
    assert "Chez Doris" in text and "Stella" not in text


def test_how_far_it_is_is_counted_from_the_place_that_is_said_else_the_known_one(act: Act) -> None:
    said = _text(_ask(act, "how far is the Native Women's Shelter of Montreal from Rimouski?", [], language="en"))
    assert "km from Rimouski" in said
    laval = {"name": "Laval", "region_code": "13", "lat": 45.58, "lon": -73.75}
    assert "km de Laval" in _text(_ask(act, "c'est loin chez doris?", [], place=laval))
    assert "km" not in _text(_ask(act, "c'est loin chez doris?", []))


def test_a_checked_fact_on_the_kind_is_given_where_the_record_is_silent(act: Act) -> None:
    done = _ask(act, "le centre mechtilde c'est gratuit?", [])
    assert "utter_about_not_said" not in _said(done) and "places gratuites" in _text(done)


def test_what_the_message_asks_besides_is_answered_too(act: Act) -> None:
    laval = {"name": "Laval", "region_code": "13"}
    done = _ask(act, "Maison de Lina c'est pour la violence conjugale non? moi je cherche un avocat", [],
                intent="legal_information", action="action_refer", place=laval, need="emergency_shelter")  # fmt: skip
    assert _cards(done)[0] == "maison-de-lina" and len(_cards(done)) > 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ok je vais appeler chez doris ce soir, merci", "fr"),
        ("Tel-jeunes c'est pour elle, pas pour moi!", "fr"),
        ("j'aimerais mieux une psy, combien ça coûte une thérapie", "fr"),
        ("i coach a team of forty kids in laval and we want posters. what does it cost", "en"),
        ("c'est confidentiel ici?", "fr"),
        ("je préfère attendre ici, ça prend combien de temps", "fr"),
    ],
)
def test_what_is_told_or_asked_of_something_else_is_left_alone(act: Act, text: str, language: str) -> None:
    done = _ask(act, text, ["chez-doris"], language=language)
    assert not [name for name in _said(done) if (name or "").startswith("utter_about")]


def test_in_danger_the_numbers_come_first_and_the_question_is_still_answered(act: Act) -> None:
    message = parsed("chez doris, do they take you if you drank?", "none", risk="high", language="en")
    risk = {"level": "high", "alarm": True, "types": [], "turn_types": []}
    done = _ask(act, message["text"], message=message, action="action_escalate", language="en", risk=risk)
    assert _said(done)[0] == "utter_safety_high" and "utter_about_not_said" in _said(done)


@pytest.mark.parametrize("entry", checked.entries())
def test_a_fact_that_stands_in_for_a_record_is_sure_and_names_known_ones(entry: dict[str, Any]) -> None:
    fact = next(each for each in read_facts() if each.id == entry["fact"])
    assert fact.confidence != "low" and set(entry["topics"]) <= set(topic_names())
    known = {record["id"]: record for record in json.loads(ORGANIZATIONS.read_text("utf-8"))}
    assert all(slug in known for slug in entry.get("slugs", ()))
    assert "slugs" in entry or any(record["kind"] == entry["kind"] for record in known.values())


def test_every_name_added_by_hand_is_of_a_known_organisation() -> None:
    known = {record["id"] for record in json.loads(ORGANIZATIONS.read_text("utf-8"))}
    assert set(yaml.safe_load(names.FILE.read_text("utf-8"))["also"]) <= known


BEDS = ["chez-doris", "le-chainon", "pavillon-patricia-mackenzie"]


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("so which of these would take me this evening... i mean which one is open tonight", "en", "hours"),
        ("laquelle me prend à soir, chu à station jean-talon avec mes sacs", "fr", "heures"),
        ("which is nearest to peel station", "en", "kept secret"),
        ("laquelle est la plus proche de jean-talon", "fr", "gardée secrète"),
        ("alright whats their address", "en", "address is kept secret"),
        ("can i go there tonight", "en", "hours"),
        ("mon ex peut tu me retrouver la-bas", "fr", "gardée secrète"),
        ("could he find me there?", "en", "kept secret"),
        ("l'adresse est-elle secrète?", "fr", "gardée secrète"),
    ],
)
def test_what_follows_a_list_is_told_of_it(act: Act, text: str, language: str, says: str) -> None:
    done = _ask(act, text, BEDS, language=language, need="emergency_shelter", place={"name": "Montréal"})
    assert _said(done)[0] in ("utter_about_said", "utter_about_not_said") and says in _text(done)
    assert not _cards(done)


def test_one_who_is_named_is_told_of_though_others_were_listed(act: Act) -> None:
    done = _ask(act, "i'm gonna phone le chainon. will he be able to find me there", language="en")
    assert "kept secret" in _text(done)
    done = _ask(act, "chez doris is for homeless women no? i have a flat", language="en")
    assert "it is for women" in _text(done)
    done = _ask(act, "the native womens place, is it free and can i just walk in tonight?", BEDS, language="en")
    assert "Native Women's Shelter" in _text(done) and "free" in _text(done) and "appointment" in _text(done)


@pytest.mark.parametrize(
    "before", ["est-ce que la dpj va garder mon nom secret", "can youth protection keep my name out"]
)
def test_their_number_is_that_of_who_was_named_before_the_list(act: Act, before: str) -> None:
    message = parsed("pis leur numéro c'est quoi? elle vit à longueuil", "none")
    slots = {"shown": BEDS, "listed": BEDS}
    read = _slots(act("action_read_message", slots, message, before=before))
    done = act("action_way_back", {**slots, **read}, message, before=before)
    assert "Montérégie" in _text(done)


@pytest.mark.parametrize("text", ["c'est où l'hôpital à Gatineau?", "y'est où le centre désigné le plus proche"])
def test_where_to_be_cared_for_is_no_question_about_the_lines_shown(act: Act, text: str) -> None:
    lines = ["info-aide-violence-sexuelle"]
    risk = {"level": "high", "types": ["recent_sexual_assault"]}
    gatineau = {"name": "Gatineau", "region_code": "07"}
    done = _ask(
        act, text, lines, risk=risk, place=gatineau, message={**parsed(text, "none"), "risk": {**risk, "alarm": False}}
    )
    assert _cards(done)[0].startswith("centres-designes")
