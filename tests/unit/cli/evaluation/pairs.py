"""Hand-made labelled readings."""

from typing import Any

from cli.evaluation.cases import Case
from cli.evaluation.reading import Reading
from understanding.risk.taxonomy import Level


def reading(level: str = "none", score: float = 0.1, needs: tuple[str, ...] = (), **more: Any) -> Reading:
    """What a model read."""
    ranked = tuple((name, round(0.9 - 0.1 * i, 1)) for i, name in enumerate(needs))
    return Reading(Level(level), more.pop("types", ()), score, more.pop("probabilities", {}), ranked)


def case(name: str, risk: str, read: str, **more: Any) -> Case:
    """A labelled message read as `read`."""
    found = more.pop("reading", None) or reading(read, more.pop("score", 0.1), more.pop("needs", ()))
    fields: dict[str, Any] = {
        "lang": "fr",
        "register": "standard",
        "risk_type": None if risk == "none" else "suicide",
        "speaker": "victim",
        "need": None,
        "batch": "b1",
        "age": "not said",
    }
    return Case(id=name, risk=Level(risk), reading=found, **{**fields, **more})
