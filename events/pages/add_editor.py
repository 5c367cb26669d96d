"""One event of a draft, every field to correct: from lists, from the register, or by words of the article."""

import html
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st

from events.draft import Act, Draft, Step, Worked, set_fields, with_step
from events.extraction.resolve import actor_named, places_named
from events.model import (
    Actor,
    ActorType,
    DateBasis,
    DatePrecision,
    DateSpan,
    Event,
    Kind,
    Modality,
    Place,
    PlacePrecision,
    PlaceRole,
    Problem,
    Quantity,
    ReviewState,
    Role,
)
from events.pages import add_register, add_state
from events.pages.add_words import FIELD_USES, states
from events.pages.summary import escaped_markdown
from events.pointing import Use, find_words, used
from events.register import unknown_id
from events.revision import made_title
from events.texts import Texts
from events.wording import modality_words

QUALIFIERS = ("exact", "about", "more than", "at least", "nearly", "up to", "less than")
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
        st.text(one.dropped)
        restore = Step(act=Act.RESTORE, event=event.id)
        st.button(texts("add.restore"), key="ed-restore", on_click=_step(restore), icon=":material/undo:")
        return
    if one.lacks_doer:
        st.warning(texts("add.lacks_doer.long"), icon=":material/person_search:")
    _sort(event, texts)
    _actors(event, draft, texts)
    _when(event, texts)
    _places(event, texts)
    _quantities(event, texts)
    _rest(event, events, texts)
    _typed(event, texts)
    _drop(one, texts)


def _quotes(event: Event, draft: Draft, texts: Texts) -> str:
    language = html.escape((draft.article.language or "").replace("und", ""))
    quote = f'<blockquote lang="{language}">{html.escape(event.quote.text)}</blockquote>' if event.quote else ""
    sure = "; ".join([texts("card.sure", value=round(event.confidence * 100)), *event.reasons])
    return f"{quote}<p>{html.escape(sure)}</p>"


# -- taking what was chosen ----------------------------------------------------------------------


def _set(event: str, read: Callable[[], Mapping[str, object]]) -> Callable[[], None]:
    """A callback that sets fields of the event to what ``read`` makes of the controls."""
    return lambda: add_state.change(lambda draft: set_fields(draft, event, read()))


def _step(step: Step) -> Callable[[], None]:
    return lambda: add_state.change(lambda draft: with_step(draft, step))


def _seeded(key: str, value: object) -> str:
    """The key of a control, which shows ``value``: what a control shows is the draft's, never its own."""
    st.session_state[key] = value
    return key


def _without(items: Sequence[object], at: int) -> list[object]:
    return [item for index, item in enumerate(items) if index != at]


def _replaced(items: Sequence[object], at: int, new: object) -> list[object]:
    return [new if index == at else item for index, item in enumerate(items)]


# -- kind, modality, review ----------------------------------------------------------------------


def _sort(event: Event, texts: Texts) -> None:
    own = st.session_state
    with st.container(horizontal=True, gap="small", key="ed-sort"):
        st.selectbox(
            texts("filter.kind"),
            [kind.value for kind in Kind],
            format_func=lambda each: texts("add.kind.option", words=texts(f"kind.{each}"), kind=each),
            key=_seeded("ed-kind", event.kind.value),
            on_change=_set(event.id, lambda: {"kind": own["ed-kind"]}),
        )
        st.selectbox(
            texts("filter.modality"),
            [each.value for each in Modality],
            format_func=lambda each: texts(f"modality.{each}"),
            key=_seeded("ed-modality", event.modality.value),
            on_change=_set(event.id, lambda: {"modality": own["ed-modality"]}),
            width=140,
        )
        st.selectbox(
            texts("filter.review"),
            [each.value for each in REVIEWS],
            format_func=lambda each: texts(f"review.{each}"),
            key=_seeded("ed-review", event.review.state.value),
            on_change=_set(event.id, lambda: {"review": {"state": own["ed-review"]}}),
            width=170,
        )


# -- actors --------------------------------------------------------------------------------------


