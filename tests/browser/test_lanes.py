"""Lanes by place, in an order, opened and folded: chosen on screen, kept in the link."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_dashboard import ready, wait_for

pytestmark = pytest.mark.browser


def test_lanes_by_place(address: str, open_page: OpenPage) -> None:
    """Countries in the reader's language, fullest first or by name; a country opens into its places; a lane folds."""
    page = ready(open_page(f"{address}/?v=1&by=place&lang=id"))
    names = page.locator(".ev-lane-name")
    expect(names).to_have_text(["Rusia", "Amerika Serikat", "Tempat tidak diketahui", "Tanggal tidak diketahui"])
    page.locator("button.ev-lane", has_text="Rusia").click()
    wait_for(page, "lanes", "RUS")
    expect(names).to_have_text(
        ["Rusia", "Moskow", "Oblast Kursk", "Amerika Serikat", "Tempat tidak diketahui", "Tanggal tidak diketahui"]
    )

    page.get_by_role("button", name="Lainnya").click()
    page.get_by_role("combobox", name="Urutan lajur").click()
    page.get_by_role("option", name="Menurut nama").click()
    wait_for(page, "sort", "name")
    expect(names.first).to_have_text("Amerika Serikat")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Lipat Amerika Serikat menjadi satu baris").press("Enter")
    wait_for(page, "folded", "USA")
    page.reload()
    ready(page)
    expect(page.get_by_role("button", name="Buka lipatan Amerika Serikat")).to_be_attached()
    expect(names.first).to_have_text("Amerika Serikat")
