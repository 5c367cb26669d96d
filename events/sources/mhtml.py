"""A page saved as one file (.mhtml) -> the page in it."""

import email
import email.policy
import re

from events.model import Problem, one_line
from events.sources.html import read_page
from events.sources.reading import FILE_LIMIT, Reading, within


def read_mhtml(data: bytes, name: str) -> Reading:
    """The article of the page in ``data``, at the address from which it was saved."""
    within(data, FILE_LIMIT, name)
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
    except RecursionError:
        raise Problem(f'"{one_line(name)}" is nested too deep for a page; save the page anew.') from None
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            said = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
            address = said if re.match(r"https?://", said) else None
            if isinstance(body, bytes):
                return read_page(body, name, address=address, charset=part.get_content_charset())
    raise Problem(f'"{one_line(name)}" holds no HTML page; save the page anew.')
