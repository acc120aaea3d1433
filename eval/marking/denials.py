"""Answers of a run drawn for a person who looks for untrue denials.

No program can tell whether "no count of votes is recorded" is true: the reader looks into the
papers. Answers that decline or give the nearest alone are drawn first, for they all deny
something; then others, in which a denial may stand beside the answer.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from eval.gold.evidence import name_place
from eval.marking.sheet import DENIAL_MARKS, Row, show_found, show_quotes
from eval.runs.records import Kept, RecordLine
from qa.answers import AnswerStatus

DRAWN = 60


def draw_denials(records: Sequence[Kept], count: int = DRAWN, seed: int = 0) -> list[Row]:
    """Draw `count` answers, one wording of a question at most while there are others.

    The same run and seed give the same sheet, in an order that does not show the outcome.
    """
    chance = random.Random(seed)
    shuffled = list(records)
    chance.shuffle(shuffled)
    shuffled.sort(key=lambda record: record.outcome.status is AnswerStatus.ANSWERED)
    first = {record.outcome.question: record for record in reversed(shuffled)}
    # The first of each question, and only then its other wordings.
    drawn = sorted(shuffled, key=lambda record: _turn(record, first))[:count]
    chance.shuffle(drawn)
    return [_row(record.line) for record in drawn]


def _turn(record: Kept, first: Mapping[str, Kept]) -> tuple[bool, bool]:
    answered = record.outcome.status is AnswerStatus.ANSWERED
    return answered, first[record.outcome.question] is not record


def _row(line: RecordLine) -> Row:
    answer = line.answer
    return Row(
        id=line.id,
        kind=f"{answer['status']}, papers {'answer' if line.answerable else 'do not answer'}",
        question=line.question,
        outcome=answer["status"],
        said=answer["answer"],
        quotes=show_quotes(answer["citations"]),
        found=show_found(answer.get("hits", ())),
        expected=_expected(line),
        marks=", ".join(DENIAL_MARKS),
    )


def _expected(line: RecordLine) -> str:
    places = [
        f"{item.doc}, {name_place(item.lines, item.page) or 'place not given'}"
        f"{' (close, but no answer)' if item.near_miss else ''}: {item.quote}"
        for item in line.expected.evidence
    ]
    return "\n\n".join([line.expected.answer, *places])
