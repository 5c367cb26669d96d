"""Views -> counted, listed, binned and explained answers, by DuckDB in this process or by a cluster."""

from events.engine.address import Unanswered
from events.engine.answers import ActorFacet, Engine, LaneBy, Omitted
from events.engine.conditions import Condition, conditions, describe
from events.engine.counted import BinCount, CellCount, Link, MapCounts, Timeline
from events.engine.dialect import Bin
from events.engine.questions import Cursor
from events.engine.rows import Imported, Original, Part, Parts
from events.index import Drawn, Published, drawn_span
from events.model import Reason

__all__ = [
    "ActorFacet",
    "Bin",
    "BinCount",
    "CellCount",
    "Condition",
    "Cursor",
    "Drawn",
    "Engine",
    "Imported",
    "LaneBy",
    "Link",
    "MapCounts",
    "Omitted",
    "Original",
    "Part",
    "Parts",
    "Published",
    "Reason",
    "Timeline",
    "Unanswered",
    "conditions",
    "describe",
    "drawn_span",
]
