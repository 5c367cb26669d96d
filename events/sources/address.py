"""An address -> the bytes behind it, fetched so that nobody's own network can be reached through it.

Only http and https; only public addresses, checked after the name is resolved and again at each
redirect, and the connection goes to the very address that was checked, so that a name which
changes its mind in between gains nothing. Size and time are bounded for the whole, not for each
read; what arrives packed is unpacked within the same bound.
"""

import http.client
import io
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from events.model import Problem, one_line
from events.sources.reading import FILE_LIMIT

AGENT = "conflict-events"
SECONDS = 30.0  # for one address with its redirects
REDIRECTS = 5
LONGEST = 2000  # characters of an address
_ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.1"
_STATUS = {
    401: "asks for a name and password",
    402: "asks for payment",
    403: "refuses to hand out the page",
    404: "has no such page",
    410: "has withdrawn the page",
    429: "is asked too often; try later",
    451: "may not show the page for legal reasons",
}

Lookup = Callable[[str, int], list[str]]


class NoAnswer(Problem):
    """An address that gave nothing to read through no mistake of the user: a failure, worded for the user."""

    exit_status = 1

    def __init__(self, words: str, status: int | None = None) -> None:
        """The sentence, and the status with which a server refused."""
        super().__init__(words)
        self.status = status


@dataclass(frozen=True)
class Answer:
    """What an address gave: its bytes, the address that gave them at last, and what the server says of them."""

    url: str
    data: bytes
    kind: str  # the media type in small letters, "" where the server says none
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None

    @property
    def mark(self) -> str:
        """What the server tells one version of the page from another by; "" where it says nothing."""
        return self.etag or self.modified or ""


def is_public(address: str) -> bool:
    """Whether the IP address is one of the open internet; an IPv4 address inside an IPv6 one is looked at itself."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64 or ip in _COMPATIBLE:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        inside = [each for each in inner if each is not None]
        if inside:
            return all(is_public(str(each)) for each in inside)
        if ip.is_site_local or ip.scope_id:
            return False
    closed = ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_private
    return ip.is_global and not closed and not ip.is_unspecified


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses that the system's resolver gives for ``host``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def public_addresses(host: str, port: int, *, lookup: Lookup = look_up) -> list[str]:
    """The IP addresses of ``host``; raises Problem where one is not public, NoAnswer where there is none."""
    try:
        addresses = lookup(host, port)
    except (OSError, UnicodeError):
        addresses = []
    if not addresses:
        raise NoAnswer(f'The name "{one_line(host)}" leads nowhere; check the address, and that the network is there.')
    if not all(map(is_public, addresses)):
        raise Problem(
            '"{host}" leads into a private network or to this machine; only public addresses are read. Save the page '
            "in a file and give its path.",
            host=one_line(host),
        )
    return addresses


def checked(url: str) -> SplitResult:
    """The parts of ``url``; raises Problem where it is no address that may be fetched."""
    shown = one_line(url)
    wrong = '"{address}" is not an address; an address begins with http:// or https://, a name and nothing unusual.'
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Problem(wrong, address=shown) from None
    if parts.scheme.lower() not in ("http", "https"):
        raise Problem(
            '"{address}" cannot be fetched; an address begins with http:// or https://. Save the page in a file and '
            "give its path.",
            address=shown,
        )
    if not host or len(url) > LONGEST or not url.strip().isprintable() or " " in parts.netloc or port == 0:
        raise Problem(wrong, address=shown)
    if parts.username is not None or parts.password is not None:
        raise Problem("The address carries a user's name or password; give it without, or save the page in a file.")
    return parts


class _Timed(io.RawIOBase):
    """A socket to read from, until a moment and not a second longer however slowly it drips."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)


