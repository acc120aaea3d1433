from ingest.fitting import written_paragraph
from ingest.standing.sentences import is_bare, part_sentences


def texts(*paragraphs: str) -> list[str]:
    return [s.text for s in part_sentences([written_paragraph(1, p) for p in paragraphs])]


def test_a_title_or_an_initial_ends_no_sentence() -> None:
    text = "It was moved by Cllr. A. Marsh and seconded by Cyng. E. Rees. All agreed to it at once."
    assert len(texts(text)) == 2


def test_a_verdict_belongs_to_what_it_is_on() -> None:
    assert texts("Extension at 4 Mill Lane. No objection.") == [
        "Extension at 4 Mill Lane. No objection."
    ]


def test_run_in_limbs_are_sentences_of_their_own() -> None:
    assert texts("RESOLVED: 1. To approve the plan. 2. To note the update.") == [
        "RESOLVED:",
        "1. To approve the plan.",
        "2. To note the update.",
    ]


def test_a_lead_with_limbs_leads_nothing_behind_them() -> None:
    paragraphs = ["RESOLVED that:", "(1) the plan be approved;", "The Chair spoke of the weather."]
    found = part_sentences([written_paragraph(n, p) for n, p in enumerate(paragraphs, 1)])
    assert [s.lead for s in found] == [None, 0, None]


def test_words_that_only_lead_in_have_no_matter() -> None:
    assert is_bare("The Committee RESOLVED:")
    assert not is_bare("The Committee RESOLVED to sell the mill:")
