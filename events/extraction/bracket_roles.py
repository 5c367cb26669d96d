"""To whom, where the verb encloses its clause: who does an act may stand on either side of it (German)."""

from collections.abc import Sequence

from events.extraction.brackets import PARTICIPLE
from events.extraction.clause import Clause
from events.extraction.groups import Group
from events.extraction.predicates import Predicate
from events.extraction.roles import ANY_IN_REACH, PREPOSITION_FIRST, RoleFinder
from events.extraction.text import Token
from events.model import Kind

_UNDER = frozenset({Kind.ASSAULT, Kind.COERCE, Kind.SANCTION, Kind.CONCEDE})
"""Kinds done to whoever owns their object: "bombardierte Stellungen der Miliz", "fror Gelder russischer Banken ein"."""


class BracketRoleFinder(RoleFinder):
    """Finds subjects, agents and targets by article, case and order within the whole clause."""

    happens_within = 40  # the verb stands at the end of its clause

    def subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:  # noqa: ARG002 - as above it
        """The first that may be the subject, whichever side of the verb, and whether another clause lent it."""
        lent = self._lent(clause)
        if lent is not None:
            return lent, True
        own = self._free(clause)
        if own:
            return (None if self._noun_before(clause, own[0]) else own[0]), False
        if clause.sort == "rel":
            nominative = self.tokens[clause.start].lower in self.grammar.words("subject_relatives")
            return (self._antecedent(clause) if nominative else None), True
        if clause.sort in ("time", "cond", "conc", "main") and clause.start == 0:
            return self._of_main(clause), True
        return None, False

    def helpers(self, predicate: Predicate, clause: Clause) -> Sequence[Token]:
        """The words among which the verb may stand that carries out the act a noun names: the whole clause."""
        if self._governor(predicate.first) not in self.grammar.words("carried_with") | {""}:
            return ()
        return self.tokens[clause.start : clause.end]

    def _noun_before(self, clause: Clause, group: Group) -> bool:
        """ "Am Montag stoppte die Gruppe Israel ...": a noun that names nobody stands where a subject does."""
        named = {i for g in self.groups for m in g.mentions for i in range(m.first, m.last)}
        first = next((k for k, t in enumerate(self.tokens) if t.is_word), 0)
        for k in range(clause.start, group.first):
            token = self.tokens[k]
            if not token.is_name_like or k in named or token.text in self.grammar.words("stop_names"):
                continue
            if (k != first or self.grammar.is_common_noun(token.text)) and self._may_be_subject(k):
                return True
        return False

    def _may_be_subject(self, k: int) -> bool:
        """Whether a noun has no preposition before it, and no article that tells another case."""
        if self._governor(k):
            return False
        k -= 1
        while k >= 0 and self.tokens[k].text.islower() and self._is_adjective(self.tokens[k]):
            if self.tokens[k].lower in self.grammar.table("article_cases"):
                break
            k -= 1
        article = self.tokens[k].lower if k >= 0 else ""
        case = self.grammar.table("article_cases").get(article, "")
        genitive = case == "unsure" and k > 0 and self.tokens[k - 1].is_name_like
        return not genitive and case in ("", "unsure") and not (k >= 0 and self.tokens[k].is_name_like)

    def _lent(self, clause: Clause) -> Group | None:
        """The subject of the clause around, for one that goes on with it or has no subject of its own."""
        parent = clause.parent
        if parent is None or clause.sort not in ("coord", "resume", "inf", "purpose"):
            return None
        own = self._free(clause)
        if clause.sort == "resume" and own and not self._free(parent):
            return None
        if clause.sort == "coord" and own and self._is_finite(clause) and not self._opens_with_verb(clause, own[0]):
            return None
        verbs = [p for p in parent.predicates if p.form == "verb"]
        return self.subject(verbs[0], parent)[0] if verbs else self.subject_at(parent, None)

    def _words_of(self, clause: Clause) -> Sequence[Token]:
        return self.tokens[clause.start : clause.end]

    def _is_finite(self, clause: Clause) -> bool:
        helpers = frozenset[str]().union(*(self.grammar.words(name) for name in ("have", "be", "modals")))
        words = self._words_of(clause)
        return any(t.lower in helpers or (t.voice == "active" and PARTICIPLE not in t.keys) for t in words)

    def _opens_with_verb(self, clause: Clause, own: Group) -> bool:
        """ "und tötete zwei Soldaten": nobody stands between "und" and the verb."""
        return any(t.voice == "active" for t in self.tokens[clause.start : min(clause.start + 3, own.first)])

    def target(self, predicate: Predicate, clause: Clause, source: Sequence[Group], reach: int) -> Group | None:
        """To whom, on either side of the verb, looking on to token ``reach``."""
        if predicate.trigger is None or predicate.kind is None:
            return None
        reach = self._quoted_reach(predicate, reach)
        here = [g for g in self.groups if clause.start <= g.first < reach and g not in source]
        here = [g for g in here if not self._describes_place(g)]
        led = [g for g in here if g.governor in predicate.trigger.targets]
        if predicate.form == "noun":
            led = [g for g in led if g.first >= predicate.last] or led
        direct = [g for g in here if not g.governor and not g.modifier and g.first < clause.end]
        led_first = predicate.kind in PREPOSITION_FIRST or predicate.form == "noun"
        chosen = led + direct if led_first else direct + led
        if not chosen and predicate.form == "verb":  # "hat einen russischen Tanker festgesetzt"
            chosen = [g for g in here if g.modifier and g.case == "accusative" and not g.governor]
            chosen = chosen or [g for g in here if predicate.kind in _UNDER and self._owns_object(g, predicate)]
            chosen = chosen or [g for g in here if predicate.kind in _UNDER and source and self._tells_object(g)]
        if not chosen and predicate.kind in ANY_IN_REACH:
            theirs = {w.country for g in source for m in g.mentions for w in m.who}
            chosen = [g for g in here if {w.country for m in g.mentions for w in m.who} - theirs]
            beside = self.grammar.words("between", "locative")
            chosen = [g for g in chosen if g.governor not in beside]
        return chosen[0] if chosen else None

    def _tells_object(self, group: Group) -> bool:
        """ "griff ukrainische Stellungen an": an adjective whose form may be that of an object, beside who acts."""
        return group.modifier and not group.governor and group.case not in ("genitive", "dative")

    def _owns_object(self, group: Group, predicate: Predicate) -> bool:
        """Whether a genitive stands beside a noun that no preposition governs."""
        if group.case != "genitive" or group.governor:
            return False
        k = group.first - 1
        while k >= 0 and (self.tokens[k].lower in self.grammar.words("determiners") or not self.tokens[k].is_word):
            k -= 1
        return k >= 0 and k != predicate.first and self.tokens[k].is_name_like and not self._governor(k)
