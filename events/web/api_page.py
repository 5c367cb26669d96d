"""``/api``: the HTTP interface described to people, from the same description that programs read."""

from html import escape

from events.sharing.page import document
from events.texts import Texts, languages, texts_in
from events.web.openapi import ANSWERS, LIMITS, PARAMETERS, description

EXAMPLES = {
    "events": "/api/v1/events?actor=prk&role=source&from=2024-10-01&limit=50",
    "timeline": "/api/v1/timeline?actor=prk,rus&bin=week&lane=family",
    "map": "/api/v1/map?cell=0.5&viewport=33,50,40,54",
    "actors": "/api/v1/actors?kind=ASSAULT&search=korut&format=csv",
}
RULES = ("form", "pages", "limits", "etag", "refused", "snapshot", "sites")


def page(language: str) -> str:
    """The page as HTML, in a language of the catalogues."""
    texts = texts_in(language)
    paths = description(language)["paths"]
    limits = {name: limit.most for name, limit in LIMITS.items()}
    rules = "".join(f"<li>{escape(texts(f'api.rule.{rule}', **limits))}</li>" for rule in RULES)
    questions = "".join(_question(name, paths[f"/api/v1/{name}"]["get"], texts) for name in ANSWERS)
    snapshot = paths["/api/v1/snapshots/{id}"]["get"]["summary"]
    fields = _fields([each for each in paths["/api/v1/events"]["get"]["parameters"] if _is_view(each["name"])], texts)
    others = " · ".join(
        f'<a href="/api?lang={code}" lang="{code}" hreflang="{code}">{escape(texts(f"language.{code}"))}</a>'
        for code in languages()
        if code != texts.language
    )
    body = (
        f"<main><p>{others}</p><h1>{escape(texts('api.title'))}</h1><p>{escape(texts('api.lead'))}</p><ul>{rules}</ul>"
        f'<p><a href="/api/v1/openapi.json">{escape(texts("api.openapi"))}</a></p>{questions}'
        f"<h2>/api/v1/snapshots/ID</h2><p>{escape(snapshot)}.</p><h2>{escape(texts('api.fields'))}</h2>{fields}</main>"
    )
    return document(texts("api.title"), body, texts)


def _is_view(name: str) -> bool:
    return name not in PARAMETERS["events"]


def _question(name: str, asked: dict[str, object], texts: Texts) -> str:
    own = [each for each in asked["parameters"] if each["name"] in PARAMETERS[name]]  # type: ignore[attr-defined]
    example = escape(EXAMPLES[name])
    return (
        f"<h2>/api/v1/{name}</h2><p>{escape(str(asked['summary']))}.</p>{_fields(own, texts)}"
        f'<p><a href="{example}"><code>{example}</code></a></p>'
    )


def _fields(parameters: list[dict[str, object]], texts: Texts) -> str:
    rows = "".join(
        f"<tr><th scope='row'><code>{escape(str(each['name']))}</code></th><td>{escape(_words(each, texts))}</td></tr>"
        for each in parameters
    )
    return f"<table>{rows}</table>"


def _words(parameter: dict[str, object], texts: Texts) -> str:
    """What a field means, and what it may be."""
    schema = parameter["schema"]
    items = schema.get("items", schema)  # type: ignore[attr-defined]
    words = [str(parameter["description"])]
    if "enum" in items:
        words.append(texts("api.one_of", values=", ".join(items["enum"])))
    if "maximum" in items:
        words.append(texts("api.between", least=items["minimum"], most=items["maximum"]))
    if "default" in items:
        words.append(texts("api.usual", value=items["default"]))
    return " ".join(words)
