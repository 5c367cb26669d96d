"""The row of choices: actor first, then role, kind, modality, days, words and what is rarely needed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from events.engine import Engine
from events.exonyms import country_name
from events.figures.lanes import lanes_by, lanes_of
from events.figures.scene import Scene
from events.figures.timeline_counts import CountedTime
from events.model import Kind, LanesBy, LanesSort, Modality, ReviewState, Role, View
from events.nearest import meant, nearest, unknown_actor
from events.pages import state
from events.pages.summary import escaped_markdown, set_titles
from events.register import known
from events.texts import Texts
from events.web.actor_options import actor_options
from events.wording import actor_words

ANY = "any"
RECENT = (7, 30, 365)  # days


def _take() -> None:
    """Reads every control into the view; runs when one of them was changed."""
    own = st.session_state
    state.choose(
        state.changed(
            actors=_actors(own["actors"]),
            role=None if own["role"] == ANY else own["role"],
            kinds=tuple(own["kinds"]),
            modalities=tuple(own["modalities"]),
            first=own["first"],
            last=own["last"],
            text=own["text"].strip(),
            reviews=tuple(own["reviews"]),
            data=tuple(own.get("data", ())),
            by=own["by"],
            sort=own["sort"],
            lanes=tuple(own.get("lanes", ())),
            without=_actors(own["without"]),
            unseen=None,
        )
    )


def _actors(chosen: Sequence[str]) -> tuple[str, ...]:
    """The ids of actors chosen from the list, or typed by any of their names; says which names are of none."""
    found = dict[str, None]()
    for words in chosen:
        if actor := _actor(state.engine(), words):
            found[actor] = None
        else:
            texts = state.texts()
            st.toast(escaped_markdown(texts.said(unknown_actor(words, nearest(words)))), duration="long")
    return tuple(found)


def _actor(engine: Engine, words: str) -> str | None:
    """The actor with this id, or of this name in the register or the record."""
    if engine.knows_actor(words):
        return words
    found = meant(words)
    recorded = engine.facets(View(), search=words, limit=2) if found is None else []
    return recorded[0].id if len(recorded) == 1 else found


def _seed(view: View) -> None:
    """Sets every control to what the view says, before it is drawn."""
    st.session_state.update(
        {
            "actors": list(view.actors),
            "role": view.role.value if view.role else ANY,
            "kinds": [kind.value for kind in view.kinds],
            "modalities": [modality.value for modality in view.modalities],
            "first": view.first,
            "last": view.last,
            "text": view.text,
            "reviews": [each.value for each in view.reviews],
            "data": list(view.data),
            "by": view.by.value,
            "sort": view.sort.value,
            "lanes": list(view.lanes),
            "without": list(view.without),
        }
    )


def filters(view: View, engine: Engine, texts: Texts) -> DeltaGenerator:
    """Draws the controls with the view's values; a change writes the new view into the address.

    Returns where ``lanes`` belong, which are known once it is known what the figures draw.
    """
    _seed(view)
    labels = actor_options(view, engine, texts)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="filters"):
        st.multiselect(
            texts("filter.actor"),
            list(labels),
            format_func=lambda actor: labels.get(actor, actor),
            key="actors",
            on_change=_take,
            placeholder=texts("filter.actor.hint"),
            accept_new_options=True,  # any name of an actor in any language; the list has one name of each
            select_all=False,  # it would come first, so that a name and Enter chose everyone whose name has it
            width="stretch",
        )
        with st.container(
            horizontal=True, gap="small", vertical_alignment="bottom", width="content", key="filters-more"
        ):
            _first_filters(texts)
            st.toggle(texts("filter.all"), key="filters-all")
            with st.container(
                horizontal=True, gap="small", vertical_alignment="bottom", width="content", key="filters-rest"
            ):
                _narrow_filters(texts)
                return _rare_filters(view, engine, labels, texts)


def lanes(view: View, drawn: Scene, texts: Texts) -> None:
    """Draws the choice of lanes to open, where lanes have parts."""
    if view.by not in (LanesBy.ACTOR, LanesBy.PLACE):
        return
    found = _openable(view, drawn, texts)
    st.multiselect(
        texts("filter.lanes"),
        list(found),
        format_func=lambda actor: found.get(actor, actor),
        key="lanes",
        on_change=_take,
        placeholder=texts("filter.lanes.hint"),
    )


def _first_filters(texts: Texts) -> None:
    """Role and kind, which a phone shows too."""
    roles = [ANY, *[role.value for role in Role]]
    st.selectbox(
        texts("filter.role"),
        roles,
        format_func=lambda role: texts(f"role.{role}"),
        key="role",
        on_change=_take,
        width=180,
    )
    st.multiselect(
        texts("filter.kind"),
        [kind.value for kind in Kind],
        format_func=lambda kind: texts(f"kind.{kind}"),
        key="kinds",
        on_change=_take,
        placeholder=texts("filter.kind.hint"),
        width=180,
    )


def _narrow_filters(texts: Texts) -> None:
    """Modality, days and words."""
    st.multiselect(
        texts("filter.modality"),
        [modality.value for modality in Modality],
        format_func=lambda modality: texts(f"modality.{modality}"),
        key="modalities",
        on_change=_take,
        placeholder=texts("filter.modality.hint"),
        width=150,
    )
    for key in ("first", "last"):
        st.date_input(
            texts(f"filter.{key}"),
            key=key,
            min_value=date.min,
            max_value=date.max,
            format="YYYY-MM-DD",
            on_change=_take,
            width=140,
        )
    st.text_input(
        texts("filter.text"),
        key="text",
        on_change=_take,
        placeholder=texts("filter.text.hint"),
        max_chars=200,
        width=170,
    )


def _rare_filters(view: View, engine: Engine, labels: Mapping[str, str], texts: Texts) -> DeltaGenerator:
    """Actors to leave out, data sets where there are several, the state of review; returns the room under them."""
    sets = _set_titles(view, engine, texts)
    with st.popover(texts("filter.more"), key="more"):
        _recent(texts)
        st.multiselect(
            texts("filter.without"),
            list(labels),
            format_func=lambda actor: labels.get(actor, actor),
            key="without",
            on_change=_take,
            placeholder=texts("filter.without.hint"),
            accept_new_options=True,
            select_all=False,
        )
        if len(sets) > 1:
            st.multiselect(
                texts("filter.data"),
                list(sets),
                format_func=lambda name: sets.get(name, name),
                key="data",
                on_change=_take,
                placeholder=texts("filter.data.hint"),
            )
        st.multiselect(
            texts("filter.review"),
            [each.value for each in ReviewState],
            format_func=lambda each: texts(f"review.{each}"),
            key="reviews",
            on_change=_take,
            placeholder=texts("filter.review.hint"),
        )
        st.selectbox(
            texts("filter.by"),
            [each.value for each in LanesBy],
            format_func=lambda each: texts(f"by.{each}"),
            key="by",
            on_change=_take,
        )
        st.selectbox(
            texts("filter.sort"),
            [each.value for each in LanesSort],
            format_func=lambda each: texts(f"sort.{each}"),
            key="sort",
            on_change=_take,
        )
        return st.container()


def _recent(texts: Texts) -> None:
    """Presses for the last days; what they choose are dates, so that the address means the same tomorrow."""
    st.text(texts("filter.recent"))
    with st.container(horizontal=True, gap="small"):
        for days in RECENT:
            st.button(texts("filter.recent.days", n=days), key=f"recent-{days}", on_click=_take_recent, args=(days,))


def _take_recent(days: int) -> None:
    today = datetime.now(UTC).date()
    state.choose(state.changed(first=today - timedelta(days=days), last=today, unseen=None))


def _set_titles(view: View, engine: Engine, texts: Texts) -> dict[str, str]:
    """What the data sets are called, by name: those that have events, and chosen ones."""
    titles = set_titles(engine, texts)
    return {name: titles.get(name, name) for name in dict.fromkeys((*engine.data_sets(), *view.data))}


def _openable(view: View, drawn: Scene, texts: Texts) -> dict[str, str]:
    """The lanes that have parts, by actor; opened ones stay listed."""
    counted = drawn.timed.lanes if isinstance(drawn.timed, CountedTime) else None
    told = list(enumerate(drawn.events()))
    if view.by is LanesBy.PLACE:
        found = counted or lanes_by(told, view.by, {}, texts)
    else:
        found = counted or lanes_of(told, view.lanes, texts)
    names = {lane.id: lane.label for lane in found if lane.id and lane.parts}
    for lane in view.lanes:
        entry = None if lane.isupper() else known(lane)
        name = actor_words(lane, entry.name, texts) if entry else country_name(lane, texts.language)
        names.setdefault(lane, name)
    return names
