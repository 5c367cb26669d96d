"""Whom an article has named so far: what "he", "the ministers" and a bare surname go back to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from events.extraction.names import BORROWED, Mention, Who, suffix_of, who_of
from events.model import ActorType
from events.register import Entry, known, state_of

_FAR_AHEAD, _OFTEN = 3, 4  # an article is about the country named thrice as often as any other, and four times
_PERSON, _STATE, _GOVERNMENT = ActorType.PERSON, ActorType.STATE, ActorType.GOVERNMENT
_SIDES = frozenset({ActorType.STATE, ActorType.MILITARY, ActorType.ARMED_GROUP})
_BODIES = frozenset({ActorType.ORG, ActorType.ARMED_GROUP})
_ORGANS = frozenset({ActorType.MILITARY, ActorType.ARMED_GROUP, ActorType.CIVILIAN, ActorType.GOVERNMENT})
_REFERRING = frozenset({"pronoun", "speaker"})


@dataclass
class Memory:
    """Who has been named, in reading order; ``here`` are the mentions of the sentence being read."""

    people: dict[str, Who] = field(default_factory=dict)
    first_people: dict[str, Who] = field(default_factory=dict)
    last_organ: dict[str, Who] = field(default_factory=dict)
    last_persons: dict[str, Who] = field(default_factory=dict)
    last_group: tuple[Who, ...] = ()
    last_body: Who | None = None
    last_house: Who | None = None
    last_pair: tuple[Who, ...] = ()
    spoke: Who | None = None
    last_many: tuple[Who, ...] = ()
    doers: tuple[Who, ...] = ()
    foes: tuple[Who, ...] = ()
    met: tuple[Who, ...] = ()
    last_states: dict[str, Who] = field(default_factory=dict)
    sides: dict[str, Who] = field(default_factory=dict)
    here: list[Mention] = field(default_factory=list)
    subjects: list[Who] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    home: Entry | None = None
    principals: tuple[Who, ...] = ()
    """The two states that the article names far more often than any other, in the second reading."""
    things: dict[str, Who] = field(default_factory=dict)
    """Whose a ship or drone is that was named with its owner, by the noun."""

    def begin(self) -> list[Mention]:
        """Turns to the next sentence; the list given back is to be filled with its mentions."""
        people = [w for m in self.here if not m.modifier and m.form != "speaker" for w in m.who if w.type is _PERSON]
        self.subjects = people or self.subjects
        self.here = []
        return self.here

    def reread(self, home_country: str | None, scene: str | None = None) -> "Memory":
        """A fresh memory for the second reading, which knows every name and the article's country beforehand.

        ``scene`` is the country in which most places lie: where it is also named first, the article is about it.
        """
        states = Counter({s: n for s, n in self.seen.items() if state_of(s)})
        home = None
        if states:
            (country, count), *others = states.most_common(2)
            alone = count >= _FAR_AHEAD * others[0][1] if others else True
            home = state_of(country) if count * 2 > sum(states.values()) or (alone and count >= _OFTEN) else None
            home = home or (state_of(scene) if scene == next(iter(states)) else None)
        else:
            home = state_of(home_country)
        often = states.most_common(3)
        apart = len(often) == 2 or (len(often) > 2 and often[1][1] > often[2][1])
        two = [state_of(country) for country, _ in often[:2]] if apart else []
        principals = tuple(who_of(state) for state in two if state)
        return Memory(first_people=dict(self.people), home=home, principals=principals)

    def remember(self, mention: Mention) -> None:
        """Takes note of whom a mention names."""
        form, refers = mention.form, mention.form in _REFERRING
        for who in mention.who:
            if who.country:
                self.seen[who.country] += 1
            if not refers and who.why not in BORROWED:
                self._remember(who, form)
        if not refers and mention.who[0].why not in BORROWED:
            self.last_group = mention.who
            if form == "organ" or len(mention.who) > 1:
                self.last_many = mention.who

    def _remember(self, who: Who, form: str) -> None:
        """Takes note of somebody named outright, in a mention of that form."""
        sort = who.type
        if sort is _PERSON:
            _put_last(self.last_persons, who)
            body = known(who.part_of) if who.part_of else None
            if body and body.type in _BODIES:  # "RSF deputy leader X ... the group"
                self.last_body = who_of(body)
        elif form != "metonym" and sort in _SIDES:
            _put_last(self.sides, who)
        if sort is _STATE:
            _put_last(self.last_states, who)
        if sort in _BODIES:
            self.last_body = who
        if sort in _ORGANS:
            self.last_organ[suffix_of(who)] = who
            if sort is _GOVERNMENT and form in ("organ", "name"):
                self.last_house = who

    def learn_name(self, who: Who, words: Sequence[str]) -> None:
        """Takes note of the surname by which a person may be named later."""
        names = [w for w in words if (w[:1].isupper() and len(w) > 2) or (_caseless(w) and len(w) > 1)]
        for word in {names[0], names[-1]} if names else ():
            self.people[word] = who

    def he(self) -> tuple[Who, ...]:
        """Whom "he" means: who was named first in this sentence, else first in the last one that names a person."""
        named = [m for m in self.here if not m.modifier and m.form != "speaker" and m.case != "accusative"]
        people = [w for m in named for w in m.who if w.type is ActorType.PERSON]
        acted = {who.id for who in self.doers}
        before = [w for w in self.subjects if w.id in acted] or self.subjects  # "Bersama Cho, Blinken ... Ia ..."
        return tuple((people or before or tuple(self.last_persons.values())[-1:])[:1])

    def people_here(self) -> bool:
        """Whether the sentence has named a person, or "I"."""
        return any(m.form == "speaker" or w.type is ActorType.PERSON for m in self.here for w in m.who)

    def body_here(self) -> tuple[Who, ...]:
        """The one body or state that the sentence has named first, for languages in which it is "he"."""
        first = next((m.who for m in self.here if not m.modifier and m.who), ())
        return (first[0].told_by("pronoun"),) if len(first) == 1 else ()

    def pair(self, people: bool, countries: bool, *, addressed: bool = False, ahead: bool = False) -> tuple[Who, ...]:
        """Whom "both leaders", "the two countries" or "both sides" means: the last two people, theirs, or sides.

        Where they are ``addressed``, who alone is named before is none of them: "Malaysia called on both sides";
        ``ahead`` says that a verb or preposition leads to them.
        """
        here = {w.country for m in self.here if not m.modifier and m.form != "pronoun" for w in m.who}
        out = here if addressed and len(here) == 1 else set()
        persons = [w for w in self.last_persons.values() if w.country not in out]
        sides = [w for w in self.sides.values() if w.country not in out]
        if self.met and not countries and not addressed and not any(m.who for m in self.here):
            return tuple(w.told_by("pronoun") for w in self.met)
        if not people and not countries and not out & {w.country for w in self.foes} and self.foes:
            return tuple(w.told_by("pronoun") for w in self.foes)
        named = persons if people else sides
        here_too = {w.country: state_of(w.country) for m in self.here if m.form != "pronoun" for w in m.who}
        met = [state for state in here_too.values() if state]
        if (
            countries and not people and not out and len(met) == 2
        ):  # "Kim visited the Russian embassy ... both countries"
            self.last_pair = tuple(map(who_of, met))
        if countries and not people and len(self.last_pair) == 2 and not out & {w.country for w in self.last_pair}:
            return tuple(w.told_by("pronoun") for w in self.last_pair)
        together = people and len(self.subjects) > 1  # "Putin met Kim. ... The two leaders ..."
        joint = any(len({w.country for w in m.who}) == 2 for m in self.here)  # "South Korean and American warplanes"
        acting = here if ahead and len(here) == 1 else out  # "vowed retaliation against both countries": of others
        if not together and not joint and (principals := self._principals(people, acting)):
            return principals
        of_people = {who.country: state_of(who.country) for who in persons[-2:]}
        of_sides = {who.country: state_of(who.country) for who in sides}
        if countries and len(of_people) == 2 and all(of_people.values()):
            named = [who_of(state) for state in of_people.values() if state]
        elif countries and not people:
            named = [who_of(state) for state in of_sides.values() if state]
        two = (named if len(named) > 1 else [w for w in self.last_states.values() if w.country not in out])[-2:]
        if countries and not people:
            self.last_pair = tuple(two)
        return tuple(w.told_by("pronoun") for w in two)

    def _principals(self, people: bool, out: set[str | None]) -> tuple[Who, ...]:
        """The two states that the article is about, or their people named last; none where one is not told of yet."""
        told = {w.country for w in (*self.last_states.values(), *self.sides.values(), *self.last_persons.values())}
        countries = {w.country for w in self.principals}
        if len(countries) != 2 or not countries <= told or out & countries:
            return ()
        last = {w.country: w for w in self.last_persons.values() if w.country in countries}
        two = tuple(last.values()) if people and len(last) == 2 else self.principals
        return tuple(w.told_by("pronoun") for w in two)

    def those(self) -> tuple[Who, ...]:
        """ "the ministers", "the statement": who acted in the sentence before."""
        return tuple(w.told_by("pronoun") for w in self.doers or self.last_many)

    def group(self) -> tuple[Who, ...]:
        """Whom "they" means: the last of whom several were named."""
        several = next((m.who for m in reversed(self.here) if m.form == "pronoun" and len(m.who) > 1), ())
        met = self.doers if self.met and len(self.doers) > 1 and not any(m.who for m in self.here) else ()
        return tuple(w.told_by("pronoun") for w in several or met or self.last_many or self.last_group)

    def it(self, speaking: tuple[Who, ...]) -> tuple[Who, ...]:
        """Whom "it" means: ``speaking`` (before it), whom this sentence began with, who acted last, or was named last.

        It is a state or a body, never a person.
        """
        first = next((m.who for m in self.here if not m.modifier and m.who), ())
        for named in (speaking, first, self.doers, self.last_group):
            if len(named) == 1 and named[0].type not in (ActorType.PERSON, ActorType.CIVILIAN):
                return (named[0].told_by("pronoun"),)
        return ()

    def other_than_doer(self) -> tuple[Who, ...]:
        """Whom "it" means where it cannot be who acts: the state or body named last before, on another side."""
        first = next((m.who for m in self.here if not m.modifier and m.who), ())
        own = {w.country or w.id for w in first}
        bodies = (ActorType.PERSON, ActorType.CIVILIAN)
        named = [m.who[0] for m in self.here if len(m.who) == 1 and m.form in ("state", "name", "organ", "metonym")]
        others = [w for w in (*named[1:], *self.doers) if (w.country or w.id) not in own and w.type not in bodies]
        return ((others[-1] if others[-1] in named else others[0]).told_by("pronoun"),) if others else ()

    def other_state(self, *, allied: bool) -> tuple[Who, ...]:
        """Whom "its neighbour" means: who acted in the sentence before, else the state named last, of another country.

        Where it is ``allied``, it is the one that the article is about or names most often, if that is another.
        """
        own = {w.country for m in self.here for w in m.who}
        own = own or {w.country for w in self.doers}
        often = (self.home, *(state_of(country) for country, _ in self.seen.most_common())) if allied else ()
        others = (
            w
            for w in (*(who_of(state) for state in often if state), *self.doers, *reversed(self.last_states.values()))
            if w.country not in own and w.country
        )
        return tuple(w.told_by("pronoun") for w in others)[:1]

    def speaks_again(self) -> tuple[Who, ...]:
        """The body or state that spoke last, if no person did."""
        spoke = self.spoke
        body = spoke is not None and spoke.type not in (ActorType.PERSON, ActorType.CIVILIAN)
        return (spoke.told_by("pronoun"),) if spoke and body else ()

    def last_state(self) -> Entry | None:
        """The state a possessive goes back to: the first in this sentence, else the last named."""
        here = [w for m in self.here if m.form != "pronoun" for w in m.who if w.why not in BORROWED]
        for who in (*here, *reversed((*self.last_states.values(), *self.last_group))):
            state = state_of(who.country)
            if state:
                return state
        return None


def _put_last(named: dict[str, Who], who: Who) -> None:
    """Makes somebody the last named, who is among them but once."""
    named.pop(who.id, None)
    named[who.id] = who


def _caseless(word: str) -> bool:
    """Whether a word stands in a script without capitals."""
    return word[:1].isalpha() and word[:1].lower() == word[:1].upper()
