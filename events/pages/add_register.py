"""The register as choices of the Add page: actors by every name they go by, and countries."""

from collections.abc import Iterator

from events.model import ActorType
from events.register import Entry, entries, known, organs

LONGEST = 120  # characters of an actor's names in a list
COMMON = ("military", "government", "mfa")  # the organs of every state that can be chosen; any other can be typed


def actor_labels(languages: tuple[str, ...]) -> dict[str, str]:
    """Every actor that can be chosen, by id: its name, its country, and its names in these languages."""
    return {entry.id: _label(entry, languages) for entry in _choices()}


def _choices() -> Iterator[Entry]:
    there = {organ.suffix for organ in organs()}
    for entry in entries():
        yield entry
        if entry.type is ActorType.STATE:
            for suffix in COMMON:
                organ = known(f"{entry.id}-{suffix}") if suffix in there else None
                if organ:
                    yield organ


def _label(entry: Entry, languages: tuple[str, ...]) -> str:
    names = [*entry.latin, *(name for language in languages for name in entry.called(language).names)]
    others = ", ".join(name for name in dict.fromkeys(names) if name != entry.name)
    others = others if len(others) <= LONGEST else others[:LONGEST].rpartition(", ")[0]
    return " · ".join(part for part in (entry.name, entry.country, others) if part)


def is_known(actor: str) -> bool:
    """Whether the register knows an actor of that id."""
    return known(actor) is not None


def countries() -> dict[str, str]:
    """Every state by its code, with its name."""
    states = (entry for entry in entries() if entry.type is ActorType.STATE and entry.country)
    return {str(entry.country): f"{entry.name} ({entry.country})" for entry in states}
