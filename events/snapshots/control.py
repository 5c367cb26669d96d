"""What the desk decides about its snapshots: their names, last days and end, and how many one may make.

Nothing here touches a snapshot's document, which its hash proves: a new name or last day stands beside it, each a row
of its own, and the title it was shared under stays in it.
"""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from events.articles import parse_day
from events.model import Problem
from events.record import Record
from events.record_tables import LAST_DAY, NAME
from events.revision import utc
from events.sentence import Sentence
from events.snapshots.opening import require_id, standing

LONGEST_TITLE = 200  # characters
DAYS_OPEN = "EVENTS_SNAPSHOT_DAYS"  # for how many days a snapshot opens where nothing is said; unset: for good
PER_HOUR = "EVENTS_SNAPSHOTS_PER_HOUR"
USUAL_PER_HOUR = 60
NEVER = "never"

_LISTED = f"""SELECT s.id, s.hash, s.title, s.created, {LAST_DAY}, s.shown, s.revoked, s.revoked_why, {NAME},
    (SELECT coalesce(sum(opens), 0) FROM snapshot_opened o WHERE o.snapshot = s.id)
    FROM snapshot s {{where}}
    ORDER BY s.created DESC, s.id DESC LIMIT ? OFFSET ?"""  # noqa: S608 - own words only
_ONE = "INDEXED BY snapshot_stands WHERE s.id = ?"  # SQLite itself would read the row, and with it the document


@dataclass(frozen=True)
class Entry:
    """A snapshot in a list of them, without its document: as it was stored, and as was decided since.

    ``title`` is the one it was shared under, ``name`` a later one; ``expires`` the last day on which it opens (UTC),
    ``opens`` how often its page was opened.
    """

    id: str
    hash: str
    title: str | None
    created: str
    expires: str | None
    shown: int
    revoked: str | None
    revoked_why: str | None
    name: str | None
    opens: int

    @property
    def called(self) -> str | None:
        """What it is called now."""
        return self.name or self.title

    def state(self, at: datetime) -> str:
        """open, expired or revoked."""
        return standing(self.revoked, self.expires, at)


def listed(record: Record, *, limit: int = -1, offset: int = 0, search: str = "") -> list[Entry]:
    """Snapshots, newest first; ``limit`` of them (-1: all) from ``offset`` on. No document is read.

    With ``search`` those that are called so now, in part and whatever the case of its letters from a to z.
    """
    where, values = _searched(search)
    rows = record.rows(_LISTED.format(where=where), (*values, limit, offset))
    return [Entry(*row) for row in rows]  # type: ignore[arg-type]


def number(record: Record, *, search: str = "") -> int:
    """How many snapshots there are, or are called so."""
    where, values = _searched(search)
    return int(str(record.rows(f"SELECT count(*) FROM snapshot s {where}", values)[0][0]))  # noqa: S608 - own words


def _searched(search: str) -> tuple[str, tuple[str, ...]]:
    if not search:
        return "", ()
    return f"WHERE instr(lower(coalesce({NAME}, s.title, '')), lower(?)) > 0", (search,)


def entry(record: Record, snapshot_id: str) -> Entry:
    """The snapshot with this id; raises Problem where there is none."""
    require_id(snapshot_id)
    rows = record.rows(_LISTED.format(where=_ONE), (snapshot_id, 1, 0))
    if not rows:
        raise Problem(f"There is no snapshot {snapshot_id} in this record; events snapshot list shows all.")
    return Entry(*rows[0])  # type: ignore[arg-type]


def with_hash(record: Record, content_hash: str) -> list[str]:
    """The ids of the snapshots with this content hash, oldest first."""
    rows = record.rows("SELECT id FROM snapshot WHERE hash = ? ORDER BY created, id", (content_hash,))
    return [str(row[0]) for row in rows]


def rename(record: Record, snapshot_id: str, name: str, *, at: datetime) -> Entry:
    """Call a snapshot otherwise from now on; an empty name is that of its title again.

    Raises Problem for an unknown snapshot or a name that is no title.
    """
    entry(record, snapshot_id)
    require_line(name, "title", LONGEST_TITLE)
    _change(record, snapshot_id, "name", name.strip() or None, at)
    return entry(record, snapshot_id)


