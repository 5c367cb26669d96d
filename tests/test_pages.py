"""The dashboard's pages, run without a browser: what stands on them for a view, and what a control does to it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from events.addresses import fields_of
from events.engine import Engine
from events.model import ReviewState, View
from events.record import Record
from events.scorecard import published
from tests.browser.story import ARTICLE, EVENTS
from tests.factories import NOON, make_actor, make_article, make_event

ENTRY = Path(__file__).parents[1] / "events" / "pages" / "entry.py"
PATIENCE = 60  # seconds for a run on a busy machine


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for a record that the pages will open, and no record of an earlier test in their caches."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield tmp_path
    st.cache_resource.clear()


@pytest.fixture
def record(home: Path) -> Iterator[Record]:
    """The story's record."""
    with Record(home, shipped=[]) as made:
        made.add(ARTICLE, EVENTS, at=NOON)
        yield made


def opened(**address: str) -> AppTest:
    """The page that an address opens."""
    page = AppTest.from_file(str(ENTRY), default_timeout=PATIENCE)
    for field, value in address.items():
        page.query_params[field] = value
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """Everything that is said in text on the page."""
    said = [str(each.value) for each in [*page.markdown, *page.text, *page.caption, *page.warning]]
    return "\n".join([*said, *(each.label for each in page.button)])


def viewer(page: AppTest) -> dict[str, Any]:
    """What the browser's viewer is handed."""
    blocks: list[dict[str, Any]] = [json.loads(each.proto.json) for each in page.get("bidi_component")]
    return next(data for data in blocks if "timeline" in data)


@pytest.mark.usefixtures("record")
def test_the_actor_filter_is_the_first_control() -> None:
    """Actor comes first and offers every actor of the record by name with its count, the most frequent first."""
    page = opened()
    actors = page.multiselect[0]

    assert actors.label == "Actor"
    assert actors.options[0] == "North Korea (4)"
    assert "North Korean armed forces, North Korea (1)" in actors.options
    assert "6 of 6 events" in words(page)
    assert len(viewer(page)["rows"]) == 6


@pytest.mark.usefixtures("record")
def test_choosing_an_actor_narrows_counts_list_and_figures() -> None:
    """One choice, and the counts, the list and both figures show the same events."""
    page = opened()
    page.multiselect(key="actors").select("kor").run()
    data = viewer(page)

    assert not page.exception
    assert "1 of 6 events" in words(page)
    assert [row["title"] for row in data["rows"]] == [EVENTS[3].title]
    assert json.loads(data["map"])["layout"]["meta"]["events"] == [EVENTS[3].id]
    assert json.loads(data["timeline"])["layout"]["meta"]["events"] == [EVENTS[3].id]
    assert page.query_params["actor"] == "kor"


@pytest.mark.usefixtures("record")
def test_an_actor_is_chosen_by_any_of_its_names() -> None:
    """In any language of the register; what is a name of none is said, with the nearest."""
    page = opened()
    for typed in ("Corée du Nord", "КНДР", "Korut", "prk"):
        page.multiselect(key="actors").set_value([typed]).run()
        assert page.query_params["actor"] == "prk", typed
    page.multiselect(key="actors").set_value(["prk", "Notrh Korea"]).run()
    assert page.query_params["actor"] == "prk"
    assert '"Notrh Korea"' in page.toast[0].value


@pytest.mark.usefixtures("record")
def test_the_address_says_the_whole_view() -> None:
    """The address handed to the browser holds every field of the view, also those left as they were."""
    address = viewer(opened(actor="kor"))["address"]

    for field in ("v=1", "actor=kor", "role=any", "kind=", "from=", "to=", "area=", "text=", "camera="):
        assert field in address


@pytest.mark.usefixtures("record")
def test_a_link_restores_every_control() -> None:
    """What the address says stands in the controls."""
    page = opened(
        actor="prk", role="target", kind="REQUEST", modality="asserted", **{"from": "2024-10-01", "to": "2024-10-31"}
    )

    assert page.multiselect(key="actors").value == ["prk"]
    assert page.selectbox(key="role").value == "target"
    assert page.multiselect(key="kinds").value == ["REQUEST"]
    assert page.multiselect(key="modalities").value == ["asserted"]
    assert str(page.date_input(key="first").value) == "2024-10-01"
    assert "2 of 6 events" in words(page)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [("kinds", "CONSULT", 1), ("modalities", "denied", 1), ("reviews", "found", 6)],
)
def test_each_choice_narrows(key: str, value: str, shown: int) -> None:
    """Kind, modality and review narrow the view."""
    page = opened()
    page.multiselect(key=key).select(value).run()

    assert f"{shown} of 6 events" in words(page)


