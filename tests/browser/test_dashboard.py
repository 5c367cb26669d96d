"""What a reader does in a browser: choose, look, open, share, come back. Nothing leaves this machine."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, soon
from tests.browser.story import EVENTS

pytestmark = pytest.mark.browser

MARKS = """() => {
  const [map, time] = document.querySelectorAll('.ev .ev-plot');
  const own = [...map.data, ...time.data].map(trace => [trace.uid, (trace.customdata || []).flat().length]);
  return Object.fromEntries(own);
}"""
MAP = "document.querySelector('.ev-map .ev-plot')._fullLayout.map._subplot.map"


def ready(page: Page) -> Page:
    """The page, once both figures are drawn."""
    expect(page.locator(".ev-map:not(.ev-waiting)")).to_be_visible()
    expect(page.locator(".ev-time:not(.ev-waiting)")).to_be_visible()
    return page


def choice(page: Page, field: str) -> str:
    """The value of one field of the view in the address."""
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)[field][0]


def rows(page: Page) -> Locator:
    """The rows of the list."""
    return page.locator(".ev-row")


def pick_actor(page: Page, name: str) -> None:
    """Chooses an actor in the first control by typing its name."""
    page.get_by_role("combobox", name="Actor").first.fill(name)
    page.get_by_role("option", name=name).first.click()
    page.keyboard.press("Escape")


def wait_for(page: Page, field: str, value: str) -> None:
    """Until the address says so."""
    soon(page, "([field, value]) => new URLSearchParams(location.search).get(field) === value", [field, value])


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Presses, moves and lets go, as a hand does."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def test_first_screen_shows_everything_and_the_address_says_it(address: str, open_page: OpenPage) -> None:
    """Six events on map, timeline and list; what has no date or place is told; the address holds every field."""
    page = ready(open_page(address))
    marks = page.evaluate(MARKS)

    expect(page.get_by_text("6 of 6 events")).to_be_visible()
    expect(rows(page)).to_have_count(6)
    assert marks["regions-act"] == 1
    assert marks["marks"] == 5
    assert marks["planned-undated"] == 1
    assert marks["before"] > 0
    assert set(parse_qs(urlsplit(page.url).query, keep_blank_values=True)) >= {"v", "actor", "role", "from", "camera"}
    expect(page.locator(".ev-lane", has_text="No date known")).to_be_visible()


def test_picking_an_actor_narrows_map_timeline_list_and_counts(address: str, open_page: OpenPage) -> None:
    """One pick in the first control, and all four follow; why the rest is not shown opens; Back undoes it."""
    page = ready(open_page(address))
    page.evaluate(f"{MAP}.mine = true")
    pick_actor(page, "South Korea")

    expect(page.get_by_text("1 of 6 events")).to_be_visible()
    expect(rows(page)).to_have_count(1)
    wait_for(page, "actor", "kor")
    soon(page, f"() => ({MARKS})().marks === 1")
    marks = page.evaluate(MARKS)
    assert "before" not in marks
    assert marks["asserted-day"] == 2
    assert page.evaluate(f"{MAP}.mine") is True, "the map was made anew"

    page.get_by_role("button", name="5 not shown").click()
    expect(page.get_by_text("5 other actors or roles")).to_be_visible()
    page.get_by_role("button", name="5 other actors or roles").click()
    expect(page.get_by_text("5 events that the view hides")).to_be_visible()
    expect(rows(page)).to_have_count(5)
    page.reload()
    expect(rows(page)).to_have_count(5)
    page.go_back()
    expect(rows(page)).to_have_count(1)

    page.go_back()
    expect(page.get_by_text("6 of 6 events")).to_be_visible()
    expect(rows(page)).to_have_count(6)


def test_role_tells_doer_from_target(address: str, open_page: OpenPage) -> None:
    """North Korea with its parts is doer of two events and target of two others."""
    page = ready(open_page(f"{address}/?v=1&actor=prk&role=source"))
    expect(page.get_by_text("2 of 6 events")).to_be_visible()
    page.get_by_role("combobox", name="Role").click()
    page.get_by_role("option", name="as target").click()

    wait_for(page, "role", "target")
    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_contain_text("withdraw")


def test_a_card_opens_its_words_and_the_link_opens_the_card(address: str, open_page: OpenPage) -> None:
    """A row opens the card: quote and phrases marked, who says so, what denies it; a reload shows it again."""
    page = ready(open_page(address))
    rows(page).filter(has_text="North Korean troops arrive").click()
    card = page.get_by_role("dialog")

    expect(card.locator("mark.says-quote.says-actor").first).to_contain_text("Pasukan Korut")
    expect(card.locator("mark.says-date")).to_contain_text(["date", "28 Oktober 2024"])
    expect(card.locator("mark.says-place")).to_contain_text(["place", "wilayah Kursk"])
    expect(card).to_contain_text("Pentagon, quoted in article: Korut, Kursk & <b>Pentagon</b>")
    wait_for(page, "event", EVENTS[0].id)

    page.reload()
    expect(card).to_contain_text("Denied by")
    card.get_by_role("button", name="North Korea denies").click()
    wait_for(page, "event", EVENTS[1].id)
    expect(card).to_contain_text("Denies")

    card.get_by_role("button", name="Close").click()
    wait_for(page, "event", "")
    expect(card).to_have_count(0)


def test_a_box_on_the_timeline_chooses_days(address: str, open_page: OpenPage) -> None:
    """Dragging over two days keeps what may lie in them, tells what has no date, and a chip takes it back."""
    page = ready(open_page(address))
    spot = page.evaluate(
        """() => { const plot = document.querySelector('.ev-time .ev-plot'), x = plot._fullLayout.xaxis,
        box = plot.getBoundingClientRect(), at = day => box.left + x._offset + x.d2p(day);
        return [at('2024-10-30 02:00'), at('2024-10-30 22:00'), box.top + 40]; }"""
    )
    drag(page, (spot[0], spot[2]), (spot[1], spot[2] + 30))

    wait_for(page, "from", "2024-10-30")
    wait_for(page, "to", "2024-10-30")
    # two demands are of that day, and the denial may have been made on any day up to 2 November
    expect(page.get_by_text("3 of 6 events")).to_be_visible()
    page.get_by_role("button", name="30 Oct 2024", exact=False).first.click()
    expect(page.get_by_text("6 of 6 events")).to_be_visible()


def test_an_area_on_the_map_narrows_and_keeps_the_zoom(address: str, open_page: OpenPage) -> None:
    """A box over Kursk keeps what lies there; the map stays where it was."""
    page = ready(open_page(address))
    before = page.evaluate(f"[{MAP}.getZoom(), {MAP}.getCenter().lng]")
    page.get_by_role("button", name="Choose an area").click()
    corners = page.evaluate(
        f"""() => {{ const box = document.querySelector('.ev-map').getBoundingClientRect();
        return [[34, 50.6], [38.5, 52.8]].map(at => {MAP}.project(at)).map(p => [box.left + p.x, box.top + p.y]); }}"""
    )
    drag(page, tuple(corners[0]), tuple(corners[1]))

    expect(page.get_by_text("2 of 6 events")).to_be_visible()
    edges = [float(edge) for edge in choice(page, "area").split(",")]
    assert edges == pytest.approx([34, 50.6, 38.5, 52.8], abs=0.2)
    assert page.evaluate(f"[{MAP}.getZoom(), {MAP}.getCenter().lng]") == pytest.approx(before)


def test_events_on_one_point_are_listed_on_a_click(address: str, open_page: OpenPage) -> None:
    """Two demands made at the Pentagon are one mark; a click narrows the list to the two."""
    page = ready(open_page(f"{address}/?v=1&camera=-77.056,38.871,6"))
    middle = page.locator(".ev-map").bounding_box()
    assert middle
    spot = (middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2)
    page.mouse.move(spot[0] + 3, spot[1] + 3)
    page.mouse.move(*spot, steps=3)
    expect(page.locator(".hoverlayer").first).to_contain_text("2 events")
    page.mouse.click(*spot)

    expect(rows(page)).to_have_count(2)
    wait_for(page, "pick", f"{EVENTS[2].id},{EVENTS[3].id}")
    page.get_by_role("button", name="Show all").click()
    expect(rows(page)).to_have_count(6)


def test_moving_the_map_is_kept_in_the_address(address: str, open_page: OpenPage) -> None:
    """The camera is part of the link, without a step for Back; the link opens where it looked."""
    page = ready(open_page(address))
    steps = page.evaluate("history.length")
    page.evaluate(f"{MAP}.jumpTo({{center: [30.5, 50.4], zoom: 6.5}})")
    soon(page, "() => new URLSearchParams(location.search).get('camera').startsWith('30.5,50.4,6.5')")
    assert page.evaluate("history.length") == steps

    other = ready(open_page(page.url))
    assert other.evaluate(f"{MAP}.getZoom()") == pytest.approx(6.5, abs=0.01)
    pick_actor(page, "South Korea")
    wait_for(page, "actor", "kor")
    assert choice(page, "camera").startswith("30.5,50.4,6.5")
    assert page.evaluate(f"{MAP}.getZoom()") == pytest.approx(6.5, abs=0.01)


def test_a_lane_opens_into_its_parts(address: str, open_page: OpenPage) -> None:
    """North Korea's lane opens into its forces, and the address remembers it."""
    page = ready(open_page(address))
    page.locator("button.ev-lane", has_text="North Korea").click()

    wait_for(page, "lanes", "prk")
    expect(page.locator(".ev-lane", has_text="North Korean armed forces")).to_be_visible()


