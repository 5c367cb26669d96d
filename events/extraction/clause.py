"""A clause: the tokens of a sentence that share one verb phrase."""

from dataclasses import dataclass, field

from events.extraction.predicates import Predicate

SUBJECT_SHARED = frozenset({"coord", "part", "inf", "resume", "time", "cond", "conc"})
"""Sorts of clause that may go without a subject of their own."""


@dataclass(slots=True, eq=False)
class Clause:
    """Tokens ``start`` to ``end`` that share one verb phrase; ``opener`` is the predicate it completes."""

    number: int
    start: int
    sort: str
    parent: "Clause | None"
    end: int = 0
    opener: Predicate | None = None
    predicates: list[Predicate] = field(default_factory=list)
