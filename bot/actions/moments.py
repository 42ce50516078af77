"""What a message tells besides asking: thanks and goodbyes, good news, a step taken, shame, a wish for company."""

from dataclasses import dataclass
from pathlib import Path

from bot.actions.kinds import kind_asked
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.life import WRITTEN_LINES, dark, denies_dying, lines_to_live, may_die
from bot.actions.memory import Memory
from bot.actions.presence import wants_calm
from bot.actions.signs import phrases_of, plain, says_more, signs_in
from bot.actions.turn import Turn
from understanding.asides import acts_of_parts, parts_of

FILE = Path(__file__).parent / "data" / "moments.yml"
CLOSING = ("farewell", "plan", "thanks")
BLACKMAIL = "threats_blackmail"
NEAR = frozenset(
    {"violence_now", "captivity", "coercion_trafficking", "stalking", "runaway_missing_minor", "minor_exploitation"}
)
"""Dangers of somebody who may be near: who closes is told of 911 once more."""
TOLD = {"pays": "do_not_pay", "put_away": "utter_step_taken", "holds_on": "utter_holds_on",
        "good_news": "utter_good_news", "step": "utter_step_taken", "called": "utter_help_called",
        "shame": "utter_shame"}  # fmt: skip
LEARNED = frozenset({"comes_back", "farewell", "shame"})
"""Acts that were learned (understanding/acts), each named as what it tells. A call is believed on its words alone."""
BESIDE = frozenset({"open", "long_since"})
"""What says how a part is meant, and is no moment by itself."""
NEWS = 20
"""Words of a message beyond which being found is a part of its story, and no news of now."""


@dataclass(frozen=True)
class Moment:
    """`told` names what the parts of a message tell; `more` says that some part says something else."""

    told: frozenset[str] = frozenset()
    more: bool = False


def read_moment(text: str) -> Moment:
    """Return what the parts of `text` tell."""
    told: set[str] = set()
    more = False
    parts = parts_of(text)
    for part, acts in zip(parts, acts_of_parts(parts), strict=True):
        words = plain(part)
        found = {name for name, pattern in phrases_of(FILE).items() if pattern.search(words)}
        moments = (found - BESIDE) or (acts & LEARNED)
        told |= found | moments
        more = more or (not moments and says_more(part))
    return Moment(frozenset(told), more)


def answer(turn: Turn) -> bool:
    """Say what such a message calls for; return whether nothing more is due."""
    memory = turn.memory
    moment = read_moment(memory.whole)
    if memory.risk.get("alarm"):
        return False
    if "wants_to_die" in signs_in(memory.whole) and may_die(memory) and not denies_dying(memory.whole):
        if not turn.opened:
            turn.say("utter_keep_company")
        turn.show(lines_to_live(memory), "utter_written_lines")
        return True
    if denies_dying(memory.whole):
        return False
    if dark(memory) and memory.lives_it and "asks_to_write" in signs_in(memory.whole):
        turn.show(lines_to_live(memory), "utter_written_lines", kind="safety")  # shown before or not
        return True
    if "company" in moment.told and (memory.in_danger or memory.level == "concern" or not _asks(memory)):
        _keep_company(turn)
        return True
    if "comes_back" in moment.told and asks_for(memory.text) is not Asks.SERVICE:
        turn.say("utter_comes_back")
        return True
    if _say_told(turn, moment):
        turn.opened = True
        return not _asks(memory)
    if closes(memory, moment):
        close(turn, moment)
        return True
    return False


def say_told(turn: Turn) -> bool:
    """Under an alert, say first that a step taken, or the wish for company, was seen; return whether it was said."""
    moment = read_moment(turn.memory.whole)
    if _say_told(turn, moment):
        return True
    company = "company" in moment.told and not denies_dying(turn.memory.whole)
    if company:
        turn.say("utter_keep_company")
    return company


def _say_told(turn: Turn, moment: Moment) -> bool:
    memory = turn.memory
    for name, response in TOLD.items():
        if name in moment.told and (name != "shame" or memory.lives_it) and _fits(name, memory):
            turn.say(response)
            return True
    return False


def closes(memory: Memory, moment: Moment, *, alarmed: bool = False) -> bool:
    """Whether the message only closes: thanks, a goodbye, what the visitor will do; nothing is asked by it."""
    closing = set(CLOSING) & moment.told
    if (
        not closing
        or "open" in moment.told
        or _asks(memory)
        or (memory.told.level in ("high", "imminent") and not alarmed)
    ):
        return False
    if "dark" in signs_in(memory.whole) and "farewell" not in moment.told:
        return False
    if closing == {"plan"}:
        return bool(memory.shown) and not moment.more
    return not moment.more or ("farewell" in closing and memory.told.need in (None, memory.need))


def close(turn: Turn, moment: Moment) -> None:
    """Say goodbye, or welcome thanks or a plan."""
    memory = turn.memory
    if memory.in_danger:
        close_in_danger(turn)
    elif "plan" in moment.told and not dark(memory):
        turn.say("utter_plan_noted")
    elif {"farewell", "leave", "plan"} & moment.told and "thanks" not in moment.told:
        turn.say("utter_farewell")
    else:
        turn.say("utter_thank")


def close_in_danger(turn: Turn) -> None:
    """Close with presence and one sentence for safety: nobody in danger gets a goodbye alone."""
    memory = turn.memory
    if dark(memory) and may_die(memory):
        turn.say("utter_close_dark")
    elif memory.buys:
        turn.say("utter_farewell")
    elif not memory.lives_it:
        turn.say("utter_close_other")
    else:
        near = memory.level == "imminent" or NEAR & set(memory.risk.get("types", ()))
        calm = not near or "911" in memory.avoids or wants_calm(memory) or memory.written_only
        turn.say("utter_close_calm" if calm else "utter_close_in_danger")


def _keep_company(turn: Turn) -> None:
    """Stay, in writing; a line that answers in writing is beside, never instead."""
    memory = turn.memory
    turn.say("utter_keep_company")
    lines = lines_to_live(memory) if dark(memory) else []
    if lines and not set(WRITTEN_LINES) & set(memory.listed):
        turn.show(lines, "utter_written_lines")


def _asks(memory: Memory) -> bool:
    """Whether something is asked besides."""
    asked = "wish" in signs_in(memory.text) and memory.told.need is not None
    asked = asked or "open" in read_moment(memory.whole).told
    asked = asked or kind_asked(memory) is not None
    return asks_for(memory.text) is not Asks.NOTHING or "?" in memory.text or asked or "place" in memory.news


def _fits(name: str, memory: Memory) -> bool:
    """Whether the words are said of what was told before: nobody's first message is good news.

    Where the message alarms or has dark words, only what keeps the person alive is welcomed.
    """
    signs = signs_in(memory.whole)
    if name == "pays":
        return BLACKMAIL in memory.risk.get("types", ()) and may_die(memory)
    if name == "called":  # one made yesterday is no help on its way
        return "long_since" not in read_moment(memory.whole).told and (memory.level != "none" or bool(memory.shown))
    if name == "good_news" and len(memory.whole.split()) > NEWS:
        return False
    if name == "holds_on":
        return dark(memory) or bool({"dark", "means_pills"} & signs)
    if name == "put_away":
        return True
    if memory.risk.get("alarm") or memory.told.level in ("high", "imminent") or {"dark", "wants_to_die"} & signs:
        return False
    if name == "good_news":
        return "runaway_missing_minor" in memory.risk.get("types", ()) or any(
            "missing" in signs_in(text) for text in (*memory.written, memory.before)
        )
    return True
