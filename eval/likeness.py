"""Gold questions that ask the same, and evidence that two splits share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eval.gold.questions import Evidence, GoldQuestion
from eval.places import same_file
from eval.wording import plain
from qa.language.terms import content_terms

NEARLY = 0.8
"""Share of words (intersection over union) from which two questions nearly ask the same."""
NEARLY_ON_SAME = 0.6
"""The same where they rest on the same evidence."""
SAME_WORDS = 0.5
"""Share of the shorter quote's words that two quotes of one page share."""


def repeats(questions: Sequence[GoldQuestion]) -> Iterator[tuple[int, int, float]]:
    """Yield (later, earlier, likeness) of questions that ask the same; 1.0 word for word.

    Questions that differ in a figure or date ask different things, however alike.
    """
    asked = [frozenset(content_terms(question.question)) for question in questions]
    numbers = [frozenset(re.findall(r"\d+", question.question)) for question in questions]
    wording = [" ".join(re.findall(r"\w+", plain(q.question))) for q in questions]
    for later in range(len(questions)):
        for earlier in range(later):
            if wording[later] == wording[earlier]:
                yield later, earlier, 1.0
                continue
            if numbers[later] != numbers[earlier] or not asked[later] | asked[earlier]:
                continue
            alike = len(asked[later] & asked[earlier]) / len(asked[later] | asked[earlier])
            if alike < NEARLY_ON_SAME:
                continue
            if alike >= NEARLY or shared_evidence(questions[later], questions[earlier]):
                yield later, earlier, min(alike, 0.99)


def leaks(
    questions: Sequence[GoldQuestion], splits: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield (later, earlier, paper) of questions in two splits that rest on the same passage."""
    for later in range(len(questions)):
        for earlier in range(later):
            if splits[later] != splits[earlier]:
                doc = shared_evidence(questions[later], questions[earlier])
                if doc:
                    yield later, earlier, doc


def shared_evidence(one: GoldQuestion, other: GoldQuestion) -> str | None:
    """Return the paper in which two questions rest on the same passage, if any."""
    for mine in one.evidence:
        for theirs in other.evidence:
            if not (mine.near_miss or theirs.near_miss) and same_place(mine, theirs):
                return mine.doc
    return None


def same_place(one: Evidence, other: Evidence) -> bool:
    """Say whether two pieces of evidence are one passage: a line shared, or words of a page."""
    if not (same_file(one.doc, other.doc) or same_file(other.doc, one.doc)):
        return False
    if one.lines and other.lines:
        return one.lines[0] <= other.lines[1] and other.lines[0] <= one.lines[1]
    if one.page != other.page:
        return False
    mine, theirs = set(plain(one.quote).split()), set(plain(other.quote).split())
    return len(mine & theirs) >= SAME_WORDS * min(len(mine), len(theirs))
