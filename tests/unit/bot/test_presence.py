"""What follows an alarm: new dangers, refusals that hold, words that fit what was written, an alarm that was wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import dangers, replies
from bot.actions.corrections import corrected_in
from bot.actions.dangers import unknown_to_police
from bot.actions.memory import Memory
from bot.actions.presence import eased, refuses_emergency, softened
from bot.actions.signs import signs_in
from bot.actions.words import announcements
from tests.unit.bot.test_dangers import FAMILY, IN_DANGER, SUICIDAL, _said
from tests.unit.bot.test_memory import _texts
from tests.unit.bot.test_moments import _slugs

Act = Callable[..., dict[str, Any]]
Slots = dict[str, Any]
NO_POLICE: Slots = {**IN_DANGER, "avoids": ["police"]}
DEAF: Slots = {**IN_DANGER, "written_only": True}
FAMILY_NO_POLICE: Slots = {**FAMILY, "avoids": ["police"]}
TEAM = ("équipe", "team")


def _named(done: dict[str, Any]) -> set[str]:
    """Return the announcements whose words were said."""
    said = _texts(done)
    return {
        name
        for name, variants in announcements().items()
        if any(variant.text.split("{")[0] in text for variant in variants for text in said)
    }


@pytest.mark.parametrize(
    ("text", "language", "slots", "name"),
    [
        ("la police le sait pas qu'il a 30 ans", "fr", FAMILY, "danger_tell_police"),
        ("the police don't know about the man", "en", FAMILY, "danger_tell_police"),
        ("elle est avec lui en ce moment", "fr", FAMILY, "danger_with_them"),
        ("she is at his place right now", "en", FAMILY, "danger_with_them"),
        ("elle est chez lui en ce moment", "fr", FAMILY_NO_POLICE, "danger_with_them_refused"),
        ("elle vient de m'écrire, elle dit que ça va", "fr", FAMILY, "danger_news"),
        ("il est parti travailler", "fr", IN_DANGER, "danger_away"),
        ("he's out till 8", "en", IN_DANGER, "danger_away"),
        ("je peux pas sortir, j'ai le bébé", "fr", IN_DANGER, "danger_with_children"),
        ("i can't leave, my kids are asleep", "en", IN_DANGER, "danger_with_children"),
        ("il sait où j'habite", "fr", IN_DANGER, "danger_knows_where"),
        ("he keeps texting me", "en", IN_DANGER, "danger_knows_where"),
        ("il m'a dit que si je parle il va me tuer", "fr", IN_DANGER, "danger_threat"),
        ("j'ai des pillules ici", "fr", SUICIDAL, "danger_pills"),
        ("j'ai peur", "fr", IN_DANGER, "presence_fear"),
        ("j'ai peur", "fr", NO_POLICE, "presence_fear_calm"),
        ("j'ai tellement peur pour elle", "fr", FAMILY, "presence_fear_other"),
        ("t'es juste un robot, tu sais pas ce que ça fait", "fr", SUICIDAL, "presence_program"),
        ("je t'avais dit non", "fr", IN_DANGER, "presence_said_no"),
        ("pas le 911", "fr", IN_DANGER, "presence_no_911"),
        ("je peux pas appeler", "fr", DEAF, "presence_in_writing"),
        ("la police? la dernière fois ils ont ri de moi", "fr", NO_POLICE, "presence_belittled"),
        ("mes parents vont me tuer", "fr", IN_DANGER, "presence_parents"),
        ("j'en peux plus", "fr", IN_DANGER, "presence_worn_out"),
    ],
)
def test_what_is_told_after_an_alarm_gets_words_of_its_own(
    act: Act, monkeypatch: pytest.MonkeyPatch, text: str, language: str, slots: Slots, name: str
) -> None:
    for module in (replies, dangers):  # where no written reply surely fits
        monkeypatch.setattr(module, "likeliest", lambda memory: (None, 0.0))
    done = _said(act, text, slots, language=language)
    assert name in _named(done)
    assert not (name.startswith("presence") and any(team in each for team in TEAM for each in _texts(done)))


@pytest.mark.parametrize(
    ("text", "slots", "name"),
    [
        ("j'ai dit non mais il a continué", IN_DANGER, "presence_said_no"),
        ("il m'a enfermée, je peux pas sortir", IN_DANGER, "danger_with_children"),
        ("il est parti avec ma soeur il y a deux ans", IN_DANGER, "danger_away"),
        ("elle est avec lui depuis deux ans", FAMILY, "danger_with_them"),
        ("il sait pas où j'habite", IN_DANGER, "danger_knows_where"),
        ("elle m'a texté aidez moi", FAMILY, "danger_news"),
        ("j'ai pas de pilules", SUICIDAL, "danger_pills"),
        ("c'est ce que j'ai vu", IN_DANGER, "presence_program"),
    ],
)
def test_near_misses_get_none_of_them(act: Act, text: str, slots: Slots, name: str) -> None:
    assert name not in _named(_said(act, text, slots))


def test_911_is_not_shown_again_to_who_wants_no_police_unless_a_life_is_in_danger(act: Act) -> None:
    calm = _said(act, "il me suit partout", NO_POLICE, risk="high", types=("stalking",), again=True)
    assert "police-911" not in _slugs(calm) and "911" not in " ".join(_texts(calm))
    grave = _said(act, "il a un couteau", NO_POLICE, risk="imminent", types=("violence_now",), again=True)
    assert "911" in " ".join(_texts(grave))


def test_who_would_kill_the_writer_tells_of_no_wish_to_die() -> None:
    for text in ("il va me tuer si je parle", "mes parents vont me tuer", "ils veulent me tuer"):
        assert not {"dark", "wants_to_die"} & signs_in(text)
    for text in ("je vais me tuer", "il veut me tuer et moi je veux mourir", "ma mère dit que je vais me tuer"):
        assert "wants_to_die" in signs_in(text)


def test_police_that_do_not_know_are_not_refused() -> None:
    assert unknown_to_police("la police n'est pas au courant pour l'homme")
    assert not unknown_to_police("je veux pas de police")


def test_pills_put_away_are_seen_where_only_a_pronoun_names_them(act: Act) -> None:
    def after(name: str, slots: Slots | None = None, message: dict[str, Any] | None = None) -> dict[str, Any]:
        return act(name, slots, message, "j'ai des pilules ici")

    done = _said(after, "je les ai mises dans la salle de bain. je veux juste qu'on m'écoute", SUICIDAL)
    assert "presence_listens" in _named(done) and not _slugs(done)


def _memory(*written: str, level: str = "high", types: tuple[str, ...] = ("distress",), avoids: Any = ()) -> Memory:
    risk = {"level": level, "types": list(types)}
    return Memory(risk=risk, written=written, whole=written[-1], text=written[-1], avoids=tuple(avoids), waiting=True)


@pytest.mark.parametrize(
    "text",
    [
        "non personne m'a fait mal",
        "nothing serious lol",
        "c'était juste une question",
        "i'm just curious",
        "chu pas en danger moi",
        "pas besoin d'appeler personne",
    ],
)
def test_who_says_that_nothing_is_wrong_is_heard(text: str) -> None:
    assert "nothing_wrong" in corrected_in(text)
    memory = _memory("hi i just moved here", text, avoids=["denied:nothing_wrong"])
    assert softened(memory) and not eased(memory).in_danger


@pytest.mark.parametrize(
    "memory",
    [
        _memory("il m'a frappée", "c'est rien de grave", avoids=["denied:nothing_wrong"]),
        _memory("je veux mourir", "rien de grave", avoids=["denied:nothing_wrong"]),
        _memory("il est là", "rien", level="imminent", types=("violence_now",), avoids=["denied:nothing_wrong"]),
        _memory("une grosse journée", "bof"),
    ],
)
def test_harm_that_was_told_is_not_taken_back(memory: Memory) -> None:
    assert not softened(memory) and eased(memory).in_danger


def test_an_alarm_that_was_wrong_is_owned_once_and_its_tone_is_left(act: Act) -> None:
    def after(name: str, slots: Slots | None = None, message: dict[str, Any] | None = None) -> dict[str, Any]:
        (message or {}).setdefault("metadata", {})["waiting"] = True
        return act(name, slots, message, "hi i just moved here")

    slots = {**IN_DANGER, "risk": {"level": "high", "types": ["distress"]}}
    done = _said(after, "nobody hurt me, nothing is wrong", slots, language="en")
    assert "false_alarm" in _named(done) and "911" not in " ".join(_texts(done))


def test_who_called_911_has_not_refused_it() -> None:
    assert not refuses_emergency(_memory("j'ai appelé le 911", avoids=["911"]))
    assert refuses_emergency(_memory("pas de 911", avoids=["911", "no_911"]))
