"""Facts in the conversation: the short answer and where it comes from, then who can take it further."""

from collections.abc import Sequence

from bot.actions import advice, feelings, finding, referral
from bot.actions.about.asking import is_of_them
from bot.actions.asked import asked_words
from bot.actions.doubts import asks_which_bed
from bot.actions.finding import asks, audiences, found_in, left_open, nearest_among
from bot.actions.guidance import entry_for, fresh_facts, is_short, leads_to_fact
from bot.actions.knowledge.address import question_of, sources_of, text_for
from bot.actions.knowledge.asking import Asks
from bot.actions.knowledge.index import retrieval
from bot.actions.knowledge.library import library
from bot.actions.knowledge.openings import asks_the_same, without_opening
from bot.actions.knowledge.parts import asks_who_helps, only_confirms, questions_in
from bot.actions.knowledge.subjects import asks_whom_we_tell, is_of_others, may_speak_to_us
from bot.actions.memory import Memory
from bot.actions.settings import dialogue
from bot.actions.signs import plain, signs_in
from bot.actions.turn import Turn, ask_need
from bot.actions.unanswered import (
    answerers,
    around,
    name_who_answers,
    say_also_open,
    say_unanswered,
    subject_of,
    unanswered,
    wants_an_answer,
)
from resources_db.knowledge.records import Fact
from resources_db.knowledge.review import confirmed_by
from understanding.asides import asks_whether_to_call
from understanding.topics import topics_in_context

NOW = {"violence_now", "captivity", "medical_overdose", "suicide"}
"""Dangers in which no fact stands beside the numbers."""
ASSAULT = "recent_sexual_assault"
UNCHECKED = {"utter_no_checked_answer", "utter_no_checked_answer_named", "utter_no_sure_answer",
             "utter_no_sure_answer_named"}  # fmt: skip
"""Responses that say that nothing checked answers a question."""
REFERRED = 2
"""Organisations shown after a fact, with the one that can confirm it."""


def answer(turn: Turn, *, refers: bool = True) -> bool:
    """Answer the newest message with a fact if it asks for one that is known; return whether it was answered.

    `refers`: who can take it further is shown.
    """
    found = _found_all(turn.memory)
    told = say_who_is_told(turn)
    if not found:
        return told
    fact = found[-1]
    if len(found) > 1 and found[0].may_be_shown and found[0].id not in turn.memory.facts:
        _tell(turn, found[0], choices=None)
    _hold_need(turn, fact)
    if not fact.may_be_shown:
        name_who_answers(turn, referral.named(turn.memory, confirmed_by(fact)), "utter_fact_unsure")
    elif fact.id in turn.memory.facts:
        _tell_again(turn, fact)
    else:
        turn.remember(fact=fact.id)
        shown = _tell(turn, fact)
        shown += _say_what_is_left(turn)
        stands_alone = turn.memory.in_danger and turn.memory.shown  # the numbers are above
        if refers and not stands_alone:
            _refer(turn, shown)
    return True


def _tell_again(turn: Turn, fact: Fact) -> None:
    """Tell once more the fact that answers what is asked again ("so it is free?"); a third time, only recall it."""
    if turn.memory.facts.count(fact.id) > 1:
        turn.say("utter_fact_again", choices="after_fact")
        return
    turn.say("known_again")
    _tell(turn, fact, alone=False)


def answer_anew(turn: Turn) -> bool:
    """Answer a question that was answered beside with a fact not given yet, else say once that none is checked."""
    memory = turn.memory
    fresh = [fact for fact in _found_all(memory) if fact.may_be_shown and fact.id not in memory.facts]
    if fresh:
        _hold_need(turn, fresh[-1])
        turn.remember(fact=fresh[-1].id)
        _tell(turn, fresh[-1])
        return True
    return not UNCHECKED & set(memory.said) and refuse_to_guess(turn)


def is_asked(memory: Memory) -> bool:
    """Whether a fact, or a word on who is told, answers the newest message, whatever else it was taken for."""
    if _asks_who_is_told(memory):
        return True
    return not asks_which_bed(memory) and _asks_something(memory) and bool(_found_all(memory))


