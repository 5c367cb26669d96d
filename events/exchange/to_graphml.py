"""The network of actors as GraphML: who does what to whom, how often. Counts, so no events come back from it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from events.exchange.about import Content
from events.exchange.escaping import xml_text
from events.exchange.spool import Spool
from events.model import Actor, Event, Modality, Role
from events.register import counts_as, known

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_NODE = ("label", "country", "type", "part_of")
_COUNTS = ("count", *(modality.value for modality in Modality))
_EDGE = ("family", *_COUNTS)
_GRAPH = ("name", "about")
Element = Any  # lxml has no types of its own


@dataclass
class _Network:
    """Actors by id, and how often each does what sort of thing to each other, by how it is told."""

    actors: dict[str, Actor] = field(default_factory=dict)
    acts: dict[tuple[str, str, str], Counter[str]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        for actor in event.actors:
            self.actors.setdefault(counts_as(actor.id), actor)
        ends = {role: dict.fromkeys(counts_as(each.id) for each in event.actors_in(role)) for role in Role}
        for source in ends[Role.SOURCE]:
            for target in ends[Role.TARGET]:
                counts = self.acts.setdefault((source, target, event.family.value), Counter())
                counts.update(["count", event.modality.value])


def graphml(content: Content) -> Iterator[bytes]:
    """Nodes are actors, an edge runs from doer to target for each family of acts; denied acts are counted apart."""
    network = _Network()
    for told in content:
        network.add(told.event)
        yield b""
    spool, about = Spool(), content.about()
    with etree.xmlfile(spool, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("graphml", nsmap={None: GRAPHML}):
            for domain, names in (("graph", _GRAPH), ("node", _NODE), ("edge", _EDGE)):
                for name in names:
                    file.write(_key(domain, name))
            with file.element("graph", id="actors", edgedefault="directed"):
                file.write(_data("graph", "name", about.citation))
                file.write(_data("graph", "about", about.model_dump_json()))
                for actor_id in sorted(network.actors):
                    file.write(_node(actor_id, network.actors[actor_id]))
                    yield spool.take()
                for (source, target, family), counts in sorted(network.acts.items()):
                    file.write(_edge(source, target, family, counts))
                    yield spool.take()
    yield spool.take()


def _key(domain: str, name: str) -> Element:
    kind = "int" if name in _COUNTS else "string"
    attributes = {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": kind}
    return etree.Element("key", attributes)


def _data(domain: str, name: str, value: object) -> Element:
    element = etree.Element("data", {"key": f"{domain}-{name}"})
    element.text = xml_text(str(value))
    return element


def _node(actor_id: str, actor: Actor) -> Element:
    entry = known(actor_id)
    told = entry or actor
    values = (told.name, told.country, told.type, told.part_of)
    node = etree.Element("node", {"id": xml_text(actor_id)})
    node.extend(_data("node", name, value) for name, value in zip(_NODE, values, strict=True) if value)
    return node


def _edge(source: str, target: str, family: str, counts: Counter[str]) -> Element:
    edge = etree.Element("edge", {"source": xml_text(source), "target": xml_text(target)})
    edge.append(_data("edge", "family", family))
    edge.extend(_data("edge", name, counts[name]) for name in _COUNTS)
    return edge
