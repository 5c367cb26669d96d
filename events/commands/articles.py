"""The commands that read articles: extract and ingest, once or for as long as somebody watches."""

import json
import signal
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any, Self

from events.articles import article_of, check_language, parse_day
from events.commands.tables import event_rows, write_table
from events.commands.views import now, number_of, say
from events.language_model.readers import Readers
from events.ledger import Done, Ledger
from events.model import Article, Event, Problem, one_line
from events.record import Failure, Record, Unfounded, home_folder, use_actors_of
from events.sources.address import NoAnswer
from events.sources.items import Batch, Item, Opener
from events.sources.reading import Reading
from events.sources.robots import Visitor

SETTLED = 60.0  # seconds after which a file that nobody wrote to is taken at the first look
TRIES = 3  # times that an address which does not answer is asked while watching


@dataclass(frozen=True)
class Given:
    """What the user says of every article on the command line."""

    published: date | None
    language: str | None

    @classmethod
    def of(cls, arguments: Namespace) -> Self:
        """What the parsed command line says; raises Problem where it is no date or language."""
        said = arguments.published
        check_language(arguments.language)
        return cls(_day_of(said) if said is not None else None, arguments.language)

    def __str__(self) -> str:
        return f"{self.published or ''} {self.language or ''}".strip()

    def article(self, reading: Reading) -> Article:
        """The article that was read, its language guessed where neither it nor the user says it."""
        article = article_of(reading, published=self.published, language=self.language)
        if article.language is None:
            from events.extraction import detect_language

            article = article.model_copy(update={"language": detect_language(article.text)})
        return article


def _day_of(said: str) -> date:
    """The publication date, as YYYY-MM-DD or in the words of a page."""
    try:
        return parse_day(said, "publication date")
    except Problem:
        from events.extraction.dates import written_day

        if day := written_day(said):
            return day
        raise


class Unread(Problem):
    """An article that could not be read or recorded through a fault of ours; the others go on."""

    exit_status = 1


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turns what should not happen to one article into an Unread, so that no article stops another."""
    try:
        yield
    except Unfounded as error:
        raise Unread(f'"{one_line(name)}": {error}') from None
    except (Problem, Failure):
        raise
    except OSError as error:
        why = one_line(error.strerror or type(error).__name__)
        raise Unread(f'"{one_line(name)}" could not be read or recorded ({why}); mend that and try again.') from None
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        why = one_line(f"{type(error).__name__}: {error}")
        raise Unread(f'"{one_line(name)}" could not be read ({why}); that is our fault, please report it.') from None


class Screen:
    """Says what happens: a line for each article, and a progress bar where there are several and somebody looks."""

    def __init__(self, *, bar: bool) -> None:
        """A screen; ``bar`` False for a watch without end."""
        self._bar: Any = None
        self._known = 0
        self._shown = bar and sys.stderr.isatty()

    def expect(self, batch: Batch, *, sources_left: int) -> None:
        """There are the items of ``batch``, and at least one in each source that is not opened yet."""
        total = self._known + batch.total + sources_left
        if self._bar is None and self._shown and total > 1:
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit="article", file=sys.stderr)
        if self._bar is not None:
            self._bar.total = total
            self._bar.refresh()

    def step(self) -> None:
        """One more item is done with."""
        self._known += 1
        if self._bar is not None:
            self._bar.update()

    def failed(self, count: int) -> None:
        """So many have failed; why, the report says."""
        if self._bar is not None:
            self._bar.set_postfix(failed=count, refresh=False)

    def print(self, line: str) -> None:
        """A line on standard output, above the bar."""
        if self._bar is not None:
            self._bar.write(line, file=sys.stdout)
        else:
            print(line, flush=True)

    def say(self, words: object) -> None:
        """A sentence on standard error, above the bar."""
        if self._bar is not None:
            self._bar.write(str(words), file=sys.stderr)
        else:
            say(words)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _extract(article: Article, name: str, screen: Screen, readers: Readers) -> list[Event]:
    """The article's events; says on standard error where there are none, and whether for want of rules."""
    from events.extraction import SUPPORTED

    events = readers.read(article)
    if not events and article.language not in SUPPORTED and readers.model is None:
        screen.say(
            f'"{one_line(name)}" is in the language "{article.language}", for which there are no rules yet; '
            f"events are found in {', '.join(sorted(SUPPORTED))}, or name the right language with --language."
        )
    elif not events:
        screen.say(f'No event was found in "{one_line(name)}".')
    return events


def _undated(article: Article, events: Sequence[Event]) -> int:
    """How many of the events have no date where the article has no publication date either."""
    return sum(event.when is None for event in events) if article.published is None else 0


def _batches(sources: Sequence[str], opener: Opener, screen: Screen) -> Iterator[Batch]:
    """What each source holds, opened one after the other."""
    for number, source in enumerate(sources, 1):
        batch = opener.open(source, sys.stdin.buffer)
        screen.expect(batch, sources_left=len(sources) - number)
        yield batch


# -- extract -------------------------------------------------------------------------------------


