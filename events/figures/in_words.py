"""What a view shows, in a few sentences: how much, when, about whom, what is told as done, planned and denied.

Of many events only what is counted anyway is told, so that the words cost nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from events.figures.scene import Scene
from events.figures.timeline_counts import CountedTime
from events.index import ancestors, drawn_span, placed, told_by
from events.model import FAMILY_OF_KIND, Event, Family, LanesBy, Modality
from events.register import name_of
from events.texts import Texts
from events.wording import Telling, actor_words, title_words

FEW = 3  # actors that are named
CLAIMS = 2  # of each sort that are told
DEEDS = frozenset({Family.MATERIAL_COOPERATION, Family.MATERIAL_CONFLICT})


def in_words(scene: Scene, articles: Mapping[str, Telling], texts: Texts) -> list[str]:
    """The sentences, as plain text: first what and when, and about whom."""
    if not scene.total:
        return [texts("words.none")]
    what, whom, *rest = _sentences(scene, articles, texts)
    return [f"{what} {whom}".strip(), *filter(None, rest)]


def _sentences(scene: Scene, articles: Mapping[str, Telling], texts: Texts) -> list[str]:
    if not scene.whole:
        return [_span(scene.total, scene.extent, texts), _actors(_leading(scene), texts), _off(scene, articles, texts)]
    events = scene.listed
    spans = [drawn_span(event, articles.get(told_by(event))) for event in events]
    firsts, lasts = [s.first or s.last for s in spans if s.last], [s.last for s in spans if s.last]
    extent = (min(day for day in firsts if day), max(day for day in lasts if day)) if lasts else None
    roots = Counter(root for event in events for root in {ancestors(actor)[-1] for actor in event.actors if actor.id})
    leading = sorted(roots.items(), key=lambda each: (-each[1], each[0]))[:FEW]
    return [
        _span(len(events), extent, texts),
        _actors([(actor_words(actor, name_of(actor), texts), count) for actor, count in leading], texts),
        _told(events, texts),
        *_claims(events, texts),
        _off(scene, articles, texts),
    ]


def _span(total: int, extent: tuple[object, ...] | None, texts: Texts) -> str:
    if extent is None:
        return texts("words.count", n=total)
    return texts("words.dated", n=total, days=texts.days(*extent))  # type: ignore[arg-type]


def _leading(scene: Scene) -> list[tuple[str, int]]:
    """The actors with most events, where lanes count them."""
    lanes = scene.timed.lanes if isinstance(scene.timed, CountedTime) and scene.by is LanesBy.ACTOR else ()
    return [(lane.label, lane.count) for lane in lanes if lane.id and not lane.depth][:FEW]


def _actors(leading: Sequence[tuple[str, int]], texts: Texts) -> str:
    names = [texts("filter.actor.option", name=name, n=count) for name, count in leading]
    return texts("words.actors", names=texts.listing(names)) if names else ""


def _told(events: Sequence[Event], texts: Texts) -> str:
    """How many are told as fact, planned, possible and denied."""
    counts = Counter(event.modality for event in events)
    parts = [
        texts("words.number", n=counts[each], what=texts(f"modality.{each.value}")) for each in Modality if counts[each]
    ]
    return texts("words.told", parts=texts.listing(parts))


def _claims(events: Sequence[Event], texts: Texts) -> list[str]:
    """The first deeds that are told as fact, and the first denials."""
    deeds = [e for e in events if e.modality is Modality.ASSERTED and FAMILY_OF_KIND[e.kind] in DEEDS]
    denied = [event for event in events if event.modality is Modality.DENIED]
    return [
        texts(key, titles="; ".join(title_words(event, texts) for event in found[:CLAIMS]))
        for key, found in (("words.deeds", deeds), ("words.denials", denied))
        if found
    ]


def off_figures(scene: Scene, articles: Mapping[str, Telling]) -> tuple[int, int]:
    """How many of the view's events have no day, and how many no mark on the map."""
    if not scene.whole:
        return sum(scene.undated), scene.unmarked
    spans = [drawn_span(event, articles.get(told_by(event))) for event in scene.listed]
    return sum(span.last is None for span in spans), sum(not any(map(placed, each.places)) for each in scene.listed)


def _off(scene: Scene, articles: Mapping[str, Telling], texts: Texts) -> str:
    undated, unplaced = off_figures(scene, articles)
    return texts("words.off", undated=undated, unplaced=unplaced) if undated or unplaced else ""
