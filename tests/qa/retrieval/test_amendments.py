"""An amendment filed before a meeting and its record in the minutes are told to be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from qa.api.paper_details import paper_detail_json
from qa.papers import (
    FileFormat,
    Item,
    ItemKind,
    Motion,
    MotionKind,
    MotionOutcome,
    PageKind,
    PageSpan,
    Paper,
    PaperKind,
    Standing,
    Vote,
    VoteResult,
)
from qa.retrieval.amendments import joined, with_outcomes

DAY = date(2031, 2, 13)
PAGE = PageSpan(PageKind.EXACT, 1, 1)
WORDS = "That £210,000 be added to the libraries budget, and that the saving at line 42 be removed."
FORM = Paper(
    "form", "form.docx", "Amendment", PaperKind.AMENDMENT, FileFormat.DOCX, "form",
    council="Quillshire County Council", body="Council", meeting_date=DAY,
)  # fmt: skip
MINUTES = replace(
    FORM, id="minutes", file="minutes.pdf", title="Minutes of Council", kind=PaperKind.MINUTES,
    body="County Council",
)  # fmt: skip
VOTE = Vote(22, 41, 2, VoteResult.LOST)
FILED = Motion(
    MotionKind.AMENDMENT, WORDS, (9, 9), PAGE, moved_by="Mrs Petra Lindqvist", seconded_by="Mr Hale"
)
TOLD = Motion(
    MotionKind.AMENDMENT, f"“{WORDS}”", (41, 41), PAGE, moved_by="Mrs Lindqvist",
    votes=(VOTE,), outcome=MotionOutcome.LOST,
)  # fmt: skip
OTHER = replace(TOLD, text="That £1m be moved from roads to the youth service.", moved_by="Ms Orr")


def item(*motions: Motion) -> Item:
    return Item("63", "Budget", ItemKind.MINUTE, Standing.DECIDED, PAGE, None, motions=motions)


class Held:
    def __init__(self, items: Mapping[Paper, Item]) -> None:
        self.held = items

    def papers(self) -> list[Paper]:
        return list(self.held)

    def items(self, paper_id: str) -> tuple[Item, ...]:
        return tuple(one for paper, one in self.held.items() if paper.id == paper_id)


HELD = Held({FORM: item(FILED), MINUTES: item(OTHER, TOLD)})


def test_the_filed_amendment_says_how_it_ended() -> None:
    found = joined(HELD, FORM, FILED)
    assert found is not None
    assert (found.paper, found.motion) == (MINUTES, TOLD)
    (completed,) = with_outcomes(HELD, FORM)
    assert completed.motions[0].outcome is MotionOutcome.LOST
    assert completed.motions[0].votes == (VOTE,)


def test_the_minutes_tell_where_notice_was_given() -> None:
    found = joined(HELD, MINUTES, TOLD)
    assert found is not None
    assert found.paper == FORM
    assert joined(HELD, MINUTES, OTHER) is None


def test_the_papers_details_give_both_ways() -> None:
    def first(paper: Paper) -> dict[str, object]:
        detail = paper_detail_json(paper, HELD.items(paper.id), lambda m: joined(HELD, paper, m))
        motion: dict[str, object] = detail["items"][0]["motions"][-1]
        return motion

    filed, told = first(FORM), first(MINUTES)
    assert filed["outcome"] == "lost"
    assert filed["votes"] == told["votes"]
    assert filed["elsewhere"]["paper"] == "minutes.pdf"  # type: ignore[index]
    assert told["elsewhere"]["paper"] == "form.docx"  # type: ignore[index]


def test_another_day_body_or_mover_is_another_amendment() -> None:
    for minutes in (
        replace(MINUTES, meeting_date=date(2031, 2, 14)),
        replace(MINUTES, body="Planning Committee"),
        replace(MINUTES, council="Fenwick District Council"),
    ):
        assert joined(Held({FORM: item(FILED), minutes: item(TOLD)}), FORM, FILED) is None
    reworded = replace(TOLD, moved_by="Ms Orr", text=WORDS.replace("libraries", "youth service"))
    assert joined(Held({FORM: item(FILED), MINUTES: item(reworded)}), FORM, FILED) is None


def test_two_that_would_fit_and_ended_otherwise_are_neither() -> None:
    carried = replace(TOLD, outcome=MotionOutcome.CARRIED, votes=())
    assert joined(Held({FORM: item(FILED), MINUTES: item(TOLD, carried)}), FORM, FILED) is None
