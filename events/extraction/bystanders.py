"""Names that do nothing in their sentence: seats that are places there, makes, currencies, parts of a place's name."""

from collections.abc import Iterable, Sequence

from events.extraction.grammar import Grammar
from events.extraction.names import Mention
from events.extraction.text import Token
from events.model import Kind

_NONE = frozenset[str]()
_JUDGING = frozenset({Kind.ACCUSE, Kind.REQUEST, Kind.REJECT, Kind.SUPPORT, Kind.THREATEN})
_JUDGED_WITHIN = 5  # words between a seat and the verb of those who sit there
_LOCATING = ("locative", "toward", "from", "to")  # cases
_HOUSES = ("usa-pentagon", "usa-white-house", "rus-kremlin")


class Bystanders:
    """Tells apart, in one sentence, the names of who may act from names that do nothing.

    ``places`` are first and last token (exclusive) of each place of the sentence that is smaller than a country.
    """

    def __init__(self, grammar: Grammar, tokens: Sequence[Token], places: Sequence[tuple[int, int]]) -> None:
        self.grammar, self.tokens, self.places = grammar, tokens, places

    def acting(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Drops readings as actors of names that the sentence uses as places ("di Pentagon", "in Moscow")."""
        words, kept = self.grammar.words, []
        made, currencies, locative = words("made"), words("currencies"), words("locative")
        for mention in mentions:
            before = self.tokens[mention.first - 1].lower if mention.first else ""
            if before in currencies or self._is_dollar(mention):  # "300 juta dolar AS": whose money it is, is nobody
                continue
            if self._is_make(mention, before, made):
                continue
            if self._is_part_of_name(mention, before):
                continue
            located = before in locative or (before == "the" and self._second_before(mention) in locative)
            if located and self._is_seat(mention) and not self._acts_there(mention, before):
                continue
            kept.append(mention)
        return kept

    def _is_part_of_name(self, mention: Mention, before: str) -> bool:
        """Whether words around a name show that it names no actor itself; ``before`` is the one before it."""
        form = mention.form
        if form == "state":
            return self._is_in_place_name(mention) or self._is_favoured(mention, before)
        if form == "name":
            return self._are_somebodys(mention) or self._is_favoured(mention, before)
        if form != "metonym":
            return False
        if before in self.grammar.words("capitals"):  # "in der Hauptstadt Tiflis" is no government
            return True
        return mention.case in _LOCATING or self._is_ship(mention) or self._is_favoured(mention, before)

    def _second_before(self, mention: Mention) -> str:
        """The word before the one before a name, or that where there is only one."""
        return self.tokens[max(0, mention.first - 2)].lower

    def _is_seat(self, mention: Mention) -> bool:
        """Whether a mention is the name of a capital, or of a house that stands for those in it."""
        house = mention.form == "name" and any(w.id in _HOUSES for w in mention.who)
        town = (mention.first, mention.last) in self.places and any(w.country == "IGO" for w in mention.who)
        return mention.form == "metonym" or house or town  # "signed a deal in Brussels"

    def _acts_there(self, mention: Mention, before: str) -> bool:
        """Whether a seat with a preposition is nevertheless who acts: "Angaben aus Moskau", "aranceles a Bogotá"."""
        given = self.grammar.classes.get("aid", _NONE) | self.grammar.classes.get("restraint", _NONE)
        aided = mention.first > 1 and not self.tokens[mention.first - 2].keys.isdisjoint(given)
        sourced = self._second_before(mention) in self.grammar.words("attribution_nouns")
        return aided or sourced or self._says_there(mention, before)

    def _says_there(self, mention: Mention, before: str) -> bool:
        """ "в Кремле заявили": a seat in which people not named speak."""
        if before not in self.grammar.words("houses"):
            return False
        behind = self.tokens[mention.last : mention.last + 3]
        ahead = self.tokens[max(0, mention.first - 3) : mention.first - 1]
        spoken = (t for t in (*behind, *ahead) if self.grammar.ends(t.lower, "unnamed_endings"))
        said = any(t.voice and not self.grammar.sayings_by_head.keys().isdisjoint(t.keys) for t in spoken)
        return said or self._judges_there(mention)

    def _judges_there(self, mention: Mention) -> bool:
        """ "В Токио испытания Пхеньяна осудили": a seat in which people not named judge, ask or refuse.

        Between it and the verb stands only what they speak of: a name, and nobody else who might do it.
        """
        for k in range(mention.last, min(mention.last + _JUDGED_WITHIN, len(self.tokens))):
            token = self.tokens[k]
            if not token.is_word or token.keys & self.grammar.classes.get("person", _NONE):
                return False
            if token.voice:
                unnamed = self.grammar.ends(token.lower, "unnamed_endings")
                kinds = {row.kind for key in token.keys for row in self.grammar.triggers_by_head.get(key, ())}
                between = self.tokens[mention.last : k]
                return unnamed and bool(kinds & _JUDGING) and (not between or between[-1].is_name_like)
        return False

    def _is_in_place_name(self, mention: Mention) -> bool:
        """ "Laut China Selatan", "South China Sea": a state within the name of a place."""
        return any(
            first < mention.first and mention.last <= last and self.tokens[mention.first - 1].is_name_like
            for first, last in self.places
        )

    def _is_dollar(self, mention: Mention) -> bool:
        """ "US$1,4 miliar": whose dollars they are, is nobody."""
        after = self.tokens[mention.last : mention.last + 1]
        return bool(after) and after[0].text == "$"

    def _is_favoured(self, mention: Mention, before: str) -> bool:
        """ "milisi pro-Kiev": whom others are for does nothing."""
        return before == "-" and self._second_before(mention) == "pro"

    def _are_somebodys(self, mention: Mention) -> bool:
        """ "Paraguay, one of Taiwan's 12 allies": allies that are counted or somebody's are not those of the West."""
        before = self.tokens[mention.first - 1] if mention.first else None
        allied = any(w.id == "western-states" for w in mention.who)
        return allied and before is not None and (before.text in ("'s", "’s") or before.text.isdecimal())

    def _is_ship(self, mention: Mention) -> bool:
        """ "USS George Washington": a seat within the name of a ship."""
        ships, at = self.grammar.words("ships"), mention.first
        while at and self.tokens[at - 1].is_name_like and self.tokens[at - 1].lower not in ships:
            at -= 1
        return at > 0 and self.tokens[at - 1].lower in ships

    def _is_make(self, mention: Mention, before: str, made: frozenset[str]) -> bool:
        """ "rudal buatan Korea Utara", "Iranian-made drones": whose make a thing is does nothing."""
        if before in made and not self.grammar.has("owner before"):
            return True
        at = mention.last
        hyphen = at + 1 < len(self.tokens) and self.tokens[at].text in ("-", "‑")
        return hyphen and self.tokens[at + 1].lower in made
