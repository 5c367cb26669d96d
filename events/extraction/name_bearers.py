"""Names of places that people or ships bear: "Austin" behind "Lloyd", "Cole" behind "USS"."""

from collections.abc import Set

from events.extraction.gazetteer import Sort, gazetteer
from events.extraction.place_words import is_ordinary
from events.extraction.toponym import Toponym
from events.extraction.toponyms import Scanner

FIRM = frozenset({Sort.COUNTRY, Sort.SITE, Sort.AREA})
"""The sorts of place whose names nobody bears."""
_DOTS = ("・", "·")


class NameBearers:
    """Tells by the words beside it whether the name of a place is borne by a person or a ship there.

    ``firm`` are the words of a text that belong to the names of countries, sites, areas and regions.
    """

    def __init__(self, text: str, scanner: Scanner, firm: Set[int]) -> None:
        """Of one text, in which ``scanner`` has found the names."""
        self.text, self.scanner, self.firm = text, scanner, firm
        self.tokens, self.language, self.rules = scanner.tokens, scanner.language, scanner.rules

    def is_ordinary_word(self, word: str) -> bool:
        """Whether a folded word is a common word of the text's language, or of English where its names serve too."""
        return is_ordinary(word, self.language) or (self.rules.latin and is_ordinary(word, "en"))

    def bears(self, toponym: Toponym) -> bool:
        """Whether the words beside a name make it a person's or a ship's."""
        if toponym.scale or toponym.link in self.rules.strong or toponym.sorts & FIRM:
            return False
        if self.rules.script != "spaced":
            return self._is_dotted(toponym)
        before = toponym.first - 1
        titled = before >= 0 and self._close(before) and self._is_title(before)
        if titled or any(option.capital for option in toponym.options):
            return titled
        if before >= 0 and self._close(before):
            token = self.tokens[before]
            if token.key in self.rules.offices:
                return False
            if token.key in self.rules.ships and token.text.isupper():
                return True
            initials = token.text.isupper() and len(token.text) < 3 and before not in self.firm
            if initials or (token.upper and self._is_name(before)):
                return True
            second = before - 1
            titled = second >= 0 and self._close(second) and self._is_title(second)
            if titled and token.upper and Sort.REGION not in toponym.sorts:
                return True
        return self.goes_on(toponym)

    def _is_dotted(self, toponym: Toponym) -> bool:
        """Whether a dot or a title shows a person: "ウラジーミル・プーチン", "オースティン国防長官", "오스틴 장관"."""
        before, start, end = toponym.first - 1, self.tokens[toponym.first].start, self.tokens[toponym.last - 1].end
        titled = self.text.startswith(tuple(self.rules.titles_behind), end, end + 12) or (
            self.text[end : end + 1] == " " and self.text.startswith(tuple(self.rules.titles_behind), end + 1)
        )
        named = before >= 0 and self._close(before) and self._is_title(before)
        dotted = self.text[start - 1 : start] in _DOTS and not (before >= 0 and self.scanner.nation(before))
        return titled or named or dotted or self.text[end : end + 1] in _DOTS

    def _is_title(self, place: int) -> bool:
        return bool(self.scanner.listed(place, place + 1, "titles"))

    def goes_on(self, toponym: Toponym) -> bool:
        """Whether another name follows: "Victoria Nuland", "Yong-hyun"."""
        last = toponym.last - 1
        if last + 1 >= len(self.tokens) or toponym.ends > toponym.last or self.tokens[last].possessive:
            return False
        gap, following = self.tokens[last].gap, self.tokens[last + 1]
        if gap in {"-", "‑"} and not following.upper:
            return not self.is_ordinary_word(following.key) and following.key not in self.rules.passing
        return gap in {" ", "-"} and following.upper and self._is_name(last + 1)

    def _close(self, place: int) -> bool:
        gap = self.tokens[place].gap
        return gap in {" ", "-"} or (gap == ". " and self.tokens[place].key in self.rules.titles)

    def _is_name(self, place: int) -> bool:
        """Whether a capitalised word is neither grammar, nor a common word, nor part of a known place."""
        token, rules = self.tokens[place], self.rules
        if place in self.firm or (token.text.isupper() and len(token.text) > 1):
            return False
        if self.scanner.names and (rules.script != "spaced" or self.scanner.nation(place)):
            return False
        if self.scanner.names and (rules.capital_nouns or self.scanner.opens(place)):
            return token.key in rules.names
        if token.key in rules.grammatical:
            return False
        return not self.is_ordinary_word(token.key) and not self._is_demonym(token.key)

    def _is_demonym(self, key: str) -> bool:
        return key in gazetteer().demonyms
