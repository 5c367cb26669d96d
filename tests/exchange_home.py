"""Files imported for a test: written, read and staged, as rows of the engine's table."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from events.exchange.importing import Import, Outcome, readings
from events.exchange.mapping import Mapping


@dataclass(frozen=True)
class Read:
    """The rows that files gave, by the order of days and ids, their originals by id, and what came of reading."""

    rows: list[dict[str, Any]]
    originals: dict[str, str]
    outcome: Outcome
    formats: list[str]

    @property
    def only(self) -> dict[str, Any]:
        """The one row there is."""
        assert len(self.rows) == 1
        return self.rows[0]


def read(home: Path, *files: tuple[str, str | bytes], as_: str | None = None, mapping: Mapping | None = None) -> Read:
    """Write ``files`` (name and content) and read them as one import."""
    folder = home / "given"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    work = home / "work"
    work.mkdir(exist_ok=True)
    found = readings(paths, work, as_=as_, mapping=mapping)
    outcome = Import(home, "test", found, threads=1).run(lambda _: lambda _read, _size: None)
    with duckdb.connect() as connection:
        rows = _table(connection, outcome.events, "ORDER BY sort NULLS LAST, id")
        told = [row for path in outcome.originals for row in _table(connection, [path], "")]
        originals = {row["id"]: row["original"] if "original" in row else json.dumps(row["row"]) for row in told}
    return Read(rows, originals, outcome, [each.format.name for each in found])


def _table(connection: duckdb.DuckDBPyConnection, paths: list[Path], order: str) -> list[dict[str, Any]]:
    if not paths:
        return []
    answer = connection.execute(f"SELECT * FROM read_parquet({[str(path) for path in paths]}) {order}")
    names = [each[0] for each in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
