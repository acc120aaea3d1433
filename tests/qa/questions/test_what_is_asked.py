"""What a question asks for is told from what only sounds like it."""

from __future__ import annotations

import pytest

from qa.questions.facets import Facets
from qa.questions.question import read_question


def asked(question: str) -> Facets:
    return read_question(question).facets


@pytest.mark.parametrize(
    "question",
    [
        "how much did the roof cost",
        "How much more will it be?",
        "What rent is paid?",
        "what will the licence charge be",
    ],
)
def test_an_amount_of_money_is_asked_for(question: str) -> None:
    assert asked(question).figures.asks_for_money


@pytest.mark.parametrize(
    "question",
    ["How much new housing is planned?", "By how much did calls fall?", "How much time is left?"],
)
def test_another_quantity_is_not_taken_for_money(question: str) -> None:
    assert not asked(question).figures.asks_for_money


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("How much did Cabinet agree to pay?", True),
        ("What fee did Cabinet agree?", True),
        ("What is the annual rent that was agreed?", True),
        ("What did Cabinet decide on taxi fees?", False),
        ("Did Cabinet approve the price rise?", False),
    ],
)
def test_a_decision_about_money_is_told_from_the_amount(question: str, amount: bool) -> None:
    assert asked(question).figures.asks_the_amount is amount


def test_what_is_counted_is_read_from_the_question() -> None:
    count = asked("How many market stalls were let in August?").figures.count
    assert count is not None and count.things == "market stalls"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Harrogate's cabinet decide?", "Harrogate"),
        ("did harrogate's cabinet agree?", "harrogate"),
        ("What did Upper Tarn District Council resolve?", "Upper Tarn District"),
        ("What did Full Council decide?", None),
        ("What did the January Cabinet decide?", None),
        ("What is Harrogate's council tax?", None),
    ],
)
def test_another_council_is_told_from_a_body_of_ours(question: str, name: str | None) -> None:
    assert asked(question).people.council == name


def test_how_bids_were_judged_asks_for_no_rating() -> None:
    assert not asked("How were the bids judged?").figures.asks_for_rating
    assert asked("How was the nursery judged by Ofsted?").figures.asks_for_rating


def test_whom_a_thing_is_for_is_told_without_a_name() -> None:
    assert asked("Who are the new homes for?").people.ends_on_a_preposition
    assert not asked("Who is the landlord of the mill?").people.ends_on_a_preposition


def test_what_was_resolved_in_private_is_told_from_what_was_said() -> None:
    assert asked("What did Cabinet resolve in private?").private.asks_what_was_resolved
    assert not asked("What was said in the private session?").private.asks_what_was_resolved


def test_whether_something_is_so_is_told_from_whether_it_was_done() -> None:
    assert asked("Will Harrogate Council lead the purchase?").business.asks_whether_it_is
    assert not asked("Did Harrogate Council agree?").business.asks_whether_it_is


def test_what_the_council_itself_did_is_no_outsiders_act() -> None:
    assert asked("Has the Cabinet signed the lease?").people.act is None
    assert not asked("Was the report accepted?").people.asks_whether_accepted
    assert asked("Was the town's bid for the fund successful?").people.asks_whether_accepted


def test_why_somebody_was_absent_is_told_from_why_something_was_late() -> None:
    assert asked("Why couldn't Cllr Quill make the Council meeting?").people.asks_why_absent
    late = asked("Why hadn't the settlement come out by the Council meeting?")
    assert not late.people.asks_why_absent
    assert not asked("Why did Cabinet reject the option?").people.asks_why_absent


def test_what_an_inquiry_found_is_told_from_when_it_is_held() -> None:
    assert asked("What were the results of the parking survey?").outcome.inquiry == "survey"
    assert asked("What did the audit of grants conclude?").outcome.inquiry == "audit"
    assert asked("When does the consultation close?").outcome.inquiry is None


def test_what_residents_ask_for_themselves_is_told_from_business() -> None:
    assert asked("How do I get a skip permit?").outcome.asks_for_advice
    assert asked("when is my recycling collected").outcome.asks_for_advice
    assert not asked("Can you tell me what Cabinet decided?").outcome.asks_for_advice
    plans = asked("What are the plans for the old fire station in Mill Street?")
    assert plans.outcome.plans_for == "station"


def test_a_council_named_with_its_body_is_its_place() -> None:
    assert asked("How did Upper Tarn Council's Cabinet vote?").people.council == "Upper Tarn"


def test_how_the_meeting_went_is_told_from_what_was_agreed_in_private() -> None:
    assert asked("Who left the room for the sale?").private.asks_how_the_meeting_went
    driver = asked("Did the private hire driver lose his licence?")
    assert not driver.private.asks_how_the_meeting_went
    assert asked("Which reports were considered in private?").private.asks_for_private_items
    assert not asked("What did the exempt report say?").private.asks_for_private_items
