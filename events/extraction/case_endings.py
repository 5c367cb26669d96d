"""Verb-final languages whose cases are endings, and whose subordinate verbs are nouns with a subject in the genitive.

Turkish: "Rusya'nın köprüyü vurduğunu söyledi", "birliklerini çekmesini istedi". A name stands in the nominative where
nothing follows that it describes; a comma behind it sets it before a subordinate clause.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from events.extraction.act import SPEECH
from events.extraction.actors import Reader
from events.extraction.atoms import alias_index, organ_index
from events.extraction.clause import Clause
from events.extraction.groups import Group
from events.extraction.inflection import NOMINATIVE, WordIndex
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.segments import PARTICLE
from events.extraction.text import Sentence, Token
from events.extraction.verb_final_clauses import VerbFinalSplitter
from events.extraction.verb_final_roles import VerbFinalRoles

_DOES = frozenset({"nominative", "topic"})
_NOMINAL = frozenset({"comp", "inf", "rel", "purpose"})
"""Sorts of clause whose verb is a noun or describes one, before which a nominative stands outside of them."""
_LONGEST = 4  # words of an organ's name, and of what a name may describe


@dataclass
class CaseEndingReader(Reader):
    """Reads whom sentences name, with the case that endings tell."""

    def mentions(self, sentence: Sentence, country: str | None = None, scene: str | None = None) -> list[Mention]:
        """Who is named in a sentence; what a name describes makes it a modifier."""
        return [self._placed(sentence.tokens, m) for m in super().mentions(sentence, country, scene)]

    def _placed(self, tokens: Sequence[Token], mention: Mention) -> Mention:
        if mention.case == "genitive":
            return replace(mention, modifier=True)
        if mention.case != NOMINATIVE:
            return replace(mention, modifier=False) if mention.form != "agency" else mention
        after = tokens[mention.last].text if mention.last < len(tokens) else ""
        if after == ",":
            return replace(mention, case="topic", modifier=False)
        return replace(mention, modifier=self._describes_next(tokens, mention.last))

    def _describes_next(self, tokens: Sequence[Token], at: int) -> bool:
        """ "İsrail hava saldırısı": whether one of the next words says that it is somebody's."""
        for token in tokens[at : at + _LONGEST]:
            plain = token.is_word and token.text[:1].islower() and not token.voice and PARTICLE not in token.keys
            if not plain or self.atoms.is_plain_function(token):
                return False
            if "+whose" in token.keys:
                return True
        return False

    def case_of(self, tokens: Sequence[Token], mention: Mention) -> str:
        """The case that the ending behind a mention, or that of its last word, tells."""
        last = mention.last - 1 if PARTICLE in tokens[mention.last - 1].keys else mention.last
        after = tokens[last] if last < len(tokens) else None
        if after is not None and PARTICLE in after.keys:
            return str(self.grammar.table("cases").get(after.lower, "oblique"))
        indexes: tuple[tuple[WordIndex[Any], bool], ...] = (
            (organ_index(self.grammar.language), True),
            (alias_index(self.grammar.language), False),
        )
        for start in range(mention.first, mention.last):
            for index, small in indexes:
                words = [t.lower if small else t.text for t in tokens[start : mention.last]]
                for found in index.at(words):
                    if found.length == len(words) and found.case:
                        return found.case
        return self._title_case_of(tokens[mention.last - 1]) or NOMINATIVE

    def _title_case_of(self, token: Token) -> str:
        inflection = self.grammar.inflection
        if inflection is None or self.grammar.is_base(token.lower):
            return ""
        bases = (key for key in sorted(token.keys) if self.grammar.is_base(key))
        cases = (inflection.case(base, inflection.stem(base), token.lower) for base in bases)
        return next((case for case in cases if case), "")


