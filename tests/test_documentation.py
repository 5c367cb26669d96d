"""The documentation's pictures: each is there, each is shown, and all are light."""

import re
from pathlib import Path

import pytest

from tests.browser.screenshots import FOLDER, LARGEST, PICTURES

ROOT = Path(__file__).parents[1]
SHOWN = re.compile(r"!\[[^\]]*\]\(([^)]+)\)|<img [^>]*src=\"([^\"]+)\"")


@pytest.mark.parametrize("page", ["README.md", "docs/pictures.md"])
def test_every_picture_that_a_page_shows_is_there(page: str) -> None:
    """No page has a hole."""
    path = ROOT / page
    shown = [one or other for one, other in SHOWN.findall(path.read_text(encoding="utf-8"))]
    assert shown
    assert [name for name in shown if not (path.parent / name).is_file()] == []


def test_the_command_takes_every_picture_and_each_is_light() -> None:
    """What lies there is what the command takes, each is shown in a page, and under the limit."""
    pages = (ROOT / "docs/pictures.md").read_text(encoding="utf-8")
    taken = {path.stem: path.stat().st_size for path in FOLDER.iterdir()}

    assert set(taken) == set(PICTURES)
    assert all(f"pictures/{name}.webp" in pages for name in taken)
    assert max(taken.values()) <= LARGEST
