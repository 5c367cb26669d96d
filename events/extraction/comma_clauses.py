"""In which clause, where commas set every clause off and a subordinate one has its verb at the end (German)."""

from events.extraction.brackets import PARTICIPLE, is_mark
from events.extraction.clause import Clause
from events.extraction.clauses import ClauseSplitter

_SUBORDINATE = frozenset({"rel", "comp", "cond", "conc", "time", "inf", "purpose", "as"})


class CommaClauseSplitter(ClauseSplitter):
    """Cuts a sentence at its commas, and at "und" between verbs; what opens a stretch tells its sort."""

    def _loud_words(self) -> list[int]:
        return list(range(len(self.tokens) + 1))  # what a stretch is, its opener tells

    def _boundary(self, i: int, current: Clause) -> str | None:
        if self.tokens[i].text in ":;":
            return "main" if i + 1 < len(self.tokens) else None
        if i and is_mark(self.tokens, i - 1) and i - 1 not in self.inside:
            return self._after_mark(i, current)
        if i and self._is(i - 1, "coordinators"):
            sort = self._opener(i)
            marked = i > 1 and is_mark(self.tokens, i - 2)
            if sort and (sort != "rel" or marked or current.sort == "rel"):
                return sort
        if self._is(i, "coordinators"):
            return self._coordinated(i, current)
        return self._opener(i) if i == current.start == 0 else None

    def _is(self, i: int, name: str) -> bool:
        return self.tokens[i].lower in self._words(name)

    def _stretch(self, i: int) -> int:
        """The end of the stretch from ``i`` to the next mark."""
        return next((k for k in range(i, len(self.tokens)) if is_mark(self.tokens, k)), len(self.tokens))

    def _is_finite(self, k: int) -> bool:
        token = self.tokens[k]
        if k and self._is(k - 1, "infinitive"):
            return False
        helper = self._is(k, "have") or self._is(k, "be") or self._is(k, "modals")
        return helper or (token.voice == "active" and not token.is_name_like and PARTICIPLE not in token.keys)

    def _ends_in_verb(self, i: int, end: int) -> bool:
        last = end - 1
        while last > i and not self.tokens[last].is_word:
            last -= 1
        cut = [k for k in range(i + 1, last) if self._is(k, "coordinators")]
        return any(self._is_finite(k) for k in (last, *(k - 1 for k in cut)))

    def _opener(self, i: int) -> str | None:
        """The sort of subordinate clause that the words at ``i`` open, if they do."""
        end = self._stretch(i)
        if self._is(i, "as_words") and any(self._saying(k) for k in range(i + 1, end)):
            return "as"
        if self._is(i, "complementizers"):
            return "comp"
        if i and self._relative(i, end):
            return "rel"
        if not self._ends_in_verb(i, end) and not self._verb_first(i):
            return None
        for name, sort in (("conditions", "cond"), ("concessions", "conc"), ("times", "time"), ("questions", "comp")):
            if self._is(i, name):
                return sort
        return "purpose" if self._is(i, "purposes") else None

    def _verb_first(self, i: int) -> bool:
        """ "Sollte Iran angreifen, ...": a verb opens the condition."""
        return i == 0 and self._is(i, "conditions") and self._is(i, "modals")

    def _saying(self, k: int) -> bool:
        return k in self.at_predicate and self.at_predicate[k].sort == "say"

    def _relative(self, i: int, end: int) -> bool:
        word = i + 1 if self._is(i, "prepositions") and i + 1 < end else i
        return self._is(word, "relatives") and self._ends_in_verb(word, end)

    def _after_mark(self, i: int, current: Clause) -> str | None:
        end = self._stretch(i)
        at = i + 1 if self._is(i, "coordinators") and i + 1 < end else i
        if self.tokens[i - 1].text in "()" or self._lists_on(i):
            return None
        sort = self._opener(at)
        if sort:
            return sort if at == i else None  # after "und" it is looked at again
        if self._is_infinitive_clause(at, end):
            return "purpose" if self._is(at, "purposes") else "inf"
        verbs = [k for k in range(at, end) if self._is_finite(k)]
        if verbs and verbs[0] == at:
            return self._verb_comes(i, current)
        if current.sort in _SUBORDINATE and not self._said_before(current):
            return "main" if self._is_front(current) and verbs else "resume"
        if not verbs:
            return None
        return "comp" if self._said_before(current) else "main"

    def _lists_on(self, i: int) -> bool:
        """ "Litauen, Lettland und Estland verhängten ...": a comma between two names of a list with an "und"."""
        listed = any(first < i - 1 == self._name_end(first) for first in range(max(0, i - 6), i - 1))
        while listed and (end := self._name_end(i)):
            if self._is(end, "coordinators"):
                return bool(self._name_end(end + 1))
            listed, i = self.tokens[end].text == ",", end + 1
        return False

    def _name_end(self, k: int) -> int:
        """The end of a name that begins at ``k``, over its article, where words follow it; else 0."""
        while k < len(self.tokens) and self._is(k, "determiners"):
            k += 1
        mention = self.starts.get(k)
        return mention.last if mention is not None and mention.last < len(self.tokens) else 0

    def _is_front(self, clause: Clause) -> bool:
        return clause.start == 0 or (
            clause.parent is not None and not clause.parent.predicates and self._is_front(clause.parent)
        )

    def _verb_comes(self, i: int, current: Clause) -> str | None:
        """A finite verb after a comma goes on with the clause around an aside, or with what stands in front."""
        outer: Clause | None = current
        while outer is not None and outer.sort in _SUBORDINATE:
            outer = outer.parent
        if outer is None:
            return "main"
        if any(self._is_finite(k) for k in range(outer.start, outer.end or i)):
            return "main"
        return None if outer is current else "resume"

    def _said_before(self, current: Clause) -> bool:
        """Whether what is said is still to come: "X sagte, die Lage sei ernst"."""
        told = [p for p in current.predicates if p.form == "verb"]
        return bool(told) and told[-1].sort in ("say", "deny")

    def _is_infinitive_clause(self, i: int, end: int) -> bool:
        last = next((k for k in range(end - 1, i, -1) if self.tokens[k].is_word), i)
        marked = self.tokens[last].voice == "base" or (last > i and self._is(last - 1, "infinitive"))
        helpers = ("have", "be", "modals")
        helped = any(self._is(k, name) for k in range(i, last) for name in helpers if not self._is(k - 1, "infinitive"))
        return marked and not helped

    def _coordinated(self, i: int, current: Clause) -> str | None:
        """Whether "und" joins verbs: each side has one."""
        end = self._stretch(i)
        stop = next((k for k in range(i + 1, end) if self._is(k, "coordinators")), end)
        both = all(any(self.tokens[k].voice for k in side) for side in (range(current.start, i), range(i + 1, stop)))
        return "coord" if both else None

    def _parent(self, sort: str, current: Clause, i: int) -> Clause | None:  # noqa: ARG002 - as above it
        if sort == "resume":
            outer: Clause | None = current
            while outer is not None and outer.sort in _SUBORDINATE:
                outer = outer.parent
            return outer or current
        if sort == "main":
            return None
        if sort in ("comp", "inf") and not current.predicates and current.sort in ("rel", "time"):
            return current.parent or current
        return current
