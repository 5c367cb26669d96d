"""Many events on one spot: the mark that counts them opens."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, dashboard, recorded, soon
from tests.browser.test_dashboard import MAP, choice, ready, rows
from tests.factories import make_article, make_event, make_place, make_span

pytestmark = pytest.mark.browser
MANY = 520  # more than are drawn one by one
KURSK = (36.187, 51.737)


@pytest.fixture
def crowded(tmp_path: Path, browser: Browser) -> Iterator[str]:
    """A dashboard over many events in Kursk."""
    del browser
    article = make_article(title="Kursk")
    place = make_place(KURSK[1], KURSK[0])
    events = [
        make_event(f"{number:016x}", article=article, when=make_span(date(2024, 10, 30)), places=(place,))
        for number in range(MANY)
    ]
    with dashboard(recorded(tmp_path, [(article, events)])) as served:
        yield served


def press_the_mark(page: Page) -> None:
    """Clicks where the events lie."""
    soon(page, f"() => {MAP}.loaded() && !{MAP}.isMoving()")
    spot = page.evaluate(f"lonlat => {{ const {{ x, y }} = {MAP}.project(lonlat); return [x, y]; }}", list(KURSK))
    box = page.locator(".ev-map .ev-plot").bounding_box()
    assert box
    page.mouse.move(box["x"] + spot[0] - 3, box["y"] + spot[1] - 3)
    page.mouse.move(box["x"] + spot[0], box["y"] + spot[1])
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])


def test_a_counted_mark_is_zoomed_into_and_then_lists_its_events(crowded: str, open_page: OpenPage) -> None:
    """From afar a press goes closer; close by, where all lie on one spot, it makes them the view."""
    page = ready(open_page(f"{crowded}/?v=1&camera={KURSK[0]},{KURSK[1]},6"))
    press_the_mark(page)
    soon(page, f"() => Math.abs({MAP}.getZoom() - 8) < 0.1")

    page = ready(open_page(f"{crowded}/?v=1&camera={KURSK[0]},{KURSK[1]},13"))
    press_the_mark(page)
    soon(page, "() => Boolean(new URLSearchParams(location.search).get('area'))")
    expect(page.get_by_text(f"{MANY} of {MANY} events")).to_be_visible()
    expect(rows(page).first).to_be_visible()
    assert choice(page, "area").startswith("36.18")
