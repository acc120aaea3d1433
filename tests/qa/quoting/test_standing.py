"""What a part of a passage is worth: limbs left to Council, figures of a draft."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from qa.papers import UNKNOWN_PAGE, ItemKind, Passage, Standing, TableRow, Unit, UnitKind
from qa.protocols import Embedder
from qa.quoting.standing import is_full_council, standings_of
from tests.conftest import Samples
from tests.qa.invented import answerer_of, minutes

TWO_LIMBS = (
    "RESOLVED that:",
    "(1) the report be noted; and",
    "(2) Council be recommended to set a rate of £40.",
)
ALL_LEFT = ("RESOLVED that Council be recommended to:", "(1) set a rate of £40; and", "(2) note it")


def passage(*texts: str, body: str = "Cabinet", standing: Standing = Standing.DECIDED) -> Passage:
    units = tuple(
        Unit(
            text,
            (at, at),
            kind=UnitKind.LIMB if text.startswith("(") else UnitKind.LEAD,
            number=text[:3],
        )
        for at, text in enumerate(texts, 1)
    )
    return Passage(
        id="a-00001",
        paper_id="a",
        ordinal=1,
        units=units,
        heading=("52. RATES",),
        standing=standing,
        page=UNKNOWN_PAGE,
        lines=(1, len(texts)),
        item_number="52",
        item_title="RATES",
        item_kind=ItemKind.MINUTE,
        body=body,
    )


def worth(found: Passage) -> list[Standing]:
    standings = standings_of(found)
    return [standings[unit] for unit in found.units]


def test_only_the_limb_that_recommends_to_council_is_recommended() -> None:
    decided, recommended = Standing.DECIDED, Standing.RECOMMENDED
    assert worth(passage(*TWO_LIMBS)) == [decided, decided, recommended]


def test_a_lead_that_recommends_to_council_leaves_every_limb_to_it() -> None:
    assert set(worth(passage(*ALL_LEFT))) == {Standing.RECOMMENDED}


def test_a_lead_without_a_colon_leaves_every_limb_to_council_too() -> None:
    lead = "AGREED: That it be recommended to Council on 11 December that"
    assert set(worth(passage(lead, "(i) the limit be £36m;", "(ii) the fee be £4."))) == {
        Standing.RECOMMENDED
    }


def test_council_itself_recommends_nothing_to_itself() -> None:
    assert set(worth(passage(*TWO_LIMBS, body="Ashcombe Borough Council"))) == {Standing.DECIDED}


@pytest.mark.parametrize(
    ("body", "full"),
    [
        ("Council", True),
        ("the Council", True),
        ("Full Council", True),
        ("King's Wold & East Ness Council", True),
        ("Cabinet", False),
        ("Leader of the Council", False),
        ("Council Tax Committee", False),
        (None, False),
    ],
)
def test_the_council_is_told_from_its_other_bodies(body: str | None, full: bool) -> None:
    assert is_full_council(body) is full


def test_what_a_discussion_says_of_council_stays_discussed() -> None:
    assert set(worth(passage(*TWO_LIMBS, standing=Standing.DISCUSSED))) == {Standing.DISCUSSED}


def report(title: str, *units: Unit) -> Passage:
    return Passage(
        id="b-00001",
        paper_id="b",
        ordinal=1,
        units=units,
        heading=(title,),
        standing=Standing.BACKGROUND,
        page=UNKNOWN_PAGE,
        lines=(1, 2),
        item_title=title,
        item_kind=ItemKind.REPORT,
    )


ROW = Unit(
    "Libraries\t41",
    (2, 2),
    kind=UnitKind.ROW,
    row=TableRow(("Libraries", "41"), ("Service", "2025/26")),
)


def test_the_figures_of_a_draft_budget_are_proposed() -> None:
    found = report("Draft Revenue Budget 2025/26", ROW)
    assert worth(found) == [Standing.PROPOSED]


def test_the_figures_of_a_budget_that_stands_are_no_proposal() -> None:
    found = report("Revenue Budget Monitoring 2024/25", ROW)
    assert worth(found) == [Standing.BACKGROUND]


REFERRED = (
    "52. THE ZEPHYR LOAN\n\nThe Cabinet considered a report on the Zephyr Loan.\n\n"
    "RESOLVED that:\n\n(1) the Zephyr Loan be accepted; and\n\n"
    "(2) Council be recommended to add the Zephyr Loan of £2m to the capital programme."
)


def test_a_limb_left_to_council_is_cited_as_recommended_and_said_to_be(
    embedder: Embedder, tmp_path: Path
) -> None:
    answerer = answerer_of(tmp_path, embedder, {"minutes.txt": minutes(REFERRED)})
    try:
        answer = answerer.ask("What did Cabinet decide on the Zephyr Loan?")
        worths = {c.quote.split(")")[0][-2:]: c.standing for c in answer.citations}
        assert worths["(2"] is Standing.RECOMMENDED
        assert Standing.DECIDED in worths.values()
        assert "Limb (2) is recommended to Council" in answer.answer
    finally:
        answerer.library.close()


def test_the_same_limb_in_minutes_of_council_is_decided(embedder: Embedder, tmp_path: Path) -> None:
    text = minutes(REFERRED, body="COUNCIL").replace("The Cabinet", "The Council")
    answerer = answerer_of(tmp_path, embedder, {"minutes.txt": text})
    try:
        answer = answerer.ask("What did Council decide on the Zephyr Loan?")
        assert answer.standing is Standing.DECIDED
        assert "recommended to Council, not final" not in answer.answer
    finally:
        answerer.library.close()


def test_a_proposal_of_the_samples_is_never_said_to_be_left_to_council(samples: Samples) -> None:
    answer = samples.answerer.ask("How many hours would branch libraries open under the proposal?")
    assert answer.standing is Standing.PROPOSED
    assert "Council decides" not in answer.answer


def test_who_was_away_or_had_an_interest_was_not_discussed(
    tmp_path: Path, embedder: Embedder
) -> None:
    items = (
        "52. DECLARATIONS OF INTEREST\n\nCouncillor Amos Birtle declared an interest in item 53, "
        "as a tenant of the Quarry Lane allotments.\n\n"
        "53. QUARRY LANE ALLOTMENTS\n\nCouncillor Birtle said that the paths flood each spring "
        "and that the tenants want drains.\n\nRESOLVED that the report be noted.\n"
    )
    answerer = answerer_of(tmp_path, embedder, {"minutes.txt": minutes(items)})
    with closing(answerer.library):
        declared = answerer.ask("Who declared an interest in the Quarry Lane allotments?")
        assert "Birtle declared" in declared.citations[0].quote
        assert declared.standing is Standing.BACKGROUND
        assert "How it was decided" not in declared.answer
        said = answerer.ask("When do the paths of the Quarry Lane allotments flood?")
        assert said.standing is not Standing.BACKGROUND
