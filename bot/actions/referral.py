"""Finding organisations for what is known, and saying why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.actions.database import sessions
from bot.actions.fitting import (
    Told,
    fill_of,
    first_of,
    fitting,
    is_described,
    near_of,
    need_that_fits,
    place_of,
    preferred,
)
from bot.actions.memory import Memory, Place
from bot.actions.refusals import EMERGENCY, is_refused
from bot.actions.said_of import say, ways_to_write
from resources_db.catalogue import Record, read_catalogue
from resources_db.geography import Position, distance_km
from resources_db.safety_lines import safety_lines, youth_protection_office
from resources_db.search import ResourceQuery, search_resources
from resources_db.search import lines as lines_by_slug
from resources_db.search.ranked import RankedResource
from resources_db.search.traits import open_to

LIMIT = 3
BEDS = ("emergency_shelter", "availability")
"""Needs that a bed meets."""
HOUSES = {"emergency_shelter", "transition_housing"}
"""Services of an organisation that has beds of its own."""
CALLED = ("exit_prostitution", "listening", "human_agent", "counselling", "image_removal")
"""Needs that a voice answers: in danger a number goes before a site."""
NEAR_NEED = "counselling"
"""The need by which a local centre made for victims is searched for."""
POOL = 12
"""Organisations looked through: some of those found may not suit the conversation."""
WRITTEN = ("info-aide-violence-sexuelle", "sos-violence-conjugale")
"""Lines that can be written to, for who cannot phone and whose need nothing answers in writing."""
FOR_ALL = ("training", "prevention_information")
"""Needs for which whom an organisation serves says nothing of whom it trains."""
FARTHEST = 150.0
"""Kilometres within which an organisation that does not serve the place is still named."""
LETTERS = ("legal_information", "compensation", "training", "prevention_information", "counselling")
Resource = dict[str, Any]
COMMUNITY_KINDS = {"first_nation"}
FINDERS = ("qc-211",)
DIRECTS_TO_CARE = ("info-social-811", "qc-211")
PARTNER_LINE = "sos-violence-conjugale"
PROVINCIAL_POLICE = "sq-310-4141"
ROLE_GROUPS = {"buyer": ("buyers",), "witness": ("witnesses",)}


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
    query = _query(told, services, exclude=exclude, nearest=nearest, limit=max(limit, POOL))
    with sessions()() as session:
        searched = [r for r in _searched(session, query, told) if _may_be_suggested(r, memory, more=bool(exclude))]
        named = _named(session, [*first, *first_of(told)], query)
        filling = [] if exclude and wanted not in fitting()["fill"] else _named(session, fill_of(told), query)
        near = [] if nearest else _near(session, query, told)
        found = _numbers_first(_in_order(named, searched, filling, told, exclude=exclude, near=near), told)
        if memory.written_only:
            more = [r for r in _named(session, WRITTEN, query) if r.slug not in {*exclude, *(f.slug for f in found)}]
            found = _writable([*found, *(r for r in more if place_of(r.record, told) == "fits")], told) or _writable(
                more, told
            )
        return [_written(r, told) for r in found[:limit]]


def _query(told: Told, services: Sequence[str], *, exclude: Sequence[str], nearest: bool,
           limit: int) -> ResourceQuery:  # fmt: skip
    memory, wanted = told.memory, told.need
    place: Place = memory.place or {}
    said = audiences(memory)
    if wanted in fitting()["buyers_ask"]:  # the directory answers who buys as a buyer, whatever they ask
        said = tuple(each for each in said if each != "buyers")
    age = memory.age
    if wanted == "parents_support":  # a parent asks for themselves: the child's age says nothing of them
        age, said = None, tuple(each for each in said if each not in ("minors", "adults"))
    if "not_woman" in told.signs and memory.for_whom != "relative":
        said = tuple(each for each in said if each != "women")
    return ResourceQuery(
        needs=() if services else tuple(filter(None, [wanted])),
        services=tuple(services),
        place=place.get("name"),
        region_code=place.get("region_code"),
        lat=place.get("lat"),
        lon=place.get("lon"),
        audiences=said,
        age=age,
        language="en" if memory.language == "en" else None,
        exclude=frozenset(exclude),
        nearest=nearest,
        limit=limit,
    )


def _searched(session: Session, query: ResourceQuery, told: Told) -> list[RankedResource]:
    """Return what the directory finds, what fits first: what does not fit must not stand for what shares its number."""
    found = search_resources(session, query)
    unfit = {r.slug for r in found if place_of(r.record, told) != "fits"}
    if not unfit:
        return found
    again = search_resources(session, replace(query, exclude=query.exclude | unfit))
    every = list({r.slug: r for r in [*again, *found]}.values())
    return every if query.nearest else sorted(every, key=lambda r: -r.score)


def _named(session: Session, slugs: Sequence[str], query: ResourceQuery) -> list[RankedResource]:
    """Return the resources of these slugs that serve the place, `@dpj` being its youth protection office."""
    office = youth_protection_office(session, query) if "@dpj" in slugs else None
    names = [office.slug if slug == "@dpj" and office else slug for slug in slugs]
    found = lines_by_slug(session, list(dict.fromkeys(names)))
    return [r for r in found if r.record.is_wide or (query.region_code and r.record.serves(query.region_code))]


def _near(session: Session, query: ResourceQuery, told: Told) -> list[RankedResource]:
    """Return the local organisations made for what was told which can be called, the best of each sort."""
    described = near_of(told) if query.region_code else []
    if not described:
        return []
    found = search_resources(session, replace(query, needs=(NEAR_NEED,), services=(), age=None))
    reach = fitting()["near_km"]
    found = [
        r for r in found
        if r.record.phones and not r.record.is_wide and place_of(r.record, told) != "out"
        and (r.distance_km is None or r.distance_km <= reach)
    ]  # fmt: skip
    best = (next((r for r in found if is_described(r.record, each)), None) for each in described)
    return list({r.slug: r for r in best if r is not None}.values())


def _numbers_first(found: list[RankedResource], told: Told) -> list[RankedResource]:
    """In danger and for a bed, put those that can be called first, unless far away; those that are closed are last."""
    pressing = told.need in BEDS or (told.memory.in_danger and told.need in CALLED)
    if not pressing or told.memory.written_only:
        return found
    reach = fitting()["called_km"]

    def late(r: RankedResource) -> tuple[int, bool]:
        far = r.distance_km is not None and r.distance_km > reach
        return 2 if far else 0 if r.record.phones else 1, r.opening.state == "closed"

    return [*sorted(found[:LIMIT], key=late), *found[LIMIT:]]


def _in_order(named: list[RankedResource], searched: list[RankedResource], filling: list[RankedResource], told: Told,
              *, exclude: Sequence[str], near: Sequence[RankedResource] = ()) -> list[RankedResource]:  # fmt: skip
    """Return what fits, best first and completed where that is short, then what is shown only for want of better.

    What is `near` and made for it comes right after the first. After a first list nothing is shown for want of better:
    what was shown fits more.
    """
    every = {r.slug: r for r in [*named, *searched, *filling, *near]}.values()
    every = [r for r in every if r.slug not in exclude]
    every = [r for r in every if not _is_refused(r.record, told.memory)]
    by_place = {r.slug: place_of(r.record, told) for r in every}
    answering = {r.slug for r in [*named, *searched]}
    fits = [r for r in every if by_place.get(r.slug) == "fits"]
    best = sorted((r for r in fits if r.slug in answering), key=lambda r: not preferred(r.record, told))
    best = [*(r for r in best if r in named), *(r for r in best if r not in named)]
    close = [r for r in near if r in every]
    best = [*(r for r in best[:1] if r not in close), *close, *(r for r in best[1:] if r not in close)]
    best += [r for r in fits if r not in best][: max(0, LIMIT - len(best))]
    last = [r for r in every if by_place.get(r.slug) == "last"]
    found = best if exclude or len(best) >= fitting()["enough"] else [*best, *last]
    return _with_one_that_answers(found, every, told)


def _with_one_that_answers(found: list[RankedResource], every: list[RankedResource], told: Told
                           ) -> list[RankedResource]:  # fmt: skip
    """Keep the last place for a line that answers day and night where a bed may be for this night, and, where the
    gender is not known, for one that is open to all.
    """
    slugs = fitting()["day_and_night"].get(told.need, ())
    known = {r.slug: r for r in every if place_of(r.record, told) != "out"}
    if slugs and not any(r.record.day_and_night for r in found[:LIMIT]):
        found = _in_last_place(found, next((known[slug] for slug in slugs if slug in known), None))
    elif slugs and told.memory.gender is None and not any(open_to(r.record, "men") for r in found[:LIMIT]):
        found = _in_last_place(found, next((known[slug] for slug in fill_of(told) if slug in known), None))
    return found


def _in_last_place(found: list[RankedResource], line: RankedResource | None) -> list[RankedResource]:
    if line is None:
        return found
    others = [r for r in found if r.slug != line.slug]
    return [*others[: LIMIT - 1], line, *others[LIMIT - 1 :]]


def _is_refused(record: Record, memory: Memory) -> bool:
    return record.kind in memory.avoids or is_refused(record.slug, record.kind, record.genders, memory.avoids)


def _may_be_suggested(found: RankedResource, memory: Memory, *, more: bool) -> bool:
    """Whether a result can be reached from the place; `more` asks for others than those that were shown."""
    return (memory.place is not None or found.record.is_wide) and (found.score > 0.0 or not more)


def these(memory: Memory, slugs: Sequence[str]) -> list[Resource]:
    """Return the organisations of these slugs that visitors may see, in the memory's language."""
    with sessions()() as session:
        return [found.to_dict(memory.language) for found in lines_by_slug(session, slugs)]


