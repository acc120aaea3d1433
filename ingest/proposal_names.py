"""What a budget proposal is called: its label's words, or the first of its description."""

from __future__ import annotations

import re

from ingest.paragraphs import Paragraph

LETTER = re.compile(r"^\W*\(?(?:[a-h]|i{1,3}|iv|vi{0,3})\)?[\s_]+(?=[A-Z])")
STATEMENT = re.compile(
    r"^\W*(?:it is proposed to|we propose to|the (?:council|service) proposes to|(?:the|this) proposal (?:is|will))\b",
    re.I,
)


def label_name(rest: str, below: Paragraph | None) -> str:
    """Return a label's words; a service's bare name takes in the short line below it."""
    title = short_title(rest)
    if len(title.split()) <= 4 and below and 2 <= below.words <= 8 and not below.is_row:
        plain = below.plain
        if not re.search(r"[.:;?–-]\W*$", plain) and not STATEMENT.match(plain):
            return f"{title} – {plain}"
    return title


def short_title(text: str) -> str:
    """Return the opening words of a description, as far as they can be a title."""
    text = re.sub(r"^\W*section\s*:\s*", "", text, flags=re.I)
    first = re.split(r"(?<=[a-z)]{3})\.\s|\s[–-]\s(?=It\b)|\s(?=It is proposed\b)", text)[0].strip(
        " ."
    )
    words = first.split()
    return " ".join(words[:18]) + (" …" if len(words) > 18 else "")
