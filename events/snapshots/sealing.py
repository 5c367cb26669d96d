"""A file of named parts with a seal at its end that covers every byte: what was changed is found, and its part named.

The seal is a line of canonical JSON in an HTML comment. It has the length and SHA-256 of each part, in order, facts
about the file, and as ``seal`` the SHA-256 of itself without that field.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from events.snapshots.document import canonical

FORMAT = 1
_END = re.compile(rb"\n<!-- seal (\{[^\n]*\}) -->\n\Z")
_MARK = b"\n<!-- seal "


class Broken(Exception):  # noqa: N818 - a sentence for the user
    """The file is not as it was sealed; says where."""


@dataclass(frozen=True)
class Sealed:
    """What a seal holds together: facts about the file, its parts by name, and the digest of the seal itself."""

    facts: Mapping[str, object]
    parts: Mapping[str, bytes]
    digest: str


def seal(parts: Sequence[tuple[str, bytes]], facts: Mapping[str, object]) -> bytes:
    """The file of ``parts``, in order, sealed; a part's name says what a reader would call it."""
    listed = [[name, len(content), sha256(content).hexdigest()] for name, content in parts]
    sealed: dict[str, object] = {"format": FORMAT, "facts": dict(facts), "parts": listed}
    sealed["seal"] = sha256(canonical(sealed).encode()).hexdigest()
    words = canonical(sealed).replace("-->", "--\\u003e")
    return b"".join(content for _, content in parts) + _MARK + words.encode() + b" -->\n"


def is_sealed(content: bytes) -> bool:
    """Whether the file claims to be sealed."""
    return _MARK in content


def unseal(content: bytes) -> Sealed:
    """The parts and facts of a sealed file; raises Broken, naming the part, where any byte is not as it was sealed."""
    found = _END.search(content)
    if found is None:
        raise Broken("the seal at its end is gone or was changed")
    try:
        sealed = json.loads(found[1])
        listed = [(str(name), int(length), str(digest)) for name, length, digest in sealed["parts"]]
        facts, digest = dict(sealed["facts"]), str(sealed["seal"])
        if len({name for name, _, _ in listed}) < len(listed) or any(length < 0 for _, length, _ in listed):
            raise ValueError
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Broken("the seal at its end was changed") from None
    own = {name: value for name, value in sealed.items() if name != "seal"}
    if sha256(canonical(own).encode()).hexdigest() != digest or not _is_written_so(sealed, found[1]):
        raise Broken("the seal at its end was changed")
    if sealed.get("format") != FORMAT:
        raise Broken("its seal is of a form that this edition does not read; use a newer one")
    return Sealed(facts, _parts(content[: found.start()], listed), digest)


def _is_written_so(sealed: Mapping[str, object], written: bytes) -> bool:
    return canonical(sealed).replace("-->", "--\\u003e").encode() == written


def _parts(body: bytes, listed: Sequence[tuple[str, int, str]]) -> dict[str, bytes]:
    changed = _changed(body, listed)
    if changed:
        raise Broken(f"the change lies in {' and '.join(changed)}")
    parts, start = {}, 0
    for name, length, _ in listed:
        parts[name] = body[start : start + length]
        start += length
    return parts


def _changed(body: bytes, listed: Sequence[tuple[str, int, str]]) -> list[str]:
    """The names of the parts that are not as they were sealed.

    Where bytes were added or taken away, parts are cut from both ends: what stands between is what was changed.
    """
    lost = sum(length for _, length, _ in listed) - len(body)
    changed: list[str] = []
    start = 0
    for name, length, digest in listed:
        here = body[start : start + length] if not changed or not lost else body[start - lost : start - lost + length]
        start += length
        if sha256(here).hexdigest() != digest:
            changed.append(name)
    return changed or (["what stands after its last part"] if lost else [])
