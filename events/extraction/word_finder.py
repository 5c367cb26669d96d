"""Where any of many words stands in a text, in one pass for all of them."""

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick


class WordFinder:
    """Finds words in small letters, whatever case the text has; "ı" and "ſ" count as the letters that patterns take."""

    def __init__(self, words: Iterable[str]) -> None:
        """Of ``words``, which may be parts of one another."""
        self._words = sorted({small(word) for word in words})
        self._automaton = AhoCorasick(self._words)

    def starts(self, text: str) -> list[int]:
        """Where a word begins, in order."""
        found = self._automaton.find_matches_as_indexes(small(text), overlapping=True)
        return sorted({start for _, start, _ in found})

    def longest(self, text: str) -> list[tuple[int, str]]:
        """The longest word that begins at each place where one does, in order."""
        found: dict[int, str] = {}
        for number, start, _ in self._automaton.find_matches_as_indexes(small(text), overlapping=True):
            found[start] = self._words[number]  # they come by their ends: of those that begin together the longest last
        return sorted(found.items())


def small(text: str) -> str:
    """A text in small letters, with as many as it had."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)
    return lower.replace("ı", "i").replace("ſ", "s")


def is_letter(text: str, at: int) -> bool:
    """Whether a letter stands at a place of a text: no mark, no figure, and not past either end."""
    return 0 <= at < len(text) and text[at].isalnum() and not text[at].isdecimal()
