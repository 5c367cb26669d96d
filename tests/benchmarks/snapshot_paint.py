"""How soon a snapshot's words can be read on a slow phone: ``python -m tests.benchmarks.snapshot_paint [ROUNDS]``.

Chromium at 390 x 844 with the processor slowed four times opens the snapshot of the first article from ``events serve``
on the loopback address, each round in a browser context of its own: first with nothing kept (cold), then again (warm).
Printed are medians of the browser's own "first contentful paint", and of when the last quote of the list stands in the
page, in milliseconds from the start of the navigation.
"""

import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from events.engine import Engine
from events.model import View
from events.record import Record
from events.snapshots.creating import create
from tests.benchmarks.server import served
from tests.browser.conftest import ARGUMENTS

SLOWED = 4
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
READ = "() => performance.getEntriesByType('navigation')[0].domInteractive"


def opened(page: Page, address: str) -> tuple[float, float]:
    """Milliseconds until the first words were painted, and until all of them stood in the page."""
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_function(f"({PAINTED})() > 0")
    assert page.locator("tr[id^=event-]").count()
    return float(page.evaluate(PAINTED)), float(page.evaluate(READ))


def main() -> None:
    """Prints two lines, cold and warm."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Record(home) as record:
            made = create(record, Engine(record), View(), title="The first article", by=None, at=datetime.now(UTC))
        with served(home) as server, sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
            cold, warm = [], []
            for _ in range(rounds):
                context = browser.new_context(viewport={"width": 390, "height": 844})
                page = context.new_page()
                context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
                address = f"http://127.0.0.1:{server.port}/s/{made.id}"
                cold.append(opened(page, address))
                warm.append(opened(page, address))
                context.close()
            browser.close()
    for name, found in (("cold", cold), ("warm", warm)):
        painted, read = (statistics.median(each) for each in zip(*found, strict=True))
        print(f"{name}: first words painted after {painted:5.0f} ms, all words there after {read:5.0f} ms")


if __name__ == "__main__":
    main()
