"""Places: which places a text names, and which of several of one name is meant.

How one is chosen, where the words do not say it themselves:

1. A designator decides what sort of place it is: "wilayah Kursk" and "the Kursk region" are the
   oblast, "kota Kursk" and plain "Kursk" the city. Countries, sites and areas come before towns.
2. A place that a container named right beside it holds ("Pokrovsk in Ukraine's Donetsk region",
   "Khartoum, Sudan") is that one, and both are one mention.
3. Else the largest by ``_score``: a thousand people count as much as ten thousand elsewhere when
   the text names the country (a little less where it names one at war with it, as who acts:
   "Russian shelling of Pokrovsk"), and a name's own bearer comes before a translation of it.
4. A town below 100,000 people counts only where the text names its country or one at war with it,
   or a preposition of place stands before it; a common word only with such a preposition, or for a
   large city.
5. A name beside another name, or after a title, is a person's, and so are its other mentions.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from events.extraction.gazetteer import Known, Sort, foes, fold, gazetteer
from events.extraction.name_bearers import FIRM, NameBearers
from events.extraction.place_names import cutter, names_of
from events.extraction.place_words import grammar, in_english, tokens_of
from events.extraction.toponym import UNKNOWN, Toponym
from events.extraction.toponyms import Scanner
from events.model import ActorType, Phrase, Place, PlacePrecision, PlaceRole
from events.register import entries, while_unedited

_BOUND = FIRM | {Sort.REGION}
_LARGE = 100_000
_METROPOLIS = 1_000_000
_DISTRICT_KM = 30.0
_CANDIDATES = 5
# The precisions at which an entry's own ids are the mention's: not for a district told by its chief town.
_IDENTIFIED = {
    Sort.COUNTRY: {PlacePrecision.COUNTRY},
    Sort.SITE: {PlacePrecision.SITE},
    Sort.AREA: {PlacePrecision.REGION},
    Sort.REGION: {PlacePrecision.REGION},
    Sort.TOWN: {PlacePrecision.CITY},
    Sort.OTHER: set[PlacePrecision](),
}
# "Jakarta Selatan" is a name, South Jakarta; "Jakarta selatan" a part, southern Jakarta.
_QUARTER = {"northern": "North", "southern": "South", "eastern": "East", "western": "West", "central": "Central"}


@dataclass(slots=True)  # never changed; not frozen, as text.Token
class PlaceMention:
    """A place as the text names it, and the preposition before it in lower case ("" where there is none)."""

    place: Place
    link: str


def find_places(text: str, language: str) -> list[PlaceMention]:
    """The places that a text names, in order, not overlapping; none in a language without a grammar of places.

    Each place carries its phrase, and the role its preposition suggests: "in" happened_at, "to" to,
    "from" from, any other about. What is known only by name has no coordinates; a country never has.
    """
    rules = grammar(language)
    if rules is None:
        return []
    cut = cutter(language)
    tokens = cut.tokens(text) if cut else tokens_of(text)
    reading = _Reading(text, Scanner(tokens, language, rules, names_of(language)))
    return [reading.mention(decided) for decided in reading.decide()]


@while_unedited
def _surnames() -> frozenset[str]:
    """The one-word names of the people that the register knows, but for those that are capitals' too."""
    people = (entry for entry in entries() if entry.type is ActorType.PERSON)
    words = {fold(name.split()[-1]) for entry in people for name in (entry.name, *entry.latin)}
    places = gazetteer()
    return frozenset(word for word in words if not any(known.capital for known in places.named(word)))


@cache
def _heads_of_demonyms() -> frozenset[str]:
    """The first words of the adjectives of states that have two words: "north" of "north korean"."""
    return frozenset(demonym.split(" ")[0] for demonym in gazetteer().demonyms if " " in demonym)


@dataclass(slots=True)
class _Decided:
    """A toponym with the place that it means, and the words that its mention covers."""

    toponym: Toponym
    known: Known
    begins: int
    ends: int
    link: str
    others: tuple[Known, ...] = ()


