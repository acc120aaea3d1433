"""Find the columns of a table: by the lines ruled down it, and by white space.

A printed line falls into pieces at wide gaps and between figures. Columns are cut where white space
runs down between the pieces of all lines, or where the headings show it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from ingest.readers.pdf.ruling import Rule
from ingest.readers.pdf.words import Box, Word

OPENINGS = frozenset("([-+–−—£€$nNtT.")
"""The first characters, other than digits, of a figure or of what stands in its place."""


@dataclass(slots=True)
class Piece:
    """Words that stand together on a printed line of a table; never changed once made."""

    words: tuple[Word, ...]
    left: float = field(init=False)
    right: float = field(init=False)
    is_figure: bool = field(init=False)
    """Whether this is a sum, a share, or a dash in the place of one."""
    is_sum: bool = field(init=False)
    """Whether this is a figure with digits that is no year."""

    def __post_init__(self) -> None:
        """Find the edges, and whether this is a figure: both are needed many times."""
        self.left = self.words[0].box.left
        self.right = max([word.box.right for word in self.words])
        opening = self.words[0].text[0]
        self.is_figure = self.is_sum = False
        if opening in OPENINGS or opening.isdecimal():
            text = "".join([word.text for word in self.words])
            self.is_figure = is_figure(text)
            self.is_sum = self.is_figure and is_sum(text)

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.left + self.right) / 2

    def is_aligned(self, other: Piece, within: float) -> bool:
        """Whether left edges, right edges or centres are this near, in points."""
        return (
            abs(self.right - other.right) < within
            or abs(self.left - other.left) < within
            or abs(self.centre - other.centre) < within
        )

    def parted(self, cuts: Sequence[float]) -> list[Piece]:
        """Return the words parted where a cut lies between the centres of two of them."""
        if bisect_right(cuts, self.left) == bisect_right(cuts, self.right):
            return [self]
        parts: list[list[Word]] = []
        before = 0
        for word in self.words:
            place = bisect_right(cuts, word.box.centre)
            if parts and place <= before:
                parts[-1].append(word)
            else:
                parts.append([word])
            before = place
        return [Piece(tuple(part)) for part in parts] if len(parts) > 1 else [self]


EMPTY_FIGURE = re.compile(r"[-–—]|n/?a|N/?A|[Nn]il|NIL|TBC|tbc|\.\.")


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure alone: `1,204.5`, `(3.1)`, `-2%`, `10-15%`, `-`, `n/a`."""
    return _is_number(text) or EMPTY_FIGURE.fullmatch(text) is not None


MOST_REMEMBERED = 8192
"""How many words are remembered as numbers or not."""
FIGURE = re.compile(
    r"(?![(\[]?[£€$]0{3})"  # what figures are counted in
    r"[(\[]?[-+–−]?[£€$]?[-+–−]?(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d+)?(?:%|p|m|k|bn|M|K)?[)\]]?[*†‡^⁰¹²³⁴-⁹]{0,3}"
)


@lru_cache(maxsize=MOST_REMEMBERED)
def _is_number(text: str) -> bool:
    """Whether a word is a number as tables print it; remembered, as words come often."""
    if FIGURE.fullmatch(text):
        return True
    return RANGE.fullmatch(text) is not None and not YEARS.fullmatch(text)


RANGE = re.compile(
    r"(?=.*(?:[,.£€$%]|\d{3}))[£€$]?\d[\d,.]*%?[-–—](?!\d\d$)[£€$]?\d[\d,.]*(?:%|m|k|bn)?"
)
"""A sum between two, such as 1,500-2,500; years (2024-25, 2021-2038) are none."""
YEARS = re.compile(r"(?:19|20)\d\d(?:[-–—](?:19|20)\d\d)?")


def is_sum(text: str) -> bool:
    """Whether a cell holds a number that is no year."""
    return _is_number(text) and not YEARS.fullmatch(text)


@dataclass(slots=True)
class Line:
    """A printed line, its words from the left, and the pieces into which gaps part them."""

    words: list[Word]
    pieces: list[Piece] = field(init=False)

    def __post_init__(self) -> None:
        """Part the words at wide gaps and between figures, once for all uses."""
        self.pieces = _part_pieces(self.words)

    @property
    def middle(self) -> float:
        """Half way down, all words taken together."""
        return sum([word.box.middle for word in self.words]) / len(self.words)

    def parted(self, cuts: Sequence[float]) -> list[Piece]:
        """Return the pieces, parted at cuts as well; these are given from the left."""
        if not cuts:
            return self.pieces
        return [part for piece in self.pieces for part in piece.parted(cuts)]


