"""An article's text in pieces, each with what it is evidence for in one event; joined, the pieces are the text."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from events.model import Event, Phrase
from events.texts import Texts

# The order decides which colour a word has that is two things at once.
SPECIFIC = ("date", "quantity", "place", "actor")
KINDS = ("quote", "also", *SPECIFIC)


@dataclass(frozen=True)
class Evidence:
    """Words that an event rests on: which field they are evidence for, its value in words, and its short name."""

    kind: str
    phrase: Phrase
    value: str
    label: str = ""


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks."""

    text: str
    kinds: tuple[str, ...]
    values: tuple[str, ...]


def evidence(event: Event, texts: Texts) -> list[Evidence]:
    """Every phrase of an event with the field it stands for."""
    found = [Evidence("quote", event.quote, texts("card.mark.quote"))] if event.quote else []
    found += [Evidence("also", phrase, texts("card.mark.also")) for phrase in event.also]
    for actor in event.actors:
        if actor.phrase:
            role = texts(f"role.name.{actor.role.value}")
            found.append(Evidence("actor", actor.phrase, texts("card.actor.phrase", role=role, name=actor.name), role))
    if event.when and event.when.phrase:
        found.append(Evidence("date", event.when.phrase, texts("card.mark.date"), texts("card.mark.date")))
    place_label, number_label = texts("card.mark.place"), texts("card.mark.quantity")
    found += [Evidence("place", place.phrase, place.name, place_label) for place in event.places if place.phrase]
    for number in event.quantities:
        if number.phrase:
            found.append(Evidence("quantity", number.phrase, f"{number.value:g} {number.unit}", number_label))
    return found


def pieces(text: str, found: Sequence[Evidence]) -> Iterator[Piece]:
    """``text`` cut wherever a phrase begins or ends."""
    edges = {0, len(text)}
    for each in found:
        edges |= {min(each.phrase.start, len(text)), min(each.phrase.end, len(text))}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        over = [each for each in found if each.phrase.start <= start and end <= each.phrase.end]
        kinds = tuple(kind for kind in KINDS if any(each.kind == kind for each in over))
        values = tuple(dict.fromkeys(each.value for each in over if each.kind in SPECIFIC))
        yield Piece(text[start:end], kinds, values)


def marked(text: str, found: Sequence[Evidence]) -> str:
    """The text as HTML: everything escaped, marks around what is evidence."""
    return "".join(_piece(piece) for piece in pieces(text, found))


def _piece(piece: Piece) -> str:
    escaped = html.escape(piece.text)
    if not piece.kinds:
        return escaped
    classes = " ".join(f"says-{kind}" for kind in piece.kinds)
    title = f' title="{html.escape("; ".join(piece.values))}"' if piece.values else ""
    return f'<mark class="{classes}"{title}>{escaped}</mark>'
