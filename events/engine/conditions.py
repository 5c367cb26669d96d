"""A view as conditions on one row of the table: what each asks, why it hides, and its words for a reader.

An event is shown where every condition holds; where not, it counts under the first that fails. What a condition
asks is a value, so that every dialect can say it in its own SQL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from events.index import search_terms
from events.model import Area, Reason, ReviewState, Role, View
from events.register import counts_as, edits_in_use, name_of


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
class Within:
    """The drawn days surely lie in the window, both days of it inclusive and either open; true of what has none."""

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


@dataclass(frozen=True)
class Fails:
    """Not all of the tests hold."""

    tests: tuple["Test", ...]


Test = OneOf | Holds | Differs | Known | Unknown | Between | Overlaps | Within | Reaches | Says | Fails


@dataclass(frozen=True)
class Condition:
    """One condition: what it asks of a row, true where the event is shown, and its words for a reader ("" for none)."""

    reason: Reason
    test: Test
    sentence: str = ""


def conditions(view: View) -> list[Condition]:
    """The conditions of a view, in the order of ``Reason``."""
    asked = _asked(view)
    if view.unseen is None:
        return asked
    order = list(Reason)
    before = [each for each in asked if order.index(each.reason) < order.index(view.unseen)]
    hiding = tuple(each.test for each in asked if each.reason is view.unseen)
    # where nothing hides for that reason, what is looked for is an id that no event has
    test = Fails(hiding) if hiding else OneOf("id", ("",))
    return [*before, Condition(Reason.SEEN, test, f"not shown for {view.unseen}")]


def _asked(view: View) -> list[Condition]:
    return [
        *_one_of(Reason.PICKED, "id", view.picked, "event"),
        *_actors(view),
        *_held(view.doers, Role.SOURCE),
        *_held(view.targets, Role.TARGET),
        *_excluded(view.without),
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


def _held(actors: Sequence[str], role: Role) -> list[Condition]:
    """That one of the actors, or a part of one, stands in the role."""
    return _actors(View(actors=tuple(actors), role=role))


def _excluded(actors: Sequence[str]) -> list[Condition]:
    if not actors:
        return []
    test = Fails((Holds("actors", counted_ids(actors)),))
    return [Condition(Reason.EXCLUDED, test, f"without {_or(map(name_of, actors))}")]


def _dates(view: View) -> list[Condition]:
    """What may overlap the window, or surely lies in it; "before publication" reaches back without end."""
    if view.first is None and view.last is None:
        return []
    words = [f"{word} {day}" for word, day in (("from", view.first), ("to", view.last)) if day is not None]
    surely = [Condition(Reason.UNCERTAIN, Within(view.first, view.last), "for certain")] if view.certain else []
    return [
        Condition(Reason.DATES, Overlaps(view.first, view.last), " ".join(words)),
        *surely,
        Condition(Reason.UNDATED, Known("last")),
    ]


def _area(area: Area | None) -> list[Condition]:
    """A place is inside where its disc meets the box or outline; distances are flat, at the latitude of the place."""
    if area is None:
        return []
    drawn = "an outline in " if area.outline else ""
    words = f"in {drawn}{area.west:g} to {area.east:g} E, {area.south:g} to {area.north:g} N"
    return [Condition(Reason.AREA, Reaches(area), words), Condition(Reason.UNPLACED, Known("lat"))]


def _words(text: str) -> list[Condition]:
    terms = search_terms(text)
    return [Condition(Reason.TEXT, Says(terms), f'with "{" ".join(text.split())}"')] if terms else []


def _review(reviews: Sequence[ReviewState]) -> list[Condition]:
    """Withdrawn events are hidden unless asked for."""
    if reviews:
        return _one_of(Reason.REVIEW, "review", reviews, "review")
    return [Condition(Reason.WITHDRAWN, Differs("review", ReviewState.WITHDRAWN.value))]
