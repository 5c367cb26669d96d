"""Links: a view survives its address, and no address makes the reading fail."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.links import FIELDS, LONGEST, LONGEST_STORED, decode, encode, name_of, short
from events.model import Area, Borders, Camera, Kind, LanesBy, Modality, Problem, Reason, ReviewState, Role, View, home

unicode_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ids = st.lists(unicode_text.filter(bool), max_size=3, unique=True).map(tuple)
days = st.tuples(st.dates(), st.dates())
longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)


def distinct(choices: type[Kind] | type[Modality] | type[ReviewState]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the choices, each once, in any order."""
    return st.lists(st.sampled_from(list(choices)), unique=True).map(tuple)


@st.composite
def boxes_of(draw: st.DrawFn) -> Area:
    """Any box."""
    south, north = sorted((draw(latitudes), draw(latitudes)))
    return Area(west=draw(longitudes), south=south, east=draw(longitudes), north=north)


boxes = boxes_of()
outlines = st.lists(st.tuples(longitudes, latitudes), min_size=3, max_size=5).map(Area.around)


@st.composite
def any_view(draw: st.DrawFn) -> View:
    """Any view at all."""
    first, last = sorted(draw(days))
    return View.model_validate(
        {
            "actors": draw(ids),
            "role": draw(st.none() | st.sampled_from(Role)),
            "picked": draw(ids),
            "doers": draw(ids),
            "targets": draw(ids),
            "without": draw(ids),
            "certain": draw(st.booleans()),
            "unseen": draw(st.none() | st.sampled_from([each for each in Reason if each is not Reason.SEEN])),
            "kinds": draw(distinct(Kind)),
            "modalities": draw(distinct(Modality)),
            "first": draw(st.sampled_from([None, first])),
            "last": draw(st.sampled_from([None, last])),
            "area": draw(st.none() | boxes | outlines),
            "text": draw(unicode_text),
            "reviews": draw(distinct(ReviewState)),
            "data": draw(ids),
            "event": draw(st.none() | unicode_text.filter(bool)),
            "profile": draw(st.none() | unicode_text.filter(lambda text: bool(text) and not set(text) & set(",\\\\"))),
            "by": draw(st.sampled_from(LanesBy)),
            "borders": draw(st.sampled_from(Borders)),
            "lanes": draw(ids),
            "layers": draw(ids),
            "camera": Camera(lon=draw(longitudes), lat=draw(latitudes), zoom=draw(st.floats(0, 22))),
        }
    )


@settings(deadline=None)
@given(any_view())
def test_a_view_survives_its_link(view: View) -> None:
    """The link of any view gives back that view, with nothing left to say, also through a query string."""
    assert decode(encode(view)) == (view, [])
    assert decode(parse_qs(urlencode(encode(view)), keep_blank_values=True)) == (view, [])


@settings(deadline=None)  # a busy machine takes its time
@given(any_view(), st.integers(0, 2))
def test_a_view_too_long_for_an_address_survives_its_short_link(view: View, thousands: int) -> None:
    """However much is chosen, the link fits an address, and with what the record keeps it gives back the view."""
    view = view.model_copy(update={"picked": tuple(f"{number:016x}" for number in range(1000 * thousands))})

    fields, kept = short(encode(view))

    assert len(urlencode(fields)) <= 3 * LONGEST  # percent signs make three letters of one
    assert (kept is None) == (sum(len(name) + len(value) + 2 for name, value in encode(view).items()) <= LONGEST)
    assert decode(fields, kept=lambda name: kept if kept and name == name_of(kept) else None) == (view, [])


def test_what_stands_beside_a_kept_view_counts_over_it() -> None:
    """A field of the address is newer than the kept view: the map was moved, or a reader changed the link by hand."""
    fields, kept = short(encode(View(picked=tuple(f"{number:016x}" for number in range(1000)), text="Kursk")))

    view, sentences = decode({**fields, "text": "Moskwa", "camera": "127,38,5"}, kept=lambda _: kept)

    assert (view.text, view.camera, len(view.picked), sentences) == (
        "Moskwa",
        Camera(lon=127, lat=38, zoom=5),
        1000,
        [],
    )


def test_a_view_that_is_too_long_to_keep_is_refused() -> None:
    """A link does not hold any number of things; the sentence says how much is too much."""
    with pytest.raises(Problem, match=f"a link holds at most {LONGEST_STORED:,}; choose fewer"):
        short(encode(View(picked=tuple(f"{number:016x}" for number in range(20_000)))))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", date(2026, 3, 1)),
        ("today-1d", date(2026, 2, 28)),
        ("today-30d", date(2026, 1, 30)),
        ("today-52w", date(2025, 3, 2)),
    ],
)
def test_a_day_counted_from_today_is_frozen_as_it_is_read(words: str, day: date) -> None:
    """The view, and so every link made from it, has the day itself, and means the same tomorrow."""
    view, sentences = decode({"from": words}, today=date(2026, 3, 1))

    assert (view.first, sentences) == (day, [])
    assert encode(view)["from"] == day.isoformat()


