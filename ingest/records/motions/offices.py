"""Who proposed and who seconded, in columns, or in lines of one form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.layout.paragraphs import Paragraph
from ingest.records.motions.moved import Names
from ingest.records.people import ANY, may_be_person
from ingest.records.pieces import OFFICES_HEAD


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what is proposed, by whom, and who seconds."""

    text: str
    mover: str
    seconder: str | None


_LIKE_ABOVE = re.compile(
    rf"\W*(?P<text>[^:]{{3,60}}:\s*[^:]{{3,40}}):\s*(?P<mover>{ANY})(?:\s+and\s+|\s*,\s*)(?P<seconder>{ANY})\W*"
)
NAMED_OFFICE = re.compile(r"\W*(?=[A-Z])[^:.;,\t]{3,60}:\W*(?=[A-Z])[^:.;\t]{3,50}\W*", re.S)
"""An office and who is to hold it: "Vice Chair: Ben Birch"."""
_MOVER_COLUMN = re.compile(r"\W*(?:propos(?:er|ed)|mover?d?|nominated|nominator)(?: by)?\W*$", re.I)
_SECOND_COLUMN = re.compile(r"\W*second(?:er|ed)(?: by)?\W*$", re.I)


def read_offices(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], names: Names
) -> dict[int, Row]:
    """Return the rows of tables with a column for who proposed, by the place of the paragraph."""
    rows: dict[int, Row] = {}
    columns: tuple[int, int | None] | None = None
    untabbed = False
    for index, paragraph in enumerate(paragraphs):
        if "\t" not in paragraph.unit.text:
            columns = None
            if OFFICES_HEAD.search(texts[index]):
                untabbed = True
            elif untabbed and (row := _untabbed_row(texts[index], names())):
                rows[index] = row
            else:
                untabbed = False
            continue
        cells = [
            " ".join(c.split()) for c in (paragraph.printed or paragraph.unit.text).split("\t")
        ]
        moves = next((p for p, cell in enumerate(cells) if _MOVER_COLUMN.match(cell)), None)
        if moves is not None:
            columns = (
                moves,
                next((p for p, c in enumerate(cells) if _SECOND_COLUMN.match(c)), None),
            )
            continue
        if columns is None or columns[0] >= len(cells) or not cells[columns[0]]:
            continue
        second = cells[columns[1]] if columns[1] is not None and columns[1] < len(cells) else ""
        text = " ".join(cell for p, cell in enumerate(cells) if cell and p not in columns)
        rows[index] = Row(text, cells[columns[0]], second or None)
    return rows


def _untabbed_row(text: str, known: Mapping[str, str]) -> Row | None:
    """Return a row of which the columns are lost, where it ends in two persons of the meeting."""
    people = sorted(known.values(), key=len, reverse=True)
    second = next((who for who in people if text.endswith(f" {who}")), None)
    if second is None:
        return None
    rest = text.removesuffix(second).rstrip()
    mover = next((who for who in people if rest.endswith(f" {who}")), None)
    return Row(rest.removesuffix(mover).rstrip(), mover, second) if mover else None


def like_above(text: str, form: str, *, of_row: bool) -> Row | None:
    """Return a line in the form of the one above, in which proposer and seconder were named.

    "Chair: Ann Ash: nom Ben Birch and sec Cy Cedar" is followed by "Clerk: Di Dow: Ben Birch, Ann Ash".
    """
    match = _LIKE_ABOVE.fullmatch(re.sub(r"\n\W*", " ", text))
    if match is None or not (of_row or re.match(r"[^:]{3,60}:[^:]{3,60}:", form)):
        return None
    if not all(may_be_person(match[name]) for name in ("mover", "seconder")):
        return None
    return Row(match["text"], match["mover"], match["seconder"])
