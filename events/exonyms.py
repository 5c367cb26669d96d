"""What a language calls a place: the gazetteer's own names, countries and capitals as the register has them, and rules
for what a name is made of ("Kursk Oblast" is "Oblast Kursk" in Indonesian).

A place that none of these knows keeps the name it is told with.
"""

import csv
import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from events.model import Place, PlacePrecision
from events.register import name_in, state_of

_ROOT = Path(__file__).resolve().parents[1] / "data"
_OWN_FILES = ("sites.tsv", "areas.tsv")  # with a column of names in a language
SOURCE = "en"  # the language that events name places in
_REST = "{}"  # of a rule's name: what stands beside the word that the rule knows


def country_name(code: str, language: str) -> str:
    """What a language calls a country (ISO 3166 alpha-3); the code itself where it is none."""
    state = state_of(code)
    return (name_in(language, state.id) or state.name) if state else code


def place_name(place: Place, language: str) -> str:
    """The name of a place in a language; as it is told where the language has no other."""
    return named(place.name, place.country, language, is_country=place.precision is PlacePrecision.COUNTRY)


@lru_cache(maxsize=20_000)
def named(name: str, country: str | None, language: str, *, is_country: bool = False) -> str:
    """What a language calls the place that English calls ``name``, in the country (ISO 3166 alpha-3, null: unknown)."""
    if language == SOURCE:
        return name
    state = state_of(country)
    if state is not None and (is_country or name == state.name):
        return name_in(language, state.id) or name
    whole = _own_names(language).get((name, country or ""))
    if whole is not None:
        return whole
    for pattern, composed in _parts(language).items():
        before, after = pattern.split(_REST)
        if name.startswith(before) and name.endswith(after) and len(name) > len(before) + len(after):
            rest = name[len(before) : len(name) - len(after)]
            return composed.format(named(rest, country, language))
    return name


@cache
def _own_names(language: str) -> dict[tuple[str, str], str]:
    """The names of a language by English name and country: of sites, areas and capitals, and those written by hand."""
    found: dict[tuple[str, str], str] = {}
    for file in _OWN_FILES:
        for row in _rows(_ROOT / "places" / file):
            if row.get(language):
                found[row["name"], row.get("country") or ""] = row[language].split("|")[0]
    english = {row["id"]: row["capitals"] for row in _rows(_ROOT / "actors" / "names.en.tsv")}
    path = _ROOT / "actors" / f"names.{language}.tsv"
    for row in _rows(path) if path.exists() else ():
        for capital in filter(None, (english.get(row["id"]) or "").split("|")):
            if row["capitals"]:
                found[capital, row["id"].upper()] = row["capitals"].split("|")[0]
    for country, names in _written(language).get("names", {}).items():
        found |= {(name, country): own for name, own in names.items()}
    return found


def _parts(language: str) -> dict[str, str]:
    parts: dict[str, str] = _written(language).get("parts", {})
    return parts


@cache
def _written(language: str) -> dict[str, Any]:
    languages: dict[str, Any] = json.loads((_ROOT / "places" / "exonyms.json").read_text(encoding="utf-8"))
    written: dict[str, Any] = languages.get(language, {})
    return written


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
