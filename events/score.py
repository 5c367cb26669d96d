"""What the extractor gets right and wrong on coded articles: precision and recall per field and language.

A found event matches a coded one when their quotes share at least half of the shorter one; of the possible pairs the
best is taken first (same kind, same doers, most shared). Events coded as not sure count neither for nor against.

- found: an event where one is coded; kind: and of the coded kind; who: and by the coded countries; whom: and to them
  as well; modality: the kind and the modality; full: kind, who, whom and modality together.
- date, place: of matched events, where the coding or the extractor gives one; the same days, the same place.
- speaker: of events of the right kind, the country of who is quoted.

Sending troops to help may be AID or MOBILIZE; the targets of AID, MOBILIZE and RETREAT are not scored.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from events.corpus import CodedArticle, CodedEvent
from events.extraction import extract
from events.model import Event, Kind, Modality, PlaceRole, Role

FIELDS = ("found", "kind", "who", "whom", "modality", "full", "date", "place", "speaker")
LONGEST_QUOTE = 600
_EITHER = {Kind.AID, Kind.MOBILIZE}
_NO_TARGET = {Kind.AID, Kind.MOBILIZE, Kind.RETREAT}
_OWN_TOTALS = {"date", "place", "speaker"}  # fields that not every event has
_SHARED = 0.5
_PLACE = (PlaceRole.HAPPENED_AT, PlaceRole.TO, PlaceRole.SAID_AT, PlaceRole.FROM)
_PLACE_LEFT = (PlaceRole.FROM, PlaceRole.HAPPENED_AT, PlaceRole.TO)
_REGION_WORDS = ("oblast", "region", "city of", "province", "the ")


@dataclass(frozen=True)
class Mistake:
    """One thing gone wrong: what, what was coded and found (kinds, or countries), the article and the words."""

    what: str
    coded: str
    found: str
    article: str
    words: str


@dataclass
class Score:
    """Counts over coded articles, with every mistake and every broken promise ("gate")."""

    articles: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    gates: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count ``other`` in."""
        self.articles += other.articles
        self.counts += other.counts
        self.gates += other.gates
        self.mistakes += other.mistakes

    def totals(self, name: str) -> tuple[int, int, int]:
        """Of a field: how many are right, were given and were coded."""
        own = f"{name} " if name in _OWN_TOTALS else ""
        right = self.counts[f"{name} right"] if own else self.counts[name]
        return right, self.counts[f"{own}given"], self.counts[f"{own}coded"]


