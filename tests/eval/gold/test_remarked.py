"""Drafts of gold from what readers said."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.gold.drafting import read_sheet, write_sheet
from eval.gold.remarked import drafts_from_remarks
from qa.answers import Answer
from qa.feedback.records import Cited, Reason, Remark, Verdict
from tests.fakes import DECIDED_QUOTE, FakeAnswerer, fake_library
from ui.conversation import fingerprint

MILL, CUP = "The Old Mill?", "Who will win the cup?"


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def remark(answer: Answer, verdict: Verdict, reason: Reason | None = None) -> Remark:
    return Remark(
        question=answer.question,
        status=answer.status.value,
        standing=answer.standing.value if answer.standing else None,
        version="1",
        citations=tuple(Cited(paper=c.paper.id, page=c.page.first) for c in answer.citations),
        fingerprint=fingerprint(answer),
        verdict=verdict,
        reason=reason,
        words="see the pitch report" if reason else "",
    )


def test_an_answer_called_right_is_drafted_with_its_quotes(
    answerer: FakeAnswerer, tmp_path: Path
) -> None:
    remarks = [
        remark(answerer.ask(CUP), Verdict.NO, Reason.MISSING),
        remark(answerer.ask(MILL), Verdict.YES),
        remark(answerer.ask(MILL), Verdict.YES),
    ]
    made = drafts_from_remarks(remarks, answerer.ask, 10)
    right, wrong = made.drafts
    assert (right.question, right.category, right.standing) == (MILL, "decision", "decided")
    (evidence,) = right.evidence
    assert evidence.page == 2 and evidence.quote == DECIDED_QUOTE
    assert (wrong.question, wrong.standing, wrong.evidence) == (CUP, None, ())
    assert "something is missing; see the pitch report" in wrong.paper
    sheet = tmp_path / "sheet.csv"
    write_sheet(made.drafts, sheet)
    text = sheet.read_text("utf-8-sig")
    assert read_sheet(sheet) == ([], 2)
    sheet.write_text(text.replace('"","reader-', '"yes","reader-', 1), "utf-8")
    lines, left = read_sheet(sheet)
    assert (len(lines), left) == (1, 1)
    assert DECIDED_QUOTE in lines[0]


def test_an_answer_that_is_another_one_now_is_not_called_right(answerer: FakeAnswerer) -> None:
    said = [remark(answerer.ask(MILL), Verdict.YES)]
    answerer.withdrawn = True
    made = drafts_from_remarks(said, answerer.ask, 10)
    assert (made.drafts, made.changed) == ([], 1)
