"""The same file again is recognised, and told exactly as if every stored row had been read and compared."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from resources_db.history import UndoRefusedError, change_sets, undo
from resources_db.importing import DEFAULT_FILE, import_file, import_records, marks, repository, service
from resources_db.importing.fields import Flat, flatten
from resources_db.importing.formats import read_records
from resources_db.importing.reading import Offer, Reading
from resources_db.importing.records import Record
from resources_db.importing.report import ImportReport
from resources_db.models import Location, Organization, stable_id
from resources_db.upkeep import editing

Items = list[dict[str, Any]]
SLUGS = [f"essai-{at}" for at in range(4)]
NUMBERS = ("+18195550134", "+18195550135")
LEVELS = st.sampled_from(["high", "medium", "low"])
TEXTS = st.sampled_from(["Un.", "Deux.", "Trois."])
PAGES = st.sampled_from(["https://phare.example/", "https://autre.example/"])


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The organisations whose stored rows were read, as tests go."""
    found: list[str] = []
    stored_rows = repository.stored_rows

    def spy(session: Session, owners: Iterable[str]) -> dict[str, repository.RowsByTable]:
        wanted = list(owners)
        rows = stored_rows(session, wanted)
        found.extend(rows)
        return rows

    monkeypatch.setattr(repository, "stored_rows", spy)
    yield found


def _version(session: Session, slug: str) -> str:
    return editing.read_record(session, slug)[1]


def _new(items: Items, **said: Any) -> Items:
    return [items[at] | {"id": slug, "name_fr": f"Essai {slug}"} | said for at, slug in enumerate(SLUGS)]


def test_the_same_file_again_reads_no_stored_row(session: Session, items: Items, read: list[str]) -> None:
    assert len(import_records(session, items=_new(items)).added) == 4
    assert (import_records(session, items=_new(items)).unchanged, read) == (4, [])
    again = import_records(session, items=[*_new(items, email="a@b.example")[:1], *_new(items)[1:]])
    assert (again.updated, again.unchanged, read) == ([SLUGS[0]], 3, [stable_id("organization", SLUGS[0])])


@pytest.mark.parametrize(
    "act",
    [
        lambda session, slug: editing.correct(
            session, slug, {"summary_fr": "Corrigé."}, by="eve", version=_version(session, slug)
        ),
        lambda session, slug: editing.verify(session, slug, by="eve", version=_version(session, slug)),
        lambda session, slug: editing.retire(session, slug, by="eve", version=_version(session, slug)),
        lambda session, slug: editing.translate(
            session, slug, name="Essay", summary="One.", by="eve", version=_version(session, slug)
        ),
    ],
)
def test_an_act_makes_the_mark_of_its_record_void(
    session: Session, items: Items, read: list[str], act: Callable[[Session, str], Any]
) -> None:
    import_records(session, items=_new(items))
    act(session, SLUGS[1])
    read.clear()
    assert import_records(session, items=_new(items)).unchanged == 4
    assert read == [stable_id("organization", SLUGS[1])]
    read.clear()
    assert import_records(session, items=_new(items)).unchanged == 4
    assert read == []  # it was found to change nothing
    undo(session, change_sets(session)[0]["id"], by="eve")
    read.clear()
    assert import_records(session, items=_new(items)).unchanged == 4
    assert read == [stable_id("organization", SLUGS[1])]


def test_what_is_kept_is_told_each_time(session: Session, items: Items) -> None:
    import_records(session, items=_new(items))
    editing.correct(session, SLUGS[0], {"summary_fr": "Corrigé."}, by="eve", version=_version(session, SLUGS[0]))
    for _ in range(3):
        report = import_records(session, items=_new(items, summary_fr="Autre chose."))
        assert [(kept.id, kept.field) for kept in report.kept] == [(SLUGS[0], "summary_fr")]


def test_a_dry_run_recognises_and_writes_nothing(session: Session, read: list[str]) -> None:
    session.execute(update(Organization).values(import_mark=None))
    marked = select(Organization.import_mark).where(Organization.import_mark.is_not(None))
    assert import_file(session, dry_run=True).unchanged == len(read) == 314
    assert session.scalars(marked).all() == []
    assert import_file(session).unchanged == len(session.scalars(marked).all()) == 314
    read.clear()
    assert (import_file(session, dry_run=True).unchanged, read) == (314, [])


