"""The commands that begin with a view: list and export; and what links begin with."""

import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import parse_qs, urlsplit

from events import addresses
from events.articles import one_line
from events.commands.tables import event_rows, write_table
from events.engine import Engine
from events.exchange.about import told
from events.exchange.to_csv import csv_rows
from events.exchange.to_json import json_object
from events.model import Problem, View
from events.nearest import nearest, unknown_actor
from events.record import Record, home_folder

VIEW_OPTIONS = (
    *("actor", "role", "doer", "target", "without", "kind", "modality", "from", "to", "certain", "area", "text"),
    *("review", "data", "unseen"),
)
ADDRESS = "http://127.0.0.1:8501"
SERVED = "served"  # a file beside the record: the address at which the dashboard was served last


def say(sentence: object, status: int = 0) -> int:
    """Print a sentence on standard error; returns ``status``, to end with."""
    with suppress(OSError):  # of which the command itself hears when it ends
        sys.stdout.flush()  # so that on a terminal the sentence stands after what it speaks of
    print(sentence, file=sys.stderr)
    return status


def now() -> datetime:
    """The time at which a command does its work."""
    return datetime.now(UTC)


def number_of(number: int, noun: str) -> str:
    """A count with its noun, such as "1 event" or "1,200 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def address() -> str:
    """What links begin with: $EVENTS_URL, else where the dashboard was served last, else where it usually is."""
    named = os.environ.get("EVENTS_URL", "").strip()
    if named:
        return named
    try:
        last = (home_folder() / SERVED).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        last = ""
    return last if re.fullmatch(r"http://127\.0\.0\.1:[0-9]{1,5}", last) else ADDRESS


# -- views ---------------------------------------------------------------------------------------


def view_of(arguments: Namespace, engine: Engine) -> View:
    """The view of the options, or of --link; raises Problem with the first thing not understood."""
    params: dict[str, list[str]] = {
        name: getattr(arguments, name) for name in VIEW_OPTIONS if getattr(arguments, name) is not None
    }
    if arguments.link is not None:
        if params:
            raise Problem(f"--link stands for a whole view; leave out --{next(iter(params))}, or the link.")
        params = _link_params(arguments.link)
    else:
        params |= {"kind": [kind.upper() for kind in params["kind"]]} if "kind" in params else {}
        named = [each for option in ("actor", "doer", "target", "without") for each in params.get(option, [])]
        _require_actors(named, engine)
    view, sentences = addresses.view_of(engine, params)
    if sentences:
        raise Problem(sentences[0])
    return view


def _require_actors(given: Iterable[str], engine: Engine) -> None:
    """Raises Problem for an actor that is not known and yet is like one that is."""
    for words in given:
        near = [] if "," in words or engine.knows_actor(words) else nearest(words)
        if near:
            raise Problem(unknown_actor(words, near))


def _link_params(link: str) -> dict[str, list[str]]:
    try:
        parts = urlsplit(link)
        if parts.path.startswith("/s/"):
            raise Problem("That is the link of a snapshot; give it to events snapshot show.")
        if not parts.query:
            raise Problem(f'"{one_line(link)}" is not the link of a view; copy the whole address of the dashboard.')
        return parse_qs(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise Problem(f'"{one_line(link)}" is not the link of a view; copy the address again.') from None


@contextmanager
def output(path: str | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears whole or not at all; a device or pipe is written as it is."""
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path).resolve()
    ordinary = is_ordinary(path)
    written = target.with_name(f".{target.name}.partial") if ordinary else target
    try:
        with written.open("wb") as file:
            yield file
        if ordinary:
            written.replace(target)
    except OSError as error:
        raise Problem(
            f'"{one_line(path)}" cannot be written ({error.strerror}); name a file in a folder that can be.'
        ) from None
    finally:
        if ordinary:
            written.unlink(missing_ok=True)


def is_ordinary(path: str) -> bool:
    """Whether ``path`` is a file, or would be one; not a device or pipe."""
    target = Path(path).resolve()
    return target.is_file() or not target.exists()


def list_events(arguments: Namespace) -> int:
    """``events list``: the events of a view, as its owner sees them."""
    with Record(home_folder()) as record:
        engine = Engine(record)
        view = view_of(arguments, engine)
        with output(arguments.output) as out, engine.reading():
            for part in WRITERS[arguments.format](engine, view):
                out.write(part)
    return 0


def _json(engine: Engine, view: View) -> Iterator[bytes]:
    yield from json_object(view, engine.count(view), (each.event for each in told(engine, view)))
    yield b"\n]}\n"


def _csv(engine: Engine, view: View) -> Iterator[bytes]:
    return csv_rows(told(engine, view))


def _table(engine: Engine, view: View) -> Iterator[bytes]:
    rows = [(each.event, each.source) for each in told(engine, view)]
    if rows:
        out = StringIO()
        write_table(event_rows(rows), out)
        yield out.getvalue().encode()
    say(_counted(engine, view, len(rows)))


def _counted(engine: Engine, view: View, shown: int) -> str:
    """ "n of N events" and why the rest is not shown."""
    hidden = ", ".join(f"{each.count:,} by {each.reason}" for each in engine.omitted(view))
    gaps = len(engine.denial_gaps(view))
    denials = (
        f" {number_of(gaps, 'denial')} or denied event{'' if gaps == 1 else 's'} of those shown not." if gaps else ""
    )
    return f"{shown:,} of {number_of(engine.total(), 'event')}{f'; not shown: {hidden}' if hidden else ''}.{denials}"


WRITERS: dict[str, Callable[[Engine, View], Iterator[bytes]]] = {"json": _json, "csv": _csv, "table": _table}


# -- snapshots -----------------------------------------------------------------------------------


def served_at(home: Path, address: str) -> None:
    """Remember where the dashboard was served last, for the links that commands print."""
    with suppress(OSError):  # links then begin with the usual address
        (home / SERVED).write_text(address + "\n", encoding="ascii")
