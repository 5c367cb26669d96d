"""The line over the figures: how many of how many, why the rest is not shown, and each choice with a way to undo it."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from events.engine import Engine
from events.index import ARTICLES
from events.model import Event, Reason, View
from events.pages import state
from events.pages.steps import steps
from events.register import name_of
from events.texts import Texts
from events.wording import actor_words, title_words, window_words

MOST = 300  # events that a link names one by one


Choice = tuple[str, str, dict[str, object]]


def choices(view: View, texts: Texts, titles: Mapping[str, str] | None = None) -> list[Choice]:
    """Each choice of a view: a key, its words, and the view's fields without it; ``titles`` are of data sets."""
    found: list[Choice] = []
    for actor in view.actors:
        rest = tuple(each for each in view.actors if each != actor)
        found.append((f"actor-{actor}", actor_words(actor, name_of(actor), texts), {"actors": rest}))
    for field, words in (("doers", "doer"), ("targets", "target"), ("without", "without")):
        chosen: tuple[str, ...] = getattr(view, field)
        for actor in chosen:
            name = actor_words(actor, name_of(actor), texts)
            left = tuple(each for each in chosen if each != actor)
            found.append((f"{words}-{actor}", texts(f"chip.{words}", name=name), {field: left}))
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
    if view.certain:
        found.append(("certain", texts("chip.certain"), {"certain": False}))
    if view.area:
        found.append(("area", texts("chip.area"), {"area": None}))
    if view.text:
        found.append(("text", texts("chip.text", text=view.text), {"text": ""}))
    for review in view.reviews:
        rest_reviews = tuple(each for each in view.reviews if each is not review)
        found.append((f"review-{review}", texts(f"review.{review.value}"), {"reviews": rest_reviews}))
    for name in view.data:
        rest_data = tuple(each for each in view.data if each != name)
        found.append((f"data-{name}", texts("chip.data", name=(titles or {}).get(name, name)), {"data": rest_data}))
    if view.picked:
        found.append(("picked", texts("chip.picked", n=len(view.picked)), {"picked": ()}))
    if view.unseen:
        found.append(("unseen", texts("chip.unseen", reason=texts(f"reason.{view.unseen.value}")), {"unseen": None}))
    return found


def set_titles(engine: Engine, texts: Texts) -> dict[str, str]:
    """What the data sets are called, by name."""
    return {each.name: each.title for each in engine.imports()} | {ARTICLES: texts("data.articles")}


def _without(fields: dict[str, object]) -> Callable[[], None]:
    return lambda: state.choose(state.changed(**fields))


def _clear() -> None:
    view, _ = state.current()
    state.choose(View.model_validate(_looks(view)))


def _looks(view: View) -> dict[str, object]:
    """How a view is looked at, whatever it chooses."""
    return {each: getattr(view, each) for each in ("by", "sort", "lanes", "folded", "camera", "borders", "layers")}


def summary(view: View, engine: Engine, shown: int, off: tuple[int, int], texts: Texts) -> None:
    """Draws the line: counts, the reasons behind them, the choices; ``off`` is how many no figure can draw."""
    total = engine.total()
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="summary"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", width="content", key="counts"):
            st.markdown(f"**{_count(view, shown, total, texts)}**", width="content")
            if total and view.unseen is None:
                _reasons(view, engine, total - shown, off, texts)
        made = choices(view, texts, set_titles(engine, texts) if view.data else {})
        for key, words, fields in made:
            st.button(
                escaped_markdown(words),
                key=f"chip-{key}",
                icon=":material/close:",
                icon_position="right",
                help=texts("chip.remove", name=escaped_markdown(words)),
                on_click=_without(fields),
            )
        if (view.first or view.last) and not view.certain:
            st.button(texts("certain.ask"), key="certain", type="tertiary", on_click=_without({"certain": True}))
        if len(made) > 1:
            st.button(texts("chip.clear"), key="clear", type="tertiary", on_click=_clear)
        if len(view.actors) == 1:
            actor = view.actors[0]
            name = escaped_markdown(texts("profile.open", name=actor_words(actor, name_of(actor), texts)))
            st.button(name, key="profile", type="tertiary", on_click=_without({"profile": actor}))
        st.space("stretch")
        steps(state.query(view), state.theme(), texts)


def _count(view: View, shown: int, total: int, texts: Texts) -> str:
    if not total:
        return texts("count.none")
    return texts("count.unseen", n=shown) if view.unseen else texts("count", n=shown, total=total)


def _reasons(view: View, engine: Engine, hidden: int, off: tuple[int, int], texts: Texts) -> None:
    """What is not shown, by reason, each of which shows its events; and what is shown, but not on the figures."""
    label = texts("hidden", n=hidden) if hidden else texts("hidden.none")
    with st.popover(label, key="hidden", type="tertiary"):
        if hidden:
            st.markdown(f"**{texts('hidden.title')}**")
        for each in engine.omitted(view):
            st.button(
                escaped_markdown(texts("hidden.reason", n=each.count, reason=texts(f"reason.{each.reason.value}"))),
                key=f"unseen-{each.reason.value}",
                on_click=_show(view, each.reason),
                width="stretch",
            )
        if hidden:
            st.caption(texts("hidden.once"))
        st.caption(texts("hidden.figures", undated=off[0], unplaced=off[1]))


def _show(view: View, reason: Reason) -> Callable[[], None]:
    return lambda: state.choose(view.model_copy(update={"unseen": reason, "event": None}))


def denial_gaps(view: View, engine: Engine, texts: Texts) -> None:
    """Says when the view shows an act without its denial, or a denial without what it denies."""
    gaps = engine.denial_gaps(view) if view.unseen is None else []
    if not gaps:
        return
    with st.expander(texts("gap.line", n=len(gaps)), icon=":material/call_split:", key="gaps"):
        for shown, hidden in gaps[:20]:
            pair = {"shown": _title(engine.event(shown), texts), "hidden": _title(engine.event(hidden), texts)}
            st.text(texts("gap.open", **pair))
        st.button(texts("gap.show"), key="gap-show", on_click=_both_sides(view, gaps))


def _both_sides(view: View, gaps: Sequence[tuple[str, str]]) -> Callable[[], None]:
    """Shows claims and denials beside each other, and nothing else."""
    ids = tuple(dict.fromkeys(each for pair in gaps for each in pair))[:MOST]
    return lambda: state.choose(View.model_validate({"picked": ids, **_looks(view)}))


def _title(event: Event | None, texts: Texts) -> str:
    return title_words(event, texts) if event else "?"


def escaped_markdown(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|:$~" else char for char in text)