def is_surest(memory: Memory) -> bool:
    """Whether the newest message asks what a fact answers more surely than anything else."""
    facts = library()
    return facts is not None and is_asked(memory) and finding.is_surest(facts, memory)


def likeliest(memory: Memory, *, sure: float) -> Fact | None:
    """Return the fact that most probably answers what is told, if `sure` and likelier than any other answer."""
    index = library()
    return finding.surest(index, memory, sure=sure) if index is not None else None


def speaks_of(memory: Memory, names: Sequence[str]) -> bool:
    """Whether a fact answers the newest message, a direct question, and speaks of one of these names."""
    found = _found_all(memory) if asks(memory) is Asks.FACT else []
    said = [f" {plain(f'{fact.question_fr} {fact.question_en} {fact.fact_fr} {fact.fact_en}')} " for fact in found]
    return any(f" {name} " in words for name in names for words in said)


def asks_one(memory: Memory) -> bool:
    """Whether the newest message is a direct question, whether or not a fact answers it."""
    return asks(memory) is Asks.FACT


def refuse_to_guess(turn: Turn) -> bool:
    """Where only a fact could answer and none does, say so and give who can answer; return whether that was so."""
    memory = turn.memory
    if _confirm_last(turn):
        return True
    question = _asked_in_vain(memory)
    if question is None or ("place" in memory.news and memory.question == "place"):
        return False
    _meet_in_vain(turn, question)
    return True


def _meet_in_vain(turn: Turn, question: str) -> None:
    """Meet a question that no fact surely answers: as one of feeling, by what orients in it, or by who can answer."""
    if _meet_feeling(turn, question) or (advice.is_wanted(turn.memory) and advice.offer(turn)):
        pass
    elif _guide(turn, question):
        _show_who_answers(turn, question)
    else:
        say_unanswered(turn, question, library())


def _confirm_last(turn: Turn) -> bool:
    """Tell again the fact just told to who only wants it confirmed; return whether that was so."""
    memory = turn.memory
    last = _record(memory.fact)
    if last is None or not only_confirms(memory.text) or not _was_told_just_before(last, memory):
        return False
    _tell_again(turn, last)
    return True


def _was_told_just_before(fact: Fact, memory: Memory) -> bool:
    told = text_for(fact, language=memory.language, familiar=memory.familiar)
    return without_opening(fact.id, told, memory.language) in memory.answered


def _guide(turn: Turn, question: str) -> bool:
    """Orient in what the question is about, once, with the fact of it that is near and was not told; return whether
    it could.
    """
    memory, facts = turn.memory, library()
    asked = memory.text if is_short(question) else question  # "c'est-tu trop tard" asks of what was told before it
    entry = entry_for(topics_in_context(asked, around(asked, memory)), memory, question)
    if entry is None or entry["name"] in memory.said:
        return False
    names = fresh_facts(entry, turn.told)
    fact = nearest_among(facts, names, asked, memory) if facts and names else None
    if fact is None and leads_to_fact(entry):
        return False
    turn.say(entry["name"])
    if fact is not None:
        _tell(turn, fact, alone=False)
        turn.remember(fact=fact.id)
    return True


def _show_who_answers(turn: Turn, question: str) -> None:
    """After words that stand alone, show who can say more, unless it is listed already."""
    found = [each for each in answerers(question, turn.memory) if each["slug"] not in turn.memory.listed]
    if found:
        turn.show(found, "utter_fact_further", choices="after_results")


def say_nothing_checked(turn: Turn) -> bool:
    """Before services that were shown already are named for a question that they do not answer, say that it has no
    checked answer, and who has one; return whether the message asks such a question.
    """
    if not wants_an_answer(turn.memory):
        return False
    question = unanswered(turn.memory, library()) or turn.memory.text
    met = _meet_feeling(turn, question) or (advice.is_wanted(turn.memory) and advice.offer(turn))
    if not met and not _guide(turn, question):
        say_unanswered(turn, question, library())
    return True


def _asked_in_vain(memory: Memory) -> str | None:
    """Return the question that only a fact could answer, or that asks for none but for a warm word."""
    return unanswered(memory, library()) or feelings.asked_in(memory)