def _actors(event: Event, draft: Draft, texts: Texts) -> None:
    st.markdown(f"**{texts('add.actors')}**")
    for at, actor in enumerate(event.actors):
        _actor(event, at, actor, texts)
    labels = add_register.actor_labels(tuple(dict.fromkeys([texts.language, draft.article.language or "en"])))
    own = st.session_state

    def add() -> Mapping[str, object]:
        named, role = own["ed-actor"], Role(own["ed-role"])
        if not named:
            return {}
        new = actor_named(named, role, draft.article.language)
        return {"actors": [*(each for each in event.actors if (each.id, each.role) != (new.id, role)), new]}

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="ed-actor-add"):
        st.selectbox(
            texts("add.role"),
            [role.value for role in Role],
            format_func=lambda role: texts(f"role.name.{role}"),
            key="ed-role",
            width=120,
        )
        st.selectbox(
            texts("add.actor"),
            list(labels),
            format_func=lambda each: labels.get(each, each),
            key=_seeded("ed-actor", None),
            placeholder=texts("add.actor.hint"),
            accept_new_options=True,
            on_change=_set(event.id, add),
        )


def _actor(event: Event, at: int, actor: Actor, texts: Texts) -> None:
    """One actor: its role, who it is, the words that name it, and for one that is not known what it is."""
    own = st.session_state

    def changed(**fields: object) -> Mapping[str, object]:
        return {"actors": _replaced(event.actors, at, actor.model_copy(update=fields))}

    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"ed-actor-row-{at}"):
        st.selectbox(
            texts("add.role"),
            [role.value for role in Role],
            format_func=lambda role: texts(f"role.name.{role}"),
            key=_seeded(f"ed-role-{at}", actor.role.value),
            on_change=_set(event.id, lambda: changed(role=Role(own[f"ed-role-{at}"]))),
            label_visibility="collapsed",
            width=120,
        )
        st.html(_who(actor, texts), width="stretch")
        if not add_register.is_known(actor.id):
            with st.popover(texts("add.unknown"), key=f"ed-unknown-{at}"):
                _unknown(actor, at, event, texts)
        _remove(f"ed-actor-{at}", actor.name, _set(event.id, lambda: {"actors": _without(event.actors, at)}), texts)


def _who(actor: Actor, texts: Texts) -> str:
    sort = texts(f"add.type.{actor.type.value}")
    whose = " · ".join(part for part in (actor.country or texts("add.no_country"), sort) if part)
    words = f"<q>{html.escape(actor.phrase.text)}</q>" if actor.phrase else html.escape(texts("add.no_words"))
    return f'<div class="add-row"><b>{html.escape(actor.name)}</b> {html.escape(whose)}<br><span>{words}</span></div>'


def _unknown(actor: Actor, at: int, event: Event, texts: Texts) -> None:
    """What an actor is that the register does not know."""
    own = st.session_state
    st.text(texts("add.unknown.lead"))

    def take() -> Mapping[str, object]:
        country = own[f"ed-country-{at}"] or None
        name = own[f"ed-name-{at}"].strip() or actor.name
        owner = country.lower() if country and add_register.is_known(country.lower()) else None
        new = actor.model_copy(
            update={
                "id": unknown_id(name, owner),
                "name": name,
                "country": country,
                "type": ActorType(own[f"ed-type-{at}"]),
                "part_of": owner,
            }
        )
        return {"actors": _replaced(event.actors, at, new)}

    countries = add_register.countries()
    st.text_input(
        texts("add.name"), key=_seeded(f"ed-name-{at}", actor.name), on_change=_set(event.id, take), max_chars=200
    )
    st.selectbox(
        texts("add.type"),
        [each.value for each in ActorType],
        format_func=lambda each: texts(f"add.type.{each}"),
        key=_seeded(f"ed-type-{at}", actor.type.value),
        on_change=_set(event.id, take),
    )
    st.selectbox(
        texts("add.country"),
        list(countries),
        format_func=lambda code: countries.get(code, code),
        key=_seeded(f"ed-country-{at}", actor.country if actor.country in countries else None),
        on_change=_set(event.id, take),
        index=None,
        placeholder=texts("add.no_country"),
    )


def _remove(key: str, what: str, on_click: Callable[[], None], texts: Texts) -> None:
    st.button(
        texts("add.remove"),
        key=f"{key}-remove",
        icon=":material/close:",
        help=texts("chip.remove", name=what),
        type="tertiary",
        on_click=on_click,
    )


# -- when ----------------------------------------------------------------------------------------


