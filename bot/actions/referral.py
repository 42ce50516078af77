"""Finding organisations for what is known, and saying why."""

from collections.abc import Sequence
from typing import Any

from bot.actions.database import sessions
from bot.actions.languages import languages
from bot.actions.memory import Memory, Place
from bot.actions.settings import dialogue
from bot.actions.signs import signs_in
from resources_db.catalogue import read_catalogue
from resources_db.safety_lines import safety_lines
from resources_db.search import ResourceQuery, search_resources
from resources_db.search import lines as lines_by_slug
from resources_db.search.ranked import RankedResource
from resources_db.search.traits import for_youth

LIMIT = 3
POOL = 12
"""Organisations looked through: some of those found may not suit the conversation."""
YOUTH_AGE = 25
"""Up to this age services made for young people suit; the records' own limits decide which."""
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
    is found; what completes a short list is no answer to "another one" (`exclude`). A person who cannot phone gets what
    can be written to, as far as there is any; nobody is sent to a kind of service that they refused.
    """
    place: Place = memory.place or {}
    services = memory.services if need is None else ()
    wanted = need or memory.service_need
    query = ResourceQuery(
        needs=() if services else tuple(filter(None, [wanted])),
        services=services,
        place=place.get("name"),
        region_code=place.get("region_code"),
        lat=place.get("lat"),
        lon=place.get("lon"),
        audiences=audiences(memory),
        age=memory.age,
        language="en" if memory.language == "en" else None,
        exclude=frozenset(exclude),
        nearest=nearest,
        limit=max(limit, POOL),
    )
    with sessions()() as session:
        named = [r for r in lines_by_slug(session, [s for s in first if s not in exclude])
                 if r.record.kind not in memory.avoids]  # fmt: skip
        ranked = [
            r for r in search_resources(session, query) if _may_be_suggested(r, memory, wanted, more=bool(exclude))
        ]
        if not _may_be_young(memory):  # nobody is taken for a teenager: what is made for them comes after the others
            ranked.sort(key=lambda r: for_youth(r.record))
        found = list(
            {r.to_dict(memory.language)["slug"]: r.to_dict(memory.language) for r in [*named, *ranked]}.values()
        )
    if memory.written_only:
        writable = [resource for resource in found if answers_in_writing(resource)]
        found = sorted(writable, key=lambda resource: not _tells_how_to_write(resource)) or found
    return found[:limit]


def _may_be_suggested(found: RankedResource, memory: Memory, need: str | None, *, more: bool) -> bool:
    """Whether a result suits the conversation and the need; `more` asks for others than those that were shown."""
    record = found.record
    reaches = memory.place is not None or record.is_wide
    suits = record.kind not in memory.avoids and _is_called_for(record.slug, memory, need)
    return reaches and suits and (found.score > 0.0 or not more)


def _is_called_for(slug: str, memory: Memory, need: str | None) -> bool:
    """Whether a service kept for some dangers or needs is called for by one of them; all others are."""
    wanted = dialogue()["only_when"].get(slug)
    if wanted is None:
        return True
    if "not_suicidal" in signs_in(memory.text):
        return False  # the person has just said that these lines are not for them
    return bool(set(wanted["types"]) & set(memory.risk.get("types", ()))) or need in wanted.get("needs", ())


def _may_be_young(memory: Memory) -> bool:
    """Whether the person in need may be young: said, or somebody's child or pupil."""
    if memory.age is not None:
        return memory.age <= YOUTH_AGE
    others = memory.for_whom in ("relative", "other") or memory.role in ("professional", "witness")
    return others or memory.minor or memory.familiar or "young" in signs_in(memory.text)


def these(memory: Memory, slugs: Sequence[str]) -> list[Resource]:
    """Return the organisations of these slugs that visitors may see, in the memory's language."""
    with sessions()() as session:
        return [found.to_dict(memory.language) for found in lines_by_slug(session, slugs)]


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
