"""Views -> answers: how many events, which, by whom, and what a view does not show and why.

Each choice of a view becomes a ``Clause``: SQL, its parameters, and the sentence that says it to a
reader. An event is shown where every clause holds; where not, it counts under the first that fails.
Questions are answered from the record's derived tables (``events.index``); another engine may
stand behind the same methods.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum

from events.index import Drawn, Published, drawn_span, search_terms
from events.model import ActorType, Area, Article, Event, ReviewState, Role, View
from events.record import Record
from events.register import counts_as, known, name_of

__all__ = [
    "ActorFacet",
    "Clause",
    "Drawn",
    "Engine",
    "Omitted",
    "Published",
    "Reason",
    "clauses",
    "describe",
    "drawn_span",
]

TRIGRAM = 3  # letters: the words index finds nothing shorter
AT_ONCE = 500  # ids a statement: SQLite's oldest limit on parameters is 999


class Reason(StrEnum):
    """Why an event of the record is not shown, in the order in which they are asked."""

    ACTOR = "actor"
    KIND = "kind"
    MODALITY = "modality"
    DATES = "dates"
    UNDATED = "undated"
    AREA = "area"
    UNPLACED = "unplaced"
    TEXT = "text"
    REVIEW = "review"
    WITHDRAWN = "withdrawn"
    DATA = "data"


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


@dataclass(frozen=True)
class Clause:
    """One condition on an event ``e``: true where it is shown, never null; and its words for a reader."""

    reason: Reason
    sql: str
    parameters: tuple[object, ...]
    sentence: str


def clauses(view: View) -> list[Clause]:
    """The conditions of a view, in the order of ``Reason``."""
    return [
        *_actor_clause(view),
        *_one_of(Reason.KIND, "kind", view.kinds, "kind"),
        *_one_of(Reason.MODALITY, "modality", view.modalities, "told as"),
        *_date_clauses(view),
        *_area_clauses(view.area),
        *_text_clauses(view.text),
        *_review_clause(view.reviews),
        *_one_of(Reason.DATA, "data", view.data, "from"),
    ]


def describe(view: View) -> str:
    """The view in words, for headings and titles; "all events" where nothing is chosen."""
    said = [clause.sentence for clause in clauses(view) if clause.sentence]
    return ", ".join(said) if said else "all events"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)


def _one_of(reason: Reason, column: str, values: Sequence[str], word: str) -> list[Clause]:
    if not values:
        return []
    return [Clause(reason, f"e.{column} IN ({_marks(values)})", tuple(map(str, values)), f"{word} {_or(values)}")]


_IN_ROLE = {Role.SOURCE: " as doer", Role.TARGET: " as target", Role.SPEAKER: " as speaker", None: ""}


def _actor_clause(view: View) -> list[Clause]:
    if not view.actors:
        return []
    role = "" if view.role is None else " AND role = ?"
    actors = tuple(dict.fromkeys(map(counts_as, view.actors)))
    sql = f"e.key IN (SELECT event FROM event_actor WHERE actor IN ({_marks(actors)}){role})"  # noqa: S608 - marks
    parameters = actors if view.role is None else (*actors, view.role.value)
    return [Clause(Reason.ACTOR, sql, parameters, f"{_or(map(name_of, view.actors))}{_IN_ROLE[view.role]}")]


def _date_clauses(view: View) -> list[Clause]:
    """What may overlap the window is kept; "before publication" reaches back without end."""
    if view.first is None and view.last is None:
        return []
    overlaps, parameters, words = ["1"], [], []
    if view.first is not None:
        overlaps.append("e.last >= ?")
        parameters.append(view.first.isoformat())
        words.append(f"from {view.first}")
    if view.last is not None:
        overlaps.append("(e.first IS NULL OR e.first <= ?)")
        parameters.append(view.last.isoformat())
        words.append(f"to {view.last}")
    sql = f"(e.last IS NULL OR ({' AND '.join(overlaps)}))"
    return [
        Clause(Reason.DATES, sql, tuple(parameters), " ".join(words)),
        Clause(Reason.UNDATED, "e.last IS NOT NULL", (), ""),
    ]


def _area_clauses(area: Area | None) -> list[Clause]:
    """A place is inside where its disc meets the box; distances are flat, at the latitude of the place."""
    if area is None:
        return []
    spans = [(area.west, area.east)] if area.west <= area.east else [(area.west, 180.0), (-180.0, area.east)]
    # the same box once around the world either way, for discs that reach over the date line
    boxes = [(west + turn, east + turn) for west, east in spans for turn in (-360.0, 0.0, 360.0)]
    north_south = "(p.lat - max(min(p.lat, ?), ?))"
    east_west = "(p.lon - max(min(p.lon, ?), ?)) * p.cosine"
    meets: list[str] = []
    parameters: list[object] = [area.south, area.north]
    for west, east in boxes:
        meets.append(f"{north_south} * {north_south} + {east_west} * ({east_west}) <= p.reach * p.reach")
        parameters += [area.north, area.south, area.north, area.south, east, west, east, west]
    farthest = "(SELECT max(reach) + 0.001 FROM event_place)"
    near = f"p.lat BETWEEN ? - {farthest} AND ? + {farthest}"  # says nothing more, but lets the index serve
    inside = f"e.key IN (SELECT p.event FROM event_place p WHERE {near} AND ({' OR '.join(meets)}))"  # noqa: S608 - own text
    words = f"in {area.west:g} to {area.east:g} E, {area.south:g} to {area.north:g} N"
    return [
        Clause(Reason.AREA, f"(NOT e.placed OR {inside})", tuple(parameters), words),
        Clause(Reason.UNPLACED, "e.placed", (), ""),
    ]


def _text_clauses(text: str) -> list[Clause]:
    """Every word of the text stands somewhere in the event's words, also inside a longer one."""
    terms = search_terms(text)
    if not terms:
        return []
    parts, parameters = [], []
    long = [term for term in terms if len(term) >= TRIGRAM]
    if long:
        parts.append("e.key IN (SELECT rowid FROM event_words WHERE event_words MATCH ?)")
        parameters.append(" AND ".join('"' + term.replace('"', '""') + '"' for term in long))
    for term in terms:
        if term not in long:
            parts.append("e.key IN (SELECT rowid FROM event_words WHERE instr(words, ?))")
            parameters.append(term)
    return [Clause(Reason.TEXT, f"({' AND '.join(parts)})", tuple(parameters), f'with "{" ".join(text.split())}"')]


