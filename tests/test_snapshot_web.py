"""Snapshot pages over HTTP: what is kept and asked again, what is refused, previews, frames, and what moved since."""

import gzip
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from events.commands.drift import snapshot_drift
from events.engine import Engine
from events.figures import panels
from events.model import Kind, Problem, Role, View
from events.record import Failure, Record
from events.sharing import page as snapshot_page
from events.snapshots import control
from events.snapshots.creating import create
from events.web import previews
from events.web import snapshots as web_snapshots
from events.web.answering import AT_ONCE
from events.web.framing import frame_ancestors
from events.web.kept import Answer, Kept
from events.web.routes import SecurityHeaders, routes
from events.web.snapshots import SnapshotPages
from tests.factories import NOON, make_actor, make_article, make_event, make_place, make_span
from tests.serving import Answer as Answered
from tests.serving import Client, serving

HOSTILE = '<script>alert(1)</script>"&'
FORMS = ("", "/since", "/panels.json", "/preview.png")
UNKNOWN = "/s/" + "0" * 32


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of one article with two events."""
    with Record(tmp_path, shipped=[]) as made:
        article = make_article(title="Pasukan Korut Tiba").model_copy(
            update={"publisher": "Kantor & Berita", "url": "https://news.example/a?b=1&c=2"}
        )
        troops = make_event(
            "a",
            article=article,
            actors=[make_actor("prk"), make_actor("usa-mod", Role.SPEAKER, name="Pentagon")],
            places=[make_place(51.73, 36.19)],
            when=make_span(date(2024, 10, 30)),
        )
        made.add(article, [troops, make_event("b", article=article, kind=Kind.STATE)], at=NOON)
        yield made


@pytest.fixture
def client(record: Record) -> Iterator[Client]:
    """A client of the routes as the dashboard mounts them."""
    with serving(Starlette(routes=routes(lambda: record), middleware=[Middleware(SecurityHeaders)])) as made:
        yield made


def shared(record: Record, view: View | None = None, **settings: object) -> str:
    """The path of a new snapshot."""
    given = {"title": "Troops", "by": None, "at": NOON, **settings}
    return f"/s/{create(record, Engine(record), view or View(), **given).id}"  # type: ignore[arg-type]


def moves(record: Record) -> None:
    """One event is corrected, the other withdrawn, a third is new."""
    record.revise(
        "a",
        {"kind": "RETREAT", "when": make_span(date(2024, 10, 29)).model_dump()},
        by="Ana Secret",
        why="private reason",
        at=NOON,
    )
    record.revise("b", {"review": "withdrawn"}, by="Ana Secret", why="private reason", at=NOON)
    other = make_article("Rusia menyerang Sumy.", title=HOSTILE)
    record.add(
        other, [make_event("c", article=other, quote=(0, 5), title=HOSTILE, actors=[make_actor("rus")])], at=NOON
    )


def words(answer: Answered) -> str:
    """The text of a page without its markup."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.text.partition("</style>")[2]))


# -- kept, and asked again --------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_is_told_so(client: Client, record: Record, form: str) -> None:
    """The same answer again is a 304 without a body, by whatever form of its tag; and nothing may be kept unasked."""
    path = shared(record) + form
    first = client.get(path)
    tag = first.headers["etag"]

    assert first.headers["cache-control"] == "private, no-cache"
    for held in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get(path, if_none_match=held)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, if_none_match='"other"').content == first.content


def test_what_was_kept_does_not_outlive_a_revocation(client: Client, record: Record) -> None:
    """Whoever holds a page of a snapshot that was revoked meanwhile is told that it is gone."""
    path = shared(record)
    tags = {form: client.get(path + form).headers["etag"] for form in FORMS}
    control.revoke(record, path[3:], at=NOON)

    for form, tag in tags.items():
        answer = client.get(path + form, if_none_match=tag)
        assert answer.status_code == 410
        assert "etag" not in answer.headers
        assert "Troops" not in answer.text


