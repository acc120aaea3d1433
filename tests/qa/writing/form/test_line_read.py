"""The first line of what the embedded reader finds: rows of tables, and limbs. All is invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa.answerer import Answerer
from qa.answers import Answer, AnswerStatus
from qa.papers import Standing
from qa.protocols import Embedder, Reader
from tests.conftest import Samples
from tests.qa.invented import answerer_of, minutes

PAGE = (
    "<html><head><title>{title}</title></head><body><h1>Ashcombe Borough Council</h1>"
    "<h2>{title}</h2>{body}</body></html>"
)
HOMES = """<p>Report to Cabinet, 14 March 2024</p><h3>2. Draft estimates</h3>
<table><caption>Table 1: Housing, net spending</caption>
<tr><th>Service</th><th>2023/24 Budget £000</th><th>2024/25 Draft £000</th></tr>
<tr><td>Hostels</td><td>611</td><td>720</td></tr>
<tr><td>Leased homes</td><td>344</td><td>398</td></tr>
<tr><td>Wardens</td><td>127</td><td>131</td></tr></table>"""
FUND = """<p>Minutes of the meeting of the Council held on 11 April 2024</p>
<h3>61. PAYMENTS</h3><p>The following payments were approved.</p>
<table><tr><th>Payee</th><th>For</th><th>Net £</th><th>VAT £</th><th>Total £</th></tr>
<tr><td>Orde &amp; Hart</td><td>Advice on the market charter</td><td>950.00</td><td>190.00</td>
<td>1,140.00</td></tr>
<tr><td>Green Ways</td><td>Grass cutting</td><td>1,240.00</td><td>248.00</td><td>1,488.00</td></tr>
</table>
<h3>62. TIDE FUND APPLICATIONS</h3>
<table><tr><th>Applicant</th><th>Asked for</th><th>Outcome</th></tr>
<tr><td>Skiff Club</td><td>£3,500 for oars</td><td>Awarded £2,000</td></tr>
<tr><td>Shed for Men</td><td>£900 for a lathe</td><td>Held over until accounts are seen</td></tr>
</table><h3>63. CLOSE</h3><p>The meeting closed at 8.10 pm.</p>"""
WEIR = (
    "52. FISH PASS AT THE WEIR\n\nThe officer reported on the fish pass at Fenby weir.\n\n"
    "The Committee agreed to grant permission for the fish pass subject to the following "
    "conditions:-\n\n"
    "(1) No works shall take place in the river between 1 October and 31 May.\n\n"
    "(2) A handrail shall be fitted on both sides before the bridge is opened.\n\n"
    "(3) The track shall be removed within six months.\n"
)


@pytest.fixture(scope="module")
def answerer(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, samples: Samples
) -> Iterator[Answerer]:
    papers = {
        "report.html": PAGE.format(title="Report on homes", body=HOMES),
        "council.html": PAGE.format(title="Minutes of the Council", body=FUND),
        "planning.txt": minutes(WEIR, body="PLANNING COMMITTEE"),
    }
    folder: Path = tmp_path_factory.mktemp("read")
    made = answerer_of(folder, embedder, papers)
    assert isinstance(samples.answerer.reranker, Reader)
    with closing(made.library):
        yield Answerer(made.library, made.searcher, reranker=samples.answerer.reranker)


def told(answerer: Answerer, question: str) -> str:
    answer: Answer = answerer.ask(question)
    assert answer.status is AnswerStatus.ANSWERED and answer.line is not None
    return answer.line


def test_a_figure_counted_in_thousands_is_told_in_full(answerer: Answerer) -> None:
    line = told(answerer, "What is the draft 2024/25 estimate for hostels?")
    assert line.endswith("2024/25 Draft £720,000 (720 in £000)")


def test_of_a_payment_the_total_is_told_and_not_a_part_of_it(answerer: Answerer) -> None:
    assert told(answerer, "How much was paid to Orde & Hart?").endswith("1,140.00")
    assert "190.00" in told(answerer, "How much VAT was paid to Orde & Hart?")


def test_the_column_that_the_question_names_is_told(answerer: Answerer) -> None:
    line = told(answerer, "What was the outcome of the application of the Shed for Men?")
    assert "Held over until accounts are seen" in line and "£900" not in line


def test_words_that_lead_in_conditions_are_followed_by_the_first(answerer: Answerer) -> None:
    line = told(answerer, "What conditions were attached to the fish pass at Fenby weir?")
    assert line.startswith("Decided: No works shall take place in the river")
    assert line.endswith("(1 of 3 limbs)")
    assert answerer.ask("fish pass conditions").standing is Standing.DECIDED


def test_what_is_read_to_answer_is_told_though_no_word_is_alike(answerer: Answerer) -> None:
    answer = answerer.ask("when may nobody dig in the stream?")
    assert answer.status is not AnswerStatus.NOT_FOUND


WARDS = """<p>Report to Cabinet, 11 July 2024</p><h3>4. Bus passes</h3>
<p>PCSO Orde came to the meeting. The aims for the ward this winter are: dark lanes, lost dogs and
loud mopeds. Residents are reminded that the number for lost property is 404.</p>
<table><caption>Table 2: Bus passes by age</caption>
<tr><th>Age</th><th>Count</th><th>Share</th></tr>
<tr><td>18</td><td>40</td><td>12%</td></tr><tr><td>20</td><td>49</td><td>15%</td></tr>
<tr><td>22</td><td>51</td><td>16%</td></tr></table>
<table><caption>Table 3: Risks</caption>
<tr><th>Risk</th><th>Likelihood (1 to 5)</th><th>Yearly loss £m</th></tr>
<tr><td>Weir gives way</td><td>4</td><td>19.2</td></tr>
<tr><td>Ferry laid up</td><td>3</td><td>2.6</td></tr></table>
<table><caption>Table 4: Savings, £000</caption>
<tr><th>Saving</th><th>Target</th><th>Forecast as first planned</th></tr>
<tr><td>Review of the beach wardens and of the hut keepers in order to find a saving of half a
million pounds, which is likely to lead to fewer of both over the two summers</td><td>-433.0</td>
<td>-376.0</td></tr></table>
<p>The harbour office has written a storm plan, which is now with the Harbour Master to approve.</p>
"""
LEASE = (
    "52. BOATHOUSE\n\nRESOLVED –\n\n(1) that the lease of the boathouse be approved;\n\n"
    "(2) that the Head of Works settle its terms and approve the plan of the yard.\n"
)


@pytest.fixture(scope="module")
def wards(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, samples: Samples
) -> Iterator[Answerer]:
    papers = {
        "wards.html": PAGE.format(title="Report on the wards", body=WARDS),
        "cabinet.txt": minutes(LEASE),
    }
    made = answerer_of(tmp_path_factory.mktemp("wards"), embedder, papers)
    with closing(made.library):
        yield Answerer(made.library, made.searcher, reranker=samples.answerer.reranker)


def test_of_several_sentences_the_one_that_answers_is_told(wards: Answerer) -> None:
    assert "lost dogs" in told(wards, "What are the aims for the ward this winter?")


def test_the_cell_that_the_question_says_itself_is_no_answer(wards: Answerer) -> None:
    line = told(wards, "What is the number of bus passes at age 20?")
    assert line.endswith("Age 20: Count 49")


def test_a_score_beside_a_sum_is_no_sum(wards: Answerer) -> None:
    line = told(wards, "What is the likelihood that the weir gives way?")
    assert "4" in line and "£4m" not in line


def test_a_figure_is_told_though_its_label_is_longer_than_a_line(wards: Answerer) -> None:
    line = told(wards, "What is the forecast as first planned of the review of the beach wardens?")
    assert "376" in line and "Review of the beach" in line and "…" in line


def test_a_decision_that_answers_far_less_does_not_lead(wards: Answerer) -> None:
    assert "Harbour Master" in told(wards, "Who has still to approve the storm plan?")
