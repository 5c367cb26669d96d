"""Who, in languages that set whatever describes a noun before it: 러시아의 라브로프 외무장관, 米国防総省の報道官.

A noun phrase is read as a chain of names, offices and organs that ends in its head; what a chain's words do not say
of whose they are comes from the article, or from the country of the language's own press.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from events.extraction.actors import Reader, Rules
from events.extraction.atoms import particle_at
from events.extraction.names import BORROWED, Alias, Mention, Who, organ_of, surnames, who_of
from events.extraction.segments import NAME, PARTICLE, UNKNOWN
from events.extraction.text import Sentence, Token
from events.model import ActorType
from events.offices import not_holding
from events.register import Entry, known, state_of, unknown_id

_LONGEST = 10  # words of a chain
_NAME_WORDS = 4
_OFFICIAL = frozenset({"government", "mod", "mfa", "moi", "parliament", "judiciary", "intelligence"})
"""Organs of which a newspaper names no owner when it means its own country's."""


def _script(word: str) -> str:
    return "kana" if "ァ" <= word[:1] <= "ー" else "latin" if word[:1].isascii() else "letters"


@dataclass
class _Chain:
    """What stands in a noun phrase up to its head; ``end`` is where its last piece ends."""

    end: int
    owners: list[Entry] = field(default_factory=list)
    body: Entry | None = None
    suffix: str = ""
    person: Who | None = None
    name: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


