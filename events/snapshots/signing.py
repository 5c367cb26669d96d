"""The desk's own signature under a snapshot: Ed25519 (RFC 8032, by PyNaCl) over its id and hash; no part of them.

The private key is a file beside the record that only its owner reads. Where there is one, snapshots are signed as they
are made; whoever has the public key can check one without this record.
"""

import os
import re
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from events.articles import one_line
from events.model import Problem
from events.record import Failure
from events.snapshots.document import Signature

FILE = "snapshot-key"
PREFIX = "ed25519:"
_KEY = re.compile(r"ed25519:[0-9a-f]{64}")


def made_key(home: Path) -> str:
    """The public key of the record in ``home``, whose private one is made there if absent.

    Raises Problem where it cannot be kept, Failure where what is kept is no key.
    """
    path = home / FILE
    if not path.exists():
        try:
            _write(path, bytes(SigningKey.generate()).hex() + "\n")
        except OSError as error:
            raise Problem(f'"{path}" cannot be written ({error.strerror}); see that there is room.') from None
    key = public_key(home)
    assert key is not None  # noqa: S101 - it was made above
    return key


def _write(path: Path, words: str) -> None:
    """Makes the file for its owner only, whole or not at all; what another process has made meanwhile stays."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=path.name, encoding="ascii") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(file.name)


def public_key(home: Path) -> str | None:
    """The public key of the record in ``home``, such as "ed25519:" and 64 hex digits; null where there is none."""
    private = _private(home)
    return _words(private) if private else None


def sign(home: Path, snapshot_id: str, content_hash: str) -> Signature | None:
    """The signature of the record in ``home`` under an id and a hash; null where it has no key."""
    private = _private(home)
    if private is None:
        return None
    return Signature(key=_words(private), signature=private.sign(_message(snapshot_id, content_hash)).signature.hex())


def holds(signature: Signature, snapshot_id: str, content_hash: str) -> bool:
    """Whether the signature is by its key and under this id and hash."""
    try:
        key = VerifyKey(bytes.fromhex(signature.key.removeprefix(PREFIX)))
        key.verify(_message(snapshot_id, content_hash), bytes.fromhex(signature.signature))
    except (BadSignatureError, ValueError, TypeError):
        return False
    return signature.signature == signature.signature.lower() and bool(_KEY.fullmatch(signature.key))


def require_key(words: str) -> str:
    """The public key in ``words``; raises Problem for anything else."""
    key = words.strip()
    key = key if key.startswith(PREFIX) else PREFIX + key
    if not _KEY.fullmatch(key):
        raise Problem(f'"{one_line(words)}" is not a public key; give one as events snapshot key shows it.')
    return key


def _private(home: Path) -> SigningKey | None:
    path = home / FILE
    try:
        return SigningKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Failure(f'The key "{path}" cannot be read ({error.strerror}); let this user read it.') from None
    except Exception:  # whatever PyNaCl says of what is no key
        raise Failure(f'"{path}" is not a signing key; put back a copy, or move it away and make another.') from None


def _message(snapshot_id: str, content_hash: str) -> bytes:
    return f"conflict-events snapshot 1\n{snapshot_id}\n{content_hash}".encode("ascii", "replace")


def _words(private: SigningKey) -> str:
    return PREFIX + bytes(private.verify_key).hex()
