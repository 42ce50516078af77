"""The admin area: who may, what an editor can do, and what comes back when it cannot be done."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from resources_db.geography import fold
from tests.unit.api.conftest import PASSWORD, Console

LogIn = Callable[[str], Console]
DORIS = "/admin/records/chez-doris"


class Editor:
    """An editor with a browser that follows no script."""

    def __init__(self, console: Console) -> None:
        self.client, self._cookie = console.client, f"repere_console={console.cookies['repere_console']}"
        self.csrf = console.headers["X-CSRF-Token"]

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path, headers={"Cookie": self._cookie}, follow_redirects=False)

    def post(self, path: str, **form: Any) -> httpx.Response:
        data = {"csrf_token": self.csrf} | form
        return self.client.post(path, data=data, headers={"Cookie": self._cookie}, follow_redirects=False)

    def form(self, path: str) -> dict[str, Any]:
        """Return the fields of the record's form, as a browser would send them untouched."""
        page = self.get(path).text
        body = page[page.index("/correct?") : page.index("/translate?")]
        found: dict[str, Any] = {}
        for tag in re.findall(r"<input[^>]*>", body):
            name = re.search(r'name="([^"]+)"', tag)
            value = re.search(r'value="([^"]*)"', tag)
            if name is None or ('type="checkbox"' in tag and "checked" not in tag):
                continue
            said = unescape(value[1]) if value else "on"
            found.setdefault(name[1], []).append(said)
        for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', body, re.S):
            chosen = re.search(r'value="([^"]*)" selected', inner) or re.search(r'value="([^"]*)"', inner)
            found[name] = [chosen[1] if chosen else ""]
        for name, inner in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', body, re.S):
            found[name] = [unescape(inner)]
        return found


@pytest.fixture
def editor(log_in: LogIn) -> Editor:
    """A logged-in editor."""
    return Editor(log_in("eve"))


def _public(client: TestClient, **params: Any) -> str:
    return client.get("/v1/resources", params={"q": "Chez Doris", "limit": 3, **params}).text


