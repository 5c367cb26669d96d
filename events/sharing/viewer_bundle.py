"""The viewer's modules as one: a plain script for a page opened from disk, a module for one that is to be there soon.

Each module becomes a function that returns what it exports, in the order in which they need each other. Understands
what these modules write and nothing else; a test runs the result in a browser.
"""

import re
from functools import cache

from events.figures.panels import VIEWER

_IMPORT = re.compile(r"^import \{([^}]*)\} from '\./(\w+)\.js';$", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)


@cache
def bundle(*names: str) -> str:
    """The modules of these names (without ``.js``), run in order, with all that they import, as one script."""
    return f"'use strict';\n(() => {{\n{_body(names)}\n}})();\n"


@cache
def module(*names: str, exporting: str) -> str:
    """The same as one module that exports what the module of the name ``exporting`` does."""
    exported = _EXPORT.findall((VIEWER / f"{exporting}.js").read_text(encoding="utf-8"))
    listed = ", ".join(name for _, name in exported)
    return f"{_body(names)}\nexport const {{ {listed} }} = modules.{exporting};\n"


def _body(names: tuple[str, ...]) -> str:
    ordered: dict[str, str] = {}
    for name in names:
        _take(name, ordered, ())
    return "\n".join(["const modules = {};", *ordered.values()])


def _take(name: str, ordered: dict[str, str], trail: tuple[str, ...]) -> None:
    """Put a module behind those it imports."""
    if name in ordered:
        return
    if name in trail:
        raise ValueError(f"modules of the viewer import each other in a circle: {' -> '.join((*trail, name))}")
    source = (VIEWER / f"{name}.js").read_text(encoding="utf-8")
    for _, imported in _IMPORT.findall(source):
        _take(imported, ordered, (*trail, name))
    exported = ", ".join(found for _, found in _EXPORT.findall(source))
    code = _EXPORT.sub(r"\1 \2", _IMPORT.sub(_as_constants, source)).replace("</script", "<\\/script")
    if re.search(r"^\s*(import|export)\b", code, re.MULTILINE):
        raise ValueError(f"the module {name} of the viewer imports or exports in a way that is not bundled")
    ordered[name] = f"modules.{name} = (() => {{\n{code}\nreturn {{ {exported} }};\n}})();"


def _as_constants(found: re.Match[str]) -> str:
    names = found[1].replace(" as ", ": ").strip()
    return f"const {{ {names} }} = modules.{found[2]};"
