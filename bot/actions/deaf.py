"""Who is deaf and asks for a place or people that sign: what is known, said plainly, and who can be written to."""

from dataclasses import replace

from bot.actions import referral
from bot.actions.asked import asked_words
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import Memory
from bot.actions.signs import signs_in
from bot.actions.turn import Turn

IN_WRITING = {True: ("sos-violence-conjugale", "info-aide-violence-sexuelle"), False: ("info-aide-violence-sexuelle",)}
"""Lines that can be written to: to who asks for a bed, and to who does not."""


def answer(turn: Turn) -> bool:
    """Say that no service in sign language is known, with who can be written to; return whether it was asked."""
    memory = turn.memory
    if not _asks(memory):
        return False
    bed = memory.told.need in referral.BEDS or bool({"bed", "deaf_place", "vague_place"} & asked_words(memory.whole))
    names = [name for name in IN_WRITING[bed] if name not in memory.avoids]
    response = "deaf_none_known_bed" if bed else "deaf_none_known"
    if len(memory.said.get(response, ())) > 1:
        response = f"{response}_again"
    turn.learn(replace(memory, written_only=True))
    turn.show(referral.these(memory, names), response)
    return True


def _asks(memory: Memory) -> bool:
    """Whether a deaf person asks for what is made for them, or who they write for asks it."""
    said = asked_words(memory.whole)
    if "sign_language" in said and (memory.before or asks_for(memory.text) is not Asks.NOTHING):
        return "deaf" in signs_in(memory.whole) or _is_deaf(memory)
    asks_place = "deaf_place" in said
    bed = memory.told.need in referral.BEDS or "bed" in said
    return asks_place or (bed and _is_deaf(memory) and not _has_shelters_to_name(memory))


def _has_shelters_to_name(memory: Memory) -> bool:
    """Whether shelters near, which only answer by phone, are still to be named to who asks for a bed."""
    told = "utter_shelters_by_phone" in memory.said
    return memory.place is not None and not told and bool(referral.shelters_by_phone(memory))


def _is_deaf(memory: Memory) -> bool:
    return any("deaf" in signs_in(text) for text in (*memory.written, memory.whole))
