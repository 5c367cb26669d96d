"""The map draws a place as exactly as it is known: point, area, or not at all."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go
import pytest

from events.figures import basemap
from events.figures.marks import LIGHT
from events.figures.theatre_map import EARTH_KM, TheatreMap, ring, theatre_map
from events.model import Event, Kind, Modality, Place, PlacePrecision, PlaceRole, ReviewState
from events.texts import texts_in
from tests.factories import make_event, make_place

TEXTS = texts_in("en")
KURSK = (51.7373, 36.1874)
MOSCOW = (55.752, 37.6178)


def draw(events: Sequence[Event]) -> TheatreMap:
    """The map of events in the light theme."""
    return theatre_map(events, theme=LIGHT, texts=TEXTS)


def figure(drawn: TheatreMap) -> go.Figure:
    """Its figure; Plotly refuses one with a setting that it does not know."""
    return go.Figure(drawn.figure)


def marks(drawn: TheatreMap) -> go.Scattermap:
    """The trace of all marks."""
    return next(trace for trace in figure(drawn).data if trace.uid == "marks")


def uids(drawn: TheatreMap) -> set[str]:
    """The names of all traces."""
    return {trace.uid for trace in figure(drawn).data}


def at(role: PlaceRole, spot: tuple[float, float] = KURSK, name: str = "Kursk") -> Place:
    """A city in a role."""
    return make_place(*spot, name=name).model_copy(update={"role": role})


def region(name: str = "Kursk Oblast", radius_km: float = 130) -> Place:
    """A place known only as a region."""
    return make_place(51.7, 36.2, radius_km=radius_km, precision=PlacePrecision.REGION, name=name)


@pytest.mark.parametrize(
    ("role", "shape"),
    [
        (PlaceRole.HAPPENED_AT, "act"),
        (PlaceRole.TO, "act"),
        (PlaceRole.SAID_AT, "mention"),
        (PlaceRole.ABOUT, "mention"),
    ],
)
def test_roles_of_places_are_told_apart(role: PlaceRole, shape: str) -> None:
    """Where an act happened or is headed is a full mark; where it was said or what it is about a small ring."""
    drawn = marks(draw([make_event(places=[at(role)])]))

    assert list(drawn.marker.symbol) == [f"mark:light:{shape}:asserted:3"]
    assert (drawn.lat[0], drawn.lon[0]) == (pytest.approx(51.737), pytest.approx(36.187))


@pytest.mark.parametrize("modality", list(Modality))
def test_modality_is_part_of_the_mark(modality: Modality) -> None:
    """A mark's name says how its act is told, so that the viewer draws it filled, hollow, dashed or crossed."""
    drawn = marks(draw([make_event(modality=modality, places=[at(PlaceRole.HAPPENED_AT)])]))

    assert drawn.marker.symbol[0].split(":")[3] == modality.value


def test_a_review_is_part_of_the_mark() -> None:
    """What was confirmed has the sign of that; what was only found has none."""
    found = make_event(places=[at(PlaceRole.HAPPENED_AT)])
    confirmed = make_event(places=[at(PlaceRole.HAPPENED_AT)], state=ReviewState.CONFIRMED)

    assert marks(draw([confirmed])).marker.symbol[0] == f"{marks(draw([found])).marker.symbol[0]}:confirmed"


def test_no_mark_has_a_name_that_plotly_looks_up_elsewhere() -> None:
    """Plotly asks a foreign server for pictures whose names are plain words; ours never are."""
    drawn = marks(draw([make_event(places=[at(PlaceRole.HAPPENED_AT)])]))

    assert all(":" in name for name in drawn.marker.symbol)
    assert ":" in basemap.HATCH


def test_a_region_is_its_area_and_never_a_point() -> None:
    """A place known as a region fills the region by its code; the number on it is an area's badge."""
    drawn = draw([make_event(places=[region()])])
    area = next(trace for trace in figure(drawn).data if trace.uid == "regions-act")

    assert list(area.locations) == ["RU-KRS"]
    assert area.marker.opacity < 0.5
    assert area.geojson.startswith("/basemap/")
    assert list(marks(drawn).marker.symbol) == ["mark:light:area-stack:0.0.0.1.0"]


def test_the_badge_of_a_region_stands_off_its_middle_and_inside_it() -> None:
    """The number is not where a point mark would be, and does not lie in the neighbouring region."""
    drawn = marks(draw([make_event(places=[region()])]))

    assert abs(drawn.lat[0] - 51.7) > 0.2
    assert basemap.inside((drawn.lon[0], drawn.lat[0]), "RU-KRS")


def test_a_region_without_an_outline_is_a_ring_of_its_radius() -> None:
    """Where we have no outline, a ring shows how far the place may reach."""
    drawn = draw([make_event(places=[region("Somewhere", 80)])])
    circle = next(trace for trace in figure(drawn).data if trace.uid.startswith("rings"))
    lon, lat = circle.lon[0], circle.lat[0]

    assert circle.fill == "toself"
    assert math.radians(lat - 51.7) * EARTH_KM == pytest.approx(80, abs=0.1)
    assert lon == pytest.approx(36.2, abs=1e-3)


def test_a_ring_is_as_wide_as_it_says() -> None:
    """Every corner of a ring lies its radius away from the middle, on the globe."""
    for lon, lat in ring(36.2, 51.7, 130):
        a, b, d = math.radians(51.7), math.radians(lat), math.radians(lon - 36.2)
        distance = math.acos(math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(d)) * EARTH_KM
        assert distance == pytest.approx(130, abs=0.1)


