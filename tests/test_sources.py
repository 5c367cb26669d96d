"""The list of data files and licences."""

import re
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


def test_every_data_file_has_its_origin_and_licence_told() -> None:
    """Each file in data/ is named in SOURCES.md, by its own name or a pattern that matches it."""
    sources = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    patterns = {word.strip("|,;:()[]").rpartition("/")[2] for word in re.split(r"[\s\]]", sources)}
    for path in DATA.rglob("*"):
        if path.is_file() and path.name != "SOURCES.md" and "__pycache__" not in path.parts:
            assert any(path.match(pattern) for pattern in patterns if "." in pattern), path.name
