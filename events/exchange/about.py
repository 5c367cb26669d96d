"""What every exported file says of itself: view, time, number of events, whose data, and the proof of its content."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import version
from itertools import islice
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from pydantic import Field

from events.addresses import keep
from events.credits import OF_ARTICLES, Credit, credits_of
from events.engine import Engine, Imported, Original, describe
from events.exchange.as_json import CANONICAL, PLAIN, plain
from events.exchange.shapes import is_marked
from events.index import ARTICLES, Drawn, data_set, drawn
from events.links import encode, short
from events.model import Event, Modality, Noun, View
from events.revision import utc
from events.snapshots.document import Counts, Source, canonical, public

FORMAT = 1  # of what is said here and of how events are carried; a later edition reads every earlier one
PAGE = 1000  # events whose denials are looked up at once
SOURCES_KEPT = 20_000  # articles without their texts: tens of megabytes


class SnapshotName(Noun):
    """Of which snapshot a file is: its id, link, title and content hash."""

    id: str
    link: str
    title: str | None
    hash: str


def _is_none(value: object) -> bool:
    return value is None


class About(Noun):
    """What a file says of itself.

    ``sha256`` is of its events in order, each as canonical JSON with a line feed after it: of the JSON lines export it
    is the SHA-256 of the file. ``not_shown`` counts the events of the record outside the view by reason. ``undated``
    and ``unplaced`` are events in the file that no timeline, no map can draw. ``snapshot`` is the one the file is of.
    """

    format: int
    program: str
    made: str
    view: View
    view_in_words: str
    link: str
    events: int
    total: int
    not_shown: dict[str, int]
    denials_outside: int
    undated: int
    unplaced: int
    sha256: str
    data: tuple[Credit, ...]
    citation: str
    snapshot: Annotated[SnapshotName | None, Field(exclude_if=_is_none)] = None


class Told:
    """An event as others may see it, with what is known of its article, but the text.

    Of an imported event ``form`` is made straight from its row, and the event only where a format needs one.
    """

    __slots__ = ("_canonical", "_days", "_found", "credit", "form", "source")

    def __init__(self, found: Event | Imported, source: Source | None, credit: Credit) -> None:
        """``form`` is the event's JSON, but an imported event's own row, for which see ``json``."""
        self._found, self.source, self.credit = found, source, credit
        self.form: dict[str, Any] = found.form if isinstance(found, Imported) else found.model_dump(mode="json")
        self._canonical: str | None = None
        self._days: Drawn | None = None

    @classmethod
    def of(cls, event: Event, source: Source | None) -> Self:
        """An event of which no more is known than it says itself."""
        name = data_set(event)
        return cls(event, source, OF_ARTICLES if name == ARTICLES else Credit(data=name))

    @property
    def event(self) -> Event:
        """The event itself."""
        return self._found.event if isinstance(self._found, Imported) else self._found

    @property
    def json(self) -> dict[str, Any]:
        """The event in the one shape of all interfaces."""
        return self._found.json if isinstance(self._found, Imported) else self.form

    @property
    def canonical(self) -> str:
        """The event as canonical JSON."""
        if self._canonical is None:
            found = self._found
            self._canonical = CANONICAL.event(found) if isinstance(found, Imported) else canonical(self.form)
        return self._canonical

    @property
    def plain(self) -> str:
        """The event as JSON in which its fields stand in their order."""
        return PLAIN.event(self._found) if isinstance(self._found, Imported) else plain(self.form)

    @property
    def drawn(self) -> Drawn:
        """The days on which the event is drawn."""
        if self._days is None:
            when, modality = self.form["when"], self.form["modality"]
            self._days = _drawn(when["first"], when["last"]) if when else drawn(None, modality, self.source)
        return self._days

    def public(self, among: set[str]) -> "Told":
        """The same as others may see it (``events.snapshots.document.public``)."""
        found = self._found
        if isinstance(found, Imported) and not found.form["denies"] and not _may_be_signed(found.original):
            return self  # which no engine knows a reviewer of
        event = public(self.event, among)
        return self if event is found else Told(event, self.source, self.credit)


@lru_cache(maxsize=SOURCES_KEPT)
def _drawn(first: str, last: str) -> Drawn:
    """The days of an event that has some of its own, which many have in common."""
    return drawn((date.fromisoformat(first), date.fromisoformat(last)), Modality.ASSERTED, None)


def _may_be_signed(original: Original | None) -> bool:
    return original is not None and '"review"' in (original.canonical or original.text)


class Content:
    """Events on their way into a file: iterated once, in order; then ``about`` says what they were."""

    def __init__(
        self,
        view: View,
        told: Iterable[Told],
        counts: Counts,
        *,
        base: str,
        at: datetime,
        snapshot: SnapshotName | None = None,
    ) -> None:
        """``told`` are the events of ``view`` at ``at``, of a ``snapshot`` where they are one's; links begin with the
        dashboard's address ``base``.
        """
        self.view, self.counts, self.at, self.snapshot = view, counts, at, snapshot
        self.link = f"{base.rstrip('/')}/?{urlencode(short(encode(view))[0])}"
        self._told = told
        self._hash, self._credits, self._of_data = hashlib.sha256(), dict[str, Credit](), Counter[str]()
        self._undated = self._unplaced = 0

    def __iter__(self) -> Iterator[Told]:
        for told in self._told:
            self._hash.update(f"{told.canonical}\n".encode())
            self._of_data[told.credit.data] += 1
            self._credits[told.credit.data] = told.credit
            self._undated += told.drawn.kind == "undated"
            self._unplaced += not any(map(is_marked, told.form["places"]))
            yield told

    @property
    def told(self) -> int:
        """How many events were iterated so far."""
        return self._of_data.total()

    def about(self) -> About:
        """What is to be said of the events that were iterated."""
        count, made, digest = self._of_data.total(), utc(self.at), self._hash.hexdigest()
        words, program = describe(self.view), f"conflict-events {version('conflict-events')}"
        counted = sorted(self._of_data.items())
        credited = [self._credits[data].model_copy(update={"events": number}) for data, number in counted]
        return About(
            format=FORMAT,
            program=program,
            made=made,
            view=self.view,
            view_in_words=words,
            link=self.link,
            events=count,
            total=self.counts.total,
            not_shown=self.counts.omitted,
            denials_outside=self.counts.denial_gaps,
            undated=self._undated,
            unplaced=self._unplaced,
            sha256=digest,
            data=tuple(credited),
            snapshot=self.snapshot,
            citation=f"{program}: {words}; {count:,} event{'' if count == 1 else 's'}, exported {made}, {self.link}, "
            f"SHA-256 {digest}. {' '.join(map(_credited, credited))}".strip(),
        )


def content_of(engine: Engine, view: View, *, base: str, at: datetime) -> Content:
    """What ``engine`` shows of ``view``, as others may have it."""
    keep(engine.record, view)  # the link that the file names
    counts = Counts(
        shown=engine.count(view),
        total=engine.total(),
        omitted={each.reason.value: each.count for each in engine.omitted(view)},
        denial_gaps=len(engine.denial_gaps(view)),
    )
    return Content(view, public_told(engine, view), counts, base=base, at=at)


def _credited(credit: Credit) -> str:
    licence = f" (licence: {credit.licence or 'unknown'})"
    whose = f": {credit.attribution}" if credit.attribution else ""
    return f"Data set {credit.data}{licence}{whose}".removesuffix(".") + "."


def tell(engine: Engine, found: Iterable[Event | Imported]) -> Iterator[Told]:
    """Each event with what is known of its article, of which the last ``SOURCES_KEPT`` are remembered, and no more."""
    credited = credits_of(engine)

    @lru_cache(maxsize=SOURCES_KEPT)
    def source(article_id: str) -> Source | None:
        article = engine.article(article_id)
        return Source.of(article) if article else None

    for each in found:
        article = each.article if isinstance(each, Event) else None
        name = data_set(each) if isinstance(each, Event) else each.form["extractor"]
        yield Told(each, source(article) if article else None, credited.get(name) or Credit(data=name))


def told(engine: Engine, view: View) -> Iterator[Told]:
    """The events of a view in order, as their owner sees them; what is in memory does not grow with their number."""
    return tell(engine, engine.found(view))


def public_told(engine: Engine, view: View) -> Iterator[Told]:
    """The events of a view in order, as others may see them."""
    events = told(engine, view)
    while page := list(islice(events, PAGE)):
        yield from public_page(engine, view, page)


def public_page(engine: Engine, view: View, page: Sequence[Told]) -> list[Told]:
    """Some events of a view, as others may see them."""
    denied = {event_id for each in page for event_id in each.form["denies"]}
    among = engine.shown(view, denied) if denied else set()
    return [each.public(among) for each in page]
