"""The picture of a link preview: made from the snapshot alone, the same bytes each time, in both languages."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from events.engine import Engine
from events.figures.lettering import font, lines, writes
from events.figures.map_picture import looking_at, map_picture
from events.figures.marks import DARK, LIGHT
from events.model import Camera, Event, Modality, PlacePrecision, View, home
from events.record import Record
from events.sharing.link_preview import SIZE, link_preview
from events.snapshots.creating import create
from events.snapshots.document import Snapshot
from events.texts import texts_in
from tests.factories import NOON, make_actor, make_article, make_event, make_place, make_span

RED = (163, 48, 26)  # of material conflict, in the light theme
KURSK = make_place(51.73, 36.19)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of one event in Kursk."""
    with Record(tmp_path, shipped=()) as opened:
        article = make_article()
        opened.add(article, [in_kursk()], at=NOON)
        yield opened


def in_kursk(**fields: object) -> Event:
    """North Korea sends troops to Kursk."""
    given = {
        "article": make_article(),
        "actors": [make_actor("prk")],
        "places": [KURSK],
        "when": make_span(date(2024, 10, 30)),
    }
    return make_event("a", **{**given, **fields})  # type: ignore[arg-type]


def shared(record: Record, title: str | None = "Kursk") -> Snapshot:
    """A snapshot of everything."""
    return create(record, Engine(record), View(), title=title, by=None, at=NOON)


def drawn(*events: Event, theme: object = LIGHT) -> Image.Image:
    """A small map around Kursk."""
    return map_picture(events, camera=home(), size=(400, 300), theme=theme, language="en")  # type: ignore[arg-type]


def colours(picture: Image.Image) -> dict[tuple[int, int, int], int]:
    """How often each colour is in a picture."""
    return {colour: count for count, colour in picture.getcolors(1_000_000) or []}  # type: ignore[misc]


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_picture_is_a_png_of_the_size_that_previews_want(record: Record, language: str) -> None:
    """1200 by 630 pixels and well under the size that programs refuse."""
    made = link_preview(shared(record), texts_in(language))
    picture = Image.open(io.BytesIO(made))

    assert (picture.format, picture.size) == ("PNG", SIZE)
    assert len(made) < 300_000


def test_the_same_snapshot_gives_the_same_bytes(record: Record) -> None:
    """Chance and the clock have no part in it; title and language have."""
    snapshot, english = shared(record), texts_in("en")
    made = link_preview(snapshot, english)

    assert link_preview(snapshot, english) == made
    assert link_preview(snapshot, texts_in("id")) != made
    assert link_preview(snapshot.model_copy(update={"title": "Sumy"}), english) != made


def test_a_title_in_letters_that_the_font_lacks_gives_way_to_the_view(record: Record) -> None:
    """No row of empty boxes: the view's own words stand there, and the title beside the picture."""
    english = texts_in("en")
    korean, nameless = (
        link_preview(shared(record, None).model_copy(update={"title": title}), english)
        for title in ("북한군 쿠르스크", None)
    )

    assert korean == nameless
    assert (writes("Kursk, Київ, Đắk Lắk"), writes("북한군")) == (True, False)


def test_the_mark_is_where_the_event_is() -> None:
    """The map looks at Kursk, so the mark of an event there is in its middle, in the colour of its family."""
    empty, marked = drawn(), drawn(in_kursk())

    assert marked.getpixel((200, 150)) == RED
    assert empty.getpixel((200, 150)) != RED


def test_only_what_is_asserted_is_filled() -> None:
    """The other ways of telling leave the mark open, each in its own way."""
    pictures = {each: drawn(in_kursk(modality=each)) for each in Modality}
    full = {each: colours(picture).get(RED, 0) for each, picture in pictures.items()}

    assert len({picture.tobytes() for picture in pictures.values()}) == len(Modality)
    assert all(full[each] < full[Modality.ASSERTED] / 4 for each in Modality if each is not Modality.ASSERTED)


def test_a_country_has_no_mark() -> None:
    """What is known only as a country is not drawn as a point."""
    country = make_place(61.0, 96.0, precision=PlacePrecision.COUNTRY)

    assert drawn(in_kursk(places=[country])).tobytes() == drawn().tobytes()


def test_a_region_is_an_area() -> None:
    """A region is filled as far as its outline goes, or its ring where we have no outline."""
    plain = drawn().tobytes()
    for name in ("Kursk Oblast", "Somewhere"):
        region = make_place(51.73, 36.19, precision=PlacePrecision.REGION, radius_km=130, name=name)
        assert drawn(in_kursk(places=[region])).tobytes() != plain
        assert RED not in colours(drawn(in_kursk(places=[region]))) or name == "Somewhere"


def test_the_themes_differ() -> None:
    """Dark is dark."""
    light, dark = (sum(drawn(theme=theme).convert("L").resize((1, 1)).tobytes()) for theme in (LIGHT, DARK))

    assert dark < 64 < 192 < light


def test_the_map_looks_where_the_events_are_when_its_view_sees_none() -> None:
    """A view of Kursk with events in Korea only shows Korea; else it stays as it was shared."""
    camera, korea = home(), make_place(39.03, 125.75)

    assert looking_at([in_kursk()], camera, (400, 300)) == camera
    assert looking_at([], camera, (400, 300)) == camera
    moved = looking_at([in_kursk(places=[korea])], camera, (400, 300))
    assert (round(moved.lon, 2), round(moved.lat, 2)) == (125.75, 39.03)


def test_a_camera_at_the_end_of_the_world_draws() -> None:
    """No view that a link can hold breaks the picture."""
    for lon, lat, zoom in ((180, 90, 0), (-180, -90, 22), (0, 0, 22)):
        made = map_picture(
            [in_kursk()], camera=Camera(lon=lon, lat=lat, zoom=zoom), size=(60, 40), theme=LIGHT, language="id"
        )
        assert made.size == (60, 40)


def test_lines_are_broken_at_words_and_cut_with_an_ellipsis() -> None:
    """What does not fit is said not to fit, and no line is wider than asked."""
    letters = font(20)
    made = lines("one two three four five six seven eight nine ten", letters, 90, 3)

    assert len(made) == 3
    assert made[-1].endswith("…")
    assert all(letters.getlength(line) <= 90 for line in [*made, *lines("x" * 300, letters, 90, 2)])
