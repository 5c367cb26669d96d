"""Where a text may name a place, with the words around that govern it; nothing is decided here."""

from bisect import bisect_right
from collections.abc import Callable
from functools import cache, lru_cache

from events.extraction.gazetteer import ARTICLES, Known, Sort, fold_word, gazetteer
from events.extraction.place_lists import lists_of
from events.extraction.place_names import Base, Names
from events.extraction.place_words import Grammar, Token, is_ordinary
from events.extraction.toponym import UNKNOWN, Toponym

_SPACES = {" ", "\u00a0", "  "}
_HYPHENS = {"-", "‑"}
_OPENING = frozenset('.!?:;\n“”"(—–。！？「『؟؛«»„')
"""What stands between two words of which the second opens a sentence or a line."""
_LONGEST = 6
_RUN = 3  # capitalised words of a name that only its designator shows
_BOUNDS = {Sort.COUNTRY, Sort.REGION, Sort.AREA}


@cache
def _reach() -> Callable[[str, str], int]:
    """The gazetteer's ``reach``, asked of each word's form once."""
    return lru_cache(maxsize=50_000)(gazetteer().reach)


class Scanner:
    """Finds the toponyms of one text."""

    def __init__(self, tokens: list[Token], language: str, rules: Grammar, names: Names | None = None) -> None:
        """Of one text in one language; without ``names`` those of the gazetteer serve."""
        self.tokens = tokens
        self.rules = rules
        self.language = language
        self.names = names
        self.places = gazetteer()
        self.reach = _reach()
        self.exact = names.exact if names else self.places.exact[language]
        self.spaces = _SPACES if rules.script != "unspaced" and not rules.elided else _SPACES | {""}
        self.lists = lists_of(language)
        self.found: list[Toponym] = []
        self.taken = 0
        self.final = len(tokens) - 1
        may_start = self.may_start = names.may_start if names else self.places.starters.__contains__
        self.opening = [k for k, t in enumerate(tokens) if t.upper or may_start(t.key) or t.gap in _HYPHENS]
        """Where words stand with which a name may begin: all with a capital, and some others."""
        designates = self.lists.designates
        self.designated = [place for place, token in enumerate(tokens) if designates(token.key)]
        """Where words stand that may be the designator of a name before them."""

    def scan(self) -> list[Toponym]:
        """Every toponym, left to right, none overlapping another."""
        tokens, may_start = self.tokens, self.may_start
        for place in self.opening:
            token = tokens[place]
            if place < self.taken or not (token.upper or may_start(token.key) or self._is_article(place)):
                continue
            toponym = self._match(place) or self._after_designator(place) or self._before_designator(place)
            if toponym is None or (not token.upper and self._goes_further(place + 1, toponym.last)):
                continue  # "the Gulf" of "the Gulf of Oman"
            self._look_left(toponym)
            self._look_right(toponym)
            if toponym.options and toponym.options[0].sort is not Sort.OTHER:
                self._join(toponym)
                self.found.append(toponym)
            self.taken = max(toponym.ends, toponym.last)
        return self.found

    def _goes_further(self, place: int, last: int) -> bool:
        """Whether a name that begins at a word ends behind the word at ``last``."""
        longer = self._match(place) if self.names is None and last < len(self.tokens) else None
        return longer is not None and longer.last > last

    def bases(self, place: int) -> tuple[Base, ...]:
        """The words that the word may be a form of."""
        return self.lists.bases(self.tokens[place].key)

    def listed(self, start: int, end: int, name: str) -> str:
        """The entry of one of the grammar's lists that the words from ``start`` to ``end`` are; "" where none."""
        return self.lists.listed(self.tokens[start:end], name)

    def nation(self, place: int) -> str:
        """The state of whose adjective the word is."""
        token = self.tokens[place]
        if self.names:
            return self.names.nation(token.key)
        pair = f"{self.tokens[place - 1].key} {token.key}" if place and self.spaced(place - 1) else ""
        return self.places.demonyms.get(pair) or self.places.demonyms.get(token.key, "")

    def _is_article(self, place: int) -> bool:
        """Whether an Arabic article stands here: "al-Obeid"."""
        token = self.tokens[place]
        return token.gap in _HYPHENS and token.key in ARTICLES and self.tokens[place + 1].upper

    def joined(self, place: int) -> bool:
        """Whether the word and the next may belong to one name."""
        token = self.tokens[place]
        if token.gap in self.spaces or token.gap in _HYPHENS:
            return True
        return token.gap == ". " and (len(token.text) == 1 or token.key in {"st", "mt"})

    def spaced(self, place: int) -> bool:
        """Whether only a space stands between the word and the next."""
        return 0 <= place < self.final and self.tokens[place].gap in self.spaces

    def _match(self, place: int) -> Toponym | None:
        """The longest name of the gazetteer that begins here."""
        if place and self.tokens[place - 1].gap in _HYPHENS and self._is_article(place - 1):
            return None
        if self.names:
            return self._match_forms(place, self.names)
        token = self.tokens[place]
        longest = min(_LONGEST, self.reach(token.key, token.whole))
        if not longest and token.text not in self.exact:  # as it is of most words
            return None
        last, keys = place, [token.key]
        if longest < 2:
            options = self._options(place, place, keys)
            return Toponym(place, place + 1, fold_word(keys[0]), options, place, place + 1) if options else None
        while len(keys) < longest and last + 1 < len(self.tokens) and self.joined(last):
            keys[-1] = self.tokens[last].whole
            last += 1
            keys.append(self.tokens[last].key)
        while keys:
            options = self._options(place, last, keys)
            if options:
                return Toponym(place, last + 1, fold_word(" ".join(keys)), options, place, last + 1)
            keys.pop()
            last -= 1
            if keys:
                keys[-1] = self.tokens[last].key
        return None

    def _match_forms(self, place: int, names: Names) -> Toponym | None:
        """The longest name in any form that begins here."""
        last = place + 1
        longest = min(_LONGEST, names.longest_from(self.tokens[place].key))
        shortest = 3 if self.rules.script == "spaced" else 2
        while last - place < longest and last < len(self.tokens) and self.joined(last - 1):
            last += 1
        for end in range(last, place, -1):
            words = self.tokens[place:end]
            if end == place + 1:
                if words[0].text in self.exact:
                    known = self.exact[words[0].text]
                    return Toponym(place, end, words[0].key, [known], place, end, form=words[0].tail)
                if not words[0].upper or len(words[0].key) < shortest or self._is_grammar(place):
                    break
            if reading := names.reading(words):
                one = Toponym(place, end, reading.key, reading.options, place, end)
                one.form, one.moved = words[-1].tail or reading.form, reading.moved
                return self._with_kind(one)
        parts = names.partial(self.tokens[place])
        return (
            Toponym(place, place + 1, self.tokens[place].key, parts, place, place + 1, partial=True) if parts else None
        )

    def _with_kind(self, toponym: Toponym) -> Toponym:
        """A name that holds its own designator ("Курская область") has the precision that it tells."""
        first, *middle = toponym.key.split(" ")
        if middle and toponym.sorts <= {Sort.REGION, Sort.TOWN}:
            last = middle[-1]
            noun = last if last in self.rules.after else first if first in self.rules.before else ""
            toponym.designator = noun
            toponym.scale = self.rules.after.get(noun) or self.rules.before.get(noun, "")
        return toponym

    def _options(self, place: int, last: int, keys: list[str]) -> list[Known]:
        first, end = self.tokens[place], self.tokens[last]
        if len(keys) == 1:
            if first.text in self.exact and not end.gap.startswith("$"):
                return [self.exact[first.text]]
            if not first.upper or len(first.key) < 3 or not self.places.has(first.key) or self._is_grammar(place):
                return []
            if first.key in self.places.demonyms and not self.places.is_country(first.key):
                return []
        key = fold_word(" ".join(keys)) if len(keys) > 1 else keys[0]
        options = self.places.named(key) if self.places.has(key) else []
        if not options:
            return []
        if not (first.upper or self._is_article(place)) or not end.upper:
            options = [o for o in options if o.sort in (Sort.SITE, Sort.AREA, Sort.OTHER)]
        if len(keys) == 1 and first.text.isupper() and len(first.text) < 5:
            options = [o for o in options if o.sort is not Sort.TOWN or o.capital]
        return options

    def _is_grammar(self, place: int) -> bool:
        return self.lists.is_grammar(self.tokens[place].key)

    def _after_designator(self, place: int) -> Toponym | None:
        """A name that only its designator shows: "Kabupaten Intan Jaya", "the village of X"."""
        if not self.tokens[place].upper:
            return None
        designator, start = self._designator_before(place)
        if designator not in self.rules.naming or self._is_grammar(place):
            return None
        if designator not in self.rules.open and self.ordinary(place):
            return None
        office = self.spaced(start - 1) and self.tokens[start - 1].key in self.rules.offices
        last = place + 1 if office else self._run(place)  # "Wali Kota Vasylkiv Natalia ..."
        return Toponym(place, last, self._key(place, last), [UNKNOWN], place, last)

    def _before_designator(self, place: int) -> Toponym | None:
        """A name that only the designator behind it shows: "Belovsky district"."""
        near = bisect_right(self.designated, place)
        if near == len(self.designated) or self.designated[near] > place + _RUN or not self.tokens[place].upper:
            return None
        last = self._run(place)
        if not self.spaced(last - 1) or last >= len(self.tokens):
            return None
        if place and self._is_article(place - 1):
            return None
        noun = self.listed(last, last + 1, "after")
        if noun not in self.rules.naming or noun not in self.rules.after:
            return None
        keys = [token.key for token in self.tokens[place:last]]
        if any(k in self.rules.never or k in self.places.demonyms or is_ordinary(k, self.language) for k in keys):
            return None
        return Toponym(place, last, self._key(place, last), [UNKNOWN], place, last)

    def _key(self, first: int, last: int) -> str:
        return fold_word(" ".join(token.key for token in self.tokens[first:last]))

    def _run(self, place: int) -> int:
        """The end of the capitalised words that begin here: at most three, none of them grammar or another place."""
        last = place + 1
        while last < len(self.tokens) and last - place < _RUN and self.joined(last - 1):
            token = self.tokens[last]
            if (
                self.tokens[last - 1].possessive
                or not token.upper
                or token.text.isupper()
                or self._is_grammar(last)
                or self.listed(last, last + 1, "after")
            ):
                break
            match = self._match(last)
            if match and match.sorts & _BOUNDS:
                break
            last += 1
        return last

    def _designator_before(self, place: int) -> tuple[str, int]:
        """The designator right before a word and where it begins, or "" and the word's own place."""
        rules, free = self.rules, place - self.taken
        before = self.tokens[place - 1].key if free > 0 else ""
        may_designate = before == "of" or (before and self.lists.may_end(before, "before"))
        if not may_designate or not self.spaced(place - 1):
            return "", place
        if free >= 2 and self.spaced(place - 2):
            if self.lists.longest("before") > 1 and (pair := self.listed(place - 2, place, "before")):
                return pair, place - 2
            noun = self.tokens[place - 2].key
            if before == "of" and rules.before_of.get(noun):
                return noun, place - 2
        if noun := self.lists.word(before, "before"):
            return noun, place - 1
        return "", place

    def _look_left(self, toponym: Toponym) -> None:
        """Reads the compass word, designator and preposition before a name."""
        rules, place = self.rules, toponym.first
        designator, start = self._designator_before(place)
        if designator and not toponym.sorts <= {Sort.OTHER} and not toponym.scale:
            toponym.designator = designator
            toponym.scale = rules.before.get(designator) or rules.before_of.get(designator, "")
            toponym.begins = place = start
            if self.names:
                toponym.moved = self.tokens[start].key in rules.moving_words
            if designator in rules.open:
                self._lengthen(toponym)
        place = self._border_before(toponym, self._compass_before(toponym, place))
        self._walk(toponym, place)

    def _lengthen(self, toponym: Toponym) -> None:
        """A village's name goes on over further capitalised words: "Kampung Sugapa Lama"."""
        last = max(toponym.last, self._run(toponym.first))
        if last != toponym.last:
            toponym.last = toponym.ends = last
            toponym.key, toponym.options = self._key(toponym.first, last), [UNKNOWN]
            toponym.sorts = frozenset({UNKNOWN.sort})

    def _led(self, place: int, most: int, name: str) -> int:
        """How many words, ``most`` at most, stand before a word that may be of a list: blanks between, none taken."""
        most, led = min(most, place - self.taken), 0
        if most < 1 or not self.lists.may_end(self.tokens[place - 1].key, name):
            return 0
        while led < most and self.spaced(place - led - 1):
            led += 1
        return led

    def _compass_before(self, toponym: Toponym, place: int) -> int:
        """Reads "eastern" or "timur laut" before a name; gives the place where the words so far begin."""
        rules = self.rules
        for length in range(self._led(place, min(3, self.lists.longest("compass")), "compass"), 0, -1):
            start = place - length
            words = self.listed(start, place, "compass")
            part = start > self.taken and self.spaced(start - 1) and self.tokens[start - 1].key in rules.compass_part
            if words not in rules.compass:
                continue
            if part and Sort.REGION in toponym.sorts:
                toponym.scale = toponym.scale or "region"  # "wilayah timur Donetsk"
            elif not rules.compass_before and toponym.sorts & {Sort.TOWN, Sort.SITE}:
                continue
            toponym.compass = rules.compass[words]
            toponym.begins = start - 1 if part else start
            return toponym.begins
        return place

    def _border_before(self, toponym: Toponym, place: int) -> int:
        """Reads "border with" before a country; gives the place where the words so far begin."""
        if Sort.COUNTRY not in toponym.sorts:
            return place
        for length in range(self._led(place, 2, "border_before"), 0, -1):
            start = place - length
            words = self.listed(start, place, "border_before")
            if words:
                toponym.scale, toponym.designator = "border", self.rules.border_before[words]
                toponym.begins = start
                return start
        return place

    def _walk(self, toponym: Toponym, place: int) -> None:
        """Walks left over words that may stand between a preposition and its place, to that preposition."""
        rules, fallback = self.rules, ""
        before = place - 1
        for _ in range(9):
            if before < 0 or not (self.spaced(before) or self.tokens[before].gap in _HYPHENS):
                break
            owner = self.found[-1] if self.found and self.found[-1].last - 1 == before else None
            if owner and (self.tokens[before].possessive or owner.owned):
                toponym.owner, before = owner, owner.begins - 1
                continue
            if owner := self._holder_before(toponym, before):
                toponym.owner, before = owner, owner.begins - 1
                continue
            if before < self.taken and not toponym.owner:
                break
            key = self.tokens[before].key
            pair = f"{self.tokens[before - 1].key} {key}" if before and self.spaced(before - 1) else ""
            one, two = self._preposition(before, key, pair)
            if key == "of" and before and self.tokens[before - 1].key in rules.before_of:
                fallback, before = fallback or "of", before - 2
                continue
            link = two if two in rules.links else one if one in rules.links else ""
            if link == one and (key in rules.particles or (self._is_capital(before) and not self.opens(before))):
                link = ""
            if link:
                toponym.link = self._measured(link, before - link.count(" "))
                return
            if key in rules.occupied and Sort.COUNTRY in toponym.sorts:
                toponym.scale, toponym.begins = "occupied", before
            nation = self.nation(before)
            if nation and toponym.scale == "occupied":
                toponym.begins, toponym.partner = before, self.places.demonym_of[nation]
            listed = key in rules.joiners and before and self.tokens[before - 1].key in rules.compass
            if not (nation or listed or self.passes(before)):
                break
            toponym.nation = toponym.nation or nation or ""
            before -= 1
        compass = self.tokens[toponym.begins].whole if self.names and toponym.compass else ""
        toponym.link = fallback or (compass if compass in rules.links else "") or self._site_before(toponym)

    def _site_before(self, toponym: Toponym) -> str:
        """ "di Bandara Nop Goliat, Dekai, Kabupaten Yahukimo": the preposition before places that no gazetteer has."""
        before = toponym.begins - 1
        unknown = before >= self.taken and self.tokens[before].upper and self.tokens[before].gap == ", "
        if self.names or not unknown or not toponym.sorts & {Sort.TOWN, Sort.REGION}:
            return ""
        while before >= self.taken and self.tokens[before].upper and self.tokens[before].gap in (" ", ", "):
            before -= 1
        led = before >= self.taken and self.tokens[before].gap == " " and self.tokens[before].key in self.rules.strong
        return self.tokens[before].key if led else ""

    def passes(self, place: int) -> bool:
        """Whether a word may stand between a preposition and its place."""
        key, rules = self.tokens[place].key, self.rules
        if key in rules.passing or key in rules.compass:
            return True
        if self.names is None or self._is_capital(place):
            return False
        return any(b.key in rules.passing or b.key in rules.compass for b in self.bases(place)) or (
            bool(rules.passing_endings) and len(key) > 4 and key.endswith(tuple(rules.passing_endings))
        )

    def _preposition(self, place: int, key: str, pair: str) -> tuple[str, str]:
        """The word and the pair as prepositions are looked up: where marks tell words apart, with their marks."""
        if self.names is None:
            return key, pair
        token, before = self.tokens[place], self.tokens[place - 1]
        return token.whole, f"{before.whole} {token.whole}" if pair else ""

    def _is_capital(self, place: int) -> bool:
        return self.tokens[place].upper and self.rules.script == "spaced"

    def _holder_before(self, toponym: Toponym, place: int) -> Toponym | None:
        """What holds the place, where it is told before it ("ロシアのクルスク州")."""
        before = self.found[-1] if self.found and self.rules.owner_first else None
        if before is None or before.ends - 1 != place:
            return None
        holds = any(before.options[0].holds(option) for option in toponym.options)
        return before if holds else None

    def _join(self, toponym: Toponym) -> None:
        """Joins two countries of one border ("perbatasan Rusia-Ukraina"), or of an occupation."""
        before = self.found[-1] if self.found else None
        if before is None or Sort.COUNTRY not in before.sorts or Sort.COUNTRY not in toponym.sorts:
            return
        between = [token.key for token in self.tokens[before.last : toponym.first]]
        pair = not between and self.tokens[before.last - 1].gap in _HYPHENS | {"–"}
        listed = len(between) == 1 and between[0] in self.rules.joiners and before.scale == "border"
        if (pair or listed) and "border" in (before.scale, toponym.scale):
            toponym.scale, toponym.partner = "border", before.options[0].name
        elif len(between) == 1 and between[0] in self.rules.holders and self._is_occupier(before):
            toponym.scale = "occupied"
            toponym.partner = self.places.demonym_of.get(before.options[0].country or "", "")
        else:
            return
        toponym.begins, toponym.link = before.begins, before.link
        self.found.pop()

    def _is_occupier(self, toponym: Toponym) -> bool:
        """Whether "wilayah dudukan" stands before a country; it then belongs to its mention."""
        start = toponym.first - 1
        floor = self.found[-2].ends if len(self.found) > 1 else 0
        if start < floor or not self.spaced(start) or self.tokens[start].key not in self.rules.occupied:
            return False
        if start > floor and self.spaced(start - 1) and self.tokens[start - 1].key in self.rules.before:
            start -= 1
        toponym.begins = start
        taken, self.taken = self.taken, floor
        self._walk(toponym, start)
        self.taken = taken
        return True

    def opens(self, place: int) -> bool:
        """Whether a word opens a sentence or a line."""
        return place == 0 or not _OPENING.isdisjoint(self.tokens[place - 1].gap)

    def _measured(self, link: str, place: int) -> str:
        """ "20 km from" is near, not from."""
        if link in self.rules.distance and place and self.tokens[place - 1].key in self.rules.distance_words:
            return self.rules.distance[link]
        return link

    def _look_right(self, toponym: Toponym) -> None:
        """Reads the designator or compass word behind a name, and the particle that clings to the last of them."""
        place = toponym.last
        if self.spaced(place - 1) and place < len(self.tokens):
            self._words_behind(toponym, place)
        if self.names:
            self._particle(toponym)

    def _particle(self, toponym: Toponym) -> None:
        """Reads the particle or ending that tells the role of a name: "쿠르스크에서", "クルスクで", "Kursk'ta"."""
        last, rules = toponym.ends - 1, self.rules
        form = toponym.form
        if toponym.ends > toponym.last:
            form = self.tokens[last].tail or next((b.form for b in self.bases(last) if b.form), "")
        if rules.script == "unspaced" and self.spaced(last) and self.tokens[last + 1].key in rules.particles:
            form = self.tokens[last + 1].key
        behind = last + (2 if form and self.tokens[last].key != form and rules.script == "unspaced" else 1)
        if behind < len(self.tokens) and self.tokens[behind].key in rules.reported and self.spaced(behind - 1):
            return
        toponym.owned = form in rules.genitives
        if form in rules.links and not toponym.link and (form in rules.particles or form in rules.prefixes):
            toponym.link = form

    def _words_behind(self, toponym: Toponym, place: int) -> None:
        rules = self.rules
        between = self.tokens[place].key in rules.middle and self.spaced(place)
        if between and self.tokens[place + 1].key in rules.after:
            place += 1
        noun = self.listed(place, place + 1, "behind")
        if noun in rules.border_after and not toponym.scale and Sort.COUNTRY in toponym.sorts:
            toponym.scale, toponym.designator, toponym.ends = "border", "border of {}", place + 1
            return
        if rules.after.get(noun) == "city" and toponym.sorts == {Sort.REGION}:
            return  # "도네츠크주 마을 2곳": villages of a region
        if noun in rules.after and not toponym.scale and not toponym.sorts & {Sort.COUNTRY, Sort.SITE}:
            toponym.designator, toponym.scale = noun, rules.after[noun]
            toponym.ends = place + 1
            return
        if rules.compass_before or toponym.compass or toponym.sorts & {Sort.SITE}:
            return
        part = place + 1 if noun in rules.compass_part and self.spaced(place) else place
        for length in (2, 1):
            end = part + length
            if end > len(self.tokens) or not all(self.spaced(k) for k in range(toponym.last - 1, end - 1)):
                continue
            words = self.listed(part, end, "compass")
            if words:
                toponym.compass, toponym.ends = rules.compass[words], end
                return

    def ordinary(self, place: int) -> bool:
        """Whether a word is a common word of the language rather than a name."""
        return is_ordinary(self.tokens[place].key, self.language)
