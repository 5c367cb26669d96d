"""The reader points at words of the article for a field of an event -> the draft with the field they mean."""

from enum import StrEnum

from events.draft import Draft, added, set_fields, worked
from events.extraction.resolve import resolve_actors, resolve_date, resolve_place, resolve_quantity
from events.model import Event, Kind, Modality, Phrase, PlacePrecision, PlaceRole, Problem, Role

LONGEST_QUOTE = 600  # characters: one sentence or clause
_SPEECH = frozenset({Kind.REQUEST, Kind.ACCUSE, Kind.REJECT, Kind.THREATEN, Kind.STATE, Kind.AGREE, Kind.SUPPORT})


class Use(StrEnum):
    """What words of the article can be used for."""

    NEW = "new"
    SOURCE = "source"
    TARGET = "target"
    SPEAKER = "speaker"
    DATE = "date"
    PLACE = "place"
    QUANTITY = "quantity"
    QUOTE = "quote"
    ALSO = "also"


def words_at(draft: Draft, start: int, end: int, text: str) -> Phrase:
    """The words from ``start`` to ``end`` (code points), without outer blanks; raises Problem unless they are ``text``.

    The check keeps a browser that counts otherwise from ever marking other words than the reader chose.
    """
    words = draft.article.text[start:end] if 0 <= start < end else ""
    if words != text or not words.strip():
        raise Problem("The chosen words are not in this article as it stands; choose them again.")
    start += len(words) - len(words.lstrip())
    return Phrase.of(draft.article.text, start, start + len(words.strip()))


def find_words(draft: Draft, words: str, event: Event | None) -> Phrase:
    """Where typed words stand: in the event's quote, else first in the article; raises Problem where nowhere."""
    text, words = draft.article.text, words.strip()
    quote = event.quote if event else None
    inside = text.find(words, quote.start, quote.end) if quote and words else -1
    at = inside if inside >= 0 else text.find(words) if words else -1
    if at < 0:
        missing = 'The words "{words}" do not stand in the article; copy them exactly as it has them.'
        raise Problem(missing, words=words[:60])
    return Phrase.of(text, at, at + len(words))


def used(draft: Draft, event_id: str | None, use: Use, phrase: Phrase) -> tuple[Draft, str]:
    """``draft`` with the words used for the event, or for a new one; and the id of that event.

    Raises Problem where the words mean nothing for that field.
    """
    if use in (Use.NEW, Use.QUOTE, Use.ALSO) and len(phrase.text) > LONGEST_QUOTE:
        raise Problem(
            "{length:,} characters are too many for a quote; choose one sentence or clause of at most {most}.",
            length=len(phrase.text),
            most=LONGEST_QUOTE,
        )
    if use is Use.NEW:
        return added(draft, phrase)
    event = next((each.event for each in worked(draft) if each.event.id == event_id), None)
    if event is None or event_id is None:
        raise Problem("No event is open; open one, or make these words a new event.")
    return set_fields(draft, event_id, _changes(draft, event, use, phrase)), event_id


def _changes(draft: Draft, event: Event, use: Use, phrase: Phrase) -> dict[str, object]:
    if use in (Use.SOURCE, Use.TARGET, Use.SPEAKER):
        return {"actors": _with_actors(draft, event, Role(use.value), phrase)}
    if use is Use.DATE:
        return {"when": resolve_date(draft.article, phrase, ahead=event.modality is Modality.PLANNED)}
    if use is Use.PLACE:
        place = resolve_place(draft.article, phrase)
        role = _place_role(event, place.role, place.precision)
        others = [each for each in event.places if (each.name, each.role) != (place.name, role)]
        return {"places": [*others, place.model_copy(update={"role": role})]}
    if use is Use.QUANTITY:
        return {"quantities": [*event.quantities, resolve_quantity(draft.article, phrase)]}
    if use is Use.QUOTE:
        return {"quote": phrase}
    return {"also": sorted({*event.also, phrase}, key=lambda each: each.start)}


def _with_actors(draft: Draft, event: Event, role: Role, phrase: Phrase) -> list[object]:
    """The event's actors with those of the words in ``role``; one that is there receives the words."""
    new = resolve_actors(draft.article, phrase, role)
    ids = {actor.id for actor in new}
    kept = [actor for actor in event.actors if actor.role is not role or actor.id not in ids]
    return [*kept, *new]


def _place_role(event: Event, role: PlaceRole, precision: PlacePrecision) -> PlaceRole:
    """The role a place most likely has in an act of that kind, which the reader sees and may change."""
    if event.kind in _SPEECH:
        return PlaceRole.SAID_AT if role is PlaceRole.HAPPENED_AT and precision is PlacePrecision.SITE else role
    if role is PlaceRole.ABOUT:
        return PlaceRole.TO if event.kind is Kind.MOBILIZE else PlaceRole.HAPPENED_AT
    return role
