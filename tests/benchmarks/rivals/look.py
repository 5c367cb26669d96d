"""One look at a page: a browser that is new and empty, how long until the page can be read, and until it answers.

The browser runs as a program of its own, so that a page that hangs is ended with it. Times are the page's own clock,
from the begin of its loading, so that what starting a browser takes is in none of them.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from playwright.sync_api import Browser, Error, Page, Playwright, ViewportSize

from tests.benchmarks.rivals.effort import spent
from tests.browser.conftest import ARGUMENTS
from tests.serving import PATIENCE, free_port

LIMIT = 60.0  # seconds after which nobody waits any longer; more on a machine that does other work
READS = 0.3  # seconds in which a reader sees that the option is the one that was meant, and presses a key
SIZE = ViewportSize(width=1440, height=1000)
# The charts of a page, once each is there and has nothing more to draw, and the browser has painted it. Ours can be
# read before: while the live figures still load, or still take an answer in, drawings of them with all their marks
# stand in their places. An answer's is one that was not there before the pick, nor is a chart that has data from then.
READ = """async ([charts, whole]) => {
  const frame = () => new Promise(requestAnimationFrame);
  const pause = () => new Promise(done => setTimeout(done, 10)); // frames are not asked for: painting them takes time
  const mapOf = plot => plot._fullLayout?.map?._subplot?.map;
  const idle = map => !map || (map.loaded() && map.areTilesLoaded());
  const drawn = plot => plot._fullLayout && idle(mapOf(plot)) && (plot._fullLayout.map || plot.querySelector('.xtick'));
  const fresh = plot => !window.before?.has(plot.data);
  const all = () => {
    const plots = [...document.querySelectorAll('.js-plotly-plot')];
    const waiting = document.querySelector('.ev-waiting, .ev-sketch');
    return plots.length >= charts && !waiting && plots.every(plot => drawn(plot) && fresh(plot));
  };
  const live = part => document.querySelector(`${part}:not(.ev-waiting) .js-plotly-plot`);
  const stands = plot => Boolean(plot) && drawn(plot) && fresh(plot);
  const drawnAhead = part => document.querySelector(`${part} .ev-sketch`) || stands(live(part));
  const sketched = () => !whole && drawnAhead('.ev-map') && drawnAhead('.ev-time');
  while (!(all() || sketched())) await pause();
  await frame();
  await frame();
  return performance.now();
}"""
# The choice of actor that a page has, and the browser has painted it.
CHOICE = """async () => {
  while (!document.querySelector('input[role=combobox]')) await new Promise(done => setTimeout(done, 10));
  await new Promise(requestAnimationFrame);
  return performance.now();
}"""
ARM = """() => {
  window.before = new WeakSet([...document.querySelectorAll('.js-plotly-plot')].map(plot => plot.data));
  addEventListener('keydown', event => { if (event.key === 'Enter') window.pressed ??= performance.now(); }, true);
}"""
OWN = """async () => {
  while (!window.drawn) await new Promise(done => setTimeout(done, 10));
  return window.drawn;
}"""
OWN_PICK = """async actor => {
  const start = performance.now();
  await window.pick(actor);
  return performance.now() - start;
}"""


class GaveUpError(Exception):
    """The page did not come to an end within the limit, or its tab crashed."""


@dataclass(frozen=True)
class Seen:
    """Seconds until the first screen can be read, has its choice of actor, and is live; and from a pick to its answer.

    The answer, too, can be read before it is live. And the seconds of processor time that browser and server together
    worked until then; null where nobody picked, or where there is no choice of actor.
    """

    first: float
    choice: float | None
    whole: float
    answer: float | None
    live: float | None
    first_work: float
    whole_work: float
    answer_work: float | None
    live_work: float | None


def look(
    playwright: Playwright,
    address: str,
    *,
    charts: int,
    pick: str | None = None,
    limit: float = LIMIT,
    reads: float = READS,
) -> Seen:
    """Looks at a page once, and picks an actor where one is named, an option that is looked at for ``reads`` seconds.

    ``charts`` is how many of Plotly's the page has, 0 for one that says itself when it is drawn.
    """
    with _page(playwright, limit) as page:
        try:
            page.set_default_timeout(limit * 1000)
            begun = spent()
            page.goto(address, wait_until="commit")  # what is looked for may be there before all has loaded
            first = page.evaluate(READ, [charts, False]) if charts else page.evaluate(OWN)
            first_work = spent() - begun
            choice = page.evaluate(CHOICE) if charts > 1 else None
            whole = page.evaluate(READ, [charts, True]) if charts else first
            whole_work = spent() - begun
            answer, live, answer_work, live_work = _picked(page, charts, pick, reads) if pick else (None,) * 4
        except Error as error:
            raise GaveUpError(str(error).splitlines()[0]) from None
    in_seconds = (choice and choice / 1000, whole / 1000, answer and answer / 1000, live and live / 1000)
    return Seen(first / 1000, *in_seconds, first_work, whole_work, answer_work, live_work)


def _picked(page: Page, charts: int, actor: str, reads: float) -> tuple[float, float, float, float]:
    """Picks an actor as a reader does, by typing the name.

    Milliseconds from the last key to all charts anew, to be read and live, and seconds of work until each.
    """
    if not charts:
        begun = spent()
        took: float = page.evaluate(OWN_PICK, actor)
        work = spent() - begun
        return took, took, work, work
    page.get_by_role("combobox", name="Actor").first.fill(actor)
    page.get_by_role("option", name=actor).first.wait_for()
    time.sleep(reads)
    page.evaluate(ARM)
    begun = spent()
    page.keyboard.press("Enter")
    read: float = page.evaluate(READ, [charts, False])
    work = spent() - begun
    live: float = page.evaluate(READ, [charts, True])
    live_work = spent() - begun
    start: float = page.evaluate("() => window.pressed")
    return read - start, live - start, work, live_work


@contextmanager
def _page(playwright: Playwright, limit: float) -> Iterator[Page]:
    """A page in a browser that has never seen anything; ended at the limit, which breaks what waits for the page."""
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("no Chromium found: install it (Debian: apt-get install chromium) to measure in it")
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        own = ["--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={profile}", "--no-first-run"]
        with (Path(profile) / "log").open("wb") as log:
            browser = subprocess.Popen([program, *ARGUMENTS, *own, "about:blank"], stdout=log, stderr=log)
        over = Timer(limit * 2, browser.kill)  # one limit for each of the two times
        over.start()
        try:
            page = _connected(playwright, port).contexts[0].pages[0]
            page.set_viewport_size(SIZE)
            yield page
        finally:
            over.cancel()
            browser.kill()
            browser.wait(PATIENCE)


def _connected(playwright: Playwright, port: int) -> Browser:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        except Error:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
