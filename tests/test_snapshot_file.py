"""A snapshot in one file, and in every other format: whole, proven to the last byte, nothing beyond its view."""

import base64
import gzip
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from starlette.applications import Starlette

from events.engine import Engine
from events.exchange.exporting import FORMATS
from events.model import Modality, Problem, ReviewState, View
from events.record import Record
from events.sharing import page
from events.sharing.exports import OWN, file_of, format_of
from events.sharing.file import LARGEST, edition, exported, rebuilt
from events.sharing.pdf import pdf
from events.sharing.viewer_bundle import bundle
from events.snapshots.citing import FORMS, cited
from events.snapshots.creating import create
from events.snapshots.document import content_hash
from events.snapshots.opening import form_of, load
from events.snapshots.sealing import seal, unseal
from events.snapshots.verifying import DATA, Verdict, Verifier
from events.web.routes import routes
from tests.factories import NOON, make_actor, make_article, make_event
from tests.serving import Client, serving

TOKEN = bytes(range(16))
ID = TOKEN.hex()
BASE = "https://desk.example/"
TITLE = "</script><script>alert(1)</script> & 50% {of} it_all"
SECRETS = ("Ana Secret", "private reason", "kata Pentagon", '"e3"', "e3-hidden", "STATE-ONLY")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record with a snapshot of two of three events, one reviewed by somebody with a reason."""
    article = make_article(title="Pasukan Korut Tiba")
    events = [
        make_event("e1", article=article, actors=[make_actor("prk")]),
        make_event("e2", article=article, actors=[make_actor("rus")], quote=(48, 83)),
        make_event("e3-hidden", article=article, modality=Modality.DENIED, denies=["e1"], title="STATE-ONLY"),
    ]
    with Record(tmp_path_factory.mktemp("home"), shipped=()) as opened:
        opened.add(article, events, at=NOON)
        opened.revise("e1", {"review": "confirmed"}, by="Ana Secret", why="private reason", at=NOON)
        view = View(modalities=(Modality.ASSERTED,))
        create(opened, Engine(opened), view, title=TITLE, by="Desk", at=NOON, token=TOKEN)
        yield opened


@pytest.fixture(scope="module")
def whole(record: Record) -> bytes:
    """The snapshot as one HTML file."""
    return exported(form(record), base=BASE, language="en")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Record]:
    """A record that holds no snapshot."""
    with Record(tmp_path / "elsewhere", shipped=()) as other:
        yield other


def form(record: Record) -> dict[str, object]:
    """The stored form."""
    return form_of(record.stored_snapshots(ID)[0])


def checked(record: Record, content: bytes) -> Verdict:
    """What is found of a file."""
    return Verifier(record).file(content, rebuilt)


def resealed(whole: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The file with ``old`` replaced in a part and a seal that fits, as a forger with this program would make it."""
    sealed = unseal(whole)
    assert old in sealed.parts[name]
    parts = [(each, part.replace(old, new) if each == name else part) for each, part in sealed.parts.items()]
    return seal(parts, sealed.facts)


def data_of(whole: bytes, part: str = "snapshot") -> bytes:
    """The data that lies packed in a part of a file."""
    found = re.search(rb'id="%b">(.*?)</script>' % part.encode(), whole)
    assert found
    return gzip.decompress(base64.b64decode(found[1]))


def test_the_file_is_proven(record: Record, whole: bytes) -> None:
    """What was exported is proven by the record, and is the same bytes each time."""
    verdict = checked(record, whole)
    assert (verdict.proven, verdict.id, verdict.hash) == (True, ID, load(record, ID).hash)
    assert verdict.said == (f"its link leads to {BASE}, which no proof covers",)
    assert exported(form(record), base=BASE, language="en") == whole
    assert len(whole) < LARGEST


def test_its_words_are_there_without_scripts(record: Record, whole: bytes) -> None:
    """Title, quotes, actors, address and hash stand in the file as text; no title runs as a script."""
    text = whole.decode()
    visible = html.unescape(re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL))
    snapshot = load(record, ID)
    for words in (snapshot.hash, TITLE, f"{BASE}s/{ID}", "Pasukan Korut Tiba"):
        assert words in visible
    for event in snapshot.events:
        assert event.quote is not None
        assert event.quote.text in visible
    assert "<script>alert" not in text


