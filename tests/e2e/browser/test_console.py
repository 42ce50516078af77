"""From the visitor's danger to a counsellor's words, in two browsers."""

import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browser.conftest import answers, log_in, say, ticket, wait_for_answer
from tests.e2e.conftest import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.timeout(200)]
NewPage = Callable[..., Page]
Open = Callable[..., Visitor]


def _danger() -> str:
    return f"il est devant ma porte avec un couteau ({uuid4().hex[:6]})"


def test_an_escalation_is_seen_taken_over_answered_and_given_back(new_page: NewPage, desk: Page) -> None:
    visitor, danger = new_page("/"), _danger()
    expect(answers(visitor).first).to_be_visible()
    say(visitor, danger)
    sent = time.monotonic()
    expect(ticket(desk, danger)).to_be_visible()
    assert time.monotonic() - sent < 2
    expect(visitor.locator(".message--safety a[href='tel:911']")).to_be_visible()
    expect(visitor.locator("#state")).to_have_attribute("data-state", "waiting")

    ticket(desk, danger).click()
    expect(desk.locator("#messages")).to_contain_text(danger)
    desk.get_by_role("button", name="Prendre en charge").click()
    expect(visitor.locator("#state")).to_contain_text("Vous parlez avec une personne")
    desk.locator("#reply").press_sequentially("Bonjour, je suis là.")
    expect(visitor.locator("#typing")).to_contain_text("La personne écrit")
    desk.keyboard.press("Enter")
    expect(visitor.locator(".message--counsellor")).to_contain_text("Bonjour, je suis là.")
    expect(visitor.locator("#typing")).to_be_empty()

    before = visitor.locator(".message--bot").count()
    say(visitor, "il est parti")
    expect(desk.locator("#messages")).to_contain_text("il est parti")
    visitor.wait_for_timeout(1500)
    assert visitor.locator(".message--bot").count() == before  # the bot is silent
    desk.get_by_role("button", name="Rendre à l'assistant").click()
    expect(visitor.locator("#state")).to_contain_text("programme")
    say(visitor, "je cherche un hébergement à Laval")
    expect(visitor.locator(".message--bot").nth(before)).to_be_visible()


def test_notes_stay_between_counsellors_and_closing_asks_first(new_page: NewPage, desk: Page) -> None:
    visitor, danger = new_page("/"), _danger()
    wait_for_answer(visitor, danger)
    ticket(desk, danger).click()
    desk.get_by_role("button", name="Prendre en charge").click()
    desk.get_by_text("Notes de l'équipe").click()
    desk.get_by_label("Nouvelle note").fill("Rappeler demain")
    desk.get_by_role("button", name="Ajouter la note").click()
    expect(desk.locator("#notes")).to_contain_text("Inès")
    expect(desk.locator("#notes")).to_contain_text("Rappeler demain")
    assert "Rappeler demain" not in visitor.content()
    desk.get_by_role("button", name="Terminer").click()
    desk.get_by_role("button", name="Annuler").click()
    expect(visitor.locator("#composer")).to_be_visible()
    desk.get_by_role("button", name="Terminer").click()
    desk.locator("#close-yes").click()
    expect(visitor.get_by_text("La conversation est terminée", exact=False).first).to_be_visible()
    expect(visitor.get_by_role("button", name="Nouvelle conversation")).to_be_visible()


def test_two_conversations_at_once_keep_their_drafts_and_count_what_is_unread(open_visitor: Open, desk: Page) -> None:
    first, second = _danger(), _danger()
    visitors = [open_visitor(), open_visitor()]
    for visitor, text in zip(visitors, (first, second), strict=True):
        visitor.say(text)
        ticket(desk, text).click()
        desk.get_by_role("button", name="Prendre en charge").click()
        expect(desk.locator("#replying")).to_be_visible()
    desk.locator("#reply").fill("brouillon")
    visitors[0].say("es-tu là?")
    waiting = ticket(desk, "es-tu là?")
    expect(waiting).to_contain_text("1 non lus")
    waiting.click()
    expect(desk.locator("#reply")).to_have_value("")
    ticket(desk, second).click()
    expect(desk.locator("#reply")).to_have_value("brouillon")


def test_what_is_said_while_a_conversation_is_being_read_is_shown_in_its_place(open_visitor: Open, desk: Page) -> None:
    first, second = _danger(), _danger()
    visitors = [open_visitor(), open_visitor()]
    for visitor, text in zip(visitors, (first, second), strict=True):
        visitor.say(text)
    ticket(desk, first).click()
    desk.get_by_role("button", name="Prendre en charge").click()
    desk.locator("#reply").fill("pour la première")

    def _slowly(route: Route) -> None:
        before = route.fetch()
        visitors[1].say("es-tu là?")
        time.sleep(1)  # its event comes before the answer does
        assert "pour la première" not in desk.evaluate("document.querySelector('#reply').value")
        route.fulfill(response=before)

    reading = f"**/v1/console/conversations/{visitors[1].id}"
    desk.route(reading, _slowly, times=1)
    ticket(desk, second).click()
    expect(desk.locator("#messages")).to_contain_text("es-tu là?")
    expect(desk.locator("#messages")).to_contain_text(second)
    expect(desk.locator("#messages")).not_to_contain_text(first)


def test_a_reply_that_cannot_leave_stays_in_the_box(open_visitor: Open, desk: Page) -> None:
    danger = _danger()
    visitor = open_visitor()
    visitor.say(danger)
    ticket(desk, danger).click()
    desk.get_by_role("button", name="Prendre en charge").click()
    desk.context.set_offline(True)
    desk.locator("#reply").fill("Je suis là")
    desk.locator("#reply").press("Enter")
    expect(desk.get_by_text("Pas envoyé.")).to_be_visible()
    expect(desk.locator("#reply")).to_have_value("Je suis là")
    desk.context.set_offline(False)
    desk.locator("#reply").press("Enter")
    expect(desk.locator(".said--counsellor")).to_have_count(1)
    assert [m["text"] for m in visitor.read()["messages"] if m["sender"] == "counsellor"] == ["Je suis là"]


def test_a_wrong_password_is_said_and_the_console_speaks_english(new_page: NewPage) -> None:
    page = new_page("/console?lang=en")
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Wrong username or password.")).to_be_visible()


def test_logging_out_closes_the_desk(new_page: NewPage) -> None:
    page = new_page("/console")
    log_in(page)
    page.get_by_role("button", name="Fermer la session").click()
    expect(page.locator("#login")).to_be_visible()
    page.reload()
    expect(page.locator("#login")).to_be_visible()


def test_the_console_on_a_phone_shows_one_thing_at_a_time(new_page: NewPage, open_visitor: Open) -> None:
    danger = _danger()
    open_visitor().say(danger)
    page = new_page("/console", viewport={"width": 360, "height": 640})
    log_in(page)
    ticket(page, danger).click()
    expect(page.locator(".queue")).to_be_hidden()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Retour aux conversations").click()
    expect(page.locator(".queue")).to_be_visible()
