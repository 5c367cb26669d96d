"""Areas by day that a view has on its map are frozen with it: as they were, and no days beyond its time."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette

from events.areas import FOLDER, add, area_sets, remove
from events.engine import Engine
from events.model import Problem, View
from events.record import Record
from events.sharing.exports import file_of
from events.sharing.file import exported
from events.sharing.link_preview import link_preview
from events.snapshots.citing import cited
from events.snapshots.creating import create
from events.snapshots.document import Snapshot
from events.snapshots.opening import form_of
from events.snapshots.outlines import MOST_CORNERS
from events.snapshots.verifying import Verifier
from events.texts import texts_in
from events.web.routes import routes
from tests.factories import NOON, make_article, make_event, make_place, make_span
from tests.serving import serving

FRONT = View(layers=("front",))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of two events in October, with a front line of four days."""
    article = make_article()
    place = make_place(51.73, 36.19)
    days = (date(2024, 10, 10), date(2024, 10, 30))
    events = [
        make_event(f"e{number}", article=article, places=[place], when=make_span(day))
        for number, day in enumerate(days)
    ]
    with Record(tmp_path, shipped=()) as made:
        made.add(article, events, at=NOON)
        for day, east in (("2024-08-06", 34.0), ("2024-10-05", 34.5), ("2024-10-20", 35.0), ("2024-12-24", 35.5)):
            add(tmp_path, "front", [(f"{day}.geojson", line(east))], title="Front line", attribution="Example desk")
        yield made


def line(east: float, corners: int = 3) -> bytes:
    """A line from south to north."""
    positions = [[east, 50 + 2 * number / corners] for number in range(corners)]
    outline = {"type": "LineString", "coordinates": positions}
    return json.dumps({"type": "Feature", "properties": {}, "geometry": outline}).encode()


def taken(record: Record, view: View = FRONT) -> Snapshot:
    """A snapshot of the view."""
    return create(record, Engine(record), view, title="Front", by=None, at=NOON)


def test_the_days_of_the_view_are_frozen(record: Record) -> None:
    """From the day that holds when the events begin to the one that holds when they end; what is off is not there."""
    (areas,) = taken(record).areas
    assert (areas.title, areas.attribution) == ("Front line", "Example desk")
    assert sorted(areas.days) == ["2024-10-05", "2024-10-20"]
    (areas,) = taken(record, FRONT.model_copy(update={"last": date(2024, 10, 12)})).areas
    assert list(areas.days) == ["2024-10-05"]
    assert taken(record, View()).areas == ()


def test_they_stay_as_they_were(record: Record) -> None:
    """Areas that are changed or taken away later are in the snapshot as it was shared, and are proven with it."""
    made = taken(record)
    remove(record.home, "front")
    verdict = Verifier(record).stored(made.id)
    assert (verdict.proven, verdict.wrong) == (True, ())
    form = json.loads(b"".join(file_of(form_of(record.stored_snapshots(made.id)[0]), "json", base="", language=None)))
    assert form["areas"][0]["days"]["2024-10-20"]["features"][0]["geometry"]["coordinates"][0] == [35.0, 50.0]


def test_the_latest_day_is_there_however_large(record: Record) -> None:
    """Earlier days are left out where all would have too many corners."""
    add(record.home, "front", [("2024-10-20.geojson", line(35.0, MOST_CORNERS + 1))])
    (areas,) = taken(record).areas
    assert list(areas.days) == ["2024-10-20"]


def test_a_day_that_cannot_be_read_is_said(record: Record) -> None:
    """A snapshot lacks nothing silently that was on its maker's map."""
    (areas,) = area_sets(record.home)
    (record.home / FOLDER / "front" / areas.days["2024-10-05"]).unlink()
    with pytest.raises(Problem, match='"Front line" of 2024-10-05 cannot be read'):
        taken(record)
    assert record.rows("SELECT count(*) FROM snapshot") == [(0,)]


def test_page_figures_and_picture_show_them(record: Record) -> None:
    """The page names them, its map is told where their outlines are, and the preview has them drawn."""
    made = taken(record)
    remove(record.home, "front")
    with serving(Starlette(routes=routes(lambda: record))) as client:
        assert "Front line: 2 days, 5 Oct 2024 to 20 Oct 2024. Example desk." in client.get(f"/s/{made.id}").text
        (layer,) = client.get(f"/s/{made.id}/panels.json").json()["layers"]
        assert [day for day, _ in layer["days"]] == ["2024-10-05", "2024-10-20"]
        outlines = client.get(layer["days"][1][1])
        assert outlines.json()["features"][0]["geometry"]["type"] == "LineString"
        assert client.get(f"/s/{made.id}/areas/front/2024-12-24").status_code == 404
    with_line, without = (link_preview(each, texts_in("en")) for each in (made, made.model_copy(update={"areas": ()})))
    assert with_line != without
    assert "Front line. Example desk." in cited(made, "https://desk.example", "text")


def test_outlines_of_no_extent_spoil_no_picture(record: Record) -> None:
    """What an earlier edition kept of a file and no pen draws is left out of the picture."""
    made = taken(record)
    broken = [("Polygon", [[[35, 51]]]), ("Polygon", [[]]), ("MultiPolygon", [[]]), ("LineString", [[35, 51]])]
    features = [{"type": "Feature", "geometry": {"type": kind, "coordinates": found}} for kind, found in broken]
    (areas,) = made.areas
    empty, full = (areas.model_copy(update={"days": {"2024-10-20": {"features": each}}}) for each in ([], features))
    one, other = (link_preview(made.model_copy(update={"areas": (each,)}), texts_in("en")) for each in (empty, full))
    assert one == other


def test_the_file_holds_them(record: Record) -> None:
    """A file opened from disk asks nobody for them, and names whose they are."""
    made = taken(record)
    content = exported(form_of(record.stored_snapshots(made.id)[0]), base="https://desk.example", language="en")
    assert b"Example desk." in content