def expire(record: Record, snapshot_id: str, last: date | None, *, at: datetime) -> Entry:
    """Set a snapshot's last day (UTC; null: it stays open); what had expired opens again.

    Raises Problem for an unknown snapshot, a day that has passed, or one that was revoked.
    """
    if entry(record, snapshot_id).revoked:
        told = "Snapshot {snapshot} was revoked, and stays so; make a new one of the same view."
        raise Problem(told, snapshot=snapshot_id)
    require_to_come(last, at)
    _change(record, snapshot_id, "expires", last.isoformat() if last else None, at)
    return entry(record, snapshot_id)


def revoke(record: Record, snapshot_id: str, *, at: datetime, why: str | None = None) -> Entry:
    """Close a snapshot for good: its link opens no more, its proof stays. Revoked twice is revoked once."""
    entry(record, snapshot_id)
    require_line(why, "reason", LONGEST_TITLE)
    with record.writing() as run:
        sql = "UPDATE snapshot SET revoked = ?, revoked_why = ? WHERE id = ? AND revoked IS NULL"
        run(sql, (utc(at), why, snapshot_id))
    return entry(record, snapshot_id)


def _change(record: Record, snapshot_id: str, what: str, value: str | None, at: datetime) -> None:
    with record.writing() as run:
        run("INSERT INTO snapshot_change VALUES (NULL, ?, ?, ?, ?)", (snapshot_id, what, value, utc(at)))


def require_line(text: str | None, what: str, longest: int) -> None:
    """Raises Problem where ``text`` is not one line of at most ``longest`` characters."""
    if text is not None and (len(text) > longest or not text.isprintable()):
        told = "The {what} of a snapshot is one line of at most {longest} characters; shorten it."
        raise Problem(told, what=Sentence(what), longest=longest)


def require_to_come(last: date | None, at: datetime) -> None:
    """Raises Problem where the last day has passed."""
    if last is not None and last < at.astimezone(UTC).date():
        raise Problem("The snapshot would have expired already on {last}; give a day from today on.", last=last)


def last_day(words: str | None, *, at: datetime) -> date | None:
    """The last day in words: a date, ``never``, or null for the setting's; null: it stays open.

    Raises Problem for anything else, and for a setting that is no number of days.
    """
    if words is None:
        days = _setting(DAYS_OPEN, 0, "the number of days for which a snapshot opens, such as 365")
        return at.astimezone(UTC).date() + timedelta(days=days) if days else None
    return None if words == NEVER else parse_day(words, "last day")


def _setting(name: str, usual: int, what: str) -> int:
    words = os.environ.get(name, "").strip()
    if not words:
        return usual
    if not (words.isascii() and words.isdigit() and 1 <= int(words) <= 36_500):
        raise Problem(f'${name} is "{words[:40]}", which is not {what}; set a whole number from 1 to 36500.')
    return int(words)


def require_pace(record: Record, maker: str, *, at: datetime) -> None:
    """Counts a snapshot that ``maker`` (a session, a name) makes; raises Problem where it is too many in an hour.

    Who made how many is kept for that hour only, and as a hash.
    """
    most = _setting(PER_HOUR, USUAL_PER_HOUR, "the number of snapshots that one may make in an hour, such as 60")
    key, since = sha256(maker.encode()).hexdigest(), utc(at - timedelta(hours=1))
    with record.writing() as run:
        run("DELETE FROM snapshot_made WHERE made <= ?", (since,))
        made = int(str(record.rows("SELECT count(*) FROM snapshot_made WHERE maker = ?", (key,))[0][0]))
        if made < most:
            run("INSERT INTO snapshot_made VALUES (?, ?)", (key, utc(at)))
    if made >= most:
        raise Problem(
            "{made} snapshots were made here within an hour, and {most} are allowed; wait, or set ${setting}.",
            made=made,
            most=most,
            setting=PER_HOUR,
        )
