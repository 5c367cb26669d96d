"""Where words that a model returned stand in the article: exactly, but for marks and spaces, nearly, or not."""

import unicodedata

from events.model import Phrase

NEAR = 90.0  # of 100: measured on inventions (62-67) and paraphrases (91-93)
SHORTEST = 12  # characters of words that may be found nearly; shorter ones resemble too much
_MARKS = {ord(mark): plain for plain, marks in {"'": "’‘ʼ`´", '"': "“”„«»", "-": "–—‑−"}.items() for mark in marks}


def find(words: str, text: str, start: int = 0, end: int | None = None) -> Phrase | None:
    """The phrase of ``text[start:end]`` that the words are, or None where they are not there."""
    words, end = words.strip(), len(text) if end is None else end
    if not words:
        return None
    at = text.find(words, start, end)
    if at >= 0:
        return Phrase.of(text, at, at + len(words))
    folded, places = _folded(text[start:end])
    wanted, _ = _folded(words)
    at = folded.find(wanted) if wanted else -1
    if at >= 0:
        return Phrase.of(text, start + places[at], start + places[at + len(wanted) - 1] + 1)
    return _nearly(wanted, folded, places, text, start)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without differences of case, width, marks and spaces, and where each of its characters stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for each in unicodedata.normalize("NFKC", letter).casefold().translate(_MARKS):
            if each.isspace() and (not letters or letters[-1] == " "):
                continue
            letters.append(" " if each.isspace() else each)
            places.append(place)
    return "".join(letters), places


def _nearly(wanted: str, folded: str, places: list[int], text: str, start: int) -> Phrase | None:
    from rapidfuzz import fuzz

    if len(wanted) < SHORTEST or len(wanted) > len(folded):
        return None
    found = fuzz.partial_ratio_alignment(wanted, folded, score_cutoff=NEAR)
    if found is None or found.dest_end - found.dest_start < SHORTEST:
        return None
    first, last = start + places[found.dest_start], start + places[found.dest_end - 1] + 1
    while first > 0 and text[first - 1].isalnum() and text[first].isalnum():
        first -= 1
    while last < len(text) and text[last].isalnum() and text[last - 1].isalnum():
        last += 1
    phrase = Phrase.of(text, first, last)
    lead = len(phrase.text) - len(phrase.text.lstrip())
    return Phrase.of(text, first + lead, first + len(phrase.text.rstrip()))
