"""How the record has moved on since a snapshot was made."""

from dataclasses import dataclass

from events.engine import Engine
from events.model import ReviewState
from events.snapshots.document import Snapshot

MANY = 100_000  # events of a live view; of more, only the first new ones are named
NAMED = 1_000


@dataclass(frozen=True)
class Drift:
    """How the record has moved since: ids of the snapshot's events that changed, that were withdrawn, that are
    missing from this record, and of events that its view would show now and did not then; of these ``unnamed`` more.
    """

    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    new: tuple[str, ...]
    missing: tuple[str, ...] = ()
    unnamed: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many events changed, were withdrawn, are new and are missing."""
        return {
            "changed": len(self.changed),
            "withdrawn": len(self.withdrawn),
            "new": len(self.new) + self.unnamed,
            "missing": len(self.missing),
        }


def drift(engine: Engine, snapshot: Snapshot) -> Drift:
    """How the record has moved since the snapshot; the snapshot itself stays as it is."""
    with engine.reading():
        then = {event.id: event for event in snapshot.events}
        now = engine.states(list(then))
        new, unnamed = _new(engine, snapshot, set(then))
    withdrawn = {
        event_id
        for event_id, (_, state) in now.items()
        if state is ReviewState.WITHDRAWN and then[event_id].review.state is not ReviewState.WITHDRAWN
    }
    changed = {event_id for event_id, (revision, _) in now.items() if revision != then[event_id].revision}
    return Drift(
        changed=tuple(sorted(changed - withdrawn)),
        withdrawn=tuple(sorted(withdrawn)),
        new=tuple(sorted(new)),
        missing=tuple(sorted(set(then) - set(now))),
        unnamed=unnamed,
    )


def _new(engine: Engine, snapshot: Snapshot, then: set[str]) -> tuple[set[str], int]:
    """The events that the snapshot's view shows now and did not then, and how many more there are."""
    view = snapshot.view
    total = engine.count(view)
    if total <= MANY:
        return set(engine.ids(view)) - then, 0
    count = total - len(engine.shown(view, then))
    first = engine.events(view, limit=NAMED + min(len(then), NAMED))
    new = {event.id for event in first} - then
    return new, count - len(new)
