"""Events as rows of a table to read in a terminal."""

from collections.abc import Iterable, Sequence
from typing import TextIO

from events.articles import one_line
from events.exchange.rows import main_place
from events.index import Published, drawn_span
from events.model import Event, Role

WIDEST = 200  # characters of a cell in a table


def names(event: Event, role: Role) -> str:
    """The names of the actors in a role."""
    return ", ".join(actor.name for actor in event.actors_in(role))


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
                one_line(names(event, Role.SOURCE), 40),
                one_line(names(event, Role.TARGET), 40),
                place.name if place else "",
                event.id,
                event.title,
            ]
        )
    return rows
