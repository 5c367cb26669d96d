"""An article being read: what was found in it, the reader's corrections in order, and what will be recorded of them.

A draft is the found events and a list of steps; the events as they stand are the steps done one after
the other, and undoing is leaving out the last. Nothing here is recorded before ``work`` is handed to
the record.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from events.model import Article, Event, Kind, Modality, Noun, Phrase, Problem, Review, ReviewState, Role, event_id
from events.revision import CHANGEABLE, changed, made_title, require_founded

MANUAL = "manual"  # the extractor of an event that a reader added
NEW = "new-"  # begins the id that an added event has until it is recorded


class Act(StrEnum):
    """What a step does."""

    SET = "set"
    ADD = "add"
    DROP = "drop"
    RESTORE = "restore"


class Step(Noun):
    """One correction: ``changes`` in the shape of the event's JSON for SET, the event itself for ADD."""

    act: Act
    event: str
    changes: dict[str, object] = Field(default_factory=dict)
    added: Event | None = None
    why: str = ""


class Draft(Noun):
    """An article, its events as found (or, where ``recorded``, as they lie in the record), and the steps since."""

    article: Article
    found: tuple[Event, ...]
    steps: tuple[Step, ...] = ()
    recorded: bool = False


@dataclass(frozen=True)
class Worked:
    """An event as it stands in a draft: as found (None: added by the reader), and why it was dropped."""

    event: Event
    found: Event | None
    dropped: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether it is kept and is not as it was found."""
        return self.dropped is None and self.found is not None and bool(net_changes(self.found, self.event))

    @property
    def lacks_doer(self) -> bool:
        """Whether it cannot be recorded, for want of a doer."""
        return self.dropped is None and not self.event.actors_in(Role.SOURCE)


@dataclass(frozen=True)
class Correction:
    """A change to make to an event that stands at ``revision``: fields of its JSON, and why."""

    event: str
    revision: int
    changes: Mapping[str, object]
    why: str


@dataclass(frozen=True)
class Work:
    """What a reader made of an article; one that is new is recorded first, with the events ``found`` in it."""

    article: Article
    is_new: bool
    found: Sequence[Event]
    corrections: Sequence[Correction]
    added: Sequence[Event]


def worked(draft: Draft) -> list[Worked]:
    """The events of ``draft`` as they stand, in the order of their quotes; dropped ones too, but for added ones."""
    events = {event.id: Worked(event, event, _withdrawn(event)) for event in draft.found}
    for step in draft.steps:
        _do(events, step)
    return sorted(events.values(), key=lambda each: (each.event.quote.start if each.event.quote else 0, each.event.id))


def _withdrawn(event: Event) -> str | None:
    """Why an event was withdrawn when it was last recorded; None where it was not."""
    return event.review.why or "" if event.review.state is ReviewState.WITHDRAWN else None


def _do(events: dict[str, Worked], step: Step) -> None:
    if step.act is Act.ADD and step.added:
        events[step.event] = Worked(step.added, None)
        return
    one = events.get(step.event)
    if one is None:
        return
    if step.act is Act.SET:
        events[step.event] = Worked(changed(one.event, step.changes), one.found, one.dropped)
    elif step.act is Act.RESTORE:
        gone = one.event.review.state is ReviewState.WITHDRAWN
        events[step.event] = Worked(changed(one.event, {"review": Review()}) if gone else one.event, one.found)
    elif one.found is None:
        del events[step.event]
    else:
        events[step.event] = Worked(one.event, one.found, step.why)


def with_step(draft: Draft, step: Step) -> Draft:
    """``draft`` with one more step; raises Problem where its values do not fit the event, its article or each other."""
    longer = draft.model_copy(update={"steps": (*draft.steps, step)})
    for each in worked(longer):
        if each.event.id == step.event:
            require_founded(each.event, draft.article)
    return longer


def undone(draft: Draft) -> Draft:
    """``draft`` without its last step."""
    return draft.model_copy(update={"steps": draft.steps[:-1]})


def set_fields(draft: Draft, event: str, changes: Mapping[str, object]) -> Draft:
    """``draft`` with fields of an event set; itself where that changes nothing."""
    one = next((each for each in worked(draft) if each.event.id == event), None)
    if one is None or changed(one.event, changes) == one.event:
        return draft
    return with_step(draft, Step(act=Act.SET, event=event, changes=dict(changes)))


def added(draft: Draft, quote: Phrase, kind: Kind = Kind.STATE, **fields: object) -> tuple[Draft, str]:
    """``draft`` with an event on ``quote``, and the id it has until it is recorded."""
    number = 1 + sum(step.act is Act.ADD for step in draft.steps)
    event = Event(
        id=f"{NEW}{number}",
        article=draft.article.id,
        kind=kind,
        modality=Modality.ASSERTED,
        title="-",
        quote=quote,
        extractor=MANUAL,
        review=Review(state=ReviewState.CONFIRMED),
    )
    event = changed(event, {"kind": kind, **fields})
    return with_step(draft, Step(act=Act.ADD, event=event.id, added=event)), event.id


def about(draft: Draft, article: Article, found: Sequence[Event]) -> tuple[Draft, int]:
    """``draft`` read anew with other facts about its article, and how many steps had to be left out.

    A step is kept where its event is still found, since an event's id comes from its words, and where it still fits.
    """
    new = Draft(article=article, found=tuple(found), recorded=draft.recorded)
    for step in draft.steps:
        known = {each.event.id for each in worked(new)}
        if step.act is Act.ADD or step.event in known:
            with suppress(Problem):  # what fits the event no longer is left out, too
                new = with_step(new, step)
    return new, len(draft.steps) - len(new.steps)


# -- what will be recorded -----------------------------------------------------------------------


def net_changes(found: Event, event: Event) -> dict[str, object]:
    """The fields in which ``event`` differs from what was found, as the record takes them."""
    one, other = found.model_dump(mode="json"), event.model_dump(mode="json")
    changes = {field: other[field] for field in CHANGEABLE if one[field] != other[field]}
    if event.title == made_title(event):
        changes.pop("title", None)
    if "review" in changes:
        changes["review"] = event.review.state.value
    return changes


def work_of(draft: Draft, why: str, *, confirmed: bool) -> Work:
    """What to record of ``draft``; ``confirmed`` says that the reader stands by every event that is kept.

    Raises Problem where an event cannot be recorded as it stands.
    """
    events = worked(draft)
    for each in events:
        if each.lacks_doer:
            quoted = each.event.quote.text if each.event.quote else each.event.title
            raise Problem('The event "{quote}" names no doer; give it one, or drop it.', quote=quoted[:60])
    ids = _final_ids(events)
    added_events = [each.event.model_copy(update={"id": ids[each.event.id]}) for each in events if not each.found]
    return Work(
        article=draft.article,
        is_new=not draft.recorded,
        found=() if draft.recorded else draft.found,
        corrections=[one for each in events if (one := _correction(each, ids, why, confirmed=confirmed))],
        added=[_denying(event, ids) for event in added_events],
    )


def _final_ids(events: Sequence[Worked]) -> dict[str, str]:
    """The id under which each event is recorded; raises Problem where an added event is one that is there already."""
    ids: dict[str, str] = {each.event.id: each.event.id for each in events if each.found}
    for each in events:
        event = each.event
        if each.found is None and event.quote and event.article:
            sources = [actor.id for actor in event.actors_in(Role.SOURCE)]
            final = event_id(event.article, event.quote, event.kind, event.modality, sources)
            if final in ids.values():
                raise Problem(
                    'The added event "{quote}" is there already, with the same words, kind and doers; change it, or '
                    "drop it.",
                    quote=event.quote.text[:60],
                )
            ids[event.id] = final
    return ids


def _denying(event: Event, ids: Mapping[str, str]) -> Event:
    return event.model_copy(update={"denies": tuple(ids.get(each, each) for each in event.denies)})


def _correction(each: Worked, ids: Mapping[str, str], why: str, *, confirmed: bool) -> Correction | None:
    if each.found is None:
        return None
    if each.dropped is not None and each.found.review.state is ReviewState.WITHDRAWN:
        return None
    if each.dropped is not None:
        changes: dict[str, object] = {"review": ReviewState.WITHDRAWN.value}
        return Correction(each.found.id, each.found.revision, changes, each.dropped or why)
    event = _denying(each.event, ids)
    if confirmed and event.review.state is ReviewState.FOUND:
        event = event.model_copy(update={"review": Review(state=ReviewState.CONFIRMED)})
    changes = net_changes(each.found, event)
    return Correction(each.found.id, each.found.revision, changes, why) if changes else None
