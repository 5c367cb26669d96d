"""The first screen: actor filter, counts, then map, timeline and list, all of one view.

What costs the server little is sent first, so that the browser draws it while the server makes the figures; what stands
over the figures but may come after them is put into its place then.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st

from events import addresses
from events.credits import credits_of
from events.figures.in_words import off_figures
from events.figures.marks import theme_named
from events.figures.panels import camera_words, panels
from events.figures.scene import Scene, scene, tellers
from events.index import ARTICLES
from events.model import FAMILY_OF_KIND, Family, Kind, LanesBy, View
from events.pages import block, card, export, filters, layers, profile, share, state, summary
from events.pages.summary import escaped_markdown
from events.texts import Texts, texts_in
from events.wording import Telling

Choice = TypeVar("Choice", bound=StrEnum)
_CLEARED = {"timeline": ("first", "last", "certain", "picked"), "map": ("area", "picked")}
"""The fields of the view that are chosen on a figure, and that Escape on it lets go."""


def page() -> None:
    """Draws the screen for the view that the address names."""
    texts, engine = state.texts(), state.engine()
    view, problems = state.current()
    opening = filters.filters(view, engine, texts)
    if problems:
        _problems(problems, texts)
    lasting = view.model_copy(update={"event": None, "profile": None, "borders": View().borders, "layers": ()})
    address = urlencode(addresses.fields_of(state.record(), lasting))
    drawn, told = _drawn(engine.version(), address, texts.language, lasting)
    summary.summary(view, engine, drawn.total, off_figures(drawn, told), texts)
    notes = st.container()
    if not drawn.total:
        _empty(engine.total(), texts)
    data = _panels(engine.version(), address, state.theme().name, texts.language, drawn, told, view.lanes)
    credited = _credits(view, texts)
    _viewer(view, {**data, "credits": [credited] if credited else []}, settled=not problems)
    with notes:
        summary.denial_gaps(view, engine, texts)
    with opening:
        filters.lanes(view, drawn, texts)
    if credited:
        st.caption(escaped_markdown(credited))
    if view.event:
        card.card(view.event, texts)
    elif view.profile:
        profile.profile(view.profile, texts)
    elif st.session_state.pop("adding-areas", False):
        layers.adding(texts)
    elif st.session_state.pop("sharing", False):
        share.share(view, list(drawn.listed), drawn.total, texts)
    elif st.session_state.pop("exporting", False):
        export.export(view, drawn.total, texts)


@st.cache_resource(max_entries=16, show_spinner=False)
def _drawn(version: int, address: str, language: str, _view: View) -> tuple[Scene, Mapping[str, Telling]]:
    """What the figures draw, and what tells of it; kept for all readers by the record's version and the view."""
    del version, address
    found = scene(state.engine(), _view, texts_in(language))
    return found, tellers(state.engine(), found.events())


@st.cache_data(max_entries=64, show_spinner=False)
def _panels(
    version: int,
    address: str,
    theme: str,
    language: str,
    _scene: Scene,
    _told: Mapping[str, Telling],
    opened: tuple[str, ...],
) -> dict[str, Any]:
    """The viewer's data, kept by the record's version and the view, never by the events themselves."""
    del version
    return panels(
        _scene,
        _told,
        theme=theme_named(theme),
        texts=texts_in(language),
        opened=opened,
        more=f"/panels.json?{address}&{urlencode({'theme': theme, 'lang': language})}",
    )


def _credits(view: View, texts: Texts) -> str:
    """Whose imported data the view may show, in words; nothing where it shows none."""
    imported = [each for name, each in credits_of(state.engine()).items() if name != ARTICLES]
    shown = [each.words() for each in imported if not view.data or each.data in view.data]
    return f"{texts('credits')}: {' '.join(shown)}" if shown else ""


def _viewer(view: View, data: dict[str, Any], *, settled: bool) -> None:
    # An address that was not understood stays as it is until the reader chooses something.
    address = "?" + state.query(view) if settled else ""
    own = {
        "camera": camera_words(view.camera),
        "borders": view.borders.value,
        "layers": layers.told(view),
        "chosen": view.event,
        "picked": bool(view.picked),
        "area": view.area.corners() if view.area else None,
        "pair": [view.doers[0], view.targets[0]] if len(view.doers) == len(view.targets) == 1 else None,
        "filters": _filters(view),
        "clears": {chart: any(getattr(view, each) for each in fields) for chart, fields in _CLEARED.items()},
        "address": address,
    }
    block.viewer({**data, **own}, _chosen)


