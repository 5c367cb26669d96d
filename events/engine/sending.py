"""Sending to a cluster what a record and its data sets hold beyond what lies there already.

Segments of data sets are sent once. What the record has more than it had becomes a layer over the earlier ones; many
layers are made one by the servers themselves. A part counts only when all of its rows are there.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

import duckdb

from events.engine.address import Unanswered
from events.engine.cluster_table import TABLE, TYPES, blocks
from events.engine.published import Layer, Ledger, Part
from events.engine.segments import FROM_JSON, NAMES, connect, files
from events.engine.segments import TABLE as ROW
from events.engine.sets import FOLDER, DataSet
from events.index import fingerprint, row_of
from events.record import Head, Record, Told

MEMORY = "300MB"
AT_ONCE = 2000  # events of the record made into rows in one go
MOST_LAYERS = 12  # of the record, before they are made one
MOST_REPLACED = 1000  # events whose earlier rows every question must pass over, before
SMALL = 200_000  # rows of a data set that may be sent while somebody waits for an answer
GRACE = 3600.0  # seconds for which what a reader may still ask for is kept
LONGEST = 86400.0  # seconds that sending one part may take

Progress = Callable[[int], object]
"""Called with the number of rows that were sent since it was called last."""


class Asked(Protocol):
    """What a cluster is asked through, such as ``events.engine.clickhouse.Server``."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a question yields."""

    def insert(self, table: str, block: bytes) -> None:
        """Add rows, in ClickHouse's Native format."""

    def command(self, sql: str) -> None:
        """Do what ``sql`` says."""

    def drop(self, part: int) -> None:
        """Take the rows of a part away, on every server; raises Unanswered where it cannot."""


def segments_of(sets: Sequence[DataSet]) -> dict[str, int]:
    """The segments of data sets by their path below the folder of sets, with their rows."""
    return {f"{each.name}/{segment.file}": segment.rows for each in sets for segment in each.segments}


