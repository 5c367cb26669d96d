"""The command that scores the extractor on coded articles: ``events score``."""

from argparse import Namespace
from pathlib import Path

from events.articles import one_line
from events.commands.views import number_of
from events.corpus import SHIPPED_CORPUS, read_corpus
from events.model import Problem
from events.score import FIELDS, Mistake, scores, total
from events.scorecard import PUBLISHED, Card, Scorecard, often, scorecard

LISTED = 12  # kinds of mistakes that the table ends with


def score(arguments: Namespace) -> int:
    """``events score``: precision and recall per field and language, and what goes wrong most."""
    if arguments.write and (arguments.folder is not None or arguments.language):
        raise Problem("--write publishes the figures of the shipped corpus; leave out the folder and --language.")
    folder = Path(arguments.folder) if arguments.folder is not None else SHIPPED_CORPUS
    if arguments.folder is None and not folder.is_dir():
        raise Problem("The shipped corpus is only in a checkout of the project; give a folder of coded articles.")
    by_language = scores(read_corpus(folder, tuple(arguments.language or ())))
    card = scorecard(by_language)
    if arguments.write:
        _write(card)
        return 0
    if arguments.format == "json":
        print(card.json_text(), end="")
        return 0
    mistakes = total(by_language.values()).mistakes
    _print_table(card)
    _print_often(mistakes)
    if arguments.show:
        print("\n" + "\n".join(_line(each) for each in mistakes))
    return 0


def _write(card: Scorecard) -> None:
    try:
        PUBLISHED.write_text(card.json_text(), encoding="utf-8")
    except OSError as error:
        raise Problem(f'"{one_line(str(PUBLISHED))}" cannot be written ({error.strerror}).') from None
    print(f"{PUBLISHED.name} holds the figures of {number_of(card.all.events, 'coded event')}.")


def _print_table(card: Scorecard) -> None:
    """A line a language: how many events are coded, then precision/recall in percent of each field."""
    several = len(card.languages) > 1
    rows: list[tuple[str, ...]] = [("language", "events", *FIELDS)]
    rows += [_row(code, each) for code, each in card.languages.items()]
    rows += [_row("all", card.all)] if several else []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print("\nPrecision/recall in percent; - where nothing is coded or given.")
    broken = ", ".join(f"{gate}: {n}" for gate, n in card.all.gates.items())
    print(f"Promises broken: {broken or 'none'}.")


def _row(language: str, card: Card) -> tuple[str, ...]:
    return (language, str(card.events), *(card.fields[name].percent for name in FIELDS))


def _print_often(mistakes: list[Mistake]) -> None:
    if mistakes:
        print("\nWrong most often:")
    for each in often(mistakes)[:LISTED]:
        print(f"{each.n:5}  {_said(each.what, each.coded, each.found)}")


def _line(mistake: Mistake) -> str:
    words = one_line(mistake.words, 110)
    return f"{mistake.article}: {_said(mistake.what, mistake.coded, mistake.found)}: {words}"


def _said(what: str, coded: str, found: str) -> str:
    """A mistake in a few words, such as "kind REQUEST as ACCUSE" or "missed ASSAULT"."""
    return " ".join(filter(None, (what, coded, "as" if coded and found else "", found)))
