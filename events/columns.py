"""The table that every engine answers from: one row an event, whether it was found in an article or imported.

Segments of it are Parquet files with these columns in this order; an import writes them straight from other
people's files, the record's events are turned into them. What others call the event is kept beside it, in a file
of ``ORIGINAL`` columns.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column by name, its type as DuckDB writes it, and whether it is never null."""

    name: str
    type: str
    required: bool = False


PARTY = "STRUCT(role VARCHAR, id VARCHAR, name VARCHAR, country VARCHAR, type VARCHAR, part_of VARCHAR)"
"""An actor in its role, as ``events.model.Actor`` without phrase and ids."""
PLACE = """STRUCT(role VARCHAR, name VARCHAR, country VARCHAR, lat DOUBLE, lon DOUBLE, precision VARCHAR,
radius_km DOUBLE)"""
"""A place in its role, as ``events.model.Place``."""
QUANTITY = "STRUCT(value DOUBLE, unit VARCHAR, qualifier VARCHAR)"
"""A number with its unit, as ``events.model.Quantity``."""
DISC = "STRUCT(lat DOUBLE, lon DOUBLE, reach DOUBLE, cosine DOUBLE)"
"""A mark on the map: centre in degrees, how far it reaches in degrees of latitude, cosine of its latitude."""

COLUMNS = (
    Column("id", "VARCHAR", required=True),
    Column("data", "VARCHAR", required=True),  # the data set's name; "articles" for what was found in articles
    Column("article", "VARCHAR"),
    Column("revision", "INTEGER", required=True),
    Column("kind", "VARCHAR", required=True),
    Column("modality", "VARCHAR", required=True),
    Column("review", "VARCHAR", required=True),
    # the days the event is drawn on (events.index.drawn_span): both null when undated, first null when "before last"
    Column("first", "DATE"),
    Column("last", "DATE"),
    Column("sort", "DATE"),  # first, else last, else null: segments are sorted by it (nulls last), then by id
    Column("precision", "VARCHAR"),  # of the date, null where the event has none of its own
    Column("basis", "VARCHAR"),
    Column("title", "VARCHAR", required=True),
    # every actor and all it is part of (events.index.ancestors), each once; the same as "role:id", each once
    Column("actors", "VARCHAR[]", required=True),
    Column("roles", "VARCHAR[]", required=True),
    # the first place that the map marks (events.index.placed), null where it marks none; any further ones
    Column("lat", "DOUBLE"),
    Column("lon", "DOUBLE"),
    Column("reach", "DOUBLE"),
    Column("cosine", "DOUBLE"),
    Column("more", f"{DISC}[]"),
    Column("parties", f"{PARTY}[]", required=True),
    Column("places", f"{PLACE}[]", required=True),
    Column("quantities", f"{QUANTITY}[]", required=True),
    Column("denies", "VARCHAR[]", required=True),
    Column("confidence", "DOUBLE", required=True),
    Column("reasons", "VARCHAR[]", required=True),
    Column("extractor", "VARCHAR"),
    Column("words", "VARCHAR", required=True),  # what the event is found by, folded (events.index.words_of)
)

ORIGINAL = (Column("id", "VARCHAR", required=True), Column("original", "VARCHAR", required=True))
"""The row of an imported event as its source has it, by the event's id: a JSON object of the source's own columns."""
