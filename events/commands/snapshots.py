"""The commands about snapshots: create, list, show, verify, export, cite, key, and what the desk decides."""

import json
import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from events.articles import one_line
from events.commands.tables import event_rows, write_table
from events.commands.views import address, now, number_of, output, say, view_of
from events.engine import Engine, describe
from events.model import Problem
from events.record import Record, home_folder
from events.snapshots import control, opens
from events.snapshots.creating import create
from events.snapshots.document import written
from events.snapshots.drift import drift
from events.snapshots.opening import form_of, link, opened, stored_at

if TYPE_CHECKING:
    from events.snapshots.verifying import Verdict

LARGEST = 200_000_000  # bytes of a file that is verified


def _link(snapshot_id: str) -> str:
    return link(address(), snapshot_id)


def snapshot_id(words: str) -> str:
    """The id in what may be the link."""
    return re.split("[?#]", words, maxsplit=1)[0].rpartition("/s/")[2] if "/s/" in words else words


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
        stored = stored_at(record, snapshot_id(arguments.id), at=now())
        snapshot = opened(stored)
        if arguments.format == "json":
            sys.stdout.flush()
            sys.stdout.buffer.write(written(form_of(stored)))
            return 0
        print(f"{snapshot.title or describe(snapshot.view)}, as of {snapshot.created}")
        write_table(event_rows((event, snapshot.source(event.article)) for event in snapshot.events), sys.stdout)
        moved = drift(Engine(record), snapshot)
    print(
        f"{number_of(snapshot.counts.shown, 'event')} when shared; since then {len(moved.changed)} changed, "
        f"{len(moved.withdrawn)} withdrawn, {len(moved.new)} new."
    )
    return 0


def snapshot_export(arguments: Namespace) -> int:
    """``events snapshot export``: a snapshot as a file, whose name says the format."""
    from events.commands.export import BESIDE
    from events.exchange.exporting import FORMATS
    from events.sharing.exports import OWN, content_of, file_of, format_of

    kind = format_of(arguments.output)
    with Record(home_folder()) as record:
        form = form_of(stored_at(record, snapshot_id(arguments.id), at=now()))
    with output(arguments.output) as out:
        for part in file_of(form, kind, base=address(), language=arguments.language):
            out.write(part)
    if kind not in OWN and FORMATS[kind].bare:
        content = content_of(form, base=address())
        for _ in content:  # of which only what is counted on the way is wanted
            pass
        with output(arguments.output + BESIDE) as out:
            out.write(f"{content.about().model_dump_json(indent=1)}\n".encode())
    return say(f'Written to "{one_line(arguments.output)}": snapshot {form["id"]}, SHA-256 {form["hash"]}.')


def snapshot_cite(arguments: Namespace) -> int:
    """``events snapshot cite``: a snapshot as a citation."""
    from events.snapshots.citing import cited

    with Record(home_folder()) as record:
        snapshot = opened(stored_at(record, snapshot_id(arguments.id), at=now()))
    print(cited(snapshot, _link(snapshot.id), arguments.format), end="")
    return 0


def snapshot_key(_arguments: Namespace) -> int:
    """``events snapshot key``: the public key of this record, made with the private one where there is none."""
    from events.snapshots.signing import made_key

    with Record(home_folder()) as record:
        print(made_key(record.home))
    return say(
        "Snapshots are signed from now on; give this public key to whoever checks them, and keep a copy of "
        f"{record.home / 'snapshot-key'}, which is private."
    )


def snapshot_verify(arguments: Namespace) -> int:
    """``events snapshot verify``: prove that a snapshot, or a file of one, is what was stored."""
    from events.sharing.file import rebuilt
    from events.snapshots.signing import require_key
    from events.snapshots.verifying import Verifier

    key = require_key(arguments.key) if arguments.key is not None else None
    path = Path(arguments.id)
    with Record(home_folder()) as record:
        verifier = Verifier(record, key=key)
        if ("/s/" in arguments.id and "://" in arguments.id) or not _is_file(path):
            verdict, what = verifier.stored(_require_named(arguments.id)), "Snapshot"
        else:
            verdict, what = verifier.file(_content(path), rebuilt), f'"{one_line(path.name)}": snapshot'
    return _told(verdict, what)


def _require_named(words: str) -> str:
    """The id in a link or id; raises Problem for the name of a file that is not there."""
    named = snapshot_id(words)
    if "/s/" not in words and ("." in words or "/" in words):
        raise Problem(f'There is no file "{one_line(words)}"; give the id or link of a snapshot, or a file of one.')
    return named


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # no file has so long a name
        return False


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Problem(f'"{one_line(path.name)}" is larger than any file of a snapshot; give another.')
        return path.read_bytes()
    except OSError as error:
        raise Problem(f'"{one_line(str(path))}" cannot be read ({error.strerror}); give another.') from None


def _told(verdict: "Verdict", what: str) -> int:
    """Print what was found; 1 where something is not as it was stored."""
    named = f"{what} {verdict.id}".rstrip()
    if verdict.wrong:
        return say(f"{named} is not as it was stored: {'; '.join(verdict.wrong)}.", 1)
    held = "" if verdict.made_elsewhere else " (this record does not hold it)"
    found = "as it was stored on" if verdict.proven else f"consistent, not proven{held}, of"
    print(f"{named} is {found} {verdict.stored}: SHA-256 {verdict.hash}")
    for sentence in verdict.said:
        print(f"{sentence[:1].upper()}{sentence[1:]}.")
    return 0
