"""A list of the kind that a message asks for; else, said so, the nearest of that kind, or who can look for one."""

from dataclasses import replace
from typing import Any

from bot.actions import facts, referral
from bot.actions.announcing import has_contact, names_of
from bot.actions.dying import may_be_listed
from bot.actions.kinds import Kind, kind_asked, kind_before
from bot.actions.opening import speak_to
from bot.actions.refusals import is_refused
from bot.actions.suited import suited
from bot.actions.turn import Turn, acknowledge, may_offer_human, offer_human
from bot.actions.words import announcements

Resources = list[dict[str, Any]]


def answer(turn: Turn) -> bool:
    """Answer a message that asks for a kind of organisation before any fact or need is read in it; say whether it does.

    Danger just told goes before: there the list comes after the numbers.
    """
    memory = turn.memory
    if memory.risk.get("alarm") or memory.candidates or memory.outside:
        return False
    kind = kind_asked(memory)
    if kind is None or kind.named or (kind.after_facts and facts.is_asked(memory)):
        return False
    speak_to(turn, ends=False)
    acknowledge(turn)
    if not show(turn, kind):
        return False
    offer_human(turn)
    return True


def show_asked(turn: Turn) -> bool:
    """Show the kind that the message asks for, if any; return whether it was answered."""
    kind = kind_asked(turn.memory)
    return kind is not None and (turn.memory.place is not None or kind.wide) and show(turn, kind)


def show_others(turn: Turn) -> bool:
    """Show others of the kind asked for last, where some were not shown yet; return whether there were any."""
    kind = kind_before(turn.memory)
    if kind is None or not (turn.memory.place or kind.wide):
        return False
    found, here = _found(turn, kind)
    fresh = [each for each in found if each["slug"] not in turn.shown]
    if fresh:
        _announce(turn, kind, fresh[: referral.LIMIT], here=here)
        _ask_if_it_suits(turn)
    elif kind.only:
        finders = [each for each in _finders(turn, kind) if each["slug"] not in turn.memory.listed]
        if finders:
            turn.show(finders, "list_no_other_of_kind", choices="person")
        else:
            turn.ask("need", "utter_nothing_else", choices="choices")
    return bool(fresh) or kind.only


def show(turn: Turn, kind: Kind) -> bool:
    """Show what is known of the kind, or ask where; return False where there is nothing to say of it."""
    memory = turn.memory
    if kind.need:
        turn.memory = replace(memory, need=kind.need)
        turn.remember(need=kind.need)
    if memory.place is None and not (kind.wide and not (kind.ask_place and turn.may_ask("place"))):
        return _ask_where(turn, kind)
    found, here = _found(turn, kind)
    fresh = [each for each in found if each["slug"] not in turn.shown]
    best = [each for each in found if each["slug"] in memory.listed and _is_preferred(each, kind)]
    if best:
        turn.say("list_is_above", choices="after_results", names=names_of(best))
        return True
    if fresh:
        _announce(turn, kind, fresh[: referral.LIMIT], here=here)
    elif found and {each["slug"] for each in found} & set(memory.listed):
        turn.say("list_is_above", choices="after_results", names=names_of(found[: referral.LIMIT]))
        return True
    elif found:
        turn.show(found[: referral.LIMIT], "utter_still_best", choices="after_results")
        return True
    else:
        _say_none(turn, kind)
    _ask_if_it_suits(turn)
    return True


def _found(turn: Turn, kind: Kind) -> tuple[Resources, bool]:
    found, here = referral.of_kind(turn.memory, kind.records, prefer=kind.prefer, wide=kind.wide,
                                   reach=kind.reach)  # fmt: skip
    return [dict(each) for each in may_be_listed(suited(turn.memory, found), turn.memory)], here


def _is_preferred(resource: dict[str, Any], kind: Kind) -> bool:
    return kind.prefer is not None and referral.describes(kind.prefer, resource["slug"])


def _ask_where(turn: Turn, kind: Kind) -> bool:
    """Ask where the person is; meanwhile show who finds such a thing everywhere, for what cannot wait."""
    if not turn.may_ask("place"):
        if turn.memory.place_unknown and kind.finders:
            _say_none(turn, kind)
            return True
        return False
    finders = [each for each in _finders(turn, kind) if each["slug"] not in turn.shown] if kind.at_once else []
    if finders:
        turn.show(finders, "utter_results_anywhere")
    turn.ask("place", "utter_ask_place_to_refine" if finders else "utter_ask_place", choices="skip")
    return True


def _announce(turn: Turn, kind: Kind, found: Resources, *, here: bool) -> None:
    """Show organisations of the kind, those that can be reached first; with whom to ask how to reach the others."""
    silent = [each for each in found if not has_contact(each)]
    if len(silent) == len(found):
        turn.show([*found, *referral.finders(turn.memory)], "list_of_kind_without_contact", names=names_of(found))
        return
    found = [each for each in found if each not in silent] + silent
    where = "" if turn.memory.place else "_anywhere"
    what = kind.what(turn.memory.language)
    if here:
        turn.show(found, f"list_of_kind{where}", what=what)
    else:  # elsewhere only the nearest that can be reached helps
        reached = [each for each in found if has_contact(each)] or found
        turn.show(reached[:1], "list_of_kind_farther", what=what, of=kind.of(turn.memory.language))


def _say_none(turn: Turn, kind: Kind) -> None:
    """Say that none is known, with who can look for one, unless that was refused or stands above."""
    finders = _finders(turn, kind)
    fresh = [each for each in finders if each["slug"] not in turn.memory.listed]
    said = {"what": kind.what(turn.memory.language), "of": kind.of(turn.memory.language)}
    if fresh:
        turn.show(fresh, _of_place(turn, kind.none), **said)
    elif finders and turn.memory.place:
        turn.say(kind.none_above, choices="person", names=names_of(finders), place=turn.place_name, **said)
    else:
        turn.say(_of_place(turn, kind.none_alone), choices="person", place=turn.place_name, **said)


def _of_place(turn: Turn, response: str) -> str:
    """Return a response that names the place, or the one that does not where no place is known."""
    without = f"{response}_anywhere"
    return without if turn.memory.place is None and without in announcements() else response


def _finders(turn: Turn, kind: Kind) -> Resources:
    avoids = turn.memory.avoids
    found = referral.these(turn.memory, kind.finders)
    return [each for each in found if not is_refused(each["slug"], each["kind"], each["audiences"], avoids)]


def _ask_if_it_suits(turn: Turn) -> None:
    if not may_offer_human(turn) and not turn.memory.in_danger and not turn.asked and turn.showed:
        turn.ask("suits", "utter_after_results", choices="after_results")
