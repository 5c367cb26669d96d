"""``events export``: the events of a view in any of our formats, as others may have them."""

import sys
from argparse import Namespace
from contextlib import ExitStack
from typing import NoReturn

from tqdm import tqdm

from events.articles import one_line
from events.commands.views import address, is_ordinary, now, output, say, view_of
from events.engine import Engine
from events.exchange.about import About, content_of
from events.exchange.exporting import FORMATS, chunks, rarely_collected
from events.model import Problem
from events.record import Record, home_folder

MOMENT = 1.0  # seconds
BESIDE = ".about.json"  # ends the name of the file that says what a file is which cannot say so itself


def export_events(arguments: Namespace) -> int:
    """Writes the file, and says on standard error what it is where neither the file nor one beside it does."""
    path = arguments.output
    form = FORMATS[arguments.format or _asked_by(path or "")]
    if form.binary and path is None:
        raise Problem(f"The format {arguments.format} is not for a terminal; name a file with -o FILE.{form.suffix}.")
    with Record(home_folder()) as record:
        engine = Engine(record)
        with ExitStack() as files, engine.reading(), rarely_collected():
            content = content_of(engine, view_of(arguments, engine), base=address(), at=now())
            out = files.enter_context(output(path))
            bar = files.enter_context(_bar(content.counts.shown, shown=path is not None))
            for chunk in chunks(content, form):
                out.write(chunk)
                bar.update(content.told - bar.n)
            about = content.about()
            if form.bare and path is not None and is_ordinary(path):
                beside = files.enter_context(output(path + BESIDE))
                beside.write(f"{about.model_dump_json(indent=1)}\n".encode())
                return 0
    if form.bare:
        say(_said(about, path))
    return 0


def _asked_by(path: str) -> str:
    """The format that a file's name asks for by its ending; JSON where it asks for none of ours."""
    fits = [name for name, form in FORMATS.items() if path.lower().endswith(f".{form.suffix}")]
    return max(fits, key=lambda name: len(FORMATS[name].suffix), default="json")


def _bar(count: int, *, shown: bool) -> "tqdm[NoReturn]":
    """How many of all events are through, where it takes longer than a moment and somebody sees it."""
    seen = shown and sys.stderr.isatty()
    return tqdm(total=count, unit=" events", unit_scale=True, desc="export", delay=MOMENT, disable=not seen)


def _said(about: About, path: str | None) -> str:
    """What else would stand beside the file, in one sentence."""
    unseen = "" if path is None else f' to "{one_line(path)}"'
    return f"Written{unseen} is {about.citation}"
