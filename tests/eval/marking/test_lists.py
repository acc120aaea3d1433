"""Lists that answers give, scored beside complete lists. All is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eval.gold.evidence import HeldPapers
from eval.gold.other_kinds import CompleteList, Listed
from eval.marking.halves import Half, half_of
from eval.marking.lists import ScoredList, list_blocks, list_misses, score_lists
from qa.answers import Answer, Citation
from qa.papers import Standing
from tests.eval.printed import printed
from tests.eval.scripted import (
    CARE_ROW,
    LIMB_1,
    LIMB_2,
    Store,
    answered,
    cite_lines,
    cite_page,
    declined,
    pages,
)

FILE = "papers/ferry-minutes.txt"
EXTENDED = Listed("extended", FILE, "the ferry service be extended", Standing.DECIDED, (5, 5))
SIGNED = Listed("signed", FILE, "be authorised to sign the agreement", Standing.DECIDED, (6, 6))
FERRY = CompleteList("l1", "All decisions?", "decisions", (EXTENDED, SIGNED), "", "x", ("All?",))
BOTH = [cite_lines(LIMB_1, 5, 5), cite_lines(LIMB_2, 6, 6, number=2)]


@dataclass
class Says:
    answers: dict[str, Answer]

    def ask(self, question: str, *, hits: int = 10, previous: Sequence[str] = ()) -> Answer:
        return self.answers[question]


def listed(line: str, citations: Sequence[Citation] = BOTH, told: str = "") -> Answer:
    lines = "\n".join(f"- “{c.quote}” [{c.number}]." for c in citations)
    return answered(Standing.DECIDED, citations, text=f"**{line}**\n\n{lines}\n\n{told}")


def scored(answers: dict[str, Answer], *gold: CompleteList) -> list[ScoredList]:
    return list(score_lists(gold, Says(answers), HeldPapers(Store())))


def test_a_list_is_held_to_each_entry_in_every_wording() -> None:
    whole, part = scored(
        {
            "All decisions?": listed("2 decisions: Cabinet."),
            "All?": listed(
                "3 decisions: Cabinet.", [BOTH[0], cite_page(CARE_ROW, pages(2), number=2)]
            ),
        },
        FERRY,
    )
    assert whole.is_listed and whole.counts_right and whole.standing_right
    assert not whole.missing and (whole.fitting, whole.cited) == (2, 2)
    assert part.id == "l1~2" and part.missing == ("signed",) and part.counts_right is False
    assert (part.fitting, part.cited) == (1, 2) and part.cited_too_much == (CARE_ROW,)
    shown = printed(list_blocks([whole, part]))
    assert "0.750" in shown and "1 of 2" in shown
    assert "missing: signed" in printed(list_misses([whole, part]))


def test_the_same_words_at_another_place_are_no_entry() -> None:
    (one, _) = scored(
        dict.fromkeys(("All decisions?", "All?"), listed("1 line.", [cite_lines(LIMB_1, 9, 9)])),
        FERRY,
    )
    assert len(one.missing) == 2


def test_what_the_line_of_a_citation_tells_counts_too() -> None:
    votes = Listed("votes", FILE, "For: Stow, Reed, Hale and Marsh", Standing.DECIDED, (9, 9))
    gold = replace(FERRY, complete_answer=(votes,), variants=())
    text = f"**1 motion.**\n\n- “{LIMB_1}” [1]; voted for: Stow, Reed, Hale, Marsh and no other."
    (one,) = scored({"All decisions?": answered(Standing.DECIDED, BOTH[:1], text=text)}, gold)
    assert not one.missing


def test_declining_and_denying_a_year_of_the_gold_are_denials() -> None:
    precept = Listed("2016: £9", FILE, "the ferry service be extended", Standing.DECIDED, (5, 5))
    gold = replace(FERRY, complete_answer=(precept,), variants=("All?",))
    denies, declines = scored(
        {
            "All decisions?": listed("1 line.", BOTH[:1], "No line found names 2016."),
            "All?": declined(text="The papers held do not say."),
        },
        gold,
    )
    assert denies.denied == ("No line found names 2016.",)
    assert declines.denied == ("The papers held do not say.",) and not declines.is_listed


def test_entries_of_papers_that_are_not_held_are_left_out() -> None:
    gone = replace(EXTENDED, doc="elsewhere.txt")
    assert scored({}, replace(FERRY, complete_answer=(gone,))) == []


def test_half_of_a_file_begins_at_its_first_or_second_line() -> None:
    assert half_of("abcde", Half.ODD) == "ace" and half_of("abcde", Half.EVEN) == "bd"
    assert half_of("abcde", None) == "abcde"
