"""Which stored record an offer speaks of: its id, the source's own key, or its name."""

import re
from collections import defaultdict
from functools import cached_property

from resources_db.geography import fold
from resources_db.importing.reading import Offer
from resources_db.importing.report import Refusal
from resources_db.models import stable_id

_KEY_LENGTH = 8


class Identities:
    """Finds the slugs of offers among the stored records, or makes new ones."""

    def __init__(self, names: list[tuple[str, str, str | None]]) -> None:
        self.slugs = {slug for slug, _name, _region in names}
        self._by_name: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for slug, name, region in names:
            self._by_name[fold(name)].append((slug, region))

    def resolve(self, offers: list[Offer], refused: list[Refusal], *, whole: bool) -> dict[str, Offer]:
        """Return the offers by slug, in order; those that name no record for sure, or one already named, are refused.

        Ids of `whole` files are ours; another source's id finds a record only when it is one of ours.
        """
        found: dict[str, Offer] = {}
        for offer in offers:
            slug = offer.slug if whole or offer.slug in self.slugs else self._find(offer)
            if slug is None:
                why = "plusieurs fiches portent ce nom : ajoutez l'identifiant (colonne id)"
                refused.append(Refusal(offer.ref, "name_fr", why))
            elif slug in found:
                refused.append(
                    Refusal(offer.ref, "id", "fiche déjà donnée plus haut dans le fichier : la première est gardée")
                )
            else:
                found[slug] = offer
        return found

    def _find(self, offer: Offer) -> str | None:
        name, region = offer.flat.get("name_fr") or "", offer.flat.get("region")
        made = slugify(name)
        if offer.key:
            keyed = f"{made[:100]}-{short_key(offer.key)}"
            known = self._own.get(offer.key) or self._keyed.get(keyed[-_KEY_LENGTH - 1 :])
            return known or offer.slug or keyed
        same = [slug for slug, where in self._by_name[fold(name)] if region is None or where in (None, region)]
        if len(same) > 1:
            return made if made in same else None
        if same:
            return same[0]
        return offer.slug if offer.slug and not offer.slug.isdigit() else made

    @cached_property
    def _own(self) -> dict[str, str]:
        """Ids that our own exports give to services."""
        return {stable_id("service", slug): slug for slug in self.slugs}

    @cached_property
    def _keyed(self) -> dict[str, str]:
        return {slug[-_KEY_LENGTH - 1 :]: slug for slug in self.slugs}


def slugify(name: str) -> str:
    """Return the id that a name gives: `Chez Doris` → `chez-doris`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:110].strip("-") or "sans-nom"


def short_key(key: str) -> str:
    """Return the part of a source's key that ends the ids of its records."""
    return re.sub(r"[^a-z0-9]", "", key.casefold())[:_KEY_LENGTH].ljust(_KEY_LENGTH, "0")
