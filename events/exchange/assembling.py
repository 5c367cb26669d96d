"""Drafts -> the engine's table in Arrow: parties named, places judged, titles made, the same for every format.

What drafts have in common is found once and then stands for them all, down to the file that is written of them.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.columns import COLUMNS, DISC
from events.exchange.pairs import Named, Pairs
from events.exchange.parties import country_of
from events.exchange.words import cut, filled, folded, full, joined, lists, once, plain, same, whole
from events.exchange.writing import arrow_type
from events.index import KM_PER_DEGREE

PARTY_FULL = ("role", "id", "name", "type")  # what every party has
LONGEST_TITLE = 300
LONGEST_TEXT = 2_000  # characters of the source's own words that an event is found by
NONE_ZERO = "the coordinates 0, 0 stand for none"
NONE_OUTSIDE = "the coordinates are not on the globe"
NONE_GIVEN = "the source gives no coordinates"


class Assembling:
    """The events of an import for the data set ``data``, made of drafts part by part."""

    def __init__(self, data: str) -> None:
        """Nothing is known yet."""
        self._data, self._pairs = data, Pairs()
        self._countries: dict[str, str | None] = {}

    def events(self, ids: pa.Array, drafts: pa.Table) -> pa.Table:
        """The engine's rows of drafts, in their order."""
        count = len(drafts)
        draft = {name: whole(drafts[name]) for name in drafts.column_names}
        draft |= {name: once(draft[name]) for name in ("place", "country")}
        named = self._pairs.of(draft["who1"], draft["who2"])
        where = _Where(draft)
        title, words = _told(draft, named)
        precision = once(draft["precision"])
        made = {
            "id": ids,
            "data": same(self._data, count),
            "article": pa.nulls(count, pa.string()),
            "revision": pa.array(np.ones(count, np.int32)),
            "kind": once(draft["kind"]),
            "modality": once(draft["modality"]),
            "review": same("found", count),
            "first": draft["first"],
            "last": draft["last"],
            "sort": pc.coalesce(draft["first"], draft["last"]),
            "precision": precision,
            "basis": pc.if_else(precision.is_valid(), same("imported", count), None),
            "title": title,
            "actors": full(named.column("actors")),
            "roles": full(named.column("roles")),
            "lat": where.lat,
            "lon": where.lon,
            "reach": where.of(np.nan_to_num(where.radius) / KM_PER_DEGREE),
            "cosine": where.of(np.cos(np.radians(where.north))),
            "more": pa.nulls(count, arrow_type(f"{DISC}[]")),
            "parties": full(named.column("parties"), PARTY_FULL),
            "places": full(self._places(draft, where)),
            "quantities": once(draft["quantities"]),
            "denies": full(_no_words(count)),
            "confidence": draft["confidence"],
            "reasons": full(where.with_reasons(draft["reasons"])),
            "extractor": same(self._data, count),
            "words": words,
        }
        fields = [pa.field(each.name, made[each.name].type, nullable=not each.required) for each in COLUMNS]
        return pa.Table.from_arrays([made[each.name] for each in COLUMNS], schema=pa.schema(fields))

    def _places(self, draft: dict[str, pa.Array], where: "_Where") -> pa.Array:
        """A list of the one place, or of none."""
        country = draft["country"]
        place = {
            "role": once(draft["place_role"]),
            "name": filled(draft["place"], country),
            "country": self._alpha3(country),
            "lat": where.lat,
            "lon": where.lon,
            "precision": once(draft["fine"]),
            "radius_km": where.of(where.radius),
        }
        told = place["name"].is_valid().to_numpy(zero_copy_only=False) | where.pointed
        every = pa.StructArray.from_arrays(list(place.values()), names=list(place))
        offsets = np.concatenate([np.zeros(1, np.int32), np.cumsum(told, dtype=np.int32)])
        return pa.ListArray.from_arrays(pa.array(offsets), every if told.all() else every.filter(pa.array(told)))

    def _alpha3(self, country: pa.DictionaryArray) -> pa.Array:
        """The code of each country that a draft names."""
        words = country.dictionary.to_pylist()
        for word in words:
            if word not in self._countries:
                self._countries[word] = country_of(word)
        codes = once(pa.array([self._countries[word] for word in words], pa.string()))
        return codes.take(country.indices) if words else once(pa.nulls(len(country), pa.string()))


