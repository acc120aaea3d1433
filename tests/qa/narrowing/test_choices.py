"""What there is to choose from, and what of a choice is refused."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from qa.errors import NarrowingError
from qa.narrowing.choices import check_known, choices_held
from qa.papers import PaperKind
from qa.protocols import Filter
from tests.conftest import Samples


def test_the_choices_are_those_of_the_papers_held(samples: Samples) -> None:
    library = samples.answerer.library
    choices, papers = choices_held(library), library.papers()
    assert choices.first == date(2023, 7, 13) and choices.last == date(2025, 6, 19)
    assert {p.kind for p in papers} <= set(choices.kinds)
    assert {p.council for p in papers if p.council} == set(choices.councils)
    assert {" ".join(p.body.split()) for p in papers if p.body} <= set(choices.bodies)
    assert list(choices.bodies) == sorted(choices.bodies, key=str.casefold)


def test_each_choice_admits_a_paper(samples: Samples) -> None:
    library = samples.answerer.library
    choices = choices_held(library)
    for which in (
        *(Filter(body=body) for body in choices.bodies),
        *(Filter(kind=kind) for kind in choices.kinds),
        *(Filter(council=council) for council in choices.councils),
        Filter(first=choices.first, last=choices.last),
    ):
        check_known(which, library)
        assert library.only(which).papers()


@pytest.mark.parametrize(
    ("which", "said"),
    [
        (
            Filter(body="Pigeons\x1b[2J" + "x" * 500),
            "No paper held is of a body called “Pigeons [2J",
        ),
        (Filter(council="Atlantis"), "a council called “Atlantis”. The councils held: "),
        (Filter(first=date(2024, 2, 1), last=date(2024, 1, 1)), "the other way round"),
    ],
)
def test_what_no_paper_is_of_is_refused(which: Filter, said: str, samples: Samples) -> None:
    with pytest.raises(NarrowingError) as refused:
        check_known(which, samples.answerer.library)
    assert said in str(refused.value)
    assert str(refused.value).isprintable() and len(str(refused.value)) < 2000


def test_nothing_but_what_a_filter_admits_is_in_sight(samples: Samples) -> None:
    """Whatever is chosen: papers, passages, both indexes; bounds of days hold to the day."""
    library, dice = samples.answerer.library, random.Random(4)
    choices = choices_held(library)
    assert choices.first and choices.last
    days = [choices.first - timedelta(1) + timedelta(n) for n in range(720)]
    held = {paper.id: paper for paper in library.papers()}
    for _ in range(60):
        which = Filter(
            body=dice.choice([None, None, *choices.bodies]),
            kind=dice.choice([None, None, *PaperKind]),
            first=dice.choice([None, None, *dice.sample(days, 3)]),
            last=dice.choice([None, None, *dice.sample(days, 3)]),
            until=dice.choice([None, None, *dice.sample(days, 2)]),
            council=dice.choice([None, None, *choices.councils]),
        )
        view = library.only(which)
        for paper in view.papers():
            for passage in view.passages_of(paper.id):
                assert which.admits(held[paper.id], passage)
                day = passage.meeting_date or paper.meeting_date
                if which.narrows and (which.first or which.last):
                    assert day is not None
                    assert (which.first or day) <= day <= (which.last or day)
        worded = view.search_words({"council": 1.0, "cabinet": 1.0}, 40)
        shown = view.passages([id_ for id_, _ in worded])
        assert all(which.admits(held[p.paper_id], p) for p, _ in shown.values())