NARROW = 0.6
"""Points of white space between two columns of which one has figures."""


def _part_pieces(line: Sequence[Word]) -> list[Piece]:
    """Part the words of a line, given from the left, at wide gaps and between figures."""
    if not line:
        return []
    gaps = [b.box.left - a.box.right for a, b in pairwise(line)]
    wide = _wide(line, gaps)
    pieces = [[line[0]]]
    for last, word, gap in zip(line, line[1:], gaps, strict=False):
        if gap > wide or (
            gap > NARROW and not last.text[0].isalpha() and _are_figures(last, word, gap)
        ):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return [Piece(tuple(piece)) for piece in pieces]


WIDE = 0.85
"""White space between two words that parts cells, as a share of the type's height."""
SPACED = 1.6
"""In a line that is spaced out, gaps are less than this many times the usual wide gap."""


def _wide(line: Sequence[Word], gaps: Sequence[float]) -> float:
    """Return in points how wide a gap parts cells; more in a line that is spaced out."""
    usual = WIDE * min([word.box.bottom - word.box.top for word in line])
    if not gaps or max(gaps) <= usual:
        return usual
    spaced = sorted(
        gap
        for a, b, gap in zip(line, line[1:], gaps, strict=False)
        if gap < SPACED * usual and not (_is_number(a.text) or _is_number(b.text))
    )
    if len(spaced) < 3 or spaced[0] < 0.5 * usual or spaced[-2] > 1.4 * spaced[0]:
        return usual
    return max(usual, 1.3 * spaced[-2])


def _are_figures(last: Word, word: Word, gap: float) -> bool:
    """Whether two words are figures of two columns."""
    if not (_is_number(last.text) and _is_number(word.text)):
        return False
    # A telephone number and a financial year are groups of plain digits, a space apart.
    plain = last.text.isdigit() and word.text.isdigit()
    return not plain or gap > 0.5 * word.box.height


EDGE = 3.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: where each begins and ends, and which cuts are ruled."""

    cuts: tuple[float, ...]
    """Left edge, cuts between columns, right edge."""
    ruled: frozenset[float]
    """The cuts at which a line is ruled, be it not all the way down."""
    down: tuple[Rule, ...]

    def __len__(self) -> int:
        """Count the columns."""
        return len(self.cuts) - 1

    @property
    def is_grid(self) -> bool:
        """Whether lines in ink, not the edges of shading, part columns."""
        return any(
            rule.ruled and any(abs(rule.at - cut) < EDGE for cut in self.ruled)
            for rule in self.down
        )

    def ruled_at(self, height: float) -> list[float]:
        """Return the cuts at which a line is ruled at this distance from the top."""
        return [
            cut
            for cut in self.cuts[1:-1]
            if any(
                abs(rule.at - cut) < EDGE and rule.start - 1 <= height <= rule.end + 1
                for rule in self.down
            )
        ]

    def column(self, piece: Piece) -> int:
        """Return the column in which a piece begins."""
        begin, end = piece.left, piece.right
        wanted = min(EDGE, 0.5 * (end - begin))
        for index, (left, right) in enumerate(pairwise(self.cuts)):
            if min(right, end) - max(left, begin) > wanted:
                return index
        return 0 if piece.centre < self.cuts[0] else len(self) - 1

    def cell(self, centre: float) -> int:
        """Return the column in which a point stands."""
        return sum(1 for cut in self.cuts[1:-1] if cut <= centre)


DOWN_SHARE = 0.35
"""Share of a table's height that a line down it runs when it parts columns."""


