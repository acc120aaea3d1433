"""The places in a paper where an item may open, each with what speaks for it and against it.

`find_openings` reads every line into a mark and a title. What a line shows by itself (its type, the
form of its mark, how title-like its words are) and what its run shows (how long the run of marks
of this form is, how much of the paper it spans, how much stands between two of it) are features:
numbers from about 0 to 1, weighed in `series`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.numbering.marks import Mark, Reading, read_mark
from ingest.numbering.titles import LABEL, Title, part_title
from qa.papers import UnitKind

STEP = 3
"""By how much two neighbours of a run may differ."""
LEAST_BOLD = 0.5
"""Where more of a paper's words than this are bold, bold type shows nothing."""
NAMES = (
    "bias",
    "starts",
    "bold",
    "marked",
    "capitals",
    "short",
    "long",
    "stops",
    "lower",
    "that",
    "cased",
    "tail",
    "letters",
    "brackets",
    "bracket",
    "dotted",
    "slashed",
    "bare",
    "worded",
    "wide",
    "indented",
    "behind_open",
    "row",
    "larger",
    "run",
    "span",
    "gap",
    "titled",
    "run_bold",
    "run_capitals",
    "from_one",
    "dense",
    "main",
    "business",
    "below",
    "labelled",
    "alone",
    "spaced",
)
"""The features, in the order of the weights."""


@dataclass(slots=True)
class Opening:
    """A line at which an item may open."""

    paragraph: int
    line: int
    """Within the paragraph, from 0."""
    mark: Mark | None
    title: Title
    title_paragraph: int
    """Where the title stands: the paragraph after, if the mark has a line of its own."""
    features: dict[str, float] = field(default_factory=dict)
    frames: dict[Reading, tuple[int, float]] = field(default_factory=dict)
    """By reading: the length of its run, and its worth."""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands, for order."""
        return self.paragraph, self.line

    @property
    def number(self) -> str | None:
        """The number as printed."""
        return self.mark.printed if self.mark else None


def paragraph_lines(paragraph: Paragraph) -> list[str]:
    """Return a paragraph's lines as read; of a row, its cells joined to one line."""
    if paragraph.is_row:
        cells = [cell for cell in paragraph.plain_cells if cell]
        return [" ".join(cells[:2]) if cells and read_mark(cells[0]) else " ".join(cells[:1])]
    return [line for piece in paragraph.pieces for line in piece.text.split("\n")]


def find_openings(paragraphs: Sequence[Paragraph], business: frozenset[str]) -> list[Opening]:
    """Return the lines that begin with a mark, in order, with their features.

    `business` are words that titles of items have everywhere.
    """
    texts = [paragraph_lines(p) for p in paragraphs]
    bold = trusted_bold(paragraphs)
    usual = usual_size(paragraphs)
    margin = full_line(texts)
    openings = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.unit.kind == UnitKind.HEADER and not paragraph.bold:
            continue
        for line, text in enumerate(texts[index]):
            indent = 0 if line else paragraph.indent
            if not text or not (mark := read_mark(text, indent)):
                continue
            if wordings.BULLET.match(text) and not text.lstrip().startswith(("*", "**")):
                continue
            if _cites(texts[index], line, mark, margin):
                continue
            if opening := _opening(paragraphs, texts, index, line, mark, bold, margin):
                openings.append(opening)
    for opening in openings:
        _see_line(opening, paragraphs, texts, bold, usual, business)
    _see_runs(openings, paragraphs)
    return openings


