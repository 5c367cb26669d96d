"""ACLED's API -> files of its rows and of what it deleted: OAuth by password, pages until one is not full.

As its documentation has it: POST /oauth/token gives a token, GET /api/acled/read pages of rows, and
/api/deleted/read the ids that were taken back. The address is given by whoever asks; it must be https, or this machine.
"""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from events.model import Problem, one_line

PAGE = 5000  # rows a page, the API's own default
MOST_PAGES = 2000
LARGEST = 200 * 2**20  # bytes of one answer
TIMEOUT = 60  # seconds
TRIES = 3
PAUSE = 1.0  # seconds before another try, doubled each time
USER, PASSWORD = "ACLED_EMAIL", "ACLED_PASSWORD"  # environment variables
BUSY = frozenset({429, 500, 502, 503, 504})


def fetched(address: str, query: str | None, folder: Path) -> list[Path]:
    """Files in ``folder`` with the rows that the API gives for ``query``, and with what it deleted.

    Raises Problem where the address, the query, the user or an answer is wrong.
    """
    api = Api(_base(address), _given(USER), _given(PASSWORD))
    try:
        wanted = dict(parse_qsl(query or "", keep_blank_values=True, strict_parsing=bool(query)))
    except ValueError:
        raise Problem(
            f'"{one_line(query or "")}" is no query; write it as --query "country=Ukraine&year=2024".'
        ) from None
    files = []
    for name, path, asked in (
        ("acled", "/api/acled/read", wanted),
        ("acled-deleted", "/api/deleted/read", _of_deletions(wanted)),
    ):
        rows = list(api.rows(path, asked))
        if rows:
            target = folder / f"{name}.json"
            target.write_text(json.dumps({"data": rows}), encoding="utf-8")
            files.append(target)
    if not files:
        raise Problem("ACLED has no rows for this query; ask for another country, year or type.")
    return files


def _of_deletions(wanted: Mapping[str, str]) -> dict[str, str]:
    """What of a query the endpoint of deletions understands."""
    return {key: value for key, value in wanted.items() if key.startswith(("event_id_cnty", "deleted_timestamp"))}


def _base(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    here = host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)
    if parts.scheme not in ("https", "http") or not host or (parts.scheme == "http" and not here):
        raise Problem(f'"{one_line(address)}" is not where an API can be asked; give https://acleddata.com.')
    return f"{parts.scheme}://{parts.netloc}"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _given(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise Problem(f"ACLED asks who you are; set {USER} and {PASSWORD} to your account's.")
    return value


class _Stays(urllib.request.HTTPRedirectHandler):
    """A token is never carried to another place."""

    def redirect_request(self, *_arguments: Any) -> None:
        """Follow nothing."""


@dataclass
class Api:
    """ACLED's API at an address, for one user; a token is asked for once, and anew when it has run out."""

    base: str
    user: str
    password: str
    token: str | None = None

    def rows(self, path: str, wanted: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """All rows of an endpoint, page by page."""
        limit = min(int(wanted.get("limit", PAGE)) if wanted.get("limit", "").isdigit() else PAGE, PAGE)
        for page in range(1, MOST_PAGES + 1):
            asked = {"_format": "json", **wanted, "limit": str(limit), "page": str(page)}
            answer = self._asked(f"{path}?{urlencode(asked)}")
            rows = answer.get("data") if isinstance(answer, dict) else None
            if not isinstance(rows, list):
                raise Problem(
                    f"ACLED answered otherwise than it documents ({one_line(json.dumps(answer))}); try later."
                )
            yield from (row for row in rows if isinstance(row, dict))
            if len(rows) < limit:
                return

    def _asked(self, path: str) -> Any:
        if self.token is None:
            self._sign_in()
        try:
            return self._answer(urllib.request.Request(self.base + path, headers=self._head()))  # noqa: S310 - checked
        except _Refused as refused:
            if refused.status != 401:
                raise Problem(refused.words) from None
        self._sign_in()  # it has run out
        try:
            return self._answer(urllib.request.Request(self.base + path, headers=self._head()))  # noqa: S310 - checked
        except _Refused as refused:
            raise Problem(refused.words) from None

    def _head(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}

    def _sign_in(self) -> None:
        form = {"username": self.user, "password": self.password, "grant_type": "password", "client_id": "acled"}
        request = urllib.request.Request(  # noqa: S310 - checked
            f"{self.base}/oauth/token",
            data=urlencode(form).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        try:
            answer = self._answer(request)
        except _Refused as refused:
            raise Problem(f"ACLED does not let this user in; see to {USER} and {PASSWORD} ({refused.words})") from None
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str):
            raise Problem("ACLED gave no token; try later.")
        self.token = token

    def _answer(self, request: urllib.request.Request) -> Any:
        opener = urllib.request.build_opener(_Stays)
        pause = PAUSE
        for last in (False,) * (TRIES - 1) + (True,):
            try:
                with opener.open(request, timeout=TIMEOUT) as response:
                    body = response.read(LARGEST + 1)
                if len(body) > LARGEST:
                    raise Problem("ACLED's answer is too large; ask for less with --query.")
                return json.loads(body)
            except urllib.error.HTTPError as error:
                if error.code not in BUSY or last:
                    why = f"status {error.code}, {one_line(str(error.reason))}"
                    raise _Refused(error.code, f"ACLED refused ({why}); see the query and your access.") from None
            except (OSError, ValueError) as error:
                if last:
                    raise Problem(f"ACLED cannot be reached ({one_line(str(error))}); try later.") from None
            time.sleep(pause)
            pause *= 2
        raise AssertionError("the last try returns or raises")


class _Refused(Exception):  # noqa: N818 - not an error yet: a token may have run out
    """An answer with a status that says no."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words
