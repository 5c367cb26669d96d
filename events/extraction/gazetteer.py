"""The gazetteer: which places there are, by the names that articles give them.

It is data (``data/places/*.tsv``): countries, sites, areas without borders, first-level regions
and towns. A name is looked up by its folded form; what a name means in a text is for
``events.extraction.places`` to decide.
"""

import csv
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Protocol

from events.model import Candidate, PlacePrecision

PLACES = Path(__file__).resolve().parents[2] / "data" / "places"

_APOSTROPHES = "'’‘ʼʻ`´ʹ′"
_PLAIN = str.maketrans(
    {"-": " ", "‑": " ", "–": " ", ".": "", "\u00a0": " ", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "ə": "e"}
    | {"ة": "ه", "ى": "ي", "ـ": "", "・": " ", "·": " "}
    | dict.fromkeys(_APOSTROPHES, "")
)
_WHOLE = frozenset("йї")  # letters of their own, whose marks are no accents


class _Markless(dict[int, str]):
    """Letters without their marks, each found when first asked for; scripts whose marks are no accents keep them."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter not in _WHOLE and not "\u0e00" <= letter < "\u1e00" and not "\u3000" <= letter < "\uf900":
            letter = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
        self[code] = letter
        return letter


_MARKLESS = _Markless()
ARTICLES = {"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "es", "esh", "ez"}


def fold(name: str) -> str:
    """A name as it is looked up: lower case, without marks, hyphens as spaces, Arabic articles and saints alike."""
    folded = name.casefold()
    if folded.isascii() and folded.isalpha():
        return folded
    if not folded.isascii():
        folded = folded.translate(_MARKLESS)
    folded = " ".join(folded.translate(_PLAIN).split())
    if " " not in folded:
        return folded
    words = ["al" if word in ARTICLES else word for word in folded.split(" ")]
    return " ".join([head_of(words[0]), *words[1:]])


def head_of(word: str) -> str:
    """How a folded name of several words begins whose first is this one."""
    return "al" if word in ARTICLES else "saint" if word == "st" else word


fold_word = lru_cache(maxsize=50_000)(fold)
"""The same for words of a text, which has most of its words and names more than once."""


class Sort(StrEnum):
    """What sort of entry: it decides which of several places of one name is meant."""

    COUNTRY = "country"
    SITE = "site"
    AREA = "area"
    REGION = "region"
    TOWN = "town"
    OTHER = "other"


@dataclass(frozen=True)
class Known:
    """One place of the gazetteer; degrees WGS 84, ``radius_km`` how far it reaches, ``people`` 0 where unknown."""

    sort: Sort
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    precision: PlacePrecision
    admin1: str = ""
    people: int = 0
    capital: bool = False
    key: str = ""
    iso: str = ""
    geonames: str = ""
    wikidata: str = ""

    @property
    def ids(self) -> dict[str, str]:
        """Its reference ids: ISO 3166, GeoNames, Wikidata, as far as the data has them."""
        given = {"iso": self.iso, "geonames": self.geonames, "wikidata": self.wikidata}
        return {scheme: value for scheme, value in given.items() if value}

    @cached_property
    def candidate(self) -> Candidate:
        """It as one of the places that a name may mean."""
        return Candidate(name=self.name, country=self.country, ids=self.ids)

    def holds(self, other: "Known") -> bool:
        """Whether ``other``, a smaller place, lies in this one, by code or by distance."""
        if self.country is None or self.country != other.country or self is other:
            return False
        if self.sort is Sort.COUNTRY:
            return other.sort is not Sort.COUNTRY
        if self.sort not in (Sort.REGION, Sort.AREA) or other.sort in (Sort.REGION, Sort.COUNTRY, Sort.AREA):
            return False
        if self.admin1 and other.admin1:
            return self.admin1 == other.admin1
        away = distance_km(self, other)
        return away is not None and self.radius_km is not None and away <= 1.6 * self.radius_km


class OnEarth(Protocol):
    """What has degrees WGS 84, where they are known."""

    @property
    def lat(self) -> float | None:
        """North of the equator."""

    @property
    def lon(self) -> float | None:
        """East of Greenwich."""


def distance_km(one: OnEarth, other: OnEarth) -> float | None:
    """Great-circle distance, or null where either has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    a, b = math.radians(one.lat), math.radians(other.lat)
    east = math.radians(other.lon - one.lon)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(east)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _names(*cells: str) -> list[str]:
    return [name for cell in cells for name in cell.split("|") if name]