def test_a_shared_snapshot_opens_elsewhere_and_leads_back(address: str, open_page: OpenPage) -> None:
    """Share what is chosen, open the link in another browser, read it, see its figures, and go to the live view."""
    page = ready(open_page(f"{address}/?v=1&actor=kor"))
    page.get_by_role("button", name="Share a snapshot").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("actor South Korea in any role")
    dialog.get_by_label("Title").fill("Seoul demands <withdrawal>")
    dialog.get_by_label("Title").press("Tab")
    dialog.get_by_role("button", name="Create the link").click()
    link = dialog.locator("code").first.inner_text()
    assert link.startswith(f"{address}/s/")
    assert len(link.rsplit("/", 1)[1]) == 32

    reader = open_page(link)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Seoul demands <withdrawal>")
    expect(reader.get_by_text("since then nothing changed")).to_be_visible()
    expect(reader.locator("tbody tr")).to_have_count(1)
    expect(reader.locator("body[data-ready]")).to_be_attached()
    assert reader.evaluate(MARKS)["marks"] == 1
    reader.get_by_role("link", name="Open the live view").click()
    ready(reader)
    expect(reader.get_by_text("1 of 6 events")).to_be_visible()
    assert choice(reader, "actor") == "kor"


def test_a_snapshot_is_readable_without_scripts(address: str, open_page: OpenPage) -> None:
    """The words are in the page itself."""
    page = ready(open_page(address))
    page.get_by_role("button", name="Share a snapshot").click()
    page.get_by_role("dialog").get_by_role("button", name="Create the link").click()
    link = page.get_by_role("dialog").locator("code").first.inner_text()
    reader = open_page(link, java_script_enabled=False)

    expect(reader.locator("tbody tr")).to_have_count(6)
    expect(reader.locator("noscript p")).to_be_visible()


