"""The first screen: actor filter, counts, then map, timeline and list, all of one view.

What a reader waits for is sent first: the controls to one who comes, who has the figures drawn before them already, and
the figures to one who has chosen something.
"""

from enum import StrEnum
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from events.figures.in_words import off_figures
from events.model import FAMILY_OF_KIND, Kind, LanesBy, View
from events.pages import block, card, export, filters, layers, profile, share, state, summary
from events.pages.summary import escaped_markdown
from events.texts import Texts
from events.web import screen

Choice = TypeVar("Choice", bound=StrEnum)


def page() -> None:
    """Draws the screen for the view that the address names."""
    texts, engine = state.texts(), state.engine()
    view, problems = state.current()
    above, figures = st.container(), st.container()
    stands = "stands" in st.session_state
    if stands:
        _figures(figures, view, problems, texts)
    with above:
        opening, notes = _controls(view, problems, texts)
    if not stands:
        _figures(figures, view, problems, texts)
    st.session_state["stands"] = True
    with notes:
        summary.denial_gaps(view, engine, texts)
    drawn, _ = screen.drawn(engine, view, texts)
    with opening:
        filters.lanes(view, drawn, texts)
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


def _controls(view: View, problems: list[str], texts: Texts) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Draws the choices and the counts; returns where the choice of lanes belongs, and words on denials."""
    engine = state.engine()
    opening = filters.filters(view, engine, texts)
    if problems:
        _problems(problems, texts)
    drawn, told = screen.drawn(engine, view, texts)
    summary.summary(view, engine, drawn.total, off_figures(drawn, told), texts)
    notes = st.container()
    if not drawn.total:
        _empty(engine.total(), texts)
    return opening, notes


def _figures(place: DeltaGenerator, view: View, problems: list[str], texts: Texts) -> None:
    # An address that was not understood stays as it is until the reader chooses something.
    address = "" if problems else "?" + state.query(view)
    data = screen.given(state.engine(), view, texts, theme=state.theme().name, address=address)
    with place:
        block.viewer(data, _chosen)
        for credited in data["credits"]:
            st.caption(escaped_markdown(credited))


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
        state.choose(state.changed(**{field: getattr(View(), field) for field in screen.CLEARED[choice.clear]}))
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
