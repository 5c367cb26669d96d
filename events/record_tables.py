"""The tables of the record, as SQLite is told them; the database itself refuses to change what is recorded."""

FORMERLY_DERIVED = ("event_words", "event_denies", "event_place", "event_actor", "event")  # of earlier editions


def _refused(table: str, verb: str) -> str:
    return f"""CREATE TRIGGER IF NOT EXISTS {table}_{verb.split()[0].lower()}_refused BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed or removed'); END"""


def _final(table: str) -> tuple[str, ...]:
    return tuple(_refused(table, verb) for verb in ("DELETE", "UPDATE"))


KEPT = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "INSERT INTO meta VALUES ('version', '0'), ('derived', '')",
    "CREATE TABLE article (id TEXT PRIMARY KEY, document TEXT NOT NULL, recorded TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE revision (
        event TEXT NOT NULL, revision INTEGER NOT NULL, article TEXT REFERENCES article, document TEXT NOT NULL,
        recorded TEXT NOT NULL, PRIMARY KEY (event, revision))""",
    "CREATE INDEX revision_by_article ON revision (article)",
    """CREATE TABLE decision (
        number INTEGER PRIMARY KEY, event TEXT NOT NULL, revision INTEGER NOT NULL, changes TEXT NOT NULL,
        decided_by TEXT NOT NULL, decided TEXT NOT NULL, why TEXT NOT NULL,
        FOREIGN KEY (event, revision) REFERENCES revision)""",
    """CREATE TABLE snapshot (
        id TEXT PRIMARY KEY, hash TEXT NOT NULL, document TEXT NOT NULL, title TEXT, created TEXT NOT NULL,
        expires TEXT, shown INTEGER NOT NULL, revoked TEXT, revoked_why TEXT)""",
    *(
        _refused(table, verb)
        for table in ("article", "revision", "decision", "snapshot")
        for verb in (
            "DELETE",
            # revoking a snapshot is the one thing that may be added to it
            "UPDATE OF id, hash, document, title, created, expires, shown" if table == "snapshot" else "UPDATE",
        )
    ),
)


# Later than the other tables: a record made before them receives them when it is opened.
LATER = {
    "actor_decision": (
        """CREATE TABLE IF NOT EXISTS actor_decision (
        number INTEGER PRIMARY KEY, edit TEXT NOT NULL, decided_by TEXT NOT NULL, decided TEXT NOT NULL,
        why TEXT NOT NULL)""",
        *_final("actor_decision"),
    ),
    "long_view": ("CREATE TABLE IF NOT EXISTS long_view (name TEXT PRIMARY KEY, fields TEXT NOT NULL) WITHOUT ROWID",),
    # what became of a snapshot beside its document: another name, another last day (null: none)
    "snapshot_change": (
        """CREATE TABLE IF NOT EXISTS snapshot_change (
        number INTEGER PRIMARY KEY, snapshot TEXT NOT NULL REFERENCES snapshot, what TEXT NOT NULL, value TEXT,
        changed TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS snapshot_change_of ON snapshot_change (snapshot, what, number)",
        *_final("snapshot_change"),
    ),
    "snapshot_signature": (
        """CREATE TABLE IF NOT EXISTS snapshot_signature (
        snapshot TEXT PRIMARY KEY REFERENCES snapshot, key TEXT NOT NULL, signature TEXT NOT NULL) WITHOUT ROWID""",
        *_final("snapshot_signature"),
    ),
    # counts only: nothing of who opened
    "snapshot_opened": (
        """CREATE TABLE IF NOT EXISTS snapshot_opened (
        snapshot TEXT NOT NULL, day TEXT NOT NULL, opens INTEGER NOT NULL,
        PRIMARY KEY (snapshot, day)) WITHOUT ROWID""",
    ),
    # who made snapshots lately, for as long as their number is limited
    "snapshot_made": (
        "CREATE TABLE IF NOT EXISTS snapshot_made (maker TEXT NOT NULL, made TEXT NOT NULL)",
        "CREATE INDEX IF NOT EXISTS snapshot_made_by ON snapshot_made (maker, made)",
    ),
    # a list of snapshots is read from this index alone, never from among their documents
    "snapshot_listed": (
        """CREATE INDEX IF NOT EXISTS snapshot_listed
        ON snapshot (created, id, hash, title, expires, shown, revoked, revoked_why)""",
    ),
    # and how one stands from this one, without passing by its document, which lies before what is asked for
    "snapshot_stands": (
        """CREATE INDEX IF NOT EXISTS snapshot_stands
        ON snapshot (id, hash, title, created, expires, shown, revoked, revoked_why)""",
    ),
}
"""What makes each, by its name in the database."""

LAST_DAY = """CASE WHEN EXISTS (SELECT 1 FROM snapshot_change c WHERE c.snapshot = s.id AND c.what = 'expires')
    THEN (SELECT value FROM snapshot_change c WHERE c.snapshot = s.id AND c.what = 'expires'
        ORDER BY number DESC LIMIT 1)
    ELSE s.expires END"""
NAME = "(SELECT value FROM snapshot_change c WHERE c.snapshot = s.id AND c.what = 'name' ORDER BY number DESC LIMIT 1)"
SNAPSHOTS = f"""SELECT id, hash, document, title, created, {LAST_DAY}, shown, revoked, revoked_why, {NAME}, g.key,
    g.signature
    FROM snapshot s LEFT JOIN snapshot_signature g ON g.snapshot = s.id {{where}} ORDER BY created, id"""  # noqa: S608
"""A snapshot with what was decided about it later, in the order of ``StoredSnapshot``; ``where`` chooses."""
