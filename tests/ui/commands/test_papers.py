"""What was understood of a paper, as lines for a person. The council is invented."""

from __future__ import annotations

from datetime import date

from qa.papers import (
    Basis,
    Decision,
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
)
from ui.commands.papers import describe_paper, describe_vote

PAGE = PageSpan(PageKind.EXACT, 3, 3)
PAPER = Paper(
    "p",
    "ferry.pdf",
    "Minutes of the Harbour Board",
    PaperKind.MINUTES,
    FileFormat.PDF,
    "p",
    body="Harbour Board",
    meeting_date=date(2024, 5, 7),
    notices=("page 4 was not read",),
    identity=(Basis("date", "2024-05-07", "held on 7 May 2024", 1, 2, 0.97),),
)
RESOLVED = Decision(
    "RESOLVED that the ferry run on Sundays.",
    Standing.DECIDED,
    (9, 9),
    PAGE,
    moved_by="Cllr Stow",
    seconded_by="Cllr Ince",
    votes=(Vote(9, 1, None, None),),
)
LOST = Motion(
    MotionKind.AMENDMENT,
    "to add " + "the word ferry " * 9,
    (7, 7),
    PAGE,
    moved_by="Cllr Ludd",
    outcome=MotionOutcome.LOST,
)
FERRY = Item(
    "12",
    "Sunday ferry",
    ItemKind.MINUTE,
    Standing.DECIDED,
    PAGE,
    None,
    missing_limbs=("(2)",),
    decisions=(RESOLVED,),
    motions=(LOST,),
)


def test_a_paper_is_shown_with_what_tells_it_and_what_was_decided() -> None:
    lines = list(describe_paper(PAPER, [FERRY]))
    assert lines[:4] == [
        "Minutes of the Harbour Board",
        "minutes, Harbour Board, 2024-05-07",
        "  date: 2024-05-07 (“held on 7 May 2024”, page 1, sure to 0.97)",
        "  note: page 4 was not read",
    ]
    assert [line.strip() for line in lines[4:8]] == [
        "12  Decided: Sunday ferry",
        "Decided, page 3: RESOLVED that the ferry run on Sundays.",
        "moved by Cllr Stow, seconded by Cllr Ince",
        "vote: 9 for, 1 against",
    ]
    assert lines[8].strip().startswith("amendment of Cllr Ludd, lost: to add the word ferry")
    assert lines[8].endswith("…")
    assert lines[9].strip() == "missing in the copy held: (2)"


def test_a_vote_without_counts_says_how_it_was_agreed() -> None:
    unanimous = Vote(None, None, None, None, manner="unanimously")
    assert describe_vote(unanimous) == "vote: unanimously"
    assert describe_vote(Vote(4, 4, 0, None, casting="the Chair")) == (
        "vote: 4 for, 4 against, 0 abstaining, casting vote of the Chair"
    )
