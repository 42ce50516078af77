"""Labelled files, answers of the trained model, the sets of the readers, and the form for machines."""

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from cli.corpus import command, sources
from cli.corpus.counts import Corpus, count_corpus
from cli.corpus.sources import Source
from cli.errors import CommandError
from cli.evaluation import card, held_out, run
from cli.evaluation.cases import held_out_cases, served_cases
from cli.evaluation.labelled import read_labelled
from cli.evaluation.reader_sets import ReaderScores, score_readers
from cli.evaluation.report import Report, make_report
from cli.evaluation.run import Wish, evaluate
from cli.evaluation.scores import Share
from cli.evaluation.served import Served
from cli.paths import data_dir
from tests.unit.cli.evaluation.pairs import case, reading
from understanding.risk.corpus import Record
from understanding.risk.taxonomy import Level

LABEL: dict[str, Any] = {
    "id": "x1",
    "text": "J'ai 15 ans, je suis à Laval",
    "lang": "fr",
    "register": "standard",
    "risk": "high",
    "risk_type": "stalking",
    "speaker": "victim",
    "need": "greet",
    "location": "Laval",
    "location_canonical": "Laval",
}
ANSWER: dict[str, Any] = {
    "id": "x1",
    "language": "fr",
    "risk": {"level": "imminent", "types": ["stalking"], "score": 0.9},
    "need": "none",
    "confidence": 0.8,
    "need_alternatives": [{"need": "greet", "confidence": 0.1}],
    "location": {"text": "Laval", "name": "Laval", "region_code": "13"},
}


def _write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_every_bad_line_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    file = _write(
        tmp_path / "m.jsonl",
        LABEL,
        "not json",
        "",
        {**LABEL, "risk": "severe"},
        {**LABEL, "text": "  "},
        {**LABEL, "risk": "none"},
        [1],
    )
    with pytest.raises(CommandError) as caught:
        read_labelled(file)
    said = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in said] == [f"m.jsonl, line {n}" for n in (2, 4, 5, 6, 7)]
    assert "not JSON" in said[0] and "'severe', not one of none, concern" in said[1] and "'text' is empty" in said[2]
    assert "although 'risk' is 'none'" in said[3] and "not a JSON object" in said[4]


def test_a_file_without_records_or_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no record"):
        read_labelled(_write(tmp_path / "e.jsonl", ""))
    with pytest.raises(CommandError, match="cannot be read"):
        read_labelled(tmp_path / "absent.jsonl")
    (tmp_path / "latin.jsonl").write_bytes("é".encode("latin-1"))
    with pytest.raises(CommandError, match="cannot be read"):
        read_labelled(tmp_path / "latin.jsonl")


def test_words_of_others_group_the_figures_and_an_absent_id_is_the_line(tmp_path: Path) -> None:
    label = {**LABEL, "register": "poem", "speaker": "pet"}
    del label["id"]
    assert read_labelled(_write(tmp_path / "m.jsonl", "", label))[0]["id"] == "2"


def test_an_answer_is_compared_with_its_label() -> None:
    (found,) = served_cases([LABEL], [ANSWER])
    assert found.escalated and found.reading.level is Level.IMMINENT and found.reading.score == 0.9
    assert found.first_needs == ("none", "greet") and found.age == "under 18"
    assert found.has_language and found.language == "fr" and found.place_wanted == found.place == "Laval"
    (other,) = served_cases([{**LABEL, "lang": "mixed"}], [{**ANSWER, "location": None}])
    assert not other.has_language and other.place is None


def test_training_records_are_named_by_where_they_are_written() -> None:
    record = Record("salut", "fr", "sms", Level.NONE, None, "other", "greet", "b1")
    move = Record("autre", "fr", "sms", Level.NONE, None, "other", "another_option", "b1")
    found = held_out_cases(
        [record, record, move], [reading(), None, reading()], frozenset({"greet"}), {("b1", "salut"): "x.yml:3"}
    )
    assert [c.id for c in found] == ["x.yml:3", "b1:3"] and [c.need for c in found] == ["greet", None]


