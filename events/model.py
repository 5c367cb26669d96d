"""The nouns every part of the program shares: article, event, actor, place, date span, view.

All are frozen: a change is a new value (``model_copy(update=...)``), and a change to a recorded
event is a new revision. The JSON of these models is the one shape that the commands, links'
snapshots and exports use. Offsets count Unicode code points of the article's text as given.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from events.sentence import Sentence
from events.theatre import TheatreError, theatre


class Problem(Exception):  # noqa: N818 - a sentence for the user, not a programming error
    """A user's mistake, worded for the user: what came, what is allowed, what to do.

    With values the sentence is a pattern, which other languages can say too (``events.sentence``).
    """

    exit_status = 2  # of a command that ends with it

    def __init__(self, sentence: str, /, **values: object) -> None:
        """``sentence``, with its values put in."""
        super().__init__(Sentence(sentence, **values) if values else sentence)

    @property
    def sentence(self) -> str:
        """What it says, with its pattern where it has one."""
        said: str = self.args[0]
        return said


def one_line(text: str, longest: int = 80) -> str:
    """``text`` as a sentence or table can carry it: short, on one line, printable whatever it holds."""
    line = "".join(letter if letter.isprintable() else "?" for letter in text)
    return line if len(line) <= longest else line[: longest - 3] + "..."


def _is_empty(value: object) -> bool:
    return not value


class Noun(BaseModel):
    """Base of all nouns: frozen, and strict about field names."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_max_length=5_000_000)

    @classmethod
    def trusted(cls, fields: dict[str, Any]) -> Self:
        """The noun of all its fields, which are right by the way they were made: nothing is asked again.

        Reading makes hundreds of them an article, and ``model_construct`` looks for defaults, in three times the time.
        """
        made, give = cls.__new__(cls), object.__setattr__
        give(made, "__dict__", fields)
        give(made, "__pydantic_fields_set__", set(fields))
        give(made, "__pydantic_extra__", None)
        give(made, "__pydantic_private__", None)
        return made


class Kind(StrEnum):
    """What sort of act: the sixteen event types named after PLOVER, and STATE."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    STATE = "STATE"


class Family(StrEnum):
    """The five families of kinds that colour stands for."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"
    STATEMENT = "statement"


FAMILY_OF_KIND: dict[Kind, Family] = {
    Kind.AGREE: Family.VERBAL_COOPERATION,
    Kind.CONSULT: Family.VERBAL_COOPERATION,
    Kind.SUPPORT: Family.VERBAL_COOPERATION,
    Kind.CONCEDE: Family.VERBAL_COOPERATION,
    Kind.COOPERATE: Family.MATERIAL_COOPERATION,
    Kind.AID: Family.MATERIAL_COOPERATION,
    Kind.RETREAT: Family.MATERIAL_COOPERATION,
    Kind.REQUEST: Family.VERBAL_CONFLICT,
    Kind.ACCUSE: Family.VERBAL_CONFLICT,
    Kind.REJECT: Family.VERBAL_CONFLICT,
    Kind.THREATEN: Family.VERBAL_CONFLICT,
    Kind.PROTEST: Family.MATERIAL_CONFLICT,
    Kind.SANCTION: Family.MATERIAL_CONFLICT,
    Kind.MOBILIZE: Family.MATERIAL_CONFLICT,
    Kind.COERCE: Family.MATERIAL_CONFLICT,
    Kind.ASSAULT: Family.MATERIAL_CONFLICT,
    Kind.STATE: Family.STATEMENT,
}


class Modality(StrEnum):
    """How the act stands to the world, as the article tells it."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"


class Role(StrEnum):
    """What an actor is in an event; on screen: doer, target, speaker."""

    SOURCE = "source"
    TARGET = "target"
    SPEAKER = "speaker"


class ActorType(StrEnum):
    """What sort of actor."""

    STATE = "state"
    MILITARY = "military"
    GOVERNMENT = "government"
    PERSON = "person"
    ORG = "org"
    ARMED_GROUP = "armed_group"
    CIVILIAN = "civilian"


class DatePrecision(StrEnum):
    """How finely the article dates the act."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH_PART = "month_part"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"


class DateBasis(StrEnum):
    """Where a date comes from."""

    STATED = "stated"
    RELATIVE = "relative"
    WEEKDAY = "weekday"
    CURATED = "curated"
    IMPORTED = "imported"


class PlaceRole(StrEnum):
    """What a place is in an event."""

    HAPPENED_AT = "happened_at"
    SAID_AT = "said_at"
    ABOUT = "about"
    FROM = "from"
    TO = "to"


class PlacePrecision(StrEnum):
    """How finely a place is known."""

    SITE = "site"
    CITY = "city"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"


class ReviewState(StrEnum):
    """What people have made of a found event."""

    FOUND = "found"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class PublishedBasis(StrEnum):
    """How an article's publication date is known."""

    STATED = "stated"
    METADATA = "metadata"
    GIVEN = "given"
    CURATED = "curated"


