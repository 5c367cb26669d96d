"""Events as rows: a table to read in a terminal, and CSV for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from events.articles import one_line
from events.index import Published, drawn_span
from events.model import Event, Place, PlaceRole, Role

COLUMNS = (
    "id",
    "article",
    "first",
    "last",
    "date_precision",
    "date_basis",
    "kind",
    "modality",
    "title",
    "sources",
    "targets",
    "speakers",
    "place",
    "place_role",
    "country",
    "lat",
    "lon",
    "place_precision",
    "radius_km",
    "quantities",
    "quote",
    "quote_start",
    "quote_end",
    "denies",
    "confidence",
    "review",
    "revision",
    "extractor",
)
WIDEST = 200  # characters of a cell in a table
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins so
MAIN_PLACE = (PlaceRole.HAPPENED_AT, PlaceRole.TO, PlaceRole.SAID_AT, PlaceRole.ABOUT, PlaceRole.FROM)


def main_place(event: Event) -> Place | None:
    """The one place to name where there is room for one: where it happened, else where to, said at, about, from."""
    return min(event.places, key=lambda place: MAIN_PLACE.index(place.role), default=None)


def names(event: Event, role: Role, parting: str = ", ") -> str:
    """The names of the actors in a role."""
    return parting.join(actor.name for actor in event.actors_in(role))


def when_words(event: Event, article: Published | None) -> str:
    """When it happened, in a few letters: a day, a range, "by" the publication date, or "undated"."""
    span = drawn_span(event, article)
    if span.kind == "undated":
        return "undated"
    if span.kind == "before":
        return f"by {span.last}"
    return str(span.first) if span.first == span.last else f"{span.first} to {span.last}"


def write_table(rows: Sequence[Sequence[str]], out: TextIO) -> None:
    """Rows, the first of them headings, in columns as wide as their widest cell."""
    clean = [[one_line(cell, WIDEST) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*clean, strict=True)]
    for row in clean:
        padded = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        out.write("  ".join([*padded, row[-1]]).rstrip() + "\n")


def event_rows(events: Iterable[tuple[Event, Published | None]]) -> list[list[str]]:
    """What a reader needs of each event to choose one, with headings."""
    rows = [["WHEN", "KIND", "TOLD AS", "DOER", "TARGET", "WHERE", "ID", "TITLE"]]
    for event, article in events:
        place = main_place(event)
        rows.append(
            [
                when_words(event, article),
                event.kind.value,
                event.modality.value if event.review.state == "found" else f"{event.modality}, {event.review.state}",
                names(event, Role.SOURCE)[:40],
                names(event, Role.TARGET)[:40],
                place.name if place else "",
                event.id,
                event.title,
            ]
        )
    return rows


def write_csv(events: Iterable[Event], out: TextIO) -> None:
    """One row an event, columns as in ``COLUMNS``; several names in a cell are parted by "; ".

    Dates are the article's own (empty where it gives none). A cell that a spreadsheet would take for a formula has an
    apostrophe before it.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for event in events:
        writer.writerow([_harmless(cell) for cell in _cells(event)])


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _cells(event: Event) -> list[object]:
    when, place, quote = event.when, main_place(event), event.quote
    quantities = "; ".join(f"{each.qualifier} {each.value:g} {each.unit}" for each in event.quantities)
    return [
        event.id,
        event.article,
        *((when.first, when.last, when.precision, when.basis) if when else (None,) * 4),
        event.kind,
        event.modality,
        event.title,
        *(names(event, role, "; ") for role in Role),
        *((place.name, place.role, place.country, place.lat, place.lon) if place else (None,) * 5),
        *((place.precision, place.radius_km) if place else (None,) * 2),
        quantities,
        *((quote.text, quote.start, quote.end) if quote else (None,) * 3),
        "; ".join(event.denies),
        event.confidence,
        event.review.state,
        event.revision,
        event.extractor,
    ]
