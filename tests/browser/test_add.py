"""What a reader does on the Add page in a browser: paste, see the marks, choose words, record, find it on Explore."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from events.articles import article_id
from events.model import Role
from events.record import Record
from tests.browser.conftest import OpenPage, dashboard, recorded, soon

pytestmark = pytest.mark.browser

TEXT = (
    "Austin dan Kim 🛰️ bertemu\n\n"
    "😀🇮🇩 Lloyd Austin mendesak Korea Utara menarik pasukannya dari wilayah Kursk. "
    "Ukraina menyerang gudang amunisi di Belgorod pada Rabu (30/10/2024). "
    "<img src=x onerror=alert(1)> Kapal Contoh berlabuh di Sumy, kata Dmitry Peskov."
)
SELECT = """([words, from]) => {
  const text = document.querySelector('.aw-text');
  const nodes = [];
  for (const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); walk.nextNode(); )
    if (walk.currentNode.parentElement.closest('[data-start]')) nodes.push(walk.currentNode);
  const all = nodes.map(node => node.data).join('');
  const start = all.indexOf(words, from);
  const point = (at, end) => {
    for (const node of nodes) {
      if (at < node.length || (end && at === node.length)) return [node, at];
      at -= node.length;
    }
  };
  const range = document.createRange();
  range.setStart(...point(start, false));
  range.setEnd(...point(start + words.length, true));
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty record."""
    return recorded(tmp_path_factory.mktemp("home"), [])


@pytest.fixture(scope="module")
def served(home: Path, browser: Browser) -> Iterator[str]:
    """A dashboard over it."""
    del browser
    with dashboard(home) as address:
        yield address


@pytest.fixture
def text(request: pytest.FixtureRequest) -> str:
    """The article, of this test alone."""
    return f"{TEXT}\n{request.node.name}"


def read(page: Page, text: str) -> Page:
    """Pastes a text and has its events found."""
    page.get_by_role("textbox", name="Text of the article").fill(text)
    page.get_by_role("button", name="Find the events").click()
    expect(page.locator(".aw-text")).to_be_visible()
    return page


def select(page: Page, words: str, use: str) -> None:
    """Chooses words in the text and presses what to use them for."""
    page.evaluate(SELECT, [words, 0])
    expect(page.locator(".aw-words")).to_have_text(words)
    page.locator(".aw-bar").get_by_role("button", name=use, exact=True).click()


def card(page: Page, words: str) -> None:
    """Opens an event from the list."""
    page.locator(".aw-card", has_text=words).click()
    expect(page.get_by_role("button", name="All events")).to_be_visible()


def test_paste_correct_by_selecting_words_record_and_find_it_on_explore(
    served: str, home: Path, open_page: OpenPage, text: str
) -> None:
    """An added event with doer, date and place chosen in the text is recorded in the words that were chosen."""
    page = read(open_page(f"{served}/add"), text)
    expect(page.locator(".aw-badge")).to_have_count(page.locator(".aw-card").count())

    select(page, "Kapal Contoh berlabuh di Sumy, kata Dmitry Peskov.", "New event")
    expect(page.get_by_text("An event needs a doer")).to_be_visible()
    select(page, "Kapal Contoh", "Doer")
    expect(page.get_by_text("An event needs a doer")).to_have_count(0)
    select(page, "Dmitry Peskov", "Speaker")
    select(page, "Rabu (30/10/2024)", "Date")
    select(page, "Sumy", "Place")
    expect(page.locator(".add-row", has_text="Sumy").first).to_be_visible()
    page.get_by_role("button", name="Record").click()
    page.get_by_label("Your name").fill("Sari")
    page.get_by_label("Your name").press("Tab")
    page.get_by_role("dialog").get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Recorded, with")).to_be_visible()

    with Record(home) as record:
        event = next(each for each in record.events_of(article_id(text)) if each.extractor == "manual")
        assert record.check() == []
    assert event.quote and TEXT[event.quote.start : event.quote.end].startswith("Kapal Contoh berlabuh")
    assert [(actor.role, actor.phrase and actor.phrase.text) for actor in event.actors] == [
        (Role.SOURCE, "Kapal Contoh"),
        (Role.SPEAKER, "Dmitry Peskov"),
    ]
    assert event.when and str(event.when.first) == "2024-10-30"
    assert [place.name for place in event.places] == ["Sumy"]

    page.get_by_role("link", name="Kapal Contoh").click()
    expect(page.get_by_role("dialog").locator("mark.says-actor").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("Kapal Contoh berlabuh di Sumy")


def test_words_behind_astral_letters_are_the_words_chosen(served: str, open_page: OpenPage, text: str) -> None:
    """Words that begin with, lie behind or end between letters outside the first plane are taken as they stand."""
    page = read(open_page(f"{served}/add"), text)
    for words in ("😀🇮🇩 Lloyd", "🛰️", "Lloyd Austin"):
        select(page, words, "New event")
        expect(page.locator(".add-event blockquote")).to_have_text(words)


def test_card_and_words_light_each_other(served: str, open_page: OpenPage, text: str) -> None:
    """Pointing at a card lights its words; pressing a mark opens its event, and the address keeps it over a reload."""
    page = read(open_page(f"{served}/add"), text)
    page.locator(".aw-card", has_text="Attacks").hover()
    expect(page.locator(".aw-lit[data-start]").first).to_contain_text("Ukraina")
    expect(page.locator("[data-label='doer']").first).to_contain_text("Ukraina")
    page.locator(".aw-badge", has_text="Demands").click()
    expect(page.get_by_role("button", name="All events")).to_be_visible()
    expect(page.locator(".aw-badge.aw-lit")).to_contain_text("Demands")
    page.reload()
    expect(page.locator(".add-event h3")).to_contain_text("Lloyd Austin")


def test_words_are_chosen_with_the_keyboard_alone(served: str, open_page: OpenPage, text: str) -> None:
    """Arrows choose words, with Shift more of them; Enter goes to their uses, and Enter there uses them."""
    page = read(open_page(f"{served}/add"), text)
    page.locator(".aw-text").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".aw-words")).to_have_text(re.compile(r"\S+ \S+"))
    words = page.locator(".aw-words").inner_text()
    assert words in text
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".add-event blockquote")).to_have_text(words)


def test_a_draft_outlives_the_browser(served: str, open_page: OpenPage, text: str) -> None:
    """What was corrected and not recorded is there in another browser, and can be undone there."""
    page = read(open_page(f"{served}/add"), text)
    card(page, "Attacks")
    page.get_by_role("combobox", name="What was done").click()
    page.get_by_role("option", name="COERCE").click()
    expect(page.get_by_role("button", name="Undo: kind")).to_be_visible()

    other = open_page(f"{served}/add")
    other.locator(f".st-key-go-{article_id(text)}").get_by_role("button", name="Go on").click()
    expect(other.locator(".aw-card", has_text="Coerces")).to_contain_text("corrected")
    other.get_by_role("button", name="Undo: kind").click()
    expect(other.locator(".aw-card", has_text="Coerces")).to_have_count(0)


def test_hostile_text_is_text(served: str, open_page: OpenPage, text: str) -> None:
    """Markup in an article is shown as the words it is, in the text, the card and the editor."""
    page = read(open_page(f"{served}/add"), text)
    expect(page.locator(".aw-text")).to_contain_text("<img src=x onerror=alert(1)>")
    select(page, "<img src=x onerror=alert(1)>", "New event")
    select(page, "<img src=x onerror=alert(1)>", "Doer")
    expect(page.locator(".add-event blockquote")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_text_and_events_without_scrolling_sideways(
    served: str, open_page: OpenPage, text: str, scheme: str
) -> None:
    """At 390 pixels nothing sticks out, in the form, the list and the editor."""
    page = open_page(
        f"{served}/add", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, color_scheme=scheme
    )
    fits = "() => document.querySelector('.stMain').scrollWidth <= window.innerWidth"
    expect(page.get_by_role("heading", name="Add an article")).to_be_visible()
    soon(page, fits)
    read(page, text)
    expect(page.locator(".aw-card").first).to_be_visible()
    soon(page, fits)
    card(page, "Attacks")
    expect(page.get_by_role("combobox", name="What was done")).to_be_visible()
    soon(page, fits)
    assert page.evaluate("document.querySelector('.aw').dataset.theme") == scheme


def test_facts_about_the_article_are_used_or_left(served: str, open_page: OpenPage, text: str) -> None:
    """Esc leaves the dialog and what was typed in it, within a list only the list; using the facts closes it."""
    page = read(open_page(f"{served}/add"), text)
    dialog = page.get_by_role("dialog", name="About the article")
    page.get_by_role("button", name="About the article").click()
    dialog.get_by_role("textbox", name="Title").fill("Tidak dipakai")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    page.get_by_role("button", name="About the article").click()
    expect(dialog.get_by_role("textbox", name="Title")).not_to_have_value("Tidak dipakai")
    dialog.get_by_role("combobox").click()
    page.keyboard.press("Escape")
    dialog.get_by_role("textbox", name="Publisher").fill("Harian Contoh")
    dialog.get_by_role("button", name="Use these facts").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Harian Contoh")).to_be_visible()
