"""Where an item's title ends and what was said of it begins.

A title may take its line, two lines, the bold words at a line's start, the words before a sign
(`Reports:- the Clerk said …`), those in capitals, or a short first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import wordings
from ingest.numbering.marks import read_mark

LONGEST = 45
"""Words. The longest title of a minute met in nine councils had 38."""
RUN_IN_WORDS = 12
"""Words of a title that stands in one line with what follows."""
BOLD_LINES = 4
"""Lines over which one heading in Markdown's bold type may run."""
FILE_NOTE = re.compile(
    r"\s*(?:\bpdf icon\b.*|\b(?:PDF|DOCX?|XLSX?)\s+[\d.,]+\s*[KM]B\b.*|\(\s*pages?\b[^)]*\)\s*)$",
    re.I,
)
"""What a committee system or an agenda puts behind a title: the file's size, its pages."""
MARKDOWN_BOLD = re.compile(r"\s*(?P<sign>\*\*|__)(?P<title>.+?)(?P=sign)(?P<tail>.*)$")
SIGN = re.compile(r"^(?P<title>[^:.;]{2,100}?)\s*(?::\s?[-–—]+|:)(?:\s+(?P<tail>\S.*))?$")
DASH = re.compile(r"^(?P<title>[^:.;–—]{2,80}?)(?:\s+[-–—]+\s+|\.?\s?[–—]\s+)(?P<tail>\S.*)$")
CAPITALS = re.compile(
    r"^(?P<title>(?=\W*[A-Z]{2})[A-Z\d][A-Z\d &/,’'()–-]{2,}?)[\s.:–-]*\s"
    r"(?P<tail>(?:[A-Z]?[a-z]|\d+ [a-z]|A [a-z])\S*\s.*)$"
)
SENTENCE = re.compile(r"^(?P<title>[^.:;]{2,70})\.\s+(?P<tail>[A-Z0-9£(“\"].*)$")
JOINS = re.compile(
    r"(?:\b(?:and|or|of|the|to|for|in|on|at|by|with|from|a|an|its|as|re|y|yr|a’r|i’r|o|ar|am)|[-–—&,/(])\s*$",
    re.I,
)
"""How a line ends whose title goes on in the next one."""
LABEL = re.compile(
    r"\W*(?:minutes|decisions?|resolved|agreed|noted|cofnodion|penderfyniad(?:au)?"
    r"|additional documents|supporting documents)\s*:?\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Title:
    """An item's title as far as its paragraph gives it."""

    text: str
    lines: int
    """How many lines it takes, at least 1."""
    tail: str = ""
    """What stands behind it in its last line, as printed."""
    marked: bool = False
    """Whether Markdown's bold type marks where it begins and ends."""


def part_title(
    lines: Sequence[str], *, bold_open: bool = False, whole: bool = False, margin: int = 0
) -> Title:
    """Return the title with which some lines begin.

    `lines` are those of a paragraph from the item's on, the first without its mark. `bold_open`:
    Markdown's bold type began before the mark. `whole`: type alone shows that the paragraph is
    a heading. `margin` is the length of a full line in letters; 0 where lines have none.
    """
    first = lines[0].strip()
    if bold_open:
        ends = next((n for n, line in enumerate(lines[:BOLD_LINES]) if "**" in line), 0)
        title, _, tail = lines[ends].strip().partition("**")
        return _title(" ".join([*lines[:ends], title]), ends + 1, tail, marked=True)
    if match := MARKDOWN_BOLD.match(first):
        return _title(match["title"], 1, match["tail"], marked=True)
    plain = wordings.plain(first)
    if not whole and (run_in := _run_in(plain, alone=len(lines) == 1)):
        return run_in
    full = margin * (0.6 if whole else 0.8)
    taken = 1
    while taken < len(lines) and (
        _goes_on(wordings.plain(lines[taken - 1]), lines[taken], lines)
        or (0 < full <= len(lines[taken - 1]) and (whole or len(lines) <= 3))
    ):
        taken += 1
    text = " ".join([plain, *map(wordings.plain, lines[1:taken])])
    if taken > 1 and not whole and (run_in := _run_in(text, alone=False)):
        last = wordings.plain(lines[taken - 1])
        if last.endswith(run_in.tail):
            return Title(run_in.text, taken, run_in.tail)
    if len(text.split()) > LONGEST:
        return _title(" ".join(text.split()[:RUN_IN_WORDS]), taken)
    return _title(text, taken)


def _title(text: str, lines: int, tail: str = "", *, marked: bool = False) -> Title:
    text = FILE_NOTE.sub("", wordings.plain(text).replace("\\", ""))
    tail = tail.strip().removeprefix("**").rstrip("\\ ")
    tail = re.sub(r"^[\s:–—-]+", "", tail)
    return Title(text.strip(" *_:–—-\t|"), lines, tail, marked=marked)


def _run_in(text: str, *, alone: bool) -> Title | None:
    """Return the title that a line holds with what follows it; None where it is one or none."""
    if (match := SIGN.match(text)) and len(match["title"].split()) <= RUN_IN_WORDS:
        tail = match["tail"] or ""
        dashed = text[len(match["title"]) :].lstrip().startswith((":-", ":–", ":—", ": -"))
        heading = alone and len(tail.split()) <= 6 and not tail.endswith(".")
        if dashed or not heading or not tail:
            return _title(match["title"], 1, tail)
    if match := CAPITALS.match(text):
        letters = re.sub(r"[^A-Z]", "", match["title"])
        if len(letters) >= 4 and len(match["title"].split()) <= RUN_IN_WORDS:
            return _title(match["title"], 1, match["tail"])
    if (match := SENTENCE.match(text)) and len(match["title"].split()) <= 7:
        return _title(match["title"], 1, match["tail"])
    if (match := DASH.match(text)) and len(match["title"].split()) <= 7:
        tail = match["tail"]
        if len(tail.split()) > 9 and tail.rstrip().endswith((".", ";")):
            return _title(match["title"], 1, tail)
    return None


def _goes_on(line: str, after: str, lines: Sequence[str]) -> bool:
    """Whether a title goes on from one line to the next."""
    below = wordings.plain(after)
    mark = read_mark(after)
    if not below or wordings.BULLET.match(after) or (mark and mark.closed):
        return False
    if JOINS.search(line) or line.count("(") > line.count(")"):
        return True
    if below[0].islower():
        return True
    return line.isupper() and below.isupper() and not lines[0].endswith((".", ":"))