OLD = json.loads((Path(__file__).parent / "old_links.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("old", OLD, ids=lambda old: old["written"])
def test_links_that_earlier_editions_wrote_are_read(old: dict[str, Any]) -> None:
    """A link is a citation: whatever edition wrote it, it shows what it showed."""
    view, sentences = decode(parse_qs(old["query"], keep_blank_values=True))

    assert sentences == []
    assert view.model_dump(mode="json", exclude_defaults=True) == old["view"]


hostile = st.text(max_size=30)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(FIELDS[1:]) | hostile, hostile | st.lists(hostile, max_size=3), max_size=8),
    st.booleans(),
)
def test_no_address_makes_reading_fail(params: dict[str, str | list[str]], knows: bool) -> None:
    """Whatever stands in an address, there is a view whose own link is read without a word."""
    view, sentences = decode(params, known_actors=lambda _: knows, known_data=lambda _: knows)

    assert all(sentence.isprintable() and sentence.endswith(".") for sentence in sentences)
    assert decode(encode(view)) == (view, [])


def test_every_field_is_written() -> None:
    """The link of a view that chooses nothing still says every field, so defaults may change without it."""
    assert tuple(encode(View())) == FIELDS
    assert encode(View()) == {
        **dict.fromkeys(FIELDS, ""),
        "v": "1",
        "role": "any",
        "by": "actor",
        "sort": "number",
        "camera": "36.19,51.73,4.1",
        "borders": "recognised",
    }


def test_a_link_from_a_messenger() -> None:
    """A link that somebody typed or was sent, with repeated and joined values, is read."""
    query = "v=1&actor=prk&actor=rus,usa&role=source&from=2024-10-01&kind=AID,MOBILIZE&area=35,51,37,52"

    view, sentences = decode(parse_qs(query))

    assert sentences == []
    assert view == View(
        actors=("prk", "rus", "usa"),
        role=Role.SOURCE,
        first=date(2024, 10, 1),
        kinds=(Kind.AID, Kind.MOBILIZE),
        area=Area(west=35, south=51, east=37, north=52),
    )


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"actor": "narnia"}, 'The actor "narnia" is not known; allowed are the actors of'),
        ({"lanes": "narnia"}, 'The lane "narnia" is not known; allowed are actors, countries by code'),
        ({"folded": "narnia"}, 'The lane "narnia" is not known'),
        ({"sort": "mood"}, 'The order of lanes "mood" is not known; allowed are number, first, name.'),
        ({"by": "mood"}, 'The choice of lanes "mood" is not known; allowed are actor, place, kind, data, none.'),
        ({"kind": "WAR"}, 'The kind "WAR" is not known; allowed are AGREE, CONSULT,'),
        ({"modality": "true"}, "allowed are asserted, planned, possible, denied."),
        ({"role": "doer"}, "allowed are source, target, speaker, any."),
        ({"review": "good"}, "allowed are found, confirmed, disputed, withdrawn."),
        ({"data": "ucdp"}, "allowed are the data sets of the record"),
        ({"from": "yesterday"}, "write it as YYYY-MM-DD"),
        ({"from": "2024-11-01", "to": "2024-10-01"}, "from 2024-11-01 back to 2024-10-01"),
        ({"area": "1,2,3"}, "west,south,east,north"),
        ({"area": "1,2,3,4,5"}, "longitude,latitude"),
        ({"area": ",".join(["1,2"] * 25)}, "from 3 to 24 corners"),
        ({"area": "0,nan,1,2"}, "west,south,east,north"),
        ({"area": "35,52,37,51"}, "west,south,east,north"),
        ({"camera": "0,0,99"}, "longitude,latitude,zoom"),
        ({"colour": "red"}, f'The field "colour" is not known; allowed are {", ".join(FIELDS)}.'),
        ({"role": ["source", "target"]}, 'The field role takes one value; leave out "source" or "target".'),
        ({"from": "today+1d"}, "write it as YYYY-MM-DD"),
        ({"view": "0" * 32}, f'The view "{"0" * 32}" is not kept in this record; ask who sent the link for another.'),
        ({"view": ["a", "b"]}, 'The view "a,b" is not kept in this record'),
        ({"v": "2"}, 'of version "2" and was not read; version 1 is read here.'),
        ({"text": "a" * LONGEST}, "characters long and was not read"),
    ],
)
def test_what_is_not_understood_is_named(params: dict[str, str | list[str]], words: str) -> None:
    """Each thing not understood is named with what is allowed."""
    _, sentences = decode(params, known_actors=lambda _: False, known_data=lambda _: False)

    assert len(sentences) == 1
    assert words in sentences[0]


def test_the_rest_of_a_link_still_counts() -> None:
    """What is understood stays chosen beside what is not."""
    view, sentences = decode({"kind": "AID,WAR", "from": "?", "to": "2024-10-31", "camera": "?"})

    assert (view.kinds, view.first, view.last, view.camera) == ((Kind.AID,), None, date(2024, 10, 31), home())
    assert len(sentences) == 3


def test_very_many_mistakes_are_counted() -> None:
    """A link of nothing but mistakes does not fill the screen."""
    _, sentences = decode({"kind": ",".join(f"K{number}" for number in range(50))})

    assert sentences[-1] == "And 40 more like these."
    assert len(sentences) == 11