def meet_feeling(turn: Turn) -> bool:
    """Meet the newest message's question of feeling, if it asks one; return whether it does."""
    question = feelings.asked_in(turn.memory)
    return question is not None and _meet_feeling(turn, question)


def _meet_feeling(turn: Turn, question: str) -> bool:
    """Meet a question of feeling, to which no fact is due, with a warm word, then who one may talk to.

    In danger the numbers are above: the word stands alone.
    """
    memory = turn.memory
    if not feelings.say_to(turn, question, around(question, memory)):
        return False
    if not memory.in_danger:
        _show_who_answers(turn, question)
    return True


def answer_in_danger(turn: Turn, *, told: bool = False) -> bool:
    """After the numbers, give the fact that surely answers a direct question, without any list; say whether it did.

    Where a life is in danger now nothing follows the numbers.
    """
    memory = turn.memory
    told = told or say_who_is_told(turn)
    kinds = set(memory.risk.get("turn_types") or memory.risk.get("types", ()))
    assaulted = ASSAULT in {*kinds, *memory.risk.get("types", ())}  # days count for care: "is it too late?"
    if memory.told.level == "imminent" and NOW & kinds and not assaulted:
        return told
    found = _found_all(memory, floor="in_danger")
    fresh = [fact for fact in found if fact.may_be_shown and fact.id not in memory.facts]
    for fact in fresh:
        turn.remember(fact=fact.id)
        _tell(turn, fact, choices=None)
    if not fresh and not told and _confirm_last(turn):
        return True
    question = _asked_in_vain(memory) if not fresh and not told else None
    met = question is None or _said_what_to_do(turn, question) or _meet_feeling(turn, question)
    if question is not None and not met and not _guide(turn, question) and not turn.replied:
        turn.say("utter_question_seen", subject=subject_of(question, memory))
    return told or bool(fresh)


def _said_what_to_do(turn: Turn, question: str) -> bool:
    """Whether "what should I do?" was just answered by the words said to who only saw it."""
    return "what_to_do" in asked_words(question) and turn.has_said("utter_situation_witness")


def tell_known(turn: Turn, name: str, *, alone: bool = True, again: bool = False) -> None:
    """Give the fact of that id, which goes with what was just said, unless it may not be; one given, only `again`."""
    fact = _record(name)
    if fact is not None and fact.may_be_shown and (again or fact.id not in turn.told):
        _tell(turn, fact, choices=None, alone=alone)


def tell_more(turn: Turn) -> None:
    """Give the facts nearest to the last answer that were not given yet, or say that there are none left."""
    memory, facts = turn.memory, library()
    last = _record(memory.fact)
    if facts is None or last is None:
        ask_need(turn)
        return
    related = facts.related(last, audiences=audiences(memory))
    fresh = [fact for fact in related if fact.may_be_shown and fact.id not in memory.facts]
    if not fresh:
        turn.say("utter_fact_no_more", choices="after_results")
        return
    turn.say("utter_fact_more")
    for fact in fresh[: retrieval()["related"]["limit"]]:
        _tell(turn, fact)


def _record(name: str | None) -> Fact | None:
    """Return the fact of that id, if there is one."""
    facts = library()
    return next((fact for fact in facts.facts if fact.id == name), None) if facts else None


def _found_all(memory: Memory, *, floor: str | None = None) -> list[Fact]:
    """Return the facts that answer the newest message: who asks whether to call somebody does not ask whom we tell."""
    facts = library()
    found = found_in(facts, memory, floor=floor) if facts else []
    ours = retrieval()["about_us_too"] if asks_whether_to_call(memory.text) else ()
    return [fact for fact in found if fact.id not in ours]


def _asks_something(memory: Memory) -> bool:
    """Whether a part of the newest message is a direct question."""
    return any(part.asks is Asks.FACT for part in questions_in(memory.text, place=memory.message_place))


def _asks_who_is_told(memory: Memory) -> bool:
    if asks_whether_to_call(memory.text) or not asks_whom_we_tell(memory.text) or not may_speak_to_us(memory.whole):
        return False
    return not is_of_them(memory.text, shown=memory.shown, listed=memory.listed)


