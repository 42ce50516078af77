"""Danger told now: what is said before any number, and the lines that fit it and the person (data/dangers.yml)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.actions import presence, referral
from bot.actions.corrections import denied, signs_denied
from bot.actions.life import (
    MOST,
    WRITTEN_LINES,
    YOUTH_LINES,
    danger_data,
    dark,
    denies_dying,
    lines_to_live,
    may_die,
    swallowed,
    tells_of_body,
    told_in,
)
from bot.actions.memory import DARK_TYPES, Memory
from bot.actions.refusals import EMERGENCY
from bot.actions.signs import danger_kind, plain, says, signs_in
from bot.actions.situations import situations
from bot.actions.turn import Turn
from bot.actions.written import SHORT, Reply, likeliest, scene_in
from understanding.calls import safety
from understanding.classes import in_context
from understanding.replies import reply_to
from understanding.risk.taxonomy import Level

SURELY, LIKELY = 0.6, 0.5
"""Probability from which a scene (`data/replies/scenes.yml`) goes before the words of `data/dangers.yml`, and from
which it stands where these read nothing in imminent danger."""

MET, NOT_NOW = 0.35, 0.25
"""Probability of a written reply from which, and that of what to do this minute under which, no words chosen by signs
stand for it: a story that names a door is no one at the door."""
SURELY_MET, NOT_SURELY_NOW = 0.5, 0.3
"""The same where nothing alarms, of a message of any length, for the kinds that yield: what was told before makes a
number ("im 19") or a letter of theirs, and 23 of 24 such replies met a labelled message, whole or in part."""
PRESSES = 0.05
"""Probability that what to do this minute is wanted, under which a message that does not alarm presses on nobody: an
age ("im 19") is no blackmail that goes on, though it holds a number."""
MAY_BE_NOW = 0.15
"""Probability that what to do this minute is wanted, under which nobody is at the door, whatever the words say."""
MAY_BE_SEEN = 0.1
"""The same for what somebody sees in imminent danger."""
BRIEF = 10
"""Words of a message that is taken at its word: it tells too little to be read otherwise."""
VEILED, PLAIN = "utter_danger_suicide", "utter_danger_wants_to_die"
KNOWN_DARK = {"wants_to_die", "means_pills"}
CANNOT_PHONE = {"deaf", "cannot_speak"}
FOR_THE_YOUNG = ("cyberaide-ca",)
WOMEN, MEN = "women", "men"
ASSAULT_CARE = "forensic_kit"
ASSAULT, OVERDOSE = "recent_sexual_assault", "medical_overdose"
HURT = {"assault", "assault_recent"}
NOT_SEXUAL = {
    "help_called", "missing", "clue", "coming", "coming_later", "of_another", "locked", "blackmail",
    "blackmail_said", "robbed", "hit", "witness", "suicide", "wants_to_die", "means", "not_taken", "dark", "swallowed",
}  # fmt: skip
"""Kinds which by themselves tell of no sexual assault: without a word of one, no line for it is shown."""


@dataclass(frozen=True)
class Danger:
    """One kind of danger of `data/dangers.yml`, and the response said to it; `fresh` unless it was said before.

    `answers`: what is said answers the message, whatever it asks; `question` is what the response asks.
    """

    name: str
    say: str
    covers: frozenset[str] = frozenset()
    first: tuple[str, ...] = ()
    emergency: bool = False
    alone: bool = False
    answers: bool = False
    question: str | None = None
    fact: str | None = None
    repeat: bool = False
    fresh: bool = True


def _every(memory: Memory) -> list[str]:
    return [*memory.written, memory.whole]


def _signs(text: str, memory: Memory) -> frozenset[str]:
    return signs_in(text) - signs_denied(memory.avoids)


def read_danger(memory: Memory) -> Danger | None:
    """Return the danger that the newest message tells of, in a conversation in danger; None if it tells none."""
    if not memory.in_danger or not memory.whole:
        return None
    denied = denies_dying(memory.whole)  # who says not to be suicidal may have a broken rib all the same
    if (scene := _scene(memory, SURELY)) is not None and not (denied and DARK_TYPES & scene.dangers):
        return _as_danger(scene, memory)
    met, surely = _is_met(memory), _is_surely_met(memory)
    yielding = {"now"} if met and not surely else {"now", "yields"} if met else {"yields"} if surely else set()
    kinds = [
        each for each in danger_data()["kinds"] if not (denied if _of_dying(each) else any(map(each.get, yielding)))
    ]
    found = next((each for each in kinds if _holds(each, memory)), None)
    if found is not None:
        return _danger(found, memory)
    unsure = denied or memory.told.level != Level.IMMINENT
    scene = None if unsure else _scene(memory, LIKELY)
    return None if scene is None else _as_danger(scene, memory)


def _is_met(memory: Memory) -> bool:
    """Whether a written reply meets a message of some length, of no danger of now, that calls for nothing at once."""
    tells = len(memory.whole.split()) > BRIEF and memory.told.level != Level.IMMINENT
    return tells and safety(memory.whole) < NOT_NOW and likeliest(memory)[1] >= MET


def _is_surely_met(memory: Memory) -> bool:
    """Whether a written reply surely meets a message that alarms nobody and presses little."""
    calm = not memory.risk.get("alarm") and memory.told.level != Level.IMMINENT
    return calm and safety(memory.whole) < NOT_SURELY_NOW and likeliest(memory)[1] >= SURELY_MET


def _scene(memory: Memory, sure: float) -> Reply | None:
    """Return the scene of danger that the newest message tells with a probability of `sure`, if one is.

    It must be of a danger that was read too: what to do in another one can do harm.
    """
    if not memory.risk.get("alarm") and memory.level != Level.IMMINENT:
        return None
    known = set((memory.risk.get("alarm") and memory.risk.get("turn_types")) or memory.risk.get("types", ()))
    read = in_context(reply_to, memory.whole, memory.before, short=SHORT, sure=sure)
    found = scene_in(read, memory, sure)
    return found if found is not None and found.dangers & known else None


def _as_danger(scene: Reply, memory: Memory) -> Danger:
    """Return a scene as the danger told: its words stand for those of any situation."""
    dark_ones = {"suicide"} if DARK_TYPES & scene.dangers else set()
    first = WRITTEN_LINES if dark_ones else ()
    return Danger(
        "scene",
        scene.id,
        covers=frozenset(each.name for each in situations()) - {"suicide"} | dark_ones,
        first=first,
        emergency=scene.emergency,
        answers=True,
        fresh=scene.id not in memory.said,
    )


def _of_dying(kind: Mapping[str, Any]) -> bool:
    return bool(kind.get("dark")) or "wants_to_die" in kind.get("signs", ()) or kind["say"] in (VEILED, PLAIN)


def _danger(kind: Mapping[str, Any], memory: Memory) -> Danger:
    say = kind["say"]
    if not memory.lives_it and not may_die(memory):
        say = kind.get("say_other", say)
    elif say == VEILED and any(KNOWN_DARK & signs_in(text) for text in memory.written):
        say = PLAIN  # it was said: it is not asked
    elif "say_child" in kind and has_children(memory):
        say = kind["say_child"]
    elif say in memory.said:
        say = kind.get("say_again", say)
    if presence.refuses_emergency(memory):
        say = kind.get("say_refused", say)
    elif memory.written_only or CANNOT_PHONE & signs_in(memory.whole):
        say = kind.get("say_written", say)
    return Danger(
        kind["name"],
        say,
        covers=frozenset(kind.get("covers", ())),
        first=tuple(kind.get("first", ())),
        emergency=bool(kind.get("emergency")),
        alone=bool(kind.get("alone")),
        answers=bool(kind.get("answers")),
        question=kind.get("question") if say != PLAIN else None,
        fact=kind.get("fact"),
        repeat=bool(kind.get("repeat")),
        fresh=bool(kind.get("again")) or say not in memory.said,
    )


def unknown_to_police(text: str) -> bool:
    """Whether a message says that the police do not know something, which refuses no police."""
    kind = danger_kind("tell_police")
    return says(text, kind["words"]) and says(text, kind["seen"]) and not says(text, kind["not_words"])


def has_children(memory: Memory) -> bool:
    """Whether the writer speaks of a child of theirs, and of none having said so last."""
    for text in (memory.whole, *reversed(memory.written)):
        if "no_children" in signs_in(text):
            return False
        if "with_children" in _signs(text, memory):
            return True
    return False


def _holds(kind: Mapping[str, Any], memory: Memory) -> bool:
    """Whether all that a kind asks for is told; of `words`, `signs` and `types`, one is enough unless `both`."""
    text = memory.whole if kind.get("denied") else told_in(memory.whole)
    signs = _signs(memory.whole, memory)
    types = set(memory.risk.get("turn_types") or ()) if memory.risk.get("alarm") else set()
    told = {"words": "words" in kind and says(text, kind["words"]), "signs": bool(signs & set(kind.get("signs", ())))}
    if kind.get("both"):
        held = told["signs"] and bool(types & set(kind["types"]))
    elif "types" in kind:  # what the words say is only that where the danger is of that type
        known = types or set(memory.risk.get("types", ()))
        held = told["words"] and bool(known & set(kind["types"]))
    else:
        held = any(told.values()) or not {"words", "signs"} & set(kind)
    calm = not memory.risk.get("alarm") and memory.told.level != Level.IMMINENT
    if held and calm and kind.get("presses") and safety(memory.whole) < PRESSES:
        return False
    told_long = held and kind.get("now") and len(memory.whole.split()) > BRIEF
    least = MAY_BE_NOW if kind.get("level") is None else MAY_BE_SEEN
    if told_long and safety(memory.whole) < least:
        return False  # "my husband's downstairs watching hockey, the kids are asleep" waits at nobody's door
    own = may_die(memory) if kind.get("dark") or "suicide" in kind.get("covers", ()) else memory.lives_it
    return held and all(
        (
            "not_denied" not in kind or not denied(memory.avoids, kind["not_denied"]),
            "own" not in kind or kind["own"] == own,
            not kind.get("dark") or dark(memory) or bool({"dark", "wants_to_die"} & signs),
            "told" not in kind or any(_signs(each, memory) & set(kind["told"]) for each in _every(memory)),
            "asked" not in kind or memory.question in kind["asked"],
            "whom" not in kind or bool({memory.for_whom, *memory.audiences} & set(kind["whom"])),
            memory.role not in kind.get("not_role", ()),
            not types & set(kind.get("not_types", ())),
            "seen_now" not in kind or says(text, kind["seen_now"]),
            "seen" not in kind or any(says(told_in(each), kind["seen"]) for each in _every(memory)),
            "not_words" not in kind or not says(text, kind["not_words"]),
            "not_seen" not in kind or not any(says(each, kind["not_seen"]) for each in _every(memory)),
            not signs & set(kind.get("not_signs", ())),
            Level(memory.told.level).rank >= Level(kind.get("level", "none")).rank,
            len(plain(text).split()) <= kind.get("at_most", 1000),
        )
    )


def speak(turn: Turn) -> Danger | None:
    """Say to the danger told what fits it, once a conversation, before anything else; return it."""
    if turn.danger is None:
        turn.danger = read_danger(turn.memory)
        if turn.danger is not None and turn.danger.fresh:
            turn.say(turn.danger.say, place=turn.place_name)
            turn.opened = True
            if turn.danger.question is not None:
                turn.wait_for(turn.danger.question)
    return turn.danger


def leaves_as_they_come(turn: Turn) -> bool:
    """Say the little that stands on the screen of who closes because somebody arrives; return whether it was said."""
    danger = read_danger(turn.memory)
    return danger is not None and danger.name == "leaves_as_they_come" and speak(turn) is not None


def told_of_days_ago(memory: Memory) -> bool:
    """Whether the danger just told is only an assault of the last days, which is no emergency of this minute."""
    types = set(memory.risk.get("turn_types") or ())
    return (
        bool(types)
        and types <= {ASSAULT, "distress"}
        and read_danger(memory) is None
        and says(memory.whole, danger_data()["days_ago"])
    )


def wants_no_numbers(memory: Memory) -> bool:
    """Whether the visitor has said, now or before, that they want no more numbers."""
    return any(says(text, danger_data()["no_numbers"]) for text in _every(memory))


def refuses_numbers(memory: Memory) -> bool:
    """Whether the newest message refuses numbers, by its words or as a learned act; who asked for one does not."""
    if says(memory.whole, danger_data()["asked_number"]):
        return False
    named = memory.in_danger and says(memory.whole, danger_data()["no_numbers"])
    return named or "no_lines" in memory.asides.acts


def lines(memory: Memory, danger: Danger | None) -> list[dict[str, Any]]:
    """Return the lines that fit the danger told and the person, at most four, those to call first before the rest."""
    memory = replace(memory, risk=_fitting(memory, danger))
    found = referral.lines(memory)
    emergency = [line for line in found if line["slug"] == EMERGENCY]
    if danger is not None and danger.emergency and not emergency and "police" not in memory.avoids:
        emergency = referral.these(memory, [EMERGENCY])
    first = referral.these(memory, first_lines(memory, danger))
    if may_die(memory) and (
        "wants_to_die" in signs_in(memory.whole)
        or (danger and "suicide" in danger.covers and (dark(memory) or not danger.answers))
    ):
        first = [*lines_to_live(memory), *first]
    whole = list({line["slug"]: line for line in [*emergency, *first, *found]}.values())
    fit = [line for line in whole if _fits(line, memory, danger)] or whole
    if presence.refuses_emergency(memory) and memory.risk.get("again"):
        fit = [line for line in fit if line["slug"] != EMERGENCY] or fit
    if memory.written_only:  # who cannot phone first sees where they can write
        fit = sorted(fit, key=lambda line: not referral.answers_in_writing(line))
    return fit[:MOST]


def first_lines(memory: Memory, danger: Danger | None) -> list[str]:
    """Return the lines to call first, those for young people before them for a minor."""
    names = list(danger.first) if danger else []
    if any(says(text, danger_data()["no_home"]) for text in _every(memory)) or "no_partner" in signs_in(memory.whole):
        names = [name for name in names if name != referral.PARTNER_LINE]
    young = memory.lives_it and (memory.familiar or memory.minor)
    names = [name for name in names if young or name not in FOR_THE_YOUNG]
    return [*(YOUTH_LINES if young and (danger is None or danger.name != "swallowed") else ()), *names]


def _fitting(memory: Memory, danger: Danger | None) -> dict[str, Any]:
    """Return the risk with the types of danger that words tell of, where the type calls for a line of its own."""
    texts = _every(memory)
    left_out = set()
    if not any(swallowed(text) or "drugs" in signs_in(text) for text in texts):
        left_out.add(OVERDOSE)
    if danger and danger.name in NOT_SEXUAL and not any(HURT & signs_in(text) for text in texts):
        left_out.add(ASSAULT)
    if not dark(memory) and any(map(tells_of_body, texts)):  # breath and bones were read as a wish to die
        left_out |= DARK_TYPES
    if memory.role == "buyer" and not any({"dark", "wants_to_die"} & signs_in(text) for text in texts):
        left_out |= DARK_TYPES if danger is None else set()
    kept = {
        key: [kind for kind in memory.risk[key] if kind not in left_out] or ["distress"]
        for key in ("types", "turn_types")
        if memory.risk.get(key)
    }
    return {**memory.risk, **kept}


def _fits(line: Mapping[str, Any], memory: Memory, danger: Danger | None) -> bool:
    """Whether a line is for what was told, and open to the person."""
    audiences, types = set(line["audiences"]), {*memory.risk.get("types", ()), *memory.risk.get("turn_types", ())}
    if memory.gender == MEN and WOMEN in audiences and MEN not in audiences:
        return False
    if ASSAULT_CARE in line["services"] and ASSAULT not in types:
        return False
    told = danger_data()["lines_if_told"].get(line["slug"])
    if told is None or line["slug"] in (danger.first if danger else ()):
        return True
    texts = _every(memory)
    if any(says(text, danger_data()[name]) for name in told.get("unless", ()) for text in texts):
        return False
    signs = frozenset[str]().union(*map(signs_in, texts))
    spoken = "words" in told and any(says(text, told["words"]) for text in texts)
    return spoken or bool(types & set(told.get("types", ())) or signs & set(told.get("signs", ())))
