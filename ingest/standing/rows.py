"""What a row of a table in minutes decides, by the columns of its table.

Clerks keep grants, planning applications, actions and elections in tables. A column says what
became of each row's matter, or who proposed and who seconded the one that was elected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.paragraphs import Paragraph
from ingest.standing.features import verb_groups
from ingest.standing.sentences import word_lists
from qa.papers import Standing

OUTCOME_COLUMNS = word_lists()["outcome_columns"]
"""Names of columns that say what was decided, whatever words stand in them."""
ANSWER_COLUMNS = word_lists()["answer_columns"]
"""Names of columns that may say what was decided, and may only comment or ask."""
MOVER_COLUMNS = word_lists()["mover_columns"]
"""Names of columns that say who proposed or seconded."""
SHORT_ROW = 40
"""Words up to which cells beside the outcome are given with it."""
NAMES = 6
"""Words of a column's name, at most."""
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
STANDING_OF = {
    "act": Standing.DECIDED,
    "refuse": Standing.DECIDED,
    "all": Standing.DECIDED,
    "carry": Standing.DECIDED,
    "note": Standing.NOTED,
    "defer": Standing.DEFERRED,
    "lose": Standing.LOST,
    "recommend": Standing.RECOMMENDED,
}
"""What the first verb of an outcome says of it."""
BARE_RECOMMENDS = frozenset(("recommend", "recommends", "recommended"))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that say what was decided; None where it has none such."""

    outcome: int | None = None
    answer: int | None = None
    movers: tuple[int, ...] = ()

    @property
    def known(self) -> bool:
        """Whether a row of the table can be read by them."""
        return self.outcome is not None or self.answer is not None or len(self.movers) == 2


@dataclass(frozen=True, slots=True)
class RowDecision:
    """The cells of a row in which it is decided, verbatim, and what is."""

    text: str
    standing: Standing


def columns_of(names: Sequence[str]) -> Columns:
    """Return which of a table's columns, by their names, say what was decided."""
    outcome = answer = None
    movers: list[int] = []
    for place, name in enumerate(names):
        words = [word.lower() for word in WORD.findall(name)]
        if not words or len(words) > NAMES:
            continue
        if OUTCOME_COLUMNS & set(words):
            outcome = place
        elif ANSWER_COLUMNS & set(words):
            answer = place
        elif MOVER_COLUMNS & set(words):
            movers.append(place)
    return Columns(outcome, answer, tuple(movers))


def header_columns(paragraph: Paragraph) -> Columns | None:
    """Return the columns that a row names, where it is a table's header; else None."""
    cells = cells_of(paragraph)
    short = all(len(cell.split()) <= NAMES for cell in cells)
    columns = columns_of(cells) if len(cells) > 1 and short else Columns()
    named = columns.movers or (columns.outcome is not None and columns.outcome > 0)
    plain = not any(re.search(r"\d|£", cell) for cell in cells)
    label = columns.answer is not None and plain and len(cells) > 2
    return columns if plain and (named or label) and _are_names(cells, columns) else None


def _are_names(cells: Sequence[str], columns: Columns) -> bool:
    """Whether cells that name an outcome do nothing else: "Decision", not "Decision: approved"."""
    places = [p for p in (columns.outcome, columns.answer, *columns.movers) if p is not None]
    return all(len(cells[place].split()) <= 3 for place in places)


def cells_of(paragraph: Paragraph) -> tuple[str, ...]:
    """Return a row's cells as they stand in its text."""
    return tuple(" ".join(cell.split()) for cell in paragraph.unit.text.split("\t"))


def read_row(paragraph: Paragraph, header: Columns | None) -> RowDecision | None:
    """Return what a row decides by its table's columns, or None where these do not say.

    `header` are the columns that a row above it named, where the table's own are not known.
    """
    row, cells = paragraph.unit.row, cells_of(paragraph)
    columns = columns_of(row.columns) if row else Columns()
    if not columns.known:
        columns = header or Columns()
    given = row.cells if row else cells
    for place, sure in ((columns.outcome, True), (columns.answer, False)):
        if place is None or place >= len(given):
            continue
        wanted = " ".join(given[place].split())
        if sure and columns.outcome is not None and not WORD.search(wanted):
            return None
        standing = standing_of(wanted, sure=sure)
        at = _place_of(cells, wanted, place)
        if standing is not None and at is not None:
            return RowDecision(_around(cells, at), standing)
    if len(columns.movers) == 2 and all(
        place < len(given) and WORD.search(given[place]) for place in columns.movers
    ):
        return RowDecision(" ".join(cells), Standing.DECIDED)
    return None


def standing_of(outcome: str, *, sure: bool) -> Standing | None:
    """Return what an outcome says; `sure` where it stands in a column of decisions."""
    words = [word.lower() for word in WORD.findall(outcome)]
    if not words:
        return None
    if words[0] in BARE_RECOMMENDS:
        return Standing.RECOMMENDED
    for word in words if sure else words[:8]:
        for group in verb_groups().get(word, ()):
            if standing := STANDING_OF.get(group):
                finite = sure or word.endswith(("ed", "wyd", "objection", "objections"))
                return standing if finite else None
    return Standing.DECIDED if sure and len(words) > 1 else None


def _place_of(cells: Sequence[str], wanted: str, place: int) -> int | None:
    """Return which cell of a row's text holds an outcome; cells left empty move it."""
    alike = [i for i, cell in enumerate(cells) if cell and (cell == wanted or cell in wanted)]
    return min(alike, key=lambda i: abs(i - place)) if alike else None


def _around(cells: Sequence[str], at: int) -> str:
    """Return an outcome with the cells beside it, as long as these are short."""
    first, last = at, at + 1
    words = len(cells[at].split())
    while first and words + len(cells[first - 1].split()) <= SHORT_ROW:
        first -= 1
        words += len(cells[first].split())
    while last < len(cells) and words + len(cells[last].split()) <= SHORT_ROW and first == 0:
        words += len(cells[last].split())
        last += 1
    return " ".join(cell for cell in cells[first:last] if cell)
