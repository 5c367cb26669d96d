"""What reaches a cluster, when, and what readers see of it meanwhile."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from events.actor_edits import merging
from events.engine import Engine, sending
from events.engine.clickhouse import Server
from events.engine.cluster import Cluster
from events.engine.sending import Asked
from events.engine.sets import About, data_sets, publish, remove
from events.model import Event, Kind, View
from events.record import Failure, Record
from events.register import Edits, use
from tests.cluster.conftest import DATABASE
from tests.cluster.servers import Shards
from tests.factories import NOON, make_actor, make_article, make_event, make_place
from tests.oracle import DATED
from tests.parquet import write_events, write_originals

UCDP = About(name="ucdp", title="UCDP")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record without the articles that ship."""
    with Record(tmp_path, shipped=()) as opened:
        yield opened


def add(record: Record, number: int) -> None:
    """Record one article with one event."""
    article = make_article(f"Berita {number}: pasukan Korea Utara tiba di wilayah Kursk.")
    record.add(article, [make_event(f"a{number:03}", article=article)], at=NOON + timedelta(minutes=number))


def imported(number: int, title: str = "Clash") -> Event:
    """An event that no article tells of."""
    return make_event(f"u{number}", title=title, places=[make_place(51.2, -3.712)], extractor="ucdp")


def import_events(record: Record, *events: Event, whole: bool = False) -> None:
    """Make these events part of a data set, with their rows as its makers have them."""
    path = write_events(record.home / "new.parquet", events)
    originals = write_originals(record.home / "originals.parquet", {event.id: {"row": event.id} for event in events})
    publish(record, UCDP, [path], [originals], at=NOON, whole=whole)


class Counted:
    """A cluster that counts what it is sent."""

    def __init__(self, inner: Asked) -> None:
        self.inner, self.blocks, self.dropped = inner, 0, list[int]()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """As the cluster."""
        return self.inner.rows(sql)

    def insert(self, table: str, block: bytes) -> None:
        """As the cluster."""
        self.blocks += 1
        self.inner.insert(table, block)

    def command(self, sql: str) -> None:
        """As the cluster."""
        self.inner.command(sql)

    def drop(self, part: int) -> None:
        """As the cluster."""
        self.dropped.append(part)
        self.inner.drop(part)


def test_a_change_is_in_the_next_answer(asked: Asked, record: Record) -> None:
    """New events and corrections are answered at once, in every process."""
    record.add(DATED, [make_event("e1", article=DATED, actors=[make_actor("x-one")])], at=NOON)
    one, other = (Engine(record, Cluster(record, asked, "here")) for _ in range(2))
    assert one.ids(View()) == other.ids(View()) == ["e1"]

    record.revise("e1", {"kind": "AID", "title": "Convoy leaves"}, by="Ana", why="read again", at=NOON)
    add(record, 1)

    for engine in (one, other):
        assert engine.ids(View()) == ["a001", "e1"]
        assert engine.ids(View(text="convoy")) == ["e1"]
        assert engine.count(View(kinds=(Kind.AID,))) == 1


def test_a_decision_about_actors_is_in_the_next_answer(asked: Asked, record: Record) -> None:
    """Once an actor counts as another, its events are found under that one, in every process."""
    use(Edits())
    try:
        record.add(DATED, [make_event("e1", article=DATED, actors=[make_actor("x-one")])], at=NOON)
        engine = Engine(record, Cluster(record, asked, "here"))
        assert engine.count(View(actors=("rus",))) == 0
        record.decide_actor(merging("x-one", "rus", engine.knows_actor), by="Ana", why="a test", at=NOON)
        assert engine.count(View(actors=("rus",))) == 1
        assert Engine(record, Cluster(record, asked, "here")).ids(View(actors=("rus",))) == ["e1"]
        assert engine.total() == 1
    finally:
        use(Edits())


