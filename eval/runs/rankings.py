"""Rankings of passages: carried between processes, and scored over gold questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.gold.evidence import Place, Retrieved, needs_of, same_file
from eval.gold.questions import GoldQuestion
from eval.measures import FINDING
from eval.ranking.measures import score_finding
from eval.runs.summary import Value, value_of

Rankings = Mapping[str, Sequence[Retrieved]]
"""For each question by id, the passages found, best first."""


def score_rankings(
    questions: Sequence[GoldQuestion], rankings: Rankings, holds: Callable[[str], bool]
) -> dict[str, Value]:
    """Return each measure of finding over the questions that have an answer."""
    scores = [
        score_finding(question, rankings[question.id], needs_of(question, holds))
        for question in questions
    ]
    return {
        measure.name: value_of(measure, [score[measure.name] for score in scores])
        for measure in FINDING
    }


def holder(files: Sequence[str]) -> Callable[[str], bool]:
    """Return what says whether a paper is among these files."""
    return lambda doc: any(same_file(name, doc) for name in files)


def rankings_json(rankings: Rankings) -> dict[str, list[dict[str, Any]]]:
    """Show rankings as plain JSON."""
    return {
        identity: [
            {
                "id": item.id,
                "score": item.score,
                "files": list(item.place.files),
                "lines": item.place.lines,
                "pages": item.place.pages,
                "words": item.place.words,
                "text": item.text,
            }
            for item in ranking
        ]
        for identity, ranking in rankings.items()
    }


def rankings_from(shown: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[Retrieved]]:
    """Read rankings back from JSON."""
    return {identity: [_retrieved(item) for item in items] for identity, items in shown.items()}


def _retrieved(item: Mapping[str, Any]) -> Retrieved:
    place = Place(
        files=tuple(item["files"]),
        lines=_pair(item["lines"]),
        pages=_pair(item["pages"]),
        words=str(item["words"]),
    )
    return Retrieved(str(item["id"]), float(item["score"]), place, str(item["text"]))


def _pair(value: Sequence[int] | None) -> tuple[int, int] | None:
    return (int(value[0]), int(value[1])) if value is not None else None
