"""Our own basemap as a MapLibre style: GeoJSON from our own server, no tiles, no glyphs, no sprites.

Files are named by their content (``?v=``), so that a browser may keep them for good.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from events.figures.marks import Theme
from events.model import Borders
from events.theatre import theatre

COUNTRIES = "world_countries_50m_recognised_simpl.geojson"
HELD = {Borders.RECOGNISED: COUNTRIES, Borders.DE_FACTO: "world_countries_50m_defacto_simpl.geojson"}
TOWNS = "towns.geojson"
NAMES = "country_labels.geojson"
# No mark may be called by a plain word: Plotly asks a foreign server for the picture of such a name.
HATCH = "hatch:{theme}"
NAME_ZOOMS = ((3, 4.6), (2, 3.6), (1, 0.0))  # a country of each rank is named from this zoom on
TOWN_ZOOMS = ((4, 7.6), (3, 6.4), (2, 5.2), (1, 3.0))  # a town of each rank is named from this zoom on
BELOW_DOTS, BELOW_NAMES = "town-dots-4", "names-3"  # the first layers that areas and marks of events must not cover
_WORDS = (
    " oblast",
    " region",
    " krai",
    " republic",
    " province",
    " raion",
    "autonomous republic of ",
    "wilayah ",
    "oblast ",
)

Position = tuple[float, float]  # longitude, latitude in degrees


def version(name: str) -> str:
    """The first digits of a basemap file's hash."""
    return _version(theatre().path(name))


@cache
def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def address(name: str) -> str:
    """The path on our own server under which a basemap file is found."""
    return f"/basemap/{name}?v={version(name)}"


@dataclass(frozen=True)
class Region:
    """A region whose outline we have: ISO 3166-2 code, names in every language of the file, claimants, outer rings."""

    code: str
    names: tuple[str, ...]
    countries: frozenset[str]
    rings: tuple[tuple[Position, ...], ...]


def _region(feature: dict[str, Any]) -> Region:
    properties, geometry = feature["properties"], feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return Region(
        properties["iso"],
        tuple(text for key, text in properties.items() if key.startswith("name") and text),
        frozenset(filter(None, (properties.get("defacto"), properties.get("recognised")))),
        tuple(tuple((float(lon), float(lat)) for lon, lat, *_ in polygon[0]) for polygon in polygons),
    )


@cache
def _regions() -> Mapping[str, Region]:
    features = json.loads(theatre().path(theatre().regions).read_text(encoding="utf-8"))["features"]
    return {region.code: region for region in map(_region, features)}


def _plain(name: str) -> str:
    folded = name.casefold()
    for word in _WORDS:
        folded = folded.replace(word, "")
    return folded.strip()


@cache
def _codes() -> Mapping[tuple[str, str], str]:
    """The code of each region by country and plain name."""
    codes: dict[tuple[str, str], str] = {}
    for region in _regions().values():
        for country in region.countries:
            for name in region.names:
                codes.setdefault((country, _plain(name)), region.code)
    return codes


def region_code(name: str, country: str | None) -> str | None:
    """The ISO 3166-2 code of the region that is called ``name`` in ``country``, where we have its outline."""
    return _codes().get((country or "", _plain(name)))


def inside(position: Position, code: str) -> bool:
    """Whether a position lies in a region (even-odd rule over its outer rings)."""
    lon, lat = position
    odd = False
    for ring in _regions()[code].rings:
        for (lon_a, lat_a), (lon_b, lat_b) in pairwise(ring):
            if (lat_a > lat) != (lat_b > lat) and lon < (lon_b - lon_a) * (lat - lat_a) / (lat_b - lat_a) + lon_a:
                odd = not odd
    return odd


def _source(name: str) -> dict[str, object]:
    return {"type": "geojson", "data": address(name), "tolerance": 0.2}


