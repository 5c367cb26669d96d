"""The dashboard's pages as they begin: Streamlit's own with our title, preview and icon.

The first page says its first screen's figures first, and what Streamlit needs only once those are drawn: both at once
would take each other's time, and Streamlit takes seconds (``events/viewer/begin.js``).
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from events.figures import panels
from events.sharing import page as snapshot_page
from events.web.snapshots import texts_of

ELEMENTS = ("PageLink", "Button", "Selectbox", "Html", "Multiselect", "DateInput", "TextInput", "BidiComponent")
"""Streamlit's elements of the first screen: it would ask for each only once the server sends one of its kind."""
_IMPORT = re.compile(r"""(?:from|import)\s*"\./([\w.~-]+\.js)";""")
_ENTRY = re.compile(r'<script type="module"[^>]*\bsrc="([^"]+)"></script>')  # which begins Streamlit's page
_MODULE = re.compile(r'<link rel="modulepreload"')
_OWN_FONT = re.compile(r'<link\s+rel="preload"[^>]*\bas="font"[^>]*>')  # which our theme never shows
_LATER = '<link rel="later"'  # what is fetched once the first screen is drawn


def front(title: str, description: str) -> Callable[[Request], Response]:
    """The page with a title and description of its own, for tabs and link previews."""
    spec = find_spec("streamlit")
    static = Path(spec.origin).parent / "static" if spec and spec.origin else Path()
    index = static / "index.html"
    shell = _OWN_FONT.sub("", index.read_text(encoding="utf-8")) if index.is_file() else ""
    head = f"<title>{escape(title)}</title>{snapshot_page.preview(title, description)}"
    shell = shell.replace("<title>Streamlit</title>", head).replace("./favicon.png", panels.addresses()["icon"])
    first = _first(shell, static / "static" / "js")

    def answer(request: Request) -> Response:
        page = first if request.url.path == "/" else shell
        page = page.replace('<html lang="en"', f'<html lang="{texts_of(request).language}"')
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    return answer


def _first(shell: str, folder: Path) -> str:
    """The page that draws its first screen before it begins itself."""
    begin = (panels.VIEWER / "begin.js").read_text(encoding="utf-8")
    elements = "".join(f'{_LATER} crossorigin href="./static/js/{escape(name)}">' for name in _waiting(folder, shell))
    page = _MODULE.sub(_LATER, shell).replace("</head>", f"{elements}</head>")
    own = panels.head()

    def entry(found: re.Match[str]) -> str:
        return f'<script data-page="{found[1]}">{begin}</script>{own}{_LATER} crossorigin href="{found[1]}">'

    return _ENTRY.sub(entry, page)


def _waiting(folder: Path, shell: str) -> Iterator[str]:
    """The modules of those elements, and what they import, which Streamlit's page does not name."""
    waiting = [path.name for name in ELEMENTS for path in sorted(folder.glob(f"{name}.*.js"))]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        path = folder / name
        if name in seen or name in shell or not path.is_file():
            continue
        seen.add(name)
        waiting += _IMPORT.findall(path.read_text(encoding="utf-8"))
        yield name
