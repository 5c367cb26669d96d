"""The Share dialog and the Snapshots page: what they say before, what they make, and what the desk can do after."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from events.areas import add
from events.engine import Engine
from events.model import View
from events.pages import snapshots as page_of_snapshots
from events.record import Record
from events.snapshots import control
from events.snapshots.creating import create
from events.snapshots.opening import load
from tests.browser.story import ARTICLE, EVENTS
from tests.factories import NOON

PATIENCE = 120.0
SHARING = """
from events.model import View
from events.pages import share, state
view = View(actors=("kor",), layers=("front",))
events = state.engine().events(view, limit=9)
share.content(view, events, len(events), state.texts())
"""
LISTING = "from events.pages import snapshots\nsnapshots.page()\n"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """The story's record, which the pages open."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path))
    st.cache_resource.clear()
    with Record(tmp_path, shipped=[]) as made:
        made.add(ARTICLE, EVENTS, at=NOON)
        yield made
    st.cache_resource.clear()


def listing(language: str = "en") -> AppTest:
    """The Snapshots page."""
    page = AppTest.from_string(LISTING, default_timeout=PATIENCE)
    page.query_params["lang"] = language
    page.run()
    assert not page.exception
    return page


def sharing(language: str = "en") -> AppTest:
    """What the dialog holds over a view of one of six events."""
    page = AppTest.from_string(SHARING, default_timeout=PATIENCE)
    page.query_params["lang"] = language
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """Everything that a page says in text."""
    found = [*page.text, *page.markdown, *page.caption, *page.html, *page.code]
    return " ".join(str(each.value) for each in found).replace("\\", "")


def make(record: Record, title: str | None = "Kursk", **settings: object) -> str:
    """The id of a new snapshot."""
    given = {"title": title, "by": None, "at": datetime.now(UTC), **settings}
    return create(record, Engine(record), View(), **given).id  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("1 event)", "5 events of the record", "who reviewed or corrected", "Told by: article: Korut, Kursk")),
        ("id", ("1 peristiwa)", "5 peristiwa catatan", "siapa yang meninjau", "Diceritakan oleh: artikel: Korut")),
    ],
)
@pytest.mark.usefixtures("record")
def test_the_dialog_says_what_will_be_shared_and_what_not(language: str, said: tuple[str, ...]) -> None:
    """Before anything is made: the view, its events and sources, and what of the record stays out."""
    told = words(sharing(language))

    for each in said:
        assert each in told, each
    assert "<b>" not in told


def test_what_is_asked_for_is_made(record: Record) -> None:
    """Title, maker's name and last day are the snapshot's; then link, citation and files are there."""
    page = sharing()
    page.text_input(key="share-title").set_value("  Seoul demands ")
    page.text_input(key="share-by").set_value("Ana & Budi")
    page.date_input(key="share-until").set_value(date(2099, 5, 1))
    page.button(key="share-create").click().run()
    (stored,) = record.stored_snapshots()
    made = load(record, stored.id)

    assert not page.exception
    assert (made.title, made.by, made.expires, len(made.events)) == ("Seoul demands", "Ana & Budi", date(2099, 5, 1), 1)
    link, citation = (each.value for each in page.code)
    assert urlsplit(link).path == f"/s/{made.id}"
    assert "Seoul demands" in citation
    assert made.hash in citation
    assert "It opens until 1 May 2099" in words(page)


