"""Find the numbers printed on the pages of a PDF among the lines at their edges."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest import patterns
from qa.passages import SourceLine

BARE = re.compile(
    r"\W*(?P<worded>page\s+)?(?P<number>\d{1,4})(?:\s+of\s+(?P<all>\d+))?"
    r"(?:\s+agenda item\s+\d+)?\W*",
    re.I,
)
GLUED = re.compile(r"(?P<rest>.*\S)\s+(?P<number>\d{1,4})\W*")
FILE_NAME = re.compile(r"[^\s/\\]*(?:[/\\][^\s/\\]+){2,}")
"""The place of a file, which word processors print beside the page's number."""
LABEL = re.compile(
    r"\b(?:annexe?|appendix|chapter|draft|figure|form|item|minute|no|number|objective|option|"
    r"part|phase|priority|question|report|risk|schedule|section|table|template|version|year)\W*$",
    re.I,
)
"""Words whose number counts something other than pages."""
AGREE, AGREE_GLUED = 2, 3
"""Pages that must agree on the distance between the printed number and the page's place."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number printed on a page, and the line that holds nothing else, if one does."""

    text: str
    line: int | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    number: int
    line: int
    words: str = ""
    """What stands on the line before the number."""
    told: bool = False
    """Calls itself this page of as many as there are."""

    @property
    def distance(self) -> int:
        return self.number - self.page


def find_printed_numbers(
    edges: Mapping[int, Sequence[SourceLine]], running: set[str], pages: int
) -> dict[int, PrintedNumber]:
    """Return the printed number of each page that bears one; `running` are repeated lines.

    A bare number is believed where two pages agree on the distance between it and the page's
    place in the file, since a table may end on a bare figure; a number behind the words of a
    running line where three do. A page alone is believed where its number is its own place.
    """
    bare = [c for page, lines in edges.items() for c in _bare(page, lines, running, pages)]
    glued = [c for page, lines in edges.items() for c in _glued(page, lines)]
    distances = Counter(distance for _, distance in {(c.page, c.distance) for c in bare})
    told = {c.page: c for c in bare if c.told}
    found: dict[int, PrintedNumber] = {}
    for candidate in sorted(bare, key=lambda c: (not c.told, -distances[c.distance])):
        sure = distances[candidate.distance] >= AGREE and len(edges) > 1
        if sure or candidate.told:
            found.setdefault(candidate.page, PrintedNumber(str(candidate.number), candidate.line))
    for candidate in [] if told else _agreeing(glued):
        found.setdefault(candidate.page, PrintedNumber(str(candidate.number), None))
    for candidate in [] if found else [*bare, *_beside_files(glued)]:
        if candidate.distance == 0:
            found.setdefault(candidate.page, PrintedNumber(str(candidate.number), None))
    return found


def _bare(
    page: int, lines: Sequence[SourceLine], running: set[str], pages: int
) -> Iterator[_Candidate]:
    """Yield the numbers that stand alone on the first or the last line, or call themselves one."""
    own = [line for line in lines if shape_of(line.text) not in running] or lines
    outer = {lines[0].number, lines[-1].number, own[0].number, own[-1].number}
    for line in lines:
        match = BARE.fullmatch(patterns.plain(line.text))
        if match and (line.number in outer or match["worded"]):
            number = int(match["number"])
            told = bool(match["worded"]) and number == page and match["all"] == str(pages)
            yield _Candidate(page, number, line.number, told=told)


def _glued(page: int, lines: Sequence[SourceLine]) -> Iterator[_Candidate]:
    for line in lines:
        match = GLUED.fullmatch(patterns.plain(line.text))
        if match and "\t" not in line.text and not LABEL.search(match["rest"]):
            yield _Candidate(page, int(match["number"]), line.number, match["rest"].lower())


def _agreeing(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return those whose words several pages bear, each with a number of its own place."""
    alike: dict[tuple[str, int], dict[int, _Candidate]] = defaultdict(dict)
    for candidate in candidates:
        alike[candidate.words, candidate.distance].setdefault(candidate.page, candidate)
    return [c for run in alike.values() if len(run) >= AGREE_GLUED for c in run.values()]


def _beside_files(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    return [c for c in candidates if FILE_NAME.fullmatch(c.words)]


def shape_of(text: str) -> str:
    """Return a line with its figures alike, as running lines differ by the page's number."""
    return re.sub(r"\d+", "#", patterns.plain(text)).lower()