def _writable(found: list[RankedResource], told: Told) -> list[RankedResource]:
    """Return what can be written to: what tells how, alone where there is any; a letter is for what does not press."""
    kept = [r for r in found if answers_in_writing(r.to_dict()) or (r.record.email and told.need in LETTERS)]
    telling = [r for r in kept if _tells_how_to_write(r.to_dict())]
    return telling + [r for r in kept if r not in telling and (r.record.email and told.need in LETTERS)] or kept


def how_to_write(memory: Memory, slugs: Sequence[str]) -> list[str]:
    """Return, for each of these that takes texts or has a chat, its name and how."""
    with sessions()() as session:
        found = [(each.record, ways_to_write(each.record, memory.language)) for each in lines_by_slug(session, slugs)]
    names = [(record.names[memory.language], "; ".join(ways)) for record, ways in found if ways]
    return [say("line", memory.language, name=name, text=text) for name, text in names]


def answers_in_writing(resource: Resource) -> bool:
    """Whether the organisation can be reached by text message or chat."""
    return _tells_how_to_write(resource) or bool({"text_line", "chat"} & set(resource["services"]))


def _tells_how_to_write(resource: Resource) -> bool:
    """Whether the number to text, or the address of the chat, is known."""
    return bool(resource["chat_url"] or any(phone["type"] == "sms" for phone in resource["phones"]))


