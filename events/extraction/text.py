"""Article text -> sentences of tokens: furniture and datelines left out, quotations marked, every offset kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.extraction.grammar import Grammar, Word

_BEGUN = (
    r"[A-Z]\.(?:[A-Z]\.)+"  # U.S., J.D.
    r"|\d+(?:[.,:/]\d+)*"
    r"|[’'](?:s|re|ve|ll|m|d)\b"
)
_NOT = r"|n['’]t\b|[^\W\d_]+?(?=n['’]t\b)"  # do|n't
_VOWELS = "\u064b-\u0652\u0670"  # Arabic marks that stand in words and are no letters
_PLAIN = rf"|[^\W\d_]++(?!['’{_VOWELS}])"  # what most words are, with nothing to look for behind their letters
_ENDED = _PLAIN + rf"|[^\W\d_]+(?:(?:['’](?!s\b|re\b|ve\b|ll\b)|[{_VOWELS}]+)[^\W\d_]+)*[{_VOWELS}]*|[^\s]"
_TOKEN, _TOKEN_WITHOUT_NOT = re.compile(_BEGUN + _NOT + _ENDED), re.compile(_BEGUN + _ENDED)
_OPENING, _CLOSING = "“«„「『", "”»」』"
_STRAIGHT = '"'
_DASHES = "—–-"
_QUOTING = frozenset(_OPENING + _CLOSING + _STRAIGHT + _DASHES)
_FULL_STOPS = "。！？"  # end a sentence whatever follows
_blank = object.__new__
_LONGEST = 250  # tokens; real sentences stay well below
# All begin with a mark of one set, so that the search is over at once everywhere else.
_END = re.compile(r"[.!?…؟。！？](?:(?<=[.!?…؟])[.!?…؟]*[\"”»“«’')\]]*(?=\s|$)|(?<=[。！？])[。！？]*[\"”」』）)]*)")


@dataclass(slots=True, eq=False)  # never changed; not frozen, because as many as words are made, at a tenth of the cost
class Token:
    """One word or mark; ``start`` and ``end`` are offsets in the article's text.

    ``keys`` are the forms under which the lexicon may know it (itself, its lemma or root, without
    clitics), ``voice`` what its form says ("active", "passive", "base", or "" for no verb).
    ``is_name_like`` says that it begins with a capital letter, ``is_word`` that it is no mark or number.
    """

    text: str
    start: int
    end: int
    lower: str
    keys: frozenset[str]
    voice: str
    quoted: bool
    is_name_like: bool
    is_word: bool


@dataclass(slots=True)  # as a token
class Sentence:
    """A sentence; ``quote_run`` numbers the quotation it stands in (0: none), ``headline`` marks the first line."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int
    headline: bool = False
    quote_run: int = 0


def sentences(text: str, grammar: Grammar, title: str | None = None) -> list[Sentence]:
    """The sentences of ``text`` in order; ``title`` helps to tell the headline line from the body."""
    found: list[Sentence] = []
    run, inside = 0, False
    lines = list(_lines(text))
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if grammar.is_furniture(line):
            continue
        headline = number == 0 and _is_headline(line, title, len(lines))
        offset = grammar.dateline_length(line) if not headline else 0
        for first, last in _split(line, offset, grammar):
            tokens, inside_after, quotes = _tokens(line, first, last, start, grammar, inside)
            starts_inside = inside or quotes
            if starts_inside and not inside:
                run += 1
            for piece in _pieces(tokens):
                found.append(
                    Sentence(
                        start=piece[0].start,
                        end=piece[-1].end,
                        tokens=piece,
                        paragraph=number,
                        headline=headline,
                        quote_run=run if starts_inside else 0,
                    )
                )
            inside = inside_after
        inside = inside and _opens_next(text, lines, number)
    return found


