"""Which sites may put a snapshot's page into a frame: those that EVENTS_FRAMES names, else none but our own."""

import os
import re

from events.model import Problem

VARIABLE = "EVENTS_FRAMES"
MOST = 50  # sites; a header has an end

# a scheme, a host that may begin with "*.", and a port; no path, no bare "*", nothing that could end the header's rule
_SITE = re.compile(
    r"https?://(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?"
)


def frame_ancestors() -> str:
    """The sites as Content-Security-Policy has them under ``frame-ancestors``.

    Raises Problem for a site that is not written as one.
    """
    sites = os.environ.get(VARIABLE, "").lower().split()
    wrong = next((site for site in sites if not _SITE.fullmatch(site)), None)
    if wrong is not None:
        raise Problem(
            f'{VARIABLE} names "{wrong[:80]}", which is no site; give sites with a blank between them, each like '
            "https://news.example or https://*.news.example, without a path."
        )
    if len(sites) > MOST:
        raise Problem(
            f"{VARIABLE} names {len(sites)} sites; {MOST} are allowed, and https://*.news.example stands for many."
        )
    return " ".join(["'self'", *sites])
