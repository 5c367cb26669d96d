"""Events as rows for terminals and spreadsheets."""

import csv
import io
from datetime import date

import pytest

from events.model import Event, Modality, PlaceRole, Quantity, ReviewState, Role
from events.tables import COLUMNS, event_rows, main_place, when_words, write_csv, write_table
from tests.factories import make_actor, make_article, make_event, make_place, make_span


def csv_row(event: Event) -> dict[str, str]:
    """The one row that ``event`` is."""
    out = io.StringIO()
    write_csv([event], out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    return row


def test_a_row_of_csv() -> None:
    """A row carries the event's fields under their names; several names stand in one cell; unknown is empty."""
    actors = [make_actor("prk", name="North Korea"), make_actor("rus", name="Russia")]
    event = make_event(
        article=make_article(),
        actors=[*actors, make_actor("usa", Role.SPEAKER)],
        places=[make_place(51.7, -36.2, radius_km=130)],
        when=make_span(date(2024, 10, 8), date(2024, 10, 13)),
    ).model_copy(update={"quantities": (Quantity(value=1500, unit="troops", qualifier="about"),)})
    row = csv_row(event)

    assert tuple(row) == COLUMNS
    assert (row["sources"], row["targets"], row["speakers"]) == ("North Korea; Russia", "", "usa")
    assert (row["first"], row["last"], row["date_precision"]) == ("2024-10-08", "2024-10-13", "range")
    assert (row["place"], row["lon"], row["quantities"]) == ("Kursk", "-36.2", "about 1500 troops")
    assert (row["quote"], row["quote_start"]) == ("Pasukan Korut tiba di Kursk", "0")
    bare = csv_row(make_event(extractor=None))
    assert {bare[name] for name in ("article", "first", "place", "lat", "quote", "extractor")} == {""}


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", 'two\nlines, and "quotes"'])
def test_a_spreadsheet_runs_nothing(title: str) -> None:
    """A cell that a spreadsheet would run is disarmed by an apostrophe; any other comes back as it was."""
    shown = csv_row(make_event(title=title))["title"]

    assert shown == (title if title[0] == "t" else f"'{title}")


def test_when_in_words() -> None:
    """A day, a range, the publication date as the latest, or undated."""
    article = make_article()

    assert when_words(make_event(when=make_span(date(2024, 10, 30))), None) == "2024-10-30"
    assert when_words(make_event(when=make_span(date(2024, 10, 8), date(2024, 10, 13))), None) == (
        "2024-10-08 to 2024-10-13"
    )
    assert when_words(make_event(article=article), article) == "by 2024-10-31"
    assert when_words(make_event(article=article, modality=Modality.POSSIBLE), article) == "undated"


def test_the_main_place_is_where_it_happened() -> None:
    """Where it happened stands before where it was said, whatever the order."""
    happened = make_place(51.7, 36.2)
    said = make_place(38.9, -77.1, name="Pentagon").model_copy(update={"role": PlaceRole.SAID_AT})

    assert main_place(make_event(places=[said, happened])) == happened
    assert main_place(make_event(places=[said])) == said
    assert main_place(make_event()) is None


def test_a_table_is_safe_to_print() -> None:
    """Columns align, the review shows where it is not plain, and nothing in a title commands the terminal."""
    event = make_event(title="\x1b[31mred\nline", state=ReviewState.DISPUTED)
    out = io.StringIO()
    write_table(event_rows([(event, None)]), out)
    head, row = out.getvalue().splitlines()

    assert head.index("TITLE") == row.index("?[31mred?line")
    assert "asserted, disputed" in row
