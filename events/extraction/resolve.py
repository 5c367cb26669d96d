"""Words that a reader points at -> what they mean: an actor, a date, a place or a quantity.

The same register and rules that read the whole article read the words chosen; where they find
nothing, the words are looked up by themselves, and what is not known stays named and nothing more.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TypeVar

from events.extraction.actors import Reader
from events.extraction.dates import find_dates
from events.extraction.gazetteer import Known, Sort, fold, gazetteer
from events.extraction.grammar import LANGUAGES, grammar_of
from events.extraction.names import Alias, Who, aliases, who_of
from events.extraction.places import find_places
from events.extraction.quantities import find_quantities
from events.extraction.text import sentences, word_pieces
from events.model import (
    Actor,
    ActorType,
    Article,
    Candidate,
    DateSpan,
    Phrase,
    Place,
    PlacePrecision,
    PlaceRole,
    Problem,
    Quantity,
    Role,
)
from events.register import known, unknown_id

T = TypeVar("T")
MOST_PLACES = 12  # of one name that are offered


def resolve_actors(article: Article, phrase: Phrase, role: Role) -> list[Actor]:
    """The actors that the words name where they stand; where no rule knows them, one of that name and no more."""
    who = _mentioned(article, phrase) or _by_alias(article, phrase) or [_unknown(phrase.text)]
    return [each.in_role(role, phrase) for each in who]


def actor_named(words: str, role: Role, language: str | None = None) -> Actor:
    """The actor of that id or name, from the register where it is known."""
    entry = known(words)
    if entry:
        return who_of(entry).in_role(role, None)
    who = next(iter(_aliases_of(words, language or "en")), None) or _unknown(words)
    return who.in_role(role, None)


def _unknown(words: str) -> Who:
    name = " ".join(words.split())
    return Who(unknown_id(name, None), name, None, ActorType.ORG, None)


def _mentioned(article: Article, phrase: Phrase) -> list[Who]:
    """Whom the article's own reading of the sentence finds in these words."""
    if article.language not in LANGUAGES:
        return []
    grammar = grammar_of(article.language)
    found = sentences(article.text, grammar, article.title)
    reader = Reader(grammar, day=article.published)
    reader.learn(found)
    best: tuple[int, tuple[Who, ...]] = (0, ())
    for sentence in found:
        if sentence.start >= phrase.end:
            break
        for mention in reader.mentions(sentence):
            tokens = sentence.tokens[mention.first : mention.last]
            shared = min(tokens[-1].end, phrase.end) - max(tokens[0].start, phrase.start)
            if shared > best[0] and any(who.id for who in mention.who):
                best = (shared, mention.who)
    return [who for who in best[1] if who.id]


def _by_alias(article: Article, phrase: Phrase) -> list[Who]:
    return list(_aliases_of(phrase.text, article.language or "en"))[:1]


def _aliases_of(words: str, language: str) -> Iterator[Who]:
    """The register's entries that go by exactly these words."""
    pieces = word_pieces(words)
    if not pieces:
        return
    rows: list[tuple[tuple[str, ...], Alias]] = aliases(language).get(pieces[0], [])
    for name, alias in rows:
        if name == pieces:
            yield who_of(alias.entry)


# -- dates, places, quantities -------------------------------------------------------------------


def resolve_date(article: Article, phrase: Phrase, *, ahead: bool = False) -> DateSpan:
    """The days that the words tell; raises Problem where they tell none."""

    def read(text: str) -> list[DateSpan]:
        return find_dates(text, article.language or "", article.published, ahead=ahead)

    found = _pointed(read, lambda span: span.phrase, article, phrase)
    if found is None:
        told = 'No date could be read in "{words}"; set the days by hand.'
        if article.published is None:
            told = (
                'No date could be read in "{words}" (some need the publication date, which is not known); '
                "set the days by hand."
            )
        raise Problem(told, words=_short(phrase))
    return found.model_copy(update={"phrase": phrase})


