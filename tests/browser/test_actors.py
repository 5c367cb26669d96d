"""Who acts on whom, and the profile of each actor, linked like everything else."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_dashboard import choice, ready, rows, wait_for

pytestmark = pytest.mark.browser


def test_a_pair_narrows_and_a_name_opens_the_profile(address: str, open_page: OpenPage) -> None:
    """A number of the table is the view's doer and target, by key too; a profile is part of the link and leads on."""
    page = ready(open_page(address))
    page.locator(".ev-acts summary").click()
    pair = page.get_by_role("button", name="South Korea on North Korea: 1; 1 conflict in words")
    pair.press("Enter")
    wait_for(page, "doer", "kor")
    assert choice(page, "target") == "prk"
    expect(rows(page)).to_have_count(1)
    expect(pair).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(pair).to_have_attribute("aria-pressed", "true")
    pair.click()
    wait_for(page, "doer", "")

    page.locator(".ev-matrix").get_by_role("button", name="North Korea", exact=True).click()
    wait_for(page, "profile", "prk")
    profile = page.get_by_role("dialog")
    expect(profile).to_contain_text("In all that is recorded, 4 events")
    page.reload()
    profile.get_by_role("button", name="Lloyd Austin (1)").click()
    wait_for(page, "doer", "usa-austin")
    expect(profile).to_have_count(0)
    expect(rows(page)).to_have_count(1)


def test_an_actor_is_typed_by_any_of_its_names(address: str, open_page: OpenPage) -> None:
    """A name that the list does not show, in another language, chooses its actor; one of nobody says who is nearest."""
    page = ready(open_page(address))
    box = page.get_by_role("combobox", name="Actor").first
    box.fill("КНДР")
    page.get_by_role("option", name="КНДР").click()
    wait_for(page, "actor", "prk")
    expect(page.locator(".st-key-actors")).to_contain_text("North Korea")
    box.fill("Notrh Korea")
    page.get_by_role("option", name="Notrh Korea").click()
    expect(page.get_by_test_id("stToast")).to_contain_text('The actor "Notrh Korea" is not known; nearest are')
    wait_for(page, "actor", "prk")
