"""An article -> the events that a model tells of it, in the article's words; and two readings made one."""

from collections.abc import Iterable, Sequence

from events.extraction.article import linked, same_kind
from events.extraction.resolve import resolve_actors, resolve_date, resolve_place, resolve_quantity
from events.language_model.alignment import find
from events.language_model.answer import ToldEvent
from events.language_model.cache import Cache
from events.language_model.client import ask
from events.language_model.prompt import message, stretches, version
from events.language_model.settings import Settings
from events.model import (
    Actor,
    Article,
    DateSpan,
    Event,
    Modality,
    Phrase,
    Place,
    Problem,
    Quantity,
    Role,
    event_id,
)
from events.titles import title_of

LONGEST_QUOTE = 600  # characters
BEFORE = 500  # characters before a quote in which an actor's words may stand: about two sentences
ALONE, AGREED, SUREST = 0.6, 0.1, 0.98
_HALF = 0.5  # of the shorter quote
BY_MODEL = "found by a language model alone"
BY_BOTH = "found by the rules and by a language model"


def read(article: Article, settings: Settings, cache: Cache) -> list[Event]:
    """The events that the model tells, in the order told; an event whose words are not the article's is left out.

    The same article, model and instructions give the same events once answered: the answer is kept in ``cache``.
    """
    told = [event for part in stretches(article) for event in ask(settings, message(article, part), cache).events]
    events: dict[str, Event] = {}
    for each in told:
        event = _event(article, each, f"llm/{settings.model}/{version()}")
        if event is not None:
            events.setdefault(event.id, event)
    return linked(sorted(_once(events.values()), key=_position))


def _position(event: Event) -> tuple[int, int]:
    return (event.quote.start, event.quote.end) if event.quote else (0, 0)


def _once(events: Iterable[Event]) -> list[Event]:
    """Events without those told again where two stretches overlap."""
    kept: list[Event] = []
    for event in events:
        if not any(_same(event, other) and event.modality is other.modality for other in kept):
            kept.append(event)
    return kept


def _event(article: Article, told: ToldEvent, extractor: str) -> Event | None:
    quote = find(told.quote, article.text)
    if quote is None or len(quote.text) > LONGEST_QUOTE:
        return None
    sources = _actors(article, quote, told.sources, Role.SOURCE)
    if not sources:
        return None
    actors = [*sources, *_actors(article, quote, told.targets, Role.TARGET)]
    actors += _actors(article, quote, [told.speaker] if told.speaker else [], Role.SPEAKER)
    places, quantities = _places(article, quote, told), _quantities(article, quote, told)
    return Event(
        id=event_id(article.id, quote, told.kind, told.modality, [actor.id for actor in sources]),
        article=article.id,
        kind=told.kind,
        modality=told.modality,
        title=title_of(told.kind, told.modality, actors, places, quantities),
        quote=quote,
        actors=tuple(actors),
        when=_when(article, quote, told),
        places=tuple(places),
        quantities=tuple(quantities),
        confidence=ALONE,
        reasons=(BY_MODEL,),
        extractor=extractor,
    )


def _near(article: Article, quote: Phrase, words: str) -> Phrase | None:
    """Where the words stand in the quote, or shortly before it."""
    inside = find(words, article.text, quote.start, quote.end)
    return inside or find(words, article.text, max(0, quote.start - BEFORE), quote.start)


def _actors(article: Article, quote: Phrase, words: Sequence[str], role: Role) -> list[Actor]:
    found: dict[str, Actor] = {}
    for each in words:
        phrase = _near(article, quote, each)
        for actor in resolve_actors(article, phrase, role) if phrase else ():
            found.setdefault(actor.id, actor)
    return list(found.values())


def _when(article: Article, quote: Phrase, told: ToldEvent) -> DateSpan | None:
    phrase = _near(article, quote, told.date) if told.date else None
    if phrase is None:
        return None
    try:
        return resolve_date(article, phrase, ahead=told.modality is Modality.PLANNED)
    except Problem:
        return None  # words that date nothing by our rules date nothing


def _places(article: Article, quote: Phrase, told: ToldEvent) -> list[Place]:
    found = []
    for each in told.places:
        phrase = _near(article, quote, each.words)
        if phrase is not None:
            found.append(resolve_place(article, phrase, guess=False).model_copy(update={"role": each.role}))
    return found


def _quantities(article: Article, quote: Phrase, told: ToldEvent) -> list[Quantity]:
    found = []
    for words in told.quantities:
        phrase = find(words, article.text, quote.start, quote.end)
        try:
            found += [resolve_quantity(article, phrase)] if phrase else []
        except Problem:
            continue  # a number without its unit counts nothing
    return found


# -- two readings made one -----------------------------------------------------------------------


def unite(rules: Sequence[Event], model: Sequence[Event]) -> list[Event]:
    """All events of two readings of one article, those told by both once, as the rules tell them, and surer.

    They are the same act where their kinds, a doer's country and half of the shorter quote agree.
    """
    left = list(model)
    united = []
    for event in rules:
        twin = next((other for other in left if _same(event, other)), None)
        if twin is None:
            united.append(event)
            continue
        left.remove(twin)
        united.append(_agreed(event, twin))
    return linked(sorted([*united, *left], key=_position))


def _same(a: Event, b: Event) -> bool:
    if a.quote is None or b.quote is None or not same_kind(a.kind, b.kind):
        return False
    doers = [{actor.country or actor.id for actor in event.actors_in(Role.SOURCE)} for event in (a, b)]
    return bool(doers[0] & doers[1]) and a.quote.overlap(b.quote) >= _HALF


def _agreed(event: Event, twin: Event) -> Event:
    """The event as the rules tell it; where the two differ on how sure it is, less sure and said so."""
    if event.modality is not twin.modality:
        return event.model_copy(
            update={
                "confidence": round(max(0.0, event.confidence - AGREED), 2),
                "reasons": (*event.reasons, f"a language model reads it as {twin.modality.value}"),
            }
        )
    return event.model_copy(
        update={
            "confidence": round(min(SUREST, max(event.confidence, twin.confidence) + AGREED), 2),
            "reasons": (*event.reasons, BY_BOTH),
            "extractor": f"{event.extractor}+{twin.extractor}",
        }
    )
