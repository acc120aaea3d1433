"""What one answer to one gold question scores, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.answers.stated import Stated, states
from eval.answers.statements import score_statements
from eval.gold.evidence import (
    HeldPapers,
    Need,
    Retrieved,
    cited,
    met_by,
    needs_of,
    pages_of,
    retrieved,
)
from eval.gold.facts import FactKind, facts_found, kind_of
from eval.gold.questions import GoldQuestion
from eval.ranking.measures import DEPTH, judge_passages, score_finding, score_ranked, whole
from eval.statistics import Share
from eval.wording import plain, stands_in, word_count
from qa.answers import Answer, AnswerStatus, Citation, to_json
from qa.errors import GoldError
from qa.papers import FileFormat, Standing

SHORTEST = 4
"""Characters of a wording; anything shorter would stand in public papers by chance."""
FIRST_LINE = 25
"""Words of a first line at most."""
ASKED_FOR = (Standing.RECOMMENDED, Standing.PROPOSED)
"""Standings of what was put to a meeting and not, there, decided."""


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """What one answer scores. `shares` has an entry for every measure."""

    shares: dict[str, Share]
    facts: tuple[tuple[str, bool], ...]
    """Each key fact, and whether the answer states it."""
    found: tuple[frozenset[int], ...]
    """For each hit in rank order, the needs that it meets."""
    faults: tuple[str, ...]
    """What is wrong, in words."""


def score_answer(
    question: GoldQuestion, answer: Answer, held: HeldPapers, withheld: Sequence[str] = ()
) -> QuestionScore:
    """Measure an answer against its gold question.

    `withheld` are wordings that no answer may hold, such as sums in exempt papers.
    """
    needs = needs_of(question, held.holds)
    ranking = [retrieved(hit) for hit in answer.hits[:DEPTH]]
    facts = tuple(zip(question.key_facts, facts_found(question, answer), strict=True))
    shares = {
        **score_finding(question, ranking, needs),
        **_score_judged(question, ranking, needs, held),
        **_score_citing(answer.citations, needs, held),
        **_score_statements(answer),
        **_score_answering(question, answer, [found for _, found in facts]),
        **_score_form(question, answer, held),
        **_score_outcome(question, answer),
        "withheld told": _count(holds_withheld(answer, withheld), bool(withheld)),
    }
    return QuestionScore(
        shares=shares,
        facts=facts,
        found=tuple(met_by(item.place, needs) for item in ranking),
        faults=_faults(question, answer, shares, facts),
    )


def _score_judged(
    question: GoldQuestion, ranking: Sequence[Retrieved], needs: Sequence[Need], held: HeldPapers
) -> dict[str, Share]:
    judged = judge_passages(needs if question.answerable else (), held)
    values = score_ranked([item.id for item in ranking], judged)
    return {name: whole(value) for name, value in values.items()}


def _score_citing(
    citations: Sequence[Citation], needs: Sequence[Need], held: HeldPapers
) -> dict[str, Share]:
    met = [met_by(cited(citation), needs) for citation in citations]
    quotes = plain("\n".join(citation.quote for citation in citations))
    quoted = [any(stands_in(plain(item.quote), quotes) for item in need) for need in needs]
    places = [held.is_in_place(citation) for citation in citations]
    checked = [place for place in places if place is not None]
    spans = [
        pages_of(citation.page) for citation in citations if citation.paper.format == FileFormat.PDF
    ]
    widths = [last - first + 1 for first, last in filter(None, spans)]
    return {
        "citation precision": Share(sum(map(bool, met)), len(met)) if needs else Share(0, 0),
        "citation recall": Share(len(frozenset[int]().union(*met)), len(needs)),
        "evidence quoted": Share(sum(quoted), len(needs)),
        "quotes verbatim": Share(sum(map(held.is_verbatim, citations)), len(citations)),
        "place right": Share(sum(checked), len(checked)),
        "pages spanned": Share(sum(widths), len(widths)),
    }


def _score_answering(
    question: GoldQuestion, answer: Answer, found: Sequence[bool]
) -> dict[str, Share]:
    answered = answer.status is AnswerStatus.ANSWERED
    decided = answered and answer.standing is Standing.DECIDED
    may_be_decided = Standing.DECIDED in question.standings
    asked_for = question.standing in ASKED_FOR
    judged = question.answerable and answered
    return {
        "key facts": Share(sum(found), len(found)),
        "key facts answerable": Share(sum(found), len(found))
        if question.answerable
        else Share(0, 0),
        "all facts": Share(int(all(found)), 1) if found else Share(0, 0),
        "standing right": _count(answer.standing in question.standings, judged),
        "proposal as decision": _count(decided, asked_for and not may_be_decided),
        "other as decision": _count(decided, not asked_for and not may_be_decided),
    }


def _score_statements(answer: Answer) -> dict[str, Share]:
    answered = answer.status is AnswerStatus.ANSWERED
    supported, supporting = score_statements(answer) if answered else (Share(0, 0), Share(0, 0))
    return {"statements supported": supported, "citations supporting": supporting}


def _score_form(question: GoldQuestion, answer: Answer, held: HeldPapers) -> dict[str, Share]:
    answered = answer.status is AnswerStatus.ANSWERED
    shown = answer.status in (AnswerStatus.ANSWERED, AnswerStatus.NEAREST)
    line = first_line(answer)
    short = word_count(line) <= FIRST_LINE
    looked_for = [question.answer_span] if question.answer_span else []
    looked_for += [f for f in question.key_facts if kind_of(f, answerable=True) is FactKind.WORDING]
    stated = Stated.in_text(line)
    ends = [held.ends_whole(citation) for citation in answer.citations if shown]
    known = [whole_end for whole_end in ends if whole_end is not None]
    return {
        "first line answers": _count(
            short and any(states(stated, fact) for fact in looked_for),
            answered and question.answerable and bool(looked_for),
        ),
        "first line short": _count(short, answered),
        "answer words": whole(word_count(answer.answer) if answered else None),
        "citations": whole(len(answer.citations) if answered else None),
        "several quotes": _count(len(answer.citations) > 1, answered),
        "quotes cut": Share(known.count(False), len(known)),
    }


def first_line(answer: Answer) -> str:
    """Return the line that an answer gives first; of an answer without one, what it begins with."""
    if answer.line is not None:
        return answer.line
    lines = answer.answer.removeprefix(answer.opening).split("\n")
    return next((line for line in lines if line.strip("> \t")), "")


def _score_outcome(question: GoldQuestion, answer: Answer) -> dict[str, Share]:
    declined = answer.status is not AnswerStatus.ANSWERED
    nearest = answer.status is AnswerStatus.NEAREST
    rightly = declined and not question.answerable
    exempt = not question.answerable and question.standing is Standing.EXEMPT
    return {
        "right outcome": _count(declined is not question.answerable, True),
        "nearest only": _count(nearest, question.answerable),
        "nearest told": _count(nearest, not question.answerable),
        "decline precision": _count(not question.answerable, declined),
        "decline recall": _count(declined, not question.answerable),
        "decline f1": Share(2 * rightly, declined + (not question.answerable)),
        "false refusals": _count(declined, question.answerable),
        "exempt recognised": _count(answer.status is AnswerStatus.EXEMPT, exempt),
    }


def _count(part: bool, among: bool) -> Share:
    return Share(int(part and among), int(among))


def _faults(
    question: GoldQuestion,
    answer: Answer,
    shares: dict[str, Share],
    facts: Sequence[tuple[str, bool]],
) -> tuple[str, ...]:
    missing = [fact for fact, found in facts if not found]
    wanted = " or ".join(value.value if value else "none" for value in question.standings)
    given = answer.standing.value if answer.standing else "none"
    checks = (
        ("no evidence in the first ten hits", shares["hit@10"].value == 0),
        (
            "nearest only, though the papers answer it"
            if shares["nearest only"].part
            else "declined, though the papers answer it",
            shares["false refusals"].value == 1,
        ),
        ("answered, though the papers do not", shares["decline recall"].value == 0),
        ("exempt matter not recognised", shares["exempt recognised"].value == 0),
        ("no citation on the evidence", shares["citation recall"].value == 0),
        ("a quote is not verbatim", shares["quotes verbatim"].value not in (None, 1)),
        ("a quote is not where it is cited", shares["place right"].value not in (None, 1)),
        (f"standing {given}, not {wanted}", shares["standing right"].value == 0),
        ("reported as decided", shares["proposal as decision"].value == 1),
        ("reported as decided", shares["other as decision"].value == 1),
        ("withheld text is told", shares["withheld told"].value == 1),
        (f"facts missing: {'; '.join(missing)}", bool(missing)),
    )
    return tuple(fault for fault, is_so in checks if is_so)


def load_withheld(path: Path) -> tuple[str, ...]:
    """Read wordings, one a line. Raises GoldError, which never repeats a wording."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as UTF-8 text") from error
    wordings = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    if not wordings:
        raise GoldError(f"{path}: no wording in it; give one a line")
    for number, wording in wordings:
        if len(plain(wording)) < SHORTEST:
            raise GoldError(f"{path}:{number}: shorter than {SHORTEST} characters; give more of it")
    return tuple(wording for _, wording in wordings)


def holds_withheld(answer: Answer, withheld: Sequence[str]) -> bool:
    """Say whether anything that an answer shows, its hits included, holds a withheld wording."""
    if not withheld:
        return False
    shown = plain("\n".join(_strings(to_json(answer, hits=len(answer.hits)))))
    return any(stands_in(plain(wording), shown) for wording in withheld)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
