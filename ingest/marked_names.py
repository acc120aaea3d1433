"""Tell from the name of a file or folder, or of a bookmark, that what is in it is withheld."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ingest.marking_words import I
from ingest.markings import is_marking, spelled

OPEN_NAME = re.compile(
    r"\b(?:non|not|no longer|un)\W?(?:exempt|confidential|restricted)|\bredact|\bpublic (?:version|copy|report)|\bopen (?:version|report)|"
    r"\bexclu(?:sion|de)|\bexempt(?:ion)? accommodation|\bdeclassified|\bnow public",
    I,
)
NAMED = re.compile(
    r"\bnot for publication\b|"
    r"\b(?:exempt|confidential|restricted|private) (?:(?:cabinet|council|committee|covering|cover|board) )?(?:report|appendi(?:x|ces)|annex(?:e|es)?|minutes?|paper|agenda item|briefing|version|copy|pack|supplement)s?\b|"
    r"\b(?:report|appendi(?:x|ces)|annexe?|minutes?|paper) (?:[a-z\d]{1,3} )?(?:exempt|confidential|restricted)\b|"
    r"\bpink papers?\b",
    I,
)
"""How a file's name says that what is in it is withheld."""
TAIL = re.compile(
    r"(?:[\[(]\s*|\s[-–—]\s*|_-_|__)(?:exempt|confidential|restricted|not[ _]for[ _]publication|part[ _](?:2|ii)[ _-]+(?:private|exempt|confidential))\s*(?:[\])]|$|\s[-–—]\s|_-_|__)",
    I,
)
"""What stands by itself in a name: "Tenders (exempt)"."""
HEAD = re.compile(r"^(?:EXEMPT|CONFIDENTIAL|RESTRICTED)\b(?! [a-z])")


def is_marked_name(name: str) -> bool:
    """Whether a file's name, or a folder's in it, says that what is in it is withheld."""
    return any(_is_marked(part) for part in PurePosixPath(name).parts)


def _is_marked(part: str) -> bool:
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", part)
    words = " ".join(re.split(r"[\W_]+", spelled(stem))).strip()
    if OPEN_NAME.search(words):
        return False
    if is_marking(words) or NAMED.search(words):
        return True
    return bool(TAIL.search(stem) or HEAD.search(stem))
