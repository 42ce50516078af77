"""Which of those shown to reach first: who answers now, and who finds a bed where one is asked for."""

from collections.abc import Sequence

from bot.actions.about.told import contact
from bot.actions.memory import Memory
from bot.actions.referral import BEDS
from bot.actions.said_of import ways_to_write
from resources_db.search.ranked import RankedResource

OPEN = {"open": 0, "unknown": 1, "closed": 2}
"""The order of those that answer now, of those whose hours nobody knows, and of those that are closed."""


def in_order(found: Sequence[RankedResource], memory: Memory) -> list[RankedResource]:
    """Return those shown, the one to reach first at the head; their own order decides where nothing else does.

    A line that finds beds knows where there is room tonight: it goes before the houses.
    """
    bed = memory.service_need in BEDS

    def key(each: RankedResource) -> tuple[bool, int, bool]:
        record = each.record
        reached = bool(ways_to_write(record, memory.language) if memory.written_only else record.phones)
        finds = bed and "emergency_shelter" in record.services and record.kind == "helpline"
        return not reached, OPEN[each.opening.state], not finds

    return sorted(found, key=key)


def how(found: RankedResource, memory: Memory) -> str:
    """Return how to reach one, in writing where a voice is no use."""
    ways = ways_to_write(found.record, memory.language) if memory.written_only else []
    return ways[0] if ways else contact(found.record, memory.language)


def opening(found: RankedResource, memory: Memory) -> str:
    """Return whether it is open now, or nothing."""
    return str(found.to_dict(memory.language)["opening"]["text"] or "")
