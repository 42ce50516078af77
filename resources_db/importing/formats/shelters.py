"""A shelter's street is dangerous to publish: it goes in only when the file says that it is not confidential."""

from resources_db.importing.fields import Flat

_HOUSING = frozenset({"emergency_shelter", "transition_housing"})


def hide_street(flat: Flat, ref: str, warnings: list[str]) -> None:
    """Leave out the street and postal code of a shelter unless its address is said not to be confidential."""
    shelters = flat.get("kind") == "shelter" or _HOUSING & set(flat.get("services", ()))
    if not shelters or "address.confidential" in flat or not {"address.street", "address.postal_code"} & set(flat):
        return
    flat.pop("address.street", None)
    flat.pop("address.postal_code", None)
    warnings.append(f"{ref} : rue d'un hébergement laissée de côté; dites si l'adresse est confidentielle (oui ou non)")