def test_a_page_is_made_anew_when_the_record_moves(client: Client, record: Record) -> None:
    """What is kept is kept by the record's version: a drift is never told late."""
    path = shared(record)
    before = client.get(path)
    moves(record)
    after = client.get(path, if_none_match=before.headers["etag"])

    assert after.status_code == 200
    assert "1 changed, 1 withdrawn, 1 new that match" in words(after).replace(" ,", ",")


def test_pages_travel_packed(client: Client, record: Record) -> None:
    """Who unpacks gets a third, the same content and the same tag."""
    path = shared(record)
    plain, packed = client.get(path), client.get(path, accept_encoding="br, gzip;q=0.8")

    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert packed.headers["etag"] == plain.headers["etag"]
    assert "content-encoding" not in client.get(path, accept_encoding="gzip;q=0").headers


@pytest.mark.parametrize("form", FORMS)
def test_head_is_get_without_a_body(client: Client, record: Record, form: str) -> None:
    """Every address of a snapshot answers HEAD as it would GET."""
    path = shared(record) + form
    head, get = client.head(path), client.get(path)

    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length", "cache-control"):
        assert head.headers[name] == get.headers[name]
    assert client.head(UNKNOWN + form).status_code == 404


def test_only_pages_that_are_read_count_as_opened(record: Record) -> None:
    """HEAD, figures and pictures are no openings; a page that the reader has already is one."""
    path, pages = shared(record), SnapshotPages(lambda: record, lambda: record)
    with serving(Starlette(routes=pages.routes())) as client:
        for form in FORMS[1:]:
            client.get(path + form)
        client.head(path)
        tag = client.get(path).headers["etag"]
        client.get(path, if_none_match=tag)
    pages.opens.write()

    assert control.entry(record, path[3:]).opens == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_changed_over_http(client: Client, record: Record, method: str) -> None:
    """A snapshot's address only reads."""
    path = shared(record)

    assert client.ask(method, path, {}).status_code == 405
    assert client.get(path).status_code == 200


def test_answers_are_given_up_when_there_is_no_more_room() -> None:
    """What is kept has an end; the longest unused goes first, and what is too large is never kept."""
    import asyncio

    made: list[str] = []

    def make(name: str, size: int) -> Answer:
        made.append(name)
        return Answer.of(name * size, "text/plain", pack=False)

    async def asked() -> None:
        kept = Kept(room=100)
        for name, size in (("a", 25), ("b", 25), ("c", 25), ("d", 25), ("a", 25), ("e", 25), ("a", 25), ("b", 25)):
            await kept.get(name, lambda: make(name, size))  # noqa: B023
        for _ in range(2):
            await kept.get("z", lambda: make("z", 26))
        await asyncio.gather(*(kept.get("once", lambda: make("once", 1)) for _ in range(50)))

    asyncio.run(asked())

    assert made == [*"abcdeb", "z", "z", "once"]