@pytest.mark.usefixtures("record")
def test_words_narrow() -> None:
    """Words are looked for in claims, quotes and names."""
    page = opened()
    page.text_input(key="text").set_value("berunding").run()

    assert "1 of 6 events" in words(page)


@pytest.mark.usefixtures("record")
def test_the_rest_is_explained() -> None:
    """Each event that is not shown counts under one reason."""
    page = opened(actor="kor")

    assert "5  other actors or roles" in words(page)


@pytest.mark.usefixtures("record")
def test_what_is_not_shown_is_shown_on_a_click() -> None:
    """Each reason opens the events that it hides; the chip leads back, and so does choosing anything else."""
    page = opened(actor="prk", role="source")
    page.button(key="unseen-actor").click().run()

    assert "4 events that the view hides" in words(page)
    assert page.query_params["unseen"] in ("actor", ["actor"])
    assert viewer(page)["total"] == 4
    assert "Hidden before" in words(page)
    page.button(key="chip-unseen").click().run()
    assert "2 of 6 events" in words(page)


@pytest.mark.usefixtures("record")
def test_it_is_said_that_nothing_is_hidden() -> None:
    """The line stands there always, with what is shown and yet on neither figure."""
    page = opened()

    assert "without a day on the timeline: 1; without a mark on the map: 1." in words(page)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ({"doer": "usa", "target": "prk"}, 1),
        ({"without": "prk"}, 2),
        ({"from": "2024-10-27", "to": "2024-10-29", "certain": "yes"}, 1),
        ({"to": "2024-11-02", "certain": "yes"}, 5),
        ({"pick": f"{EVENTS[0].id},{EVENTS[4].id}"}, 2),
    ],
)
def test_a_link_asks_who_whom_without_and_for_certain(address: dict[str, str], shown: int) -> None:
    """Doer and target, exclusion, certain days and chosen events narrow, and a chip takes each back."""
    page = opened(**address)

    assert viewer(page)["total"] == shown
    assert any(each.key and each.key.startswith("chip-") for each in page.button)


@pytest.mark.usefixtures("record")
def test_a_profile_tells_what_an_actor_did_underwent_said_and_denied() -> None:
    """Counts by role, over time, with whom, its claims and denials, in which articles; each number shows its events."""
    page = opened(profile="prk")
    said = "\n".join([words(page).replace("\\", ""), *(each.proto.body for each in page.get("html"))])

    for told in ("4 events", "Did: 2", "Done to it: 2", "Said: 1", "Denied: 1", "Lloyd Austin", "28 Oct – 2 Nov 2024"):
        assert told in said
    assert "Korut, Kursk & <b>Pentagon</b> (4)" in words(page)
    page.button(key="profile-undergone").click().run()
    assert "2 of 6 events" in words(page)


@pytest.mark.usefixtures("record")
def test_claims_of_one_act_stand_side_by_side() -> None:
    """The card of an act has its denial beside it, with who says so; both can be made the view."""
    page = opened(event=EVENTS[0].id)
    table = next(each.proto.body for each in page.get("html") if 'class="claims"' in each.proto.body)

    for told in ("Pentagon", "told as fact", "North Korea", "denied", "28 Oct 2024", "Korut membantah"):
        assert told in table
    page.button(key="claims-show").click().run()
    assert "2 of 6 events" in words(page)


@pytest.mark.usefixtures("record")
def test_both_sides_of_a_denial_are_one_press() -> None:
    """A view that shows one side shows both."""
    page = opened(modality="denied")
    page.button(key="gap-show").click().run()

    assert "2 of 6 events" in words(page)


@pytest.mark.usefixtures("record")
def test_a_hidden_denial_is_told() -> None:
    """A view that shows the act and hides its denial says that it shows one side."""
    page = opened(modality="asserted")

    assert [expander.label for expander in page.expander if "denial" in expander.label]
    assert "Not shown: North Korea denies having sent troops" in words(page)


@pytest.mark.usefixtures("record")
def test_chips_take_choices_back() -> None:
    """Each choice has a button that removes it alone; one clears them all."""
    page = opened(actor="kor,rus", kind="REQUEST")
    page.button(key="chip-actor-kor").click().run()
    assert page.query_params["actor"] == "rus"
    assert page.query_params["kind"] == "REQUEST"

    page.button(key="clear").click().run()
    assert "6 of 6 events" in words(page)


