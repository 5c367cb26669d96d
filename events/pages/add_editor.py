"""One event of a draft, every field to correct: from lists, from the register, or by words of the article."""

import html
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from events.draft import Act, Draft, Step, Worked, with_step
from events.model import Event, Kind, Modality, Problem, ReviewState
from events.pages import add_state
from events.pages.add_fields import actors, places, quantities, remove, seeded, setting, when, without
from events.pages.add_words import FIELD_USES, states
from events.pages.summary import escaped_markdown
from events.pointing import Use, find_words, used
from events.revision import made_title
from events.texts import Texts
from events.wording import modality_words

DROPS = ("no_act", "background", "again", "analysis", "other")
REVIEWS = (ReviewState.FOUND, ReviewState.CONFIRMED, ReviewState.DISPUTED)


def editor(one: Worked, events: Sequence[Worked], draft: Draft, texts: Texts) -> None:
    """Draws every field of the event that is open."""
    event = one.event
    number = add_state.numbers(draft)[event.id]
    kind = f"{texts(f'kind.{event.kind.value}')} · {modality_words(event, texts)}"
    st.markdown(f"**{number} · {escaped_markdown(kind)}**")
    labels = "".join(f'<span class="state">{html.escape(each)}</span>' for each in states(one, texts))
    st.html(f'<div class="add-event"><h3>{html.escape(event.title)}</h3>{labels}{_quotes(event, draft, texts)}</div>')
    if one.dropped is not None:
        if one.dropped:
            st.text(one.dropped)
        restore = Step(act=Act.RESTORE, event=event.id)
        st.button(texts("add.restore"), key="ed-restore", on_click=_step(restore), icon=":material/undo:")
        return
    if one.lacks_doer:
        st.warning(texts("add.lacks_doer.long"), icon=":material/person_search:")
    _sort(event, texts)
    actors(event, draft, texts)
    when(event, draft.article.published, texts)
    places(event, texts)
    quantities(event, texts)
    _rest(event, events, texts)
    _typed(event, texts)
    _drop(one, texts)


def _quotes(event: Event, draft: Draft, texts: Texts) -> str:
    language = html.escape((draft.article.language or "").replace("und", ""))
    quote = (
        f'<blockquote lang="{language}" dir="auto">{html.escape(event.quote.text)}</blockquote>' if event.quote else ""
    )
    sure = "; ".join([texts("card.sure", value=round(event.confidence * 100)), *event.reasons])
    return f"{quote}<p>{html.escape(sure)}</p>"


def _step(step: Step) -> Callable[[], None]:
    return lambda: add_state.change(lambda draft: with_step(draft, step))


# -- kind, modality, review ----------------------------------------------------------------------


def _sort(event: Event, texts: Texts) -> None:
    own = st.session_state
    with st.container(horizontal=True, gap="small", key="ed-sort"):
        st.selectbox(
            texts("filter.kind"),
            [kind.value for kind in Kind],
            format_func=lambda each: texts("add.kind.option", words=texts(f"kind.{each}"), kind=each),
            key=seeded("ed-kind", event.kind.value),
            on_change=setting(event.id, lambda: {"kind": own["ed-kind"]}),
        )
        st.selectbox(
            texts("filter.modality"),
            [each.value for each in Modality],
            format_func=lambda each: texts(f"modality.{each}"),
            key=seeded("ed-modality", event.modality.value),
            on_change=setting(event.id, lambda: {"modality": own["ed-modality"]}),
            width=140,
        )
        st.selectbox(
            texts("filter.review"),
            [each.value for each in REVIEWS],
            format_func=lambda each: texts(f"review.{each}"),
            key=seeded("ed-review", event.review.state.value),
            on_change=setting(event.id, lambda: {"review": {"state": own["ed-review"]}}),
            width=190,
        )


# -- the rest ------------------------------------------------------------------------------------


def _rest(event: Event, events: Sequence[Worked], texts: Texts) -> None:
    """What it denies, its title, and the other tellings."""
    own = st.session_state
    others = {
        each.event.id: f"{number} · {each.event.title}"
        for number, each in enumerate(events, 1)
        if each.event.id != event.id and each.dropped is None
    }
    outside = [each for each in event.denies if each not in others]
    if others and event.modality is Modality.DENIED:
        st.multiselect(
            texts("card.denies"),
            list(others),
            format_func=lambda each: others.get(each, each),
            key=seeded("ed-denies", [each for each in event.denies if each in others]),
            on_change=setting(event.id, lambda: {"denies": [*outside, *own["ed-denies"]]}),
            placeholder=texts("add.denies.hint"),
        )
    for at, phrase in enumerate(event.also):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"ed-also-row-{at}"):
            st.html(
                f'<div class="add-row">{html.escape(texts("card.mark.also"))}: <q>{html.escape(phrase.text)}</q></div>',
                width="stretch",
            )
            gone = setting(event.id, partial(_also_without, event, at))
            remove(f"ed-also-{at}", texts("card.mark.also"), gone, texts)

    def title() -> Mapping[str, object]:
        return {"title": own["ed-title"].strip() or made_title(event)}

    st.text_input(
        texts("add.event_title"),
        key=seeded("ed-title", event.title),
        on_change=setting(event.id, title),
        help=texts("add.event_title.help"),
        max_chars=300,
    )


def _also_without(event: Event, at: int) -> Mapping[str, object]:
    return {"also": without(event.also, at)}


def _typed(event: Event, texts: Texts) -> None:
    """Words of the article by typing them, for those who cannot or will not select."""
    own = st.session_state

    def take(draft: Draft) -> Draft:
        if not own["ed-words"].strip():
            raise Problem(texts("add.typed.empty"))
        return used(draft, event.id, Use(own["ed-use"]), find_words(draft, own["ed-words"], event))[0]

    with st.expander(texts("add.typed"), key="ed-typed"):
        st.text_input(texts("add.typed.words"), key="ed-words", max_chars=600)
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            st.selectbox(
                texts("add.typed.use"),
                [use.value for use in FIELD_USES],
                format_func=lambda use: texts(f"add.use.{use}"),
                key="ed-use",
                width=180,
            )
            st.button(texts("add.typed.take"), key="ed-take", on_click=lambda: add_state.change(take))


def _drop(one: Worked, texts: Texts) -> None:
    own = st.session_state

    def drop() -> None:
        why = own["ed-drop-words"].strip() or texts(f"add.drop.{own['ed-drop-why']}")
        step = Step(act=Act.DROP, event=one.event.id, why=why)
        add_state.change(lambda draft: with_step(draft, step))
        if one.found is None:
            add_state.open_event(None)

    with st.popover(texts("add.drop"), icon=":material/delete:", key="ed-drop"):
        st.radio(texts("add.drop.why"), DROPS, format_func=lambda each: texts(f"add.drop.{each}"), key="ed-drop-why")
        st.text_input(texts("add.drop.words"), key="ed-drop-words", max_chars=300)
        st.button(texts("add.drop"), key="ed-drop-it", on_click=drop, type="primary")
