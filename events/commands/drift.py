"""``events snapshot drift``: what has become of a snapshot's events since it was shared, field by field."""

import json
import sys
from argparse import Namespace

from events.commands.snapshots import snapshot_id
from events.commands.tables import write_table
from events.commands.views import now, number_of
from events.engine import Engine
from events.index import told_by
from events.model import Event
from events.record import Record, home_folder
from events.sharing.moved import Change, Moved, changed_fields, differences, moved
from events.sharing.page import sources
from events.snapshots.document import Snapshot
from events.snapshots.drift import Drift, drift
from events.snapshots.opening import load
from events.texts import DEFAULT, texts_in

HEAD = ("SINCE", "EVENT", "CLAIM", "FIELD", "AS SHARED", "AS OF NOW")


def snapshot_drift(arguments: Namespace) -> int:
    """Print the counts and each difference, as a table or as JSON; nothing that the public form does not have."""
    with Record(home_folder()) as record:
        snapshot = load(record, snapshot_id(arguments.id), at=now())
        engine = Engine(record)
        with engine.reading():
            found = drift(engine, snapshot)
            told = moved(engine, snapshot, found)
    if arguments.format == "json":
        print(json.dumps(_said(snapshot, found, told), ensure_ascii=False, indent=2))
        return 0
    rows = [row for fate in ("changed", "withdrawn") for row in _rows(fate, getattr(told, fate), snapshot, told)]
    rows += [[fate, event.id, event.title, "", "", ""] for fate in ("new", "missing") for event in getattr(told, fate)]
    if rows:
        write_table([HEAD, *rows], sys.stdout)
    counts = ", ".join(f"{number:,} {fate}" for fate, number in found.counts.items() if number or fate != "missing")
    print(f"{number_of(snapshot.counts.shown, 'event')} when shared on {snapshot.created[:10]}; since then {counts}.")
    return 0


def _rows(fate: str, changes: tuple[Change, ...], snapshot: Snapshot, told: Moved) -> list[list[str]]:
    texts, articles = texts_in(DEFAULT), sources(snapshot)
    rows = []
    for change in changes:
        was, is_ = articles.get(told_by(change.then)), told.articles.get(told_by(change.now))
        fields = [(each.field, each.then, each.now) for each in differences(change, was, is_, texts)]
        rows += [[fate, change.then.id, change.then.title, *each] for each in fields or [("", "", "")]]
    return rows


def _said(snapshot: Snapshot, found: Drift, told: Moved) -> dict[str, object]:
    return {
        "snapshot": snapshot.id,
        "created": snapshot.created,
        "shown": snapshot.counts.shown,
        "counts": found.counts,
        "changed": [_change(each) for each in told.changed],
        "withdrawn": [_change(each) for each in told.withdrawn],
        "new": [_event(each) for each in told.new],
        "missing": [_event(each) for each in told.missing],
    }


def _change(change: Change) -> dict[str, object]:
    return {"id": change.then.id, "title": change.then.title, "fields": changed_fields(change)}


def _event(event: Event) -> dict[str, object]:
    return event.model_dump(mode="json")
