"""The snapshots made here, newest first: how each stands, how often it was opened, and what can be done about it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import streamlit as st

from events.model import Problem
from events.pages import state
from events.pages.share import last_day, shared_from
from events.pages.summary import escaped_markdown
from events.pages.taking import taking
from events.record import Failure
from events.snapshots import control, opens
from events.snapshots.opening import link, load
from events.texts import Texts

AT_ONCE = 10  # snapshots on a page of the list
TOLD = "snapshots-told"  # what was done last, or why it was not


def page() -> None:
    """Lists the snapshots of the record, a page of them at a time."""
    texts, record = state.texts(), state.record()
    st.title(texts("snapshots.title"), anchor=False)
    st.text(texts("snapshots.lead"))
    total = control.number(record)
    if not total:
        with st.container(border=True, key="empty"):
            st.text(texts("snapshots.none"))
        return
    search = st.text_input(
        texts("snapshots.search"),
        key="snapshots-search",
        max_chars=control.LONGEST_TITLE,
        width=420,
        icon=":material/search:",
    ).strip()
    found = control.number(record, search=search)
    if told := st.session_state.pop(TOLD, None):
        with st.container(border=True, key="told"):
            st.text(told)
    st.caption(texts("snapshots.found", n=found, total=total))
    pages = max(1, -(-found // AT_ONCE))
    number = min(st.session_state.get("snapshots-page", 1), pages)
    for each in control.listed(record, limit=AT_ONCE, offset=(number - 1) * AT_ONCE, search=search):
        _entry(each, texts)
    if pages > 1:
        st.pagination(pages, default=number, key="snapshots-page")


def _entry(each: control.Entry, texts: Texts) -> None:
    now = datetime.now(UTC)
    standing = each.state(now)
    with st.container(border=True, key=f"snapshot-{each.id}"):
        title = escaped_markdown(each.called or texts("snapshots.untitled"))
        address = link(shared_from(), each.id)
        if standing == "open":
            st.markdown(f"**[{title}]({address}?lang={texts.language})**")
        else:
            st.markdown(f"**{title}** ({texts(f'snapshots.{standing}')})")
        st.caption(escaped_markdown(_told(each, standing, texts)))
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"do-{each.id}"):
            _opened(each, texts)
            if standing == "open":
                _pass_on(each, texts)
            _rename(each, texts)
            if standing != "revoked":
                _expire(each, now, texts)
                _revoke(each, texts)


def _told(each: control.Entry, standing: str, texts: Texts) -> str:
    """How much it shows, since when and until when."""
    parts = [texts("snapshots.made", n=each.shown, day=_day(each.created, texts))]
    if each.name and each.title != each.name:
        parts.append(texts("snapshots.was", title=each.title or texts("snapshots.untitled")))
    if standing == "revoked":
        parts.append(texts("snapshots.revoked.on", day=_day(str(each.revoked), texts)))
        parts += [each.revoked_why] if each.revoked_why else []
    elif each.expires:
        parts.append(texts(f"snapshots.until.{standing}", day=_day(each.expires, texts)))
    return " · ".join(parts)


def _day(moment: str, texts: Texts) -> str:
    return texts.day(date.fromisoformat(moment[:10]))


def _opened(each: control.Entry, texts: Texts) -> None:
    """How often it was opened, and on which days."""
    if not each.opens:
        st.caption(texts("snapshots.unopened"), width="content")
        return
    with st.popover(texts("snapshots.opened", n=each.opens), type="tertiary", key=f"opened-{each.id}"):
        days = opens.per_day(state.record(), each.id)
        st.dataframe(
            {texts("snapshots.day"): list(days), texts("snapshots.opens"): list(days.values())}, hide_index=True
        )
        st.caption(texts("snapshots.opens.only"))


def _pass_on(each: control.Entry, texts: Texts) -> None:
    with st.popover(
        texts("snapshots.take"), icon=":material/ios_share:", key=f"take-open-{each.id}", on_change="rerun"
    ) as opened:
        if opened.open:  # what it holds is made only when it is looked at
            taking(load(state.record(), each.id), shared_from(), texts)


def _rename(each: control.Entry, texts: Texts) -> None:
    with st.popover(texts("snapshots.rename"), icon=":material/edit:", key=f"rename-open-{each.id}"):
        key = f"rename-{each.id}"
        st.text_input(texts("share.name"), each.called or "", max_chars=control.LONGEST_TITLE, key=key)
        st.caption(texts("snapshots.rename.how"))

        def renamed() -> str:
            entry = control.rename(state.record(), each.id, st.session_state[key], at=datetime.now(UTC))
            return texts("snapshots.renamed", title=entry.called or texts("snapshots.untitled"))

        st.button(texts("snapshots.rename.do"), key=f"rename-do-{each.id}", on_click=_doing(renamed))


def _expire(each: control.Entry, now: datetime, texts: Texts) -> None:
    with st.popover(texts("snapshots.expire"), icon=":material/event:", key=f"expire-open-{each.id}"):
        key = f"expire-{each.id}"
        today = now.date()
        last = max(today, date.fromisoformat(each.expires)) if each.expires else None
        last_day(key, last, today, texts)

        def expiring() -> str:
            entry = control.expire(state.record(), each.id, st.session_state[key], at=datetime.now(UTC))
            return (
                texts("snapshots.expires", day=_day(entry.expires, texts))
                if entry.expires
                else texts("snapshots.stays")
            )

        st.button(texts("snapshots.expire.do"), key=f"expire-do-{each.id}", on_click=_doing(expiring))


def _revoke(each: control.Entry, texts: Texts) -> None:
    """Asks again first, since nobody can undo it."""
    with st.popover(texts("snapshots.revoke"), icon=":material/block:", key=f"revoke-open-{each.id}"):
        st.text(texts("snapshots.revoke.sure"))
        key = f"revoke-why-{each.id}"
        st.text_input(texts("snapshots.revoke.why"), max_chars=control.LONGEST_TITLE, key=key)

        def revoked() -> str:
            why = st.session_state[key].strip() or None
            entry = control.revoke(state.record(), each.id, at=datetime.now(UTC), why=why)
            return texts("snapshots.gone", title=entry.called or texts("snapshots.untitled"))

        st.button(texts("snapshots.revoke.do"), type="primary", key=f"revoke-do-{each.id}", on_click=_doing(revoked))


def _doing(what: Callable[[], str]) -> Callable[[], None]:
    """Does it when the button is pressed, and says what was done, or in a sentence why it was not."""

    def done() -> None:
        try:
            st.session_state[TOLD] = what()
        except (Problem, Failure) as wrong:
            st.session_state[TOLD] = state.texts().said(wrong)

    return done
