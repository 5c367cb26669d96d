"""Views -> answers: how many events, which, by whom, and what a view does not show and why.

One class answers all questions, whichever engine holds the table: the engine behind it says in which dialect it is
asked and gives rows back. What is told of an article's event comes from the record, word for word.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nlargest
from itertools import chain, islice
from typing import Any, Literal, Protocol

from events.engine.choice import engine_over
from events.engine.conditions import Between, Condition, OneOf, Unknown, conditions, counted_ids
from events.engine.counted import Link, MapCounts, Timeline, by_family, cells_of, timeline_of
from events.engine.dialect import Bin
from events.engine.originals import PLACES, Wanted, wanted
from events.engine.questions import TOLD, Asker, Cursor, Lane
from events.engine.rows import Imported, Original, imported
from events.engine.sets import DataSet
from events.index import drawn_span, fold, part_of, search_terms
from events.model import ActorType, Area, Article, Event, Reason, ReviewState, Role, View
from events.record import Record
from events.register import counts_as, known, names_by_language

LaneBy = Literal["none", "kind", "family", "modality", "data", "actor", "country"]
AT_ONCE = 1000  # ids in one question
Days = tuple[date, date]
"""The first and the last of some days."""
TOGETHER = 2000  # events of a stream that are made together
WINDOW = 20_000  # events of a stream that are read at once, with their originals, unless one day has more
HEAVY = 2  # windows of one day from which on it is read by parts
_ID, _DATA, _REVISION = map(TOLD.index, ("id", "data", "revision"))


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

    def many(
        self, question: Callable[[Asker], str], at_once: int
    ) -> Iterator[tuple[list[tuple[Any, ...]], dict[str, Original]]]:
        """The whole rows that answer a question to which they are many, so many at once as Python has them.

        Beside them are the originals, by id, of these and of later rows; what was taken may be taken away.
        """

    def originals(self, asked: Mapping[str, Wanted]) -> dict[str, Original]:
        """The imported events ``asked`` for, of each set, as their sources have them, by id."""


class Engine:
    """Answers about the events of a record; every answer is of the record as it is when asked."""

    def __init__(self, record: Record, store: Store | None = None) -> None:
        """An engine over ``record``, and over what ``store`` holds beside it (null: what EVENTS_ENGINE chooses)."""
        self.record = record
        self._store: Store = engine_over(record) if store is None else store

    def version(self) -> int:
        """A number that grows with every change to the answers: the key for caches."""
        return self.record.version()

    def reading(self) -> AbstractContextManager[None]:
        """Within it, all answers are of one moment."""
        return self._store.reading()

    def total(self) -> int:
        """How many events there are, withdrawn ones too."""
        return self._number(lambda asker: asker.count(()))

    def count(self, view: View, *, drawn: Days | None = None) -> int:
        """How many events the view shows; with ``drawn`` those that a time axis of these days draws."""
        return self._number(lambda asker: asker.count([*conditions(view), *_drawn(drawn)]))

    def events(
        self,
        view: View,
        *,
        limit: int,
        offset: int = 0,
        after: Cursor | None = None,
        drawn: Days | None = None,
    ) -> list[Event]:
        """The events the view shows, by drawn date (undated last), then id; ``after`` an event, where given.

        With ``drawn`` those that a time axis of these days draws.
        """
        asked = [*conditions(view), *_drawn(drawn)]
        with self.reading():
            days = self._days_of(asked, limit + offset, after)
            rows = self._store.ask(
                lambda asker: asker.whole_page(asked, limit=limit, offset=offset, after=after, days=days)
            )
            return self._events_of(rows)

    def stream(self, view: View) -> Iterator[Event]:
        """All events the view shows, in the same order and of one moment, never many of them in memory.

        What is recorded meanwhile is not among them; read to the end, or close.
        """
        return (each if isinstance(each, Event) else each.event for each in self.found(view))

    def found(self, view: View) -> Iterator[Event | Imported]:
        """The events of ``stream``, the imported ones as they lie in the engine, for who needs not all of an event."""
        asked = conditions(view)
        with self.reading():
            for first, last, count in _windows(self._store.ask(lambda asker: asker.days(asked))):
                if first == last and count > HEAVY * WINDOW:
                    yield from self._found_on(asked, first)
                    continue
                for rows, originals in self._store.many(lambda asker: asker.whole(asked, (first, last)), TOGETHER):  # noqa: B023
                    yield from self._found_of(rows, originals)
            yield from self._found_on(asked, None)

    def _found_on(self, asked: Sequence[Condition], day: date | None) -> Iterator[Event | Imported]:
        """The events of one day (null: the undated), however many."""
        after = Cursor(day, "")
        count = WINDOW
        while count >= WINDOW:
            count = 0
            for rows, originals in self._store.many(lambda asker: asker.whole(asked, after, WINDOW), TOGETHER):  # noqa: B023
                yield from self._found_of(rows, originals)
                count, last = count + len(rows), rows[-1][_ID]
            after = Cursor(day, last) if count else after

    def ids(self, view: View) -> list[str]:
        """The ids of all events the view shows, in the same order."""
        return [row[0] for row in self._store.ask(lambda asker: asker.ids(conditions(view)))]

    def shown(self, view: View, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` that the view shows."""
        asked = conditions(view)
        with self.reading():
            found = [row for some in _batched(ids) for row in self._store.ask(lambda asker: asker.shown(asked, some))]  # noqa: B023
        return {event_id for event_id, shown, _ in found if shown}

    def event(self, event_id: str) -> Event | None:
        """The latest revision of an event, shown or not."""
        with self.reading():
            found = self._told(self._store.ask(lambda asker: asker.places([event_id])))
        return found[0] if found else None

    def latest(self, ids: Sequence[str]) -> list[Event]:
        """The latest revisions of those of ``ids`` that are there, shown or not, by id."""
        with self.reading():
            found = [row for some in _batched(ids) for row in self._store.ask(lambda asker: asker.places(some))]  # noqa: B023
            return sorted(self._told(found), key=lambda event: event.id)

    def place(self, event: Event) -> Cursor:
        """The place of an event in the order of events, to go on from."""
        article = self.article(event.article) if event.article else None
        span = drawn_span(event, article)
        return Cursor(span.first or span.last, event.id)

    def denied_by(self, event_id: str) -> list[Event]:
        """The events, of whatever article, that deny this one, by drawn date, then id."""
        with self.reading():
            return self._told(self._store.ask(lambda asker: asker.deniers(event_id)))

    def told_by(self, article_id: str) -> list[Event]:
        """The events that an article tells, by drawn date, then id; at most so many as are read at once."""
        asked = [Condition(Reason.PICKED, OneOf("article", (article_id,)))]
        with self.reading():
            return self._events_of(self._store.ask(lambda asker: asker.whole_page(asked, limit=AT_ONCE)))

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

    def facets(self, view: View, *, search: str = "", limit: int | None = None) -> list[ActorFacet]:
        """The actors of the events that the view would show if it chose no actor, most events first.

        An actor stands for all its parts, an event counts once for each; in the view's role where it has one.
        Actors that the view chooses are always among them. ``search`` keeps those with its words in id or name, in
        any language of the register; ``limit`` the first so many.
        """
        asked, terms = conditions(view.model_copy(update={"actors": ()})), search_terms(search)
        with self.reading():
            counts = dict(self._store.ask(lambda asker: asker.actors(asked, view.role)))
            for actor_id in view.actors:
                counts.setdefault(actor_id, counts.get(counts_as(actor_id), 0))
            if limit is not None and not terms:
                counts = _fullest(counts, limit)
            named = self._named([each for each in counts if known(each) is None])
        found = [_facet(actor_id, count, named.get(actor_id)) for actor_id, count in counts.items()]
        kept = [facet for facet in found if _is_called(facet, terms)] if terms else found
        return sorted(kept, key=lambda facet: (-facet.count, facet.name, facet.id))[:limit]

    def omitted(self, view: View) -> list[Omitted]:
        """How many events the view does not show, by the first reason; with ``count`` they make up ``total``."""
        asked = conditions(view)
        if not asked:
            return []
        found = self._store.ask(lambda asker: asker.omitted(asked))
        counts: Counter[Reason] = Counter()
        for number, count in found:
            if number >= 0:
                counts[asked[number].reason] += count
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

    # -- counting --------------------------------------------------------------------------------

    def extent(self, view: View) -> tuple[date, date] | None:
        """The first and the last day on which what the view shows is drawn; null where nothing of it is dated."""
        first, last = self._store.ask(lambda asker: asker.extent(conditions(view)))[0]
        return (first, last) if last is not None else None

    def timeline(
        self,
        view: View,
        length: Bin,
        *,
        lane: LaneBy = "none",
        lanes: Sequence[str] | None = None,
        most: int = 14,
        begun: Days | None = None,
    ) -> Timeline:
        """How many events the view shows in each bin of time and lane, an event in the bin in which it begins.

        ``lanes`` are the values that have a lane each; else the ``most`` that most events have, of actors those that
        are part of no other. An event is in the lane of each of its actors, or their larger ones (in the view's role),
        or of each country that its places are in; what is in none is in lane "". ``begun`` bounds the days on which
        what is counted begins.
        """
        asked = [*conditions(view), *([Condition(Reason.DATES, Between("sort", *begun))] if begun else [])]
        with self.reading():
            chosen = self._lanes(view, asked, lane, lanes, most)
            rows = self._store.ask(lambda asker: asker.timeline(asked, length, chosen))
        if chosen.column == "roles":
            rows = [(begins, _without_role(held), *rest) for begins, held, *rest in rows]
        return timeline_of(rows, lanes, most)

    def lanes(self, view: View, *, most: int) -> list[str]:
        """The actors that are part of no other and are in most of what the view shows, fullest first."""
        with self.reading():
            chosen = self._lanes(view, conditions(view), "actor", None, most)
        return [_without_role(each) if chosen.column == "roles" else each for each in chosen.values]

    def map(self, view: View, degrees: float, viewport: Area | None = None, *, drawn: Days | None = None) -> MapCounts:
        """How many events the view shows in each cell of the map, so many degrees wide and high.

        Cells are counted from longitude and latitude 0, those that ``viewport`` meets, whole. An event counts once in
        each cell that it has a mark in. Fastest where the cells are 45 degrees halved so and so often.
        With ``drawn`` those events that a time axis of these days draws.
        """
        asked = [*conditions(view), *_drawn(drawn)]
        with self.reading():
            rows = self._store.ask(lambda asker: asker.cells(asked, degrees, viewport))
            without = [*asked, Condition(Reason.AREA, Unknown("lat"))]
            unmarked = self._number(lambda asker: asker.count(without))
            countries = self._store.ask(lambda asker: asker.countries(asked)) if unmarked else []
        return MapCounts(cells_of(rows), unmarked, dict(sorted(countries)), degrees)

    def network(self, view: View, *, limit: int) -> list[Link]:
        """Who did how much to whom in what the view shows: the pairs of doer and target with most events.

        Actors are those that the events name, not what these are part of.
        """
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for source, target, family, count in self._store.ask(lambda asker: asker.links(conditions(view))):
            found.setdefault((counts_as(source), counts_as(target)), []).append((family, count))
        links = [Link(source, target, by_family(counts)) for (source, target), counts in found.items()]
        return sorted(links, key=lambda link: (-link.count, link.source, link.target))[:limit]

    def acts(self, view: View, *, most: int = 10) -> list[Link]:
        """Who did how much to whom in what the view shows, of the doers and the targets with most events in that role.

        Actors are those that are part of no other, each with all its parts; an event counts once for a pair.
        """
        asked = conditions(view)
        with self.reading():
            doers, targets = (self._chief(asked, role, most) for role in (Role.SOURCE, Role.TARGET))
            rows = self._store.ask(lambda asker: asker.acts(asked, doers, targets)) if doers and targets else []
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for source, target, family, count in rows:
            found.setdefault((_without_role(source), _without_role(target)), []).append((family, count))
        links = [Link(source, target, by_family(counts)) for (source, target), counts in found.items()]
        return sorted(links, key=lambda link: (doers.index(link.source), targets.index(link.target)))

    def told_in(self, view: View) -> list[tuple[str | None, int]]:
        """The articles that tell of what the view shows (null: none does), and of how much; most first."""
        found = self._store.ask(lambda asker: asker.told_in(conditions(view)))
        return sorted(found, key=lambda each: (-each[1], each[0] or ""))

    # -- inside ----------------------------------------------------------------------------------

    def _number(self, question: Callable[[Asker], str]) -> int:
        return int(self._store.ask(question)[0][0])

    def _lanes(
        self, view: View, asked: Sequence[Condition], lane: LaneBy, lanes: Sequence[str] | None, most: int
    ) -> Lane:
        own = {"none": None, "actor": "actors" if view.role is None else "roles", "country": "countries"}
        column = own.get(lane, lane)
        if column is None or column == "family":
            return Lane(column)
        if lanes is None and lane == "actor":
            lanes = self._chief(asked, view.role, most)
        if lanes is None and lane == "country":
            counts = self._store.ask(lambda asker: asker.named_countries(asked))
            lanes = [country for country, _ in sorted(counts, key=lambda each: (-each[1], each[0]))[:most]]
        role = f"{view.role}:" if column == "roles" else ""
        return Lane(column, tuple(f"{role}{each}" for each in lanes or ()))

    def _chief(self, asked: Sequence[Condition], role: Role | None, most: int) -> list[str]:
        """The actors that are part of no other and have most events (in the role), most first."""
        counts = self._store.ask(lambda asker: asker.actors(asked, role))
        named = self._named([actor for actor, _ in counts if known(actor) is None])
        whole = [(count, actor) for actor, count in counts if _is_whole(actor, named.get(actor))]
        return [actor for _, actor in sorted(whole, key=lambda each: (-each[0], each[1]))[:most]]

    def _days_of(self, asked: Sequence[Condition], most: int, after: Cursor | None) -> list[date | None]:
        """The days (null: undated) on which the first so many events lie, ``after`` one; none where any may be."""
        if after is not None and after.sort in (None, date.max):
            return []
        begun = [Between("sort", after.sort + timedelta(days=1), date.max)] if after and after.sort else []
        later = [*asked, *(Condition(Reason.DATES, test) for test in begun)]
        found = self._store.ask(lambda asker: asker.first_days(later, most))
        if not found:
            return []
        undated = [None] if sum(count for _, count in found) < most else []
        return [*([after.sort] if after else []), *(day for day, _ in found), *undated]

    def _told(self, found: Sequence[tuple[Any, ...]]) -> list[Event]:
        """The events of rows of id, sort, data and revision, in their order."""
        events = self._recorded((row[0], row[2], row[3]) for row in found)
        rest: dict[str, date | None] = {row[0]: row[1] for row in found if row[0] not in events}
        for some in _batched(rest):
            rows = self._store.ask(lambda asker: asker.rows({each: rest[each] for each in some}))  # noqa: B023
            events |= {event.id: event for event in self._events_of(rows)}
        return [events[row[0]] for row in found]

    def _events_of(self, rows: Sequence[tuple[Any, ...]]) -> list[Event]:
        """The events of whole rows, in their order."""
        originals = self._store.originals(wanted(map(PLACES, rows), self._store.sets()))
        return [each if isinstance(each, Event) else each.event for each in self._found_of(rows, originals)]

    def _found_of(self, rows: Sequence[tuple[Any, ...]], originals: dict[str, Original]) -> Iterator[Event | Imported]:
        """Whole rows as the record has them, else as they are, in their order."""
        recorded = self._recorded((row[_ID], row[_DATA], row[_REVISION]) for row in rows)
        for row in rows:
            original = originals.pop(row[_ID], None)
            yield recorded.get(row[_ID]) or imported(dict(zip(TOLD, row, strict=True)), original)

    def _recorded(self, found: Iterable[tuple[str, str, int]]) -> dict[str, Event]:
        """Those of id, data set and revision that the record has, word for word."""
        sets = {each.name for each in self._store.sets()}
        recorded = [(event_id, revision) for event_id, data, revision in found if data not in sets or revision > 1]
        return {event.id: event for event in self.record.events_at(recorded)}

    def _named(self, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
        """What events call these actors, by what they count as: name, country, type, larger actor."""
        found: dict[str, tuple[Any, ...]] = {}
        for some in _batched(ids):
            rows = self._store.ask(lambda asker: asker.parties(counted_ids(some)))  # noqa: B023 - asked at once
            found |= {counts_as(row[0]): row[1:] for row in rows}
        return found


def _drawn(days: Days | None) -> list[Condition]:
    """That an event is drawn on these days; what happened before a day is drawn on that day."""
    if days is None:
        return []
    begun, ended = Between("sort", date.min, days[1]), Between("last", days[0], date.max)
    return [Condition(Reason.DATES, begun), Condition(Reason.DATES, ended)]


def _batched(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(ids)
    while some := tuple(islice(rest, AT_ONCE)):
        yield some


def _windows(days: Iterable[tuple[date, int]]) -> Iterator[tuple[date, date, int]]:
    """Spans of days that have about as many events as are read at once, and how many, of days with counts."""
    first = last = None
    total = 0
    for day, count in days:
        if first is not None and last is not None and total + count > WINDOW:
            yield first, last, total
            first, total = None, 0
        first, last, total = first or day, day, total + count
    if first is not None and last is not None:
        yield first, last, total


def _fullest(counts: Mapping[str, int], limit: int) -> dict[str, int]:
    """Those of the counts that may be among the so many largest, whatever decides between equal ones."""
    largest = nlargest(limit, counts.values())
    return {key: count for key, count in counts.items() if largest and count >= largest[-1]}


def _is_gap(shown: bool, review: str) -> bool:
    return not shown and review != ReviewState.WITHDRAWN


def _is_called(facet: ActorFacet, terms: Sequence[str]) -> bool:
    entry = known(facet.id)
    names = chain(*names_by_language(entry).values()) if entry else ()
    return any(all(term in fold(name) for term in terms) for name in (facet.id, facet.name, *names))


def _is_whole(actor_id: str, named: tuple[Any, ...] | None) -> bool:
    """Whether an actor is part of no other, as the register has it or else the events that name it."""
    _, _, kind, told = named or (None, None, None, None)
    return part_of(actor_id, ActorType(kind) if kind else None, told) is None


def _without_role(lane: str) -> str:
    return lane.partition(":")[2]


def _facet(actor_id: str, count: int, named: tuple[Any, ...] | None) -> ActorFacet:
    """A facet in the register's words where it knows the actor, else in those of the events."""
    entry = known(actor_id)
    if entry is not None:
        return ActorFacet(actor_id, entry.name, entry.country, entry.type, entry.part_of, count)
    name, country, kind, told = named or (None, None, None, None)
    sort = ActorType(kind) if kind else None
    return ActorFacet(actor_id, name or actor_id, country, sort, part_of(actor_id, sort, told), count)
