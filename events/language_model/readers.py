"""Who reads an article: the rules, a language model, or both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from events.language_model.settings import Settings, leaves_machine
from events.model import Article, Event

EXTRACTORS = ("rules", "llm", "both")
FOLDER = "language-model"  # of the answers kept, in the record's home


def extractor_of(events: Iterable[Event]) -> str:
    """Who read an article, by the events that were found in it."""
    names = {name.partition("/")[0] for event in events for name in (event.extractor or "").split("+")}
    return "rules" if "llm" not in names else "both" if "rules" in names else "llm"


@dataclass(frozen=True)
class Readers:
    """The chosen readers; ``model`` is None where only the rules read."""

    rules: bool
    model: Settings | None
    home: Path

    @classmethod
    def chosen(cls, extractor: str, home: Path, say: Callable[[str], object]) -> Self:
        """The readers called "rules", "llm" or "both"; says it before any text may leave this machine.

        Raises Problem where a model is asked for and none is set up.
        """
        model = None if extractor == "rules" else Settings.from_environment()
        host = leaves_machine(model) if model else None
        if host:
            say(f"The text of each article is sent to {host}, to be read by a language model.")
        return cls(extractor != "llm", model, home)

    def read(self, article: Article) -> list[Event]:
        """The events that the readers find, united where both read."""
        from events.extraction import extract

        found = extract(article) if self.rules else []
        if self.model is None:
            return found
        from events.language_model.cache import Cache
        from events.language_model.reading import read, unite

        told = read(article, self.model, Cache(self.home / FOLDER))
        return unite(found, told) if self.rules else told
