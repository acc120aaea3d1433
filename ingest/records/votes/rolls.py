"""Recorded votes as lists and columns: who voted for, against, or not at all.

A list has a label for each side ("Those voting FOR the motion:", "For (9) –", "Against: None") and
names or a count behind it, on the same line or below. A table has a column a side, with names
under it, or a line a member with a mark under the side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.layout.paragraphs import Paragraph
from ingest.records.motions.movers import VERB
from ingest.records.people import NOBODY, names_in, tidy
from ingest.records.votes.figures import SIDES, Counts, in_figures

_SIDE = "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in SIDES.items())
_LEAD = (
    r"(?:the following |those |all |number of )?(?:(?:members?|councillors?|cllrs?|votes?)\s+)?(?:present\s+)?"
    r"(?P<voting>(?:who\s+)?(?:voted|voting|vote|cast|recorded)\s+)?"
)
_TARGET = (
    r"(?P<target>(?:\s+(?:of\s+)?(?:the|this|y|yr)\s+[A-Za-z][\w.’' ]{1,70}?|\s+from voting)?)"
)
_COUNT = r"(?:\s*(?:were\s*)?[:=–—-]*\s*\(?(?P<n>\d{1,3})\b\)?(?!\s*(?:days|months|years|weeks|hours|%|per\b|st\b|nd\b|rd\b|th\b)|[.,:/]\d))"
LABEL = re.compile(
    rf"(?:^|(?<=[\n;:.|,\t(])|(?<=[-–—]))[ \t\W]{{0,4}}(?:and )?(?P<lead>{_LEAD})(?:{_SIDE}|(?P<yes>yes)|(?P<no>no))(?![\w’'])"
    rf"{_TARGET}\s*(?:{_COUNT}(?:\s*(?:votes?|members?)\b)?(?:\s*[:=–—-]+)?|[:=]+[\s–—-]*|\s[–—-]+\s|$(?=\s*\Z))",
    re.I | re.M,
)
_TOTAL = re.compile(r"^\W*total\W*(?P<n>\d{1,3})\b", re.I)
_TRAILING = re.compile(r"\((?P<n>\d{1,3})\)\W*$")
_SPOKEN = re.compile(
    r"\b(?:motion|amendment|carried|lost|resolved|declared|agreed|voted|accordingly|therefore|council then|committee then)\b",
    re.I,
)
LONGEST_ROLL = 160
"""Paragraphs of a recorded vote at most: a line a member."""


@dataclass(slots=True)
class Side:
    """One side of a recorded vote."""

    name: str
    target: str
    voting: bool
    count: int | None = None
    names: list[str] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """How many voted so: as printed, else as named."""
        return self.count if self.count is not None else (len(self.names) or None)


@dataclass(slots=True)
class Roll:
    """A recorded vote: its sides and the paragraphs [first, last] in which it stands."""

    first: int
    last: int
    start: int
    end: int
    """Where it begins in the text of its first paragraph, and ends in that of its last."""
    sides: list[Side]

    @property
    def counts(self) -> Counts:
        """The counts by side; of two sides `for` something the second is against."""
        found: Counts = {}
        for side in self.in_order():
            name = "against" if side.name == "for" and "for" in found else side.name
            if side.number is not None and name not in found:
                found[name] = side.number
        return found

    def names(self, wanted: str) -> tuple[str, ...]:
        """Return who voted so."""
        seen: list[Side] = self.in_order()
        fors = [side for side in seen if side.name == "for"]
        if wanted == "against" and len(fors) > 1:
            return tuple(fors[1].names)
        return tuple(next((side.names for side in seen if side.name == wanted), ()))

    def in_order(self) -> list[Side]:
        """Return the sides; of motion and amendment the motion comes first."""
        motion_second = [s for s in self.sides if s.name == "for" and _OF_MOTION.search(s.target)]
        if motion_second and self.sides.index(motion_second[0]):
            return sorted(self.sides, key=lambda side: side is not motion_second[0])
        return self.sides

    @property
    def divided(self) -> tuple[str, ...]:
        """What the two sides were for, where they were for two things."""
        fors = [side.target for side in self.in_order() if side.name == "for"]
        return tuple(fors) if len(fors) > 1 else ()


_OF_MOTION = re.compile(r"\b(?:motion|recommendation)", re.I)


def text_of(paragraph: Paragraph) -> str:
    """Return a paragraph's text without marks, a line a line."""
    if paragraph.is_row:
        return "\n".join(cell for cell in paragraph.plain_cells if cell)
    return "\n".join(line for line in paragraph.plain_lines if line)


