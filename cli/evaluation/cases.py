"""A labelled message beside what was read in it: what every figure is counted on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cli.evaluation.reading import Reading
from understanding.person import ADULT_AGE, read_person
from understanding.risk.corpus import Record
from understanding.risk.taxonomy import Level

STANDARD_REGISTERS = frozenset({"standard", "formal", "long_story"})
NOT_SAID = "not said"


@dataclass(frozen=True)
class Case:
    """One labelled message and its reading.

    `need` is None when the label is not one of the needs; `language` and `place` are None when nothing was read, and
    `has_language`, `has_place` say whether they were asked for at all.
    """

    id: str
    lang: str
    register: str
    risk: Level
    risk_type: str | None
    speaker: str
    need: str | None
    batch: str
    age: str
    reading: Reading
    has_language: bool = False
    language: str | None = None
    has_place: bool = False
    place_wanted: str | None = None
    place: str | None = None

    @property
    def serious(self) -> bool:
        """Whether the label calls for a counsellor at once."""
        return self.risk.escalates

    @property
    def escalated(self) -> bool:
        """Whether the reading calls one."""
        return self.reading.level.escalates

    @property
    def first_needs(self) -> tuple[str, ...]:
        """The needs read, the likeliest first."""
        return tuple(dict.fromkeys(name for name, _ in self.reading.needs))


def age_group(text: str) -> str:
    """Return the age that a text gives of the person in need: `under 18`, `adult` or `not said`."""
    person = read_person(text)
    if person.age is not None:
        return "adult" if person.age >= ADULT_AGE else "under 18"
    said = set(person.audiences) & {"minors", "adults"}
    return {"minors": "under 18", "adults": "adult"}[said.pop()] if len(said) == 1 else NOT_SAID


def held_out_cases(
    records: Sequence[Record],
    readings: Sequence[Reading | None],
    needs: frozenset[str],
    places: Mapping[tuple[str, str], str],
) -> list[Case]:
    """Pair training records with their held-out readings; those without one are left out.

    `needs` are the classes that count as needs; `places` gives, for (batch, text), where the record is written.
    """
    seen: dict[str, int] = {}
    cases = []
    for record, reading in zip(records, readings, strict=True):
        seen[record.batch] = seen.get(record.batch, 0) + 1
        if reading is None:
            continue
        cases.append(
            Case(
                id=places.get((record.batch, record.text), f"{record.batch}:{seen[record.batch]}"),
                lang=record.lang,
                register=record.register,
                risk=record.risk,
                risk_type=record.risk_type,
                speaker=record.speaker,
                need=record.need if record.need in needs else None,
                batch=record.batch,
                age=age_group(record.text),
                reading=reading,
            )
        )
    return cases


def served_cases(labels: Iterable[Mapping[str, Any]], answers: Iterable[Mapping[str, Any]]) -> list[Case]:
    """Pair the records of a labelled file with the trained model's answers, as `repere analyse` gives them."""
    return [_served(label, answer) for label, answer in zip(labels, answers, strict=True)]


def _served(label: Mapping[str, Any], answer: Mapping[str, Any]) -> Case:
    location = answer["location"]
    return Case(
        id=str(label["id"]),
        lang=label["lang"],
        register=label["register"],
        risk=Level(label["risk"]),
        risk_type=label.get("risk_type"),
        speaker=label["speaker"],
        need=label.get("need"),
        batch=str(label.get("batch", "")),
        age=age_group(label["text"]),
        reading=Reading(
            level=Level(answer["risk"]["level"]),
            types=tuple(answer["risk"]["types"]),
            score=answer["risk"]["score"],
            probabilities={},
            needs=(
                (answer["need"], answer["confidence"]),
                *((other["need"], other["confidence"]) for other in answer["need_alternatives"]),
            ),
        ),
        has_language=label["lang"] in ("fr", "en"),
        language=answer["language"],
        has_place="location_canonical" in label,
        place_wanted=label.get("location_canonical"),
        place=location["name"] if location else None,
    )
