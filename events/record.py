"""The durable record: every article, every revision of every event, every decision and snapshot, in one SQLite file.

Nothing in it is changed or removed (the database itself refuses); a change is a new row. Commits are
synchronous, so what was confirmed survives a kill at any moment. Any number of threads share one
``Record``, any number of processes the file. What the engine searches is made from it (``events.engine``).
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from events import register
from events.actor_edits import ActorEdit, Decided, edits_of
from events.articles import Corrections, Shipped, one_line, shipped_articles
from events.draft import Work
from events.model import Article, Event, Problem
from events.record_tables import FORMERLY_DERIVED, KEPT, LATER, SNAPSHOTS
from events.revision import document_of, event_in, require_founded, require_signature, revised, signed, unfounded, utc

FORMAT = 1  # of the tables below; kept in the file's user_version
PATIENCE = 60.0  # seconds that a writer waits for another
AT_ONCE = 2000  # revisions read in one go, so that no other thread waits long


class Failure(Exception):  # noqa: N818 - a sentence for the user, like Problem
    """The record could not do its work, through no mistake of the user; worded for the user."""


class Unfounded(Failure):
    """An article was not recorded, for one of its events does not rest on its words; others can be."""


@dataclass(frozen=True)
class StoredSnapshot:
    """A snapshot as it lies in the record: its document (canonical JSON), its hash, and what a list of them shows.

    Times are ISO 8601 in UTC, ``expires`` is the last day on which it opens, as was decided last; ``shown`` counts its
    events. ``title`` is the one it was shared under, ``name`` the one given to it later; ``key`` and ``signature`` are
    the desk's, where it was signed.
    """

    id: str
    hash: str
    document: str
    title: str | None
    created: str
    expires: str | None
    shown: int
    revoked: str | None = None
    revoked_why: str | None = None
    name: str | None = None
    key: str | None = None
    signature: str | None = None


@dataclass(frozen=True)
class Head:
    """Where the record stands: its version, the place of its last revision, and of its last decision about actors."""

    version: int
    revision: int
    decision: int


@dataclass(frozen=True)
class Told:
    """A revision at its place among all: whose it is, the event (null: unreadable), when its article was published."""

    place: int
    id: str
    event: Event | None
    published: date | None


def home_folder() -> Path:
    """Where the record lies: $EVENTS_HOME, or the platform's folder for user data."""
    named = os.environ.get("EVENTS_HOME", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path  # only where it is needed

    return user_data_path("conflict-events", appauthor=False)


def decisions_in(rows: Iterable[Sequence[object]]) -> list[Decided]:
    """The decisions about the actor register in rows of number, edit, by, at and why; Failure where one is damaged."""
    try:
        return [
            Decided(int(str(number)), ActorEdit.model_validate_json(str(edit)), str(by), str(at), str(why))
            for number, edit, by, at, why in rows
        ]
    except ValueError:
        raise Failure("A decision about actors in the record cannot be read; put back a copy of the record.") from None


def use_actors_of(home: Path) -> None:
    """Know the actors as the record in ``home`` has them, where there is one; nothing is made or changed there."""
    path = home / "record.sqlite"
    if not path.is_file():
        return
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
        try:
            there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'actor_decision'").fetchone()
            sql = "SELECT number, edit, decided_by, decided, why FROM actor_decision ORDER BY number"
            rows = db.execute(sql).fetchall() if there else []
        finally:
            db.close()
    except sqlite3.Error:
        return  # reading an article needs no record; whoever opens this one is told what is wrong with it
    register.use(edits_of(decisions_in(rows)))


def _extracted(article: Article) -> list[Event]:
    from events.extraction import extract  # its lexicons are read for a new record only, not at each start

    return extract(article)


class Record:
    """The record in ``home``, made there if absent; raises Problem where ``home`` cannot hold one.

    A new record receives ``shipped`` (unless given: the articles in data/articles), extracted, and their curated
    corrections as second revisions.
    """

    def __init__(self, home: Path, *, shipped: Iterable[Shipped] | None = None) -> None:
        """Open or make the record; see the class."""
        self.home = home
        self.path = home / "record.sqlite"
        self._lock = threading.RLock()
        self._seen = -1  # the version whose users' actors are in use
        try:
            home.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise Problem(
                f'The folder "{home}" cannot hold the record ({why}); name one that can be written in EVENTS_HOME.'
            ) from None
        try:
            self._open(shipped)
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing can be asked of this record afterwards."""
        with self._lock:
            self._db.close()

    # -- reading ---------------------------------------------------------------------------------

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows that a SELECT yields; for the engine, which composes them."""
        with self._lock, self._worded():
            return self._db.execute(sql, parameters).fetchall()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within it, everything read is of one moment, whatever other processes write."""
        with self._lock, self._worded():
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    def version(self) -> int:
        """A number that grows with every change to articles, events and actors: the key for caches."""
        return self.head().version

    def article(self, article_id: str) -> Article | None:
        """The article with this id."""
        found = self.rows("SELECT document FROM article WHERE id = ?", (article_id,))
        return Article.model_validate_json(str(found[0][0])) if found else None

    def _published(self, article_id: str) -> date | None:
        found = self.rows("SELECT json_extract(document, '$.published') FROM article WHERE id = ?", (article_id,))
        return date.fromisoformat(str(found[0][0])) if found and found[0][0] else None

    def articles(self) -> list[Article]:
        """Every article, by time of recording."""
        found = self.rows("SELECT document FROM article ORDER BY recorded, id")
        return [Article.model_validate_json(str(row[0])) for row in found]

    def event(self, event_id: str) -> Event | None:
        """The latest revision of the event."""
        sql = "SELECT document FROM revision WHERE event = ? ORDER BY revision DESC LIMIT 1"
        found = self.rows(sql, (event_id,))
        return Event.model_validate_json(str(found[0][0])) if found else None

    def head(self) -> Head:
        """Where the record stands now; users' actors are those of that moment from here on."""
        sql = """SELECT (SELECT value FROM meta WHERE name = 'version'), (SELECT max(rowid) FROM revision),
            (SELECT max(number) FROM actor_decision)"""
        found = self.rows(sql)[0]
        if found[0] is None:
            raise Failure(f'The record in "{self.home}" is damaged; put back a copy, or name another in EVENTS_HOME.')
        version, revision, decision = (int(str(value or 0)) for value in found)
        if version != self._seen:
            self.use_actors()
            self._seen = version
        return Head(version, revision, decision)

    def since(self, place: int, until: int) -> Iterator[Told]:
        """The revisions after one place up to another, in the order of recording."""
        published: dict[str, date | None] = {}
        sql = (
            "SELECT rowid, event, article, document FROM revision WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?"
        )
        while rows := self.rows(sql, (place, until, AT_ONCE)):
            for number, event_id, article, document in rows:
                place = int(str(number))
                if article is not None and article not in published:
                    published = {str(article): self._published(str(article))}  # events of one article come together
                yield Told(place, str(event_id), event_in(str(document)), published.get(str(article)))

    def latest(self, ids: Iterable[str], until: int) -> Iterator[Told]:
        """The latest revision of each of these events, up to a place among all revisions."""
        sql = """SELECT rowid, article, document FROM revision WHERE event = ? AND rowid <= ?
            ORDER BY revision DESC LIMIT 1"""
        for event_id in ids:
            for number, article, document in self.rows(sql, (event_id, until)):
                published = self._published(str(article)) if article is not None else None
                yield Told(int(str(number)), event_id, event_in(str(document)), published)

    def revision_at(self, place: int) -> tuple[object, ...] | None:
        """What tells the revision at this place from any other: its event, number and time of recording."""
        found = self.rows("SELECT event, revision, recorded FROM revision WHERE rowid = ?", (place,))
        return found[0] if found else None

    def events_at(self, revisions: Iterable[tuple[str, int]]) -> list[Event]:
        """The events as these revisions have them, in the same order; what is not recorded is left out."""
        sql = "SELECT document FROM revision WHERE event = ? AND revision = ?"
        with self._lock, self._worded():
            rows = [self._db.execute(sql, revision).fetchone() for revision in revisions]
        return [Event.model_validate_json(row[0]) for row in rows if row]

    def events_of(self, article_id: str) -> list[Event]:
        """The latest revisions of the events of one article, in the order of their quotes."""
        sql = """SELECT document FROM revision r WHERE article = ? AND revision =
            (SELECT max(revision) FROM revision WHERE event = r.event)"""
        events = [Event.model_validate_json(str(row[0])) for row in self.rows(sql, (article_id,))]
        return sorted(events, key=lambda event: (event.quote.start if event.quote else 0, event.id))

    def revisions(self, event_id: str) -> list[Event]:
        """Every revision of the event, oldest first."""
        found = self.rows("SELECT document FROM revision WHERE event = ? ORDER BY revision", (event_id,))
        return [Event.model_validate_json(str(row[0])) for row in found]

    def differences(self, article: Article) -> list[str]:
        """What ``article`` says of itself otherwise than the same text recorded before, a sentence each."""
        recorded = self.article(article.id)
        if recorded is None:
            return []
        said = []
        for field in ("title", "publisher", "url", "language", "published"):
            kept, given = getattr(recorded, field), getattr(article, field)
            if given is not None and given != kept:
                what = "publication date" if field == "published" else field
                have = f"with the {what} {kept}" if kept is not None else f"without a {what}"
                said.append(f"This text is recorded already {have}; the {what} {given} was not taken.")
        return said

    # -- writing ---------------------------------------------------------------------------------

    def add(self, article: Article, events: Sequence[Event], *, at: datetime) -> bool:
        """Record ``article`` with its events; False, and nothing changes, where this text is recorded already.

        Raises Failure where an event does not rest on the article's words.
        """
        with self._writing() as db:
            if db.execute("SELECT 1 FROM article WHERE id = ?", (article.id,)).fetchone():
                return False
            self._insert_article(article, events, utc(at))
            self._changed()
        return True

    def revise(
        self,
        event_id: str,
        changes: Mapping[str, object],
        *,
        by: str,
        why: str,
        at: datetime,
        imported: Event | None = None,
    ) -> Event:
        """Record a new revision of the event and return it; see ``events.revision.revised`` for ``changes``.

        ``imported`` is the event as its data set has it: where it was never revised, that becomes its first revision.
        Raises Problem, and nothing changes, for an unknown event, a field or value that is not allowed, words that
        do not stand in the article, or a denied event that is not recorded.
        """
        with self._writing():
            current = self.event(event_id)
            if current is None and imported is not None and imported.article is None:
                current = imported.model_copy(update={"revision": 1})
                self._insert_revision(current, utc(at))
            if current is None:
                raise Problem(
                    f'There is no event "{one_line(event_id)}" in the record; events list --format json shows ids.'
                )
            event = self._revised(current, changes, by=by, why=why, at=at)
            self._changed()
        return event

    def add_work(self, work: Work, *, by: str, why: str, at: datetime) -> int:
        """Record what a reader made of an article, all of it or nothing; the number of revisions that recorded.

        Raises Problem, and nothing changes, where the article was recorded or an event of it changed meanwhile, an
        added event is there already, or a change is not allowed.
        """
        with self._writing():
            recorded = self.article(work.article.id)
            if work.is_new and recorded:
                raise Problem("This text was recorded meanwhile; open it again to correct what is recorded.")
            if work.is_new:
                self._insert_article(work.article, work.found, utc(at))
            elif recorded is None:
                raise Problem(
                    'There is no article "{article}" in the record; events ingest adds it.',
                    article=one_line(work.article.id),
                )
            for event in work.added:
                self._insert_added(signed(event, by=by, why=why, at=at), work.article)
            for change in work.corrections:
                current = self.event(change.event)
                if current is None or current.revision != change.revision:
                    raise Problem("An event of this article was changed meanwhile; open the article again.")
                self._revised(current, change.changes, by=by, why=change.why, at=at)
            for event in work.added:
                self._require_deniable(event)
            self._changed()
        return len(work.found) + len(work.added) + len(work.corrections)

    def decide_actor(self, edit: ActorEdit, *, by: str, why: str, at: datetime) -> int:
        """Record a decision about the actor register and make it hold; its number.

        Recorded events stay as they are; they are found anew under what their actors count as.
        """
        require_signature(by, why)
        with self._writing() as db:
            row = (edit.model_dump_json(exclude_defaults=True), by, utc(at), why)
            number = db.execute("INSERT INTO actor_decision VALUES (NULL, ?, ?, ?, ?)", row).lastrowid
            self.use_actors()
            self._changed()
        return int(str(number))

    def actor_decisions(self) -> list[Decided]:
        """Every decision about the actor register, oldest first."""
        rows = self.rows("SELECT number, edit, decided_by, decided, why FROM actor_decision ORDER BY number")
        return decisions_in(rows)

    def use_actors(self) -> None:
        """From here on, this process knows the actors as this record's decisions have them."""
        register.use(edits_of(self.actor_decisions()))

    def store_snapshot(self, snapshot: StoredSnapshot) -> None:
        """Record a snapshot, once, with its signature if it has one; raises Failure where its id is taken."""
        row = astuple(snapshot)[:9]
        with self._writing() as db:
            db.execute("INSERT INTO snapshot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            if snapshot.signature is not None:
                signed = (snapshot.id, snapshot.key, snapshot.signature)
                db.execute("INSERT INTO snapshot_signature VALUES (?, ?, ?)", signed)

    def stored_snapshots(self, snapshot_id: str | None = None) -> list[StoredSnapshot]:
        """All snapshots, oldest first, or the one with this id."""
        where = "" if snapshot_id is None else "WHERE id = ?"
        rows = self.rows(SNAPSHOTS.format(where=where), () if snapshot_id is None else (snapshot_id,))
        return [StoredSnapshot(*row) for row in rows]  # type: ignore[arg-type]

    @contextmanager
    def writing(self) -> Iterator[Callable[[str, Sequence[object]], int]]:
        """One transaction about what stands beside articles and events; yields what runs a statement.

        That returns how many rows were changed. All is recorded when it ends, or nothing.
        """
        with self._writing() as db:

            def run(sql: str, values: Sequence[object] = ()) -> int:
                return db.execute(sql, values).rowcount

            yield run

    def keep_view(self, name: str, fields: str) -> None:
        """Keep a view that is too long for an address under its name; kept twice is kept once."""
        if self.kept_view(name) is None:
            with self._writing() as db:
                db.execute("INSERT OR IGNORE INTO long_view VALUES (?, ?)", (name, fields))

    def kept_view(self, name: str) -> str | None:
        """The fields of the view kept under this name."""
        found = self.rows("SELECT fields FROM long_view WHERE name = ?", (name,))
        return str(found[0][0]) if found else None

    @contextmanager
    def answers_change(self) -> Iterator[None]:
        """Within it, something beside the record that answers are made from is exchanged; its version grows."""
        with self._writing():
            yield
            self._changed()

    # -- proof -----------------------------------------------------------------------------------

    def check(self) -> list[str]:
        """What is wrong with articles and events, a sentence each; an empty list is the proof that nothing is.

        Snapshots are proven by ``events.snapshots.verifying``.
        """
        with self.reading():
            wrong = [f"SQLite finds: {row[0]}." for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
            wrong += [f"Table {row[0]} points to what is not there." for row in self.rows("PRAGMA foreign_key_check")]
            sql = "SELECT event, count(*), max(revision) FROM revision GROUP BY event"
            wrong += [f"Event {row[0]} lacks a revision." for row in self.rows(sql) if row[1] != row[2]]
            wrong += self._check_events()
        return wrong

    def _check_events(self) -> Iterator[str]:
        article: Article | None = None
        sql = """SELECT event, revision, document, revision = (SELECT max(revision) FROM revision WHERE event = r.event)
            FROM revision r ORDER BY rowid"""
        for event_id, revision, document, is_latest in self._db.execute(sql):
            event = event_in(document)
            if event is None:
                yield f"Revision {revision} of event {event_id} cannot be read."
            elif is_latest:
                if article is None or article.id != event.article:
                    article = self.article(event.article) if event.article else None
                reason = unfounded(event, article)
                if reason:
                    yield f"Event {event.id} does not hold: {reason}"

    # -- inside ----------------------------------------------------------------------------------

    def _open(self, shipped: Iterable[Shipped] | None) -> None:
        with self._worded():
            self._write_ahead()
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
            found = self._format()
        if found > FORMAT:
            raise Problem(
                f'The record in "{self.home}" was written by a newer edition (format {found}; here format {FORMAT} is '
                "read); use that edition, or name another folder in EVENTS_HOME."
            )
        if found == 0:
            register.use(register.Edits())
            self._create(shipped_articles() if shipped is None else shipped)
        self._make_later_tables()
        self.use_actors()
        self._drop_formerly_derived()

    def _drop_formerly_derived(self) -> None:
        if self.rows("SELECT 1 FROM sqlite_master WHERE name = 'event_actor'"):
            with self._writing() as db:
                for table in FORMERLY_DERIVED:
                    db.execute(f"DROP TABLE IF EXISTS {table}")
                db.execute("UPDATE meta SET value = '' WHERE name = 'derived'")  # an earlier edition makes them anew

    def _make_later_tables(self) -> None:
        there = {row[0] for row in self.rows("SELECT name FROM sqlite_master")}
        if not there.issuperset(LATER):
            with self._writing() as db:
                for statements in LATER.values():
                    for statement in statements:
                        db.execute(statement)

    def _write_ahead(self) -> None:
        # SQLite does not wait its timeout where two processes make the same new file write-ahead at once
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def _format(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _create(self, shipped: Iterable[Shipped]) -> None:
        # extracted before the transaction, so that no other process waits for it
        found = [(ship, _extracted(ship.article)) for ship in shipped]
        with self._writing() as db:
            if self._format() > 0:
                return  # another process was faster
            for statement in KEPT:
                db.execute(statement)
            for ship, events in found:
                self._insert_shipped(ship, events)
            self._changed()
            db.execute(f"PRAGMA user_version = {FORMAT}")

    def _insert_shipped(self, ship: Shipped, events: Sequence[Event]) -> None:
        curated = ship.curated or Corrections(by="curator", at="1970-01-01T00:00:00Z", corrections=())
        at = datetime.fromisoformat(curated.at)
        self._insert_article(ship.article, events, curated.at)
        for correction in curated.corrections:
            for event in events:
                if event.quote and (event.quote.text, event.kind) == (correction.quote, correction.kind):
                    new = revised(event, correction.set, by=curated.by, why=correction.why, at=at)
                    self._insert_decision(new, correction.set)

    def _insert_article(self, article: Article, events: Sequence[Event], at: str) -> None:
        self._db.execute("INSERT INTO article VALUES (?, ?, ?)", (article.id, article.model_dump_json(), at))
        for event in events:
            wrong = unfounded(event, article)
            if wrong:
                raise Unfounded(f"The article was not recorded: {wrong}")
            self._insert_revision(event, at)

    def _insert_added(self, event: Event, article: Article) -> None:
        if self.event(event.id):
            raise Problem(
                f"The event {event.id} is recorded already, with the same words, kind, modality and doers; "
                "correct it instead."
            )
        require_founded(event, article)
        self._insert_revision(event, str(event.review.at))

    def _revised(self, current: Event, changes: Mapping[str, object], *, by: str, why: str, at: datetime) -> Event:
        event = revised(current, changes, by=by, why=why, at=at)
        require_founded(event, self.article(event.article) if event.article else None)
        self._require_deniable(event)
        self._insert_decision(event, changes)
        return event

    def _require_deniable(self, event: Event) -> None:
        for denied in event.denies:
            if denied == event.id or self.event(denied) is None:
                raise Problem(f'"{one_line(denied)}" cannot be denied; give the id of another recorded event.')

    def _insert_decision(self, event: Event, changes: Mapping[str, object]) -> None:
        review = event.review
        self._insert_revision(event, str(review.at))
        said = json.dumps({field: event.model_dump(mode="json")[field] for field in changes}, ensure_ascii=False)
        self._db.execute(
            "INSERT INTO decision VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            (event.id, event.revision, said, review.by, review.at, review.why),
        )

    def _insert_revision(self, event: Event, at: str) -> None:
        row = (event.id, event.revision, event.article, document_of(event), at)
        self._db.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?)", row)

    def _changed(self) -> None:
        self._db.execute("UPDATE meta SET value = value + 1 WHERE name = 'version'")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is recorded when it ends, or none."""
        with self._lock, self._worded():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _worded(self) -> Iterator[None]:
        """Turns what SQLite reports into a Failure."""
        try:
            yield
        except sqlite3.Error as error:
            raise Failure(
                f'The record in "{self.home}" could not be used ({error}); see that the disk has room and the file is '
                "whole (events check), or name another folder in EVENTS_HOME."
            ) from error