def answers_now(memory: Memory, *, exclude: Sequence[str] = ()) -> list[Resource]:
    """Return the one line that answers day and night and fits who asks best; empty where there is none."""
    found = find(memory, need="human_agent", exclude=exclude, limit=POOL)
    return [each for each in found if each["opening"]["state"] == "open" and each["kind"] == "helpline"][:1]


def finders(memory: Memory) -> list[Resource]:
    """Return the services that direct to others, whatever is looked for."""
    return these(memory, FINDERS)


def direct_to_care(memory: Memory, found: Sequence[Resource]) -> list[Resource]:
    """Return who directs to care near the place, then what was found."""
    first = these(memory, DIRECTS_TO_CARE)
    return list({each["slug"]: each for each in [*first, *found]}.values())[:LIMIT]


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
            audiences=(*audiences(memory), *ROLE_GROUPS.get(memory.role or "", ())),
            place=place.get("name"),
            language="en" if memory.language == "en" else "fr",
        )
        told = Told.of(memory, memory.service_need)
        shown = [_written(line, told) for line in found if line.record.slug == EMERGENCY or (
                 line.record.kind not in memory.avoids and not _is_denied(line.record, told))]  # fmt: skip
    if not memory.written_only:
        return shown
    written = [*shown, *find(memory, need="human_agent")]
    emergency = [line for line in shown if line["slug"] == EMERGENCY]
    writable = [line for line in written if answers_in_writing(line)]
    return list({line["slug"]: line for line in [*emergency, *writable]}.values())[: len(shown)] or shown