def _when(event: Event, texts: Texts) -> None:
    when, own = event.when, st.session_state

    def take() -> Mapping[str, object]:
        first, last = own["ed-first"] or own["ed-last"], own["ed-last"] or own["ed-first"]
        if first is None or last is None:
            return {"when": None}
        first, last = min(first, last), max(first, last)
        precision = DatePrecision(own["ed-precision"] or DatePrecision.DAY)
        if (precision is DatePrecision.DAY) != (first == last):
            precision = DatePrecision.DAY if first == last else DatePrecision.DAYS
        words = when.phrase if when else None
        return {"when": DateSpan(first=first, last=last, precision=precision, basis=DateBasis.CURATED, phrase=words)}

    def take_first() -> Mapping[str, object]:
        if when and when.first == when.last and own["ed-first"]:
            own["ed-last"] = own["ed-first"]  # a day stays a day
        return take()

    st.markdown(f"**{texts('card.when')}**")
    st.html(f'<div class="add-row">{html.escape(_when_words(event, texts))}</div>')
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="ed-when"):
        for key, value, on_change in (
            ("first", when.first if when else None, take_first),
            ("last", when.last if when else None, take),
        ):
            st.date_input(
                texts(f"add.{key}"),
                min_value=date.min,
                max_value=date.max,
                format="YYYY-MM-DD",
                key=_seeded(f"ed-{key}", value),
                on_change=_set(event.id, on_change),
                width=140,
            )
        st.selectbox(
            texts("add.precision"),
            [each.value for each in DatePrecision],
            format_func=lambda each: texts(f"add.precision.{each}"),
            key=_seeded("ed-precision", when.precision.value if when else None),
            on_change=_set(event.id, take),
            index=None,
            disabled=when is None,
            width=140,
        )
        if when:
            _remove("ed-when", texts("card.when"), _set(event.id, lambda: {"when": None}), texts)


def _when_words(event: Event, texts: Texts) -> str:
    when = event.when
    if when is None:
        return texts("add.when.none")
    basis = texts(f"add.basis.{when.basis.value}")
    words = texts("add.words", words=when.phrase.text) if when.phrase else texts("add.no_words")
    return f"{basis}; {words}"


# -- places --------------------------------------------------------------------------------------


def _places(event: Event, texts: Texts) -> None:
    st.markdown(f"**{texts('card.where')}**")
    for at, place in enumerate(event.places):
        _place(event, at, place, texts)
    own = st.session_state

    def add() -> Mapping[str, object]:
        words = own["ed-place"].strip()
        if not words:
            return {}
        named = places_named(words)
        new = named[0] if named else Place(role=PlaceRole.HAPPENED_AT, name=words, precision=PlacePrecision.SITE)
        return {"places": [*event.places, new]}

    st.text_input(
        texts("add.place"),
        key=_seeded("ed-place", ""),
        placeholder=texts("add.place.hint"),
        on_change=_set(event.id, add),
        max_chars=200,
    )


def _place(event: Event, at: int, place: Place, texts: Texts) -> None:
    own = st.session_state

    def take(new: Place) -> Mapping[str, object]:
        return {"places": _replaced(event.places, at, new)}

    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"ed-place-row-{at}"):
        st.selectbox(
            texts("add.role"),
            [role.value for role in PlaceRole],
            format_func=lambda role: texts(f"add.place.{role}"),
            key=_seeded(f"ed-place-role-{at}", place.role.value),
            on_change=_set(
                event.id, lambda: take(place.model_copy(update={"role": PlaceRole(own[f"ed-place-role-{at}"])}))
            ),
            label_visibility="collapsed",
            width=140,
        )
        st.html(_where(place, texts), width="stretch")
        choices = {_place_label(each, texts): each for each in _same_name(place)}
        if len(choices) > 1:
            chosen = st.popover(texts("add.place.which", n=len(choices)), key=f"ed-which-{at}")
            with chosen:
                st.radio(
                    texts("add.place.choose"),
                    list(choices),
                    index=None,
                    key=_seeded(f"ed-choice-{at}", None),
                    on_change=_set(event.id, lambda: take(_chosen_place(place, choices[own[f"ed-choice-{at}"]]))),
                )
        _remove(f"ed-place-{at}", place.name, _set(event.id, lambda: {"places": _without(event.places, at)}), texts)


def _same_name(place: Place) -> list[Place]:
    """The places that share a name with this one, or with the words that name it."""
    words = [place.name, *([place.phrase.text] if place.phrase else [])]
    return list(dict.fromkeys(each for name in words for each in places_named(name)))