def rates(right: int, given: int, coded: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean (F1); of nothing, nothing is right."""
    precision = right / given if given else 0.0
    recall = right / coded if coded else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def scores(articles: Iterable[CodedArticle]) -> dict[str, Score]:
    """The score of every language, by its code ("?" where an article's is not known), most events first."""
    by_language: dict[str, Score] = {}
    for each in articles:
        by_language.setdefault(each.lang or "?", Score()).add(score_article(each, extract(each.article)))
    return dict(sorted(by_language.items(), key=lambda item: (-item[1].counts["coded"], item[0])))


def total(parts: Iterable[Score]) -> Score:
    """All scores in one."""
    whole = Score()
    for part in parts:
        whole.add(part)
    return whole


def score_article(coded: CodedArticle, found: Sequence[Event]) -> Score:
    """How the events found in one article stand to those coded."""
    matched = matches(coded, found)
    unsure = {i for i, event in enumerate(coded.events) if not event.sure}
    score = Score(articles=1)
    score.gates.update(gate for event in found for gate in _broken(coded.text, event))
    score.counts["coded"] = len(coded.events) - len(unsure)
    score.counts["given"] = len(found) - sum(i in matched for i in unsure)
    for i, event in enumerate(coded.events):
        if i in unsure:
            continue
        if i in matched:
            _compare(score, coded, event, found[matched[i]])
        else:
            score.mistakes.append(Mistake("missed", event.kind, "", coded.id, event.quote))
    for j, guess in enumerate(found):
        if j not in matched.values() and guess.quote:
            score.mistakes.append(Mistake("extra", "", guess.kind, coded.id, guess.quote.text))
    return score


def matches(coded: CodedArticle, found: Sequence[Event]) -> dict[int, int]:
    """Which coded event (by number) is which found one; each at most once, the best pairs first."""
    pairs = []
    for i, event in enumerate(coded.events):
        for j, guess in enumerate(found):
            shared = _overlap(coded.span(event), (guess.quote.start, guess.quote.end)) if guess.quote else 0.0
            if shared >= _SHARED:
                who = _countries(guess, Role.SOURCE) == _coded_countries(event.sources)
                pairs.append((not _same_kind(guess.kind, event.kind), not who, -shared, i, j))
    matched: dict[int, int] = {}
    for *_, i, j in sorted(pairs):
        if i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / max(1, min(a[1] - a[0], b[1] - b[0]))


def _same_kind(a: Kind, b: Kind) -> bool:
    return a is b or (a in _EITHER and b in _EITHER)


def _countries(event: Event, role: Role) -> frozenset[str]:
    return frozenset(actor.country or "?" for actor in event.actors_in(role))


def _coded_countries(actors: Iterable[object]) -> frozenset[str]:
    return frozenset(getattr(actor, "country", None) or "?" for actor in actors)


def _broken(text: str, event: Event) -> Iterable[str]:
    if event.quote is None or text[event.quote.start : event.quote.end] != event.quote.text:
        yield "not verbatim"
    elif len(event.quote.text) > LONGEST_QUOTE:
        yield "too long"


def _compare(score: Score, coded: CodedArticle, event: CodedEvent, guess: Event) -> None:
    """Counts what is right of an event that was found."""
    counts = score.counts
    counts["found"] += 1
    counts["date coded"] += event.date is not None
    counts["date given"] += guess.when is not None
    if event.date and guess.when:
        counts["date right"] += (guess.when.first, guess.when.last) == (event.date.first, event.date.last)
    where = _place_named(guess)
    counts["place coded"] += event.place is not None
    counts["place given"] += where is not None
    if event.place and where:
        counts["place right"] += where[1] == event.place.country and _same_name(event.place.name, where[0])
    if _same_kind(guess.kind, event.kind):
        _compare_roles(score, coded, event, guess)
    else:
        score.mistakes.append(Mistake("kind", event.kind, guess.kind, coded.id, event.quote))


def _compare_roles(score: Score, coded: CodedArticle, event: CodedEvent, guess: Event) -> None:
    """Counts what is right of an event of the right kind."""
    counts = score.counts
    told, speaker = guess.modality is event.modality, _countries(guess, Role.SPEAKER)
    doers, targets = _countries(guess, Role.SOURCE), _countries(guess, Role.TARGET)
    who = doers == _coded_countries(event.sources)
    whom = event.kind in _NO_TARGET or targets == _coded_countries(event.targets)
    counts["kind"] += 1
    counts["modality"] += told
    counts["who"] += who
    counts["whom"] += who and whom
    counts["full"] += who and whom and told
    counts["speaker coded"] += event.speaker is not None
    counts["speaker given"] += bool(speaker)
    counts["speaker right"] += event.speaker is not None and speaker == _coded_countries([event.speaker])
    if event.modality is not Modality.ASSERTED and guess.modality is Modality.ASSERTED:
        score.gates[f"{event.modality} as asserted"] += 1

    def note(what: str, should: str, given: str) -> None:
        score.mistakes.append(Mistake(what, should, given, coded.id, event.quote))

    if not told:
        note("modality", event.modality, guess.modality)
    if not who:
        note("wrong doer" if doers else "no doer", _listed(_coded_countries(event.sources)), _listed(doers))
    if not whom:
        note("wrong target" if targets else "no target", _listed(_coded_countries(event.targets)), _listed(targets))


def _listed(countries: frozenset[str]) -> str:
    return " ".join(sorted(countries))


def _place_named(event: Event) -> tuple[str, str | None] | None:
    """Name and country of the place an act is coded at: where it happened or went to; for a retreat, what was left."""
    order = _PLACE_LEFT if event.kind is Kind.RETREAT else _PLACE
    places = {place.role: place for place in reversed(event.places)}
    place = next((places[role] for role in order if role in places), None)
    return (place.name, place.country) if place else None


def _same_name(coded: str | None, given: str) -> bool:
    return _folded(coded or "") in _folded(given)


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.casefold())
    for word in _REGION_WORDS:
        text = text.replace(word, "")
    return "".join(letter for letter in text if letter.isalnum())
