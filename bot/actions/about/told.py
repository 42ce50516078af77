"""What a record itself says of a topic; where it says nothing, that it says nothing."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.actions.about import classified, people
from bot.actions.about.questions import Question
from bot.actions.memory import AGES
from bot.actions.referral import HOUSES
from bot.actions.said_of import say, ways_to_write, words
from bot.actions.signs import plain
from resources_db.catalogue import Record
from resources_db.geography import Position, distance_km, fold, regions
from resources_db.search.ranked import RankedResource
from resources_db.vocabulary import vocabulary

_SENTENCE_ENDS = re.compile(r"(?<=[.;])\s+")


@dataclass(frozen=True)
class Here:
    """The place that a distance is counted from."""

    name: str
    position: Position | None


@dataclass(frozen=True)
class Told:
    """What is said of a record, None if it says nothing; `known`: it answers, nothing is left to ask."""

    text: str | None
    known: bool


def tell(found: RankedResource, topic: str, question: Question, language: str) -> Told:
    """Return what the organisation's record says of `topic`, in `language` (fr or en)."""
    said = _TELLERS.get(topic, _quote_of(topic))(found, question, language)
    return said or Told(None, known=False)


def line(found: RankedResource, text: str, language: str) -> str:
    """Return the line of an organisation: its name, and what is said of it."""
    return say("line", language, name=found.record.names[language], text=text)


def with_contact(text: str, record: Record, language: str) -> str:
    """Return what is said of an organisation, with whom to ask for the rest."""
    return say("ask", language, text=text, contact=contact(record, language))


def not_known(topic: str, language: str) -> str:
    """Return that a topic is not known: "je ne sais pas si c'est gratuit"."""
    return say("silent", language, asks=topic_label(topic, language))


def fits(record: Record, *, age: int | None, gender: str | None, language: str) -> str | None:
    """Return whether the record names the one who asks, by what they said of themselves; None where it does not say."""
    key = people.fits(record, age=age, gender=gender)
    return say(key, language, age=age) if key else None


def topic_label(topic: str, language: str) -> str:
    """Return what is not known of a topic, in the language: "si c'est gratuit"."""
    return str(words()["topics"][topic][language])


def contact(record: Record, language: str) -> str:
    """Return the number to call, else the website, else words that say that there is none verified."""
    return _number(record) or record.website or say("no_contact", language)


def _number(record: Record) -> str | None:
    voices = [phone for phone in record.phones if phone.type == "voice"]
    usual = [phone for phone in voices if phone.label != "emergency"]
    return next((phone.display for phone in [*usual, *voices, *record.phones]), None)


def _cost(found: RankedResource, _question: Question, language: str) -> Told | None:
    record = found.record
    sentence = _sentence(record, "cost", language)
    if record.free and (sentence is None or "gratuit" in plain(record.summaries["fr"])):
        return Told(say("free", language), known=True)
    if record.free is not None and sentence:
        return Told(_quoted(sentence, language), known=True)
    toll_free = next((phone.display for phone in record.phones if phone.label == "toll_free"), None)
    return Told(say("free_call", language, phone=toll_free), known=False) if toll_free else None


def _where(found: RankedResource, _question: Question, language: str) -> Told | None:
    record = found.record
    if record.secret_address:
        said = say("secret_in", language, city=record.city) if record.city else say("secret", language)
        number = _number(record)
        return Told(say("given_by_phone", language, text=said, phone=number) if number else said, known=bool(number))
    if record.street and record.city:
        return Told(say("street", language, street=record.street, city=record.city), known=True)
    if record.is_line and record.kind == "helpline":
        return Told(say("line_ca" if "CA" in record.coverage else "line_qc", language), known=True)
    if record.city:
        parts = [say("city", language, city=record.city)]
        sentence = _sentence(record, "where", language)
        parts += [_quoted(sentence, language)] if sentence else []
        return Told("; ".join(parts), known=False)
    named = [region.name_en if language == "en" else region.name_fr for code in record.coverage
             if (region := regions().get(code))]  # fmt: skip
    return Told(say("region", language, region=", ".join(named)), known=False) if named else None


def _secrecy(found: RankedResource, question: Question, language: str) -> Told | None:
    """Say whether the one who is fled can find the place: only what the record says of its address."""
    record = found.record
    if record.secret_address:
        return _where(found, question, language)
    if record.street and record.city:
        return Told(say("not_secret", language, street=record.street, city=record.city), known=True)
    if record.is_line and record.kind == "helpline":
        return _where(found, question, language)
    return Told(say("secrecy_unknown", language), known=False)


