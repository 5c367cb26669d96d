"""Fetching addresses: only public ones, however they are reached, within limits, and politely; on a real server."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from events.articles import read_article
from events.model import Problem
from events.sources.address import Answer, Fetcher, NoAnswer, checked, is_public, public_addresses
from events.sources.robots import Visitor
from tests.files import SENTENCES, TITLE, make_page, make_pdf
from tests.serving import serving

HOST = "news.example"
PAGE = make_page(head='<meta property="article:published_time" content="2024-10-31">').encode()
ROBOTS = "User-agent: *\nDisallow: /secret*.html$\n\nUser-agent: greedy\nDisallow: /\n"


def resolve(host: str, port: int) -> list[str]:
    """Our own name leads to this machine's server; any other goes through the guard, with names of our own."""
    names = {"inside.example": ["10.0.0.5"], "mixed.example": ["93.184.216.34", "::ffff:127.0.0.1"]}
    if host == HOST:
        return ["127.0.0.1"]
    return public_addresses(host, port, lookup=lambda host, _port: names.get(host, [host] if host[0].isdigit() else []))


def page(request: Request) -> Response:
    """The page, unless the asker knows this version already."""
    if request.headers.get("if-none-match") == '"1"':
        return Response(status_code=304)
    return Response(PAGE, media_type="text/html", headers={"ETag": '"1"'})


def packed(request: Request) -> Response:
    """The page, packed as the address says."""
    how = request.path_params["how"]
    raw = zlib.compressobj(wbits=-15)
    data = {
        "gzip": gzip.compress(PAGE),
        "deflate": zlib.compress(PAGE),
        "raw": raw.compress(PAGE) + raw.flush(),
        "bomb": gzip.compress(bytes(60_000_000)),
        "half": gzip.compress(PAGE)[:200],
        "br": PAGE,
    }[how]
    named = {"raw": "deflate", "bomb": "gzip", "half": "gzip"}.get(how, how)
    return Response(data, media_type="text/html", headers={"Content-Encoding": named})


def to(request: Request) -> Response:
    """On to whatever address is given."""
    return RedirectResponse(request.query_params["url"])


def plain(text: str, status: int = 200) -> Callable[[Request], Response]:
    """Answers with this text."""
    return lambda _request: PlainTextResponse(text, status)


SITE = Starlette(
    routes=[
        Route("/robots.txt", plain(ROBOTS)),
        Route("/berita", page),
        Route("/secret1.html", page),
        Route("/secret1.htmlx", page),
        Route("/packed/{how}", packed),
        Route("/to", to),
        Route("/loop", lambda _request: RedirectResponse("/loop")),
        Route(
            "/text",
            lambda _request: Response("Pasukan tiba é.".encode("latin-1"), media_type="text/plain; charset=latin-1"),
        ),
        Route("/paper", lambda _request: Response(make_pdf([SENTENCES]), media_type="application/pdf")),
        Route("/picture", lambda _request: Response(b"\x89PNG", media_type="image/png")),
        Route("/large", lambda _request: Response(b"<html>" + b"a" * 3_000_000, media_type="text/html")),
        Route("/broken", plain("", 500)),
        Route("/closed", plain("", 403)),
    ]
)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the site."""
    with serving(SITE) as client:
        yield f"http://{HOST}:{client.port}"


def visitor(**settings: float) -> Visitor:
    """A visitor that knows our names and does not dawdle."""
    return Visitor(Fetcher(resolve=resolve, **settings), pause=0)  # type: ignore[arg-type]


def fetched(url: str, **settings: float) -> Answer:
    """What is fetched."""
    answer = visitor(**settings).visit(url)
    assert answer is not None
    return answer


@contextmanager
def dripping(piece: bytes, *, head: bytes = b"", times: int = 200) -> Iterator[str]:
    """A server that answers a piece at a time, ten a second, and ends by itself."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            server.settimeout(10)
            try:
                while True:
                    with server.accept()[0] as connection:
                        asked = connection.recv(4096)
                        if b"robots.txt" in asked:
                            connection.sendall(b"HTTP/1.1 404 no\r\nContent-Length: 0\r\n\r\n")
                            continue
                        connection.sendall(head)
                        for _ in range(times):
                            connection.sendall(piece)
                            time.sleep(0.1)
            except OSError:
                return

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://{HOST}:{server.getsockname()[1]}/"


