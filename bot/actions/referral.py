"""Finding organisations for what is known, and saying why."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from bot.actions.database import sessions
from bot.actions.fitting import Told, fill_of, first_of, fitting, need_that_fits, place_of
from bot.actions.languages import languages
from bot.actions.memory import Memory, Place
from resources_db.catalogue import read_catalogue
from resources_db.safety_lines import safety_lines, youth_protection_office
from resources_db.search import ResourceQuery, search_resources
from resources_db.search import lines as lines_by_slug
from resources_db.search.ranked import RankedResource

LIMIT = 3
POOL = 12
"""Organisations looked through: some of those found may not suit the conversation."""
WRITTEN = ("info-aide-violence-sexuelle", "sos-violence-conjugale")
"""Lines that can be written to, for who cannot phone and whose need nothing answers in writing."""
LETTERS = ("legal_information", "compensation", "training", "prevention_information", "counselling")
Resource = dict[str, Any]
COMMUNITY_KINDS = {"first_nation"}
EMERGENCY = "police-911"


def find(
    memory: Memory,
    *,
    need: str | None = None,
    exclude: Sequence[str] = (),
    first: Sequence[str] = (),
    nearest: bool = False,
    limit: int = LIMIT,
) -> list[Resource]:
    """Return at most `limit` organisations for the memory's need, place and person, in its language.

    `first` are slugs that come first when they may be shown. While the place is not known, only what serves everywhere
    is found; what completes a short list is no answer to "another one" (`exclude`). What fits the person and what they
    told comes before the rest (`fitting.py`). A person who cannot phone gets only what can be written to; nobody is
    sent to a kind of service that they refused.
    """
    services = memory.services if need is None else ()
    wanted = need or need_that_fits(memory, memory.service_need)
    told = Told.of(memory, wanted)
    query = _query(memory, wanted, services, exclude=exclude, nearest=nearest, limit=max(limit, POOL))
    with sessions()() as session:
        searched = [r for r in search_resources(session, query) if _may_be_suggested(r, memory, more=bool(exclude))]
        named = _named(session, [*first, *first_of(told)], query)
        filling = [] if exclude and wanted not in fitting()["fill"] else _named(session, fill_of(told), query)
        found = [r for r in _in_order(named, searched, filling, told) if r.slug not in exclude]
        if memory.written_only:
            found = _writable(found, told) or _writable(_named(session, WRITTEN, query), told)
        return [r.to_dict(memory.language) for r in found[:limit]]


def _query(memory: Memory, wanted: str | None, services: Sequence[str], *, exclude: Sequence[str], nearest: bool,
           limit: int) -> ResourceQuery:  # fmt: skip
    place: Place = memory.place or {}
    said = audiences(memory)
    if wanted in fitting()["buyers_ask"]:  # the directory answers who buys as a buyer, whatever they ask
        said = tuple(each for each in said if each != "buyers")
    return ResourceQuery(
        needs=() if services else tuple(filter(None, [wanted])),
        services=tuple(services),
        place=place.get("name"),
        region_code=place.get("region_code"),
        lat=place.get("lat"),
        lon=place.get("lon"),
        audiences=said,
        age=memory.age,
        language="en" if memory.language == "en" else None,
        exclude=frozenset(exclude),
        nearest=nearest,
        limit=limit,
    )


def _named(session: Session, slugs: Sequence[str], query: ResourceQuery) -> list[RankedResource]:
    """Return the resources of these slugs that serve the place, `@dpj` being its youth protection office."""
    office = youth_protection_office(session, query) if "@dpj" in slugs else None
    names = [office.slug if slug == "@dpj" and office else slug for slug in slugs]
    found = lines_by_slug(session, list(dict.fromkeys(names)))
    return [r for r in found if r.record.is_wide or (query.region_code and r.record.serves(query.region_code))]


def _in_order(named: list[RankedResource], searched: list[RankedResource], filling: list[RankedResource], told: Told
              ) -> list[RankedResource]:  # fmt: skip
    """Return what fits, best first and completed where that is short, then what is shown only for want of better."""
    every = list({r.slug: r for r in [*named, *searched, *filling]}.values())
    by_place = {r.slug: place_of(r.record, told) for r in every if r.record.kind not in told.memory.avoids}
    answering = {r.slug for r in [*named, *searched]}
    fits = [r for r in every if by_place.get(r.slug) == "fits"]
    best = [r for r in fits if r.slug in answering]
    best += [r for r in fits if r.slug not in answering][: max(0, LIMIT - len(best))]
    last = [r for r in every if by_place.get(r.slug) == "last"]
    found = best if len(best) >= fitting()["enough"] else [*best, *last]
    return _with_one_that_answers(found, filling, told)


def _with_one_that_answers(found: list[RankedResource], filling: list[RankedResource], told: Told
                           ) -> list[RankedResource]:  # fmt: skip
    """Put a line that answers day and night in the last place, where the need may be of this night."""
    slugs = fitting()["day_and_night"].get(told.need, ())
    if any(r.record.day_and_night for r in found[:LIMIT]):
        return found
    lines_known = {r.slug: r for r in filling if place_of(r.record, told) != "out"}
    line = next((lines_known[slug] for slug in slugs if slug in lines_known), None)
    if line is None:
        return found
    others = [r for r in found if r.slug != line.slug]
    return [*others[: LIMIT - 1], line, *others[LIMIT - 1 :]]


def _may_be_suggested(found: RankedResource, memory: Memory, *, more: bool) -> bool:
    """Whether a result can be reached from the place; `more` asks for others than those that were shown."""
    return (memory.place is not None or found.record.is_wide) and (found.score > 0.0 or not more)


def these(memory: Memory, slugs: Sequence[str]) -> list[Resource]:
    """Return the organisations of these slugs that visitors may see, in the memory's language."""
    with sessions()() as session:
        return [found.to_dict(memory.language) for found in lines_by_slug(session, slugs)]


