"""What is claimed of one act: who asserts, estimates, plans or denies it, from the events that tell of it."""

from collections.abc import Iterable

from events.index import ancestors
from events.model import Event, Kind, Modality, ReviewState, Role

_SAME = {Kind.AID: Kind.MOBILIZE}  # sending troops to help may be told as either
_ORDER = list(Modality)


def claims_of(event: Event, told: Iterable[Event]) -> list[Event]:
    """Those of ``told`` that claim something of the act of ``event``, itself among them: as fact first, denied last.

    They are of the same kind with a doer in common, a statement only where a denial links it; withdrawn ones are none.
    """
    found = {event.id: event}
    found |= {each.id: each for each in told if each.review.state is not ReviewState.WITHDRAWN and _same(event, each)}
    return sorted(found.values(), key=lambda each: _ORDER.index(each.modality))


def _same(one: Event, other: Event) -> bool:
    if one.id in other.denies or other.id in one.denies:
        return True
    alike = _SAME.get(one.kind, one.kind) is _SAME.get(other.kind, other.kind)
    return alike and one.kind is not Kind.STATE and bool(_doers(one) & _doers(other))


def _doers(event: Event) -> set[str]:
    """The doers, and all that they are part of."""
    return {each for actor in event.actors_in(Role.SOURCE) for each in ancestors(actor)}
