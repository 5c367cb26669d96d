"""The commands for what readers make of articles: add events by hand, and write corrections as coded articles."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from events.articles import LIMIT, one_line
from events.coded import Coded, corrected_articles
from events.commands.views import now, number_of, say
from events.draft import MANUAL, Work
from events.model import Article, Event, Phrase, Problem, Review, ReviewState, Role, event_id
from events.record import Record, home_folder
from events.revision import changed

_GIVEN = ("id", "extractor", "review", "revision", "original", "confidence", "reasons")  # what an added event is given


def add_events(arguments: Namespace) -> int:
    """``events add``: record events that a reader codes by hand, all of the file or none."""
    with Record(home_folder()) as record:
        works: dict[str, tuple[Article, list[Event]]] = {}
        for number, value in enumerate(_objects(arguments.path), 1):
            article = _article(record, value, number)
            works.setdefault(article.id, (article, []))[1].append(_event(value, article, number))
        if not works:
            name = "standard input" if arguments.path == "-" else arguments.path
            raise Problem(f'"{one_line(name)}" holds no event; give one JSON object, a list, or one a line.')
        if len(works) > 1:
            raise Problem("The events are of several articles; give those of one article at a time.")
        for article, events in works.values():
            work = Work(article=article, is_new=False, found=(), corrections=(), added=events)
            record.add_work(work, by=arguments.by, why=arguments.why, at=now())
            for event in events:
                print(f"Event {event.id} is added to article {article.id}: {one_line(event.title)}")
    return 0


def _objects(path: str) -> Iterator[Mapping[str, object]]:
    """The JSON objects in a file or standard input: one, a list of them, or one a line."""
    name = "standard input" if path == "-" else path
    try:
        data = sys.stdin.buffer.read(LIMIT + 1) if path == "-" else _beginning(Path(path))
        text = data[:LIMIT].decode(errors="strict" if len(data) <= LIMIT else "ignore")
    except UnicodeDecodeError:
        raise Problem(f'"{one_line(name)}" is not text; give events as JSON in UTF-8.') from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a possible path"
        raise Problem(f'"{one_line(name)}" cannot be read ({why}); give a file with events as JSON, or -.') from None
    if len(data) > LIMIT:
        raise Problem(f'"{one_line(name)}" is larger than 5 MB; give the events of one article at a time.')
    for value in _parsed(text, name):
        if not isinstance(value, dict):
            raise Problem(
                f'"{one_line(name)}" holds what is no event; an event is a JSON object, as extract prints it.'
            )
        yield value


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


def _parsed(text: str, name: str) -> list[object]:
    try:
        value = json.loads(text)
        return value if isinstance(value, list) else [value]
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise Problem(f'"{one_line(name)}" is not JSON; give one event, a list of them, or one a line.') from None


def _article(record: Record, value: Mapping[str, object], number: int) -> Article:
    article = record.article(str(value.get("article")))
    if article is None:
        raise Problem(
            f'Event {number} names the article "{one_line(str(value.get("article")))}", which is not recorded; '
            "record it with events ingest, which prints its id."
        )
    return article


def _event(value: Mapping[str, object], article: Article, number: int) -> Event:
    """The event that ``value`` tells: its id, title and extractor are made here; a quote may be given as plain text."""
    fields = {name: given for name, given in value.items() if name not in _GIVEN and given is not None}
    fields["quote"] = _quote(fields.get("quote"), article, number)
    blank = {"id": "new", "title": "-", "modality": "asserted", "extractor": MANUAL}
    try:
        event = Event.model_validate({**blank, **fields, "review": Review(state=ReviewState.CONFIRMED)})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise Problem(f"Event {number} does not fit: {one_line(field)}: {one_line(first['msg'])}.") from None
    if "title" not in fields:
        event = changed(event, {"kind": event.kind})
    if event.quote is None:
        raise Problem(f"Event {number} has no quote; give the article's words that tell it.")
    sources = [actor.id for actor in event.actors_in(Role.SOURCE)]
    return event.model_copy(update={"id": event_id(article.id, event.quote, event.kind, event.modality, sources)})


def _quote(quote: object, article: Article, number: int) -> object:
    if not isinstance(quote, str):
        return quote
    start = article.text.find(quote) if quote else -1
    if start < 0:
        raise Problem(
            f'The quote of event {number}, "{one_line(quote)}", does not stand in the article; copy it exactly.'
        )
    return Phrase.of(article.text, start, start + len(quote))


# -- corrections ---------------------------------------------------------------------------------


def corrections(arguments: Namespace) -> int:
    """``events corrections``: every article that somebody corrected or checked, with found and corrected events."""
    if arguments.format == "folder" and arguments.output is None:
        raise Problem("One file an article needs a folder; name it with -o, or leave out --format folder.")
    with Record(home_folder()) as record:
        coded = list(corrected_articles(record))
    if arguments.checked:
        coded = [each for each in coded if each["checked"]]
    if not coded:
        say("Nobody has corrected or checked an article of the record yet.")
    if arguments.output is None:
        for each in coded:
            print(json.dumps(each, ensure_ascii=False))
        return 0
    _write(coded, Path(arguments.output), one_file=arguments.format == "jsonl")
    print(f"{one_line(arguments.output)}: {number_of(len(coded), 'article')}.")
    return 0


def _write(coded: list[Coded], path: Path, *, one_file: bool) -> None:
    try:
        if one_file:
            path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in coded), encoding="utf-8")
            return
        path.mkdir(parents=True, exist_ok=True)
        for each in coded:
            text = json.dumps(each, ensure_ascii=False, indent=1)
            (path / f"{each['id']}.json").write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise Problem(f'"{one_line(str(path))}" cannot be written ({error.strerror}); give another with -o.') from None
