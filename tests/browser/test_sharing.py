"""Sharing between two people, each with a browser of their own: one shares, the other opens; revoked is gone."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import OpenPage, soon
from tests.browser.test_dashboard import MAP, ready

WORDS = {
    "en": ("Share a snapshot", "Title", "Shared by", "Create the link", "Snapshots", "Revoke", "Revoke for good"),
    "id": ("Bagikan potret", "Judul", "Dibagikan oleh", "Buat tautan", "Potret", "Cabut", "Cabut selamanya"),
}


def shared(page: Page, language: str, title: str) -> str:
    """The link of a snapshot that is shared in the dialog."""
    share, title_field, by_field, create, *_ = WORDS[language]
    page.get_by_role("button", name=share).click()
    dialog = page.get_by_role("dialog")
    for label, words in ((title_field, title), (by_field, "Ana")):
        dialog.get_by_label(label).fill(words)
        dialog.get_by_label(label).press("Tab")
    dialog.get_by_role("button", name=create).click()
    return dialog.locator("code").first.inner_text()


@pytest.mark.parametrize("language", ["en", "id"])
def test_one_shares_another_opens_and_what_is_revoked_is_gone(address: str, open_page: OpenPage, language: str) -> None:
    """Two profiles that share nothing but the link; the second reloads after the first has revoked it."""
    title = f"Two desks {language}"
    desk = open_page(f"{address}/?v=1&actor=kor&lang={language}")
    link = shared(desk, language, title)
    reader = open_page(link, locale=language)
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    expect(reader.locator("header")).to_contain_text("Ana")
    expect(reader.locator("body[data-ready]")).to_be_attached()
    assert reader.context is not desk.context
    assert reader.context.cookies() == []  # a reader needs no session

    _, _, _, _, snapshots, revoke, sure = WORDS[language]
    desk.goto(f"{address}/snapshots?lang={language}")
    expect(desk.get_by_role("heading", name=snapshots, exact=True)).to_be_visible()
    entry = desk.locator(".st-key-do-" + link.rsplit("/", 1)[1])
    entry.get_by_role("button", name=revoke).click()
    expect(desk.get_by_text(re.compile("cannot be undone|tidak dapat dibatalkan"))).to_be_visible()
    desk.get_by_role("button", name=sure).click()
    expect(desk.locator(".st-key-told")).to_contain_text(title)

    gone = reader.reload()
    assert gone is not None
    assert gone.status == 410
    assert title not in reader.content()


def test_a_snapshot_shows_in_a_frame_of_its_own_site_only(address: str, open_page: OpenPage) -> None:
    """Without EVENTS_FRAMES no other site can put it into its page."""
    link = shared(open_page(f"{address}/?v=1&actor=kor"), "en", "Framed")
    policy = open_page(link).request.get(link).headers["content-security-policy"]

    assert policy.endswith("frame-ancestors 'self'")


def test_what_moved_since_opens_without_scripts(address: str, open_page: OpenPage) -> None:
    """The page of what moved needs none, and leads back."""
    link = shared(open_page(f"{address}/?v=1&actor=kor"), "en", "Moved")
    reader = open_page(f"{link}/since", java_script_enabled=False)
    reader.get_by_role("link", name="Back to what was shared").click()

    expect(reader.get_by_role("heading", level=1)).to_have_text("Moved")


def test_on_paper_the_heading_of_the_table_stands_with_it(address: str, open_page: OpenPage) -> None:
    """However high the figures are that stand before it."""
    link = shared(open_page(f"{address}/?v=1"), "en", "Printed")
    reader = open_page(link, java_script_enabled=False)
    for height in range(0, 1000, 100):
        reader.locator("#figures").evaluate(f"each => (each.style.height = '{height}px')")
        pages = PdfReader(BytesIO(reader.pdf(format="A4"))).pages
        (said,) = [words for words in (page.extract_text() for page in pages) if "The events, with the words" in words]
        assert said.index("When") > said.index("The events, with the words"), height


def test_a_snapshot_whose_marks_lie_elsewhere_opens_at_them(address: str, open_page: OpenPage) -> None:
    """Where the maker's map showed none of them, and on a phone too."""
    page = ready(open_page(f"{address}/?v=1&actor=kor&camera=30.9,-40,5"))
    expect(page.locator(".ev-outside")).to_be_visible()
    reader = open_page(shared(page, "en", "Elsewhere"), viewport={"width": 390, "height": 844})
    expect(reader.locator("body[data-ready]")).to_be_attached()
    expect(reader.locator(".ev-outside")).to_be_hidden()
    soon(reader, f"() => {MAP}.getCenter().lat > 0")


def test_a_snapshot_opens_where_the_makers_map_was_moved_to(address: str, open_page: OpenPage) -> None:
    """Also when the map was moved and nothing else was chosen since, so that no page has run."""
    page = ready(open_page(f"{address}/?v=1"))
    page.evaluate(f"{MAP}.jumpTo({{center: [37.5, 51.5], zoom: 6.5}})")
    soon(page, "() => new URLSearchParams(location.search).get('camera').startsWith('37.5,51.5')")
    reader = open_page(shared(page, "en", "Moved map"))
    expect(reader.locator("body[data-ready]")).to_be_attached()
    soon(reader, f"() => Math.abs({MAP}.getCenter().lng - 37.5) < 0.1 && Math.abs({MAP}.getZoom() - 6.5) < 0.1")