def test_strangers_are_sent_to_the_login_and_counsellors_refused(client: TestClient, log_in: LogIn) -> None:
    answer = client.get("/admin", follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/admin/login")
    counsellor = Editor(log_in("ines"))
    assert counsellor.get("/admin").status_code == 403
    assert counsellor.post(f"{DORIS}/verify").status_code == 403
    assert counsellor.post("/admin/changes/x/undo").status_code == 403


def test_editors_may_not_read_conversations(log_in: LogIn) -> None:
    console = log_in("eve")
    assert console.get("/queue").status_code == 403
    assert "Ève" not in str(log_in("ines").get("/counsellors").json())


def test_logging_in_from_the_page(client: TestClient) -> None:
    wrong = client.post("/admin/login", data={"username": "eve", "password": "faux"}, follow_redirects=False)
    assert wrong.status_code == 401 and "ne vont pas ensemble" in wrong.text
    other = client.post("/admin/login", data={"username": "ines", "password": PASSWORD}, follow_redirects=False)
    assert other.status_code == 403 and "set-cookie" not in other.headers
    right = client.post("/admin/login", data={"username": "eve", "password": PASSWORD}, follow_redirects=False)
    assert right.status_code == 303 and "httponly" in right.headers["set-cookie"].lower()
    abroad = client.post("/admin/login", data={"username": "eve", "password": PASSWORD},
                         headers={"Sec-Fetch-Site": "cross-site"})  # fmt: skip
    assert abroad.status_code == 403


def test_a_form_without_its_token_changes_nothing(editor: Editor, client: TestClient) -> None:
    version = editor.form(DORIS)["version"]
    for path in (f"{DORIS}/retire", f"{DORIS}/verify", f"{DORIS}/correct"):
        assert editor.post(path, csrf_token="guessed", version=version).status_code == 403
    assert "Chez Doris" in _public(client)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_pages_hold_no_inline_code_and_say_their_language(editor: Editor, lang: str) -> None:
    for path in ("/admin", DORIS, "/admin/changes", "/admin/login"):
        page = editor.get(f"{path}?lang={lang}")
        assert page.status_code == 200 and f'<html lang="{lang}">' in page.text
        assert "<script" not in page.text and "style=" not in page.text and not re.search(r"\son\w+=", page.text)
        assert "script-src 'self'" in page.headers["content-security-policy"]


def test_the_queue_filters_and_sorts(editor: Editor) -> None:
    whole, low = editor.get("/admin").text, editor.get("/admin?hole=low_confidence&sort=name").text
    assert "Aucun numéro que le public peut voir" in whole
    names = re.findall(r'<th scope="row"><a[^>]*>([^<]+)', low)
    assert names and len(names) < 50 and names == sorted(names, key=lambda name: fold(unescape(name)))
    assert editor.get("/admin?sort=whatever").status_code == 422
    assert "Fiches trouvées : 1<" in editor.get("/admin?q=chez+doris").text


def test_verifying_sets_the_date_that_visitors_see(editor: Editor, client: TestClient) -> None:
    answer = editor.post(f"{DORIS}/verify", version=editor.form(DORIS)["version"], url="www.chezdoris.org")
    assert answer.status_code == 303 and "done=verified" in answer.headers["location"]
    found = client.get("/v1/resources", params={"q": "Chez Doris", "limit": 1}).json()["items"][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["verified_on"])
    assert "vérification par l&#39;équipe" in editor.get(DORIS).text


def test_an_untouched_form_changes_nothing(editor: Editor) -> None:
    for slug in ("chez-doris", "info-aide-violence-sexuelle", "dpj-nunavik-hudson", "accueil-pour-elle"):
        path = f"/admin/records/{slug}"
        if editor.get(path).status_code == 404:
            continue
        answer = editor.post(f"{path}/correct", **editor.form(path))
        assert answer.status_code == 303 and "done=nothing" in answer.headers["location"], slug


def test_a_correction_is_seen_logged_and_undone(editor: Editor, client: TestClient) -> None:
    form = editor.form(DORIS)
    form["summary_fr"] = ["Centre de jour, corrigé par une personne."]
    assert editor.post(f"{DORIS}/correct", **form).status_code == 303
    assert "corrigé par une personne" in _public(client)
    page = editor.get("/admin/changes").text
    act = re.findall(r"/admin/changes/([0-9a-f]{10})", page)[0]
    assert "eve" in page
    assert editor.post(f"/admin/changes/{act}/undo").status_code == 303
    assert "corrigé par une personne" not in _public(client)
    again = editor.post(f"/admin/changes/{act}/undo")
    assert again.status_code == 409 and "déjà été annulé" in again.text


def test_an_undo_that_would_lose_a_later_change_is_refused(editor: Editor) -> None:
    for text in ("Premier.", "Second."):
        form = editor.form(DORIS) | {"summary_fr": [text]}
        assert editor.post(f"{DORIS}/correct", **form).status_code == 303
    first = re.findall(r"/admin/changes/([0-9a-f]{10})", editor.get("/admin/changes").text)[1]
    refused = editor.post(f"/admin/changes/{first}/undo")
    assert refused.status_code == 409 and "summary_fr a été changé depuis" in refused.text
    assert "Second." in editor.get(DORIS).text


def test_what_cannot_be_saved_comes_back_as_it_was_typed(editor: Editor, client: TestClient) -> None:
    form = editor.form(DORIS) | {"phones.0.number": ["12"], "summary_fr": ["Mon long texte."]}
    answer = editor.post(f"{DORIS}/correct", **form)
    assert answer.status_code == 422 and "Mon long texte." in answer.text and "numéro" in answer.text
    unsourced = editor.form(DORIS) | {"phones.0.source": [""], "phones.0.confidence": ["high"]}
    assert editor.post(f"{DORIS}/correct", **unsourced).status_code == 422
    street = editor.form("/admin/records/accueil-pour-elle") | {"address.street": ["1, rue Secrète"]}
    assert editor.post("/admin/records/accueil-pour-elle/correct", **street).status_code == 422
    assert "Mon long texte" not in _public(client)


def test_two_editors_do_not_overwrite_each_other(editor: Editor) -> None:
    form = editor.form(DORIS)
    assert editor.post(f"{DORIS}/correct", **(form | {"summary_fr": ["La première."]})).status_code == 303
    late = editor.post(f"{DORIS}/correct", **(form | {"summary_fr": ["La seconde."]}))
    assert late.status_code == 409 and "La seconde." in late.text and "entre-temps" in late.text


def test_a_low_number_is_never_shown_until_an_editor_gives_its_source(editor: Editor, client: TestClient) -> None:
    form = editor.form(DORIS)
    spare = {"phones.1.number": ["514 555-0199"], "phones.1.type": ["voice"], "phones.1.confidence": ["low"],
             "phones.1.source": [""], "phones.1.hours": [""]}  # fmt: skip
    assert editor.post(f"{DORIS}/correct", **(form | spare)).status_code == 303
    assert "514 555-0199" in editor.get(DORIS).text and "5145550199" not in _public(client)
    raised = editor.form(DORIS) | {"phones.1.confidence": ["high"], "phones.1.source": ["https://www.chezdoris.org/"]}
    assert editor.post(f"{DORIS}/correct", **raised).status_code == 303
    assert "+15145550199" in _public(client)


def test_english_is_marked_reviewed_until_it_changes(editor: Editor, client: TestClient) -> None:
    asked = {"q": "Chez Doris", "limit": 1, "language": "en"}
    assert client.get("/v1/resources", params=asked).json()["items"][0]["translation"] == "unreviewed"
    assert "Non relu par une personne" in editor.get(DORIS).text
    version = editor.form(DORIS)["version"]
    editor.post(f"{DORIS}/translate", version=version, name_en="Chez Doris", summary_en="A day centre for women.")
    page = editor.get(DORIS).text
    assert "Relu par eve" in page and "Non relu" not in page
    shown = {lang: client.get("/v1/resources", params={"q": "Chez Doris", "limit": 1, "language": lang}).json()
             for lang in ("fr", "en")}  # fmt: skip
    assert [shown[lang]["items"][0]["translation"] for lang in ("fr", "en")] == [None, "reviewed"]


def test_a_retired_record_leaves_the_public_and_comes_back(editor: Editor, client: TestClient) -> None:
    editor.post(f"{DORIS}/retire", version=editor.form(DORIS)["version"])
    assert '"chez-doris"' not in _public(client)
    assert "Chez Doris" in editor.get("/admin?retired=true").text
    editor.post(f"{DORIS}/retire", version=editor.form(DORIS)["version"], back="yes")
    assert '"chez-doris"' in _public(client)


def test_unknown_things_are_not_found(editor: Editor) -> None:
    for path in ("/admin/records/nulle-part", "/admin/changes/nulle-part"):
        assert editor.get(path).status_code == 404
    assert editor.post("/admin/reports/nulle-part/close", outcome="fixed").status_code == 404
    assert editor.post("/admin/records/nulle-part/verify", version="x").status_code == 404
