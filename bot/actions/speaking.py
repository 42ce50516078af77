"""Services that speak the visitor's language, or have interpreters."""

from bot.actions.announcing import has_contact
from bot.actions.database import sessions
from bot.actions.languages import asks_for_bed, languages
from bot.actions.memory import Memory
from bot.actions.referral import Resource
from resources_db.catalogue import read_catalogue
from resources_db.search import lines as lines_by_slug


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
        old = () if memory.minor or memory.familiar else known["young_only"]
        pressed = known["first"] if memory.in_danger else []
        order = [*native, *known["interpreters"]]
        if asks_for_bed(memory):
            order = [slug for slug in order if records[slug].kind == "shelter"]
        order = [*pressed, *order]
        slugs = [slug for slug in dict.fromkeys(order) if slug not in old]
        found = [
            resource.to_dict(memory.language)
            for resource in lines_by_slug(session, slugs)
            if resource.record.is_wide or (region and resource.record.serves(region))
        ]
        kept = list(filter(has_contact, found)) or found
        if memory.in_danger:  # a number before a website
            kept.sort(key=lambda each: not each["phones"])
        return kept[: known["most"]]
