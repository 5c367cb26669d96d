"""The live map shows all that it is to show, however quickly one choice follows another."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, ViewportSize

from events.figures.marks import LIGHT
from tests.browser.conftest import OpenPage, dashboard, recorded, soon
from tests.browser.test_dashboard import MAP, pick_actor, ready, wait_for
from tests.synthetic import articles_and_events

pytestmark = pytest.mark.browser

MANY = 640  # more than are drawn one by one, so that the whole is counted and what few did is not
SMALLER = ViewportSize(width=1200, height=860)
AT_REST = (
    f"() => !document.querySelector('.ev-waiting') && {MAP}.loaded() && {MAP}.areTilesLoaded() && !{MAP}.isMoving()"
)
ON_SCREEN = f"""() => {{
  const trace = document.querySelector('.ev-map .ev-plot').data.find(each => each.uid === 'marks');
  const {{ width, height }} = {MAP}.getCanvas();
  const seen = trace.lon.filter((lon, at) => {{
    const {{ x, y }} = {MAP}.project([lon, trace.lat[at]]);
    return x > 0 && x < width && y > 0 && y < height;
  }});
  const drawn = {MAP}.queryRenderedFeatures({{ layers: ['plotly-trace-layer-marks-symbol'] }});
  return [seen.length, drawn.length];
}}"""
FRAMES = f"""() => {{
  window.frames = 0;
  {MAP}.on('render', () => (window.frames += 1));
}}"""
ASKED = f"""async () => {{
  const map = {MAP};
  const source = map.getSource('countries');
  const frame = new Promise(done => map.once('render', () => done(true)));
  source.setData(source.serialize().data); // the largest there is: what is asked for now would only show it half
  map.triggerRepaint();
  return frame;
}}"""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """A dashboard over many events of many actors."""
    del browser
    with dashboard(recorded(tmp_path_factory.mktemp("home"), list(articles_and_events(MANY)))) as served:
        yield served


def at_rest(page: Page) -> Page:
    """The page, once its map has nothing more to draw and has every mark that lies in it."""
    soon(ready(page), AT_REST)
    soon(page, f"() => {{ const [seen, drawn] = ({ON_SCREEN})(); return seen > 0 && drawn >= seen; }}")
    return page


def picture(page: Page) -> Image.Image:
    """The map as it is on screen, without what lies over it."""
    page.add_style_tag(content=".ev-map > :not(.ev-plot) { visibility: hidden }")
    return Image.open(BytesIO(page.locator(".ev-map .ev-plot").screenshot())).convert("RGB")


def share(drawn: Image.Image, colour: str) -> float:
    """The share of points that have a colour, in CSS hex."""
    return 1 - unlike(drawn, Image.new("RGB", drawn.size, colour), most=2)


def unlike(one: Image.Image, other: Image.Image, most: int = 16) -> float:
    """The share of points that differ by more than one sees."""
    assert one.size == other.size
    differing = ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > most))
    return differing.histogram()[255] / (one.width * one.height)


def test_after_quick_choices_and_a_smaller_window_the_map_is_as_if_opened_anew(
    crowded: str, open_page: OpenPage
) -> None:
    """Three choices, one taken back, none waited for, and another size: land, borders, names and marks are there."""
    page = at_rest(open_page(crowded))
    for actor in ("North Korea", "Russia", "Ukraine"):
        pick_actor(page, actor)
    page.get_by_role("combobox", name="Actor").first.press("Backspace")
    page.set_viewport_size(SMALLER)
    wait_for(page, "actor", "prk,rus")
    at_rest(page)

    anew = at_rest(open_page(page.url, viewport=SMALLER))
    assert page.evaluate(ON_SCREEN) == anew.evaluate(ON_SCREEN)
    assert unlike(picture(page), picture(anew)) < 0.002
    assert share(picture(page), LIGHT.land) > 0.3


def test_an_answer_is_painted_a_few_times_and_not_with_each_part(crowded: str, open_page: OpenPage) -> None:
    """Choosing a second actor gives the map other marks, and a frame or few to show them."""
    page = at_rest(open_page(f"{crowded}/?v=1&actor=prk"))
    page.evaluate(FRAMES)
    pick_actor(page, "Russia")
    wait_for(page, "actor", "prk,rus")
    at_rest(page)
    assert 0 < page.evaluate("window.frames") <= 6


def test_a_frame_that_is_asked_for_comes(crowded: str, open_page: OpenPage) -> None:
    """Also while data is on its way, which it would show half."""
    page = at_rest(open_page(crowded))
    assert page.evaluate(ASKED)
