"""Which model is asked, and where: from the environment, never from a file that might be shared."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from events.model import Problem, one_line

URL, MODEL, KEY = "EVENTS_LLM_URL", "EVENTS_LLM_MODEL", "EVENTS_LLM_KEY"
_HOW = (
    f"set {URL} to the address of an OpenAI-compatible server (such as http://127.0.0.1:11434/v1) "
    f"and {MODEL} to the name of a model"
)


@dataclass(frozen=True)
class Settings:
    """The server's address, the model's name, and the key, which is shown nowhere.

    ``timeout`` is in seconds for one answer; ``tries`` how often a server that is busy or fails is asked.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    tries: int = 3

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings in the environment; raises Problem where there are none, or none that can be."""
        url, model = environment.get(URL, "").strip(), environment.get(MODEL, "").strip()
        if not url or not model:
            raise Problem(f"No language model is set up; {_HOW}.")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Problem(f'"{one_line(url)}" is not the address of a language model; {_HOW}.')
        return cls(url.rstrip("/"), model, environment.get(KEY, ""))

    @property
    def host(self) -> str:
        """The host that is asked."""
        return urlsplit(self.url).hostname or ""


def leaves_machine(settings: Settings) -> str | None:
    """The host that an article's text is sent to, or None where it stays on this machine."""
    if settings.host == "localhost":
        return None
    try:
        return None if ipaddress.ip_address(settings.host).is_loopback else settings.host
    except ValueError:
        return settings.host