class _Connection:
    """What http.client needs of a socket."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._left())
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self._sock, self._left))

    def close(self) -> None:
        pass  # http.client is done with it before the answer is read; whoever opened the socket closes it


@dataclass(frozen=True)
class Fetcher:
    """Fetches addresses; ``resolve`` gives for a name the IP addresses that may be connected to, or raises Problem."""

    resolve: Lookup = public_addresses
    seconds: float = SECONDS
    limit: int = FILE_LIMIT
    tls: ssl.SSLContext | None = None  # that of the system
    clock: Callable[[], float] = time.monotonic

    def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int | None = None,
        before: Callable[[str], None] | None = None,
    ) -> Answer | None:
        """What ``url`` gives, redirects followed; None where it is as the ``headers`` say it is known already.

        ``before`` is called with each address before it is asked for, and may raise.
        """
        until = self.clock() + self.seconds
        try:
            for _ in range(REDIRECTS + 1):
                parts = checked(url)
                waited = self.clock()
                if before:
                    before(url)
                until += self.clock() - waited
                found = self._once(parts, headers or {}, limit or self.limit, until)
                if not isinstance(found, str):
                    return found
                url = urljoin(url, found)
        except TimeoutError:
            raise NoAnswer(
                f'"{one_line(url)}" did not answer in full within {self.seconds:g} seconds; try later.'
            ) from None
        except ssl.SSLError as error:
            why = one_line(getattr(error, "verify_message", "") or error.reason or "no secure connection")
            raise NoAnswer(f'"{one_line(url)}" cannot be trusted or reached securely ({why}); try later.') from None
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            why = one_line(getattr(error, "strerror", None) or type(error).__name__)
            raise NoAnswer(
                f'"{one_line(url)}" could not be reached ({why}); check the address, or try later.'
            ) from None
        raise NoAnswer(f'"{one_line(url)}" sends one on and on ({REDIRECTS} times are allowed); check the address.')

    def _once(self, parts: SplitResult, headers: Mapping[str, str], limit: int, until: float) -> Answer | str | None:
        """One request: an answer, the address to go on to, or None where nothing is new."""

        def left() -> float:
            seconds = until - self.clock()
            if seconds <= 0:
                raise TimeoutError
            return seconds

        sock = self._connected(parts, left)
        try:
            connection = http.client.HTTPConnection(str(parts.hostname))
            connection.sock = _Connection(sock, left)
            connection.putrequest("GET", _target(parts), skip_host=True, skip_accept_encoding=True)
            sent = {"Host": _host(parts), "User-Agent": _agent(), "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
            for name, value in {**sent, "Connection": "close", **headers}.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            location = response.getheader("Location")
            if response.status in (301, 302, 303, 307, 308) and location:
                said = location.encode("latin-1").decode("utf-8", errors="replace")
                return quote(said, safe="%/:=&?~#+!$,;'@()*[]")
            return self._answer(parts, response, limit)
        finally:
            sock.close()

    def _connected(self, parts: SplitResult, left: Callable[[], float]) -> socket.socket:
        """A connection to one of the addresses that were checked, secured for https."""
        secure = parts.scheme.lower() == "https"
        port = parts.port or (443 if secure else 80)
        host = str(parts.hostname)
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
        failed: OSError = OSError("no address")
        for address in _in_time(lambda: self.resolve(host, port), left()):
            try:
                sock = socket.create_connection((address, port), timeout=min(left(), 10.0))
            except OSError as error:
                failed = error
                continue
            if not secure:
                return sock
            try:
                sock.settimeout(left())
                return (self.tls or _system_tls()).wrap_socket(sock, server_hostname=host)
            except BaseException:
                sock.close()
                raise
        left()
        raise failed

    def _answer(self, parts: SplitResult, response: http.client.HTTPResponse, limit: int) -> Answer | None:
        url, host = parts._replace(fragment="").geturl(), one_line(str(parts.hostname))
        status = response.status
        if status == 304:
            return None
        if status != 200:
            why = _STATUS.get(status, f"answered with status {status}")
            raise NoAnswer(f'{host} {why} ("{one_line(url)}"); check the address, or save the page in a file.', status)
        return Answer(
            url=url,
            data=_body(response, limit, url),
            kind=response.headers.get_content_type() if response.getheader("Content-Type") else "",
            charset=response.headers.get_content_charset(),
            etag=response.getheader("ETag"),
            modified=response.getheader("Last-Modified"),
        )


def _in_time(work: Callable[[], list[str]], seconds: float) -> list[str]:
    """What ``work`` gives; raises TimeoutError after ``seconds``, for the system's resolver knows no limit."""
    done: list[list[str] | BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            done.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        raise TimeoutError
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


@cache
def _system_tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _agent() -> str:
    from importlib.metadata import version

    return f"{AGENT}/{version('conflict-events')}"


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*[]")
    return f"{path}?{quote(parts.query, safe='%/:=&?~+!$,;@()*[]')}" if parts.query else path


def _host(parts: SplitResult) -> str:
    host = str(parts.hostname)
    host = host if host.isascii() else host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts.port}" if parts.port else host


def _body(response: http.client.HTTPResponse, limit: int, url: str) -> bytes:
    """The whole body, unpacked, within the limit."""
    packed = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip", "deflate"):
        raise NoAnswer(
            f'"{one_line(url)}" comes packed as {one_line(packed)}, which is not read; save the page in a file.'
        )
    unpack = None if packed == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    parts: list[bytes] = []
    size = 0
    while True:
        piece = response.read1(65536)
        if unpack and piece:
            if not parts and packed == "deflate" and not re.match(rb"[\x08\x18\x28\x38\x48\x58\x68\x78]", piece):
                unpack = zlib.decompressobj(-zlib.MAX_WBITS)
            out = unpack.decompress(piece, limit + 1 - size)
        else:
            out = piece
        parts.append(out)
        size += len(out)
        if size > limit:
            raise Problem(
                '"{name}" is larger than {most:g} MB, the most that is fetched; save what you need of it in a file.',
                name=one_line(url),
                most=limit / 1_000_000,
            )
        if not piece:
            break
    if response.length not in (None, 0) or (unpack and not unpack.eof):
        raise NoAnswer(f'"{one_line(url)}" broke off before its end; try later.')
    return b"".join(parts)