def test_its_legend_has_the_order_of_the_pages(whole: bytes) -> None:
    """As the program has it, not by the alphabet."""
    legend = json.loads(data_of(whole, "drawn"))["common"]["legend"]
    assert list(legend["modalities"]) == [each.value for each in Modality]
    assert list(legend["reviews"]) == [each.value for each in ReviewState]


def test_it_may_load_nothing(whole: bytes) -> None:
    """The policy in the file allows its own two scripts and nothing from any address; none is named to be loaded."""
    text = whole.decode()
    policy = html.unescape(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[0])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    assert not re.search(r"""<(script|img|iframe|object)[^>]* src=|<link""", text.split("<script type")[0])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_one_byte_changed_in_the_file_is_found(record: Record, whole: bytes, data: st.DataObject) -> None:
    """One byte anywhere in the file replaced by any other is found, and the part it is in is named."""
    content = bytearray(whole)
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    verdict = checked(record, bytes(content))
    assert not verdict.proven
    assert re.search(
        r"the (head|words|figures|scripts|chart library|map's ground|snapshot's data|seal)", verdict.wrong[0]
    )


def test_what_a_forger_sealed_anew_is_found(record: Record, elsewhere: Record, whole: bytes) -> None:
    """Words or scripts altered under a seal that fits are not what this program makes of the data, record or not."""
    forged = resealed(whole, "the words", b"Pasukan Korut Tiba", b"Pasukan Korut Pulang")
    for place in (record, elsewhere):
        assert checked(place, forged).wrong == ("the words: not what this program makes of its data",)
    assert "the scripts" in checked(record, resealed(whole, "the scripts", b"'use strict';", b"'use secret';")).wrong[0]