@pytest.mark.usefixtures("record")
def test_dates_chosen_backwards_are_turned_round() -> None:
    """A window that ends before it begins is taken the other way round."""
    page = opened(**{"from": "2024-10-30"})
    page.date_input(key="last").set_value(date(2024, 10, 1)).run()

    assert not page.exception
    assert (page.query_params["from"], page.query_params["to"]) == ("2024-10-01", "2024-10-30")


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("field", "key", "day"),
    [("from", "first", "1700-01-01"), ("to", "last", "9999-12-31"), ("from", "first", "0001-01-01")],
)
def test_a_link_opens_with_any_day(field: str, key: str, day: str) -> None:
    """The first and the last day there can be, and days of other centuries, stand in their control."""
    page = opened(**{field: day})

    assert str(page.date_input(key=key).value) == day
    assert "of 6 events" in words(page)

    page.text_input(key="text").set_value("berunding").run()
    assert not page.exception
    assert page.query_params[field] == day


@pytest.mark.usefixtures("record")
def test_the_last_days_become_dates() -> None:
    """The last thirty days are chosen by a press, and the address says the two days, not how long ago."""
    page = opened()

    page.button(key="recent-30").click().run()

    first, last = (date.fromisoformat(str(page.query_params[field])) for field in ("from", "to"))
    assert (last - first).days == 30
    assert abs((datetime.now(UTC).date() - last).days) <= 1
    assert page.date_input(key="first").value == first


def test_a_view_too_long_for_the_address_is_kept_and_opens_again(record: Record) -> None:
    """A thousand events chosen one by one make a short address, which opens to the same view and can be narrowed."""
    chosen = View(picked=(*(event.id for event in EVENTS[:3]), *(f"f{number:015x}" for number in range(1000))))
    address = fields_of(record, chosen)

    page = opened(**address)
    assert "3 of 6 events" in words(page)

    page.text_input(key="text").set_value("berunding").run()
    assert not page.exception
    again = opened(**{name: str(value) for name, value in page.query_params.items()})
    assert len(str(again.query_params["view"])) == 32
    assert len(urlencode(dict(again.query_params))) < 300
    assert again.text_input(key="text").value == "berunding"


@pytest.mark.usefixtures("record")
def test_an_unknown_data_set_is_named() -> None:
    """A data set that the record does not hold is named on the page with what is allowed."""
    assert "the data sets of the record" in words(opened(data="nope"))


@pytest.mark.usefixtures("record")
def test_unknown_values_are_named() -> None:
    """What an address says that is not known stands on the page with what is allowed; the address stays."""
    page = opened(actor="narnia,kor", role="hero", v="1")

    assert '"narnia" is not known' in words(page)
    assert "source, target, speaker, any" in words(page)
    assert "1 of 6 events" in words(page)
    assert viewer(page)["address"] == ""


@pytest.mark.usefixtures("record")
def test_a_known_actor_without_events_is_an_empty_view() -> None:
    """Nothing found is said with the way out, and the figures stay."""
    page = opened(actor="fra")

    assert "No event fits this view" in words(page)
    assert viewer(page)["rows"] == []


@pytest.mark.usefixtures("record")
def test_the_event_in_the_address_opens_its_card() -> None:
    """The card shows the quote, the marked article, the denial and the history."""
    page = opened(event=EVENTS[0].id)
    shown = "".join(str(each.value) for each in page.html)

    assert "<blockquote" in shown
    assert 'title="doer: North Korean troops"' in shown
    assert "Korut, Kursk &amp; &lt;b&gt;Pentagon" in shown
    assert "Denied by" in words(page)
    assert "Revision 1" in words(page)


def test_a_denial_in_another_article_is_on_the_card(record: Record) -> None:
    """Who denies an event in another article stands on its card, and the event on the card of the denial."""
    other = make_article("Rusia membantah laporan itu.")
    denial = make_event(
        "d" * 16, article=other, title="Russia denies the report", actors=[make_actor("rus")], denies=[EVENTS[2].id]
    )
    record.add(other, [denial], at=NOON)

    page = opened(event=EVENTS[2].id)
    assert "Denied by" in words(page)
    assert page.button(key=f"card.denied_by-{denial.id}").label == denial.title
    assert opened(event=denial.id).button(key=f"card.denies-{EVENTS[2].id}").label == EVENTS[2].title


@pytest.mark.usefixtures("record")
def test_an_event_that_is_not_recorded_is_said() -> None:
    """A link to an event that is not here says so, above the whole page."""
    assert "not in the record" in words(opened(event="ffff"))


def test_a_correction_stands_in_the_history(record: Record) -> None:
    """Who changed what, when and why is on the card; a withdrawn event leaves the view and is counted."""
    record.revise(
        EVENTS[4].id, {"review": {"state": ReviewState.WITHDRAWN.value}}, by="Desk", why="Not an act.", at=NOON
    )
    page = opened(event=EVENTS[4].id)

    assert "by Desk" in words(page)
    assert "Not an act." in words(page)
    assert "5 of 6 events" in words(page)
    assert "1  withdrawn" in words(page)