def _open(found: RankedResource, question: Question, language: str) -> Told | None:
    resource = found.to_dict(language)
    now = resource["opening"]["text"]
    hours = [say("hours", language, phone=phone["display"], hours=phone["hours"]) for phone in resource["phones"]
             if phone["hours"]]  # fmt: skip
    silent = [say("hours_of_texts_unknown", language, phone=phone["display"]) for phone in resource["phones"]
              if phone["type"] == "sms" and not phone["hours"]]  # fmt: skip
    if now or hours:
        return Told("; ".join(filter(None, [now, *hours, *silent])), known=True)
    return _quote_of("open")(found, question, language)


def _site(found: RankedResource, _question: Question, language: str) -> Told | None:
    record = found.record
    sites = [record.website] if record.website else []
    sites += [say("write_chat", language, url=record.chat_url)] if record.chat_url else []
    return Told("; ".join(sites) or say("site_unknown", language), known=bool(sites))


def _company(found: RankedResource, question: Question, language: str) -> Told | None:
    key, known = people.company(found.record, question)
    return Told(say(key, language), known=known)


def _childless(found: RankedResource, _question: Question, language: str) -> Told | None:
    key, known = people.childless(found.record)
    return Told(say(key, language), known=known)


def _who(found: RankedResource, question: Question, language: str) -> Told | None:
    record = found.record
    genders = "all" if "all" in record.genders else "women" if "women" in record.genders else "men"
    parts = [say(genders, language)] if record.genders else []
    ages = _ages(record, language)
    parts = [", ".join([*parts, *filter(None, [ages])])] if parts or ages else []
    if "public" in question.groups:
        groups = ", ".join(
            str(vocabulary()["groups"][group][language]).lower() for group in record.groups if group not in AGES
        )
        parts += [say("for_groups", language, groups=groups)] if groups else []
    known = bool(parts) and (ages is not None or "age" not in question.groups)
    if not known and parts:
        parts.append(say("nothing_of_age", language))
    if "trans" in question.groups:
        sentence = _sentence(record, "trans", language)
        if sentence:
            return Told("; ".join([*parts, _quoted(sentence, language)]), known=known)
        if "lgbtq" in record.groups:
            parts.append(say("lgbtq_named", language))
        elif "all" not in record.genders:
            return Told("; ".join([*parts, say("nothing_of_trans", language)]), known=False)
    return Told("; ".join(parts), known=known) if parts else None


def _ages(record: Record, language: str) -> str | None:
    low, high = record.min_age, record.max_age
    if low is not None or high is not None:
        key = "age_range" if low is not None and high is not None else "age_from" if low is not None else "age_to"
        return say(key, language, low=low, high=high)
    named = AGES & set(record.groups)
    return say("ages_both" if len(named) > 1 else f"ages_{named.pop()}", language) if named else None


def _languages(found: RankedResource, question: Question, language: str) -> Told | None:
    record = found.record
    missing = [code for code in question.languages if code not in record.languages]
    if question.languages and not missing:
        return Told(say("languages_yes", language, languages=_named(question.languages, language)), known=True)
    parts = (
        [say("languages_listed", language, languages=_named(record.languages, language))] if record.languages else []
    )
    sentence = _sentence(record, "languages", language) if missing or not parts else None
    if sentence:
        parts.append(_quoted(sentence, language))
    listed = [code for code in missing if code != "other"]
    if listed and parts:
        parts.append(say("nothing_of_language", language, languages=_named(listed, language)))
    elif missing and parts:
        parts.append(say("nothing_of_other", language))
    return Told("; ".join(parts), known=not missing) if parts else None


def _named(codes: Any, language: str) -> str:
    names = words()["names_of_languages"]
    return ", ".join(str(names[code][language]) if code in names else code for code in codes)


def _police(found: RankedResource, _question: Question, language: str) -> Told | None:
    """Say who runs it; that the record mentions no police is not proof that there is none, so that one may ask."""
    record = found.record
    if record.kind == "police":
        return Told(say("police_yes", language), known=True)
    sentence = _sentence(record, "police", language)
    if sentence:
        return Told(_quoted(sentence, language), known=True)
    kind = str(words()["kinds"][record.kind][language])
    return Told(say("police_not_said", language, kind=kind), known=False)


def _write(found: RankedResource, _question: Question, language: str) -> Told | None:
    record = found.record
    ways = ways_to_write(record, language)
    ways += [say("write_email", language, address=record.email)] if record.email else []
    voices = [phone.display for phone in record.phones if phone.type == "voice"]
    if ways:
        spoken = [say("write_not", language, numbers=", ".join(voices))] if voices else []
        return Told("; ".join([*ways, *spoken]), known=True)
    sentence = _sentence(record, "write", language)
    if sentence:
        return Told(_quoted(sentence, language), known=record.website is None)
    return Told(say("write_site", language, url=record.website), known=False) if record.website else None