def test_a_link_that_is_not_understood_says_so(address: str, open_page: OpenPage) -> None:
    """Unknown values are named with what is allowed; the rest of the view is shown; the address stays to be read."""
    page = ready(open_page(f"{address}/?v=1&actor=narnia,kor&kind=DANCE"))

    expect(page.get_by_text('"narnia" is not known')).to_be_visible()
    expect(page.get_by_text('"DANCE" is not known')).to_be_visible()
    expect(page.get_by_text("1 of 6 events")).to_be_visible()
    assert "narnia" in page.url


def test_an_empty_view_says_what_to_do(address: str, open_page: OpenPage) -> None:
    """No event fits: the page says so and how to get back, and clearing works."""
    page = ready(open_page(f"{address}/?v=1&actor=kor&kind=ASSAULT"))

    expect(page.get_by_text("No event fits this view").first).to_be_visible()
    page.get_by_role("button", name="Clear every choice").click()
    expect(page.get_by_text("6 of 6 events")).to_be_visible()


def test_indonesian_throughout(address: str, open_page: OpenPage) -> None:
    """A browser in Indonesian gets Indonesian; the switch changes it and stays in the address."""
    page = ready(open_page(address, locale="id-ID"))
    expect(page.get_by_text("6 dari 6 peristiwa")).to_be_visible()
    expect(page.locator(".ev-time h2")).to_have_text("Lini masa")
    page.get_by_role("combobox", name="Bahasa").click()
    page.get_by_role("option", name="English").click()

    expect(page.get_by_text("6 of 6 events")).to_be_visible()
    assert choice(page, "lang") == "en"


