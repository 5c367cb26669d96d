"""How often snapshots are opened, per day: counts only, and no request waits for them to be written."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from events.record import Failure, Record

EVERY = 5.0  # seconds between two writings; a kill loses the counts of that long at most


class Opens:
    """Counts openings in memory and adds them to the record every few seconds, from a thread of its own."""

    def __init__(self, open_record: Callable[[], Record], *, every: float = EVERY) -> None:
        """Counts for the record that ``open_record`` gives, which the first writing opens."""
        self._open, self._every = open_record, every
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._due: threading.Timer | None = None

    def count(self, snapshot_id: str, *, at: datetime) -> None:
        """A reader opened the snapshot's page; returns at once."""
        with self._lock:
            self._counts[snapshot_id, at.astimezone(UTC).date().isoformat()] += 1
            if self._due is None:
                self._due = threading.Timer(self._every, self.write)
                self._due.daemon = True
                self._due.start()

    def write(self) -> None:
        """Add what was counted to the record; what cannot be written now is tried again with the next."""
        with self._lock:
            counts, self._counts, self._due = self._counts, Counter(), None
        if not counts:
            return
        sql = """INSERT INTO snapshot_opened VALUES (?, ?, ?)
            ON CONFLICT (snapshot, day) DO UPDATE SET opens = opens + excluded.opens"""
        try:
            with self._open().writing() as run:
                for (snapshot_id, day), opens in counts.items():
                    run(sql, (snapshot_id, day, opens))
        except Failure:
            with self._lock:
                self._counts.update(counts)


def per_day(record: Record, snapshot_id: str) -> dict[str, int]:
    """How often the snapshot was opened on each day (UTC, ISO 8601) on which it was, in order."""
    sql = "SELECT day, opens FROM snapshot_opened WHERE snapshot = ? ORDER BY day"
    return {str(day): int(str(opens)) for day, opens in record.rows(sql, (snapshot_id,))}
