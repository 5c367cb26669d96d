"""How many rows a second of CPU time an import takes from CSV to the engine: staging, publishing, both.

Once answers have a set of a million events or more, counts and a copy by actor accompany it; that is told apart.

Run: ``python -m tests.benchmarks.importing [ROWS]``. The rows are made up, the same on every run; each format is
imported in a process of its own. CPU seconds are of all threads; modules are loaded before
the clock begins, pandas too, which Arrow loads when it first meets an array.

Measured on two cores of an AMD EPYC that other work kept busy (load 3 to 15), 1,000,000 rows, staging, mean of pairs
with the version before in turn (publishing takes another 0.1 s): the table 7.1 CPU seconds (7.5 before; the fastest
runs 6.0 and 6.6), ACLED 9.7 (11.5), UCDP 13.5 (14.4), GDELT 11.5 (11.1, where two pairs tell nothing). That is 140,000,
102,000, 74,000 and 86,000 rows a CPU second; the same code differs by a third with what else runs. A third of it is
writing Parquet, an eighth reading CSV, a twelfth the SHA-256 of ids and of the file.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd

from events.engine.sets import About, publish
from events.exchange.gdelt import HEADERS
from events.exchange.importing import Import, readings
from events.record import Record
from tests import exchange_files as files

ROWS = 1_000_000
FIRST = date(1997, 1, 1)
COUNTRIES = ("Ukraine", "Russia", "Syria", "Sudan", "Myanmar", "Nigeria", "Mali", "Colombia", "Yemen", "Indonesia")
NOTES = "On the day of the event, two sides met near the place and shots were told of by a source that is made up."


def _where(chance: random.Random) -> tuple[str, str]:
    return f"{chance.uniform(-40, 60):.4f}", f"{chance.uniform(-90, 140):.4f}"


def table(rows: int) -> Iterator[str]:
    """A table of eleven columns, about 200 bytes a row, read by a guessed mapping."""
    chance = random.Random(1)  # noqa: S311 - rows, no secrets
    yield "id,date,title,actor,target,place,country,lat,lon,fatalities,notes\n"
    for number in range(rows):
        lat, lon = _where(chance)
        day = FIRST + timedelta(days=chance.randrange(10_000))
        country = chance.choice(COUNTRIES)
        yield (
            f"{number},{day},Clash,Military Forces of {country},Group {chance.randrange(2000)},"
            f"Place {chance.randrange(9999)}"
            f',{country},{lat},{lon},{chance.randrange(9)},"{NOTES[:90]}"\n'
        )


def acled(rows: int) -> Iterator[str]:
    """ACLED's 31 columns, about 450 bytes a row."""
    chance = random.Random(2)  # noqa: S311 - rows, no secrets
    yield files.ACLED_NEW.split("\n", 1)[0] + "\n"
    for number in range(rows):
        lat, lon = _where(chance)
        day = FIRST + timedelta(days=chance.randrange(10_000))
        country = chance.choice(COUNTRIES)
        yield (
            f"EVT{number},{day},{day.year},1,Political violence,Battles,Armed clash,"
            f"Military Forces of {country} (2000-),,"
            f"State forces,Group {chance.randrange(2000)},,Rebel group,State forces-Rebel group,,643,Region,{country},"
            f"Province {chance.randrange(99)},,,Place {chance.randrange(9999)},{lat},{lon},{chance.randrange(1, 4)},"
            f'Paper,National,"{NOTES}",{chance.randrange(9)},,1722900000\n'
        )


def gdelt(rows: int) -> Iterator[str]:
    """GDELT 2.0's 61 columns, about 450 bytes a row."""
    chance = random.Random(3)  # noqa: S311 - rows, no secrets
    codes = ("010", "042", "112", "1031", "190", "173", "036", "141")
    for number in range(rows):
        lat, lon = _where(chance)
        day = FIRST + timedelta(days=chance.randrange(10_000))
        yield files.gdelt(
            HEADERS[61],
            GLOBALEVENTID=number,
            SQLDATE=day.strftime("%Y%m%d"),
            EventCode=(code := chance.choice(codes)),
            EventRootCode=code[:2],
            Actor2Name=f"GROUP {chance.randrange(2000)}",
            Actor2CountryCode=chance.choice(("RUS", "UKR", "SYR", "")),
            ActionGeo_Lat=lat,
            ActionGeo_Long=lon,
            SOURCEURL=f"https://news.example/{number}",
        )


def ucdp(rows: int) -> Iterator[str]:
    """UCDP GED's 49 columns, about 300 bytes a row."""
    chance = random.Random(4)  # noqa: S311 - rows, no secrets
    yield ",".join(files.UCDP_COLUMNS) + "\n"
    for number in range(rows):
        lat, lon = _where(chance)
        day = FIRST + timedelta(days=chance.randrange(10_000))
        country, group = chance.choice(COUNTRIES), f"Group {chance.randrange(2000)}"
        row = files.ucdp(
            id=number,
            year=day.year,
            type_of_violence=chance.randrange(1, 4),
            conflict_name=f"{country}: Government",
            dyad_name=f"Government of {country} - {group}",
            side_a=f"Government of {country}",
            side_b=group,
            where_prec=chance.randrange(1, 7),
            where_coordinates=f"Place {chance.randrange(9999)}",
            where_description=f"near the village {chance.randrange(9999)}",
            source_headline=f"Made up: fighting, number {number}",
            latitude=lat,
            longitude=lon,
            country=country,
            date_start=day,
            date_end=day,
            best=(killed := chance.randrange(9)),
            high=killed + 2,
            low=killed,
        )
        yield ",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in _cells(row)) + "\n"


def _cells(row: dict[str, object]) -> Iterator[object]:
    return (row.get(column, "") for column in files.UCDP_COLUMNS)


MADE: dict[str, Callable[[int], Iterator[str]]] = {"table": table, "acled": acled, "ucdp": ucdp, "gdelt": gdelt}


def measure(path: Path) -> None:
    """Import one file into a new home and print the figures."""
    pd.Series()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        begun, clock = time.process_time(), time.perf_counter()
        work = Import(home, "test", readings([path], home, as_=None, mapping=None))
        outcome = work.run(lambda _: lambda _read, _size: None)
        staged = time.process_time()
        with Record(home) as record:
            opened = time.process_time()
            about = About(name="test", title="Test")
            shown: list[float] = []
            made = publish(
                record,
                about,
                outcome.events,
                outcome.originals,
                at=datetime.now(UTC),
                shown=lambda _: shown.append(time.process_time()),
            )
        ended = time.process_time()
    staging, publishing, after = staged - begun, shown[0] - opened, ended - shown[0]
    size = path.stat().st_size / made.rows
    print(
        f"{path.stem:8} {made.rows:>10,} rows of {size:4.0f} bytes: "
        f"staging {staging:6.1f} s, publishing {publishing:6.1f} s, "
        f"{made.rows / (staging + publishing):>9,.0f} rows a CPU second until answers have them, "
        f"{made.rows / (staging + publishing + after):>9,.0f} with what accompanies large sets ({after:.1f} s), "
        f"{time.perf_counter() - clock:6.1f} s by the clock",
        flush=True,
    )


def main() -> None:
    """Measure every format."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        measure(Path(sys.argv[2]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in MADE.items():
            path = Path(folder) / f"{name}.csv"
            with path.open("w", encoding="utf-8") as out:
                out.writelines(lines(rows))
            command = [sys.executable, "-m", "tests.benchmarks.importing", "--one", str(path)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
