"""When, where and how many: the dates, places and numbers that belong to an act."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from typing import Generic, TypeVar

from events.extraction.act import SPEECH
from events.extraction.clause import Clause
from events.extraction.gazetteer import distance_km
from events.extraction.grammar import Grammar
from events.extraction.places import PlaceMention
from events.extraction.predicates import Predicate
from events.extraction.text import Sentence
from events.extraction.verb_final_clauses import DOES
from events.extraction.word_forms import FUTURE
from events.model import DateSpan, Kind, Modality, Phrase, Place, PlacePrecision, PlaceRole, Quantity
from events.register import entries

MOVES = frozenset({Kind.MOBILIZE, Kind.RETREAT, Kind.AID})
"""Kinds that go from somewhere to somewhere."""
T = TypeVar("T")
_UNDERGONE = frozenset({"passive", "participle", "past"})
_OBJECT_WITHIN, _OBJECT_BEHIND_DOER = 4, 9  # tokens between a verb and its object; where the doer stands between
_SAID_WITHIN = 3  # tokens between a verb of speech and the place where it was spoken
_OPENS_WITHIN = 2  # words after the first before which a place opens its sentence
_CONTINUED = frozenset({"coord", "part", "inf", "resume"})
_start, _end = attrgetter("start"), attrgetter("end")


@cache
def _seats() -> frozenset[str]:
    """Names that are a place's and an actor's: "Kremlin", "Pentagon"."""
    return frozenset(entry.name for entry in entries())


@cache
def _actings(grammar: Grammar) -> frozenset[str]:
    """The particles and endings of a language that tell who acts."""
    return frozenset(particle for particle, case in grammar.table("cases").items() if case in DOES)


class Located(Generic[T]):
    """What was found in an article, in the order of its words, to be had by the stretch in which they lie."""

    def __init__(self, found: Iterable[T], phrase_of: Callable[[T], Phrase | None]) -> None:
        """Of ``found`` that have words, which ``phrase_of`` gives."""
        self._found = [(phrase.start, phrase.end, each) for each in found if (phrase := phrase_of(each))]
        self._starts = [start for start, _, _ in self._found]

    def between(self, start: int, end: int) -> list[T]:
        """What lies between two offsets."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [each for _, ends, each in self._found[first:last] if ends <= end] if first < last else []


@dataclass(frozen=True)
class Facts:
    """What the other rooms found in the whole article: places, dates and numbers, with offsets.

    ``read_ahead`` reads the same phrases as of acts still to come ("on Wednesday"), where an article tells of one.
    """

    text: str
    places: Located[PlaceMention]
    dates: Located[DateSpan]
    quantities: Located[Quantity]
    read_ahead: Callable[[], Sequence[DateSpan]]

    @cached_property
    def dates_ahead(self) -> Located[DateSpan]:
        """The dates as of acts still to come."""
        return Located(self.read_ahead(), phrase_of)


def phrase_of(found: DateSpan | Quantity) -> Phrase | None:
    """The words that tell a date or a number."""
    return found.phrase


def finest_first(places: Sequence[Place]) -> list[Place]:
    """The place of an act before those that hold it; "in Sudan" tells nothing more of what moved on El Obeid."""
    towards = (PlaceRole.HAPPENED_AT, PlaceRole.TO)
    finer = {p.country for p in places if p.precision is not PlacePrecision.COUNTRY and p.role in towards}

    def says_less(place: Place) -> bool:
        return place.role is PlaceRole.HAPPENED_AT and place.precision is PlacePrecision.COUNTRY

    kept = [p for p in places if not (says_less(p) and p.country in finer)]
    return sorted(kept, key=lambda p: any(_holds(p, other) for other in kept))


def _holds(place: Place, other: Place) -> bool:
    """Whether a region holds a smaller place that has the same role in an act."""
    if (place.precision, place.role, place.country) != (PlacePrecision.REGION, other.role, other.country):
        return False
    if other.precision in (PlacePrecision.REGION, PlacePrecision.COUNTRY):
        return False
    away = distance_km(place, other)
    return away is not None and place.radius_km is not None and away <= place.radius_km


