"""The program's own HTTP: files by content, health, and snapshot pages without a session."""

import gzip
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from events.engine import Engine
from events.figures import panels
from events.model import Event, Kind, Problem, ReviewState, Role, View
from events.record import Record
from events.snapshots.creating import create
from events.web.routes import SecurityHeaders, routes
from tests.factories import NOON, TEXT, make_actor, make_article, make_event, make_place, make_span
from tests.serving import Client, serving

HOSTILE = '<script>alert(1)</script>"&'


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of one article with two events, one of them by a state that sends troops."""
    with Record(tmp_path, shipped=[]) as made:
        article = make_article(title=HOSTILE)
        made.add(
            article, [troops(), make_event("b", article=article, kind=Kind.STATE, actors=[make_actor("rus")])], at=NOON
        )
        yield made


def troops() -> Event:
    """North Korea sends troops to Kursk, in a title that is no markup."""
    return make_event(
        "a",
        article=make_article(),
        title=HOSTILE,
        when=make_span(date(2024, 10, 30)),
        actors=[make_actor("prk", name=HOSTILE), make_actor("usa-mod", Role.SPEAKER, name="Pentagon")],
        places=[make_place(51.73, 36.19)],
    )


@pytest.fixture
def client(record: Record) -> Iterator[Client]:
    """A client of the routes as the dashboard mounts them."""
    with serving(Starlette(routes=routes(lambda: record), middleware=[Middleware(SecurityHeaders)])) as made:
        yield made


def shared(record: Record, view: View | None = None, **settings: object) -> str:
    """The path of a new snapshot."""
    made = create(
        record,
        Engine(record),
        view or View(),
        **{"title": "Troops", "by": None, "at": NOON, **settings},  # type: ignore[arg-type]
    )
    return f"/s/{made.id}"


def test_health_answers_when_the_record_does(client: Client) -> None:
    """200 says that the program can serve."""
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_health_fails_in_words_when_there_is_no_record() -> None:
    """Where the record cannot be opened, the answer is 503 and says why."""

    def broken() -> Record:
        raise Problem("the folder is not writable; choose another")

    with serving(Starlette(routes=routes(broken))) as client:
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["why"]) == (503, "the folder is not writable; choose another")


@pytest.mark.parametrize("key", ["plotly", "module", "css", "icon"])
def test_files_named_by_content_are_kept_for_good_and_packed(client: Client, key: str) -> None:
    """A file whose address carries its version never has to be asked for again, and travels gzipped."""
    answer = client.get(panels.addresses()[key], accept_encoding="gzip")

    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.content) > 100


def test_a_client_without_gzip_gets_plain_bytes(client: Client) -> None:
    """The same file, for a client that does not unpack."""
    address = panels.addresses()["css"]
    plain, packed = client.get(address).content, client.get(address, accept_encoding="gzip").content
    assert client.get(address, accept_encoding="gzip;q=0, br").content == plain

    assert gzip.decompress(packed) == plain


@pytest.mark.parametrize(
    "path",
    [
        "/basemap/SOURCES.md",
        "/basemap/..%2f..%2fpyproject.toml",
        "/viewer/x/../web.py",
        "/viewer/x/__init__.py",
        "/basemap/",
    ],
)
def test_no_other_file_is_served(client: Client, path: str) -> None:
    """Only the files of the folder itself, of the kinds we serve."""
    assert client.get(path).status_code == 404


def test_the_basemap_is_served_as_geojson(client: Client) -> None:
    """The map finds its regions on our own address."""
    answer = client.get("/basemap/kursk_region_admin1.geojson")

    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["type"] == "FeatureCollection"


def test_a_snapshot_page_says_what_was_shared(client: Client, record: Record) -> None:
    """Title, time, counts, view, quotes, speaker, hash and the way to the live view, in plain HTML without scripts."""
    answer = client.get(shared(record, View(actors=("prk",))))
    page = answer.text

    assert answer.status_code == 200
    for words in (
        "<h1>Troops</h1>",
        "As of 23 Nov 2026, 12:00 UTC",
        "1 of 2 events recorded then",
        "1 event when shared on 23 Nov 2026; since then nothing changed.",
        TEXT[:27],
        "Pentagon",
        "other actors or roles",
        'href="/?v=1&amp;actor=prk',
        'name="robots" content="noindex"',
    ):
        assert words in page, words
    assert len([line for line in page.split("<code>")[1:] if len(line.split("</code>")[0]) == 64]) == 1


def test_a_snapshot_page_holds_no_markup_of_others(client: Client, record: Record) -> None:
    """Titles, names and quotes are escaped in the page and its head, and inline scripts are forbidden."""
    answer = client.get(shared(record, title=HOSTILE))

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "script-src 'self' blob:;" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_snapshot_holds_nothing_beyond_its_view(client: Client, record: Record) -> None:
    """Neither the page nor its figures name an event that was not shared, or the rest of the article."""
    path = shared(record, View(actors=("prk",)))
    for answer in (client.get(path), client.get(f"{path}/panels.json")):
        assert "event-b" not in answer.text
        assert '"b"' not in answer.text
        assert "membantah" not in answer.text


def test_a_snapshot_page_says_how_the_record_moved(client: Client, record: Record) -> None:
    """A corrected, a withdrawn and a new event are counted; what was shown then still stands."""
    path = shared(record)
    withdrawn = {"review": {"state": ReviewState.WITHDRAWN.value}}
    record.revise("a", {"title": "Korut sends troops"}, by="desk", why="clearer", at=NOON)
    record.revise("b", withdrawn, by="desk", why="not an event", at=NOON)
    other = make_article("Rusia menyerang Sumy.")
    record.add(other, [make_event("c", article=other, quote=(0, 5), actors=[make_actor("rus")])], at=NOON)
    page = client.get(path).text

    said = re.sub("<[^>]+>", "", page)
    assert "2 events when shared on 23 Nov 2026; since then 1 changed, 1 withdrawn, 1 new that match." in said
    assert "Korut sends troops" not in page
    assert "withdrawn since" in page


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_snapshot_page_speaks_the_readers_language(client: Client, record: Record, language: str) -> None:
    """By the address, else as the browser asks."""
    path = shared(record)
    asked = client.get(path, accept_language=f"{language}-XX,fr;q=0.5").text
    named = client.get(f"{path}?lang={language}", accept_language="fr").text

    assert f'<html lang="{language}">' in asked
    assert f'<html lang="{language}">' in named


def test_the_figures_of_a_snapshot_follow_the_theme(client: Client, record: Record) -> None:
    """Light and dark figures of the same events; days for linking the table."""
    path = shared(record)
    light, dark = (client.get(f"{path}/panels.json?theme={name}").json() for name in ("light", "dark"))

    assert (light["theme"], dark["theme"]) == ("light", "dark")
    assert json.loads(light["map"])["layout"]["meta"]["events"] == ["a", "b"]
    assert ["a", "2024-10-30", "2024-10-30"] in light["spans"]


@pytest.mark.parametrize(
    "path",
    ["/s/" + "0" * 32, "/s/" + "0" * 31, "/s/../etc/passwd", "/s/", "/s/:id", "/s/ABCDEF" + "0" * 26, "/s/a/b/c"],
)
def test_unknown_and_malformed_ids_are_not_found(client: Client, path: str) -> None:
    """A plain page with 404, and no snapshot at all."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert "panels.json" not in answer.text


