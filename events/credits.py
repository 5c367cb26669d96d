"""Whose data a data set is, for wherever the data is shown or goes."""

from datetime import date

from events.engine import Engine
from events.index import ARTICLES
from events.model import Noun


class Credit(Noun):
    """Whose data a data set is: its title, licence, and how its source wants to be named; null where not known.

    It tells of the set's events as an article tells of its own (``events.wording.Telling``).
    """

    data: str
    title: str | None = None
    events: int = 0
    version: str | None = None
    licence: str | None = None
    attribution: str | None = None

    @property
    def publisher(self) -> str | None:
        """Nobody published the events of a set as an article."""
        return None

    @property
    def published(self) -> date | None:
        """A set has no day on which it told of an event."""
        return None

    @property
    def language(self) -> str | None:
        """A set has no language of its own."""
        return None

    def words(self) -> str:
        """The set, its licence and attribution in one line."""
        named = " ".join(part for part in (self.title or self.data, self.version) if part)
        return ". ".join(part.rstrip(".") for part in (named, self.licence, self.attribution) if part) + "."


OF_ARTICLES = Credit(
    data=ARTICLES,
    licence="quotes: their publishers'",
    attribution="Quotes are their publishers', who are named with each event; the rest was found by conflict-events "
    "or coded by its users.",
)


def credits_of(engine: Engine) -> dict[str, Credit]:
    """Whose the data sets are, by name."""
    imported = (
        Credit(
            data=each.name,
            title=each.title,
            version=each.version,
            licence=each.licence,
            attribution=each.attribution,
        )
        for each in engine.imports()
    )
    return {ARTICLES: OF_ARTICLES, **{credit.data: credit for credit in imported}}
