"""How soon one can read, and gets an answer: this program beside what a newsroom would otherwise take.

Run: ``python -m tests.benchmarks.rivals [--sizes 1000,10000,100000,1000000] [--rounds 3] [--plain] [--reads 0.3]``;
needs Linux, Chromium, and npm for the two libraries, which go into a temporary folder; with ``--plain`` they are left
out. All look at the same events, in turn, each time in a browser that is new and empty. Given are medians in seconds,
and how many times this program's they are (medians of paired rounds): of what a reader waits, and of the processor time
("work") that browser and server together used for it, which other work on the machine changes less. Who does not come
to an end within the limit at one size is not asked at greater ones. Servers run and have answered once; the actor who
is picked is another in each round, so that no server answers from memory. A reader looks at an option for a moment
before pressing Enter (``--reads 0``: presses at once); this program asks for the answer meanwhile.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from events.record import Record
from tests.benchmarks.rivals.data import PICKED, write
from tests.benchmarks.rivals.look import LIMIT, READS, GaveUpError, Seen, look
from tests.browser.conftest import dashboard
from tests.serving import PATIENCE, Client, free_port

PAGES = Path(__file__).parent / "pages"
PACKAGES = ("vis-timeline", "@knight-lab/timelinejs")
OURS = "this program"
PLAIN = "Streamlit + pandas + Plotly"
JSON_UP_TO = 100_000  # events that are written for the pages that read JSON: where they have given up long since


@dataclass(frozen=True)
class Contender:
    """Who shows the events, the address it does so at, and how many charts of Plotly's it has (0: its own)."""

    name: str
    address: str
    charts: int


@contextmanager
def serving(arguments: Sequence[str], ready: str, folder: Path, **more: str) -> Iterator[str]:
    """A program that serves on the port at the end of its arguments, as its address, until the block ends."""
    port = free_port()
    with (folder / f"serve-{port}.log").open("wb") as lines:
        server = subprocess.Popen(
            [*arguments, str(port)], cwd=folder, env={**os.environ, **more}, stdout=lines, stderr=lines
        )
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                Client(port).get(ready)
                break
            except OSError:
                if time.monotonic() > until or server.poll() is not None:
                    raise
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def streamlit(page: str, folder: Path, **more: str) -> AbstractContextManager[str]:
    """A page of Streamlit as it comes, without this program's settings."""
    own = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.port"]
    run = [sys.executable, "-m", "streamlit", "run", str(PAGES / page), *own]
    return serving(run, "/_stcore/health", folder, **more)


def contenders(folder: Path, count: int, libraries: bool, stack: ExitStack) -> list[Contender]:
    """Everybody over ``count`` events, served until the stack is closed."""
    path = write(folder, count, as_json=libraries and count <= JSON_UP_TO)
    home = folder / f"home-{count}"
    if not home.exists():
        Record(home, shipped=()).close()
        started = time.perf_counter()
        importing = [sys.executable, "-m", "events", "import", str(path), "--name", "rivals"]
        subprocess.run(importing, env={**os.environ, "EVENTS_HOME": str(home)}, check=True, capture_output=True)
        print(f"{count:,} events imported in {time.perf_counter() - started:.0f} s", flush=True)
    ours = stack.enter_context(dashboard(home))
    plain = stack.enter_context(streamlit("plain.py", folder, BENCHMARK_CSV=str(path)))
    found = [Contender(OURS, ours, 2), Contender(PLAIN, plain, 2)]
    if libraries and count <= JSON_UP_TO:
        files = stack.enter_context(
            serving([sys.executable, "-m", "http.server", "--bind", "127.0.0.1"], "/vis.html", folder)
        )
        for name, page in (
            ("vis-timeline", "vis.html?"),
            ("vis-timeline, not stacked", "vis.html?stack=no&"),
            ("TimelineJS", "timelinejs.html?"),
        ):
            found.append(Contender(name, f"{files}/{page}size={count}", 0))
    return found


def rounds_of(
    playwright: Playwright,
    asked: Sequence[Contender],
    rounds: int,
    out: set[str],
    *,
    pick: bool,
    limit: float,
    reads: float = READS,
) -> dict[str, list[Seen]]:
    """What was seen of each by round; who gives up is put into ``out`` and not asked again."""
    found: dict[str, list[Seen]] = {each.name: [] for each in asked}
    for each in asked:  # so that each server has answered once
        if each.charts and each.name not in out:
            _seen(playwright, each, out, None, limit, reads)
    for number in range(rounds):
        for each in asked:
            if each.name in out:
                continue
            actor = PICKED[number % len(PICKED)] if pick else None
            seen = _seen(playwright, each, out, actor, limit, reads)
            if seen:
                found[each.name].append(seen)
                print(f"  {each.name}: {seen}", file=sys.stderr, flush=True)
    return found


