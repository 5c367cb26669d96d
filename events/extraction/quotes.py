"""The words an act rests on: its part of a sentence, cut where it is too long."""

from collections.abc import Sequence

from events.extraction.act import Act
from events.extraction.text import Sentence

_LONGEST_QUOTE = 600  # characters
_EDGES = " ,;:—–-，；：、"


def own_words(acts: Sequence[Act], sentence: Sentence, text: str) -> list[Act]:
    """Each act of a sentence with its own words: from its clause to the next act's, all of it for a single act."""
    if len(acts) == 1:
        return [_with_span(acts[0], sentence.start, sentence.end, text)]
    cut: list[Act] = []
    starts = sorted({a.start for a in acts})
    for act in acts:
        position = starts.index(act.start)
        start = sentence.start if position == 0 else act.start
        end = starts[position + 1] if position + 1 < len(starts) else sentence.end
        for place in act.places:
            if place.phrase and place.phrase.end <= act.start and act.start - place.phrase.end < 4 and position:
                start = min(start, place.phrase.start)
        cut.append(_with_span(act, start, end, text))
    return cut


def _with_span(act: Act, start: int, end: int, text: str) -> Act:
    words = text[start:end]
    lead = len(words) - len(words.lstrip(_EDGES))
    tail = len(words) - len(words.rstrip(_EDGES))
    start, end = start + lead, max(start + lead + 1, end - tail)
    if end - start > _LONGEST_QUOTE:
        start, end = _window(act, start, end, text)
    return act.spanning(start, end)


def _window(act: Act, start: int, end: int, text: str) -> tuple[int, int]:
    """The part of too long a quote that holds the verb and, as far as there is room, whom and what it names."""
    phrases = [a.phrase for a in act.actors] + [p.phrase for p in act.places]
    named = [p for p in phrases if p and start <= p.start and p.end <= end]
    first = min([act.anchor[0], *(p.start for p in named)])
    last = max([act.anchor[1], *(p.end for p in named)])
    if last - first > _LONGEST_QUOTE:
        first = max(start, min(first, act.anchor[0]), act.anchor[1] - _LONGEST_QUOTE)
    if first - start + (last - first) <= _LONGEST_QUOTE:
        first = start
    while first < act.anchor[0] and first > start and not text[first - 1].isspace():
        first += 1
    stop = min(end, first + _LONGEST_QUOTE)
    while stop > act.anchor[1] and stop < end and not text[stop].isspace():
        stop -= 1
    return first, stop