def extract_articles(arguments: Namespace, visitor: Visitor | None = None) -> int:
    """``events extract``: print the events of articles."""
    use_actors_of(home_folder())
    given = Given.of(arguments)
    screen = Screen(bar=True)
    opener = Opener(visitor or Visitor(), lambda _key: "", say=screen.say)
    readers = Readers.chosen(arguments.extractor, home_folder(), screen.say)
    statuses: list[int] = []
    alone = len(arguments.paths) == 1
    try:
        for batch in _batches(arguments.paths, opener, screen):
            alone = alone and batch.total == 1
            for item in batch.items:
                try:
                    with _told(item.name):
                        article = given.article(item.read())
                        events = _extract(article, item.name, screen, readers)
                except Problem as problem:
                    if alone:
                        raise
                    statuses.append(problem.exit_status)
                    screen.say(problem)
                else:
                    _show(article, events, item.name, arguments.format, screen, alone=alone)
                    if undated := _undated(article, events):
                        screen.say(
                            f'"{one_line(item.name)}" has no publication date, so {number_of(undated, "event")} '
                            f"of {len(events):,} stayed undated; give it with --published YYYY-MM-DD, or on the Add "
                            'page under "About the article".'
                        )
                screen.step()
    finally:
        screen.close()
    return max(statuses, default=0)


def _show(article: Article, events: Sequence[Event], name: str, form: str, screen: Screen, *, alone: bool) -> None:
    if form == "table":
        table = StringIO()
        write_table(event_rows((event, article) for event in events), table)
        day = f"published {article.published}" if article.published else "publication date unknown"
        heading = " · ".join(one_line(each) for each in (name, article.title, day) if each)
        screen.print(table.getvalue().rstrip("\n") if alone else f"{heading}\n{table.getvalue()}")
        return
    found = {"article": article.model_dump(mode="json"), "events": [event.model_dump(mode="json") for event in events]}
    screen.print(json.dumps(found, ensure_ascii=False, indent=2 if alone else None))


# -- ingest --------------------------------------------------------------------------------------


@dataclass
class Tally:
    """How many articles were recorded, were there already, and failed, and why."""

    recorded: int = 0
    events: int = 0
    undated: int = 0
    already: int = 0
    failed: list[Problem] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many articles were looked at."""
        return self.recorded + self.already + len(self.failed)

    @property
    def want_of_dates(self) -> str:
        """What to do about events that are undated because their article is."""
        return (
            f"{number_of(self.undated, 'event')} stayed undated because the article has no publication date; date them "
            "with events correct ID --set when=YYYY-MM-DD, and give the next article its --published YYYY-MM-DD, or on "
            'the Add page its day under "About the article".'
        )

    def report(self) -> Iterator[str]:
        """The lines of the final report."""
        yield (
            f"{number_of(self.total, 'article')}: {self.recorded:,} recorded with {number_of(self.events, 'event')}, "
            f"{self.already:,} recorded already, {len(self.failed):,} failed."
        )
        if self.passed_over:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.passed_over.items()))
            yield f"Files of other kinds were passed over: {one_line(kinds, 200)}."

    def failures(self) -> Iterator[str]:
        """The lines that say what failed and why."""
        if self.failed:
            yield "Failed, to be tried again by the same command:"
            yield from (f"  {problem}" for problem in self.failed)


class Ingest:
    """Records articles with their events, and keeps the tally."""

    def __init__(self, record: Record, given: Given, screen: Screen, readers: Readers) -> None:
        """An ingest into ``record``, of what ``readers`` find."""
        self.ledger = Ledger(record.home)
        self.tally = Tally()
        self._record, self._given, self._screen, self._readers = record, given, screen, readers
        self._met: set[tuple[str, str]] = set()

    def known(self, item: Item) -> str | None:
        """The id of the recorded article that this very version of the item gave before."""
        found = self.ledger.article(item.key, item.mark, str(self._given))
        return found if found and self._record.article(found) else None

    def take(self, item: Item) -> None:
        """Record the item's article; raises Problem where it cannot be read."""
        before = self.known(item)
        if before:
            self._is_there(item, before)
            return
        with _told(item.name):
            article = self._given.article(item.read())
            if self._record.article(article.id):
                added = False
            else:
                events = _extract(article, item.name, self._screen, self._readers)
                added = self._record.add(article, events, at=now())
        if added:
            self.tally.recorded += 1
            self.tally.events += len(events)
            self._met.add((item.name, article.id))
            undated = _undated(article, events)
            self.tally.undated += undated
            count = number_of(len(events), "event") + (f", {undated:,} undated" if undated else "")
            self._screen.print(f"{one_line(item.name)}: recorded as article {article.id} with {count}.")
        elif self._is_there(item, article.id):
            for difference in self._record.differences(article):
                self._screen.say(difference)
        self.ledger.add(Done(item.key, item.mark, str(self._given), article.id))

    def _is_there(self, item: Item, article_id: str) -> bool:
        """Say, once, that the article was recorded before."""
        if (item.name, article_id) in self._met:
            return False
        self._met.add((item.name, article_id))
        self.tally.already += 1
        self._screen.print(f"{one_line(item.name)}: recorded already as article {article_id}; nothing changed.")
        return True

    def fail(self, problem: Problem) -> None:
        """Count a failure, which is said once: at the end, or at once by who watches."""
        self.tally.failed.append(problem)
        self._screen.failed(len(self.tally.failed))

    def report(self) -> None:
        """The final report: what was done on standard output, what failed on standard error."""
        self._screen.close()
        print("\n".join(self.tally.report()), flush=True)
        for line in self.tally.failures():
            say(line)


