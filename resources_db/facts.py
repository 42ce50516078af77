"""Cost and access, read from what the record itself says; silence is unknown."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from resources_db.geography import fold
from resources_db.vocabulary import read_data


def is_free(description: str, costs: Sequence[dict[str, Any]]) -> bool | None:
    """Return True if the record says that it is free, False if it says that it costs, None if it says nothing."""
    amounts = [cost["amount"] for cost in costs if cost["amount"] is not None]
    if amounts:
        return all(amount == 0 for amount in amounts)
    said = " ".join(filter(None, (text for cost in costs for text in (cost["option"], cost["amount_description"]))))
    return _said("free", f"{said} {description}")


def is_wheelchair_accessible(accessibilities: Sequence[dict[str, Any]]) -> bool | None:
    """Return whether a place of the record is said to admit a wheelchair, None if nothing is said."""
    texts = (text for row in accessibilities for text in (row["description"], row["details"]))
    return _said("wheelchair", " ".join(filter(None, texts)))


def _said(fact: str, text: str) -> bool | None:
    folded = f" {fold(text)} "
    for answer in (False, True):
        if any(f" {words} " in folded for words in _words()[fact]["yes" if answer else "no"]):
            return answer
    return None


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    content = read_data("facts.yml")
    return {
        fact: {answer: [fold(word) for word in said] for answer, said in both.items()} for fact, both in content.items()
    }