def test_an_unknown_id_has_no_figures_either(client: Client) -> None:
    """The data of a snapshot that does not exist is not found."""
    assert client.get("/s/" + "0" * 32 + "/panels.json").status_code == 404


def test_a_snapshot_opens_without_the_engine(client: Client, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a cluster does not answer, what was frozen is shown, and that nobody can say how it moved."""
    path = shared(record)
    monkeypatch.setenv("EVENTS_ENGINE", "clickhouse://127.0.0.1:1/events")
    answer = client.get(path)

    assert answer.status_code == 200
    assert "How these events have moved since cannot be said now." in answer.text


def test_an_expired_snapshot_is_gone(client: Client, record: Record) -> None:
    """After its last day a snapshot answers 410 and shows nothing of its content."""
    answer = client.get(shared(record, at=datetime(2020, 1, 1, tzinfo=UTC), expires=date(2020, 1, 2)))

    assert answer.status_code == 410
    assert "Troops" not in answer.text


def test_head_answers_like_get_without_a_body(client: Client, record: Record) -> None:
    """Link previews and monitors ask with HEAD."""
    answer = client.head(shared(record))

    assert (answer.status_code, answer.content) == (200, b"")


def test_the_front_page_has_its_own_title_and_preview(client: Client) -> None:
    """Tabs and link previews show this program's name, in the page's language."""
    page = client.get("/", accept_language="id").text

    assert "<title>Conflict events</title>" in page
    assert 'property="og:description"' in page
    assert '<html lang="id"' in page
    assert "favicon.png" not in page


def test_the_first_screen_has_its_parts_on_their_way_before_it_begins(client: Client) -> None:
    """The head names viewer, style and basemap, each of which is there; other pages do without."""
    page = client.get("/").text
    wanted = [unescape(found) for found in re.findall(r'(?:src|href)="(/(?:vendor|viewer|basemap)/[^"]+)"', page)]

    assert {path.rpartition("/")[2].partition("?")[0] for path in wanted} >= {
        "dashboard.js",
        "viewer.css",
    }
    assert [path for path in wanted if client.get(path).status_code != 200] == []
    assert "dashboard.js" not in client.get("/about").text


@pytest.mark.parametrize("path", ["/basemap/", "/viewer/1/"])
def test_a_name_longer_than_any_file_is_not_found(client: Client, path: str) -> None:
    """A name that no file system could hold is a file that is not there."""
    assert client.get(path + "a" * 5000 + ".json").status_code == 404


@pytest.mark.parametrize("path", ["", "/panels.json"])
def test_a_snapshot_without_its_record_is_said_in_words(path: str) -> None:
    """Where the record cannot be opened, a snapshot's address answers 503 with a plain page."""

    def broken() -> Record:
        raise Problem("the folder is not writable; choose another")

    with serving(Starlette(routes=routes(broken))) as client:
        answer = client.get(f"/s/{'0' * 32}{path}")

    assert answer.status_code == 503
    assert "The record cannot be read at the moment" in answer.text


def test_a_record_that_fails_while_a_page_is_made_is_said_in_words(record: Record) -> None:
    """A record that breaks between opening and comparing gives the plain page, too."""
    path = shared(record)
    with sqlite3.connect(record.path) as raw:
        raw.execute("DELETE FROM meta")
    raw.close()
    with serving(Starlette(routes=routes(lambda: record))) as client:
        assert client.get(path).status_code == 503


def test_what_the_first_screen_draws_is_told_before_its_page_stands(client: Client) -> None:
    """In the theme asked for, in the language of the address or the browser, with the address the page will have."""
    told = client.get("/screen.json?v=1&actor=prk&theme=dark&locale=id-ID").json()

    assert (told["theme"], told["language"], told["total"]) == ("dark", "id", 1)
    assert told["address"].startswith("?v=1&actor=prk&") and "lang=" not in told["address"]
    assert [row["id"] for row in told["rows"]] == ["a"]
    assert client.get("/screen.json?v=1&lang=en&locale=id").json()["address"].endswith("&lang=en")
    assert client.get("/screen.json").json()["theme"] == "light"


@pytest.mark.parametrize(
    "query",
    [
        "v=1&actor=nobody-at-all",
        "v=1&from=yesterday",
        "v=1&actor=chn",
        "nonsense=1",
        "zoom=3",
        "theme=dark&theme=light&locale=en",  # the address of the page has one of its own
    ],
)
def test_where_the_page_has_something_to_say_first_nothing_is_told_ahead_of_it(client: Client, query: str) -> None:
    """An address that is not understood, and a view without events, are answered without a body."""
    answer = client.get(f"/screen.json?{query}")

    assert (answer.status_code, answer.content) == (204, b"")


def test_what_a_pick_would_show_is_told_while_its_option_is_pointed_at(client: Client) -> None:
    """The option is named as the page offers it; the answer is that of the address which the page will have."""
    page = "v=1&modality=asserted&theme=dark&locale=id-ID"
    told = client.get(f"/picked.json?{page}&{urlencode({'option': 'Korea Utara (1)'})}").json()

    assert told["address"].startswith("?v=1&actor=prk&")
    assert told == client.get(f"/screen.json{told['address']}&theme=dark&locale=id-ID").json()


@pytest.mark.parametrize("option", ["", "Korea Utara", "North Korea (1)", "Add: North Korea", "China (0)"])
def test_what_is_no_option_has_no_answer(client: Client, option: str) -> None:
    """Other words, words of another language, and none at all are left to the page."""
    answer = client.get(f"/picked.json?theme=dark&locale=id&{urlencode({'option': option})}")

    assert (answer.status_code, answer.content) == (204, b"")


def test_who_is_chosen_is_not_picked_again(client: Client) -> None:
    """The option of an actor that the view has already means nothing new."""
    own = urlencode({"theme": "light", "locale": "en", "option": "North Korea (1)"})
    assert client.get(f"/picked.json?v=1&{own}").status_code == 200
    assert client.get(f"/picked.json?v=1&actor=prk&{own}").status_code == 204


def test_a_record_that_does_not_answer_tells_nothing_ahead_of_the_page() -> None:
    """The page itself says what is wrong."""

    def broken() -> Record:
        raise Problem("The record is broken; mend it.")

    with serving(Starlette(routes=routes(broken))) as client:
        assert client.get("/screen.json").status_code == 204


def test_the_first_page_begins_once_its_first_screen_is_drawn(client: Client) -> None:
    """Its own script waits for that, and is there; pages without figures begin at once."""
    page = client.get("/").text
    found = re.search(r'<script data-page="\./(static/js/index[^"]+)">', page)

    assert found
    assert (Path(find_spec("streamlit").origin).parent / "static" / found[1]).is_file()  # type: ignore[union-attr, arg-type]
    assert '<script type="module" crossorigin src="./static' not in page
    assert '<script type="module" crossorigin src="./static' in client.get("/about").text
