"""How the time of an answer grows with the record: the questions of one screen over 1,000 and 10,000 events.

Run: ``python -m tests.benchmarks.answers``. The two records are asked in turn; ratios are of paired rounds.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from events.engine import Engine
from events.model import View
from events.record import Record
from tests.factories import NOON
from tests.synthetic import articles_and_events

ROUNDS = 9
SIZES = (1_000, 10_000)
VIEWS = {"everything": View(), "one actor": View(actors=("prk",)), "words": View(text="Kursk")}


def questions(engine: Engine, view: View) -> dict[str, Callable[[], object]]:
    """What the first screen asks."""
    return {
        "count": lambda: engine.count(view),
        "first 500 events": lambda: engine.events(view, limit=500),
        "actors with counts": lambda: engine.facets(view),
        "what is not shown": lambda: engine.omitted(view),
    }


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds that ``work`` takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Prints the median of each question at each size, and how it grows."""
    with tempfile.TemporaryDirectory() as folder:
        engines = []
        for size in SIZES:
            record = Record(Path(folder) / str(size))
            for article, events in articles_and_events(size):
                record.add(article, events, at=NOON)
            engines.append(Engine(record))
        print(f"{'view':12}{'question':22}" + "".join(f"{f'{size:,} (ms)':>14}" for size in SIZES) + f"{'ratio':>8}")
        for name, view in VIEWS.items():
            for question in questions(engines[0], view):
                times = [[seconds(questions(e, view)[question]) for e in engines] for _ in range(ROUNDS)]
                medians = [statistics.median(row[i] for row in times) * 1000 for i in range(len(SIZES))]
                ratio = statistics.median(row[1] / row[0] for row in times)
                print(f"{name:12}{question:22}" + "".join(f"{m:14.2f}" for m in medians) + f"{ratio:8.1f}")


if __name__ == "__main__":
    main()
