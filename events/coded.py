"""What readers made of recorded articles, as coded articles: one can be scored against and learnt from.

A coded article is ``{id, lang, published, title, text, events}``: ``events`` are those the reader kept, ``found`` those
the program had found, both in the shape of the codebook (one speaker, one place of the act, one quantity); a day or
place that no words of the article tell is not coded.
``checked`` says that somebody stood by every event, so that what is not there is known not to be there.
"""

from collections.abc import Iterator, Sequence

from events.draft import MANUAL
from events.model import Actor, Article, Event, Place, PlaceRole, ReviewState, Role
from events.record import Record

Coded = dict[str, object]
_OF_THE_ACT = (PlaceRole.HAPPENED_AT, PlaceRole.TO, PlaceRole.FROM)  # the place that is coded, the first that is there


def corrected_articles(record: Record) -> Iterator[Coded]:
    """Every article of the record of which somebody reviewed, corrected or added an event, by time of recording."""
    for article in record.articles():
        revisions = [record.revisions(event.id) for event in record.events_of(article.id)]
        if any(each[-1].review.by for each in revisions):
            yield coded_article(article, revisions)


def coded_article(article: Article, revisions: Sequence[Sequence[Event]]) -> Coded:
    """One article as it was found and as it was corrected, from the revisions of each of its events."""
    latest = [each[-1] for each in revisions]
    kept = [event for event in latest if event.review.state is not ReviewState.WITHDRAWN]
    return {
        "id": article.id,
        "lang": article.language,
        "published": article.published.isoformat() if article.published else None,
        "title": article.title,
        "text": article.text,
        "events": [coded_event(event) for event in kept],
        "found": [coded_event(each[0]) for each in revisions if each[0].extractor != MANUAL],
        "checked": all(event.review.state is not ReviewState.FOUND for event in latest),
        "by": sorted({event.review.by for event in latest if event.review.by}),
        "extractor": sorted({each[0].extractor for each in revisions if each[0].extractor not in (None, MANUAL)}),
    }


def coded_event(event: Event) -> Coded:
    """One event in the shape of the codebook; ``sure`` is false where a reader disputes it."""
    speakers = event.actors_in(Role.SPEAKER)
    when = event.when if event.when and event.when.phrase else None  # a day from elsewhere is not the text's
    quantity = next(iter(event.quantities), None)
    return {
        "id": event.id,
        "quote": event.quote.text if event.quote else None,
        "kind": event.kind.value,
        "modality": event.modality.value,
        "sources": [_actor(actor) for actor in event.actors_in(Role.SOURCE)],
        "targets": [_actor(actor) for actor in event.actors_in(Role.TARGET)],
        "speaker": _actor(speakers[0]) if speakers else None,
        "date": {"first": str(when.first), "last": str(when.last), "phrase": _words(when.phrase)} if when else None,
        "place": _place(event.places),
        "quantity": {"value": quantity.value, "unit": quantity.unit, "qualifier": quantity.qualifier}
        if quantity
        else None,
        "sure": event.review.state is not ReviewState.DISPUTED,
    }


def _actor(actor: Actor) -> Coded:
    return {
        "id": actor.id,
        "name": actor.name,
        "phrase": _words(actor.phrase),
        "country": actor.country,
        "type": actor.type.value,
    }


def _place(places: Sequence[Place]) -> Coded | None:
    told = [each for each in places if each.phrase]
    place = next((each for role in _OF_THE_ACT for each in told if each.role is role), None)
    return {"name": place.name, "phrase": _words(place.phrase), "country": place.country} if place else None


def _words(phrase: object) -> str | None:
    return getattr(phrase, "text", None)
