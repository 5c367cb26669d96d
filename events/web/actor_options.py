"""The options of the dashboard's actor box: in which words each is offered, and which actor those words mean."""

from collections.abc import Sequence

from events.engine import ActorFacet, Engine
from events.figures.scene import FACETS
from events.model import View
from events.register import known
from events.texts import Texts
from events.wording import actor_words


def actor_label(facet: ActorFacet, texts: Texts) -> str:
    """An actor as its option reads: its name, what it is part of, and how many events it has in this view."""
    whole = known(facet.part_of) if facet.part_of else None
    name = actor_words(facet.id, facet.name, texts)
    if whole is None:
        return texts("filter.actor.option", name=name, n=facet.count)
    return texts("filter.actor.part", name=name, whole=actor_words(whole.id, whole.name, texts), n=facet.count)


def actor_options(view: View, engine: Engine, texts: Texts) -> dict[str, str]:
    """Labels by id: the actors of this view's events, and chosen ones that have none."""
    labels = {facet.id: actor_label(facet, texts) for facet in engine.facets(view, limit=FACETS)}
    for actor in (*view.actors, *view.without):
        entry = known(actor)
        labels.setdefault(
            actor, texts("filter.actor.option", name=actor_words(actor, entry.name if entry else actor, texts), n=0)
        )
    return labels


def picked(view: View, engine: Engine, texts: Texts, words: str) -> View | None:
    """The view once the option of these words is picked in it; null where it is not offered, or words mean several."""
    meant = [actor for actor, label in actor_options(view, engine, texts).items() if label == words]
    chosen: Sequence[str] = [actor for actor in meant if actor not in view.actors]
    return view.model_copy(update={"actors": (*view.actors, *chosen), "unseen": None}) if len(chosen) == 1 else None
