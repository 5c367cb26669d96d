"""Asking politely: what a site's robots.txt forbids is not fetched, and no site is asked in haste."""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from events.model import Problem, one_line
from events.sources.address import AGENT, Answer, Fetcher, NoAnswer

PAUSE = 1.0  # seconds between two requests to one site
LONGEST_PAUSE = 30.0  # a site that wants more is asked as seldom as this
_LIMIT = 500_000  # bytes of a robots.txt, as RFC 9309 has it


class Visitor:
    """Fetches addresses with a ``Fetcher``, one at a time, minding each site's robots.txt and its pace."""

    def __init__(
        self,
        fetcher: Fetcher | None = None,
        *,
        pause: float = PAUSE,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """A visitor that has been nowhere yet."""
        self._fetcher = fetcher or Fetcher()
        self._pause, self._sleep, self._clock = pause, sleep, clock
        self._rules: dict[str, Any] = {}
        self._last: dict[str, float] = {}

    def visit(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer | None:
        """What ``url`` gives; None where it is as the ``headers`` say it is known already."""
        return self._fetcher.fetch(url, headers=headers, before=self._allowed)

    def _allowed(self, url: str) -> None:
        """Wait for the site's turn; raises Problem where its robots.txt forbids the address."""
        parts = urlsplit(url)
        site = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        if site not in self._rules:
            self._rules[site] = self._read_rules(site)
        rules = self._rules[site]
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise Problem(
                '{site} asks programs not to fetch "{address}" (its robots.txt); open it in a browser, save it, and '
                "give the file.",
                site=one_line(parts.netloc),
                address=one_line(url),
            )
        pause = self._pause
        if rules is not None and self._pause:
            pause = max(pause, min(float(rules.crawl_delay(AGENT) or 0), LONGEST_PAUSE))
        wait = self._last.get(site, float("-inf")) + pause - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._last[site] = self._clock()

    def _read_rules(self, site: str) -> Any:
        """The site's rules, None where it has none; a site whose rules cannot be had is left alone (RFC 9309)."""
        from protego import Protego

        try:
            answer = self._fetcher.fetch(f"{site}/robots.txt", limit=_LIMIT)
        except NoAnswer as no:
            if no.status is not None and 400 <= no.status < 500 and no.status != 429:
                return None
            raise
        return Protego.parse((answer.data if answer else b"").decode("utf-8", errors="replace"))
