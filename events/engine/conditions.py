"""A view as conditions on one row of the table: what each asks, why it hides, and its words for a reader.

An event is shown where every condition holds; where not, it counts under the first that fails. What a condition
asks is a value, so that every dialect can say it in its own SQL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.index import search_terms
from events.model import Area, ReviewState, Role, View
from events.register import counts_as, edits_in_use, name_of


class Reason(StrEnum):
    """Why an event is not shown, in the order in which they are asked."""

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
class OneOf:
    """The column has one of the values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Holds:
    """The list in the column has one of the values among its own."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Differs:
    """The column has another value."""

    column: str
    value: str


@dataclass(frozen=True)
class Known:
    """The column is not null."""

    column: str


@dataclass(frozen=True)
class Unknown:
    """The column is null."""

    column: str


@dataclass(frozen=True)
class Between:
    """The column's day is one from ``first`` to ``last``, both inclusive; false of none."""

    column: str
    first: date
    last: date


@dataclass(frozen=True)
class Overlaps:
    """The drawn days may meet the window, both days of it inclusive and either open; true of what has none."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Reaches:
    """A mark on the map reaches into the area; true of what has none."""

    area: Area


@dataclass(frozen=True)
class Says:
    """Each of the folded words stands somewhere in the event's words, also inside a longer one."""

    terms: tuple[str, ...]


Test = OneOf | Holds | Differs | Known | Unknown | Between | Overlaps | Reaches | Says


@dataclass(frozen=True)
class Condition:
    """One condition: what it asks of a row, true where the event is shown, and its words for a reader ("" for none)."""

    reason: Reason
    test: Test
    sentence: str = ""


def conditions(view: View) -> list[Condition]:
    """The conditions of a view, in the order of ``Reason``."""
    return [
        *_actors(view),
        *_one_of(Reason.KIND, "kind", view.kinds, "kind"),
        *_one_of(Reason.MODALITY, "modality", view.modalities, "told as"),
        *_dates(view),
        *_area(view.area),
        *_words(view.text),
        *_review(view.reviews),
        *_one_of(Reason.DATA, "data", view.data, "from"),
    ]


def describe(view: View) -> str:
    """The view in words, for headings and titles; "all events" where nothing is chosen."""
    said = [condition.sentence for condition in conditions(view) if condition.sentence]
    return ", ".join(said) if said else "all events"


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)


def _one_of(reason: Reason, column: str, values: Sequence[str], word: str) -> list[Condition]:
    return [Condition(reason, OneOf(column, tuple(map(str, values))), f"{word} {_or(values)}")] if values else []


_IN_ROLE = {Role.SOURCE: " as doer", Role.TARGET: " as target", Role.SPEAKER: " as speaker", None: ""}


def counted_ids(actors: Iterable[str]) -> tuple[str, ...]:
    """The ids under which rows may hold these actors: what each counts as, and what users merged into that."""
    wanted = dict.fromkeys(map(counts_as, actors))
    merged = edits_in_use().merged  # other people's rows keep the ids they came with
    return (*wanted, *sorted(old for old, new in merged.items() if new in wanted and old not in wanted))


def _actors(view: View) -> list[Condition]:
    if not view.actors:
        return []
    ids = counted_ids(view.actors)
    test = Holds("actors", ids) if view.role is None else Holds("roles", tuple(f"{view.role}:{each}" for each in ids))
    return [Condition(Reason.ACTOR, test, f"{_or(map(name_of, view.actors))}{_IN_ROLE[view.role]}")]


def _dates(view: View) -> list[Condition]:
    """What may overlap the window is kept; "before publication" reaches back without end."""
    if view.first is None and view.last is None:
        return []
    words = [f"{word} {day}" for word, day in (("from", view.first), ("to", view.last)) if day is not None]
    return [
        Condition(Reason.DATES, Overlaps(view.first, view.last), " ".join(words)),
        Condition(Reason.UNDATED, Known("last")),
    ]


def _area(area: Area | None) -> list[Condition]:
    """A place is inside where its disc meets the box; distances are flat, at the latitude of the place."""
    if area is None:
        return []
    words = f"in {area.west:g} to {area.east:g} E, {area.south:g} to {area.north:g} N"
    return [Condition(Reason.AREA, Reaches(area), words), Condition(Reason.UNPLACED, Known("lat"))]


def _words(text: str) -> list[Condition]:
    terms = search_terms(text)
    return [Condition(Reason.TEXT, Says(terms), f'with "{" ".join(text.split())}"')] if terms else []


def _review(reviews: Sequence[ReviewState]) -> list[Condition]:
    """Withdrawn events are hidden unless asked for."""
    if reviews:
        return _one_of(Reason.REVIEW, "review", reviews, "review")
    return [Condition(Reason.WITHDRAWN, Differs("review", ReviewState.WITHDRAWN.value))]