@dataclass
class HeadFinalReader(Reader):
    """Reads an article's sentences in order and finds whom they name."""

    told: Counter[str] = field(default_factory=Counter)
    starters: dict[str, bool] = field(default_factory=dict)

    @property
    def _opening_lists(self) -> tuple[str, ...]:
        return "both", "group_heads", "media"

    def learn(self, sentences: Iterable[Sentence], scene: str | None = None) -> None:
        """First reading: full names, and the countries the article tells of."""
        assumed = BORROWED | {"country assumed"}
        for sentence in sentences:
            named = (who for mention in self.mentions(sentence) for who in mention.who if who.why not in assumed)
            self.told.update(who.country for who in named if who.country)
        self.memory = self.memory.reread(self.grammar.home, scene)

    def case_of(self, tokens: Sequence[Token], mention: Mention) -> str:
        """The case that the particle behind a mention tells."""
        cases = self.grammar.table("cases")
        at = particle_at(tokens, mention.last, self.grammar)
        return str(cases.get(tokens[at].lower, "")) if at < len(tokens) and PARTICLE in tokens[at].keys else ""

    def _openings_among(self, tokens: tuple[Token, ...]) -> list[tuple[int, Rules]]:
        """Where mentions may begin, by which rules."""
        return [(i, rules) for i, token in enumerate(tokens) if token.is_word and (rules := self._rules_at(tokens, i))]

    def _rules_at(self, tokens: Sequence[Token], i: int) -> Rules:
        token = tokens[i]
        if PARTICLE in token.keys:
            return ()
        if token.voice:
            listed = i + 1 < len(tokens) and tokens[i + 1].text in self.grammar.words("joints")
            return (type(self)._pair,) if listed else ()
        if not self._begins(token):
            return ()
        kind = type(self)
        return kind._pair, kind._pronoun, kind._medium, kind._office, kind._body, kind._named

    def _begins(self, token: Token) -> bool:
        """Whether any mention may begin with a word: unknown ones may, of the others few."""
        if UNKNOWN in token.keys or NAME in token.keys or token.is_name_like:
            return True
        known = self.starters.get(token.text)
        if known is None:
            known = self.starters[token.text] = self._may_begin(token)
        return known

    def _may_begin(self, token: Token) -> bool:
        short = self.grammar.table("short_states")
        return (
            self.atoms.opens(token.text, token.lower, token.keys, token.is_name_like) is not None
            or token.lower in self.grammar.words("topics")
            or all(c in short for c in token.text)
        )

    def _medium(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """News agencies and media carry reports and act in none."""
        end = self.atoms.phrase(tokens, i, "media") or self.atoms.agency(tokens, i)
        return Mention(i, end, (), "agency") if end else None

    def _pair(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """Short names of states written together: 한미, 日米韓, 中俄."""
        short = self.grammar.table("short_states")
        end = i
        if self._barred(tokens, i, i + 1) and tokens[i - 1 : i] and tokens[i - 1].text[-1:].isdigit():
            return None
        if len(tokens[i].text) > 1 and (self.atoms.alias(tokens, i) or tokens[i].voice):
            return None
        states: list[Entry] = []
        while end < len(tokens) and len(tokens[end].text) <= 3 and all(c in short for c in tokens[end].text):
            states += [state for c in tokens[end].text if (state := known(short[c]))]
            end += 1
            if end + 1 < len(tokens) and tokens[end].text in self.grammar.words("joints"):
                end += 1
        while end > i and tokens[end - 1].text in self.grammar.words("joints"):
            end -= 1
        if len(states) < 2 or len({s.id for s in states}) < len(states) or self._in_name(tokens, i, end):
            return None
        who = [who_of(state) for state in states]
        first = end
        while end < len(tokens) and tokens[end].lower in self.grammar.words("pair_joints"):
            end += 1
        title = self.atoms.title(tokens, end) if end < len(tokens) else None
        organ = self.atoms.organ(tokens, end) if end < len(tokens) and not title else None
        if title:
            office = self.grammar.offices.get(tokens[end].lower, tokens[end].lower)
            offices = [self._officer(state, state, office) for state in states]
            return Mention(i, title, tuple(offices), "title", plural=True)
        if organ:
            return Mention(i, organ[0], tuple(organ_of(s, organ[1]) for s in states), "organ", plural=True)
        return Mention(i, first, tuple(who), "state", modifier=self._describes(tokens, first), plural=True)

    def _in_name(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        """Whether unknown letters right beside make the letters part of a name."""
        beside = [tokens[k] for k in (i - 1, end) if 0 <= k < len(tokens)]
        touching = [t for t in beside if t.end == tokens[i].start or t.start == tokens[end - 1].end]
        return not self.grammar.has("verb final") and any(UNKNOWN in t.keys for t in touching)

    # --- chains -------------------------------------------------------------------------------

    def _office(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A chain that ends in a title, with or without a name."""
        chain = self._chain(tokens, i)
        if chain is None:
            return None
        owner = chain.owners[-1] if chain.owners else None
        body = chain.body
        if owner is None and body is not None:
            owner = state_of(body.country) or body
        who = chain.person
        if who is None and chain.name:
            if owner is None and set(chain.titles) <= self.grammar.words("honorifics"):
                who = self.memory.people.get(chain.name[-1]) or self.memory.first_people.get(chain.name[-1])
                return Mention(i, chain.end, (who,) if who else (), "name")
            who = self._introduced(chain.name, owner, body or owner)
        if who is not None:
            self._learn_person(who, chain.name)
            return Mention(i, chain.end, (who,), "name", modifier=self._describes(tokens, chain.end))
        return self._unnamed(tokens, i, chain, owner, body)

    def _chain(self, tokens: Sequence[Token], i: int) -> _Chain | None:
        """The chain from ``i`` on, if a title is in it."""
        chain, at = _Chain(i), i
        while at < len(tokens) and at < i + _LONGEST:
            step = self._step(tokens, at, chain)
            if step is None:
                break
            at = step
        if not chain.titles or (chain.name and not self._may_be_name(chain)):
            return None
        return chain

    def _step(self, tokens: Sequence[Token], at: int, chain: _Chain) -> int | None:
        """Takes the piece at ``at`` into the chain: where it ends, or None where the chain ends."""
        token = tokens[at]
        if token.text[:1].isdigit() and at + 1 < len(tokens) and self.atoms.title(tokens, at + 1):
            return at + 1 if chain.name or chain.body or chain.owners or chain.suffix else None
        if token.text in self.grammar.words("joints") and chain.name and (self._names_after() or not chain.titles):
            return at + 1
        if token.lower in self.grammar.words("linkers"):
            return at + 1 if at > chain.end - 1 and not chain.name and not chain.titles else None
        if not token.is_word or token.voice or PARTICLE in token.keys:
            return None
        title = self.atoms.title(tokens, at)
        found = self.atoms.alias(tokens, at)
        organ = self.atoms.organ(tokens, at)
        if title and not (found and found[0] > title) and not (organ and organ[0] > title):
            chain.titles += [t.lower for t in tokens[at:title]]
            chain.end = title
            return title
        if found and not self._barred(tokens, at, found[0]):
            return self._take(tokens, at, found, chain)
        if chain.titles and not self._names_after():
            return None
        if organ:
            chain.suffix = organ[1]
            return organ[0]
        if token.lower in self.grammar.words("topics"):
            return at + 1
        if self._is_name_word(token) and len(chain.name) < _NAME_WORDS and not chain.person:
            if chain.name and not chain.titles and _script(token.text) != _script(chain.name[-1]):
                return at + 1  # ブルハン統治評議会議長: a body that the lexicon does not know, before its title
            joined = tokens[at - 1].text in self.grammar.words("joints")
            if chain.titles and ((chain.name and not joined) or not self._names_after()):
                return None
            chain.name.append(token.text)
            if chain.titles:
                chain.end = at + 1
            return at + 1
        return None

    def _take(self, tokens: Sequence[Token], at: int, found: tuple[int, Alias], chain: _Chain) -> int | None:
        end, alias = found
        if alias.form == "person":
            if chain.person or chain.name or (chain.titles and not self._names_after()):
                return None
            chain.person, chain.name = who_of(alias.entry), [t.text for t in tokens[at:end]]
            if chain.titles:
                chain.end = end
            return end
        if chain.titles or (chain.owners and alias.form in ("state", "capital", "demonym")):
            return None
        if alias.form in ("state", "capital", "demonym"):
            chain.owners.append(alias.entry)
        elif chain.body is None:
            chain.body = alias.entry
            return self.atoms.paren(tokens, end)
        return end

    def _names_after(self) -> bool:
        """Whether names stand behind titles."""
        return not self.grammar.has("verb final")

    def _is_name_word(self, token: Token) -> bool:
        known_as = UNKNOWN in token.keys or NAME in token.keys
        return known_as and len(token.text) < 12 and token.lower not in self.grammar.words("no_names")

    def _may_be_name(self, chain: _Chain) -> bool:
        """Whether unknown words in a chain are a name: one word without whose it is must look like one."""
        if chain.person is not None:
            return True
        name = "".join(chain.name)
        if name in self.memory.people:
            return True
        return len(name) >= 2 and (len(name) <= 14 or bool(chain.owners))

    def _introduced(self, words: list[str], owner: Entry | None, top: Entry | None) -> Who | None:
        """A name with a title: one met before, or a new person of the title's owner."""
        name = " ".join(words)
        met = self.memory.people.get(words[-1]) or self.memory.first_people.get(words[-1])
        if met and (owner is None or owner.country == met.country):
            return met
        known_people = [
            e for e in surnames(self.grammar.language).get(words[-1], ()) if owner and e.country == owner.country
        ]
        if len(known_people) == 1:
            return who_of(known_people[0])
        if owner is None or top is None:
            home = state_of(self.grammar.home) if self.grammar.home else self.memory.home
            if home is None:
                return None
            return Who(unknown_id(name, home.id), name, home.country, ActorType.PERSON, home.id, "country assumed")
        return Who(unknown_id(name, top.id), name, owner.country, ActorType.PERSON, top.id)

    def _learn_person(self, who: Who, words: Sequence[str]) -> None:
        self.memory.learn_name(who, words)
        if len(words) == 1 and len(words[0]) in (3, 4):
            for length in (1, 2) if self.grammar.has("long surnames") else (1,):
                self.memory.people.setdefault(words[0][:length], who)

    def _officer(self, owner: Entry, top: Entry, office: str) -> Who:
        name = f"{top.demonym if top is owner else top.name} {office}"
        return Who(unknown_id(office, top.id), name, owner.country, ActorType.PERSON, top.id, "title without a name")

    def _office_of(self, words: str) -> str:
        """The office that a title names, in English, and whether it is one of the past ("前大統領")."""
        past = next((word for word in not_holding(self.grammar.language, "former") if words.startswith(word)), "")
        office: str = self.grammar.offices.get(words, "") or self.grammar.offices.get(words[len(past) :], words)
        return f"former {office}" if past and words not in self.grammar.offices else office

    def _unnamed(
        self, tokens: Sequence[Token], i: int, chain: _Chain, owner: Entry | None, body: Entry | None
    ) -> Mention | None:
        """A title without a name: "러시아 외무장관", "the minister"."""
        words = "".join(chain.titles)
        office = self._office_of(words)
        if owner is not None:
            top = body or (known(f"{owner.id}-{chain.suffix}") if chain.suffix else None) or owner
            modifier = self._describes(tokens, chain.end)
            who = self._holder(tokens, i, chain.end, office, (top, owner)) or self._officer(owner, top, office)
            return Mention(i, chain.end, (who,), "title", modifier=modifier)
        before = tokens[i - 1].lower if i else ""
        people = list(self.memory.he())
        pointing = before in self.grammar.words("pointing") or not chain.suffix
        if people and pointing and words not in self.grammar.words("vague_titles"):
            return Mention(i, chain.end, (people[0].told_by("pronoun"),), "pronoun")
        home = self._home() if words not in self.grammar.words("vague_titles") or chain.suffix else None
        if home is None:
            return Mention(i, chain.end, (), "title")
        who = self._officer(home, home, office).told_by("country of the article")
        return Mention(i, chain.end, (who,), "title")

    def _home(self) -> Entry | None:
        """Whose government is meant that nothing names: of the state the sentence tells of, or the press's own."""
        for mention in self.memory.here:
            if (
                mention.form in ("state", "metonym")
                and mention.case in ("topic", "nominative")
                and len(mention.who) == 1
            ):
                return state_of(mention.who[0].country)
        own = state_of(self.grammar.home)
        if own and (self.told.get(own.country or "", 0) or not self.memory.home):
            return own
        return self.memory.home

    def _nearest(self) -> Entry | None:
        """Whose people they may be: of the press's own country where the article names it, else of the last named."""
        own = state_of(self.grammar.home)
        return own if own and self.told.get(own.country or "", 0) else self.memory.last_state()

    # --- organs and names ---------------------------------------------------------------------

    def _barred(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        """Whether a short name is another word here ("중" is "during" more often than China)."""
        if end == i + 1 and i and len(tokens[i].text) == 1 and tokens[i - 1].text[-1:].isdigit():
            return True
        if end > i + 1 or tokens[i].lower not in self.grammar.words("not_names"):
            return False
        return end >= len(tokens) or not (self.atoms.organ(tokens, end) or self.atoms.title(tokens, end))

    def _body(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """An organ, with or without whose it is."""
        owner = self.atoms.owner(tokens, i)
        if owner and self._barred(tokens, i, owner[0]):
            return None
        if owner is None:
            organ = self.atoms.organ(tokens, i)
            return self._whose(tokens, i, *organ) if organ else None
        at = self.atoms.paren(tokens, owner[0])
        linked = at < len(tokens) and tokens[at].lower in self.grammar.words("linkers")
        at = at + 1 if linked else at
        for _ in range(3):
            found = self.atoms.organ(tokens, at) if at < len(tokens) else None
            if found:
                more = self.atoms.organ(tokens, found[0]) if found[0] < len(tokens) else None
                end, suffix = more or found
                describes = self._describes(tokens, end)
                return Mention(i, end, (organ_of(owner[1].entry, suffix),), "organ", modifier=describes)
            if at >= len(tokens) or not self._may_part(tokens, at):
                break
            at += 1
        return None

    def _may_part(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a word may part an organ from its owner: "튀르키예 이스탄불 검찰", or one of its own name."""
        if tokens[at].lower in self.grammar.words("organ_fillers"):
            return True
        plain = tokens[at].is_word and not tokens[at].voice and PARTICLE not in tokens[at].keys
        found = self.atoms.organ(tokens, at + 1) if plain and at + 1 < len(tokens) else None
        return found is not None and found[1] in ("judiciary", "police") and not self.atoms.alias(tokens, at)

    def _whose(self, tokens: Sequence[Token], i: int, end: int, suffix: str) -> Mention | None:
        """An organ without an owner beside it."""
        modifier = self._describes(tokens, end)
        sent = [w for w in self.memory.doers if w.type is ActorType.GOVERNMENT]
        if sent and tokens[i].lower in self.grammar.words("delegations"):  # that which acted in the sentence before
            return Mention(i, end, (sent[0].told_by("named earlier"),), "organ", modifier=modifier)
        if tokens[i].lower in self.grammar.words("owned_only"):
            return None
        before = tokens[i - 1].lower if i else ""
        named = self.memory.last_organ.get(suffix)
        always = known(self.grammar.table("organ_owners").get(tokens[i].lower, ""))
        if always is not None:
            return Mention(i, end, (organ_of(always, suffix),), "organ", modifier=modifier)
        own = self._possessed(tokens, i, end)  # "자국군", "自国の軍"
        if own is not None:
            return Mention(i, end, (organ_of(own, suffix, "named earlier"),), "organ", modifier=modifier)
        if before in self.grammar.words("pointing") and named:
            who: Who | None = named.told_by(named.why or "named earlier")
        elif suffix == "intelligence" and named:
            who = named.told_by(named.why or "named earlier")
        elif suffix in _OFFICIAL:
            home = self.around if before in self.grammar.words("local") else self._home()
            who = organ_of(home, suffix, "country of the article") if home else None
        else:
            who = self._own(tokens, i, suffix)
            home = self._nearest() if who is None and suffix in ("police", "people") and not self.memory.home else None
            who = organ_of(home, suffix, "country of the article") if home else who
        return Mention(i, end, (who,), "organ", modifier=modifier) if who else Mention(i, end, (), "organ")

    def _named(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A state, capital, organisation or person, named outright or met before."""
        found = self.atoms.alias(tokens, i)
        if found and not self._barred(tokens, i, found[0]):
            end, alias = self.atoms.paren(tokens, found[0]), found[1]
            who = who_of(alias.entry)
            self._learn_bracketed(tokens, found[0], end, who)
            modifier = self._describes(tokens, end)
            if alias.form == "person":
                self._learn_person(who, [t.text for t in tokens[i : found[0]]])
                return Mention(i, end, (who,), "name", modifier=modifier)
            if alias.form == "demonym" and not self._heads_line(tokens, end):
                return None
            if alias.form == "capital":
                government = known(f"{alias.entry.id}-government")
                who = who_of(government, "metonym") if government else who
                return Mention(i, end, (who,), "metonym", modifier=modifier)
            form = "state" if alias.form in ("state", "demonym") else "name"
            return Mention(i, end, (who,), form, modifier=modifier)
        met = self.memory.people.get(tokens[i].text) or self.memory.first_people.get(tokens[i].text)
        if met and len(tokens[i].text) > 1 and UNKNOWN in tokens[i].keys:
            return Mention(i, i + 1, (met,), "name", modifier=self._describes(tokens, i + 1))
        return None

    def _learn_bracketed(self, tokens: Sequence[Token], at: int, end: int, who: Who) -> None:
        """ "国家情報院（国情院）": the short form stands for it from here on."""
        short = "".join(t.text for t in tokens[at + 1 : end - 1])
        if 1 < len(short) < 8:
            self.memory.people.setdefault(short, who)

    def _heads_line(self, tokens: Sequence[Token], end: int) -> bool:
        """Whether a short name stands as headlines set their subjects: "北, ..."."""
        return end < len(tokens) and (tokens[end].text in ",、，" or PARTICLE in tokens[end].keys)

    def _describes(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a noun follows that the name describes, with a linking particle or without one."""
        if at >= len(tokens):
            return False
        after = tokens[at]
        if after.lower in self.grammar.words("linkers"):
            return True
        if not self.grammar.has("verb final"):
            return self._is_head(after)
        plain = after.is_word and PARTICLE not in after.keys and not after.voice
        others = self.grammar.words("adverbs", "before_particles")
        return plain and after.lower not in others

    def _is_head(self, token: Token) -> bool:
        """Whether a word is a noun, where no particle tells it."""
        return not token.voice and token.lower in self.grammar.words("head_nouns")
