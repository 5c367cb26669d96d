"""What the browser viewer is handed: both figures, the list in words, what is not on the map, and the legend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html import escape
from importlib.util import find_spec
from pathlib import Path

from plotly.io import to_json

from events.engine import MapCounts
from events.figures import basemap
from events.figures.in_words import in_words, off_figures
from events.figures.map_counts import map_counts
from events.figures.map_picture import looking_at
from events.figures.marks import FAMILIES, SIGN, Theme
from events.figures.scene import Scene
from events.figures.theatre_map import TheatreMap, counted_beside, theatre_map
from events.figures.timeline import Figure, timeline
from events.figures.timeline_counts import CountedTime, timeline_counts
from events.index import told_by
from events.model import Borders, Camera, Event, Modality, ReviewState
from events.texts import Texts
from events.theatre import theatre
from events.wording import Telling, row

VIEWER = Path(__file__).parents[1] / "viewer"
SNAPSHOT_MAP = (1200, 340)  # pixels of a snapshot's map on a desk
DASHBOARD = "dashboard.js"
"""The viewer of the dashboard and all that it imports, as one file, which is there sooner than thirty."""


def plotly_script() -> Path:
    """The chart library that the plotly package ships."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the plotly package is not installed")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


@cache
def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


@cache
def viewer_version() -> str:
    """One version for all files of the viewer, since they load each other."""
    contents = b"".join(path.read_bytes() for path in sorted(VIEWER.glob("*.*")))
    return sha256(contents).hexdigest()[:12]


def addresses() -> dict[str, str]:
    """Where the browser finds the chart library and the viewer on our own server, by content."""
    folder = f"/viewer/{viewer_version()}"
    return {
        "plotly": f"/vendor/plotly.min.js?v={_version(plotly_script())}",
        "module": f"{folder}/{DASHBOARD}",
        "css": f"{folder}/viewer.css",
        "words": f"{folder}/words.js",
        "steps": f"{folder}/steps.js",
        "icon": f"{folder}/icon.svg",
    }


def head() -> str:
    """What a page's head may say so that its browser fetches the viewer while the page itself still begins.

    What draws ahead of the page runs as soon as it is there; all else is only fetched.
    """
    found = addresses()
    viewer = f'<script type="module" async src="{found["module"]}"></script>'
    maps = (basemap.COUNTRIES, basemap.TOWNS, basemap.NAMES, theatre().regions, theatre().lines)
    fetched = "".join(
        f'<link rel="preload" as="fetch" crossorigin href="{escape(basemap.address(name))}">' for name in maps
    )
    return f'{viewer}<link rel="preload" as="style" href="{found["css"]}">{fetched}'


def legend(texts: Texts) -> dict[str, object]:
    """The meaning of colour, shape, signs of review, place marks and date marks in words."""
    return {
        "colour": texts("legend.colour"),
        "families": [texts(f"family.{family.name}") for family in FAMILIES],
        "shape": texts("legend.shape"),
        "modalities": {modality.value: texts(f"modality.{modality.value}") for modality in Modality},
        "review": texts("legend.review"),
        "reviews": {each.value: texts(f"review.{each.value}") for each in ReviewState},
        "signs": {each.value: sign for each, sign in SIGN.items()},
        "place": texts("legend.place"),
        "places": [{"mark": mark, "label": texts(f"legend.place.{mark}")} for mark in ("act", "mention", "area")],
        "date": texts("legend.date"),
        "dates": [{"mark": mark, "label": texts(f"legend.date.{mark}")} for mark in ("day", "range", "before")],
    }


def calendar(texts: Texts) -> dict[str, list[str]]:
    """Month names for the time axis."""
    return {
        "months": [texts(f"month.long.{number}") for number in range(1, 13)],
        "shortMonths": [texts(f"month.short.{number}") for number in range(1, 13)],
    }


def _timeline(
    scene: Scene, articles: Mapping[str, Telling], theme: Theme, texts: Texts, opened: Sequence[str]
) -> Figure:
    if isinstance(scene.timed, CountedTime):
        return timeline_counts(scene.timed, theme=theme, texts=texts, folded=scene.folded)
    return timeline(
        scene.timed,
        articles,
        theme=theme,
        texts=texts,
        opened=opened,
        by=scene.by,
        sort=scene.sort,
        folded=scene.folded,
        window=scene.window,
        extent=scene.extent,
        order=scene.order,
        without_day=scene.undated,
    )