def say_who_is_told(turn: Turn) -> bool:
    """Say whom this service tells, if that is asked; a minor hears once what a counsellor must do."""
    if not _asks_who_is_told(turn.memory):
        return False
    turn.say("utter_who_is_told")
    if turn.memory.familiar:
        tell_known(turn, "confidentiality-limit", alone=False)
    return True


def _say_what_is_left(turn: Turn) -> list[str]:
    """Where a second question has no fact, say so and name who can answer it; return what was shown for it."""
    facts = library()
    question = left_open(facts, turn.memory) if facts else None
    return say_also_open(turn, question) if question else []


def _tell(turn: Turn, fact: Fact, *, choices: str | None = "learn_more", alone: bool = True) -> list[str]:
    """Give a fact as it is written; return the services shown to confirm it, if it stands `alone`."""
    memory = turn.memory
    if alone and fact.id in retrieval()["about_us_too"] and not is_of_others(memory.text):
        turn.say("utter_who_is_told" if "who_is_told" in signs_in(memory.text) else "utter_privacy")
    told = text_for(fact, language=memory.language, familiar=memory.familiar)
    if not _is_what_is_asked(fact, memory):
        told = without_opening(fact.id, told, memory.language)
    turn.tell(told, sources_of(fact), question=question_of(fact, memory.language), choices=choices)
    turn.remember(facts=[*turn.told, fact.id])
    if fact.confidence != "medium" or not alone:
        return []
    service = referral.named(memory, confirmed_by(fact))
    if not service or turn.shown_of(service) != service:  # refused, or not for this person: no other card stands for it
        turn.say("utter_fact_to_confirm_elsewhere")
        return []
    if service[0]["slug"] in turn.shown and (memory.in_danger or service[0]["slug"] in memory.listed):
        turn.say("utter_fact_to_confirm_named", service=service[0]["name"])  # its number is above already
        return []
    turn.show(service, "utter_fact_to_confirm", service=service[0]["name"])
    return [service[0]["slug"]]


def _is_what_is_asked(fact: Fact, memory: Memory) -> bool:
    """Whether the message asks one question, and surely the fact's own: its "Oui" then answers it and nothing else."""
    parts, facts = questions_in(memory.text, place=memory.message_place), library()
    if facts is None or _asks_who_is_told(memory):
        return False
    texts = {memory.text, *([parts[0].text] if len(parts) == 1 else [])}
    return any(asks_the_same(text, fact, facts.likeness(text, fact)) for text in texts)


def _refer(turn: Turn, shown: list[str]) -> None:
    """Show who can take it further, without what was shown already."""
    exclude = [*turn.memory.shown, *shown]
    found = referral.find(
        turn.memory, need=turn.need or retrieval()["need_otherwise"], exclude=exclude, limit=REFERRED - len(shown)
    )
    fresh = [resource for resource in found if resource["slug"] not in exclude]
    if fresh:
        turn.show(fresh, "utter_fact_further", choices="after_fact")


def _hold_need(turn: Turn, fact: Fact) -> None:
    """Let "plus près" and "autre chose" be about what was just answered."""
    served = [need for need in fact.needs if need in dialogue()["service_needs"]]
    if served and turn.memory.service_need not in served and not turn.memory.in_danger:
        turn.remember(need=served[0])


def answer_by_topic(turn: Turn) -> bool:
    """Say what is known, or who knows, where a message that goes on asks of the law, money or care: no town, no list.

    Return whether it does ("and how much is it, roughly").
    """
    memory, near = turn.memory, retrieval()["by_topic"]
    if memory.risk.get("alarm") or not memory.before or "place" in memory.news or asks(memory) is not Asks.FACT:
        return False
    if asks_who_helps(memory.text):
        return False
    topics = topics_in_context(memory.text, memory.before)
    of_facts = sum(share for name, share in topics.items() if name not in near["of_lists"])
    if of_facts < near["asked"] or max(topics, key=lambda name: topics[name]) in near["of_lists"]:
        return False
    if not answer(turn):
        _meet_in_vain(turn, memory.text)
    return True