class Gazetteer:
    """All places, by folded name; towns are read from their line only when a text names them."""

    def __init__(self) -> None:
        """Reads every file of ``data/places``."""
        self._by_key: dict[str, list[Known]] = {}
        self.exact: dict[str, dict[str, Known]] = {"en": {}, "id": {}}
        self.starters: set[str] = set()
        self.demonyms: dict[str, str] = {}
        self.demonym_of: dict[str, str] = {}
        self.regions: dict[str, list[Known]] = {}
        self._by_id: dict[tuple[str, str], Known] = {}
        self._read_countries()
        self._read_marks("site", Sort.SITE, PlacePrecision.SITE)
        self._read_marks("area", Sort.AREA, PlacePrecision.REGION)
        self._read_marks("village", Sort.TOWN, PlacePrecision.CITY)
        self._read_regions()
        self._read_others()
        self._lines = (PLACES / "towns.tsv").read_text(encoding="utf-8").split("\n")[1:-1]

    @cached_property
    def _towns(self) -> dict[str, int]:
        return self._town_index[0]

    @cached_property
    def _more(self) -> dict[str, list[int]]:
        return self._town_index[1]

    @cached_property
    def _town_index(self) -> tuple[dict[str, int], dict[str, list[int]]]:
        towns: dict[str, int] = {}
        more: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            for key in line[line.rindex("\t") + 1 :].split("|"):
                if key in towns:
                    more.setdefault(key, []).append(number)
                else:
                    towns[key] = number
        return towns, more

    @cached_property
    def _heads(self) -> dict[str, int]:
        """The first word of each name of several words -> how many the longest has."""
        heads: dict[str, int] = {}
        for name in chain(self._by_key, self.regions, self._towns):
            if " " in name:
                head = name[: name.index(" ")]
                heads[head] = max(name.count(" ") + 1, heads.get(head, 1))
        return heads

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {line[: line.index("\t")]: number for number, line in enumerate(self._lines)}

    def by_id(self, sort: str, key: str) -> Known | None:
        """One place: a country by its code, a region by its ISO code, a town by GeoNames' number, others by name.

        What is no place ("Washington Post") has the sort "other" and no key.
        """
        if sort == "town":
            number = self._numbers.get(key)
            return None if number is None else self._town(number)
        return self._by_id.get((sort, key))

    def _file_both(self, known: Known, row: dict[str, str]) -> None:
        for language in self.exact:
            self._file(known, _names(row["name"], row[language]), self.exact[language])

    def _file(self, known: Known, names: list[str], exact: dict[str, Known]) -> None:
        for name in names:
            if name.isupper() and len(name.replace(".", "")) <= 5:
                exact[name] = known
                continue
            key = fold(name)
            kin = self._by_key.setdefault(key, [])
            if known not in kin:
                kin.append(known)
            if name[0].islower():
                self.starters.add(key.split(" ")[0])

    def _read_countries(self) -> None:
        for row in _rows("countries.tsv"):
            known = Known(
                Sort.COUNTRY,
                row["name"],
                row["country"],
                None,
                None,
                None,
                PlacePrecision.COUNTRY,
                iso=row["iso"],
                geonames=row["geonames"],
            )
            self._by_id["country", row["country"]] = known
            self._file_both(known, row)
            for demonym in _names(row["demonyms"]):
                self.demonyms.setdefault(fold(demonym), row["country"])
                self.demonym_of.setdefault(row["country"], demonym)

    def _read_marks(self, file: str, sort: Sort, precision: PlacePrecision) -> None:
        for row in _rows(f"{file}s.tsv"):
            known = Known(
                sort,
                row["name"],
                row["country"] or None,
                _number(row["lat"]),
                _number(row["lon"]),
                _number(row["radius_km"]),
                precision,
                admin1=row.get("admin1", ""),
            )
            self._by_id.setdefault((file, row["name"]), known)
            self._file_both(known, row)

    def _read_regions(self) -> None:
        for row in _rows("regions.tsv"):
            known = Known(
                Sort.REGION,
                row["name"],
                row["country"],
                float(row["lat"]),
                float(row["lon"]),
                float(row["radius_km"]),
                PlacePrecision.REGION,
                admin1=row["admin1"],
                iso="" if row["iso"][-1] == "~" else row["iso"],
                geonames=row["geonames"],
                wikidata=row["wikidata"],
            )
            self._by_id["region", row["iso"]] = known
            for key in row["keys"].split("|"):
                self.regions.setdefault(key, []).append(known)

    def _read_others(self) -> None:
        other = Known(Sort.OTHER, "", None, None, None, None, PlacePrecision.SITE)
        self._by_id["other", ""] = other
        lines = (PLACES / "not_places.txt").read_text(encoding="utf-8").splitlines()
        self._file(other, [line for line in lines if line], {})

    @lru_cache(maxsize=4096)  # noqa: B019 - one gazetteer lives as long as the program
    def _town(self, number: int) -> Known:
        cells = self._lines[number].split("\t")
        people = int(cells[6])
        return Known(
            Sort.TOWN,
            cells[1],
            cells[2],
            float(cells[4]),
            float(cells[5]),
            round(min(25.0, max(3.0, math.sqrt(people) / 60)), 1),
            PlacePrecision.CITY,
            admin1=cells[3],
            people=people,
            capital=cells[7] == "1",
            key=cells[8].split("|")[0],
            geonames=cells[0],
        )

    def named(self, key: str) -> list[Known]:
        """Every place of that folded name: countries, sites and areas first, then regions, then towns by size."""
        first = self._by_key.get(key, [])
        number = self._towns.get(key)
        towns = [] if number is None else [self._town(n) for n in (number, *self._more.get(key, ()))]
        return [*first, *self.regions.get(key, ()), *towns]

    def is_country(self, key: str) -> bool:
        """Whether that folded name is a country's."""
        return any(known.sort is Sort.COUNTRY for known in self._by_key.get(key, ()))

    def longest(self, word: str) -> int:
        """How many words the longest name has that begins with that folded word; one where none has several."""
        return self._heads.get(head_of(word), 1)

    def reach(self, key: str, whole: str) -> int:
        """How many words the longest name may have that begins with a folded word; 0: none does, nor is it one.

        ``whole`` is the word with its possessive ending, with which longer names begin.
        """
        longest = self.longest(whole)
        return longest if longest > 1 or self.has(key) else 0

    def has(self, key: str) -> bool:
        """Whether any place has that folded name."""
        return key in self._by_key or key in self._towns or key in self.regions


@cache
def foes(countries: frozenset[str]) -> frozenset[str]:
    """The countries at war with some of these: their towns are told of without a word of whose they are."""
    pairs = [(row["one"], row["two"]) for row in _rows("wars.tsv")]
    found = {b for one, two in pairs for a, b in ((one, two), (two, one)) if a in countries}
    return frozenset(found)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once."""
    return Gazetteer()
