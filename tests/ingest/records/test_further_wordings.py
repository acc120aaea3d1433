"""Movers, votes and outcomes are read however a sentence is built."""

from __future__ import annotations

import pytest

from ingest.layout.paragraphs import join_lines
from ingest.records.motions.reading import read_business
from tests.ingest.records.further_wordings import FURTHER, Wording
from tests.ingest.written import text_paper


@pytest.mark.parametrize("wording", FURTHER, ids=[text[:40] for text, *_ in FURTHER])
def test_who_moved_and_how_the_vote_went(wording: Wording) -> None:
    text, mover, seconder, counts, outcome = wording
    document = text_paper(text)
    business = read_business(join_lines(document.lines, document.format))
    main = business.main()
    assert (main.mover if main else None) == mover
    assert (main.seconder if main else None) == seconder
    assert tuple((v.votes_for, v.against, v.abstain) for v in business.votes()) == counts
    assert (main.outcome.value if main and main.outcome else None) == outcome


@pytest.mark.parametrize(
    "text",
    [
        "Staff will be seconded to the agency from May.",
        "Councillor Ash moved to Kent in 2019 and had moved on by 2021.",
        "The changes proposed by Historic Harbours Ltd were noted.",
        "The budget proposed is £4m, against 3 bids for 11 posts.",
        "The Panel had resolved, by seven votes to five, to refer the matter back.",
        "Councillor Birch asked how residents could vote for the scheme and 3 replied.",
    ],
)
def test_what_is_no_motion_is_none(text: str) -> None:
    document = text_paper(text)
    business = read_business(join_lines(document.lines, document.format))
    assert business.moved == []
    assert business.votes() == ()