def read_rolls(paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> list[Roll]:
    """Return the recorded votes of an item, in order. `texts` are `text_of` its paragraphs."""
    rolls: list[Roll] = []
    index = 0
    while index < len(paragraphs):
        table = _read_columns(paragraphs, index)
        if table:
            rolls.append(table)
            index = table.last + 1
            continue
        found, index = _read_list(paragraphs, texts, index)
        rolls += found
    return rolls


# Lists


def _read_list(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], index: int
) -> tuple[list[Roll], int]:
    """Return the rolls that begin in a paragraph, and the index of the paragraph to look at next."""
    if not LABEL.search(in_figures(texts[index])):
        return [], index + 1
    rolls: list[Roll] = []
    roll: Roll | None = None
    at = index
    while at < len(paragraphs) and at - index < LONGEST_ROLL:
        text = in_figures(texts[at])
        labels = list(LABEL.finditer(text))
        if not labels or (VERB.search(text[: labels[0].start()]) and at > index):
            if roll is None or not _goes_on(roll, text):
                break
            at += 1
            continue
        if roll and _breaks(text[: labels[0].start()]):
            break
        for number, label in enumerate(labels):
            side = _side(label)
            if side is None:
                continue
            end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
            if roll is None or _is_full(roll, side):
                roll = Roll(at, at, label.start(), end, [])
                rolls.append(roll)
            roll.sides.append(side)
            roll.last, roll.end = at, end
            _fill(side, text[label.end() : end])
        if roll is None:
            break
        at += 1
    sound = [each for each in rolls if _is_sound(each)]
    return sound, max((each.last for each in sound), default=index) + 1


def _side(label: re.Match[str]) -> Side | None:
    name = next((n for n in SIDES if label[n.replace(" ", "_")]), None)
    if name is None:
        name = "for" if label["yes"] else "against"
    count = int(label["n"]) if label["n"] else None
    return Side(name, label["target"].strip(), bool(label["voting"]), count)


def _is_full(roll: Roll, side: Side) -> bool:
    """Whether a further label belongs to another vote."""
    names = [each.name for each in roll.sides]
    if side.name != "for":
        return side.name in names
    fors = [each for each in roll.sides if each.name == "for"]
    apart = len(fors) == 1 and bool(side.target) and side.target != fors[0].target
    return bool(fors) and (not apart or "against" in names)


def _fill(side: Side, text: str) -> None:
    """Put what stands behind a label under its side."""
    if NOBODY.match(text.strip(" .")) and text.strip(" .–-\n"):
        side.count = 0 if side.count is None else side.count
        return
    if trailing := _TRAILING.search(text):
        side.count = int(trailing["n"]) if side.count is None else side.count
        text = text[: trailing.start()]
    # A sentence may follow the list in its paragraph.
    for part in (text, re.split(r"(?<=[a-z]{3})\.\s", text)[0]):
        if names := names_in(part):
            side.names += names
            return


def _goes_on(roll: Roll, text: str) -> bool:
    """Whether a paragraph without a label belongs to the last side; its names are put there."""
    side = roll.sides[-1]
    if total := _TOTAL.match(text):
        side.count = int(total["n"])
        roll.last += 1
        roll.end = len(text)
        return True
    if side.count is not None and len(side.names) >= side.count:
        return False
    if NOBODY.match(text):
        side.count = 0
    elif _breaks(text) or not (names := names_in(text)):
        return False
    else:
        side.names += names
    roll.last += 1
    roll.end = len(text)
    return True


def _breaks(text: str) -> bool:
    """Whether words between two labels end a list."""
    return bool(_SPOKEN.search(text))


def _is_sound(roll: Roll) -> bool:
    """Whether it is surely a vote: two sides are counted, or one by the words of voting."""
    counts = roll.counts
    if "for" in counts and "against" in counts:
        return True
    voting = any(side.voting for side in roll.sides)
    return voting and ("for" in counts or "against" in counts) and len(roll.sides) > 1


