"""A small record for the browser: six events of one article, each there for something a reader does."""

from datetime import date

from events.model import Actor, ActorType, Event, Kind, Modality, Phrase, Place, PlacePrecision, PlaceRole, Role
from tests.factories import make_article, make_event, make_span

TEXT = (
    "Pasukan Korut tiba di wilayah Kursk pada 28 Oktober 2024, kata Pentagon. "
    "Korut membantah telah mengirim pasukan ke Kursk. "
    "Lloyd Austin mendesak Korut menarik pasukannya di Pentagon. "
    "Korsel mendesak Korut menarik pasukannya di Pentagon. "
    "Rusia dan Tiongkok berunding di Moskow. "
    "Ukraina berencana menyerang kota Kursk."
)
ARTICLE = make_article(TEXT, published=date(2024, 11, 2), title="Korut, Kursk & <b>Pentagon</b>")


def _words(words: str) -> Phrase:
    start = TEXT.index(words)
    return Phrase.of(TEXT, start, start + len(words))


def _actor(actor: str, name: str, role: Role, words: str, kind: ActorType = ActorType.STATE) -> Actor:
    return Actor(role=role, id=actor, name=name, country=actor[:3].upper(), type=kind, phrase=_words(words))


def _place(
    name: str, role: PlaceRole, lat: float, lon: float, precision: PlacePrecision, radius: float | None
) -> Place:
    return Place(role=role, name=name, country="RUS", lat=lat, lon=lon, precision=precision, radius_km=radius)


def _event(number: int, kind: Kind, sentence: str, title: str, **fields: object) -> Event:
    quote = _words(sentence)
    event = make_event(f"{number:016x}", article=ARTICLE, kind=kind, title=title, quote=(quote.start, quote.end))
    return event.model_copy(update=fields)


KURSK_OBLAST = _place("Kursk Oblast", PlaceRole.TO, 51.7, 36.2, PlacePrecision.REGION, 130)
KURSK = _place("Kursk", PlaceRole.HAPPENED_AT, 51.737, 36.187, PlacePrecision.CITY, None)
MOSCOW = _place("Moscow", PlaceRole.HAPPENED_AT, 55.752, 37.618, PlacePrecision.CITY, None)
PENTAGON = Place(
    role=PlaceRole.SAID_AT, name="Pentagon", country="USA", lat=38.871, lon=-77.056, precision=PlacePrecision.SITE
)
OCTOBER_28, OCTOBER_30, NOVEMBER_1 = (
    make_span(day) for day in (date(2024, 10, 28), date(2024, 10, 30), date(2024, 11, 1))
)

EVENTS = (
    _event(
        1,
        Kind.MOBILIZE,
        "Pasukan Korut tiba di wilayah Kursk pada 28 Oktober 2024, kata Pentagon.",
        "North Korean troops arrive in Kursk Oblast",
        actors=(
            _actor("prk-military", "North Korean troops", Role.SOURCE, "Pasukan Korut", ActorType.MILITARY),
            _actor("usa-mod", "Pentagon", Role.SPEAKER, "Pentagon", ActorType.GOVERNMENT),
        ),
        when=OCTOBER_28.model_copy(update={"phrase": _words("28 Oktober 2024")}),
        places=(KURSK_OBLAST.model_copy(update={"phrase": _words("wilayah Kursk")}),),
    ),
    _event(
        2,
        Kind.MOBILIZE,
        "Korut membantah telah mengirim pasukan ke Kursk.",
        "North Korea denies having sent troops",
        modality=Modality.DENIED,
        actors=(
            _actor("prk", "North Korea", Role.SOURCE, "Korut"),
            _actor("prk", "North Korea", Role.SPEAKER, "Korut"),
        ),
        denies=(f"{1:016x}",),
    ),
    _event(
        3,
        Kind.REQUEST,
        "Lloyd Austin mendesak Korut menarik pasukannya di Pentagon.",
        "Lloyd Austin demands that North Korea withdraw its troops",
        actors=(
            _actor("usa-austin", "Lloyd Austin", Role.SOURCE, "Lloyd Austin", ActorType.PERSON),
            _actor("prk", "North Korea", Role.TARGET, "Korut"),
        ),
        when=OCTOBER_30,
        places=(PENTAGON,),
    ),
    _event(
        4,
        Kind.REQUEST,
        "Korsel mendesak Korut menarik pasukannya di Pentagon.",
        "South Korea demands that North Korea withdraw its troops",
        actors=(
            _actor("kor", "South Korea", Role.SOURCE, "Korsel"),
            _actor("prk", "North Korea", Role.TARGET, "Korut"),
        ),
        when=OCTOBER_30,
        places=(PENTAGON,),
    ),
    _event(
        5,
        Kind.CONSULT,
        "Rusia dan Tiongkok berunding di Moskow.",
        "Russia and China consult",
        actors=(_actor("rus", "Russia", Role.SOURCE, "Rusia"), _actor("chn", "China", Role.SOURCE, "Tiongkok")),
        when=NOVEMBER_1,
        places=(MOSCOW,),
    ),
    _event(
        6,
        Kind.ASSAULT,
        "Ukraina berencana menyerang kota Kursk.",
        "Ukraine plans to attack Kursk",
        modality=Modality.PLANNED,
        actors=(_actor("ukr", "Ukraine", Role.SOURCE, "Ukraina"),),
        places=(KURSK,),
    ),
)
