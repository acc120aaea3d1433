"""Proposing gold questions from what was understood of the papers, for a person to judge.

A draft is a question whose answer stands in known units: a resolution's limbs, a row of a
table, a recorded vote. Nothing is drafted from business taken in private. Drafts are written as a
sheet (CSV) for a person to judge, and those accepted are read back as lines of a gold file.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.gold.draft_kinds import DRAFTERS, Matter, Proposal
from eval.gold.evidence import names_of
from eval.gold.questions import Evidence, check_line
from eval.gold.validation import same_place
from eval.wording import plain
from qa.errors import GoldError
from qa.papers import FileFormat, ItemId, Standing, Unit
from qa.sheets import as_text, as_written

if TYPE_CHECKING:
    from eval.gold.questions import GoldQuestion
    from qa.library import Library
    from qa.papers import Paper, Passage

LONGEST_QUOTE = 60
"""Words of a unit that are quoted; a quote stays contiguous where it is cut."""
AROUND = 8
"""Words on either side of a count, name or date that a long unit is quoted for."""
MOST_EVIDENCE = 4
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed gold question, with where its answer stands."""

    id: str
    question: str
    category: str
    answer: str
    key_facts: tuple[str, ...]
    standing: Standing | None
    """None where the person who judges has to say it."""
    evidence: tuple[Evidence, ...]
    paper: str
    """Title of the paper, for the person who judges."""


def draft_questions(
    library: Library,
    count: int,
    *,
    seed: int = 0,
    kinds: Sequence[str] = tuple(DRAFTERS),
    besides: Sequence[GoldQuestion] = (),
) -> list[Draft]:
    """Return at most `count` drafts, taken in turn from all papers and, in each, from all kinds.

    What the questions `besides` rest on is not asked again. The same seed and library give the
    same drafts.
    """
    draw = random.Random(seed)
    private = _private_titles(library)
    papers = sorted(library.papers(), key=lambda paper: paper.id)
    draw.shuffle(papers)
    by_paper = [_in_turn(_by_kind(library, paper, kinds, private), draw) for paper in papers]
    known = [item for question in besides for item in question.evidence]
    drafts: list[Draft] = []
    asked = {plain(question.question) for question in besides}
    for draft in chain.from_iterable(zip_longest(*by_paper)):
        if draft is None or len(drafts) == count:
            continue
        if plain(draft.question) in asked:
            continue
        if not any(same_place(mine, item) for mine in draft.evidence for item in known):
            drafts.append(draft)
            asked.add(plain(draft.question))
            known.extend(draft.evidence)
    return drafts


def _by_kind(
    library: Library, paper: Paper, kinds: Sequence[str], private: frozenset[str]
) -> dict[str, list[Draft]]:
    matters = list(_matters(library, paper, private))
    return {
        kind: [
            _draft(paper, kind, proposal)
            for matter in matters
            for proposal in DRAFTERS[kind](matter)
        ]
        for kind in kinds
    }


def _in_turn(by_kind: dict[str, list[Draft]], draw: random.Random) -> list[Draft]:
    """Mix the kinds of one paper: one of each, then another of each."""
    for drafts in by_kind.values():
        draw.shuffle(drafts)
    kinds = [drafts for drafts in by_kind.values() if drafts]
    draw.shuffle(kinds)
    return [draft for turn in zip_longest(*kinds) for draft in turn if draft is not None]


def _matters(library: Library, paper: Paper, private: frozenset[str]) -> Iterator[Matter]:
    """Yield each item of a paper with its passages, private ones left out whole."""
    items = {item.id_in(paper.id): item for item in library.items(paper.id)}
    passages: dict[ItemId, list[Passage]] = {}
    for passage in library.passages_of(paper.id):
        passages.setdefault(passage.item_id, []).append(passage)
    for key, own in passages.items():
        if key.title is None or plain(key.title) in private or any(map(is_private, own)):
            continue
        item = items.get(key)
        if item is not None and item.standing is not Standing.EXEMPT:
            yield Matter(paper, item, tuple(own))


def is_private(passage: Passage) -> bool:
    """Say whether a passage is of business taken in private."""
    return passage.private or passage.standing is Standing.EXEMPT


def _private_titles(library: Library) -> frozenset[str]:
    """Return the titles under which anything was taken in private, at whichever meeting."""
    return frozenset(
        plain(passage.item_title)
        for paper in library.papers()
        for passage in library.passages_of(paper.id)
        if passage.item_title and is_private(passage)
    )


def _draft(paper: Paper, kind: str, proposal: Proposal) -> Draft:
    anchors = proposal.anchors or ("",) * len(proposal.units)
    pairs = zip(proposal.units, anchors, strict=True)
    found = (_evidence(paper, unit, anchor) for unit, anchor in pairs)
    evidence = tuple(dict.fromkeys(found))[:MOST_EVIDENCE]
    mark = hashlib.sha256(f"{paper.id}\n{kind}\n{proposal.question}\n{evidence}".encode())
    return Draft(
        id=f"draft-{kind}-{mark.hexdigest()[:8]}",
        question=proposal.question,
        category=proposal.category,
        answer=proposal.answer,
        key_facts=proposal.key_facts,
        standing=proposal.standing,
        evidence=evidence,
        paper=paper.title,
    )


def _evidence(paper: Paper, unit: Unit, anchor: str) -> Evidence:
    lines = unit.lines if paper.format == FileFormat.TEXT else None
    page = unit.page if paper.format == FileFormat.PDF else None
    doc = names_of(paper)[0].split("/")[-1]
    return Evidence(doc=doc, quote=quoted(unit.text, anchor), lines=lines, page=page)


def quoted(text: str, anchor: str = "") -> str:
    """Return the first words of a text, or the few round what the anchor matches, contiguous."""
    words = text.split()
    match = re.search(anchor, " ".join(words)) if anchor else None
    if match is None:
        return " ".join(words[:LONGEST_QUOTE])
    before = len(" ".join(words)[: match.start()].split())
    after = len(" ".join(words)[: match.end()].split())
    return " ".join(words[max(0, before - AROUND) : after + AROUND])


def write_sheet(drafts: Sequence[Draft], path: Path) -> None:
    """Write drafts as CSV with a byte-order mark, so that a spreadsheet shows £ as £."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text, quoting=csv.QUOTE_ALL)
    sheet.writerow(COLUMNS)
    for draft in drafts:
        sheet.writerow([as_text(" ".join(cell.split())) for cell in _row(draft)])
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def _row(draft: Draft) -> list[str]:
    cells = ["", draft.id, draft.question, draft.category, draft.answer]
    cells.append(" | ".join(fact.replace("|", "/") for fact in draft.key_facts))
    cells.append(draft.standing.value if draft.standing else "")
    for item in draft.evidence:
        # Not 3-5: a spreadsheet would take it for a date.
        lines = f"{item.lines[0]} to {item.lines[1]}" if item.lines else ""
        cells += [item.doc, str(item.page or ""), lines, item.quote]
    cells += [""] * 4 * (MOST_EVIDENCE - len(draft.evidence))
    return [*cells, draft.paper]


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
        "evidence": list(_evidence_of_row(row, where)),
        "standing": row["standing"],
    }


def _evidence_of_row(row: dict[str, str], where: str) -> Iterator[dict[str, Any]]:
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