def _writable(found: list[RankedResource], told: Told) -> list[RankedResource]:
    """Return what can be written to, first what tells how; a letter by email is for what does not press."""
    kept = [r for r in found if answers_in_writing(r.to_dict()) or (r.record.email and told.need in LETTERS)]
    return sorted(kept, key=lambda r: not _tells_how_to_write(r.to_dict()))


def answers_in_writing(resource: Resource) -> bool:
    """Whether the organisation can be reached by text message or chat."""
    texts = any(phone["type"] == "sms" for phone in resource["phones"])
    return bool(texts or resource["chat_url"] or {"text_line", "chat"} & set(resource["services"]))


def _tells_how_to_write(resource: Resource) -> bool:
    """Whether the number to text, or the address of the chat, is known."""
    return bool(resource["chat_url"] or any(phone["type"] == "sms" for phone in resource["phones"]))


def named(memory: Memory, slug: str) -> list[Resource]:
    """Return the organisation of this slug in the memory's language; empty if visitors may not see it."""
    return these(memory, [slug])


def audiences(memory: Memory) -> tuple[str, ...]:
    """Return the audiences of the person: what was said, and the community they name as theirs."""
    said = list(memory.audiences)
    if memory.gender:
        said.append(memory.gender)
    if (memory.place or {}).get("kind") in COMMUNITY_KINDS:
        said.append("indigenous")
    return tuple(dict.fromkeys(said))


def lines(memory: Memory) -> list[Resource]:
    """Return the safety lines for the danger just told and the person, in the memory's language.

    A person who cannot phone first gets those that can be written to; the police is not among them when it was refused,
    unless the danger is imminent.
    """
    place: Place = memory.place or {}
    with sessions()() as session:
        found = safety_lines(
            session,
            level=memory.level,
            types=memory.risk.get("turn_types") or memory.risk.get("types", ()),
            age=memory.age,
            region_code=place.get("region_code"),
            audiences=audiences(memory),
            place=place.get("name"),
            language="en" if memory.language == "en" else "fr",
        )
        shown = [line.to_dict(memory.language) for line in found if line.record.slug == EMERGENCY
                 or line.record.kind not in memory.avoids]  # fmt: skip
    if not memory.written_only:
        return shown
    written = [*shown, *find(memory, need="human_agent")]
    emergency = [line for line in shown if line["slug"] == EMERGENCY]
    writable = [line for line in written if answers_in_writing(line)]
    return list({line["slug"]: line for line in [*emergency, *writable]}.values())[: len(shown)] or shown


def speaking(memory: Memory) -> list[Resource]:
    """Return services that speak the visitor's language, then those with interpreters, that serve their region."""
    known, region = languages(), (memory.place or {}).get("region_code")
    with sessions()() as session:
        records = read_catalogue(session).records
        native = sorted(
            slug
            for slug, r in records.items()
            if memory.spoken in r.languages and r.kind not in known["kinds_left_out"]
        )
        found = [
            resource
            for resource in lines_by_slug(session, list(dict.fromkeys([*native, *known["interpreters"]])))
            if resource.record.is_wide or (region and resource.record.serves(region))
        ]
        return [resource.to_dict(memory.language) for resource in found[: known["most"]]]
