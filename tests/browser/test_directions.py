"""Words that run from right to left do so in every part of the screen, whatever the screen's own language."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import OpenPage, dashboard, recorded
from tests.browser.test_dashboard import ready, rows
from tests.factories import make_article, make_event, make_place, make_span

pytestmark = pytest.mark.browser
TEXT = "قال الجيش السوداني إن قواته دخلت المدينة."


def direction(words: Locator) -> str:
    """In which direction the words of an element run."""
    return str(words.evaluate("element => getComputedStyle(element).direction"))


def test_arabic_runs_from_right_to_left(tmp_path: Path, browser: Browser, open_page: OpenPage) -> None:
    """The quote in the list, on the card and in the article's text; the title keeps the screen's direction."""
    del browser
    article = make_article(TEXT, title="الخرطوم").model_copy(update={"language": "ar"})
    event = make_event(
        "a" * 16,
        article=article,
        when=make_span(date(2024, 10, 30)),
        places=(make_place(15.5, 32.56),),
        quote=(0, len(TEXT)),
    )
    with dashboard(recorded(tmp_path, [(article, [event])])) as served:
        page = ready(open_page(f"{served}/?v=1&lang=en"))
        assert direction(rows(page).locator("q")) == "rtl"
        assert direction(rows(page).locator(".ev-row-title")) == "ltr"
        rows(page).first.click()
        card = page.get_by_role("dialog")
        expect(card.locator("blockquote")).to_be_visible()
        assert direction(card.locator("blockquote")) == "rtl"
        assert direction(card.locator(".card-text")) == "rtl"
