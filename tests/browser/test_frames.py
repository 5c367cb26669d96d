"""A snapshot inside another site's page: drawn where the desk has named the site, refused everywhere else."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from events.engine import Engine
from events.model import View
from events.record import Record
from events.snapshots.creating import create
from tests.browser.conftest import OpenPage, dashboard, recorded
from tests.browser.story import ARTICLE, EVENTS
from tests.factories import NOON


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another site on this machine, and the folder of its pages."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(SimpleHTTPRequestHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", folder
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("named", [True, False])
def test_a_site_frames_a_snapshot_only_where_it_is_named(
    open_page: OpenPage,
    browser: Browser,
    site: tuple[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    named: bool,
) -> None:
    """The same page in the same frame: with EVENTS_FRAMES the snapshot's title is read in it, without it nothing is."""
    del browser
    origin, folder = site
    monkeypatch.setenv("EVENTS_FRAMES", origin if named else "")
    (tmp_path / "home").mkdir()
    home = recorded(tmp_path / "home", [(ARTICLE, EVENTS)])
    with Record(home) as record:
        made = create(record, Engine(record), View(), title="The story", by=None, at=NOON)
    with dashboard(home) as address:
        (folder / "index.html").write_text(f'<iframe src="{address}/s/{made.id}" width="800" height="600"></iframe>')
        page = open_page(f"{origin}/index.html")
        heading = page.frame_locator("iframe").get_by_role("heading", name="The story")
        if named:
            expect(heading).to_be_visible()
        else:
            page.wait_for_timeout(1000)
            expect(heading).to_have_count(0)
