"""A sentence is cut where its clauses part, and keeps what limits it."""

from __future__ import annotations

from qa.papers import Standing
from qa.writing.form.clauses import cuts, limiting_words, without_head


def cut(sentence: str, most: int, *words: str) -> str:
    found = cuts(sentence, most, lambda text: float(sum(word in text for word in words)))
    return found[0] if found else ""


LONG = (
    "The Head of Parks reported that the pavilion would be repaired in the spring at a cost of "
    "£41,000, with the work to be done by a local firm, and that the bowls club had written to "
    "thank the council for it."
)


def test_a_cut_has_the_words_that_answer_and_who_said_it() -> None:
    found = cut(LONG, 24, "£41,000", "pavilion")
    assert "£41,000" in found and found.startswith("The Head of Parks reported that")
    assert found.endswith("…") and len(found.split()) <= 24


def test_a_condition_is_kept_though_it_comes_last() -> None:
    sentence = (
        "The lease of the Old Mill be renewed for five years from 1 June 2024 at a rent of £12,500 a "
        "year, with a review in the third year, subject to the consent of the owner"
    )
    found = cut(sentence, 25, "£12,500")
    assert "subject to the consent of the owner" in found


def test_a_denial_is_kept() -> None:
    sentence = (
        "Members were of the view that the bridge could not be opened to lorries of more than seven "
        "tonnes before the survey of the north bank, which began in May, was complete"
    )
    found = cut(sentence, 20, "lorries")
    assert not found or "not" in found.split()


def test_where_the_condition_does_not_fit_there_is_no_cut() -> None:
    condition = "subject to " + " ".join(["the consent of the owner and of the tenant"] * 4)
    assert cut(f"The lease be renewed for five years, {condition}", 12, "lease") == ""


def test_words_that_only_say_the_standing_are_left_out() -> None:
    resolved = "RESOLVED that the lease be renewed for five years"
    assert without_head(resolved, Standing.DECIDED) == "the lease be renewed for five years"
    assert without_head(resolved, Standing.BACKGROUND) == resolved


def test_a_head_that_denies_stays() -> None:
    refused = "It was not agreed that the lease be renewed for five years"
    assert without_head(refused, Standing.DECIDED) == refused


def test_the_month_of_may_limits_nothing() -> None:
    sentence = (
        "A further meeting of the Resources Committee be held on Wednesday 16 May 2018 at 3 pm for "
        "the purpose of reviewing the performance of the year before it is put to the Authority"
    )
    assert "16 May 2018" in cut(sentence, 20, "16 May")
    uncertain = "The pier at the end of the beach by the old harbour in the town may close in June"
    assert not cut(uncertain, 12, "pier")


RESERVE = (
    "With regard to the reserves there was a need to draw down a further £9 million in this year "
    "and the next from the fund of the Council for new machines over the next two years to pay "
    "for the change of all systems, none of which was new"
)


def test_a_cut_may_pass_over_phrases_to_the_words_that_answer() -> None:
    def answers(text: str) -> float:
        return sum(word in text for word in ("over", "next two years")) / 2

    found = cuts(RESERVE, 20, lambda text: 2 * answers(text), answers)[0]
    assert "over the next two years" in found and "…" in found
    assert not any("two years" in one for one in cuts(RESERVE, 12, lambda text: answers(text)))


def test_a_limb_ends_before_the_word_that_leads_to_the_next() -> None:
    assert cut("that the pool be closed for the works; and", 12, "pool") == (
        "that the pool be closed for the works"
    )


def test_the_short_form_of_number_denies_nothing() -> None:
    assert "no" not in limiting_words("the No.17 bus and minute No. 4")
    assert "no" in limiting_words("no bus runs")


def test_a_head_that_makes_a_decision_depend_on_something_stays() -> None:
    told = "Subject to resolution (3), that the officers be authorised to let the quay"
    assert without_head(told, Standing.DECIDED) == told
    assert without_head("RESOLVED that the quay be let", Standing.DECIDED) == "the quay be let"