def test_another_program_compares_the_rows_that_it_works_out(
    session: Session, items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_records(session, items=_new(items))
    moved = update(Location).where(Location.owner_id == stable_id("organization", SLUGS[2]))
    session.execute(moved.values(latitude=12.5))  # as an earlier release would have placed it
    assert import_records(session, items=_new(items)).changes == 0
    with monkeypatch.context() as patch:
        patch.setattr(marks, "_prefix", lambda format_, whole: f"another {format_} {whole}")
        assert import_records(session, items=_new(items)).updated == [SLUGS[2]]
    session.execute(moved.values(latitude=12.5))
    assert import_records(session, items=_new(items)).updated == [SLUGS[2]]  # the first program's mark did not stay
    assert import_records(session, items=_new(items)).changes == 0


def test_the_program_is_its_code_and_its_data(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found, package, places = set(), tmp_path / "package", tmp_path / "places"
    monkeypatch.setattr(marks, "PACKAGE", package)
    monkeypatch.setattr(marks, "PLACES", places)
    for name, content in (("a.py", "1"), ("a.py", "2"), ("data.yml", "2"), ("image.png", "2")):
        package.mkdir(exist_ok=True)
        (package / name).write_text(content)
        found.add(marks.program.__wrapped__())
    for positions in ("2", "3"):  # a town moved
        places.mkdir(exist_ok=True)
        (places / "towns.csv").write_text(positions)
        found.add(marks.program.__wrapped__())
    assert len(found) == 5  # an image is neither


def test_a_detail_that_is_not_said_differs_from_one_said_to_be_absent(items: Items) -> None:
    reading = Reading("repere", whole=True)
    unsaid, absent = items[0], items[0] | {"alert": None}
    offers = [Offer("x", record=Record.model_validate(item)) for item in (unsaid, absent)]
    assert marks.said_by(offers[0], reading) != marks.said_by(offers[1], reading)
    assert marks.said_by(offers[0], reading) != marks.said_by(offers[0], replace(reading, whole=False))
    assert marks.said_by(offers[0], reading) != marks.said_by(offers[0], replace(reading, format="hsds"))


@st.composite
def phones(draw: st.DrawFn) -> list[dict[str, Any]]:
    numbers = draw(st.lists(st.sampled_from(NUMBERS), max_size=3))
    return [
        {"number": number, "display": number, "type": "voice", "label": "local",
         "hours": draw(st.sampled_from([None, "24/7", "lundi au vendredi, 9 h à 17 h"])), "confidence": draw(LEVELS),
         "source": draw(PAGES)}
        for number in numbers
    ]  # fmt: skip


@st.composite
def said(draw: st.DrawFn) -> Flat:
    """Some fields, as a file may give them."""
    sources = st.builds(lambda url: {"url": url, "what": "page", "page_date": "2026-01"}, PAGES)
    possible: dict[str, st.SearchStrategy[Any]] = {
        "summary_fr": TEXTS, "summary_en": st.none() | TEXTS, "phones": phones(), "confidence": LEVELS,
        "email": st.sampled_from([None, "a@b.example", "c@d.example"]), "alert": st.none() | TEXTS,
        "status": st.sampled_from(["active", "inactive"]), "sources": st.lists(sources, max_size=2),
        "services": st.lists(st.sampled_from(["listening", "basic_needs"]), min_size=1, max_size=2, unique=True),
        "costs": st.lists(st.builds(_cost, TEXTS, st.floats(0, 9)), max_size=2),
        "english_review": st.sampled_from([None, {"by": "eve", "on": "2026-01-02T03:04:05"}]),
    }  # fmt: skip
    names = draw(st.lists(st.sampled_from(sorted(possible)), max_size=4, unique=True))
    return {name: draw(possible[name]) for name in names}


def _cost(option: str, amount: float) -> dict[str, Any]:
    nothing = dict.fromkeys(("valid_from", "valid_to", "currency", "amount_description"))
    return nothing | {"option": option, "amount": amount}


FILES = st.lists(st.lists(said(), min_size=len(SLUGS), max_size=len(SLUGS)), min_size=2, max_size=2)
ACTS = ("own", "own", "own", "own", "ensemble", "hsds", "correct", "verify", "translate", "retire", "undo")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1)), min_size=3, max_size=8)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=FILES, steps=STEPS)
@example(files=[[{"email": "a@b.example"}] * 4, [{}] * 4], steps=[("own", 0), ("own", 1), ("own", 0), ("own", 0)])
def test_recognising_tells_what_comparing_tells(
    sessions: sessionmaker[Session], files: list[list[Flat]], steps: list[tuple[str, int]]
) -> None:
    with sessions() as session:
        for act, which in steps:  # few files, so that the same comes again, at once or after another
            if act in ("own", "ensemble", "hsds"):
                _import_both_ways(session, partial(_reading, act, files[which]))
            else:
                _act(session, act, SLUGS[which], files[which][0])
        session.rollback()


def _reading(act: str, fields: list[Flat]) -> Reading:
    whole = _new(json.loads(DEFAULT_FILE.read_text("utf-8")))
    if act == "own":
        return read_records([item | said for item, said in zip(whole, fields, strict=True)])
    offers = [
        Offer(slug, said={"name_fr": item["name_fr"], **said}, slug=slug, defaults=flatten(Record.model_validate(item)))
        for slug, said, item in zip(SLUGS, fields, whole, strict=True)
    ]
    return Reading(act, read=len(offers), offers=offers)


def _import_both_ways(session: Session, reading: Callable[[], Reading]) -> None:
    recognised = service.import_reading(session, reading(), dry_run=True)
    with _comparing():
        compared = service.import_reading(session, reading(), dry_run=True)
    assert _told(recognised) == _told(compared)
    done = service.import_reading(session, reading(), losses=True)
    assert _told(done) == _told(compared)


@contextmanager
def _comparing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "_is_same", lambda _marked, _said: False)
        yield


def _told(report: ImportReport) -> dict[str, Any]:
    return report.to_dict() | {"seconds": 0, "dry_run": None, "change_set": None}


def _act(session: Session, act: str, slug: str, fields: Flat) -> None:
    try:
        version = _version(session, slug)
        if act == "correct":
            editing.correct(session, slug, fields, by="eve", version=version)
        elif act == "verify":
            editing.verify(session, slug, by="eve", version=version)
        elif act == "translate":
            editing.translate(session, slug, name="Essay", summary="One.", by="eve", version=version)
        elif act == "retire":
            editing.retire(session, slug, by="eve", version=version, back=len(fields) > 1)
        else:
            undo(session, change_sets(session)[0]["id"], by="eve")
    except (editing.UnknownRecordError, editing.InvalidEditError, UndoRefusedError):
        pass  # nothing was changed