def _seen(
    playwright: Playwright, each: Contender, out: set[str], pick: str | None, limit: float, reads: float
) -> Seen | None:
    try:
        return look(playwright, each.address, charts=each.charts, pick=pick, limit=limit, reads=reads)
    except GaveUpError as gave_up:
        out.add(each.name)
        print(f"{each.name} gave up: {gave_up}", file=sys.stderr, flush=True)
        return None


Part = Callable[[Seen], float | None]
FIRST: Mapping[str, Part] = {
    "can be read": lambda seen: seen.first,
    "its work": lambda seen: seen.first_work,
    "map is live": lambda seen: seen.whole,
    "work until then": lambda seen: seen.whole_work,
}
PARTS: Mapping[str, Part] = {
    "can be read": lambda seen: seen.first,
    "can be chosen from": lambda seen: seen.choice,
    "its work": lambda seen: seen.first_work,
    "answer can be read": lambda seen: seen.answer,
    "its own work": lambda seen: seen.answer_work,
    "answer is live": lambda seen: seen.live,
    "work until live": lambda seen: seen.live_work,
}


def table(found: Mapping[str, list[Seen]], base: str, parts: Mapping[str, Part]) -> None:
    """Prints the medians, and how many times those of ``base`` they are, round by round."""
    if not found.get(base):
        print(f"{base} gave up: see above; a longer --limit, or a machine that does nothing else, shows more")
        return
    print(f"{'seconds, and times those of ' + base:44}" + "".join(f"{part:>24}" for part in parts))
    for name, seen in found.items():
        if len(seen) < len(found[base]):
            print(f"{name:44}{'gave up (over the limit, or the tab crashed)':>48}")
            continue
        cells = ""
        for part in parts.values():
            values, bases = [part(each) for each in seen], [part(each) for each in found[base]]
            numbers = [(value, of) for value, of in zip(values, bases, strict=True) if value and of]
            if not numbers:
                cells += f"{'-':>24}"
                continue
            ratio = statistics.median(value / of for value, of in numbers)
            cells += f"{statistics.median(value for value, _ in numbers):14.2f} ({ratio:6.2f}x)"
        print(f"{name:44}{cells}", flush=True)


def growth(ours: Mapping[int, list[Seen]]) -> None:
    """Prints the medians by number of events, and how many times those of the second least number they are."""
    sizes = [count for count, seen in ours.items() if seen]
    if not sizes:
        return
    base = sizes[min(1, len(sizes) - 1)]
    print(f"\n{f'this program, and times those of {base:,} events':44}" + "".join(f"{part:>24}" for part in PARTS))
    for count in sizes:
        values = [(_median(ours[count], part), _median(ours[base], part)) for part in PARTS.values()]
        cells = "".join(f"{value:14.2f} ({value / of:6.2f}x)" for value, of in values)
        print(f"{f'{count:,} events':44}{cells}")


def _median(seen: Sequence[Seen], part: Part) -> float:
    return statistics.median(part(each) or 0 for each in seen)


def installed(folder: Path) -> bool:
    """Whether the two libraries could be put into the folder."""
    npm = shutil.which("npm")
    if npm is None:
        print("vis-timeline and TimelineJS: skipped, npm is not installed")
        return False
    quiet = ["--no-audit", "--no-fund", "--silent"]
    done = subprocess.run([npm, "install", *quiet, "--prefix", str(folder), *PACKAGES], cwd=folder, check=False)
    for page in PAGES.glob("*.html"):
        shutil.copy(page, folder)
    return done.returncode == 0


def first_screen(playwright: Playwright, folder: Path, rounds: int, limit: float) -> None:
    """The first screen with the first article, beside a page that shows next to nothing."""
    home = folder / "seed"
    Record(home).close()
    with dashboard(home) as ours, streamlit("bare.py", folder) as bare:
        asked = [Contender("bare page", bare, 1), Contender(OURS, ours, 2)]
        found = rounds_of(playwright, asked, rounds, set(), pick=False, limit=limit)
    print("\nfirst screen with the first article, against a bare Streamlit page with one small chart", flush=True)
    table(found, "bare page", FIRST)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that anybody waits")
    parser.add_argument("--reads", type=float, default=READS, help="seconds that an option is looked at")
    parser.add_argument("--plain", action="store_true", help="beside the plain Streamlit page alone")
    given = parser.parse_args()
    out: set[str] = set()
    ours: dict[int, list[Seen]] = {}
    with tempfile.TemporaryDirectory(prefix="events-rivals-") as name, sync_playwright() as playwright:
        folder = Path(name)
        first_screen(playwright, folder, given.rounds, given.limit)
        libraries = not given.plain and installed(folder)
        for count in map(int, given.sizes.split(",")):
            with ExitStack() as stack:
                asked = contenders(folder, count, libraries, stack)
                found = rounds_of(playwright, asked, given.rounds, out, pick=True, limit=given.limit, reads=given.reads)
            print(f"\n{count:,} events")
            table(found, OURS, PARTS)
            ours[count] = found.get(OURS, [])
    growth(ours)


if __name__ == "__main__":
    main()
