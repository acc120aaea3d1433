"""Several meetings that fit a question: each is named, and the asker is asked which is meant.

A council takes the same matter up at several meetings. A question that names no day, no year and no
number may mean any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qa.language.dates import format_day
from qa.language.terms import content_terms
from qa.library import Library
from qa.papers import DECIDING, Hit, ItemKind, Passage, Standing
from qa.premises.evidence import Evidence
from qa.questions.question import Kind, Question
from qa.retrieval.features import Asked

ON_IT = 0.6
"""Share of the question's matter that a passage must have, to fit."""
AS_WELL = 0.95
"""Share of the best one's coverage from which another fits as well."""
OF_A_SERIES = 0.6
"""The same where the question asks when it was: each meeting has its own words for it."""
ALIKE = 0.8
"""Share of the terms of two titles that both have, from which they name the same matter."""
NAMED = 0.6
"""Share of a title's terms that the question must have, to name the matter by it."""
MOST = 4
"""Matters that are named; where more fit, the question is too wide to ask back."""
OF_ONE_MEETING = frozenset((Kind.WHEN, Kind.WHO, Kind.VOTE, Kind.REASON))
"""Kinds of question that are about one meeting."""
AT_A_MEETING = DECIDING | {Standing.RECORDED, Standing.DISCUSSED}


def ask_back(days: Sequence[date]) -> str:
    """Return the question back, in plain text of at most 25 words, on the days of meetings."""
    told = [format_day(day) for day in days]
    named = f"{', '.join(told[:-1])} and {told[-1]}"
    return f"More than one meeting fits, among them {named}. Which is meant?"


def meetings_that_fit(asked: Asked, hits: Sequence[Hit], library: Library) -> list[date]:
    """Return the days of the meetings that fit the question as well as the best does, in order.

    Their items have the same title, and they are of one council. None where one meeting fits best,
    or where more fit than can be asked back.
    """
    if not _leaves_open_which(asked.question):
        return []
    evidence = Evidence(asked, (), hits, library)
    fitting = [
        (evidence.cover_of(p, paper), p, paper)
        for p, paper in evidence.found
        if p.item_kind is ItemKind.MINUTE and p.standing in AT_A_MEETING and p.meeting_date
    ]
    if not fitting:
        return []
    best, first, of_first = max(fitting, key=lambda each: each[0])
    if best < ON_IT or not _names(asked.question, first):
        return []
    least = (OF_A_SERIES if Kind.WHEN in asked.question.kinds else AS_WELL) * best
    days: set[date] = set()
    for cover, passage, paper in fitting:
        day = passage.meeting_date
        if cover < least or day is None or paper.council != of_first.council:
            continue
        if _same_title(passage, first):
            days.add(day)
    return sorted(days) if 2 <= len(days) <= MOST else []


def _leaves_open_which(question: Question) -> bool:
    """Whether a question is about one meeting, and names neither day nor number of it."""
    named = question.periods or question.minutes or question.references
    return not named and bool(OF_ONE_MEETING & set(question.kinds))


def _names(question: Question, passage: Passage) -> bool:
    """Whether a question names a passage's item by the words of its title."""
    title = set(content_terms(passage.item_title or ""))
    return bool(title) and len(title & set(question.terms)) >= NAMED * len(title)


def _same_title(one: Passage, other: Passage) -> bool:
    mine, theirs = (set(content_terms(p.item_title or "")) for p in (one, other))
    both = mine | theirs
    return bool(both) and len(mine & theirs) >= ALIKE * len(both)