class Circumstances:
    """Gives each act of one sentence its places, date and numbers."""

    def __init__(self, facts: Facts, sentence: Sentence, grammar: Grammar) -> None:
        """Of one sentence."""
        self.facts, self.sentence, self.grammar = facts, sentence, grammar
        self.tokens = sentence.tokens
        self.hearers, self.whens, self.of = grammar.words("hearers"), grammar.words("whens"), grammar.words("of")
        self._objects_within = _OBJECT_BEHIND_DOER if grammar.has("proclitics") else _OBJECT_WITHIN
        self.actings = _actings(grammar)
        self.clauses: Sequence[Clause] = ()
        self.here = facts.places.between(sentence.start, sentence.end)
        self.dates = facts.dates.between(sentence.start, sentence.end)
        self.numbers = facts.quantities.between(sentence.start, sentence.end)
        self._spans: dict[int, tuple[int, int]] = {}
        self._clause_spans: dict[Clause, tuple[int, int]] = {}

    def place_spans(self) -> list[tuple[int, int]]:
        """First and last token (exclusive) of each place of the sentence that is smaller than a country."""
        placed = [p.place for p in self.here if p.place.precision is not PlacePrecision.COUNTRY]
        return [self._token_span(place.phrase) for place in placed]

    def drop_named(self, names: Iterable[tuple[int, int]]) -> None:
        """Forgets the places that stand inside names, given by their first and last token (exclusive)."""
        spans = list(names)
        if spans:
            at = [(p, self._token_span(p.place.phrase)) for p in self.here]
            self.here = [p for p, (a, b) in at if not any(first <= b - 1 and b <= last for first, last in spans)]

    def drop_given_names(self, people: Iterable[tuple[int, int, str]]) -> None:
        """Forgets the places that are a word of a person's name: "Vladimir" in "Vladimir Putin"."""
        for first, last, name in people:
            words = name.split()
            at = [(p, self._token_span(p.place.phrase)) for p in self.here if p.place.name in words]
            named = [id(p) for p, (a, b) in at if first <= a and b <= last]
            self.here = [p for p in self.here if id(p) not in named] if named else self.here

    def _token_span(self, phrase: Phrase | None) -> tuple[int, int]:
        if phrase is None:
            return 0, 0
        span = self._spans.get(phrase.start)
        if span is None:
            first = bisect_left(self.tokens, phrase.start, key=_start)
            last = bisect_right(self.tokens, phrase.end, key=_end)
            span = self._spans[phrase.start] = (first, last) if first < last else (0, 0)
        return span

    def _in_clause(self, phrase: Phrase | None, clause: Clause) -> bool:
        if phrase is None:
            return False
        start, end = self.span(clause)
        return start <= phrase.start and phrase.end <= end

    def span(self, clause: Clause) -> tuple[int, int]:
        """The offsets of a clause in the article."""
        span = self._clause_spans.get(clause)
        if span is None:
            last = clause.end - 1 if clause.end > clause.start else clause.start
            span = self._clause_spans[clause] = self.tokens[clause.start].start, self.tokens[last].end
        return span

    def country(self) -> str | None:
        """The one country in which the sentence's places lie, or that it names as where something happened.

        A seat that speaks ("the Kremlin") is no place of the sentence. Where its places lie in several, it is the one
        that the sentence opens with: "In Berlin marched 15,000 against the war in Gaza".
        """
        small = [p.place for p in self.here if p.place.precision is not PlacePrecision.COUNTRY]
        small = [place for place in small if place.name not in _seats()]
        happened = [p.place for p in self.here if p.place.role is PlaceRole.HAPPENED_AT]
        found = {place.country for place in small or happened}
        if len(found) > 1:
            small = [place for place in small if place.role is not PlaceRole.ABOUT]
            found = {place.country for place in small}
        return found.pop() if len(found) == 1 else self._opening(happened)

    def _opening(self, happened: Sequence[Place]) -> str | None:
        """The country of the place that a sentence opens with, as where it happens."""
        first = happened[0].phrase if happened else None
        within = self.tokens[min(_OPENS_WITHIN, len(self.tokens) - 1)].end
        return happened[0].country if first and first.end <= within else None

    def scene(self) -> str | None:
        """The country to which a sentence turns by its opening words: "Im Sudan ...", "Au Burkina Faso, ..."."""
        first = self.here[0].place if self.here else None
        opens = first is not None and self._token_span(first.phrase)[0] <= _OPENS_WITHIN
        led = bool(self.tokens) and self.tokens[0].lower in self.grammar.words("locative")
        return first.country if first is not None and opens and led else None

    def state(self) -> str | None:
        """The one country that the sentence names as a place, if it names one."""
        found = {p.place.country for p in self.here}
        return found.pop() if len(found) == 1 else None

    def quantities(self, clause: Clause) -> tuple[Quantity, ...]:
        """The numbers told in the act's own clause."""
        return tuple(q for q in self.numbers if self._in_clause(q.phrase, clause))

    def when(self, modality: Modality, predicate: Predicate, clause: Clause, until: int) -> DateSpan | None:
        """The date in the act's own clause; for clauses that share a subject, in the one they continue.

        Dates from offset ``until`` on belong to a saying that stands after the act ("..., X announced Thursday").
        """
        known = self.dates
        if modality is Modality.PLANNED or (modality is Modality.POSSIBLE and self._to_come(clause)):
            known = self.facts.dates_ahead.between(self.sentence.start, self.sentence.end)
        here: Clause | None = clause if known else None
        while here is not None:
            start, end = self.span(here)
            dates = [d for d in known if d.phrase and start <= d.phrase.start and d.phrase.end <= min(end, until)]
            if dates:
                at = self.tokens[predicate.first].start
                return min(dates, key=lambda d: abs(d.phrase.start - at) if d.phrase else 0)
            here = here.parent if here.sort in _CONTINUED or self._at_once(here) else self._lead(here)
        return self._behind_aside(known, clause, until) or self._closing(known, clause, until)

    def _closing(self, known: Sequence[DateSpan], clause: Clause, until: int) -> DateSpan | None:
        """ "melancarkan serangan dan menangkap X pada Sabtu (3/1)": a full date that closes a series of verbs."""
        last = self.clauses[-1]
        series = clause.sort == "main" and last.sort == "coord" and last.parent is clause
        if not known or not series or not self.grammar.has("bare agents"):
            return None
        subject = any(t.is_name_like for t in self.tokens[last.start + 1 : last.start + 2])
        start, end = self.span(last)
        dates = [d for d in known if d.phrase and start <= d.phrase.start and d.phrase.end <= min(end, until)]
        full = [d for d in dates if d.phrase and "(" in d.phrase.text]
        return full[0] if len(dates) == 1 and full and not subject else None

    def _behind_aside(self, known: Sequence[DateSpan], clause: Clause, until: int) -> DateSpan | None:
        """ "Kashmir yang dikuasai Pakistan pada Rabu", "..., Rabu (9/4)": a date behind words that describe a name.

        Those tell no act of their own, or a comma parts the date from what they tell.
        """
        asides = [c for c in self.clauses if c.parent is clause and c.sort == "rel"] if known else []
        for aside in asides:
            start, end = self.span(aside)
            for date in reversed(known):
                inside = date.phrase and start <= date.phrase.start and date.phrase.end <= min(end, until)
                if inside and date.phrase and (self._only_describes(aside) or self._after_comma(date.phrase)):
                    return date
        return None

    def _only_describes(self, aside: Clause) -> bool:
        """ "yang dikuasai Pakistan", but not "yang diumumkan pada September": whether an aside tells what lasts."""
        lasting = self.grammar.words("held")
        near = self.tokens[aside.start : aside.start + 3]
        stays = not self.grammar.has("bare agents") or any(t.lower in lasting for t in near)
        return not aside.predicates and stays

    def _after_comma(self, phrase: Phrase) -> bool:
        """Whether a date stands behind a comma with no preposition of its own."""
        first = self._token_span(phrase)[0]
        led = self.tokens[first].lower in self.grammar.words("prepositions")
        return first > 0 and self.tokens[first - 1].text == "," and not led

    def _at_once(self, clause: Clause) -> bool:
        """ "On Thursday 12 people died when troops fired": whether a clause tells when that of its parent was."""
        opening = self.tokens[clause.start].lower
        if clause.sort == "rel" and opening in self.grammar.words("place_relatives"):
            return True  # "прибыл в среду в Тирану, где встретился с ..."
        return clause.sort == "time" and opening in self.whens

    def _to_come(self, clause: Clause) -> bool:
        """ "wird möglicherweise reisen": whether what may be is told as of a time to come."""
        words, future = self.tokens[clause.start : clause.end], self.grammar.words("future")
        return any(FUTURE in t.keys or "+future" in t.keys or t.lower in future for t in words)

    def _lead(self, clause: Clause) -> Clause | None:
        """What stands of a clause before the clauses inside it ("국방부는 30일 ... 밝혔다")."""
        leads = [c for c in self.clauses if c.sort == "lead" and c.number < clause.number and c.parent is clause.parent]
        return leads[-1] if leads and clause.sort != "lead" else None

    def places(self, kind: Kind, predicate: Predicate, clause: Clause, until: int) -> list[Place]:
        """The places told in the act's clause, the one it continues, or right before a relative clause."""
        found: list[Place] = []
        if not self.here:
            return found
        outer = clause.parent if clause.sort in _CONTINUED else None
        for mention in self.here:
            phrase = mention.place.phrase
            if (phrase and phrase.start >= until) or self._avenges(predicate, phrase):
                continue
            here = self._in_clause(phrase, clause) or self._where_to(kind, mention, clause)
            before_rel = clause.sort == "rel" and clause.start - 3 <= self._token_span(phrase)[1] <= clause.start
            if not (here or before_rel or (outer is not None and self._in_clause(phrase, outer))):
                continue
            role = self._place_role(kind, predicate, mention, own=here, antecedent=before_rel)
            if role:
                place = mention.place
                found.append(place if role is place.role else place.model_copy(update={"role": role}))
        return finest_first(found) if len(found) > 1 else found

    def _avenges(self, predicate: Predicate, phrase: Phrase | None) -> bool:
        """ "struck Pakistan in retaliation for the attack in Pahalgam": whether a place is that of an earlier act."""
        reasons = self.grammar.words("reprisal_words")
        between = self.tokens[predicate.last : self._token_span(phrase)[0]] if reasons else ()
        return bool(between) and not reasons.isdisjoint([t.lower for t in between])

    def _where_to(self, kind: Kind, mention: PlaceMention, clause: Clause) -> bool:
        """ "sent troops that X backs to Kursk": where a move goes may stand behind an aside about what is moved."""
        if kind not in MOVES or mention.place.role is not PlaceRole.TO:
            return False
        asides = [c for c in self.clauses if c.parent is clause and c.sort == "rel"]
        return any(
            self._in_clause(mention.place.phrase, c) and not any(p.kind in MOVES for p in c.predicates) for c in asides
        )

    def _is_where_said(self, first: int, predicate: Predicate) -> bool:
        """Whether a place before the verb, or close behind it over no more than whom one spoke to, is where one spoke.

        What stands further on is what was spoken of: "condemned the attack in Kharkiv".
        """
        if first <= predicate.first:
            return True
        between = self.tokens[predicate.last : first]
        if any(t.text in '“"' for t in between):
            return False
        return len(between) <= _SAID_WITHIN or any(t.lower in self.hearers for t in between)

    def _is_done_to(self, first: int, link: str, predicate: Predicate, kind: Kind) -> bool:
        """Whether a place with no preposition but "of" stands where a verb has its object, or a passive its subject.

        Of harm it may stand far before the verb, in a verb-final language or a passive, with nobody who acts between.
        """
        owned = link in self.of or link == "of"
        if link and not owned:
            return False
        if (0 if owned and link != "of" else -5) <= first - predicate.last <= self._objects_within:
            return True
        if kind not in (Kind.ASSAULT, Kind.COERCE):
            return False
        if self._suffers(first, predicate):
            return True
        if first > predicate.first or not (self.actings or predicate.voice in _UNDERGONE):
            return False
        between = self.tokens[first : predicate.first - (not self.actings)]  # without the auxiliary of a passive
        led = self.grammar.words("prepositions")
        verbs = (t.voice and t.lower not in led for t in between)
        return not any(verbs) and not any(t.text in ",、，" or t.lower in self.actings for t in between)

    def _suffers(self, first: int, predicate: Predicate) -> bool:
        """ "Харків зазнав удару", "수미시가 포격을 받았다": a place before a noun that a verb says it undergoes."""
        if predicate.form != "noun" or first > predicate.first:
            return False
        near, undergo = self.tokens[first : predicate.last + 3], self.grammar.words("undergo")
        return any(t.voice and not t.keys.isdisjoint(undergo) for t in near) and not any(t.text == "," for t in near)

    def _place_role(
        self, kind: Kind, predicate: Predicate, mention: PlaceMention, *, own: bool, antecedent: bool
    ) -> PlaceRole | None:
        """What a place is to the act, by its preposition, the verb before it, and the kind."""
        place, country = mention.place, mention.place.precision is PlacePrecision.COUNTRY
        if antecedent:
            return None if country or kind in SPEECH else PlaceRole.HAPPENED_AT
        first = self._token_span(place.phrase)[0]
        direct = own and self._is_done_to(first, mention.link, predicate, kind)
        visited = predicate.head in self.grammar.words("visiting")
        if direct and country and kind is Kind.CONSULT and visited and not mention.link and first >= predicate.last:
            return PlaceRole.HAPPENED_AT
        direct = direct and not country
        aimed = own and not country and predicate.trigger is not None and mention.link in predicate.trigger.targets
        if (direct and kind in (Kind.ASSAULT, Kind.COERCE, Kind.CONSULT)) or (aimed and kind is Kind.ASSAULT):
            return PlaceRole.HAPPENED_AT
        if direct and kind is Kind.RETREAT:
            return PlaceRole.FROM
        if direct and kind is Kind.MOBILIZE:
            return PlaceRole.TO
        role = place.role
        if role is PlaceRole.ABOUT:
            return None if country else PlaceRole.ABOUT
        if country and kind is Kind.CONSULT and visited and role is PlaceRole.TO:
            return PlaceRole.HAPPENED_AT
        if country and kind not in MOVES and role is not PlaceRole.HAPPENED_AT:
            return None
        if kind in SPEECH:
            said = role is PlaceRole.HAPPENED_AT and own and not country
            return (PlaceRole.SAID_AT if self._is_where_said(first, predicate) else PlaceRole.ABOUT) if said else None
        if kind is Kind.MOBILIZE and role is PlaceRole.HAPPENED_AT:
            return PlaceRole.HAPPENED_AT
        return role
