"""The Add page, run without a browser: an article in, its events corrected, recorded with what was found before."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from events import draft_files
from events.articles import article_id
from events.model import Kind, Modality, ReviewState
from events.pages import add_source
from events.record import Record
from tests.factories import NOON
from tests.model_server import model_server, told
from tests.test_pages import ENTRY, PATIENCE, words

ADD = ENTRY.parent / "add.py"
TEXT = (
    "Austin bertemu Kim Yong-hyun di Pentagon\n\n"
    "Menteri Pertahanan AS Lloyd Austin mendesak Korea Utara menarik pasukannya dari wilayah Kursk pada Rabu "
    "(30/10/2024). Ukraina menyerang gudang amunisi di Belgorod dan menewaskan 3 orang. Bupati Wonosari membuka pasar."
)
ARTICLE = article_id(TEXT)


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """An empty record that the page opens too, and no record of an earlier test in its caches."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path))
    st.cache_resource.clear()
    st.cache_data.clear()
    with Record(tmp_path, shipped=[]) as made:
        yield made
    st.cache_resource.clear()


def on_add() -> None:
    """The Add page as the one that opens, without the header around it."""
    import streamlit as st

    from events.pages import add, explore, state

    pages = [st.Page(add.page, url_path="add", default=True), st.Page(explore.page, url_path="explore")]
    st.session_state[state.PAGES] = {page.url_path: page for page in pages} | {"explore": pages[1]}
    st.navigation(pages, position="hidden").run()


def opened(**address: str) -> AppTest:
    """The Add page under an address."""
    page = AppTest.from_function(on_add, default_timeout=PATIENCE)
    for field, value in address.items():
        page.query_params[field] = value
    page.run()
    assert not page.exception
    return page


def read(text: str = TEXT, *, published: date | None = None) -> AppTest:
    """The page after a text was pasted and read."""
    page = opened()
    page.text_area(key="add-text").set_value(text)
    if published:
        page.date_input(key="add-published").set_value(published)
    page.button(key="add-read").click().run()
    assert not page.exception
    return page


def block(page: AppTest, part: str) -> dict[str, Any]:
    """What the browser is handed: the "text" or the "list"."""
    import json

    found = [json.loads(each.proto.json) for each in page.get("bidi_component")]
    return next(each for each in found if each["part"] == part)


def cards(page: AppTest) -> list[dict[str, Any]]:
    """The cards of the list."""
    found: list[dict[str, Any]] = block(page, "list")["cards"]
    return found


def open_event(page: AppTest, kind: str) -> AppTest:
    """The page with the first event of that kind open."""
    page.query_params["act"] = next(each["id"] for each in cards(page) if each["kind"] == kind)
    page.run()
    assert not page.exception
    return page


def record_it(page: AppTest, *, by: str = "Sari", all_read: bool = False) -> AppTest:
    """Records what is open."""
    page.button(key="add-record").click().run()
    page.text_input(key="record-by").set_value(by)
    if all_read:
        page.checkbox(key="record-all").check()
    page.button(key="record-it").click().run()
    assert not page.exception
    return page


@pytest.mark.usefixtures("record")
def test_a_pasted_article_shows_its_events_in_its_own_words() -> None:
    """The pieces handed to the browser are the text, the marks its events; the address says which draft is open."""
    page = read()
    text = block(page, "text")

    assert "".join(piece["text"] for piece in text["pieces"]) == TEXT
    assert {card["kind"] for card in cards(page)} >= {"Demands", "Attacks"}
    assert {event for piece in text["pieces"] for event in piece["quotes"]} == set(text["marks"])
    assert page.query_params["article"] == ARTICLE


def test_nothing_is_recorded_before_it_is_said(record: Record) -> None:
    """Reading records nothing; what was begun waits as a draft that another browser can open."""
    read()
    assert record.articles() == []

    other = opened()
    other.button(key=f"go-{ARTICLE}").click().run()
    assert len(cards(other)) == len(cards(read()))


