"""The first screen: actor filter, counts, then map, timeline and list, all of one view."""

import streamlit as st

from events.engine import Engine
from events.links import encode
from events.marks import theme_named
from events.model import Article, Event, View
from events.pages import block, card, filters, share, state, summary
from events.panels import camera_words, panels
from events.texts import Texts, texts_in
from events.timeline import LIMIT


def page() -> None:
    """Draws the screen for the view that the address names."""
    texts, engine = state.texts(), state.engine()
    view, problems = state.current()
    events, articles = _answers(engine, view)
    shown = engine.count(view)
    filters.filters(view, engine.facets(view), events, texts)
    if problems:
        _problems(problems, texts)
    summary.summary(view, engine, shown, texts)
    summary.denial_gaps(view, engine, texts)
    if not shown:
        _empty(engine.total(), texts)
    _viewer(view, events, articles, texts, settled=not problems)
    if view.event:
        card.card(view.event, texts)
    elif st.session_state.pop("sharing", False):
        share.share(view, events, shown, texts)


def _answers(engine: Engine, view: View) -> tuple[list[Event], dict[str, Article]]:
    """The events to draw, and their articles by id."""
    events = engine.events(view, limit=LIMIT)
    articles: dict[str, Article] = {}
    for event in events:
        if event.article and event.article not in articles:
            article = engine.article(event.article)
            if article:
                articles[article.id] = article
    return events, articles


@st.cache_data(max_entries=64, show_spinner=False)
def _panels(
    version: int,
    address: str,
    theme: str,
    language: str,
    _events: list[Event],
    _articles: dict[str, Article],
    opened: tuple[str, ...],
) -> dict[str, object]:
    """The viewer's data, kept by the record's version and the view, never by the events themselves."""
    del version, address
    return panels(_events, _articles, theme=theme_named(theme), texts=texts_in(language), opened=opened)


def _viewer(view: View, events: list[Event], articles: dict[str, Article], texts: Texts, *, settled: bool) -> None:
    lasting = encode(view.model_copy(update={"event": None, "camera": View().camera}))
    data = _panels(
        state.engine().version(), str(lasting), state.theme().name, texts.language, events, articles, view.lanes
    )
    # An address that was not understood stays as it is until the reader chooses something.
    address = "?" + state.query(view) if settled else ""
    block.viewer({**data, "camera": camera_words(view.camera), "chosen": view.event, "address": address}, _chosen)


def _chosen() -> None:
    """Takes what was chosen in the viewer into the view."""
    choice = block.chosen()
    if choice is None:
        return
    view, _ = state.current()
    if choice.event:
        state.choose(state.changed(event=choice.event))
    elif choice.first and choice.last:
        state.choose(state.changed(first=choice.first, last=choice.last))
    elif choice.area:
        state.choose(state.changed(area=block.area(choice.area)))
    elif choice.lane:
        rest = tuple(lane for lane in view.lanes if lane != choice.lane)
        state.choose(state.changed(lanes=rest if choice.lane in view.lanes else (*view.lanes, choice.lane)))


def _problems(problems: list[str], texts: Texts) -> None:
    with st.container(border=True, key="problems"):
        st.markdown(f":material/link_off: **{texts('link.problem')}**")
        for sentence in problems:
            st.text(sentence)


def _empty(total: int, texts: Texts) -> None:
    with st.container(border=True, key="empty"):
        if not total:
            st.text(texts("empty.record"))
            return
        st.markdown(f"**{texts('empty.title')}**")
        st.text(texts("empty.body", n=total))
