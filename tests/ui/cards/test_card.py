from dataclasses import replace
from pathlib import Path

import pytest

from qa.answers import Answer, AnswerStatus, Citation, QuotedTable, Shown
from qa.papers import PaperKind, Standing
from tests.fakes import FakeAnswerer, fake_library
from ui.cards.card import MOST_WORDS, Card, card_of, name_fold
from ui.conversation import Exchange
from ui.html import render_answer

SHORT = "the lease be renewed"
LONG = " ".join(["word"] * 70)
ROW = QuotedTable(("Band", "£"), (("E", "2,129.55"),), "Council tax", None)
OTHER = QuotedTable(("Band", "£"), (("H", "3,484.72"),), "Council tax", None)


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def answer_of(
    answerer: FakeAnswerer, *quotes: Citation, shown: tuple[Shown, ...], **more: object
) -> Answer:
    told = {"line": "Decided: it be renewed", "line_of": (1,), **more}
    return replace(answerer.ask("mill"), citations=quotes, shown=shown, **told)  # type: ignore[arg-type]


def made(answer: Answer) -> Card:
    card = card_of(answer)
    assert card is not None
    return card


def test_a_short_quote_is_in_sight_and_a_long_one_is_folded(answerer: FakeAnswerer) -> None:
    short, long = (replace(answerer.mill(n), quote=q) for n, q in ((1, SHORT), (2, LONG)))
    card = made(answer_of(answerer, short, long, shown=(Shown((1,)), Shown((2,)))))
    assert [group.folded for group in card.groups] == ["", "The resolution, word for word"]


def test_no_more_is_in_sight_than_about_sixty_words(answerer: FakeAnswerer) -> None:
    quotes = [replace(answerer.mill(n), quote=" ".join(["word"] * 12)) for n in (1, 2)]
    quotes.append(replace(answerer.mill(3), quote=" ".join(["word"] * 15)))
    shown = tuple(Shown((n,)) for n in (1, 2, 3))
    card = made(answer_of(answerer, *quotes, shown=shown))
    open_ones = [group for group in card.groups if not group.folded]
    told = " ".join(["Decided: it be renewed", *(group.where for group in card.groups)])
    quoted = sum(len(c.quote.split()) for group in open_ones for c in group.citations)
    assert len(told.split()) + quoted <= MOST_WORDS
    assert 0 < len(open_ones) < len(card.groups)


@pytest.mark.parametrize(("words", "folded"), [(100, False), (200, True)])
def test_a_quote_that_the_line_only_points_to_is_in_sight_up_to_twelve_lines(
    answerer: FakeAnswerer, words: int, folded: bool
) -> None:
    quote = replace(answerer.mill(1), quote=" ".join(["word"] * words))
    card = made(answer_of(answerer, quote, shown=(Shown((1,)),), line_of=()))
    assert bool(card.groups[0].folded) is folded


def test_a_folded_resolution_is_whole_and_in_the_papers_order(answerer: FakeAnswerer) -> None:
    lead, rest = replace(answerer.mill(1), quote=LONG, at=20), replace(answerer.mill(2), at=10)
    other = replace(answerer.market(3), standing=Standing.DECIDED)
    shown = (Shown((1,)), Shown((2,), folded=True), Shown((3,), folded=True))
    card = made(answer_of(answerer, lead, rest, other, shown=shown))
    assert [citation.number for citation in card.groups[0].citations] == [2, 1]
    assert card.more_folded == "1 more source"


LIMBS = "RESOLVED that\n(1) the lease be renewed;\n(2) the rent be £12,500; and\n(3) it be noted"


@pytest.mark.parametrize(("answering", "quoted"), [("the lease be renewed", [1, 2]), ("", [1])])
def test_a_resolution_of_which_the_line_tells_one_limb_is_in_sight_whole(
    answerer: FakeAnswerer, answering: str, quoted: list[int]
) -> None:
    lead = replace(answerer.mill(1), quote=LIMBS, at=1)
    rest = replace(answerer.mill(2), quote=f"(4) {' '.join(['word'] * 60)}", at=5)
    shown = (Shown((1,), answering=answering), Shown((2,), folded=True))
    long_line = " ".join(["Decided:", *["word"] * 24])
    (group,) = made(answer_of(answerer, lead, rest, shown=shown, line=long_line)).groups
    assert not group.folded
    assert [citation.number for citation in group.citations] == quoted


def test_a_resolution_of_more_than_twelve_lines_is_folded(answerer: FakeAnswerer) -> None:
    lead = replace(answerer.mill(1), quote=f"{LIMBS}\n(4) {' '.join(['word'] * 140)}")
    shown = (Shown((1,), answering="the lease be renewed"),)
    (group,) = made(answer_of(answerer, lead, shown=shown)).groups
    assert group.folded == "The resolution, word for word"


def test_the_sentence_after_the_one_that_answers_is_in_sight(answerer: FakeAnswerer) -> None:
    quote = f"The system goes live in January. It was put back to July. Then {LONG}."
    lead = replace(answerer.market(1), quote=quote)
    shown = (Shown((1,), answering="goes live in January"),)
    (group,) = made(answer_of(answerer, lead, shown=shown)).groups
    assert group.folded and group.goes_on == "It was put back to July."