def ingest(arguments: Namespace, visitor: Visitor | None = None) -> int:
    """``events ingest``: record articles with their events; with --watch until Ctrl-C."""
    given = Given.of(arguments)
    if arguments.watch:
        return watch(arguments, given, visitor or Visitor())
    with Record(home_folder()) as record:
        screen = Screen(bar=True)
        work = Ingest(record, given, screen, Readers.chosen(arguments.extractor, record.home, screen.say))
        opener = Opener(visitor or Visitor(), work.ledger.mark, say=screen.say)
        several = len(arguments.paths) > 1
        try:
            for batch in _batches(arguments.paths, opener, screen):
                several = several or batch.total != 1
                _take_all(batch, work, screen, alone=not several)
                several = several or batch.total != 1
        except KeyboardInterrupt:
            work.report()
            say("Stopped; what is recorded stays, and the same command goes on from here.")
            return 130
        except Failure:
            if work.tally.total:
                work.report()
            raise
        finally:
            screen.close()
    if several:
        work.report()
    if work.tally.undated:
        say(work.tally.want_of_dates)
    return max((problem.exit_status for problem in work.tally.failed), default=0)


def _take_all(batch: Batch, work: Ingest, screen: Screen, *, alone: bool) -> None:
    for item in batch.items:
        try:
            work.take(item)
        except Problem as problem:
            if alone:
                raise
            work.fail(problem)
        screen.step()
    work.tally.passed_over += batch.passed_over


# -- watching ------------------------------------------------------------------------------------


def watch(arguments: Namespace, given: Given, visitor: Visitor, *, sleep: Callable[[float], None] = time.sleep) -> int:
    """Look at the sources again and again, and record what is new, until Ctrl-C or the end of the process is asked."""
    every = arguments.every
    if not 1 <= every <= 86_400:
        raise Problem(f"{every:g} is no interval; give --every from 1 to 86400 seconds.")
    if "-" in arguments.paths:
        raise Problem("Standard input cannot be watched; give a folder, a file or an address.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
    with Record(home_folder()) as record:
        screen = Screen(bar=False)
        work = Ingest(record, given, screen, Readers.chosen(arguments.extractor, record.home, screen.say))
        watcher = Watcher(work, Opener(visitor, work.ledger.mark, empty_is_wrong=False, say=screen.say), screen)
        screen.say(f"Watching {', '.join(map(one_line, arguments.paths))} every {every:g} seconds; Ctrl-C stops.")
        try:
            while True:
                watcher.look(arguments.paths, time.time())
                sleep(every)
        except KeyboardInterrupt:
            print("\n".join(work.tally.report()))
            say("Stopped; what is recorded stays.")
    return 0


class Watcher:
    """Looks at sources, and takes what it has not taken: a file only when nobody is writing it any more."""

    def __init__(self, work: Ingest, opener: Opener, screen: Screen) -> None:
        """A watcher that has seen nothing."""
        self._work, self._opener, self._screen = work, opener, screen
        self._taken: dict[str, str] = {}
        self._seen: dict[str, str] = {}
        self._tries: Counter[tuple[str, str]] = Counter()
        self._said: set[str] = set()

    def look(self, sources: Sequence[str], at: float) -> None:
        """One look at every source, at the time ``at`` (seconds since 1970)."""
        for source in sources:
            for item in self._opener.open(source).items:
                if self._is_new(item) and self._is_settled(item, at):
                    self._take(item)

    def _is_new(self, item: Item) -> bool:
        return not item.mark or self._taken.get(item.key) != item.mark

    def _is_settled(self, item: Item, at: float) -> bool:
        """Whether the file is as it was at the look before, or has long been so; what is no file always is."""
        if item.file_time is None:
            return True
        before, self._seen[item.key] = self._seen.get(item.key), item.mark
        return before == item.mark or at - item.file_time > SETTLED

    def _take(self, item: Item) -> None:
        before = self._work.known(item)
        try:
            if before is None:
                self._work.take(item)
        except NoAnswer as problem:
            self._tries[item.key, item.mark] += 1
            if self._tries[item.key, item.mark] < TRIES or not item.mark:
                if str(problem) not in self._said:
                    self._screen.say(problem)
                    self._said.add(str(problem))
                return  # it is asked again at the next look
            self._fail(problem)
        except Problem as problem:
            if str(problem) not in self._said:
                self._fail(problem)
        self._taken[item.key] = item.mark

    def _fail(self, problem: Problem) -> None:
        """Count a failure, and say it unless that was done."""
        self._work.fail(problem)
        if str(problem) not in self._said:
            self._screen.say(problem)
            self._said.add(str(problem))
