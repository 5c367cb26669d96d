"""The network of actors as GraphML: who does what to whom, how often. Counts, so no events come back from it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from events.exchange.about import Content
from events.exchange.escaping import xml_text
from events.exchange.spool import Spool
from events.model import FAMILY_OF_KIND, Modality, Role
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

    actors: dict[str, Mapping[str, str | None]] = field(default_factory=dict)
    acts: dict[tuple[str, str, str], Counter[str]] = field(default_factory=dict)

    def add(self, form: Mapping[str, Any]) -> None:
        """Count an event, given as its JSON."""
        ends: dict[str, dict[str, None]] = {role.value: {} for role in Role}
        for actor in form["actors"]:
            actor_id = counts_as(actor["id"])
            self.actors.setdefault(actor_id, actor)
            ends[actor["role"]][actor_id] = None
        for source in ends["source"]:
            for target in ends["target"]:
                key = source, target, FAMILY_OF_KIND[form["kind"]].value
                counts = self.acts.setdefault(key, Counter())
                counts["count"] += 1
                counts[form["modality"]] += 1


def graphml(content: Content) -> Iterator[bytes]:
    """Nodes are actors, an edge runs from doer to target for each family of acts; denied acts are counted apart."""
    network = _Network()
    for told in content:
        network.add(told.form)
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


def _node(actor_id: str, actor: Mapping[str, str | None]) -> Element:
    entry = known(actor_id)
    told = (entry.name, entry.country, entry.type, entry.part_of) if entry else None
    values = told or tuple(actor[name] for name in ("name", "country", "type", "part_of"))
    node = etree.Element("node", {"id": xml_text(actor_id)})
    node.extend(_data("node", name, value) for name, value in zip(_NODE, values, strict=True) if value)
    return node


def _edge(source: str, target: str, family: str, counts: Counter[str]) -> Element:
    edge = etree.Element("edge", {"source": xml_text(source), "target": xml_text(target)})
    edge.append(_data("edge", "family", family))
    edge.extend(_data("edge", name, counts[name]) for name in _COUNTS)
    return edge
