"""An answer to a choice: drawn at once, then live, and whatever the haste, what a page opened anew shows."""

import json
import random
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import OpenPage, dashboard, recorded, soon
from tests.browser.test_dashboard import MAP, MARKS, choice, pick_actor, ready, wait_for
from tests.synthetic import articles_and_events

pytestmark = pytest.mark.browser

MANY = 640  # more than are drawn one by one, so that the whole is counted and what few did is not
SMALLER = ViewportSize(width=1200, height=860)
ACTORS = ("North Korea", "Russia", "Ukraine", "United States")
SKETCH = ".ev-map .ev-sketch, .ev-time .ev-sketch"
AT_REST = f"""() => !document.querySelector('.ev-waiting, .ev-sketch, .ev [aria-busy=true]') && {MAP}.loaded()
  && {MAP}.areTilesLoaded() && !{MAP}.isMoving()"""
ON_SCREEN = f"""() => {{
  const trace = document.querySelector('.ev-map .ev-plot').data.find(each => ['marks', 'cells'].includes(each.uid));
  const {{ width, height }} = {MAP}.getCanvas();
  const seen = trace.lon.filter((lon, at) => {{
    const {{ x, y }} = {MAP}.project([lon, trace.lat[at]]);
    return x > 0 && x < width && y > 0 && y < height;
  }});
  const drawn = {MAP}.queryRenderedFeatures({{ layers: [`plotly-trace-layer-${{trace.uid}}-symbol`] }});
  return [seen.length, drawn.length];
}}"""
# Whether the viewer has the events that the page around it counts.
TOLD = f"""() => {{
  const [, counted] = document.querySelector('.stMain').innerText.match(/(\\d+) of {MANY} events/);
  return document.querySelector('.ev-words').textContent.startsWith(`${{counted}} events`);
}}"""
HOLD = """() => {
  const { react } = window.Plotly;
  const held = new Promise(done => { window.goOn = done; });
  window.Plotly.react = async (...given) => { await held; return react(...given); };
}"""
MUTE = """() => {
  const { send } = WebSocket.prototype;
  const kept = [];
  WebSocket.prototype.send = function (...said) { kept.push([this, said]); };
  window.speak = () => {
    WebSocket.prototype.send = send;
    for (const [socket, said] of kept) socket.send(...said);
  };
}"""
# Options pointed at one after another, as fast as a key that is held down goes.
THROUGH = """async times => {
  const box = document.activeElement;
  const ids = [...document.querySelectorAll('[role=option]')].map(option => option.id);
  for (let time = 0; time < times; time++) {
    box.setAttribute('aria-activedescendant', ids[time % 2]);
    await new Promise(done => setTimeout(done, 5));
  }
}"""
DRAWN_PLACES = """() => {
  const drawn = [...document.querySelectorAll('.ev-map > .ev-sketch > g[transform]')];
  const places = drawn.map(each => each.getAttribute('transform').match(/[\\d.-]+/g).map(Number));
  return places.map(([x, y]) => [Math.round(x), Math.round(y)]);
}"""
PLANNED_LINES = """() => {
  const planned = document.querySelectorAll(".ev-time .ev-sketch [data-mark^='planned'] :is(path, rect)");
  return [...planned].map(each => getComputedStyle(each).strokeDasharray);
}"""
LIVE_PLACES = f"""() => {{
  const {{ lon, lat }} = document.querySelector('.ev-map .ev-plot').data.find(each => each.uid === 'marks');
  const {{ clientWidth, clientHeight }} = document.querySelector('.ev-map');
  const at = lon.map((each, index) => {MAP}.project([each, lat[index]])).map(({{ x, y }}) => [x, y]);
  const near = ([x, y]) => x >= -24 && y >= -24 && x <= clientWidth + 24 && y <= clientHeight + 24;
  return at.filter(near).map(([x, y]) => [Math.round(x), Math.round(y)]);
}}"""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """A dashboard over many events of many actors."""
    del browser
    with dashboard(recorded(tmp_path_factory.mktemp("home"), list(articles_and_events(MANY)))) as served:
        yield served


def at_rest(page: Page) -> Page:
    """The page, once its figures are live and its map has every mark that lies in it."""
    soon(page, "() => Boolean(document.querySelector('.ev-time:not(.ev-waiting)'))")  # each of them as long as it takes
    soon(ready(page), AT_REST)
    soon(page, f"() => {{ const [seen, drawn] = ({ON_SCREEN})(); return seen > 0 && drawn >= seen; }}")
    return page


