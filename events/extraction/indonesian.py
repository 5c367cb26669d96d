"""Indonesian word formation: the verb forms of a root.

The nasal prefix meN- follows the root's first letter (Sneddon et al., Indonesian: A Comprehensive
Grammar, chapter 1): kirim -> mengirim, tuduh -> menuduh, serang -> menyerang, puji -> memuji.
"""

from collections.abc import Iterator

_SUFFIXES = ("", "kan", "i")
_VOWELS = "aeiou"


def _nasal(root: str) -> list[str]:
    first = root[0]
    if len(root) <= 3 and sum(letter in _VOWELS for letter in root) == 1:  # one syllable: cat -> mengecat
        return [f"menge{root}"]
    if root.startswith(("pr", "tr", "kr", "st", "sp", "kl", "sk")):  # loan words keep their consonants
        return [f"me{_before(first)}{root}", f"me{_before(first)}{root[1:] if first in 'ptk' else root}"]
    match first:
        case "p":
            return [f"mem{root[1:]}", f"mem{root}"]
        case "t":
            return [f"men{root[1:]}", f"men{root}"]
        case "k":
            return [f"meng{root[1:]}", f"meng{root}"]
        case "s":
            return [f"meny{root[1:]}", f"men{root}"]
        case _:
            return [f"me{_before(first)}{root}"] + ([f"menge{root}"] if len(root) <= 3 else [])


def _before(first: str) -> str:
    if first in "bfvp":
        return "m"
    if first in "cdjzts":
        return "n"
    return "ng" if first in "ghkq" + _VOWELS else ""


def inflections(root: str) -> Iterator[tuple[str, str]]:
    """Every (form, voice) of ``root``; voice is "active", "passive" or "base"."""
    if not root.isalpha():
        return
    for suffix in _SUFFIXES:
        for stem in _nasal(root):
            yield stem + suffix, "active"
        for prefix in ("memper", "ber"):
            yield prefix + root + suffix, "active"
        yield "be" + root + suffix, "active"
        for prefix in ("di", "ter", "diper"):
            yield prefix + root + suffix, "passive"
        if suffix:
            yield root + suffix, "base"
    yield "ber" + root + "an", "active"