def test_data_altered_with_its_hash_is_named_by_the_record(record: Record, elsewhere: Record, whole: bytes) -> None:
    """A file made anew of altered data, with the hash that fits, is named where the record holds the id."""
    altered = json.loads(data_of(whole))
    altered["by"] = "Somebody"
    content = {name: value for name, value in altered.items() if name not in ("id", "hash")}
    altered["hash"] = content_hash(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    forged = exported(altered, base=BASE, language="en")

    assert 'by: "Somebody", stored as "Desk"' in checked(record, forged).wrong
    verdict = checked(elsewhere, forged)
    assert (verdict.proven, verdict.wrong) == (False, ())


def test_a_file_of_another_edition_is_proven_in_its_data(record: Record, whole: bytes) -> None:
    """What another edition made is told as far as its data, and never called proven: its page could say anything."""
    sealed = unseal(whole)
    assert sealed.facts["edition"] == edition()
    other = seal(list(sealed.parts.items()), {**sealed.facts, "edition": "0123456789abcdef"})
    verdict = checked(record, other)
    assert (verdict.proven, verdict.made_elsewhere, verdict.wrong) == (False, True, ())
    assert "the data in it is as this record stored it; its page was made by another edition" in verdict.said[0]


def test_a_bomb_is_no_data(record: Record, whole: bytes) -> None:
    """What unpacks to more than any snapshot has is refused, not unpacked."""
    bomb = base64.b64encode(gzip.compress(b" " * 300_000_000, 9))
    found = re.search(rb'id="snapshot">(.*?)</script>', whole)
    assert found
    verdict = checked(record, resealed(whole, DATA, found[1], bomb))
    assert not verdict.proven
    assert "is not whole" in " ".join(verdict.wrong)


def test_a_file_too_large_is_said(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit a sentence says how large it would be."""
    monkeypatch.setattr("events.sharing.file.LARGEST", 1_000_000)
    with pytest.raises(Problem, match=r"would have 2\.\d MB, and one file has at most 1"):
        exported(form(record), base=BASE, language="en")


def test_the_bundle_is_whole() -> None:
    """All modules that the file needs are in one script, each after what it imports."""
    script = bundle("disk", "file")
    names = re.findall(r"^modules\.(\w+) = ", script, re.MULTILINE)
    assert names[0] == "disk"
    assert names[-1] == "file"
    assert {"viewer", "map", "playing"} < set(names)
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)


# -- every format --------------------------------------------------------------------------------


def text_of(content: bytes) -> str:
    """The words of a PDF, and what it says of itself; lines are joined."""
    reader = PdfReader(io.BytesIO(content))
    pages = " ".join(each.extract_text().replace("\n", " ") for each in reader.pages)
    return f"{pages} {reader.metadata}"


def every_file(record: Record) -> dict[str, bytes]:
    """The snapshot in every format, unpacked where it is packed."""
    files = {kind: b"".join(file_of(form(record), kind, base=BASE, language="en")) for kind in (*OWN, *FORMATS)}
    with zipfile.ZipFile(io.BytesIO(files["xlsx"])) as book:
        files["xlsx"] = b"".join(book.read(name) for name in book.namelist())
    files["pdf"] = text_of(files["pdf"]).encode()
    packed = re.findall(rb'<script type="text/plain" id="\w+">(.*?)</script>', files["html"])
    files["html"] += b"".join(gzip.decompress(base64.b64decode(each)) for each in packed)
    files |= {name: cited(load(record, ID), BASE, name).encode() for name in FORMS}
    return files


def test_no_file_shows_anything_beyond_the_view(record: Record) -> None:
    """No unshared event, article text, reviewer or reason is in the bytes of any file."""
    for name, content in every_file(record).items():
        for secret in SECRETS:
            assert secret.encode() not in content, (name, secret)


def test_every_file_says_the_hash(record: Record) -> None:
    """The content hash is in every file, or in what stands beside it."""
    snapshot = load(record, ID)
    beside = {"csv", "jsonl", "parquet", "graphml"}
    for name, content in every_file(record).items():
        if name not in beside and name != "png":
            assert snapshot.hash.encode() in content, name
    picture = Image.open(io.BytesIO(b"".join(file_of(form(record), "png", base=BASE, language="en"))))
    assert picture.info["SHA-256"] == snapshot.hash


def test_a_pdf_reads_as_the_page_does(record: Record) -> None:
    """Title, claims, quotes, sources and hash are its text; it is the same file each time, dated as the snapshot."""
    snapshot = load(record, ID)
    content = pdf(snapshot, base=BASE, language="en")
    text = text_of(content)
    for words in (TITLE, snapshot.hash, f"{BASE}s/{ID}", "Pasukan Korut Tiba", "D:20261123120000"):
        assert words in text
    for event in snapshot.events:
        assert event.quote is not None
        assert event.quote.text in text
    assert pdf(snapshot, base=BASE, language="en") == content


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Войска в Курске", "Войска в Курске"),
        ("북한군 쿠르스크 배치", "북한군"),
        ("北朝鮮がクルスクに", "北朝鮮"),
        ("朝鲜军队", "朝鲜军队"),
        ("قوات كورية", "are read in the HTML file"),
        ("\u1000\u1001 <b>&amp;", "\ufffd\ufffd <b>&amp;"),
    ],
)
def test_a_pdf_has_every_script_or_says_so(record: Record, title: str, said: str) -> None:
    """Letters that the embedded font lacks come from the reader's own, or it is said that they are elsewhere."""
    snapshot = load(record, ID).model_copy(update={"title": title})
    assert said in text_of(pdf(snapshot, base=BASE, language="en")).split("Snapshot ")[1][:200]


def test_a_pdf_has_an_end(record: Record) -> None:
    """More events than fit on some hundred pages are told to go elsewhere."""
    snapshot = load(record, ID)
    many = snapshot.model_copy(update={"events": snapshot.events[:1] * 2_001})
    with pytest.raises(Problem, match="at most 2,000 events, and this snapshot has 2,001; export HTML or CSV"):
        pdf(many, base=BASE, language="en")


def test_the_ending_says_the_format() -> None:
    """Each ending asks for its format; any other is told which there are."""
    endings = {
        "a.HTML": "html",
        "x/b.json": "json",
        "c.timeline.json": "timelinejs",
        "d.geojson": "geojson",
        "e.png": "png",
    }
    assert {name: format_of(name) for name in endings} == endings
    with pytest.raises(Problem, match=r"does not say which format is wanted; let its name end in \.html, \.json"):
        format_of("snapshot")


def test_a_citation_says_who_what_when_where(record: Record) -> None:
    """Each form has title, maker, day, address, hash, view and sources, safe for what reads it."""
    snapshot, address = load(record, ID), f"{BASE}s/{ID}"
    text = cited(snapshot, address, "text")
    for words in (
        "Desk. ",
        TITLE,
        "23 November 2026",
        address,
        f"SHA-256 {snapshot.hash}",
        "asserted",
        "Pasukan Korut Tiba",
    ):
        assert words in text

    torn = snapshot.articles[0].model_copy(update={"title": "Two\r\nlines\u2028more"})
    assert "Two lines more" in cited(snapshot.model_copy(update={"articles": (torn,)}), address, "text")

    (item,) = json.loads(cited(snapshot, address, "csl-json"))
    assert (item["title"], item["URL"], item["issued"]) == (TITLE, address, {"date-parts": [[2026, 11, 23]]})
    assert item["author"] == [{"literal": "Desk"}]

    bibtex = cited(snapshot, address, "bibtex")
    assert r"\& 50\% \{of\} it\_all" in bibtex
    braces = re.sub(r"\\[{}]", "", bibtex)
    assert braces.count("{") == braces.count("}")


# -- over HTTP -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(record: Record) -> Iterator[Client]:
    """A client of the routes as the dashboard mounts them."""
    with serving(Starlette(routes=routes(lambda: record))) as made:
        yield made


def test_files_are_downloaded(record: Record, client: Client) -> None:
    """Each file comes under the snapshot's address, named and typed, as the commands make it, and is proven."""
    for kind, media_type in (("json", "application/json"), ("html", "text/html; charset=utf-8")):
        answer = client.get(f"/s/{ID}.{kind}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
        assert answer.headers["content-disposition"] == f'attachment; filename="snapshot-{ID}.{kind}"'
        assert checked(record, answer.content).proven
    for kind in ("csv", "geojson", "png", "pdf"):
        answer = client.get(f"/s/{ID}.{kind}")
        assert (answer.status_code, answer.headers["x-snapshot-sha256"]) == (200, load(record, ID).hash)
        assert answer.headers["link"] == f'</s/{ID}.json>; rel="describedby"'
    assert client.get(f"/s/{ID}.exe").status_code == 404
    assert client.get(f"/s/{'f' * 32}.html").status_code == 404


def test_a_file_that_cannot_be_made_says_why(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many events for paper are a plain page in the reader's language, and no link leads there."""
    assert f"/s/{ID}.pdf" in client.get(f"/s/{ID}?page=2").text
    monkeypatch.setattr(page, "PRINTED", 1)
    answer = client.get(f"/s/{ID}.pdf?lang=id")

    assert answer.status_code == 422
    assert "PDF memuat paling banyak 1 peristiwa, dan potret ini berisi 2" in answer.text
    assert f"/s/{ID}.pdf" not in client.get(f"/s/{ID}?page=3").text


def test_citations_are_served(client: Client) -> None:
    """A citation comes in the form that is asked for, else in plain words."""
    assert "23 November 2026" in client.get(f"/s/{ID}/cite").text
    assert client.get(f"/s/{ID}/cite?format=bibtex").text.startswith("@misc{snapshot-2026-11-23-")
    assert client.get(f"/s/{ID}/cite?format=csl-json").json()[0]["title"] == TITLE


def test_nothing_beyond_the_view_is_served(client: Client) -> None:
    """No unshared event, article text, reviewer or reason is in the bytes of anything served of a snapshot."""
    paths = ("", "/since", "/panels.json?theme=dark", "/preview.png", ".json", ".csv", ".geojson", ".png", "/cite")
    for path in (*(f"/s/{ID}{each}" for each in paths), f"/api/v1/snapshots/{ID}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        for secret in SECRETS:
            assert secret.encode() not in answer.content, (path, secret)
        if not path.endswith((".png", ".csv", "panels.json?theme=dark", "/since")):
            assert content_of_hash(answer.content), path


def content_of_hash(content: bytes) -> bool:
    """Whether a SHA-256 in hexadecimal stands in it."""
    return re.search(rb"\b[0-9a-f]{64}\b", content) is not None