def test_many_changes_are_folded(asked: Asked, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many changes came one by one, the answers are those of the record, and layers stay few."""
    monkeypatch.setattr(sending, "MOST_LAYERS", 3)
    monkeypatch.setattr(sending, "MOST_REPLACED", 4)
    cluster = Cluster(record, asked, "here")
    engine = Engine(record, cluster)
    for number in range(12):
        add(record, number)
        if number > 2:
            record.revise(f"a{number - 2:03}", {"title": f"Title {number}"}, by="Ana", why="read again", at=NOON)
            record.revise("a000", {"title": f"First {number}"}, by="Ana", why="read again", at=NOON)
        assert engine.ids(View()) == [f"a{each:03}" for each in range(number + 1)]
        assert engine.count(View(text=f"first {number}")) == (number > 2)
        assert engine.count(View(text=f"title {number}")) == (number > 2)
        assert engine.count(View(text="first")) == (number > 2)
    with cluster._ledger.held():
        assert len(cluster._ledger.read().layers) <= 4


def test_data_sets_are_sent_once(asked: Asked, record: Record) -> None:
    """A data set is sent when it is new; its corrections, updates and removal are answered, with its own rows."""
    counted = Counted(asked)
    engine = Engine(record, Cluster(record, counted, "here"))
    import_events(record, imported(1), imported(2))
    add(record, 1)
    assert engine.ids(View()) == ["a001", "u1", "u2"]
    assert engine.data_sets() == ["articles", "ucdp"]
    assert [event.original for event in engine.events(View(data=("ucdp",)), limit=9)] == [{"row": "u1"}, {"row": "u2"}]
    sent = counted.blocks
    add(record, 2)
    assert engine.total() == 4
    assert counted.blocks == sent + 1

    shown = engine.event("u1")
    assert shown is not None
    record.revise("u1", {"title": "Battle"}, by="Ana", why="read again", at=NOON, imported=shown)
    assert engine.total() == 4
    assert engine.ids(View(text="battle")) == ["u1"]
    assert engine.ids(View(text="clash")) == ["u2"]

    import_events(record, imported(2, "Shelling"), imported(3), whole=True)
    assert engine.ids(View(data=("ucdp",))) == ["u1", "u2", "u3"]
    assert engine.ids(View(text="shelling")) == ["u2"]
    remove(record, "ucdp")
    assert engine.ids(View()) == ["a001", "a002", "u1"]


def test_readers_see_one_version(asked: Asked, record: Record) -> None:
    """Within one reading every answer is of the moment it began, whatever is recorded meanwhile."""
    add(record, 1)
    engine = Engine(record, Cluster(record, asked, "here"))
    with engine.reading():
        assert engine.total() == 1
        add(record, 2)
        assert Engine(record, Cluster(record, asked, "here")).total() == 2
        record.revise("a001", {"title": "Convoy leaves"}, by="Ana", why="read again", at=NOON)
        assert engine.ids(View()) == ["a001"]
        assert engine.count(View(text="convoy")) == 0
    assert engine.count(View(text="convoy")) == 1


def test_what_broke_off_is_not_counted(asked: Asked, record: Record) -> None:
    """Events of which a part was sent when the sending broke off are not there; sent again, each is there once."""

    class Broken(Counted):
        def insert(self, table: str, block: bytes) -> None:
            super().insert(table, block)
            if self.blocks == 1:
                raise Failure("The line broke.")

    counted = Broken(asked)
    engine = Engine(record, Cluster(record, counted, "here"))
    add(record, 1)
    with pytest.raises(Failure, match="The line broke"):
        engine.total()
    assert engine.total() == 1


def test_what_no_answer_needs_is_taken_away(asked: Asked, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that were replaced or broke off are dropped once no reader can want them, on every server."""
    add(record, 1)
    counted = Counted(asked)
    import_events(record, imported(1))
    cluster = Cluster(record, counted, "here")
    engine = Engine(record, cluster)
    assert engine.total() == 2
    import_events(record, imported(2), whole=True)
    assert engine.total() == 2
    assert counted.dropped == []
    monkeypatch.setattr(sending, "GRACE", -1.0)
    add(record, 2)
    assert engine.total() == 3
    assert len(counted.dropped) == 1
    left = asked.rows(f"SELECT count(*) FROM event WHERE segment = {counted.dropped[0]}")
    assert left == [(0,)]
    assert engine.total() == 3


def test_a_cluster_that_lost_events_says_so(asked: Asked, record: Record) -> None:
    """Where events that were sent are gone, a new process says so; publishing sends them again."""
    add(record, 1)
    import_events(record, imported(1))
    cluster = Cluster(record, asked, "here")
    assert Engine(record, cluster).total() == 2
    with cluster._ledger.held():
        numbers = [part.number for part in cluster._ledger.read().parts()]
    for number in numbers:
        asked.drop(number)

    again = Cluster(record, asked, "here")
    with pytest.raises(Failure, match="events engine publish"):
        Engine(record, again).total()
    assert again.publish() == 2
    assert Engine(record, again).total() == 2


def test_many_events_wait_for_publishing(asked: Asked, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large data set that is not there yet is not sent while a reader waits: the reader is told what to do."""
    monkeypatch.setattr(sending, "SMALL", 1)
    import_events(record, imported(1), imported(2))
    cluster = Cluster(record, asked, "here")
    with pytest.raises(Failure, match="2 events of the data set ucdp are not on the cluster yet"):
        Engine(record, cluster).total()
    sent: list[int] = []
    assert cluster.publish(sent.append) == 2
    assert sum(sent) == 2
    assert Engine(record, cluster).total() == 2


def test_nobody_waits_for_a_data_set(asked: Asked, record: Record) -> None:
    """While a data set is being sent, changes in the record are answered; sent twice at once, it is counted once."""
    going, gone_on = threading.Event(), threading.Event()

    class Slow(Counted):
        def insert(self, table: str, block: bytes) -> None:
            going.set()
            assert gone_on.wait(60)
            super().insert(table, block)

    add(record, 0)
    engine = Engine(record, Cluster(record, asked, "here"))
    assert engine.total() == 1
    import_events(record, imported(1), imported(2))
    with ThreadPoolExecutor() as pool:
        sending = pool.submit(Cluster(record, Slow(asked), "here").send_ahead, data_sets(record.home))
        assert going.wait(60)
        add(record, 1)
        assert engine.count(View(data=("articles",))) == 2
        gone_on.set()
        sending.result()
    add(record, 2)
    assert engine.total() == 5


def test_long_words_arrive_whole(asked: Asked, record: Record) -> None:
    """Texts of any length, lists of any length, nulls and numbers come back as they were sent."""
    lengths = (0, 1, 127, 128, 16_383, 16_384, 300_000)
    events = [
        imported(number, "й" * (length // 2) + "x" * (length % 2) or "-").model_copy(
            update={"reasons": ("why", "й" * number) * number, "original": {"row": f"u{number}"}, "confidence": 1 / 3}
        )
        for number, length in enumerate(lengths)
    ]
    import_events(record, *events)
    engine = Engine(record, Cluster(record, asked, "here"))

    assert engine.events(View(), limit=99) == events


def test_a_lost_shard_is_an_error_never_half_a_count(shards: Shards, record: Record) -> None:
    """With one of two servers killed every question fails in a second with one sentence; back again, all is counted."""
    for number in range(20):
        add(record, number)
    engine = Engine(record, Cluster(record, Server(shards.address(DATABASE)), "here"))
    assert engine.total() == 20
    held = f"SELECT count(*) FROM {DATABASE}.event_local"
    numbers = [shards.rows(each, held)[0][0] for each in (0, 1)]
    assert all(numbers)

    shards.kill(1)
    try:
        for ask in (
            engine.total,
            lambda: engine.ids(View()),
            lambda: engine.facets(View()),
            lambda: engine.omitted(View(text="x")),
        ):
            began = time.monotonic()
            with pytest.raises(Failure) as told:
                ask()
            assert time.monotonic() - began < 3
            assert str(told.value).startswith("A server of the cluster at clickhouse://127.0.0.1:")
            assert "\n" not in str(told.value)
            assert "s3cret" not in str(told.value)
        add(record, 20)
        with pytest.raises(Failure, match="A server of the cluster"):
            engine.total()
    finally:
        shards.start(1)
    assert engine.total() == 21
