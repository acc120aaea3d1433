"""Tell what a budget that is still to be set plans to spend, save and charge: its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.meeting import Particulars
from ingest.outline import Section
from ingest.paragraphs import Paragraph
from qa.papers import PaperKind, Standing
from qa.passages import UnitKind

DRAFT = re.compile(
    r"\b(?:draft|proposed)\b.{0,40}\b(?:budget|programme|capital|charges|tariff)\b", re.I
)
PLAN = re.compile(
    r"\b(?:indicative for planning|budget templates?|savings? (?:proposals?|options)|budget proposals?|potential (?:new )?capital)\b"
    r"|(?=.*\b20\d\d[-/–]\d\d(?:\d\d)?\b)(?=.*\b(?:budget|revenue plan|capital (?:investment|programme|projects)|fees and charges)\b)",
    re.I,
)
"""The title of an appendix of plans; a year and a budget will do, unless it looks back."""
DRAFT_FIGURES = re.compile(
    r"\b(?:draft|proposed) (?:(?:revenue|capital|net) )?(?:budget|programme|savings?|growth)\b",
    re.I,
)
"""Heads rows of an appendix that says of its own figures that they are those of a draft."""
PLANNED = re.compile(
    r"\b(?:spending|savings?|income|growth|pressures?|proposals?|capital|programme|budget|council tax|charges|tariff|fees)\b",
    re.I,
)
LOOKS_BACK = re.compile(
    r"\b(?:monitoring|out-?turn|actuals?|approved|adopted|accounts|forecast outturn|performance|consultation|responses?|settlement|reserves|risks?)\b",
    re.I,
)
FRONT = 3
"""Paragraphs in which an appendix says what it is."""
TITLE = 8
"""Words of a title within a table at most."""
CAPTION = 25
"""Words of a table's caption at most."""


def is_plan(particulars: Particulars, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a paper sets out a budget that its meeting has yet to agree."""
    title = particulars.title or ""
    if DRAFT.search(title):
        return True
    if particulars.kind is not PaperKind.APPENDIX:
        return False
    front = " ".join([title, *(p.plain for p in paragraphs[:FRONT] if not p.is_row)])
    if LOOKS_BACK.search(front):
        return False
    return bool(PLAN.search(front)) or any(_heads_draft(paragraph) for paragraph in paragraphs)


def _heads_draft(paragraph: Paragraph) -> bool:
    """Whether a title within a table, which has no figures, speaks of a draft budget."""
    title = _is_of_table(paragraph) and paragraph.words <= TITLE
    return (
        title
        and not re.search(r"\d", paragraph.plain)
        and bool(DRAFT_FIGURES.search(paragraph.plain))
    )


def part_tables(section: Section, *, appendix: bool) -> list[Section]:
    """Part a section's tables from its prose: those that plan are proposed.

    In an appendix every table plans; in a report one that its heading or caption says so of.
    """
    runs: list[tuple[bool, list[Paragraph]]] = []
    for table, group in groupby(section.paragraphs, key=_is_of_table):
        run = list(group)
        if table and runs and _is_caption(runs[-1][1][-1]):
            run.insert(0, runs[-1][1].pop())
        runs.append((table, run))
    parted = []
    for table, run in runs:
        named = " ".join([*section.heading[1:], *(p.plain for p in run if not p.is_row)])
        planned = appendix or (PLANNED.search(named) and not LOOKS_BACK.search(named))
        standing = Standing.PROPOSED if table and planned else section.standing
        if run:
            parted.append(replace(section, standing=standing, paragraphs=run))
    return parted


def _is_of_table(paragraph: Paragraph) -> bool:
    return paragraph.is_row or paragraph.unit.kind == UnitKind.HEADER


def _is_caption(paragraph: Paragraph) -> bool:
    return paragraph.words <= CAPTION and not paragraph.plain.endswith((".", ";"))
