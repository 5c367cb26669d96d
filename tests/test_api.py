"""The HTTP interface for programs: the views of links in, what the screen shows out, refusals in one sentence."""

import csv
import gzip
import io
import json
import string
from collections.abc import Generator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.applications import Starlette

from events.addresses import fields_of
from events.engine import Engine
from events.exchange.exporting import FORMATS
from events.links import FIELDS, STORED, encode
from events.model import Kind, Modality, ReviewState, View
from events.record import Record
from events.snapshots.creating import create
from events.web.openapi import ANSWERS, LIMITS, PARAMETERS, description
from events.web.routes import routes
from tests.factories import NOON, TEXT, make_actor, make_article, make_event, make_place, make_span
from tests.serving import Client, serving
from tests.synthetic import articles_and_events

COUNT = 60
PATHS = [f"/api/v1/{name}" for name in ANSWERS]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record of many events, and of one article with a denial, a reviewer and a reason."""
    with Record(tmp_path_factory.mktemp("home"), shipped=[]) as made:
        for article, events in articles_and_events(COUNT):
            made.add(article, events, at=NOON)
        article = make_article(title="Berita")
        day, actors, places = make_span(date(2024, 10, 30)), [make_actor("prk")], [make_place(51.73, 36.19)]
        sends = make_event("sends", article=article, when=day, actors=actors, places=places)
        denial = make_event("denial", article=article, modality=Modality.DENIED, denies=["sends"], actors=actors)
        made.add(article, [sends, denial], at=NOON)
        made.revise("sends", {"review": {"state": ReviewState.CONFIRMED}}, by="Secret", why="secret", at=NOON)
        yield made


@pytest.fixture(scope="module")
def client(record: Record) -> Iterator[Client]:
    """A client of the routes."""
    with serving(Starlette(routes=routes(lambda: record))) as made:
        yield made


def refused(client: Client, path: str, status: int = 400, **headers: str) -> str:
    """The one sentence with which a question is refused."""
    answer = client.get(path, **headers)
    said = answer.json()
    assert (answer.status_code, said["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    sentence = str(said["detail"])
    assert sentence.endswith(".")
    return sentence


def validator(name: str) -> Draft202012Validator:
    """The schema of an answer in the description."""
    whole = description()
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": whole["components"]})


# -- the description -----------------------------------------------------------------------------


def test_the_description_is_openapi(client: Client) -> None:
    """It is valid OpenAPI 3.1 and names every field of a view and every field that a question takes."""
    said = client.get("/api/v1/openapi.json").json()
    validate(said)

    assert said["openapi"].startswith("3.1")
    for name in ANSWERS:
        fields = [each["name"] for each in said["paths"][f"/api/v1/{name}"]["get"]["parameters"]]
        assert fields == [*FIELDS, STORED, *PARAMETERS[name]]


@pytest.mark.parametrize("path", [*PATHS, "/api/v1/timeline?lane=actor", "/api/v1/events?kind=STATE&limit=3"])
def test_answers_are_as_described(client: Client, path: str) -> None:
    """Each answer has the shape that the description says, and counts what is shown and what is not."""
    answer = client.get(path)
    name = path.split("?")[0].rpartition("/")[2]
    validator(ANSWERS[name].__name__).validate(answer.json())

    assert answer.status_code == 200
    assert answer.json()["total"] + sum(answer.json()["not_shown"].values()) == COUNT + 2
    validator("ProblemAnswer").validate(client.get(f"{path.split('?')[0]}?x=1").json())


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
addressed = st.lists(
    st.tuples(st.sampled_from((*FIELDS, STORED)) | anything, anything | st.binary(max_size=8)), max_size=6
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*PATHS, "/panels.json", "/export"]),
    addressed.map(urlencode) | st.text(string.printable, max_size=60).map(quote),
)
def test_no_address_is_answered_but_with_a_view_or_a_sentence(client: Client, path: str, query: str) -> None:
    """Whatever stands after the question mark, the answer is what was asked for, or says in a sentence why not."""
    answer = client.get(f"{path}?{query}")

    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        said = answer.json()
        sentence = str(said["detail"] if "detail" in said else said["problem"])
        assert sentence.endswith("."), sentence


def test_a_long_view_is_asked_for_by_its_name(client: Client, record: Record) -> None:
    """Five hundred events chosen one by one are more than an address holds; its short link counts the same events."""
    every = [event["id"] for event in client.get("/api/v1/events?limit=500").json()["events"]]
    view = View(picked=(*every[:7], *(f"f{number:015x}" for number in range(600))))

    address = urlencode(fields_of(record, view))

    assert "&pick=" not in address
    assert client.get(f"/api/v1/events?{address}").json()["total"] == 7


def test_people_find_it_described(client: Client) -> None:
    """The page names every question, its fields and its limits, and every example on it works."""
    page = client.get("/api").text

    for name in ANSWERS:
        assert f"<h2>/api/v1/{name}</h2>" in page
        assert all(f"<code>{field}</code>" in page for field in PARAMETERS[name] if field != "format")
    for link in [part.split('"')[0] for part in page.split('href="/api/v1/')[1:]]:
        assert client.get(f"/api/v1/{link.replace('&amp;', '&')}").status_code == 200, link


def test_it_is_described_in_the_reader_s_language(client: Client) -> None:
    """As the address says, else the browser; programs read the description in English."""
    indonesian = client.get("/api?lang=id").text
    asked = client.get("/api", accept_language="id-ID,id;q=0.9").text

    assert asked == indonesian
    assert "<h1>Antarmuka HTTP</h1>" in indonesian
    assert client.get("/api?lang=xx").text == client.get("/api").text
    assert 'href="/api?lang=id"' in client.get("/api").text
    assert "Any of these kinds." in client.get("/api/v1/openapi.json").text


# -- events --------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [View(), View(actors=("prk",)), View(kinds=(Kind.ASSAULT, Kind.STATE))])
def test_pages_give_every_event_once_in_order(client: Client, record: Record, view: View) -> None:
    """Following "next" from the address of a live link leads through exactly what the screen shows."""
    address = f"/api/v1/events?{urlencode(encode(view))}&limit=7"
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = client.get(f"{address}&cursor={cursor}")
        page = answer.json()
        assert ("link" in answer.headers) == (page["next"] is not None)
        assert len(page["events"]) <= 7
        found += [event["id"] for event in page["events"]]
        cursor = page["next"]

    assert found == Engine(record).ids(view)


def test_what_is_recorded_meanwhile_does_not_shift_the_pages(tmp_path: Path) -> None:
    """An event that comes in before the cursor is not given, and none is given twice."""
    with Record(tmp_path, shipped=[]) as record:
        article = make_article()
        days = [make_span(date(2024, 10, day)) for day in (2, 3, 4)]
        record.add(article, [make_event(f"e{n}", article=article, when=day) for n, day in enumerate(days)], at=NOON)
        with serving(Starlette(routes=routes(lambda: record))) as client:
            first = client.get("/api/v1/events?limit=2").json()
            other = make_article("Lain lagi.")
            early = make_event("early", article=other, quote=(0, 4), when=make_span(date(2024, 10, 1)))
            record.add(other, [early], at=NOON)
            second = client.get(f"/api/v1/events?limit=2&cursor={first['next']}").json()

    assert [event["id"] for event in (*first["events"], *second["events"])] == ["e0", "e1", "e2"]


def test_answers_are_public(client: Client) -> None:
    """No reviewer, no reason, no article text beyond the quotes, and denials only of events in the view."""
    everything = client.get("/api/v1/events?limit=1000").text
    denied = client.get("/api/v1/events?modality=denied&actor=prk&data=articles&limit=1000").json()
    (denial,) = [event for event in denied["events"] if event["id"] == "denial"]

    assert "ecret" not in everything
    assert TEXT[30:] not in everything
    assert '"denies":["sends"]' in everything
    assert denial["denies"] == []
    assert "Berita" in [article["title"] for article in denied["articles"]]
    assert denied["data"][0]["licence"] == "quotes: their publishers'"


def test_csv_is_the_same_events(client: Client) -> None:
    """By Accept or by the address, with the columns of the export."""
    asked = client.get("/api/v1/events?limit=5", accept="text/csv")
    named = client.get("/api/v1/events?limit=5&format=csv", accept="application/json")
    rows = list(csv.DictReader(io.StringIO(asked.text, newline="")))
    listed = client.get("/api/v1/events?limit=5").json()["events"]

    assert asked.content == named.content
    assert asked.headers["content-type"].startswith("text/csv")
    assert [json.loads(row["event"]) for row in rows] == listed


@pytest.mark.parametrize("path", PATHS[1:])
def test_counts_are_the_same_in_csv(client: Client, path: str) -> None:
    """The counts of a table add up to those of the JSON."""
    said = client.get(f"{path}?kind=ASSAULT").json()
    (listed,) = [value for name, value in said.items() if name in ("bins", "cells", "actors")]
    rows = csv.DictReader(io.StringIO(client.get(f"{path}?kind=ASSAULT&format=csv").text, newline=""))
    counts = [int(row["count"]) for row in rows if row.get("begins") != ""]

    assert counts == [each["count"] for each in listed]
    assert counts


# -- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=FOO", 'The kind "FOO" is not known; allowed are AGREE'),
        ("nope=1", 'The field "nope" is not known; allowed are v, actor'),
        ("actor=nobody-at-all", 'The actor "nobody-at-all" is not known'),
        ("from=yesterday", "yesterday"),
        ("v=2", 'of version "2"'),
        ("format=xml", 'The format "xml" is not known; allowed are json, csv.'),
        ("format=json&format=csv", "takes one value"),
        ("text=" + "a" * 9000, "characters long"),
        ("&".join(f"kind={n}" for n in range(300)), "fields"),
        ("text=%ff%00", None),
    ],
)
def test_what_is_not_understood_is_refused_in_one_sentence(
    client: Client, path: str, query: str, words: str | None
) -> None:
    """Nothing is passed over in silence."""
    if words is None:
        assert client.get(f"{path}?{query}").status_code in (200, 400)
    else:
        assert words in refused(client, f"{path}?{query}")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("events?limit=0", "from 1 to 1,000"),
        ("events?limit=1001", "from 1 to 1,000"),
        ("events?limit=1.5", "whole number"),
        ("events?limit=nan", "from 1 to 1,000"),
        ("events?cursor=x", 'take "next" from an answer'),
        ("events?cursor=W10", 'take "next" from an answer'),
        ("events?bin=day", 'The field "bin" is not known'),
        ("timeline?bin=hour", "allowed are day, week, month, quarter, year."),
        ("timeline?lane=x", "allowed are none, kind"),
        ("map?cell=0", "from 0.01 to 90"),
        ("map?viewport=1,2", "west,south,east,north"),
        ("map?viewport=1,60,2,50", "west,south,east,north"),
        ("actors?limit=x", "from 1 to 10,000"),
    ],
)
def test_each_question_says_what_it_takes(client: Client, path: str, words: str) -> None:
    """Limits, cursors and choices of its own."""
    assert words in refused(client, f"/api/v1/{path}")


def test_a_cursor_is_of_its_view(client: Client) -> None:
    """A cursor is refused with another view, and not with another page size or camera."""
    cursor = client.get("/api/v1/events?limit=2").json()["next"]

    assert "another view" in refused(client, f"/api/v1/events?kind=STATE&cursor={cursor}")
    assert client.get(f"/api/v1/events?limit=9&camera=1,2,3&cursor={cursor}").status_code == 200


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/snapshots", "/api/v1/snapshots/"])
def test_what_is_not_there_is_said(client: Client, path: str) -> None:
    """404 in words; of snapshots there is no list."""
    assert "openapi.json" in refused(client, path, 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", [*PATHS, "/export", "/api/v1/snapshots/x"])
def test_nothing_can_be_changed(client: Client, method: str, path: str) -> None:
    """Other methods are answered with 405, what is allowed, and no leave for other sites."""
    answer = client.ask(method, path, {"origin": "https://example.org", "access-control-request-method": "GET"})

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize("path", ["/api/v1/events", "/export"])
def test_another_name_is_not_this_server(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that somebody made point here reads nothing, unless it is the one that this server is known by."""
    assert client.ask("GET", path, {"host": "example.org"}).status_code == 421
    monkeypatch.setenv("EVENTS_URL", "https://example.org/")
    assert client.ask("GET", path, {"host": "example.org"}).status_code == 200


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "application/json"),
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("text/html, */*;q=0.1", "application/json"),
        ("text/csv;q=0.4, application/json;q=0.9", "application/json"),
        ("application/xml", None),
    ],
)
def test_the_form_is_as_accepted(client: Client, accept: str, form: str | None) -> None:
    """JSON or CSV by weight; neither is 406."""
    answer = client.get("/api/v1/actors", accept=accept)

    assert (answer.status_code, answer.headers["content-type"]) == (
        (200, form) if form else (406, "application/problem+json")
    )


