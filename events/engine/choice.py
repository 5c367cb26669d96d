"""Which engine answers: DuckDB in this process, or the cluster that EVENTS_ENGINE names."""

import os
import threading
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from events.engine.address import VARIABLE, Address, address_in
from events.engine.embedded import Embedded, embedded
from events.engine.sets import DataSet, before_publishing
from events.record import Record

if TYPE_CHECKING:  # what a cluster needs is read only where there is one
    from events.engine.cluster import Cluster

_OPEN: "WeakKeyDictionary[Record, dict[Address, Cluster]]" = WeakKeyDictionary()
_OPENING = threading.Lock()


def chosen_address() -> Address | None:
    """Where the cluster is that EVENTS_ENGINE names, null for none; raises Problem where it is no address."""
    words = os.environ.get(VARIABLE, "").strip()
    return None if words in ("", "duckdb") else address_in(words)


def engine_over(record: Record) -> "Embedded | Cluster":
    """The one engine of this process over ``record``, as EVENTS_ENGINE chooses it; raises Problem as above."""
    address = chosen_address()
    return embedded(record) if address is None else cluster_at(address, record)


def cluster_at(address: Address, record: Record) -> "Cluster":
    """The engine on the cluster at this address over ``record``, one in a process."""
    from events.engine.clickhouse import Server
    from events.engine.cluster import Cluster

    with _OPENING:
        there = _OPEN.setdefault(record, {})
        if address not in there:
            there[address] = Cluster(record, Server(address), str(address))
        return there[address]


def _send_ahead(record: Record, new: DataSet) -> None:
    """Send to the cluster, where there is one, what a data set is about to hold, so that nobody waits for it then."""
    address = chosen_address()
    if address is not None:
        cluster_at(address, record).send_ahead([new])


before_publishing(_send_ahead)
