"""What the headers of an e-mail say, and what they say of who may read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from itertools import islice

from ingest.sensitivity import label_marks

MAX_HEADER = 4_000
"""Characters of a header that are decoded: the time that takes grows with their square."""
PRIVATE = re.compile(r"\s*(?:private|company-confidential)\b", re.I)
"""How a mail program says that what was written is not for all (RFC 2156)."""
LABELS = "msip_labels"
"""The header in which Outlook gives the sensitivity labels: `MSIP_Label_..._Name=...; ...`."""
MAX_HEADERS = 2_000
MAX_LABELS = 100_000
"""Characters of that header, where nothing in it has to be decoded."""
ENCODED = "=?"
"""What begins words of a header that are not in ASCII."""


def header_marks(message: Message) -> Iterator[str]:
    """Yield what the headers say of who may read the message: its kind, and its labels."""
    if PRIVATE.match(header(message, "sensitivity")):
        yield "Confidential"
    for name, value in islice(message.items(), MAX_HEADERS):
        # Header by header, so that none takes the place of another of its name.
        if name.lower() == LABELS:
            yield from label_marks(_labels(str(value)))
        elif name.lower() != "sensitivity":
            key = re.sub("^x-", "", name, flags=re.I).replace("-", " ")
            yield from label_marks([(key, " ".join(decoded(value).split()))])


def _labels(value: str) -> Iterator[tuple[str, str]]:
    """Yield the properties of the labels that a header gives, one after another."""
    said = "".join(value.splitlines())[:MAX_LABELS]
    for pair in (decoded(said) if ENCODED in said else said).split(";"):
        key, _, label = pair.partition("=")
        yield "".join(key.split()), " ".join(label.split())


def header(message: Message, name: str) -> str:
    """Return what a header says; nothing where there is none of that name."""
    return decoded(message.get(name, ""))


def decoded(value: object) -> str:
    """Decode a header; one that is malformed is taken as it stands."""
    text = str(value)[:MAX_HEADER]
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError, MessageError):
        return text