def test_a_correction_is_recorded_as_a_revision_of_what_was_found(record: Record) -> None:
    """The first revision is what was found, the second what the reader made of it, with name and reason."""
    page = open_event(read(), "Demands")
    event = page.query_params["act"]
    page.selectbox(key="ed-kind").set_value("THREATEN").run()
    page.selectbox(key="ed-modality").set_value("possible").run()
    assert any("corrected" in each.proto.body for each in page.get("html"))
    record_it(page)
    first, second = record.revisions(event)

    assert (first.kind, second.kind, second.modality) == (Kind.REQUEST, Kind.THREATEN, Modality.POSSIBLE)
    assert (second.review.by, second.review.why) == ("Sari", "Read against the article")
    assert record.check() == []
    assert draft_files.all_kept(record.home) == []


def test_a_dropped_event_is_recorded_as_found_and_withdrawn(record: Record) -> None:
    """Nothing that was found is lost; why it is no event is the revision's reason."""
    page = open_event(read(), "Attacks")
    event = page.query_params["act"]
    page.radio(key="ed-drop-why").set_value("background")
    page.button(key="ed-drop-it").click().run()
    record_it(page)
    first, second = record.revisions(event)

    assert (first.review.state, second.review.state) == (ReviewState.FOUND, ReviewState.WITHDRAWN)
    assert second.review.why == "background, not news"


def test_undo_takes_back_the_last_correction(record: Record) -> None:
    """Each undo takes back one step, and says which."""
    page = open_event(read(), "Demands")
    page.selectbox(key="ed-kind").set_value("ACCUSE").run()
    undo = page.button(key="add-undo")
    assert undo.label == "Undo: kind of 1"
    undo.click().run()

    assert page.selectbox(key="ed-kind").value == "REQUEST"
    assert page.button(key="add-undo").disabled
    assert record.articles() == []


def test_typed_words_set_fields(record: Record) -> None:
    """Words of the article become a doer, a date or a number, as the program's own register and rules read them."""
    page = open_event(read(published=date(2024, 11, 1)), "Attacks")
    for typed, use in (("Lloyd Austin", "speaker"), ("Rabu (30/10/2024)", "date"), ("Wonosari", "place")):
        page.text_input(key="ed-words").set_value(typed)
        page.selectbox(key="ed-use").set_value(use)
        page.button(key="ed-take").click().run()
        assert not page.exception
    event = page.query_params["act"]
    record_it(page)
    last = record.revisions(event)[-1]

    assert [(actor.role, actor.id) for actor in last.actors][-1] == ("speaker", "usa-austin")
    assert last.when and (str(last.when.first), last.when.phrase and last.when.phrase.text) == (
        "2024-10-30",
        "Rabu (30/10/2024)",
    )
    assert last.places[-1].phrase and last.places[-1].phrase.text == "Wonosari"


def test_a_place_is_chosen_among_those_of_its_name(record: Record) -> None:
    """A name that several places have asks which is meant; the one chosen keeps its role."""
    page = open_event(read(), "Attacks")
    page.text_input(key="ed-place").set_value("Springfield").run()
    choice = [each for each in page.radio if str(each.key).startswith("ed-choice-")][-1]
    choice.set_value(choice.options[1]).run()
    assert not page.exception
    event = page.query_params["act"]
    record_it(page)
    place = record.revisions(event)[-1].places[-1]

    assert len(choice.options) > 1
    assert (place.name, place.role, bool(place.ids)) == ("Springfield", "happened_at", True)


def test_words_that_are_not_there_are_refused_in_a_sentence(record: Record) -> None:
    """The page says what came; nothing changes."""
    page = open_event(read(), "Attacks")
    page.text_input(key="ed-words").set_value("Atlantis")
    page.button(key="ed-take").click().run()

    assert "do not stand in the article" in page.info[0].value
    assert page.button(key="add-undo").disabled
    assert record.articles() == []


def test_an_actor_from_the_register_and_one_it_does_not_know(record: Record) -> None:
    """A register entry comes with its country; a typed name is kept as named, and can be told more about."""
    page = open_event(read(), "Attacks")
    page.selectbox(key="ed-role").set_value("target")
    page.selectbox(key="ed-actor").set_value("rus").run()
    page.selectbox(key="ed-actor").set_value("usa-austin").run()
    event = page.query_params["act"]
    record_it(page)
    last = record.revisions(event)[-1]

    assert [actor.id for actor in last.actors if actor.role == "target"][-2:] == ["rus", "usa-austin"]