# -- what is kept --------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    """The same question has the same ETag until the record changes; another question or form has another."""
    with Record(tmp_path, shipped=[]) as record:
        article = make_article()
        record.add(article, [make_event("a", article=article)], at=NOON)
        with serving(Starlette(routes=routes(lambda: record))) as client:
            first = client.get("/api/v1/events")
            etag = first.headers["etag"]
            same = client.get("/api/v1/events", if_none_match=f'"x", {etag}')
            tags = {
                client.get(f"/api/v1/{path}").headers["etag"]
                for path in ("events?format=csv", "events?kind=AID", "actors")
            }
            record.revise("a", {"title": "baru"}, by="a", why="b", at=NOON)
            later = client.get("/api/v1/events", if_none_match=etag)

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    assert etag not in tags
    assert len(tags) == 3
    assert (later.status_code, later.json()["events"][0]["title"]) == (200, "baru")
    assert first.headers["cache-control"] == "private, no-cache"


def test_answers_travel_packed_and_head_has_no_body(client: Client) -> None:
    """gzip where it is taken, and only there; HEAD says the same of itself as GET."""
    path = "/api/v1/events?limit=50"
    plain, packed = client.get(path), client.get(path, accept_encoding="gzip, br;q=0.1")
    head = client.head(path)

    assert gzip.decompress(packed.content) == plain.content
    assert "content-encoding" not in client.get(path, accept_encoding="gzip;q=0").headers
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", plain.headers["etag"])
    assert head.headers["content-length"] == plain.headers["content-length"]