def test_what_failed_is_not_kept(client: Client, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a cluster answers again, or the record is restored, so does everything, with the record as it was."""
    path = shared(record)
    monkeypatch.setenv("EVENTS_ENGINE", "clickhouse://127.0.0.1:1/events")
    assert "cannot be said now" in client.get(path).text
    assert client.get(f"{path}/since").status_code == 503
    monkeypatch.delenv("EVENTS_ENGINE")
    assert "cannot be said now" not in client.get(path).text
    assert client.get(f"{path}/since").status_code == 200

    def lost(*_: object) -> None:
        raise Failure("not what was stored")

    with monkeypatch.context() as broken:
        broken.setattr(web_snapshots, "load", lost)
        assert client.get(f"{path}/panels.json").status_code == 500
    assert client.get(f"{path}/panels.json").status_code == 200


def test_what_is_drawn_is_drawn_few_at_once() -> None:
    """However many ask for different drawings, a processor draws few; answers from the record do not wait for them."""
    import asyncio
    import time

    now, most = [0], [0]

    def make() -> Answer:
        now[0] += 1
        most[0] = max(most[0], now[0])
        time.sleep(0.01)
        now[0] -= 1
        return Answer.of("x", "text/plain")

    async def asked() -> None:
        kept = Kept()
        await asyncio.gather(*(kept.get(number, make, drawn=True) for number in range(20)))

    asyncio.run(asked())
    assert most[0] <= AT_ONCE


def test_lanes_that_are_none_cost_no_drawing(client: Client, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made-up lanes are the same answer as none; those that the snapshot has are opened in whatever order."""
    drawn: list[object] = []
    panels_of = panels.panels

    def counted(*given: Any, **settings: Any) -> Any:
        drawn.append(settings["opened"])
        return panels_of(*given, **settings)

    monkeypatch.setattr(panels, "panels", counted)
    path = f"{shared(record)}/panels.json"
    for lanes in ("", "?lanes=a,b", "?lanes=c", "?lanes=prk,x", "?lanes=y,prk"):
        assert client.get(path + lanes).status_code == 200

    assert drawn == [(), ("prk",)]


# -- what there is not ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_unknown_ids_all_look_alike(client: Client, form: str) -> None:
    """The answer to an id that is not here says nothing about it, not even by its length."""
    answers = [client.get(f"/s/{each * 32}{form}") for each in "0af"]

    assert {each.status_code for each in answers} == {404}
    assert len({each.content for each in answers}) == 1
    assert "etag" not in answers[0].headers


@pytest.mark.parametrize("extra", [".", ")", "]", ",", "»", "%22", "%E2%80%9D", ").", "%3E"])
def test_what_was_pasted_along_is_named(client: Client, record: Record, extra: str) -> None:
    """A link with the full stop or bracket after it says so and leads to the right one; it does not open itself."""
    path = shared(record)
    from urllib.parse import quote

    answer = client.get(path + (extra if extra.startswith("%") or extra.isascii() else quote(extra)))

    assert answer.status_code == 404
    assert "does not belong to it" in answer.text
    assert f'href="{path}"' in answer.text
    assert "Troops" not in answer.text


@pytest.mark.parametrize("bad", ["x", "0" * 31, "0" * 33, "0" * 31 + "G", "A" * 32, "%3Cscript%3E", "0" * 32 + "abc"])
def test_a_malformed_id_says_what_an_id_is(client: Client, bad: str) -> None:
    """What cannot be an id is not looked up, and nothing of it stands in the page."""
    answer = client.get(f"/s/{bad}")

    assert answer.status_code == 404
    assert "32 digits and letters 0-9 a-f" in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/s", "/s/", "/s/a/b/c", UNKNOWN + "/other", UNKNOWN + "/panels.json/x"])
def test_no_address_under_s_is_the_dashboards(client: Client, path: str) -> None:
    """Streamlit would answer any address with its own page and 200."""
    assert client.get(path).status_code == 404


# -- previews and frames ----------------------------------------------------------------------------


def meta(page: str) -> dict[str, str]:
    """The meta elements of a page, by name or property."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    assert len(found) == len(dict(found))
    return dict(found)


@pytest.mark.parametrize(
    ("language", "view"), [("en", "View: everything recorded"), ("id", "Tampilan: semua yang tercatat")]
)
def test_a_link_preview_has_title_words_and_picture(client: Client, record: Record, language: str, view: str) -> None:
    """What messengers and newsroom tools show is the snapshot's own, in the language asked for, by whole addresses."""
    path = shared(record, title=HOSTILE)
    found = meta(client.get(f"{path}?lang={language}").text)
    base = f"http://127.0.0.1:{client.port}"

    assert found["og:title"] == "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;"
    assert view in found["og:description"]
    assert found["og:image"] == f"{base}{path}/preview.png?lang={language}"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:locale"][:2] == language


def test_previews_begin_with_the_address_of_the_desk(
    client: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a proxy the address is the one in EVENTS_URL, and one reader's Host never reaches another."""
    path = shared(record)
    client.ask("GET", path, {"host": "evil.example"})
    assert "evil.example" not in client.get(path).text
    for host in ("evil.example", "[x"):
        asked = client.ask("GET", path, {"host": host})
        assert meta(asked.text)["og:image"].startswith(f"http://127.0.0.1:{client.port}/s/")
        assert host not in client.ask("GET", f"{path}/cite", {"host": host}).text
    monkeypatch.setenv("EVENTS_URL", "https://desk.example/")

    assert meta(client.get(path).text)["og:image"].startswith("https://desk.example/s/")


def test_the_picture_is_drawn_once(client: Client, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept beside the record under a name that opens nothing, and found there by another server."""
    path = shared(record)
    first = client.get(f"{path}/preview.png")
    kept = list((record.home / previews.FOLDER).iterdir())
    monkeypatch.setattr(previews, "link_preview", lambda *_: pytest.fail("drawn again"))
    with serving(Starlette(routes=routes(lambda: record))) as other:
        again = other.get(f"{path}/preview.png")

    assert (first.headers["content-type"], again.content) == ("image/png", first.content)
    assert [each.suffix for each in kept] == [".png"]
    assert path[3:] not in kept[0].name


def test_many_draw_the_same_picture_at_once(tmp_path: Path) -> None:
    """Each writes a file of its own, so that whoever reads sees a whole picture; nothing is left behind."""
    path, pictures = tmp_path / "p" / "x.png", [bytes([letter]) * 500_000 for letter in b"abcdefgh"]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda drawn: previews._keep(path, drawn), pictures * 4))

    assert path.read_bytes() in pictures
    assert list(path.parent.iterdir()) == [path]


def test_the_folder_of_pictures_has_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The oldest goes when there is one too many."""
    monkeypatch.setattr(previews, "MOST", 2)
    for number in range(4):
        previews._keep(tmp_path / "p" / f"{number}.png", b"x")
    assert len(list((tmp_path / "p").iterdir())) == 2


@pytest.mark.parametrize(
    ("sites", "told"),
    [
        ("", "'self'"),
        ("https://news.example", "'self' https://news.example"),
        (" https://*.News.example  http://localhost:8080 ", "'self' https://*.news.example http://localhost:8080"),
    ],
)
def test_chosen_sites_may_frame_a_snapshot(
    record: Record, monkeypatch: pytest.MonkeyPatch, sites: str, told: str
) -> None:
    """Only the light pages, and only on the sites that EVENTS_FRAMES names."""
    monkeypatch.setenv("EVENTS_FRAMES", sites)
    with serving(Starlette(routes=routes(lambda: record), middleware=[Middleware(SecurityHeaders)])) as client:
        policies = [client.get(path).headers["content-security-policy"] for path in (shared(record), "/")]

    assert policies[0].endswith(f"frame-ancestors {told}")
    assert policies[1].endswith("frame-ancestors 'self'")


@pytest.mark.parametrize(
    "bad",
    [
        "*",
        "news.example",
        "https://news.example/path",
        "https://a.example;script-src",
        "https://",
        "'none'",
        "javascript:x",
        "https://a.example,https://b.example",
        "https://-a.example",
    ],
)
def test_what_is_no_site_is_refused(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    """A word that could open the page to anybody, or end the rule, is refused with what a site looks like."""
    monkeypatch.setenv("EVENTS_FRAMES", f"https://good.example {bad}")

    with pytest.raises(Problem, match="which is no site; give sites with a blank between them"):
        frame_ancestors()


# -- the page ---------------------------------------------------------------------------------------


def test_the_page_is_whole_without_scripts(client: Client, record: Record) -> None:
    """Words, quotes, sources with their links, method, hash, last day and maker stand in the HTML itself."""
    path = shared(record, by="Ana & Budi", expires=date(2099, 1, 2))
    page = client.get(path).text
    said = words(client.get(path))

    for each in (
        "shared by Ana &amp; Budi",
        "open until 2 Jan 2099",
        "2 events",
        "Pasukan Korut tiba di Kursk",
        "Kantor &amp; Berita. 31 Oct 2024.",
        "Found by rules/1",
        "Content hash (SHA-256)",
        "Borders as most states recognise them",
    ):
        assert each in said, each
    assert 'href="https://news.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow"' in page
    assert f'<noscript><img src="{path}/preview.png?lang=en"' in page
    assert f'<a href="{path}?lang=id" hreflang="id" lang="id">Bahasa Indonesia</a>' in page


def test_a_source_that_is_no_web_address_is_no_link(client: Client, record: Record) -> None:
    """Nobody can put a script behind a source's title, nor break the page with what is no address at all."""
    for number, url in enumerate(("javascript:alert(1)", "http://[x")):
        article = make_article(f"Kabar lain {number}.", title="Kabar").model_copy(update={"url": url})
        record.add(article, [make_event(f"j{number}", article=article, quote=(0, 5))], at=NOON)
    path = shared(record)
    page = client.get(path)

    assert page.status_code == 200
    assert "javascript:" not in page.text
    assert 'href="http://[x' not in page.text
    assert [client.get(path + ending).status_code for ending in (".html", ".pdf")] == [200, 200]


def test_a_renamed_snapshot_is_called_by_its_new_name(client: Client, record: Record) -> None:
    """On the page and in previews, at once; the hash stays that of what was shared."""
    path = shared(record)
    before = client.get(path).text
    control.rename(record, path[3:], "Corrected title", at=NOON)
    after = client.get(path).text

    assert "<h1>Corrected title</h1>" in after
    assert meta(after)["og:title"] == "Corrected title"
    assert "shared as “Troops”" in words(client.get(path))
    assert "shared as" not in before
    assert re.findall("<code>.*?</code>", after) == re.findall("<code>.*?</code>", before)


def test_many_events_come_by_pages(client: Client, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page lists and draws its part and leads to the others; a page that is none is the first."""
    monkeypatch.setattr(snapshot_page, "AT_ONCE", 1)
    path = shared(record)
    first, second = client.get(f"{path}?page=1"), client.get(f"{path}?page=2")

    assert "Events 1 to 1 of 2" in words(first)
    assert "Events 2 to 2 of 2" in words(second)
    assert ('id="event-a"' in first.text, 'id="event-b"' in first.text) == (True, False)
    assert f'href="{path}?lang=en&amp;page=2#events"' in first.text
    drawn = client.get(f"{path}/panels.json?page=2").json()
    assert json.loads(drawn["map"])["layout"]["meta"]["events"] == ["b"]
    for none in ("0", "-1", "x", "999", "9999", "%D9%A3"):
        assert 'id="event-a"' in client.get(f"{path}?page={none}").text


# -- what moved since -------------------------------------------------------------------------------


def test_each_difference_is_told_field_by_field(client: Client, record: Record) -> None:
    """As shared beside as of now, in words; only what differs; the page of what was shared is not altered."""
    path = shared(record)
    moves(record)
    answer = client.get(f"{path}/since")
    said = words(answer)

    assert "2 events when shared on 23 Nov 2026; since then" in said
    assert "Kind Mobilises Retreats" in said
    assert "When 30 Oct 2024 29 Oct 2024" in said
    assert "Where" not in said.partition("1 withdrawn Gone")[0].partition("Revision 1 when shared")[0]
    assert "Review found, not reviewed withdrawn" in said
    assert "1 new that match" in said
    assert "Mobilises" in words(client.get(path))
    assert "29 Oct 2024" not in words(client.get(path))


def test_withdrawn_and_changed_rows_lead_to_the_difference(client: Client, record: Record) -> None:
    """The old page marks them; the mark opens the difference."""
    path = shared(record)
    moves(record)
    page, since = client.get(path).text, client.get(f"{path}/since").text

    assert f'<a class="since withdrawn" href="{path}/since?lang=en#was-b">withdrawn since</a>' in page
    assert '<details id="was-b" open>' in since
    assert f'href="{path}?lang=en&amp;page=1#event-b"' in since


def test_what_moved_tells_no_more_than_the_public_form(client: Client, record: Record) -> None:
    """No reviewer, reason or article text, and no markup of others, however the record moved."""
    path = shared(record, View(actors=("prk",)))
    moves(record)
    for each in (client.get(f"{path}/since").text, client.get(path).text):
        for secret in ("Secret", "private reason", "kata Pentagon. Korut", "<script>alert", "Sumy"):
            assert secret not in each


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_command_tells_what_moved(
    record: Record, form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a table for people and as JSON for programs, in the public form."""
    from argparse import Namespace

    path = shared(record)
    moves(record)
    monkeypatch.setenv("EVENTS_HOME", str(record.home))
    assert snapshot_drift(Namespace(id=f"http://127.0.0.1:8501{path}", format=form)) == 0
    told = capsys.readouterr().out

    assert "Secret" not in told
    assert "private" not in told
    if form == "table":
        assert told.endswith("2 events when shared on 2026-11-23; since then 1 changed, 1 withdrawn, 1 new.\n")
    else:
        said = json.loads(told)
        assert said["counts"] == {"changed": 1, "withdrawn": 1, "new": 1, "missing": 0}
        assert said["changed"][0]["fields"]["kind"] == {"then": "MOBILIZE", "now": "RETREAT"}
        assert said["withdrawn"][0]["fields"]["review"] == {"then": {"state": "found"}, "now": {"state": "withdrawn"}}
        assert said["new"][0]["id"] == "c"


def test_a_difference_that_nobody_sees_is_said_to_be_none(client: Client, record: Record) -> None:
    """A revision that only moves what a field rests on is told as that."""
    path = shared(record)
    record.revise("a", {"confidence": 1.0}, by="desk", why="again", at=NOON)

    assert "Nothing that a reader sees differs" in words(client.get(f"{path}/since"))


def test_a_record_that_moved_a_lot_is_not_read_whole(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a view that shows very many events now, the new ones are counted, and only the first are named."""
    from events.snapshots import drift as drifting
    from events.snapshots.opening import load

    path = shared(record)
    for number in range(5):
        article = make_article(f"Kabar {number}.")
        record.add(article, [make_event(f"n{number}", article=article, quote=(0, 5))], at=NOON)
    monkeypatch.setattr(drifting, "MANY", 3)
    monkeypatch.setattr(drifting, "NAMED", 2)
    found = drifting.drift(Engine(record), load(record, path[3:]))

    assert found.counts["new"] == 5
    assert len(found.new) + found.unnamed == 5
    assert found.unnamed > 0


def test_how_a_snapshot_stands_is_read_without_its_document(record: Record) -> None:
    """However large it is; else every request would read all of it, page by page."""
    path = shared(record)
    plan = record.rows(f"EXPLAIN QUERY PLAN {control._LISTED.format(where=control._ONE)}", (path[3:], 1, 0))

    assert any("USING COVERING INDEX snapshot_stands (id=?)" in str(row[3]) for row in plan)


def imported(name: str) -> set[str]:
    """The viewer's module of this name, and all that it imports."""
    found, waiting = set[str](), [name]
    while waiting:
        found.add(module := waiting.pop())
        code = (panels.VIEWER / module).read_text(encoding="utf-8")
        waiting += [each for each in re.findall(r"from '\./(\w+\.js)'", code) if each not in found]
    return found


def test_a_page_and_all_that_it_loads_travel_light(client: Client, record: Record) -> None:
    """Packed, without the chart library: under 333,000 bytes, so that 500 events stay under 400,000."""
    path = shared(record)
    style = json.loads(client.get(f"{path}/panels.json").json()["map"])["layout"]["map"]["style"]
    ground = [source["data"] for source in style["sources"].values() if isinstance(source["data"], str)]
    folder = panels.addresses()["module"].rpartition("/")[0]
    viewer = [f"{folder}/{name}" for name in (*imported("snapshot.js"), "viewer.css", "icon.svg")]
    sizes = {
        each: len(client.get(each, accept_encoding="gzip").content)
        for each in (path, f"{path}/panels.json", *viewer, *ground)
    }

    assert len(ground) == 5
    assert sum(sizes.values()) < 333_000, sizes
