"""The page when parts fail under it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser.conftest import answers, say, wait_for_answer
from tests.e2e.conftest import Stack, free_port, start, stop

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.timeout(300)]
NewPage = Callable[..., Page]


def test_rasa_killed_in_mid_conversation(stack: Stack, new_page: NewPage) -> None:
    page = new_page("/")
    wait_for_answer(page, "je cherche de l'aide alimentaire")
    stack.kill("rasa")
    say(page, "à Rimouski")
    expect(page.locator(".message--notice")).to_contain_text("difficulté à répondre")
    expect(page.locator(".message--notice a[href='tel:+18889339007']")).to_be_visible()
    stack.wait_ready()
    before = answers(page).count()
    say(page, "à Rimouski, donc")
    expect(answers(page).nth(before)).to_be_visible()
    assert page.locator(".message--notice").count() == 1


def test_a_restart_in_mid_conversation(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    first = start(tmp_path, port)
    first.wait_ready()
    context = browser.new_context(base_url=first.url)
    page = context.new_page()
    page.goto("/")
    wait_for_answer(page, "je cherche un hébergement")
    stop(first)
    say(page, "à Sherbrooke")
    expect(page.locator("#offline")).to_be_visible()
    second = start(tmp_path, port)
    try:
        second.wait_ready()
        again = page.get_by_role("button", name="Réessayer")
        expect(again).to_be_visible(timeout=30_000)
        again.click()
        expect(page.locator(".card").first).to_be_visible()
        expect(page.locator("#offline")).to_be_hidden()
        expect(page.locator(".message--visitor")).to_have_count(2)
    finally:
        context.close()
        stop(second)
