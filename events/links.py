"""A view <-> the query of a link, so that an address always says the whole view and means the same next year.

Every field is written, also when nothing is chosen; dates are absolute; several values stand in one
field, parted by commas (a comma or backslash inside a value has a backslash before it). Reading
never fails: what is not understood is left out of the view and named in a sentence.

A day may be given counted from today (``today-30d``); the view that is read, and so every link made
from it, has the day itself. A view too long for an address is kept in the record, and its link names it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from pydantic import ValidationError

from events.articles import one_line, parse_day
from events.model import (
    MOST_CORNERS,
    Area,
    Borders,
    Camera,
    Kind,
    LanesBy,
    LanesSort,
    Modality,
    Problem,
    Reason,
    ReviewState,
    Role,
    View,
    home,
)
from events.nearest import nearest, unknown_actor
from events.register import Entry, state_of
from events.sentence import Sentence

VERSION = "1"
FIELDS = (
    "v",
    "actor",
    "role",
    "doer",
    "target",
    "without",
    "kind",
    "modality",
    "from",
    "to",
    "certain",
    "area",
    "text",
    "review",
    "data",
    "pick",
    "unseen",
    "event",
    "profile",
    "by",
    "sort",
    "lanes",
    "folded",
    "camera",
    "borders",
    "layers",
)
LONGEST = 8000  # characters of a whole query: what browsers, proxies and messengers all carry
STORED = "view"  # the field that names a view kept in the record, over which all other fields count
LONGEST_STORED = 200_000  # characters of a view kept in the record
IN_SIGHT = (
    "camera",
    "borders",
    "layers",
    "event",
    "profile",
)  # what changes while one looks, and so stays in the address
MOST_SENTENCES = 10
ANY = "any"
YES, NO = "yes", "no"
SOUGHT = 3  # unknown actors of a link for which like ones are looked for
NAME_ACTORS = ("profile", "doer", "target", "without")
NAME_LANES = ("lanes", "folded")

_COUNTED = re.compile(r"today(?:-(?P<number>[0-9]{1,4})(?P<unit>[dw]))?")

Params = Mapping[str, str | Sequence[str]]
Choice = TypeVar("Choice", bound=StrEnum)


def encode(view: View) -> dict[str, str]:
    """The fields of the link to ``view``, in a fixed order."""
    area, camera = view.area, view.camera
    return {
        "v": VERSION,
        "actor": _join(view.actors),
        "role": str(view.role or ANY),
        "doer": _join(view.doers),
        "target": _join(view.targets),
        "without": _join(view.without),
        "kind": _join(view.kinds),
        "modality": _join(view.modalities),
        "from": view.first.isoformat() if view.first else "",
        "to": view.last.isoformat() if view.last else "",
        "certain": YES if view.certain else "",
        "area": _area_words(area) if area else "",
        "text": view.text,
        "review": _join(view.reviews),
        "data": _join(view.data),
        "pick": _join(view.picked),
        "unseen": str(view.unseen or ""),
        "event": view.event or "",
        "profile": view.profile or "",
        "by": str(view.by),
        "sort": str(view.sort),
        "lanes": _join(view.lanes),
        "folded": _join(view.folded),
        "camera": _numbers(camera.lon, camera.lat, camera.zoom),
        "borders": str(view.borders),
        "layers": _join(view.layers),
    }


def short(fields: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """The fields of a link as they fit an address, and what the record is to keep for it (null: nothing).

    What is kept is JSON with all fields; it is named by the first half of its SHA-256, so that one view has one name.
    Raises Problem for a view too long to be kept.
    """
    if _length((name, value) for name, value in fields.items()) <= LONGEST:
        return dict(fields), None
    lasting = {name: value for name, value in fields.items() if name not in IN_SIGHT}
    kept = json.dumps(lasting, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if len(kept) > LONGEST_STORED:
        raise Problem(
            "The view takes {length:,} characters, and a link holds at most {most:,}; choose fewer things one by one.",
            length=len(kept),
            most=LONGEST_STORED,
        )
    seen = {name: fields[name] for name in IN_SIGHT if name in fields}
    return {"v": fields["v"], STORED: name_of(kept), **seen}, kept


def name_of(kept: str) -> str:
    """The name of a view that the record keeps: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(kept.encode()).hexdigest()[:32]


