"""The commands about snapshots: create, list, show, verify, rename, expire, revoke."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from urllib.parse import urlsplit

from events.engine import Engine, describe
from events.record import Record, home_folder
from events.snapshots import control, opens
from events.snapshots.creating import create
from events.snapshots.drift import drift
from events.snapshots.opening import link, load
from events.tables import event_rows, write_table
from events.view_commands import address, now, number_of, say, view_of


def _link(snapshot_id: str) -> str:
    return link(address(), snapshot_id)


def snapshot_id(words: str) -> str:
    """The id in what may be the link."""
    return urlsplit(words).path.rpartition("/s/")[2] if "/s/" in words else words


def snapshot_create(arguments: Namespace) -> int:
    """``events snapshot create``: freeze a view and print its link."""
    expires = control.last_day(arguments.expires, at=now())
    with Record(home_folder()) as record:
        engine = Engine(record)
        view, maker = view_of(arguments, engine), f"command of {arguments.by or 'nobody named'}"
        snapshot = create(
            record, engine, view, title=arguments.title, by=arguments.by, at=now(), expires=expires, maker=maker
        )
    print(_link(snapshot.id))
    until = f"; it opens until {snapshot.expires}" if snapshot.expires else ""
    count = number_of(snapshot.counts.total, "event")
    print(f"{snapshot.counts.shown:,} of {count}; SHA-256 {snapshot.hash}{until}")
    return 0


def snapshot_list(arguments: Namespace) -> int:
    """``events snapshot list``: the snapshots of the record, newest first, or how often one was opened, by day."""
    with Record(home_folder()) as record:
        if arguments.opens is not None:
            return _opens(record, snapshot_id(arguments.opens))
        entries = control.listed(record)
    rows = [[each.created, each.state(now()), each.expires or "", *_counted(each), _title(each)] for each in entries]
    if arguments.format == "json":
        print(json.dumps([_said(each) for each in entries], ensure_ascii=False, indent=2))
    elif entries:
        write_table([["CREATED", "STATE", "OPEN UNTIL", "EVENTS", "OPENED", "LINK", "TITLE"], *rows], sys.stdout)
    else:
        say("There is no snapshot yet; events snapshot create makes one.")
    return 0


def _counted(entry: control.Entry) -> Sequence[str]:
    return str(entry.shown), str(entry.opens), _link(entry.id)


def _title(entry: control.Entry) -> str:
    return f"{entry.name} (shared as: {entry.title or 'no title'})" if entry.name else entry.title or ""


def _said(entry: control.Entry) -> dict[str, object]:
    return {**vars(entry), "state": entry.state(now()), "link": _link(entry.id)}


def _opens(record: Record, wanted: str) -> int:
    control.entry(record, wanted)
    days = opens.per_day(record, wanted)
    if days:
        write_table([["DAY", "OPENED"], *([day, str(number)] for day, number in days.items())], sys.stdout)
    else:
        say(f"Snapshot {wanted} was not opened yet.")
    return 0


def snapshot_rename(arguments: Namespace) -> int:
    """``events snapshot rename``: another name; the title it was shared under stays in what its hash proves."""
    with Record(home_folder()) as record:
        entry = control.rename(record, snapshot_id(arguments.id), arguments.title, at=now())
    called, shared = (f'"{title}"' if title else "without a title" for title in (entry.called, entry.title))
    print(f"Snapshot {entry.id} is now {called}; it was shared {shared}.")
    return 0


def snapshot_expire(arguments: Namespace) -> int:
    """``events snapshot expire``: another last day, or none."""
    last = control.last_day(arguments.date, at=now())
    with Record(home_folder()) as record:
        entry = control.expire(record, snapshot_id(arguments.id), last, at=now())
    print(f"Snapshot {entry.id} opens {f'until {entry.expires}' if entry.expires else 'for good'}.")
    return 0


def snapshot_revoke(arguments: Namespace) -> int:
    """``events snapshot revoke``: close it for good."""
    with Record(home_folder()) as record:
        entry = control.revoke(record, snapshot_id(arguments.id), at=now(), why=arguments.why)
    print(f"Snapshot {entry.id} was revoked on {str(entry.revoked)[:10]}; its link opens no more, its proof stays.")
    return 0


def snapshot_show(arguments: Namespace) -> int:
    """``events snapshot show``: what a snapshot shows, as a table with how the record moved on, or as it is stored."""
    with Record(home_folder()) as record:
        snapshot = load(record, snapshot_id(arguments.id), at=now())
        if arguments.format == "json":
            print(json.dumps(snapshot.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=2))
            return 0
        print(f"{snapshot.title or describe(snapshot.view)}, as of {snapshot.created}")
        write_table(event_rows((event, snapshot.source(event.article)) for event in snapshot.events), sys.stdout)
        moved = drift(Engine(record), snapshot)
    print(
        f"{number_of(snapshot.counts.shown, 'event')} when shared; since then {len(moved.changed)} changed, "
        f"{len(moved.withdrawn)} withdrawn, {len(moved.new)} new."
    )
    return 0


def snapshot_verify(arguments: Namespace) -> int:
    """``events snapshot verify``: prove that a snapshot is what was stored."""
    with Record(home_folder()) as record:
        snapshot = load(record, snapshot_id(arguments.id))
    print(f"Snapshot {snapshot.id} is as it was stored on {snapshot.created}: SHA-256 {snapshot.hash}")
    return 0
