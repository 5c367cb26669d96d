"""Who: the actors a sentence names, by alias, title and name, organ and owner, pronoun and metonym."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from events.extraction.actor_rules import Rule
from events.extraction.atoms import Opening
from events.extraction.named_actors import NamedActors
from events.extraction.names import Mention
from events.extraction.text import Sentence, Token
from events.register import state_of


@dataclass
class Reader(NamedActors):
    """Reads an article's sentences in order and finds whom they name."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._settled: dict[Token, Mention | None] = {}
        self._rules: dict[Opening, tuple[Rule, ...]] = {}
        self._openings: dict[tuple[Token, ...], list[tuple[int, tuple[Rule, ...]]]] = {}

    def learn(self, sentences: Iterable[Sentence], scene: str | None = None) -> None:
        """First reading: full names, and the country the article is most about; ``scene``: where most places lie."""
        for sentence in sentences:
            self.mentions(sentence)
        self.memory = self.memory.reread(self.grammar.home, scene)

    def mentions(self, sentence: Sentence, country: str | None = None) -> list[Mention]:
        """The mentions of a sentence, in order, not overlapping; ``country`` is where its places lie, if one."""
        found = self._memory.begin()
        self.around = state_of(country)
        near = sentence.paragraph - self.before[0] <= 1
        self.lately = self.around or (self.before[1] if near else None)
        self.before = (sentence.paragraph, self.lately)
        self.headline = sentence.headline
        position = 0
        tokens = sentence.tokens
        for at, rules in self._openings_in(tokens):
            mention = self._mention_at(tokens, at, rules) if at >= position else None
            if mention is None:
                continue
            if mention.who or mention.form == "agency":
                found.append(mention)
            if mention.who:
                self._memory.remember(mention)
                self._note_thing(tokens, mention)
            position = max(mention.last, at + 1)
        return found

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
        token = tokens[i]
        if token in self._settled:
            return self._settled[token]
        self._consulted = False
        mention = self._first_of(rules, tokens, i)
        if mention is not None and (mention.who or mention.form == "agency"):
            case = self.case_of(tokens, mention)
            mention = replace(mention, case=case) if case else mention
        if not self._consulted:
            self._settled[token] = mention
        return mention

    def case_of(self, tokens: Sequence[Token], mention: Mention) -> str:
        """The case that a mention's form tells, "" where it tells none."""
        return self.atoms.case(tokens, mention.first, mention.last)

    def _first_of(self, rules: Iterable[Rule], tokens: Sequence[Token], i: int) -> Mention | None:
        for rule in rules:
            mention = rule(tokens, i)
            if mention is not None:
                return mention
        return None

    def _openings_in(self, tokens: tuple[Token, ...]) -> list[tuple[int, tuple[Rule, ...]]]:
        """Where in a sentence mentions may begin, by which rules: told once for both readings."""
        openings = self._openings.get(tokens)
        if openings is None:
            openings = self._openings[tokens] = []
            for i, token in enumerate(tokens):
                if token.is_word and (rules := self._rules_at(tokens, i)):
                    openings.append((i, rules))
        return openings

    def _rules_at(self, tokens: Sequence[Token], i: int) -> tuple[Rule, ...]:
        """The rules by which a mention may begin with a word: for most words there is none."""
        token = tokens[i]
        opening = self.atoms.opens(token.text, token.lower, token.keys, token.is_name_like)
        if opening is None:
            return ()
        rules = self._rules.get(opening)
        if rules is None:
            rules = self._rules[opening] = tuple(self._rules_for(opening))
        return rules

    def _rules_for(self, opening: Opening) -> Iterator[Rule]:
        if opening.phrase:
            yield self._pronoun
        if opening.body:
            yield self._kind_then_name
        if opening.title:
            yield self._titled
        if opening.alias or opening.organ:
            yield self._owned
        if opening.alias or opening.capital:
            yield self._person
        if opening.organ:
            yield self._bare_organ
