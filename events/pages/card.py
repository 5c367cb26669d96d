"""The event card: a drawer with the claim, who says so, its words in the article, its denials and its history."""

import html

import streamlit as st

from events.credits import Credit, credits_of
from events.index import data_set
from events.model import Article, Event
from events.pages import add_state, claims, state
from events.pages.evidence import KINDS, evidence, marked
from events.pages.summary import escaped_markdown
from events.texts import Texts
from events.wording import (
    Telling,
    actor_words,
    article_words,
    modality_words,
    quantity_words,
    says_words,
    title_words,
    when_words,
    where_words,
    who_words,
)


def _close() -> None:
    state.choose(state.changed(event=None))


def card(event_id: str, texts: Texts) -> None:
    """Opens the card of an event in a drawer; closing it takes the event out of the address."""
    event = state.engine().event(event_id)
    if event is None:
        st.warning(texts("link.no_event"), icon=":material/link_off:")
        return
    drawer = st.dialog(texts("card.title"), width=760, position="right", on_dismiss=_close)
    drawer(_show)(event, texts)


def _show(event: Event, texts: Texts) -> None:
    article = state.engine().article(event.article) if event.article else None
    teller = article or credits_of(state.engine()).get(data_set(event))
    st.html(_facts(event, teller, texts))
    _profiles(event, texts)
    claims.claims(event, texts)
    _denials(event, texts)
    _article(event, article, texts)
    if article is not None:
        named = {add_state.ARTICLE: article.id, add_state.EVENT: event.id}
        pages, icon = st.session_state[state.PAGES], ":material/edit:"
        st.page_link(
            pages["add"], label=texts("card.correct"), query_params={**state.language_part(), **named}, icon=icon
        )
    _history(event, texts)


def _facts(event: Event, article: Telling | None, texts: Texts) -> str:
    kind, review = texts(f"kind.{event.kind.value}"), texts(f"review.{event.review.state.value}")
    how = f"{kind} · {modality_words(event, texts)} · {review}"
    lines = [
        ("card.who", who_words(event, texts)),
        ("card.when", when_words(event, article, texts)),
        ("card.where", where_words(event, texts)),
        ("card.says", says_words(event, article, texts)),
        ("card.how", how),
        ("card.numbers", "; ".join(quantity_words(each, texts) for each in event.quantities)),
    ]
    rows = "".join(f"<dt>{html.escape(texts(key))}</dt><dd>{html.escape(text)}</dd>" for key, text in lines if text)
    language = html.escape((article.language if article else None) or "")
    quote = (
        f'<blockquote lang="{language}" dir="auto">{html.escape(event.quote.text)}</blockquote>' if event.quote else ""
    )
    why = event.review.why
    note = f'<p class="card-why">{html.escape(why)}</p>' if why else ""
    sure = texts("card.sure", value=round(event.confidence * 100))
    reasons = "; ".join([sure, *event.reasons])
    return (
        f'<div class="card"><h3>{html.escape(title_words(event, texts))}</h3>{quote}<dl>{rows}</dl>{note}'
        f'<p class="card-sure">{html.escape(reasons)}</p></div>'
    )


def _profiles(event: Event, texts: Texts) -> None:
    """A way to the profile of each actor."""
    with st.container(horizontal=True, gap="small", key="card-profiles"):
        for actor in dict.fromkeys(each.id for each in event.actors):
            named = next(each.name for each in event.actors if each.id == actor)
            words = texts("profile.open", name=actor_words(actor, named, texts))
            if st.button(escaped_markdown(words), key=f"profile-of-{actor}", type="tertiary"):
                state.choose(state.changed(event=None, profile=actor))
                st.rerun()  # the drawer alone would be drawn anew, with the event it has


def _denials(event: Event, texts: Texts) -> None:
    """What the event denies and what denies it, each a way to the other card."""
    engine = state.engine()
    denied = [other for other in map(engine.event, dict.fromkeys(event.denies)) if other]
    deniers = engine.denied_by(event.id)
    for key, found in (("card.denies", denied), ("card.denied_by", deniers)):
        if found:
            st.markdown(f"**{texts(key)}**")
        for other in found:
            if st.button(
                escaped_markdown(title_words(other, texts)), key=f"{key}-{other.id}", icon=":material/call_split:"
            ):
                state.choose(state.changed(event=other.id))
                st.rerun()  # the drawer alone would be drawn anew, with the event it has


def _original(event: Event, texts: Texts) -> None:
    """Whose data an imported event is, and its row as the source has it."""
    name = data_set(event)
    credit = credits_of(state.engine()).get(name, Credit(data=name))
    st.text(texts("card.imported", credit=credit.words()))
    if event.original:
        with st.expander(texts("card.original"), key="original"):
            rows = "".join(
                f"<dt>{html.escape(str(key))}</dt><dd>{html.escape(str(value))}</dd>"
                for key, value in event.original.items()
                if value not in (None, "")
            )
            st.html(f'<div class="card"><dl class="card-original">{rows}</dl></div>')


def _article(event: Event, article: Article | None, texts: Texts) -> None:
    if article is None:
        if event.article:
            st.caption(texts("card.no_text"))
        else:
            _original(event, texts)
        return
    found = evidence(event, texts)
    used = {each.kind for each in found}
    legend = "".join(
        f'<mark class="says-{kind}">{html.escape(texts(f"card.mark.{kind}"))}</mark>' for kind in KINDS if kind in used
    )
    published = texts("card.published.unknown")
    if article.published:
        basis = texts(f"basis.{article.published_basis.value}") if article.published_basis else ""
        published = texts("card.published", day=texts.day(article.published), basis=basis)
    why = f'<p class="card-why">{html.escape(article.published_why)}</p>' if article.published_why else ""
    st.html(
        f'<div class="card"><h4>{html.escape(article_words(article, texts))}</h4>'
        f'<p class="card-published">{html.escape(published)}</p>{why}'
        f'<p class="card-legend">{html.escape(texts("card.legend"))}: {legend}</p>'
        f'<div class="card-text" lang="{html.escape(article.language or "")}" dir="auto">'
        f"{marked(article.text, found)}</div></div>"
    )


def _history(event: Event, texts: Texts) -> None:
    """Every revision: who changed what they changed, when and why."""
    with st.expander(texts("card.history"), key="history"):
        for revision in state.record().revisions(event.id):
            st.markdown(f"**{texts('card.revision', n=revision.revision)}**")
            review = revision.review
            if review.by:
                st.text(texts("card.by", by=review.by, at=review.at))
            elif revision.extractor:
                st.text(texts("card.first", extractor=revision.extractor))
            if review.why:
                st.text(review.why)