def decode(
    params: Params,
    *,
    known_actors: Callable[[str], bool] | None = None,
    known_data: Callable[[str], bool] | None = None,
    known_layers: Callable[[str], bool] | None = None,
    kept: Callable[[str], str | None] | None = None,
    today: date | None = None,
) -> tuple[View, list[str]]:
    """The view that ``params`` say, and a sentence for each thing not understood, naming what is allowed.

    ``known_actors``, ``known_data`` and ``known_layers`` tell the ids that mean something here; null lets all pass.
    ``kept`` gives what the record keeps under a name; days are counted from ``today`` (null: this day, UTC). A link of
    another version, or one too long to be ours, gives the view that chooses nothing.
    """
    values = {str(name): [value] if isinstance(value, str) else list(map(str, value)) for name, value in params.items()}
    refusal = _refusal(values)
    if refusal:
        return View(), [refusal]
    names = values.pop(STORED, None)
    if names is not None:
        stored = _stored(names, kept)
        if stored is None:
            missing = 'The view "{name}" is not kept in this record; ask who sent the link for another.'
            return View(), [Sentence(missing, name=one_line(",".join(names)))]
        values = {**stored, **values}
    reading = _Reading(values, today or datetime.now(UTC).date())
    reading.name_unknown_fields()
    view = reading.view(known_actors, known_data, known_layers)
    return view, reading.sentences()


def _refusal(values: Mapping[str, list[str]]) -> str | None:
    """Why nothing of the link is read, or None."""
    length = _length((name, value) for name, those in values.items() for value in those)
    if length > LONGEST:
        long = "The link is {length:,} characters long and was not read; a link to a view has at most {most:,}."
        return Sentence(long, length=length, most=LONGEST)
    version = values.get("v", [VERSION])
    if version != [VERSION]:
        other = 'The link is of version "{version}" and was not read; version {read} is read here.'
        return Sentence(other, version=one_line(",".join(version)), read=VERSION)
    return None


def _length(fields: Iterable[tuple[str, str]]) -> int:
    return sum(len(name) + len(value) + 2 for name, value in fields)


def _stored(names: Sequence[str], kept: Callable[[str], str | None] | None) -> dict[str, list[str]] | None:
    """The fields of the view kept under the one name, or None where there is none."""
    found = kept(names[0]) if kept and len(names) == 1 and _is_unicode(names[0]) else None
    return {str(name): [str(value)] for name, value in json.loads(found).items()} if found else None


