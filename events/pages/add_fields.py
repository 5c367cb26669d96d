"""The fields of an event that name things: actors, days, places and numbers, each with the words it rests on."""

import html
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from events.draft import Draft, set_fields
from events.extraction.resolve import actor_named, places_in_regions, places_named
from events.model import (
    Actor,
    ActorType,
    DateBasis,
    DatePrecision,
    DateSpan,
    Event,
    Place,
    PlacePrecision,
    PlaceRole,
    Quantity,
    Role,
)
from events.pages import add_register, add_state
from events.pages.summary import escaped_markdown
from events.register import unknown_id
from events.texts import Texts
from events.wording import basis_words

QUALIFIERS = ("exact", "about", "more than", "at least", "nearly", "up to", "less than")


def setting(event: str, read: Callable[[], Mapping[str, object]]) -> Callable[[], None]:
    """A callback that sets fields of the event to what ``read`` makes of the controls."""
    return lambda: add_state.change(lambda draft: set_fields(draft, event, read()))


def seeded(key: str, value: object) -> str:
    """The key of a control, which shows ``value``: what a control shows is the draft's, never its own."""
    st.session_state[key] = value
    return key


def without(items: Sequence[object], at: int) -> list[object]:
    """``items`` but for the one at ``at``."""
    return [item for index, item in enumerate(items) if index != at]


def _replaced(items: Sequence[object], at: int, new: object) -> list[object]:
    return [new if index == at else item for index, item in enumerate(items)]


# -- actors --------------------------------------------------------------------------------------


def actors(event: Event, draft: Draft, texts: Texts) -> None:
    """Who, each in a role, and one more from the register."""
    st.markdown(f"**{texts('add.actors')}**")
    for at, actor in enumerate(event.actors):
        _actor(event, at, actor, texts)
    labels = add_register.actor_labels((draft.article.language or "en", texts.language))
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
            key=seeded("ed-actor", None),
            placeholder=texts("add.actor.hint"),
            accept_new_options=True,
            filter_mode="contains",
            on_change=setting(event.id, add),
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
            key=seeded(f"ed-role-{at}", actor.role.value),
            on_change=setting(event.id, lambda: changed(role=Role(own[f"ed-role-{at}"]))),
            label_visibility="collapsed",
            width=120,
        )
        st.html(_who(actor, texts), width="stretch")
        if not add_register.is_known(actor.id):
            with st.popover(texts("add.unknown"), key=f"ed-unknown-{at}"):
                _unknown(actor, at, event, texts)
        remove(f"ed-actor-{at}", actor.name, setting(event.id, lambda: {"actors": without(event.actors, at)}), texts)


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
        texts("add.name"), key=seeded(f"ed-name-{at}", actor.name), on_change=setting(event.id, take), max_chars=200
    )
    st.selectbox(
        texts("add.type"),
        [each.value for each in ActorType],
        format_func=lambda each: texts(f"add.type.{each}"),
        key=seeded(f"ed-type-{at}", actor.type.value),
        on_change=setting(event.id, take),
    )
    st.selectbox(
        texts("add.country"),
        list(countries),
        format_func=lambda code: countries.get(code, code),
        key=seeded(f"ed-country-{at}", actor.country if actor.country in countries else None),
        on_change=setting(event.id, take),
        index=None,
        placeholder=texts("add.no_country"),
    )


def remove(key: str, what: str, on_click: Callable[[], None], texts: Texts) -> None:
    """A button, drawn as an icon, that takes a row away."""
    st.button(
        texts("add.remove"),
        key=f"{key}-remove",
        icon=":material/close:",
        help=texts("chip.remove", name=escaped_markdown(what)),
        type="tertiary",
        on_click=on_click,
    )


# -- when ----------------------------------------------------------------------------------------


def when(event: Event, published: date | None, texts: Texts) -> None:
    """The days, as the words tell them or as the reader sets them."""
    span, own = event.when, st.session_state

    def take() -> Mapping[str, object]:
        first, last = own["ed-first"] or own["ed-last"], own["ed-last"] or own["ed-first"]
        if first is None or last is None:
            return {"when": None}
        first, last = min(first, last), max(first, last)
        precision = DatePrecision(own["ed-precision"] or DatePrecision.DAY)
        if (precision is DatePrecision.DAY) != (first == last):
            precision = DatePrecision.DAY if first == last else DatePrecision.DAYS
        words = span.phrase if span else None
        return {"when": DateSpan(first=first, last=last, precision=precision, basis=DateBasis.CURATED, phrase=words)}

    def take_first() -> Mapping[str, object]:
        if span and span.first == span.last and own["ed-first"]:
            own["ed-last"] = own["ed-first"]  # a day stays a day
        return take()

    st.markdown(f"**{texts('card.when')}**")
    st.html(f'<div class="add-row">{html.escape(_when_words(event, published, texts))}</div>')
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="ed-when"):
        for key, value, on_change in (
            ("first", span.first if span else None, take_first),
            ("last", span.last if span else None, take),
        ):
            st.date_input(
                texts(f"add.{key}"),
                min_value=date.min,
                max_value=date.max,
                format="YYYY-MM-DD",
                key=seeded(f"ed-{key}", value),
                on_change=setting(event.id, on_change),
                width=140,
            )
        st.selectbox(
            texts("add.precision"),
            [each.value for each in DatePrecision],
            format_func=lambda each: texts(f"add.precision.{each}"),
            key=seeded("ed-precision", span.precision.value if span else None),
            on_change=setting(event.id, take),
            index=None,
            placeholder="–",
            disabled=span is None,
            width=140,
        )
        if span:
            remove("ed-when", texts("card.when"), setting(event.id, lambda: {"when": None}), texts)


