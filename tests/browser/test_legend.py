"""The legend chooses what is shown, and days are asked for for certain."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_dashboard import choice, ready, rows, wait_for

pytestmark = pytest.mark.browser


def test_pressing_the_legend_chooses_and_takes_back(address: str, open_page: OpenPage) -> None:
    """A modality, a colour and a state of review each narrow the view, by key too, say that they do, and are undone."""
    page = ready(open_page(address))
    legend = page.locator(".ev-legend")
    denied = legend.get_by_role("button", name="denied")
    denied.press("Enter")
    wait_for(page, "modality", "denied")
    expect(rows(page)).to_have_count(1)
    expect(denied).to_have_attribute("aria-pressed", "true")
    denied.click()
    wait_for(page, "modality", "")

    legend.get_by_role("button", name="conflict in words").click()
    wait_for(page, "kind", "ACCUSE,REJECT,REQUEST,THREATEN")
    expect(rows(page)).to_have_count(2)
    legend.get_by_role("button", name="conflict in words").click()
    wait_for(page, "kind", "")
    legend.get_by_role("button", name="withdrawn").click()
    wait_for(page, "review", "withdrawn")
    expect(page.get_by_text("0 of 6 events")).to_be_visible()


def test_days_for_certain(address: str, open_page: OpenPage) -> None:
    """What may have happened in the chosen days, and only what surely did: both are one press, and part of the link."""
    page = ready(open_page(f"{address}/?v=1&from=2024-10-27&to=2024-10-29"))
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="Only what surely happened then").click()
    wait_for(page, "certain", "yes")
    expect(rows(page)).to_have_count(1)
    page.reload()
    expect(rows(page)).to_have_count(1)
    assert choice(page, "certain") == "yes"
