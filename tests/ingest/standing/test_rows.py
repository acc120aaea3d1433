"""What rows of tables in minutes decide, by the columns of their table."""

from ingest.document import SourceLine
from ingest.layout.paragraphs import Paragraph, paragraph_of
from ingest.standing.rows import columns_of, header_columns, read_row, standing_of
from qa.papers import Standing, UnitKind


def row(*cells: str) -> Paragraph:
    return paragraph_of([SourceLine(1, "\t".join(cells))], UnitKind.ROW)


def test_a_column_of_outcomes_says_what_each_row_decides() -> None:
    header = header_columns(row("Applicant", "Sum asked", "Decision"))
    assert header is not None
    given = read_row(row("Hallow Scouts", "£300", "£250 approved"), header)
    assert given is not None
    assert (given.text, given.standing) == ("Hallow Scouts £300 £250 approved", Standing.DECIDED)
    put_off = read_row(row("Hallow Band", "£900", "Deferred until accounts are seen"), header)
    assert put_off is not None and put_off.standing is Standing.DEFERRED
    assert read_row(row("Hallow Choir", "£100", "–"), header) is None


def test_a_column_of_recommendations_may_only_ask() -> None:
    header = columns_of(("Site", "Officer's view", "Recommendation"))
    asks = read_row(row("Mill Lane", "Narrow", "Recommend refusal to the district"), header)
    assert asks is not None and asks.standing is Standing.RECOMMENDED
    assert read_row(row("Mill Lane", "Narrow", "To approve with conditions"), header) is None


def test_a_row_with_a_proposer_and_a_seconder_tells_who_was_elected() -> None:
    header = header_columns(row("Office", "Name", "Proposer", "Seconder"))
    elected = read_row(row("Treasurer", "Ann Moss", "Jo Reed", "Sal Hart"), header)
    assert elected is not None and elected.standing is Standing.DECIDED
    assert read_row(row("Auditor", "vacant", "", ""), header) is None


def test_a_row_of_payments_decides_nothing_by_itself() -> None:
    assert header_columns(row("Payee", "For", "Sum")) is None
    assert read_row(row("Hedge & Co", "Cutting", "£40.00"), None) is None


def test_prose_beside_an_outcome_is_not_given_with_it() -> None:
    header = columns_of(("Applicant", "About", "Decision"))
    prose = " ".join(["a long account of what the club does for the young"] * 6)
    given = read_row(row("Hallow Club", prose, "Rejected. It is outside the parish."), header)
    assert given is not None and given.text == "Rejected. It is outside the parish."


def test_words_of_an_outcome_have_their_standing() -> None:
    assert standing_of("NO OBJECTIONS", sure=True) is Standing.DECIDED
    assert standing_of("Noted", sure=True) is Standing.NOTED
    assert standing_of("", sure=True) is None
