"""What EVENTS_ENGINE says: where a cluster is, and as whom to ask it."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from events.model import Problem, one_line
from events.record import Failure

VARIABLE = "EVENTS_ENGINE"
FORM = "clickhouse://[user:password@]host:port[,host:port]/database[?cluster=name]"
PORTS = {"clickhouse": 8123, "clickhouses": 8443}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")


class Unanswered(Failure):
    """A cluster gave no answer, or no whole one; worded for the user."""


@dataclass(frozen=True)
class Address:
    """Where a ClickHouse server listens, and as whom to ask it; the first of several hosts that accepts is asked."""

    hosts: tuple[tuple[str, int], ...]
    database: str
    cluster: str | None = None
    user: str = "default"
    password: str = field(default="", repr=False)
    secure: bool = False

    def __str__(self) -> str:
        """Without user and password, to be shown."""
        scheme = "clickhouses" if self.secure else "clickhouse"
        return f"{scheme}://{','.join(map(_shown, self.hosts))}/{self.database}"


def _shown(host: tuple[str, int]) -> str:
    name = f"[{host[0]}]" if ":" in host[0] else host[0]
    return f"{name}:{host[1]}"


def address_in(words: str) -> Address:
    """The address that EVENTS_ENGINE gives; raises Problem, without the password, for one that is none."""
    try:
        parts = urlsplit(words)
        if parts.scheme not in PORTS or parts.fragment:
            raise ValueError("it does not begin with clickhouse://")
        login, _, hosts = parts.netloc.rpartition("@")
        user, _, password = login.partition(":")
        options = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
        if set(options) - {"cluster"} or len(options.get("cluster", [])) > 1:
            raise ValueError("only cluster may follow the question mark, once")
        database, cluster = parts.path.removeprefix("/"), options.get("cluster", [None])[0]
        for what, name in (("database", database), ("cluster", cluster)):
            if name is not None and not NAME.fullmatch(name):
                raise ValueError(
                    f"the name of its {what} is not of letters, digits and _" if name else f"it names no {what}"
                )
        return Address(
            hosts=tuple(_host(each, PORTS[parts.scheme]) for each in hosts.split(",")),
            database=database,
            cluster=cluster,
            user=unquote(user) or "default",
            password=unquote(password),
            secure=parts.scheme == "clickhouses",
        )
    except ValueError as error:
        shown = one_line(re.sub("//.*", "//...", words, flags=re.DOTALL))  # a password could stand anywhere in the rest
        raise Problem(
            f'{VARIABLE} is "{shown}": {error}. Allowed are duckdb, and {FORM} (clickhouses:// for TLS).'
        ) from None


def _host(words: str, port: int) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{words}")
        found = parts.hostname, parts.port or port
    except ValueError:
        raise ValueError("a host or port in it is none") from None
    if not found[0]:
        raise ValueError("it names no host")
    return found[0], found[1]
