"""In which clause: a sentence cut at its connecting words, so that each verb keeps its own words."""

from bisect import bisect_left
from collections.abc import Sequence

from events.extraction.act import SPEECH
from events.extraction.clause import Clause
from events.extraction.clause_signs import ClauseSigns
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.text import Token
from events.model import Kind


class ClauseSplitter(ClauseSigns):
    """Cuts a sentence into clauses at its connecting words."""

    def split(
        self, tokens: Sequence[Token], predicates: Sequence[Predicate], mentions: Sequence[Mention]
    ) -> list[Clause]:
        """The clauses in order; together they cover all tokens."""
        self.tokens, self.predicates = tokens, list(predicates)
        self.starts = {m.first: m for m in mentions}
        self.inside = set().union(*[range(m.first + 1, m.last) for m in mentions])
        self.at_predicate = {p.first: p for p in predicates}
        clauses = [Clause(0, 0, "main", None)]
        i, loud, passing, count = 0, self._loud_words(), True, len(tokens)
        while i < count:
            if passing:  # on to the next word at which a clause may begin
                i = loud[bisect_left(loud, i)]
                if i == count:
                    break
            current = clauses[-1]
            sort = None if i in self.inside else self._boundary(i, current)
            if sort and i > current.start:
                current.end = i
                parent = self._parent(sort, current, i)
                clause = Clause(len(clauses), i, sort, parent)
                if sort in ("comp", "inf", "purpose", "cond"):
                    clause.opener = current.predicates[-1] if current.predicates else None
                clauses.append(clause)
            elif sort and i == current.start and current.sort == "main":
                current.sort = sort
            predicate = self.at_predicate.get(i)
            if predicate:
                clauses[-1].predicates.append(predicate)
                i = predicate.last
            else:
                i += 1
            passing = self._passes(clauses[-1], i - 1)
        clauses[-1].end = count
        return clauses

    def _parent(self, sort: str, current: Clause, i: int) -> Clause | None:
        if sort == "coord" and self._speaks_on(i, current):
            return current.parent
        if sort == "coord" and self._goes_on_finite(i):
            return self._finite(current)
        if sort == "said":
            return None
        if sort == "main":
            return self._main_parent(current)
        if sort == "resume":
            return self._around_aside(current) or current.parent or current
        if sort == "part":
            return self._participle_parent(current, i)
        return current

    def _speaks_on(self, i: int, current: Clause) -> bool:
        """ "denied that it had attacked but acknowledged ...": a saying joined to what is said is its own."""
        if current.sort != "comp" or current.parent is None or not self.grammar.has("marked infinitives"):
            return False
        outer = any(p.sort in ("say", "deny") for p in current.parent.predicates)
        near = (self.at_predicate[k] for k in range(i + 1, i + 4) if k in self.at_predicate)
        follows = next(near, None)
        if not outer or follows is None or follows.form != "verb":
            return False
        blames = follows.kind in SPEECH and follows.voice == "past"  # "confirmed that two had died but blamed rebels"
        return blames or follows.sort in ("say", "deny", "withhold")

    def _goes_on_finite(self, i: int) -> bool:
        """ "and demanded": whether the first verb after the joining word is finite."""
        near = (self.tokens[k] for k in range(i + 1, min(i + 4, len(self.tokens))))
        helping = self._words("have", "be")
        first = next((token for token in near if token.voice and token.lower not in helping), None)
        finite = ("past", "active") if self.grammar.has("free order") else ("past",)
        return first is not None and first.voice in finite

    def _finite(self, current: Clause) -> Clause:
        """The clause with a finite verb that ``current`` only completes ("condemned X for doing")."""
        outer = current
        while outer.parent is not None and outer.sort in ("part", "inf", "purpose"):
            outer = outer.parent
        return outer

    def _main_parent(self, current: Clause) -> Clause | None:
        """What a new main clause hangs from: the "that" clause around it, if any."""
        outer: Clause | None = current
        fronted = current
        while outer is not None:
            if outer.sort in ("cond", "conc", "time"):
                fronted = outer
            outer = outer.parent
        outer = fronted if fronted is current else fronted.parent
        while outer is not None and outer.sort not in ("main", "comp", "quote"):
            outer = outer.parent
        return outer if outer is not None and outer.sort == "comp" else None

    def _participle_parent(self, current: Clause, i: int) -> Clause:
        """A participle goes on with what the sentence does, not with an aside in it; but see "were killed fighting"."""
        outer = current
        if self.at_predicate.get(i) and any(p.last == i and p.form == "verb" for p in current.predicates):
            return current
        while outer.parent is not None and outer.sort in ("inf", "purpose", "rel", "time", "comp", "part"):
            if outer.sort == "comp" and not any(p.sort != "act" for p in outer.parent.predicates):
                break
            outer = outer.parent
        return outer

    def _loud_words(self) -> list[int]:
        """The words at which a clause may begin, and the sentence's end: at others only behind a saying or an aside."""
        loud = self._loud
        words = [k for k, t in enumerate(self.tokens) if t.lower in loud or not t.is_word]
        return sorted({0, len(self.tokens), *words, *self.starts, *self.at_predicate})

    def _passes(self, current: Clause, seen: int) -> bool:
        """Whether no clause may begin at the next quiet words: ``seen`` is the last word looked at."""
        if current.sort == "rel" and self.grammar.has("bare agents"):
            return False
        return not (current.predicates and self._said_last(current)) or self._closes_saying(seen, current)

    def _closes_saying(self, i: int, current: Clause) -> bool:
        """Whether a word stands behind a saying over which what was said cannot begin any more."""
        return i >= current.predicates[-1].last and not (self._passed_over(self.tokens[i]) or self._counts_more(i))

    def _boundary(self, i: int, current: Clause) -> str | None:
        """The sort of clause that begins at ``i``, if one does."""
        token, tokens = self.tokens[i], self.tokens
        lower = token.lower
        if i == 0 and lower in self._words("inverted_conditions") and 1 in self.starts:
            return "cond"
        if not token.is_word:
            if token.text in ";:" and i + 1 < len(tokens):
                return "main"
            if token.text in ",—–-" and self._comma_sayings and self._says_next(i, current):
                return "said"
            if token.text == ",":
                return self._comma(i, current)
        if lower in self._openers:
            return self._at_connective(i, lower, current)
        return "inf" if self._is_completing(i, current) else self._goes_on(i, current)

    def _at_connective(self, i: int, lower: str, current: Clause) -> str | None:
        """The sort of clause that a word opens which may connect clauses."""
        if lower in self._words("complementizers") and not self._demonstrative(i):
            return "comp" if self._completes(i, current) else "rel"
        if lower in self._words("relatives") and (i > 0) and not self._demonstrative(i):
            return "rel"
        if lower in self._words("conditions") and not (lower in self._words("never_conditions") and i > 0):
            return "cond"
        if lower in self._words("purposes") and not self._names_time(i):
            return "purpose"
        if lower in self._words("concessions") and not self._adverbial(i):
            return "conc"
        if lower in self._words("times") and not self._adverbial(i) and self._opens_time(i) and not self._amid_verb(i):
            return "time"
        if self._is_completing(i, current):
            return "inf"
        if lower in self._words("purpose_infinitive") and self._infinitive_ahead(i + 1):
            return "purpose"
        if lower in self._words("infinitive") and not self._names_time(i) and self._infinitive_ahead(i + 1):
            return None if self._modal_before(i) else "inf"
        if lower in self._words("coordinators") and self._coordinates(i, current):
            return "main" if lower == "maka" else "coord"
        return self._goes_on(i, current)

    def _goes_on(self, i: int, current: Clause) -> str | None:
        """The sort of clause that begins at a word which does not itself connect clauses."""
        if current.predicates and self._said_last(current) and self._after_saying(i, current):
            return "comp"
        if i in self.starts and self._after_report(i):
            return "comp"
        if i in self.starts and self._judged_bare(i):
            return "rel"
        if current.sort == "rel" and self._after_bare_agent(i, current):
            return "resume"
        goes_on = i in self.at_predicate or self.tokens[i].lower in self._perfect_gerunds
        return self._participle(i, current) if goes_on else None

    def _says_next(self, i: int, current: Clause) -> bool:
        """Whether a saying follows a comma or dash that closes what was said."""
        k = i + 1
        while k < len(self.tokens) and (self.tokens[k].text in '—–-”»"' or self._helps_saying(k)):
            k += 1
        predicate = self.at_predicate.get(k)
        if predicate is None or predicate.sort != "say" or predicate.voice not in ("active", "past", "passive"):
            return False
        if self._tells_on(predicate.last):
            return False
        behind = (self.starts[n] for n in range(predicate.last, predicate.last + 4) if n in self.starts)
        return self._has_verb(current) or k > i + 1 or any(m.case in ("", "nominative") for m in behind)

    def _resumes(self, i: int, current: Clause) -> bool:
        """ "X, qui ..., a dit": behind an aside the verb goes on with what stands before it."""
        if not self.grammar.has("articled nouns") or self._around_aside(current) is None:
            return False
        k = i + 1
        while k < len(self.tokens) and self.tokens[k].lower in self._words("have", "be", "reflexives", "adverbs"):
            k += 1
        verb = k < len(self.tokens) and k < i + 4 and self.tokens[k].voice in ("active", "past")
        return verb and k not in self.starts

    def _is_completing(self, i: int, current: Clause) -> bool:
        """Whether an infinitive stands here and tells what the verb before it asks for or means."""
        if not self._infinitive_forms or self.tokens[i].voice != "base" or i not in self.at_predicate:
            return False
        return any(p.form == "verb" and p.voice != "base" for p in current.predicates)

    def _completes(self, i: int, current: Clause) -> bool:
        if self._words("complementizers").isdisjoint(self._words("relatives")):
            return True
        if self.grammar.has("marked infinitives") and self._verb_opens(i + 1):
            return False  # "an attack that killed": what is said has a subject
        if not current.predicates:
            before = self.tokens[i - 1].lower if i else ""
            return before in self._words("reported_nouns", "content_nouns")
        last = current.predicates[-1]
        between = self.tokens[last.last : i]
        nouns = [t for t in between if t.is_word and not t.is_name_like and t.lower not in self._words("prepositions")]
        noun_before = bool(between) and between[-1].lower in self._words("reported_nouns", "content_nouns")
        return noun_before or len(between) <= 1 or len(nouns) <= 2 or last.sort in ("say", "deny")

    def _verb_opens(self, k: int) -> bool:
        """Whether a clause begins with its finite verb: "(that) killed", "(that) has killed"."""
        while k < len(self.tokens) and self.tokens[k].lower in self._words("have", "be"):
            k += 1
        verb = self.at_predicate.get(k)
        return verb is not None and verb.form == "verb" and verb.voice == "past"

    def _coordinates(self, i: int, current: Clause) -> bool:
        """Whether "and" joins verbs rather than nouns."""
        if not self._has_verb(current) or self._dates_back(i):
            return False
        k = i + 1
        adverbs = self._words("adverbs", "future", "have", "be", "negators")
        while k < len(self.tokens) and self.tokens[k].lower in adverbs and k < i + 5:
            k += 1
        if k >= len(self.tokens):
            return False
        if k in self.at_predicate and self.at_predicate[k].form == "verb":
            return True
        token = self.tokens[k]
        if token.voice in ("past", "active", "passive") and k not in self.starts:
            return True
        mention = self.starts.get(k) if current.predicates and not self._between(i, current) else None
        comma = i > 0 and self.tokens[i - 1].text == ","
        listed = self.tokens[i].lower in self._words("list") and self._lists_subjects(i, current)
        if mention and (self._shares_subject(i, current) or listed):
            return False
        if mention and not comma and self.grammar.has("articled nouns"):
            return self._acts_next(mention.last)
        if mention and mention.last < len(self.tokens) and (comma or self.grammar.has("bare coordination")):
            nxt = self.tokens[mention.last]
            finite = nxt.voice in ("past", "active", "passive")
            return finite or mention.last in self.at_predicate or nxt.lower in adverbs
        return False

    def _acts_next(self, k: int) -> bool:
        """ "felicitó a Maduro y China le prometió ayuda": a verb in a finite form right behind who does it."""
        while k < len(self.tokens) and self.tokens[k].lower in self._words("object_pronouns", "negators"):
            k += 1
        return k < len(self.tokens) and self.tokens[k].voice == "active" and k in self.at_predicate

    def _shares_subject(self, i: int, current: Clause) -> bool:
        """ "..., Prabowo dan Esper membahas": a name right before "and" that no verb or preposition leads."""
        before = next((m for m in self.starts.values() if m.last == i), None)
        return before is not None and before.first > current.start and self.tokens[before.first - 1].text == ","

    def _lists_subjects(self, i: int, current: Clause) -> bool:
        """ "mengatakan serangan AS dan Inggris menghantam ...": "and" before the verb of what is said joins names."""
        if not self.grammar.has("bare coordination"):
            return False
        joined = self.grammar.has("bare agents") and self.tokens[i - 1].text != ","
        blames = (Kind.ACCUSE, Kind.REQUEST) if joined else ()
        sayings = [
            p
            for p in current.predicates
            if p.form == "verb" and p.voice == "active" and (p.sort == "say" or p.kind in blames)
        ]
        start = sayings[-1].last if sayings else current.start if current.sort == "comp" else i
        between = self.tokens[start:i]
        named = [t for t in between if t.is_word]
        told = any(t.voice for t in between) or any(t.lower in self._words("pointing") for t in between[-1:])
        return bool(named) and not told

    def _comma(self, i: int, current: Clause) -> str | None:
        after = i + 1
        if self._resumes(i, current):
            return "resume"
        if (current.sort in ("cond", "conc", "time", "purpose", "inf") and current.parent is None) or (
            current.sort in ("cond", "conc", "time") and current.start > 0 and self._fronted(current)
        ):
            return "main" if current.predicates or after - current.start > 3 else None
        if self._closes_fronted(current, after):
            return "main"
        if current.sort in ("rel", "part") and self._verb_ahead(after, 2, strict=True) and not self._gerund(after):
            return "resume"
        if self._closes_aside(current, after):
            return "resume"
        predicate = self.at_predicate.get(after)
        if predicate and predicate.voice == "gerund":
            return "part"
        serial = self.grammar.has("bare coordination") and predicate is not None and predicate.voice == "active"
        if serial and predicate and predicate.form == "verb" and self._has_verb(current) and current.sort != "rel":
            return "resume" if current.sort in ("inf", "purpose") else "coord"
        if self._opens_with_verb(current) and after in self.starts and self._is_subject(self._listed(after)):
            current.sort = "time"
            return "main"
        return None

    def _closes_aside(self, current: Clause, after: int) -> bool:
        """ "X, who is due to travel to Y, urged ...": a finite verb behind what an aside goes on with."""
        inner = current.sort in ("inf", "purpose", "time", "coord", "comp") and self.grammar.has("marked infinitives")
        if not inner or self._around_aside(current) is None:
            return False
        while after < len(self.tokens) and self.tokens[after].lower in self._words("adverbs"):
            after += 1
        return after < len(self.tokens) and after not in self.starts and self._finite_at(after)

    def _opens_with_verb(self, current: Clause) -> bool:
        """ "Bertemu di Pentagon, X dan Y membahas": a sentence that begins with its verb, before its subject."""
        first = current.predicates[0] if current.predicates else None
        return (
            self.grammar.has("plain verbs") and current.start == 0 and current.sort == "main"
            and first is not None and first.first == 0 and first.form == "verb"
        )  # fmt: skip

    def _closes_fronted(self, current: Clause, after: int) -> bool:
        """ "Although X denied doing it, Y said ...": the comma ends the clause that stands in front."""
        mention = self.starts.get(after)
        if mention is None or not self._is_subject(mention) or current.sort not in ("comp", "inf", "rel"):
            return False
        outer: Clause | None = current
        while outer is not None:
            if outer.sort in ("cond", "conc", "time") and (outer.parent is None or self._fronted(outer)):
                return True
            outer = outer.parent
        return False

    @staticmethod
    def _said_last(current: Clause) -> bool:
        """Whether the last verb so far, of a clause that has one, is one of speech, or may be."""
        last = current.predicates[-1]
        return last.sort in ("say", "deny") and last.form == "verb"

    def _after_saying(self, i: int, current: Clause) -> bool:
        """ "X said (on Monday) Y did": what follows a saying is what was said."""
        last = current.predicates[-1]
        if i < last.last:
            return False
        if self.grammar.has("articled nouns") and (current.sort == "said" or not self._is_infinitive(i)):
            return False
        if (
            i == last.last
            and self.grammar.has("bare complements")
            and i not in self.starts
            and self.tokens[i].lower not in self._words("reported_nouns")
            and self._verb_ahead(i, 3, strict=True)
        ):
            return True  # "membantah telah mengirimkan": the denier is the doer
        if i == last.last and last.voice == "active" and self._noun_acts(i):
            return True
        between = self.tokens[last.last : i]
        if self._tells_where(between) and i in self.starts:
            return self._is_subject(self.starts[i])
        if not all(self._passed_over(t) or self._counts_more(last.last + k) for k, t in enumerate(between)):
            return False
        if any(t.text == "," for t in between) and self._closes_told(last, current):
            return False
        token = self.tokens[i]
        if self._opens_count(i):
            return True
        if self._passed_over(token):
            return False
        if last.head in self._words("bare_that") or (last.voice == "active" and any(t.text == "," for t in between)):
            return token.lower not in self._words("prepositions") and self._verb_ahead(i, 30)
        owned = token.lower in self._words("possessives")  # "denied its forces had ..."
        mention = self.starts.get(i + owned) or self._sailing(i)
        if mention is None:
            return (token.text in '“"' and i <= last.last + 1) or self._points_at_doer(i)
        return self._is_subject(mention) and not self._told(last, mention)

    def _after_report(self, i: int) -> bool:
        """ "rejects accusations it is massing troops": what a report says may follow it bare."""
        mention = self.starts.get(i)
        if mention is None or not i or self.tokens[i - 1].lower not in self._words("bare_reports"):
            return False
        behind = self.at_predicate.get(mention.last)
        return self._is_subject(mention) and (behind is None or behind.sort == "act")

    def _judged_bare(self, i: int) -> bool:
        """ ", a move Manila condemned": who judges what was told, named right behind the word for it."""
        if i < 3 or not self.grammar.has("marked infinitives") or not self.grammar.lists(self.tokens[i - 1], "acts"):
            return False
        k = self.starts[i].last
        while k < len(self.tokens) and self.tokens[k].lower in self._words("have", "adverbs"):
            k += 1
        verb = self.at_predicate.get(k)
        apart = self.tokens[i - 2].lower in self._words("determiners") and self.tokens[i - 3].text in ",—–-"
        return apart and verb is not None and verb.form == "verb"

    def _after_bare_agent(self, i: int, current: Clause) -> bool:
        """Indonesian: "Hizbullah yang didukung Iran menembakkan roket": the main clause goes on after the agent."""
        if not self.grammar.has("bare agents") or current.sort != "rel" or self.tokens[i].voice != "active":
            return False
        if current.predicates and current.predicates[-1].kind in (Kind.ACCUSE, Kind.REQUEST):
            return False  # "Hamas, yang dituduh Israel menolak usulan": what it is accused of
        agent = next((m for m in self.starts.values() if m.last == i), None)
        return agent is not None and any(t.voice == "passive" for t in self.tokens[current.start : agent.first][-2:])

    def _participle(self, i: int, current: Clause) -> str | None:
        predicate = self.at_predicate.get(i)
        had = self.tokens[i].lower in self._perfect_gerunds and self._verb_ahead(i + 1, 3, strict=True)
        verb = predicate is not None and predicate.form == "verb" and predicate.voice == "gerund"
        if i == current.start or not (had or verb):
            return None
        before = self.tokens[i - 1].lower
        if current.sort == "part" and current.start == i - 1:
            return None
        if before in self._words("be") or before in self._words("prepositions") or before.endswith("ly"):
            return None
        return "part" if self._has_verb(current) else None
