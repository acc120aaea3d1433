"""What a sensitivity label says: Word, Acrobat and their kin keep one beside the text of a paper.

A label that says confidential, restricted or the like withholds a paper as the same words on a
sheet do; `OFFICIAL`, `Public`, `General` or `Internal` does not. `OFFICIAL-SENSITIVE` withholds:
a council may have published such a paper and left its label, but cannot be asked here, and what
is let in by mistake cannot be called back. Whoever files the paper can take the label off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.markings import spelled

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

PREFIX = "Sensitivity label: "
"""With which a reader hands over what a label says, among the marks of a document."""
MAX_LABEL = 200
"""Letters of a label's name; Microsoft allows 64."""
NAME_KEY = re.compile(r"MSIP_Label_(?P<id>[0-9A-Za-z-]{1,64})_Name")
"""Under which Microsoft's labels keep their name."""
OTHER_KEY = re.compile(
    r"Classification(?:ContentMarking)?(?:Header|Footer|Watermark)(?:Text)?|bjDocumentSecurityLabel|"
    r"(?:(?:titus|security|document|government|information)[ _]?)*"
    r"(?:protective[ _]?marking|classification|sensitivity(?:[ _]?label)?|security[ _]?label)",
    I,
)
"""Under which other programs do, and what a label has printed at the head or foot of each page."""
SAID = re.compile(
    rf"^\W*(?:{PREFIX}|(?:(?:security|document|information|data) )?"
    r"(?:classification|sensitivity|protective marking)\s*[:–-]\s*)",
    I,
)
NEGATED = re.compile(
    r"\b(?:non|not|no|no longer|un)\W{0,2}"
    r"(?:exempt|confidential|restricted|private|sensitive|secret)\b",
    I,
)
WITHHELD = re.compile(
    r"\b(?:exempt|confidential|restricted|private|secret|sensitive|in[ -]confidence|"
    r"not[ -]for[ -](?:general[ -]*)?publication|not to be (?:published|disclosed|made public)|"
    r"eithriedig|cyfrinachol|cyfyngedig|preifat|sensitif|nid\W*i\W?w\W*gyhoeddi)\b|^\W*protect\b",
    I,
)


def label_marks(properties: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what the sensitivity labels among a document's properties say, as marks."""
    held = {name: value for name, value in properties if value.strip()}
    for name, value in held.items():
        key = NAME_KEY.fullmatch(name)
        if key is not None:
            enabled = held.get(f"MSIP_Label_{key['id']}_Enabled", "true")
            if enabled.strip().lower() in ("false", "0"):
                continue  # it was taken off
        elif not OTHER_KEY.fullmatch(name):
            continue
        yield f"{PREFIX}{value.strip()[:MAX_LABEL]}"


def withholding_label(marks: Iterable[str]) -> str | None:
    """Return the name of the first label among a document's marks that withholds it, or None."""
    for mark in marks:
        said = SAID.match(mark)
        name = spelled(mark[said.end() : said.end() + MAX_LABEL]) if said else ""
        if WITHHELD.search(NEGATED.sub(" ", name)):
            return name
    return None