class _Reading:
    """One pass over the fields of a link, gathering sentences about what is not understood."""

    def __init__(self, values: Mapping[str, list[str]], today: date) -> None:
        self._values = values
        self._today = today
        self._said: list[str] = []
        self._sought = 0

    def sentences(self) -> list[str]:
        """What was not understood; of very many the first, and how many more there are."""
        more = len(self._said) - MOST_SENTENCES
        return self._said[:MOST_SENTENCES] + ([Sentence("And {more} more like these.", more=more)] if more > 0 else [])

    def name_unknown_fields(self) -> None:
        """Say which fields mean nothing."""
        for name in self._values:
            if name not in FIELDS:
                self._say("field", name, ", ".join(FIELDS))

    def view(
        self,
        known_actors: Callable[[str], bool] | None,
        known_data: Callable[[str], bool] | None,
        known_layers: Callable[[str], bool] | None = None,
    ) -> View:
        """The view, of whatever is understood."""
        first, last = self._day("from"), self._day("to")
        if first and last and first > last:
            self._said.append(Sentence("The dates run from {first} back to {last}; swap them.", first=first, last=last))
            first = last = None
        actors = Sentence(
            "the actors of the register and the record (events actors list shows them), such as prk, rus, ukr, usa"
        )
        lanes = Sentence("actors, countries by code, kinds and data sets, such as prk, RUS, MOBILIZE or articles")
        sets = Sentence("the data sets of the record (events data list shows them), such as articles")
        return View(
            picked=self._ids("pick", None, Sentence("ids of events")),
            actors=self._ids("actor", known_actors, actors),
            role=self._role(),
            doers=self._ids("doer", known_actors, actors),
            targets=self._ids("target", known_actors, actors),
            without=self._ids("without", known_actors, actors),
            kinds=self._choices("kind", Kind),
            modalities=self._choices("modality", Modality),
            first=first,
            last=last,
            certain=self._certain(),
            area=self._area(),
            text=self._text("text"),
            reviews=self._choices("review", ReviewState),
            data=self._ids("data", known_data, sets),
            unseen=self._unseen(),
            event=self._text("event") or None,
            profile=next(iter(self._ids("profile", known_actors, actors)), None),
            by=self._by(),
            sort=self._sort(),
            lanes=self._ids("lanes", _or_country(known_actors), lanes),
            folded=self._ids("folded", _or_any_lane(known_actors, known_data), lanes),
            camera=self._camera(),
            borders=self._borders(),
            layers=self._ids("layers", known_layers, Sentence("the areas of this record, such as front-line")),
        )

    def _say(self, what: str, value: str, allowed: str) -> None:
        """Say that a value is not known; ``what`` it would be is a sentence's word, ``allowed`` where it has words."""
        told = 'The {what} "{value}" is not known; allowed are {allowed}.'
        self._said.append(Sentence(told, what=Sentence(what), value=one_line(value), allowed=allowed))

    def _list(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part for value in self._values.get(name, []) for part in _split(value)))

    def _one(self, name: str) -> str:
        """The one value of a field; of several the last counts, and the others are named."""
        values = self._values.get(name, [""])
        for value in values[:-1]:
            twice = 'The field {name} takes one value; leave out "{one}" or "{other}".'
            self._said.append(Sentence(twice, name=name, one=one_line(value), other=one_line(values[-1])))
        return values[-1] if values else ""

    def _text(self, name: str) -> str:
        value = self._one(name)
        if not _is_unicode(value):
            self._say(name, value, Sentence("Unicode text"))
            return ""
        return value

    def _ids(self, name: str, known: Callable[[str], bool] | None, allowed: str) -> tuple[str, ...]:
        kept = []
        for value in self._list(name):
            if _is_unicode(value) and (known is None or known(value)):
                kept.append(value)
                continue
            what = "actor" if name in NAME_ACTORS else "lane" if name in NAME_LANES else name
            if what == "actor" and known is not None and (near := self._near(value)):
                self._said.append(unknown_actor(value, near))
            else:
                self._say(what, value, allowed)
        return tuple(kept)

    def _near(self, value: str) -> list[Entry]:
        """The actors that one of the first few unknown ones may have been meant for; a link may name thousands."""
        self._sought += 1
        return nearest(value) if self._sought <= SOUGHT and _is_unicode(value) else []

    def _choices(self, name: str, choices: type[Choice]) -> tuple[Choice, ...]:
        kept = []
        for value in self._list(name):
            if value in set(choices):
                kept.append(choices(value))
            else:
                self._say(name, value, ", ".join(choices))
        return tuple(kept)

    def _role(self) -> Role | None:
        value = self._one("role")
        if value in set(Role):
            return Role(value)
        if value not in ("", ANY):
            self._say("role", value, ", ".join((*Role, ANY)))
        return None

    def _certain(self) -> bool:
        value = self._one("certain")
        if value not in ("", YES, NO):
            self._say("certain", value, f"{YES}, {NO}")
        return value == YES

    def _by(self) -> LanesBy:
        value = self._one("by")
        if value and value not in set(LanesBy):
            self._say("choice of lanes", value, ", ".join(LanesBy))
        return LanesBy(value) if value in set(LanesBy) else LanesBy.ACTOR

    def _sort(self) -> LanesSort:
        value = self._one("sort")
        if value and value not in set(LanesSort):
            self._say("order of lanes", value, ", ".join(LanesSort))
        return LanesSort(value) if value in set(LanesSort) else LanesSort.NUMBER

    def _unseen(self) -> Reason | None:
        value = self._one("unseen")
        reasons = [each for each in Reason if each is not Reason.SEEN]
        if value in reasons:
            return Reason(value)
        if value:
            self._say("unseen", value, ", ".join(reasons))
        return None

    def _day(self, name: str) -> date | None:
        value = self._one(name)
        try:
            if counted := _COUNTED.fullmatch(value):
                return self._today - _distance(counted)
            return parse_day(value, Sentence('date in "{name}"', name=name)) if value else None
        except Problem as problem:
            self._said.append(problem.sentence)
            return None

    def _area(self) -> Area | None:
        value = self._one("area")
        try:
            return area_of([float(each) for each in value.split(",")]) if value else None
        except (ValueError, ValidationError):
            allowed = (
                "west,south,east,north in degrees, such as 35,51,37,52, or longitude,latitude of from 3 to {most} "
                "corners, such as 35,51,37,51,36,52"
            )
            self._say("area", value, Sentence(allowed, most=MOST_CORNERS))
            return None

    def _borders(self) -> Borders:
        value = self._one("borders")
        if value in set(Borders):
            return Borders(value)
        if value:
            self._say("borders", value, ", ".join(Borders))
        return Borders.RECOGNISED

    def _camera(self) -> Camera:
        value, start = self._one("camera"), home()
        try:
            return camera_of(value) if value else start
        except (ValueError, ValidationError):
            self._say("camera", value, Sentence("longitude,latitude,zoom, such as 36.19,51.73,4.6"))
            return start


