"""axe finds nothing on any page, in any state a user meets, in both colour schemes."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import log_in, ticket, wait_for_answer
from tests.e2e.conftest import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.timeout(200)]
NewPage = Callable[..., Page]
DANGER = "il a un couteau et il monte l'escalier"


def _clean(page: Page) -> None:
    page.wait_for_load_state("load")  # a form's answer can be read before its style sheet came
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/en", "/embed"])
def test_the_visitor_s_pages(new_page: NewPage, path: str, scheme: str) -> None:
    page = new_page(path, color_scheme=scheme)
    wait_for_answer(page, "I need a lawyer in Montreal" if path == "/en" else "je cherche un avocat à Montréal")
    expect(page.locator(".card").first).to_be_visible()
    page.locator("#numbers summary").click()
    _clean(page)
    wait_for_answer(page, DANGER)
    _clean(page)
    page.locator("#erase").click()
    _clean(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_console(new_page: NewPage, open_visitor: Callable[..., Visitor], scheme: str) -> None:
    page = new_page("/console", color_scheme=scheme)
    expect(page.locator("#login")).to_be_visible()
    _clean(page)
    open_visitor().say(DANGER)
    log_in(page)
    ticket(page, DANGER).first.click()
    expect(page.locator("#opened")).to_be_visible()
    _clean(page)
    page.get_by_role("button", name="Prendre en charge").click()
    expect(page.locator("#replying")).to_be_visible()
    page.get_by_text("Notes de l'équipe").click()
    _clean(page)
