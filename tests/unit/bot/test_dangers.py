"""Danger is spoken to before any number, once, and the lines fit it and the person."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import dangers
from bot.actions.life import swallowed
from bot.actions.memory import Memory
from bot.actions.referral import answers_in_writing
from tests.unit.bot.conftest import listen, parsed
from tests.unit.bot.test_actions import _resources, _responses, _slots
from tests.unit.bot.test_moments import _slugs
from understanding.replies import NONE
from understanding.risk.taxonomy import Level

Act = Callable[..., dict[str, Any]]
Slots = dict[str, Any]
Types = tuple[str, ...]
Turned = tuple[dict[str, Any], Slots]
IN_DANGER: Slots = {
    "risk": {"level": "high", "types": ["coercion_trafficking"]},
    "shown": ["info-aide-violence-sexuelle"],
}
SUICIDAL: Slots = {"risk": {"level": "high", "types": ["suicide"]}, "shown": ["suicide-1-866-appelle"]}
FRIEND: Slots = {"for_whom": "other", "role": "witness", "audiences": ["witnesses"], **IN_DANGER}
FAMILY: Slots = {"for_whom": "relative", "audiences": ["relatives"], **IN_DANGER}
BUYER: Slots = {"role": "buyer", "audiences": ["buyers"], **IN_DANGER}


def _turn(act: Act, slots: Slots, text: str, intent: str = "listening", *, risk: str = "none", types: Types = (),
          language: str = "fr", action: str = "action_refer", again: bool = False) -> Turned:  # fmt: skip
    """Take a turn in a conversation whose level and types `slots` hold; `risk` is what the message itself raises."""
    known = slots.get("risk", {"level": "none", "types": []})
    level = max(risk, known["level"], key=lambda each: Level(each).rank)
    message = parsed(text, intent, language=language)
    message["risk"] = {
        "level": level,
        "types": [*types, *known["types"]],
        "turn_types": list(types),
        "turn_level": risk,
        "alarm": risk in ("high", "imminent"),
        "again": again,
    }
    heard = listen({"language": language, **slots}, message)
    done = act("action_escalate" if message["risk"]["alarm"] else action, heard, message)
    return done, {**heard, **_slots(done)}


def _said(act: Act, text: str, slots: Slots, *, language: str = "fr", **told: Any) -> dict[str, Any]:
    return _turn(act, slots, text, language=language, **told)[0]


@pytest.mark.parametrize(
    ("text", "language", "slots", "response"),
    [
        ("mon mari m'a encore frappée", "fr", IN_DANGER, "utter_danger_hit"),
        ("he keeps hitting me", "en", IN_DANGER, "utter_danger_hit"),
        ("il rentre dans une demi-heure", "fr", IN_DANGER, "utter_danger_coming"),
        ("my husband is in the kitchen", "en", IN_DANGER, "utter_danger_coming"),
        ("he is outside, i have my kids with me", "en", IN_DANGER, "utter_danger_coming_child"),
        ("il m'a enfermée dans la chambre", "fr", IN_DANGER, "utter_danger_locked"),
        ("a client robbed me last week", "en", IN_DANGER, "utter_danger_robbed"),
        ("ils seraient mieux sans moi", "fr", SUICIDAL, "utter_danger_suicide"),
        ("i want it all to stop", "en", SUICIDAL, "utter_danger_suicide"),
        ("my kids would be better off without me", "en", BUYER, "utter_danger_suicide"),
        ("je veux mourir", "fr", SUICIDAL, "utter_danger_wants_to_die"),
        ("j'ai une corde ici", "fr", SUICIDAL, "utter_danger_means"),
        ("i haven't taken anything yet", "en", SUICIDAL, "utter_danger_not_taken"),
        ("j'ai avalé une vingtaine de comprimés", "fr", SUICIDAL, "utter_danger_swallowed"),
        ("ma nièce a fugué, on sait pas où elle est", "fr", FAMILY, "utter_danger_missing"),
        ("on a appelé la police, ils sont en route", "fr", FRIEND, "utter_danger_help_called_other"),
        ("i'm leaving now", "en", IN_DANGER, "utter_danger_going_out"),
    ],
)  # fmt: skip
def test_what_is_told_is_spoken_to_first(act: Act, text: str, language: str, slots: Slots, response: str) -> None:
    done = _said(act, text, slots, language=language)
    assert _responses(done)[0] == response


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("il arrive que je sois fatiguée", IN_DANGER),
        ("chu un gars, c'est arrivé quand j'avais 15 ans", IN_DANGER),
        ("he's gone now", IN_DANGER),
        ("si jpaye pas a va l'envoyer a tout le monde", IN_DANGER),
        ("ma mère arrive bientôt", IN_DANGER),
        ("il garde mon passeport, il dit c'est la loi", IN_DANGER),
        ("ok je lui ai écrit. elle s'en vient. reste là un peu stp", IN_DANGER),
        ("si elle fugue, je fais quoi?", FAMILY),
        ("elle n'a jamais fugué mais elle rentre à 3h du matin, une auto la dépose", FAMILY),
        ("je veux que ça arrête de bloquer, le site", IN_DANGER),
        ("how do i leave now without my card?", IN_DANGER),
        ("il m'a frappée", {}),
        ("i didn't say anything about killing myself", SUICIDAL),
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_not(act: Act, text: str, slots: Slots) -> None:
    assert not [name for name in _responses(_said(act, text, slots)) if name.startswith("utter_danger")]


def test_the_same_words_and_the_same_lines_are_not_repeated(act: Act) -> None:
    first, slots = _turn(act, {}, "mon chum m'a frappée", risk="high", types=("violence_now",))
    assert _responses(first)[0] == "utter_danger_hit" and "sos-violence-conjugale" in _slugs(first)[:2]
    after, _ = _turn(act, slots, "il me frappe encore", risk="imminent", types=("violence_now",), again=True)
    assert "utter_danger_hit" not in _responses(after) and not set(_slugs(first)) & set(_slugs(after))


@pytest.mark.parametrize(
    ("text", "types", "absent"),
    [
        ("mon chum m'a frappée", ("violence_now", "medical_overdose"), ["centre-antipoison-quebec"]),
        ("a client robbed me, i work by choice", ("coercion_trafficking", "recent_sexual_assault"),
         ["ligne-urgence-traite-personnes", "centres-designes-reperage"]),
    ],
)  # fmt: skip
def test_lines_fit_what_was_told(act: Act, text: str, types: tuple[str, ...], absent: list[str]) -> None:
    shown = _slugs(_said(act, text, {}, risk="high", types=types))
    assert shown[0] == "police-911" and not set(absent) & set(shown)


def test_who_cannot_phone_first_sees_where_to_write(act: Act) -> None:
    done = _said(act, "mon chum m'a frappée", {"written_only": True}, risk="high", types=("violence_now",))
    assert answers_in_writing(_resources(done)[0])


def test_no_more_numbers_is_heard(act: Act) -> None:
    done = _said(act, "lâche-moi avec tes numéros", SUICIDAL)
    assert _responses(done) == ["utter_no_more_numbers"] and not _slugs(done)


@pytest.mark.parametrize("text", ["ok merci", "bye", "bonne nuit"])
@pytest.mark.parametrize(
    ("slots", "response"),
    [(SUICIDAL, "utter_close_dark"), (IN_DANGER, "utter_close_in_danger"), (FAMILY, "utter_close_other")],
)
def test_nobody_in_danger_gets_a_goodbye_alone(act: Act, text: str, slots: Slots, response: str) -> None:
    for action, intent in (("action_goodbye", "goodbye"), ("action_thank", "thanks")):
        done, _ = _turn(act, slots, text, intent, action=action)
        assert _responses(done) == [response]


@pytest.mark.parametrize("text", ["reste là", "ok reste avec moi", "stay here please"])
def test_who_asks_to_stay_is_not_left(act: Act, text: str) -> None:
    done, _ = _turn(act, SUICIDAL, text, "goodbye", action="action_goodbye")
    assert "utter_keep_company" in _responses(done)


@pytest.mark.parametrize(("text", "taken"), [
    ("j'ai pris 20 tylenols", True), ("je viens de prendre toutes mes pilules", True), ("i took too many pills", True),
    ("j'ai voulu dormir pis pris 30 pilules", True),
    ("j'ai pensé à prendre mes pilules mais j'ai pris 30 advils", True),
    ("j'ai pensé à prendre toutes mes pilules", False), ("i thought about taking all my pills", False),
    ("j'ai pas pris de pilules", False),
])  # fmt: skip
def test_what_is_only_thought_of_was_not_swallowed(text: str, taken: bool) -> None:
    assert swallowed(text) is taken


@pytest.mark.parametrize(("sure", "read"), [(0.1, None), (0.5, "coming")])
def test_words_of_a_door_are_believed_where_something_may_be_due_now(
    monkeypatch: pytest.MonkeyPatch, sure: float, read: str | None
) -> None:
    """A short message is taken at its word; a long one may hold the same words and tell of an ordinary evening."""
    monkeypatch.setattr(dangers, "safety", lambda _: sure)
    monkeypatch.setattr(dangers, "reply_to", lambda _: {NONE: 1.0})
    text = "my husband is in the kitchen, the kids are asleep and I do not want to ruin anything tonight"
    risk = {"level": "high", "types": ["violence_now"]}
    found = dangers.read_danger(Memory(whole=text, text=text, risk=risk, for_whom="self"))
    assert (found and found.name) == read


def test_a_story_does_not_drown_who_is_at_the_door() -> None:
    story = "Je sais pas par où commencer. Ça fait trois ans que je suis avec lui, au début il était fin avec moi. "
    text = (
        story
        + "Je disais oui pour pas le perdre. Là il cogne à la porte de la chambre, il essaie de défoncer la porte."
    )
    risk = {"level": "high", "types": ["coercion_trafficking"]}
    found = dangers.read_danger(Memory(whole=text, text=text, risk=risk, for_whom="self"))
    assert found is not None and found.name in ("door", "coming")
