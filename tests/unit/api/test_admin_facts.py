"""The editors' pages of facts: what is listed, what can be changed, and what comes back when it cannot be."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient
from sqlalchemy import text as sql

from resources_db.knowledge.current import read_standings
from resources_db.knowledge.records import FILE, Fact
from tests.unit.api.conftest import Console
from tests.unit.api.test_admin import Editor

LogIn = Callable[[str], Console]
RECORDS: dict[str, dict[str, Any]] = {record["id"]: record for record in json.loads(FILE.read_text("utf-8"))}
COMPLAINT = "/admin/facts/ivac-no-complaint"
LOW = "/admin/facts/kit-storage"
MONTH = f"{datetime.now(UTC):%Y-%m}"


@pytest.fixture
def editor(log_in: LogIn) -> Editor:
    """A logged-in editor."""
    return Editor(log_in("eve"))


def _form(editor: Editor, path: str, act: str = "correct") -> dict[str, str]:
    """Return the fields of one of the page's forms, as a browser would send them untouched."""
    page = editor.get(path).text
    body = re.search(rf'action="[^"]*/{act}\?.*?</form>', page, re.S)
    assert body is not None
    found = {}
    for tag in re.findall(r"<input[^>]*>", body[0]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is not None and not ('type="checkbox"' in tag and "checked" not in tag):
            found[name[1]] = unescape(value[1]) if value else "on"
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', body[0], re.S):
        found[name] = re.findall(r'value="([^"]*)" selected', inner)[0]
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', body[0], re.S):
        found[name] = unescape(inner)
    return found


def _in_force(client: TestClient, path: str = COMPLAINT) -> Fact:
    with client.app.state.directory_sessions() as session:  # type: ignore[attr-defined]
        return next(s.fact for s in read_standings(session) if path.endswith(f"/{s.fact.id}"))


def _correct(editor: Editor, path: str = COMPLAINT, **changes: str) -> Any:
    return editor.post(f"{path}/correct", **(_form(editor, path) | changes))


def test_strangers_are_sent_to_the_login_and_counsellors_refused(client: TestClient, log_in: LogIn) -> None:
    for path in ("/admin/facts", COMPLAINT, "/admin/records/chez-doris"):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/admin/login")
    counsellor = Editor(log_in("ines"))
    assert counsellor.get("/admin/facts").status_code == counsellor.get(COMPLAINT).status_code == 403
    for act in ("confirm", "correct", "return"):
        assert counsellor.post(f"{COMPLAINT}/{act}").status_code == 403


def test_a_form_without_its_token_changes_nothing(editor: Editor, client: TestClient) -> None:
    form = _form(editor, COMPLAINT) | {"fact_fr": "Autre chose.", "csrf_token": "guessed"}
    for act in ("confirm", "correct", "return"):
        assert editor.post(f"{COMPLAINT}/{act}", **form).status_code == 403
    abroad = client.post(f"{COMPLAINT}/correct", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Autre chose." not in abroad.text  # without the cookie, which no other site's form carries
    assert _in_force(client) == Fact.model_validate(RECORDS["ivac-no-complaint"])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_pages_hold_no_inline_code_and_name_every_field(editor: Editor, lang: str) -> None:
    assert _correct(editor, fact_en="Corrected.").status_code == 303
    for path in ("/admin/facts", COMPLAINT, LOW):
        page = editor.get(f"{path}?lang={lang}")
        assert page.status_code == 200 and f'<html lang="{lang}">' in page.text
        assert "<script" not in page.text and "style=" not in page.text and not re.search(r"\son\w+=", page.text)
        ids = re.findall(r'\sid="([^"]+)"', page.text)
        assert len(ids) == len(set(ids))
        shown = re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")[^>]*>", page.text)
        labelled = set(re.findall(r'<label for="([^"]+)"', page.text))
        assert shown and all(re.search(r'id="([^"]+)"', tag)[1] in labelled for tag in shown)  # type: ignore[index]


def test_the_list_puts_first_what_must_be_read_again_and_says_why(editor: Editor) -> None:
    page = editor.get("/admin/facts").text
    assert f"Faits trouvés : {len(RECORDS)}<" in page
    dates = re.findall(r"<td>(\d{4}-\d\d-\d\d)</td>", page)
    assert len(dates) == 50 and dates == sorted(dates)
    stale = editor.get("/admin/facts?state=stale").text
    count = int(re.findall(r"Faits trouvés : (\d+)", stale)[0])
    assert count and "Date de révision passée" in stale
    assert f"Faits à relire : {count}<" in editor.get("/admin").text
    assert editor.get("/admin/facts?page=2").text.count('<th scope="row">') == 50


@pytest.mark.parametrize(
    ("query", "records"),
    [
        ("state=low", {name for name, record in RECORDS.items() if record["confidence"] == "low"}),
        ("topic=suicide", {name for name, record in RECORDS.items() if record["topic"] == "suicide"}),
        ("q=Combien+810+%C3%87A+DURE&state=medium", {"order-810-how"}),
        ("state=lawyer&topic=image_removal&q=14", {"qc-image-age"}),
        ("state=corrected", set()),
        ("state=nothing-of-the-kind", set()),
    ],
)
def test_the_list_filters(editor: Editor, query: str, records: set[str]) -> None:
    page = editor.get(f"/admin/facts?{query}").text
    assert set(re.findall(r'href="/admin/facts/([a-z0-9-]+)\?', page)) == records
    assert f"Faits trouvés : {len(records)}<" in page


def test_an_untouched_form_changes_nothing(editor: Editor) -> None:
    for name in [*list(RECORDS)[::40], "kit-storage"]:
        answer = _correct(editor, f"/admin/facts/{name}")
        assert answer.status_code == 303 and "done=nothing" in answer.headers["location"], name


def test_a_correction_is_in_force_logged_and_taken_back(editor: Editor, client: TestClient) -> None:
    answer = _correct(editor, fact_fr="Texte corrigé.", why="La page a changé.", note="")
    assert answer.status_code == 303 and "done=corrected" in answer.headers["location"]
    assert _in_force(client).fact_fr == "Texte corrigé."
    page = editor.get(COMPLAINT).text
    assert "Texte corrigé." in page and "La page a changé." in page and "eve" in page and "Corrigé ici" in page
    assert unescape(page).count(RECORDS["ivac-no-complaint"]["fact_fr"]) == 2  # the file's text, and what it was
    _correct(editor, fact_fr="Encore autre chose.")
    mark = _form(editor, COMPLAINT)["mark"]
    back = editor.post(f"{COMPLAINT}/return", mark=mark, version="1")
    assert back.status_code == 303 and _in_force(client).fact_fr == "Texte corrigé."
    assert editor.post(f"{COMPLAINT}/return", mark=mark, version="0").status_code == 409
    whole = editor.post(f"{COMPLAINT}/return", mark=_form(editor, COMPLAINT)["mark"], version="0")
    assert whole.status_code == 303 and _in_force(client).fact_fr == RECORDS["ivac-no-complaint"]["fact_fr"]
    page = editor.get(COMPLAINT).text
    assert "Corrigé ici" not in page and "Encore autre chose." in page and "Version 4" in page


def test_reading_a_fact_again_dates_it_and_keeps_only_what_still_says_it(editor: Editor, client: TestClient) -> None:
    name = next(n for n, r in RECORDS.items() if len(r["sources"]) > 1 and r["as_of"] < "2025")
    path = f"/admin/facts/{name}"
    stale = f"/admin/facts?state=stale&q={name}"
    assert f'href="/admin/facts/{name}?' in editor.get(stale).text
    none = {key: value for key, value in _form(editor, path, "confirm").items() if not key.startswith("kept")}
    refused = editor.post(f"{path}/confirm", **none | {"why": "Rien ne le dit."})
    assert refused.status_code == 422 and "au moins une" in refused.text and "Rien ne le dit." in refused.text
    assert not re.search(r'name="kept\.0"[^>]*checked', refused.text)
    answer = editor.post(f"{path}/confirm", **none | {"kept.1": "on"})
    assert answer.status_code == 303 and "done=confirmed" in answer.headers["location"]
    fact = _in_force(client, path)
    assert (fact.as_of, fact.as_of_estimated) == (MONTH, False)
    assert [source.model_dump() for source in fact.sources] == [RECORDS[name]["sources"][1]]
    assert f'href="/admin/facts/{name}?' not in editor.get(stale).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fact_en": "  "}, "Texte en anglais</a> : ne peut pas être vide"),
        ({"question_fr": ""}, "Question en français</a> : ne peut pas être vide"),
        ({"as_of": "juin"}, "À jour en</a> : s&#39;écrit 2026-06"),
        ({"as_of": "2099-01"}, "À jour en</a> : ne peut pas être dans le futur"),
        ({"as_of": "2099"}, "À jour en</a> : ne peut pas être dans le futur"),
        ({"sources.0.url": "javascript:alert(1)"}, "Source 1, adresse web (vide pour un imprimé)</a> : doit commencer"),
        ({"sources.0.title": ""}, "Source 1, titre</a> : ne peut pas être vide"),
        ({"confidence": "sure"}, "Confiance</a> : n&#39;est pas un choix"),
        ({"fact_fr": "a" * 801}, "Texte en français</a> : est trop long"),
        ({"why": "a" * 501}, "Pourquoi ce changement</a> : est trop long"),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(
    editor: Editor, client: TestClient, changes: dict[str, str], said: str
) -> None:
    answer = _correct(editor, **{"note": "Ma longue note.", **changes})
    assert answer.status_code == 422 and said in answer.text and "Ma longue note." in answer.text
    assert 'aria-invalid="true"' in answer.text or "why" in changes
    assert _in_force(client) == Fact.model_validate(RECORDS["ivac-no-complaint"])


def test_a_fact_keeps_a_source(editor: Editor) -> None:
    empty = {key: "" for key in _form(editor, COMPLAINT) if key.startswith("sources.")}
    answer = _correct(editor, **empty)
    assert answer.status_code == 422 and "Sources</a> : il en faut au moins une" in answer.text


def test_sources_are_added_and_removed(editor: Editor, client: TestClient) -> None:
    spare = len(RECORDS["ivac-no-complaint"]["sources"])
    added = {f"sources.{spare + 1}.title": "Page de l'IVAC", f"sources.{spare + 1}.url": "https://www.ivac.qc.ca/"}
    assert _correct(editor, **{"sources.0.title": "", "sources.0.url": "", **added}).status_code == 303
    kept = RECORDS["ivac-no-complaint"]["sources"][1:]
    found = [source.model_dump() for source in _in_force(client).sources]
    assert found == [*kept, {"title": "Page de l'IVAC", "url": "https://www.ivac.qc.ca/"}]


def test_a_low_fact_is_raised_only_with_the_address_of_a_source(editor: Editor, client: TestClient) -> None:
    assert "jamais montré aux visiteurs" in editor.get(LOW).text
    rows = [key for key in _form(editor, LOW) if key.endswith(".url")]
    refused = _correct(editor, LOW, confidence="high", **dict.fromkeys(rows, ""))
    assert refused.status_code == 422 and "l&#39;adresse web d&#39;une source est nécessaire" in refused.text
    assert _in_force(client, LOW).confidence == "low"
    assert _correct(editor, LOW, confidence="medium").status_code == 303
    assert _in_force(client, LOW).confidence == "medium"


def test_two_editors_do_not_overwrite_each_other(editor: Editor, client: TestClient) -> None:
    form = _form(editor, COMPLAINT)
    assert editor.post(f"{COMPLAINT}/correct", **(form | {"fact_fr": "La première."})).status_code == 303
    late = editor.post(f"{COMPLAINT}/correct", **(form | {"fact_fr": "La seconde."}))
    assert late.status_code == 409 and "La seconde." in late.text and "entre-temps" in late.text
    assert _in_force(client).fact_fr == "La première."
    for act, more in (("confirm", {"kept.0": "on"}), ("return", {"version": "0"})):
        assert editor.post(f"{COMPLAINT}/{act}", mark=form["mark"], **more).status_code == 409
    again = re.findall(r'name="mark" value="([^"]+)"', late.text)[0]
    sent = editor.post(f"{COMPLAINT}/correct", **(form | {"fact_fr": "La seconde.", "mark": again}))
    assert sent.status_code == 303 and _in_force(client).fact_fr == "La seconde."


def test_a_release_that_changes_the_text_under_a_correction_is_shown(
    editor: Editor, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resources_db.knowledge import current, records

    assert _correct(editor, fact_fr="Corrigé.").status_code == 303
    form = _form(editor, COMPLAINT)
    released = tuple(
        fact.model_copy(update={"fact_fr": "Texte de la nouvelle version."}) if COMPLAINT.endswith(fact.id) else fact
        for fact in records.shipped_facts()
    )
    monkeypatch.setattr(current, "shipped_facts", lambda: released)
    page = editor.get(COMPLAINT).text
    assert "Texte de la nouvelle version." in page and "a changé depuis cette correction" in page
    listed = re.findall(r'href="/admin/facts/([a-z0-9-]+)\?', editor.get("/admin/facts").text)
    assert listed[0] == "ivac-no-complaint"  # whatever its date
    assert "Faits trouvés : 1<" in editor.get("/admin/facts?state=on_older_text").text
    assert editor.post(f"{COMPLAINT}/correct", **form).status_code == 409  # opened before the release
    assert "done=corrected" in _correct(editor).headers["location"]  # saved again as it is, on the new text
    assert "a changé depuis cette correction" not in editor.get(COMPLAINT).text


def test_what_an_editor_types_is_never_code(editor: Editor) -> None:
    assert _correct(editor, fact_fr="<script>alert(1)</script>\x00").status_code == 303
    assert "<script" not in editor.get(COMPLAINT).text


def test_unknown_things_are_not_found(editor: Editor) -> None:
    assert editor.get("/admin/facts/nulle-part").status_code == 404
    assert editor.post("/admin/facts/nulle-part/confirm", mark="x").status_code == 404
    mark = _form(editor, COMPLAINT)["mark"]
    for version in ("7", "-1", "x", "9" * 30, ""):
        assert editor.post(f"{COMPLAINT}/return", mark=mark, version=version).status_code == 404
    assert "<html" in editor.get("/admin/facts/nulle-part").text


def test_a_database_without_the_table_shows_the_file_and_loses_nothing_typed(
    editor: Editor, client: TestClient, tmp_path: Path
) -> None:
    config = Config()
    config.set_main_option("script_location", "resources_db/migrations")
    config.set_main_option("sqlalchemy.url", f"sqlite:///{tmp_path / 'repere.db'}")
    command.downgrade(config, "0004")
    assert editor.get("/admin").status_code == editor.get("/admin/facts").status_code == 200
    answer = _correct(editor, fact_fr="Ce que je voulais dire.")
    assert answer.status_code == 503 and "Ce que je voulais dire." in answer.text and "repere migrate" in answer.text


def test_a_busy_database_is_said_on_a_page_and_saves_nothing(editor: Editor, client: TestClient) -> None:
    form = _form(editor, COMPLAINT) | {"fact_fr": "Autre chose."}
    with client.app.state.directory_sessions() as other:  # type: ignore[attr-defined]
        other.execute(sql("UPDATE directory_revision SET token = token"))
        answer = editor.post(f"{COMPLAINT}/correct", **form)
        other.rollback()
    assert answer.status_code == 503 and "ne répond pas" in answer.text and "<html" in answer.text
    assert _in_force(client).fact_fr == RECORDS["ivac-no-complaint"]["fact_fr"]


def test_a_file_that_cannot_be_used_says_so(editor: Editor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from resources_db.knowledge import current, records

    broken = tmp_path / "facts.json"
    broken.write_text("{", "utf-8")
    monkeypatch.setattr(current, "shipped_facts", lambda: records.read_facts(broken))
    assert editor.get("/admin").status_code == 200 and "Faits à relire<" in editor.get("/admin").text
    page = editor.get("/admin/facts")
    assert page.status_code == 500 and "pas fonctionné" in page.text
