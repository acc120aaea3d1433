"""Tables of a budget still to be set are proposed, its prose is not; all of it is invented."""

from __future__ import annotations

from qa.papers import PaperKind, Standing
from tests.ingest.written import read, read_text, standing_of, text_paper

REPORT = """
Report to: Cabinet\tDate of Meeting: 4 February 2021

Subject: {title}\tWards Affected: All

Report of: Director of Finance\tKey Decision: Yes

Recommendation

That the report be noted.

1. Background

The settlement was better than had been feared, and the City has asked for three more years of it.

2. Savings by service

Table 1: Savings by service

Service\t2021/22 £000\t2022/23 £000
Ferries\t120\t140
Beach huts\t35\t35

3. Consultation

Table 2: Replies to the consultation

Who replied\tIn favour\tAgainst
Residents\t61\t19
"""


def test_a_draft_budgets_table_of_savings_is_proposed_and_its_prose_is_background() -> None:
    paper = read_text(REPORT.format(title="Draft Budget 2021/22"))
    assert standing_of(paper, "Beach huts\t35") is Standing.PROPOSED
    assert standing_of(paper, "better than had been feared") is Standing.BACKGROUND
    assert standing_of(paper, "Residents\t61") is Standing.BACKGROUND


def test_a_monitoring_reports_table_of_savings_is_background() -> None:
    paper = read_text(REPORT.format(title="Budget Monitoring to December 2020"))
    assert standing_of(paper, "Beach huts\t35") is Standing.BACKGROUND


def appendix(title: str) -> Standing:
    text = f"{title}\n\nService\t2021/22 £000\nFerries\t120\nBeach huts\t35\n"
    paper = read(text_paper(text), "Appendix F.txt")
    assert paper.paper.kind is PaperKind.APPENDIX
    return standing_of(paper, "Beach huts\t35")


def test_an_appendix_of_budget_templates_is_proposed_unless_it_looks_back() -> None:
    assert appendix("APPENDIX F: 2021-24 BUDGET - SAVINGS") is Standing.PROPOSED
    assert appendix("APPENDIX F: 2021-22 BUDGET OUTTURN") is Standing.BACKGROUND
    assert appendix("APPENDIX F: FERRY TIMES") is Standing.BACKGROUND


def test_potential_projects_under_a_long_heading_are_proposed_and_the_caveat_is_not() -> None:
    paper = read_text("""
APPENDIX C - POTENTIAL CAPITAL PROJECTS 2021-22 TO 2030-31 BY YEAR AND SERVICE

None of these starts before there is a business case and the money for it.

Service\t2021-22 £000s\t2022-23 £000s
New ferry\t400\t900
""")
    assert paper.paper.kind is PaperKind.APPENDIX
    assert standing_of(paper, "New ferry\t400") is Standing.PROPOSED
    assert standing_of(paper, "None of these starts") is Standing.BACKGROUND


TABLE = "2021-22 APPENDIX E\n\nService\tTotal £000s\tCore £000s\n{title}\nFerries\t120\t80\n"


def test_an_appendix_whose_table_says_that_it_is_of_a_draft_budget_is_proposed() -> None:
    drafted = read_text(TABLE.format(title="PER INITIAL DRAFT BUDGET\t\t"))
    spent = read_text(TABLE.format(title="SPENT BY JUNE\t\t"))
    assert standing_of(drafted, "Ferries\t120") is Standing.PROPOSED
    assert standing_of(spent, "Ferries\t120") is Standing.BACKGROUND
