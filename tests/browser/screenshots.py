"""Takes the picture in README anew: the dashboard as it opens on a new record, on a desktop in the light theme.

    python -m tests.browser.screenshots

Needs Chromium; writes docs/screenshot.png.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from events.record import Record
from tests.browser.conftest import ARGUMENTS, dashboard

PICTURE = Path(__file__).parents[2] / "docs" / "screenshot.png"


def main() -> int:
    """Serves a new record, looks at it, and keeps what it sees."""
    program = shutil.which("chromium")
    if program is None:
        print("no Chromium found: install it (Debian: apt-get install chromium) to take the picture", file=sys.stderr)
        return 1
    PICTURE.parent.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        Record(Path(folder)).close()
        with dashboard(Path(folder)) as address:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            page.goto(address)
            page.locator(".ev-map:not(.ev-waiting)").wait_for()
            page.locator(".ev-time:not(.ev-waiting)").wait_for()
            page.wait_for_timeout(1500)  # ms: names on the map fade in
            page.screenshot(path=PICTURE)
            browser.close()
    print(PICTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