def _distance(counted: re.Match[str]) -> timedelta:
    number = int(counted["number"] or 0)
    return timedelta(weeks=number) if counted["unit"] == "w" else timedelta(days=number)


def _join(values: Iterable[str]) -> str:
    return ",".join(value.replace("\\", "\\\\").replace(",", "\\,") for value in values)


def _split(text: str) -> list[str]:
    """The values that ``_join`` joined; empty ones are none."""
    values, current, escaped = [], "", False
    for letter in text:
        if escaped or letter not in ",\\":
            current, escaped = current + letter, False
        elif letter == "\\":
            escaped = True
        else:
            values.append(current)
            current = ""
    return [value for value in (*values, current) if value]


def _or_country(known: Callable[[str], bool] | None) -> Callable[[str], bool] | None:
    """Whether a lane is that of a known actor, or of a country."""
    return known and (lambda lane: (state_of(lane) is not None and lane.isupper()) or known(lane))


def _or_any_lane(
    actors: Callable[[str], bool] | None, data: Callable[[str], bool] | None
) -> Callable[[str], bool] | None:
    """Whether a lane is that of a known actor, a country, a kind or a data set."""
    opened = _or_country(actors)
    return opened and (lambda lane: lane in set(Kind) or opened(lane) or data is None or data(lane))


def camera_of(words: str) -> Camera:
    """Longitude, latitude and zoom, parted by commas, as where the map looks; raises ValueError for anything else."""
    lon, lat, zoom = map(float, words.split(","))
    return Camera(lon=lon, lat=lat, zoom=zoom)


def area_of(numbers: Sequence[float]) -> Area:
    """Four numbers as west, south, east and north, more as longitude and latitude of each corner of an outline.

    Raises ValueError for what is neither.
    """
    if len(numbers) == 4:
        west, south, east, north = numbers
        return Area(west=west, south=south, east=east, north=north)
    return Area.around(list(zip(numbers[::2], numbers[1::2], strict=True)))


def _area_words(area: Area) -> str:
    if area.outline:
        return _numbers(*(number for corner in area.outline for number in corner))
    return _numbers(area.west, area.south, area.east, area.north)


def _numbers(*values: float) -> str:
    return ",".join(repr(float(value)) for value in values)


def _is_unicode(text: str) -> bool:
    """Whether ``text`` has no half of a surrogate pair, which no file or database takes."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
