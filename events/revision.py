"""A recorded event and a change -> its next revision. Pure; the record stores what comes out."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from pydantic import ValidationError

from events.articles import one_line
from events.model import Article, Event, Phrase, Problem, Role
from events.titles import title_of

CHANGEABLE = (
    "kind",
    "modality",
    "title",
    "quote",
    "also",
    "actors",
    "when",
    "places",
    "quantities",
    "denies",
    "confidence",
    "reasons",
    "review",
)
TITLED = {"kind", "modality", "actors", "places", "quantities"}  # what a title is made from
LONGEST_NAME = 200  # characters
LONGEST_REASON = 2000  # characters: a paragraph with its sources


def utc(at: datetime) -> str:
    """``at`` in ISO 8601, UTC, to the second; a time without a zone is a programming error."""
    if at.tzinfo is None:
        raise ValueError("a recorded time needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def revised(event: Event, changes: Mapping[str, object], *, by: str, why: str, at: datetime) -> Event:
    """The next revision of ``event``: ``changes`` made, and the review saying who, when and why.

    ``changes`` maps names of ``CHANGEABLE`` to new values in the shape that the event's JSON has; ``review`` takes a
    state. The id stays; a title is made anew from changed fields unless one is given. Raises Problem for an unknown
    field, a value that does not fit, an empty title, actors without a doer, or a missing name or reason.
    """
    require_signature(by, why)
    if not changes:
        raise Problem(f"No change was given; name at least one field to set, of {', '.join(CHANGEABLE)}.")
    for field in changes:
        if field not in CHANGEABLE:
            raise Problem(f'"{one_line(field)}" is not a field that can be set; allowed are {", ".join(CHANGEABLE)}.')
    review = {"state": _state(changes.get("review", event.review.state)), "by": by, "at": utc(at), "why": why}
    new = changed(event, {**changes, "review": review, "revision": event.revision + 1})
    _require_sense(new, changes)
    return new


def signed(event: Event, *, by: str, why: str, at: datetime) -> Event:
    """An event that a reader adds, with who did, when and why; raises Problem without name, reason or doer."""
    require_signature(by, why)
    _require_sense(event, {"actors": event.actors})
    review = event.review.model_copy(update={"by": by, "at": utc(at), "why": why})
    return event.model_copy(update={"review": review})


def changed(event: Event, changes: Mapping[str, object]) -> Event:
    """``event`` with ``changes`` made, its title made anew where they change what it is made from and give none.

    Raises Problem for a value that does not fit.
    """
    try:
        new = Event.model_validate({**dict(event), **changes})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise Problem(f"The new value for {field} does not fit: {first['msg'].rstrip('.')}.") from None
    if event.article is None or "title" in changes or not TITLED & set(changes):
        return new
    return new.model_copy(update={"title": made_title(new)})


def made_title(event: Event) -> str:
    """The title that an event's own fields make."""
    return title_of(event.kind, event.modality, event.actors, event.places, event.quantities)


def _require_sense(new: Event, changes: Mapping[str, object]) -> None:
    """Refuses what fits the fields and yet is no event; what an import came without is left to it."""
    if "title" in changes and not new.title.strip():
        raise Problem("The new title is empty; give words, or leave the title out to have it made from the fields.")
    if "actors" in changes and not new.actors_in(Role.SOURCE):
        raise Problem(
            'The new actors name no doer; give at least one with "role": "source", or set review=withdrawn where '
            "there is no event."
        )


def require_founded(event: Event, article: Article | None) -> None:
    """Raises Problem where ``event`` does not rest on the words of ``article``."""
    wrong = unfounded(event, article)
    if wrong:
        raise Problem(wrong)


def document_of(event: Event) -> str:
    """The JSON in which ``event`` is recorded; raises Problem where an event could not be read back from it."""
    try:
        document = event.model_dump_json()
        Event.model_validate_json(document)
    except ValueError:
        raise Problem(
            f"Event {one_line(event.id)} could not be read back from the record as it stands; "
            "give plain text and finite numbers in its fields."
        ) from None
    return document


def event_in(document: str) -> Event | None:
    """The event recorded as ``document``; None where there is none to be read in it."""
    try:
        return Event.model_validate_json(document)
    except ValueError:
        return None


def require_signature(by: str, why: str) -> None:
    """Raises Problem where a decision lacks who made it, or why."""
    _require(by, "name", LONGEST_NAME, "--by NAME")
    _require(why, "reason", LONGEST_REASON, "--why TEXT")


def _require(text: str, what: str, longest: int, option: str) -> None:
    if not text.strip() or len(text) > longest:
        raise Problem(f"A change needs a {what} of 1 to {longest:,} characters; give it with {option}.")


def _state(value: object) -> object:
    """The state in what was given as the review: the state itself, or an object with nothing but it."""
    return value["state"] if isinstance(value, Mapping) and set(value) == {"state"} else value


def phrases_of(event: Event) -> Iterator[Phrase]:
    """Every phrase that ``event`` rests on."""
    if event.quote:
        yield event.quote
    yield from event.also
    if event.when and event.when.phrase:
        yield event.when.phrase
    for part in (*event.actors, *event.places, *event.quantities):
        phrase = getattr(part, "phrase", None)
        if isinstance(phrase, Phrase):
            yield phrase


def unfounded(event: Event, article: Article | None) -> str | None:
    """Why ``event`` does not rest on the words of ``article``, as a sentence; None where it does."""
    if (article.id if article else None) != event.article:
        return f"Event {event.id} names another article than the one it is recorded with."
    if article is not None and event.quote is None:
        return f"Event {event.id} quotes no words of its article."
    for phrase in phrases_of(event):
        if article is None or article.text[phrase.start : phrase.end] != phrase.text:
            return (
                f'The words "{one_line(phrase.text)}" do not stand at {phrase.start} to {phrase.end} of the article; '
                "give words that do, with their place."
            )
    return None