def _review_clause(reviews: Sequence[ReviewState]) -> list[Clause]:
    """Withdrawn events are hidden unless asked for."""
    if reviews:
        return _one_of(Reason.REVIEW, "review", reviews, "review")
    return [Clause(Reason.WITHDRAWN, "e.review <> ?", (ReviewState.WITHDRAWN.value,), "")]


def _where(conditions: Sequence[Clause]) -> tuple[str, tuple[object, ...]]:
    """The conjunction of ``conditions`` and its parameters."""
    sql = " AND ".join(clause.sql for clause in conditions) or "1"
    return sql, tuple(value for clause in conditions for value in clause.parameters)


class Engine:
    """Answers about the events of a record; every answer is of the record as it is when asked."""

    def __init__(self, record: Record) -> None:
        """An engine over ``record``; it keeps nothing of its own."""
        self.record = record

    def version(self) -> int:
        """A number that grows with every change to the answers: the key for caches."""
        return self.record.version()

    def reading(self) -> AbstractContextManager[None]:
        """Within it, all answers are of one moment."""
        return self.record.reading()

    def total(self) -> int:
        """How many events the record holds, withdrawn ones too."""
        return self._number("SELECT count(*) FROM event", ())

    def count(self, view: View) -> int:
        """How many events the view shows."""
        where, parameters = _where(clauses(view))
        return self._number(f"SELECT count(*) FROM event e WHERE {where}", parameters)  # noqa: S608 - from clauses

    def events(self, view: View, *, limit: int, offset: int = 0) -> list[Event]:
        """The events the view shows, by drawn date (undated last), then id."""
        where, parameters = _where(clauses(view))
        sql = f"""SELECT r.document FROM event e JOIN revision r ON r.event = e.id AND r.revision = e.revision
            WHERE {where} ORDER BY e.sort, e.id LIMIT ? OFFSET ?"""  # noqa: S608 - from clauses
        rows = self.record.rows(sql, (*parameters, limit, offset))
        return [Event.model_validate_json(str(row[0])) for row in rows]

    def ids(self, view: View) -> list[str]:
        """The ids of all events the view shows, in the same order."""
        where, parameters = _where(clauses(view))
        sql = f"SELECT e.id FROM event e WHERE {where} ORDER BY e.sort, e.id"  # noqa: S608 - from clauses
        return [str(row[0]) for row in self.record.rows(sql, parameters)]

    def event(self, event_id: str) -> Event | None:
        """The latest revision of a recorded event, shown or not."""
        return self.record.event(event_id)

    def denied_by(self, event_id: str) -> list[Event]:
        """The events, of whatever article, that deny this one, by drawn date, then id."""
        sql = """SELECT r.document FROM event_denies d JOIN event e ON e.key = d.event
            JOIN revision r ON r.event = e.id AND r.revision = e.revision WHERE d.denied = ? ORDER BY e.sort, e.id"""
        return [Event.model_validate_json(str(row[0])) for row in self.record.rows(sql, (event_id,))]

    def article(self, article_id: str) -> Article | None:
        """A recorded article."""
        return self.record.article(article_id)

    def states(self, ids: Sequence[str]) -> dict[str, tuple[int, ReviewState]]:
        """The latest revision's number and review state of each of ``ids`` that is recorded."""
        found: dict[str, tuple[int, ReviewState]] = {}
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            sql = f"SELECT id, revision, review FROM event WHERE id IN ({_marks(some)})"  # noqa: S608 - marks only
            for event_id, revision, review in self.record.rows(sql, some):
                found[str(event_id)] = int(str(revision)), ReviewState(str(review))
        return found

    def data_sets(self) -> list[str]:
        """The data sets that the record holds events of, by name."""
        return [str(row[0]) for row in self.record.rows("SELECT DISTINCT data FROM event ORDER BY data")]

    def knows_actor(self, actor_id: str) -> bool:
        """Whether the register has this actor, or an event of the record."""
        if known(actor_id) is not None:
            return True
        return bool(self.record.rows("SELECT 1 FROM event_actor WHERE actor = ? LIMIT 1", (counts_as(actor_id),)))

    def facets(self, view: View) -> list[ActorFacet]:
        """The actors of the events that the view would show if it chose no actor, most events first.

        An actor stands for all its parts, an event counts once for each; in the view's role where it has one.
        Actors that the view chooses are always among them.
        """
        where, parameters = _where(clauses(view.model_copy(update={"actors": ()})))
        role = "" if view.role is None else "AND a.role = ?"
        sql = f"""SELECT a.actor, count(DISTINCT a.event), min(a.name), min(a.country), min(a.type), min(a.part_of)
            FROM event e JOIN event_actor a ON a.event = e.key {role}
            WHERE {where} GROUP BY a.actor"""  # noqa: S608 - from clauses
        rows = self.record.rows(sql, parameters if view.role is None else (view.role.value, *parameters))
        found = {str(row[0]): _facet(*row) for row in rows}
        for actor_id in view.actors:
            counted = found.get(counts_as(actor_id)) or _facet(actor_id, 0, None, None, None, None)
            found.setdefault(actor_id, replace(counted, id=actor_id))
        return sorted(found.values(), key=lambda facet: (-facet.count, facet.name, facet.id))

    def omitted(self, view: View) -> list[Omitted]:
        """How many events the view does not show, by the first reason; with ``count`` they make up ``total``."""
        conditions = clauses(view)
        cases = " ".join(f"WHEN NOT ({clause.sql}) THEN {number}" for number, clause in enumerate(conditions))
        if not cases:
            return []
        _, parameters = _where(conditions)
        sql = f"SELECT CASE {cases} END AS hidden, count(*) FROM event e GROUP BY hidden"  # noqa: S608 - from clauses
        rows = self.record.rows(sql, parameters)
        counts = {conditions[int(str(row[0]))].reason: int(str(row[1])) for row in rows if row[0] is not None}
        return [Omitted(reason, counts[reason]) for reason in Reason if reason in counts]

    def denial_gaps(self, view: View) -> list[tuple[str, str]]:
        """Each shown event with an event that denies it, or that it denies, and that the view does not show.

        Pairs of (shown id, hidden id), sorted. A withdrawn counterpart is none: nobody holds it any longer.
        """
        where, parameters = _where(clauses(view))
        sql = f"""WITH shown AS MATERIALIZED (SELECT e.key, e.id FROM event e WHERE {where}),
            pair AS (
                SELECT s.id AS shown, o.id AS other, o.key FROM shown s
                JOIN event_denies d ON d.event = s.key JOIN event o ON o.id = d.denied WHERE o.review <> ?
                UNION
                SELECT s.id, o.id, o.key FROM shown s
                JOIN event_denies d ON d.denied = s.id JOIN event o ON o.key = d.event WHERE o.review <> ?)
            SELECT shown, other FROM pair WHERE key NOT IN (SELECT key FROM shown)
            ORDER BY shown, other"""  # noqa: S608 - from clauses
        withdrawn = ReviewState.WITHDRAWN.value
        return [(str(row[0]), str(row[1])) for row in self.record.rows(sql, (*parameters, withdrawn, withdrawn))]

    def _number(self, sql: str, parameters: Sequence[object]) -> int:
        return int(str(self.record.rows(sql, parameters)[0][0]))


def _facet(actor: object, count: object, name: object, country: object, kind: object, part_of: object) -> ActorFacet:
    """A facet in the register's words where it knows the actor, else in those of the events."""
    actor_id, number = str(actor), int(str(count))
    entry = known(actor_id)
    if entry is not None:
        return ActorFacet(actor_id, entry.name, entry.country, entry.type, entry.part_of, number)
    return ActorFacet(
        actor_id,
        str(name or actor_id),
        str(country) if country else None,
        ActorType(str(kind)) if kind else None,
        str(part_of) if part_of else None,
        number,
    )
