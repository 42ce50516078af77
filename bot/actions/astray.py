"""A message that was not understood, or is not for Repère: what may be answered of it, else a kind way back."""

from bot.actions import facts, referral, replies, themes
from bot.actions.signs import says_more
from bot.actions.suggesting import fit_person, goes_on, refer
from bot.actions.turn import Turn, ask_need, offer_human, stay

VAGUE = 2
"""Times that the need was asked in vain, after which lines are given instead of asking once more."""


def way_back(turn: Turn) -> None:
    """Answer what may be answered of a message that was not understood, else say so and offer choices."""
    memory = turn.memory
    if goes_on(turn):
        return
    if facts.meet_feeling(turn) or (memory.intent != "out_of_scope" and facts.refuse_to_guess(turn)):
        return
    if facts.answer_by_topic(turn) or replies.answer(turn, sure=replies.MEETS) or themes.answer(turn):
        return
    if memory.waiting and not memory.in_danger and "?" not in memory.whole and not says_more(memory.text):
        stay(turn)  # "ok, I'll wait"
    elif memory.in_danger and facts.asks_one(memory):
        turn.show(referral.find(memory, need="human_agent", limit=1), "utter_no_checked_answer")
    elif memory.in_danger and "place" not in memory.news:
        stay(turn)
    elif memory.place and "place" in memory.news:
        refer(turn)
    elif "person" in memory.news and memory.service_need and memory.shown:
        fit_person(turn)
    elif "person" in memory.news and memory.level == "none" and not memory.service_need:
        ask_need(turn)
    elif memory.level == "concern" and not memory.human_offered:
        turn.say("utter_concern")
        ask_need(turn)
        offer_human(turn)
    elif memory.intent == "out_of_scope":
        turn.ask("need", "utter_out_of_scope", choices="choices")
    elif memory.asked.count("need") >= VAGUE:
        turn.show(referral.find(memory, need="human_agent"), "utter_vague_lines")
        turn.say("utter_human_when_wanted")
    else:
        turn.ask("need", "way_on" if memory.before else "utter_way_back", choices="choices")
