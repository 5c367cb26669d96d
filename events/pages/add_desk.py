"""The desk: the article with its marks on one side, its events or the one that is open on the other."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from events import draft_files
from events.draft import Act, Draft, Worked, about, set_fields, undone, worked
from events.extraction import SUPPORTED
from events.language_model.readers import extractor_of
from events.model import Article, PublishedBasis, ReviewState
from events.pages import add_editor, add_record, add_state, state
from events.pages.add_source import (
    FACTS,
    GUESSED,
    LONGEST_FACT,
    article_title,
    found_in,
    language_codes,
    language_name,
    with_language,
)
from events.pages.add_words import list_data, said, text_block, text_data
from events.pages.summary import escaped_markdown
from events.pointing import Use, used, words_at
from events.texts import Texts

TEXT, LIST = "add-words", "add-list"


def desk(draft: Draft, texts: Texts) -> None:
    """Draws the desk for ``draft``."""
    events = worked(draft)
    chosen = add_state.opened(events)
    _head(draft, events, texts)
    _notices(draft, events, texts)
    theme = state.theme().name
    opened = chosen.event.id if chosen else None
    left, right = st.columns([7, 5], gap="medium")
    with left, st.container(key="add-article"):
        text_block(text_data(draft, events, opened, theme, texts), TEXT, partial(_said, TEXT))
    with right, st.container(key="add-events"):
        if chosen is not None:
            _steps_between(events, chosen, texts)
            add_editor.editor(chosen, events, draft, texts)
        else:
            st.markdown(f"**{texts('add.events', n=_kept(events))}**")
            text_block(list_data(draft, events, opened, theme, texts), LIST, partial(_said, LIST))


def _kept(events: list[Worked]) -> int:
    return sum(each.dropped is None for each in events)


def _said(key: str) -> None:
    """Takes what the reader did in the text or the list."""
    one = said(key)
    if one is None:
        return
    if one.open:
        add_state.open_event(one.open)
    elif one.use:
        use = Use(one.use)
        add_state.change(lambda draft: _used(draft, use, one.start, one.end, one.text))


def _used(draft: Draft, use: Use, start: int, end: int, text: str) -> Draft:
    after, event = used(draft, st.query_params.get(add_state.EVENT), use, words_at(draft, start, end, text))
    add_state.open_event(event)
    return after


# -- the head ------------------------------------------------------------------------------------


def _head(draft: Draft, events: list[Worked], texts: Texts) -> None:
    article = draft.article
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="add-head"):
        with st.container(key="add-what", width="stretch"):
            st.markdown(f"**{escaped_markdown(article_title(article, texts))}**")
            st.caption(escaped_markdown(_article_words(article, texts)))
        if st.button(texts("add.about"), icon=":material/edit_note:", key="add-about"):
            _fill(article)
            st.dialog(texts("add.about"), width="medium")(_about)(article, texts)
        st.button(
            _undo_words(draft, texts),
            key="add-undo",
            icon=":material/undo:",
            disabled=not draft.steps,
            on_click=lambda: add_state.change(undone),
        )
        with st.popover(texts("add.leave"), key="add-leave"):
            st.text(texts("add.leave.kept"))
            st.button(texts("add.another"), key="add-another", on_click=add_state.address, width="stretch")
            st.button(texts("add.discard"), key="add-discard", on_click=_discard(article.id), width="stretch")
        if st.button(texts("add.record"), type="primary", key="add-record", icon=":material/save:"):
            add_record.ask(draft, events, texts)


def _article_words(article: Article, texts: Texts) -> str:
    published = texts("card.published.unknown")
    if article.published:
        basis = texts(f"basis.{article.published_basis.value}") if article.published_basis else ""
        published = texts("card.published", day=texts.day(article.published), basis=basis)
    language = language_name(article.language, texts)
    return " · ".join(part for part in (article.publisher, language, published, article.url) if part)


def _undo_words(draft: Draft, texts: Texts) -> str:
    if not draft.steps:
        return texts("add.undo")
    step = draft.steps[-1]
    number = add_state.numbers(draft).get(step.event)
    if step.act is Act.SET:
        fields = texts.listing([texts(f"add.field.{field}") for field in step.changes])
        return texts("add.undo.set", fields=fields, number=str(number or "?"))
    if number is None:
        return texts("add.undo.gone")
    return texts(f"add.undo.{step.act.value}", number=str(number))


def _discard(article: str) -> Callable[[], None]:
    def discard() -> None:
        draft_files.discard(state.record().home, article)
        add_state.address()

    return discard


def _notices(draft: Draft, events: list[Worked], texts: Texts) -> None:
    sentence = add_state.said()
    if sentence:
        st.info(escaped_markdown(sentence), icon=":material/info:")
    language = draft.article.language or ""
    if language not in SUPPORTED:
        name = language_name(language, texts)
        read = texts.listing([language_name(code, texts) for code in sorted(SUPPORTED)])
        st.warning(escaped_markdown(texts("add.unsupported", language=name, read=read)), icon=":material/translate:")
    elif not events:
        st.info(texts("add.nothing"), icon=":material/search_off:")
    if draft.recorded:
        st.caption(texts("add.is_recorded"))


# -- about the article ---------------------------------------------------------------------------


def _about(article: Article, texts: Texts) -> None:
    """What is known of the article; a new date or language reads it anew. What is recorded already stays."""
    recorded = state.record().article(article.id) is not None
    if recorded:
        st.caption(texts("add.about.recorded"))
    with st.form("about", border=False, enter_to_submit=False):
        for fact in FACTS:
            most = 2000 if fact == "url" else LONGEST_FACT
            st.text_input(texts(f"add.{fact}"), key=f"about-{fact}", max_chars=most, disabled=recorded)
        st.date_input(
            texts("add.published"),
            value=None,
            min_value=date.min,
            max_value=date.max,
            format="YYYY-MM-DD",
            key="about-published",
            disabled=recorded,
        )
        codes = list(dict.fromkeys([article.language or GUESSED, GUESSED, *language_codes()]))
        st.selectbox(
            texts("add.language"),
            codes,
            format_func=lambda code: language_name(code, texts) if code else texts("add.language.guess"),
            key="about-language",
            disabled=recorded,
        )
        taken = st.form_submit_button(
            texts("add.about.take"), type="primary", key="about-take", on_click=_take, disabled=recorded
        )
    if taken:
        st.rerun()  # which closes the dialog


def _fill(article: Article) -> None:
    """Has the dialog say what is known, not what was typed before it was left."""
    own = st.session_state
    own.update({f"about-{fact}": getattr(article, fact) or "" for fact in FACTS})
    own["about-published"], own["about-language"] = article.published, article.language or GUESSED


def _take() -> None:
    add_state.change(_facts)


def _facts(draft: Draft) -> Draft:
    """The draft with what the reader says of its article."""
    own, article, texts = st.session_state, draft.article, state.texts()
    new: dict[str, object] = {fact: own[f"about-{fact}"].strip() or None for fact in FACTS}
    new["language"] = own["about-language"] or None
    if own["about-published"] != article.published:
        day = own["about-published"]
        basis = PublishedBasis.GIVEN if day else None
        new |= {"published": day, "published_basis": basis, "published_why": None}
    told = with_language(article.model_copy(update=new))
    if told == article:
        return draft
    after, lost = about(draft, told, found_in(told, extractor_of(draft.found)))
    if lost:
        add_state.say(texts("add.about.lost", n=lost))
    return after


# -- from one event to the next ------------------------------------------------------------------


def _steps_between(events: list[Worked], chosen: Worked, texts: Texts) -> None:
    ids = [each.event.id for each in events]
    at = ids.index(chosen.event.id)
    after = ids[at + 1] if at + 1 < len(ids) else None
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="add-steps"):
        st.button(texts("add.all"), key="add-all", icon=":material/list:", on_click=add_state.open_event, args=(None,))
        st.space("stretch")
        _way("before", "chevron_left", ids[at - 1] if at else None, texts)
        st.button(
            texts("add.right"),
            key="add-right",
            icon=":material/check:",
            help=texts("add.right.help"),
            disabled=chosen.dropped is not None or chosen.lacks_doer,
            on_click=_right,
            args=(chosen.event.id, after),
        )
        _way("after", "chevron_right", after, texts)


def _way(key: str, icon: str, to: str | None, texts: Texts) -> None:
    """A button to the event before or after; without one it rests."""
    icon = f":material/{icon}:"
    disabled = to is None
    st.button(
        texts(f"add.{key}"), key=f"add-{key}", icon=icon, disabled=disabled, on_click=add_state.open_event, args=(to,)
    )


def _right(event: str, after: str | None) -> None:
    """Confirms an event and opens the one after it, or the list after the last."""
    add_state.change(lambda draft: set_fields(draft, event, {"review": {"state": ReviewState.CONFIRMED.value}}))
    add_state.open_event(after)