# Tables

_COLUMN = re.compile(
    rf"\W*(?:members? |councillors? |votes? )?(?:voting |voted )?(?:{_SIDE}|(?P<yes>yes)|(?P<no>no))\s*(?:\(?(?P<n>\d{{1,3}})\)?)?\W*$",
    re.I,
)
_MARK = re.compile(r"\W*(?:x|✓|✔|√|☑|☒|y|yes|1|•)\W*$|[✓✔√☑☒•]", re.I)
_VOTE_COLUMN = re.compile(r"\W*votes?(?: cast)?\W*$", re.I)
LEAST_ROWS = 1


def _read_columns(paragraphs: Sequence[Paragraph], index: int) -> Roll | None:
    """Return the recorded vote whose table begins with a paragraph; None where none does."""
    head = [cell.strip() for cell in _cells(paragraphs[index])]
    sides = {place: side for place, cell in enumerate(head) if (side := _column(cell))}
    by_word = next((i for i, cell in enumerate(head) if _VOTE_COLUMN.match(cell)), None)
    if len(sides) < 2 and (by_word is None or len(head) < 2):
        return None
    named = len(sides) < len([cell for cell in head if cell])
    rows = _rows_below(paragraphs, index)
    if len(rows) < LEAST_ROWS:
        return None
    if len(sides) < 2:
        sides = {}
        for cells in rows:
            _by_word(cells, by_word or 0, sides)
    else:
        for cells in rows:
            _by_column(cells, sides, named=named or not _has_names(rows, sides))
    found = [side for side in sides.values() if side.names or side.count is not None]
    for side in sides.values():
        if side.count is None:
            side.count = len(side.names)
    if not found:
        return None
    ordered = sorted(sides.values(), key=lambda side: list(SIDES)[::-1].index(side.name))
    last = index + len(rows)
    return Roll(index, last, 0, len(text_of(paragraphs[last])), ordered)


def _cells(paragraph: Paragraph) -> tuple[str, ...]:
    return paragraph.plain_cells if "\t" in paragraph.unit.text else ()


def _column(cell: str) -> Side | None:
    match = _COLUMN.match(in_figures(cell)) if cell else None
    if match is None:
        return None
    name = next((n for n in SIDES if match[n.replace(" ", "_")]), None)
    name = name or ("for" if match["yes"] else "against")
    return Side(name, "", True, int(match["n"]) if match["n"] else None)


def _rows_below(paragraphs: Sequence[Paragraph], index: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for paragraph in paragraphs[index + 1 : index + 1 + LONGEST_ROLL]:
        cells = _cells(paragraph)
        if not cells and not (paragraph.is_row and paragraph.printed):
            break
        printed = paragraph.printed.split("\t") if paragraph.printed else list(cells)
        rows.append(tuple(" ".join(cell.split()) for cell in printed))
    return rows


def _has_names(rows: Sequence[tuple[str, ...]], sides: dict[int, Side]) -> bool:
    return any(names_in(cells[p]) for cells in rows for p in sides if p < len(cells) and cells[p])


def _by_column(cells: tuple[str, ...], sides: dict[int, Side], *, named: bool) -> None:
    """Read a row of a table with a column a side: marks behind a name, counts, or names."""
    for place, side in sides.items():
        cell = cells[place] if place < len(cells) else ""
        if not cell:
            continue
        if named and _MARK.match(cell):
            who = next((c for p, c in enumerate(cells) if c and p not in sides), "")
            if who and not re.match(r"(?i)\W*totals?\b", who):
                side.names.append(tidy(who))
        elif re.fullmatch(r"\d{1,3}", cell):
            side.count = int(cell)
        else:
            side.names += names_in(cell)


def _by_word(cells: tuple[str, ...], place: int, sides: dict[int, Side]) -> None:
    """Read a row of a table that says in one column how each member voted."""
    side = _column(cells[place]) if place < len(cells) else None
    who = next((c for p, c in enumerate(cells) if c and p != place), "")
    if side is None or not who:
        return
    kept = next((each for each in sides.values() if each.name == side.name), None)
    if kept is None:
        kept = sides[len(sides)] = side
    kept.names.append(tidy(who))
