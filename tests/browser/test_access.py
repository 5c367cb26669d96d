"""Every page for people who do not see or point: checked by axe-core, with its rules for WCAG 2.2 level AA."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, soon
from tests.browser.test_dashboard import ready

pytestmark = pytest.mark.browser

# our own style sheet comes with the page's first answer, and is in force a moment later
STYLED = "() => getComputedStyle(document.querySelector('.st-key-header')).borderBottomWidth === '1px'"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/add", "/snapshots", "/data", "/about"])
def test_no_page_has_a_violation(address: str, open_page: OpenPage, path: str, scheme: str) -> None:
    """No rule of WCAG 2.2 AA that a program can check is broken, in light and in dark."""
    page = open_page(f"{address}{path}", color_scheme=scheme)
    expect(page.locator(".stMain h1, .ev-list").first).to_be_visible()
    if path == "/":
        ready(page)
    expect(page.locator(".stApp[data-test-script-state='notRunning']")).to_be_visible()
    soon(page, STYLED)
    found = Axe().run(page, options=RULES)

    assert found.violations_count == 0, found.generate_report()
