"""Who only wants to talk: they are invited to, with one line in words; no list, no town, then the talk goes on."""

from pathlib import Path

from bot.actions import referral
from bot.actions.asked import asked_words
from bot.actions.dangers import CANNOT_PHONE
from bot.actions.kinds import kind_asked
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import Memory
from bot.actions.refusals import is_refused
from bot.actions.signs import phrases_of, plain, signs_in
from bot.actions.turn import Turn
from understanding.asides import read_asides
from understanding.topics import topic_in_context

FILE = Path(__file__).parent / "data" / "talking.yml"
INVITED = ("only_talk", "only_talk_alone")
LINE, LINE_OF_YOUNG = "info-social-811", {"fr": "tel-jeunes", "en": "jeunesse-jecoute"}
TELLS = ("none", "us_how", "mind", "out_of_scope", "animals", "relation")
"""Topics of who asks for no service."""
OF_NOTHING = ("out_of_scope", "animals", "none", "us_how")
LIKELY, SURE = 0.4, 0.6
READ = 6
"""Messages looked back at for a refusal of lists."""


def answer(turn: Turn) -> bool:
    """Invite who only wants to talk, and go on with who was invited and asks nothing; return whether that was all."""
    memory = turn.memory
    if memory.risk.get("alarm") or memory.in_danger or memory.asides.complains or _asks(memory) or memory.wants_human:
        return False
    if memory.refused or not memory.lives_it or _troubled(memory):
        return False
    if set(INVITED) & set(memory.said):
        return _goes_on(turn)
    if not _only_wants_to_talk(memory):
        return False
    line = _line_in_words(turn)
    turn.say("only_talk" if line else "only_talk_alone", line=line)
    turn.remember(need=None)
    return True


def wants_no_list(memory: Memory) -> bool:
    """Whether lists were refused and nothing is asked since: the newest message is only told."""
    if _asks(memory) or memory.told.need not in (None, "listening", "counselling"):
        return False
    said = [*memory.written[-READ:], memory.whole]
    refuses = phrases_of(FILE)["no_lists"]
    return any(refuses.search(plain(text)) or "no_lines" in read_asides(text).acts for text in said if text)


def _goes_on(turn: Turn) -> bool:
    memory = turn.memory
    topic, probability = topic_in_context(memory.text, "")
    of_nothing = topic in OF_NOTHING and probability >= SURE
    asks = asks_for(memory.text) is not Asks.NOTHING
    if "?" in memory.text and not of_nothing:
        return False
    if topic not in TELLS and memory.told.need not in (None, "listening"):
        return False
    turn.say("talk_small" if of_nothing and asks else "talk_goes_on")
    turn.remember(need=None)
    return True


def _only_wants_to_talk(memory: Memory) -> bool:
    words, signs = plain(memory.whole), signs_in(memory.whole)
    if (
        CANNOT_PHONE & signs
        or memory.told.need not in (None, "listening", "human_agent")
        or phrases_of(FILE)["to_somebody"].search(words)
    ):
        return False
    topic, probability = topic_in_context(memory.text, memory.before)
    tells = topic in TELLS and probability >= LIKELY
    return bool(phrases_of(FILE)["talk"].search(words)) and (tells or "just_talk" in signs)


def _asks(memory: Memory) -> bool:
    """Whether something is asked for besides."""
    if "place" in memory.news or kind_asked(memory) is not None or "bed" in asked_words(memory.text):
        return True
    topic, probability = topic_in_context(memory.text, "")
    if "just_talk" in signs_in(memory.whole) and (topic in TELLS or probability < SURE):
        return False  # "can we just talk" has the form of a question
    asks = asks_for(memory.text)
    return (topic == "service" and probability >= SURE) or (
        asks is not Asks.NOTHING and not (topic in TELLS and probability >= LIKELY)
    )


def _troubled(memory: Memory) -> bool:
    """Whether more than a low mood was told: that is answered as such."""
    types = set(memory.risk.get("types", ())) | set(memory.risk.get("turn_types", ()))
    return bool(types - {"distress"}) or memory.told.level not in ("none",)


def _line_in_words(turn: Turn) -> str:
    """Return the name and number of one line for who would rather hear a voice; nothing where that was refused."""
    memory = turn.memory
    slug = LINE_OF_YOUNG[memory.language] if memory.minor or memory.familiar else LINE
    found = referral.named(memory, slug)
    if not found or wants_no_list(memory) or memory.written_only:
        return ""
    line = found[0]
    if is_refused(line["slug"], line["kind"], line["audiences"], memory.avoids) or not line["phones"]:
        return ""
    return f"{line['name']} ({line['phones'][0]['display']})"
