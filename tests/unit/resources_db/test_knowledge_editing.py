"""What editors make of the facts: put in force, refused, kept, taken back; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session, sessionmaker

from resources_db.database import make_engine, make_session_factory
from resources_db.knowledge import editing, repository
from resources_db.knowledge.current import Standing, as_record, read_standings, standings
from resources_db.knowledge.listing import Filter, cases, counts
from resources_db.knowledge.records import Fact, shipped_facts
from resources_db.models import Base, FactVersion, Revision

FACT = "ivac-no-complaint"
TODAY = date(2026, 11, 24)


def _now(session: Session, fact_id: str = FACT) -> Standing:
    return editing.read_standing(session, fact_id)


def _correct(session: Session, fact_id: str = FACT, mark: str | None = None, **fields: Any) -> FactVersion | None:
    mark = mark or _now(session, fact_id).mark
    return editing.correct(session, fact_id, fields, by="eve", mark=mark, today=TODAY)


def _shipped(fact_id: str = FACT, **changes: Any) -> Fact:
    fact = next(fact for fact in shipped_facts() if fact.id == fact_id)
    return Fact.model_validate(as_record(fact) | changes)


def test_untouched_facts_are_the_file_s(session: Session) -> None:
    assert tuple(standing.fact for standing in read_standings(session)) == shipped_facts()
    assert not any(standing.corrected or standing.on_older_text for standing in read_standings(session))


def test_a_correction_is_in_force_and_every_version_is_kept(session: Session) -> None:
    token = repository.revision(session)
    first = _correct(session, fact_fr="Un.", note="Lu au téléphone.")
    assert first is not None and repository.revision(session) != token
    _correct(session, fact_fr="Deux.", note=None)
    standing = _now(session)
    assert standing.fact == _shipped(fact_fr="Deux.") and standing.corrected and standing.version == 2
    second, first_act = editing.read_history(session, FACT)
    assert second.changes == (("fact_fr", "Un.", "Deux."), ("note", "Lu au téléphone.", None))
    assert first_act.changes[0] == ("fact_fr", _shipped().fact_fr, "Un.")
    assert (first_act.version.by, first_act.version.kind) == ("eve", "correction")


def test_only_what_editors_correct_is_taken_from_them(session: Session) -> None:
    _correct(session, fact_fr="Un.", id="autre", topic="buyers", needs=["training"])
    assert _now(session).fact == _shipped(fact_fr="Un.")


def test_nothing_new_is_no_version(session: Session) -> None:
    assert _correct(session, fact_fr=_shipped().fact_fr) is None
    assert editing.take_back(session, FACT, to=0, by="eve", mark=_now(session).mark) is None
    assert editing.read_history(session, FACT) == []


def test_taking_back_to_a_version_then_to_the_file(session: Session) -> None:
    _correct(session, fact_fr="Un.")
    _correct(session, fact_fr="Deux.")
    editing.take_back(session, FACT, to=1, by="marc", mark=_now(session).mark, why="trop tôt")
    assert _now(session).fact.fact_fr == "Un."
    editing.take_back(session, FACT, to=0, by="marc", mark=_now(session).mark)
    assert _now(session).fact == _shipped() and not _now(session).corrected
    acts = [(a.version.version, a.version.kind, a.version.returned_to, a.version.why)
            for a in editing.read_history(session, FACT)]  # fmt: skip
    assert acts[:2] == [(4, "return", 0, None), (3, "return", 1, "trop tôt")] and len(acts) == 4
    with pytest.raises(editing.UnknownFactError):
        editing.take_back(session, FACT, to=9, by="marc", mark=_now(session).mark)


def test_reading_again_dates_the_fact_and_drops_the_sources_that_no_longer_say_it(session: Session) -> None:
    name = next(fact.id for fact in shipped_facts() if len(fact.sources) == 3 and fact.as_of_estimated)
    mark = _now(session, name).mark
    with pytest.raises(editing.InvalidFactError, match="sources: no_source"):
        editing.confirm(session, name, kept=[], by="eve", mark=mark, today=TODAY)
    editing.confirm(session, name, kept=[0, 2], by="eve", mark=mark, today=TODAY)
    fact = _now(session, name).fact
    assert (fact.as_of, fact.as_of_estimated) == ("2026-11", False)
    assert fact.sources == [_shipped(name).sources[0], _shipped(name).sources[2]]


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"fact_fr": None, "question_en": " "}, ["question_en: blank", "fact_fr: blank"]),
        ({"as_of": "2026-12"}, ["as_of: future"]),
        ({"as_of": "2027"}, ["as_of: future"]),
        ({"as_of": None}, ["as_of: date"]),
        ({"sources": []}, ["sources: no_source"]),
        ({"sources": [{"title": "T", "url": "ftp://x"}, {"title": None, "url": None}]},
         ["sources.0.url: url", "sources.1.title: blank"]),
        ({"sources": [{"title": "T" * 201, "url": None}]}, ["sources.0.title: too_long"]),
        ({"confidence": "certain"}, ["confidence: choice"]),
        ({"fact_en": "x" * 801}, ["fact_en: too_long"]),
    ],
)  # fmt: skip
def test_a_bad_fact_is_refused_field_by_field(session: Session, fields: dict[str, Any], faults: list[str]) -> None:
    with pytest.raises(editing.InvalidFactError) as refused:
        _correct(session, **fields)
    assert [f"{fault.field}: {fault.code}" for fault in refused.value.faults] == faults
    assert _now(session).fact == _shipped()


def test_this_month_is_not_the_future(session: Session) -> None:
    assert _correct(session, as_of="2026-11") is not None and _correct(session, as_of="2026") is not None


def test_a_low_fact_is_raised_only_with_the_address_of_a_source(session: Session) -> None:
    printed = [{"title": "Un livre", "url": None}]
    for level in ("medium", "high"):
        with pytest.raises(editing.InvalidFactError, match="confidence: needs_url"):
            _correct(session, "kit-storage", confidence=level, sources=printed)
    assert _correct(session, "kit-storage", sources=printed) is not None  # still low: shown to nobody
    found = [*printed, {"title": "Une page", "url": "https://example.org/"}]
    assert _correct(session, "kit-storage", confidence="medium", sources=found) is not None
    assert _correct(session, "kit-storage", confidence="high", sources=printed) is not None  # it was not low any more


def test_a_stale_form_is_refused(session: Session) -> None:
    mark = _now(session).mark
    _correct(session, fact_fr="Un.")
    with pytest.raises(editing.StaleFactError):
        _correct(session, mark=mark, fact_fr="Deux.")
    with pytest.raises(editing.StaleFactError):
        editing.confirm(session, FACT, kept=[0], by="marc", mark=mark)
    with pytest.raises(editing.StaleFactError):
        editing.take_back(session, FACT, to=0, by="marc", mark=mark)
    with pytest.raises(editing.UnknownFactError):
        _correct(session, "nulle-part", mark=mark)


def test_of_two_editors_at_the_same_moment_one_is_refused(sessions: sessionmaker[Session]) -> None:
    with sessions() as reading:
        mark = _now(reading).mark
    written, wait = Event(), Event()

    def first() -> None:
        with sessions.begin() as session:
            _correct(session, mark=mark, fact_fr="Un.")
            written.set()
            wait.wait(2)

    def second() -> None:
        written.wait(5)
        with sessions.begin() as session:
            wait.set()
            _correct(session, mark=mark, fact_fr="Deux.")

    try:
        with ThreadPoolExecutor(2) as pool:
            one, two = pool.submit(first), pool.submit(second)
            one.result(20)
            with pytest.raises(editing.StaleFactError):
                two.result(20)
        with sessions() as reading:
            assert _now(reading).fact.fact_fr == "Un." and _now(reading).version == 1
    finally:
        with sessions.begin() as session:
            session.execute(delete(FactVersion))


def test_a_later_release_that_changes_the_text_is_seen(session: Session) -> None:
    _correct(session, fact_fr="Un.")
    released = tuple(_shipped(fact_en="New text.") if fact.id == FACT else fact for fact in shipped_facts())
    retagged = tuple(_shipped(needs=["training"]) if fact.id == FACT else fact for fact in shipped_facts())
    newest = repository.newest(session)
    standing = next(s for s in standings(released, newest) if s.fact.id == FACT)
    assert standing.on_older_text and standing.fact.fact_fr == "Un." and standing.fact.fact_en == _shipped().fact_en
    assert standing.mark != _now(session).mark  # a form opened before the release is stale after it
    found = standings(retagged, newest)
    assert next(s for s in found if s.fact.id == FACT).fact == _shipped(fact_fr="Un.", needs=["training"])
    assert not any(s.on_older_text for s in found)
    first = cases(standings(released, newest), Filter(), TODAY)[0]
    assert first.fact.id == FACT and first.states[0] == "on_older_text"
    assert counts(standings(released, newest), TODAY)["on_older_text"] == 1
    assert FACT not in {s.fact.id for s in standings(released[:1], newest)}


def test_saving_again_after_a_release_rests_on_the_new_text(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    _correct(session, fact_fr="Un.")
    released = tuple(_shipped(fact_en="New text.") if fact.id == FACT else fact for fact in shipped_facts())
    monkeypatch.setattr("resources_db.knowledge.current.shipped_facts", lambda: released)
    assert _now(session).on_older_text
    assert _correct(session, fact_fr="Un.") is not None and not _now(session).on_older_text
    editing.take_back(session, FACT, to=1, by="eve", mark=_now(session).mark)
    assert _now(session).on_older_text  # what was put back rests on what it rested on
    editing.take_back(session, FACT, to=0, by="eve", mark=_now(session).mark)
    assert _now(session).fact.fact_en == "New text."


def test_a_stored_record_that_is_no_fact_any_more_leaves_the_file_s(session: Session) -> None:
    _correct(session, fact_fr="Un.")
    bad = as_record(_now(session).fact) | {"confidence": "perhaps"}
    session.execute(update(FactVersion).where(FactVersion.fact_id == FACT).values(record=bad))
    session.expire_all()
    standing = _now(session)
    assert standing.unusable and standing.fact == _shipped()
    assert editing.take_back(session, FACT, to=0, by="eve", mark=standing.mark) is not None
    assert not _now(session).unusable


def test_without_the_table_the_file_stands_and_nothing_can_be_saved(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'old.db'}")
    Base.metadata.create_all(engine, tables=[Base.metadata.tables[Revision.__tablename__]])
    with make_session_factory(engine)() as session:
        assert tuple(s.fact for s in read_standings(session)) == shipped_facts()
        assert editing.read_history(session, FACT) == []
        with pytest.raises(editing.FactsNotReadyError):
            _correct(session, fact_fr="Un.")
