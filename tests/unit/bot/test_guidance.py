"""Where no fact surely answers, the subject is met: words of its own, and a fact of it, for who asks."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.actions.guidance import entry_for, guidance
from bot.actions.knowledge.gates import may_be_told
from bot.actions.knowledge.parts import only_confirms, questions_in
from bot.actions.memory import Memory
from resources_db.knowledge.records import read_facts
from tests.unit.bot.conftest import listen, parsed
from understanding.topics import TOPICS

Act = Callable[..., dict[str, Any]]
FACTS = {fact.id: fact for fact in read_facts()}


def _topics(**shares: float) -> dict[str, float]:
    left = (1 - sum(shares.values())) / len(TOPICS)
    return {topic: shares.get(topic, 0.0) + left for topic in TOPICS}


@pytest.mark.parametrize("entry", guidance()["entries"], ids=lambda entry: entry["name"])
def test_each_entry_is_of_topics_and_facts_that_exist(entry: dict[str, Any]) -> None:
    assert set(entry["of"]) <= set(TOPICS)
    assert all(FACTS[name].may_be_shown for name in entry["facts"])
    assert entry["fr"] and entry["en"]


def test_near_topics_count_together_for_who_helps() -> None:
    topics = _topics(parent_talk=0.3, suicide_other=0.3, tell_someone=0.1)
    teacher = Memory(role="professional")
    found = entry_for(topics, teacher, "how do I say it")
    assert found is not None and found["name"] == "guide_talk_to_them"


def test_what_is_for_helpers_is_not_said_to_who_lives_it() -> None:
    assert entry_for(_topics(parent_talk=0.4, suicide_other=0.4), Memory(), "is it too late") is None


@pytest.mark.parametrize("topic", ["us_tells", "org_cost", "service", "none", "out_of_scope"])
def test_what_this_service_or_a_record_answers_is_left_to_them(topic: str) -> None:
    assert entry_for(_topics(**{topic: 0.4, "mind": 0.3, "blame": 0.2}), Memory(), "is it too late") is None


def test_a_question_of_no_plain_subject_is_of_the_danger_told() -> None:
    risk = {"level": "high", "types": ["runaway_missing_minor"]}
    father = Memory(for_whom="relative", audiences=("relatives",), risk=risk)
    found = entry_for(_topics(us_who=0.2, org_reach=0.2), father, "is it too late")
    assert found is not None and found["name"] == "guide_missing"
    told = "can I change employers without him being told"  # it has a subject of its own, which is none of the topics
    assert entry_for(_topics(us_who=0.2, org_reach=0.2), father, told) is None
    assert entry_for(_topics(org_cost=0.8), father, "is it too late") is None


def test_an_unsure_subject_is_not_guessed() -> None:
    assert entry_for(_topics(mind=0.2, blame=0.1), Memory(), "is it too late") is None


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("I have a criminal record from those years, can it be erased?", "en", "A record from that time"),
        ("c'est quoi le délai avant d'avoir une réponse de l'IVAC?", "fr", "rien de vérifié sur cette attente"),
    ],
)
def test_a_question_with_no_fact_is_met_on_its_subject(act: Act, text: str, language: str, words: str) -> None:
    message = parsed(text, "legal_information", language=language)
    slots = listen({"language": language}, message)
    said = [each["text"] for each in act("action_refer", slots, message)["responses"] if each.get("text")]
    assert any(words in text for text in said), said


@pytest.mark.parametrize(
    "text",
    ["donc c'est encore possible?", "deux jours c'est moins que cinq donc oui?", "so five days is still fine, right?"],
)
def test_what_only_wants_a_yes_is_told_the_fact_again(act: Act, text: str) -> None:
    told = FACTS["forensic-window"].fact_fr
    slots = {"facts": ["forensic-window"], "fact": "forensic-window", "language": "fr"}
    message = parsed(text, "medical_care")
    done = act("action_refer", listen(slots, message), message, answered=told)
    said = [each.get("text") or "" for each in done["responses"]]
    assert "Voici encore" in said[0] and said[1] in told


@pytest.mark.parametrize(
    "text",
    ["je voulais savoir qui peut m'aider à ma sortie", "who can help me with my record", "qui m'aide pour l'IVAC"],
)
def test_who_looks_for_help_wants_a_list(text: str) -> None:
    assert questions_in(text) and not any(part.what_is for part in questions_in(text))


@pytest.mark.parametrize("text", ["donc quoi faire?", "so what do I do?", "alors qui appeler?"])
def test_a_question_of_its_own_confirms_nothing(text: str) -> None:
    assert not only_confirms(text)


def test_a_fact_of_adults_who_decide_is_not_told_of_a_minor() -> None:
    fact, asked = FACTS["adult-relative"], "que faire si ma fille refuse mon aide?"
    parent = Memory(text=asked, for_whom="relative", audiences=("relatives",))
    assert may_be_told(fact, parent, asked)
    assert not may_be_told(fact, replace(parent, age=15), asked)