def _is_denied(record: Record, told: Told) -> bool:
    """Whether a line is for a violence that is not theirs, as they said, or for towns without a police of their own."""
    return record.slug in (PARTNER_LINE, PROVINCIAL_POLICE) and place_of(record, told) == "out"


def shelters_by_phone(memory: Memory) -> list[Resource]:
    """Return the shelters near who cannot phone for which no text number and no chat is known."""
    found = find(replace(memory, written_only=False), need="emergency_shelter", limit=POOL)
    beds = [each for each in found if each["kind"] != "helpline" and "emergency_shelter" in each["services"]]
    return [each for each in beds if not _tells_how_to_write(each)][:LIMIT]


def of_kind(memory: Memory, described: Mapping[str, Any], *, prefer: Mapping[str, Any] | None = None,
            wide: bool = False, reach: float = FARTHEST) -> tuple[list[Resource], bool]:  # fmt: skip
    """Return the organisations of a kind that a message asks for, for the place, and whether they serve it.

    They may have no contact. Those of the region come first: what is preferred, what fits, what is near; where there is
    none, the nearest within reach (kilometres). `wide` takes what serves all of Quebec too.
    """
    place: Place = memory.place or {}
    region, here = place.get("region_code"), _position(place)
    told = Told.of(memory, memory.service_need)
    with sessions()() as session:
        records = [
            r for r in read_catalogue(session).records.values()
            if is_described(r, described)
            and (wide or not r.is_wide) and place_of(r, told) != "out" and not _is_refused(r, memory)
        ]  # fmt: skip
        far = {r.slug: distance_km(here, r.position) if here and r.position else FARTHEST for r in records}
        serving = [r for r in records if r.is_wide or (region and r.serves(region))]
        found = serving or [r for r in records if far[r.slug] < reach]
        found = [r for r in found if place_of(r, told) == "fits"] or found

        def late(r: Record) -> tuple[bool, bool, bool, float, str]:
            liked = prefer is not None and is_described(r, prefer)
            return not liked, r.is_wide, not r.has_contact, far[r.slug], r.slug

        slugs = [r.slug for r in sorted(found, key=late)[:POOL]]
        ranked = {r.slug: r for r in lines_by_slug(session, slugs)}
        return [_written(ranked[slug], told) for slug in slugs if slug in ranked], bool(serving)


def describes(described: Mapping[str, Any], slug: str) -> bool:
    """Whether the organisation of this slug is of those described."""
    with sessions()() as session:
        return any(is_described(found.record, described) for found in lines_by_slug(session, [slug]))


def _position(place: Place) -> Position | None:
    return (place["lat"], place["lon"]) if place.get("lat") is not None and place.get("lon") is not None else None


def who_tests(memory: Memory) -> list[Resource]:
    """Return who tests for infections in the region by its own words, though no contact of theirs is checked."""
    found, here = of_kind(memory, fitting()["tests"])
    return found[:LIMIT] if here else []


def tests_here(resources: Sequence[Resource]) -> bool:
    """Whether one of the organisations tests for infections, by its own words."""
    with sessions()() as session:
        found = lines_by_slug(session, [each["slug"] for each in resources])
        return any(is_described(each.record, fitting()["tests"]) for each in found)


def _written(found: RankedResource, told: Told) -> Resource:
    """Return a resource as it is shown: to who cannot phone, what can be written to first; trainings are for all."""
    if told.need in FOR_ALL:
        found = replace(found, reasons=tuple(each for each in found.reasons if each.key not in ("women", "men")))
    resource = found.to_dict(told.memory.language)
    if told.memory.written_only:
        resource["phones"] = sorted(resource["phones"], key=lambda phone: phone["type"] != "sms")
    return resource


def is_near(resource: Resource) -> bool:
    """Whether an organisation serves less than all of Quebec."""
    with sessions()() as session:
        return any(not found.record.is_wide for found in lines_by_slug(session, [resource["slug"]]))
