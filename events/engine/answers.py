"""Views -> answers: how many events, which, by whom, and what a view does not show and why.

One class answers all questions, whichever engine holds the table: the engine behind it says in which dialect it is
asked and gives rows back. What is told of an article's event comes from the record, word for word.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Protocol

from events.columns import COLUMNS
from events.engine.conditions import Reason, conditions, counted_ids
from events.engine.embedded import embedded
from events.engine.questions import Asker, Cursor, Row
from events.engine.rows import imported_event
from events.engine.sets import DataSet
from events.model import ActorType, Article, Event, ReviewState, View
from events.record import Record
from events.register import counts_as, known

AT_ONCE = 1000  # ids in one question


@dataclass(frozen=True)
class Omitted:
    """How many events are not shown for this reason, as the first of theirs."""

    reason: Reason
    count: int


@dataclass(frozen=True)
class ActorFacet:
    """An actor that can be chosen, and how many events a view shows if it alone is."""

    id: str
    name: str
    country: str | None
    type: ActorType | None
    part_of: str | None
    count: int


class Store(Protocol):
    """What holds the table and answers questions about it, such as ``events.engine.embedded.Embedded``."""

    def reading(self) -> AbstractContextManager[None]:
        """Within it, all answers are of one moment."""

    def ask(self, question: Callable[[Asker], str]) -> list[tuple[Any, ...]]:
        """The rows that answer a question."""

    def sets(self) -> list[DataSet]:
        """The data sets that answers are made from."""

    def originals(self, rows: Sequence[Row]) -> dict[str, dict[str, object]]:
        """The imported events among ``rows`` as their sources have them, by id."""


class Engine:
    """Answers about the events of a record; every answer is of the record as it is when asked."""

    def __init__(self, record: Record, store: Store | None = None) -> None:
        """An engine over ``record``, and over what ``store`` holds beside it (null: DuckDB in this process)."""
        self.record = record
        self._store: Store = embedded(record) if store is None else store

    def version(self) -> int:
        """A number that grows with every change to the answers: the key for caches."""
        return self.record.version()

    def reading(self) -> AbstractContextManager[None]:
        """Within it, all answers are of one moment."""
        return self._store.reading()

    def total(self) -> int:
        """How many events there are, withdrawn ones too."""
        return self._number(lambda asker: asker.count(()))

    def count(self, view: View) -> int:
        """How many events the view shows."""
        return self._number(lambda asker: asker.count(conditions(view)))

    def events(self, view: View, *, limit: int, offset: int = 0, after: Cursor | None = None) -> list[Event]:
        """The events the view shows, by drawn date (undated last), then id; ``after`` an event, where given."""
        with self.reading():
            found = self._store.ask(lambda asker: asker.page(conditions(view), limit=limit, offset=offset, after=after))
            return self._told(found)

    def ids(self, view: View) -> list[str]:
        """The ids of all events the view shows, in the same order."""
        return [row[0] for row in self._store.ask(lambda asker: asker.page(conditions(view), limit=None))]

    def event(self, event_id: str) -> Event | None:
        """The latest revision of an event, shown or not."""
        with self.reading():
            found = self._told(self._store.ask(lambda asker: asker.places([event_id])))
        return found[0] if found else None

    def denied_by(self, event_id: str) -> list[Event]:
        """The events, of whatever article, that deny this one, by drawn date, then id."""
        with self.reading():
            return self._told(self._store.ask(lambda asker: asker.deniers(event_id)))

    def article(self, article_id: str) -> Article | None:
        """A recorded article."""
        return self.record.article(article_id)

    def states(self, ids: Sequence[str]) -> dict[str, tuple[int, ReviewState]]:
        """The latest revision's number and review state of each of ``ids`` that is there."""
        with self.reading():
            found = [row for some in _batched(ids) for row in self._store.ask(lambda asker: asker.states(some))]  # noqa: B023
        return {event_id: (revision, ReviewState(review)) for event_id, revision, review in found}

    def data_sets(self) -> list[str]:
        """The names of the data sets that have events, the articles among them."""
        with self.reading():
            imported = {each.name for each in self._store.sets()}
            return sorted(imported | {row[0] for row in self._store.ask(lambda asker: asker.data_sets())})

    def imports(self) -> list[DataSet]:
        """The imported data sets, by name: what they are, whose, and under which licence."""
        return self._store.sets()

    def knows_actor(self, actor_id: str) -> bool:
        """Whether the register has this actor, or an event."""
        if known(actor_id) is not None:
            return True
        return bool(self._store.ask(lambda asker: asker.has_actor(counted_ids([actor_id]))))

    def facets(self, view: View) -> list[ActorFacet]:
        """The actors of the events that the view would show if it chose no actor, most events first.

        An actor stands for all its parts, an event counts once for each; in the view's role where it has one.
        Actors that the view chooses are always among them.
        """
        asked = conditions(view.model_copy(update={"actors": ()}))
        with self.reading():
            counts = dict(self._store.ask(lambda asker: asker.actors(asked, view.role)))
            for actor_id in view.actors:
                counts.setdefault(actor_id, counts.get(counts_as(actor_id), 0))
            named = self._named([each for each in counts if known(each) is None])
        found = [_facet(actor_id, count, named.get(actor_id)) for actor_id, count in counts.items()]
        return sorted(found, key=lambda facet: (-facet.count, facet.name, facet.id))

    def omitted(self, view: View) -> list[Omitted]:
        """How many events the view does not show, by the first reason; with ``count`` they make up ``total``."""
        asked = conditions(view)
        if not asked:
            return []
        found = self._store.ask(lambda asker: asker.omitted(asked))
        counts = {asked[number].reason: count for number, count in found if number >= 0}
        return [Omitted(reason, counts[reason]) for reason in Reason if reason in counts]

    def denial_gaps(self, view: View) -> list[tuple[str, str]]:
        """Each shown event with an event that denies it, or that it denies, and that the view does not show.

        Pairs of (shown id, hidden id), sorted. A withdrawn counterpart is none: nobody holds it any longer.
        """
        asked = conditions(view)
        with self.reading():
            deniers = self._store.ask(lambda asker: asker.denials(asked))
            states = {event_id: (bool(shown), review) for event_id, _, shown, review in deniers}
            others = {denied for _, denies, _, _ in deniers for denied in denies} - set(states)
            for some in _batched(sorted(others)):
                found = self._store.ask(lambda asker: asker.shown(asked, some))  # noqa: B023 - asked at once
                states |= {event_id: (bool(shown), review) for event_id, shown, review in found}
        links = [(event_id, denied) for event_id, denies, _, _ in deniers for denied in denies if denied in states]
        pairs = {pair for one, other in links for pair in ((one, other), (other, one))}
        return sorted((one, other) for one, other in pairs if states[one][0] and _is_gap(*states[other]))

    # -- inside ----------------------------------------------------------------------------------

    def _number(self, question: Callable[[Asker], str]) -> int:
        return int(self._store.ask(question)[0][0])

    def _told(self, found: Sequence[tuple[Any, ...]]) -> list[Event]:
        """The events of rows of id, sort, data and revision, in their order."""
        sets = {each.name for each in self._store.sets()}
        recorded = [(row[0], row[3]) for row in found if row[2] not in sets or row[3] > 1]
        events = {event.id: event for event in self.record.events_at(recorded)}
        rest: dict[str, date | None] = {row[0]: row[1] for row in found if row[0] not in events}
        for some in _batched(rest):
            events |= self._imported({event_id: rest[event_id] for event_id in some})
        return [events[row[0]] for row in found]

    def _imported(self, ids: dict[str, date | None]) -> dict[str, Event]:
        names = [column.name for column in COLUMNS]
        rows = [dict(zip(names, row, strict=True)) for row in self._store.ask(lambda asker: asker.rows(ids))]
        originals = self._store.originals(rows)
        return {row["id"]: imported_event(row, originals.get(row["id"])) for row in rows}

    def _named(self, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
        """What events call these actors, by what they count as: name, country, type, larger actor."""
        found: dict[str, tuple[Any, ...]] = {}
        for some in _batched(ids):
            rows = self._store.ask(lambda asker: asker.parties(counted_ids(some)))  # noqa: B023 - asked at once
            found |= {counts_as(row[0]): row[1:] for row in rows}
        return found


def _batched(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(ids)
    while some := tuple(islice(rest, AT_ONCE)):
        yield some


def _is_gap(shown: bool, review: str) -> bool:
    return not shown and review != ReviewState.WITHDRAWN


def _facet(actor_id: str, count: int, named: tuple[Any, ...] | None) -> ActorFacet:
    """A facet in the register's words where it knows the actor, else in those of the events."""
    entry = known(actor_id)
    if entry is not None:
        return ActorFacet(actor_id, entry.name, entry.country, entry.type, entry.part_of, count)
    name, country, kind, part_of = named or (None, None, None, None)
    return ActorFacet(actor_id, name or actor_id, country, ActorType(kind) if kind else None, part_of, count)
