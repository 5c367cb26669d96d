"""The shapes of the answers of the interface for programs; its description is made from them."""

from datetime import date

from events.credits import Credit
from events.engine import BinCount, CellCount
from events.model import ActorType, Area, Event, Family, Noun, View
from events.snapshots.document import Source

Families = dict[str, int]
"""How many events of each family, by the family's name; families without events are left out."""


def by_name(counts: tuple[int, ...]) -> Families:
    """Counts in the order of the families, by name."""
    return {family.value: count for family, count in zip(Family, counts, strict=True) if count}


class Answer(Noun):
    """What every answer about a view says: the view, how many events it shows, and how many it does not, and why."""

    view: View
    total: int
    not_shown: dict[str, int]


class EventsAnswer(Answer):
    """A page of events in order; ``next`` is the cursor of the page after it, null on the last.

    ``articles`` are those that the events are told in, without their texts; ``data`` says whose the events are.
    """

    events: tuple[Event, ...]
    next: str | None
    articles: tuple[Source, ...]
    data: tuple[Credit, ...]


class BinAnswer(Noun):
    """The events of one lane that begin in one bin; ``uncertain`` of them may have happened outside it."""

    begins: date
    lane: str
    count: int
    families: Families
    uncertain: int

    @classmethod
    def of(cls, counted: BinCount) -> "BinAnswer":
        """What the engine counted."""
        return cls(
            begins=counted.begins,
            lane=counted.lane,
            count=counted.count,
            families=by_name(counted.families),
            uncertain=counted.uncertain,
        )


class TimelineAnswer(Answer):
    """Counts by time and lane; ``lanes`` fullest first; ``undated`` by lane and family."""

    bin: str
    lane: str
    bins: tuple[BinAnswer, ...]
    lanes: tuple[str, ...]
    undated: dict[str, Families]


class CellAnswer(Noun):
    """The events with a mark in one cell, whose column and row count from 0, 0; ``lat``, ``lon`` the marks' mean.

    ``uncertain`` of them are known only as an area wider than the cell.
    """

    x: int
    y: int
    lat: float
    lon: float
    count: int
    families: Families
    uncertain: int

    @classmethod
    def of(cls, counted: CellCount) -> "CellAnswer":
        """What the engine counted."""
        return cls(
            x=counted.x,
            y=counted.y,
            lat=counted.lat,
            lon=counted.lon,
            count=counted.count,
            families=by_name(counted.families),
            uncertain=counted.uncertain,
        )


class MapAnswer(Answer):
    """Counts by cells of so many degrees; ``unmarked`` events have no mark, ``countries`` those they name."""

    cell: float
    viewport: Area | None
    cells: tuple[CellAnswer, ...]
    unmarked: int
    countries: dict[str, int]


class ActorAnswer(Noun):
    """An actor, and how many events of the view, if it chose no actor, it or a part of it stands in."""

    id: str
    name: str
    country: str | None
    type: ActorType | None
    part_of: str | None
    count: int


class ActorsAnswer(Answer):
    """Actors, those of most events first."""

    actors: tuple[ActorAnswer, ...]


class ProblemAnswer(Noun):
    """Why there is no answer (RFC 9457): ``detail`` says what came, what is allowed and what to do."""

    type: str
    title: str
    status: int
    detail: str
