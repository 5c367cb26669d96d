"""Who acts on whom, as the viewer takes it: doers down, targets across, each pair counted by family."""

from collections.abc import Sequence

from events.engine import Link
from events.register import name_of
from events.texts import Texts
from events.wording import actor_words


def matrix(links: Sequence[Link], texts: Texts) -> dict[str, object]:
    """The rows, the columns, and the cells that are not empty as [row, column, counts by family]."""
    doers = list(dict.fromkeys(link.source for link in links))
    targets = sorted(
        {link.target for link in links},
        key=lambda target: (-sum(link.count for link in links if link.target == target), target),
    )
    return {
        "doers": [_named(actor, texts) for actor in doers],
        "targets": [_named(actor, texts) for actor in targets],
        "cells": [[doers.index(link.source), targets.index(link.target), list(link.families)] for link in links],
    }


def _named(actor: str, texts: Texts) -> dict[str, str]:
    return {"id": actor, "label": actor_words(actor, name_of(actor), texts)}