def test_the_sets_of_the_readers_are_scored_when_they_are_there(tmp_path: Path) -> None:
    assert score_readers(tmp_path).shares == {}
    _write(
        tmp_path / "languages.jsonl",
        {"text": "je cherche de l'aide pour ma soeur", "language": "fr"},
        {"text": "je cherche de l'aide pour mon frère", "language": "en"},
        {"text": "necesito ayuda por favor", "language": "es"},
    )
    _write(
        tmp_path / "places.jsonl",
        {"text": "je reste à Rimouski", "location_canonical": "Rimouski"},
        {"text": "je cherche de l'aide", "location_canonical": None},
    )
    found = score_readers(tmp_path)
    assert found.shares["language_right"] == Share(1, 2)
    assert found.shares["place_right"] == Share(1, 1) and found.shares["place_invented"] == Share(0, 1)
    assert found.sources["place_right"] == "places.jsonl, 2 messages"
    _write(tmp_path / "places.jsonl", {"text": "à Rimouski", "location_canonical": "Rimouski"}, {"text": "x"})
    with pytest.raises(CommandError, match=r"places.jsonl, line 2: .*location_canonical"):
        score_readers(tmp_path)


def test_the_form_for_machines_holds_figures_and_ids_but_no_words() -> None:
    found = make_report("a file", [case("v7", "imminent", "none"), case("v8", "imminent", "high")], fingerprint="f")
    written = json.loads(json.dumps(found.as_dict()))
    figure = written["figures"]["imminent_escalated"]
    assert figure["hits"] == 1 and figure["total"] == 2 and figure["value"] == 0.5 and figure["verdict"] == "missed"
    assert figure["must"] == 0.95 and 0 < figure["low"] < 0.5 < figure["high"] < 1
    assert written["figures"]["place_right"]["verdict"] == "not measured"
    assert written["misses"]["imminent"] == ["v7"] and written["levels"] == {"imminent": 2}


def test_held_out_batches_are_scored_and_the_card_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record("je cherche de l'aide", "fr", "sms", Level.HIGH, "stalking", "victim", "greet", "b1")
    fields = {**LABEL, "text": record.text, "batch": "b1"}
    written: list[tuple[Report, Corpus]] = []
    monkeypatch.setattr(run, "risk_records", lambda: [record])
    monkeypatch.setattr(run, "risk_is_trained", lambda _: False)
    monkeypatch.setattr("understanding.risk.training.fingerprint", lambda *_: "f")
    monkeypatch.setattr(run, "score_readers", lambda: ReaderScores({}, {}))
    monkeypatch.setattr(command, "checked_corpus", lambda: count_corpus([fields]))
    monkeypatch.setattr(sources, "read_sources", lambda: [Source("b1.jsonl:1", fields)])
    monkeypatch.setattr(held_out, "held_out_readings", lambda _: [reading("none")])
    monkeypatch.setattr(card, "write", lambda report, corpus: written.append((report, corpus)))
    report = evaluate(data_dir(tmp_path), None, Wish(latency=False), Console(quiet=True))
    assert report.misses.high == ("b1.jsonl:1",) and report.latency is None and report.thresholds == {}
    assert [(r.count, c.total) for r, c in written] == [(1, 1)]
    evaluate(data_dir(tmp_path), None, Wish(latency=False, card=False), Console(quiet=True))
    assert len(written) == 1


def test_a_file_is_scored_through_the_trained_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_serve", lambda *_: (tmp_path / "repere-1.tar.gz", Served([ANSWER], [7.0])))
    file, target = _write(tmp_path / "m.jsonl", LABEL), tmp_path / "out.json"
    console = Console(quiet=True)
    report = evaluate(data_dir(tmp_path), file, Wish(json_path=target), console)
    assert report.fingerprint == "repere-1" and report.latency is not None and report.latency.p95 == 7.0
    assert json.loads(target.read_text())["figures"]["place_right"]["value"] == 1.0
    assert LABEL["text"] not in target.read_text()
    with pytest.raises(CommandError, match="cannot be written"):
        evaluate(data_dir(tmp_path), file, Wish(json_path=tmp_path / "no" / "out.json"), console)
