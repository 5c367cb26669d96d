"""Actors whose names are like words that were given, so that whoever misspelt one is told which there are."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain

from events.index import fold, search_terms
from events.model import one_line
from events.register import Entry, entries, known, names_by_language, while_unedited
from events.sentence import Sentence

NEAR = 3  # actors that are named
LIKE = 0.8  # how much of two names is the same (difflib) at least
LONGEST = 60  # characters of what is compared with every name


def nearest(words: str) -> list[Entry]:
    """The actors of the register whose id or names are like ``words``, the likest first.

    The one of that id or name; else those with a name that has all the words in it, the shortest first; else those with
    a name that is spelt almost so.
    """
    if same := known(words.lower()):
        return [same]
    terms, wanted = search_terms(words), fold(words)
    found: list[tuple[bool, int, Entry]] = []
    for entry, names in _names() if terms else ():
        like = [name for name in names if all(term in name for term in terms)]
        if like:
            found.append((wanted not in names, min(map(len, like)), entry))
    contained = [entry for *_, entry in sorted(found, key=lambda each: each[:2])]
    return (contained or list(_spelt_like(" ".join(terms)[:LONGEST])))[:NEAR]


def meant(words: str) -> str | None:
    """The id of the actor called so in any language, or of the only one whose names have these words; else null."""
    near = nearest(words)
    called = [entry for entry in near if entry.id == words.lower() or fold(words) in _folded(entry)]
    found = called or near
    return found[0].id if called or len(found) == 1 else None


def _folded(entry: Entry) -> tuple[str, ...]:
    """The id of an actor and its names in every language, folded."""
    named = (entry.id, entry.name, *chain(*names_by_language(entry).values()))
    return tuple(dict.fromkeys(fold(each) for each in named))


def _spelt_like(wanted: str) -> Iterator[Entry]:
    """The actors with a name that is spelt almost as ``wanted``, the likest first."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    likeness: list[tuple[float, Entry]] = []
    for entry, names in _names() if wanted else ():
        best = 0.0
        for name in names:
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE:
                best = max(best, matcher.ratio())
        if best >= LIKE:
            likeness.append((best, entry))
    yield from (entry for _, entry in sorted(likeness, key=lambda each: -each[0]))


@while_unedited
def _names() -> tuple[tuple[Entry, tuple[str, ...]], ...]:
    """Every actor with its id and its names in every language, folded."""
    return tuple((entry, _folded(entry)) for entry in entries())


def unknown_actor(words: str, near: list[Entry]) -> Sentence:
    """Says that no actor is called so, and which ones are like it."""
    if not near:
        return Sentence('No actor is called "{value}"; events actors list shows all.', value=one_line(words))
    told = 'The actor "{value}" is not known; nearest are {nearest}, and events actors list shows all.'
    return Sentence(told, value=one_line(words), nearest=", ".join(f"{entry.id} ({entry.name})" for entry in near))
