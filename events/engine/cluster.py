"""A ClickHouse cluster as the engine: what the record and the data sets hold lies there and is asked for there.

What the record has beyond what was sent is sent before the next answer.
"""

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from events.engine.address import Unanswered
from events.engine.dialect import CLICKHOUSE
from events.engine.originals import PLACES, Wanted, originals_of, wanted
from events.engine.published import Ledger, Published
from events.engine.questions import Asker
from events.engine.rows import Original
from events.engine.segments import connect
from events.engine.sending import MEMORY, Asked, Progress, Sending, segments_of
from events.engine.sets import DataSet, data_sets
from events.record import Head, Record


class _Moment:
    """What all answers of one moment are made from."""

    def __init__(self, head: Head, published: Published, sets: list[DataSet]) -> None:
        self.head, self.sets = head, sets
        ours = any(each.is_ours for each in sets)
        self.asker = Asker(CLICKHOUSE, published.relation(list(segments_of(sets)), ours=ours))


class Cluster:
    """The engine on a cluster over one record; threads share it."""

    dialect = CLICKHOUSE

    def __init__(self, record: Record, server: Asked, name: str) -> None:
        """An engine that has asked nothing yet; ``name`` is the cluster's address without user and password."""
        self._record: Record = weakref.proxy(record)  # which keeps this one
        self._server = server
        self._ledger = Ledger(record.home, name)
        self._lock = threading.RLock()
        self._reading = threading.local()
        self._moment: _Moment | None = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within it, all answers are of one moment."""
        if getattr(self._reading, "moment", None) is not None:
            yield
            return
        self._reading.moment = self._now()
        try:
            yield
        finally:
            self._reading.moment = None

    def ask(self, question: Callable[[Asker], str]) -> list[tuple[Any, ...]]:
        """The rows that answer a question."""
        with self.reading():
            return self._server.rows(question(self._reading.moment.asker))

    def sets(self) -> list[DataSet]:
        """The data sets that answers are made from."""
        with self.reading():
            found: list[DataSet] = self._reading.moment.sets
            return found

    def many(
        self, question: Callable[[Asker], str], at_once: int
    ) -> Iterator[tuple[list[tuple[Any, ...]], dict[str, Original]]]:
        """The whole rows that answer a question to which they are many, so many at once, and their originals."""
        rows = self.ask(question)
        originals = self.originals(wanted(map(PLACES, rows), self.sets()))
        yield from ((rows[start : start + at_once], originals) for start in range(0, len(rows), at_once))

    def originals(self, asked: Mapping[str, Wanted]) -> dict[str, Original]:
        """The imported events ``asked`` for, of each set, as their sources have them, by id; from beside the record."""
        with connect(MEMORY) as db:
            return originals_of(db, self._record.home, self.sets(), asked)

    def publish(self, progress: Progress = lambda _: None) -> int:
        """Send whatever is not on the cluster, and what should lie there but does not; how many events are there."""
        with self._sending(progress) as sending:
            sending.give_up(sending.lacking())
            sending.follow(self._record.head())
        self.send_ahead(data_sets(self._record.home), progress)
        with self._sending() as sending:
            self._moment = self._followed(sending)
            return sum(part.rows for part in sending.published.parts())

    def send_ahead(self, sets: Sequence[DataSet], progress: Progress = lambda _: None) -> None:
        """Send what data sets hold, or will hold, that is not there yet; nobody waits for it."""
        for name in segments_of(sets):
            with self._sending() as sending:
                if name in sending.published.sets:
                    continue
                part = sending.begun()
            part = Sending(self._record, self._server, self._ledger, progress).sent(name, part)
            with self._sending() as sending:
                sending.hold(name, part)

    # -- inside ----------------------------------------------------------------------------------

    @contextmanager
    def _sending(self, progress: Progress = lambda _: None) -> Iterator[Sending]:
        with self._lock, self._ledger.held():
            yield Sending(self._record, self._server, self._ledger, progress)

    def _now(self) -> _Moment:
        moment = self._moment
        if moment is not None and moment.head == self._record.head():
            return moment
        with self._sending() as sending:
            if moment is None and sending.lacking():
                raise Unanswered(
                    "The cluster does not hold all events that were sent to it; send them again with "
                    "events engine publish."
                )
            self._moment = self._followed(sending)
            return self._moment

    def _followed(self, sending: Sending) -> _Moment:
        head = self._record.head()
        sets = data_sets(self._record.home)
        sending.follow(head)
        sending.take(sets)
        with suppress(Unanswered):  # nobody is served worse by what is left over
            sending.sweep()
        return _Moment(head, sending.published, sets)