# -- what may be reached -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0",  # noqa: S104 - refused
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "::127.0.0.1",
        "2001:0:7f00:1::", "localhost", "", "300.1.1.1", "0x7f000001",
    ],
)  # fmt: skip
def test_addresses_that_are_nobodys_business(address: str) -> None:
    """Loopback, private, link-local, multicast and reserved addresses are not public, in whatever clothes."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    """Addresses of the open internet are public."""
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/a", "file:///etc/passwd", "gopher://news.example", "//news.example/a", "http://", "http:///a",
        "http://user:secret@news.example/", "http://news.example:0/", "http://news.example:99999/", "http://[::1/",
        "http://news.example/a\r\nHost: b", "http://news .example/", "http://n.example/" + "a" * 3000,
        "javascript:alert(1)",
    ],
)  # fmt: skip
def test_addresses_that_are_none(url: str) -> None:
    """What is no plain http or https address is refused in one sentence that tells no password."""
    with pytest.raises(Problem) as refused:
        checked(url)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("host", ["inside.example", "mixed.example", "127.0.0.1", "2130706433.example"])
def test_names_that_lead_inside(host: str) -> None:
    """A name that leads, also, to a private address is not fetched, and one that leads nowhere says so."""
    with pytest.raises(Problem, match=r"private network or to this machine|leads nowhere"):
        visitor().visit(f"http://{host}/")


@pytest.mark.parametrize("url", ["http://inside.example/", "http://127.0.0.1/", "file:///etc/passwd", "http://[::1]/"])
def test_redirects_are_checked_anew(site: str, url: str) -> None:
    """A public page cannot send the program into a private network, or to a file."""
    with pytest.raises(Problem, match=r"private network|begins with http|leads nowhere"):
        visitor().visit(f"{site}/to?url={url}")


def test_a_name_is_resolved_once_for_each_connection(site: str) -> None:
    """The connection goes to the address that was checked: the name is not asked again in between."""
    asked = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return resolve(host, port)

    assert Fetcher(resolve=once).fetch(f"{site}/berita") is not None
    assert asked == [HOST]


# -- limits --------------------------------------------------------------------------------------


def test_redirects_end(site: str) -> None:
    """Redirects are followed, but not for ever."""
    assert fetched(f"{site}/to?url=/berita").url == f"{site}/berita"
    with pytest.raises(NoAnswer, match="sends one on and on"):
        fetched(f"{site}/loop")


@pytest.mark.parametrize("how", ["gzip", "deflate", "raw"])
def test_packed_pages(site: str, how: str) -> None:
    """Pages that come packed are unpacked."""
    assert fetched(f"{site}/packed/{how}").data == PAGE


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/packed/bomb", "larger than 25 MB"),
        ("/packed/half", "broke off before its end"),
        ("/packed/br", "comes packed as br"),
        ("/broken", "answered with status 500"),
        ("/closed", "refuses to hand out"),
        ("/missing", "has no such page"),
    ],
)
def test_answers_that_give_nothing(site: str, path: str, words: str) -> None:
    """Bombs, halves and refusals are told in one sentence."""
    with pytest.raises(Problem, match=words):
        fetched(f"{site}{path}")


def test_size_is_bounded(site: str) -> None:
    """No more is read than is allowed."""
    with pytest.raises(Problem, match="larger than 1 MB"):
        fetched(f"{site}/large", limit=1_000_000)


@pytest.mark.parametrize(
    ("head", "piece"),
    [(b"", b"H"), (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"), (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x")],
    ids=["status", "headers", "body"],
)
def test_time_is_bounded_for_the_whole(head: bytes, piece: bytes) -> None:
    """A server that drips, each piece in good time, is left when the time for the whole is over."""
    begun = time.monotonic()
    with (
        dripping(piece, head=head) as url,
        pytest.raises(NoAnswer, match=r"did not answer in full within 0\.5 seconds"),
    ):
        fetched(url, seconds=0.5)
    assert time.monotonic() - begun < 5


def test_a_slow_resolver_is_left() -> None:
    """A name that takes for ever to resolve does not hold the program."""
    fetcher = Fetcher(resolve=lambda _host, _port: time.sleep(3) or [], seconds=0.3)  # type: ignore[func-returns-value]
    with pytest.raises(NoAnswer, match="did not answer in full"):
        fetcher.fetch("http://slow.example/")


def test_a_body_that_breaks_off() -> None:
    """A page of which the end is missing is not taken for the whole."""
    with (
        dripping(b"x", head=b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", times=1) as url,
        pytest.raises(NoAnswer, match="broke off before its end"),
    ):
        fetched(url)


def test_nobody_there_and_no_trust(site: str) -> None:
    """A closed port and a server without a certificate are told in one sentence."""
    with pytest.raises(NoAnswer, match="could not be reached"):
        fetched(f"http://{HOST}:1/")
    with pytest.raises(NoAnswer, match="securely"):
        fetched(site.replace("http:", "https:") + "/berita")


# -- politeness ----------------------------------------------------------------------------------


def test_robots_are_respected(site: str) -> None:
    """What robots.txt forbids is not fetched, also after a redirect, with its wildcards; the rest is."""
    assert fetched(f"{site}/secret1.htmlx").data == PAGE
    for url in (f"{site}/secret1.html", f"{site}/to?url=/secret1.html"):
        with pytest.raises(Problem, match=r"its robots\.txt"):
            fetched(url)


@pytest.mark.parametrize(("status", "read"), [(404, True), (401, True), (500, False), (429, False)])
def test_robots_that_cannot_be_had(status: int, read: bool) -> None:
    """A site without rules may be read; one whose rules cannot be had is left alone."""
    with serving(Starlette(routes=[Route("/robots.txt", plain("", status)), Route("/berita", page)])) as client:
        url = f"http://{HOST}:{client.port}/berita"
        if read:
            assert fetched(url).data == PAGE
        else:
            with pytest.raises(NoAnswer):
                fetched(url)


def test_a_site_is_not_asked_in_haste(site: str) -> None:
    """Between two requests to one site there is a pause."""
    waited: list[float] = []
    slow = Visitor(Fetcher(resolve=resolve), pause=1.0, sleep=waited.append)
    slow.visit(f"{site}/berita")
    slow.visit(f"{site}/berita")

    assert len(waited) == 1
    assert 0 < waited[0] <= 1.0


def test_what_is_known_is_not_sent_again(site: str) -> None:
    """A page whose mark is known is answered with nothing new."""
    mark = fetched(f"{site}/berita").mark

    assert mark == '"1"'
    assert visitor().visit(f"{site}/berita", headers={"If-None-Match": mark}) is None


# -- articles ------------------------------------------------------------------------------------


def test_an_article_from_an_address(site: str) -> None:
    """The page at an address is read as an article that says where it is from; what the user gives stands above."""
    found = read_article(f"{site}/berita", visitor=visitor())
    given = read_article(f"{site}/berita", visitor=visitor(), published=date(2024, 11, 1), language="ms")

    assert (found.title, found.url, found.published) == (TITLE, f"{site}/berita", date(2024, 10, 31))
    assert found.text == "\n\n".join((TITLE, *SENTENCES))
    assert (given.published, given.published_basis, given.language) == (date(2024, 11, 1), "given", "ms")


def test_other_formats_from_an_address(site: str) -> None:
    """Plain text in its character set and PDF files are read from addresses, too; pictures are refused."""
    assert read_article(f"{site}/text", visitor=visitor()).text == "Pasukan tiba é."
    paper = read_article(f"{site}/paper", visitor=visitor())
    assert (paper.url, SENTENCES[2] in paper.text.replace("\n\n", " ")) == (f"{site}/paper", True)
    with pytest.raises(Problem, match="image/png"):
        read_article(f"{site}/picture", visitor=visitor())
