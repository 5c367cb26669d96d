"""Who: the actors a sentence names, by alias, title and name, organ and owner, pronoun and metonym."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from events.extraction.atoms import Atoms, Opening
from events.extraction.bodies import backed, named_behind
from events.extraction.grammar import Grammar
from events.extraction.memory import Memory
from events.extraction.names import Alias, Mention, Who, name_words, organ_of, people_by_word, who_of
from events.extraction.segments import PARTICLE
from events.extraction.text import Sentence, Token
from events.model import ActorType
from events.offices import holder, not_holding
from events.register import Entry, agencies, known, lineage, state_of, unknown_id

_LOCAL = frozenset({"people", "police"})
"""Organs that are of the country where they act."""
_SEATED = frozenset({"government", "mfa", "mod", "parliament"})
"""Organs that sit in their state's capital."""
_MINISTRIES = frozenset({"mfa", "mod", "moi", "ministry"})
_SIDES = frozenset({"military", "rebels"})
"""Organs that neither a place nor an article's subject gives an owner: whose troops they are must be told."""
_OPENING = 4  # words of a sentence before which nobody may have been named
_POINTING = ("both", "group_heads", "bodies", "ministries")
"""The lists of phrases that stand for whom the article has named."""
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})


Rule = Callable[[Sequence[Token], int], Mention | None]


