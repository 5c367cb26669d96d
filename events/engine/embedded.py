"""DuckDB inside this process: the record's events and the data sets as one relation, always of the latest moment.

What is large lies in segments on the disk; what the record holds beyond them is made into rows of a small table in
memory, ``delta``, when somebody asks. Each question has a cursor, and with it a moment, of its own.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

import duckdb

from events.engine import questions
from events.engine.dialect import DUCKDB
from events.engine.questions import Asker, Row
from events.engine.segments import FROM_JSON, NAMES, TABLE, connect, files
from events.engine.sets import FOLDER, DataSet, data_sets
from events.index import row_of
from events.record import Failure, Head, Record, Told

MEMORY = "300MB"  # beside which Python and the page itself have room in half a gigabyte
AT_ONCE = 2000  # events made into rows in one go


class _Published:
    """When an article was published, for ``events.index.drawn_span``."""

    def __init__(self, told: Told) -> None:
        self.published = told.published


class Embedded:
    """The engine of a process over one record; threads share it. See ``embedded`` for the one to use."""

    dialect = DUCKDB

    def __init__(self, record: Record) -> None:
        """An engine that has read nothing yet."""
        self._record = record
        self._lock = threading.RLock()  # of what changes the tables
        self._reading = threading.local()
        self._head = Head(-1, 0, 0)
        self._sets: list[DataSet] = []
        self._db = connect(MEMORY)
        self._db.execute(f"CREATE TABLE delta ({TABLE})")
        self._relation = "delta"

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within it, all answers are of one moment."""
        if getattr(self._reading, "cursor", None) is not None:
            yield
            return
        cursor = self._db.cursor()
        try:
            with self._lock:
                self._refresh()
                cursor.execute("SET enable_progress_bar = false")
                cursor.execute("BEGIN")
                cursor.execute("SELECT count(*) FROM delta").fetchall()  # from here on the transaction has its moment
                self._reading.asker = Asker(self.dialect, self._relation)
                self._reading.sets = self._sets
            self._reading.cursor = cursor
            yield
        finally:
            self._reading.cursor = None
            cursor.close()

    def ask(self, question: Callable[[Asker], str]) -> list[tuple[Any, ...]]:
        """The rows that answer a question."""
        with self.reading():
            sql = question(self._reading.asker)
            try:
                found: list[tuple[Any, ...]] = self._reading.cursor.execute(sql).fetchall()
            except duckdb.Error as error:
                raise Failure(f"The events could not be searched ({error}); try again.") from error
            return found

    def sets(self) -> list[DataSet]:
        """The data sets that answers are made from."""
        with self.reading():
            found: list[DataSet] = self._reading.sets
            return found

    def originals(self, rows: Sequence[Row]) -> dict[str, dict[str, object]]:
        """The imported events among ``rows`` as their sources have them, by id."""
        found: dict[str, dict[str, object]] = {}
        with self.reading():
            for each in self._reading.sets:
                ids = {str(row["id"]): row["sort"] for row in rows if row["data"] == each.name}
                paths = [
                    self._record.home / FOLDER / each.name / part.originals for part in each.segments if part.originals
                ]
                if ids and paths:
                    sql = questions.originals(self.dialect, files(paths), ids)
                    told = self._reading.cursor.execute(sql).fetchall()
                    found.update((event_id, json.loads(original)) for event_id, original in told)
        return found

    # -- following the record --------------------------------------------------------------------

    def _refresh(self) -> None:
        head = self._record.head()
        if head == self._head:
            return
        if head.decision != self._head.decision or head.revision < self._head.revision:
            self._db.execute("DELETE FROM delta")  # another register: every row is made anew
            self._head = Head(-1, 0, 0)
        told = self._record.since(self._head.revision, head.revision)
        while some := list(islice(told, AT_ONCE)):
            self._take({each.id: each for each in some})
        self._sets = data_sets(self._record.home)
        self._relation = self._composed()
        self._head = head

    def _take(self, told: dict[str, Told]) -> None:
        """Make the latest revisions of these events the ones that are found."""
        rows = [row_of(each.event, _Published(each)) for each in told.values() if each.event]
        self._db.execute("BEGIN")
        try:
            self._db.execute("DELETE FROM delta WHERE id IN (SELECT unnest(?))", [list(told)])
            self._db.execute(f"INSERT INTO delta SELECT {NAMES} FROM ({FROM_JSON})", [json.dumps(rows)])
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _composed(self) -> str:
        """The relation of all events: what the record has of a data set's event stands for it."""
        parts = [f"SELECT {NAMES} FROM delta"]
        folder = self._record.home / FOLDER
        paths = [folder / each.name / segment.file for each in self._sets for segment in each.segments]
        if paths:
            corrected = self._db.execute("SELECT 1 FROM delta WHERE article IS NULL LIMIT 1").fetchone()
            but = " WHERE id NOT IN (SELECT id FROM delta WHERE article IS NULL)" if corrected else ""
            parts.append(f"SELECT {NAMES} FROM {files(paths)}{but}")
        return f"({' UNION ALL '.join(parts)})" if len(parts) > 1 else "delta"


_OPEN: WeakKeyDictionary[Record, Embedded] = WeakKeyDictionary()
_OPENING = threading.Lock()


def embedded(record: Record) -> Embedded:
    """The one engine of this process over ``record``."""
    with _OPENING:
        if record not in _OPEN:
            _OPEN[record] = Embedded(record)
        return _OPEN[record]
