"""Playback over time: map, timeline and list step by step, without the page being run again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, dashboard, recorded, soon
from tests.browser.test_dashboard import MARKS, choice, ready, rows, wait_for
from tests.synthetic import articles_and_events

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    """Presses the visible button of that name."""
    page.locator(".ev-time").get_by_role("button", name=name, exact=True).locator("visible=true").click()


def begin(page: Page) -> None:
    """Opens playback and stops at its first step."""
    press(page, "Play")
    press(page, "Pause")
    page.get_by_role("slider", name="Step of time").press("Home")


def test_steps_show_what_lies_in_them(address: str, open_page: OpenPage) -> None:
    """Up to a day, only a day, by button and by key; the end shows everything again, and the address never changed."""
    page = ready(open_page(address))
    page.evaluate("document.querySelector('.ev').mine = true")
    before = page.url
    begin(page)
    told = page.locator(".ev-play-days")
    expect(told).to_have_text("up to 28 Oct 2024: 1 event; 1 more without a date")
    expect(rows(page)).to_have_count(1)
    soon(page, f"() => ({MARKS})().marks === 1")
    page.get_by_role("slider", name="Step of time").press("ArrowRight")
    press(page, "One step on")
    expect(told).to_contain_text("up to 30 Oct 2024: 3 events")
    soon(page, f"() => ({MARKS})().marks === 3")
    press(page, "Only this day")
    expect(told).to_contain_text("30 Oct 2024: 2 events")
    expect(rows(page)).to_have_count(2)
    soon(page, f"() => ({MARKS})()['regions-act'] === 0")
    press(page, "One step back")
    expect(told).to_contain_text("29 Oct 2024: 0 events")
    assert page.url == before

    press(page, "End playback")
    expect(rows(page)).to_have_count(6)
    soon(page, f"() => ({MARKS})().marks === 5")
    assert page.evaluate("document.querySelector('.ev').mine") is True, "the page was drawn anew"


def test_it_plays_by_itself_and_a_step_can_be_kept(address: str, open_page: OpenPage) -> None:
    """From the first step to the last without a hand; then the days of a step become those of the view."""
    page = ready(open_page(address, reduced_motion="no-preference"))
    begin(page)
    page.get_by_role("button", name="Speed: 1 times").click()
    page.get_by_role("button", name="Speed: 2 times").click()
    press(page, "Play")
    expect(page.locator(".ev-play-days")).to_contain_text("up to 2 Nov 2024: 5 events")
    expect(page.locator(".ev-run")).to_have_text("Play")

    press(page, "Only this day")
    page.get_by_role("slider", name="Step of time").press("Home")
    press(page, "Keep these days")
    wait_for(page, "from", "2024-10-28")
    assert choice(page, "to") == "2024-10-28"
    expect(page.locator(".ev-play")).to_be_hidden()
    expect(page.get_by_text("2 of 6 events")).to_be_visible()


def test_it_plays_on_a_phone(address: str, open_page: OpenPage) -> None:
    """At 390 pixels every control of it can be reached and nothing sticks out."""
    page = ready(
        open_page(address, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="id")
    )
    page.get_by_role("button", name="Putar", exact=True).first.tap()
    page.locator(".ev-run").tap()
    expect(page.get_by_role("button", name="Hanya hari ini")).to_be_visible()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth <= window.innerWidth")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """A dashboard over more events than are drawn one by one."""
    del browser
    with dashboard(recorded(tmp_path_factory.mktemp("many"), list(articles_and_events(800)))) as served:
        yield served


def test_many_events_are_played_too(many: str, open_page: OpenPage) -> None:
    """Each step's map and list are asked for; further rows are those of the step."""
    page = ready(open_page(many))
    whole = page.locator(".ev-count").inner_text()
    begin(page)
    press(page, "One step on")
    count = page.locator(".ev-count")
    expect(count).not_to_have_text(whole)
    first = page.locator(".ev-play-days").inner_text()
    assert f": {count.inner_text()} event" in first
    press(page, "End playback")
    expect(count).to_have_text(whole)
