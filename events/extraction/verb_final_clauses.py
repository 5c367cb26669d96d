"""Verb-final languages: clauses that end in their verb, each part of one to its right.

The same question as ``clauses`` answers for languages whose verbs stand before their objects. A word's keys tell what
its ending says ("+quote", "+rel", "+coord", "+cond", "+noun" ...).
"""

from collections.abc import Sequence

from events.extraction.clause import Clause
from events.extraction.clauses import ClauseSplitter
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.segments import PARTICLE
from events.extraction.text import Token

_CLOSING = "”»」』’'\""
_OPENING = "“«「『‘'\""
TOLD = frozenset({"comp", "inf"})
"""Sorts of clauses whose content another clause tells."""
EMBEDDED = TOLD | {"rel", "cond", "time", "purpose"}
"""Sorts of clauses that are part of another."""
DOES = frozenset({"nominative", "topic"})
"""Cases of who acts."""


class VerbFinalSplitter(ClauseSplitter):
    """Cuts a sentence behind its verbs."""

    def split(
        self, tokens: Sequence[Token], predicates: Sequence[Predicate], mentions: Sequence[Mention]
    ) -> list[Clause]:
        """The clauses in order; together they cover all tokens."""
        self.tokens, self.predicates, self.mentions = tokens, list(predicates), list(mentions)
        self.starts = {m.first: m for m in mentions}
        self.inside = {i for m in mentions for i in range(m.first, m.last)}
        self.at_predicate = {p.first: p for p in predicates}
        spans = [piece for span in self._together(self._spans()) for piece in self._without_lead(*span)]
        clauses = [Clause(n, start, sort, None, end) for n, (start, end, sort) in enumerate(spans)]
        self._attach(clauses)
        for predicate in predicates:
            home = next(c for c in reversed(clauses) if c.start <= predicate.first)
            home.predicates.append(predicate)
        return clauses

    # --- where a clause ends --------------------------------------------------------------------

    def _spans(self) -> list[tuple[int, int, str]]:
        """Start, end and sort of each clause, by the endings of its verbs."""
        spans, start, i = [], 0, 0
        while i < len(self.tokens):
            found = None if i in self.inside else self._ends(i)
            if found and found[1] != "comp" and not any(start <= p.first < found[0] for p in self.predicates):
                i += 1
            elif found and found[0] < len(self.tokens):
                spans.append((start, found[0], found[1]))
                start = i = found[0]
            else:
                i = found[0] if found else i + 1
        if start < len(self.tokens):
            spans.append((start, len(self.tokens), "main"))
        return spans

    def _together(self, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Clauses joined to one that is told or asked for are told or asked for with it."""
        done = list(spans)
        for k in range(len(spans) - 2, -1, -1):
            start, end, sort = done[k]
            after = done[k + 1]
            if sort == "coord" and after[2] in TOLD and self._told_with(start, end, after):
                done[k] = (start, end, after[2])
        return done

    def _told_with(self, start: int, end: int, after: tuple[int, int, str]) -> bool:
        if any(self.tokens[k].quoted for k in range(start, end)) or self.tokens[after[0]].quoted:
            return self.tokens[end - 1].quoted and self.tokens[after[0]].quoted
        own = [len(self._subjects(*span)) for span in ((start, end), after[:2])]
        return own[0] > 1 or own[1] == 0

    def _subjects(self, start: int, end: int) -> list[Mention]:
        found = [m for m in self.mentions if start <= m.first and m.last < end]
        return [m for m in found if m.case in DOES and not m.modifier]

    def _ends(self, i: int) -> tuple[int, str] | None:
        """Where the clause ends whose verb or connecting word stands at ``i``, and its sort."""
        token = self.tokens[i]
        if not token.voice:
            return self._quotation_ends(i)
        for at in range(i, min(i + 12, len(self.tokens))):
            here = self.tokens[at]
            if here.voice:
                sort = self._sort(at)
                if sort == "on":
                    continue
                if sort is not None:
                    return self._over_marks(at + 1), sort
                return None
            sort = self._bound(at)
            if sort is None:
                return None
            if sort != "on":
                return self._over_marks(at + 1), sort
        return None

    def _sort(self, at: int) -> str | None:
        """What sort of clause a verb form ends: "on" where words bound to it follow, None at a plain end."""
        keys = self.tokens[at].keys
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if "+quote" in keys and "+final" not in keys:
            return "comp"
        for name in ("cond", "purpose", "whether", "inf"):
            if f"+{name}" in keys:
                return "cond" if name == "whether" else name
        if after is None:
            return None
        if self._follows(at + 1):
            return "on"
        if "+coord" in keys:
            return "coord"
        if "+noun" in keys:
            return "inf" if after.is_word else None
        if after.text in _CLOSING and not self.tokens[at].quoted:
            return None
        if "+final" in keys or "+quote" in keys or not after.is_word:
            return None
        return "rel"

    def _follows(self, at: int) -> bool:
        """Whether words bound to a verb follow it: auxiliaries, "that", "possibility", with their particles."""
        token = self.tokens[at]
        if at in self.inside:
            return False
        if token.lower in self.grammar.table("bound_nouns") or token.lower in self.grammar.words("quoting_particles"):
            return True
        return bool(token.keys & self.grammar.words("auxiliaries"))

    def _bound(self, at: int) -> str | None:
        """What a word behind a verb makes of the clause: its sort, "on" where more follows, None where none is."""
        token = self.tokens[at]
        if token.lower in self.grammar.words("quoting_particles"):
            return "comp"
        if token.lower in self.grammar.table("bound_nouns"):
            sort = self._meant(at, self.grammar.table("bound_nouns")[token.lower])
            copula = self.tokens[at + 1 : at + 2]
            if sort == "inf" and copula and copula[0].keys & self.grammar.words("copulas"):
                return "on"
            return str(sort) if sort in EMBEDDED | {"coord"} else "on"
        return "on" if PARTICLE in token.keys or token.text in _CLOSING else None

    def _meant(self, at: int, sort: str) -> str:
        """The sort of a bound noun that means one thing behind a verb of the past and another before it is done."""
        present, _, past = sort.partition("|")
        return past if past and "+past" in self.tokens[at - 1].keys else present

    def _quotation_ends(self, i: int) -> tuple[int, str] | None:
        """A quotation closed right before a word that says so."""
        if i == 0 or self.tokens[i].lower not in self.grammar.words("quotatives"):
            return None
        before = self.tokens[i - 1]
        if before.text in _CLOSING or before.lower in self.grammar.words("before_quotatives"):
            return self._over_marks(i + 1), "comp"
        return None

    def _over_marks(self, at: int) -> int:
        """Behind particles, commas and closing quotation marks, and words that only go on with a quotation."""
        while at < len(self.tokens):
            token = self.tokens[at]
            particle = PARTICLE in token.keys and at not in self.inside
            if not (
                particle
                or token.text in ",、，)）"
                or (token.text in _CLOSING and token.quoted and not self._opens(at))
            ):
                break
            at += 1
        return at

    def _opens(self, at: int) -> bool:
        """Whether a quotation mark that looks the same on both sides begins a quotation."""
        return at + 1 < len(self.tokens) and self.tokens[at + 1].quoted and self.tokens[at].text in _OPENING

    # --- what stands before a clause inside another ---------------------------------------------

    def _without_lead(self, start: int, end: int, sort: str) -> list[tuple[int, int, str]]:
        """An embedded clause without the words of the clause around it that stand before it."""
        cut = self._lead_end(start, end) if sort in EMBEDDED else start
        return [(start, cut, "lead"), (cut, end, sort)] if start < cut < end else [(start, end, sort)]

    def _lead_end(self, start: int, end: int) -> int:
        if self.tokens[start].quoted:
            return start
        subjects = self._subjects(start, end)
        opening = next(
            (k for k in range(start, end) if self.tokens[k].text in _OPENING and self._begins_quotation(k)), None
        )
        if opening is not None and not any(self.tokens[k].voice for k in range(start, opening)):
            return opening
        stranger = self._unnamed_topic(start, subjects[0].first if subjects else end)
        if stranger is not None and (subjects or self._another_subject(stranger, end)):
            return self._over_dates(stranger, end)
        if not subjects:
            return start
        first = subjects[0]
        if any(self.tokens[k].voice for k in range(start, first.first)):
            return start
        if len(subjects) > 1 or self._another_subject(first.last, end) or first.case == "topic":
            return self._over_dates(first.last, end)
        return start

    def _begins_quotation(self, k: int) -> bool:
        return self.tokens[k].quoted and (k == 0 or not self.tokens[k - 1].quoted or self.tokens[k].text in "“「『«‘")

    def _unnamed_topic(self, start: int, end: int) -> int | None:
        """Where the particle of a topic stands that names no known actor ("尹氏は、北朝鮮が…")."""
        cases = self.grammar.table("cases")
        for k in range(start + 1, end):
            token = self.tokens[k]
            if token.voice:
                return None
            if PARTICLE in token.keys and k not in self.inside and cases.get(token.lower) == "topic":
                return k
        return None

    def _another_subject(self, after: int, end: int) -> bool:
        cases = self.grammar.table("cases")
        return any(
            PARTICLE in self.tokens[k].keys and cases.get(self.tokens[k].lower) == "nominative"
            for k in range(after + 1, end)
        )

    def _over_dates(self, at: int, end: int) -> int:
        """Behind the subject's particles and the date that follows: it dates the saying."""
        while at < end and self.tokens[at].text in self.grammar.words("before_particles"):
            at += 1
        at += 1
        while at < end:
            token = self.tokens[at]
            dated = token.text[:1].isdigit() or token.lower in self.grammar.words("lead_words")
            if not (dated or token.text in ",、，()（）" or (PARTICLE in token.keys and self._dated(at - 1))):
                break
            at += 1
        return at

    def _dated(self, k: int) -> bool:
        return self.tokens[k].lower in self.grammar.words("lead_words") or self.tokens[k].text in ")）"

    # --- what a clause depends on ---------------------------------------------------------------

    def _attach(self, clauses: list[Clause]) -> None:
        """Gives each clause the one that it is part of: the next one to its right."""
        for k in range(len(clauses) - 2, -1, -1):
            clause = clauses[k]
            if clause.sort in EMBEDDED:
                clause.parent = self._host(clauses, k)

    def _host(self, clauses: list[Clause], k: int) -> Clause:
        """The clause to which an embedded one belongs: the next that is not itself told beside it."""
        for after in clauses[k + 1 :]:
            if after.sort == "lead":
                continue
            if self._goes_with(clauses[k], after):
                continue
            return after
        return clauses[k + 1]

    def _goes_with(self, clause: Clause, after: Clause) -> bool:
        """Whether what is told goes on in the next clause beside it, and is not told by it."""
        if clause.sort != "comp" or after.sort != "comp" or self._says(after):
            return False
        words = [t for t in self.tokens[clause.start : clause.end] if t.is_word]
        parallel = bool(words) and words[-1].text.endswith(tuple(self.grammar.words("parallel_quotatives")))
        return parallel or any(t.quoted and t.text in _CLOSING for t in self.tokens[clause.start : clause.end])

    def _says(self, clause: Clause) -> bool:
        inside = [p for p in self.predicates if clause.start <= p.first < clause.end]
        return any(p.sort in ("say", "deny", "withhold", "wish") for p in inside)
