"""The view in words, as tables, as pictures and on paper."""

import base64
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import OpenPage
from tests.browser.test_dashboard import ready

pytestmark = pytest.mark.browser


def form(page: Page, chart: str, name: str) -> None:
    """Chooses another form of a chart."""
    page.locator(f".ev-{chart} .ev-forms:not(.ev-layers) > button").press("Enter")
    page.locator(f".ev-{chart} .ev-menu").get_by_role("button", name=name, exact=True).press("Enter")


def test_the_words_open_and_the_tables_say_what_the_charts_draw(address: str, open_page: OpenPage) -> None:
    """One sentence always, more on a press; each chart turns into a table of the same events, by key, and back."""
    page = ready(open_page(address))
    page.locator(".ev-words summary", has_text="6 events, 28 Oct – 2 Nov 2024").press("Enter")
    expect(page.get_by_text("4 told as fact, 1 planned and 1 denied.")).to_be_visible()

    form(page, "time", "Table")
    table = page.get_by_role("table", name="The timeline as a table")
    expect(table.locator("tbody tr")).to_have_count(10)
    expect(table.locator("tr", has_text="No date known")).to_contain_text("Ukraine plans to attack Kursk")
    page.get_by_role("button", name="Back to the chart").press("Enter")
    expect(page.locator(".ev-lane").first).to_be_visible()

    form(page, "map", "Table")
    table = page.get_by_role("table", name="The map as a table")
    expect(table.locator("tr", has_text="somewhere in Kursk Oblast")).to_contain_text("North Korean troops arrive")
    expect(table.locator("tr", has_text="no place known")).to_contain_text("not on the map")


def test_pictures_are_kept(address: str, open_page: OpenPage, tmp_path: Path) -> None:
    """The timeline as a drawing with its lanes and legend, both charts as pictures that are not blank."""
    page = ready(open_page(address))
    with page.expect_download() as drawn:
        form(page, "time", "Drawing (SVG)")
    drawn.value.save_as(tmp_path / "timeline.svg")
    drawing = (tmp_path / "timeline.svg").read_text(encoding="utf-8")
    for told in ("North Korea", "No date known", "conflict in words", "planned", "stroke-dasharray: 3px 2.2px"):
        assert told in drawing
    for chart in ("time", "map"):
        with page.expect_download() as kept:
            form(page, chart, "Picture (PNG)")
        kept.value.save_as(tmp_path / f"{chart}.png")
        assert colours(page, tmp_path / f"{chart}.png") > 20


def test_the_map_and_the_whole_view_are_kept_as_drawings(address: str, open_page: OpenPage, tmp_path: Path) -> None:
    """Marks, names, borders and scale of the map; with words, timeline, what has no mark and the day on one sheet."""
    page = ready(open_page(address))
    for chart, name, file in (("map", "Drawing (SVG)", "map.svg"), ("time", "All of it: drawing (SVG)", "whole.svg")):
        with page.expect_download() as kept:
            form(page, chart, name)
        kept.value.save_as(tmp_path / file)
        drawing = etree.parse(tmp_path / file)
        told = " ".join(drawing.getroot().itertext())
        wanted = ["6 events, 28 Oct", "Kursk", "Ukraine", "200 km", "Borders as most states recognise them", "Made on"]
        wanted += ["No date known", "Not on the map", "conflict in words"] if file == "whole.svg" else []
        assert [words for words in wanted if words not in told] == []
        assert len(drawing.findall(".//{*}g[@transform]")) >= 2, "marks are drawn, not pasted"
    with page.expect_download() as kept:
        form(page, "map", "All of it: picture (PNG)")
    kept.value.save_as(tmp_path / "whole.png")
    assert colours(page, tmp_path / "whole.png") > 50


def test_a_browser_that_cannot_draw_the_live_map_shows_a_drawing_of_it(address: str, browser: Browser) -> None:
    """Without WebGL 2 the marks and names are there all the same, and it is said why nothing moves."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script("""const own = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
          return kind === 'webgl2' ? null : own.call(this, kind, ...more);
        };""")
    page.goto(address)
    drawing = page.get_by_role("img", name="Map of the events")

    expect(drawing.locator("text", has_text="Kyiv")).to_be_visible()
    assert drawing.locator("g[transform]").count() >= 3
    expect(page.get_by_text("This browser cannot move the map")).to_be_visible()
    page.close()


def colours(page: Page, picture: Path) -> int:
    """How many colours a picture has."""
    address = f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"
    return int(
        page.evaluate(
            """async address => {
              const image = new Image();
              image.src = address;
              await image.decode();
              const board = document.createElement('canvas');
              Object.assign(board, { width: image.width, height: image.height });
              const pen = board.getContext('2d');
              pen.drawImage(image, 0, 0);
              return new Set(new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer)).size;
            }""",
            address,
        )
    )


def test_paper_has_words_map_and_every_event(address: str, open_page: OpenPage) -> None:
    """Printed, the words are all there, the map is a picture, the list is whole, and no control is printed."""
    page = ready(open_page(address))
    paper = PdfReader(BytesIO(page.pdf(format="A4", print_background=True)))
    text = "\n".join(sheet.extract_text() for sheet in paper.pages)

    for told in (
        "6 of 6 events",
        "1 planned and 1 denied",
        "North Korea denies having sent troops",
        "Russia and China consult",
    ):
        assert told in text
    assert "Share a snapshot" not in text
    maps = [image.image for sheet in paper.pages for image in sheet.images if image.image and image.image.width > 300]
    assert any(len(picture.convert("L").getcolors() or []) > 20 for picture in maps)


def test_paper_shows_the_timeline_to_its_end(address: str, open_page: OpenPage) -> None:
    """A timeline wider than paper is drawn anew for it, and is as wide as the screen again afterwards."""
    page = ready(open_page(address, color_scheme="dark"))
    width = "document.querySelector('.ev-time .ev-plot .main-svg').clientWidth"
    seen = page.evaluate(width)
    assert seen > 700
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(width) == 680
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(width) == seen
