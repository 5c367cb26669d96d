"""Takes the pictures of the documentation anew: the main screens as they open on a new record.

    python -m tests.browser.screenshots [NAME ...]

Needs Chromium; writes docs/pictures/NAME.webp, all of them where none is named.
"""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from events.engine import Engine
from events.model import View
from events.record import Record
from events.snapshots.creating import create
from tests.browser.conftest import ARGUMENTS, BROWSER_PATIENCE, dashboard

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 200_000  # bytes of a picture: the repository stays light
QUALITIES = (90, 80, 70, 60)  # of WebP, the first that is small enough
FADED = 1500  # ms in which names on the map fade in
DESK: dict[str, object] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, object] = {
    "viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2,
}  # fmt: skip
TEXT = (
    "Austin urges North Korea to withdraw\n\n"
    "Lloyd Austin urged North Korea to withdraw its troops from Kursk on Wednesday, the Pentagon said. "
    "Ukrainian forces struck a fuel depot near Rostov on 30 October 2024. "
    "Russia denied that North Korean soldiers were fighting in Kursk."
)


def _drawn(page: Page) -> None:
    for part in ("map", "time"):
        expect(page.locator(f".ev-{part}:not(.ev-waiting)")).to_be_visible()


def _profile(page: Page) -> None:
    _drawn(page)
    expect(page.get_by_role("dialog")).to_be_visible()


def _snapshot(page: Page) -> None:
    expect(page.locator("body[data-ready]")).to_be_attached()


def _add(page: Page) -> None:
    page.get_by_role("textbox", name="Text of the article").fill(TEXT)
    page.get_by_role("button", name="Find the events").click()
    expect(page.locator(".aw-text")).to_be_visible()


@dataclass(frozen=True)
class Picture:
    """A screen: its path on the server ("{snapshot}": the id of one), what to do before, and the browser."""

    path: str
    prepare: Callable[[Page], None]
    browser: dict[str, object] = field(default_factory=lambda: DESK)


PICTURES = {
    "explore": Picture("/?v=1&lang=en", _drawn),
    "explore-dark": Picture("/?v=1&lang=en", _drawn, {**DESK, "color_scheme": "dark"}),
    "explore-phone": Picture("/?v=1&lang=id", _drawn, PHONE),
    "actor": Picture("/?v=1&lang=en&profile=prk", _profile),
    "snapshot": Picture("/s/{snapshot}?lang=en", _snapshot),
    "add": Picture("/add?lang=en", _add),
}


def kept(picture: bytes, path: Path) -> None:
    """Writes a picture as WebP, as good as fits."""
    for quality in QUALITIES:
        packed = BytesIO()
        Image.open(BytesIO(picture)).convert("RGB").save(packed, "webp", quality=quality, method=6)
        if packed.tell() <= LARGEST:
            break
    path.write_bytes(packed.getvalue())


def take(browser: Browser, address: str, snapshot: str, name: str) -> Path:
    """Looks at one screen and keeps what is seen."""
    wanted = PICTURES[name]
    context = browser.new_context(**wanted.browser)  # type: ignore[arg-type]
    context.set_default_timeout(BROWSER_PATIENCE)
    page = context.new_page()
    page.goto(address + wanted.path.format(snapshot=snapshot))
    wanted.prepare(page)
    page.wait_for_timeout(FADED)
    path = FOLDER / f"{name}.webp"
    kept(page.screenshot(), path)
    context.close()
    return path


def main(names: Sequence[str]) -> int:
    """Serves a new record with a snapshot in it, and takes the pictures."""
    program = shutil.which("chromium")
    if program is None:
        print("no Chromium found: install it (Debian: apt-get install chromium) to take the pictures", file=sys.stderr)
        return 1
    if unknown := [name for name in names if name not in PICTURES]:
        print(f'There is no picture "{unknown[0]}"; there are {", ".join(PICTURES)}.', file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        with Record(Path(folder)) as record:
            view, title, now = View(actors=("prk",)), "North Korea in Kursk", datetime.now(UTC)
            made = create(record, Engine(record), view, title=title, by="Example desk", at=now)
        with dashboard(Path(folder)) as address:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            for name in names or PICTURES:
                print(take(browser, address, made.id, name))
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