class Phrase(Noun):
    """Exact words of an article: ``article.text[start:end] == text``."""

    text: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]

    def model_post_init(self, context: Any, /) -> None:  # noqa: ARG002 - a validator would ask again in each event
        """Refuses a length that is not that of the words."""
        if self.end - self.start != len(self.text):
            raise ValueError(f"a phrase of {len(self.text)} characters cannot span {self.start} to {self.end}")

    def overlap(self, other: "Phrase") -> float:
        """How much of the shorter of two phrases of one article both hold, from 0 to 1."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return max(0, shared) / max(1, min(self.end - self.start, other.end - other.start))

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """The phrase that stands at ``text[start:end]``."""
        words = text[start:end]
        if not 0 <= start <= end or len(words) != end - start:
            raise ValueError(f"a text of {len(text)} characters has no phrase from {start} to {end}")
        return cls.trusted({"text": words, "start": start, "end": end})


class Actor(Noun):
    """An actor in its role in one event; ``country`` is ISO 3166 alpha-3, "IGO" or null.

    ``ids`` are what others call it: "iso" (ISO 3166 alpha-3), "wikidata"; of an actor unknown to the register, none.
    """

    role: Role
    id: str
    name: str
    country: str | None = None
    type: ActorType
    part_of: str | None = None
    phrase: Phrase | None = None
    ids: Annotated[dict[str, str], Field(exclude_if=_is_empty)] = Field(default_factory=dict)


class DateSpan(Noun):
    """First and last day, both inclusive, on which the article places the act."""

    first: date
    last: date
    precision: DatePrecision
    basis: DateBasis
    phrase: Phrase | None = None

    def model_post_init(self, context: Any, /) -> None:  # noqa: ARG002 - as in a phrase
        """Refuses a last day before the first."""
        if self.first > self.last:
            raise ValueError(f"the first day {self.first} is after the last day {self.last}")


class Candidate(Noun):
    """Another place that a name may have meant, with its reference ids."""

    name: str
    country: str | None = None
    ids: Annotated[dict[str, str], Field(exclude_if=_is_empty)] = Field(default_factory=dict)


class Place(Noun):
    """A place in its role in one event; ``lat`` and ``lon`` in degrees WGS 84, ``radius_km`` how far it reaches.

    ``ids`` are reference ids ("iso", "geonames", "wikidata"); ``candidates`` the other places that its name may mean.
    """

    role: PlaceRole
    name: str
    country: str | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision: PlacePrecision
    radius_km: Annotated[float, Field(ge=0)] | None = None
    phrase: Phrase | None = None
    ids: Annotated[dict[str, str], Field(exclude_if=_is_empty)] = Field(default_factory=dict)
    candidates: Annotated[tuple[Candidate, ...], Field(exclude_if=_is_empty)] = ()


class Quantity(Noun):
    """A number the act is told with."""

    value: float
    unit: str
    qualifier: str = "exact"
    phrase: Phrase | None = None


class Review(Noun):
    """The state of review, and who last changed the event, when (ISO 8601, UTC) and why."""

    state: ReviewState = ReviewState.FOUND
    by: str | None = None
    at: str | None = None
    why: str | None = None


class Event(Noun):
    """One act by an identifiable doer, told in one article, with its evidence."""

    id: str
    article: str | None
    kind: Kind
    modality: Modality
    title: str
    quote: Phrase | None
    also: tuple[Phrase, ...] = ()
    actors: tuple[Actor, ...] = ()
    when: DateSpan | None = None
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    denies: tuple[str, ...] = ()
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    reasons: tuple[str, ...] = ()
    extractor: str | None = None
    review: Review = Review()
    revision: Annotated[int, Field(ge=1)] = 1
    original: dict[str, object] | None = None

    @property
    def family(self) -> Family:
        """The family of this event's kind."""
        return FAMILY_OF_KIND[self.kind]

    def actors_in(self, role: Role) -> tuple[Actor, ...]:
        """The actors that hold ``role``, in the order told."""
        return tuple(actor for actor in self.actors if actor.role is role)


def event_id(article: str, quote: Phrase, kind: Kind, modality: Modality, sources: Iterable[str]) -> str:
    """The id of an event, from what it is first told as: the same on every run and machine."""
    key = "|".join([article, str(quote.start), str(quote.end), kind, modality, *sorted(sources)])
    return sha256(key.encode()).hexdigest()[:20]


class Article(Noun):
    """One source text; everything but the text may be unknown. ``id`` is the hash of the text without outer blanks."""

    id: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published: date | None = None
    published_basis: PublishedBasis | None = None
    published_why: str | None = None
    text: str


MOST_CORNERS = 24  # of an outline: a link stays short, and a question small
Corner = tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]
"""Longitude and latitude in degrees."""


