"""Publishing: what is recorded is in the next answer, readers see no mix, a kill leaves what reads."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.actor_edits import ActorEdit, Verb
from events.engine import Engine
from events.engine.embedded import Embedded, embedded
from events.engine.publishing import FOLDER, GRACE, MANIFEST
from events.model import ActorType, Kind, View
from events.record import Record
from tests.factories import NOON, make_actor, make_article, make_event

ROOT = Path(__file__).parents[1]


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """A record whose events are published from the tenth on."""
    monkeypatch.setattr("events.engine.embedded.FOLD", 10)
    with Record(tmp_path / "home", shipped=()) as opened:
        yield opened


def add(record: Record, first: int, last: int) -> None:
    """Record an article with events of these numbers."""
    article = make_article(f"Pasukan nomor {first} sampai {last} tiba di Kursk.")
    actors = [make_actor("x-bears-scout")]
    record.add(article, [make_event(f"e{n:04}", article=article, actors=actors) for n in range(first, last)], at=NOON)


def files(record: Record) -> list[str]:
    """The published segments."""
    return sorted(path.name for path in (record.home / FOLDER).glob("*.parquet"))


def asked(record: Record) -> Embedded:
    """The engine after a question, with nothing more to write."""
    Engine(record).total()
    engine = embedded(record)
    engine.folded()
    return engine


def test_a_small_record_needs_no_file(record: Record) -> None:
    """Few events are answered from memory, and nothing is written."""
    add(record, 0, 9)

    assert Engine(record).count(View()) == 9
    assert not (record.home / FOLDER).exists()


def test_generations_follow_each_other(record: Record) -> None:
    """What is new is in the next answer before and after it is published, and a correction hides what was published."""
    engine = Engine(record)
    add(record, 0, 12)
    asked(record)
    assert len(files(record)) == 1
    add(record, 12, 15)
    record.revise("e0003", {"kind": "AID"}, by="Ana", why="read again", at=NOON)
    assert (engine.total(), engine.ids(View(kinds=(Kind.AID,)))) == (15, ["e0003"])
    add(record, 15, 30)
    asked(record)

    assert len(files(record)) == 2
    assert (engine.total(), engine.ids(View(kinds=(Kind.AID,)))) == (30, ["e0003"])
    with Record(record.home, shipped=()) as other:
        assert (Engine(other).total(), Engine(other).ids(View(kinds=(Kind.AID,)))) == (30, ["e0003"])
        assert len(files(record)) == 2


def test_earlier_generations_are_cleaned_up(record: Record) -> None:
    """A superseded file is kept for as long as another process may read it, and is then removed."""
    add(record, 0, 12)
    asked(record)
    (first,) = files(record)
    add(record, 12, 30)
    asked(record)
    assert first in files(record)
    past = time.time() - GRACE - 1
    os.utime(record.home / FOLDER / first, (past, past))
    add(record, 30, 50)
    asked(record)

    assert first not in files(record)
    assert len(files(record)) == 2


def test_a_reader_whose_file_vanished_begins_anew(record: Record) -> None:
    """Where the file that an engine read from is gone, the next answer is made from what is there."""
    add(record, 0, 12)
    asked(record)
    (record.home / FOLDER / files(record)[0]).unlink()

    assert Engine(record).total() == 12
    assert asked(record) and len(files(record)) == 1


@pytest.mark.parametrize("damage", ["{", "", "[]"])
def test_a_damaged_manifest_costs_only_time(record: Record, damage: str) -> None:
    """Without a manifest that reads, rows are made from the record."""
    add(record, 0, 12)
    asked(record)
    (record.home / FOLDER / MANIFEST).write_text(damage)
    with Record(record.home, shipped=()) as other:
        assert Engine(other).total() == 12


def test_another_records_generation_is_not_taken(record: Record, tmp_path: Path) -> None:
    """A generation that was made from another record is passed over."""
    add(record, 0, 12)
    asked(record)
    with Record(tmp_path / "other", shipped=()) as other:
        add(other, 100, 140)
        (record.home / FOLDER).rename(other.home / FOLDER)
        assert Engine(other).ids(View())[0] == "e0100"
        assert Engine(other).total() == 40


def test_a_decision_about_actors_reaches_what_is_published(record: Record) -> None:
    """Merged actors are found as one in published rows too, in this process and the next, and apart again after."""
    add(record, 0, 12)
    asked(record)
    engine, bear = (
        Engine(record),
        ActorEdit(verb=Verb.ADD, actor="rus-bear", name="Bear", type=ActorType.ORG, part_of="rus"),
    )
    record.decide_actor(bear, by="Ana", why="seen", at=NOON)
    merge = ActorEdit(verb=Verb.MERGE, actor="x-bears-scout", into="rus-bear")
    number = record.decide_actor(merge, by="Ana", why="one", at=NOON)
    for each in (engine, Engine(Record(record.home, shipped=()))):
        assert each.count(View(actors=("rus",))) == each.count(View(actors=("rus-bear",))) == 12
        assert each.total() == 12
    record.decide_actor(ActorEdit(verb=Verb.UNDO, number=number), by="Ana", why="two", at=NOON)
    for each in (engine, Engine(Record(record.home, shipped=()))):
        assert (each.count(View(actors=("rus",))), each.count(View(actors=("x-bears-scout",)))) == (0, 12)


def test_readers_never_see_a_mix(record: Record) -> None:
    """While events are added, corrected and published, every reader sees whole articles and each event once."""
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        engine = Engine(record)
        try:
            while not done.is_set():
                with engine.reading():
                    ids = engine.ids(View())
                    assert len(ids) == len(set(ids)) == engine.total()
                    assert len(ids) % 8 == 0
        except BaseException as error:  # whatever a thread meets must reach the test
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(0, 240, 8):
        add(record, number, number + 8)
        record.revise(f"e{number:04}", {"kind": "AID"}, by="Ana", why="read", at=NOON)
    done.set()
    for reader in readers:
        reader.join()

    assert failures == []
    asked(record)
    assert Engine(record).total() == 240
    assert Engine(record).count(View(kinds=(Kind.AID,))) == 30


ASK_UNTIL_KILLED = """
import sys
from pathlib import Path
import events.engine.embedded as module
from events.engine import Engine
from events.record import Record
from tests.test_publishing import add
module.FOLD = 5
record = Record(Path(sys.argv[1]), shipped=())
for number in range(record.head().revision, 1_000_000, 8):
    add(record, number, number + 8)
    print(Engine(record).total(), flush=True)
"""


def test_a_kill_leaves_what_reads(tmp_path: Path) -> None:
    """After a kill at any moment of publishing, every recorded event is answered, once."""
    last = 0
    for lines in (1, 6, 9):
        run = subprocess.Popen(
            [sys.executable, "-c", ASK_UNTIL_KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert run.stdout is not None
        for _ in range(lines):
            last = int(run.stdout.readline())
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        with Record(tmp_path, shipped=()) as record:
            ids = Engine(record).ids(View())
            assert len(ids) == len(set(ids)) == record.head().revision >= last
            embedded(record).folded()
