"""The figures by keyboard alone: marks are reached, say themselves, open, mark days, and are let go."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, soon
from tests.browser.story import EVENTS
from tests.browser.test_access import RULES
from tests.browser.test_dashboard import MAP, ready, rows, wait_for

pytestmark = pytest.mark.browser


def stop(page: Page, chart: str) -> Locator:
    """The mark of a chart, "time" or "map", that the keyboard stands on."""
    return page.locator(f".ev-{chart} .ev-stop")


def name(page: Page) -> str:
    """What the element with the focus says."""
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_each_chart_is_one_stop_of_tab_and_arrows_move_on_it(address: str, open_page: OpenPage) -> None:
    """Tab alone comes to a mark of the map and one of the timeline; arrows lead past every mark, each a sentence."""
    page = ready(open_page(address))
    page.get_by_role("button", name="Draw them as held").focus()
    heard: list[str] = []
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "ev-stop":
            heard.append(name(page))
    assert len(heard) == 2, "a mark of the map and one of the timeline"

    stop(page, "time").focus()
    page.keyboard.press("Home")
    told = {name(page)}
    for _ in range(8):
        for _ in range(3):
            page.keyboard.press("ArrowRight")
            told.add(name(page))
        page.keyboard.press("Home")
        page.keyboard.press("ArrowDown")
        told.add(name(page))
    assert any(
        each.startswith("Lloyd Austin demands that North Korea withdraw its troops. Demands · told as fact. ")
        and "When: 30 Oct 2024. Says so: article" in each
        for each in told
    )
    assert sum("Ukraine plans to attack Kursk" in each and "No date known" in each for each in told) == 1
    assert len(told) == 10, "each mark of each lane, once"
    expect(page.locator(".ev-time .ev-told b")).to_be_visible()


def test_enter_opens_and_closing_leads_back(address: str, open_page: OpenPage) -> None:
    """Enter on a mark opens its card; once that is closed the keyboard stands where it stood."""
    page = ready(open_page(address))
    stop(page, "time").focus()
    page.keyboard.press("Home")
    title = name(page).split(".")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(title)
    page.get_by_role("dialog").get_by_role("button", name="Close").press("Enter")
    wait_for(page, "event", "")
    expect(stop(page, "time")).to_be_focused()


def test_days_are_marked_and_chosen_by_key(address: str, open_page: OpenPage) -> None:
    """Shift with an arrow marks days up to the next mark, Enter chooses them, Escape lets them go."""
    page = ready(open_page(address))
    lane = stop(page, "time")
    lane.focus()
    while "30 Oct 2024" not in name(page):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("status").filter(has_text="30 Oct")).to_contain_text(
        "Nov 2024 marked. Enter chooses these days"
    )
    expect(page.locator(".ev-band")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".ev-band")).to_be_hidden()

    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    wait_for(page, "from", "2024-10-28")
    wait_for(page, "to", "2024-10-30")
    expect(rows(page)).to_have_count(4)
    expect(lane).to_be_focused()
    page.keyboard.press("Escape")
    wait_for(page, "from", "")
    expect(rows(page)).to_have_count(6)


def test_the_map_by_key(address: str, open_page: OpenPage) -> None:
    """From west to east past every mark; the map follows; Enter lists what is in one place, Escape shows all again."""
    page = ready(open_page(address))
    stop(page, "map").focus()
    page.keyboard.press("Home")
    assert name(page).startswith("2 events, Pentagon. · Lloyd Austin demands")
    soon(page, f"() => {MAP}.getBounds().contains([-77.056, 38.871])")
    places = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        places.append(name(page))
    assert "Kursk. 2 of 4" in places[0]
    assert "somewhere in Kursk Oblast. 3 of 4" in places[1]
    assert "Moscow. 4 of 4" in places[2]

    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    wait_for(page, "pick", f"{EVENTS[2].id},{EVENTS[3].id}")
    expect(rows(page)).to_have_count(2)
    expect(stop(page, "map")).to_be_focused()
    page.keyboard.press("Escape")
    wait_for(page, "pick", "")


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_list_of_keys(address: str, open_page: OpenPage, language: str) -> None:
    """The question mark opens it anywhere but in a field, Escape closes it, and a button opens it too."""
    page = ready(open_page(f"{address}/?lang={language}"))
    page.keyboard.press("?")
    listed = page.locator("dialog.ev-help")
    expect(listed.locator("tr")).to_have_count(10)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)

    page.locator(".ev-bar").get_by_role("button", name="Keys" if language == "en" else "Tombol").click()
    expect(listed).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Words" if language == "en" else "Kata").press("?")
    expect(listed).to_have_count(0)
