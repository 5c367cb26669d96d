"""Any table -> events by a mapping: which column says what. It is guessed, shown, and can be saved and used again.

A mapping is a small JSON or TOML file. It names columns for our fields, translates the file's words for kinds, and
says what the file does not: the order of day and month, how finely its places are known, whose data it is.
"""

import json
import tomllib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import chain, zip_longest
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from events.exchange.days import Order, days_of, is_numbers, order_of
from events.exchange.format import DATA, Columns, Format, normal, text_of
from events.model import Kind, Modality, Noun, PlacePrecision, PlaceRole, Problem, one_line

FIELDS: tuple[str, ...] = tuple(json.loads((DATA / "synonyms.json").read_text(encoding="utf-8")))
DIRECT = {"source": "id", "lat": "lat", "lon": "lon", "place": "place"}
"""Columns of a draft that a mapping takes from one column as they are."""
UNKNOWN = ("NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "-", "--", "–", "?", "unknown", "Unknown")
"""What people write into a cell of which they know nothing."""
NUMBERS = ("lat", "lon")
LARGEST = 1_000_000  # bytes of a mapping file
LONGEST = 400  # letters of what is wrong in one: all kinds have room
Column = str | tuple[str, ...]
Word = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True)]


class Mapping(Noun):
    """Which column of a table says what; ``columns`` by our field, several where a field has several.

    ``kinds`` translates the file's words, whether capital or small; ``kind`` is taken where none fits.
    ``place_precision`` holds where no column says it.
    """

    columns: dict[str, Column]
    kinds: dict[Word, Kind] = Field(default={})
    kind: Kind = Kind.STATE
    modality: Modality = Modality.ASSERTED
    date_order: Order | None = None
    place_precision: PlacePrecision = PlacePrecision.CITY
    separator: Annotated[str, Field(min_length=1, max_length=3)] = ";"  # between several actors in a cell
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    reasons: tuple[str, ...] = ()  # to doubt every event of the file
    title: str | None = None  # what to call the set
    licence: str | None = None
    attribution: str | None = None
    version: Literal[1] = 1

    def column(self, field: str) -> tuple[str, ...]:
        """The columns of a field."""
        named = self.columns.get(field, ())
        return (named,) if isinstance(named, str) else named

    def words(self) -> list[str]:
        """The mapping for a reader, a line a field."""
        lines = [f"{field}: {', '.join(self.column(field))}" for field in FIELDS if self.column(field)]
        numbers = f"date order: {self.date_order}" if self.date_order else ""
        return [*lines, *([numbers] if numbers else []), f"kind where none is said: {self.kind}"]

    def untold(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
        """The words of the column of kinds that stand for no kind, as rows have them, each once."""
        at = [columns.index(column) for column in self.column("kind")]
        words = dict.fromkeys(row[i].strip() for row in rows for i in at if i < len(row))
        return [word for word in words if word and word.upper() not in set(Kind) and word.lower() not in self.kinds]


def guessed(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Mapping:
    """The mapping that the names of columns and the first rows suggest."""
    synonyms: dict[str, list[str]] = json.loads((DATA / "synonyms.json").read_text(encoding="utf-8"))
    theirs = {normal(column): column for column in reversed(columns)}
    found: dict[str, Column] = {}
    taken: set[str] = set()
    cells = dict(zip(columns, zip_longest(*rows, fillvalue=""), strict=False))
    for field, names in synonyms.items():
        named = [theirs[name] for name in names if name in theirs and theirs[name] not in taken]
        if field in ("date", "end"):  # "data" is a date in Polish and anything in English
            named.sort(key=lambda column: not any(map(_is_date, cells.get(column, ()))))
        if named:
            found[field] = named[0]
            taken.add(named[0])
    own = [cell for field in ("date", "end") for cell in cells.get(str(found.get(field)), ())]
    return Mapping(columns=found, date_order=_order(own, list(cells.values())))


def _is_date(cell: str) -> bool:
    return bool(days_of(cell, "dmy") or days_of(cell, "mdy"))


def _order(own: Sequence[str], columns: Iterable[Sequence[str]]) -> Order | None:
    """What the dates of the events show of their order.

    Where they leave it open, columns of nothing but dates may tell, such as when each row was filled in.
    """
    order = order_of(own)
    if order or not any(map(is_numbers, own)):
        return order
    dates = [column for column in columns if all(_is_date(cell) for cell in column if cell.strip())]
    return order_of(chain(own, *dates))


def require_columns(mapping: Mapping, columns: Sequence[str]) -> None:
    """Raises Problem for a field that there is not, or a column that the table has not."""
    for field, named in mapping.columns.items():
        if field not in FIELDS:
            raise Problem(f'"{one_line(field)}" is no field of a mapping; allowed are {", ".join(FIELDS)}.')
        for column in (named,) if isinstance(named, str) else named:
            if column not in columns:
                there = ", ".join(one_line(each, 30) for each in columns[:40])
                raise Problem(
                    f'The mapping names the column "{one_line(column)}", which is not there; there are {there}.'
                )


def check(mapping: Mapping, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Raises Problem where a mapping does not fit a table, or leaves open what must be said."""
    require_columns(mapping, columns)
    if not {"title", "text", "kind", "source"} & mapping.columns.keys():
        there = ", ".join(one_line(each, 30) for each in columns[:40])
        raise Problem(
            "No column tells what happened or who did it; say so with --mapping FILE. The columns are {there}.",
            there=there,
        )
    at = [columns.index(column) for field in ("date", "end") for column in mapping.column(field)]
    unclear = next((row[i] for row in rows for i in at if i < len(row) and is_numbers(row[i])), None)
    if unclear is not None and mapping.date_order is None:
        raise Problem(
            'Which part of "{date}" is the day cannot be told from the first rows; write "date_order": '
            '"dmy" or "mdy" in a mapping (--save-mapping FILE writes what was guessed).',
            date=one_line(unclear),
        )


def load(path: Path) -> Mapping:
    """The mapping in a JSON or TOML file; raises Problem for what is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise Problem(f'"{one_line(str(path))}" is too large to be a mapping.')
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
        return Mapping.model_validate(values)
    except OSError as error:
        raise Problem(f'The mapping "{one_line(str(path))}" cannot be read ({error.strerror}).') from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        came = f', "{one_line(first["input"])}"' if isinstance(first["input"], str) else ""
        said = f"{came}: {one_line(first['msg'], LONGEST)}"
        raise Problem(f'The mapping "{one_line(str(path))}" is wrong at {place}{said}.') from None
    except (ValueError, RecursionError) as error:
        raise Problem(f'The mapping "{one_line(str(path))}" is not JSON or TOML ({one_line(str(error))}).') from None


def save(mapping: Mapping, path: Path) -> None:
    """Write a mapping as JSON; raises Problem where the file cannot be written."""
    try:
        text = json.dumps(mapping.model_dump(mode="json"), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Problem(f'The mapping cannot be written to "{one_line(str(path))}" ({error.strerror}).') from None


def format_of(mapping: Mapping, columns: Sequence[str], name: str, title: str) -> Format:
    """A format that reads a table by ``mapping``; its columns are wanted by their place in the table."""
    at = {column: f"c{number}" for number, column in enumerate(columns)}

    def cell(field: str) -> str:
        cells = [at[column] for column in mapping.column(field)]
        return f"coalesce({', '.join(cells)})" if cells else "NULL::VARCHAR"

    def days(field: str, what: str) -> str:
        cells = [at[column] for column in mapping.column(field)]
        told = " ".join(f"WHEN {each} IS NOT NULL THEN {each}_{what}" for each in cells)
        return f"CASE {told} END" if told else "NULL"

    def degrees(field: str, half: int) -> str:
        both = f", half({cell('position')}, {half})" if mapping.column("position") else ""
        return f"coalesce(degrees_of({cell(field)}){both})"

    def listed(field: str) -> str:
        cells = [f"replace({at[column]}, {text_of(mapping.separator)}, ';')" for column in mapping.column(field)]
        return f"concat_ws(';', {', '.join(cells)})" if cells else "NULL::VARCHAR"

    kinds = " ".join(f"WHEN {text_of(word)} THEN '{kind}'" for word, kind in mapping.kinds.items())
    own = _among(f"upper({cell('kind')})", Kind)
    translated = f"CASE lower({cell('kind')}) {kinds} END" if kinds and mapping.column("kind") else "NULL"
    whole = f"sha256(concat_ws(chr(31), {', '.join(at.values())}))"
    id_ = f"coalesce({cell('id')}, {whole})" if mapping.column("id") else whole
    amounts = ", ".join(
        f"CASE WHEN tally({cell(unit)}) > 0 THEN amount(tally({cell(unit)}), '{unit}', 'reported') END"
        for unit in ("killed", "wounded")
        if mapping.column(unit)
    )
    known = _among(f"lower({cell('place_precision')})", PlacePrecision)
    fine = f"coalesce({known}, '{mapping.place_precision}')"
    label = f"coalesce({cell('title')}, {cell('kind')}, left({cell('text')}, 200), 'Event')"
    headed = f"{cell('title')} IS NOT NULL"
    role = _among(f"lower({cell('place_role')})", PlaceRole)
    noted = ", ".join([cell("reason"), *map(text_of, mapping.reasons)])
    needed = [at[column] for field in ("title", "kind", "text", "source") for column in mapping.column(field)]
    absent = " AND ".join(f"absent('{each}', {each})" for each in needed) or "true"
    texts = [at[column] for field in ("text", "url") for column in mapping.column(field)]
    direct = {name: at[mapping.column(field)[0]] for name, field in DIRECT.items() if len(mapping.column(field)) == 1}
    if mapping.column("position"):
        direct = {name: column for name, column in direct.items() if name not in NUMBERS}
    if len(texts) == 1:
        direct["text"] = texts[0]
    told = ", ".join(texts) or "NULL"
    select = f"""
WITH cells AS (
    SELECT *, {id_} AS own_id, {cell("date")} AS date_text, {cell("end")} AS end_text,
        {days("date", "first")} AS begins, {days("date", "last")} AS until, {days("end", "last")} AS ends FROM raw)
SELECT /*more*/ own_id AS source,
    CASE WHEN {absent}
            THEN 'nothing is said of what happened'
        WHEN date_text IS NOT NULL AND begins IS NULL THEN 'not a date: ' || date_text
        WHEN end_text IS NOT NULL AND ends IS NULL THEN 'not a date: ' || end_text
        WHEN ends < begins THEN 'it ends before it begins' END AS refused,
    coalesce({own}, {translated}, '{mapping.kind}') AS kind,
    coalesce({_among(f"lower({cell('modality')})", Modality)}, '{mapping.modality}') AS modality,
    {label} AS label, {headed} AS headed, coalesce({role}, 'happened_at') AS place_role,
    begins AS first, coalesce(ends, until) AS last,
    CASE WHEN ends > until THEN 'range' ELSE {days("date", "precision")} END AS precision,
    party('source', NULL, NULL, {listed("source")}) AS who1,
    nullif(concat_ws(chr(29), party('target', NULL, NULL, {listed("target")}),
        party('speaker', NULL, NULL, {listed("speaker")})), '') AS who2,
    {cell("place")} AS place, {cell("country")} AS country, {degrees("lat", 1)} AS lat, {degrees("lon", 2)} AS lon,
    {fine} AS fine, number({cell("radius_km")}) AS radius_km,
    {f"list_filter([{amounts}], lambda q: q IS NOT NULL)" if amounts else "[]"} AS quantities,
    {mapping.confidence} AS confidence,
    [CASE WHEN coalesce({own}, {translated}) IS NULL THEN 'the file does not say what sort of act this is' END,
        CASE WHEN date_text IS NULL THEN 'the file does not date it' END, {noted}] AS reasons,
    nullif(concat_ws(' ', {told}), '') AS text
FROM cells
"""
    wanted = {at[column]: (normal(column),) for column in columns}
    dates = tuple(at[column] for field in ("date", "end") for column in mapping.column(field))
    return Format(
        name=name,
        title=mapping.title or title,
        columns=Columns(wanted, frozenset()),
        select=select,
        licence=mapping.licence or "",
        attribution=mapping.attribution or "",
        dates=dates,
        nulls=UNKNOWN,
        absent=tuple(dict.fromkeys(needed)),
        direct=direct,
    )


def _among(text: str, words: type[StrEnum]) -> str:
    """The SQL of ``text`` where it is one of our own words, else null."""
    return f"CASE WHEN {text} IN ({', '.join(text_of(word) for word in words)}) THEN {text} END"