def test_rows_that_the_line_is_not_made_of_are_behind_the_rest(answerer: FakeAnswerer) -> None:
    own = replace(answerer.mill(1), quote="E\t2,129.55", parts=(ROW,))
    other = replace(answerer.mill(2), quote="H\t3,484.72", parts=(OTHER,))
    answer = answer_of(answerer, own, other, shown=(Shown((1, 2), answering="2,129.55"),))
    card = made(answer)
    assert [citation.number for citation in card.groups[0].citations] == [1]
    assert not card.groups[0].folded
    assert card.more_folded == "1 more source"


def test_a_row_that_the_line_tells_whole_is_folded(answerer: FakeAnswerer) -> None:
    own = replace(answerer.mill(1), quote="E\t2,129.55", parts=(ROW,))
    answer = answer_of(answerer, own, shown=(Shown((1,), answering="2,129.55"),))
    assert not made(answer).groups[0].folded
    assert made(replace(answer, line="Decided: E: £ 2,129.55")).groups[0].folded


def test_what_is_nearest_has_no_words_in_bold(answerer: FakeAnswerer) -> None:
    shown = (Shown((1,), answering="the lease of the Old Mill"),)
    answer = answer_of(answerer, answerer.mill(1), shown=shown, line_of=())
    assert made(answer).groups[0].answering
    assert not made(replace(answer, status=AnswerStatus.NEAREST)).groups[0].answering


def test_a_quote_of_another_standing_says_which(answerer: FakeAnswerer) -> None:
    quotes = (answerer.mill(1), answerer.market(2))
    card = made(answer_of(answerer, *quotes, shown=(Shown((1,)), Shown((2,)))))
    assert [group.standing for group in card.groups] == [None, Standing.RECOMMENDED]


def test_items_of_a_listing_stand_below_their_heading(answerer: FakeAnswerer) -> None:
    noted = replace(answerer.mill(2), standing=Standing.NOTED)
    shown = (
        Shown((1, 2), heading="Cabinet, 14 March 2024", title="52 LEASE OF THE OLD MILL"),
        Shown((3,), heading="A report", label="Asked for", title="Market"),
    )
    card = made(answer_of(answerer, answerer.mill(1), noted, answerer.market(3), shown=shown))
    (first, (mill,)), (second, (market,)) = card.listed
    assert (first, second) == ("Cabinet, 14 March 2024", "A report")
    assert mill.standing is Standing.DECIDED and mill.several
    assert market.label == "Asked for" and not market.several


@pytest.mark.parametrize(
    ("standing", "kind", "minute", "told"),
    [
        (Standing.DECIDED, PaperKind.MINUTES, "52", "The resolution"),
        (Standing.RECOMMENDED, PaperKind.REPORT, None, "The recommendation"),
        (Standing.PROPOSED, PaperKind.REPORT, None, "The proposal"),
        (Standing.DISCUSSED, PaperKind.MINUTES, None, "The minute"),
        (Standing.DEFERRED, PaperKind.OTHER, None, "The minute"),
        (Standing.BACKGROUND, PaperKind.REPORT, None, "The paper"),
    ],
)
def test_a_fold_says_what_is_in_it(
    answerer: FakeAnswerer, standing: Standing, kind: PaperKind, minute: str | None, told: str
) -> None:
    citation = replace(answerer.mill(1), standing=standing, minute=minute)
    citation = replace(citation, paper=replace(citation.paper, kind=kind))
    assert name_fold([citation]) == f"{told}, word for word"


def test_an_answer_that_does_not_say_how_it_is_shown_has_no_card(answerer: FakeAnswerer) -> None:
    assert card_of(answerer.ask("mill")) is None


def test_a_quote_in_welsh_is_marked_as_welsh(answerer: FakeAnswerer) -> None:
    welsh = "Penderfynodd y Cabinet fod y tŷ yn cael ei werthu, ac nad oes angen y swyddfa."
    quotes = (replace(answerer.mill(1), quote=welsh), answerer.mill(2))
    answer = answer_of(answerer, *quotes, shown=(Shown((1,)), Shown((2,))))
    html = render_answer(Exchange("k-1", "?", answer), "t-1")
    assert html.count('lang="cy"') == 1
    assert html.index('lang="cy"') < html.index("Penderfynodd")


def test_no_text_of_a_table_or_a_note_becomes_markup(answerer: FakeAnswerer) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    table = QuotedTable((hostile,), ((hostile,),), hostile, hostile, hostile)
    quote = replace(answerer.mill(1), quote=hostile, parts=(hostile, table))
    shown = (Shown((1,), notes=(hostile,), answering=hostile),)
    answer = answer_of(
        answerer, quote, shown=shown, line=hostile, later=hostile, notes=(hostile,), opening=hostile
    )
    listed = replace(answer, shown=(Shown((1,), heading=hostile, label=hostile, title=hostile),))
    for each in (answer, listed):
        html = render_answer(Exchange("k-1", "?", each), "t-1")
        assert "<img" not in html and "&lt;img" in html
