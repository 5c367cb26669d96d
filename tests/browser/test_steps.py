"""Undo and redo of the view: by button, by key, after a reload, in step with the browser's own Back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_dashboard import pick_actor, ready, wait_for

pytestmark = pytest.mark.browser


def can(page: Page, name: str, possible: bool) -> None:
    """Until the button can, or cannot, be used."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_have_attribute("aria-disabled", "false" if possible else "true")


def test_choices_are_undone_and_done_again(address: str, open_page: OpenPage) -> None:
    """Two choices are taken back one by one and made again, by button, key and Back; a reload forgets none of them."""
    page = ready(open_page(address))
    can(page, "Undo", possible=False)
    can(page, "Redo", possible=False)
    pick_actor(page, "North Korea")
    wait_for(page, "actor", "prk")
    can(page, "Undo", possible=True)
    page.get_by_role("combobox", name="Role").click()
    page.get_by_role("option", name="as target").click()
    expect(page.get_by_text("2 of 6 events")).to_be_visible()

    page.get_by_role("button", name="Undo", exact=True).click()
    wait_for(page, "role", "any")
    expect(page.get_by_text("4 of 6 events")).to_be_visible()
    can(page, "Redo", possible=True)
    page.reload()
    ready(page)
    can(page, "Undo", possible=True)
    page.locator(".ev-row").first.focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("6 of 6 events")).to_be_visible()
    can(page, "Undo", possible=False)

    page.keyboard.press("Control+Shift+z")
    expect(page.get_by_text("4 of 6 events")).to_be_visible()
    page.get_by_role("button", name="Redo", exact=True).click()
    expect(page.get_by_text("2 of 6 events")).to_be_visible()
    can(page, "Redo", possible=False)
    page.go_back()
    expect(page.get_by_text("4 of 6 events")).to_be_visible()
    can(page, "Redo", possible=True)


def test_undo_stays_on_the_page(address: str, open_page: OpenPage) -> None:
    """Coming back from another page begins anew: nothing there is undone, and Control+Z in a field is the field's."""
    page = ready(open_page(address))
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", name="About")).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    ready(page)
    can(page, "Undo", possible=False)
    pick_actor(page, "South Korea")
    wait_for(page, "actor", "kor")
    can(page, "Undo", possible=True)

    page.get_by_role("textbox", name="Words").fill("kur")
    page.keyboard.press("Control+z")
    assert "actor=kor" in page.url
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("6 of 6 events")).to_be_visible()
