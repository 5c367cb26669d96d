"""The Export dialog in a real browser: the file that comes is the view on screen."""

import csv
import json
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import expect

from events.links import encode
from events.model import View
from tests.browser.conftest import OpenPage
from tests.browser.story import EVENTS
from tests.serving import Client


def test_the_view_is_downloaded(address: str, open_page: OpenPage, tmp_path: Path) -> None:
    """Export, Download: a file with exactly the events of the view, and beside it what it is, from our own address."""
    view = View(kinds=(EVENTS[0].kind,))
    page = open_page(f"{address}/?{urlencode(encode(view))}")
    page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Exactly this view as a file")
    link = dialog.get_by_role("link", name="Download")
    page.evaluate("link => link.removeAttribute('target')", link.element_handle())  # a download in this very page
    with page.expect_download() as taken:
        link.click()
    path = tmp_path / taken.value.suggested_filename
    taken.value.save_as(path)
    with path.open(encoding="utf-8", newline="") as file:
        found = sorted(row["id"] for row in csv.DictReader(file))
    about = dialog.get_by_role("link", name="What this file is").get_attribute("href") or ""
    said = json.loads(Client(int(address.rpartition(":")[2])).get(about.removeprefix(address)).content)

    assert path.name.startswith("events-")
    assert path.suffix == ".csv"
    assert found == sorted(event.id for event in EVENTS if event.kind is EVENTS[0].kind)
    assert said["events"] == len(found)
