"""An article's sentences -> its events: told once each, with their own words, titles and ids."""

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from events.extraction.act import SPEECH, Act
from events.extraction.act_builder import DOUBTS
from events.extraction.actors import Reader
from events.extraction.brackets import bracketed
from events.extraction.case_endings import CaseEndingReader
from events.extraction.circumstances import Facts, Located, phrase_of
from events.extraction.date_phrases import candidates
from events.extraction.dates import find_dates
from events.extraction.grammar import LANGUAGES, grammar_of
from events.extraction.head_final import HeadFinalReader
from events.extraction.language import detect_language
from events.extraction.places import PlaceMention, find_places
from events.extraction.quantities import find_quantities
from events.extraction.reading import SentenceReader
from events.extraction.text import sentences
from events.extraction.transcripts import speakers, spoken, turns
from events.model import (
    Article,
    DateSpan,
    Event,
    Kind,
    Modality,
    Phrase,
    Place,
    PlacePrecision,
    PlaceRole,
    Review,
    Role,
    event_id,
)
from events.register import lineage
from events.titles import title_of

SUPPORTED = LANGUAGES
EXTRACTOR = "rules/1"
_UNREVIEWED = Review()
_SURE, _DOUBT, _FLOOR = 0.9, 0.1, 0.3
_SAME_ACT = {Kind.AID: Kind.MOBILIZE}


def extract(article: Article) -> list[Event]:
    """The events that ``article`` tells, in the order told; none where its language has no rules (``SUPPORTED``).

    The same article gives the same events, byte for byte. Every phrase is the article's own words:
    ``article.text[start:end] == phrase.text``.
    """
    language = article.language or detect_language(article.text)
    if language not in SUPPORTED:
        return []
    with _without_collector():
        told = _told_once(_acts(article, language))
        return linked([_event(article, act, also) for act, also in told])


@contextmanager
def _without_collector() -> Iterator[None]:
    """Within it Python does not look for circles of dead objects, which takes a fifteenth of the time.

    Reading an article makes a hundred thousand objects, no circles, and is over before others' circles grow. Threads
    that read at once leave the collector as the first of them found it: only who stopped it starts it again.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _acts(article: Article, language: str) -> list[Act]:
    grammar = grammar_of(language)
    found = sentences(article.text, grammar, article.title)
    if grammar.has("verb bracket"):
        found = [replace(sentence, tokens=bracketed(sentence.tokens, grammar)) for sentence in found]
    text, told = article.text, candidates(article.text, language)
    places = find_places(text, language)
    facts = Facts(
        text=text,
        places=Located(places, lambda found: found.place.phrase),
        dates=Located(find_dates(text, language, article.published, told=told), phrase_of),
        quantities=Located(find_quantities(text, language, told), phrase_of),
        read_ahead=partial(find_dates, text, language, article.published, ahead=True, told=told),
    )
    kind = HeadFinalReader if grammar.has("head final") else CaseEndingReader if grammar.has("case endings") else Reader
    reader = kind(grammar, day=article.published)
    reader.learn(found, _scene(places))
    said = turns(article.text, reader, grammar)
    found = list(spoken(found, said)) if said else found
    sentence_reader = SentenceReader(grammar, reader, facts, speakers(said))
    acts = [act for sentence in found for act in sentence_reader.read(sentence)]
    acts = sentence_reader.attribute_quotations(acts)
    body = [act for act in acts if not act.sentence.headline]
    return _dated_together(acts if not body else body + [a for a in acts if a.sentence.headline and _retold(a, body)])


def _scene(places: Sequence[PlaceMention]) -> str | None:
    """The country in which more than half of an article's places lie, those that are countries left out."""
    found = Counter(p.place.country for p in places if p.place.precision is not PlacePrecision.COUNTRY)
    (country, count), *_ = found.most_common(1) or [(None, 0)]
    return country if count * 2 > found.total() else None