def resolve_place(article: Article, phrase: Phrase, *, guess: bool = True) -> Place:
    """The place that the words name; one that is not known is named, without a place on the map.

    Where the article does not tell which of several places of that name it is, the likeliest is the ``guess``; without
    it the place has no position, and the others are its candidates.
    """

    def read(text: str) -> list[Place]:
        return [mention.place for mention in find_places(text, article.language or "")]

    found = _at(read(article.text), lambda place: place.phrase, phrase)
    named = places_named(phrase.text)
    if found is None and not guess and len(named) > 1:
        return _undecided(named, phrase)
    found = found or next(iter(read(phrase.text)), None)
    if found is not None:
        return found.model_copy(update={"phrase": phrase})
    if named:
        return named[0].model_copy(update={"phrase": phrase})
    name = " ".join(phrase.text.split())
    return Place(role=PlaceRole.HAPPENED_AT, name=name, precision=PlacePrecision.SITE, phrase=phrase)


def _undecided(named: Sequence[Place], phrase: Phrase) -> Place:
    """A place of which no more is known than what all of that name share."""
    countries = {place.country for place in named}
    return Place(
        role=PlaceRole.HAPPENED_AT,
        name=named[0].name,
        country=named[0].country if len(countries) == 1 else None,
        precision=named[0].precision,
        phrase=phrase,
        candidates=tuple(Candidate(name=place.name, country=place.country, ids=place.ids) for place in named),
    )


def places_named(words: str) -> list[Place]:
    """Every place of the gazetteer that goes by these words, the likeliest first."""
    return [place for place, _ in places_in_regions(words)]


def places_in_regions(words: str) -> list[tuple[Place, str]]:
    """As ``places_named``, each with the name of the region that it lies in, "" where that is not known."""
    found = [one for one in gazetteer().named(fold(words.strip())) if one.sort is not Sort.OTHER]
    regions = _region_names()
    return [(_place(one), regions.get((one.country, one.admin1), "")) for one in found[:MOST_PLACES]]


@cache
def _region_names() -> dict[tuple[str | None, str], str]:
    regions = (region for named in gazetteer().regions.values() for region in named if region.admin1)
    return {(region.country, region.admin1): region.name for region in regions}


def _place(one: Known) -> Place:
    return Place(
        role=PlaceRole.HAPPENED_AT,
        name=one.name,
        country=one.country,
        lat=one.lat,
        lon=one.lon,
        precision=one.precision,
        radius_km=one.radius_km,
        ids=one.ids,
    )


def resolve_quantity(article: Article, phrase: Phrase) -> Quantity:
    """The number with its unit that the words tell; raises Problem where they tell none."""

    def read(text: str) -> list[Quantity]:
        return find_quantities(text, article.language or "")

    found = _pointed(read, lambda quantity: quantity.phrase, article, phrase)
    if found is None:
        told = 'No number with its unit could be read in "{words}"; choose both, or add it by hand.'
        raise Problem(told, words=_short(phrase))
    return found.model_copy(update={"phrase": phrase})


def _pointed(
    read: Callable[[str], Sequence[T]], phrase_of: Callable[[T], Phrase | None], article: Article, phrase: Phrase
) -> T | None:
    """What ``read`` finds in the article at the words pointed at, the most of them first; else in them alone."""
    found = _at(read(article.text), phrase_of, phrase)
    return found if found is not None else next(iter(read(phrase.text)), None)


def _at(found: Sequence[T], phrase_of: Callable[[T], Phrase | None], phrase: Phrase) -> T | None:
    """That of ``found`` which shares most letters with the words pointed at; None where none shares any."""
    best: tuple[int, T | None] = (0, None)
    for each in found:
        own = phrase_of(each)
        shared = min(own.end, phrase.end) - max(own.start, phrase.start) if own else 0
        if shared > best[0]:
            best = (shared, each)
    return best[1]


def _short(phrase: Phrase) -> str:
    return phrase.text if len(phrase.text) <= 60 else phrase.text[:57] + "..."
