"""Other people's files -> a data set: what they are, how they are read, what was not taken and why.

A file is read in blocks; what a block gives is kept beside the record under the hash of the file until all is read,
so that an interrupted import goes on where it was. Then everything is put in order, written, and becomes the data
set at once.
"""

import csv
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from events.exchange import canonical, detect, own
from events.exchange.assembling import Assembling
from events.exchange.blocks import Block, blocks, opened
from events.exchange.canonical import Rows, connect, prepare
from events.exchange.cells import Cells, Refusal, cells_of, name_of, untidy
from events.exchange.reading import Reading, body, hash_of, readings
from events.exchange.returning import OWN, Elsewhere, as_own, batches, stage
from events.exchange.staging import Part, in_order, words_of
from events.exchange.staging import stage as stage_part
from events.exchange.words import plain_memory
from events.exchange.writing import Writing
from events.index import fingerprint, row_of
from events.model import Event

__all__ = ["Import", "Outcome", "Progress", "Reading", "hash_of", "readings"]

EDITION = 4  # of how files are read: staged parts of another edition are not used
STAGED = "imports"
SHOWN = 3  # events of a preview
KEPT = 100_000  # rows of a report of what was not taken; all are counted

Progress = Callable[[int, int], None]  # how much is done, and of how much: bytes of a file read, or rows written


def _silent() -> Progress:
    """Progress that nobody is told of."""
    return lambda _done, _all: None


@dataclass
class Outcome:
    """What came of reading: the staged files, how many events and rows, and why rows were not taken.

    Of events that this program exported, ``here`` are in the record or another data set already, and stay as they are
    there; of these ``otherwise`` are of another revision there.
    """

    events: list[Path] = field(default_factory=list)
    originals: list[Path] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    rows: int = 0
    taken: int = 0
    here: int = 0
    otherwise: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    report: Path | None = None