def _chosen() -> None:
    """Takes what was chosen in the viewer into the view."""
    choice = block.chosen()
    if choice is None:
        return
    view, _ = state.current()
    if choice.event:
        state.choose(state.changed(event=choice.event))
    elif choice.events is not None:
        state.choose(state.changed(picked=choice.events))
    elif choice.last:
        days = {"first": choice.first or view.first, "last": choice.last}
        state.choose(state.changed(**days, **_among(view, choice), unseen=None))
    elif choice.area:
        state.choose(state.changed(area=block.area(choice.area), unseen=None))
    elif choice.pair:
        doer, target = choice.pair
        again = (view.doers, view.targets) == ((doer,), (target,))
        pair = {"doers": () if again else (doer,), "targets": () if again else (target,)}
        state.choose(state.changed(**pair, unseen=None))
    elif choice.modality or choice.review or choice.family:
        state.choose(state.changed(**_toggled(view, choice), unseen=None))
    elif choice.clear:
        state.choose(state.changed(**{field: getattr(View(), field) for field in _CLEARED[choice.clear]}))
    elif choice.layer:
        rest = tuple(name for name in view.layers if name != choice.layer)
        state.choose(state.changed(layers=rest if choice.layer in view.layers else (*view.layers, choice.layer)))
    elif choice.adding:
        st.session_state["adding-areas"] = True
    elif choice.borders:
        state.choose(state.changed(borders=choice.borders))
    elif choice.profile:
        state.choose(state.changed(profile=choice.profile))
    elif choice.lane:
        rest = tuple(lane for lane in view.lanes if lane != choice.lane)
        state.choose(state.changed(lanes=rest if choice.lane in view.lanes else (*view.lanes, choice.lane)))
    elif choice.fold:
        folded = tuple(lane for lane in view.folded if lane != choice.fold)
        state.choose(state.changed(folded=folded if choice.fold in view.folded else (*view.folded, choice.fold)))


def _among(view: View, choice: block.Chosen) -> dict[str, object]:
    """What lanes that were drawn around stand for, as the view's choice of it."""
    field = {LanesBy.ACTOR: "actors", LanesBy.KIND: "kinds", LanesBy.DATA: "data"}.get(view.by)
    return {field: choice.among} if field and choice.among else {}


def _toggled(view: View, choice: block.Chosen) -> dict[str, object]:
    """The field of the view that an entry of the legend stands for, with the entry put in or taken out."""
    if choice.modality:
        return {"modalities": _without_or_with(view.modalities, {choice.modality})}
    if choice.review:
        return {"reviews": _without_or_with(view.reviews, {choice.review})}
    kinds = {kind for kind in Kind if FAMILY_OF_KIND[kind].name.lower() == choice.family}
    return {"kinds": _without_or_with(view.kinds, kinds)}


def _without_or_with(chosen: tuple[Choice, ...], values: set[Choice]) -> tuple[Choice, ...]:
    """What is chosen without the values where all of them are, else with them."""
    rest = tuple(each for each in chosen if each not in values)
    return rest if values <= set(chosen) else (*rest, *sorted(values))


def _filters(view: View) -> dict[str, list[str]]:
    """What the view chooses of what the legend can choose."""
    families = [
        family.name.lower() for family in Family if {k for k in Kind if FAMILY_OF_KIND[k] is family} <= set(view.kinds)
    ]
    return {"modality": list(view.modalities), "review": list(view.reviews), "family": families}


def _problems(problems: list[str], texts: Texts) -> None:
    with st.container(border=True, key="problems"):
        st.markdown(f":material/link_off: **{texts('link.problem')}**")
        for sentence in problems:
            st.text(texts.said(sentence))


def _empty(total: int, texts: Texts) -> None:
    with st.container(border=True, key="empty"):
        if not total:
            st.text(texts("empty.record"))
            return
        st.markdown(f"**{texts('empty.title')}**")
        st.text(texts("empty.body", n=total))
