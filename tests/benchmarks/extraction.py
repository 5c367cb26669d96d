"""Words read a second, paired in each round with what many take for dates alone: ``dateparser.search``.

Run: ``python -m tests.benchmarks.extraction``; dateparser comes with htmldate. Both read the first article, in turn;
ratios are of paired rounds.
"""

import statistics
import time
from collections.abc import Callable

from dateparser.search import search_dates

from events.articles import shipped_articles
from events.extraction import extract

ROUNDS = 15


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds that ``work`` takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Prints words a second of both, and the ratio."""
    article = shipped_articles()[0].article
    words = len(article.text.split())
    extract(article)
    search_dates(article.text, languages=["id"])
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: extract(article)))
        theirs.append(seconds(lambda: search_dates(article.text, languages=["id"])))
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    print(f"{words} words, {ROUNDS} paired rounds, medians")
    print(f"events of the article   {words / statistics.median(ours):8,.0f} words/s")
    print(f"dateparser search_dates {words / statistics.median(theirs):8,.0f} words/s")
    print(f"ratio                   {statistics.median(ratios):8.2f}")


if __name__ == "__main__":
    main()