def _number_told(found: RankedResource, _question: Question, language: str) -> Told | None:
    record = found.record
    if record.phones:
        said = []
        for key, is_text in (("number_is", False), ("number_of_texts", True)):
            numbers = [phone.display for phone in record.phones if (phone.type == "sms") is is_text]
            said += [say(key, language, phone=", ".join(numbers))] if numbers else []
        return Told("; ".join(said), known=True)
    return Told(say("number_unknown", language, url=record.website), known=True) if record.website else None


def _sleep(found: RankedResource, _question: Question, language: str) -> Told | None:
    beds = [service for service in found.record.services if service in HOUSES]
    if beds:
        return Told(say("services_beds", language, services=_labels(beds, language)), known=True)
    sentence = _sentence(found.record, "sleep", language)
    said = say("no_beds", language)
    return Told(f"{said}; {_quoted(sentence, language)}" if sentence else said, known=False)


def _offers(found: RankedResource, _question: Question, language: str) -> Told | None:
    if not found.record.services:
        return None
    return Told(say("services_named", language, services=_labels(found.record.services, language)), known=False)


def _what(found: RankedResource, _question: Question, language: str) -> Told | None:
    """Say what an organisation is, in its record's own words, and how to reach it."""
    record = found.record
    summary = record.summaries[language].rstrip(".; ")
    if not summary:
        return _offers(found, _question, language)
    return Told(say("what_and_number", language, text=summary, contact=contact(record, language)), known=True)


def _confidential(found: RankedResource, question: Question, language: str) -> Told | None:
    """Say that the record calls it confidential, no more: to whom they may have to speak is for them to say."""
    if question.telling and found.record.kind == "police":
        return Told(say("police_yes", language), known=True)
    if "confidentiel" not in plain(found.record.summaries["fr"]):
        return _quote_of("confidential")(found, question, language)
    return Told(say("confidential_is" if question.telling else "confidential_yes", language), known=True)


def _labels(services: Iterable[str], language: str) -> str:
    return ", ".join(str(vocabulary()["services"][service][language]).lower() for service in services)


def distance(record: Record, here: Here | None, language: str) -> str | None:
    """Return how far it is from `here`, as the crow flies; None when nobody can say."""
    if here is None or record.is_line:
        return None
    if record.city is not None and fold(record.city) == fold(here.name):
        return None
    if here.position is None or record.position is None or record.precision == "region":
        return None
    km = max(1, round(distance_km(here.position, record.position)))
    return say("far", language, km=km, place=here.name)


def _wheelchair(found: RankedResource, question: Question, language: str) -> Told | None:
    if found.record.wheelchair is None:
        return _quote_of("wheelchair")(found, question, language)
    return Told(say("wheelchair_yes" if found.record.wheelchair else "wheelchair_no", language), known=True)


def _quote_of(topic: str) -> "Teller":
    def quote(found: RankedResource, _question: Question, language: str) -> Told | None:
        sentence = _sentence(found.record, topic, language)
        if not sentence:
            return None
        quoted, decided = _quoted(sentence, language), _decided(found.record, topic)
        return Told(say(f"{decided}_quote", language, quote=quoted) if decided else quoted, known=True)

    return quote


def _decided(record: Record, topic: str) -> str | None:
    """Return `yes` or `no` where the record's French words decide."""
    french = plain(record.summaries["fr"])
    for decided, topics in classified.decides().items():
        if topic in topics and re.search(rf"\b(?:{topics[topic]})\b", french):
            return str(decided)
    return None


def _sentence(record: Record, topic: str, language: str) -> str | None:
    """Return the record's sentence on the topic, if its French words speak of it; else None."""
    patterns = _sentences().get(topic)
    french = _split(record.summaries["fr"])
    if patterns is None or not any(patterns["fr"].search(plain(sentence)) for sentence in french):
        return None
    told = record.summaries[language]
    spoken = {"fr", language}
    found = [s for s in _split(told) if any(patterns[each].search(plain(s)) for each in spoken)]
    return (found[0] if found else told).rstrip(".; ")


def _split(text: str) -> list[str]:
    return _SENTENCE_ENDS.split(text)


def _quoted(sentence: str, language: str) -> str:
    return say("quote", language, sentence=sentence)


@cache
def _sentences() -> dict[str, dict[str, re.Pattern[str]]]:
    return {
        topic: {language: re.compile(rf"\b(?:{words})\b") for language, words in both.items()}
        for topic, both in words()["sentences"].items()
    }


Teller = Callable[[RankedResource, Question, str], Told | None]
_TELLERS: dict[str, Teller] = {
    "cost": _cost,
    "where": _where,
    "secrecy": _secrecy,
    "open": _open,
    "who": _who,
    "languages": _languages,
    "wheelchair": _wheelchair,
    "police": _police,
    "write": _write,
    "number": _number_told,
    "sleep": _sleep,
    "offers": _offers,
    "site": _site,
    "company": _company,
    "what": _what,
    "confidential": _confidential,
    "childless": _childless,
}
