"""An event and a view in words: when, where, who, who says so. Plain text, never markup."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from events.exonyms import place_name
from events.index import ARTICLES, drawn_span
from events.model import (
    Actor,
    DateBasis,
    DatePrecision,
    DateSpan,
    Event,
    Place,
    PlacePrecision,
    Quantity,
    Role,
    View,
    one_line,
)
from events.register import name_in, name_of, organ_in
from events.texts import DEFAULT, Texts
from events.titles import LANGUAGES, amount_of, title_of

LONGEST_QUOTE = 240  # characters of a quote in the list; the event's card has all of it


class Telling(Protocol):
    """What is known of an article that tells of events: an article itself, or what a snapshot keeps of it."""

    @property
    def title(self) -> str | None:
        """The headline."""

    @property
    def publisher(self) -> str | None:
        """Who published it."""

    @property
    def published(self) -> date | None:
        """When it was published."""

    @property
    def language(self) -> str | None:
        """The code of the language it is written in."""


def span_words(span: DateSpan, texts: Texts) -> str:
    """A date span at its own precision: a month as a month, a year as a year."""
    if span.precision is DatePrecision.YEAR:
        return str(span.first.year)
    if span.precision is DatePrecision.MONTH:
        return texts.month(span.first)
    days = texts.days(span.first, span.last)
    if span.precision in (DatePrecision.DAY, DatePrecision.DAYS) or span.first == span.last:
        return days
    return texts("when.within", days=days)


def when_words(event: Event, article: Telling | None, texts: Texts) -> str:
    """When the act happened, at most as exactly as is known."""
    drawn = drawn_span(event, article)
    if event.when is not None:
        words = span_words(event.when, texts)
        return texts("when.curated", when=words) if event.when.basis is DateBasis.CURATED else words
    if drawn.kind == "before" and drawn.last is not None:
        return texts("when.before", day=texts.day(drawn.last))
    return texts("when.unknown")


def place_words(place: Place, texts: Texts) -> str:
    """A place with its role and, where it is not exact, how far it is known."""
    name = place_name(place, texts.language)
    if place.precision in (PlacePrecision.REGION, PlacePrecision.DISTRICT):
        name = texts("where.region", name=name)
    return texts(f"where.{place.role.value}", name=name)


def where_words(event: Event, texts: Texts) -> str:
    """Every place of the event with its role, or that none is known."""
    return "; ".join(place_words(place, texts) for place in event.places) or texts("where.unknown")


def actor_words(actor_id: str, name: str, texts: Texts) -> str:
    """An actor as the reader's language calls it, else by the name it is told with."""
    if texts.language == DEFAULT:
        return name
    called = name_in(texts.language, actor_id)
    organ = organ_in(texts.language, actor_id)
    if called or not organ:
        return called or name
    noun, state = organ
    words = texts("actor.organ", organ=noun, state=name_in(texts.language, state) or name_of(state))
    return words[:1].upper() + words[1:]


def names(actors: Sequence[Actor], texts: Texts) -> str:
    """The names of actors, each once, joined as the language joins them."""
    return texts.listing(list(dict.fromkeys(actor_words(actor.id, actor.name, texts) for actor in actors)))


def title_words(event: Event, texts: Texts) -> str:
    """The event in one line in the reader's language; a title that somebody wrote stays as it was written."""
    if texts.language == DEFAULT or texts.language not in LANGUAGES:
        return event.title
    told = title_of(event.kind, event.modality, event.actors, event.places, event.quantities)
    if event.title != told:
        return event.title
    actors = [each.model_copy(update={"name": actor_words(each.id, each.name, texts)}) for each in event.actors]
    places = [each.model_copy(update={"name": place_name(each, texts.language)}) for each in event.places]
    return title_of(event.kind, event.modality, actors, places, event.quantities, texts.language)


def who_words(event: Event, texts: Texts) -> str:
    """Who does it to whom."""
    doers, targets = names(event.actors_in(Role.SOURCE), texts), names(event.actors_in(Role.TARGET), texts)
    doers = doers or texts("who.unknown")
    return texts("who.to", doers=doers, targets=targets) if targets else doers


def says_words(event: Event, article: Telling | None, texts: Texts) -> str:
    """Who says so: the speaker whom the article quotes, and the article itself."""
    source = teller_words(event, article, texts)
    speakers = speaker_words(event, texts)
    return texts("says.quoted", speakers=speakers, source=source) if speakers else source


def speaker_words(event: Event, texts: Texts) -> str:
    """Whom the article quotes as saying so; empty where it is nobody."""
    return names(event.actors_in(Role.SPEAKER), texts)


