"""The words by which a paper tells which issue of a document it is, or changes an earlier one."""

from __future__ import annotations

import re

EARLIER = re.compile(
    r"\b(?:drafts?|unsigned|unconfirmed|unapproved|subject to (?:approval|confirmation))\b", re.I
)
LATER = re.compile(r"\b(?:final|signed|confirmed|approved|adopted|ratified)\b", re.I)
REVISED = re.compile(
    r"\b(?:revised|revision|amended|amendments?|updated|corrected|corrections?|re[- ]?issued?|"
    r"re[- ]?published|reprint(?:ed)?|replacement|substitute|supplement(?:ary|al)?|addend(?:um|a)|"
    r"late(?=\W+(?:sheets?|lists?|changes|items?|papers?|reports?|information|observations|"
    r"representations|additions))|to follow|tabled|errat(?:um|a)|corrigend(?:um|a))\b",
    re.I,
)
LATE = re.compile(
    r"\b(?:addend(?:um|a)|errat(?:um|a)|corrigend(?:um|a)|tabled|to follow|(?:update|amendment) sheets?|"
    r"late\W+(?:sheets?|lists?|changes|items?|papers?|information|observations|representations))\b",
    re.I,
)
"""Names a paper that came after the agenda of its meeting, to change or complete what is in it."""
NUMBERED = re.compile(r"\b(?:v|ver|version|rev|issue)[\s.]?(\d{1,2}(?:[.]\d{1,2})?)\b", re.I)
DATED = re.compile(
    r"\b(?:published|issued|updated|revised|amended|printed|version|as at|re-?issued)\b", re.I
)
"""In a line at the front that gives the day of this issue."""

VARYING = re.compile(
    r"\b(?:var(?:y|ied)|rescind(?:ed)?|revok(?:e|ed)|supersed(?:e|ed)|amend(?:ed)?|replac(?:e|ed)|set aside|in place of)\b",
    re.I,
)
"""In a resolution: it changes an earlier one."""


def spaced(name: str) -> str:
    """Return a file's name with spaces where it has underscores, or hyphens between words."""
    return re.sub(r"_+|(?<!\d)-|-(?!\d)", " ", name)