def trusted_bold(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether bold type sets headings apart in a paper: less than half of its words have it."""
    words = sum(p.words for p in paragraphs)
    return sum(p.words for p in paragraphs if p.bold) < LEAST_BOLD * max(1, words)


def usual_size(paragraphs: Sequence[Paragraph]) -> float:
    """Return the height of most of the text, in points; 0 where it is not known."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[round(paragraph.size, 1)] += paragraph.words
    return sizes.most_common(1)[0][0] if sizes else 0.0


def full_line(texts: Sequence[list[str]]) -> int:
    """Return the length of a full line, in letters; 0 where a line is a whole paragraph."""
    if sum(len(lines) > 1 for lines in texts) < WRAPPED:
        return 0
    lengths = sorted(len(line) for lines in texts for line in lines)
    return lengths[int(FULL * (len(lengths) - 1))]


CITED = re.compile(r"(?:\(\w{1,3}\))+,?\s*")
"""The bracketed numbers of a part of what is cited: of 9(1), 100A(4), 17(2)(b)."""
WRAPS = 0.8
"""Share of a full line from which on a line ends because the margin is near."""


def _cites(lines: Sequence[str], line: int, mark: Mark, margin: int) -> bool:
    """Whether a number at a line's start is cited by the sentence that wraps there: "9(1) of".

    The line above runs to the margin and ends no sentence, a bracketed number stands right behind
    the number, and the sentence goes on behind it.
    """
    above = lines[line - 1].rstrip() if line else ""
    if mark.letters or len(above) < max(1.0, WRAPS * margin) or above.endswith(STOPS):
        return False
    cited = CITED.match(lines[line], mark.end)
    if cited is None or not any(sign.isdecimal() for sign in cited[0]):
        return False
    behind = " ".join([lines[line][cited.end() :], *lines[line + 1 : line + 2]]).lstrip()
    return behind[:1].islower()


STOPS = (".", ":", ";", "!", "?")
"""How a line ends that ends a sentence, or leads in to a list."""
WRAPPED = 2
"""Paragraphs of several lines from which a paper's lines end at its margin."""
FULL = 0.95
"""So many of a paper's lines are no longer than a full one."""


def _opening(
    paragraphs: Sequence[Paragraph],
    texts: Sequence[list[str]],
    index: int,
    line: int,
    mark: Mark,
    bold: bool,
    margin: int,
) -> Opening | None:
    rest = texts[index][line][mark.end :]
    paragraph = paragraphs[index]
    if re.search(r"\w", rest):
        lines = [rest, *texts[index][line + 1 :]]
        whole = bold and paragraph.bold and line == 0
        title = part_title(lines, bold_open=mark.bold, whole=whole, margin=margin)
        return Opening(index, line, mark, title, index) if title.text else None
    if line + 1 < len(texts[index]):
        below = texts[index][line + 1 :]
        title = part_title(below, margin=margin)
        longer = Title(title.text, title.lines + 1, title.tail, title.marked)
        return Opening(index, line, mark, longer, index) if title.text else None
    after = index + 1
    while after < min(len(texts), index + 3) and not re.search(r"\w\w", "".join(texts[after])):
        after += 1
    if after >= len(texts) or paragraphs[after].is_row or not texts[after]:
        return None
    if read_mark(texts[after][0]) and not re.search(r"[A-Za-z]{3}", texts[after][0]):
        return None
    whole = bold and paragraphs[after].bold
    title = part_title(texts[after], whole=whole, margin=margin)
    return Opening(index, line, mark, title, after) if title.text else None


# What a line shows by itself


def see_title(text: str) -> dict[str, float]:
    """Return how title-like some words are."""
    words = text.split()
    letters = re.sub(r"[^A-Za-z]", "", text)
    long_words = [word for word in re.findall(r"[A-Za-z][\w'’&-]*", text) if len(word) > 3]
    cased = sum(word[0].isupper() for word in long_words) / len(long_words) if long_words else 0.0
    capitals = sum(c.isupper() for c in letters) / max(1, len(letters))
    return {
        "capitals": float(capitals > 0.7 and len(letters) >= 3),
        "short": float(len(words) <= 8),
        "long": min(1.0, max(0.0, (len(words) - 12) / 20)),
        "stops": float(text.rstrip().endswith((".", ";", ","))),
        "lower": float(text[:1].islower()),
        "that": float(words[0].lower() in ("that", "bod")) if words else 0.0,
        "cased": cased,
    }


def _see_line(
    opening: Opening,
    paragraphs: Sequence[Paragraph],
    texts: Sequence[list[str]],
    bold: bool,
    usual: float,
    business: frozenset[str],
) -> None:
    mark, title = opening.mark, opening.title
    assert mark is not None
    paragraph = paragraphs[opening.title_paragraph]
    lines = texts[opening.paragraph]
    before = lines[opening.line - 1] if opening.line else _last_words(texts, opening.paragraph)
    raw_end = lines[opening.line].rstrip() if opening.title_paragraph == opening.paragraph else ""
    words = {word.lower().strip("’'.,:") for word in title.text.split()}
    after = opening.title_paragraph + 1
    labelled = any(LABEL.match(p.plain) for p in paragraphs[after : after + 3] if p.words <= 3)
    alone = not title.tail and (
        opening.title_paragraph != opening.paragraph or opening.line + title.lines >= len(lines)
    )
    opening.features = see_title(title.text) | {
        "bias": 1.0,
        "starts": float(opening.line == 0),
        "bold": float(bold and paragraph.bold),
        "marked": float(title.marked or lines[opening.line].lstrip().startswith("#")),
        "tail": float(bool(title.tail)),
        "letters": float(mark.letters),
        "brackets": float(mark.closed == "()"),
        "bracket": float(mark.closed == ")"),
        "dotted": float(mark.style == "dotted"),
        "slashed": float(mark.style in ("slashed", "prefixed")),
        "bare": float(mark.closed == ""),
        "worded": float(mark.worded),
        "wide": float(max(r.count for r in mark.readings) >= 20 and not mark.letters),
        "indented": float(mark.indent > 0),
        "behind_open": float(before.rstrip(" *_\\").endswith((":", ";", ",", "–", "-", " and"))),
        "row": float(paragraphs[opening.paragraph].is_row),
        "larger": float(paragraph.size > usual + 0.5),
        "business": float(bool(words & business)),
        "labelled": float(labelled),
        "alone": float(alone),
        "stops": float(raw_end.rstrip("* ").endswith((".", ";")) and not title.tail),
        "spaced": float(opening.line == 0 and alone and title.lines == 1),
    }


def _last_words(texts: Sequence[list[str]], index: int) -> str:
    for before in range(index - 1, max(-1, index - 4), -1):
        if texts[before] and texts[before][-1].strip():
            return texts[before][-1]
    return ""


# What its run shows


@dataclass(frozen=True, slots=True)
class _Trail:
    """The longest run of one frame up to an opening, or from it on, the opening included."""

    worth: float
    """How many it has, less those that are missing between them."""
    count: int
    place: int
    """Words of the paper before its far end."""
    far: int
    """The number at its far end."""
    titled: float
    bold: float
    capitals: float
    business: float


_Trails = dict[tuple[int, Reading], _Trail]


def _see_runs(openings: Sequence[Opening], paragraphs: Sequence[Paragraph]) -> None:
    """Add the features of the longest rising run of one frame in which each opening stands."""
    words_before = [0]
    for paragraph in paragraphs:
        words_before.append(words_before[-1] + paragraph.words)
    total = max(1, words_before[-1])
    behind = _trails(openings, words_before, forwards=True)
    ahead = _trails(openings, words_before, forwards=False)
    runs = {key: _joined(behind[key], ahead[key], total) for key in behind}
    longest = max((run["span"] for run in runs.values() if run["count"] > 1), default=0.0)
    for at, opening in enumerate(openings):
        assert opening.mark is not None
        of_readings = {r: runs[at, r] for r in opening.mark.readings}
        best = max(of_readings.values(), key=lambda run: (run["count"], run["span"]))
        opening.frames = {r: (int(run["count"]), run["span"]) for r, run in of_readings.items()}
        count = best["count"]
        opening.features |= {
            "run": min(1.0, math.log2(count) / 4),
            "span": best["span"],
            "gap": min(1.0, math.log2(1 + best["gap"]) / 8),
            "titled": best["titled"],
            "run_bold": best["bold"],
            "run_capitals": best["capitals"],
            "from_one": float(best["first"] == 1),
            "dense": best["dense"],
            "main": best["span"] / longest if longest and count > 1 else 0.0,
            "below": best["business"],
        }


def _trails(openings: Sequence[Opening], words_before: Sequence[int], *, forwards: bool) -> _Trails:
    """Return the run behind each opening, or ahead of it, by its place and reading."""
    trails: _Trails = {}
    best: dict[tuple[str, int], _Trail] = {}
    step = -1 if forwards else 1
    for at in range(len(openings)) if forwards else range(len(openings) - 1, -1, -1):
        opening = openings[at]
        assert opening.mark is not None
        look = opening.features
        titled = look["short"] * (1 - look["stops"]) * (1 - look["lower"])
        bold = max(look["bold"], look["marked"])
        found: list[tuple[tuple[str, int], _Trail]] = []
        for reading in opening.mark.readings:
            before, worth = None, 0.0
            for distance in range(1, STEP + 1):
                near = best.get((reading.frame, reading.count + step * distance))
                if near and near.worth - 0.5 * (distance - 1) > worth:
                    before, worth = near, near.worth - 0.5 * (distance - 1)
            trail = _Trail(
                worth + 1,
                (before.count if before else 0) + 1,
                before.place if before else words_before[opening.paragraph],
                before.far if before else reading.count,
                (before.titled if before else 0.0) + titled,
                (before.bold if before else 0.0) + bold,
                (before.capitals if before else 0.0) + look["capitals"],
                (before.business if before else 0.0) + look["business"],
            )
            trails[at, reading] = trail
            found.append(((reading.frame, reading.count), trail))
        for key, trail in found:
            if key not in best or best[key].worth <= trail.worth:
                best[key] = trail
    return trails


def _joined(behind: _Trail, ahead: _Trail, total: int) -> dict[str, float]:
    """Return what shows of a run, of which the two trails share one opening.

    Shares leave the shared opening counted twice, which moves them little.
    """
    count = behind.count + ahead.count - 1
    both = behind.count + ahead.count
    words = ahead.place - behind.place
    return {
        "count": float(count),
        "span": words / total,
        "gap": words / max(1, count - 1),
        "first": float(behind.far),
        "dense": count / max(count, ahead.far - behind.far + 1),
        "titled": (behind.titled + ahead.titled) / both,
        "bold": (behind.bold + ahead.bold) / both,
        "capitals": (behind.capitals + ahead.capitals) / both,
        "business": min(1.0, (behind.business + ahead.business) / both * 3),
    }
