"""Events and articles for tests: a test states only what matters to it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from events.articles import article_id
from events.model import (
    Actor,
    ActorType,
    Article,
    DateBasis,
    DatePrecision,
    DateSpan,
    Event,
    Kind,
    Modality,
    Phrase,
    Place,
    PlacePrecision,
    PlaceRole,
    PublishedBasis,
    Review,
    ReviewState,
    Role,
)

TEXT = "Pasukan Korut tiba di Kursk, kata Pentagon. Korut membantah telah mengirim pasukan."
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def make_article(text: str = TEXT, *, published: date | None = date(2024, 10, 31), title: str | None = None) -> Article:
    """An article with ``text``, published on 31 October 2024 unless told otherwise."""
    basis = PublishedBasis.GIVEN if published else None
    return Article(
        id=article_id(text), title=title, language="id", published=published, published_basis=basis, text=text
    )


def make_actor(
    actor_id: str, role: Role = Role.SOURCE, *, name: str | None = None, part_of: str | None = None
) -> Actor:
    """An actor in ``role``; its name is its id unless told otherwise."""
    return Actor(role=role, id=actor_id, name=name or actor_id, type=ActorType.STATE, part_of=part_of)


def make_place(
    lat: float | None,
    lon: float | None,
    *,
    radius_km: float | None = None,
    precision: PlacePrecision = PlacePrecision.CITY,
    name: str = "Kursk",
) -> Place:
    """A place where something happened; null coordinates for a place that is only named."""
    return Place(
        role=PlaceRole.HAPPENED_AT,
        name=name,
        country="RUS",
        lat=lat,
        lon=lon,
        precision=precision,
        radius_km=radius_km,
    )


def make_span(first: date, last: date | None = None) -> DateSpan:
    """A stated day, or the range up to ``last``."""
    precision = DatePrecision.DAY if last in (None, first) else DatePrecision.RANGE
    return DateSpan(first=first, last=last or first, precision=precision, basis=DateBasis.STATED)


def make_event(
    event_id: str = "e1",
    *,
    article: Article | None = None,
    kind: Kind = Kind.MOBILIZE,
    modality: Modality = Modality.ASSERTED,
    actors: Sequence[Actor] = (),
    places: Sequence[Place] = (),
    when: DateSpan | None = None,
    denies: Sequence[str] = (),
    state: ReviewState = ReviewState.FOUND,
    title: str = "North Korea sends troops to Kursk",
    quote: tuple[int, int] | None = (0, 27),
    extractor: str | None = "rules/1",
) -> Event:
    """An event of ``article`` (none: an imported one), quoting the characters ``quote`` of its text."""
    phrase = Phrase.of(article.text, *quote) if article and quote else None
    return Event(
        id=event_id,
        article=article.id if article else None,
        kind=kind,
        modality=modality,
        title=title,
        quote=phrase,
        actors=tuple(actors),
        places=tuple(places),
        when=when,
        denies=tuple(denies),
        extractor=extractor,
        review=Review(state=state),
    )
