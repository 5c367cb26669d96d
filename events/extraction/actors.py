"""Who: the actors a sentence names, by alias, title and name, organ and owner, pronoun and metonym."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from events.extraction.grammar import Grammar
from events.extraction.text import Sentence, Token
from events.model import ActorType
from events.register import Entry, agencies, entries, known, lineage, organs, state_of, unknown_id

_PARTICLES = {"al", "el", "bin", "ibn", "de", "van", "von", "der", "da", "di"}
_POSSESSIVE = {"'s", "’s", "'", "’"}
_BORROWED = {"named earlier", "country of the article"}


@dataclass(frozen=True)
class Who:
    """One actor without its role; ``why`` names the rule where it was not named outright."""

    id: str
    name: str
    country: str | None
    type: ActorType
    part_of: str | None
    why: str = ""


@dataclass(frozen=True)
class Mention:
    """The tokens ``first`` to ``last`` (exclusive) that name actors, and how they stand in the sentence.

    ``form`` is "name", "organ", "state", "metonym", "title", "pronoun" or "speaker" (we, I);
    ``modifier`` says that another noun follows that it only describes ("Russia's Kursk region").
    """

    first: int
    last: int
    who: tuple[Who, ...]
    form: str
    modifier: bool = False
    plural: bool = False


@dataclass(frozen=True)
class _Alias:
    entry: Entry
    form: str  # state, demonym, capital, org, person


@cache
def _aliases(language: str) -> dict[str, list[tuple[tuple[str, ...], _Alias]]]:
    """First word -> (words, alias), longest first."""
    from events.extraction.text import _TOKEN

    table: dict[str, list[tuple[tuple[str, ...], _Alias]]] = {}
    for entry in entries():
        form = {ActorType.STATE: "state", ActorType.PERSON: "person"}.get(entry.type, "org")
        named = [(name, form) for key in ("", language, "en") for name in entry.aliases.get(key, ())]
        named += [(name, "capital") for key in (language, "en") for name in entry.capitals.get(key, ())]
        named += [(name, "demonym") for name in entry.demonyms if language == "en"]
        for name, how in dict.fromkeys(named):
            words = tuple(_TOKEN.findall(name))
            table.setdefault(words[0], []).append((words, _Alias(entry, how)))
    for rows in table.values():
        rows.sort(key=lambda row: (-len(row[0]), row[1].form == "demonym"))
    return table


@cache
def _organ_nouns(language: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for organ in organs():
        for noun in organ.nouns[language]:
            words = tuple(noun.split())
            table.setdefault(words[0], []).append((words, organ.suffix))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def who_of(entry: Entry, why: str = "") -> Who:
    """The actor that a register entry names."""
    return Who(entry.id, entry.name, entry.country, entry.type, entry.part_of, why)


def organ_of(owner: Entry, suffix: str, why: str = "") -> Who:
    """The organ of a state ("prk-military"), or the owner itself where it is no state."""
    top = known(lineage(owner.id)[-1]) or owner
    if owner.type is not ActorType.STATE:
        if suffix == "military" and owner.type is ActorType.ORG and owner.country == "IGO":
            return who_of(owner, why)
        if owner.type is not ActorType.PERSON:
            return who_of(owner, why)
    entry = known(f"{top.id}-{suffix}")
    return who_of(entry or owner, why)


@dataclass
class Reader:
    """Reads an article's sentences in order and remembers who has been named."""

    grammar: Grammar
    people: dict[str, Who] = field(default_factory=dict)
    first_people: dict[str, Who] = field(default_factory=dict)
    last_organ: dict[str, Who] = field(default_factory=dict)
    last_persons: list[Who] = field(default_factory=list)
    last_group: tuple[Who, ...] = ()
    last_many: tuple[Who, ...] = ()
    doers: tuple[Who, ...] = ()
    last_states: list[Who] = field(default_factory=list)
    here: list[Mention] = field(default_factory=list)
    subjects: list[Who] = field(default_factory=list)
    headline: bool = False
    seen: Counter[str] = field(default_factory=Counter)
    home: Entry | None = None

    def learn(self, sentences: Iterable[Sentence]) -> None:
        """First reading: full names and the country the article is most about."""
        for sentence in sentences:
            self.mentions(sentence)
        self.first_people = dict(self.people)
        states = Counter({s: n for s, n in self.seen.items() if state_of(s)})
        if states:
            country, count = states.most_common(1)[0]
            if count * 2 > sum(states.values()):
                self.home = state_of(country)
        elif self.grammar.language == "id":
            self.home = state_of("IDN")
        self.people, self.last_organ, self.last_persons = {}, {}, []
        self.last_group, self.last_many, self.doers = (), (), ()
        self.last_states, self.here, self.subjects = [], [], []

    def mentions(self, sentence: Sentence) -> list[Mention]:
        """The mentions of a sentence, in order, not overlapping."""
        people = [
            w for m in self.here if not m.modifier and m.form != "speaker" for w in m.who if w.type is ActorType.PERSON
        ]
        self.subjects = people or self.subjects
        self.here = found = []
        self.headline = sentence.headline
        position = 0
        tokens = sentence.tokens
        while position < len(tokens):
            mention = self._mention_at(tokens, position)
            if mention is None:
                position += 1
                continue
            if mention.who or mention.form == "agency":
                found.append(mention)
            if mention.who:
                self._remember(mention)
            position = max(mention.last, position + 1)
        return found

    # --- memory -------------------------------------------------------------------------------

    def _remember(self, mention: Mention) -> None:
        for who in mention.who:
            if who.country:
                self.seen[who.country] += 1
            if mention.form in ("pronoun", "speaker") or who.why in _BORROWED:
                continue
            if who.type is ActorType.PERSON:
                self.last_persons = [w for w in self.last_persons if w.id != who.id] + [who]
            elif who.type is ActorType.STATE:
                self.last_states = [w for w in self.last_states if w.id != who.id] + [who]
            if who.type in (ActorType.MILITARY, ActorType.ARMED_GROUP, ActorType.CIVILIAN, ActorType.GOVERNMENT):
                self.last_organ[_suffix_of(who)] = who
        if mention.form not in ("pronoun", "speaker") and mention.who[0].why not in _BORROWED:
            self.last_group = mention.who
            if mention.form == "organ" or len(mention.who) > 1:
                self.last_many = mention.who

    def _learn_name(self, who: Who, words: Sequence[str]) -> None:
        names = [w for w in words if w[:1].isupper() and len(w) > 2]
        for word in {names[0], names[-1]} if names else ():
            self.people[word] = who

    # --- atoms --------------------------------------------------------------------------------

    def _alias(self, tokens: Sequence[Token], i: int) -> tuple[int, _Alias] | None:
        if i >= len(tokens):
            return None
        for words, alias in _aliases(self.grammar.language).get(tokens[i].text, ()):
            if tuple(t.text for t in tokens[i : i + len(words)]) == words:
                if alias.form == "person" and len(words) == 1 and self._in_longer_name(tokens, i):
                    continue
                return i + len(words), alias
        word = tokens[i].text
        if word.endswith("s") and self.grammar.language == "en":
            for words, alias in _aliases("en").get(word[:-1], ()):
                if len(words) == 1 and alias.form == "demonym" and alias.entry.id not in ("chn", "jpn", "che"):
                    return i + 1, _Alias(alias.entry, "people")
        return None

    def _in_longer_name(self, tokens: Sequence[Token], i: int) -> bool:
        before = tokens[i - 1] if i else None
        return bool(before and before.text == "-")

    def _phrase(self, tokens: Sequence[Token], i: int, name: str) -> int | None:
        for words in self.grammar.phrases(name):
            if tuple(t.lower for t in tokens[i : i + len(words)]) == words:
                return i + len(words)
        return None

    def _title(self, tokens: Sequence[Token], i: int) -> int | None:
        """The end of the title at ``i``, with the field it is for ("Menteri Luar Negeri", "Minister of Defence")."""
        end = self._phrase(tokens, i, "titles")
        if end is None:
            bare = tokens[i].lower.removesuffix("nya") if self.grammar.language == "id" else ""
            end = i + 1 if bare != tokens[i].lower and (bare,) in self.grammar.phrases("titles") else None
        return end

    def _organ(self, tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
        rows = _organ_nouns(self.grammar.language)
        first = tokens[i].lower
        if self._is_adjective(tokens, i):
            return None
        for key in dict.fromkeys((first, first.removesuffix("nya"))):
            for words, suffix in rows.get(key, ()):
                rest = tuple(t.lower for t in tokens[i + 1 : i + len(words)])
                if rest == words[1:]:
                    return i + len(words), suffix
        return None

    def _is_adjective(self, tokens: Sequence[Token], i: int) -> bool:
        """Indonesian: "teknologi militer", where the word describes the noun before it."""
        if (
            self.grammar.language != "id"
            or tokens[i].lower not in ("militer", "intelijen", "polisi", "aparat")
            or not i
        ):
            return False
        before = tokens[i - 1]
        verb = before.voice in ("active", "passive")
        return before.text.islower() and not verb and not self._is_plain_function(before)

    def _is_plain_function(self, token: Token) -> bool:
        names = (
            "prepositions",
            "coordinators",
            "complementizers",
            "relatives",
            "determiners",
            "adverbs",
            "future",
            "conditions",
            "times",
            "concessions",
        )
        return any(token.lower in self.grammar.words(name) for name in names)

    def _name(self, tokens: Sequence[Token], i: int) -> int:
        """The end of the run of capitalised words at ``i`` (``i`` itself: none)."""
        end = i
        stop = self.grammar.words("stop_names")
        while end < len(tokens):
            token = tokens[end]
            if token.is_name_like and token.text not in stop and token.is_word:
                end += 1
            elif self._is_linked_particle(tokens, end) and end > i:
                end += 3
            elif token.text == "-" and i < end < len(tokens) - 1 and tokens[end + 1].is_word:
                end += 2
            elif token.lower in _PARTICLES and end > i and end + 1 < len(tokens) and tokens[end + 1].text[:1].isupper():
                end += 1
            else:
                break
        return end

    def _is_linked_particle(self, tokens: Sequence[Token], k: int) -> bool:
        """ "al-Houthi": a particle, a hyphen and a name."""
        if k + 2 >= len(tokens) or tokens[k].lower not in _PARTICLES or tokens[k + 1].text != "-":
            return False
        return tokens[k + 2].is_name_like

    def _paren(self, tokens: Sequence[Token], i: int) -> int:
        """The end of a short form in brackets at ``i``, or ``i``."""
        if i + 2 < len(tokens) and tokens[i].text == "(":
            for end in range(i + 2, min(i + 11, len(tokens))):
                if tokens[end].text == ")":
                    return end + 1
        return i

    # --- noun phrases -------------------------------------------------------------------------

    def _mention_at(self, tokens: Sequence[Token], i: int) -> Mention | None:
        token = tokens[i]
        if not token.is_word:
            return None
        for rule in (self._pronoun, self._titled, self._owned, self._person, self._bare_organ):
            mention = rule(tokens, i)
            if mention is not None:
                return mention
        return None

    def _pronoun(self, tokens: Sequence[Token], i: int) -> Mention | None:
        for name in ("both", "group_heads"):
            end = self._phrase(tokens, i, name)
            if end is not None:
                if (
                    name == "both"
                    and self.grammar.language == "id"
                    and end < len(tokens)
                    and tokens[end].lower in ("ini", "itu", "tersebut")
                ):
                    end += 1
                return Mention(i, end, self._pair() if name == "both" else self._those(), "pronoun", plural=True)
        kind = self.grammar.pronouns.get(tokens[i].lower)
        if kind is None or (tokens[i].text == "US"):
            return None
        if kind == "speaker":
            return Mention(i, i + 1, (Who("", "", None, ActorType.PERSON, None),), "speaker")
        if kind == "person":
            return Mention(i, i + 1, tuple(replace(w, why="pronoun") for w in self._he()), "pronoun")
        if kind == "group":
            return Mention(i, i + 1, tuple(replace(w, why="pronoun") for w in self._group()), "pronoun", plural=True)
        if kind == "any":
            group = self.last_group if all(w.type is not ActorType.PERSON for w in self.last_group) else ()
            return Mention(i, i + 1, tuple(replace(w, why="pronoun") for w in group[:1]), "pronoun")
        return None

    def _he(self) -> tuple[Who, ...]:
        """Whom "he" means: who was named first in this sentence, else first in the last one that names a person."""
        people = [
            w for m in self.here if not m.modifier and m.form != "speaker" for w in m.who if w.type is ActorType.PERSON
        ]
        return tuple((people or self.subjects or self.last_persons[-1:])[:1])

    def _pair(self) -> tuple[Who, ...]:
        people = self.last_persons[-2:] if len(self.last_persons) > 1 else self.last_states[-2:]
        return tuple(replace(w, why="pronoun") for w in people)

    def _those(self) -> tuple[Who, ...]:
        """ "the ministers", "the statement": who acted in the sentence before."""
        return tuple(replace(w, why="pronoun") for w in self.doers or self.last_many)

    def _group(self) -> tuple[Who, ...]:
        return tuple(replace(w, why="pronoun") for w in self.last_many or self.last_group)

    def _owner(self, tokens: Sequence[Token], i: int) -> tuple[int, _Alias] | None:
        found = self._alias(tokens, i)
        return found if found and found[1].form in ("state", "demonym", "capital", "org") else None

    def _titled(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A title, with or without whose it is, with or without a name."""
        end = self._title(tokens, i)
        if end is None:
            return None
        possessive = tokens[end - 1].lower.endswith("nya")
        return self._after_title(tokens, i, end, None, possessive=possessive)

    def _after_title(
        self, tokens: Sequence[Token], first: int, end: int, owner: Entry | None, *, possessive: bool = False
    ) -> Mention | None:
        topics = self.grammar.words("topics")
        at, steps = end, 0
        body: Entry | None = None
        while at < len(tokens) and steps < 9:
            found = self._owner(tokens, at)
            if found and not (body and owner):
                at, alias = found
                body, owner = body or alias.entry, owner or alias.entry
                if at < len(tokens) and tokens[at].text in _POSSESSIVE:
                    at += 1
                end = at = self._paren(tokens, at)
                steps += 1
                continue
            step = self._organ(tokens, at)
            title = self._title(tokens, at)
            if step or title:
                at = step[0] if step and (not title or step[0] >= title) else title or at + 1
                if self.grammar.language == "id" and tokens[at - 1].lower.endswith("nya"):
                    possessive = True
                end = at
            elif tokens[at].lower in topics or tokens[at].lower.removesuffix("nya") in topics:
                possessive = possessive or (tokens[at].lower not in topics and tokens[at].lower.endswith("nya"))
                at += 1
                if possessive:
                    end = at
            else:
                break
            steps += 1
        named = self._name_after_title(tokens, first, at, end, owner, body)
        if named:
            return named
        return self._untitled(tokens, first, end, owner, body, possessive=possessive)

    def _name_after_title(
        self, tokens: Sequence[Token], first: int, at: int, end: int, owner: Entry | None, body: Entry | None
    ) -> Mention | None:
        comma = at < len(tokens) and tokens[at].text == ","
        start = at + 1 if comma else at
        if comma and start < len(tokens):
            start = self._title(tokens, start) or start
        found = self._alias(tokens, start)
        if found and found[1].form == "person":
            last = self._paren(tokens, found[0])
            who = who_of(found[1].entry)
            self._learn_name(who, [t.text for t in tokens[start : found[0]]])
            return Mention(first, self._close(tokens, last, comma=comma), (who,), "name")
        last = start if self.headline else self._name(tokens, start)
        rank = self._title(tokens, last + 1) if last + 1 < len(tokens) and tokens[last].text == "," else None
        if rank and self._name(tokens, rank) > rank:
            comma, start, last = True, rank, self._name(tokens, rank)
        if last == start or (comma and (owner is None or last - start < 2)):
            return None
        words = [t.text for t in tokens[start:last]]
        who = self._titled_person(words, owner, body)
        self._learn_name(who, words)
        return Mention(first, self._close(tokens, self._paren(tokens, last), comma=comma), (who,), "name")

    def _close(self, tokens: Sequence[Token], last: int, *, comma: bool) -> int:
        return last + 1 if comma and last < len(tokens) and tokens[last].text == "," else last

    def _titled_person(self, words: list[str], owner: Entry | None, body: Entry | None) -> Who:
        """A name after a title: one met before, one of the register, or a new person of the title's owner."""
        if len(words) == 1 and words[0] in self.people:
            met = self.people[words[0]]
            if owner is None or owner.country == met.country:
                return met
        country = owner.country if owner else None
        matches = [
            e
            for e in _people_by_word().get(words[-1], ())
            if (country is None or e.country == country) and set(words) <= set(_name_words(e))
        ]
        if len(matches) == 1 or (matches and len(words) > 1):
            return who_of(matches[0])
        if len(words) == 1 and words[0] in self.first_people:
            return self.first_people[words[0]]
        name = " ".join(words).replace(" - ", "-")
        top = body or owner
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
        words = " ".join(t.text for t in tokens[first:end])
        if owner is None and possessive:
            state = self._last_state()
            owner = state
        top = body or owner
        if top is not None and owner is not None:
            title = self._title_words(tokens[first:end])
            who = Who(
                unknown_id(title, owner.id),
                f"{owner.demonym}: {words}" if owner.demonym not in words else words,
                owner.country,
                ActorType.PERSON,
                top.id,
                "title without a name",
            )
            if who.country == "IGO" and top.type is ActorType.ORG:
                who = replace(who, country="IGO")
            return Mention(first, end, (who,), "title")
        before = tokens[first - 1].lower if first else ""
        if before in self.grammar.words("determiners") or self.grammar.language == "id":
            people = list(self._he()) if before != "a" else []
            if people and tokens[first].lower not in ("pejabat", "official", "officials", "tokoh", "kepala", "head"):
                return Mention(first, end, (replace(people[0], why="pronoun"),), "pronoun")
        return Mention(first, end, (), "title")

    def _title_words(self, tokens: Sequence[Token]) -> str:
        """The words of a title without whose it is."""
        words = [t.lower.removesuffix("nya") for t in tokens if t.is_word and not self._alias(tokens, tokens.index(t))]
        return " ".join(w for w in words if w.isalpha() and w not in ("the", "a", "of", "for"))

    def _last_state(self) -> Entry | None:
        here = [w for m in self.here if m.form != "pronoun" for w in m.who if w.why not in _BORROWED]
        for who in (*here, *reversed((*self.last_states, *self.last_group))):
            state = state_of(who.country)
            if state:
                return state
        return None

    def _owned(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A state, capital or organisation, alone or owning an organ or a title."""
        if self.grammar.language == "id":
            organ = self._organ(tokens, i)
            if organ:
                return self._organ_then_owner(tokens, i, *organ)
        owners, at = self._owner_list(tokens, i)
        if not owners:
            return None
        alias = owners[-1]
        if self.grammar.language == "en":
            deeper = self._head_of_owner(tokens, i, at, owners)
            if deeper:
                return deeper
        possessive = at < len(tokens) and tokens[at].text in _POSSESSIVE
        modifier = alias.form == "demonym" or possessive or self._describes(tokens, at)
        if alias.form == "people":
            organ_who = organ_of(alias.entry, "people")
            return Mention(i, at, (organ_who,), "organ")
        last = at + 1 if possessive else self._paren(tokens, at)
        form = {"capital": "metonym", "state": "state"}.get(alias.form, "name")
        who = who_of(alias.entry, "metonym" if form == "metonym" else "")
        if form == "metonym":
            government = known(f"{alias.entry.id}-government")
            who = replace(who_of(government), why="metonym") if government else who
        return Mention(i, last, (who,), form, modifier=modifier)

    def _describes(self, tokens: Sequence[Token], at: int) -> bool:
        """English: whether a noun follows that the name only describes ("the US website")."""
        if self.grammar.language != "en" or at >= len(tokens):
            return False
        after = tokens[at]
        plain = after.is_word and after.text.islower() and not after.voice and not after.lower.endswith("ly")
        return plain and not self._ends_adjectives(after)

    def _owner_list(self, tokens: Sequence[Token], i: int) -> tuple[list[_Alias], int]:
        """An owner, or adjectives in a row ("Russian and North Korean")."""
        found = self._alias(tokens, i)
        if not found or found[1].form == "person":
            return [], i
        at, alias = found
        owners = [alias]
        while alias.form == "demonym" and at + 1 < len(tokens) and tokens[at].lower in ("and", ",", "-", "or"):
            more = self._alias(tokens, at + 1)
            if not more or more[1].form != "demonym":
                break
            at, alias = more
            owners.append(alias)
        return owners, at

    def _head_of_owner(self, tokens: Sequence[Token], i: int, at: int, owners: list[_Alias]) -> Mention | None:
        """English: "Russia's defence ministry", "North Korean special forces", "RSF commander X"."""
        start = at + 1 if at < len(tokens) and tokens[at].text in _POSSESSIVE else self._paren(tokens, at)
        for skip in range(4):
            here = start + skip
            if here >= len(tokens) or not tokens[here].is_word:
                return None
            title = self._title(tokens, here)
            organ = self._organ(tokens, here)
            if title and not (organ and organ[0] > title):
                return self._after_title(tokens, i, title, owners[-1].entry)
            if organ:
                after = self._title(tokens, organ[0]) if organ[0] < len(tokens) else None
                if after:
                    return self._after_title(tokens, i, after, owners[-1].entry)
                if self._noun_follows(tokens, organ[0]):
                    who = tuple(who_of(o.entry) for o in owners)
                    return Mention(i, organ[0], who, "organ", modifier=True)
                who = tuple(organ_of(o.entry, organ[1]) for o in owners)
                return Mention(i, self._paren(tokens, organ[0]), who, "organ", plural=len(who) > 1)
            if self._alias(tokens, here) or tokens[here].voice or self._ends_adjectives(tokens[here]):
                return None
        return None

    def _ends_adjectives(self, token: Token) -> bool:
        names = ("future", "possible", "negators", "adverbs", "determiners")
        return self._is_function(token) or any(token.lower in self.grammar.words(name) for name in names)

    def _noun_follows(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the organ only describes another noun ("troop deployments")."""
        if at >= len(tokens):
            return False
        word = tokens[at].lower
        return word.endswith(("ment", "ments", "tion", "tions", "ence", "sence", "ship", "losses", "casualties"))

    def _is_function(self, token: Token) -> bool:
        return any(
            token.lower in self.grammar.words(name)
            for name in ("prepositions", "be", "have", "relatives", "coordinators")
        )

    def _organ_then_owner(self, tokens: Sequence[Token], i: int, at: int, suffix: str) -> Mention | None:
        """Indonesian: "pasukan khusus Korea Utara", "unit militer dari Korea Utara", "pasukannya"."""
        here, steps = at, 0
        while here < len(tokens) and steps < 4:
            more = self._organ(tokens, here)
            owner = self._owner(tokens, here)
            if owner:
                end = self._paren(tokens, owner[0])
                who = [organ_of(owner[1].entry, suffix)]
                return Mention(i, end, tuple(who), "organ")
            if more:
                here = more[0]
            elif tokens[here].lower in (
                "dari",
                "asal",
                "milik",
                "khusus",
                "darat",
                "gabungan",
                "elite",
                "bersenjata",
                "dan",
                "keamanan",
                "pertahanan",
                "bayaran",
                "pendudukan",
                "udara",
                "laut",
                "regional",
                "pusat",
            ):
                here += 1
            else:
                break
            steps += 1
        return self._bare_organ(tokens, i)

    def _person(self, tokens: Sequence[Token], i: int) -> Mention | None:
        found = self._alias(tokens, i)
        if found and found[1].form == "person":
            who, end = who_of(found[1].entry), found[0]
            self._learn_name(who, [t.text for t in tokens[i:end]])
            return Mention(i, self._apposition(tokens, end, who)[0], (who,), "name")
        if not tokens[i].is_name_like:
            return None
        agency = self._agency(tokens, i)
        if agency:
            return Mention(i, agency, (), "agency")
        end = i + 1 if self.headline else self._name(tokens, i)
        if end == i:
            return None
        words = [t.text for t in tokens[i:end]]
        met = self._met(words)
        if met:
            return Mention(i, self._apposition(tokens, end, met)[0], (met,), "name")
        return None if self.headline else self._stranger(tokens, i, end, words)

    def _agency(self, tokens: Sequence[Token], i: int) -> int | None:
        """The end of the name of a news agency or medium at ``i``: it carries reports, and acts in none."""
        for length in range(4, 0, -1):
            if " ".join(t.text for t in tokens[i : i + length]) in agencies():
                return i + length
        return None

    def _met(self, words: list[str]) -> Who | None:
        if len(words) == 1:
            return self.people.get(words[0]) or self.first_people.get(words[0])
        full = self.people.get(words[-1]) or self.first_people.get(words[-1])
        return full if full and set(words) <= set(full.name.replace("-", " - ").split()) else None

    def _stranger(self, tokens: Sequence[Token], i: int, end: int, words: list[str]) -> Mention | None:
        """A name nobody has introduced: an actor if what follows says whose, or if it speaks."""
        name = " ".join(words).replace(" - ", "-")
        if name in agencies():
            return Mention(i, end, (), "agency")
        blank = Who(unknown_id(name, None), name, None, ActorType.PERSON, None, "unknown name")
        last, who = self._apposition(tokens, end, blank)
        if who is not blank:
            self._learn_name(who, words)
            return Mention(i, last, (who,), "name")
        if i and len(words) >= 2 and self._speaks(tokens, i, end):
            self._learn_name(blank, words)
            return Mention(i, end, (blank,), "name")
        return None

    def _speaks(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        say = {phrase[0] for phrase in self.grammar.phrases("say") if len(phrase) == 1}
        after = tokens[end].keys if end < len(tokens) else frozenset()
        return bool(after & say) or bool(i and tokens[i - 1].keys & say)

    def _apposition(self, tokens: Sequence[Token], end: int, who: Who) -> tuple[int, Who]:
        """What follows a name and says whose it is: ", the head of Ukraine's ...," or "dari Tiongkok"."""
        end = self._paren(tokens, end)
        if self.grammar.language == "id" and end + 1 < len(tokens) and tokens[end].lower == "dari":
            owner = self._owner(tokens, end + 1)
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
        memory = (list(self.last_persons), self.last_group, dict(self.people))
        title = self._titled(tokens, at)
        mention = title or (self._owned(tokens, at) if self.grammar.language == "en" else None)
        self.last_persons, self.last_group, self.people = memory
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
        found = self._organ(tokens, i)
        if not found:
            return None
        end, suffix = found
        if tokens[i].lower in self.grammar.words("owned_only") or self._describes(tokens, end):
            return None
        own = self.last_organ.get(suffix)
        state = self._sender(tokens, i, end)
        if state and suffix == "military":
            return Mention(i, end, (organ_of(state, suffix, "named earlier"),), "organ")
        if suffix == "people" and not tokens[i].lower.endswith("nya"):
            own = None
        if (
            own is None
            and suffix
            in (
                "people",
                "police",
                "government",
                "military",
                "parliament",
                "moi",
                "mfa",
                "mod",
                "intelligence",
                "rebels",
            )
            and self.home
        ):
            own = organ_of(self.home, suffix, "country of the article")
        if own is None:
            return Mention(i, end, (), "organ")
        return Mention(i, end, (replace(own, why=own.why or "named earlier"),), "organ")

    def _sender(self, tokens: Sequence[Token], i: int, end: int) -> Entry | None:
        """Whose "troops" are that nothing points back to: the state named before them in the sentence."""
        around = {t.lower for t in (*tokens[max(0, i - 2) : i], *tokens[end : end + 1])}
        if around & {"the", "these", "those", "tersebut", "itu", "ini", "their", "its"}:
            return None
        for mention in reversed(self.here):
            if mention.form in ("state", "metonym"):
                return state_of(mention.who[0].country)
        return None


@cache
def _people_by_word() -> dict[str, list[Entry]]:
    table: dict[str, list[Entry]] = {}
    for entry in entries():
        if entry.type is ActorType.PERSON:
            for word in dict.fromkeys(_name_words(entry)):
                table.setdefault(word, []).append(entry)
    return table


def _name_words(entry: Entry) -> list[str]:
    return [w for name in entry.aliases[""] for w in name.replace("-", " - ").split()]


def _suffix_of(who: Who) -> str:
    if who.type is ActorType.ARMED_GROUP:
        return "rebels"
    if who.type is ActorType.MILITARY:
        return "military"
    return who.id.rpartition("-")[2]
