"""The editors' pages in a real browser: axe, a phone's width, the keyboard alone. No assistant is needed for them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from api import database
from api.auth.service import add_counsellor
from cli.directory import import_shipped
from cli.paths import ROOT
from tests.e2e.conftest import PASSWORD, free_port

pytestmark = [pytest.mark.browser, pytest.mark.timeout(200)]
FACT = "/admin/facts/ivac-no-complaint"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The api alone, with an editor's account; its address."""
    folder: Path = tmp_path_factory.mktemp("admin")
    url, port = f"sqlite:///{folder / 'repere.db'}", free_port()
    import_shipped(url)
    database.upgrade(url)
    with database.make_session_factory(database.make_engine(url)).begin() as session:
        add_counsellor(session, username="eve", name="Ève", password=PASSWORD, roles=["editor"])
    command = [sys.executable, "-m", "uvicorn", "--factory", "api.main:create", "--port", str(port)]
    environment = {**os.environ, "REPERE_DATABASE_URL": url, "REPERE_RASA_TRACKER_URL": f"sqlite:///{folder / 'r.db'}"}
    with (folder / "api.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            if httpx.get(f"{url}/healthz", timeout=5, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            assert time.monotonic() < deadline, "the api did not start"
        time.sleep(0.2)


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A phone's page, logged in as the editor."""
    size = {"width": 360, "height": 740}
    context = browser.new_context(base_url=served, color_scheme=request.param, viewport=size)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    opened.goto("/admin/login")
    opened.get_by_label("Identifiant").fill("eve")
    opened.get_by_label("Mot de passe").fill(PASSWORD)
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("heading", name="À vérifier")).to_be_visible()
    yield opened
    context.close()


def _clean(page: Page) -> None:
    page.wait_for_load_state("load")  # a form's answer can be read before its style sheet came
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


def test_an_editor_corrects_a_fact_with_the_keyboard_on_accessible_pages(page: Page) -> None:
    _clean(page)
    page.get_by_role("link", name="Faits à relire").press("Enter")
    expect(page.get_by_role("heading", name="Faits")).to_be_visible()
    _clean(page)
    page.get_by_label("Pourquoi le relire").select_option("")
    page.get_by_label("Mots").fill("porter plainte IVAC")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Faut-il porter plainte").first.press("Enter")
    _clean(page)
    page.get_by_label("Texte en anglais").fill(" ")
    page.get_by_label("Texte en français").fill(f"Corrigé {time.time()}.")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("ne peut pas être vide")
    _clean(page)
    page.get_by_role("link", name="Texte en anglais").press("Enter")
    page.get_by_label("Texte en anglais").fill(f"Corrected {time.time()}.")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("La correction est enregistrée")
    _clean(page)
    page.get_by_role("button", name="Relu aujourd'hui").press("Enter")
    page.get_by_role("button", name="Revenir au texte du fichier").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("de nouveau en vigueur")
    _clean(page)


@pytest.mark.parametrize("path", ["/admin/facts?lang=en", f"{FACT}?lang=en", "/admin/facts/nulle-part"])
def test_the_other_pages_are_accessible(page: Page, path: str) -> None:
    page.goto(path)
    _clean(page)
