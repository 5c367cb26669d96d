"""Six questions of a screen over 1, 10 and 100 million events, asked of the engine and of what else one might use.

Run: ``python -m tests.benchmarks.engine [--sizes 1,10] [--keep FOLDER]``; data is made on the way and removed, or kept
in FOLDER and found there again. Engines are asked in turn in one process, after a warm-up; given are medians in
milliseconds, how many times longer others take, and how the engine's time grows. What is not installed is skipped and
said. pandas is asked as pages ask it, all conditions over the whole frame, and once more by a careful hand that
narrows by days first. Memory is the peak of a process of its own in which only the engine answers.
"""

import argparse
import importlib.util
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from events.engine import Bin, Engine
from events.engine.copies import make
from events.engine.merging import Segment
from events.engine.segments import connect, files, write_text
from events.engine.sets import MANIFEST, DataSet, folder_of
from events.model import Area, Kind, View
from events.record import Record
from tests.benchmarks.engine_others import OTHERS
from tests.benchmarks.synthetic_table import write_table

ROUNDS = 7
MEMORY = "1500MB"  # for making the data
ACTOR, FIRST, LAST = "x-3", date(2014, 1, 1), date(2015, 12, 31)
BOX = Area(west=-120.0, south=-40.0, east=60.0, north=60.0)
DEGREES = 45 / 64
QUESTIONS: dict[str, Callable[[Engine], object]] = {
    "actor, 2 years: weeks x kinds": lambda engine: engine.timeline(
        View(actors=(ACTOR,), first=FIRST, last=LAST), Bin.WEEK, lane="kind", most=17
    ),
    "actor, all years: weeks x kinds": lambda engine: engine.timeline(
        View(actors=(ACTOR,)), Bin.WEEK, lane="kind", most=17
    ),
    "map cells in a viewport": lambda engine: engine.map(View(), DEGREES, BOX),
    "first 500 by date": lambda engine: engine.events(View(), limit=500),
    "actors under dates, kind, box": lambda engine: engine.facets(
        View(first=FIRST, last=LAST, kinds=(Kind.ASSAULT,), area=BOX), limit=50
    ),
    "months x kinds, all": lambda engine: engine.timeline(View(), Bin.MONTH, lane="kind", most=17),
}


def home_of(folder: Path, millions: int) -> Path:
    """A home whose data set has so many events; made where it is not there yet."""
    home = folder / str(millions)
    where = folder_of(home, "synthetic")
    if (where / MANIFEST).is_file():
        return home
    where.mkdir(parents=True)
    start = time.perf_counter()
    with connect(MEMORY) as db:
        rows = write_table(db, where / "events-b.parquet", millions * 1_000_000)
        print(f"{millions} M events written in {time.perf_counter() - start:.0f} s", flush=True)
        copies = make(db, lambda: files([where / "events-b.parquet"]), where, "b")
    print(f"and accompanied after {time.perf_counter() - start:.0f} s", flush=True)
    segment = Segment(file="events-b.parquet", rows=rows, copies=copies)
    made = DataSet(name="synthetic", title="Synthetic", rows=rows, generation=1, segments=(segment,))
    write_text(where / MANIFEST, made.model_dump_json())
    return home


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds that ``work`` takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(home: Path) -> float:
    """The most megabytes that a process holds in which the engine answers every question twice."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.engine", "--peak", str(home)],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(run.stdout)


def ask_all(home: Path) -> None:
    """Answer every question twice and print the peak of memory."""
    with Record(home, shipped=()) as record:
        for _ in range(2):
            for question in QUESTIONS.values():
                question(Engine(record))
    print(_peak_of_this_process())


def _peak_of_this_process() -> float:
    """The most megabytes that this process held; ``ru_maxrss`` would count those of the one that began it, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measure(home: Path, millions: int) -> dict[str, float]:
    """Print the table of one size; the engine's median milliseconds by question."""
    segment = folder_of(home, "synthetic") / "events-b.parquet"
    others = {}
    for name, other in OTHERS.items():
        if importlib.util.find_spec(other.library) is None:
            print(f"{name}: skipped, {other.library} is not installed")
        elif millions > other.most:
            print(f"{name}: skipped, {millions} M events are not for it")
        else:
            others[name] = other.open(segment)
    medians: dict[str, float] = {}
    print(
        f"\n{millions} M events; ms, and times the engine's{'':12}"
        + "".join(f"{name:>22}" for name in ("engine", *others))
    )
    with Record(home, shipped=()) as record:
        engine = Engine(record)
        for place, (name, question) in enumerate(QUESTIONS.items()):
            asked: list[Callable[[], object]] = [
                partial(question, engine),
                *(other[place] for other in others.values()),
            ]
            for each in asked:
                each()
            rounds = [[seconds(each) for each in asked] for _ in range(ROUNDS)]
            found = [statistics.median(row[i] for row in rounds) * 1000 for i in range(len(asked))]
            ratios = [statistics.median(row[i] / row[0] for row in rounds) for i in range(len(asked))]
            medians[name] = found[0]
            cells = "".join(f"{ms:12.1f} ({ratio:6.1f}x)" for ms, ratio in zip(found[1:], ratios[1:], strict=True))
            print(f"{name:45}{found[0]:22.1f}{cells}", flush=True)
    print(f"peak of memory: {peak(home):.0f} MB", flush=True)
    return medians


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1,10,100")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--peak", type=Path)
    given = parser.parse_args()
    if given.peak:
        ask_all(given.peak)
        return
    folder = given.keep or Path(tempfile.mkdtemp(prefix="events-benchmark-"))
    try:
        found = {size: measure(home_of(folder, size), size) for size in map(int, given.sizes.split(","))}
    finally:
        if given.keep is None:
            shutil.rmtree(folder)
    print(f"\n{'growth of the engine, ms':45}" + "".join(f"{f'{size} M':>12}" for size in found))
    for name in QUESTIONS:
        print(f"{name:45}" + "".join(f"{medians[name]:12.1f}" for medians in found.values()))


if __name__ == "__main__":
    main()