# -- snapshots -----------------------------------------------------------------------------------


def stored(record: Record, **settings: Any) -> str:
    """The id of a new snapshot."""
    given = {"title": None, "by": None, "at": NOON, **settings}
    return create(record, Engine(record), View(kinds=(Kind.ASSAULT,)), **given).id


def test_a_snapshot_is_given_by_its_id(client: Client, record: Record) -> None:
    """As it is stored, with its hash for an ETag, in JSON and CSV; an unknown id is not found, an expired one gone."""
    path = f"/api/v1/snapshots/{stored(record)}"
    answer = client.get(path)
    rows = list(csv.DictReader(io.StringIO(client.get(path, accept="text/csv").text, newline="")))

    validator("Snapshot").validate(answer.json())
    assert answer.json()["hash"] in answer.headers["etag"]
    assert [row["id"] for row in rows] == [event["id"] for event in answer.json()["events"]]
    assert client.get(path, if_none_match=answer.headers["etag"]).status_code == 304
    assert "check the link" in refused(client, "/api/v1/snapshots/" + "0" * 32, 404)
    assert "not the id" in refused(client, "/api/v1/snapshots/nothing", 404)
    assert "takes only format" in refused(client, f"{path}?actor=prk")
    old = stored(record, at=datetime(2020, 1, 1, tzinfo=UTC), expires=date(2020, 1, 2))
    assert "no longer open" in refused(client, f"/api/v1/snapshots/{old}", 410)


