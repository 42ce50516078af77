"""Headless Chromium on the running product."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.e2e.conftest import PASSWORD, Stack

expect.set_options(timeout=15_000)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    # A partner's page made up by a test may reach the product on loopback.
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium, from the system's packages."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed (make chromium installs it)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    """Open pages, each in its own profile; an error in a page's script fails the test."""
    stack.wait_ready()
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def _new(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=stack.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield _new
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Page:
    """The console, logged in."""
    page = new_page("/console", viewport={"width": 1200, "height": 800})
    log_in(page)
    return page


def log_in(page: Page) -> None:
    """Log into the console."""
    page.get_by_label("Identifiant").fill("ines")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#desk")).to_be_visible()


def say(page: Page, text: str) -> None:
    """Write a message with the keyboard alone."""
    box = page.locator("#text")
    box.focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def answers(page: Page) -> Locator:
    """What the bot, a counsellor or the system wrote."""
    return page.locator(".message:not(.message--visitor)")


def wait_for_answer(page: Page, text: str) -> None:
    """Write a message and wait until something answers it.

    The greeting comes first: counted too early, it would itself be taken for the answer.
    """
    expect(answers(page).first).to_be_visible()
    before = answers(page).count()
    say(page, text)
    expect(answers(page).nth(before)).to_be_visible()


def ticket(page: Page, text: str) -> Locator:
    """The queue's entry of the visitor whose last message is `text`."""
    return page.locator(".ticket", has_text=text)