class Area(Noun):
    """A box on the map in degrees; ``west`` may exceed ``east`` where it crosses the date line.

    With an ``outline`` it is the inside of that, and the box is what the outline fits in; where it crosses itself, what
    is inside an even number of times is outside. An outline does not cross the date line.
    """

    west: Annotated[float, Field(ge=-180, le=180)]
    south: Annotated[float, Field(ge=-90, le=90)]
    east: Annotated[float, Field(ge=-180, le=180)]
    north: Annotated[float, Field(ge=-90, le=90)]
    outline: Annotated[tuple[Corner, ...], Field(exclude_if=_is_empty)] = ()

    @classmethod
    def around(cls, corners: Sequence[tuple[float, float]]) -> Self:
        """The area inside of an outline of (longitude, latitude)."""
        lons, lats = zip(*corners, strict=True)
        return cls(west=min(lons), south=min(lats), east=max(lons), north=max(lats), outline=tuple(corners))

    def corners(self) -> list[tuple[float, float]]:
        """The outline, or that of the box; beyond 180 degrees east where it crosses the date line."""
        east = self.east if self.west <= self.east else self.east + 360
        box = [(self.west, self.south), (self.west, self.north), (east, self.north), (east, self.south)]
        return list(self.outline) or box

    @model_validator(mode="after")
    def _upright(self) -> Self:
        if self.south > self.north:
            raise ValueError(f"the southern edge {self.south} lies north of the northern edge {self.north}")
        if self.outline and not 3 <= len(self.outline) <= MOST_CORNERS:
            raise ValueError(f"an outline has from 3 to {MOST_CORNERS} corners, not {len(self.outline)}")
        if self.outline and not self._fits():
            raise ValueError("the box is not the one that the outline fits in")
        return self

    def _fits(self) -> bool:
        lons, lats = zip(*self.outline, strict=True)
        return (min(lons), min(lats), max(lons), max(lats)) == (self.west, self.south, self.east, self.north)


class Camera(Noun):
    """Where the map looks: centre in degrees and MapLibre zoom."""

    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    zoom: Annotated[float, Field(ge=0, le=22)]


class Borders(StrEnum):
    """Whose borders the map draws: as most states recognise them, or as they are held."""

    RECOGNISED = "recognised"
    DE_FACTO = "defacto"


class Reason(StrEnum):
    """Why a view does not show an event, in the order in which it is asked."""

    PICKED = "picked"
    ACTOR = "actor"
    EXCLUDED = "excluded"
    KIND = "kind"
    MODALITY = "modality"
    DATES = "dates"
    UNCERTAIN = "uncertain"
    UNDATED = "undated"
    AREA = "area"
    UNPLACED = "unplaced"
    TEXT = "text"
    REVIEW = "review"
    WITHDRAWN = "withdrawn"
    DATA = "data"
    SEEN = "seen"


class LanesBy(StrEnum):
    """What a lane of the timeline stands for; with ``none`` all events share one."""

    ACTOR = "actor"
    PLACE = "place"
    KIND = "kind"
    DATA = "data"
    NONE = "none"


class LanesSort(StrEnum):
    """In which order lanes stand: by how many events they have, by their first day, or by name."""

    NUMBER = "number"
    FIRST = "first"
    NAME = "name"


def home() -> Camera:
    """Where the map looks at first; raises Problem where the user's theatre says nothing that can be read."""
    try:
        lon, lat, zoom = theatre().look
    except TheatreError as wrong:
        raise Problem(str(wrong)) from None
    return Camera(lon=lon, lat=lat, zoom=zoom)


class View(Noun):
    """Everything the reader has chosen. Empty tuples and nulls choose nothing away.

    ``picked`` are events chosen one by one. ``role`` says in which role one of ``actors`` must stand (null: any);
    ``doers`` and ``targets`` are who acts and on whom, ``without`` actors who have no part. ``first`` and ``last``
    bound the days an event may have happened on, or with ``certain`` surely did. With ``unseen`` the view shows what
    it would otherwise hide for that reason. ``event`` is the event whose card is open, ``profile`` the actor whose
    profile is; ``by`` is what lanes stand for and ``sort`` their order, ``lanes`` are the actors and countries whose
    lanes are opened into their parts, ``folded`` the lanes that are one line high,
    ``camera`` is where the map looks, ``borders`` whose it draws, ``layers`` the areas by day that lie on it.
    """

    picked: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    role: Role | None = None
    doers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    modalities: tuple[Modality, ...] = ()
    first: date | None = None
    last: date | None = None
    certain: bool = False
    area: Area | None = None
    text: str = ""
    reviews: tuple[ReviewState, ...] = ()
    data: tuple[str, ...] = ()
    unseen: Reason | None = None
    event: str | None = None
    profile: str | None = None
    by: LanesBy = LanesBy.ACTOR
    sort: LanesSort = LanesSort.NUMBER
    lanes: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    camera: Camera = Field(default_factory=home)
    borders: Borders = Borders.RECOGNISED
    layers: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"the view begins on {self.first}, after its end on {self.last}")
        return self
