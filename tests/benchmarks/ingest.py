"""How long it takes to record a thousand pages: in one go, stopped half-way and gone on with, and once more.

Run: ``python -m tests.benchmarks.ingest [PAGES]``. Each run is the command itself, in a process and a
record of its own; a page is about 60 kB with an article of about 300 words. CPU seconds are given
beside the clock's, for a machine that others use, too.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.files import make_page

ROOT = Path(__file__).parents[2]
PLACES = ("Kursk", "Sudzha", "Belgorod", "Kherson", "Donetsk", "Pokrovsk", "Odesa", "Kharkiv", "Moskow", "Kyiv")
WHO = ("Pentagon", "Kementerian Pertahanan Rusia", "Ukraina", "Korea Selatan", "Menteri Luar Negeri Rusia", "PBB")
DID = (
    "{a} menyatakan sekitar {n} tentara dikerahkan ke wilayah {p} pada {d} Oktober 2024.",
    "{a} mendesak {b} menarik pasukannya dari {p}, kata juru bicaranya kepada wartawan di Jakarta.",
    "{a} membantah laporan bahwa pasukannya menyerang {p} dan menewaskan {n} orang pekan lalu.",
    "Warga di {p} menunggu bantuan makanan, obat, dan air bersih yang belum juga datang sampai sore hari itu.",
    "Sementara itu {a} dan {b} bertemu di {p} untuk membahas keamanan kawasan dan jalur perdagangan gandum.",
)
STYLE = "<style>" + ".kotak{margin:0;padding:0}" * 1_500 + "</style>"


def write_pages(folder: Path, count: int) -> None:
    """So many pages, the same on every run."""
    chance = random.Random(17)  # noqa: S311 - pages, no secrets
    for number in range(count):
        sentences = []
        for _ in range(6):
            words = [
                chance.choice(DID).format(
                    a=chance.choice(WHO),
                    b=chance.choice(WHO),
                    p=chance.choice(PLACES),
                    n=chance.randrange(2, 9_000),
                    d=chance.randrange(1, 31),
                )
                for _ in range(4)
            ]
            sentences.append(" ".join(words))
        head = f'<meta property="article:published_time" content="2024-10-{number % 30 + 1:02}">{STYLE}'
        page = make_page(
            title=f"Laporan {number} dari {chance.choice(PLACES)} dan sekitarnya", sentences=sentences, head=head
        )
        (folder / f"{number:05}.html").write_text(page, encoding="utf-8")


def ingest(folder: Path, home: Path, *, stop_after: int = 0) -> str:
    """The command over the folder, stopped after so many articles; its figures and the last line it printed."""
    before, begun = os.times(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "events", "ingest", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={**os.environ, "EVENTS_HOME": str(home)},
    )
    assert process.stdout is not None
    last = ""
    for number, line in enumerate(process.stdout, 1):
        last = line.strip()
        if number == stop_after:
            process.send_signal(signal.SIGINT)
    process.wait()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return f"{time.perf_counter() - begun:7.1f} s  {cpu:7.1f} s CPU   {last}"


def main() -> None:
    """Prints the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as made:
        folder, one, two = (Path(made, name) for name in ("pages", "one", "two"))
        folder.mkdir()
        write_pages(folder, count)
        print("in one go    ", ingest(folder, one), flush=True)
        print("once more    ", ingest(folder, one), flush=True)
        print("stopped      ", ingest(folder, two, stop_after=count // 2), flush=True)
        print("gone on with ", ingest(folder, two), flush=True)


if __name__ == "__main__":
    main()
