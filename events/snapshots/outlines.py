"""The areas by day that a view has on its map, such as a front line, as they are frozen with it."""

import json
from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from pathlib import Path

from events.areas import FOLDER, AreaSet, area_sets, corners
from events.index import Drawn
from events.model import Problem, View
from events.snapshots.document import Areas

MOST_CORNERS = 20_000  # of a set's days together; its latest day is there, however many that has
BEYOND = 0.1  # of the time shown: a timeline goes on that far after its last event, and the map shows the end of it


def outlines(home: Path, view: View, spans: Iterable[Drawn]) -> tuple[Areas, ...]:
    """The sets that ``view`` has on, each with the days that its map shows in the time of the view's events.

    Earlier days, which playback shows, are left out where all would have too many corners. Raises Problem for a day
    whose file is gone or broken: what the maker sees on the map is frozen whole or not at all.
    """
    chosen = [each for each in area_sets(home) if each.name in view.layers and each.days]
    if not chosen:
        return ()
    first, last = _time(view, list(spans))
    frozen = (_frozen(home, each, first, last) for each in chosen)
    return tuple(each for each in frozen if each.days)


def _time(view: View, spans: list[Drawn]) -> tuple[str, str]:
    """The first and the last day that the map may be looked at, as 2024-08-06."""
    days = [day for span in spans for day in (span.first, span.last) if day]
    first, last = view.first or min(days, default=None), view.last
    if last is None and days:
        last = max(days)
        last += min((last - min(days)) * BEYOND, date.max - last)
    return str(first or ""), str(last or "9999-12-31")


def _frozen(home: Path, areas: AreaSet, first: str, last: str) -> Areas:
    """The days from the one that holds on ``first`` to the one that holds on ``last``, latest first."""
    known = sorted((day for day in areas.days if day <= last), reverse=True)
    later = list(takewhile(lambda day: day > first, known))
    taken, room = dict[str, dict[str, object]](), MOST_CORNERS
    for day in known[: len(later) + 1]:
        try:
            found = json.loads((home / FOLDER / areas.name / areas.days[day]).read_bytes())
            room -= sum(map(corners, found["features"]))
        except (OSError, ValueError, KeyError, TypeError):
            raise Problem(
                'The areas "{title}" of {day} cannot be read; add them again, or share without them.',
                title=areas.title,
                day=day,
            ) from None
        if room < 0 and taken:
            break
        taken[day] = found
    return Areas(name=areas.name, title=areas.title, attribution=areas.attribution, days=taken)
