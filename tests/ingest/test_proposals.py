"""Papers of budget proposals: where each opens, its title and its standing. All invented."""

from __future__ import annotations

import pytest

from ingest.proposal_names import short_title
from ingest.understand import Understood
from qa.papers import PaperKind, Standing
from tests.ingest.written import read_text, standing_of

ROUND = """
Outcomes

Service Users – people would be seen sooner.

Impact of service change

Service Users – visits would be fewer but longer.

Equality Impact Assessment

An assessment will be made.

Risks & Mitigating Actions

Firms may not bid for the work.

Staffing Implications – two posts would be deleted

Savings – £{saving}
"""
CHANGE = "It is proposed to commence consultation on the following change – {what}"


def proposal(*opening: str, saving: str = "100,000") -> str:
    return "\n\n".join([*opening, ROUND.format(saving=saving)])


def paper(*proposals: str) -> str:
    return "Budget options for the coming year\n\n" + "\n\n".join(proposals)


FERRIES, BUSES, TREES, LIDOS = (
    proposal(name, CHANGE.format(what=f"to spend less on {name.lower()} in winter."))
    for name in ("Ferries", "Bus Shelters", "Street Trees", "Lidos")
)


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        (["Beach Huts", CHANGE.format(what="to let forty more huts.")], "Beach Huts"),
        (["Service Description: Beach Huts", CHANGE.format(what="to let more.")], "Beach Huts"),
        (["Service Description:", "Beach Huts. The Council lets 60 huts."], "Beach Huts"),
        (["Beach Huts", "Change Description: To let forty more huts"], "Beach Huts"),
        (
            ["Coast – Leisure Service Description: Beach Huts. The Council lets 60."],
            "Beach Huts",
        ),
        (["Service Description: Coast", "Review of beach huts"], "Coast – Review of beach huts"),
        (
            ["Section C - Beach Huts", CHANGE.format(what="to let forty more huts.")],
            "Beach Huts",
        ),
        (
            ["Beach Huts", "Details to be identified", CHANGE.format(what="to let more.")],
            "Beach Huts",
        ),
    ],
)
def test_a_proposals_title_is_found_however_it_is_given(opening: list[str], title: str) -> None:
    found = read_text(paper(FERRIES, proposal(*opening), BUSES, TREES))
    assert [item.title for item in found.items] == [
        "Ferries",
        title,
        "Bus Shelters",
        "Street Trees",
    ]
    assert found.paper.kind is PaperKind.BUDGET_PROPOSALS


def test_no_part_of_a_proposal_is_more_than_proposed() -> None:
    found = read_text(paper(FERRIES, BUSES, TREES, LIDOS))
    assert {item.standing for item in found.items} == {Standing.PROPOSED}
    assert {p.standing for p in found.passages} <= {Standing.PROPOSED, Standing.BACKGROUND}


def test_each_passage_of_a_proposal_bears_its_title() -> None:
    found = read_text(
        paper(FERRIES, proposal("Beach Huts", CHANGE.format(what="x."), saving="7"), BUSES, TREES)
    )
    huts = [p for p in found.passages if "Savings – £7" in p.text]
    assert len(huts) == 1
    assert "Beach Huts" in huts[0].heading
    assert huts[0].item_title == "Beach Huts"


def test_the_line_that_gives_the_saving_closes_the_proposal() -> None:
    found = read_text(
        paper(FERRIES, "Sums to be confirmed later in the year.", BUSES, TREES, LIDOS)
    )
    assert [item.title for item in found.items] == [
        "Ferries",
        "Bus Shelters",
        "Street Trees",
        "Lidos",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Night work. It is done in the dark.", "Night work"),
        ("Homes i.e. Children's homes", "Homes i.e. Children's homes"),
        ("Democratic Services It is proposed to cut it", "Democratic Services"),
        ("Section: Cleansing", "Cleansing"),
    ],
)
def test_a_description_gives_a_title_as_far_as_it_can_be_one(text: str, title: str) -> None:
    assert short_title(text) == title


def test_a_heading_that_a_parts_table_lists_is_a_proposal_though_it_gives_no_amount() -> None:
    read = read_text(
        paper(
            FERRIES,
            BUSES,
            TREES,
            LIDOS,
            """Section B - Earning More

Project\tSaving £000
Trading Habits\t0
Beach Huts\t40

Section B Earning More

Project description: Services are to earn more of what they cost.

Growing Good Trading Habits:

Staff will learn to sell what they do well.

Raising what is earned already and lowering what the Council has to add:

Some services have always needed the Council's help.""",
            proposal("Beach Huts", CHANGE.format(what="to let forty more huts.")),
        )
    )
    proposals = {item.title: item for item in read.items}
    assert list(proposals) == [
        "Ferries",
        "Bus Shelters",
        "Street Trees",
        "Lidos",
        "Growing Good Trading Habits",
        "Beach Huts",
    ]
    assert standing_of(read, "Staff will learn") is Standing.PROPOSED
    habits, others = (
        proposals["Growing Good Trading Habits"].lines,
        standing_lines(read, "Some ser"),
    )
    assert habits and others and habits[1] < others[0]


def test_what_short_proposals_share_behind_the_last_is_no_part_of_it() -> None:
    short = (
        f"{letter} {name}\n\nThe Council will look at how others run their {name.lower()} and do "
        f"the same where that costs less, with a report to follow in June.\n\nSavings £{saving}k"
        for letter, name, saving in (
            ("a", "Mowing and Planting", 20),
            ("b", "Vans and Drivers", 30),
            ("c", "Stores and Stock", 40),
            ("d", "Phones and Post", 50),
        )
    )
    first = proposal("Buying Together", "Change Description: To buy with the next council")
    shared = "Outcomes\n\nThe Council – one team would buy for all."
    read = read_text(
        paper(FERRIES, BUSES, TREES, LIDOS, "Section C - Buying Better", first, *short, shared)
    )
    titles = [item.title for item in read.items]
    assert titles[-4:] == [
        *("Mowing and Planting", "Vans and Drivers", "Stores and Stock", "Phones and Post")
    ]
    last, after = read.items[-1].lines, standing_lines(read, "one team would buy")
    assert last and after and last[1] < after[0]


def standing_lines(read: Understood, words: str) -> tuple[int, int] | None:
    return next(u.lines for p in read.passages for u in p.units if words in u.text)
