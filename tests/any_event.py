"""Any event that the model allows, for tests that must hold for all of them."""

from collections.abc import Iterable
from datetime import date

from hypothesis import strategies as st

from events.exchange.about import Content, Told
from events.model import (
    Actor,
    ActorType,
    Candidate,
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
    Quantity,
    Review,
    ReviewState,
    Role,
    View,
)
from events.snapshots.document import Counts, Source
from tests.factories import NOON

NASTY = ("", "=1+1", "'=1", "''+1", "@x", "\t-1", "\r\n", "a;=1", "_x0041_", "\x00\x1f\x7f", "\ufffe", "<b>&]]>", '"')
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def _phrase(text: str, start: int) -> Phrase:
    return Phrase(text=text, start=start, end=start + len(text))


def _span(days: tuple[date, date], precision: DatePrecision, basis: DateBasis) -> DateSpan:
    return DateSpan(first=min(days), last=max(days), precision=precision, basis=basis)


PHRASES = st.builds(_phrase, TEXTS, st.integers(0, 10_000))
IDS = st.dictionaries(TEXTS, TEXTS, max_size=2)
ACTORS = st.builds(
    Actor,
    role=st.sampled_from(Role),
    id=TEXTS,
    name=TEXTS,
    country=st.none() | TEXTS,
    type=st.sampled_from(ActorType),
    part_of=st.none() | TEXTS,
    phrase=st.none() | PHRASES,
    ids=IDS,
)
PLACES = st.builds(
    Place,
    role=st.sampled_from(PlaceRole),
    name=TEXTS,
    country=st.none() | TEXTS,
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    precision=st.sampled_from(PlacePrecision),
    radius_km=st.none() | st.floats(0, 1e6),
    phrase=st.none() | PHRASES,
    ids=IDS,
    candidates=st.lists(st.builds(Candidate, name=TEXTS, country=st.none(), ids=IDS), max_size=1).map(tuple),
)
EVENTS = st.builds(
    Event,
    id=TEXTS,
    article=st.none() | TEXTS,
    kind=st.sampled_from(Kind),
    modality=st.sampled_from(Modality),
    title=TEXTS,
    quote=st.none() | PHRASES,
    also=st.lists(PHRASES, max_size=2).map(tuple),
    actors=st.lists(ACTORS, max_size=3).map(tuple),
    when=st.none()
    | st.builds(_span, st.tuples(DAYS, DAYS), st.sampled_from(DatePrecision), st.sampled_from(DateBasis)),
    places=st.lists(PLACES, max_size=3).map(tuple),
    quantities=st.lists(st.builds(Quantity, value=NUMBERS, unit=TEXTS, qualifier=TEXTS), max_size=2).map(tuple),
    denies=st.lists(TEXTS, max_size=2).map(tuple),
    confidence=st.floats(0, 1),
    reasons=st.lists(TEXTS, max_size=2).map(tuple),
    extractor=st.none() | TEXTS,
    review=st.builds(Review, state=st.sampled_from(ReviewState), at=st.none() | TEXTS),
    revision=st.integers(1, 2**31),
    original=st.none() | st.dictionaries(TEXTS, TEXTS | st.integers() | st.none() | NUMBERS, max_size=3),
)
SOURCES = st.builds(
    Source,
    id=TEXTS,
    title=st.none() | TEXTS,
    publisher=st.none() | TEXTS,
    url=st.none() | TEXTS,
    language=st.none(),
    published=st.none() | DAYS,
    published_basis=st.none(),
    published_why=st.none(),
)


def content(events: Iterable[Event], source: Source | None = None, *, view: View | None = None) -> Content:
    """Events as a view of their own, all told by ``source``."""
    told = [Told.of(event, source) for event in events]
    counts = Counts(shown=len(told), total=len(told) + 3, omitted={"kind": 3}, denial_gaps=0)
    return Content(view or View(), told, counts, base="http://127.0.0.1:8501", at=NOON)
