"""A toponym: words that may name a place, with every place of the gazetteer that they may mean.

It holds the designator beside it too ("wilayah", "region"), and the preposition before it.
"""

from dataclasses import dataclass, field

from events.extraction.gazetteer import Known, Sort
from events.model import PlacePrecision

UNKNOWN = Known(Sort.TOWN, "", None, None, None, None, PlacePrecision.CITY)
"""A place known by its name only."""


@dataclass(slots=True)
class Toponym:
    """Words ``first`` to ``last`` (exclusive) that may name a place, and what the words around them say.

    ``form`` is the ending of its last word where that is not the first form, ``moved`` says that it is one of a goal,
    ``owned`` that something of the place is told of; ``partial`` that it is a name only beside another of its kind
    ("в Белгородской и Брянской областях").
    """

    first: int
    last: int
    key: str
    options: list[Known]
    begins: int
    ends: int
    designator: str = ""
    scale: str = ""
    compass: str = ""
    link: str = ""
    owner: "Toponym | None" = None
    nation: str = ""
    partner: str = ""
    form: str = ""
    moved: bool = False
    owned: bool = False
    partial: bool = False

    sorts: frozenset[Sort] = field(init=False)
    """The sorts of place that it may be."""

    def __post_init__(self) -> None:
        self.sorts = frozenset([option.sort for option in self.options])
