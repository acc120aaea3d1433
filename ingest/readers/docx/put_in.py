"""Parts of a Word document that were put in from other files, which Word shows at their place."""

from __future__ import annotations

import email
from collections.abc import Callable
from email import policy
from typing import Any

from ingest.readers.decoding import decode
from ingest.readers.html.reader import read_page
from ingest.readers.letters import mend
from ingest.readers.rows import Written
from ingest.readers.rtf import words_of
from qa.errors import ReadError

PUT_IN = "aFChunk"
"""The last word of the kind of relation by which such a part belongs to a document."""
MAX_PUT_IN = 5_000_000
"""Bytes of a part that was put in; a longer one is not read."""


def lines_put_in(part: Any) -> list[Written] | None:
    """Return the lines of a web page or text that was put in; None where it is neither."""
    data: bytes = part.blob
    kind = part.content_type.lower()
    read = next((read for name, read in READERS.items() if name in kind), None)
    if read is None or len(data) > MAX_PUT_IN:
        return None
    try:
        return read(data)
    except (ReadError, ValueError):
        return None


def _page(data: bytes) -> list[Written]:
    return list(read_page(mend(decode(data)[0])).lines)


def _text(data: bytes) -> list[Written]:
    return [Written(line) for line in mend(decode(data)[0]).splitlines() if line.strip()]


def _web_archive(data: bytes) -> list[Written]:
    """Read the page of a web archive, which is built as a message is."""
    message = email.message_from_bytes(data, policy=policy.compat32)
    for held in message.walk():
        payload = held.get_payload(decode=True)
        if held.get_content_type() == "text/html" and isinstance(payload, bytes):
            return _page(payload)
    raise ValueError("no page in it")


def _rich_text(data: bytes) -> list[Written]:
    return list(words_of(data))


READERS: dict[str, Callable[[bytes], list[Written]]] = {
    "html": _page,
    "rtf": _rich_text,
    "text/plain": _text,
    "message/rfc822": _web_archive,
    "mimearchive": _web_archive,
    "multipart/related": _web_archive,
}
"""By what stands in the name of the content's kind."""