def find_columns(lines: Sequence[Line], down: Sequence[Rule], frame: Box) -> Columns:
    """Return the columns of a table from the printed lines in its frame."""
    height = max(frame.bottom - frame.top, 1.0)
    tall: list[float] = []
    for at, rules in by_place(down):
        if sum(rule.length for rule in rules) >= DOWN_SHARE * height:
            tall.append(at)
    inner = [at for at in tall if frame.left + EDGE < at < frame.right - EDGE]
    bounds = [frame.left, *inner, frame.right]
    cuts = [frame.left]
    parted = [line.parted(inner) for line in lines]
    figures = [i for i, pieces in enumerate(parted) if any(p.is_figure for p in pieces)]
    first = next(
        (i for i in figures if any(p.is_sum for p in parted[i])), figures[0] if figures else 0
    )  # years may head the columns
    for left, right in pairwise(bounds):
        for gap in [*_gaps_between(parted, first, left, right), right]:
            cuts += _gaps_of_empty(parted, first, cuts[-1], gap)
            cuts.append(gap)
    filled = _drop_empty(cuts, lines)
    return Columns(tuple(filled), frozenset(inner), tuple(down))


def by_place(down: Sequence[Rule]) -> list[tuple[float, list[Rule]]]:
    """Return the lines ruled down, from the left, those of one place together."""
    places: list[tuple[float, list[Rule]]] = []
    for rule in sorted(down, key=lambda r: r.at):
        if places and rule.at - places[-1][0] < EDGE:
            places[-1][1].append(rule)
        else:
            places.append((rule.at, [rule]))
    return places


def _gaps_between(
    lines: Sequence[Sequence[Piece]], first: int, left: float, right: float
) -> list[float]:
    """Return where white space runs all the way down, between two lines ruled down a table.

    `first` is the first line with a figure; headings above it may be wider than their columns.
    """
    within = [[p for p in pieces if left <= p.centre < right] for pieces in lines]
    heads = [piece for pieces in within[:first] for piece in pieces]
    telling = [part for part, whole in zip(within, lines, strict=True) if len(whole) > 1]
    body = [
        part for part, whole in zip(within[first:], lines[first:], strict=True) if len(whole) > 1
    ]
    if len(body) > 1 and any(p.is_figure for pieces in body for p in pieces):
        telling = body
    if sum(len(pieces) > 1 for pieces in telling) < 2 and not any(
        len(pieces) > 2 for pieces in telling
    ):
        return _gaps_of_heads(within, first)
    stacks: list[list[Piece]] = []
    reach = 0.0
    shown = [p for pieces in telling for p in pieces]
    shown += _apart((p for pieces in within[first:] for p in pieces if len(pieces) == 1), shown)
    for piece in sorted(shown, key=lambda p: p.left):
        figures = stacks and (piece.is_figure or any(p.is_figure for p in stacks[-1]))
        if not stacks or piece.left - reach > (NARROW if figures else 2.0):
            stacks.append([])
        stacks[-1].append(piece)
        reach = max(reach, piece.right)
    lowest = next((pieces for pieces in reversed(within[:first]) if len(pieces) > 1), [])
    cuts = [_cut(before, after, heads, lowest) for before, after in pairwise(stacks)]
    cuts = [cut for cut in cuts if not _is_crossed(cut, within[first:])]
    return cuts or _gaps_of_heads(within, first)


