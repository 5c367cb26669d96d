"""Organs named without their state: "the army", "pasukan tersebut", "a delegation from Seoul"."""

from collections.abc import Sequence, Set

from events.extraction.names import Mention, Who, organ_of
from events.extraction.office_holders import OfficeHolders
from events.extraction.text import Token
from events.model import ActorType
from events.offices import ruled_by_officers
from events.register import Entry, known, lineage, state_of

_LOCAL = frozenset({"people", "police"})
"""Organs that are of the country where they act."""
_MINISTRIES = frozenset({"mfa", "mod", "moi", "ministry"})
_SIDES = frozenset({"military", "rebels"})
"""Organs that neither a place nor an article's subject gives an owner: whose troops they are must be told."""
_OFFICIALS = frozenset({ActorType.PERSON, ActorType.GOVERNMENT})
_OPENING = 4  # words of a sentence before which nobody may have been named


class BareOrgans(OfficeHolders):
    """Finds whose an organ is that stands without its owner."""

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
        if suffix == "rebels" and i > 1 and tokens[i - 1].is_name_like and not self.atoms.alias(tokens, i - 1):
            return Mention(i, end, (), "organ")  # "the Kokang rebels": of somebody whom the register lacks
        fighters = self._fighters(tokens, i, end) if suffix in _SIDES else None
        if fighters:
            return Mention(i, end, (fighters,), "organ")
        always = self.grammar.table("organ_owners").get(" ".join([t.lower for t in tokens[i:end]]))
        owned = known(always) if always else self._possessed(tokens, i, end) or self._under_officers(tokens, i)
        if suffix == "judiciary" and not owned and self._is_located(tokens, i):
            owned = self._court_seat()
        if suffix == "military" and not owned and self._told_to(tokens, i):
            owned = self._of_lawmaker(tokens, i)  # "ordered the navy to escort ships"
        if self.grammar.lists(tokens[noun], "owned_only") and not owned:
            return self._thing_again(tokens, i, end)
        if owned:
            return Mention(i, end, (organ_of(owned, suffix, "named earlier"),), "organ")
        if self.grammar.lists(tokens[noun], "juntas"):
            return Mention(i, end, (), "organ")  # of a country that the article has not named yet
        if suffix == "military" and not owned and self._own_defences(tokens, i):
            return Mention(i, end, (), "organ")  # of the side that speaks of them
        state = self._speaks_of_own(tokens, i) or self._sender(tokens, i, end)
        if state and suffix == "military":
            return Mention(i, end, (organ_of(state, suffix, "named earlier"),), "organ")
        own = self._own(tokens, i, suffix)
        return Mention(i, end, (own,) if own else (), "organ")

    def _court_seat(self) -> Entry | None:
        """ "A court in Minsk": the country of the sentence's places, which only the second reading knows."""
        self._consulted = True
        return self.around

    def _thing_again(self, tokens: Sequence[Token], i: int, end: int) -> Mention | None:
        """ "the drone", "kapal itu": of the owner with whom it was named before."""
        beside = tokens[end : end + 1] if self.grammar.has("owner after") else tokens[max(0, i - 1) : i]
        if not any(t.lower in self.grammar.words("pointing") for t in beside):
            return None
        keys = tokens[end - 1].keys if self.grammar.has("owner before") else tokens[i].keys
        owner = next((self.memory.things[key] for key in keys if key in self.memory.things), None)
        return Mention(i, end, (owner.told_by("named earlier"),), "organ") if owner else None

    def _under_officers(self, tokens: Sequence[Token], i: int) -> Entry | None:
        """ "the junta": of the state named most often so far that officers ruled on the day of the article."""
        if not self.grammar.lists(tokens[i], "juntas"):
            return None
        states = (state_of(country) for country, _ in self.memory.seen.most_common())
        ruled = (state for state in states if state and ruled_by_officers(state.country, self.day))
        return next(ruled, None)

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

    def _fighters(self, tokens: Sequence[Token], i: int, end: int) -> Who | None:
        """ "Hamas denied its fighters had ...": an armed group's fighters are that group, not its country's army."""
        last = next((m for m in reversed(self.memory.here) if m.who), None)
        group = last is not None and len(last.who) == 1 and last.who[0].type is ActorType.ARMED_GROUP
        return last.who[0].told_by("pronoun") if last and group and self._is_possessed(tokens, i, end) else None

    def _is_possessed(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        """Whether a possessive stands before a noun or clings to it."""
        before = {t.lower for t in tokens[max(0, i - 2) : i]}
        return self.grammar.has_clitic(tokens[end - 1].lower) or bool(before & self.grammar.words("possessives"))

    def _possessed(self, tokens: Sequence[Token], i: int, end: int) -> Entry | None:
        """ "its forces", "pasukannya": of the state that the sentence has named first."""
        if i and tokens[i - 1].lower in self.grammar.words("whose") and self.memory.here:
            return state_of(self.memory.here[-1].who[0].country)  # "the United States, whose envoys met ..."
        if not self._is_possessed(tokens, i, end):
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
        if suffix == "government" and (asked := self._of_lawmaker(tokens, i)):
            return organ_of(asked, suffix, "country of the article")
        named = self.memory.last_organ.get(suffix)
        fresh = suffix == "people" and not self.grammar.has_clitic(tokens[i].lower)
        local = suffix in _LOCAL or self._called_local(tokens, i)
        if suffix == "rebels" and not self._points_back(before, named):
            near = self.around or self.lately
            return organ_of(near, suffix, "country of the article") if near and not named else None
        if named and not fresh and (before & self.grammar.words("pointing") or self.around is None or not local):
            return named.told_by(named.why or "named earlier")
        located = self._is_located(tokens, i)
        owner = self._state_behind(tokens, i) if located and suffix == "people" else None
        here = local or (located and suffix not in _SIDES)  # troops in a country may be another's
        owner = owner or (self.around if here else None) or self._of_subject(suffix)
        national = suffix not in _SIDES or self._is_state_army(tokens, i)
        there = self.scene if national or self.grammar.lists(tokens[i], "state_armies") else None
        owner = owner or there or (self.memory.home if national else None) or (self.lately if local else None)
        return organ_of(owner, suffix, "country of the article") if owner else None

    def _is_state_army(self, tokens: Sequence[Token], i: int) -> bool:
        """ "The army said": the armed forces as a whole are those of the state that the article is about."""
        before = tokens[i - 1].lower if i else ""
        return before in self.grammar.words("definite") and tokens[i].lower in self.grammar.words("state_armies")

    def _of_subject(self, suffix: str) -> Entry | None:
        """ "France will not send aid, the armed forces ministry said": of the state that the sentence is about."""
        if suffix == "people" and self.grammar.has("marked infinitives"):
            return self._of_official()
        if suffix not in _MINISTRIES:
            return None
        first = next((m for m in self.memory.here if m.who), None)
        forms = ("state", "organ", "metonym") if self.grammar.has("marked infinitives") else ("state",)
        state = first is not None and first.form in forms and not first.modifier and len(first.who) == 1
        return state_of(first.who[0].country) if first and state else None

    def _of_lawmaker(self, tokens: Sequence[Token], i: int) -> Entry | None:
        """ "A lawmaker asked the government to ...", "the ministry's spokesman said the government": their own."""
        first = next((m for m in self.memory.here if m.who and not m.modifier), None)
        official = first is not None and len(first.who) == 1 and first.who[0].type in _OFFICIALS
        others = [w for m in self.memory.here for w in m.who if first and w.country != first.who[0].country]
        spoken = any(t.voice for t in tokens[max(0, i - 2) : i])
        return state_of(first.who[0].country) if first and official and spoken and not others else None

    def _told_to(self, tokens: Sequence[Token], i: int) -> bool:
        """ "ordered the navy": whether a verb of command stands right before an organ."""
        return any(t.keys & self.grammar.words("tellings") for t in tokens[max(0, i - 2) : i])

    def _of_official(self) -> Entry | None:
        """ "Governor X urged residents to leave": people to whom an official speaks, where no place tells whose."""
        first = next((m for m in self.memory.here if m.who and not m.modifier), None)
        official = first is not None and len(first.who) == 1 and first.who[0].type in _OFFICIALS
        return self.lately or state_of(first.who[0].country) if first and official else None

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
        return any(t.lower in self.grammar.words("local_words") for t in tokens[max(0, i - 1) : end + 1])

    def _is_located(self, tokens: Sequence[Token], i: int) -> bool:
        """ "Kementerian Kesehatan di Gaza": whose an organ is, is told by where it is."""
        found = self.atoms.organ(tokens, i)
        end = found[0] if found else i + 1
        return end < len(tokens) and tokens[end].lower in self.grammar.words("seated")

    def _state_behind(self, tokens: Sequence[Token], i: int) -> Entry | None:
        """ "civilians in Ukraine": the state in which people are said to be."""
        found = self.atoms.organ(tokens, i)
        owners, _ = self._owner_list(tokens, (found[0] if found else i + 1) + 1)
        return owners[0].entry if len(owners) == 1 and owners[0].form == "state" else None

    def _sender(self, tokens: Sequence[Token], i: int, end: int) -> Entry | None:
        """Whose "troops" are that nothing points back to: the state named before them in the sentence."""
        around = {t.lower for t in (*tokens[max(0, i - 2) : i], *tokens[end : end + 1])}
        if around & self.grammar.words("pointing"):
            return None
        for mention in reversed(self.memory.here):
            if mention.form in ("state", "metonym"):
                return state_of(mention.who[0].country)
        return None