class _Where:
    """Where drafts are: on the map if they are ``pointed``, and why not, if they are not."""

    def __init__(self, draft: dict[str, pa.Array]) -> None:
        self.north, self.east, self.radius = (
            draft[name].to_numpy(zero_copy_only=False) for name in ("lat", "lon", "radius_km")
        )
        self._country = pc.equal(plain(draft["fine"]), "country").fill_null(False).to_numpy(zero_copy_only=False)
        self._place = draft["place"].is_valid().to_numpy(zero_copy_only=False)
        self._zero = (self.north == 0) & (self.east == 0)
        on_globe = (np.abs(self.north) <= 90) & (np.abs(self.east) <= 180)
        self.pointed = on_globe & ~self._zero & ~self._country
        self.lat, self.lon = self.of(self.north), self.of(self.east)

    def of(self, values: np.ndarray) -> pa.Array:
        """The values of those on the map, null of the others and where there is none."""
        return pa.array(values, mask=~self.pointed | np.isnan(values))

    def with_reasons(self, reasons: pa.Array) -> pa.Array:
        """The reasons to doubt that drafts give, and why those that are nowhere on the map are not."""
        values = once(reasons.flatten())
        given = values.is_valid().to_numpy(zero_copy_only=False)
        lengths = reasons.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
        rows = np.repeat(np.arange(len(reasons)), lengths)[given]
        codes = values.indices.drop_null().to_numpy()
        known = values.dictionary.to_pylist()
        why = np.select(
            [self.pointed | self._country, self._zero, ~np.isnan(self.north) & ~np.isnan(self.east), self._place],
            [0, 1, 2, 3],
            0,
        )
        if why.any():
            more = [known.index(reason) if reason in known else -1 for reason in (NONE_ZERO, NONE_OUTSIDE, NONE_GIVEN)]
            for place, reason in enumerate((NONE_ZERO, NONE_OUTSIDE, NONE_GIVEN)):
                if more[place] < 0:
                    more[place] = len(known)
                    known.append(reason)
            at = np.flatnonzero(why)
            rows, codes = np.concatenate([rows, at]), np.concatenate([codes, np.array(more)[why[at] - 1]])
            order = np.argsort(rows, kind="stable")
            rows, codes = rows[order], codes[order]
        return lists(codes, rows, len(reasons), pa.array(known, pa.string()))


def _told(draft: dict[str, pa.Array], named: Named) -> tuple[pa.Array, pa.Array]:
    """The title of each draft, and the words that it is found by."""
    title = cut(_title(draft, named), LONGEST_TITLE)
    text = cut(plain(draft["text"]), LONGEST_TEXT)
    # what the title says already need not be said again
    short = pc.or_(draft["headed"], pc.greater_equal(pc.binary_length(title), LONGEST_TITLE))
    if pc.any(short).as_py():
        more = (named.words("", "\n", None), plain(draft["place"]))
        said = joined([title, *(_where(short, each, None) for each in more), text], "\n")
    else:
        said = joined([title, text], "\n")
    return title, folded(said)


def _title(draft: dict[str, pa.Array], named: Named) -> pa.Array:
    """What happened, who did it, and where, unless what happened is a whole title."""
    label, place, bare = plain(draft["label"]), draft["place"], pc.invert(draft["headed"])
    if not pc.any(bare).as_py():
        return label.fill_null("")
    there = pc.binary_join_element_wise(" (", place.dictionary, ")", "").take(place.indices)
    more = (named.words(": ", " / ", ""), there)
    return joined([label, *(_where(bare, each, "") for each in more)], "")


def _where(chosen: pa.Array, column: pa.Array, otherwise: str | None) -> pa.Array:
    """The words of a column in the chosen rows."""
    return column if pc.all(chosen).as_py() else pc.if_else(chosen, column, pa.scalar(otherwise, pa.string()))


def _no_words(count: int) -> pa.Array:
    return lists(np.zeros(0, np.int32), np.zeros(0, np.int64), count, pa.array([], pa.string()))
