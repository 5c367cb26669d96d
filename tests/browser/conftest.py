"""A dashboard that really runs, over a record of its own, and a Chromium that may reach nothing but this machine."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from events.model import Article, Event
from events.record import Record
from tests.browser.story import ARTICLE, EVENTS
from tests.factories import NOON
from tests.serving import PATIENCE, Client, free_port

# A browser of Debian's on a machine without a graphics card, as root in a container.
ARGUMENTS = ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"]
OURS = ("127.0.0.1",)

OpenPage = Callable[..., Page]
BROWSER_PATIENCE = 20_000  # ms: software drawing on a busy machine
expect.set_options(timeout=BROWSER_PATIENCE)


@contextmanager
def dashboard(home: Path) -> Iterator[str]:
    """``events serve`` over the record in ``home``, as its address, until the block ends."""
    port = free_port()
    log = home / "serve.log"
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [sys.executable, "-m", "events", "serve", "--port", str(port)],
            env={**os.environ, "EVENTS_HOME": str(home)},
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
    try:
        _await(port, server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _await(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            if Client(port).get("/healthz").status_code == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the dashboard did not begin:\n{log.read_text(encoding='utf-8', errors='replace')}")


def recorded(home: Path, articles: Sequence[tuple[Article, Sequence[Event]]]) -> Path:
    """``home`` with a new record that holds these articles and nothing else."""
    with Record(home, shipped=[]) as record:
        for article, events in articles:
            record.add(article, events, at=NOON)
    return home


def soon(page: Page, expression: str, arg: object = None) -> None:
    """Waits until a JavaScript function gives true; the page's own policy refuses Playwright's wait, which evaluates
    its words again inside the page.
    """
    until = time.monotonic() + BROWSER_PATIENCE / 1000
    while not page.evaluate(expression, arg):
        assert time.monotonic() < until, f"never became true: {expression}"
        page.wait_for_timeout(50)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped, but in CI they fail.

    It ends with this package: Playwright leaves an event loop running in the thread, which is not for other tests.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        reason = "no Chromium on this machine: install it (Debian: apt-get install chromium) to run the browser tests"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """A dashboard over the story's record; started only where there is a browser to look at it."""
    del browser
    with dashboard(recorded(tmp_path_factory.mktemp("home"), [(ARTICLE, EVENTS)])) as served:
        yield served


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages, each in a browser of its own; a request to any other machine is refused and fails the test."""
    foreign: list[str] = []
    broken: list[str] = []
    contexts: list[BrowserContext] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname in OURS:
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    def opened(url: str, **settings: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **settings})  # type: ignore[arg-type]
        context.route(lambda link: not link.startswith(("data:", "blob:")), guard)
        context.set_default_timeout(BROWSER_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(f"{error} {error.stack}"))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert foreign == []
    assert broken == []