def _is_crossed(cut: float, lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether more lines run on over a cut than are parted there, as those of a text do."""
    over = [any(p.left < cut - 2.0 and p.right > cut + 2.0 for p in pieces) for pieces in lines]
    parted = sum(
        not crossed and len(pieces) > 1 and pieces[0].left < cut < pieces[-1].right
        for crossed, pieces in zip(over, lines, strict=True)
    )
    return sum(over) > parted


def _gaps_of_heads(within: Sequence[Sequence[Piece]], first: int) -> list[float]:
    """Return where two lines of headings show columns, though all but one of these are empty."""
    heads = sorted((p for pieces in within[:first] for p in pieces), key=lambda p: p.left)
    if sum(len(pieces) > 2 for pieces in within[:first]) < 2:
        return []
    cuts = []
    reach = heads[0].right
    for piece in heads[1:]:
        if piece.left - reach > 2.0:
            cuts.append((reach + piece.left) / 2)
        reach = max(reach, piece.right)
    body = [p for pieces in within[first:] for p in pieces]
    return [cut for cut in cuts if not any(p.left < cut < p.right for p in body)]


def _apart(alone: Iterable[Piece], shown: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, alone on their lines, that stand to the left of all others."""
    left = min(p.left for p in shown)
    return [piece for piece in alone if piece.right < left - 2.0]


def _cut(
    before: Sequence[Piece],
    after: Sequence[Piece],
    heads: Sequence[Piece],
    lowest: Sequence[Piece],
) -> float:
    """Return where to cut between two columns; over figures set right, headings reach left.

    `lowest` are the headings of the lowest line, none of which is over several columns.
    """
    reach, start = max(p.right for p in before), min(p.left for p in after)
    labels = not any(p.is_figure for p in before)
    if _set_right(after, heads) and (labels or _set_right(before, heads)):
        return min(reach + 1.0, (reach + start) / 2)
    return _free(reach, start, lowest)


def _free(left: float, right: float, heads: Sequence[Piece]) -> float:
    """Return the middle between two columns, or a place beside it where it would cut a heading."""
    over = sorted((w.box.left, w.box.right) for piece in heads for w in piece.words)
    middle = (left + right) / 2
    if not any(start < middle < end for start, end in over):
        return middle
    gaps: list[tuple[float, float]] = []
    reach = left
    for start, end in [*over, (right, right)]:
        if end <= reach or start > right:
            continue
        gaps.append((min(start, right) - reach, (reach + min(start, right)) / 2))
        reach = end
    wide, middle = max(gaps, default=(0.0, 0.0))
    return middle if wide >= NARROW else (left + right) / 2


LEVEL = 1.2
"""Points within which edges are aligned."""


def _set_right(pieces: Sequence[Piece], heads: Sequence[Piece]) -> bool:
    """Whether figures, or figures and their heading, end at the same place."""
    figures = [piece for piece in pieces if piece.is_figure]
    if 2 * len(figures) <= len(pieces):
        return False
    rights, lefts = [p.right for p in figures], [p.left for p in figures]
    if max(rights) - min(rights) > LEVEL:
        return False
    if max(lefts) - min(lefts) > LEVEL:
        return True
    return any(abs(head.right - rights[0]) < LEVEL for head in heads)


def _gaps_of_empty(
    lines: Sequence[Sequence[Piece]], first: int, left: float, right: float
) -> list[float]:
    """Return where a column's headings part it, though only one of them has figures below it.

    One line of headings shows the parts; another one has a word over each of them.
    """
    heads = [[p for p in pieces if left <= p.centre < right] for pieces in lines[:first]]
    shown = max(heads, key=len, default=[])
    if len(shown) < 2 or any(len(piece.words) > 2 for piece in shown):
        return []
    above = [[w for p in pieces for w in p.words] for pieces in heads if pieces is not shown]
    telling = [words for words in above if len(words) >= len(shown)]
    if not telling:
        return []
    body = [p for pieces in lines[first:] for p in pieces if left <= p.centre < right]
    figures = [p.words for p in body if p.is_figure]
    cuts = _cuts_between(shown, telling, figures)
    return [] if any(p.left < cut < p.right for cut in cuts for p in body) else cuts


def _cuts_between(
    shown: Sequence[Piece], heads: Sequence[Sequence[Word]], figures: Sequence[Sequence[Word]]
) -> list[float]:
    """Return a cut between each two parts that headings show; none where words cross it."""
    parts = [list(piece.words) for piece in shown]

    def place(words: Sequence[Word]) -> None:
        for word in words:
            nearest = min(parts, key=lambda part: abs(part[0].box.right - word.box.right))
            nearest.append(word)

    for words in heads:
        place(words)
    if any(len(part) < 2 for part in parts):
        return []
    for words in figures:
        place(words)
    cuts = []
    for before, after in pairwise(parts):
        reach, start = max(w.box.right for w in before), min(w.box.left for w in after)
        if start - reach <= NARROW:
            return []
        cuts.append((reach + start) / 2)
    return cuts


STRIP = 25.0
"""Points up to which an empty column is a coloured bar."""


def _drop_empty(cuts: Sequence[float], lines: Sequence[Line]) -> list[float]:
    """Drop the strips in which nothing is printed, such as coloured bars."""
    centres = [word.box.centre for line in lines for word in line.words]
    kept = [cuts[0]]
    for left, right in pairwise(cuts):
        if right - left < STRIP and not any(left <= centre < right for centre in centres):
            continue
        kept.append(right)
    kept[-1] = cuts[-1]
    return kept
