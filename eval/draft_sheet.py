"""Drafts as a sheet for a person to judge, and the accepted ones back as gold questions.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which is taken
away again on reading (OWASP, *CSV Injection*).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.drafting import MOST_EVIDENCE, Draft
from eval.gold.questions import Evidence, check_line
from qa.errors import GoldError

ACCEPT = "accept (yes or no)"
FIXED = (ACCEPT, "id", "question", "category", "answer", "key facts, parted by |", "standing")
PLACES = tuple(
    f"{name} {number}"
    for number in range(1, MOST_EVIDENCE + 1)
    for name in ("file", "page", "lines", "quote")
)
COLUMNS = (*FIXED, *PLACES, "paper")
YES = frozenset({"yes", "y", "x", "1", "true", "accept", "accepted", "ok"})
NO = frozenset({"", "no", "n", "0", "false", "reject", "rejected"})
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def write_sheet(drafts: Sequence[Draft], path: Path) -> None:
    """Write drafts as CSV with a byte-order mark, so that a spreadsheet shows £ as £."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text, quoting=csv.QUOTE_ALL)
    sheet.writerow(COLUMNS)
    for draft in drafts:
        sheet.writerow([as_text(cell) for cell in _row(draft)])
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def _row(draft: Draft) -> list[str]:
    cells = ["", draft.id, draft.question, draft.category, draft.answer]
    cells += [" | ".join(fact.replace("|", "/") for fact in draft.key_facts), draft.standing.value]
    for number in range(MOST_EVIDENCE):
        found = draft.evidence[number : number + 1]
        cells += _place(found[0]) if found else [""] * 4
    return [*cells, draft.paper]


def _place(item: Evidence) -> list[str]:
    # Not 3-5: a spreadsheet would take it for a date.
    lines = f"{item.lines[0]} to {item.lines[1]}" if item.lines else ""
    return [item.doc, str(item.page or ""), lines, item.quote]


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, on one line."""
    plain = " ".join(cell.split())
    return f"'{plain}" if plain.startswith(FORMULA) else plain


def as_written(cell: str) -> str:
    """Return what a cell said before `as_text`."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def read_sheet(path: Path) -> tuple[list[str], int]:
    """Return the accepted drafts as lines of a gold file, and how many were not accepted.

    Takes commas, semicolons and tabs, and what Excel saves on Windows. Raises GoldError with
    the row at the first slip.
    """
    lines: list[str] = []
    left = 0
    seen: dict[str, int] = {}
    for number, row in _rows(path):
        where = f"{path}: row {number}"
        verdict = row[ACCEPT].strip().lower()
        if verdict in NO:
            left += 1
            continue
        if verdict not in YES:
            raise GoldError(f"{where}: write yes or no under {ACCEPT!r}, not {row[ACCEPT]!r}")
        line = json.dumps(_gold(row, where), ensure_ascii=False)
        identity = check_line(line, where).id
        if identity in seen:
            raise GoldError(f"{where}: id {identity} is already used in row {seen[identity]}")
        seen[identity] = number
        lines.append(line)
    return lines, left


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = _text(path)
    first = text.split("\n", 1)[0]
    parting = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=parting, restval="")
    missing = [name for name in COLUMNS[:-1] if name not in (reader.fieldnames or ())]
    if missing:
        raise GoldError(f"{path}: no column {missing[0]!r}; keep the sheet's first row as it was")
    for number, row in enumerate(reader, start=2):
        yield number, {name: as_written(row[name] or "") for name in COLUMNS[:-1]}


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise GoldError(f"{path}: neither UTF-8 nor Windows text; save it as CSV UTF-8")


def _gold(row: dict[str, str], where: str) -> dict[str, Any]:
    facts = [fact.strip() for fact in row[FIXED[5]].split("|")]
    return {
        "id": row["id"],
        "question": row["question"],
        "category": row["category"],
        "answerable": True,
        "answer": row["answer"],
        "key_facts": [fact for fact in facts if fact],
        "evidence": list(_evidence(row, where)),
        "standing": row["standing"],
    }


def _evidence(row: dict[str, str], where: str) -> Iterator[dict[str, Any]]:
    for number in range(1, MOST_EVIDENCE + 1):
        doc, quote = row[f"file {number}"], row[f"quote {number}"]
        if not doc and not quote:
            continue
        page = _numbers(row[f"page {number}"], 1, f"{where}: page {number}")
        lines = _numbers(row[f"lines {number}"], 2, f"{where}: lines {number}")
        yield {"doc": doc, "page": page[0] if page else None, "lines": lines, "quote": quote}


def _numbers(cell: str, count: int, where: str) -> list[int] | None:
    if not cell:
        return None
    parts = cell.removesuffix(".0").split(" to ")
    if len(parts) != count or not all(part.strip().isdigit() for part in parts):
        wanted = "a number" if count == 1 else "such as 12 to 15"
        raise GoldError(f"{where}: must be {wanted}, not {cell!r}")
    return [int(part) for part in parts]