class _Reading:
    """What one text says about the places it names."""

    def __init__(self, text: str, scanner: Scanner) -> None:
        self.text, self.scanner = text, scanner
        self.tokens, self.language, self.rules = scanner.tokens, scanner.language, scanner.rules
        self.toponyms = toponyms = scanner.scan()
        firm = {k for t in toponyms if t.sorts & _BOUND for k in range(t.begins, t.ends)}
        self.bearers = NameBearers(text, scanner, firm)
        self._share_designators()
        self._share_strong_links()
        self.toponyms = toponyms = [t for t in toponyms if not t.partial or t.scale]
        self.countries = self._countries()
        self.foes = foes(self.countries - self._told_as_places()) - self.countries
        told = (o for t in toponyms if t.scale == "region" for o in t.options if o.sort is Sort.REGION)
        self.regions = list(dict.fromkeys(told))
        self.persons, self.surnames = self._persons(), _surnames()
        self.inside = {t.key for t in toponyms if not scanner.opens(t.first) or t.link}

    def decide(self) -> list[_Decided]:
        """The mentions to report, in order."""
        decided: list[_Decided] = []
        owners: set[int] = set()
        for toponym in reversed(self.toponyms):
            if toponym.first in owners:
                continue
            one = self._decide(toponym, decided[-1] if decided else None)
            if one is None:
                continue
            if one.ends > toponym.ends:
                decided.pop()
            if one.begins < toponym.begins and toponym.owner:
                owners.add(toponym.owner.first)
            decided.append(one)
        decided.reverse()
        self._share_links(decided)
        return decided

    def mention(self, one: _Decided) -> PlaceMention:
        """The mention in the words of the model."""
        name, known = self._named(one)
        role = PlaceRole(self.rules.links.get(one.link, PlaceRole.ABOUT))
        if one.link in self.rules.turned and known.precision is PlacePrecision.COUNTRY:
            role = PlaceRole.ABOUT  # "called on Russia" is not in Russia
        elif one.link in self.rules.moving and one.toponym.moved:
            role = PlaceRole.TO  # "в Москву" is to Moscow, "в Москве" in it
        place = Place.trusted(
            {
                "role": role,
                "name": name,
                "country": known.country,
                "lat": known.lat,
                "lon": known.lon,
                "precision": known.precision,
                "radius_km": known.radius_km,
                "phrase": self._phrase(one),
                "ids": known.ids if known.precision in _IDENTIFIED[known.sort] else {},
                "candidates": tuple([known.candidate for known in one.others]),
            }
        )
        return PlaceMention(place, one.link)

    def _phrase(self, one: _Decided) -> Phrase:
        """The words of a mention, without the particle that clings to the last."""
        last = self.tokens[one.ends - 1]
        clinging = [base.form for base in self.scanner.bases(one.ends - 1) if base.form in self.rules.particles]
        own = one.toponym.form if one.ends == one.toponym.last else clinging[0] if clinging else ""
        end = last.end - len(own) if own in self.rules.particles and not last.tail else last.end
        return Phrase.of(self.text, self.tokens[one.begins].start, end)

    def _countries(self) -> frozenset[str]:
        """The countries that the text names, or names the people of."""
        demonyms, heads = gazetteer().demonyms, _heads_of_demonyms()
        named = {o.country for t in self.toponyms for o in t.options[:1] if o.sort in (Sort.COUNTRY, Sort.AREA)}
        named |= {o.country for t in self.toponyms for o in t.options if o.capital and o.key == t.key}
        regional = (t for t in self.toponyms if t.scale == "region" or t.sorts == {Sort.REGION})
        named |= {next((o.country for o in t.options if o.sort is Sort.REGION), None) for t in regional}
        if self.scanner.names:
            return frozenset(c for c in named | {self.scanner.nation(k) for k in range(len(self.tokens))} if c)
        opening = ((self.tokens[k].key, k + 1) for k in self.scanner.opening if self.tokens[k].upper)
        for key, behind in opening:
            if key in demonyms:
                named.add(demonyms[key])
            if key in heads and behind < len(self.tokens):
                named.add(demonyms.get(f"{key} {self.tokens[behind].key}"))
        return frozenset(country for country in named if country)

    def _told_as_places(self) -> set[str | None]:
        """The countries in which, to which or from which something is told: "Floods in Russia reached ..."."""
        led = (t for t in self.toponyms if t.link in self.rules.strong)
        return {option.country for t in led for option in t.options[:1] if option.sort is Sort.COUNTRY}

    def _persons(self) -> frozenset[str]:
        """Names that the text shows to be a person's: "Lloyd Austin" makes each later "Austin" one."""
        singles = [t for t in self.toponyms if t.last - t.first == 1 and not any(o.capital for o in t.options)]
        return frozenset(t.key for t in singles if self.bearers.bears(t))

    def _is_named_so(self, key: str) -> bool:
        """Whether a name is a person's by the text, the grammar or the register."""
        return key in self.persons or key in self.rules.names or key in self.surnames

    def _share_designators(self) -> None:
        """ "wilayah Kursk dan Belgorod", "the Kursk and Belgorod regions": one designator for all of a list."""
        for one, two in self._listed(self.toponyms):
            if one.scale == "region" and two.partial:
                two.scale, two.designator = one.scale, one.designator
            if one.scale == "region" and one.begins < one.first and not two.scale and Sort.REGION in two.sorts:
                two.scale, two.designator = one.scale, one.designator
        for one, two in reversed(list(self._listed(self.toponyms))):
            if one.partial and two.scale == "region":
                one.scale, one.designator = two.scale, two.designator
            plural = two.designator in self.rules.after and two.designator.endswith("s")
            if plural and not one.scale and not one.sorts & FIRM:
                one.scale, one.designator = two.scale, two.designator

    def _share_strong_links(self) -> None:
        """ "поблизу Торецька, Покровська": where only a place can follow, so in all of a list."""
        for one, two in self._listed(self.toponyms) if self.scanner.names else ():
            if one.link in self.rules.strong and not two.link and not two.sorts & FIRM and not one.sorts & FIRM:
                two.link = one.link

    def _listed(self, toponyms: list[Toponym]) -> Iterator[tuple[Toponym, Toponym]]:
        """Neighbours joined by nothing but a comma or "and"."""
        for one, two in pairwise(toponyms):
            if self._joined(one.ends, two.begins):
                yield one, two

    def _joined(self, end: int, start: int) -> bool:
        gap = self.tokens[end - 1].gap
        if start == end:
            clinging = {b.form for b in self.scanner.bases(end - 1)} & self.rules.joiners if gap == " " else ()
            return gap in {", ", "、", "، ", "·"} or bool(clinging)
        return (
            start == end + 1
            and gap in {" ", ", "} | self.scanner.spaces
            and self.tokens[end].key in self.rules.joiners
            and self.tokens[end].gap in {" "} | self.scanner.spaces
        )

    def _share_links(self, decided: list[_Decided]) -> None:
        """ "in Kursk, Belgorod and Bryansk": one preposition for all of a list."""
        for one, two in pairwise(decided):
            alike = (one.known.sort is Sort.COUNTRY) == (two.known.sort is Sort.COUNTRY)
            if alike and not two.link and one.link and self._joined(one.ends, two.begins):
                two.link = one.link
        for one, two in pairwise(reversed(decided)) if self.rules.particles else ():
            alike = (one.known.sort is Sort.COUNTRY) == (two.known.sort is Sort.COUNTRY)
            if alike and not two.link and one.link in self.rules.particles and self._joined(two.ends, one.begins):
                two.link = one.link

    def _decide(self, toponym: Toponym, following: _Decided | None) -> _Decided | None:
        """What a toponym means, or null where it names no place after all."""
        holder = following if following and self._beside(toponym, following) else None
        owner = toponym.owner.options[0] if toponym.owner else None
        held = [o for o in toponym.options if holder and holder.known.holds(o)]
        owned = [o for o in toponym.options if owner and owner.holds(o)]
        allowed = [o for o in held if o in owned] or held or owned
        known = self._choose(toponym, allowed)
        if known is None:
            return None
        others = () if known is UNKNOWN else self._others(toponym, known, allowed)
        if known is UNKNOWN and toponym.designator in self.rules.native:
            known = replace(known, country="IDN")
        one = _Decided(toponym, known, toponym.begins, toponym.ends, toponym.link, others)
        if (self.tokens[toponym.last - 1].possessive or toponym.owned) and toponym.ends == toponym.last:
            one.link = ""  # the preposition governs what is owned: "to South Korea's president"
        nameless = not known.name
        if holder and (known in held or (nameless and self._wider(holder, toponym))):
            one.ends = holder.ends
            one.known = replace(known, country=holder.known.country)
        if toponym.owner and owner and (known in owned or nameless):
            one.begins = toponym.owner.begins
            one.known = replace(one.known, country=one.known.country or owner.country)
        return one

    def _wider(self, holder: _Decided, toponym: Toponym) -> bool:
        """Whether what stands beside a place known by name only is of a larger sort: a district holds no district."""
        own, other = self._width(toponym), self._width(holder.toponym)
        if holder.known.country is None or not own:
            return False
        return other > own if other else holder.known.sort is not Sort.TOWN

    def _width(self, toponym: Toponym) -> int:
        """How wide a designator's places are: a town 1, a district 2, a regency 3, a region 4; 0 without one."""
        kind = self.rules.kinds.get(toponym.designator)
        return 3 if kind in {"Regency", "County"} else {"city": 1, "district": 2, "region": 4}.get(toponym.scale, 0)

    def _beside(self, toponym: Toponym, following: _Decided) -> bool:
        """Whether the next place is told as what holds this one: ", Rusia", " di Rusia", " in western Russia"."""
        end, start = toponym.ends, following.begins
        gap = self.tokens[end - 1].gap
        if start < end or start - end > 6 or gap not in {" ", ", "}:
            return False
        between = self.tokens[end:start]
        if not between:
            bare = self.rules.bare_holder and (not self.rules.endings or bool(following.toponym.form))
            return gap == ", " or bare
        words = [token.key for token in between]
        if any(token.gap not in {" ", "-"} for token in between) or not any(w in self.rules.holders for w in words):
            return False
        return all(w in self.rules.holders or w in self.rules.passing or w in self.rules.compass for w in words)

    def _choose(self, toponym: Toponym, held: list[Known]) -> Known | None:
        """The place meant among those of the name; ``held`` are those that the words beside it allow."""
        options = held or toponym.options
        if toponym.scale in ("region", "district", "city"):
            return self._by_designator(toponym, options)
        firm = [o for o in options if o.sort in FIRM]
        if firm:
            hidden = self.scanner.names and toponym.form and not held and toponym.last - toponym.first == 1
            return None if hidden and not self._is_led(toponym) else firm[0]
        if self.rules.script != "spaced" and self.bearers.bears(toponym):
            return None
        options = self._without_twins(options) if len(options) > 1 else options
        best = max(options, key=lambda o: self._score(o, toponym)) if len(options) > 1 else options[0]
        return best if held or best is UNKNOWN or self._is_meant(best, toponym) else None

    def _others(self, toponym: Toponym, known: Known, allowed: list[Known]) -> tuple[Known, ...]:
        """The other places that the name may mean, the likeliest first: of the same sort where the words tell it."""
        named = allowed or toponym.options
        if len(named) == 1 and named[0] is known:
            return ()
        others = [o for o in dict.fromkeys(named) if o is not known and o.name]
        if toponym.scale:
            others = [o for o in others if o.sort is known.sort]
        others.sort(key=lambda o: -self._score(o, toponym))
        return tuple(others[:_CANDIDATES])

    def _by_designator(self, toponym: Toponym, options: list[Known]) -> Known | None:
        wanted = {
            "region": (Sort.REGION, Sort.AREA),
            "district": (Sort.TOWN, Sort.REGION),
            "city": (Sort.TOWN, Sort.AREA),
        }[toponym.scale]
        fitting = [o for o in options if o.sort in wanted]
        other = [o for o in options if o.sort in FIRM] or options
        if not fitting and toponym.scale == "city" and UNKNOWN not in other and Sort.SITE not in toponym.sorts:
            return other[0] if other[0].sort is Sort.COUNTRY else UNKNOWN
        pool = fitting or other
        return max(pool, key=lambda o: (self._score(o, toponym), o.radius_km or 0))

    def _without_twins(self, options: list[Known]) -> list[Known]:
        """Without the regions that bear the name of a town in them: plain "Kursk" is the city."""
        towns = [o for o in options if o.sort is Sort.TOWN and o.people > 0]
        kept = [o for o in options if not (o.sort is Sort.REGION and any(o.holds(town) for town in towns))]
        return kept or options

    def _score(self, known: Known, toponym: Toponym) -> float:
        score = 6.7 if known.sort is Sort.REGION else math.log10(max(known.people, 300))
        score += (0.7 if known.key == toponym.key else 0.0) + (1.0 if known.capital else 0.0)
        score += 3.0 if known.country == toponym.nation else 0.0
        score += 3.0 if known.country in self.countries else 2.5 if known.country in self.foes else 0.0
        return score + (1.5 if self.regions and any(region.holds(known) for region in self.regions) else 0.0)

    def _is_meant(self, known: Known, toponym: Toponym) -> bool:
        """Whether a name without a designator is a place's name at all."""
        strong = toponym.link in self.rules.strong
        single = toponym.last - toponym.first == 1
        if strong:
            return known.sort is not Sort.TOWN or not self._goes_on(known, toponym)
        if single and (self._is_named_so(toponym.key) or self.bearers.bears(toponym)):
            return bool(toponym.form) and toponym.link in self.rules.particles and known.capital
        if self.scanner.names and single and not self._stands_out(known, toponym):
            return False
        if known.capital:
            return not self.bearers.is_ordinary_word(toponym.key)
        if known.sort is Sort.REGION:
            return not (single and self.bearers.is_ordinary_word(toponym.key) and known.country != "IDN")
        if all(self.bearers.is_ordinary_word(word) for word in toponym.key.split()):
            known_here = known.people >= _LARGE or known.country in self.countries
            named = self.scanner.names is not None and self.rules.script == "spaced" and not self.rules.capital_nouns
            return (known.people >= _METROPOLIS or (named and known_here)) and not self.scanner.opens(toponym.first)
        return known.people >= _LARGE or known.country in self.countries or known.country in self.foes

    def _is_led(self, toponym: Toponym) -> bool:
        """Whether a preposition, or another mention, shows an inflected word that opens a sentence to be a name."""
        plain = self.rules.apostrophe or self.rules.script != "spaced"
        return (
            plain
            or not self.scanner.opens(toponym.first)
            or bool(toponym.link)
            or bool(toponym.scale)
            or toponym.key in self.inside
        )

    def _stands_out(self, known: Known, toponym: Toponym) -> bool:
        """Whether a capital tells a name: where a sentence begins, only if the place is great or told again."""
        if self.rules.script != "spaced" or not self.scanner.opens(toponym.first):
            return True
        plain = not toponym.form and (known.sort is Sort.REGION or known.people >= _LARGE)
        great = known.capital and not toponym.form
        return plain or great or toponym.key in self.inside

    def _goes_on(self, known: Known, toponym: Toponym) -> bool:
        """Whether the words after a town's name show it to be part of a longer one: "in Tal Afar"."""
        last = self.tokens[toponym.last - 1]
        small = known.people < _LARGE and known.country not in self.countries
        if self.scanner.names and (toponym.form or not small):
            return False  # an inflected name ends where its ending does: "в Киеве Зеленский сказал"
        more = toponym.ends == toponym.last < len(self.tokens) and last.gap == " " and not last.possessive
        following = self.tokens[toponym.last] if more else None
        longer = following is not None and following.upper and following.key not in self.rules.never
        return self.bearers.goes_on(toponym) or (small and longer)

    def _named(self, one: _Decided) -> tuple[str, Known]:
        """The English name of a mention and the place with its precision as told."""
        toponym, known = one.toponym, one.known
        words = in_english(self.text[self.tokens[toponym.first].start : self.tokens[toponym.last - 1].end], self.rules)
        base = known.name or words
        if toponym.scale == "district" and known.sort is Sort.REGION:
            base = words
        kind = self.rules.kinds.get(toponym.designator, "")
        if toponym.scale == "border":
            region = replace(known, country=None, precision=PlacePrecision.REGION)
            both = f"{toponym.partner}-{base} border"
            return both if toponym.partner else toponym.designator.format(base), region
        if toponym.scale == "occupied":
            whose = f"{toponym.partner}-occupied" if toponym.partner else "occupied"
            return f"{whose} territory in {base}", replace(known, precision=PlacePrecision.REGION)
        if not known.name:
            precision = PlacePrecision(toponym.scale or "city")
            name = base if precision is PlacePrecision.CITY else f"{base} {kind}".strip()
            return name, replace(known, precision=precision)
        if toponym.scale == "district" or (toponym.scale == "region" and known.sort is Sort.TOWN):
            name = f"{base} {kind}" if kind and toponym.designator not in self.rules.weak else base
            known = replace(known, precision=PlacePrecision.DISTRICT, radius_km=_DISTRICT_KM)
            return name, known
        if toponym.compass:
            if known.sort is Sort.COUNTRY:
                known = replace(known, precision=PlacePrecision.REGION)
            own = known.sort is Sort.TOWN and self.tokens[one.ends - 1].upper and toponym.ends > toponym.last
            part = _QUARTER.get(toponym.compass, toponym.compass) if own else toponym.compass
            return f"{part} {base}", known
        return base, known
