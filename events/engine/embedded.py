"""DuckDB inside this process: the record's events and the data sets as one relation, always of the latest moment.

What is large lies in segments on the disk; what the record holds beyond them is made into rows of a small table in
memory, ``delta``, when somebody asks, and from time to time written into a new segment beside the work. Each question
has a cursor, and with it a moment, of its own.
"""

import json
import logging
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

import duckdb

from events.columns import COLUMNS
from events.engine import copies, publishing, questions, sets
from events.engine.accompanied import Accompanied
from events.engine.copies import Copies
from events.engine.dialect import DUCKDB
from events.engine.originals import PLACED, Wanted, originals_of, wanted
from events.engine.publishing import Generation
from events.engine.questions import Asker
from events.engine.rows import Original
from events.engine.segments import FROM_JSON, IN_ORDER, NAMES, TABLE, connect, files, write
from events.engine.unpacking import rows_of, values
from events.index import fingerprint, row_of
from events.record import Failure, Head, Record, Told

MEMORY = "300MB"  # beside which Python and the page itself have room in half a gigabyte
AT_ONCE = 2000  # events made into rows in one go
FOLD = 2000  # rows in memory from which a new generation is written; of a large record, a fiftieth of it
NOTHING = Head(-1, 0, 0)
_MORE = next(column.type for column in COLUMNS if column.name == "more")


class _Published:
    """When an article was published, for ``events.index.drawn_span``."""

    def __init__(self, told: Told) -> None:
        self.published = told.published


