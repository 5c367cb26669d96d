"""On a phone: choices and tools take little room, and a finger draws around marks."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, soon
from tests.browser.story import EVENTS
from tests.browser.test_dashboard import MAP, choice, ready, rows, wait_for
from tests.browser.test_lasso import AROUND

pytestmark = pytest.mark.browser
WIDTH = 390
PHONE = {"viewport": {"width": WIDTH, "height": 844}, "is_mobile": True, "has_touch": True}


def phone(open_page: OpenPage, address: str, **settings: object) -> Page:
    """The page on a phone, once both figures are drawn."""
    return ready(open_page(address, **PHONE, **settings))


def draw_by_finger(page: Page, corners: Sequence[Sequence[float]]) -> None:
    """Puts a finger down and moves it through the corners, as the screen of a phone reports it."""
    screen = page.context.new_cdp_session(page)

    def touch(kind: str, spots: Sequence[Sequence[float]]) -> None:
        points = [{"x": x, "y": y} for x, y in spots]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", corners[:1])
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        for step in range(1, 7):
            touch("touchMove", [[a + (b - a) * step / 6 for a, b in zip(start, end, strict=True)]])
    touch("touchEnd", [])


def tool(page: Page, chart: str, name: str) -> None:
    """Presses a tool in the menu of a chart."""
    page.locator(f".ev-{chart} .ev-gathered > button").tap()
    page.locator(f".ev-{chart} .ev-gathered").get_by_role("button", name=name, exact=True).tap()


@pytest.mark.parametrize("language", ["en", "id"])
def test_choices_and_tools_take_little_of_a_phone(address: str, open_page: OpenPage, language: str) -> None:
    """One row of map tools, a menu for the others, nothing cut at the edge, and every choice a press away."""
    page = phone(open_page, f"{address}/?v=1&lang={language}")
    assert page.locator(".ev-map > .ev-tools").bounding_box()["height"] < 44  # type: ignore[index]
    page.locator(".ev-map .ev-gathered > button").tap()
    menu = page.locator(".ev-map .ev-gathered > .ev-menu")
    expect(menu).to_be_visible()
    for control in (menu, page.locator(".st-key-role"), page.locator(".st-key-kinds")):
        box = control.bounding_box()
        assert box
        assert 0 <= box["x"] < box["x"] + box["width"] <= WIDTH
    menu.get_by_role("button", name={"en": "Korea", "id": "Korea"}[language], exact=True).tap()
    expect(menu).to_be_hidden()
    soon(page, f"() => Math.abs({MAP}.getCenter().lng - 127.3) < 0.01")

    words = page.locator(".st-key-text input")
    expect(words).to_be_hidden()
    page.locator(".st-key-filters-all label").tap()
    words.fill("Pentagon")
    words.press("Enter")
    wait_for(page, "text", "Pentagon")
    expect(words).to_be_visible()


def test_a_finger_draws_an_outline_on_the_map(address: str, open_page: OpenPage) -> None:
    """What lies in it becomes the view and is in the link; before, what is to be done is said and can be let go."""
    page = phone(open_page, f"{address}/?v=1&camera=37,53.5,3.6")
    page.locator(".ev-map").scroll_into_view_if_needed()
    tool(page, "map", "Draw around")
    page.get_by_role("button", name="× Draw around").tap()
    expect(page.get_by_role("button", name="× Draw around")).to_be_hidden()
    tool(page, "map", "Draw around")
    soon(page, f"() => {MAP}.loaded() && !{MAP}.isMoving()")
    corners = page.evaluate(
        f"""() => {{ const box = document.querySelector('.ev-map').getBoundingClientRect();
        return [[36.0, 53.9], [39.5, 53.9], [39.5, 56.6], [36.0, 56.6]].map(at => {MAP}.project(at))
          .map(p => [box.left + p.x, box.top + p.y]); }}"""
    )
    draw_by_finger(page, corners)

    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("Russia and China consult")
    assert min(float(each) for each in choice(page, "area").split(",")[1::2]) == pytest.approx(53.9, abs=0.3)
    assert page.evaluate(f"{MAP}.getCenter().lng") == pytest.approx(37, abs=0.01), "the map was moved by the finger"


def test_a_finger_draws_around_marks_of_the_timeline(address: str, open_page: OpenPage) -> None:
    """The marks drawn around become the view; afterwards a finger scrolls the page again."""
    page = phone(open_page, address)
    page.locator(".ev-time").scroll_into_view_if_needed()
    tool(page, "time", "Draw around")
    draw_by_finger(page, page.evaluate(AROUND, EVENTS[4].id))

    wait_for(page, "pick", EVENTS[4].id)
    expect(rows(page)).to_have_count(1)
    assert page.evaluate("document.querySelector('.ev-time .ev-plot').layout.dragmode") is False
