"""A snapshot in one file, opened from disk in a browser without any network."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from events.engine import Engine
from events.model import View
from events.record import Record
from events.sharing.file import exported
from events.snapshots.creating import create
from events.snapshots.opening import form_of
from tests.browser.conftest import recorded
from tests.browser.story import ARTICLE, EVENTS
from tests.factories import NOON


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a snapshot of the story."""
    home = recorded(tmp_path_factory.mktemp("home"), [(ARTICLE, EVENTS)])
    with Record(home) as record:
        made = create(record, Engine(record), View(), title="The story", by="Desk", at=NOON)
        content = exported(form_of(record.stored_snapshots(made.id)[0]), base="http://127.0.0.1:1", language="en")
    file = home / "story.html"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_it_opens_from_disk_without_network(browser: Browser, path: Path, size: tuple[int, int]) -> None:
    """Map and timeline are drawn, an actor narrows figures and table, and nothing is asked of any address."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
    page = context.new_page()
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(urlsplit(request.url).scheme))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())

    expect(page.locator("body[data-ready=all]")).to_be_attached(timeout=60_000)
    expect(page.locator(".ev-map canvas").first).to_be_visible()
    expect(page.locator(".ev-time .main-svg").first).to_be_visible()
    expect(page.locator(".ev-scale")).to_contain_text("km")
    rows = page.locator("tr[id^=event-]")
    assert rows.count() == len(EVENTS)
    # the basemap is drawn, not only its ground: the worker runs
    assert page.evaluate(
        "() => document.querySelector('.ev-map .js-plotly-plot')._fullLayout.map._subplot.map"
        ".querySourceFeatures('countries').length > 0"
    )

    lanes, lane = page.locator(".ev-lane"), page.locator("button.ev-lane", has_text="North Korea").first
    closed = lanes.count()
    lane.click()
    expect(lane).to_have_attribute("aria-expanded", "true")
    assert lanes.count() > closed
    lane.click()
    expect(lanes).to_have_count(closed)

    actor = page.locator("#actor option").nth(1).get_attribute("value") or ""
    page.select_option("#actor", actor)
    expect(page.locator(f'body[data-ready="{actor}"]')).to_be_attached(timeout=60_000)
    shown = page.locator("tr[id^=event-]:visible").count()
    assert 0 < shown <= len(EVENTS)
    expect(page.locator("#shown")).to_contain_text(str(shown))
    assert set(asked) <= {"file", "blob", "data"}
    assert complaints == []
    context.close()


def test_its_words_are_there_without_scripts(browser: Browser, path: Path) -> None:
    """Without scripts the table, the quotes and the hash are read; nothing that needs scripts is offered."""
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.get_by_role("heading", name="The story")).to_be_visible()
    assert page.locator("tr[id^=event-]:visible").count() == len(EVENTS)
    expect(page.locator("footer code").first).to_be_visible()
    expect(page.locator("#actor")).to_be_hidden()
    context.close()