def test_a_country_gets_no_mark_and_is_listed_beside() -> None:
    """A country has coordinates in many lists; here it is never drawn, only named beside the map."""
    country = make_place(61.5, 105.3, precision=PlacePrecision.COUNTRY, name="Russia")
    drawn = draw([make_event("a", places=[country]), make_event("b")])

    assert list(marks(drawn).lon) == [None]
    assert [(each.label, each.country, each.events) for each in drawn.beside] == [
        ("Russia", "RUS", ("a",)),
        ("no place known", None, ("b",)),
    ]


def test_an_empty_view_is_still_a_map() -> None:
    """With nothing to mark the map stands, since a figure without a map's trace would be drawn as a bare chart."""
    drawn = draw([])

    assert {trace.type for trace in figure(drawn).data} == {"scattermap"}
    assert drawn.beside == ()


def test_what_is_drawn_is_not_listed_beside() -> None:
    """An event with one place on the map is on the map, whatever else it names."""
    country = make_place(None, None, precision=PlacePrecision.COUNTRY, name="Russia")

    assert draw([make_event(places=[country, at(PlaceRole.HAPPENED_AT)])]).beside == ()


def test_events_on_one_point_share_a_mark_that_counts_them() -> None:
    """Three events in one town are one mark with all three in it, counted by family."""
    kinds = [Kind.MOBILIZE, Kind.ASSAULT, Kind.STATE]
    drawn = marks(
        draw([make_event(f"e{n}", kind=kind, places=[at(PlaceRole.HAPPENED_AT)]) for n, kind in enumerate(kinds)])
    )

    assert list(drawn.marker.symbol) == ["mark:light:act-stack:0.0.0.2.1"]
    assert list(drawn.customdata[0]) == [0, 1, 2]
    assert drawn.text[0] == "Kursk"


def test_an_act_outweighs_mentions_of_the_same_place() -> None:
    """A town where something happened is drawn as that, also when it was spoken of elsewhere."""
    events = [make_event("a", places=[at(PlaceRole.ABOUT)]), make_event("b", places=[at(PlaceRole.HAPPENED_AT)])]

    assert marks(draw(events)).marker.symbol[0].startswith("mark:light:act-stack")


def test_a_line_needs_both_ends() -> None:
    """A movement is a line only where the text gives from and to, each better than as a country."""
    start, end = at(PlaceRole.FROM, MOSCOW, "Moscow"), at(PlaceRole.TO)
    country = make_place(40.0, 127.0, precision=PlacePrecision.COUNTRY, name="North Korea")
    vague = country.model_copy(update={"role": PlaceRole.FROM})

    assert "routes-3" in uids(draw([make_event(places=[start, end])]))
    assert "routes-3" not in uids(draw([make_event(places=[end])]))
    assert "routes-3" not in uids(draw([make_event(places=[vague, end])]))


def test_a_planned_movement_is_dashed() -> None:
    """A line of what has not happened has gaps; one of what has has none but its end."""
    places = [at(PlaceRole.FROM, MOSCOW, "Moscow"), at(PlaceRole.TO)]

    def gaps(modality: Modality) -> int:
        drawn = draw([make_event(modality=modality, places=places)])
        line = next(trace for trace in figure(drawn).data if trace.uid == "routes-3")
        return sum(value is None for value in line.lon)

    assert gaps(Modality.ASSERTED) == 1
    assert gaps(Modality.PLANNED) > 5


def test_the_basemap_is_ours_and_marks_kursk_and_what_is_disputed() -> None:
    """Every source is an address on our own server; Kursk's oblast is marked, Crimea hatched and dashed."""
    style = basemap.style(LIGHT, "en")
    sources = style["sources"]
    layers = {layer["id"]: layer for layer in style["layers"]}  # type: ignore[attr-defined]

    assert all(source["data"].startswith("/basemap/") for source in sources.values())  # type: ignore[attr-defined]
    assert not {"glyphs", "sprite"} & set(style)
    assert layers["marked"]["filter"] == ["==", ["get", "iso"], "RU-KRS"]
    assert layers["disputed"]["paint"]["fill-pattern"].startswith("hatch:")
    assert "line-dasharray" in layers["disputed-outline"]["paint"]


def test_the_figure_carries_no_basemap_and_opens_on_kursk() -> None:
    """The figure stays small, since the basemap goes by address; it looks at Kursk."""
    drawn = figure(draw([make_event(places=[region()])]))

    assert len(drawn.to_json()) < 30_000
    assert (drawn.layout.map.center.lat, drawn.layout.map.center.lon) == (51.73, 36.19)


@pytest.mark.parametrize(
    ("name", "country", "code"),
    [
        ("Kursk Oblast", "RUS", "RU-KRS"),
        ("Курская область", "RUS", "RU-KRS"),
        ("Kursk Oblast", "UKR", None),
        ("Sumy Oblast", "UKR", "UA-59"),
        ("Crimea", None, None),
    ],
)
def test_regions_are_found_by_name_within_their_country(name: str, country: str | None, code: str | None) -> None:
    """A region's outline is taken only for that name in that country."""
    assert basemap.region_code(name, country) == code


def test_inside_follows_the_outline() -> None:
    """The town of Kursk lies in its oblast, Moscow does not."""
    assert basemap.inside((KURSK[1], KURSK[0]), "RU-KRS")
    assert not basemap.inside((MOSCOW[1], MOSCOW[0]), "RU-KRS")