class CaseEndingSplitter(VerbFinalSplitter):
    """Cuts a sentence behind its verbs; a saying behind a quotation ends it."""

    def _spans(self) -> list[tuple[int, int, str]]:
        self._cut = {0}
        return super()._spans()

    def _ends(self, i: int) -> tuple[int, str] | None:
        token = self.tokens[i]
        if token.lower in self.grammar.words("quotatives") and self._closes(i) and i not in self._cut:
            self._cut.add(i)
            return i, "comp"
        return super()._ends(i)

    def _closes(self, i: int) -> bool:
        """Whether a quotation is closed right before, or what is said ends in a comma or a finite verb."""
        before = self.tokens[i - 1] if i else None
        if before is None or i in self.inside:
            return False
        if before.text == "," and i > 1:
            before = self.tokens[i - 2]
        return before.text in "”»\"’'" or "+final" in before.keys

    def _sort(self, at: int) -> str | None:
        """What sort of clause a verb form ends; what is reported without a speaker is told too."""
        keys, after = self.tokens[at].keys, self.tokens[at + 1 : at + 2]
        if "+rel" in keys and after and after[0].voice == "passive" and after[0].keys & self.grammar.say_heads:
            return "comp"
        if "+quote" in keys and after and not (self._says_behind(at + 1)):
            return "rel"
        return super()._sort(at)

    def _says_behind(self, at: int) -> bool:
        """Whether a saying or an act that holds for a clause of its own follows."""
        return any(p.first >= at and p.form == "verb" for p in self.predicates)

    def _lead_end(self, start: int, end: int) -> int:
        """Nobody in the nominative does what a noun tells: who stands there does what the clause around tells."""
        verb = next((k for k in range(end - 1, start - 1, -1) if self.tokens[k].voice), None)
        nominal = verb is not None and "+final" not in self.tokens[verb].keys
        subjects = self._subjects(start, end)
        opening = next((k for k in range(start, end) if self.tokens[k].quoted), end)
        outside = [m for m in subjects if m.last <= opening]
        clear = outside and not any(self.tokens[k].voice for k in range(start, outside[0].first))
        if nominal and clear and "+cond" not in self.tokens[verb or 0].keys:
            return self._over_dates(outside[0].last - 1, end)
        return super()._lead_end(start, end)

    def _over_dates(self, at: int, end: int) -> int:
        at += 1
        while at < end and (self.tokens[at].text in "," or self.tokens[at].lower in self.grammar.words("lead_words")):
            at += 1
        return at


class CaseEndingRoles(VerbFinalRoles):
    """Finds subjects, agents and targets by the cases of names."""

    def _joined(self, group: Group, mention: Mention) -> bool:
        """A comma joins names only where the list goes on to an "and"."""
        joints = self.grammar.words("list") - self.grammar.words("postpositions")
        listed = {t.lower for t in self.tokens[mention.last : mention.last + 1]} & joints
        comma = any(t.text == "," for t in self.tokens[group.last : mention.first])
        return super()._joined(group, mention) and (not comma or bool(listed)) and group.case != "genitive"

    def _governor(self, last: int) -> str:
        at = last
        while at < len(self.tokens) and PARTICLE in self.tokens[at].keys:
            at += 1
        roles = self.grammar.table("postpositions")
        words = [t.lower for t in self.tokens[at : at + 3]]
        for length in (3, 2, 1):
            role = roles.get(" ".join(words[:length]))
            if role:
                return str(role)
        mention = next((m for m in self.starts.values() if m.last == last), None)
        case = mention.case if mention else ""
        return "" if case in _DOES or case in ("", "genitive") else case

    def _subject_in(self, clause: Clause, before: int) -> Group | None:
        inside = [g for g in self.groups if clause.start <= g.first and g.last <= before]
        if self._is_nominal(clause):
            return next((g for g in inside if g.case == "genitive" and not g.governor), None)
        free = [g for g in inside if g.case in _DOES and not g.governor and not g.modifier]
        if free:
            return free[-1]
        return next((g for g in inside if g.case in _DOES and not g.governor and g.modifier), None)

    def subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        """Who does it; who speaks may stand right behind the saying: "..." dedi Scholz."""
        behind = next((g for g in self.groups if g.first == predicate.last and g.case in _DOES), None)
        if predicate.sort == "say" and behind is not None and self._subject_in(clause, predicate.first) is None:
            return behind, False
        return super().subject(predicate, clause)

    def _is_nominal(self, clause: Clause) -> bool:
        verbs = [t for t in self.tokens[clause.start : clause.end] if t.voice]
        return clause.sort in _NOMINAL and bool(verbs) and "+final" not in verbs[-1].keys

    def drops_subject(self, clause: Clause | None = None) -> bool:
        """Whether nobody is named who says what a clause, or the sentence, says."""
        main = [clause] if clause else [c for c in self.clauses if c.parent is None]
        spoken = all(p.sort != "act" or p.kind in SPEECH for c in main for p in c.predicates)
        bare = not any(g.case in _DOES for c in main for g in self.groups if c.start <= g.first < c.end)
        return spoken and bare and any(c.predicates for c in main)

    def agent(self, predicate: Predicate, clause: Clause) -> Group | None:
        """Who does it, by a postposition or as the owner of the noun that names it: "İsrail'in saldırısı"."""
        found = super().agent(predicate, clause)
        if found is not None or predicate.form != "noun":
            return found
        subject = self._subject_in(clause, predicate.first)
        if subject is not None and not subject.modifier:
            return None
        near = [g for g in self.groups if g.modifier and 0 <= predicate.first - g.last <= 4]
        return near[-1] if near and self._takes_place(predicate, clause) else None

    def _governs(self, predicate: Predicate) -> bool:  # noqa: ARG002 - as above it
        return True
