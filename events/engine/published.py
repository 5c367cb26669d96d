"""What of a record lies on a cluster: a small file beside the record that says it, replaced in one step.

Rows on the cluster belong to parts, each written once and never changed; which parts make up the answers, and which
rows of them hold no longer, is said here and nowhere else. So readers see one version whole, whatever is being sent.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic import Field, ValidationError

from events.engine.cluster_table import TABLE
from events.engine.dialect import CLICKHOUSE
from events.engine.segments import write_text
from events.model import Noun


class Part(Noun):
    """Rows written together: their number in the table, how many, and when they were sent (seconds since 1970)."""

    number: int
    rows: int
    sent: float


class Layer(Part):
    """A part of the record: ``replaced`` are events whose rows in earlier layers hold no longer, ``gone`` those of them
    without a row here; ``corrects`` says whether a row of it stands for one of an imported data set."""

    replaced: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    corrects: bool = False


class Published(Noun):
    """What lies on the cluster: where the record stood, its layers, oldest first, and the segments of data sets.

    ``rows`` of the record are made by ``rules`` (``events.index.fingerprint``); ``last`` tells the last revision taken
    from any other; ``left`` are parts that no answer needs any longer, with the time since when.
    """

    owner: int
    version: int = -1
    revision: int = 0
    decision: int = 0
    last: tuple[str, int, str] | None = None
    rules: str = ""
    layers: tuple[Layer, ...] = ()
    sets: Mapping[str, Part] = Field(default_factory=dict)
    left: Mapping[int, float] = Field(default_factory=dict)

    def number(self) -> int:
        """A number for a new part, like no other of this record or of another in the same tables."""
        return self.owner << 32 | secrets.randbits(32)

    def parts(self) -> list[Part]:
        """All parts that answers may need."""
        return [*self.layers, *self.sets.values()]

    def relation(self, segments: list[str], *, ours: bool = False) -> str:
        """The rows that hold, of the record and of these segments, as what may follow FROM.

        Of ``ours``, which came back from an export, articles may tell as well.
        """
        sets = [self.sets[name].number for name in segments]
        numbers = [*sets, *(layer.number for layer in self.layers)]
        tests = [f"segment IN ({_listed(numbers or [0])})", *self._hidden()]
        record = _listed(layer.number for layer in self.layers)
        if sets and self.layers and (ours or any(layer.corrects for layer in self.layers)):
            corrected = f"SELECT id FROM {TABLE} PREWHERE segment IN ({record})"
            corrected += "" if ours else " WHERE article IS NULL"
            tests.append(f"(segment IN ({record}) OR id GLOBAL NOT IN ({corrected}))")
        return f"{TABLE} PREWHERE {' AND '.join(tests)}"

    def folded(self, first: int) -> str:
        """The rows that hold of the layers from number ``first`` on, as what may follow FROM."""
        some = self.layers[first:]
        tests = [f"segment IN ({_listed(layer.number for layer in some)})"]
        for number, layer in enumerate(some[:-1], start=1):
            later = f"SELECT id FROM {TABLE} PREWHERE segment IN ({_listed(each.number for each in some[number:])})"
            gone = [each for after in some[number:] for each in after.gone]
            also = f" OR id IN ({CLICKHOUSE.literals(gone)})" if gone else ""
            tests.append(f"NOT (segment = {layer.number} AND (id GLOBAL IN ({later}){also}))")
        return f"{TABLE} PREWHERE {' AND '.join(tests)}"

    def _hidden(self) -> Iterator[str]:
        """That a row is not of a layer whose later layers have the event anew."""
        later: dict[str, None] = {}
        for layer in reversed(self.layers):
            if later:
                yield f"NOT (segment = {layer.number} AND id IN ({CLICKHOUSE.literals(later)}))"
            later |= dict.fromkeys(layer.replaced)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


class Ledger:
    """The file that says what of the record in ``home`` lies on the cluster at ``address``."""

    def __init__(self, home: Path, address: str) -> None:
        """The file need not be there yet."""
        name = hashlib.sha256(address.encode()).hexdigest()[:12]
        self._path = home / f"cluster-{name}.json"
        self._lock = home / f"cluster-{name}.lock"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within it, no other process sends to the cluster for this record."""
        import fcntl

        with self._lock.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def read(self) -> Published:
        """What the file says; nothing lies on the cluster where there is no file, or none that can be read."""
        try:
            return Published.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return Published(owner=secrets.randbits(32))

    def write(self, published: Published) -> None:
        """Replace what the file says."""
        write_text(self._path, published.model_dump_json())
