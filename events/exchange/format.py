"""What a format of the field is: the columns it is told by, and how its rows are read as events.

A format's ``select`` turns the table ``raw`` (every wanted column as text, null where the file has none or says
nothing) into drafts, one row an event, with the columns of ``DRAFT``. ``events.exchange.canonical`` makes the
engine's table of them, the same way for every format.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data" / "exchange"

MORE = "/*more*/"

DRAFT = {
    "source": "VARCHAR",  # the row's id in its source
    "refused": "VARCHAR",  # why the row is not taken, null where it is
    "kind": "VARCHAR",
    "modality": "VARCHAR",
    "label": "VARCHAR",  # what happened, in the source's words for its types
    "first": "DATE",
    "last": "DATE",
    "precision": "VARCHAR",
    "who1": "VARCHAR",  # parties, by the macro ``party``
    "who2": "VARCHAR",
    "place": "VARCHAR",
    "country": "VARCHAR",  # a name or code of the place's country, resolved afterwards
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "fine": "VARCHAR",  # how finely the place is known: a PlacePrecision
    "radius_km": "DOUBLE",
    "quantities": "STRUCT(value DOUBLE, unit VARCHAR, qualifier VARCHAR)[]",
    "confidence": "DOUBLE",
    "reasons": "VARCHAR[]",  # nulls among them are dropped
    "text": "VARCHAR",  # the source's own words, to find the event by
}
"""The columns of a draft, in this order."""
ASSUMED = {"headed": ("BOOLEAN", "false"), "place_role": ("VARCHAR", "'happened_at'")}
"""Columns that a select may leave out, with what holds then: whether the label is a whole title; what the place is."""


@dataclass(frozen=True)
class Columns:
    """The columns a format wants, by our name for them and the names they have in its editions, first found first."""

    wanted: Mapping[str, tuple[str, ...]]
    needed: frozenset[str]
    """Those without which a file is not of this format."""

    @classmethod
    def of(cls, names: str, needed: str, **others: str) -> "Columns":
        """``names`` are wanted under their own name; ``others`` say what else a column is called, space-separated."""
        wanted = {name: (name, *others.get(name, "").split()) for name in names.split()}
        return cls(wanted, frozenset(needed.split()))


@dataclass(frozen=True)
class Format:
    """One format of the field."""

    name: str
    title: str
    columns: Columns
    select: str
    licence: str
    attribution: str
    tables: tuple[str, ...] = ()
    """Code tables of ``data/exchange`` that the select joins, by file name without .tsv."""
    headers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """For files without a header row: the column names by the number of columns."""
    nulls: tuple[str, ...] = ()
    """Words that say nothing, besides the empty one."""
    dates: tuple[str, ...] = ()
    """Wanted columns with dates in words of any sort; what "date" means, the select finds in "date_first", "date_last"
    and "date_precision", null where it is no date."""
    absent: tuple[str, ...] = ()
    """Wanted columns that most rows have; whether a row has no "id", the select asks by the macro absent('id', id)."""
    direct: Mapping[str, str] = field(default_factory=dict)
    """Columns of a draft that are a wanted column and nothing else, or the number in it; the select says the same.
    Of "source" this need hold only where every row has a word."""
    deletes: bool = False
    """Whether its rows name events that the source deleted."""


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a code table."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def normal(column: str) -> str:
    """A column's name as editions are compared: small letters, digits and single underscores.

    >>> normal("Event ID"), normal("EVENT_ID_CNTY"), normal("Actor1Geo_Type")
    ('event_id', 'event_id_cnty', 'actor1geo_type')
    """
    letters = "".join(letter if letter.isalnum() else " " for letter in column.strip().lower())
    return "_".join(letters.split())


def text_of(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A column's name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'
