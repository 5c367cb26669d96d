"""Titles, with or without whose they are, with or without a name: "Ukraine's defence minister", "Menlu Retno"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from events.extraction.gazetteer import Sort, fold, gazetteer
from events.extraction.names import Mention, Who, name_words, people_by_word, who_of
from events.extraction.pronouns import Pronouns
from events.extraction.text import Token
from events.model import ActorType
from events.offices import holder, not_holding
from events.register import Entry, known, state_of, unknown_id

_HELD = ("minister", "president", "chancellor", "king")
"""How the offices end that nobody holds in two states."""
_LISTED = ("demonym", "state")
_TITLE_STEPS = 9  # words, owners and organs that a title may go on for
_SEAT_WORDS = 3  # of the place in which a local office is


@dataclass(slots=True)
class _Title:
    """A title as far as read: the next token, the token after its last own one, and whose it is.

    ``others`` are those whose it is besides, in the plural: "les présidents français et russe".
    """

    at: int
    end: int
    owner: Entry | None
    body: Entry | None
    possessive: bool
    others: list[Entry] = field(default_factory=list)


class OfficeHolders(Pronouns):
    """Finds who holds an office that a sentence names."""

    def _titled(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A title, with or without whose it is, with or without a name."""
        end = self.atoms.title(tokens, i)
        named = self.atoms.alias(tokens, i) if end is not None else None
        if end is None or (named and named[0] > end + 1 and named[1].form == "org"):
            return None  # "Kepala Staf Gabungan Korea Selatan" is a body
        possessive = self.grammar.has_clitic(tokens[end - 1].lower)
        owners = self.grammar.table("title_owners")  # "Bundeskanzler" is Germany's, "Panglima TNI" Indonesia's
        owner = owners.get(" ".join(t.lower for t in tokens[i:end])) or owners.get(tokens[i].lower)
        state = known(owner) if owner else self._state_of_doers(tokens, i)
        return self._after_title(tokens, i, end, state, possessive=possessive)

    def _state_of_doers(self, tokens: Sequence[Token], i: int) -> Entry | None:
        """ "Its prime minister", "His deputy" at the start of a sentence: of who acted in the one before."""
        led = 0 < i <= 2 and tokens[i - 1].lower in self.grammar.words("possessives")
        if not led or self.memory.here:
            return None
        countries = {who.country for who in self.memory.doers if who.country}
        return state_of(countries.pop()) if len(countries) == 1 else None

    def _after_title(
        self, tokens: Sequence[Token], first: int, end: int, owner: Entry | None, *, possessive: bool = False
    ) -> Mention | None:
        title = _Title(end, end, owner, None, possessive)
        for _ in range(_TITLE_STEPS):
            if title.at >= len(tokens) or not self._extend(tokens, title):
                break
        if title.owner and title.others:
            return self._several(tokens, first, title.end, (title.owner, *title.others))
        if tokens[first].lower in self.grammar.words("plural_titles") and title.owner is None:
            return Mention(first, end, (), "title")
        named = self._name_after_title(tokens, first, title.at, title.owner, title.body)
        if named:
            return named
        return self._untitled(tokens, first, title.end, title.owner, title.body, possessive=title.possessive)

    def _extend(self, tokens: Sequence[Token], title: _Title) -> bool:
        """Takes the next word of a title: whose it is, of which organ, of what; whether there was one."""
        if self._take_field(tokens, title):
            return True
        hails = title.possessive and tokens[title.at].lower in self.grammar.words("origin")
        if hails and self.atoms.owner(tokens, title.at + 1) and title.owner is None:
            title.at += 1  # "mitranya dari India"
        if self._take_owner(tokens, title) or self._take_another(tokens, title):
            return True
        at = title.at
        step, inner = self.atoms.organ(tokens, at), self.atoms.title(tokens, at)
        if inner and tokens[at].lower in self.grammar.words("counterparts"):
            return False
        if step or inner:
            title.at = title.end = step[0] if step and (not inner or step[0] >= inner) else inner or at + 1
            title.possessive = title.possessive or self.grammar.has_clitic(tokens[title.at - 1].lower)
            return True
        if not self._is_topic(tokens[at]):
            return False
        clings = self.grammar.has_clitic(tokens[at].lower) and not self.grammar.lists(tokens[at], "topics")
        title.possessive = title.possessive or clings
        title.at = at + 1
        title.end = title.at if title.possessive else title.end
        return True

    def _take_field(self, tokens: Sequence[Token], title: _Title) -> bool:
        """ "utusan khusus PBB untuk Suriah Geir Pedersen": the state that an envoy is for, which is not whose he is."""
        if title.owner is None or tokens[title.at].lower not in self.grammar.words("assigned"):
            return False
        field = self.atoms.alias(tokens, title.at + 1)
        if field is None or field[1].form not in ("state", "org"):
            return False
        title.at = title.end = field[0]
        return True

    def _take_owner(self, tokens: Sequence[Token], title: _Title) -> bool:
        found = self.atoms.owner(tokens, title.at)
        owner = title.owner
        if found and found[1].form == "org" and self._is_organ_of_next(tokens, title.at, found[0]):
            return False
        same = found and owner and found[1].entry.country == owner.country and found[1].form == "state"
        if not found or not (same or not (title.body and owner)):
            return False
        title.at, alias = found
        title.body, title.owner = title.body or alias.entry, owner or alias.entry
        if self._possessive(tokens, title.at):
            title.at += 1
        title.end = title.at = self.atoms.paren(tokens, title.at)
        return True

    def _is_organ_of_next(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """ "Kemlu China": whether the short name of a ministry at home is that of the state named behind it."""
        organ = self.atoms.organ(tokens, at)
        behind = self.atoms.alias(tokens, end) if organ and organ[0] >= end else None
        return behind is not None and behind[1].form == "state"

    def _take_another(self, tokens: Sequence[Token], title: _Title) -> bool:
        """ "français, allemand et polonais", "de la Russie et de la Chine": one more whose a title in the plural is."""
        joins = self.grammar.words("list")
        if title.owner is None or not self.grammar.words("plural_titles") or tokens[title.at].lower not in joins:
            return False
        at = title.at + 1
        while at < len(tokens) and tokens[at].lower in self.grammar.words("of", "determiners", "elided"):
            at += 1
        found = self.atoms.owner(tokens, at)
        behind = self.atoms.owner(tokens, title.end - 1)
        if found is None or behind is None or found[1].form != behind[1].form or found[1].form not in _LISTED:
            return False
        comma = tokens[title.at].text == ","
        if comma and not (found[0] < len(tokens) and tokens[found[0]].lower in joins):
            return False
        title.at, alias = found
        title.others.append(alias.entry)
        title.end = title.at
        return True

    def _several(self, tokens: Sequence[Token], first: int, end: int, owners: Sequence[Entry]) -> Mention:
        """The holders of one office of several states."""
        office = self._office_named(tokens, first, end)
        who = tuple(
            self._holder(tokens, first, end, office, (owner,))
            or Who(
                unknown_id(office, owner.id),
                f"{owner.demonym} {office}",
                owner.country,
                ActorType.PERSON,
                owner.id,
                "title without a name",
            )
            for owner in owners
        )
        return Mention(first, end, who, "title", plural=True)

    def _is_topic(self, token: Token) -> bool:
        """Whether a word tells what a title is for ("of defence")."""
        bare = self.grammar.without_clitic(token.lower)
        if self.grammar.lists(token, "topics") or bare in self.grammar.words("topics"):
            return True
        return token.text.islower() and self.grammar.ends(token.lower, "topic_endings")

    def _name_after_title(
        self, tokens: Sequence[Token], first: int, at: int, owner: Entry | None, body: Entry | None
    ) -> Mention | None:
        comma = at < len(tokens) and tokens[at].text == ","
        start = at + 1 if comma else at
        if comma and start < len(tokens):
            start = self.atoms.title(tokens, start) or start
        start = self._past_ranks(tokens, start)
        start, owner = self._past_seat(tokens, first, start, owner)
        found = self.atoms.alias(tokens, start)
        if found and found[1].form == "person":
            last = self.atoms.paren(tokens, found[0])
            who = who_of(found[1].entry)
            words = [t.text for t in tokens[start : found[0]]]
            if owner and self._is_namesake(tokens, first, at, owner, found[1].entry):
                name = " ".join(words).replace(" - ", "-")
                who = Who(unknown_id(name, owner.id), name, owner.country, ActorType.PERSON, owner.id)
            self.memory.learn_name(who, words)
            return Mention(first, self._close(tokens, last, comma=comma), (who,), "name")
        last = start if self.headline else self.atoms.name(tokens, start)
        if found and found[0] == last and found[1].form == "state":
            last = start  # "ministrowie obrony Niemiec i Francji": a state alone is nobody's name
        rank = self.atoms.title(tokens, last + 1) if last + 1 < len(tokens) and tokens[last].text == "," else None
        if rank and self.atoms.name(tokens, rank) > rank:
            comma, start, last = True, rank, self.atoms.name(tokens, rank)
        if last == start or (comma and (owner is None or last - start < 2)):
            return None
        start, last, owner = self._past_place(tokens, start, last, owner)
        if start == last:
            return None
        inner = [self.atoms.title(tokens, k) for k in range(start + 1, last)]
        start = next((end for end in reversed(inner) if end and end < last), start)  # "Kapolda Papua Irjen ..."
        words = [t.text for t in tokens[start:last]]
        if owner is None and body is None and self.grammar.lists(tokens[first], "local_titles"):
            owner = self.around
        who = self._titled_person(words, owner, body)
        local = self.grammar.lists(tokens[first], "local_titles")  # "Gubernur Kursk Alexei Smirnov"
        self.memory.learn_name(who, words[-1:] if local else words)
        return Mention(first, self._close(tokens, self.atoms.paren(tokens, last), comma=comma), (who,), "name")

    def _is_namesake(self, tokens: Sequence[Token], first: int, at: int, owner: Entry, entry: Entry) -> bool:
        """ "ministro de Defensa de Colombia, Pedro Sánchez": one state's minister is not another's of the same name."""
        states = state_of(owner.country) and state_of(entry.country)
        return bool(states) and owner.country != entry.country and self._office_named(tokens, first, at).endswith(_HELD)

    def _past_place(
        self, tokens: Sequence[Token], start: int, last: int, owner: Entry | None
    ) -> tuple[int, int, Entry | None]:
        """ "мэр Харькова Игорь Терехов", "губернатор Курской области Иван Петров": the name behind the place.

        Whose the place is, is the country of the sentence's places.
        """
        if last < len(tokens) and tokens[last].lower in self.grammar.words("region_nouns"):
            return last + 1, self.atoms.name(tokens, last + 1), owner or self.around
        first = start
        while last - first > 2 and (
            self.grammar.ends(tokens[first].lower, "owner_endings")
            or (tokens[first].text.isupper() and self.grammar.words("owner_endings"))
        ):
            first += 1
        return first, last, owner or (self.around if first > start else None)

    def _past_seat(
        self, tokens: Sequence[Token], first: int, start: int, owner: Entry | None
    ) -> tuple[int, Entry | None]:
        """ "Gubernur Jawa Timur Khofifah Indar Parawansa": the name behind a known place, and whose the place is."""
        if not self.grammar.has("owner after") or not self.grammar.lists(tokens[first], "local_titles"):
            return start, owner
        for end in range(min(start + _SEAT_WORDS, len(tokens) - 1), start, -1):
            seat = tokens[start : end + 1]
            if all(token.is_name_like for token in seat):
                named = gazetteer().named(fold(" ".join(token.text for token in seat[:-1])))
                here = [place.country for place in (self.around, self.memory.home) if place]
                states = {known.country for known in named if known.country in here or known.sort is not Sort.TOWN}
                if states:  # a town elsewhere may be a given name: "Roman"
                    state = next((country for country in here if country in states), None)
                    return end, owner or state_of(state or (states.pop() if len(states) == 1 else None))
        return start, owner

    def _past_ranks(self, tokens: Sequence[Token], k: int) -> int:
        """ "police chief Gen. Prabowo": past shortened ranks, which are no part of the name."""
        if 0 < k < len(tokens) and tokens[k].text == "." and f"{tokens[k - 1].text}." in self.grammar.abbreviations:
            k += 1  # "Senior Gen. Min Aung Hlaing"
        while k + 2 < len(tokens) and tokens[k + 1].text == "." and f"{tokens[k].text}." in self.grammar.abbreviations:
            k += 2
        return k

    def _close(self, tokens: Sequence[Token], last: int, *, comma: bool) -> int:
        return last + 1 if comma and last < len(tokens) and tokens[last].text == "," else last

    def _titled_person(self, words: list[str], owner: Entry | None, body: Entry | None) -> Who:
        """A name after a title: one met before, one of the register, or a new person of the title's owner."""
        if len(words) == 1 and words[0] in self.memory.people:
            met = self.memory.people[words[0]]
            if owner is None or owner.country == met.country:
                return met
        country, language = owner.country if owner else None, self.grammar.language
        matches = [
            e
            for e in people_by_word(language).get(words[-1], ())
            if (country is None or e.country == country) and set(words) <= set(name_words(e, language))
        ]
        if len(matches) == 1 or (matches and len(words) > 1):
            return who_of(matches[0])
        if len(words) == 1 and words[0] in self.memory.first_people:
            return self.memory.first_people[words[0]]
        name = " ".join(words).replace(" - ", "-")
        top = body or owner
        home = self._side_of_doers() if top is None else None
        if home is not None:
            return Who(unknown_id(name, home.id), name, home.country, ActorType.PERSON, home.id, "country assumed")
        elsewhere = self.around is not None and self.around is not self.memory.home
        if top is None and self.memory.home and not elsewhere:
            home = self.memory.home
            return Who(unknown_id(name, home.id), name, home.country, ActorType.PERSON, home.id, "country assumed")
        return Who(unknown_id(name, top.id if top else None), name, country, ActorType.PERSON, top.id if top else None)

    def _side_of_doers(self) -> Entry | None:
        """Whose "the ministry's spokesman X" is who says "We urge Japan ...", where the article is about Japan.

        He is of who acted in the sentence before, if this one does not name them.
        """
        here = [w for m in self.memory.here if m.form != "speaker" for w in m.who]
        named = {w.country for w in here}
        acted = {w.country for w in self.memory.doers if w.country}
        home = self.memory.home
        alone = len(acted) == 1 and not acted & named and not any(w.type is ActorType.PERSON for w in here)
        aside = alone and home is not None and home.country in named
        return state_of(acted.pop()) if aside else None

    def _untitled(
        self,
        tokens: Sequence[Token],
        first: int,
        end: int,
        owner: Entry | None,
        body: Entry | None,
        *,
        possessive: bool,
    ) -> Mention | None:
        """A title without a name: "North Korea's foreign minister", "her Russian counterpart", "the minister"."""
        if owner is None and possessive:
            owner = self.memory.last_state()
        top = body or owner
        if top is not None and owner is not None:
            office = self._office_named(tokens, first, end)
            name = f"{(owner if body is None else body).demonym} {office}"
            person = ActorType.PERSON
            who = self._holder(tokens, first, end, office, (top, owner)) or Who(
                unknown_id(office, top.id), name, owner.country, person, top.id, "title without a name"
            )
            return Mention(first, end, (who,), "title")
        before = tokens[first - 1].lower if first else ""
        if before in self.grammar.words("determiners") or self.grammar.has("bare nouns"):
            people = list(self.memory.he()) if before != "a" else []
            if people and not self.grammar.lists(tokens[first], "vague_titles"):
                return Mention(first, end, (people[0].told_by("pronoun"),), "pronoun")
        return Mention(first, end, (), "title")

    def _office_named(self, tokens: Sequence[Token], first: int, end: int) -> str:
        """The office that a title names, in English, and whether it is one of the past."""
        past = not_holding(self.grammar.language, "former")
        said = self._title_words(tokens[first:end]).split()
        said = [word for word in said if word not in self.grammar.words("list")]
        title = " ".join([word for word in said if word not in past] or said)
        office: str = self.grammar.offices.get(title, title)
        return f"former {office}" if any(t.lower in past for t in tokens[max(0, first - 2) : end]) else office

    def _holder(
        self, tokens: Sequence[Token], first: int, end: int, office: str, owners: Iterable[Entry]
    ) -> Who | None:
        """Who is known to have held the office on the day of publication, unless the words say that it is another."""
        others = not_holding(self.grammar.language)
        if self.day is None or any(t.lower in others for t in tokens[max(0, first - 2) : end + 2]):
            return None
        found = next(filter(None, (holder(office, owner.id, self.day) for owner in owners)), None)
        return who_of(found, "title without a name") if found else None

    def _title_words(self, tokens: Sequence[Token]) -> str:
        """The words of a title without whose it is."""
        words: list[str] = []
        at = 0
        while at < len(tokens):
            owner = self.atoms.alias_among(tokens, at)
            if owner is None and tokens[at].is_word:
                words.append(self.grammar.without_clitic(tokens[at].lower))
            at = owner[0] if owner else at + 1
        return " ".join(w for w in words if w.isalpha() and w not in self.grammar.words("title_fillers"))