def test_the_other_pages_open(address: str, open_page: OpenPage) -> None:
    """Snapshots lists what was shared; About says whose data and borders these are; the way back works."""
    page = ready(open_page(address))
    page.get_by_role("link", name="Snapshots").click()
    expect(page.get_by_role("heading", name="Snapshots")).to_be_visible()
    page.get_by_role("link", name="About").click()
    expect(page.get_by_text("GeoNames (geonames.org), CC BY 4.0")).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    ready(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_all_without_scrolling_sideways(address: str, open_page: OpenPage, scheme: str) -> None:
    """At 390 pixels nothing sticks out, lane names stand inside the chart, and a row opens its card."""
    page = ready(
        open_page(address, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, color_scheme=scheme)
    )

    assert page.evaluate("document.querySelector('.stMain').scrollWidth <= window.innerWidth")
    assert page.locator(".ev-time.ev-narrow").count() == 1
    assert page.evaluate("document.querySelector('.ev').dataset.theme") == scheme
    rows(page).first.tap()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_marks_outside_the_window_are_counted_and_one_press_shows_all(address: str, open_page: OpenPage) -> None:
    """The Pentagon lies beyond the map of Kursk: the map says so, and shows it when pressed."""
    page = ready(open_page(address))
    outside = page.locator(".ev-outside")
    expect(outside).to_have_text("1 mark outside this part of the map")
    outside.click()
    expect(outside).to_be_hidden()
    soon(page, f"() => {MAP}.getBounds().contains([-77.056, 38.871])")

    page.get_by_role("button", name="Kursk", exact=True).click()
    expect(outside).to_be_visible()
    page.get_by_role("button", name="All", exact=True).press("Enter")
    expect(outside).to_be_hidden()


def test_whose_borders_are_drawn_is_named_and_chosen(address: str, open_page: OpenPage) -> None:
    """Recognised unless asked otherwise; as held on a press, which map and link say, and Undo takes back."""
    page = ready(open_page(f"{address}/?v=1&camera=34.5,46.5,4.6"))
    simferopol = f"""country => {MAP}.queryRenderedFeatures({MAP}.project([34.1, 44.95]), {{ layers: ['land'] }})
      .some(found => found.properties.iso === country)"""
    soon(page, simferopol, "UKR")
    page.get_by_role("button", name="Draw them as held").click()
    wait_for(page, "borders", "defacto")
    expect(page.locator(".ev-borders")).to_contain_text("Borders as they are held")
    soon(page, simferopol, "RUS")
    soon(page, f"() => ({MARKS})().marks === 5")

    page.reload()
    ready(page)
    soon(page, simferopol, "RUS")
    page.get_by_role("button", name="Undo", exact=True).click()
    wait_for(page, "borders", "recognised")
    soon(page, simferopol, "UKR")


def test_the_map_jumps_and_says_how_far_and_where_north_is(address: str, open_page: OpenPage) -> None:
    """Korea and Moscow are one press away; the scale follows the zoom; a turned map is put right by its arrow."""
    page = ready(open_page(address))
    scale = page.locator(".ev-scale")
    expect(scale).to_have_text("200 km")
    page.get_by_role("button", name="Korea", exact=True).click()
    soon(page, f"() => Math.abs({MAP}.getCenter().lng - 127.3) < 0.01")
    page.get_by_role("button", name="Moscow", exact=True).click()
    page.get_by_role("button", name="Zoom in", exact=True).click()
    expect(scale).not_to_have_text("200 km")
    page.evaluate(f"{MAP}.setBearing(40)")
    page.get_by_role("button", name="North: put it on top").click()
    soon(page, f"() => {MAP}.getBearing() === 0")


def test_a_row_quotes_the_event_and_names_the_article_apart(address: str, open_page: OpenPage) -> None:
    """The words in quotation marks are those that tell the event; the article's title is its source, unquoted."""
    page = ready(open_page(address))
    row = rows(page).filter(has_text="North Korea denies")

    expect(row.locator("q")).to_have_text("Korut membantah telah mengirim pasukan ke Kursk.")
    expect(row.locator("cite")).to_have_text("article: Korut, Kursk & <b>Pentagon</b>")
