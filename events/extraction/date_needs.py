"""What no phrase of a date form can be without: a stretch of text that lacks it need not be searched for the form."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

Words = tuple[str, ...]

_SLOT = re.compile(r"\{([a-z_][a-z_0-9]*)\}")
_INNERMOST = re.compile(
    r"\((?:\?(?P<aside>[!=]|<[!=]|P=)|\?(?:P<\w+>|[-i]*:))?(?P<inner>[^()]*)\)(?P<optional>[?*]|\{0,)?"
)
_UNSURE = re.compile(r"\\.|\[[^\]]*\]|\{\w+\}\?|\w(?:[?*]|\{[0-9,]+\})|(?<!\))\{[0-9,]+\}")
"""Marks, sets of letters, and what a phrase may leave out."""
_PIECE = re.compile(r"\{(?P<slot>\w+)\}|<(?P<group>[0-9]+)>|[^\W\d_]+")


def plain(text: str) -> str:
    """A text in which words are looked for: no case and blanks, "ı" and "İ" as the "i" that patterns take them for."""
    return "".join(text.casefold().replace("ı", "i").replace("\u0307", "").replace("’", "'").split())


def may_stand_in(stretch: str, needs: Sequence[Words]) -> bool:
    """Whether a plain text has one of each group of words."""
    for words in needs:
        for word in words:
            if word in stretch:
                break
        else:
            return False
    return True


def needs_of(template: str, lists: Mapping[str, Sequence[str]], slots: Mapping[str, str]) -> tuple[Words, ...]:
    """The groups of words of each of which any phrase of a template has one, the fewest words first.

    ``lists`` are the words that a slot stands for, ``slots`` the templates that others do.
    """
    body = f"({_UNSURE.sub(' ', _filled(template, lists, slots))})"
    groups: list[Words] = []
    while group := _INNERMOST.search(body):
        inside = group["inner"]
        if group["aside"] or group["optional"]:
            inside = " "
        elif "|" in inside:
            groups.append(_one_of(inside.split("|"), lists, groups))
            inside = f"<{len(groups) - 1}>"
        body = body[: group.start()] + inside + body[group.end() :]
    return tuple(sorted(set(_needed(body, lists, groups)), key=lambda words: (len(words), words)))


def _filled(template: str, lists: Mapping[str, Sequence[str]], slots: Mapping[str, str]) -> str:
    """A template with other templates in place of the slots that stand for no list."""

    def filling(slot: re.Match[str]) -> str:
        return slot[0] if slot[1] in lists else f"(?:{_filled(slots[slot[1]], lists, slots)})"

    return _SLOT.sub(filling, template)


def _one_of(ways: Sequence[str], lists: Mapping[str, Sequence[str]], groups: Sequence[Words]) -> Words:
    """The words of which a phrase has one that goes one of several ways; none where a way needs no word."""
    needed = [min(_needed(way, lists, groups), key=len, default=()) for way in ways]
    return shortest(word for words in needed for word in words) if all(needed) else ()


def _needed(flat: str, lists: Mapping[str, Sequence[str]], groups: Sequence[Words]) -> Iterator[Words]:
    """The groups of words that a template without brackets names, and each of its own words by itself."""
    for piece in _PIECE.finditer(flat):
        if piece["slot"]:
            words = shortest(lists[piece["slot"]])
        elif piece["group"]:
            words = groups[int(piece["group"])]
        else:
            words = (plain(piece[0]),)
        if words:
            yield words


def shortest(phrases: Iterable[str]) -> Words:
    """The phrases in plain words, but for those that hold another; none where one has no letter or figure."""
    words = {plain(phrase) for phrase in phrases}
    if not all(any(map(str.isalnum, word)) for word in words):
        return ()
    return tuple(sorted(word for word in words if not any(other in word for other in words - {word})))
