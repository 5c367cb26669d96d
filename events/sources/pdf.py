"""A PDF file -> its text, read in a process with limits of time and memory."""

import json
import subprocess
import sys
from pathlib import Path

from events.model import Problem, one_line
from events.sentence import Sentence
from events.sources.reading import FILE_LIMIT, Reading, within

SECONDS = 60.0  # until the reader is ended
_READER = Path(__file__).with_name("pdf_text.py")
_WHY = {
    "locked": "is locked or encrypted; open it and print it to a new PDF, or save its text in a .txt file",
    "pages": "is too long for an article (500 pages at most); give the article's pages alone",
    "broken": "cannot be read as a PDF file; save it anew, or save its text in a .txt file",
    "time": "takes too long to read; save its text in a .txt file",
    "empty": "holds pictures of text, not text; recognise its text (OCR) first, or write it in a .txt file",
}


def read_pdf(data: bytes, name: str, *, seconds: float = SECONDS) -> Reading:
    """The text of the PDF ``data``; its dates are those of the file, so when it was published stays unknown."""
    within(data, FILE_LIMIT, name)
    command = [sys.executable, "-P", str(_READER)]  # without its folder on the path, where our html.py and xml.py lie
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603
        answer = json.loads(done.stdout) if done.returncode >= 0 else {"refused": "time"}  # a limit ended it
    except subprocess.TimeoutExpired:
        answer = {"refused": "time"}
    except ValueError:
        answer = {"refused": "broken"}
    text = str(answer.get("text", "")).replace("\0", "")
    why = answer.get("refused") or (None if any(map(str.isalpha, text)) else "empty")
    if why:
        raise Problem('"{name}" {why}.', name=one_line(name), why=Sentence(_WHY[why]))
    return Reading(text=text)