def test_all_read_confirms_what_is_kept(record: Record) -> None:
    """Who stands by every event confirms each that is kept."""
    record_it(read(), all_read=True)

    assert {event.review.state for event in record.events_of(ARTICLE)} == {ReviewState.CONFIRMED}


def test_a_record_needs_a_name(record: Record) -> None:
    """Without a name nothing is recorded, and the dialog says so."""
    page = record_it(read(), by=" ")

    assert "needs your name" in page.info[0].value
    assert record.articles() == []


def test_a_recorded_text_is_opened_as_recorded(record: Record) -> None:
    """The same text again says so, and a correction becomes a new revision."""
    record_it(read())
    page = read()
    assert not draft_files.all_kept(record.home)
    assert "recorded already" in page.info[0].value
    open_event(page, "Demands")
    event = page.query_params["act"]
    page.selectbox(key="ed-review").set_value("disputed").run()
    record_it(page)

    assert [each.review.state for each in record.revisions(event)] == [ReviewState.FOUND, ReviewState.DISPUTED]


def test_what_others_recorded_meanwhile_is_taken_in(record: Record) -> None:
    """A draft begun before the article was recorded goes on as corrections of what is recorded."""
    page = open_event(read(), "Demands")
    event = page.query_params["act"]
    page.selectbox(key="ed-kind").set_value("ACCUSE").run()
    draft = draft_files.kept(record.home, ARTICLE)
    assert draft
    record.add(draft.article, draft.found, at=NOON)
    record.revise(event, {"modality": "possible"}, by="Budi", why="reads so", at=NOON)
    page.run()

    assert "recorded or corrected meanwhile" in page.info[0].value
    record_it(page)
    assert [(each.kind, each.modality) for each in record.revisions(event)] == [
        ("REQUEST", "asserted"),
        ("REQUEST", "possible"),
        ("ACCUSE", "possible"),
    ]


def test_right_confirms_and_opens_the_next(record: Record) -> None:
    """One press an event is enough to stand by what was found; after the last the list is back."""
    page = read()
    count = len(cards(page))
    open_event(page, "Demands")
    event = page.query_params["act"]
    for _ in range(count - 1):
        page.button(key="add-right").click().run()
        assert page.query_params.get("act")
    page.button(key="add-right").click().run()
    assert not page.query_params.get("act")
    record_it(page)

    assert [each.review.state for each in record.revisions(event)] == [ReviewState.FOUND, ReviewState.CONFIRMED]


@pytest.mark.usefixtures("record")
def test_a_language_without_rules_is_said() -> None:
    """A text in a language that is not read finds nothing, and the page says why and what can be done."""
    page = read(
        "Il presidente della repubblica ha detto che non sono con loro e che anche oggi si farà come nel passato."
    )

    assert "Italian" in page.warning[0].value
    assert cards(page) == []


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_empty_text_is_refused(text: str) -> None:
    """Nothing pasted is said in one sentence."""
    assert "No text was pasted" in read(text).error[0].value


@pytest.mark.usefixtures("record")
def test_what_is_no_web_address_is_refused() -> None:
    """A path of the server is never read as an address."""
    page = opened()
    page.segmented_control(key="add-way").set_value("address").run()
    page.text_input(key="add-address").set_value("/etc/passwd")
    page.button(key="add-read").click().run()

    assert "not a web address" in page.error[0].value


@pytest.mark.usefixtures("record")
def test_a_file_is_read_like_a_pasted_text() -> None:
    """A dropped text file opens as the same article."""
    page = opened()
    page.segmented_control(key="add-way").set_value("file").run()
    page.file_uploader(key="add-file").set_value(("berita.txt", TEXT.encode(), "text/plain"))
    page.button(key="add-read").click().run()

    assert page.query_params["article"] == ARTICLE


