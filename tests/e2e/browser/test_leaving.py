"""Leaving fast and erasing: always one action away."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import answers, wait_for_answer

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.timeout(200)]
NewPage = Callable[..., Page]
NEUTRAL = "https://www.meteomedia.com/"


def _press_quit(page: Page) -> None:
    page.get_by_role("button", name="Quitter vite").click()


def _press_escape_twice(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


@pytest.mark.parametrize("leave", [_press_quit, _press_escape_twice])
def test_leaving_fast_forgets_and_going_back_shows_nothing(new_page: NewPage, leave: Callable[[Page], None]) -> None:
    page = new_page("/")
    page.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<p>soleil</p>", content_type="text/html"))
    wait_for_answer(page, "je cherche un hébergement")
    leave(page)
    expect(page).to_have_url(NEUTRAL)
    page.go_back()
    assert "hébergement" not in page.content()
    page.goto("/")
    expect(answers(page)).to_have_count(1)
    expect(page.locator(".message--visitor")).to_have_count(0)


def test_erasing_asks_once_and_erases_everywhere(new_page: NewPage) -> None:
    page = new_page("/")
    wait_for_answer(page, "je cherche un hébergement")
    session = page.evaluate("() => JSON.parse(sessionStorage.getItem('repere'))")
    page.get_by_role("button", name="Effacer", exact=True).click()
    page.get_by_role("button", name="Garder la conversation").click()
    expect(page.locator(".message--visitor")).to_have_count(1)
    page.get_by_role("button", name="Effacer", exact=True).click()
    page.get_by_role("button", name="Effacer pour de bon").click()
    expect(page.get_by_text("La conversation est effacée")).to_be_visible()
    assert page.locator(".message").count() == 0
    assert page.evaluate("() => sessionStorage.length") == 0
    found = httpx.get(
        f"{page.url}v1/conversations/{session['id']}",
        headers={"Authorization": f"Bearer {session['token']}"},
        trust_env=False,
    )
    assert found.status_code == 404
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(answers(page)).to_have_count(1)


def test_an_erasure_that_fails_says_so_and_keeps_the_conversation(new_page: NewPage) -> None:
    page = new_page("/")
    wait_for_answer(page, "je cherche un hébergement")
    page.context.set_offline(True)
    page.get_by_role("button", name="Effacer", exact=True).click()
    page.get_by_role("button", name="Effacer pour de bon").click()
    expect(page.get_by_text("n'a pas pu être effacée")).to_be_visible()
    page.get_by_role("button", name="Garder la conversation").click()
    expect(page.locator(".message--visitor")).to_have_count(1)
