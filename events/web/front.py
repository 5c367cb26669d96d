"""The dashboard's first page: Streamlit's own with our title, preview and icon, and what it surely needs on its way."""

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
_OWN_FONT = re.compile(r'<link\s+rel="preload"[^>]*\bas="font"[^>]*>')  # which our theme never shows


def front(title: str, description: str) -> Callable[[Request], Response]:
    """The page with a title and description of its own, for tabs and link previews."""
    spec = find_spec("streamlit")
    static = Path(spec.origin).parent / "static" if spec and spec.origin else Path()
    index = static / "index.html"
    shell = _OWN_FONT.sub("", index.read_text(encoding="utf-8")) if index.is_file() else ""
    head = f"<title>{escape(title)}</title>{snapshot_page.preview(title, description)}"
    ahead = "".join(_ahead(static / "static" / "js", shell))

    def answer(request: Request) -> Response:
        page = shell.replace("<title>Streamlit</title>", head)
        if request.url.path == "/":
            page = page.replace("</head>", f"{panels.head()}{ahead}</head>")
        page = page.replace("./favicon.png", panels.addresses()["icon"])
        page = page.replace('<html lang="en"', f'<html lang="{texts_of(request).language}"')
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    return answer


def _ahead(folder: Path, shell: str) -> Iterator[str]:
    """Links that have the browser fetch the elements' modules, and what those import, which the page does not name."""
    waiting = [path.name for name in ELEMENTS for path in sorted(folder.glob(f"{name}.*.js"))]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        path = folder / name
        if name in seen or name in shell or not path.is_file():
            continue
        seen.add(name)
        waiting += _IMPORT.findall(path.read_text(encoding="utf-8"))
        yield f'<link rel="modulepreload" crossorigin href="./static/js/{escape(name)}">'
