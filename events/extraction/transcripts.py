"""Transcripts: whose turn it is to speak, told by a label in capitals ("GEN. PAT RYDER: ...") until the next.

What is said in a turn is read as a quotation of its speaker; a label that names nobody the reader knows is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from events.extraction.actors import Reader
from events.extraction.grammar import Grammar
from events.extraction.text import Sentence, sentences
from events.model import Actor, ActorType, Phrase, Role

_LABEL = re.compile(
    r"^[^\S\n]*(?P<label>[A-Z][A-Z.,'’\-]*(?:[^\S\n]+[A-Z][A-Z.,'’\-]*){1,9})[^\S\n]*:[^\S\n]", re.MULTILINE
)
_QUESTION = re.compile(r"^[^\S\n]*Q(?:UESTION)?[.:][^\S\n]", re.MULTILINE)
_RUNS_FROM = 1_000_000  # numbers of turns stand apart from those of quotations


@dataclass(frozen=True)
class Turn:
    """From offset ``start`` to ``end`` one person speaks; None: somebody asks, and tells no event."""

    start: int
    end: int
    speaker: Actor | None


def turns(text: str, reader: Reader, grammar: Grammar) -> list[Turn]:
    """The turns of a transcript, in order; none in a text whose labels name nobody."""
    found = [(m.start(), m.end(), _speaker(text, m, reader, grammar)) for m in _LABEL.finditer(text)]
    labels = [(begin, end, who) for begin, end, who in found if who is not None]
    if not labels:
        return []
    asked = [(m.start(), m.end(), None) for m in _QUESTION.finditer(text)]
    ordered = sorted([*labels, *asked], key=lambda label: label[0])
    ends = [begin for begin, _, _ in ordered[1:]] + [len(text)]
    return [Turn(begin, end, who) for (_, begin, who), end in zip(ordered, ends, strict=True)]


def _speaker(text: str, match: re.Match[str], reader: Reader, grammar: Grammar) -> Actor | None:
    """The person that a label names, written in small letters for the reader."""
    named = [
        mention.who[0]
        for sentence in sentences(match["label"].title(), grammar)
        for mention in reader.mentions(sentence)
        if mention.who and mention.who[0].type is ActorType.PERSON and mention.form == "name"
    ]
    return named[-1].in_role(Role.SPEAKER, Phrase.of(text, *match.span("label"))) if named else None


def spoken(found: Sequence[Sentence], said: Sequence[Turn]) -> Iterator[Sentence]:
    """The sentences, those of a turn as quotations without their label; questions are left out."""
    for sentence in found:
        number = next(
            (n for n, turn in enumerate(said) if turn.start < sentence.end and sentence.start < turn.end), None
        )
        if number is None:
            yield sentence
        elif said[number].speaker is not None:
            tokens = tuple(replace(t, quoted=True) for t in sentence.tokens if t.start >= said[number].start)
            if tokens:
                yield replace(
                    sentence, start=tokens[0].start, tokens=tokens, headline=False, quote_run=_RUNS_FROM + number
                )


def speakers(said: Sequence[Turn]) -> dict[int, tuple[Actor, ...]]:
    """Who speaks in each run of quotations that a turn is."""
    return {_RUNS_FROM + n: (turn.speaker,) for n, turn in enumerate(said) if turn.speaker is not None}
