"""What the dashboard's viewer is given of a view: the same while the page still begins and once it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from events import addresses, areas
from events.credits import credits_of
from events.engine import Engine
from events.figures.marks import theme_named
from events.figures.panels import camera_words, panels
from events.figures.scene import Scene, scene, tellers
from events.index import ARTICLES
from events.model import FAMILY_OF_KIND, Family, Kind, View
from events.texts import Texts, texts_in
from events.wording import Telling

Made = TypeVar("Made")
CLEARED = {"timeline": ("first", "last", "certain", "picked"), "map": ("area", "picked")}
"""The fields of the view that are chosen on a figure, and that Escape on it lets go."""


@dataclass(frozen=True)
class _Asked:
    """A view to be drawn. Two are one where record, version, language and all that figures depend on are the same."""

    home: str
    version: int
    address: str
    language: str
    engine: Engine = field(compare=False, repr=False)
    view: View = field(compare=False, repr=False)


def _asked(engine: Engine, view: View, texts: Texts) -> _Asked:
    lasting = view.model_copy(update={"event": None, "profile": None, "borders": View().borders, "layers": ()})
    address = urlencode(addresses.fields_of(engine.record, lasting))
    return _Asked(str(engine.record.home), engine.version(), address, texts.language, engine, lasting)


class _Once(Generic[Made]):
    """What is made when it is first asked for, once: the page and its viewer ask for the same at the same time."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make, self._made, self._lock = make, list[Made](), Lock()

    def get(self) -> Made:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


@lru_cache(maxsize=16)
def _drawn(asked: _Asked) -> _Once[tuple[Scene, Mapping[str, Telling]]]:
    def make() -> tuple[Scene, Mapping[str, Telling]]:
        found = scene(asked.engine, asked.view, texts_in(asked.language))
        return found, tellers(asked.engine, found.events())

    return _Once(make)


@lru_cache(maxsize=64)
def _panels(asked: _Asked, theme: str) -> _Once[dict[str, Any]]:
    def make() -> dict[str, Any]:
        return panels(
            *_drawn(asked).get(),
            theme=theme_named(theme),
            texts=texts_in(asked.language),
            opened=asked.view.lanes,
            more=f"/panels.json?{asked.address}&{urlencode({'theme': theme, 'lang': asked.language})}",
        )

    return _Once(make)


def drawn(engine: Engine, view: View, texts: Texts) -> tuple[Scene, Mapping[str, Telling]]:
    """What the figures draw, and what tells of it; kept for all readers until the record changes."""
    return _drawn(_asked(engine, view, texts)).get()


def given(engine: Engine, view: View, texts: Texts, *, theme: str, address: str) -> dict[str, Any]:
    """All that the viewer draws, as JSON.

    ``address`` is the view's own query string, empty where the page's is to stay. The figures are kept as ``drawn`` is;
    what is chosen in them is put to them anew.
    """
    credited = credits_words(engine, view, texts)
    return {
        **_panels(_asked(engine, view, texts), theme).get(),
        "credits": [credited] if credited else [],
        "camera": camera_words(view.camera),
        "borders": view.borders.value,
        "layers": _layers(engine, view),
        "chosen": view.event,
        "picked": bool(view.picked),
        "area": view.area.corners() if view.area else None,
        "pair": [view.doers[0], view.targets[0]] if len(view.doers) == len(view.targets) == 1 else None,
        "filters": _filters(view),
        "clears": {chart: any(getattr(view, each) for each in fields) for chart, fields in CLEARED.items()},
        "address": address,
        "picks": "/picked.json",
    }


def credits_words(engine: Engine, view: View, texts: Texts) -> str:
    """Whose imported data the view may show, in words; nothing where it shows none."""
    imported = [each for name, each in credits_of(engine).items() if name != ARTICLES]
    shown = [each.words() for each in imported if not view.data or each.data in view.data]
    return f"{texts('credits')}: {' '.join(shown)}" if shown else ""


def _layers(engine: Engine, view: View) -> list[dict[str, object]]:
    """Every set of areas by day with the address of each of its days, and whether the view has it on the map."""
    return [
        {
            "name": each.name,
            "title": each.title,
            "credit": each.attribution,
            "on": each.name in view.layers,
            "days": [[day, f"/areas/{each.name}/{file}"] for day, file in each.days.items()],
        }
        for each in areas.area_sets(engine.record.home)
    ]


def _filters(view: View) -> dict[str, list[str]]:
    """What the view chooses of what the legend can choose."""
    families = [
        family.name.lower() for family in Family if {k for k in Kind if FAMILY_OF_KIND[k] is family} <= set(view.kinds)
    ]
    return {"modality": list(view.modalities), "review": list(view.reviews), "family": families}
