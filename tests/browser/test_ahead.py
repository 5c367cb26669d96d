"""The first screen while the page around it still begins: to be read at once, and the same once the page stands."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect
from pypdf import PdfReader

from tests.browser.conftest import OpenPage
from tests.browser.test_dashboard import ready, rows

pytestmark = pytest.mark.browser


def silent(socket: WebSocketRoute) -> None:
    """A server that hears and never answers."""


def held_before_its_page(open_page: OpenPage, url: str, **settings: object) -> tuple[Page, Callable[[], None]]:
    """A page whose first screen is drawn, with Streamlit's script on its way until the function is called."""
    page = open_page("about:blank", **settings)
    held: list[Route] = []
    page.route(re.compile(r"/static/js/index\.[\w-]+\.js"), lambda route: held.append(route))
    page.goto(url, wait_until="commit")
    expect(page.locator(".ev-ahead .ev-map .ev-sketch")).to_be_visible()

    def go_on() -> None:
        while not held:
            page.wait_for_timeout(50)
        held[0].continue_()
        expect(page.locator(".ev-ahead")).to_have_count(0)

    return page, go_on


def opened_before_its_page(open_page: OpenPage, url: str, **settings: object) -> Page:
    """A page whose server does not answer Streamlit."""
    page = open_page("about:blank", **settings)
    page.route_web_socket(re.compile("/_stcore/stream"), silent)
    page.goto(url)
    return page


def test_the_first_screen_is_read_before_the_page_has_heard_from_its_server(address: str, open_page: OpenPage) -> None:
    """Words, list, legend, and drawings of timeline and map, with the names of the lanes, in the theme and language."""
    page = opened_before_its_page(open_page, f"{address}/?v=1&lang=id", color_scheme="dark")

    expect(page.locator(".ev-ahead .ev-map .ev-sketch")).to_be_visible()
    assert page.locator(".ev-ahead .ev-time .ev-sketch [data-mark]").count() > 1
    assert page.locator(".ev-ahead .ev-time .ev-sketch text").count() > 1
    expect(page.locator(".ev-lane-name").filter(has_text="Korea Utara").first).to_be_visible()
    expect(rows(page).first).to_be_visible()
    expect(page.locator(".ev-words")).to_contain_text("peristiwa")
    assert page.locator(".ev").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "id")])
def test_the_page_takes_over_what_is_drawn_already(
    width: int, language: str, address: str, open_page: OpenPage
) -> None:
    """The viewer moves into the page as it is, in its place, and its figures become live."""
    page = open_page(f"{address}/?v=1&lang={language}", viewport={"width": width, "height": 900})
    top = "node => { window.drawn = node; return node.getBoundingClientRect().top; }"
    before = page.locator(".ev-ahead .ev").evaluate(top)

    ready(page)

    expect(page.locator(".ev-ahead")).to_have_count(0)
    assert page.evaluate("document.querySelector('.events-viewer .ev') === window.drawn")
    assert abs(page.locator(".ev").evaluate(top) - before) < 12
    assert page.locator(".ev-sketch").count() == 0


def test_what_is_chosen_before_the_page_stands_is_not_lost(address: str, open_page: OpenPage) -> None:
    """An event pressed while Streamlit's script is still on its way opens once the page is there."""
    page, go_on = held_before_its_page(open_page, f"{address}/?v=1")
    title = rows(page).first.locator(".ev-row-title").inner_text()
    rows(page).first.click()
    go_on()

    expect(page.get_by_role("dialog").get_by_role("heading", name=title)).to_be_visible()


def test_where_the_reader_is_stays_when_the_page_takes_over(address: str, open_page: OpenPage) -> None:
    """The focus stays on its event, list and screen stay scrolled, and pressing what needs a live map is no error."""
    page, go_on = held_before_its_page(open_page, f"{address}/?v=1", viewport={"width": 390, "height": 844})
    page.locator(".ev-north").click()
    page.locator(".ev-list").evaluate("list => { list.style.maxHeight = '200px'; list.scrollTop = 150; }")
    page.locator(".ev-ahead").evaluate("cover => { cover.scrollTop = 300; }")
    top = "node => node.getBoundingClientRect().top"
    before = page.locator(".ev-time").evaluate(top)
    rows(page).nth(1).evaluate("row => { row.focus({ preventScroll: true }); window.focused = row; }")

    go_on()

    assert page.evaluate("document.activeElement === window.focused")
    assert page.locator(".ev-list").evaluate("list => list.scrollTop") == 150
    assert abs(page.locator(".ev-time").evaluate(top) - before) < 12


def test_the_page_that_is_being_built_is_out_of_reach_until_it_stands(address: str, open_page: OpenPage) -> None:
    """The Tab key leads into what is seen, and there is one main part for those who hear the page."""
    page = opened_before_its_page(open_page, f"{address}/?v=1")
    expect(page.locator(".ev-ahead .ev-map .ev-sketch")).to_be_visible()
    expect(page.locator(".stMain")).to_have_count(1)
    page.keyboard.press("Tab")

    reached = "[...document.querySelectorAll('main')].filter(each => !each.closest('[inert]')).length"
    assert page.evaluate(reached) == 1
    assert page.evaluate("Boolean(document.activeElement.closest('.ev-ahead'))")


def test_what_is_printed_before_the_page_stands_has_every_event(address: str, open_page: OpenPage) -> None:
    """Paper has the whole list and not only what the window shows, and nothing of the page behind."""
    page = opened_before_its_page(open_page, f"{address}/?v=1")
    expect(page.locator(".ev-ahead .ev-map .ev-sketch")).to_be_visible()
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages)

    assert all(event in text for event in ("Russia and China consult", "North Korea denies having sent troops"))


def test_a_first_screen_that_comes_late_covers_no_page_that_stands(address: str, open_page: OpenPage) -> None:
    """Where the server took longer to tell it than the page took to begin, nothing is put over another page."""
    page = open_page("about:blank")
    held: list[Route] = []
    page.route(re.compile(r"/screen\.json"), lambda route: held.append(route))
    page.goto(f"{address}/?v=1")
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", name="About")).to_be_visible()

    with page.expect_response(re.compile(r"/screen\.json")):
        held[0].continue_()
    page.wait_for_timeout(500)

    assert page.locator(".ev-ahead").count() == 0


def test_where_the_viewer_fails_its_cover_goes(address: str, open_page: OpenPage, browser: Browser) -> None:
    """A browser that keeps nothing for pages at all is left to what the page itself says."""
    del open_page
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('none'); } })")
    page.goto(f"{address}/?v=1")
    expect(page.get_by_role("link", name="About")).to_be_visible()
    assert page.locator(".ev-ahead").count() == 0
    page.close()


@pytest.mark.parametrize("query", ["?v=1&actor=nobody-at-all", "?v=1&from=yesterday", "?v=1&zoom=3", "?v=1&theme=dark"])
def test_an_address_that_is_not_understood_is_answered_by_the_page_alone(
    query: str, address: str, open_page: OpenPage
) -> None:
    """Nothing is drawn ahead of the sentence that says what is wrong with it."""
    page = open_page("about:blank")
    with page.expect_response(re.compile(r"/screen\.json")) as told:
        page.goto(f"{address}/{query}")
    expect(page.locator(".st-key-problems")).to_be_visible()
    assert told.value.status == 204
