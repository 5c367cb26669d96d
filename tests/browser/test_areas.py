"""Areas by day on the map: added on screen, switched, following the days, kept in the link."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from events.areas import add, remove
from tests.browser.conftest import OpenPage, dashboard, recorded, soon
from tests.browser.story import ARTICLE, EVENTS
from tests.browser.test_dashboard import MAP, ready, wait_for
from tests.browser.test_sharing import shared

pytestmark = pytest.mark.browser
SHOWN = f"() => {MAP}.getStyle().layers.filter(layer => layer.id.includes('layout-')).length"


@pytest.fixture
def own_address(tmp_path: Path, browser: Browser) -> Iterator[str]:
    """A dashboard over a record of its own, since areas are put into it."""
    del browser
    with dashboard(recorded(tmp_path, [(ARTICLE, EVENTS)])) as served:
        yield served


def line(day: str, east: float) -> dict[str, object]:
    """A front line of a day."""
    corners = [[east, 50.5], [east + 0.5, 51.5], [east, 52.5]]
    return {"type": "Feature", "properties": {"date": day}, "geometry": {"type": "LineString", "coordinates": corners}}


def note(page: Page, words: str) -> None:
    """Until the map says so of its areas."""
    expect(page.locator(".ev-layer-note")).to_contain_text(words)


def test_a_front_line_is_added_and_follows_the_days(own_address: str, open_page: OpenPage, tmp_path: Path) -> None:
    """Put on the map by a reader, it shows its latest day before the end of what is looked at, and is in the link."""
    path = tmp_path / "front.geojson"
    features = [line("2024-10-29", 34.5), line("2024-11-01", 35.0)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    page = ready(open_page(own_address))
    page.get_by_role("button", name="Areas", exact=True).press("Enter")
    page.get_by_role("button", name="Add areas by day").press("Enter")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_label("What it is called on the map").fill("Front line")
    page.get_by_label("Whose data it is").fill("Example desk")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Put on the map").click()

    wait_for(page, "layers", "front-line")
    note(page, "Front line: as of 1 Nov 2024. Example desk")
    soon(page, f"() => ({SHOWN})() === 2")

    page = ready(open_page(f"{own_address}/?v=1&to=2024-10-30&layers=front-line"))
    note(page, "Front line: as of 29 Oct 2024.")
    page.get_by_role("button", name="Areas", exact=True).press("Enter")
    page.locator(".ev-layers").get_by_role("button", name="Front line").press("Enter")
    wait_for(page, "layers", "")
    soon(page, f"() => ({SHOWN})() === 0")


def test_switching_an_area_leaves_the_map_there(own_address: str, open_page: OpenPage, tmp_path: Path) -> None:
    """A press of "All" moves the map without a pointer on it; an area switched on does not move it back."""
    features = [line("2024-10-29", 34.5)]
    add(tmp_path, "front", [("a.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())])
    page = ready(open_page(f"{own_address}/?v=1&camera=30.9,13,5"))
    page.get_by_role("button", name="All", exact=True).press("Enter")
    soon(page, f"() => {MAP}.getZoom() < 4 && !{MAP}.isMoving()")
    moved = page.evaluate(f"[{MAP}.getCenter().lng, {MAP}.getCenter().lat, {MAP}.getZoom()]")
    page.get_by_role("button", name="Areas", exact=True).press("Enter")
    page.locator(".ev-layers").get_by_role("button", name="front").press("Enter")
    wait_for(page, "layers", "front")
    soon(page, f"() => ({SHOWN})() === 2")
    assert page.evaluate(f"[{MAP}.getCenter().lng, {MAP}.getCenter().lat, {MAP}.getZoom()]") == pytest.approx(moved)


def test_a_link_with_areas_that_are_not_here_says_so(address: str, open_page: OpenPage) -> None:
    """They are named, not left out in silence."""
    page = open_page(f"{address}/?v=1&layers=elsewhere")
    expect(page.get_by_text('The layers "elsewhere" is not known')).to_be_visible()


def test_a_snapshot_keeps_the_front_line_it_was_shared_with(
    own_address: str, open_page: OpenPage, tmp_path: Path
) -> None:
    """Taken off the desk's own map later, it is still on that of the snapshot, which offers no switch for it."""
    content = json.dumps({"type": "FeatureCollection", "features": [line("2024-10-29", 34.5)]}).encode()
    add(tmp_path, "front-line", [("front.geojson", content)], title="Front line", attribution="Example desk")
    desk = ready(open_page(f"{own_address}/?v=1&layers=front-line"))
    link = shared(desk, "en", "With a line")
    remove(tmp_path, "front-line")

    reader = open_page(link)
    expect(reader.locator("body[data-ready]")).to_be_attached()
    note(reader, "Front line: as of 29 Oct 2024. Example desk")
    soon(reader, f"() => ({SHOWN})() === 2")
    expect(reader.locator(".ev-layers")).to_be_hidden()