def _map(scene: Scene, theme: Theme, texts: Texts) -> TheatreMap:
    if isinstance(scene.mapped, MapCounts):
        figure, cut = map_counts(scene.mapped.cells, theme=theme, texts=texts, degrees=scene.mapped.degrees), 0
        return TheatreMap(figure, counted_beside(scene.beside or {}, texts), cut)
    drawn = theatre_map(scene.mapped, theme=theme, texts=texts)
    return drawn if scene.beside is None else replace(drawn, beside=counted_beside(scene.beside, texts))


def panels(
    scene: Scene,
    articles: Mapping[str, Telling],
    *,
    theme: Theme,
    texts: Texts,
    opened: Sequence[str] = (),
    listed: bool = True,
    more: str | None = None,
) -> dict[str, object]:
    """Everything the viewer shows of ``scene``, as JSON; without ``listed`` the page has a table of its own.

    ``more`` is the address that tells another part of a scene that is not whole, and of any scene who acts on whom.
    """
    return {
        **part(scene, articles, theme=theme, texts=texts, opened=opened),
        "addresses": addresses(),
        "theme": theme.name,
        "language": texts.language,
        "calendar": calendar(texts),
        "families": [family.name.lower() for family in FAMILIES],
        "listed": len(scene.listed) if listed else None,
        "total": scene.total,
        "more": None if scene.whole else more,
        "countries": {each.value: basemap.address(name) for each, name in basemap.HELD.items()},
        "borders": Borders.RECOGNISED.value,
        "actsFrom": more and f"{more}&acts=1",
        "legend": legend(texts),
        "texts": {
            key: text for key, text in texts.entries.items() if key.startswith("viewer.") or key == "says.quoted"
        },
        "jumps": [{"label": spot.label(texts.language), "look": spot.look} for spot in theatre().spots],
    }


def part(
    scene: Scene, articles: Mapping[str, Telling], *, theme: Theme, texts: Texts, opened: Sequence[str] = ()
) -> dict[str, object]:
    """What changes with the part of time and map that is looked at: both figures, their words, what is not marked."""
    lines, drawn = _timeline(scene, articles, theme, texts, opened), _map(scene, theme, texts)
    left_out = drawn.cut + lines["layout"]["meta"]["cut"]
    return {
        "timeline": _json(lines),
        "map": _json(drawn.figure),
        "rows": rows(scene.events(), articles, texts),
        "words": in_words(scene, articles, texts),
        "off": off_figures(scene, articles),
        "beside": _beside(drawn),
        "cut": texts("cut", n=left_out) if left_out else "",
    }


def _json(figure: Figure) -> str:
    return str(to_json(figure, validate=False, remove_uids=False))


def step(scene: Scene, articles: Mapping[str, Telling], *, theme: Theme, texts: Texts) -> dict[str, object]:
    """What a step of playback shows where not all events are in the browser: the map, and the begin of the list."""
    drawn = _map(scene, theme, texts)
    return {
        "map": _json(drawn.figure),
        "rows": rows(scene.events(), articles, texts),
        "beside": _beside(drawn),
        "listed": len(scene.listed),
        "total": scene.total,
    }


def _beside(drawn: TheatreMap) -> list[dict[str, object]]:
    return [{"label": each.label, "events": each.events, "count": each.count} for each in drawn.beside]


def rows(events: Iterable[Event], articles: Mapping[str, Telling], texts: Texts) -> list[dict[str, str]]:
    """Events in words, as the list and pointing at their marks tell them."""
    return [_brief(row(event, articles.get(told_by(event)), texts), texts) for event in events]


def _brief(cells: dict[str, str], texts: Texts) -> dict[str, str]:
    """A row without what the viewer makes of the rest of it, the legend and the texts, so that many rows are light."""
    usual = texts(f"modality.{cells['modality']}")
    left = {"says", "review_words", *(["modality_words"] if cells["modality_words"] == usual else [])}
    return {name: words for name, words in cells.items() if name not in left}


def camera_words(camera: Camera) -> dict[str, float]:
    """Where the map looks, as the viewer takes it."""
    return {"lon": camera.lon, "lat": camera.lat, "zoom": camera.zoom}


def framed(events: Sequence[Event], camera: Camera) -> dict[str, object]:
    """Where a snapshot's map looks: as its maker's did, or at the marks (``fitted``) where that shows none of them."""
    looking = looking_at(events, camera, SNAPSHOT_MAP)
    return {"camera": camera_words(looking), "fitted": looking != camera}
