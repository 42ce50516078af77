"""The visitor's page, as a visitor uses it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import answers, say, wait_for_answer

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.timeout(200)]
NewPage = Callable[..., Page]


def test_a_referral_in_french_with_the_keyboard_alone(new_page: NewPage) -> None:
    page = new_page("/")
    expect(answers(page).first).to_contain_text("Je suis un programme")
    say(page, "je cherche un hébergement à Longueuil pour moi, j'ai 30 ans")
    card = page.locator(".card").first
    expect(card).to_be_visible()
    assert 1 <= page.locator(".card").count() <= 3
    expect(card.locator(".card__why li").first).not_to_be_empty()
    for proof in page.locator(".card__proof").all():  # a date without its day is no "le 2020"
        expect(proof).to_contain_text(re.compile(r"Vérifié (le \d{4}-\d\d-\d\d|en \d{4}(-\d\d)?(?!-))|inconnue"))
    assert page.locator(".card a[href^='tel:+1']").count() >= 1


def test_a_referral_in_english_one_question_at_a_time(new_page: NewPage) -> None:
    page = new_page("/en")
    expect(answers(page).first).to_contain_text("I am a program")
    wait_for_answer(page, "I need a place to stay tonight with my kids")
    assert page.locator(".card").count() == 0
    say(page, "Sherbrooke")
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator(".card__proof").first).to_contain_text("erifi")


def test_a_suggested_answer_shows_its_title_and_is_understood(new_page: NewPage) -> None:
    page = new_page("/")
    wait_for_answer(page, "bonjour")
    page.get_by_role("group", name="Réponses suggérées").get_by_role("button", name="Un hébergement").click()
    expect(page.locator(".message--visitor").last).to_contain_text("Un hébergement")
    expect(answers(page).last).to_contain_text("?")


def test_a_reload_finds_the_conversation_and_a_new_tab_does_not(new_page: NewPage) -> None:
    page = new_page("/")
    wait_for_answer(page, "je cherche un hébergement")
    count = page.locator(".message").count()
    page.reload()
    expect(page.locator(".message")).to_have_count(count)
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator(".message")).to_have_count(1)


def test_nothing_identifies_the_visitor_or_outlives_the_tab(new_page: NewPage) -> None:
    page = new_page("/")
    wait_for_answer(page, "bonjour")
    assert page.context.cookies() == []
    assert page.evaluate("() => localStorage.length") == 0
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0


def test_changing_the_page_s_language_keeps_what_was_said(new_page: NewPage) -> None:
    page = new_page("/")
    expect(answers(page).first).to_contain_text("Bonjour")
    page.get_by_role("link", name="This page in English").click()
    expect(answers(page).first).to_contain_text("Hello")
    wait_for_answer(page, "I need a lawyer in Laval")
    count = page.locator(".message").count()
    page.get_by_role("link", name="Cette page en français").click()
    expect(page.get_by_role("button", name="Quitter vite")).to_be_visible()
    expect(page.locator(".message")).to_have_count(count)


def test_a_message_written_offline_leaves_once_when_the_network_is_back(new_page: NewPage) -> None:
    page = new_page("/")
    expect(answers(page).first).to_be_visible()
    page.context.set_offline(True)
    say(page, "je cherche de l'aide alimentaire à Laval")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#numbers")).to_have_attribute("open", "")
    expect(page.get_by_role("button", name="Réessayer")).to_be_visible(timeout=30_000)
    page.context.set_offline(False)
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator(".message--visitor")).to_have_count(1)


def test_markup_in_a_message_stays_text(new_page: NewPage) -> None:
    page = new_page("/")
    wait_for_answer(page, "<img src=x onerror=alert(1)> bonjour")
    expect(page.locator(".message--visitor")).to_contain_text("<img src=x")
    assert page.locator(".message img").count() == 0


def test_without_scripts_the_numbers_are_there(new_page: NewPage) -> None:
    page = new_page("/", java_script_enabled=False)
    expect(page.locator(".notice a[href='tel:911']")).to_be_visible()
    expect(page.locator(".notice a[href='tel:+18889339007']")).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()  # it would send the message in the address


@pytest.mark.parametrize("path", ["/", "/en", "/embed?lang=en"])
def test_it_fits_a_small_phone(new_page: NewPage, path: str) -> None:
    page = new_page(path, viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    wait_for_answer(page, "I need a lawyer in Montreal" if "en" in path else "je cherche un avocat à Montréal")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    expect(page.locator("#quit")).to_be_in_viewport(ratio=1)
    expect(page.locator("#text")).to_be_in_viewport(ratio=1)


def test_a_partner_embeds_it_and_others_cannot(new_page: NewPage) -> None:
    page = new_page("/")
    home = page.url.rstrip("/")
    html = f'<html lang="fr"><body><script src="{home}/static/widget.js" data-partner="mifi"></script></body></html>'
    for origin in ("http://partner.test", "http://stranger.test"):
        page.route(f"{origin}/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://partner.test/")
    page.get_by_role("button", name="Parler à quelqu'un qui peut aider").click()
    framed = page.frame_locator("iframe")
    expect(framed.locator(".message--bot").first).to_contain_text("Bonjour")
    page.goto("http://stranger.test/")
    page.get_by_role("button", name="Parler à quelqu'un qui peut aider").click()
    page.wait_for_timeout(1500)
    assert framed.locator("#chat").count() == 0