def _retold(headline: Act, body: Sequence[Act]) -> bool:
    return any(same_kind(headline.kind, act.kind) for act in body)


def same_kind(a: Kind, b: Kind) -> bool:
    """Whether two kinds may tell one act: sending aid and sending troops count as one."""
    return _SAME_ACT.get(a, a) is _SAME_ACT.get(b, b)


# --- told once --------------------------------------------------------------------------------


def _told_once(acts: Sequence[Act]) -> list[tuple[Act, list[Act]]]:
    """Acts with the other tellings of the same act in the article; the fullest telling stands for it."""
    groups: list[list[Act]] = []
    of_kind: dict[Kind, list[list[Act]]] = {}
    for act in acts:
        alike = of_kind.setdefault(_SAME_ACT.get(act.kind, act.kind), [])
        same = next((g for g in alike if any(_same_act(other, act) for other in g)), None) if alike else None
        if same is None:
            alike.append([act])
            groups.append(alike[-1])
        else:
            same.append(act)
    told = []
    for group in groups:
        best = max(group, key=_fullness) if len(group) > 1 else group[0]
        told.append((best, [a for a in group if a is not best]))
    return sorted((t for t in told if not t[0].sentence.headline or len(acts) == 1), key=lambda t: t[0].start)


def _fullness(act: Act) -> tuple[bool, bool, int, int]:
    facts = len(act.actors) + len(act.places) + len(act.quantities) + (act.when is not None)
    return not act.sentence.headline, DOUBTS["pronoun"] not in act.reasons, facts, act.end - act.start


def _same_act(a: Act, b: Act) -> bool:
    if not same_kind(a.kind, b.kind) or a.sentence is b.sentence:
        return False
    if a.sentence.headline or b.sentence.headline:
        return _countries(a, Role.SOURCE) <= _countries(b, Role.SOURCE) or _countries(b, Role.SOURCE) <= _countries(
            a, Role.SOURCE
        )
    if a.modality is not b.modality:
        return False
    if a.kind in SPEECH or a.kind is Kind.CONSULT:
        return _gone_on(a, b)
    return _countries(a, Role.SOURCE) == _countries(b, Role.SOURCE) and _agree(a, b) and _shared_fact(a, b)


def _gone_on(a: Act, b: Act) -> bool:
    """Whether the next sentence only goes on with the same words: the same doers, by a pronoun, to the same."""
    if a.kind is Kind.STATE or DOUBTS["pronoun"] not in b.reasons or b.sentence.paragraph - a.sentence.paragraph > 1:
        return False
    doers = [{actor.id for actor in act.who(Role.SOURCE)} for act in (a, b)]
    if a.kind is Kind.CONSULT and len(doers[1]) > 1 and doers[1] == doers[0] | {w.id for w in a.who(Role.TARGET)}:
        return True  # "X met Y. The two ministers discussed ..."
    targets = [_countries(act, Role.TARGET) for act in (a, b)]
    return len(doers[0]) > 1 and doers[0] == doers[1] and bool(targets[0] & targets[1])


def _countries(act: Act, role: Role) -> set[str | None]:
    return {actor.country for actor in act.who(role)}


def _agree(a: Act, b: Act) -> bool:
    """Whether nothing in the two tellings contradicts: place, date and number."""
    if a.when and b.when and (a.when.last < b.when.first or b.when.last < a.when.first):
        return False
    numbers = [{(q.value, q.unit) for q in act.quantities} for act in (a, b)]
    if numbers[0] and numbers[1] and not numbers[0] & numbers[1]:
        return False
    names = [{p.name for p in _main_places(act.places)} for act in (a, b)]
    return not (names[0] and names[1]) or bool(names[0] & names[1])


def _shared_fact(a: Act, b: Act) -> bool:
    places = {p.name for p in _main_places(a.places)} & {p.name for p in _main_places(b.places)}
    numbers = {(q.value, q.unit) for q in a.quantities} & {(q.value, q.unit) for q in b.quantities}
    return bool(numbers) or (bool(places) and a.kind is not Kind.ASSAULT)


