"""Many events that look like what an analyst's record holds, the same at every run."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

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
    Role,
)
from events.register import known
from tests.factories import make_article

STATES = (
    "prk",
    "rus",
    "ukr",
    "usa",
    "kor",
    "chn",
    "jpn",
    "gbr",
    "fra",
    "deu",
    "pol",
    "blr",
    "tur",
    "irn",
    "idn",
    "ita",
)
PARTS = {
    "prk": "prk-military",
    "rus": "rus-mod",
    "ukr": "ukr-military",
    "usa": "usa-mod",
    "kor": "kor-mod",
    "chn": "chn-mfa",
}
TOWNS = (
    ("Kursk", "RUS", 51.737, 36.187),
    ("Sudzha", "RUS", 51.198, 35.272),
    ("Korenevo", "RUS", 51.411, 34.9),
    ("Rylsk", "RUS", 51.566, 34.683),
    ("Sumy", "UKR", 50.907, 34.798),
    ("Belgorod", "RUS", 50.61, 36.58),
    ("Kharkiv", "UKR", 49.98, 36.25),
    ("Moscow", "RUS", 55.752, 37.618),
    ("Kyiv", "UKR", 50.45, 30.523),
    ("Vovchansk", "UKR", 50.29, 36.94),
    ("Lgov", "RUS", 51.66, 35.26),
    ("Bryansk", "RUS", 53.25, 34.37),
)
REGIONS = (
    ("Kursk Oblast", "RUS", 51.7, 36.2, 130.0),
    ("Belgorod Oblast", "RUS", 50.7, 37.6, 110.0),
    ("Sumy Oblast", "UKR", 51.0, 34.0, 110.0),
    ("Donbas", "UKR", 48.3, 38.0, 150.0),
)
COUNTRIES = (("Russia", "RUS"), ("North Korea", "PRK"), ("Ukraine", "UKR"))
FIRST = date(2024, 8, 6)
PER_ARTICLE = 8
SENTENCE = "Kalimat nomor {:06d} berita. "


def _actor(random: Random, role: Role) -> Actor:
    # a few states do most of it, as in any war
    state = STATES[min(int(random.expovariate(0.35)), len(STATES) - 1)]
    chosen = PARTS[state] if state in PARTS and random.random() < 0.35 else state
    entry = known(chosen)
    name = entry.name if entry else chosen
    kind = entry.type if entry else ActorType.STATE
    return Actor(
        role=role, id=chosen, name=name, country=state.upper(), type=kind, part_of=entry.part_of if entry else None
    )


def _when(random: Random) -> DateSpan | None:
    day = FIRST + timedelta(days=int(random.triangular(0, 300, 60)))
    shape = random.random()
    if shape < 0.3:
        return None
    length = 0 if shape < 0.8 else random.choice((2, 6, 29))
    precision = {0: DatePrecision.DAY, 2: DatePrecision.DAYS, 6: DatePrecision.WEEK, 29: DatePrecision.MONTH}[length]
    return DateSpan(first=day, last=day + timedelta(days=length), precision=precision, basis=DateBasis.STATED)


def _places(random: Random) -> tuple[Place, ...]:
    role = random.choice(list(PlaceRole))
    shape = random.random()
    if shape < 0.2:
        return ()
    if shape < 0.35:
        name, country = random.choice(COUNTRIES)
        return (Place(role=role, name=name, country=country, precision=PlacePrecision.COUNTRY),)
    if shape < 0.5:
        name, country, lat, lon, radius = random.choice(REGIONS)
        region = PlacePrecision.REGION
        return (Place(role=role, name=name, country=country, lat=lat, lon=lon, precision=region, radius_km=radius),)
    name, country, lat, lon = random.choice(TOWNS)
    return (Place(role=role, name=name, country=country, lat=lat, lon=lon, precision=PlacePrecision.CITY),)


def _event(random: Random, number: int, article: Article) -> Event:
    actors = [_actor(random, Role.SOURCE)]
    actors += [_actor(random, Role.TARGET)] if random.random() < 0.6 else []
    actors += [_actor(random, Role.SPEAKER)] if random.random() < 0.3 else []
    kind = random.choice(list(Kind))
    modality = random.choices(list(Modality), (70, 10, 10, 10))[0]
    start = len(SENTENCE.format(0)) * (number % PER_ARTICLE)
    return Event(
        id=f"{number:016x}",
        article=article.id,
        kind=kind,
        modality=modality,
        title=f"{actors[0].name} {kind.value.lower()} {actors[1].name if len(actors) > 1 else ''}".strip(),
        quote=Phrase.of(article.text, start, start + 24),
        actors=tuple(actors),
        when=_when(random),
        places=_places(random),
        confidence=0.8,
        extractor="rules/1",
    )


def articles_and_events(count: int, seed: int = 7) -> Iterator[tuple[Article, list[Event]]]:
    """``count`` events in articles of eight, the last of them shorter."""
    random = Random(seed)  # noqa: S311 - sameness is wanted, not secrecy
    for first in range(0, count, PER_ARTICLE):
        text = "".join(SENTENCE.format(number) for number in range(first, first + PER_ARTICLE))
        published = FIRST + timedelta(days=random.randrange(300)) if random.random() < 0.8 else None
        article = make_article(text, published=published, title=f"Berita {first // PER_ARTICLE + 1}")
        numbers = range(first, min(first + PER_ARTICLE, count))
        yield article, [_event(random, number, article) for number in numbers]
