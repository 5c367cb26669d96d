"""The notebook in docs/: its cells run as they stand against a started server, and give what the record holds."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from events.engine import Engine
from events.model import View
from events.record import Record
from events.web.routes import routes
from tests.factories import NOON
from tests.serving import serving
from tests.synthetic import articles_and_events

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"
SERVED = "http://127.0.0.1:8501"


def cells() -> list[dict[str, Any]]:
    """The cells of the notebook."""
    found: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return found


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of many events."""
    with Record(tmp_path, shipped=[]) as made:
        for article, events in articles_and_events(200):
            made.add(article, events, at=NOON)
        yield made


def test_the_notebook_gives_the_view_of_its_link(record: Record) -> None:
    """Every event of the link's view is a row, and none is dated by its article's publication."""
    names: dict[str, Any] = {}
    with serving(Starlette(routes=routes(lambda: record))) as client:
        for cell in cells():
            if cell["cell_type"] == "code":
                source = "".join(cell["source"]).replace(SERVED, f"http://127.0.0.1:{client.port}")
                exec(compile(source, cell["id"], "exec"), names)  # noqa: S102 - our own notebook
    view = View(actors=("prk",), first=date(2024, 10, 1))
    events = Engine(record).events(view, limit=1000)
    frame = names["frame"]

    assert list(frame["id"]) == [event.id for event in events]
    assert int(frame["first"].isna().sum()) == sum(event.when is None for event in events)
    assert int(names["told"].to_numpy().sum()) == len(events)
    assert not names["weeks"].empty


def test_the_notebook_keeps_no_outputs() -> None:
    """What a run gave would go stale, and is not kept."""
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells())
