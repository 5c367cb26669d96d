"""The lanes of the timeline: an actor's state or organisation, opened into its parts on request, or anything else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.engine import ActorFacet
from events.exonyms import country_name, place_name
from events.index import ancestors, data_set, fold
from events.model import Event, LanesBy, LanesSort, PlacePrecision
from events.register import known, name_of
from events.texts import Texts
from events.wording import actor_words

SHOWN = 14  # lanes at the top level; the actors beyond them share one
LARGEST = 20  # lanes by anything else


@dataclass(frozen=True)
class Lane:
    """One lane: the actor it is for (null: everybody who has no lane), and the indexes of its events."""

    id: str | None
    label: str
    depth: int
    members: tuple[int, ...]
    parts: bool
    opened: bool
    count: int


def lanes_of(
    events: Sequence[tuple[int, Event]], opened: Sequence[str], texts: Texts, order: Sequence[str] = ()
) -> list[Lane]:
    """The lanes that ``events`` (index, event) need: fullest first, the parts of an opened lane right under it.

    The actors of ``order`` come before all others, in that order, also where they have no event.
    """
    paths: dict[tuple[str, ...], dict[int, None]] = {}
    told: dict[str, str] = {}
    for index, event in events:
        for actor in event.actors:
            path = tuple(reversed(ancestors(actor)))
            paths.setdefault(path, {})[index] = None
            told.setdefault(path[-1], actor.name)
    place = {actor: number for number, actor in enumerate(order)}
    roots = sorted(
        {*(path[0] for path in paths), *order},
        key=lambda root: (place.get(root, len(place)), -len(_inside(paths, (root,))), root),
    )
    shown = roots if len(roots) <= SHOWN else roots[: SHOWN - 1]
    lanes = [lane for root in shown for lane in _branch(paths, (root,), frozenset(opened), told, texts)]
    rest = [root for root in roots if root not in shown]
    members = sorted({index for root in rest for index in _inside(paths, (root,))})
    nobody = [index for index, event in events if not event.actors]
    if rest:
        lanes.append(_shared(texts("lane.others", n=len(rest)), members))
    if nobody:
        lanes.append(_shared(texts("lane.nobody"), nobody))
    return lanes


def keys_of(event: Event, by: LanesBy) -> tuple[str, ...]:
    """What of an event its lanes stand for, where lanes are not of actors; "" where there is nothing."""
    if by is LanesBy.PLACE:
        return tuple(dict.fromkeys(place.country for place in event.places if place.country)) or ("",)
    return ({LanesBy.KIND: event.kind.value, LanesBy.DATA: data_set(event)}.get(by, ""),)


def lanes_by(
    events: Sequence[tuple[int, Event]],
    by: LanesBy,
    titles: Mapping[str, str],
    texts: Texts,
    opened: Sequence[str] = (),
    order: Sequence[str] = (),
) -> list[Lane]:
    """The lanes of ``events`` (index, event) by anything but actors, fullest first; ``titles`` are of data sets.

    Those of ``order`` come first, in that order; a country of ``opened`` is followed by its places.
    """
    found: dict[str, list[int]] = {key: [] for key in order}
    for index, event in events:
        for key in keys_of(event, by):
            found.setdefault(key, []).append(index)
    place = {key: number for number, key in enumerate(order)}
    ordered = sorted(found, key=lambda key: (place.get(key, len(place)), not key, -len(found[key]), key))
    shown = ordered if len(ordered) <= LARGEST else ordered[: LARGEST - 1]
    told = dict(events)
    lanes: list[Lane] = []
    for key in shown:
        own = lane_by(key, by, titles, texts, tuple(found[key]))
        lanes += _places(own, told, opened, texts) if by is LanesBy.PLACE and key else [own]
    rest = sorted({index for key in ordered[len(shown) :] for index in found[key]})
    return [*lanes, *([_shared(texts("lane.rest"), rest)] if rest else [])]


def _places(country: Lane, told: Mapping[int, Event], opened: Sequence[str], texts: Texts) -> list[Lane]:
    """The lane of a country, with a lane for each of its places where it is opened."""
    found: dict[str, list[int]] = {}
    for index in country.members:
        places = (
            p for p in told[index].places if p.country == country.id and p.precision is not PlacePrecision.COUNTRY
        )
        for name in dict.fromkeys(place_name(place, texts.language) for place in places):
            found.setdefault(name, []).append(index)
    is_open = country.id in opened and bool(found)
    if not is_open:
        return [replace(country, parts=bool(found))]
    names = sorted(found, key=lambda name: (-len(found[name]), name))[:SHOWN]
    below = [
        Lane(None, name, 1, tuple(found[name]), parts=False, opened=False, count=len(found[name])) for name in names
    ]
    placed = {index for name in names for index in found[name]}
    members = tuple(index for index in country.members if index not in placed)
    return [replace(country, parts=True, opened=True, members=members), *below]


def lane_by(
    key: str,
    by: LanesBy,
    titles: Mapping[str, str],
    texts: Texts,
    members: tuple[int, ...] = (),
    count: int | None = None,
) -> Lane:
    """The lane of this kind, country or data set, or of everything; "" is what has no lane of its own."""
    number = len(members) if count is None else count
    return Lane(key or None, _label(key, by, titles, texts, count), 0, members, parts=False, opened=False, count=number)


def _label(key: str, by: LanesBy, titles: Mapping[str, str], texts: Texts, count: int | None) -> str:
    if by is LanesBy.NONE:
        return texts("lane.all")
    if not key:  # of many events only numbers are known, and "" is also what is beyond the other lanes
        return texts("lane.noplace" if by is LanesBy.PLACE and count is None else "lane.rest")
    if by is LanesBy.PLACE:
        return country_name(key, texts.language)
    return texts(f"kind.{key}") if by is LanesBy.KIND else titles.get(key, key)


def arranged(lanes: Sequence[Lane], sort: LanesSort, begins: Callable[[Lane], date | None]) -> list[Lane]:
    """Lanes in their order, each followed by its parts; what has no lane of its own stays last, as it came.

    ``begins`` is the first day of a lane, null where it has none.
    """
    branches: list[list[Lane]] = []
    for lane in lanes:
        if lane.depth and branches:
            branches[-1].append(lane)
        else:
            branches.append([lane])
    own = [branch for branch in branches if branch[0].id is not None]
    shared = [branch for branch in branches if branch[0].id is None]
    if sort is LanesSort.NAME:
        own.sort(key=lambda branch: fold(branch[0].label))
    elif sort is LanesSort.FIRST:
        own.sort(key=lambda branch: min((day for each in branch if (day := begins(each))), default=date.max))
    return [lane for branch in (*own, *shared) for lane in branch]


def _shared(label: str, members: list[int]) -> Lane:
    return Lane(None, label, 0, tuple(members), parts=False, opened=False, count=len(members))


def _inside(paths: dict[tuple[str, ...], dict[int, None]], prefix: tuple[str, ...]) -> list[int]:
    """The events of an actor and of everything that is part of it, each once, in order."""
    found = {index for path, members in paths.items() if path[: len(prefix)] == prefix for index in members}
    return sorted(found)


def _branch(
    paths: dict[tuple[str, ...], dict[int, None]],
    prefix: tuple[str, ...],
    opened: frozenset[str],
    told: dict[str, str],
    texts: Texts,
) -> list[Lane]:
    """The lane of one actor, and the lanes of its parts where it is opened."""
    actor = prefix[-1]
    entry = known(actor)
    label = actor_words(actor, entry.name if entry else told.get(actor, actor), texts)
    deeper = {path[: len(prefix) + 1] for path in paths if path[: len(prefix)] == prefix and len(path) > len(prefix)}
    parts = sorted(deeper, key=lambda path: (-len(_inside(paths, path)), path))
    is_open = actor in opened and bool(parts)
    members = sorted(paths.get(prefix, {})) if is_open else _inside(paths, prefix)
    own = Lane(actor, label, len(prefix) - 1, tuple(members), bool(parts), is_open, len(members))
    below = [lane for part in parts for lane in _branch(paths, part, opened, told, texts)] if is_open else []
    return [own, *below]


def lanes_counted(
    roots: Sequence[str], facets: Sequence[ActorFacet], opened: Sequence[str], texts: Texts
) -> list[Lane]:
    """The lanes of actors of whom only numbers are known, and one for everybody else; counts are still to be put in.

    An opened lane is followed by those of its parts among ``facets``.
    """
    named = {facet.id: facet.name for facet in facets}
    lanes = [lane for root in roots for lane in _counted_branch(root, 0, named, facets, frozenset(opened), texts)]
    return [*lanes, _shared(texts("lane.rest"), [])]


def _counted_branch(
    actor: str,
    depth: int,
    named: Mapping[str, str],
    facets: Sequence[ActorFacet],
    opened: frozenset[str],
    texts: Texts,
) -> list[Lane]:
    parts = [facet.id for facet in facets if facet.part_of == actor and facet.id != actor]
    is_open = actor in opened and bool(parts)
    label = actor_words(actor, named.get(actor) or name_of(actor), texts)
    own = Lane(actor, label, depth, (), parts=bool(parts), opened=is_open, count=0)
    below = [lane for part in parts for lane in _counted_branch(part, depth + 1, named, facets, opened, texts)]
    return [own, *below] if is_open else [own]
