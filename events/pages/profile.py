"""An actor's profile: what it did, what was done to it, what it says and denies, with whom, when, in which articles."""

import html
from collections.abc import Sequence
from datetime import date

import streamlit as st

from events.engine import ActorFacet, Bin, Engine
from events.model import Event, Modality, Role, View
from events.pages import state
from events.pages.summary import escaped_markdown
from events.register import known, lineage, name_of
from events.texts import Texts
from events.wording import actor_words, article_words, title_words

FEW = 5  # claims, articles and other actors that are named
BINS = ((62, Bin.DAY), (740, Bin.WEEK), (3700, Bin.MONTH))  # the longest time, in days, told by each


def _close() -> None:
    state.choose(state.changed(profile=None))


def profile(actor: str, texts: Texts) -> None:
    """Opens the profile in a drawer; closing it takes it out of the address."""
    drawer = st.dialog(texts("profile.title"), width=760, position="right", on_dismiss=_close)
    drawer(_show)(actor, texts)


def _go(view: View) -> None:
    state.choose(view)
    st.rerun()  # the drawer alone would be drawn anew, with the actor it has


def _show(actor: str, texts: Texts) -> None:
    engine, own = state.engine(), View(actors=(actor,))
    with engine.reading():
        total = engine.count(own)
        st.html(_head(actor, texts))
        if not total:
            st.text(texts("profile.none"))
            return
        st.text(texts("profile.all", n=total))
        _numbers(actor, engine, texts)
        _over_time(own, engine, texts)
        _with_whom(actor, engine, texts)
        _claims("profile.claims", own.model_copy(update={"role": Role.SPEAKER}), engine, texts)
        denied = {"role": Role.SOURCE, "modalities": (Modality.DENIED,)}
        _claims("profile.denials", own.model_copy(update=denied), engine, texts)
        _articles(own, engine, texts)


def _head(actor: str, texts: Texts) -> str:
    entry = known(actor)
    rest = [texts(f"add.type.{entry.type.value}")] if entry else []
    if entry and entry.part_of:
        rest.append(texts("profile.part", whole=actor_words(entry.part_of, name_of(entry.part_of), texts)))
    name = actor_words(actor, name_of(actor), texts)
    return f'<div class="card"><h3>{html.escape(name)}</h3><p>{html.escape(" · ".join(rest))}</p></div>'


def _numbers(actor: str, engine: Engine, texts: Texts) -> None:
    """How much in each role; each number shows its events."""
    asked: tuple[tuple[str, Role, tuple[Modality, ...]], ...] = (
        ("did", Role.SOURCE, ()),
        ("undergone", Role.TARGET, ()),
        ("said", Role.SPEAKER, ()),
        ("denied", Role.SOURCE, (Modality.DENIED,)),
    )
    with st.container(horizontal=True, gap="small", key="profile-numbers"):
        for what, role, modalities in asked:
            view = View(actors=(actor,), role=role, modalities=modalities)
            words = texts("profile.number", n=engine.count(view), what=texts(f"profile.{what}"))
            if st.button(escaped_markdown(words), key=f"profile-{what}"):
                _go(view)


def _over_time(view: View, engine: Engine, texts: Texts) -> None:
    """One bar a day, week, month or year, as tall as its number of events."""
    extent = engine.extent(view)
    if extent is None:
        return
    days = (extent[1] - extent[0]).days
    length = next((each for longest, each in BINS if days <= longest), Bin.YEAR)
    told = engine.timeline(view, length)
    counts: dict[date, int] = {each.begins: each.count for each in told.bins}
    width = max(1, (max(counts) - min(counts)).days) if counts else 1
    tallest = max(counts.values(), default=1)
    bars = "".join(
        f'<i style="left:{(begins - min(counts)).days / width * 97:.2f}%;height:{count / tallest * 100:.0f}%" '
        f'title="{html.escape(texts("profile.time.bar", when=texts.day(begins), n=count))}"></i>'
        for begins, count in counts.items()
    )
    undated = sum(sum(families) for families in told.undated.values())
    ends = [texts.days(*extent), *([texts("profile.undated", n=undated)] if undated else [])]
    listed = "; ".join(texts("profile.time.bar", when=texts.day(begins), n=n) for begins, n in counts.items())
    st.markdown(f"**{texts('profile.time')}**")
    st.html(
        f'<div class="bars" role="img" aria-label="{html.escape(listed)}">{bars}</div>'
        f'<p class="bars-ends">{html.escape("; ".join(ends))}</p>'
    )


def _with_whom(actor: str, engine: Engine, texts: Texts) -> None:
    """The chief actors that it acts on and that act on it; each shows what there is between the two."""
    both = (
        ("profile.on", View(doers=(actor,), role=Role.TARGET)),
        ("profile.by", View(targets=(actor,), role=Role.SOURCE)),
    )
    for heading, asked in both:
        others = _others(actor, engine.facets(asked, limit=40))
        if not others:
            continue
        st.markdown(f"**{texts(heading)}**")
        with st.container(horizontal=True, gap="small", key=heading):
            for other in others:
                name = actor_words(other.id, other.name, texts)
                if st.button(
                    escaped_markdown(texts("filter.actor.option", name=name, n=other.count)),
                    key=f"{heading}-{other.id}",
                ):
                    pair = (actor, other.id) if asked.doers else (other.id, actor)
                    _go(View(doers=pair[:1], targets=pair[1:]))


def _others(actor: str, facets: Sequence[ActorFacet]) -> list[ActorFacet]:
    """The first few actors that are neither it nor a part of it, nor what it is part of."""
    near = set(lineage(actor))
    return [each for each in facets if each.id not in near and actor not in lineage(each.id)][:FEW]


def _claims(heading: str, view: View, engine: Engine, texts: Texts) -> None:
    """The first claims, each a way to its card, and how many more there are."""
    found: list[Event] = engine.events(view, limit=FEW)
    if not found:
        return
    st.markdown(f"**{texts(heading)}**")
    for event in found:
        if st.button(escaped_markdown(title_words(event, texts)), key=f"{heading}-{event.id}", width="stretch"):
            _go(state.changed(event=event.id, profile=None))
    more = engine.count(view) - len(found)
    if more and st.button(texts("profile.more", n=more), key=f"{heading}-more", type="tertiary"):
        _go(view)


def _articles(view: View, engine: Engine, texts: Texts) -> None:
    told = engine.told_in(view)
    st.markdown(f"**{texts('profile.articles')}**")
    for article, count in told[:FEW]:
        title = article_words(engine.article(article), texts) if article else texts("profile.imported")
        st.text(texts("profile.article", title=title, n=count))
    if len(told) > FEW:
        st.text(texts("profile.more", n=len(told) - FEW))
