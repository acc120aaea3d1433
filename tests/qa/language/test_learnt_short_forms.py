import pytest

from qa.language.synonyms import as_terms, definitions, learn
from qa.language.terms import analyse


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("the Home to School Transport (HTST) budget", "HTST", "Home to School Transport"),
        ("a Medium Term Financial Plan (“MTFP”) was", "MTFP", "Medium Term Financial Plan"),
        ("for looked after\nchildren (LAC) rose", "LAC", "looked after children"),
        ("HTST - Home to School Transport is dear", "HTST", "Home to School Transport"),
        ("NAC – Non-Attributable Costs", "NAC", "Non-Attributable Costs"),
        ("GET: Growth, Environment & Transport", "GET", "Growth, Environment & Transport"),
        ("Houses in Multiple Occupation (HMOs)", "HMOs", "Houses in Multiple Occupation"),
    ],
)
def test_a_short_form_is_learnt_from_its_initials(text: str, short: str, long: str) -> None:
    assert dict(definitions(text)) == {short: long}


@pytest.mark.parametrize(
    "text", ["the plan was agreed (Appendix)", "the old mill (NB)", "a saving of much (X)", "(LAC)"]
)
def test_what_stands_in_brackets_need_not_be_a_short_form(text: str) -> None:
    assert learn([text]) == {}


def test_a_list_of_short_forms_is_read_one_by_one() -> None:
    said = "ASC - Adult Social Care CYP - Children and Young People PART B - The Way On"
    assert learn([said]) == {"ASC": "Adult Social Care", "CYP": "Children and Young People"}


def test_a_word_without_end_is_no_long_form() -> None:
    """Quick on hostile text: each word is tried from its beginning only."""
    assert learn(["A-" * 100_000 + " (AB)", "AB - " + "Cd " * 50_000]) == {}


def test_most_papers_decide_what_a_short_form_stands_for() -> None:
    pairs = [("SRP", "Specialist Resource Provision"), ("SRP", "Strategic Reset Programme")]
    terms = as_terms([*pairs, ("SRP", "strategic reset programme")])
    assert terms == {"srp": tuple(analyse("strategic reset programme"))}
