"""The SQL of each question, built from a dialect's templates over one relation of ``events.columns.COLUMNS``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.columns import COLUMNS
from events.engine.conditions import Condition
from events.engine.dialect import Dialect
from events.model import Role

ALL = ", ".join(column.name for column in COLUMNS)


Row = dict[str, Any]
"""A row by the names of its columns."""


@dataclass(frozen=True)
class Cursor:
    """A place in the order of events: after the one with this sort day (null: undated) and id."""

    sort: date | None
    id: str


@dataclass(frozen=True)
class Asker:
    """Questions in one dialect about one relation, a table's name or a subquery; each answers with its SQL."""

    dialect: Dialect
    events: str

    def count(self, conditions: Sequence[Condition]) -> str:
        """-> how many."""
        return f"SELECT count(*) FROM {self.events}{self.dialect.where(conditions)}"

    def page(
        self, conditions: Sequence[Condition], *, limit: int | None, offset: int = 0, after: Cursor | None = None
    ) -> str:
        """-> id, sort, data, revision, in order."""
        where = self.dialect.where(conditions)
        if after is not None:
            where = f"{where} AND" if where else " WHERE"
            where = f"{where} ({self._after(after)})"
        limits = "" if limit is None else f" LIMIT {limit:d} OFFSET {offset:d}"
        order = self.dialect.in_order
        return f"SELECT id, sort, data, revision FROM {self.events}{where} ORDER BY {order}{limits}"

    def rows(self, ids: Mapping[str, date | None]) -> str:
        """-> every column of the events with these ids, each given with its sort day."""
        return f"SELECT {ALL} FROM {self.events} WHERE {_these(self.dialect, ids)}"

    def places(self, ids: Iterable[str]) -> str:
        """-> id, sort, data, revision of these events."""
        return f"SELECT id, sort, data, revision FROM {self.events} WHERE id IN ({self.dialect.literals(ids)})"

    def states(self, ids: Iterable[str]) -> str:
        """-> id, revision, review of these events."""
        return f"SELECT id, revision, review FROM {self.events} WHERE id IN ({self.dialect.literals(ids)})"

    def deniers(self, event_id: str) -> str:
        """-> id, sort, data, revision of the events that deny this one, in order."""
        denies = self.dialect.has_any.format("denies", self.dialect.literal(event_id))
        order = self.dialect.in_order
        return f"SELECT id, sort, data, revision FROM {self.events} WHERE {denies} ORDER BY {order}"

    def denials(self, conditions: Sequence[Condition]) -> str:
        """-> id, what it denies, whether it is shown, review, of all events that deny others."""
        some = self.dialect.length.format("denies")
        return f"SELECT id, denies, {self._shown(conditions)}, review FROM {self.events} WHERE {some} > 0"

    def shown(self, conditions: Sequence[Condition], ids: Iterable[str]) -> str:
        """-> id, whether it is shown, review, of these events."""
        among = f"id IN ({self.dialect.literals(ids)})"
        return f"SELECT id, {self._shown(conditions)}, review FROM {self.events} WHERE {among}"

    def omitted(self, conditions: Sequence[Condition]) -> str:
        """-> the number of the first condition that hides events (-1: none does), and how many it hides."""
        tests = [f"WHEN NOT ({self.dialect.test(each.test)}) THEN {number}" for number, each in enumerate(conditions)]
        first = f"CASE {' '.join(tests)} ELSE -1 END"
        return f"SELECT {first} AS hidden, count(*) FROM {self.events} GROUP BY hidden"

    def data_sets(self) -> str:
        """-> each data set's name."""
        return f"SELECT DISTINCT data FROM {self.events}"

    def actors(self, conditions: Sequence[Condition], role: Role | None) -> str:
        """-> actor id, number of events in which it, or a part of it, stands (in the role)."""
        each = self.dialect.each.format("actors" if role is None else "roles")
        name, of_role = "held", ""
        if role is not None:
            prefix = f"{role}:"
            name = self.dialect.after.format("held", str(len(prefix) + 1))
            of_role = f" WHERE {self.dialect.starts.format('held', self.dialect.literal(prefix))}"
        inner = f"SELECT {each} AS held FROM {self.events}{self.dialect.where(conditions)}"
        return f"SELECT {name} AS actor, count(*) FROM ({inner}) AS each_held{of_role} GROUP BY actor"

    def parties(self, ids: Iterable[str]) -> str:
        """-> actor id, and the least of the names, countries, types and larger actors that events give it."""
        among = self.dialect.literals(ids)
        any_of_them = self.dialect.has_any.format("actors", among)
        inner = f"SELECT {self.dialect.each.format('parties')} AS party FROM {self.events} WHERE {any_of_them}"
        fields = [self.dialect.field.format("party", name) for name in ("id", "name", "country", "type", "part_of")]
        least = ", ".join(f"min({field})" for field in fields[1:])
        return (
            f"SELECT {fields[0]}, {least} FROM ({inner}) AS named WHERE {fields[0]} IN ({among}) GROUP BY {fields[0]}"
        )

    def has_actor(self, ids: Iterable[str]) -> str:
        """-> a row where an event has one of these actors."""
        held = self.dialect.has_any.format("actors", self.dialect.literals(ids))
        return f"SELECT 1 FROM {self.events} WHERE {held} LIMIT 1"

    def _shown(self, conditions: Sequence[Condition]) -> str:
        return " AND ".join(f"({self.dialect.test(each.test)})" for each in conditions) or "1 = 1"

    def _after(self, cursor: Cursor) -> str:
        later = f"id > {self.dialect.literal(cursor.id)}"
        if cursor.sort is None:
            return f"sort IS NULL AND {later}"
        day = self.dialect.literal(cursor.sort)
        # the first test says nothing more, but lets what lies before be passed over unread
        return f"sort IS NULL OR (sort >= {day} AND (sort > {day} OR {later}))"


def originals(dialect: Dialect, relation: str, ids: Mapping[str, date | None]) -> str:
    """-> id, original of these events, each given with its sort day, from a relation of originals."""
    return f"SELECT id, original FROM {relation} WHERE {_these(dialect, ids)}"


def _these(dialect: Dialect, ids: Mapping[str, date | None]) -> str:
    """That a row is one of these; their days say nothing more, but let what lies elsewhere be passed over unread."""
    days = [day for day in ids.values() if day is not None]
    tests = [f"sort BETWEEN {dialect.literal(min(days))} AND {dialect.literal(max(days))}"] if days else []
    tests += ["sort IS NULL"] if len(days) < len(ids) else []
    return f"id IN ({dialect.literals(ids)}) AND ({' OR '.join(tests)})"