@dataclass
class Reader:
    """Reads an article's sentences in order and finds whom they name."""

    grammar: Grammar
    headline: bool = False
    around: Entry | None = None
    before: tuple[int, Entry | None] = (-9, None)
    day: date | None = None

    @property
    def _opening_lists(self) -> tuple[str, ...]:
        """The lists of phrases with which a mention may begin."""
        return _POINTING

    def __post_init__(self) -> None:
        self.lately: Entry | None = None
        self.atoms = Atoms(self.grammar, self._opening_lists)
        self._memory, self._consulted = Memory(), False
        self._settled: dict[Token, Mention | None] = {}
        self._rules_of: dict[str, tuple[Rule, ...]] = {}
        self._rules: dict[Opening, tuple[Rule, ...]] = {}
        self._openings: dict[tuple[Token, ...], list[tuple[int, tuple[Rule, ...]]]] = {}

    @property
    def memory(self) -> Memory:
        """Whom the article has named so far; what is found without a look at it, both readings find alike."""
        self._consulted = True
        return self._memory

    @memory.setter
    def memory(self, memory: Memory) -> None:
        self._memory = memory

    def learn(self, sentences: Iterable[Sentence], scene: str | None = None) -> None:
        """First reading: full names, and the country the article is most about; ``scene``: where most places lie."""
        for sentence in sentences:
            self.mentions(sentence)
        self.memory = self.memory.reread(self.grammar.home, scene)

    def mentions(self, sentence: Sentence, country: str | None = None) -> list[Mention]:
        """The mentions of a sentence, in order, not overlapping; ``country`` is where its places lie, if one."""
        found = self._memory.begin()
        self.around = state_of(country)
        near = sentence.paragraph - self.before[0] <= 1
        self.lately = self.around or (self.before[1] if near else None)
        self.before = (sentence.paragraph, self.lately)
        self.headline = sentence.headline
        position = 0
        tokens = sentence.tokens
        for at, rules in self._openings_in(tokens):
            mention = self._mention_at(tokens, at, rules) if at >= position else None
            if mention is None:
                continue
            if mention.who or mention.form == "agency":
                found.append(mention)
            if mention.who:
                self._memory.remember(mention)
            position = max(mention.last, at + 1)
        return found

    def _mention_at(self, tokens: Sequence[Token], i: int, rules: Iterable[Rule]) -> Mention | None:
        """The mention that begins at ``i``, with the case that it tells: looked for once where nothing else decides."""
        token = tokens[i]
        if token in self._settled:
            return self._settled[token]
        self._consulted = False
        mention = self._first_of(rules, tokens, i)
        if mention is not None and (mention.who or mention.form == "agency"):
            case = self.case_of(tokens, mention)
            mention = replace(mention, case=case) if case else mention
        if not self._consulted:
            self._settled[token] = mention
        return mention

    def case_of(self, tokens: Sequence[Token], mention: Mention) -> str:
        """The case that a mention's form tells, "" where it tells none."""
        return self.atoms.case(tokens, mention.first, mention.last)

    def _first_of(self, rules: Iterable[Rule], tokens: Sequence[Token], i: int) -> Mention | None:
        for rule in rules:
            mention = rule(tokens, i)
            if mention is not None:
                return mention
        return None

    def _openings_in(self, tokens: tuple[Token, ...]) -> list[tuple[int, tuple[Rule, ...]]]:
        """Where in a sentence mentions may begin, by which rules: told once for both readings."""
        openings = self._openings.get(tokens)
        if openings is None:
            words = (i for i, token in enumerate(tokens) if token.is_word)
            openings = [(i, rules) for i in words if (rules := self._rules_at(tokens, i))]
            self._openings[tokens] = openings
        return openings

    def _rules_at(self, tokens: Sequence[Token], i: int) -> tuple[Rule, ...]:
        """The rules by which a mention may begin with a word: for most words there is none."""
        token = tokens[i]
        rules = self._rules_of.get(token.text)
        if rules is None:
            opening = self.atoms.opens(token)
            rules = self._rules.get(opening)
            if rules is None:
                rules = self._rules[opening] = tuple(self._rules_for(opening))
            self._rules_of[token.text] = rules
        return rules

    def _rules_for(self, opening: Opening) -> Iterator[Rule]:
        if opening.phrase:
            yield self._pronoun
        if opening.body:
            yield self._kind_then_name
        if opening.title:
            yield self._titled
        if opening.alias or opening.organ:
            yield self._owned
        if opening.alias or opening.capital:
            yield self._person
        if opening.organ:
            yield self._bare_organ

    def _kind_then_name(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """ "kelompok peretas Brain Cipher", "le groupe Ansaru": a body that the register lacks; its country is not."""
        found = None if self.headline else named_behind(self.atoms, tokens, i)
        if found is None:
            return None
        start, end, kind = found
        words = [t.text for t in tokens[start:end]]
        name = " ".join(words).replace(" - ", "-")
        met, home = self._met(words), self.memory.home
        who = met or Who(unknown_id(name, None), name, None, kind, None, "unknown name")
        if not met and home and tokens[i].lower in self.grammar.words("local_bodies"):
            who = Who(unknown_id(name, home.id), name, home.country, kind, home.id, "country of the article")
        if not met:
            self.memory.learn_name(who, words)
        return self._named_group(tokens, i, end, who)

    def _pronoun(self, tokens: Sequence[Token], i: int) -> Mention | None:
        ends = {name: end for name in _POINTING if (end := self.atoms.phrase(tokens, i, name)) is not None}
        kind, held = self.grammar.pronouns.get(tokens[i].lower), backed(self.atoms, tokens, i)
        if not ends and kind is None and held is None:
            return None
        if tokens[i].lower in self.grammar.words("determiners") and self.atoms.group(tokens, i + 1):
            return None
        for name in ("both", "group_heads"):
            end = ends.get(name)
            titled = self.atoms.title(tokens, i) if end is not None and name == "group_heads" else None
            if titled and titled > (end or 0):
                continue  # "ministrowie obrony Niemiec i Francji" are named, and not those of before
            if end is not None:
                if name == "both" and end < len(tokens) and tokens[end].lower in self.grammar.words("deictic"):
                    end += 1
                who = self._both(tokens[i:end]) if name == "both" else self.memory.those()
                return Mention(i, end, who, "pronoun", plural=True)
        end = ends.get("bodies") or held
        if end is not None and self.memory.last_body:
            return Mention(i, end, (replace(self.memory.last_body, why="pronoun"),), "pronoun")
        end = ends.get("ministries")
        if end is not None and self.memory.last_house:
            return Mention(i, end, (replace(self.memory.last_house, why="pronoun"),), "pronoun")
        if kind == "by verb":
            return self._she_or_they(tokens, i)
        if kind is None or (tokens[i].text == "US"):
            return None
        if kind == "speaker":
            return Mention(i, i + 1, (Who("", "", None, ActorType.PERSON, None),), "speaker")
        if kind == "person":
            who = self.memory.he()
            if self.grammar.has("articled nouns") and not self.memory.people_here():
                who = self.memory.body_here() or who or self.memory.doers[:1]
            return Mention(i, i + 1, tuple(replace(w, why="pronoun") for w in who), "pronoun")
        if kind == "group":
            who = self._who_said(tokens, i) or (() if self._plural_strangers(tokens, i) else self.memory.group())
            return Mention(i, i + 1, tuple(replace(w, why="pronoun") for w in who), "pronoun", plural=True)
        if kind == "any" and self._speaks_again(tokens, i):
            return Mention(i, i + 1, self.memory.speaks_again(), "pronoun")
        if kind == "any":
            verbs = (m.who for m in reversed(self.memory.here) if not m.modifier and tokens[min(m.last, i)].voice)
            return Mention(i, i + 1, self.memory.it(next(verbs, ())), "pronoun")
        return None

    def _who_said(self, tokens: Sequence[Token], i: int) -> tuple[Who, ...]:
        """ "France and 12 other countries said they ...": right behind a saying, those who say it."""
        before = tokens[max(0, i - 2) : i]
        said = [t for t in before if t.voice and not self.grammar.say_heads.isdisjoint(t.keys)]
        if not said:
            return ()
        who = tuple({w.id: w for m in self.memory.here if not m.modifier for w in m.who}.values())
        return () if len(who) == 1 and who[0].type is ActorType.PERSON else who

    def _speaks_again(self, tokens: Sequence[Token], i: int) -> bool:
        """ "It said ..." at the start of a sentence: who spoke before goes on."""
        says = i + 1 < len(tokens) and not self.grammar.say_heads.isdisjoint(tokens[i + 1].keys)
        return i == 0 and says and bool(tokens[1].voice) and bool(self.memory.speaks_again())

    def _plural_strangers(self, tokens: Sequence[Token], i: int) -> bool:
        """ "Rebels released a man whom they ...": whether "they" may be people whom the sentence has, but no name."""
        plural = self.grammar.words("plural_doers")
        named = {k for m in self.memory.here if m.who for k in range(m.first, m.last + 1)}
        return any(tokens[k].lower in plural and k not in named for k in range(i))

    def _she_or_they(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """German "sie": a verb in the plural beside it makes it they; else she, or what the sentence before did."""
        beside = [t.lower for t in (*tokens[i + 1 : i + 2], *tokens[max(0, i - 1) : i])]
        if any(self.grammar.ends(word, "plural_verbs") for word in beside):
            who, several = self.memory.group(), True
        else:
            who, several = self.memory.he() if self.memory.subjects else self.memory.doers[:1], False
        return Mention(i, i + 1, tuple(replace(w, why="pronoun") for w in who), "pronoun", plural=several)

    def _titled(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A title, with or without whose it is, with or without a name."""
        end = self.atoms.title(tokens, i)
        if end is None:
            return None
        possessive = self.grammar.has_clitic(tokens[end - 1].lower)
        owner = self.grammar.table("title_owners").get(tokens[i].lower)  # "Bundeskanzler" is Germany's
        return self._after_title(tokens, i, end, known(owner) if owner else None, possessive=possessive)

    def _after_title(
        self, tokens: Sequence[Token], first: int, end: int, owner: Entry | None, *, possessive: bool = False
    ) -> Mention | None:
        at, steps = end, 0
        body: Entry | None = None
        while at < len(tokens) and steps < 9:
            hails = possessive and tokens[at].lower in self.grammar.words("origin")
            if hails and self.atoms.owner(tokens, at + 1) and owner is None:
                at += 1  # "mitranya dari India"
            found = self.atoms.owner(tokens, at)
            same = found and owner and found[1].entry.country == owner.country and found[1].form == "state"
            if found and (same or not (body and owner)):
                at, alias = found
                body, owner = body or alias.entry, owner or alias.entry
                if self._possessive(tokens, at):
                    at += 1
                end = at = self.atoms.paren(tokens, at)
                steps += 1
                continue
            step = self.atoms.organ(tokens, at)
            title = self.atoms.title(tokens, at)
            if title and tokens[at].lower in self.grammar.words("counterparts"):
                break
            if step or title:
                at = step[0] if step and (not title or step[0] >= title) else title or at + 1
                possessive = possessive or self.grammar.has_clitic(tokens[at - 1].lower)
                end = at
            elif self._is_topic(tokens[at]):
                clings = self.grammar.has_clitic(tokens[at].lower) and not self.grammar.lists(tokens[at], "topics")
                possessive = possessive or clings
                at += 1
                if possessive:
                    end = at
            else:
                break
            steps += 1
        named = self._name_after_title(tokens, first, at, owner, body)
        if named:
            return named
        return self._untitled(tokens, first, end, owner, body, possessive=possessive)

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
        found = self.atoms.alias(tokens, start)
        if found and found[1].form == "person":
            last = self.atoms.paren(tokens, found[0])
            who = who_of(found[1].entry)
            self.memory.learn_name(who, [t.text for t in tokens[start : found[0]]])
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
        self.memory.learn_name(who, words)
        return Mention(first, self._close(tokens, self.atoms.paren(tokens, last), comma=comma), (who,), "name")

    def _past_ranks(self, tokens: Sequence[Token], k: int) -> int:
        """ "police chief Gen. Prabowo": past shortened ranks, which are no part of the name."""
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
        elsewhere = self.around is not None and self.around is not self.memory.home
        if top is None and self.memory.home and not elsewhere:
            home = self.memory.home
            return Who(unknown_id(name, home.id), name, home.country, ActorType.PERSON, home.id, "country assumed")
        return Who(unknown_id(name, top.id if top else None), name, country, ActorType.PERSON, top.id if top else None)

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
                return Mention(first, end, (replace(people[0], why="pronoun"),), "pronoun")
        return Mention(first, end, (), "title")

    def _office_named(self, tokens: Sequence[Token], first: int, end: int) -> str:
        """The office that a title names, in English, and whether it is one of the past."""
        past = not_holding(self.grammar.language, "former")
        said = self._title_words(tokens[first:end]).split()
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

    def _both(self, tokens: Sequence[Token]) -> tuple[Who, ...]:
        """Whom "both ..." means, by whether it speaks of office holders, countries or sides."""
        keys = frozenset[str]().union(*(t.keys for t in tokens))
        people = bool(keys & self.grammar.words("office_holders"))
        return self.memory.pair(people, bool(keys & self.grammar.words("country_words")))

    def _owned(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A state, capital or organisation, alone or owning an organ or a title."""
        if self.grammar.has("owner after"):
            around = self.atoms.organ_around(tokens, i)
            if around:
                end, suffix, alias = around
                return Mention(i, self.atoms.paren(tokens, end), (organ_of(alias.entry, suffix),), "organ")
            organ, name = self.atoms.organ(tokens, i), self.atoms.alias(tokens, i)
            if organ and not (name and name[0] > organ[0]):
                return self._organ_then_owner(tokens, i, *organ)
        owners, at = self._owner_list(tokens, i)
        if not owners:
            return None
        alias = owners[-1]
        owns = alias.form == "demonym" or not self.grammar.has("adjective owners")
        if owns and self.grammar.has("owner before"):
            deeper = self._head_of_owner(tokens, i, at, owners)
            if deeper:
                return deeper
        possessive = self._possessive(tokens, at)
        modifier = alias.form == "demonym" or possessive or self.atoms.describes(tokens, at)
        if alias.form == "people":
            organ_who = organ_of(alias.entry, "people")
            return Mention(i, at, (organ_who,), "organ")
        last = at + 1 if possessive else self.atoms.paren(tokens, at)
        self._learn_short(tokens, at, last, alias.entry)
        form = {"capital": "metonym", "state": "state"}.get(alias.form, "name")
        who = who_of(alias.entry, "metonym" if form == "metonym" else "")
        if form == "metonym":
            government = known(f"{alias.entry.id}-government")
            who = replace(who_of(government), why="metonym") if government else who
        return Mention(i, last, (who,), form, modifier=modifier)

    def _possessive(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether what stands behind a name says that what follows is its own: "Russia's", "Rusya'nın"."""
        if at >= len(tokens):
            return False
        ending = PARTICLE in tokens[at].keys and self.grammar.table("cases").get(tokens[at].lower) == "genitive"
        return tokens[at].text in POSSESSIVE or (ending and self.grammar.has("case endings"))

    def _learn_short(self, tokens: Sequence[Token], at: int, last: int, entry: Entry) -> None:
        """ "Arakan Army (AA)": the short form stands for it from here on."""
        if last - at == 3 and tokens[at + 1].text.isupper() and len(tokens[at + 1].text) > 1:
            self.memory.people[tokens[at + 1].text] = who_of(entry)

    def _owner_list(self, tokens: Sequence[Token], i: int) -> tuple[list[Alias], int]:
        """An owner, or adjectives in a row ("Russian and North Korean")."""
        found = self.atoms.alias(tokens, i)
        if not found or found[1].form == "person" or self._is_seat(tokens, i, found[1]):
            return [], i
        at, alias = found
        owners = [alias]
        while alias.form == "demonym" and at + 1 < len(tokens) and tokens[at].lower in ("and", ",", "-", "or"):
            more = self.atoms.alias(tokens, at + 1)
            if not more or more[1].form != "demonym":
                break
            at, alias = more
            owners.append(alias)
        return owners, at

    def _is_seat(self, tokens: Sequence[Token], i: int, alias: Alias) -> bool:
        """ "the Lebanese capital Beirut", "the city of Kharkiv": a city called one is a place and nobody who acts."""
        return alias.form == "capital" and i > 0 and tokens[i - 1].lower in self.grammar.words("seats")

    def _is_adjective(self, token: Token) -> bool:
        """Whether a word ends as the language's adjectives do."""
        return self.grammar.ends(token.lower, "adjective_endings")

    def _head_of_owner(self, tokens: Sequence[Token], i: int, at: int, owners: list[Alias]) -> Mention | None:
        """English: "Russia's defence ministry", "North Korean special forces", "RSF commander X"."""
        start = at + 1 if self._possessive(tokens, at) else self.atoms.paren(tokens, at)
        if start < len(tokens) and tokens[start].text == "-" and self.grammar.has("owner in compound"):
            start += 1
        if group := self._group_of(tokens, i, start, owners):
            return group
        for skip in range(4):
            here = start + skip
            if here >= len(tokens) or not tokens[here].is_word:
                return None
            if skip and self.grammar.has("adjective owners") and not self._is_adjective(tokens[here - 1]):
                return None
            title = self.atoms.title(tokens, here)
            organ = self.atoms.organ(tokens, here)
            if title and not (organ and organ[0] > title):
                return self._after_title(tokens, i, title, owners[-1].entry)
            if organ:
                after = self.atoms.title(tokens, organ[0]) if organ[0] < len(tokens) else None
                if after:
                    return self._after_title(tokens, i, after, owners[-1].entry)
                if self.atoms.noun_follows(tokens, organ[0]):
                    who = tuple(who_of(o.entry) for o in owners)
                    return Mention(i, organ[0], who, "organ", modifier=True)
                who = tuple(organ_of(o.entry, organ[1]) for o in owners)
                return Mention(i, self.atoms.paren(tokens, organ[0]), who, "organ", plural=len(who) > 1)
            owned = "+whose" in tokens[here].keys
            if (
                self.atoms.alias(tokens, here)
                or tokens[here].voice
                or self.atoms.ends_adjectives(tokens[here])
                or owned
            ):
                return None
        return None

    def _organ_then_owner(self, tokens: Sequence[Token], i: int, at: int, suffix: str) -> Mention | None:
        """Indonesian: "pasukan khusus Korea Utara", "unit militer dari Korea Utara", "pasukannya"."""
        here, steps = at, 0
        while here < len(tokens) and steps < 4:
            more = self.atoms.organ(tokens, here)
            owner = self.atoms.owner(tokens, here)
            if owner:
                end = self.atoms.paren(tokens, owner[0])
                who = [organ_of(owner[1].entry, suffix)]
                return Mention(i, end, tuple(who), "organ")
            if more:
                here = more[0]
            elif self._fills(tokens, here, suffix):
                here += 1
            else:
                break
            steps += 1
        return self._bare_organ(tokens, i)

    def _fills(self, tokens: Sequence[Token], k: int, suffix: str) -> bool:
        """Whether a word may stand between an organ and its owner."""
        filler = tokens[k].lower in self.grammar.words("organ_fillers")
        return filler or self._seated(tokens, k, suffix) or self._is_model(tokens, k)

    def _is_model(self, tokens: Sequence[Token], k: int) -> bool:
        """ "tank Merkava milik tentara Israel": the name of a model or ship, whose owner follows."""
        follows = tokens[k + 1].lower if k + 1 < len(tokens) else ""
        return tokens[k].is_name_like and follows in self.grammar.words("belonging")

    def _seated(self, tokens: Sequence[Token], k: int, suffix: str) -> bool:
        """ "die Regierung in Manila", "la junte au pouvoir au Mali": a government is that of where it sits."""
        if suffix not in _SEATED or tokens[k].lower not in self.grammar.words("seat") or k + 1 >= len(tokens):
            return False
        owner = self.atoms.owner(tokens, k + 1)
        seat = owner is not None and owner[1].form in ("capital", "state")
        return seat or tokens[k + 1].lower in self.grammar.words("organ_fillers")

    def _person(self, tokens: Sequence[Token], i: int) -> Mention | None:
        found = self.atoms.alias(tokens, i)
        if found and found[1].form == "person":
            who, end = who_of(found[1].entry), found[0]
            self.memory.learn_name(who, [t.text for t in tokens[i:end]])
            return Mention(i, self._apposition(tokens, end, who)[0], (who,), "name")
        if not tokens[i].is_name_like:
            return None
        agency = self.atoms.agency(tokens, i)
        if agency:
            return Mention(i, agency, (), "agency")
        end = i + 1 if self.headline else self.atoms.name(tokens, i)
        if end == i:
            return None
        words = [t.text for t in tokens[i:end]]
        met = self._met(words)
        group = None if met or self.headline else self._group(tokens, i)
        if group:
            return group
        if met:
            return Mention(i, self._apposition(tokens, end, met)[0], (met,), "name")
        return None if self.headline else self._stranger(tokens, i, end, words)

    def _met(self, words: list[str]) -> Who | None:
        if len(words) == 1:
            return self._called(words[0])
        full = self._called(words[-1])
        if full is None:
            return None
        names = set(full.name.replace("-", " - ").split())
        return full if all(names & set(self.grammar.name_forms(word)) for word in words) else None

    def _called(self, word: str) -> Who | None:
        """Who goes by a name, in any of its forms."""
        forms = self.grammar.name_forms(word)
        met = (people.get(form) for people in (self.memory.people, self.memory.first_people) for form in forms)
        return next((who for who in met if who), None)

    def _stranger(self, tokens: Sequence[Token], i: int, end: int, words: list[str]) -> Mention | None:
        """A name nobody has introduced: an actor if what follows says whose, or if it speaks."""
        name = " ".join(words).replace(" - ", "-")
        if name in agencies():
            return Mention(i, end, (), "agency")
        blank = Who(unknown_id(name, None), name, None, ActorType.PERSON, None, "unknown name")
        last, who = self._apposition(tokens, end, blank)
        if who is not blank:
            self.memory.learn_name(who, words)
            return Mention(i, last, (who,), "name")
        if i and len(words) >= 2 and self.atoms.speaks(tokens, i, end):
            self.memory.learn_name(blank, words)
            return Mention(i, end, (blank,), "name")
        return None

    def _group(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A group or organisation that the register lacks, known for one by a noun in its name; its country is not."""
        found = self.atoms.group(tokens, i)
        if found is None:
            return None
        end, kind = found
        name = " ".join(t.text for t in tokens[i:end]).replace(" - ", "-")
        return self._named_group(tokens, i, end, Who(unknown_id(name, None), name, None, kind, None, "unknown name"))

    def _group_of(self, tokens: Sequence[Token], i: int, start: int, owners: list[Alias]) -> Mention | None:
        """An organisation named with its country: "Sudanese Doctors Union". Armies of a state are organs of it."""
        found = self.atoms.group(tokens, start)
        if found is None or found[1] is not ActorType.ORG or len(owners) != 1 or owners[0].form != "demonym":
            return None
        owner = owners[0].entry
        name = " ".join(t.text for t in tokens[i : found[0]]).replace(" - ", "-")
        who = Who(unknown_id(name, owner.id), name, owner.country, ActorType.ORG, owner.id)
        return self._named_group(tokens, i, found[0], who)

    def _named_group(self, tokens: Sequence[Token], i: int, end: int, who: Who) -> Mention:
        """The group, and the short form in brackets behind its name that stands for it from here on."""
        last = self.atoms.paren(tokens, end)
        if last - end == 3 and tokens[end + 1].text.isupper():
            self.memory.people[tokens[end + 1].text] = who
        return Mention(i, last, (who,), "name", modifier=self.atoms.describes(tokens, last))

    def _apposition(self, tokens: Sequence[Token], end: int, who: Who) -> tuple[int, Who]:
        """What follows a name and says whose it is: ", the head of Ukraine's ...," or "dari Tiongkok"."""
        end = self.atoms.paren(tokens, end)
        from_owner = self.grammar.has("owner after") and end + 1 < len(tokens)
        if from_owner and tokens[end].lower in self.grammar.words("origin"):
            owner = self.atoms.owner(tokens, end + 1)
            if owner:
                country = owner[1].entry.country
                return owner[0], who if who.country else replace(
                    who, country=country, part_of=owner[1].entry.id, id=unknown_id(who.name, owner[1].entry.id), why=""
                )
        if end >= len(tokens) or tokens[end].text != ",":
            return end, who
        at = end + 1
        while at < len(tokens) and tokens[at].lower in self.grammar.words("determiners"):
            at += 1
        if at >= len(tokens):
            return end, who
        memory = (list(self.memory.last_persons), self.memory.last_group, dict(self.memory.people))
        title = self._titled(tokens, at)
        mention = title or (self._owned(tokens, at) if self.grammar.has("owner before") else None)
        self.memory.last_persons, self.memory.last_group, self.memory.people = memory
        if mention is None or mention.form != "title" or not mention.who:
            return end, who
        last = mention.last
        if last < len(tokens) and tokens[last].text not in (",", "."):
            return end, who
        last = last + 1 if last < len(tokens) and tokens[last].text == "," else last
        if who.country:
            return last, who
        owner_who = mention.who[0]
        part = owner_who.part_of
        return last, replace(who, country=owner_who.country, part_of=part, id=unknown_id(who.name, part), why="")

    def _bare_organ(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """ "the army", "pasukan tersebut": whose it is stands earlier, or is the country the article is about."""
        found = self.atoms.organ(tokens, i)
        if not found:
            return None
        end, suffix = found
        hailing = self._hailing(tokens, i, end, suffix)
        if hailing:
            return hailing
        noun = i + 1 if tokens[i].lower in self.grammar.words("elided") and i + 1 < end else i
        if self.atoms.describes(tokens, end):
            return None
        if end < len(tokens) and tokens[end].lower in self.grammar.words("enemies"):
            return None
        always = self.grammar.table("organ_owners").get(" ".join(t.lower for t in tokens[i:end]))
        owned = known(always) if always else self._possessed(tokens, i, end)
        if self.grammar.lists(tokens[noun], "owned_only") and not owned:
            return None
        if owned:
            return Mention(i, end, (organ_of(owned, suffix, "named earlier"),), "organ")
        if suffix == "military" and not owned and self._own_defences(tokens, i):
            return Mention(i, end, (), "organ")  # of the side that speaks of them
        state = self._speaks_of_own(tokens, i) or self._sender(tokens, i, end)
        if state and suffix == "military":
            return Mention(i, end, (organ_of(state, suffix, "named earlier"),), "organ")
        own = self._own(tokens, i, suffix)
        return Mention(i, end, (own,) if own else (), "organ")

    def _speaks_of_own(self, tokens: Sequence[Token], i: int) -> Entry | None:
        """ "Israel's military spokesman said the army struck": right behind a saying by soldiers, their own army."""
        said = any(t.voice and not self.grammar.say_heads.isdisjoint(t.keys) for t in tokens[max(0, i - 2) : i])
        last = next((m for m in reversed(self.memory.here) if m.who), None) if said else None
        soldiers = last is not None and len(last.who) == 1 and "military" in " ".join(lineage(last.who[0].id))
        return state_of(last.who[0].country) if last and soldiers else None

    def _own_defences(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether air defences are meant whose side nothing near tells: "Сили ППО збили ..."."""
        phrases = self.grammar.phrases_from("own_side", tokens[i].lower).values()
        return any(
            tuple(t.lower for t in tokens[i : i + len(phrase)]) == phrase for group in phrases for phrase in group
        )

    def _hailing(self, tokens: Sequence[Token], i: int, end: int, suffix: str) -> Mention | None:
        """ "a delegation from Seoul", "envoys from Egypt and Qatar"; troops only where they begin the sentence.

        Elsewhere "troops from X" may be those that leave X.
        """
        if end >= len(tokens) or tokens[end].lower not in self.grammar.words("origin", "organ_of"):
            return None
        if suffix in _SIDES and any(t.voice for t in tokens[:i]):
            return None
        owners, last = self._owner_list(tokens, end + 1)
        if any(owner.form == "demonym" for owner in owners):
            return None  # "people from Russian captivity"
        if owners and self.atoms.case(tokens, end + 1, last) == "instrumental":
            return None  # one word for "from" and "with": "rozmowy delegacji z Ukrainą"
        while owners and last + 1 < len(tokens) and tokens[last].lower in self.grammar.words("list"):
            more, after = self._owner_list(tokens, last + 1)
            if not more:
                break
            owners, last = [*owners, *more], after
        who = tuple(organ_of(owner.entry, suffix) for owner in owners)
        return Mention(i, last, who, "organ", plural=len(who) > 1) if who else None

    def _possessed(self, tokens: Sequence[Token], i: int, end: int) -> Entry | None:
        """ "its forces", "pasukannya": of the state that the sentence has named first."""
        before = {t.lower for t in tokens[max(0, i - 2) : i]}
        clitic = self.grammar.has_clitic(tokens[end - 1].lower)
        if not clitic and not before & self.grammar.words("possessives"):
            return None
        countries = [w.country for m in self.memory.here for w in m.who if w.country]
        if (
            not countries and i <= _OPENING
        ):  # "Its foreign ministry", "On Tuesday his men": of who acted in the sentence before
            countries = list(dict.fromkeys(who.country for who in self.memory.doers if who.country))[:2]
            return state_of(countries[0]) if len(countries) == 1 else None
        return state_of(countries[0]) if countries else None

    def _own(self, tokens: Sequence[Token], i: int, suffix: str) -> Who | None:
        """Whose bare "police" are: of the sentence's country, as named earlier, or of the article's country."""
        before = {t.lower for t in tokens[max(0, i - 2) : i]}
        named = self.memory.last_organ.get(suffix)
        fresh = suffix == "people" and not self.grammar.has_clitic(tokens[i].lower)
        local = suffix in _LOCAL or self._called_local(tokens, i)
        if suffix == "rebels" and not self._points_back(before, named):
            return organ_of(self.around, suffix, "country of the article") if self.around and not named else None
        if named and not fresh and (before & self.grammar.words("pointing") or self.around is None or not local):
            return replace(named, why=named.why or "named earlier")
        here = local or self._is_located(tokens, i)
        owner = (self.around if here else None) or self._of_subject(suffix)
        owner = owner or (self.memory.home if suffix not in _SIDES else None) or (self.lately if local else None)
        return organ_of(owner, suffix, "country of the article") if owner else None

    def _of_subject(self, suffix: str) -> Entry | None:
        """ "France will not send aid, the armed forces ministry said": of the state that the sentence is about."""
        if suffix not in _MINISTRIES:
            return None
        first = next((m for m in self.memory.here if m.who), None)
        state = first is not None and first.form == "state" and not first.modifier and len(first.who) == 1
        return state_of(first.who[0].country) if first and state else None

    def _points_back(self, before: Set[str], named: Who | None) -> bool:
        """Whether fighters are those named earlier: "the rebels"; bare "gunmen" may be anybody, far away."""
        if before & self.grammar.words("pointing"):
            return True
        nearby = self.around is None or (named is not None and self.around.country == named.country)
        return nearby and self.grammar.has("bare nouns")

    def _called_local(self, tokens: Sequence[Token], i: int) -> bool:
        """ "local officials", "pejabat setempat": those of where it happens."""
        found = self.atoms.organ(tokens, i)
        end = found[0] if found else i + 1
        beside = (*tokens[max(0, i - 1) : i], *tokens[end : end + 1])
        return any(t.lower in self.grammar.words("local_words") for t in beside)

    def _is_located(self, tokens: Sequence[Token], i: int) -> bool:
        """ "Kementerian Kesehatan di Gaza": whose an organ is, is told by where it is."""
        found = self.atoms.organ(tokens, i)
        end = found[0] if found else i + 1
        return end < len(tokens) and tokens[end].lower in self.grammar.words("seated")

    def _sender(self, tokens: Sequence[Token], i: int, end: int) -> Entry | None:
        """Whose "troops" are that nothing points back to: the state named before them in the sentence."""
        around = {t.lower for t in (*tokens[max(0, i - 2) : i], *tokens[end : end + 1])}
        if around & self.grammar.words("pointing"):
            return None
        for mention in reversed(self.memory.here):
            if mention.form in ("state", "metonym"):
                return state_of(mention.who[0].country)
        return None
