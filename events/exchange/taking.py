"""What an import tells and asks, whether by command or on screen: names, credits, columns that nothing is made of."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from events.engine import Engine
from events.engine.sets import About, DataSet, SourceFile
from events.exchange import own
from events.exchange.format import normal
from events.exchange.importing import Outcome, Reading, hash_of
from events.exchange.returning import OWN, ids_of
from events.exchange.rows import EVENT, HEADINGS
from events.record import Record


def name_of(found: Sequence[Reading]) -> str:
    """A set's name where none is given: the format's, or the first file's."""
    made = found[0].format
    if made.name != "table":
        return made.name.removesuffix("-deleted").removesuffix("-flat")
    stem = Path(found[0].table.name).name.split(".")[0].lower()
    return (
        "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in stem).strip("-")[:40] or "table"
    )


def unused(reading: Reading) -> list[str]:
    """The columns of a file that nothing of an event is made of.

    Of an export of ours only the column "event" is read, whatever was changed in the others.
    """
    if reading.format is OWN:
        tables = ("csv", "xlsx", "parquet")
        return [name for name in HEADINGS if name != EVENT] if own.format_of(reading.table.path) in tables else []
    if reading.mapping is not None:
        used = {column for field in reading.mapping.columns for column in reading.mapping.column(field)}
        return [column for column in reading.table.columns if column not in used]
    wanted = {name for names in reading.format.columns.wanted.values() for name in names}
    return [column for column in reading.table.columns if normal(column) not in wanted]


def elsewhere(record: Record, data: str, ids: Collection[str]) -> Mapping[str, int]:
    """Which of ``ids`` the record or another data set has, with the number of the revision."""
    there = Engine(record).states(list(ids))
    mine = ids_of(record.home, data, there) if there else set()
    return {event_id: revision for event_id, (revision, _) in there.items() if event_id not in mine}


def about_of(
    found: Sequence[Reading],
    outcome: Outcome,
    data: str,
    old: DataSet | None,
    *,
    licence: str | None = None,
    attribution: str | None = None,
    version: str | None = None,
) -> About:
    """What the set ``data`` is: as is given, else as its format says, else as it was."""
    made = found[0].format
    return About(
        name=data,
        title=made.title if made.title else data,
        licence=licence or made.licence or (old.licence if old else None),
        attribution=attribution or made.attribution or (old.attribution if old else None),
        version=version or (old.version if old else None),
        format=made.name,
        sources=tuple(SourceFile(name=Path(each.table.name).name, sha256=hash_of(each)) for each in found),
        not_taken=sum(outcome.refused.values()),
    )
