"""Who: the actors a sentence names, by alias, title and name, organ and owner, pronoun and metonym."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from events.extraction.actor_rules import Rule
from events.extraction.atoms import Opening, openings_of
from events.extraction.named_actors import NamedActors
from events.extraction.names import Mention
from events.extraction.text import Sentence, Token
from events.register import state_of, while_unedited

Rules = tuple[Rule, ...]


@dataclass
class Reader(NamedActors):
    """Reads an article's sentences in order and finds whom they name."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._settled: dict[Token, Mention | None] = {}
        self._openings: dict[tuple[Token, ...], list[tuple[int, Rules]]] = {}

    def learn(self, sentences: Iterable[Sentence], scene: str | None = None) -> None:
        """First reading: full names, and the country the article is most about; ``scene``: where most places lie."""
        for sentence in sentences:
            self.mentions(sentence)
        self.memory = self.memory.reread(self.grammar.home, scene)

    def mentions(self, sentence: Sentence, country: str | None = None, scene: str | None = None) -> list[Mention]:
        """The mentions of a sentence, in order, not overlapping; ``country`` is where its places lie, if one.

        ``scene`` is the country to which its opening words turn.
        """
        found = self._memory.begin()
        self._turn_to(scene, sentence.paragraph)
        self.around = state_of(country)
        near = sentence.paragraph - self.before[0] <= 1
        self.lately = self.around or (self.before[1] if near else None)
        self.before = (sentence.paragraph, self.lately)
        self.headline = sentence.headline
        position = 0
        tokens = sentence.tokens
        for at, rules in self._openings_in(tokens):
            if at < position or (mention := self._mention_at(tokens, at, rules)) is None:
                continue
            if mention.who or mention.form == "agency":
                found.append(mention)
            if mention.who:
                self._memory.remember(mention)
                self._note_thing(tokens, mention)
            position = max(mention.last, at + 1)
        return found

    def _turn_to(self, scene: str | None, paragraph: int) -> None:
        """Where an article turns to a country new to it, bare organs are that country's in the paragraph."""
        if paragraph != self.before[0]:
            self.scene = None
        state = state_of(scene)
        if state is not None and not self._memory.seen[state.country or ""]:
            self.scene = state
            organs = self._memory.last_organ.items()
            self._memory.last_organ = {suffix: who for suffix, who in organs if who.country == state.country}

    def _note_thing(self, tokens: Sequence[Token], mention: Mention) -> None:
        """Takes note of whose a ship or drone is, named with its owner: "a Russian drone", "kapal Tiongkok"."""
        if mention.form != "organ" or mention.last - mention.first < 2 or len(mention.who) != 1:
            return
        noun = tokens[mention.first] if self.grammar.has("owner after") else tokens[mention.last - 1]
        if self.grammar.lists(noun, "owned_only"):
            for key in noun.keys:
                self._memory.things[key] = mention.who[0]

    def _mention_at(self, tokens: Sequence[Token], i: int, rules: Iterable[Rule]) -> Mention | None:
        """The mention that begins at ``i``, with the case that it tells: looked for once where nothing else decides."""
        token, settled = tokens[i], self._settled
        if token in settled:
            return settled[token]
        self._consulted = False
        mention = self._first_of(rules, tokens, i)
        if mention is not None and (mention.who or mention.form == "agency"):
            case = self.case_of(tokens, mention)
            mention = replace(mention, case=case) if case else mention
        if not self._consulted:
            settled[token] = mention
        return mention

    def case_of(self, tokens: Sequence[Token], mention: Mention) -> str:
        """The case that a mention's form tells, "" where it tells none."""
        return self.atoms.case(tokens, mention.first, mention.last)

    def _first_of(self, rules: Iterable[Rule], tokens: Sequence[Token], i: int) -> Mention | None:
        for rule in rules:
            mention = rule(self, tokens, i)
            if mention is not None:
                return mention
        return None

    def _openings_in(self, tokens: tuple[Token, ...]) -> list[tuple[int, Rules]]:
        """Where in a sentence mentions may begin, by which rules: told once for both readings."""
        openings = self._openings.get(tokens)
        if openings is None:
            openings = self._openings[tokens] = self._openings_among(tokens)
        return openings

    def _openings_among(self, tokens: tuple[Token, ...]) -> list[tuple[int, Rules]]:
        """Where by the words' forms mentions may begin, by which rules: for most words there is none."""
        rules_of = _rules_by_form(type(self), self.grammar.language, self._opening_lists)
        return [(i, rules) for i, t in enumerate(tokens) if t.is_word and (rules := rules_of(t.text, t.lower, t.keys))]

    @classmethod
    def rules_for(cls, opening: Opening) -> Iterator[Rule]:
        """The rules by which a mention may begin with a word."""
        if opening.phrase:
            yield cls._pronoun
        if opening.body:
            yield cls._kind_then_name
        if opening.title:
            yield cls._titled
        if opening.alias or opening.organ:
            yield cls._owned
        if opening.alias or opening.capital:
            yield cls._person
        if opening.organ:
            yield cls._bare_organ


@while_unedited
def _rules_by_form(
    kind: type[Reader], language: str, lists: tuple[str, ...]
) -> Callable[[str, str, frozenset[str]], Rules]:
    """The rules of a reader of a language by a word's form, told of each form once."""
    opens = openings_of(language, lists).of

    @lru_cache(maxsize=50_000)
    def rules_of(text: str, lower: str, keys: frozenset[str]) -> Rules:
        opening = opens(text, lower, keys, text[:1].isupper())
        return () if opening is None else tuple(kind.rules_for(opening))

    return rules_of