def _label(identity: str, source: str, theme: Theme, language: str, size: object, **more: object) -> dict[str, object]:
    layout = {
        "text-field": ["coalesce", ["get", f"name_{language}"], ["get", "name_en"]],
        "text-size": size,
        "text-max-width": 8,
        "text-padding": 6,
        **{key: value for key, value in more.items() if key.startswith(("text-", "symbol-"))},
    }
    paint = {"text-color": theme.label, "text-halo-color": theme.halo, "text-halo-width": 1.4}
    rest = {key: value for key, value in more.items() if not key.startswith(("text-", "symbol-"))}
    return {"id": identity, "type": "symbol", "source": source, "layout": layout, "paint": paint, **rest}


def style(theme: Theme, language: str) -> dict[str, object]:
    """The MapLibre style of the basemap in one theme, labelled in one language where the data has it."""
    disputed = ["==", ["get", "disputed"], True]
    claimed = ["==", ["slice", ["get", "featurecla"], 0, 8], "Disputed"]
    marked = ["==", ["get", "iso"], theatre().marked]
    return {
        "version": 8,
        "name": f"events {theme.name}",
        "sources": {
            "countries": _source(COUNTRIES),
            "regions": _source(theatre().regions),
            "lines": _source(theatre().lines),
            "towns": _source(TOWNS),
            "names": _source(NAMES),
        },
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": theme.sea}},
            _area("land", "countries", {"fill-color": theme.land, "fill-antialias": True}),
            _area("marked", "regions", {"fill-color": theme.oblast}, marked),
            _area("disputed", "regions", {"fill-pattern": HATCH.format(theme=theme.name)}, disputed),
            _line("region-lines", "regions", theme.border_minor, 0.8, minzoom=4.2),
            _line("country-lines", "countries", theme.border, 0.9),
            _line("marked-line", "regions", theme.border, 1.3, filter=marked),
            _line("disputed-lines", "lines", theme.disputed, 1.4, filter=claimed, dash=[2.5, 2]),
            _line("disputed-outline", "regions", theme.disputed, 1.2, filter=disputed, dash=[2.5, 2]),
            *_labels(theme, language),
        ],
    }


def _labels(theme: Theme, language: str) -> list[dict[str, object]]:
    """Names of countries and towns, each from the zoom at which there is room; dots under them all."""
    spaced = {"text-letter-spacing": 0.08, "maxzoom": 6.5}
    size = ["interpolate", ["linear"], ["zoom"], 4, 10.5, 8, 13]
    layers = [
        _label(
            f"names-{rank}",
            "names",
            theme,
            language,
            11.5,
            filter=["==", ["get", "rank"], rank],
            minzoom=zoom,
            **spaced,
        )
        for rank, zoom in NAME_ZOOMS
    ]
    for rank, zoom in TOWN_ZOOMS:
        more = {"filter": ["==", ["get", "rank"], rank], "minzoom": zoom}
        dot = {
            "circle-radius": 1.8,
            "circle-color": theme.paper,
            "circle-stroke-color": theme.label,
            "circle-stroke-width": 0.9,
        }
        layers.append({"id": f"town-dots-{rank}", "type": "circle", "source": "towns", "paint": dot, **more})
        place = {"text-anchor": "top", "text-offset": [0, 0.8]}
        layers.append(_label(f"towns-{rank}", "towns", theme, language, size, **place, **more))
    return sorted(layers, key=lambda layer: str(layer["type"]))  # circles before symbols: the marks come between


def _area(identity: str, source: str, paint: dict[str, object], chosen: object = None) -> dict[str, object]:
    layer: dict[str, object] = {"id": identity, "type": "fill", "source": source, "paint": paint}
    return {**layer, "filter": chosen} if chosen else layer


def _line(
    identity: str, source: str, color: str, width: float, *, dash: list[float] | None = None, **more: object
) -> dict[str, object]:
    paint: dict[str, object] = {"line-color": color, "line-width": width}
    if dash:
        paint["line-dasharray"] = dash
    return {"id": identity, "type": "line", "source": source, "layout": {"line-join": "round"}, "paint": paint, **more}
