"""Marks that would lie over each other are one that counts them; it opens, and loses nothing."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, dashboard, recorded, soon
from tests.browser.test_dashboard import MAP, choice, ready, rows, wait_for
from tests.factories import make_article, make_event, make_place, make_span

pytestmark = pytest.mark.browser

SPOTS = {
    "Rylsk": (51.566, 34.683),
    "Korenevo": (51.411, 34.9),
    "Sudzha": (51.198, 35.272),
    "a field": (51.1981, 35.2731),  # some 100 m from Sudzha: no zoom of use parts the two
    "Kyiv": (50.45, 30.523),
}
DRAWN = """() => document.querySelector('.ev-map .ev-plot').data.find(trace => trace.uid === 'marks')
  .members.map(places => places.length).sort((a, b) => b - a)"""


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """A dashboard over an event in each place, and a second one in Sudzha."""
    del browser
    article = make_article(title="Towns")
    named = [(name, *spot) for name, spot in SPOTS.items()]
    events = [
        make_event(
            f"{number:016x}",
            article=article,
            when=make_span(date(2024, 10, 30)),
            places=(make_place(lat, lon).model_copy(update={"name": name}),),
        )
        for number, (name, lat, lon) in enumerate([*named, named[2]])
    ]
    with dashboard(recorded(tmp_path_factory.mktemp("home"), [(article, events)])) as served:
        yield served


def spot(page: Page, lat: float, lon: float) -> tuple[float, float]:
    """Where on screen the mark there lies, once the map stands still."""
    soon(page, f"() => {MAP}.loaded() && !{MAP}.isMoving()")
    x, y = page.evaluate(f"spot => {{ const {{ x, y }} = {MAP}.project(spot); return [x, y]; }}", [lon, lat])
    box = page.locator(".ev-map .ev-plot").bounding_box()
    assert box
    return box["x"] + x, box["y"] + y


def press(page: Page, lat: float, lon: float) -> None:
    """Clicks the mark there."""
    page.mouse.click(*spot(page, lat, lon))


def test_a_cluster_opens_by_looking_closer_and_then_lists_its_events(towns: str, open_page: OpenPage) -> None:
    """Four places are one mark from afar; a press parts them; what no zoom parts becomes the view, in the link."""
    page = ready(open_page(f"{towns}/?v=1&camera=34.0,51.0,4"))
    assert page.evaluate(DRAWN) == [4, 1]
    press(page, *SPOTS["Sudzha"])
    soon(page, f"() => ({DRAWN})().join() === '2,1,1,1'")
    assert page.evaluate(f"{MAP}.getZoom()") > 5

    press(page, *SPOTS["Sudzha"])
    wait_for(page, "pick", f"{2:016x},{3:016x},{5:016x}")
    expect(rows(page)).to_have_count(3)
    page.reload()
    ready(page)
    expect(rows(page)).to_have_count(3)
    assert choice(page, "pick")


def test_a_press_means_the_mark_under_it_however_fast_the_hand_came(towns: str, open_page: OpenPage) -> None:
    """Nothing that was pointed at on the way opens; and beside every mark nothing does."""
    page = ready(open_page(f"{towns}/?v=1&camera=33.0,51.0,6"))
    rylsk, kyiv = spot(page, *SPOTS["Rylsk"]), spot(page, *SPOTS["Kyiv"])
    page.mouse.click(kyiv[0] + 60, kyiv[1] + 60)
    page.mouse.move(*rylsk)
    page.mouse.click(*kyiv)
    wait_for(page, "event", f"{4:016x}")


def test_a_cluster_opens_by_key_and_says_what_it_is(towns: str, open_page: OpenPage) -> None:
    """The keyboard comes to the same marks; each says of how many places it is, and Enter looks closer."""
    page = ready(open_page(f"{towns}/?v=1&camera=34.0,51.0,4"))
    soon(page, f"() => {MAP}.loaded() && !{MAP}.isMoving()")
    stop = page.locator(".ev-map .ev-stop")
    stop.focus()
    page.keyboard.press("End")
    expect(page.locator(".ev-map .ev-told")).to_contain_text("5 events, at 4 places close together")
    page.keyboard.press("Enter")
    soon(page, f"() => ({DRAWN})().join() === '2,1,1,1'")


def test_zooming_out_puts_them_together_again_and_the_table_names_every_place(towns: str, open_page: OpenPage) -> None:
    """Marks follow the zoom both ways; the map's table and the marks outside count places, not clusters."""
    page = ready(open_page(f"{towns}/?v=1&camera=35.0,51.35,8"))
    assert page.evaluate(DRAWN) == [2, 1, 1, 1]
    expect(page.locator(".ev-outside")).to_contain_text("1 mark outside")
    page.evaluate(f"{MAP}.jumpTo({{zoom: 1}})")
    soon(page, f"() => ({DRAWN})().join() === '5'")
    page.locator(".ev-map .ev-forms:not(.ev-layers) > button").press("Enter")
    page.locator(".ev-map").get_by_role("button", name="Table", exact=True).press("Enter")
    table = page.get_by_role("table", name="The map as a table")
    for name in SPOTS:
        expect(table.locator("tr", has_text=name)).to_have_count(1)
