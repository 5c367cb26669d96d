"""Pronouns and words that point back: "she", "they", "both sides", "the ministers", "the group"."""

from collections.abc import Sequence

from events.extraction.actor_rules import POINTING, ActorRules
from events.extraction.bodies import backed
from events.extraction.names import Mention, Who, who_of
from events.extraction.text import Token
from events.model import ActorType
from events.register import known, state_of


class Pronouns(ActorRules):
    """Finds whom a pronoun goes back to."""

    def _pronoun(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """What points back at ``i``: a phrase ("both sides", "the group") or a pronoun."""
        ends = self.atoms.phrases(tokens, i, POINTING)
        kind, held = self.grammar.pronouns.get(tokens[i].lower), backed(self.atoms, tokens, i)
        if not ends and kind is None and held is None:
            return None
        if tokens[i].lower in self.grammar.words("determiners") and self._is_article(tokens, i):
            return None
        pointed = self._pointing(tokens, i, ends, held)
        if pointed or kind is None or (tokens[i].text == "US" and kind != "by verb"):
            return pointed
        if kind == "by verb":
            return self._she_or_they(tokens, i)
        if kind == "speaker":
            return Mention(i, i + 1, (Who("", "", None, ActorType.PERSON, None),), "speaker")
        if kind == "side":  # "Militer Israel mengatakan pihaknya ...": the side of who says so
            said = self._who_said(tokens, i) or self._he()
            return Mention(i, i + 1, tuple(w.told_by("pronoun") for w in said), "pronoun")
        if kind in ("person", "group"):
            who = self._he() if kind == "person" else self._they(tokens, i)
            return Mention(i, i + 1, tuple(w.told_by("pronoun") for w in who), "pronoun", plural=kind == "group")
        return Mention(i, i + 1, self._it(tokens, i), "pronoun") if kind == "any" else None

    def _is_article(self, tokens: Sequence[Token], i: int) -> bool:
        """ "die Verbündeten": whether a word that may stand for somebody belongs to a name."""
        named = self.atoms.alias(tokens, i)
        return (named is not None and named[0] > i + 1) or self.atoms.group(tokens, i + 1) is not None

    def _pointing(self, tokens: Sequence[Token], i: int, ends: dict[str, int], held: int | None) -> Mention | None:
        """A phrase that stands for whom the article has named; ``ends`` by its list, ``held`` of a backed body."""
        for name in ("both", "group_heads"):
            end = ends.get(name)
            titled = self.atoms.title(tokens, i) if end is not None and name == "group_heads" else None
            owned = end is not None and name == "group_heads" and self._owned_by(tokens, end)
            if owned or (titled and titled > (end or 0)):
                continue  # "ministrowie obrony Niemiec i Francji" are named, and not those of before
            if end is not None:
                if name == "both" and end < len(tokens) and tokens[end].lower in self.grammar.words("deictic"):
                    end += 1
                who = self._both(tokens, i, end) if name == "both" else self.memory.those()
                return Mention(i, end, who, "pronoun", plural=True)
        end = ends.get("bodies") or held
        if end is not None and self.memory.last_body:
            return Mention(i, end, (self.memory.last_body.told_by("pronoun"),), "pronoun")
        end = ends.get("ministries")
        named = end is not None and end < len(tokens) and tokens[end].lower in self.grammar.words("organ_of")
        if end is not None and self.memory.last_house and not named:  # not "the Department of Foreign Affairs"
            return Mention(i, end, (self.memory.last_house.told_by("pronoun"),), "pronoun")
        return self._other_state(tokens, i, ends)

    def _other_state(self, tokens: Sequence[Token], i: int, ends: dict[str, int]) -> Mention | None:
        """ "its neighbour", "negara tetangganya", "its ally": not of who is named behind it, nor "X and its allies"."""
        end = ends.get("neighbours") or ends.get("allies")
        joined = i > 0 and tokens[i - 1].lower in self.grammar.words("list")
        if end is None or joined or (end < len(tokens) and tokens[end].is_name_like):
            return None
        who = self.memory.other_state(allied="allies" in ends)
        return Mention(i, end, who, "pronoun") if who else None

    def _owned_by(self, tokens: Sequence[Token], end: int) -> bool:
        """ "les ministres allemand et français", "les ministres de la Défense": whether words tell whose or of what."""
        if end >= len(tokens):
            return False
        if tokens[end].lower in self.grammar.words("organ_of") or not self.grammar.words("plural_titles"):
            return tokens[end].lower in self.grammar.words("organ_of")
        return self.atoms.owner(tokens, end) is not None or tokens[end].lower in self.grammar.words("of")

    def _he(self) -> Sequence[Who]:
        if self.grammar.has("articled nouns") and not self.memory.people_here():
            return self.memory.body_here() or self.memory.he() or self.memory.doers[:1]
        return self.memory.he()

    def _they(self, tokens: Sequence[Token], i: int) -> Sequence[Who]:
        return self._who_said(tokens, i) or (() if self._plural_strangers(tokens, i) else self.memory.group())

    def _it(self, tokens: Sequence[Token], i: int) -> tuple[Who, ...]:
        if self._speaks_again(tokens, i):
            return self.memory.speaks_again()
        if self._is_object(tokens, i) and (other := self.memory.other_than_doer()):
            return other
        opening = self.grammar.words("complementizers")  # "told Japan that it would act": not Japan
        named = ((m.who, tokens[min(m.last, i)]) for m in reversed(self.memory.here) if not m.modifier)
        plain = opening | self.grammar.words("prepositions")
        verbs = (who for who, after in named if after.voice and after.lower not in plain)
        speaking = next(verbs, ())
        if i and tokens[i - 1].lower in opening and len(speaking) == 1 and speaking[0].type is ActorType.PERSON:
            state = state_of(speaking[0].country)  # "the spokeswoman warned Japan that it would act"
            speaking = (who_of(state),) if state else ()
        return self.memory.it(speaking)

    def _is_object(self, tokens: Sequence[Token], i: int) -> bool:
        """ "cut ties with it", "asked it to leave": whether a pronoun stands where it cannot mean who acts."""
        before = tokens[i - 1] if i else None
        led = before is not None and (bool(before.voice) or before.lower in self.grammar.words("prepositions"))
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        says = before is not None and not self.grammar.say_heads.isdisjoint(before.keys)
        acts = after is not None and (
            after.voice in ("past", "active") or after.lower in self.grammar.words("be", "have", "future")
        )
        return led and not says and not acts and self.grammar.has("marked infinitives")

    def _both(self, tokens: Sequence[Token], i: int, end: int) -> tuple[Who, ...]:
        """Whom "both ..." means, by whether it speaks of office holders, countries or sides, and is spoken to."""
        keys = frozenset[str]().union(*(t.keys for t in tokens[i:end]))
        pairs = self.grammar.table("pairs")
        named = next((pairs[t.lower] for t in tokens[i:end] if t.lower in pairs), ())
        if named:  # "both Koreas"
            return tuple(who_of(entry) for entry in map(known, named) if entry)
        people = bool(keys & self.grammar.words("office_holders"))
        before = tokens[i - 1] if i else None
        addressed = before is not None and (
            bool(before.voice) or before.lower in self.grammar.words("addressing", "conditions")
        )
        ahead = addressed or (before is not None and before.lower in self.grammar.words("prepositions"))
        countries = bool(keys & self.grammar.words("country_words"))
        return self.memory.pair(people, countries, addressed=addressed, ahead=ahead)

    def _she_or_they(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """German "sie": a verb in the plural beside it makes it they; else she, or what the sentence before did."""
        beside = [t.lower for t in (*tokens[i + 1 : i + 2], *tokens[max(0, i - 1) : i])]
        if any(self.grammar.ends(word, "plural_verbs") for word in beside):
            who, several = self._named_first() or self.memory.group(), True
        else:
            who, several = self.memory.he() if self.memory.subjects else self.memory.doers[:1], False
        return Mention(i, i + 1, tuple(w.told_by("pronoun") for w in who), "pronoun", plural=several)

    def _named_first(self) -> tuple[Who, ...]:
        """ "Die Emirate wiesen Berichte zurück, wonach sie ...": the state or body that the sentence began with."""
        first = next((m for m in self.memory.here if not m.modifier and m.who), None)
        bodies = (
            first is not None and first.form != "pronoun" and all(w.type is not ActorType.PERSON for w in first.who)
        )
        return first.who if first is not None and bodies else ()

    def _who_said(self, tokens: Sequence[Token], i: int) -> tuple[Who, ...]:
        """ "France and 12 other countries said they ...": right behind a saying, those who say it."""
        before = tokens[max(0, i - (5 if self._in_statement(tokens, i) else 2)) : i]
        said = [t for t in before if t.voice and not self.grammar.say_heads.isdisjoint(t.keys)]
        if not said:
            return ()
        who = tuple({w.id: w for m in self.memory.here if not m.modifier for w in m.who}.values())
        return () if len(who) == 1 and who[0].type is ActorType.PERSON else who

    def _in_statement(self, tokens: Sequence[Token], i: int) -> bool:
        """ "said in a joint statement they ...": whether the words right before tell where something was said."""
        return i > 3 and self.grammar.has("marked infinitives") and tokens[i - 1].lower in self.grammar.words("hearers")

    def _speaks_again(self, tokens: Sequence[Token], i: int) -> bool:
        """ "It said ..." at the start of a sentence: who spoke before goes on."""
        says = i + 1 < len(tokens) and not self.grammar.say_heads.isdisjoint(tokens[i + 1].keys)
        return i == 0 and says and bool(tokens[1].voice) and bool(self.memory.speaks_again())

    def _plural_strangers(self, tokens: Sequence[Token], i: int) -> bool:
        """ "Rebels released a man whom they ...": whether "they" may be people whom the sentence has, but no name."""
        plural = self.grammar.words("plural_doers")
        named = {k for m in self.memory.here if m.who for k in range(m.first, m.last + 1)}
        return any(tokens[k].lower in plural and k not in named for k in range(i))