def _when_words(event: Event, published: date | None, texts: Texts) -> str:
    when = event.when
    if when is None:
        return texts("add.when.none")
    basis = basis_words(when, published, texts)
    words = texts("add.words", words=when.phrase.text) if when.phrase else texts("add.no_words")
    return f"{basis}; {words}"


# -- places --------------------------------------------------------------------------------------


def places(event: Event, texts: Texts) -> None:
    """Where, each in a role, and one more by name."""
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
        key=seeded("ed-place", ""),
        placeholder=texts("add.place.hint"),
        on_change=setting(event.id, add),
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
            key=seeded(f"ed-place-role-{at}", place.role.value),
            on_change=setting(
                event.id, lambda: take(place.model_copy(update={"role": PlaceRole(own[f"ed-place-role-{at}"])}))
            ),
            label_visibility="collapsed",
            width=140,
        )
        st.html(_where(place, texts), width="stretch")
        choices = {_place_label(each, region, texts): each for each, region in _same_name(place)}
        if len(choices) > 1:
            chosen = st.popover(texts("add.place.which", n=len(choices)), key=f"ed-which-{at}")
            with chosen:
                st.radio(
                    texts("add.place.choose"),
                    list(choices),
                    index=None,
                    key=seeded(f"ed-choice-{at}", None),
                    on_change=setting(event.id, lambda: take(_chosen_place(place, choices[own[f"ed-choice-{at}"]]))),
                )
        remove(f"ed-place-{at}", place.name, setting(event.id, lambda: {"places": without(event.places, at)}), texts)


def _same_name(place: Place) -> list[tuple[Place, str]]:
    """The places that share a name with this one, or with the words that name it, each with its region."""
    words = [place.name, *([place.phrase.text] if place.phrase else [])]
    return [each for name in dict.fromkeys(words) for each in places_in_regions(name)]


def _chosen_place(place: Place, chosen: Place) -> Place:
    return chosen.model_copy(update={"role": place.role, "phrase": place.phrase})


def _place_label(place: Place, region: str, texts: Texts) -> str:
    sort = texts(f"add.place.sort.{place.precision.value}")
    spot = f"{place.lat:.2f}, {place.lon:.2f}" if place.lat is not None and place.lon is not None else ""
    region = "" if region == place.name else region
    return " · ".join(part for part in (place.name, sort, region, place.country or "", spot) if part)


def _where(place: Place, texts: Texts) -> str:
    sort = texts(f"add.place.sort.{place.precision.value}")
    if place.lat is None and place.precision is not PlacePrecision.COUNTRY:
        sort = texts("add.place.unknown")
    whose = " · ".join(part for part in (place.country, sort) if part)
    words = f"<q>{html.escape(place.phrase.text)}</q>" if place.phrase else html.escape(texts("add.no_words"))
    return f'<div class="add-row"><b>{html.escape(place.name)}</b> {html.escape(whose)}<br><span>{words}</span></div>'


# -- quantities ----------------------------------------------------------------------------------


def quantities(event: Event, texts: Texts) -> None:
    """How many, of what and how exactly."""
    st.markdown(f"**{texts('card.numbers')}**")
    for at, quantity in enumerate(event.quantities):
        _quantity(event, at, quantity, texts)
    new = Quantity(value=1, unit="people")
    st.button(
        texts("add.number"),
        key="ed-number-add",
        icon=":material/add:",
        type="tertiary",
        on_click=setting(event.id, lambda: {"quantities": [*event.quantities, new]}),
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
            key=seeded(f"ed-qualifier-{at}", quantity.qualifier),
            on_change=setting(event.id, take),
            width=120,
        )
        st.number_input(
            texts("add.value"),
            key=seeded(f"ed-value-{at}", float(quantity.value)),
            on_change=setting(event.id, take),
            format="%.10g",
            step=1.0,
            width=130,
        )
        st.text_input(
            texts("add.unit"),
            key=seeded(f"ed-unit-{at}", quantity.unit),
            on_change=setting(event.id, take),
            max_chars=60,
            width=120,
        )
        words = texts("add.words", words=quantity.phrase.text) if quantity.phrase else texts("add.no_words")
        st.html(f'<div class="add-row">{html.escape(words)}</div>', width="stretch")
        gone = setting(event.id, lambda: {"quantities": without(event.quantities, at)})
        remove(f"ed-number-{at}", f"{quantity.value:g} {quantity.unit}", gone, texts)
