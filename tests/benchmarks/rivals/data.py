"""The same events for all: a CSV file as newsrooms have them, and as JSON for pages that read nothing else.

The same at every run: ten years, sixteen states of which few do most, sixty places around which things happen.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from events.register import known
from tests.synthetic import STATES, TOWNS

FIRST, DAYS = date(2014, 1, 1), 3_650
KINDS = ("Assault", "Coerce", "Protest", "Statement", "Aid", "Consult")
PICKED = ("North Korea", "Russia", "Ukraine", "United States", "South Korea")
"""Whose events are asked for, another in each round, so that nobody answers from memory: those that do most."""


def frame(count: int) -> pd.DataFrame:
    """So many events, a row each."""
    random = np.random.default_rng(7)
    names = [entry.name for entry in map(known, STATES) if entry]
    doers = np.minimum(random.exponential(1 / 0.35, count).astype(int), len(names) - 1)
    targets = random.integers(0, len(names), count)
    towns = random.integers(0, len(TOWNS), count)
    kinds = random.integers(0, len(KINDS), count)
    spread = random.normal(0, 0.6, (2, count))
    days = np.sort(random.integers(0, DAYS, count))
    calendar = np.array([(FIRST + timedelta(days=day)).isoformat() for day in range(DAYS)])
    who, whom, act = np.array(names)[doers], np.array(names)[targets], np.array(KINDS)[kinds]
    return pd.DataFrame(
        {
            "id": np.arange(count),
            "date": calendar[days],
            "actor": who,
            "target": whom,
            "type": act,
            "place": np.array([town[0] for town in TOWNS])[towns],
            "latitude": np.round(np.array([town[2] for town in TOWNS])[towns] + spread[0], 4),
            "longitude": np.round(np.array([town[3] for town in TOWNS])[towns] + spread[1], 4),
            "title": pd.Series(act) + ": " + pd.Series(who) + ", " + pd.Series(whom),
        }
    )


def write(folder: Path, count: int, *, as_json: bool) -> Path:
    """``folder``/N.csv, and N.json where it is wanted; those already there are kept."""
    path = folder / f"{count}.csv"
    if not path.exists():
        frame(count).to_csv(path, index=False)
    if as_json and not path.with_suffix(".json").exists():
        rows = pd.read_csv(path)[["id", "date", "actor", "title"]].to_dict("records")
        path.with_suffix(".json").write_text(json.dumps(rows), encoding="utf-8")
    return path
