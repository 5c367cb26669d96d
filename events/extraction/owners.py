"""States, capitals and organisations, alone or owning an organ: "Russia", "Russia's defence ministry", "TNI AL"."""

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.bare_organs import BareOrgans
from events.extraction.names import Alias, Mention, Who, organ_of, who_of
from events.extraction.text import Token
from events.model import ActorType
from events.register import known, unknown_id

_SEATED = frozenset({"government", "mfa", "mod", "parliament", "judiciary"})
"""Organs that sit in their state's capital."""


class Owners(BareOrgans):
    """Finds the states and bodies that a sentence names, and what of theirs."""

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
        named_so = at == i + 1 and tokens[i].lower in self.grammar.words("adjective_names")  # "Polska strona"
        owns = alias.form == "demonym" or named_so or not self.grammar.has("adjective owners")
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
        if branch := None if possessive else self._branch(tokens, i, last, alias):
            return branch
        self._learn_short(tokens, at, last, alias.entry)
        form = {"capital": "metonym", "state": "state"}.get(alias.form, "name")
        who = who_of(alias.entry, "metonym" if form == "metonym" else "")
        if form == "metonym":
            government = known(f"{alias.entry.id}-government")
            who = who_of(government, "metonym") if government else who
        return Mention(i, last, (who,), form, modifier=modifier)

    def _branch(self, tokens: Sequence[Token], i: int, last: int, alias: Alias) -> Mention | None:
        """ "kelompok Houthi Yaman": a body with its state's name behind; "Greenpeace Indonesia": its branch there."""
        if tokens[i].lower in self.grammar.words("missions") and last < len(tokens) and tokens[last].is_name_like:
            seat = self.atoms.alias(tokens, last)  # "KBRI Teheran"
            return Mention(i, seat[0] if seat else last + 1, (who_of(alias.entry),), "name")
        behind = self.atoms.alias(tokens, last) if self.grammar.has("owner after") and alias.form == "org" else None
        if behind is None or behind[1].form != "state":
            return None
        body, state = who_of(alias.entry), behind[1].entry
        if body.country is None:
            name = f"{body.name} {state.name}"
            body = replace(body, id=unknown_id(name, None), name=name, country=state.country, part_of=body.id)
        return Mention(i, behind[0], (body,), "name") if body.country == state.country else None

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
                if len(owners) > 1 and tokens[title - 1].lower.endswith("s"):  # "Syrian and Iranian officials"
                    return self._several(tokens, i, title, tuple(o.entry for o in owners))
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

    def _group_of(self, tokens: Sequence[Token], i: int, start: int, owners: list[Alias]) -> Mention | None:
        """An organisation named with its country: "Sudanese Doctors Union". Armies of a state are organs of it."""
        found = self.atoms.group(tokens, start)
        if found is None or found[1] is not ActorType.ORG or len(owners) != 1 or owners[0].form != "demonym":
            return None
        owner = owners[0].entry
        name = " ".join(t.text for t in tokens[i : found[0]]).replace(" - ", "-")
        who = Who(unknown_id(name, owner.id), name, owner.country, ActorType.ORG, owner.id)
        return self._named_group(tokens, i, found[0], who)

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