class Embedded:
    """The engine of a process over one record; threads share it. See ``embedded`` for the one to use."""

    dialect = DUCKDB

    def __init__(self, record: Record) -> None:
        """An engine that has read nothing yet."""
        self._record: Record = weakref.proxy(record)  # which keeps this one
        self._home = record.home
        self._lock = threading.RLock()  # of what changes the tables
        self._reading = threading.local()
        self._head = NOTHING
        self._base: Generation | None = None
        self._sets: list[sets.DataSet] = []
        self._folding: threading.Thread | None = None
        self._stamp = 0  # of the rows taken last
        self._db = connect(MEMORY)
        self._db.execute(f"CREATE TABLE delta ({TABLE}, stamp BIGINT)")
        # whose rows in the generation no longer hold, and which imported events the record has
        self._db.execute("CREATE TABLE gone (id VARCHAR, stamp BIGINT)")
        self._db.execute("CREATE TABLE adopted (id VARCHAR)")
        self._db.execute(f"CREATE TABLE hidden ({TABLE})")  # adopted rows that copies still count
        self._asker = Asker(self.dialect, "delta")

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
                self._reading.asker = self._asker
                self._reading.sets = self._sets
            self._reading.cursor = cursor
            yield
        finally:
            self._reading.cursor = None
            cursor.close()

    def ask(self, question: Callable[[Asker], str]) -> list[tuple[Any, ...]]:
        """The rows that answer a question."""
        with self.reading():
            return self._rows(question(self._reading.asker))

    def sets(self) -> list[sets.DataSet]:
        """The data sets that answers are made from."""
        with self.reading():
            found: list[sets.DataSet] = self._reading.sets
            return found

    def many(
        self, question: Callable[[Asker], str], at_once: int
    ) -> Iterator[tuple[list[tuple[Any, ...]], dict[str, Original]]]:
        """The whole rows that answer a question to which they are many, so many at once, and their originals."""
        with self.reading():
            # Arrow holds them in a tenth of the memory, and hands them over by columns, in a tenth of the time
            with _searching():
                table = self._reading.cursor.sql(question(self._reading.asker)).to_arrow_table()
            placed = zip(*(chain.from_iterable(map(values, table[name].chunks)) for name in PLACED), strict=True)
            originals = self.originals(wanted(placed, self._reading.sets))
            for rows in rows_of(table, at_once):
                yield rows, originals

    def originals(self, asked: Mapping[str, Wanted]) -> dict[str, Original]:
        """The imported events ``asked`` for, of each set, as their sources have them, by id."""
        with self.reading(), _searching():
            return originals_of(self._reading.cursor, self._home, self._reading.sets, asked)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with _searching():
            found: list[tuple[Any, ...]] = self._reading.cursor.execute(sql).fetchall()
        return found

    # -- following the record --------------------------------------------------------------------

    def _refresh(self) -> None:
        """Let answers be of the record as it stands now."""
        head = self._record.head()
        whole = self._base is None or self._base.path(self._home).is_file()  # another process may have swept it
        if head == self._head and whole:
            return
        if self._head == NOTHING or head.revision < self._head.revision or not whole:
            self._load(head)
        if head.decision != self._head.decision:
            self._take_decisions(head)
        told = self._record.since(self._head.revision, head.revision)
        while some := list(islice(told, AT_ONCE)):
            self._take({each.id: each for each in some})
        self._sets = sets.data_sets(self._home)
        self._adopt_ours()
        self._asker = self._composed()
        self._head = head
        if self._count("delta") >= max(FOLD, self._base.rows // 50 if self._base else 0):
            self._fold(head)

    def _load(self, head: Head) -> None:
        """Begin with the published generation, or with nothing."""
        for table in ("delta", "gone", "adopted"):
            self._db.execute(f"DELETE FROM {table}")
        self._base = base = publishing.current(self._record, head)
        self._head = Head(-1, 0, head.decision)
        if base is not None:
            self._head = Head(-1, base.revision, base.decision)
            path = files([base.path(self._home)])
            self._db.execute(f"INSERT INTO adopted SELECT id FROM {path} WHERE article IS NULL")

    def _take_decisions(self, head: Head) -> None:
        """Make the rows anew in which actors stand whom later decisions are about, or parts of these."""
        decisions = {decided.number: decided.edit for decided in self._record.actor_decisions()}
        later = [edit for number, edit in decisions.items() if self._head.decision < number <= head.decision]
        meant = [decisions.get(edit.number, edit) if edit.number is not None else edit for edit in later]
        actors = sorted({actor for edit in meant for actor in (edit.actor, edit.into) if actor})
        sql = questions.with_actors(self.dialect, self._recorded(), actors)
        touched = [row[0] for row in self._db.execute(sql).fetchall()] if actors else []
        told = self._record.latest(touched, head.revision)
        while some := list(islice(told, AT_ONCE)):
            self._take({each.id: each for each in some}, anew=True)

    def _take(self, told: dict[str, Told], *, anew: bool = False) -> None:
        """Make the latest revisions of these events, or the same ones made anew, those that are found."""
        events = [each for each in told.values() if each.event]
        rows = [row_of(each.event, _Published(each)) for each in events if each.event]
        first = {each.id for each in events if each.event and each.event.revision == 1 and not anew}
        gone = [event_id for event_id in told if event_id not in first]
        adopted = [each.id for each in events if each.event and each.event.article is None]
        self._stamp += 1
        with self._changing():
            self._db.execute("DELETE FROM delta WHERE id IN (SELECT unnest(?))", [list(told)])
            sql = f"INSERT INTO delta SELECT {NAMES}, {self._stamp} FROM ({FROM_JSON})"
            self._db.execute(sql, [json.dumps(rows)])
            self._db.execute(f"INSERT INTO gone SELECT unnest(?), {self._stamp}", [gone])
            self._db.execute("INSERT INTO adopted SELECT unnest(?)", [adopted])

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """One change of the tables: all of it is seen, or nothing."""
        self._db.execute("BEGIN")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _count(self, table: str) -> int:
        found = self._db.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(found[0]) if found else 0

    def _recorded(self) -> str:
        """The relation of the record's events."""
        delta = f"SELECT {NAMES} FROM delta"
        if self._base is None:
            return f"({delta})"
        but = " WHERE id NOT IN (SELECT id FROM gone)" if self._count("gone") else ""
        return f"({delta} UNION ALL SELECT {NAMES} FROM {files([self._base.path(self._home)])}{but})"

    def _adopt_ours(self) -> None:
        """What came back from an export, and whose article is here now, is told by the article."""
        ours = [
            sets.folder_of(self._home, each.name) / part.file
            for each in self._sets
            if each.is_ours
            for part in each.segments
        ]
        if ours:
            again = f"SELECT id FROM {files(ours)} WHERE id IN (SELECT id FROM {self._recorded()})"
            self._db.execute(f"DELETE FROM adopted WHERE id IN (SELECT id FROM {files(ours)})")
            self._db.execute(f"INSERT INTO adopted {again}")

    def _composed(self) -> Asker:
        """Who asks of all events: what the record has of a data set's event stands for it."""
        parts = [(sets.folder_of(self._home, each.name), part) for each in self._sets for part in each.segments]
        small = [folder / part.file for folder, part in parts if not copies.whole(part.copies)]
        large = [folder / part.file for folder, part in parts if copies.whole(part.copies)]
        adopted = self._count("adopted") > 0
        but = " WHERE id NOT IN (SELECT id FROM adopted)" if adopted else ""
        rest = [self._recorded()[1:-1]] if self._base or self._count("delta") else []
        if small:
            rest.append(f"SELECT {NAMES} FROM {files(small)}{but}")
        if not large:
            return Asker(self.dialect, f"({' UNION ALL '.join(rest or [self._recorded()[1:-1]])})")
        self._db.execute("DELETE FROM hidden")
        if adopted:
            hidden = f"SELECT {NAMES} FROM {files(large)} WHERE id IN (SELECT id FROM adopted)"
            self._db.execute(f"INSERT INTO hidden {hidden}")
        beside = {
            name: files(folder / part.copies[name] for folder, part in parts if copies.whole(part.copies))
            for name in copies.SELECTS
        }
        beside |= {name: f"(SELECT * FROM {beside[name]}{but})" for name in ("several", "before")}
        of_large = f"SELECT {NAMES} FROM {files(large)}{but}"
        if not self._count(beside["several"]):
            beside["several"] = ""
            none = f'CAST(NULL AS {_MORE}) AS "more"'  # which is then not read
            of_large = of_large.replace('"more"', none, 1)
        leading = f"SELECT actor FROM {beside.pop('leaders')} GROUP BY actor HAVING count(*) = {len(large)}"
        made = Copies(
            leaders=frozenset(row[0] for row in self._db.execute(leading).fetchall()),
            rest=f"({' UNION ALL '.join(rest)})" if rest else "",
            hidden="hidden" if adopted else "",
            large=f"({of_large})",
            **beside,
        )
        return Accompanied(self.dialect, f"({' UNION ALL '.join([*rest, of_large])})", made)

    # -- publishing ------------------------------------------------------------------------------

    def _fold(self, head: Head) -> None:
        """Begin to write what the record holds into a new generation, unless that is under way."""
        if self._folding is not None and self._folding.is_alive():
            return
        new = Generation(
            number=self._base.number + 1 if self._base else 1,
            file="",
            rows=0,
            revision=head.revision,
            decision=head.decision,
            mark=publishing.mark_of(self._record, head.revision),
            fingerprint=fingerprint(),
        )
        cursor = self._db.cursor()
        cursor.execute("SET enable_progress_bar = false")
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM delta").fetchall()  # the moment that is written
        select = f"SELECT {NAMES} FROM {self._recorded()} ORDER BY {IN_ORDER}"
        work = (cursor, select, self._base, new, self._stamp)
        self._folding = threading.Thread(target=self._write, args=work, name="publishing")
        self._folding.start()

    def _write(
        self, cursor: duckdb.DuckDBPyConnection, select: str, old: Generation | None, new: Generation, stamp: int
    ) -> None:
        """Write a generation, and drop from memory what it holds."""
        try:
            made = publishing.publish(self._home, new, lambda path: write(cursor, select, path))
            cursor.execute("COMMIT")
        except (OSError, duckdb.Error) as error:
            # answers stay right without it; the next change tries again
            logging.getLogger(__name__).warning("The record's events could not be published: %s", error)
            return
        finally:
            cursor.close()
        with self._lock:
            if self._base is not old:
                return  # begun anew meanwhile
            with self._changing():
                self._db.execute(f"DELETE FROM delta WHERE stamp <= {stamp}")
                self._db.execute(f"DELETE FROM gone WHERE stamp <= {stamp}")
            self._base = made
            self._asker = self._composed()

    def folded(self) -> None:
        """Wait until what is being written is written."""
        thread = self._folding
        if thread is not None:
            thread.join()


@contextmanager
def _searching() -> Iterator[None]:
    """Within it, what goes wrong in DuckDB is said in a sentence."""
    try:
        yield
    except duckdb.Error as error:
        raise Failure(f"The events could not be searched ({error}); try again.") from error


_OPEN: weakref.WeakKeyDictionary[Record, Embedded] = weakref.WeakKeyDictionary()
_OPENING = threading.Lock()


def embedded(record: Record) -> Embedded:
    """The one engine of this process over ``record``."""
    with _OPENING:
        if record not in _OPEN:
            _OPEN[record] = Embedded(record)
        return _OPEN[record]
