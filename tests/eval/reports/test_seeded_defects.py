"""Defects put into the real answers about the sample papers: the evaluation notices each.

The table in `docs/evaluation.md` says which measure notices which; this is what it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from eval.gold.questions import GoldQuestion
from eval.reports.gate import hold_to
from eval.runs.compare import compare_runs
from eval.runs.records import Run
from qa.answers import Answer, AnswerStatus, Citation
from qa.library import Library
from qa.papers import Standing, Unit
from tests.eval.sample_run import SECRET, Sound, measured

Defect = Callable[[GoldQuestion, Answer, Library], Answer | None]
"""Returns the spoilt answer, or None where the defect does not apply to it."""


def recited(answer: Answer, change: Callable[[Citation], Citation]) -> Answer:
    """Change the citations, and the answer's quotations with them."""
    citations = tuple(change(citation) for citation in answer.citations)
    quotes = "\n\n".join(f"> {' '.join(c.quote.split())} [{c.number}]" for c in citations)
    return replace(answer, citations=citations, answer=quotes)


def answered(answer: Answer) -> bool:
    return answer.status is AnswerStatus.ANSWERED


def page_off_by_one(question: GoldQuestion, answer: Answer, library: Library) -> Answer | None:
    def later(citation: Citation) -> Citation:
        page = citation.page
        if page.first is None or page.last is None:
            return citation
        return replace(citation, page=replace(page, first=page.first + 1, last=page.last + 1))

    changed = replace(answer, citations=tuple(map(later, answer.citations)))
    return changed if answered(answer) and changed.citations != answer.citations else None


def neighbouring_paragraph(
    question: GoldQuestion, answer: Answer, library: Library
) -> Answer | None:
    """Cite the row or paragraph below the right one, on its own page and word for word."""

    def below(citation: Citation) -> Citation:
        units: list[tuple[Unit, Citation]] = []
        for passage in library.passages_of(citation.paper.id):
            own = replace(citation, page=passage.page, heading=passage.heading)
            units += [(unit, own) for unit in passage.units if unit.kind != "header"]
        end = " ".join(citation.quote.split())[-40:]
        ends = [i for i, (unit, _) in enumerate(units) if " ".join(unit.text.split()).endswith(end)]
        after = ends[0] + 1 if ends else 0
        unit, own = units[after if after < len(units) else 0]
        return replace(own, quote=unit.text)

    return recited(answer, below) if answered(answer) and question.answerable else None


def another_paper(question: GoldQuestion, answer: Answer, library: Library) -> Answer | None:
    if not answered(answer):
        return None
    others = [paper for paper in library.papers() if paper.format == "pdf"]

    def filed_elsewhere(citation: Citation) -> Citation:
        return replace(citation, paper=next(p for p in others if p.id != citation.paper.id))

    return replace(answer, citations=tuple(map(filed_elsewhere, answer.citations)))


def recommendation_called_a_decision(
    question: GoldQuestion, answer: Answer, library: Library
) -> Answer | None:
    asked = answer.standing in (Standing.RECOMMENDED, Standing.PROPOSED)
    may_be_decided = Standing.DECIDED in question.standings
    return replace(answer, standing=Standing.DECIDED) if asked and not may_be_decided else None


def decision_called_a_proposal(
    question: GoldQuestion, answer: Answer, library: Library
) -> Answer | None:
    right = answer.standing is Standing.DECIDED and Standing.DECIDED in question.standings
    proposed = Standing.PROPOSED in question.standings
    return replace(answer, standing=Standing.PROPOSED) if right and not proposed else None


def refusal_forced(question: GoldQuestion, answer: Answer, library: Library) -> Answer | None:
    if not (answered(answer) and question.answerable):
        return None
    status = AnswerStatus.NOT_FOUND
    return replace(answer, status=status, standing=None, answer="Not found.", citations=())


def answer_forced(question: GoldQuestion, answer: Answer, library: Library) -> Answer | None:
    if answered(answer) or question.answerable:
        return None
    hit = answer.hits[0]
    quote = hit.passage.units[-1].text
    citation = Citation(1, quote, hit.paper, hit.passage.page, None, (), None, hit.passage.standing)
    forced = replace(
        answer,
        status=AnswerStatus.ANSWERED,
        standing=hit.passage.standing,
        citations=(citation,),
    )
    return recited(forced, lambda same: same)


def exempt_taken_for_missing(
    question: GoldQuestion, answer: Answer, library: Library
) -> Answer | None:
    exempt = answer.status is AnswerStatus.EXEMPT and question.standing is Standing.EXEMPT
    return replace(answer, status=AnswerStatus.NOT_FOUND) if exempt else None


def answer_cut(question: GoldQuestion, answer: Answer, library: Library) -> Answer | None:
    """Keep the first line of each quotation, and the first quotation alone."""
    if not answered(answer):
        return None
    first = answer.citations[0]
    cut = replace(first, quote=" ".join(first.quote.split()[:6]))
    return recited(replace(answer, citations=(first,)), lambda _: cut)


