"""A shelter's phone, a counsellor's console and a visitor's page, at the same time."""

import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import answers, log_in, say
from tests.e2e.conftest import Stack, repere

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.timeout(200)]
NewPage = Callable[..., Page]
SHELTER = "la-debrouille"
PHONE = {"viewport": {"width": 360, "height": 740}}


def _run(stack: Stack, *arguments: str) -> str:
    command = repere("availability", *arguments)
    return subprocess.run(command, env=stack.environment, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def link(stack: Stack) -> str:
    """The path of a shelter's personal link."""
    return "/places/" + _run(stack, "link", SHELTER).split("/places/")[1].strip()


@pytest.fixture
def board(new_page: NewPage) -> Page:
    """The counsellors' page of places, opened from the console."""
    page = new_page("/console", viewport={"width": 1200, "height": 800})
    log_in(page)
    page.get_by_role("link", name="Places").click()
    expect(page.locator("#shelters li").first).to_be_visible()
    return page


def _shelter(board: Page) -> Locator:
    return board.locator(f"#shelters [data-slug='{SHELTER}']")


def _save(phone: Page, number: int) -> float:
    phone.get_by_label("Lits libres").fill(str(number))
    phone.locator(".places__save").click()
    pressed = time.monotonic()
    expect(phone.get_by_text("C'est noté")).to_be_visible()
    return pressed


def _clean(page: Page) -> None:
    page.wait_for_load_state("load")  # a form's answer can be read before its style sheet came
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_report_is_seen_at_once_by_counsellors_and_by_the_next_visitor(
    new_page: NewPage, board: Page, link: str
) -> None:
    phone = new_page(link, **PHONE)
    _save(phone, 0)
    expect(_shelter(board)).to_contain_text("0 lit libre")
    phone.get_by_role("button", name="Un lit de plus").click()
    phone.get_by_role("button", name="Un lit de plus").click()
    expect(phone.get_by_text("Pas encore enregistré.")).to_be_visible()
    phone.locator(".places__save").click()
    pressed = time.monotonic()
    expect(_shelter(board)).to_contain_text("2 lits libres")
    assert time.monotonic() - pressed < 2
    expect(board.locator("#announce")).to_contain_text("La Débrouille")
    visitor = new_page("/")
    expect(answers(visitor).first).to_be_visible()
    say(visitor, "je suis une femme et je cherche un hébergement à Rimouski")
    card = visitor.locator(f"[data-slug='{SHELTER}']")
    expect(card).to_contain_text("2 places signalées")
    expect(card).to_contain_text("appelez d'abord")


def test_a_held_place_is_seen_by_the_others_and_only_its_holder_gives_it_back(
    new_page: NewPage, board: Page, stack: Stack, link: str
) -> None:
    environment = {**stack.environment, "REPERE_NEW_PASSWORD": "un mot de passe assez long"}
    subprocess.run(repere("console", "add-user", "marc", "--name", "Marc"), env=environment, check=False)
    other = new_page("/console/places")
    expect(other.locator("#closed")).to_be_visible()
    body = {"username": "marc", "password": "un mot de passe assez long"}
    assert other.request.post("/console/login", data=body).ok
    other.reload()
    _save(new_page(link, **PHONE), 1)
    expect(_shelter(other)).to_contain_text("1 lit libre")
    _shelter(board).get_by_role("button", name="Garder une place").click()
    expect(_shelter(other)).to_contain_text("Inès garde une place")
    expect(_shelter(other).get_by_role("button", name="Garder une place")).to_be_disabled()
    expect(_shelter(other).get_by_role("button", name="Libérer")).to_have_count(0)
    _shelter(board).get_by_role("button", name="Libérer").click()
    expect(_shelter(other).get_by_role("button", name="Garder une place")).to_be_enabled()


def test_the_form_works_without_javascript(new_page: NewPage, board: Page, link: str) -> None:
    phone = new_page(link, java_script_enabled=False, **PHONE)
    phone.get_by_label("Lits libres").fill("4")
    phone.get_by_role("button", name="Un lit de moins").click()
    expect(phone.get_by_label("Lits libres")).to_have_value("3")
    phone.get_by_label("Lits libres").press("Enter")
    expect(phone.get_by_text("C'est noté")).to_be_visible()
    expect(_shelter(board)).to_contain_text("3 lits libres")
    phone.get_by_role("button", name="Complet").click()
    expect(_shelter(board)).to_contain_text("0 lit libre")


def test_an_open_page_goes_on_ageing_until_the_count_is_hidden(new_page: NewPage, link: str) -> None:
    _save(new_page(link, **PHONE), 3)
    visitor = new_page("/")
    visitor.clock.install(time=datetime.now(UTC))
    visitor.reload()
    expect(answers(visitor).first).to_be_visible()
    say(visitor, "je suis une femme et je cherche un hébergement à Rimouski")
    places = visitor.locator(f"[data-slug='{SHELTER}'] .card__places")
    expect(places).to_contain_text("3 places signalées")
    visitor.clock.fast_forward("25:00")
    expect(places).to_contain_text("il y a 25 min")
    visitor.clock.fast_forward("13:00:00")
    expect(places).to_contain_text("à confirmer")
    visitor.clock.fast_forward("40:00:00")
    expect(places).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_new_pages(new_page: NewPage, stack: Stack, link: str, scheme: str) -> None:
    phone = new_page(link, color_scheme=scheme, **PHONE)
    _save(phone, 2)
    _clean(phone)
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= 360
    phone.get_by_label("Lits libres").fill("deux")
    phone.locator(".places__save").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    _clean(phone)
    _clean(new_page("/places/gone", color_scheme=scheme))
    page = new_page("/console", color_scheme=scheme)
    log_in(page)
    page.goto("/console/places")
    _shelter(page).get_by_role("button", name="Historique").click()
    expect(page.locator(".history table")).to_be_visible()
    _shelter(page).get_by_role("button", name="Garder une place").click()
    expect(_shelter(page)).to_contain_text("Vous gardez une place")
    _clean(page)
    _shelter(page).get_by_role("button", name="Libérer").click()
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