def test_links_begin_with_the_address_of_the_desk(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is copied is what others can open, where the desk has said under which address."""
    monkeypatch.setenv("EVENTS_URL", "https://desk.example/")
    page = sharing()
    page.button(key="share-create").click().run()

    assert page.code[0].value == f"https://desk.example/s/{record.stored_snapshots()[0].id}"


def test_what_cannot_be_made_is_said_in_a_sentence(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialog stays, says what is wrong, and makes the snapshot once it is mended."""
    monkeypatch.setenv(control.PER_HOUR, "many")
    page = sharing()
    page.button(key="share-create").click().run()
    assert not page.exception
    assert "which is not the number of snapshots that one may make in an hour" in words(page)
    assert record.stored_snapshots() == []
    monkeypatch.delenv(control.PER_HOUR)
    page.button(key="share-create").click().run()

    assert len(record.stored_snapshots()) == 1


def test_areas_on_the_map_are_told_before_they_are_shared(record: Record) -> None:
    """By their titles, like all that readers will see."""
    assert "Areas on the map" not in words(sharing())
    outline = {"type": "LineString", "coordinates": [[35.0, 51.0], [36.0, 52.0]]}
    feature = {"type": "Feature", "properties": {}, "geometry": outline}
    for name, title in (("front", "Front line"), ("zones", "Zones")):
        add(record.home, name, [("2024-10-05.geojson", json.dumps(feature).encode())], title=title)
    told = words(sharing())
    assert "Areas on the map: Front line" in told
    assert "Zones" not in told


def test_the_usual_last_day_is_offered(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the desk has set one."""
    del record
    monkeypatch.setenv(control.DAYS_OPEN, "30")

    assert sharing().date_input(key="share-until").value is not None


@pytest.mark.usefixtures("record")
def test_a_desk_without_snapshots_is_told_how_to_make_one() -> None:
    """The empty list is no dead end."""
    assert "choose a view and press" in words(listing())


def test_each_snapshot_says_how_it_stands(record: Record) -> None:
    """Open, expired and revoked ones are told apart, with their days."""
    make(record, "Open one", expires=date(2099, 1, 1))
    control.revoke(record, make(record, "Revoked one"), at=NOON, why="mistaken")
    old = make(record, "Old one", at=datetime(2020, 1, 1, tzinfo=UTC), expires=date(2020, 1, 2))
    told = words(listing())

    assert "opens until 1 Jan 2099" in told
    assert "**Revoked one** (revoked)" in told
    assert "revoked on 23 Nov 2026 · mistaken" in told
    assert "**Old one** (expired)" in told
    assert f"/s/{old}" not in told


def test_a_snapshot_is_renamed_expired_and_revoked(record: Record) -> None:
    """Each from its own small form, and the page says what was done."""
    made = make(record)
    page = listing()
    page.text_input(key=f"rename-{made}").set_value("Corrected")
    page.button(key=f"rename-do-{made}").click().run()
    assert "now called “Corrected”" in words(page)
    assert "shared as “Kursk”" in words(page)
    page.date_input(key=f"expire-{made}").set_value(date(2099, 3, 4))
    page.button(key=f"expire-do-{made}").click().run()
    assert control.entry(record, made).expires == "2099-03-04"
    page.text_input(key=f"revoke-why-{made}").set_value("a mistake")
    page.button(key=f"revoke-do-{made}").click().run()

    assert not page.exception
    assert "is revoked; its link opens no more" in words(page)
    entry = control.entry(record, made)
    assert (entry.revoked is not None, entry.revoked_why, entry.called) == (True, "a mistake", "Corrected")
    assert [each.key for each in page.button] == [f"rename-do-{made}"]


def test_many_snapshots_come_by_pages_and_are_found_by_title(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of the list holds a few, however many there are; titles are searched as they are now."""
    monkeypatch.setattr(page_of_snapshots, "AT_ONCE", 2)
    ids = [make(record, f"Number {n}", at=datetime(2026, 1, n, tzinfo=UTC)) for n in range(1, 6)]
    control.rename(record, ids[0], "Quite ANOTHER", at=NOON)
    page = listing()
    told = words(page)

    assert ("Number 5" in told, "Number 4" in told, "Number 3" in told) == (True, True, False)
    assert "5 of 5 snapshots" in told
    page.text_input(key="snapshots-search").set_value("another").run()
    assert "1 of 5 snapshots" in words(page)
    assert "Quite ANOTHER" in words(page)


def test_indonesian_desks_read_indonesian(record: Record) -> None:
    """The same page in the other language."""
    make(record, None)
    told = words(listing("id"))

    assert "1 dari 1 potret" in told
    assert "belum dibuka" in told