class Sending:
    """One round of sending; what the ledger says is held for it, and written with each step."""

    def __init__(self, record: Record, server: Asked, ledger: Ledger, progress: Progress = lambda _: None) -> None:
        """A round for ``record``; ``ledger`` is held."""
        self._record, self._server, self._ledger, self._progress = record, server, ledger, progress
        self.published = ledger.read()

    def lacking(self) -> list[Part]:
        """The parts that should lie on the cluster and do not, or not whole."""
        parts = self.published.parts()
        if not parts:
            return []
        numbers = ", ".join(str(part.number) for part in parts)
        sql = f"SELECT segment, count(*) FROM {TABLE} PREWHERE segment IN ({numbers}) GROUP BY segment"
        there = dict(self._server.rows(sql))
        return [part for part in parts if there.get(part.number, 0) != part.rows]

    def give_up(self, parts: Sequence[Part]) -> None:
        """Count these parts no longer, so that they are sent anew."""
        numbers = {part.number for part in parts}
        if any(layer.number in numbers for layer in self.published.layers):
            self._leave(self.published.layers)
            self._become(layers=(), revision=0, last=None)
        kept = {name: part for name, part in self.published.sets.items() if part.number not in numbers}
        self._leave([part for part in self.published.sets.values() if part.number in numbers])
        self._become(sets=kept)

    def follow(self, head: Head) -> None:
        """Send what the record has beyond its last layer; all of it, where its rows are made by other rules now."""
        rules, now = fingerprint(), self.published
        same = now.layers and (now.decision, now.rules) == (head.decision, rules) and self._goes_on()
        after = now.revision if same else 0
        if after < head.revision or not same:
            layer = self._layer(after, head.revision)
            if not same:
                self._leave(now.layers)
            layers = (*now.layers, layer) if same else (layer.model_copy(update={"replaced": (), "gone": ()}),)
            last = self._record.revision_at(head.revision)
            self._become(layers=layers, revision=head.revision, decision=head.decision, rules=rules, last=last)
            self._fold()
        self._become(version=head.version)

    def take(self, sets: Sequence[DataSet]) -> None:
        """Send the segments of data sets that are not there; raises Unanswered where those are many rows."""
        wanted = segments_of(sets)
        missing = {name: rows for name, rows in wanted.items() if name not in self.published.sets}
        if sum(missing.values()) > SMALL:
            named = ", ".join(dict.fromkeys(name.partition("/")[0] for name in missing))
            raise Unanswered(
                f"{sum(missing.values()):,} events of the data set {named} are not on the cluster yet; send them there "
                "with events engine publish."
            )
        for name in missing:
            self.hold(name, self.sent(name, self.begun()))
        old = {
            name: part
            for name, part in self.published.sets.items()
            if name not in wanted and part.sent < time.time() - GRACE
        }
        if old:
            self._leave(list(old.values()))
            self._become(sets={name: part for name, part in self.published.sets.items() if name not in old})

    def begun(self) -> Part:
        """A new part, of which nothing is sent yet; what a kill leaves of it is taken away later."""
        part = Part(number=self.published.number(), rows=0, sent=time.time())
        self._become(left={**self.published.left, part.number: time.time() + LONGEST})
        return part

    def sent(self, name: str, part: Part) -> Part:
        """The part with the rows of a segment of a data set; the ledger need not be held for it."""
        with connect(MEMORY) as db:
            return self._filled(part, db, files([self._record.home / FOLDER / name]))

    def hold(self, name: str, part: Part) -> None:
        """Count a part that was sent as the segment of this name, unless another is counted by now."""
        if name in self.published.sets:
            self._leave([part])
        else:
            self._whole(part)
            self._become(sets={**self.published.sets, name: part})

    def sweep(self) -> None:
        """Take away from the cluster what no answer needs any longer; raises Unanswered where that is not allowed."""
        for number, since in self.published.left.items():
            if since < time.time() - GRACE:
                self._server.drop(number)
                left = {other: at for other, at in self.published.left.items() if other != number}
                self._become(left=left)

    # -- inside ----------------------------------------------------------------------------------

    def _become(self, **changes: object) -> None:
        new = self.published.model_copy(update=changes)
        if new != self.published:
            self._ledger.write(new)
            self.published = new

    def _leave(self, parts: Sequence[Part]) -> None:
        self._become(left={**self.published.left, **{part.number: time.time() for part in parts}})

    def _goes_on(self) -> bool:
        """Whether the record is the one that was sent, with more to it at most."""
        now = self.published
        return now.last is None or self._record.revision_at(now.revision) == now.last

    def _filled(self, part: Part, db: duckdb.DuckDBPyConnection, relation: str) -> Part:
        """The part with the rows of a DuckDB relation, all of them there."""
        rows = 0
        for count, block in blocks(db, relation, part.number):
            self._server.insert(TABLE, block)
            rows += count
            self._progress(count)
        found = int(self._server.rows(f"SELECT count(*) FROM {TABLE} PREWHERE segment = {part.number}")[0][0])
        if found != rows:
            raise Unanswered(f"Of {rows:,} events sent to the cluster {found:,} arrived; send them again.")
        return part.model_copy(update={"rows": rows})

    def _whole(self, part: Part) -> None:
        self._become(left={number: at for number, at in self.published.left.items() if number != part.number})

    def _layer(self, after: int, until: int) -> Layer:
        replaced: dict[str, bool] = {}  # whether there is a row that replaces them
        corrects = False
        with connect(MEMORY) as db:
            db.execute(f"CREATE TABLE told ({ROW})")
            for some in _batched(self._record.since(after, until)):
                _take(db, some)
                for each in some.values():
                    if each.event is None or each.event.revision > 1:
                        replaced[each.id] = each.event is not None
                    corrects = corrects or (each.event is not None and each.event.article is None)
            part = self._filled(self.begun(), db, "told")
        self._whole(part)
        gone = tuple(event_id for event_id, stays in replaced.items() if not stays)
        return Layer.model_validate({**dict(part), "replaced": tuple(replaced), "gone": gone, "corrects": corrects})

    def _fold(self) -> None:
        """Make many layers one, all of them or, where the first is by far the largest, all the others."""
        layers = self.published.layers
        replaced = sum(len(layer.replaced) for layer in layers)
        if len(layers) <= MOST_LAYERS and replaced <= MOST_REPLACED:
            return
        later = sum(layer.rows for layer in layers[1:])
        first = 1 if replaced <= MOST_REPLACED and later < layers[0].rows / 4 else 0
        part = self.begun()
        names = ", ".join(name for name in TYPES if name != "segment")
        source = self.published.folded(first)
        rows = int(self._server.rows(f"SELECT count(*) FROM {source}")[0][0])
        self._server.command(
            f"INSERT INTO {TABLE} (segment, {names}) SELECT toUInt64({part.number}), {names} FROM {source}"
        )
        self._whole(part)
        some = layers[first:]
        layer = Layer.model_validate(
            {
                **dict(part),
                "rows": rows,
                "replaced": tuple(dict.fromkeys(each for one in some for each in one.replaced)) if first else (),
                "gone": tuple(dict.fromkeys(each for one in some for each in one.gone)) if first else (),
                "corrects": any(one.corrects for one in some),
            }
        )
        self._leave(some)
        self._become(layers=(*layers[:first], layer))


def _take(db: duckdb.DuckDBPyConnection, told: Mapping[str, Told]) -> None:
    rows = [row_of(each.event, each) for each in told.values() if each.event]
    db.execute("DELETE FROM told WHERE id IN (SELECT unnest(?))", [list(told)])
    db.execute(f"INSERT INTO told SELECT {NAMES} FROM ({FROM_JSON})", [json.dumps(rows)])


def _batched(told: Iterator[Told]) -> Iterator[dict[str, Told]]:
    while some := list(islice(told, AT_ONCE)):
        yield {each.id: each for each in some}