@pytest.mark.usefixtures("record")
def test_a_saved_page_brings_its_own_facts() -> None:
    """Title, publisher, date and language of an HTML page are shown; what the reader says stands above them."""
    html = (
        '<!doctype html><html lang="id"><head><title>Austin desak Korut</title><meta property="og:site_name" '
        'content="Harian Contoh"><meta property="article:published_time" content="2024-10-31T08:00:00+07:00"></head>'
        f"<body><article><h1>Austin desak Korut</h1><p>{TEXT.splitlines()[-1]}</p></article></body></html>"
    )
    page = opened()
    page.segmented_control(key="add-way").set_value("file").run()
    page.file_uploader(key="add-file").set_value(("berita.html", html.encode(), "text/html"))
    page.text_input(key="add-publisher").set_value("Koran <i>Lain</i>")
    page.button(key="add-read").click().run()

    assert not page.exception
    assert "31 Oct 2024" in words(page)
    assert "Koran \\<i\\>Lain" in words(page)
    assert {card["kind"] for card in cards(page)} >= {"Demands", "Attacks"}


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "https://localhost/x", "http://[::1]/", "https://"])
def test_an_address_that_is_not_public_is_refused_in_a_sentence(address: str) -> None:
    """The page never reaches into the machine it runs on, and says so without a traceback."""
    page = opened()
    page.segmented_control(key="add-way").set_value("address").run()
    page.text_input(key="add-address").set_value(address)
    page.button(key="add-read").click().run()

    assert not page.exception
    assert len(page.error) == 1


@pytest.mark.usefixtures("record")
def test_a_file_that_is_no_article_is_refused_in_a_sentence() -> None:
    """A broken PDF says what came and what is allowed."""
    page = opened()
    page.segmented_control(key="add-way").set_value("file").run()
    page.file_uploader(key="add-file").set_value(("berita.pdf", b"%PDF-1.7 broken", "application/pdf"))
    page.button(key="add-read").click().run()

    assert not page.exception
    assert "berita" in page.error[0].value


@pytest.mark.usefixtures("record")
def test_a_longer_text_than_a_page_shows_is_for_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the size, the limit and the way."""
    monkeypatch.setattr(add_source, "LONGEST", 40)

    assert "events ingest" in read().error[0].value


@pytest.mark.usefixtures("record")
def test_a_new_date_reads_the_article_anew_and_keeps_corrections() -> None:
    """Facts about the article are the reader's; what was corrected stays where its event is still found."""
    page = open_event(read(), "Demands")
    page.selectbox(key="ed-kind").set_value("ACCUSE").run()
    page.button(key="add-about").click().run()
    page.date_input(key="about-published").set_value(date(2024, 11, 1))
    page.text_input(key="about-publisher").set_value("Harian <b>Contoh</b>")
    page.button(key="about-take").click().run()

    assert not page.exception
    assert page.selectbox(key="ed-kind").value == "ACCUSE"
    assert "1 Nov 2024" in words(page)


@pytest.mark.usefixtures("record")
def test_an_unknown_draft_is_said() -> None:
    """An address of an article that is not here says so and offers the form."""
    page = opened(article="0" * 32)

    assert "neither a draft nor recorded" in page.warning[0].value
    assert page.text_area(key="add-text")


@pytest.mark.usefixtures("record")
def test_a_language_model_reads_where_one_is_set_up_and_the_page_says_where_the_text_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The choice of readers is there only with a model; on a loopback address the text stays on this machine."""
    assert not any(each.key == "add-reader" for each in opened().get("button_group"))
    found = {
        "kind": "CONSULT",
        "modality": "asserted",
        "quote": "Austin bertemu Kim Yong-hyun di Pentagon",
        "sources": ["Austin"],
        "targets": ["Kim Yong-hyun"],
    }
    with model_server(lambda request, _number: told(request, {"events": [found]})) as server:
        monkeypatch.setenv("EVENTS_LLM_URL", server.url)
        monkeypatch.setenv("EVENTS_LLM_MODEL", "small")
        page = opened()
        assert any(each.key == "add-reader" for each in page.get("button_group"))
        assert any("does not leave" in each.value for each in page.caption)
        page.text_area(key="add-text").set_value(TEXT)
        page.session_state["add-reader"] = "llm"
        page.button(key="add-read").click().run()
        assert not page.exception
    assert [card["kind"] for card in cards(page)] == ["Consults"]
    monkeypatch.setenv("EVENTS_LLM_URL", "https://models.example.org/v1")
    assert any("is sent to models.example.org" in each.value for each in opened().caption)
