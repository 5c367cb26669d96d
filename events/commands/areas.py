"""``events areas``: areas by day on the map, such as a front line: add, list, remove."""

import sys
from argparse import Namespace
from pathlib import Path

from events import areas
from events.commands.tables import write_table
from events.commands.views import number_of, say
from events.model import Problem, one_line
from events.record import home_folder


def areas_add(arguments: Namespace) -> int:
    """``events areas add``: the days of GeoJSON files become part of a set."""
    files = [(Path(name).name, _content(Path(name))) for name in arguments.files]
    made = areas.add(
        home_folder(),
        arguments.name,
        files,
        title=arguments.title,
        attribution=arguments.attribution,
        day_property=arguments.day_property,
    )
    days = list(made.days)
    say(
        f'"{made.title}" ({made.name}) has {number_of(len(days), "day")}, {days[0]} to {days[-1]}; '
        'the map shows it under "Areas".'
    )
    return 0


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > areas.LARGEST:
            raise areas.too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        raise Problem(f'"{one_line(str(path))}" cannot be read ({error.strerror}); name a GeoJSON file.') from None


def areas_list(arguments: Namespace) -> int:
    """``events areas list``: every set with its days and whose it is."""
    del arguments
    rows = [["NAME", "TITLE", "DAYS", "FIRST", "LAST", "ATTRIBUTION"]]
    for each in areas.area_sets(home_folder()):
        days = list(each.days)
        rows.append(
            [each.name, each.title, str(len(days)), *(days[:1] or [""]), *(days[-1:] or [""]), each.attribution]
        )
    write_table(rows, sys.stdout)
    return 0


def areas_remove(arguments: Namespace) -> int:
    """``events areas remove``: take a set away."""
    areas.remove(home_folder(), arguments.name)
    say(f'"{arguments.name}" is no longer on the map.')
    return 0