# -- exports -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_a_download_of_the_view(client: Client, name: str) -> None:
    """Each format under its type and a name; beside it, what the file is."""
    answer = client.get(f"/export?format={name}&kind=ASSAULT&lang=id")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[name].media_type
    assert answer.headers["content-disposition"].endswith(f'.{FORMATS[name].suffix}"')
    address = answer.headers["link"].split(">")[0][1:]
    assert client.get(address).json()["view"]["kinds"] == ["ASSAULT"]
    if name == "json":
        expected = client.get("/api/v1/events?kind=ASSAULT&limit=1000").json()["events"]
        assert answer.json()["events"] == expected


def test_an_export_says_what_it_does_not_take(client: Client) -> None:
    """A format or a view that is not understood is no file."""
    assert "allowed are csv, json" in refused(client, "/export?format=doc")
    assert "not known" in refused(client, "/export?kind=FOO")


def test_exports_at_once_are_bounded(record: Record) -> None:
    """Beyond a few, one waits its turn in words, and a finished one makes room again."""
    from events.web.answering import Desk, Streamed

    desk = Desk(lambda: record)
    for _ in range(4):
        desk.long.acquire()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        answer = Streamed(lambda: (piece for piece in [b"a"]), media_type="text/plain", headers={}, slots=desk.long)
        await answer(scope, receive, send)

    with serving(app) as client:
        assert client.get("/").status_code == 503
        desk.long.release()
        assert [client.get("/").content for _ in range(3)] == [b"a"] * 3


def test_half_a_file_never_passes_for_a_whole_one(record: Record) -> None:
    """When making it fails, the connection breaks off instead of ending well."""
    import http.client

    from events.web.answering import Desk, Streamed

    def broken() -> Generator[bytes]:
        yield b"half"
        raise OSError("the disk is gone")

    async def app(scope: Any, receive: Any, send: Any) -> None:
        slots = Desk(lambda: record).long
        await Streamed(broken, media_type="text/plain", headers={}, slots=slots)(scope, receive, send)

    with serving(app) as client, pytest.raises(http.client.IncompleteRead):
        client.get("/")


def test_the_limits_are_those_described() -> None:
    """What an answer holds at most is in the description."""
    limit = next(
        each for each in description()["paths"]["/api/v1/events"]["get"]["parameters"] if each["name"] == "limit"
    )

    assert limit["schema"]["maximum"] == LIMITS["events"].most
