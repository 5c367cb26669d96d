"""Bodies that are told by a common noun: a group named right behind it, or spoken of by who backs it."""

from collections.abc import Sequence

from events.extraction.atoms import Atoms
from events.extraction.text import Token
from events.model import ActorType

_WORDS_BETWEEN = 2  # "kelompok peretas Brain Cipher": words that may describe the noun before the name
_BACKED_WITHIN = 4  # tokens between the noun and who backs it


def named_behind(atoms: Atoms, tokens: Sequence[Token], i: int) -> tuple[int, int, ActorType] | None:
    """Where the name begins and ends that stands right behind a noun for armed groups or organisations at ``i``.

    Names that the register knows are found without their noun.
    """
    kinds = atoms.grammar.table("kinds_of_bodies")
    kind = kinds.get(tokens[i].lower)
    organ = atoms.organ(tokens, i) if kind else None
    if kind is None or (organ and organ[0] > i + 1):
        return None  # "kelompok bersenjata Papua": those of a place
    at = i + 1
    while at < len(tokens) and at - i <= _WORDS_BETWEEN and _describes(atoms, tokens[at]):
        at += 1
    end = atoms.name(tokens, at) if at < len(tokens) and tokens[at].is_name_like else at
    if end == at or any(atoms.alias(tokens, k) or atoms.title(tokens, k) for k in range(at, end)):
        return None
    return at, end, ActorType(kind)


def backed(atoms: Atoms, tokens: Sequence[Token], i: int) -> int | None:
    """The end of "kelompok yang didukung Iran itu": a body named before, spoken of by who stands behind it."""
    grammar = atoms.grammar
    if tokens[i].lower not in grammar.words("own_bodies"):
        return None
    for k in range(i + 1, min(i + _BACKED_WITHIN, len(tokens))):
        if tokens[k].lower in grammar.words("backed_by"):
            owner = atoms.owner(tokens, k + 1) if k + 1 < len(tokens) else None
            end = owner[0] if owner else k
            pointed = end < len(tokens) and tokens[end].lower in grammar.words("deictic")
            return end + 1 if owner and pointed else None
    return None


def _describes(atoms: Atoms, token: Token) -> bool:
    plain = token.is_word and token.text.islower() and not token.voice
    return plain and not atoms.ends_adjectives(token)