def _main_places(places: Sequence[Place]) -> list[Place]:
    return [p for p in places if p.role in (PlaceRole.HAPPENED_AT, PlaceRole.TO, PlaceRole.FROM)]


def _dated_together(acts: list[Act]) -> list[Act]:
    """What one speaker says in following sentences, or at a meeting told before, is said on the day told there."""
    last: tuple[frozenset[str], DateSpan | None, int] = (frozenset(), None, -9)
    dated = []
    for act in acts:
        if (act.kind in SPEECH or act.kind is Kind.CONSULT) and not act.sentence.headline:
            doers = frozenset([a.id for a in act.who(Role.SOURCE)])
            goes_on = act.kind in SPEECH and act.sentence.paragraph - last[2] <= 1
            if goes_on and act.when is None and doers == last[0] and last[1]:
                reason = "its date is told with the speaker's words before"
                act = replace(act, when=last[1], reasons=(*act.reasons, reason))
            last = (doers, act.when, act.sentence.paragraph)
        dated.append(act)
    return dated


# --- events -----------------------------------------------------------------------------------


def _event(article: Article, act: Act, also: Sequence[Act]) -> Event:
    quote = Phrase.of(article.text, act.start, act.end)
    sources = [actor.id for actor in act.who(Role.SOURCE)]
    return Event.trusted(
        {
            "id": event_id(article.id, quote, act.kind, act.modality, sources),
            "article": article.id,
            "kind": act.kind,
            "modality": act.modality,
            "title": title_of(act.kind, act.modality, act.actors, act.places, act.quantities),
            "quote": quote,
            "also": tuple(Phrase.of(article.text, a.start, a.end) for a in sorted(also, key=lambda a: a.start)),
            "actors": act.actors,
            "when": act.when,
            "places": act.places,
            "quantities": act.quantities,
            "denies": (),
            "confidence": round(max(_FLOOR, _SURE - _DOUBT * len(act.reasons)), 2),
            "reasons": act.reasons,
            "extractor": EXTRACTOR,
            "review": _UNREVIEWED,
            "revision": 1,
            "original": None,
        }
    )


def linked(events: Sequence[Event]) -> list[Event]:
    """Links each denied act to what it denies in the same article (the rule is in ``denied_by``)."""
    linked = []
    for event in events:
        denial = event.modality is Modality.DENIED
        denies = tuple(other.id for other in events if denied_by(event, other)) if denial else ()
        linked.append(event.model_copy(update={"denies": denies}) if denies else event)
    return linked


def _share_doer(a: Event, b: Event) -> bool:
    """Whether a doer of one is, or is part of, a doer of the other (a state and its army; not two sides of a war)."""
    doers = [[actor.id for actor in event.actors_in(Role.SOURCE)] for event in (a, b)]
    return any(x in lineage(y) or y in lineage(x) for x in doers[0] for y in doers[1])


def denied_by(denial: Event, other: Event) -> bool:
    """Whether ``denial`` denies ``other``: asserted, the same kind, a doer in common, nothing in conflict.

    Sending aid and sending troops count as one kind; declining to comment denies nothing.
    """
    if denial.modality is not Modality.DENIED or denial.kind is Kind.STATE or other.modality is not Modality.ASSERTED:
        return False
    if _SAME_ACT.get(denial.kind, denial.kind) != _SAME_ACT.get(other.kind, other.kind):
        return False
    if not _share_doer(denial, other):
        return False
    places = [{p.name for p in _main_places(event.places)} for event in (denial, other)]
    numbers = [{(q.value, q.unit) for q in event.quantities} for event in (denial, other)]
    dates = [event.when for event in (denial, other)]
    if all(dates) and dates[0] and dates[1] and (dates[0].last < dates[1].first or dates[1].last < dates[0].first):
        return False
    return all(not (one and two) or bool(one & two) for one, two in (places, numbers))
