"""Did what: the words of a sentence that tell an act or a saying."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.extraction.brackets import negates_attribute, stretches
from events.extraction.fronted import FrontedObjects
from events.extraction.grammar import Grammar, Trigger
from events.extraction.names import Mention
from events.extraction.text import Token
from events.model import ActorType, Kind

_KINDS = {"person": (ActorType.PERSON, ActorType.CIVILIAN), "force": (ActorType.MILITARY,)}
"""Whom a word class has besides its words, by the sort of actor."""
_SHARED_WITHIN = 30  # tokens between participles that share an auxiliary
MOST_LIGHT = 12  # adverbs and marks between two words of a phrase; more are no sentence


@dataclass(slots=True, eq=False)  # never changed; not frozen, as text.Token
class Predicate:
    """Words ``first`` to ``last`` (exclusive) that tell an act (``trigger``) or a saying.

    ``sort`` is "act", "say", "deny", "withhold"; ``form`` is "verb", "noun" or "verdict" (a noun by
    which a speaker judges the clause's subject); ``voice`` as on the head token;
    ``object_at`` is where its object stands before it, -1 where it does not.
    """

    first: int
    last: int
    sort: str
    form: str
    voice: str
    kind: Kind | None = None
    trigger: Trigger | None = None
    head: str = ""
    object_at: int = -1


class PredicateFinder:
    """Finds the predicates of a sentence by the language's triggers."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._verb_final, self._articled = grammar.has("verb final"), grammar.has("articled nouns")
        self._free_order, self._subject_inside = grammar.has("free order"), grammar.has("subject inside")
        self._reflexives = grammar.words("reflexives")
        self._prepositions = grammar.words("prepositions") - grammar.words("judging")  # "described the raid as a crime"
        self._adverbs, self._adverb_endings = grammar.words("adverbs"), grammar.endings("adverb_endings")
        separators = grammar.words("prepositions", "coordinators", "complementizers", "relatives", "conditions")
        self._separators = separators - grammar.words("partitive_articles", "unseparating")
        self._adjuncts = grammar.has("noun adjuncts")  # "began their annual Freedom Shield exercise"
        self._infinitive, self._tellings = grammar.words("infinitive"), grammar.words("tellings")
        self._locative = grammar.words("locative")
        self._days, self._mutual = grammar.words("day_names"), grammar.words("mutual")
        self._backing = grammar.words("backing")
        self._of, self._partitive = grammar.words("of"), grammar.words("partitive", "than")
        self._fronted = FrontedObjects(grammar)
        self._before_nouns, self._abstract = grammar.words("before_nouns"), grammar.words("abstract_nouns")

    def find(
        self, tokens: Sequence[Token], mentions: Sequence[Mention], places: Sequence[tuple[int, int]], *, headline: bool
    ) -> list[Predicate]:
        """The predicates in order; ``places`` are token spans of places, which count as areas."""
        spans = [*((m.first, m.last) for m in mentions), *places]
        self._named = set().union(*[range(first, last) for first, last in spans])
        ends = {m.last: m for m in mentions}
        self._stretch = stretches(tokens) if self.grammar.has("verb bracket") else []
        self._starts = {m.first for m in mentions}
        self._present = self._reflexives.union(("",), *[t.keys for t in tokens])
        found: list[Predicate] = []
        telling, openings_of, present, position = self.grammar.heads, self.grammar.openings_of, self._present, 0
        for i in [k for k, t in enumerate(tokens) if not t.keys.isdisjoint(telling) and t.is_word]:
            if i < position or i in self._named:
                continue
            heads, seconds = openings_of(tokens[i].keys)
            if present.isdisjoint(seconds):
                continue
            predicate = self._at(tokens, i, heads, ends, places, mentions, headline)
            if predicate is None or (predicate.kind is Kind.MOBILIZE and self._helps(tokens, predicate)):
                continue
            if predicate.object_at >= 0:  # the verb tells what the noun before it names
                found = [p for p in found if p.form == "verb" or p.last <= predicate.object_at]
            if predicate.sort != "none":
                found.append(predicate)
            position = predicate.last
        return found

    def _helps(self, tokens: Sequence[Token], predicate: Predicate) -> bool:
        """ "siap mengirim pasukan", "собирается направить": a verb that only says how another stands to the world."""
        if predicate.last != predicate.first + 1 or self._stretch:
            return False
        token, k = tokens[predicate.first], predicate.last
        if not (self.grammar.lists(token, "future") or self.grammar.lists(token, "possible")):
            return False
        if k < len(tokens) and tokens[k].lower in self.grammar.words("infinitive", "purpose_infinitive"):
            k += 1
        return k < len(tokens) and tokens[k].voice in ("active", "base", "passive")

    def _at(
        self,
        tokens: Sequence[Token],
        i: int,
        heads: Sequence[str],
        ends: dict[int, Mention],
        places: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
        headline: bool,
    ) -> Predicate | None:
        token, present = tokens[i], self._present
        verb = self._is_verb(tokens, i, ends, headline)
        may_be_noun = self._may_be_noun(tokens, i, verb=verb)
        options: list[tuple[int, int, Predicate]] = []
        for key in heads:
            for words, sort in self.grammar.sayings_by_head.get(key, ()):
                if not present.issuperset(words):
                    continue
                if sort == "say" and i and tokens[i - 1].lower in self.grammar.words("without"):
                    continue
                last = self._match(tokens, i, words, gap=4)
                if last is None and sort == "deny" and len(words) > 1:  # "эти обвинения отверг"
                    last = None if self._fronted.of_phrase(tokens, i, words[1:], mentions) is None else i + 1
                if last and (self._tells(tokens, last, verb) or sort == "withhold"):
                    rank = {"withhold": 3, "deny": 2, "say": -3, "wish": -3}[sort]
                    if sort == "say" and self._articled and self._ends_in_that(words):
                        rank += 2  # "denunciar que" tells what it says
                    whole = sort == "withhold" or self._verb_final
                    at = Predicate(i, last if whole else i + 1, sort, "verb", token.voice, head=key)
                    options.append((len(words) * 2 + rank, -len(options), at))
            alone, longer = self.grammar.triggers_as(key, verb or self._verb_final, may_be_noun)
            likely = [one for second in longer.keys() & present for one in longer[second]] if longer else ()
            for _, trigger in sorted([*alone, *likely]) if likely else alone:
                words = trigger.words
                if len(words) > 2 and not present.issuperset(words):
                    continue
                option = self._trigger(tokens, i, key, trigger, verb, places, mentions)
                if option:
                    turned = len(words) > 1 and words[1] in self._reflexives  # "negarse" is not "negar"
                    bonus = (1 if trigger.needs or turned else 0) - (option.object_at >= 0)
                    options.append((len(words) * 2 + bonus, -len(options), option))
        return max(options, key=lambda o: o[:2])[2] if options else None

    def _trigger(
        self,
        tokens: Sequence[Token],
        i: int,
        key: str,
        trigger: Trigger,
        verb: bool,
        places: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
    ) -> Predicate | None:
        behind = self._verb_final and len(trigger.words) > 1
        if trigger.form == "verb" and not verb and not behind:
            return None
        if trigger.words[0] == "have" and self._helps_verb(tokens, i):
            return None
        if key in self._backing and self._only_describes(tokens, i):
            return None
        last = self._match(tokens, i, trigger.words, gap=self._gap(trigger)) if len(trigger.words) > 1 else i + 1
        ahead = None
        if last is None and trigger.form == "verb":
            ahead = self._fronted.of_phrase(tokens, i, trigger.words[1:], mentions)
            last = None if ahead is None else i + 1
        if last is not None and trigger.needs and not self._has_needed(tokens, i, last, trigger, places, mentions):
            ahead = self._needed_before(tokens, i, trigger, places, mentions) if trigger.form == "verb" else None
            last = None if ahead is None else last
        if last is None:
            return None
        if trigger.form == "verb" and not self._tells(tokens, last, verb):
            return None
        if trigger.words[-1] in self._infinitive and trigger.words[0] in self._tellings:
            last = i + 1  # "ordered his generals to leave": what they are told to do is a clause of its own
        sort = "none" if trigger.kind is None else "act"
        voice = tokens[last - 1 if behind else i].voice
        return Predicate(i, last, sort, trigger.form, voice, trigger.kind, trigger, key, -1 if ahead is None else ahead)

    def _only_describes(self, tokens: Sequence[Token], i: int) -> bool:
        """ "troops backed by Rwanda": whose they are called, which is told of no day."""
        by = i + 1 < len(tokens) and tokens[i + 1].lower in self.grammar.words("agent")
        helped = any(t.lower in self.grammar.words("be") for t in tokens[max(0, i - 3) : i])
        return tokens[i].voice == "past" and by and not helped

    def _helps_verb(self, tokens: Sequence[Token], i: int) -> bool:
        """ "has repeatedly ruled out talks": whether "have" is only the auxiliary of another verb."""
        after = next((t for t in tokens[i + 1 : i + 4] if not self._is_adverb(t)), None)
        return after is not None and after.voice == "past"

    def _may_be_noun(self, tokens: Sequence[Token], i: int, *, verb: bool) -> bool:
        """Whether a word may be the noun that tells an act, rather than a verb."""
        if self._stretch and not tokens[i].is_name_like:
            return False
        if tokens[i].voice not in ("past", "active", "passive"):
            return True
        return (self._articled and not verb) or self._made_noun(tokens, i)

    def _tells(self, tokens: Sequence[Token], last: int, verb: bool) -> bool:
        """Whether the phrase has its verb: at its head, or at its end in languages that set it there."""
        return tokens[last - 1].voice != "" if self._verb_final else verb

    def _match(self, tokens: Sequence[Token], i: int, words: tuple[str, ...], *, gap: int) -> int | None:
        """The end of a phrase whose first word stands at ``i``; null where the others do not follow near enough."""
        if len(words) == 1 or (self._stretch and gap):
            return i + 1 if all(self._stands_around(tokens, i, word) for word in words[1:]) else None
        at, articled, passed = i + 1, self._articled, False
        inside = self._subject_inside
        for word in words[1:]:
            if word in self._reflexives:
                if not any(t.lower in self._reflexives for t in tokens[max(0, i - 5) : i]):
                    return None
                continue
            near = word in self._prepositions and not articled and not self._free_order
            near = near and not (word in self._infinitive and words[0] in self._tellings)
            skipped, passed_over = gap if near else 0, 0
            while at < len(tokens) and word not in tokens[at].keys:
                token = tokens[at]
                joined = inside and at + 1 in self._named and token.lower in self.grammar.words("list")
                if joined or ((articled or inside) and at in self._named):
                    at, passed = at + 1, True
                    continue
                if near and at in self._named and tokens[at - 1].lower in self._prepositions:
                    at += 1  # "arrived in Cairo for talks"
                    continue
                place = token.lower in self._prepositions and at + 1 in self._named
                if near and place and word in self._infinitive and self._adjuncts:
                    at += 1  # "gathered in Yerevan to demand"
                    continue
                if at + 1 < len(tokens) and tokens[at + 1].text in self._days and self._separates(token):
                    at += 2  # "arrived in Cairo on Sunday for talks"
                    continue
                if tokens[at - 1].text == "-" and tokens[at - 1].end == token.start:
                    at += 1  # "19-й пакет": no word of its own
                    continue
                if articled and token.lower in self._locative and at + 1 < len(tokens) and tokens[at + 1].is_name_like:
                    at += 2  # "ont signé à Villacoublay une lettre"
                    continue
                ends = token.voice and (self._verb_final or word in self._infinitive)  # "told Hamas to accept"
                ends = ends or (token.text in ".,;:()" and not self._abbreviates(tokens, at))
                some = token.lower in self._of and tokens[at - 1].lower in self._partitive
                if ends or (self._separates(token) and not self._passes(token) and not some):
                    return None
                light = (
                    not token.is_word or self._is_adverb(token) or (self._adjuncts and not near and token.is_name_like)
                )
                skipped, passed_over = skipped + (not light), passed_over + light
                if skipped > gap or passed_over > MOST_LIGHT:
                    return None
                at += 1
            if at >= len(tokens):
                return None
            at += 1
        return i + 1 if passed else at

    def _stands_around(self, tokens: Sequence[Token], i: int, word: str) -> bool:
        """Whether a word stands between the same commas, and not only in an aside ("wegen der Waffenruhe")."""
        first, last = self._stretch[i]
        return any(word in tokens[k].keys and not self._is_aside(tokens, k, first) for k in range(first, last))

    def _is_aside(self, tokens: Sequence[Token], k: int, first: int) -> bool:
        """Whether a noun stands behind a preposition that tells why or when."""
        if not tokens[k].is_name_like:
            return negates_attribute(tokens, k, self.grammar)
        at = k - 1
        while at >= first and at > k - 5 and tokens[at].text.islower() and not tokens[at].voice:
            if tokens[at].lower in self.grammar.words("prepositions"):
                return tokens[at].lower in self.grammar.words("aside_prepositions")
            at -= 1
        return at >= first and tokens[at].lower in self.grammar.words("aside_prepositions")

    def _gap(self, trigger: Trigger) -> int:
        if trigger.form != "verb":
            return 0
        if trigger.words[0] in ("be", "there"):
            return 1
        return 8 if self._free_order else 4

    def _passes(self, token: Token) -> bool:
        """Whether a word opens a phrase that may stand between a verb and its object: провела в субботу учения."""
        return self._free_order and token.lower in self._prepositions

    def _ends_in_that(self, words: tuple[str, ...]) -> bool:
        return len(words) > 1 and words[-1] in self.grammar.words("complementizers")

    def _is_adverb(self, token: Token) -> bool:
        return token.lower in self._adverbs or token.lower.endswith(self._adverb_endings)

    def _separates(self, token: Token) -> bool:
        return token.lower in self._separators

    def _has_needed(
        self,
        tokens: Sequence[Token],
        i: int,
        last: int,
        trigger: Trigger,
        places: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
    ) -> bool:
        if self._stretch:
            return self._has_around(tokens, i, trigger, places, mentions)
        passive = tokens[i].voice in ("passive", "past")
        after = range(last, min(last + 9, len(tokens)))
        behind = self._verb_final
        before = self._back(tokens, i) if passive or behind or "force" in trigger.needs else range(0)
        stop = self._stops(tokens, after)
        for need in trigger.needs:
            if self._has_one_of(tokens, need, (*before, *range(last, stop))):
                return True
            if need == "area" and any(
                last <= a < min(stop, last + 6) or ((passive or behind) and i - 9 <= a < i) for a, _ in places
            ):
                return True
            kinds = _KINDS.get(need, ())
            if kinds and any(
                who.type in kinds
                for m in mentions
                for who in m.who
                if (need == "person" and (last <= m.first < min(stop, last + 4) or (behind and m.first in before)))
                or (need == "force" and m.last == i)
            ):
                return True
        return False

    def _needed_before(
        self,
        tokens: Sequence[Token],
        i: int,
        trigger: Trigger,
        places: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
    ) -> int | None:
        """ "Село Глушково захватили российские войска": where what a trigger needs stands as an object before it."""
        window = self._fronted.of_needs(tokens, i, mentions)
        for k in window:
            area = "area" in trigger.needs and any(a == k for a, _ in places)
            held = area or any(self._has_one_of(tokens, need, (k,)) for need in trigger.needs)
            if held and not self._fronted.is_led(tokens, k):
                return k
        return None

    def _has_around(
        self,
        tokens: Sequence[Token],
        i: int,
        trigger: Trigger,
        places: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
    ) -> bool:
        """Whether what a trigger needs stands on either side of it, between the same commas."""
        first, last = self._stretch[i]
        for need in trigger.needs:
            if self._has_one_of(tokens, need, (k for k in range(first, last) if k != i)):
                return True
            if need == "area" and any(first <= a < last for a, _ in places):
                return True
            kinds = _KINDS.get(need, ())
            if any(first <= m.first < last and who.type in kinds for m in mentions for who in m.who):
                return need != "person" or any(
                    first <= m.first < last and m.who and m.who[0].type in kinds for m in mentions[1:]
                )
        return False

    def _back(self, tokens: Sequence[Token], i: int) -> range:
        first = max(0, i - (16 if self.grammar.has("verb final") else 9))
        aside = self._articled and tokens[i].voice == "past" and tokens[i - 1].text == ","  # "l'assaut, revendiqué par"
        complementizers = self.grammar.words("complementizers")
        for k in range(i - 1 - aside, first - 1, -1):
            token = tokens[k]
            if token.lower in complementizers or (token.text in '.;:,“”"' and not self._abbreviates(tokens, k)):
                return range(k + 1, i)
            if token.voice and self._verb_final and "+rel" not in token.keys:
                return range(k + 1, i)
        return range(first, i)

    def _stops(self, tokens: Sequence[Token], window: range) -> int:
        complementizers = self.grammar.words("complementizers")
        for k in window:
            text = tokens[k].text
            if tokens[k].lower in complementizers or (text in ".;:" and not self._abbreviates(tokens, k)):
                return k
            if text == "," and k + 1 < len(tokens) and tokens[k + 1].voice == "gerund":
                return k  # "захватили город, убив сотни жителей"
        return window.stop

    def _abbreviates(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether a full stop belongs to the word before it ("1,5 tys. żołnierzy")."""
        return tokens[k].text == "." and k > 0 and f"{tokens[k - 1].text}." in self.grammar.abbreviations

    def _has_one_of(self, tokens: Sequence[Token], need: str, places: Iterable[int]) -> bool:
        """Whether a word of a class, or two of one of its phrases, stand at one of the places."""
        words, pairs = self.grammar.classes[need], self.grammar.pairs_of[need]
        for k in places:
            token = tokens[k]
            if not words.isdisjoint(token.keys):
                return True
            if token.lower in pairs and k + 1 < len(tokens) and tokens[k + 1].lower in pairs[token.lower]:
                return True
        return False

    def _is_verb(self, tokens: Sequence[Token], i: int, ends: dict[int, Mention], headline: bool) -> bool:
        voice = tokens[i].voice
        if self.grammar.has("articled nouns"):
            return voice != "" and self._is_no_noun(tokens, i, headline=headline)
        if self._made_noun(tokens, i):
            return False
        if self.grammar.has("plain verbs"):
            return voice != "" or tokens[i - 1].lower in self._mutual or (headline and not self._stretch)
        if not voice or tokens[i].lower in self.grammar.words("phrase_openers"):
            return self._alone(tokens, i)
        if tokens[i].is_name_like and i > 0 and tokens[i - 1].is_word and not headline:
            return False
        before = self._before(tokens, i)
        word = before.lower if before else ""
        if voice == "past":
            joined = i > 1 and tokens[i - 1].text in "-‑" and tokens[i - 2].end == tokens[i - 1].start
            if joined and tokens[i - 2].is_name_like:
                return False  # "U.S.-supplied missiles"
            return not self._is_adjective(tokens, i, word)
        if voice == "gerund":
            owned = i in ends and ends[i].modifier  # "by Ukrainian shelling"
            return not (owned or self._is_noun_like(tokens, i, word))
        if word in self.grammar.words("before_verb"):
            return True
        at = i - 1
        while at > 0 and self.grammar.ends(tokens[at].lower, "adverb_endings"):
            at -= 1
        if at > 0 and tokens[at].text in '“"':
            at -= 1
        mention = ends.get(at + 1)
        if mention is not None and not headline and self._names_act(tokens, i):
            return False
        if mention is not None:
            return not mention.modifier and not self._in_noun_phrase(tokens, mention)
        if word in ("and", "or", ","):
            return i > 0 and i + 1 < len(tokens) and self._takes_object(tokens, i + 1)
        return headline or word in self.grammar.words("plural_heads")

    def _names_act(self, tokens: Sequence[Token], i: int) -> bool:
        """ "vowed to defy UN sanctions on Tehran": a noun with its preposition, where the sentence has its verb."""
        after = tokens[i + 1].lower if i + 1 < len(tokens) else ""
        noun = after in self.grammar.words("act_prepositions") and bool(self.grammar.noun_kinds(tokens[i].keys))
        return noun and any(t.voice in ("past", "active") for t in tokens[max(0, i - 8) : i - 1])

    def _is_no_noun(self, tokens: Sequence[Token], i: int, *, headline: bool) -> bool:
        """Whether a form that may be a noun or an adjective too is a verb by the words before it."""
        token, words = tokens[i], self.grammar.words
        before = tokens[i - 1].lower if i else ""
        if token.is_name_like and i and tokens[i - 1].is_word:
            return False
        if token.voice == "past":
            helpers = words("have", "be")
            helped = any(t.lower in helpers for t in tokens[max(0, i - 5) : i])
            helped = helped and before not in words("determiners")  # "a condamné la saisie"
            after = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            finite = self.grammar.ends(token.lower, "finite_participles") and before not in words("determiners")
            return helped or finite or headline or after in words("agent") or self._joined_participle(tokens, i)
        if token.voice == "gerund":
            return before in words("gerund_openers") or (i > 0 and tokens[i - 1].text == ",")
        if token.voice == "base" or before in words("before_verb"):
            return before not in words("determiners") or before in words("before_verb")
        if before in words("determiners") or before in words("prepositions"):
            return False
        return not (before in words("prenominal") and i > 1 and tokens[i - 2].lower in words("determiners"))

    def _joined_participle(self, tokens: Sequence[Token], i: int) -> bool:
        """ "a coupé l'électricité au Niger et fermé sa frontière": a participle that shares the auxiliary before it."""
        if not i or tokens[i - 1].lower not in self.grammar.words("coordinators"):
            return False
        if self.grammar.ends(tokens[i].lower, "agreeing_endings"):
            return False  # "une attaque revendiquée et condamnée"
        have = self.grammar.words("have")
        return any(
            tokens[k].voice == "past" and any(t.lower in have for t in tokens[max(0, k - 3) : k])
            for k in range(max(0, i - _SHARED_WITHIN), i - 1)
        )

    def _is_noun_like(self, tokens: Sequence[Token], i: int, before: str) -> bool:
        """Whether an -ing form is no verb: "the shelling", "ramming, blocking", "visiting Minister X"."""
        if before in self.grammar.words("determiners") or before in ("'s", "’s"):
            return True
        if self._ends_noun_phrase(tokens, i):
            return True
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        alone = after is None or after.text in ",;." or after.lower in ("and", "or")
        listed = i > 0 and (tokens[i - 1].text == "," or before in ("and", "or"))
        others = (*tokens[max(0, i - 3) : i], *tokens[i + 1 : i + 3])
        if alone and listed and i > 1 and any(t.lower.endswith("ing") for t in others):
            return True
        verb_before = i > 0 and tokens[i - 1].voice == "base" and tokens[i - 1].lower not in self.grammar.words("be")
        return verb_before and after is not None and after.is_name_like

    def _ends_noun_phrase(self, tokens: Sequence[Token], i: int) -> bool:
        """ "a stern warning against": an adjective with its article before, and no object behind."""
        if i < 2 or i + 1 >= len(tokens):
            return False
        adjective, after = tokens[i - 1], tokens[i + 1]
        plain = adjective.text.islower() and not adjective.voice and not self._is_adverb(adjective)
        if not plain or self._separates(adjective) or adjective.lower in self.grammar.words("be"):
            return False
        led = any(t.lower in self.grammar.words("determiners") for t in tokens[i - 3 : i - 1])
        return led and (not after.is_word or after.lower in self.grammar.words("prepositions"))

    def _in_noun_phrase(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """ "rejected key Hamas demands": a name after an adjective begins no clause."""
        if mention.first < 2 or mention.form not in ("name", "state", "metonym"):
            return False
        adjective, before = tokens[mention.first - 1], tokens[mention.first - 2]
        plain = adjective.text.islower() and adjective.is_word and not adjective.voice
        if not plain or self._is_adverb(adjective) or self._separates(adjective) or not before.voice:
            return False
        names = ("determiners", "times", "conditions", "concessions", "future", "possible", "be", "have", "negators")
        return adjective.lower not in self.grammar.words(*names)

    def _made_noun(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the word before or behind makes a noun of one that may be a verb: 以色列的空袭, 停火协议."""
        if i + 1 < len(tokens) and tokens[i + 1].lower in self._abstract:
            return True
        return i > 0 and tokens[i - 1].lower in self._before_nouns

    def _takes_object(self, tokens: Sequence[Token], k: int) -> bool:
        determiner = tokens[k].lower in self.grammar.words("determiners")
        return determiner or k in self._starts or tokens[k].is_name_like

    def _alone(self, tokens: Sequence[Token], i: int) -> bool:
        """Words that open a phrase without being verbs ("fair game", "no comment")."""
        return tokens[i].lower in self.grammar.words("phrase_openers")

    def _before(self, tokens: Sequence[Token], i: int) -> Token | None:
        at = i - 1
        while at >= 0 and self._is_adverb(tokens[at]):
            at -= 1
        return tokens[at] if at >= 0 else None

    def _is_adjective(self, tokens: Sequence[Token], i: int, before: str) -> bool:
        """ "the captured soldiers": a past form between an article and a noun."""
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if before in self.grammar.words("definite") and (after is None or not after.is_word):
            return True  # "treatment for the injured"
        if after is None or not after.is_word or after.lower in self.grammar.words("prepositions"):
            return False
        words = self.grammar.words("determiners", "prepositions")
        after_verb = i > 0 and tokens[i - 1].voice == "past" and self.grammar.has("marked infinitives")
        helper = before in self.grammar.words("be", "have")
        leading = before in words or before in ("'s", "’s") or (after_verb and not helper)
        if not leading or before in ("that", "this", "to"):
            return False
        return (after.text.islower() and not after.voice) or i + 1 in self._starts
