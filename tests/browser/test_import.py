"""What a reader does with other people's data in a browser: drop a file, look, import, and see its events."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from events.engine.sets import data_set
from tests.browser.conftest import OpenPage, dashboard, recorded
from tests.browser.story import ARTICLE, EVENTS

pytestmark = pytest.mark.browser

TABLE = """tanggal,judul,pelaku,tempat,lat,lon,warna
2024-08-06,Serangan di perbatasan,Ukraine,Sudzha,51.19,35.27,merah
kapan-kapan,Bentrokan,Russia,Korenevo,51.41,34.90,biru
"""


def test_a_file_is_dropped_looked_at_and_imported(browser: Browser, open_page: OpenPage, tmp_path: Path) -> None:
    """In Indonesian at phone width: columns not used and rows not taken are said, and the new set opens on Explore."""
    del browser
    home = recorded(tmp_path, [(ARTICLE, EVENTS)])
    with dashboard(home) as address:
        page = open_page(f"{address}/data?lang=id", viewport={"width": 390, "height": 844})
        file = {"name": "insiden.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
        page.locator(".st-key-import input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        expect(page.get_by_text("Kolom yang tidak dipakai: warna")).to_be_visible()

        page.locator(".st-key-import-dry button").click()
        expect(page.get_by_text("1 dari 2 baris menjadi peristiwa")).to_be_visible()
        expect(page.get_by_text("Tidak ada yang dicatat")).to_be_visible()
        assert data_set(home, "insiden") is None

        page.locator(".st-key-import-take button").click()
        said = page.locator(".st-key-import-said")
        expect(said.get_by_text("1 tidak diambil: bukan tanggal: kapan-kapan")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        made = data_set(home, "insiden")
        assert made is not None
        assert made.rows == 1

        said.get_by_role("link").click()
        expect(page.get_by_text("Serangan di perbatasan").first).to_be_visible()