def _pieces(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """A sentence whole; what no end mark divides is divided, so that no input costs more than its length."""
    for first in range(0, len(tokens), _LONGEST):
        yield tokens[first : first + _LONGEST]


def word_pieces(phrase: str) -> tuple[str, ...]:
    """A phrase cut into words and marks as the tokens of a sentence are."""
    return tuple(_TOKEN.findall(phrase))


def _opens_next(text: str, lines: list[tuple[int, int]], number: int) -> bool:
    """Whether the quotation goes on: newspapers open each further paragraph of a quotation anew."""
    if number + 1 >= len(lines):
        return False
    start, _ = lines[number + 1]
    return text[start] in _OPENING + _STRAIGHT and text[lines[number][1] - 1] not in _CLOSING + _STRAIGHT


def _is_headline(line: str, title: str | None, lines: int) -> bool:
    if title and line.strip() == title.strip():
        return True
    return lines > 1 and len(line) < 160 and not _END.search(line.rstrip()[-3:])


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if line.strip():
            yield (
                match.start() + len(line) - len(line.lstrip()),
                match.start() + len(line.rstrip()),
            )


def _split(line: str, offset: int, grammar: Grammar) -> Iterator[tuple[int, int]]:
    start = offset
    for match in _END.finditer(line, offset):
        end = match.end()
        rest = line[end:].lstrip()
        if not rest:
            break
        if grammar.has("verb final") and _is_open(line[start:end]):
            continue  # the saying stands behind all of a quotation
        if not (_may_begin(_first_letter(rest, grammar), grammar) or match.group()[0] in _FULL_STOPS):
            continue
        word = line[start : match.start() + 1].rsplit(None, 1)[-1].lstrip("(\"“'")
        if word in grammar.abbreviations or re.fullmatch(r"[A-Z]\.", word):
            continue
        yield _trim(line, start, end)
        start = end
    first, last = _trim(line, start, len(line))
    if first < last:
        yield first, last


def _first_letter(rest: str, grammar: Grammar) -> str:
    """What a sentence begins with, after the dash that opens speech where there is one."""
    spoken = rest.lstrip(_DASHES + " ") if grammar.has("dash speech") else rest
    return (spoken or rest)[0]


def _may_begin(letter: str, grammar: Grammar) -> bool:
    """Whether a sentence may begin with this letter or mark."""
    if letter.isupper() or letter.isdigit() or letter in _OPENING + _STRAIGHT + "'‘(":
        return True
    return grammar.has("caseless") and letter.isalpha()


def _is_open(words: str) -> bool:
    """Whether a quotation begins in these words and does not end."""
    straight = words.count(_STRAIGHT) % 2 == 1
    return straight or sum(c in _OPENING for c in words) > sum(c in _CLOSING for c in words)


def _trim(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and line[start].isspace():
        start += 1
    while end > start and line[end - 1].isspace():
        end -= 1
    return start, end


def _tokens(
    line: str, first: int, last: int, base: int, grammar: Grammar, inside: bool
) -> tuple[tuple[Token, ...], bool, bool]:
    """The tokens of a sentence, whether what follows it stands inside a quotation, and whether a mark in it does."""
    tokens: list[Token] = []
    quotes = False
    marks = _QUOTING | grammar.words("either_quotes")
    token = _TOKEN if "n't" in line or "n’t" in line else _TOKEN_WITHOUT_NOT
    cut, add = grammar.cut, tokens.append
    for match in token.finditer(line, first, last):
        run, quoted = match.group(), inside
        if run in marks:
            inside, quoted = _at_mark(run, line, match.end(), grammar, inside, opens=not tokens)
            quotes = quotes or quoted
        for word in cut(run):
            add(_placed(word, base + match.start(), quoted))
    return tuple(tokens), inside, quotes


def _placed(word: Word, at: int, quoted: bool) -> Token:
    """The token that a word of a run at an offset is; without ``__init__``, which takes twice as long for each."""
    token = _blank(Token)
    token.text, start, end, token.lower, token.keys, token.voice, token.is_name_like, token.is_word = word
    token.start, token.end, token.quoted = at + start, at + end, quoted
    return token


def _at_mark(mark: str, line: str, end: int, grammar: Grammar, inside: bool, *, opens: bool) -> tuple[bool, bool]:
    """Whether what follows a mark stands inside a quotation, and whether the mark does; ``opens`` a sentence."""
    either = mark == _STRAIGHT or mark in grammar.words("either_quotes")
    dash = mark in _DASHES and grammar.has("dash speech")
    if dash and opens and not inside:
        return True, True
    if dash and inside and _tells(line, end, grammar):
        return False, True
    if (either and not inside) or (mark in _OPENING and not either):
        return True, True
    if either or mark in _CLOSING:
        return False, True
    return inside, inside


def _tells(line: str, at: int, grammar: Grammar) -> bool:
    """Whether a saying follows, which closes speech that a dash opened."""
    word = re.match(r"\s+([^\W\d_]+)", line[at : at + 60])
    return (
        word is not None
        and word.group(1).islower()
        and not grammar.say_heads.isdisjoint(grammar.forms(word.group(1))[0])
    )
