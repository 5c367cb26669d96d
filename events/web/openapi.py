"""The description of the HTTP interface, OpenAPI 3.1, from the shapes of its answers."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any, get_args

from pydantic.json_schema import models_json_schema

from events.engine import Bin, LaneBy
from events.links import STORED
from events.model import Borders, Kind, LanesBy, LanesSort, Modality, Reason, ReviewState, Role
from events.snapshots.document import Snapshot
from events.texts import DEFAULT, Texts, texts_in
from events.web.api_models import ActorsAnswer, EventsAnswer, MapAnswer, ProblemAnswer, TimelineAnswer

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


def _parameter(name: str, schema: Words, key: str = "") -> Words:
    """A field of this name, described in the catalogues under its own name or another ``key``."""
    return {"name": name, "in": "query", "description": f"api.field.{key or name}", "schema": schema}


def _several(name: str, schema: Words) -> Words:
    """A field that takes several values, parted by commas."""
    return {**_parameter(name, {"type": "array", "items": schema}), "style": "form", "explode": False}


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
    _parameter("v", _one_of("1")),
    _several("actor", _TEXT),
    _parameter("role", _one_of((*Role, "any"), "any")),
    _several("doer", _TEXT),
    _several("target", _TEXT),
    _several("without", _TEXT),
    _several("kind", _one_of(Kind)),
    _several("modality", _one_of(Modality)),
    _parameter("from", _DAY),
    _parameter("to", _DAY),
    _parameter("certain", _one_of(("yes", "no"), "no")),
    _parameter("area", _TEXT),
    _parameter("text", _TEXT),
    _several("review", _one_of(ReviewState)),
    _several("data", _TEXT),
    _several("pick", _TEXT),
    _parameter("unseen", _one_of([each for each in Reason if each is not Reason.SEEN])),
    _parameter("event", _TEXT),
    _parameter("profile", _TEXT),
    _parameter("by", _one_of(tuple(LanesBy), LanesBy.ACTOR.value)),
    _parameter("sort", _one_of(tuple(LanesSort), LanesSort.NUMBER.value)),
    _several("lanes", _TEXT),
    _several("folded", _TEXT),
    _parameter("camera", _TEXT),
    _parameter("borders", _one_of(Borders)),
    _several("layers", _TEXT),
    _parameter(STORED, _TEXT, "stored"),
]
_FORMAT = _parameter("format", _one_of(("json", "csv"), "json"))
_SEARCH = _parameter("search", _TEXT)
_OWN = {
    "events": [
        _parameter("limit", _whole(LIMITS["events"]), "limit.events"),
        _parameter("cursor", _TEXT),
    ],
    "timeline": [
        _parameter("bin", _one_of(Bin, Bin.MONTH)),
        _parameter("lane", _one_of(get_args(LaneBy), "none")),
        _parameter("most", _whole(LIMITS["timeline"])),
    ],
    "map": [
        _parameter("cell", {"type": "number", "minimum": 0.01, "maximum": 90, "default": 0.5}),
        _parameter("viewport", _TEXT),
    ],
    "actors": [_parameter("limit", _whole(LIMITS["actors"]), "limit.actors"), _SEARCH],
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


def _question(name: str, texts: Texts) -> Words:
    fields = [*_VIEW, *_OWN[name], _FORMAT]
    return {
        "operationId": name,
        "summary": texts(f"api.ask.{name}"),
        "parameters": [{**each, "description": texts(each["description"])} for each in fields],
        "responses": _answers(ANSWERS[name].__name__),
    }


def description(language: str = DEFAULT) -> Words:
    """The whole description, with what its questions and fields mean in a language of the catalogues."""
    return _described(texts_in(language).language)


@lru_cache
def _described(language: str) -> Words:
    texts = texts_in(language)
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
            **{f"/api/v1/{name}": {"get": _question(name, texts)} for name in ANSWERS},
            "/api/v1/snapshots/{id}": {
                "get": {
                    "operationId": "snapshot",
                    "summary": texts("api.ask.snapshot"),
                    "parameters": [snapshot_id, {**_FORMAT, "description": texts(_FORMAT["description"])}],
                    "responses": _answers("Snapshot", "404", "410"),
                }
            },
        },
        "components": {"schemas": schemas["$defs"]},
    }
