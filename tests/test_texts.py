"""Every language says everything, with the same values put in."""

import json
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from events.texts import FOLDER, languages, texts_in

CODE = Path(__file__).parents[1] / "events"
USED = re.compile(
    r"""texts\(\s*f?["']([a-z_.{}\[\]()' A-Za-z]+?)["']|texts\[["']([a-z_.]+)["']\]|["'](viewer\.[a-z_.]+)["']"""
)


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_every_catalogue_is_complete(language: str) -> None:
    """A language has every text that English has, no other, and each takes the same values."""
    english, other = texts_in("en").entries, texts_in(language).entries

    assert set(other) == set(english)
    for key, text in english.items():
        assert _fields(other[key]) == _fields(text), key


def test_english_and_indonesian_are_there() -> None:
    """The two languages promised are shipped."""
    assert {"en", "id"} <= set(languages())


def test_every_text_that_the_code_asks_for_exists() -> None:
    """A key written in Python or JavaScript is in the catalogue; a composed key has at least one text."""
    keys = set(texts_in("en").entries)
    asked = set()
    for path in [*CODE.glob("[!t]*.py"), *CODE.glob("t[!e]*.py"), *CODE.rglob("pages/*.py"), *CODE.rglob("*.js")]:
        for groups in USED.findall(path.read_text(encoding="utf-8")):
            asked |= {group for group in groups if group}

    assert len(asked) > 80
    for key in asked:
        fixed = key.split("{")[0]
        assert key in keys or ("{" in key and any(each.startswith(fixed) for each in keys)), key


def test_no_catalogue_says_a_key_twice() -> None:
    """A JSON file with a key twice would lose one of its texts."""
    for path in FOLDER.glob("*.json"):
        pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
        assert len({key for key, _ in pairs}) == len(pairs)


@pytest.mark.parametrize(
    ("tag", "language"), [("id-ID", "id"), ("id_ID", "id"), ("en-GB", "en"), ("ko", "en"), (None, "en")]
)
def test_a_browser_language_finds_its_catalogue(tag: str | None, language: str) -> None:
    """A language tag finds its catalogue, and English stands in for any other."""
    assert texts_in(tag).language == language


def test_days_are_said_once() -> None:
    """A span does not repeat the month or year that both its days share."""
    texts = texts_in("en")

    assert texts.days(date(2024, 10, 8), date(2024, 10, 28)) == "8–28 Oct 2024"
    assert texts.days(date(2024, 10, 28), date(2024, 11, 1)) == "28 Oct – 1 Nov 2024"
    assert texts.days(date(2023, 12, 30), date(2024, 1, 2)) == "30 Dec 2023 – 2 Jan 2024"


def test_one_and_many_are_told_apart() -> None:
    """A count of one has its own form where the language has one."""
    texts = texts_in("en")

    assert texts("lane.others", n=1) == "1 other actor"
    assert texts("lane.others", n=2) == "2 other actors"
