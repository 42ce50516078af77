"""Where to be cared for after an assault: the designated centres, whatever was shown last."""

from bot.actions import referral
from bot.actions.about.questions import asks_care_place, asks_where
from bot.actions.fitting import Told
from bot.actions.memory import Memory

CARE = "medical_care"
RECENT = {"types": ["recent_sexual_assault"]}
SAID = {"signs": ["assault_recent"], "no_signs": ["no_assault", "no_assault_service"]}


def asks_for_care(memory: Memory) -> bool:
    """Whether who was assaulted lately asks where the hospital or the designated centre is ("where is it?")."""
    words = memory.text
    speaks = asks_care_place(words) or asks_care_place(memory.before)
    if not speaks or not asks_where(words):
        return False
    told = Told.of(memory, CARE)
    return told.holds(RECENT) or told.holds(SAID)


def care_for(memory: Memory) -> list[referral.Resource]:
    """Return the designated centres of the region, or the line that finds them, and what else cares."""
    return referral.find(memory, need=CARE)
