"""XML from strangers -> a tree: no entity is filled in, nothing is fetched, and size is bounded."""

from typing import Any

from events.model import Problem, one_line


def parse_xml(data: bytes, name: str, *, recover: bool = False) -> Any:
    """The root of the XML ``data``; raises Problem where it is no XML or defines entities of its own."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise Problem(f'"{one_line(name)}" is not well-formed XML; save it anew.')
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise Problem(f'"{one_line(name)}" defines XML entities, which are not read; save it without them.')
    return root
