"""The rules of the house: which module may import which, and who alone may import a library."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = [
    {"sentence", "theatre", "model", "register", "actor_edits", "offices", "exonyms"},
    {"titles"},
    {"extraction"},
    {"language_model"},
    {"sources", "articles"},
    {"corpus"},
    {"score"},
    {"scorecard"},
    {"index", "columns", "revision", "nearest"},
    {"draft", "draft_files", "pointing"},
    {"areas"},
    {"record_tables", "record", "ledger"},
    {"engine", "coded", "credits"},
    {"texts", "wording"},
    {"figures"},
    {"links", "addresses"},
    {"snapshots"},
    {"exchange"},
    {"sharing"},
    {"web"},
    {"commands"},
    {"pages"},
    {"dashboard", "__main__"},
]
"""A module imports only modules of its own row and of the rows before it."""
ALONE = {
    "streamlit": {"pages", "dashboard"},
    "plotly": {"figures.panels"},
    "sqlite3": {"record"},
    "duckdb": {"engine", "exchange"},
    "openpyxl": {"exchange"},
    "PIL": {"figures.lettering", "figures.ground", "figures.map_picture", "sharing.link_preview"},
    "dateparser": {"extraction.dates"},
    "lxml": {"sources", "exchange"},
    "trafilatura": {"sources"},
    "pypdf": {"sources"},
    "pydantic_ai": {"language_model"},
    "openai": {"language_model"},
    "httpx2": {"language_model"},
    "nacl": {"snapshots.signing"},
    "reportlab": {"sharing.pdf"},
    "rapidfuzz": {"language_model"},
}
FILES = [*(ROOT / "events").rglob("*.py"), ROOT / "dashboard.py"]


def module_of(path: Path) -> str:
    """The module's name inside the package ("extraction.dates"), "dashboard" for the top-level file."""
    if path.parent == ROOT:
        return path.stem
    parts = path.relative_to(ROOT / "events").with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, anywhere in it."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def row(module: str) -> int:
    """The row of ORDER that a module stands in."""
    top = module.split(".")[0]
    return next(i for i, names in enumerate(ORDER) if top in names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_imports_go_one_way(path: Path) -> None:
    """A module imports only what stands before it, or beside it in its row."""
    module = module_of(path)
    if not module:
        return
    for name in imports(path):
        inner = name.removeprefix("events.")
        if name.startswith("events.") and any(inner.split(".")[0] in names for names in ORDER):
            assert row(inner) <= row(module), f"{module} imports {inner}"


@pytest.mark.parametrize("library", sorted(ALONE))
def test_a_library_has_few_doors(library: str) -> None:
    """Streamlit, Plotly, SQLite and dateparser are imported only where the house says."""
    importers = {module_of(path) for path in FILES if any(name.split(".")[0] == library for name in imports(path))}
    allowed = ALONE[library]
    assert importers, library
    assert {m for m in importers if m not in allowed and m.split(".")[0] not in allowed} == set()


def test_no_module_imports_a_cycle() -> None:
    """Following imports never leads back to where one began."""
    graph = {module_of(path): set[str]() for path in FILES}
    for path in FILES:
        for name in imports(path):
            inner = name.removeprefix("events.")
            own_package = module_of(path).rpartition(".")[0]  # "from events.extraction import calendars"
            if name.startswith("events.") and inner in graph and inner != own_package:
                graph[module_of(path)].add(inner)
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail, module))
        if module not in done:
            for inner in sorted(graph[module]):
                visit(inner, (*trail, module))
            done.add(module)

    for module in graph:
        if module:
            visit(module, ())
