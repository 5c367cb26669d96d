"""Drawing around marks: an outline on the map and on the timeline narrows everything, is in the link, and is undone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, soon
from tests.browser.story import EVENTS
from tests.browser.test_dashboard import MAP, choice, ready, rows, wait_for

pytestmark = pytest.mark.browser
TRACES = "() => document.querySelector('.ev-map .ev-plot').data.map(trace => trace.uid)"

AROUND = """wanted => { const plot = document.querySelector('.ev-time .ev-plot'), { xaxis, yaxis } = plot._fullLayout;
  const box = plot.getBoundingClientRect(), trace = plot._fullData.find(each => each.uid === 'asserted-day');
  const at = trace.customdata.findIndex(index => plot.layout.meta.events[index] === wanted);
  const [x, y] = [xaxis._offset + xaxis.d2p(trace.x[at]), yaxis._offset + yaxis.l2p(trace.y[at])];
  return [[-9, -5], [9, -5], [9, 5], [-9, 5]].map(([dx, dy]) => [box.left + x + dx, box.top + y + dy]); }"""


def draw_around(page: Page, corners: list[list[float]]) -> None:
    """Moves through the corners with the button held down."""
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner, steps=6)
    page.mouse.up()


def test_an_outline_on_the_map(address: str, open_page: OpenPage) -> None:
    """What lies in a slanting strip from Kursk to Moscow; the link says its corners, a reload and Undo keep to it."""
    page = ready(open_page(address))
    page.locator(".ev-map").get_by_role("button", name="Draw around").click()
    page.evaluate(f"{MAP}.jumpTo({{center: [37, 53.5]}})")
    corners = page.evaluate(
        f"""() => {{ const box = document.querySelector('.ev-map').getBoundingClientRect();
        return [[36.0, 53.6], [39.5, 53.6], [39.5, 56.3], [36.0, 56.3]].map(at => {MAP}.project(at))
          .map(p => [box.left + p.x, box.top + p.y]); }}"""
    )
    draw_around(page, corners)

    expect(page.get_by_text("1 of 6 events")).to_be_visible()
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("Russia and China consult")
    numbers = [float(number) for number in choice(page, "area").split(",")]
    assert 6 <= len(numbers) <= 48
    assert len(numbers) % 2 == 0
    assert min(numbers[1::2]) == pytest.approx(53.6, abs=0.2)
    soon(page, f"() => ({TRACES})().includes('area')")
    page.reload()
    ready(page)
    expect(rows(page)).to_have_count(1)
    soon(page, f"() => ({TRACES})().includes('area')")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(rows(page)).to_have_count(6)
    soon(page, f"() => !({TRACES})().includes('area')")


def test_an_outline_on_the_timeline(address: str, open_page: OpenPage) -> None:
    """The marks that were drawn around become the view, in the link, and Clear, Undo and Redo work on it."""
    page = ready(open_page(address))
    page.locator(".ev-time").get_by_role("button", name="Draw around").click()
    spots = page.evaluate(AROUND, EVENTS[4].id)
    draw_around(page, spots)

    wait_for(page, "pick", EVENTS[4].id)
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(rows(page)).to_have_count(6)
    page.get_by_role("button", name="Redo", exact=True).click()
    expect(rows(page)).to_have_count(1)
    page.reload()
    ready(page)
    expect(rows(page)).to_have_count(1)
