"""The first screen while the page around it still begins: to be read at once, and the same once the page stands."""

import re

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.conftest import OpenPage, soon
from tests.browser.test_dashboard import ready, rows

pytestmark = pytest.mark.browser


def silent(socket: WebSocketRoute) -> None:
    """A server that hears and never answers."""


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


def test_the_page_takes_over_what_is_drawn_already(address: str, open_page: OpenPage) -> None:
    """The viewer moves into the page as it is, in its place, and its figures become live."""
    page = open_page(f"{address}/?v=1")
    top = "node => { window.drawn = node; return node.getBoundingClientRect().top; }"
    before = page.locator(".ev-ahead .ev").evaluate(top)

    ready(page)

    expect(page.locator(".ev-ahead")).to_have_count(0)
    assert page.evaluate("document.querySelector('.events-viewer .ev') === window.drawn")
    assert abs(page.locator(".ev").evaluate(top) - before) < 12
    assert page.locator(".ev-sketch").count() == 0


def test_what_is_chosen_before_the_page_stands_is_not_lost(address: str, open_page: OpenPage) -> None:
    """An event pressed while Streamlit's script is still on its way opens once the page is there."""
    page = open_page("about:blank")
    held: list[Route] = []
    page.route(re.compile(r"/static/js/index\.[\w-]+\.js"), lambda route: held.append(route))
    page.goto(f"{address}/?v=1")
    title = rows(page).first.locator(".ev-row-title").inner_text()
    rows(page).first.click()
    soon(page, "() => Boolean(document.querySelector('.ev-ahead'))")

    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()

    expect(page.get_by_role("dialog").get_by_role("heading", name=title)).to_be_visible()


@pytest.mark.parametrize("query", ["?v=1&actor=nobody-at-all", "?v=1&from=yesterday"])
def test_an_address_that_is_not_understood_is_answered_by_the_page_alone(
    query: str, address: str, open_page: OpenPage
) -> None:
    """Nothing is drawn ahead of the sentence that says what is wrong with it."""
    page = open_page(f"{address}/{query}")
    expect(page.locator(".st-key-problems")).to_be_visible()
    assert page.locator(".ev-ahead").count() == 0
