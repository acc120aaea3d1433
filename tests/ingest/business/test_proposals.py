"""Papers of budget proposals: where each opens, its title and its standing. All invented."""

from __future__ import annotations

import pytest

from ingest.business.reports import short_title
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


LISTED = """
Spending Less 2031/32

Dunmarsh Council: budget proposals for consultation, 6 October 2030 to 9 January 2031

1. Why We Ask

We must close a gap of £2.1m. Nothing in this paper has been decided.

2. Proposals to Save Money

A saving is for a full year.

Roads and harbour

Ref\tProposal\tSaving 2031/32\tPosts (FTE)
R1\tGrit the hill roads at dusk only\t£64,000\t0
R2\tClose the weighbridge and let its yard\t£31,500\t1.4
Total\t\t£95,500\t1.4

Libraries

Ref\tProposal\tSaving 2031/32\tPosts (FTE)
L1\tOpen the Tolbooth library three days a week in place of five\t£22,000\t0.8

3. Some Proposals in More Detail

R2, the weighbridge. It was used 41 times in 2029. The yard could be let to a boatbuilder, and the
scale would be given to the museum in the old town.

4. What You Told Us

Last year 612 people answered. In all 14 per cent would have paid more council tax.

Answer\tShare
Roads first\t61%
"""


def test_each_row_of_a_table_of_proposals_is_a_proposal_with_its_title_and_heading() -> None:
    found = read_text(LISTED)
    assert found.paper.kind is PaperKind.BUDGET_PROPOSALS
    assert [(i.number, i.title, i.standing) for i in found.items] == [
        ("R1", "Grit the hill roads at dusk only", Standing.PROPOSED),
        ("R2", "Close the weighbridge and let its yard", Standing.PROPOSED),
        ("L1", "Open the Tolbooth library three days a week in place of five", Standing.PROPOSED),
    ]
    grit = next(p for p in found.passages if "£64,000" in p.text)
    assert grit.heading[-2:] == ("Roads and harbour", "R1 Grit the hill roads at dusk only")
    assert "Saving 2031/32" in grit.text
    yard = next(p for p in found.passages if "£31,500" in p.text)
    assert "Saving 2031/32" in yard.text  # its column headings come with it
    assert yard.item_title == "Close the weighbridge and let its yard"


def test_what_is_told_of_a_listed_proposal_stands_under_it_and_the_rest_is_background() -> None:
    found = read_text(LISTED)
    told = next(p for p in found.passages if "boatbuilder" in p.text)
    assert (told.item_number, told.standing) == ("R2", Standing.PROPOSED)
    assert told.heading[-1] == "R2 Close the weighbridge and let its yard"
    for words in ("Nothing in this paper", "612 people answered", "Roads first", "£95,500"):
        assert standing_of(found, words) is Standing.BACKGROUND


def test_a_table_of_options_or_of_answers_lists_no_proposals() -> None:
    table = LISTED.replace("\tProposal\t", "\tOption\t")
    assert not read_text(table).items
    answers = LISTED.replace("Saving 2031/32\tPosts (FTE)", "Agree\tDisagree")
    assert not read_text(answers).items


def test_a_reports_table_of_proposals_is_proposed_and_the_report_stays_one_item() -> None:
    cover = "Report to: Cabinet\n\nSubject: Savings for 2031/32\n\nReport of: Director of Place\n\n"
    report = read_text(cover + LISTED.split("\n\n", 2)[2])
    assert report.paper.kind is PaperKind.REPORT
    assert [i.kind for i in report.items] == ["report"]
    assert standing_of(report, "£64,000") is Standing.PROPOSED
