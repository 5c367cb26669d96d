"""``/api``: the HTTP interface described to people, from the same description that programs read."""

from html import escape

from events.openapi import ANSWERS, LIMITS, PARAMETERS, description
from events.snapshot_page import document
from events.texts import texts_in

EXAMPLES = {
    "events": "/api/v1/events?actor=prk&role=source&from=2024-10-01&limit=50",
    "timeline": "/api/v1/timeline?actor=prk,rus&bin=week&lane=family",
    "map": "/api/v1/map?cell=0.5&viewport=33,50,40,54",
    "actors": "/api/v1/actors?kind=ASSAULT&search=korut&format=csv",
}
LEAD = (
    "Every question takes the fields of a live link: put /api/v1/events in the place of the path in the address of the "
    "dashboard, and the answer is what the screen shows. Nothing can be changed here. No article text, no reviewer's "
    "name and nothing beyond the view is given; quotes are their publishers'."
)
RULES = (
    "JSON or CSV: as Accept asks, or ?format=csv.",
    'Pages: an answer of events has "next" (and a Link header); give it back as cursor, with the same view, until it '
    "is null. New events do not shift the pages.",
    f"Limits: {LIMITS['events'].most:,} events, {LIMITS['timeline'].most} lanes, {LIMITS['map'].most:,} cells, "
    f"{LIMITS['actors'].most:,} actors an answer. All events of a view at once: /export?format=jsonl (or csv, geojson, "
    "parquet, xlsx, kml, timelinejs, graphml).",
    "Every answer has an ETag; with If-None-Match, what has not changed is answered with 304 and no body.",
    "What is not understood is refused with 400 and one sentence, never passed over (application/problem+json).",
    "A snapshot is found by the 32 digits in its link; there is no list of snapshots.",
    "Pages of other sites cannot read this server: no CORS header is sent, since it asks nobody for a password.",
)


def page() -> str:
    """The page as HTML."""
    paths = description()["paths"]
    rules = "".join(f"<li>{escape(rule)}</li>" for rule in RULES)
    questions = "".join(_question(name, paths[f"/api/v1/{name}"]["get"]) for name in ANSWERS)
    snapshot = paths["/api/v1/snapshots/{id}"]["get"]["summary"]
    fields = _fields([each for each in paths["/api/v1/events"]["get"]["parameters"] if _is_view(each["name"])])
    body = (
        f"<main><h1>HTTP interface</h1><p>{escape(LEAD)}</p><ul>{rules}</ul>"
        f'<p><a href="/api/v1/openapi.json">OpenAPI description</a></p>{questions}'
        f"<h2>/api/v1/snapshots/ID</h2><p>{escape(snapshot)}.</p><h2>The fields of a view</h2>{fields}</main>"
    )
    return document("HTTP interface", body, texts_in("en"))


def _is_view(name: str) -> bool:
    return name not in PARAMETERS["events"]


def _question(name: str, asked: dict[str, object]) -> str:
    own = [each for each in asked["parameters"] if each["name"] in PARAMETERS[name]]  # type: ignore[attr-defined]
    example = escape(EXAMPLES[name])
    return (
        f"<h2>/api/v1/{name}</h2><p>{escape(str(asked['summary']))}.</p>{_fields(own)}"
        f'<p><a href="{example}"><code>{example}</code></a></p>'
    )


def _fields(parameters: list[dict[str, object]]) -> str:
    rows = "".join(
        f"<tr><th scope='row'><code>{escape(str(each['name']))}</code></th><td>{escape(_words(each))}</td></tr>"
        for each in parameters
    )
    return f"<table>{rows}</table>"


def _words(parameter: dict[str, object]) -> str:
    """What a field means, and what it may be."""
    schema = parameter["schema"]
    items = schema.get("items", schema)  # type: ignore[attr-defined]
    allowed = f" One of {', '.join(items['enum'])}." if "enum" in items else ""
    if "maximum" in items:
        allowed = f" From {items['minimum']:,} to {items['maximum']:,}."
    usual = f" Without it, {items['default']}." if "default" in items else ""
    return f"{parameter['description']}{allowed}{usual}"