def test_an_empty_record_says_how_to_begin(home: Path) -> None:
    """With nothing recorded the page says what to do."""
    Record(home, shipped=[]).close()

    assert "events ingest" in words(opened())


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("language", "count"), [("en", "6 of 6 events"), ("id", "6 dari 6 peristiwa")])
def test_the_language_is_beside_the_view(language: str, count: str) -> None:
    """The language stands in the address and is not an unknown field of the view."""
    page = opened(lang=language, v="1", actor="")

    assert count in words(page)
    assert f"lang={language}" in viewer(page)["address"]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("path", "heading"), [("snapshots", "Snapshots"), ("about", "About")])
def test_other_pages_stand(path: str, heading: str) -> None:
    """Snapshots and About open by themselves."""
    script = f"from events.pages import {path}\n{path}.page()\n"
    page = AppTest.from_string(script, default_timeout=PATIENCE).run()

    assert not page.exception
    assert page.title[0].value == heading


@pytest.mark.parametrize(("language", "heading"), [("en", "How often it is right"), ("id", "Seberapa sering ia benar")])
def test_about_publishes_the_scorecard(language: str, heading: str) -> None:
    """A row a language with the events behind it, a column a field, and what goes wrong most, in the reader's words."""
    script = "from events.pages import about\nabout.page()\n"
    page = AppTest.from_string(script, default_timeout=PATIENCE)
    page.query_params["lang"] = language
    page.run()
    card = published()
    assert card is not None
    table = page.html[0].value

    assert not page.exception
    assert heading in [each.value for each in page.subheader]
    assert table.count("<tr>") == 2 + len(card.languages)
    assert f"<td>{card.all.events}</td><td>{card.all.fields['found'].percent.replace('/', ' / ')}</td>" in table
    assert str(card.all.mistakes[0].n) in page.html[1].value


def test_sharing_previews_what_will_be_shared(record: Record) -> None:
    """The dialog names the view and its events before anything is made."""
    page = opened(actor="kor")
    page.button(key="share").click().run()

    assert not page.exception
    assert "View: actor South Korea in any role" in words(page)
    assert EVENTS[3].title in "".join(str(each.value) for each in page.html)
    assert record.stored_snapshots() == []


DATA_PAGE = """
import streamlit as st
from events.pages import data, explore, state
pages = [st.Page(explore.page, url_path="explore", default=True), st.Page(data.page, url_path="data")]
st.navigation(pages, position="hidden")
st.session_state[state.PAGES] = {"explore": pages[0]}
data.page()
"""


def test_a_set_that_ships_is_shown_and_hidden_on_the_data_page(record: Record) -> None:
    """Switched on, its events stand beside ours with whose they are; switched off, ours alone are left."""
    page = AppTest.from_string(DATA_PAGE, default_timeout=PATIENCE).run()
    assert not page.exception
    assert "ships with the program and is not shown" in words(page)

    page.button(key="on-kursk-context").click().run()
    assert not page.exception
    assert Engine(record).data_sets() == ["articles", "kursk-context"]
    assert "Kursk, June 2024 to April 2025" in words(opened())

    page.button(key="off-kursk-context").click().run()
    assert not page.exception
    assert Engine(record).data_sets() == ["articles"]


INCIDENTS = """tanggal,apa,siapa,lat,lon,info,warna
2024-08-06,Serangan di perbatasan,Ukraine,51.2,35.3,dekat Sudzha,merah
2024-08-07,Bentrokan,Russia,51.3,35.4,,biru
kapan-kapan,Bentrokan,Russia,51.3,35.4,,biru
"""


def test_a_dropped_table_is_looked_at_mapped_and_imported_on_the_data_page(record: Record) -> None:
    """What columns mean can be said; a dry run records nothing; then its events are there, and what was not taken."""
    page = AppTest.from_string(DATA_PAGE, default_timeout=PATIENCE).run()
    page.file_uploader[0].upload("insiden.csv", INCIDENTS.encode(), "text/csv").run()
    assert not page.exception
    assert "At least what happened or who did it" in "".join(each.value for each in page.warning)

    for field, column in (("Title", "apa"), ("Doer", "siapa")):
        next(each for each in page.selectbox if each.label == field).select(column).run()
    assert not page.exception
    assert not page.warning
    assert "Columns not used: info, warna" in "".join(each.value for each in page.caption)

    page.button(key="import-dry").click().run()
    assert not page.exception
    assert "2 of 3 rows became events." in [each.value for each in page.text]
    assert Engine(record).data_sets() == ["articles"]

    page.button(key="import-take").click().run()
    assert not page.exception
    assert "insiden now holds 2 events" in "".join(each.value for each in page.success)
    assert "1 not taken: not a date: kapan-kapan" in [each.value for each in page.text]
    assert Engine(record).data_sets() == ["articles", "insiden"]