def teller_words(event: Event, teller: Telling | None, texts: Texts) -> str:
    """What tells of the event: its article, or the data set that it was imported with."""
    if event.article is not None:
        return article_words(teller, texts)
    return texts("says.data", title=teller.title) if teller and teller.title else texts("says.imported")


def article_words(article: Telling | None, texts: Texts) -> str:
    """An article by title and publisher; without quotation marks, which are for the words of an event."""
    if article is None:
        return texts("says.imported")
    title = article.title or texts("article.untitled")
    return texts("says.publisher" if article.publisher else "says.article", title=title, publisher=article.publisher)


def quantity_words(quantity: Quantity, texts: Texts) -> str:
    """A number with its unit, and how exact the article is about it."""
    return amount_of(quantity, texts.language)


def modality_words(event: Event, texts: Texts) -> str:
    """How the act is told; a denied statement is one that nobody would confirm."""
    if event.kind == "STATE" and event.modality == "denied":
        return texts("modality.not_confirmed")
    return texts(f"modality.{event.modality.value}")


def basis_words(span: DateSpan, published: date | None, texts: Texts) -> str:
    """How a date is known; a weekday as the article's publication day bears on it."""
    key = f"add.basis.{span.basis.value}"
    if span.basis is DateBasis.WEEKDAY and published:
        key += ".before" if span.last < published else ".after" if span.first > published else ".same"
    return texts(key)


def row(event: Event, article: Telling | None, texts: Texts) -> dict[str, str]:
    """One line of the list: every cell in words, with the event's id, family and modality for its mark.

    ``first`` and ``last`` are the days it is drawn on, as ``events.index.drawn_span`` has them, "" for none;
    ``quote`` are the words of the article that tell the event, ``speakers`` whom it quotes, ``source`` the article.
    """
    span = drawn_span(event, article)
    return {
        "id": event.id,
        "first": span.first.isoformat() if span.first else "",
        "last": span.last.isoformat() if span.last else "",
        "family": event.family.name.lower(),
        "modality": event.modality.value,
        "review": event.review.state.value,
        "review_words": texts(f"review.{event.review.state.value}"),
        "title": title_words(event, texts),
        "when": when_words(event, article, texts),
        "where": where_words(event, texts),
        "who": who_words(event, texts),
        "quote": one_line(" ".join(event.quote.text.split()), LONGEST_QUOTE) if event.quote else "",
        "language": (article.language if article else None) or "",
        "says": says_words(event, article, texts),
        "speakers": speaker_words(event, texts),
        "source": teller_words(event, article, texts),
        "kind": texts(f"kind.{event.kind.value}"),
        "modality_words": modality_words(event, texts),
    }


def window_words(view: View, texts: Texts) -> str:
    """The chosen days in words; empty where none are chosen."""
    if view.first and view.last:
        return texts.days(view.first, view.last)
    if view.first:
        return texts("chip.from", first=texts.day(view.first))
    return texts("chip.until", last=texts.day(view.last)) if view.last else ""


def view_words(view: View, texts: Texts, titles: Mapping[str, str] | None = None) -> str:
    """The whole view in words, for a snapshot's preview and page; ``titles`` are of data sets, by name."""
    called = {ARTICLES: texts("data.articles"), **(titles or {})}

    def chosen(key: str, names: list[str], **more: object) -> str:
        return texts(key, names=texts.listing(names), **more) if names else ""

    role = texts(f"role.{view.role.value if view.role else 'any'}")
    area = view.area
    parts = [
        chosen("view.actors", [actor_words(actor, name_of(actor), texts) for actor in view.actors], role=role),
        *(
            chosen(f"view.{field}", [actor_words(actor, name_of(actor), texts) for actor in getattr(view, field)])
            for field in ("doers", "targets", "without")
        ),
        chosen("view.kinds", [texts(f"kind.{kind.value}") for kind in view.kinds]),
        chosen("view.modalities", [texts(f"modality.{each.value}") for each in view.modalities]),
        window_words(view, texts),
        texts("chip.certain") if view.certain else "",
        texts(
            "view.outline" if area.outline else "view.area",
            west=area.west,
            south=area.south,
            east=area.east,
            north=area.north,
        )
        if area
        else "",
        texts("view.text", text=view.text) if view.text else "",
        chosen("view.reviews", [texts(f"review.{each.value}") for each in view.reviews]),
        chosen("view.data", [called.get(name, name) for name in view.data]),
        texts("chip.picked", n=len(view.picked)) if view.picked else "",
        texts("chip.unseen", reason=texts(f"reason.{view.unseen.value}")) if view.unseen else "",
    ]
    return "; ".join(part for part in parts if part) or texts("view.all")
