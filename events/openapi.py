"""The description of the HTTP interface, OpenAPI 3.1, from the shapes of its answers."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any, get_args

from pydantic.json_schema import models_json_schema

from events.api_models import ActorsAnswer, EventsAnswer, MapAnswer, ProblemAnswer, TimelineAnswer
from events.engine import Bin, LaneBy
from events.links import STORED
from events.model import Borders, Kind, LanesBy, Modality, Reason, ReviewState, Role
from events.snapshots.document import Snapshot

Words = dict[str, Any]


@dataclass(frozen=True)
class Limit:
    """How many an answer gives unless asked otherwise, and at most."""

    usual: int
    most: int


LIMITS = {
    "events": Limit(100, 1000),
    "timeline": Limit(14, 100),
    "map": Limit(20_000, 20_000),
    "actors": Limit(100, 10_000),
}
ANSWERS = {"events": EventsAnswer, "timeline": TimelineAnswer, "map": MapAnswer, "actors": ActorsAnswer}
SUMMARIES = {
    "events": "The events of a view in order, page by page",
    "timeline": "How many events in each bin of time, in lanes",
    "map": "How many events in each cell of the map",
    "actors": "The actors of the events of a view, if it chose no actor",
}


def _parameter(name: str, schema: Words, words: str) -> Words:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _several(name: str, schema: Words, words: str) -> Words:
    """A field that takes several values, parted by commas."""
    return {**_parameter(name, {"type": "array", "items": schema}, words), "style": "form", "explode": False}


def _one_of(values: Any, default: str | None = None) -> Words:
    named = {"type": "string", "enum": [str(value) for value in values]}
    return named if default is None else {**named, "default": default}


def _whole(limit: Limit) -> Words:
    return {"type": "integer", "minimum": 1, "maximum": limit.most, "default": limit.usual}


_TEXT: Words = {"type": "string"}
_DAY: Words = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": "^today(-[0-9]{1,4}[dw])?$"}]
}
_VIEW = [
    _parameter("v", _one_of("1"), "The version of the view's fields."),
    _several("actor", _TEXT, "Ids of actors, any of which, or a part of it, stands in the event."),
    _parameter("role", _one_of((*Role, "any"), "any"), "The role in which one of the actors stands."),
    _several("doer", _TEXT, "Ids of actors, any of which, or a part of it, does it."),
    _several("target", _TEXT, "Ids of actors, to any of which, or a part of it, it is done."),
    _several("without", _TEXT, "Ids of actors that have no role in the event, nor any part of them."),
    _several("kind", _one_of(Kind), "Any of these kinds."),
    _several("modality", _one_of(Modality), "Told in any of these ways."),
    _parameter("from", _DAY, "May have happened on this day or later; today-30d counts from today, UTC."),
    _parameter("to", _DAY, "May have happened on this day or before."),
    _parameter("certain", _one_of(("yes", "no"), "no"), "Whether it must surely have happened in these days."),
    _parameter(
        "area",
        _TEXT,
        "Has a mark in this box: west,south,east,north in degrees; six numbers or more are longitude,latitude of the "
        "corners of an outline.",
    ),
    _parameter("text", _TEXT, "Has all these words in title, quotes or names."),
    _several("review", _one_of(ReviewState), "In any of these states of review; without it all but the withdrawn."),
    _several("data", _TEXT, "Of any of these data sets; articles is the set of the articles."),
    _several("pick", _TEXT, "Ids of events chosen one by one."),
    _parameter(
        "unseen", _one_of([each for each in Reason if each is not Reason.SEEN]), "What is hidden for this reason."
    ),
    _parameter("event", _TEXT, "The event whose card is open: of the screen only."),
    _parameter("profile", _TEXT, "The actor whose profile is open: of the screen only."),
    _parameter("by", _one_of(tuple(LanesBy), LanesBy.ACTOR.value), "What lanes stand for: of the screen only."),
    _several("lanes", _TEXT, "The lanes that are open: of the screen only."),
    _parameter("camera", _TEXT, "Where the map looks: of the screen only."),
    _parameter("borders", _one_of(Borders), "Whose borders the map draws: of the screen only."),
    _parameter(STORED, _TEXT, "The name of a long view that the record keeps; other fields count over it."),
]
_FORMAT = _parameter("format", _one_of(("json", "csv"), "json"), "The form of the answer; without it as Accept says.")
_SEARCH = _parameter("search", _TEXT, "Only actors with these words in id or name, in any language.")
_OWN = {
    "events": [
        _parameter("limit", _whole(LIMITS["events"]), "Events in one answer."),
        _parameter("cursor", _TEXT, "The place to go on from: next of the answer before, with the same view."),
    ],
    "timeline": [
        _parameter("bin", _one_of(Bin, Bin.MONTH), "How long a bin is."),
        _parameter("lane", _one_of(get_args(LaneBy), "none"), "What a lane stands for."),
        _parameter("most", _whole(LIMITS["timeline"]), "Lanes, those of most events first."),
    ],
    "map": [
        _parameter(
            "cell",
            {"type": "number", "minimum": 0.01, "maximum": 90, "default": 0.5},
            "How wide and high a cell is, in degrees.",
        ),
        _parameter("viewport", _TEXT, "Counts only marks in this box: west,south,east,north in degrees."),
    ],
    "actors": [_parameter("limit", _whole(LIMITS["actors"]), "Actors in the answer."), _SEARCH],
}
PARAMETERS = {name: tuple(each["name"] for each in (*own, _FORMAT)) for name, own in _OWN.items()}
"""The fields that a question takes besides those of the view."""


def _ref(name: str) -> Words:
    return {"$ref": f"#/components/schemas/{name}"}


def _answers(name: str, *refusals: str) -> Words:
    said = {
        "description": "Why not, in one sentence",
        "content": {"application/problem+json": {"schema": _ref("ProblemAnswer")}},
    }
    given = {"application/json": {"schema": _ref(name)}, "text/csv": {"schema": {"type": "string"}}}
    return {
        "200": {
            "description": "The answer",
            "headers": {"ETag": {"schema": _TEXT}, "Link": {"schema": _TEXT}},
            "content": given,
        },
        "304": {"description": "The same as what If-None-Match names"},
        **dict.fromkeys((*refusals, "400", "405", "406", "421", "503"), said),
    }


def _question(name: str) -> Words:
    return {
        "operationId": name,
        "summary": SUMMARIES[name],
        "parameters": [*_VIEW, *_OWN[name], _FORMAT],
        "responses": _answers(ANSWERS[name].__name__),
    }


@lru_cache
def description() -> Words:
    """The whole description."""
    shapes = [(model, "serialization") for model in (*ANSWERS.values(), Snapshot, ProblemAnswer)]
    _, schemas = models_json_schema(shapes, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    snapshot_id = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Conflict events",
            "version": version("conflict-events"),
            "description": "The events of this server's record, by the fields of a live link. Nothing is changed; no "
            "article text and no reviewer's name is given. Quotes are their publishers'.",
            "license": {"name": "MIT (the program)", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": {
            **{f"/api/v1/{name}": {"get": _question(name)} for name in ANSWERS},
            "/api/v1/snapshots/{id}": {
                "get": {
                    "operationId": "snapshot",
                    "summary": "A snapshot as it is stored, by the id in its link; there is no list of them",
                    "parameters": [snapshot_id, _FORMAT],
                    "responses": _answers("Snapshot", "404", "410"),
                }
            },
        },
        "components": {"schemas": schemas["$defs"]},
    }