def word_altered_in_quotes(
    question: GoldQuestion, answer: Answer, library: Library
) -> Answer | None:
    def altered(citation: Citation) -> Citation:
        words = citation.quote.split(" ")
        words[len(words) // 2] = "albeit"
        return replace(citation, quote=" ".join(words))

    return recited(answer, altered) if answered(answer) else None


def word_altered_in_the_answer_alone(
    question: GoldQuestion, answer: Answer, library: Library
) -> Answer | None:
    altered = re.sub(r"(?m)^(> \S+ )\S+", r"\1albeit", answer.answer, count=1)
    return (
        replace(answer, answer=altered) if answered(answer) and altered != answer.answer else None
    )


def figure_altered_in_the_answer_alone(
    question: GoldQuestion, answer: Answer, library: Library
) -> Answer | None:
    altered = re.sub(r"(£\d)", lambda m: f"£{(int(m[1][1]) % 9) + 1}", answer.answer)
    return (
        replace(answer, answer=altered) if answered(answer) and altered != answer.answer else None
    )


def exempt_text_told(question: GoldQuestion, answer: Answer, library: Library) -> Answer | None:
    if question.category != "exempt":
        return None
    return replace(answer, answer=f"{answer.answer}\n\nThe price is {SECRET}.")


def claim_without_a_source(
    question: GoldQuestion, answer: Answer, library: Library
) -> Answer | None:
    told = f"The Mayor of Ellerdyke objected.\n\n{answer.answer}\n\nThe matter is closed."
    return replace(answer, answer=told) if answered(answer) else None


def passages_upside_down(question: GoldQuestion, answer: Answer, library: Library) -> Answer | None:
    hits = tuple(replace(hit, rank=rank) for rank, hit in enumerate(reversed(answer.hits), start=1))
    return replace(answer, hits=hits)


DEFECTS: list[tuple[Defect, set[str]]] = [
    (page_off_by_one, {"place right", "citation precision", "citation recall"}),
    (neighbouring_paragraph, {"key facts", "all facts", "evidence quoted"}),
    (another_paper, {"quotes verbatim", "place right", "citation precision", "citation recall"}),
    (recommendation_called_a_decision, {"proposal as decision", "standing right"}),
    (decision_called_a_proposal, {"standing right"}),
    (refusal_forced, {"false refusals", "decline precision", "key facts", "citation recall"}),
    (answer_forced, {"decline recall", "decline f1"}),
    (exempt_taken_for_missing, {"exempt recognised"}),
    (answer_cut, {"key facts", "all facts", "evidence quoted"}),
    (word_altered_in_quotes, {"quotes verbatim", "place right"}),
    (word_altered_in_the_answer_alone, {"statements supported", "citations supporting"}),
    (figure_altered_in_the_answer_alone, {"statements supported", "citations supporting"}),
    (exempt_text_told, {"withheld told"}),
    (claim_without_a_source, {"statements supported"}),
    (passages_upside_down, {"hit@1", "mrr@10", "ndcg@10", "quote@300"}),
]
NAMES = [defect.__name__ for defect, _ in DEFECTS]


def spoilt(sound: Sound, defect: Defect) -> dict[str, Answer]:
    """The answers to which a defect applies, spoilt by it."""
    changed = {
        question.question: defect(question, sound.answers[question.question], sound.library)
        for question in sound.questions
    }
    return {question: answer for question, answer in changed.items() if answer is not None}


def with_changed(sound: Sound, changed: Mapping[str, Answer]) -> Run:
    """The sound run with some of its answers spoilt, only these measured again."""
    asked = [question for question in sound.questions if question.question in changed]
    again = {record.outcome.id: record for record in measured(asked, changed, sound.held).records}
    records = tuple(again.get(record.outcome.id, record) for record in sound.run.records)
    return replace(sound.run, name="spoilt", records=records)


@pytest.mark.parametrize(("defect", "measures"), DEFECTS, ids=NAMES)
def test_a_defect_throughout_fails_the_gate_by_the_measures_that_should_see_it(
    sound: Sound, defect: Defect, measures: set[str]
) -> None:
    changed = spoilt(sound, defect)
    assert changed, "the defect applies to no answer"
    gate = hold_to(with_changed(sound, changed), sound.baseline)
    assert measures <= set(gate.failed), {n: gate.changes[n] for n in measures - set(gate.failed)}


@pytest.mark.parametrize(("defect", "measures"), DEFECTS, ids=NAMES)
def test_a_defect_in_one_answer_is_named_with_its_question(
    sound: Sound, defect: Defect, measures: set[str]
) -> None:
    some = dict(list(spoilt(sound, defect).items())[:8])
    comparison = compare_runs(sound.run, with_changed(sound, some), resamples=2)
    worse = [changed for changed in comparison.changed if measures & set(changed.worse)]
    assert worse
    assert {changed.question for changed in worse} <= set(some)


def test_the_sound_answers_pass_their_own_gate(sound: Sound) -> None:
    assert hold_to(sound.run, sound.baseline).passed