def picture(page: Page) -> Image.Image:
    """The map as it is on screen, without what lies over it."""
    page.add_style_tag(content=".ev-map > :not(.ev-plot) { visibility: hidden }")
    return Image.open(BytesIO(page.locator(".ev-map .ev-plot").screenshot())).convert("RGB")


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The share of points that differ by more than one sees."""
    assert one.size == other.size
    differing = ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > 16))
    return differing.histogram()[255] / (one.width * one.height)


def held(open_page: OpenPage, url: str) -> Page:
    """A page at rest whose live figures take no answer until ``goOn`` is called in it."""
    page = at_rest(open_page(url))
    page.evaluate(HOLD)
    return page


@pytest.mark.parametrize("seed", range(4))
def test_after_quick_choices_the_page_is_as_if_opened_anew(seed: int, crowded: str, open_page: OpenPage) -> None:
    """Choices made and taken back with none or little time between, and another size: all of the map is right."""
    hurry = random.Random(seed)  # noqa: S311 - the same haste at every run
    page = at_rest(open_page(crowded))
    for actor in hurry.sample(ACTORS, 3):
        pick_actor(page, actor)
        page.wait_for_timeout(hurry.choice((0, 0, 60, 250, 700)))
    page.get_by_role("combobox", name="Actor").first.press("Backspace")
    if seed % 2:
        page.set_viewport_size(SMALLER)
    page.wait_for_timeout(500)
    soon(page, "() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    soon(page, TOLD)
    at_rest(page)

    url, looks, marks, drawn = page.url, picture(page), page.evaluate(MARKS), page.evaluate(ON_SCREEN)
    page.close()
    anew = at_rest(open_page(url, **({"viewport": SMALLER} if seed % 2 else {})))
    assert anew.evaluate(ON_SCREEN) == drawn
    assert anew.evaluate(MARKS) == marks
    assert unlike(picture(anew), looks) < 0.002
    assert looks.getcolors(100) is None, "there is nothing on the map"


def test_an_answer_is_drawn_before_it_is_live(crowded: str, open_page: OpenPage) -> None:
    """Drawings of timeline and map stand in their places with the answer's marks, where the live ones will be."""
    page = held(open_page, crowded)
    pick_actor(page, "North Korea")
    expect(page.locator(SKETCH)).to_have_count(2)
    drawn = page.evaluate(DRAWN_PLACES)
    assert set(page.evaluate(PLANNED_LINES)) == {"3px, 2.2px"}, "what is planned has a dashed line in a drawing, too"
    lanes = page.locator(".ev-lane").all_inner_texts()
    page.evaluate("window.goOn()")
    at_rest(page)

    live = page.evaluate(LIVE_PLACES)
    assert len(drawn) == len(live) > 3
    places = zip(sorted(drawn), sorted(live), strict=True)
    assert all(abs(x - left) <= 1 and abs(y - top) <= 1 for (x, y), (left, top) in places)
    assert page.locator(".ev-lane").all_inner_texts() == lanes


def test_a_pick_is_answered_before_the_page_has_heard_of_it(crowded: str, open_page: OpenPage) -> None:
    """It is asked for while the option is pointed at; the page gives the same later, and the way back stands."""
    page = at_rest(open_page(crowded))
    whole = page.locator(".ev-words").inner_text()
    page.evaluate(MUTE)
    with page.expect_response(lambda answer: "/picked.json" in answer.url):
        page.get_by_role("combobox", name="Actor").first.fill("North Korea")
    page.keyboard.press("Enter")
    expect(page.locator(".ev-words")).not_to_have_text(whole)
    page.keyboard.press("Escape")
    at_rest(page)
    words, marks, drawn = page.locator(".ev-words").inner_text(), page.evaluate(MARKS), page.evaluate(ON_SCREEN)
    assert choice(page, "actor") == "", "the page has not heard"

    page.evaluate("window.speak()")
    wait_for(page, "actor", "prk")
    soon(page, TOLD)
    at_rest(page)
    assert page.locator(".ev-words").inner_text() == words
    assert (page.evaluate(MARKS), page.evaluate(ON_SCREEN)) == (marks, drawn)
    page.go_back()
    soon(page, f"() => document.querySelector('.ev-words').innerText === {json.dumps(whole)}")
    assert choice(page, "actor") == ""


def test_options_that_are_passed_by_are_not_asked_for(crowded: str, open_page: OpenPage) -> None:
    """Only the one at which it stays; and nobody waits for its answer once the figures are gone."""
    page = at_rest(open_page(crowded))
    asked: list[str] = []
    page.route("**/picked.json?*", lambda route: asked.append(route.request.url))  # and no answer comes
    page.get_by_role("combobox", name="Actor").first.click()
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    page.wait_for_timeout(200)
    before = len(asked)
    with page.expect_request("**/picked.json?*"):
        page.evaluate(THROUGH, 20)
    page.wait_for_timeout(200)
    assert len(asked) == before + 1

    page.keyboard.press("Escape")
    with page.expect_event("requestfailed", lambda request: request.url == asked[-1]):
        page.get_by_role("link", name="About").click()


def test_a_map_that_is_moved_is_no_drawing(crowded: str, open_page: OpenPage) -> None:
    """A drawing that would lie elsewhere than the map goes at once, and the answer comes all the same."""
    page = held(open_page, crowded)
    pick_actor(page, "North Korea")
    expect(page.locator(".ev-map .ev-sketch")).to_have_count(1)
    page.get_by_role("button", name="Zoom in").first.click()
    expect(page.locator(".ev-map .ev-sketch")).to_have_count(0)
    page.evaluate("window.goOn()")
    at_rest(page)
    assert choice(page, "actor") == "prk"


def test_a_drawing_of_an_answer_takes_no_press_for_an_older_mark(crowded: str, open_page: OpenPage) -> None:
    """The live map under it still has the marks of the answer before, which mean other events by now."""
    page = held(open_page, f"{crowded}/?v=1&actor=rus")
    pick_actor(page, "North Korea")
    wait_for(page, "actor", "rus,prk")
    expect(page.locator(".ev-map .ev-sketch")).to_have_count(1)
    box = page.locator(".ev-map").bounding_box()
    assert box
    for x, y in page.evaluate(DRAWN_PLACES)[:6]:
        page.mouse.click(box["x"] + x, box["y"] + y)
    page.evaluate("window.goOn()")
    at_rest(page)
    assert choice(page, "event") == ""
    assert choice(page, "actor") == "rus,prk"
