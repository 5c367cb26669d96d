"""The line over the figures: how many of how many, why the rest is not shown, and each choice with a way to undo it."""

from collections.abc import Callable, Sequence

import streamlit as st

from events.engine import Engine, Omitted
from events.model import Event, View
from events.pages import state
from events.pages.steps import steps
from events.register import name_of
from events.texts import Texts
from events.wording import actor_words, title_words, window_words


def choices(view: View, texts: Texts) -> list[tuple[str, str, dict[str, object]]]:
    """Each choice of a view: a key, its words, and the view's fields without it."""
    found: list[tuple[str, str, dict[str, object]]] = []
    for actor in view.actors:
        rest = tuple(each for each in view.actors if each != actor)
        found.append((f"actor-{actor}", actor_words(actor, name_of(actor), texts), {"actors": rest}))
    if view.role:
        found.append(("role", texts(f"role.{view.role.value}"), {"role": None}))
    for kind in view.kinds:
        rest_kinds = tuple(each for each in view.kinds if each is not kind)
        found.append((f"kind-{kind}", texts(f"kind.{kind.value}"), {"kinds": rest_kinds}))
    for modality in view.modalities:
        rest_modalities = tuple(each for each in view.modalities if each is not modality)
        found.append((f"modality-{modality}", texts(f"modality.{modality.value}"), {"modalities": rest_modalities}))
    if view.first or view.last:
        found.append(("dates", window_words(view, texts), {"first": None, "last": None}))
    if view.area:
        found.append(("area", texts("chip.area"), {"area": None}))
    if view.text:
        found.append(("text", texts("chip.text", text=view.text), {"text": ""}))
    for review in view.reviews:
        rest_reviews = tuple(each for each in view.reviews if each is not review)
        found.append((f"review-{review}", texts(f"review.{review.value}"), {"reviews": rest_reviews}))
    for name in view.data:
        rest_data = tuple(each for each in view.data if each != name)
        found.append((f"data-{name}", texts("chip.data", name=name), {"data": rest_data}))
    return found


def _without(fields: dict[str, object]) -> Callable[[], None]:
    return lambda: state.choose(state.changed(**fields))


def _clear() -> None:
    view, _ = state.current()
    state.choose(View(lanes=view.lanes, camera=view.camera))


def summary(view: View, engine: Engine, shown: int, texts: Texts) -> None:
    """Draws the line: counts, the reasons behind them, the choices."""
    total = engine.total()
    omitted = engine.omitted(view)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="summary"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", width="content", key="counts"):
            words = texts("count", n=shown, total=total) if total else texts("count.none")
            st.markdown(f"**{words}**", width="content")
            if omitted:
                _reasons(omitted, total - shown, texts)
        made = choices(view, texts)
        for key, words, fields in made:
            st.button(
                escaped_markdown(words),
                key=f"chip-{key}",
                icon=":material/close:",
                icon_position="right",
                help=texts("chip.remove", name=escaped_markdown(words)),
                on_click=_without(fields),
            )
        if len(made) > 1:
            st.button(texts("chip.clear"), key="clear", type="tertiary", on_click=_clear)
        st.space("stretch")
        steps(state.query(view), state.theme(), texts)


def _reasons(omitted: Sequence[Omitted], hidden: int, texts: Texts) -> None:
    with st.popover(texts("hidden", n=hidden), key="hidden", type="tertiary"):
        st.markdown(f"**{texts('hidden.title')}**")
        for each in omitted:
            st.text(f"{each.count}  {texts(f'reason.{each.reason.value}')}")
        st.caption(texts("hidden.once"))


def denial_gaps(view: View, engine: Engine, texts: Texts) -> None:
    """Says when the view shows an act without its denial, or a denial without what it denies."""
    gaps = engine.denial_gaps(view)
    if not gaps:
        return
    with st.expander(texts("gap.line", n=len(gaps)), icon=":material/call_split:", key="gaps"):
        for shown, hidden in gaps[:20]:
            pair = {"shown": _title(engine.event(shown), texts), "hidden": _title(engine.event(hidden), texts)}
            st.text(texts("gap.open", **pair))


def _title(event: Event | None, texts: Texts) -> str:
    return title_words(event, texts) if event else "?"


def escaped_markdown(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|:$~" else char for char in text)
