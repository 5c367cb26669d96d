"""How long an export takes and how much memory, in every format, and whether memory grows with the number of events.

Run: ``python -m tests.benchmarks.exporting [EVENTS ...] [--only FORMAT,FORMAT]``. The events are rows of ACLED's
columns, made up, the same on every run, imported once for each number; every export is a process of its own that throws
away what it writes. CPU seconds are of all threads; memory is the most that the process held.

Measured on two cores of an AMD EPYC that other work kept busy (load 5 to 15), so seconds are of a slow minute. 50,000
events: JSON lines 4.6 to 5.0 s, CSV 8.6, JSON 7.2, Parquet 9.1, GeoJSON 19.8, TimelineJS 16.9, Excel 18.4, KML 20.6.
1,000,000 events: JSON lines 98 s and 409 MB at most, CSV 155 s and 439 MB, Excel 309 s and 472 MB, KML 361 s and 468
MB, Parquet 125 s and 524 MB, GeoJSON 371 s and 490 MB. Along one export of 10,000,000 events, stopped on the way, CSV
held 385 MB at most after 250,000 events, 439 after 1,000,000 and 458 after 2,000,000; Parquet 491 after 250,000 and 545
after 1,500,000. Half of that growth was in the engine, where each window of rows left 0.5 MB behind until the end: 2.3
MB of Arrow's for 100,000 events; since it is mended, reading 900,000 leaves none (268 MB after 100,000, 272 after
900,000), and JSON lines held 377 MB at most after 100,000 and 390 after 900,000. Parquet's writer keeps what it says of
each row group, of which there have been fewer since. TimelineJS and GraphML at 1,000,000 events, and any format at
10,000,000, were not measured to the end.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from events.engine import Engine
from events.engine.sets import About, publish
from events.exchange.about import content_of
from events.exchange.exporting import FORMATS, chunks, rarely_collected
from events.exchange.importing import Import, readings
from events.model import View
from events.record import Record
from tests.benchmarks.importing import acled

EVENTS = (100_000, 1_000_000)


def prepare(home: Path, count: int) -> None:
    """A home with so many imported events."""
    path = home.with_suffix(".csv")
    with path.open("w", encoding="utf-8") as out:
        out.writelines(acled(count))
    work = Import(home, "acled", readings([path], home.parent, as_=None, mapping=None))
    outcome = work.run(lambda _: lambda _read, _size: None)
    with Record(home, shipped=()) as record:
        about = About(name="acled", title="Made up")
        publish(record, about, outcome.events, outcome.originals, at=datetime.now(UTC), moved=_not_needed)
    work.clean()
    path.unlink()


def _not_needed(what: str, _share: float) -> None:
    """An export asks nothing that what accompanies large sets would answer; it is published already."""
    if what == "preparing":  # as Ctrl-C would
        raise KeyboardInterrupt


def measure(home: Path, name: str) -> None:
    """Export everything in one format and print the figures."""
    with Record(home, shipped=()) as record:
        engine = Engine(record)
        begun, written = time.process_time(), 0
        with engine.reading(), rarely_collected():
            content = content_of(engine, View(), base="http://127.0.0.1", at=datetime.now(UTC))
            for chunk in chunks(content, FORMATS[name]):
                written += len(chunk)
        spent = time.process_time() - begun
        count = content.counts.shown
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:11} {count:>10,} events: {spent:8.1f} s, {count / spent:>8,.0f} events a CPU second, "
        f"{most:6,.0f} MB at most, {written / 2**20:9,.1f} MB written",
        flush=True,
    )


def main() -> None:
    """Measure every format at every size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("events", nargs="*", type=int)
    parser.add_argument("--only", default=",".join(FORMATS))
    parser.add_argument("--one", nargs=2)
    arguments = parser.parse_args()
    if arguments.one:
        measure(Path(arguments.one[0]), arguments.one[1])
        return
    for count in arguments.events or EVENTS:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            with suppress(KeyboardInterrupt):
                prepare(home, count)
            for name in arguments.only.split(","):
                command = [sys.executable, "-m", "tests.benchmarks.exporting", "--one", str(home), name]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