def _chosen_place(place: Place, chosen: Place) -> Place:
    return chosen.model_copy(update={"role": place.role, "phrase": place.phrase})


def _place_label(place: Place, texts: Texts) -> str:
    sort = texts(f"add.place.sort.{place.precision.value}")
    spot = f"{place.lat:.2f}, {place.lon:.2f}" if place.lat is not None and place.lon is not None else ""
    return " · ".join(part for part in (place.name, sort, place.country or "", spot) if part)


def _where(place: Place, texts: Texts) -> str:
    sort = texts(f"add.place.sort.{place.precision.value}")
    if place.lat is None and place.precision is not PlacePrecision.COUNTRY:
        sort = texts("add.place.unknown")
    whose = " · ".join(part for part in (place.country, sort) if part)
    words = f"<q>{html.escape(place.phrase.text)}</q>" if place.phrase else html.escape(texts("add.no_words"))
    return f'<div class="add-row"><b>{html.escape(place.name)}</b> {html.escape(whose)}<br><span>{words}</span></div>'


# -- quantities ----------------------------------------------------------------------------------


def _quantities(event: Event, texts: Texts) -> None:
    st.markdown(f"**{texts('card.numbers')}**")
    for at, quantity in enumerate(event.quantities):
        _quantity(event, at, quantity, texts)
    new = Quantity(value=1, unit="people")
    st.button(
        texts("add.number"),
        key="ed-number-add",
        icon=":material/add:",
        type="tertiary",
        on_click=_set(event.id, lambda: {"quantities": [*event.quantities, new]}),
    )


def _quantity(event: Event, at: int, quantity: Quantity, texts: Texts) -> None:
    own = st.session_state

    def take() -> Mapping[str, object]:
        fields = {
            "value": own[f"ed-value-{at}"],
            "unit": own[f"ed-unit-{at}"].strip() or quantity.unit,
            "qualifier": own[f"ed-qualifier-{at}"],
        }
        return {"quantities": _replaced(event.quantities, at, quantity.model_copy(update=fields))}

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key=f"ed-number-row-{at}"):
        choices = list(dict.fromkeys([*QUALIFIERS, quantity.qualifier]))
        st.selectbox(
            texts("add.qualifier"),
            choices,
            format_func=lambda each: texts(f"add.qualifier.{each}") if each in QUALIFIERS else each,
            key=_seeded(f"ed-qualifier-{at}", quantity.qualifier),
            on_change=_set(event.id, take),
            width=120,
        )
        st.number_input(
            texts("add.value"),
            key=_seeded(f"ed-value-{at}", float(quantity.value)),
            on_change=_set(event.id, take),
            format="%.10g",
            step=1.0,
            width=130,
        )
        st.text_input(
            texts("add.unit"),
            key=_seeded(f"ed-unit-{at}", quantity.unit),
            on_change=_set(event.id, take),
            max_chars=60,
            width=120,
        )
        words = texts("add.words", words=quantity.phrase.text) if quantity.phrase else texts("add.no_words")
        st.html(f'<div class="add-row">{html.escape(words)}</div>', width="stretch")
        gone = _set(event.id, lambda: {"quantities": _without(event.quantities, at)})
        _remove(f"ed-number-{at}", f"{quantity.value:g} {quantity.unit}", gone, texts)


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
            key=_seeded("ed-denies", [each for each in event.denies if each in others]),
            on_change=_set(event.id, lambda: {"denies": [*outside, *own["ed-denies"]]}),
            placeholder=texts("add.denies.hint"),
        )
    for at, phrase in enumerate(event.also):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"ed-also-row-{at}"):
            st.html(
                f'<div class="add-row">{html.escape(texts("card.mark.also"))}: <q>{html.escape(phrase.text)}</q></div>',
                width="stretch",
            )
            gone = _set(event.id, partial(_also_without, event, at))
            _remove(f"ed-also-{at}", texts("card.mark.also"), gone, texts)

    def title() -> Mapping[str, object]:
        return {"title": own["ed-title"].strip() or made_title(event)}

    st.text_input(
        texts("add.event_title"),
        key=_seeded("ed-title", event.title),
        on_change=_set(event.id, title),
        help=texts("add.event_title.help"),
        max_chars=300,
    )


def _also_without(event: Event, at: int) -> Mapping[str, object]:
    return {"also": _without(event.also, at)}


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
