"""How the record has moved since a snapshot, event by event and field by field, as anybody may see it.

What is told of now is told in the public form, too: no reviewer, no reason, and only denials of events that are told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from events.engine import Engine
from events.figures.scene import tellers
from events.model import Event, Role
from events.snapshots.document import Snapshot, public
from events.snapshots.drift import Drift
from events.texts import Texts
from events.wording import (
    Telling,
    modality_words,
    names,
    quantity_words,
    title_words,
    when_words,
    where_words,
)

MOST = 200  # events of each sort that are told in full; the rest is counted
PRIVATE = ("by", "at", "why")  # of a review: who, when and why are the desk's own


@dataclass(frozen=True)
class Change:
    """An event as it was shared, and as it is now."""

    then: Event
    now: Event


@dataclass(frozen=True)
class Moved:
    """The events behind a drift, at most MOST of each sort: as they were and are, as they are, and as they were.

    ``articles`` tells, by what tells of an event, of those of now.
    """

    changed: tuple[Change, ...]
    withdrawn: tuple[Change, ...]
    new: tuple[Event, ...]
    missing: tuple[Event, ...]
    articles: Mapping[str, Telling]


@dataclass(frozen=True)
class Difference:
    """A field in words, as it was shared and as it is now; ``field`` is a key of the texts under ``since.field``."""

    field: str
    then: str
    now: str


def moved(engine: Engine, snapshot: Snapshot, drift: Drift) -> Moved:
    """The events that ``drift`` names; those that were shared in the snapshot's order."""
    then = {event.id: event for event in snapshot.events}
    named = [*drift.changed[:MOST], *drift.withdrawn[:MOST], *drift.new[:MOST]]
    among = {*then, *drift.new}
    with engine.reading():
        now = {event.id: public(event, among) for event in engine.latest(named)}
        articles = tellers(engine, now.values())

    def changes(ids: tuple[str, ...]) -> tuple[Change, ...]:
        return tuple(Change(event, now[event.id]) for event in snapshot.events if event.id in ids and event.id in now)

    return Moved(
        changed=changes(drift.changed),
        withdrawn=changes(drift.withdrawn),
        new=tuple(event for event in now.values() if event.id in drift.new),
        missing=tuple(then[each] for each in drift.missing[:MOST]),
        articles=articles,
    )


def differences(change: Change, then: Telling | None, now: Telling | None, texts: Texts) -> list[Difference]:
    """The fields that a reader sees otherwise now, in the order of an event's card."""
    told = [(field, words(change.then, then, texts), words(change.now, now, texts)) for field, words in FIELDS.items()]
    return [
        Difference(field, was or texts("since.nothing"), is_ or texts("since.nothing"))
        for field, was, is_ in told
        if was != is_
    ]


def changed_fields(change: Change) -> dict[str, dict[str, object]]:
    """The fields of the event's JSON that differ, each with its values then and now."""
    was, is_ = (_plain(event) for event in (change.then, change.now))
    return {name: {"then": was[name], "now": is_[name]} for name in was if was[name] != is_[name]}


def _plain(event: Event) -> dict[str, object]:
    told = event.model_dump(mode="json")
    told["review"] = {name: value for name, value in told["review"].items() if name not in PRIVATE}
    return told


def _named(role: Role) -> Callable[[Event, Telling | None, Texts], str]:
    return lambda event, _, texts: names(event.actors_in(role), texts)


FIELDS: Mapping[str, Callable[[Event, Telling | None, Texts], str]] = {
    "title": lambda event, _, texts: title_words(event, texts),
    "kind": lambda event, _, texts: texts(f"kind.{event.kind.value}"),
    "modality": lambda event, _, texts: modality_words(event, texts),
    "when": when_words,
    "source": _named(Role.SOURCE),
    "target": _named(Role.TARGET),
    "speaker": _named(Role.SPEAKER),
    "where": lambda event, _, texts: where_words(event, texts),
    "numbers": lambda event, _, texts: "; ".join(quantity_words(each, texts) for each in event.quantities),
    "quote": lambda event, _, __: event.quote.text if event.quote else "",
    "denies": lambda event, _, texts: texts("since.denies", n=len(event.denies)) if event.denies else "",
    "sure": lambda event, _, __: f"{event.confidence:.0%}" if event.confidence is not None else "",
    "review": lambda event, _, texts: texts(f"review.{event.review.state.value}"),
}
