"""The first words of a turn: to the situation that the newest message tells of, before anything is suggested."""

from dataclasses import replace

from bot.actions import dangers, facts, referral
from bot.actions.asked import lists
from bot.actions.corrections import signs_denied
from bot.actions.knowledge.subjects import may_speak_to_us
from bot.actions.memory import Memory
from bot.actions.signs import signs_in, without_quotes
from bot.actions.situations import Signals, Situation, match
from bot.actions.turn import Turn
from understanding.wishes import read_wishes

SAID_ASIDE = {"why_alerted", "not_suicidal", "no_police", "no_dpj", "no_shelter", "no_first_peoples", "no_sex_work",
              "no_assault", "insult", "declines_human"}  # fmt: skip
"""Signs of what is said beside what is asked, which count though the need is not read from them."""
YIELDS = {"insult", "not_ready", "declines_human"}
"""Situations that end a turn, unless it also asks something: who is angry, or does not leave, is answered."""
WHOM_WE_TELL = "who_is_told"
"""The sign of a question on whom this service tells."""
WISHES = ("wants_human", "declines_human")
"""Wishes about a counsellor, which count as signs."""


def signals(memory: Memory) -> Signals:
    """Return what the newest message told, and what is known since."""
    told = memory.told
    return Signals(
        signs=_signs(memory) | (signs_in(memory.whole) & SAID_ASIDE) | _wishes(memory.whole),
        need=told.need,
        types=frozenset(memory.risk.get("types", ())) if told.level != "none" else frozenset(),
        audiences=frozenset(told.audiences),
        known_audiences=frozenset(memory.audiences),
        minor=memory.minor,
        gender=memory.gender,
        for_whom=memory.for_whom,
        new_person="person" in memory.news,
        declines_human=memory.just_declined,
        partner=told.partner is not None,
        first_need=told.need is not None and not memory.situations and not memory.shown,
        level=told.level,
        known_level=memory.level,
    )


def _signs(memory: Memory) -> frozenset[str]:
    """Return the signs of what is asked; harm told in quotation marks is told by somebody else."""
    found = signs_in(memory.text) - signs_denied(memory.avoids)
    if not may_speak_to_us(memory.whole):
        found -= {WHOM_WE_TELL}
    return found if "harmed_me" in signs_in(without_quotes(memory.text)) else found - {"harmed_me"}


def _wishes(text: str) -> frozenset[str]:
    wishes = read_wishes(text)
    return frozenset(name for name in WISHES if getattr(wishes, name))


def speak_to(turn: Turn, *, ends: bool = True) -> list[Situation]:
    """Say the first sentence of each situation told of, and hold what it teaches; return them, the main one first.

    Without `ends`, a situation that would end the turn is left for another time: something else is answered. In danger
    what would end the turn is left for after the numbers (`conclude`), in imminent danger all of it.
    """
    danger = dangers.speak(turn)
    covered = danger.covers if danger is not None else frozenset()
    told = match(signals(turn.memory), turn.memory.situations)
    found = [_shortened(each, turn.memory) for each in told]
    asked = facts.asks_one(turn.memory) and "?" in turn.memory.whole
    found = [each for each in found if each.then != "stop" or (ends and not (asked and each.name in YIELDS))]
    numbers_first = turn.memory.risk.get("alarm") and turn.memory.told.level == "imminent"
    for situation in found:
        _hold(turn, situation)
        if situation.then == "stop":
            turn.last = situation
        else:
            if situation.name not in covered:  # what it would say was said to the danger
                turn.after_numbers.append(_true_of_list(turn, situation))
            turn.promised = turn.promised or situation.then == "refer"
    if not numbers_first:
        speak_after_numbers(turn)
    if turn.last and not turn.memory.risk.get("alarm"):
        conclude(turn)
    return found


def learn_from(turn: Turn) -> None:
    """Hold what the situations told of teach, where other words are said to them."""
    for situation in match(signals(turn.memory), turn.memory.situations):
        if situation.then != "stop":
            _hold(turn, situation)


def _true_of_list(turn: Turn, situation: Situation) -> str:
    """Return the situation's words, or those that say that the list has none of what they promise (`lists.yml`)."""
    promise = lists()["promises"].get(situation.name)
    say = situation.later if situation.later and turn.memory.before else situation.say
    if promise is None:
        return say
    found = referral.find(turn.memory, first=turn.first)
    kept = [each for each in found if each["kind"] in promise["kinds"]]
    held = any(set(promise["audiences"]) & set(each["audiences"]) for each in kept)
    return say if held else str(promise["otherwise"])


def _shortened(situation: Situation, memory: Memory) -> Situation:
    """Return the situation in short, so that what the message asks besides is answered in the same turn."""
    asks = memory.asides.asks_more and (
        memory.told.need is not None or "place" in memory.news or facts.asks_one(memory)
    )
    if situation.briefly and memory.asides.any and asks:
        return replace(situation, say=situation.briefly, then="go_on")
    return situation


def speak_after_numbers(turn: Turn) -> None:
    """Say what was held back so that the numbers come first."""
    while turn.after_numbers:
        turn.say(turn.after_numbers.pop(0))


def conclude(turn: Turn) -> bool:
    """Say what ends the turn, if the situation told of ends it, and return whether it did."""
    if turn.last is None:
        return False
    if turn.memory.ask_safety:  # the safety question is the turn's only one: these words do not wait for an answer
        turn.say(turn.last.say)
    else:
        turn.ask(turn.last.ask or "need", turn.last.say, choices=turn.last.choices)
    return True


def _hold(turn: Turn, situation: Situation) -> None:
    """Remember the situation, and what it says of the need, the person and the services that suit."""
    memory = turn.memory
    need = memory.service_need
    if situation.need and (need is None or memory.told.need is None or need in situation.instead):
        need = situation.need if not situation.companion or need is None else need
    audiences = tuple(dict.fromkeys([*memory.audiences, *situation.audiences]))
    turn.learn(
        replace(
            memory,
            need=need,
            audiences=audiences,
            situations=tuple(dict.fromkeys([*memory.situations, situation.name])),
            services=situation.services or memory.services,
            written_only=memory.written_only or situation.name == "written_only",
        ),
        first=situation.first.get(memory.language, ()),
    )
