"""How the record has moved on since a snapshot was made."""

from dataclasses import dataclass

from events.engine import Engine
from events.model import ReviewState
from events.snapshots.document import Snapshot


@dataclass(frozen=True)
class Drift:
    """How the record has moved since: ids of the snapshot's events that changed, that were withdrawn, that are
    missing from this record, and of events that its view would show now and did not then.
    """

    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    new: tuple[str, ...]
    missing: tuple[str, ...] = ()


def drift(engine: Engine, snapshot: Snapshot) -> Drift:
    """How the record has moved since the snapshot; the snapshot itself stays as it is."""
    with engine.reading():
        then = {event.id: event for event in snapshot.events}
        now = engine.states(list(then))
        shown = engine.ids(snapshot.view)
    withdrawn = {
        event_id
        for event_id, (_, state) in now.items()
        if state is ReviewState.WITHDRAWN and then[event_id].review.state is not ReviewState.WITHDRAWN
    }
    changed = {event_id for event_id, (revision, _) in now.items() if revision != then[event_id].revision}
    return Drift(
        changed=tuple(sorted(changed - withdrawn)),
        withdrawn=tuple(sorted(withdrawn)),
        new=tuple(sorted(set(shown) - set(then))),
        missing=tuple(sorted(set(then) - set(now))),
    )