class Import:
    """One import: files read as ``readings`` say, for the data set ``data``, staged in ``home``."""

    def __init__(
        self,
        home: Path,
        data: str,
        found: Sequence[Reading],
        *,
        threads: int = 1,
        elsewhere: Elsewhere = lambda _ids: {},
        own_ids: bool = False,
    ) -> None:
        """Nothing is read yet.

        ``elsewhere`` says which ids are taken outside of this data set. With ``own_ids`` events of our own exports get
        ids of the set's own.
        """
        self._elsewhere, self._own_ids = elsewhere, own_ids
        self.home, self.data, self.readings = home, data, found
        self._connection = connect(threads)
        self._outcome = Outcome()
        self._refusals: list[tuple[str, str, str, str, str]] = []
        self._prepared: str | None = None
        self._before = 0
        self._needs: dict[tuple[str, ...], frozenset[str] | None] = {}
        self._parts: dict[str, tuple[Reading, list[Path]]] = {}  # staged, by what is read in the same way

    def preview(self, count: int = SHOWN) -> list[dict[str, Any]]:
        """The first events of the first file, as rows of the engine's table."""
        reading = self.readings[0]
        if reading.format.deletes:
            return []
        if reading.format is OWN:
            some = islice(self._returned(reading), count)
            return [row_of(event, None, data=self.data) for event in some]
        table = reading.table
        with opened(table.path, table.member) as stream:
            block = next(iter(blocks(stream, table.quote, detect.START)), None)
        if block is None:
            return []
        self._folder(reading).mkdir(parents=True, exist_ok=True)
        found = cells_of(body(block, table), table, self._folder(reading) / "preview.csv")
        rows = self._rows(reading, found.table)
        told = canonical.judged(self._connection, rows)
        first = pa.compute.indices_nonzero(told["refused"].is_null())[:count]
        drafts = canonical.drafts(self._connection, replace(rows, cells=rows.cells.take(first)))
        events: list[dict[str, Any]] = Assembling(self.data).events(told["id"].take(first).chunk(0), drafts).to_pylist()
        return events

    def run(
        self, progress: Callable[[Reading], Progress], *, writing: Callable[[], Progress] | None = _silent
    ) -> Outcome:
        """Read every file, what is staged already not again, and write the events in order. Nothing is published.

        ``writing`` is told how many events are written; where it is None, none are.
        """
        with plain_memory():
            for reading in self.readings:
                self._file(reading, progress(reading))
            if self._refusals:
                self._outcome.report = self._report()
            if writing is not None:
                self._write(writing())
        return self._outcome

    def clean(self) -> None:
        """Forget what was staged, once it is published."""
        for reading in self.readings:
            shutil.rmtree(self._folder(reading), ignore_errors=True)

    # -- one file --------------------------------------------------------------------------------

    def _folder(self, reading: Reading) -> Path:
        """Where a file's parts are staged: named for its bytes and everything that says how it is read."""
        told = [hash_of(reading), reading.table.member, self._way(reading)]
        return self.home / STAGED / hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]

    def _way(self, reading: Reading) -> str:
        """What says how a file is read, for which set; files of which it is the same are put in order together."""
        order = reading.mapping.date_order if reading.mapping else None
        told = [EDITION, self.data, reading.format.select, reading.table.columns, order, fingerprint()]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def _file(self, reading: Reading, progress: Progress) -> None:
        table, folder = reading.table, self._folder(reading)
        folder.mkdir(parents=True, exist_ok=True)
        size = table.path.stat().st_size
        if reading.format is OWN:
            self._own(reading, folder)
            progress(size, size)
            return
        self._before = 0  # rows in the blocks before
        with opened(table.path, table.member) as stream:
            for block in blocks(stream, table.quote):
                state = folder / f"{block.number:05}.json"
                if not state.exists():
                    self._block(reading, block, folder, state)
                self._count(reading, json.loads(state.read_text(encoding="utf-8")))
                part = folder / f"{block.number:05}.arrow"
                if part.exists():
                    self._parts.setdefault(self._way(reading), (reading, []))[1].append(part)
                progress(block.read, size)

    def _own(self, reading: Reading, folder: Path) -> None:
        """Events of our own, which are read anew each time: there are never so many."""
        for number, some in enumerate(batches(self._returned(reading))):
            there = {} if self._own_ids else self._elsewhere([event.id for event in some])
            new = [each for each in some if each.id not in there]
            made = stage(self._connection, new, self.data, folder, number)
            self._outcome.events.append(made[0])
            self._outcome.originals.append(made[1])
            self._outcome.here += len(some) - len(new)
            self._outcome.otherwise += sum(there.get(each.id, each.revision) != each.revision for each in some)
            self._count(reading, {"rows": len(some), "taken": len(new), "removed": [], "refused": {}})

    def _returned(self, reading: Reading) -> Iterator[Event]:
        """The events of an export of ours."""
        for event in own.read(reading.table.path):
            yield as_own(event, self.data) if self._own_ids else event

    def _block(self, reading: Reading, block: Block, folder: Path, state: Path) -> None:
        found = cells_of(body(block, reading.table), reading.table, folder / f"{block.number:05}.csv")
        if reading.format.deletes:
            removed = canonical.deleted(self._connection, self._rows(reading, found.table))
            told: dict[str, Any] = {"rows": len(removed), "taken": 0, "removed": removed, "refused": {}}
        else:
            told = self._staged(reading, found, state.with_suffix(".arrow"))
        unfinished = state.with_suffix(".partial")
        unfinished.write_text(json.dumps(told), encoding="utf-8")
        unfinished.replace(state)

    def _staged(self, reading: Reading, found: Cells, path: Path) -> dict[str, Any]:
        rows = self._rows(reading, found.table)
        told, cells = canonical.judged(self._connection, rows), found.table
        refused = found.rejected
        if told["refused"].null_count < len(told):
            refused = refused + self._refused(rows, told["refused"])
            taken = pa.compute.is_null(told["refused"])
            told, cells = told.filter(taken), cells.filter(taken)
        if len(cells):
            ids, sort = (told[name].combine_chunks() for name in ("id", "sort"))
            stage_part(path, ids, sort, cells.combine_chunks(), sorted(rows.untidy or ()))
        counts = Counter(reason for _, _, reason, _ in refused)
        count = len(cells) + len(refused)
        return {"rows": count, "taken": len(cells), "removed": [], "refused": counts, "listed": refused[:KEPT]}

    def _refused(self, rows: Rows, why: pa.ChunkedArray) -> list[Refusal]:
        """The rows that no event is made of."""
        at = pa.compute.indices_nonzero(why.is_valid())
        some = replace(rows, cells=rows.cells.take(at))
        texts = [
            json.dumps(dict(zip(rows.columns, row.values(), strict=True)), ensure_ascii=False)[:2000]
            for row in some.cells.to_pylist()
        ]
        numbers = (str(number + 1) for number in at.to_pylist())
        sources = (source or "" for source in canonical.sources(self._connection, some))
        return list(zip(numbers, sources, why.take(at).to_pylist(), texts, strict=True))

    def _rows(self, reading: Reading, cells: pa.Table, known: frozenset[str] | None = None) -> Rows:
        """Rows of a file, to be read as its format asks; which columns are untidy may be known."""
        made = reading.format
        if self._prepared != made.select:
            prepare(self._connection, made, self.data)
            self._prepared = made.select
        if known is None:
            nulls = canonical.says_nothing(made)
            known = frozenset(name for name in cells.column_names if untidy(cells, name, nulls))
        order = reading.mapping.date_order if reading.mapping else None
        return Rows(made, reading.table.columns, cells, known, order, self._needs)

    # -- all of them -----------------------------------------------------------------------------

    def _write(self, progress: Progress) -> None:
        """Write what is staged in order: of files that are read in the same way, all together."""
        done, count = 0, self._outcome.taken
        for way, (reading, parts) in self._parts.items():
            columns = reading.table.columns
            often, folder = words_of(parts), self._folder(reading)
            once = {place for place in range(len(columns)) if name_of(place) in often}
            events, originals = (folder / f"{way[:16]}.{each}.parquet" for each in ("events", "originals"))
            assembling = Assembling(self.data)
            with Writing(events, originals, self.data, columns, once) as out:
                for rows in map(partial(self._write_part, reading, assembling, out), in_order(parts)):
                    done += rows
                    progress(done, count)
            self._outcome.events.append(events)
            self._outcome.originals.append(originals)

    def _write_part(self, reading: Reading, assembling: Assembling, out: Writing, part: Part) -> int:
        """Write some of the rows; how many."""
        drafts = canonical.drafts(self._connection, self._rows(reading, part.cells, part.untidy))
        cells = [part.cells[name_of(place)].chunk(0) for place in range(len(reading.table.columns))]
        out.write(assembling.events(part.ids, drafts), cells)
        return len(part.ids)

    def _count(self, reading: Reading, told: dict[str, Any]) -> None:
        outcome, before, table = self._outcome, self._before, reading.table
        self._before += told["rows"]
        outcome.rows += told["rows"]
        outcome.taken += told["taken"]
        outcome.removed += told["removed"]
        outcome.refused.update(told["refused"])
        for row, source, why, text in told.get("listed", ()):
            if len(self._refusals) < KEPT:
                line = int(row) + before + table.above + table.header + table.tagged
                self._refusals.append((reading.table.name, str(line), source, why, text))

    def _report(self) -> Path:
        folder = self.home / STAGED
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"not-taken-{self.data}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("file", "row", "id", "why", "as it stands"))
            writer.writerows(self._refusals)
        return path
