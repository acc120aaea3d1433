"""The same library with its catalogue in SQLite and in PostgreSQL: answers compared, and timed.

The library is copied twice, and the catalogue of one copy goes into an empty database. Each
question is asked of both in turn, whichever first by turns; then the same papers are stored anew in
both.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.statistics import percentile

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.answers import Answer
    from qa.library import Entry, Library
    from qa.papers import Paper

HITS = 10
WARM_UP = "What was decided?"
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
Step = Callable[[str], None]


@dataclass(slots=True)
class Side:
    """What was measured of one of the two."""

    asking_ms: list[float] = field(default_factory=list)
    papers_ms: list[float] = field(default_factory=list)
    """Reading the records of all papers, as after each change."""
    storing_seconds: list[float] = field(default_factory=list)
    """Storing papers anew, one by one, in the indexes and the catalogue."""

    @property
    def p50_ms(self) -> float | None:
        """Of asking."""
        return percentile(self.asking_ms, 50)

    @property
    def p95_ms(self) -> float | None:
        """Of asking."""
        return percentile(self.asking_ms, 95)


@dataclass(slots=True)
class Catalogues:
    """The two beside each other."""

    papers: int
    passages: int
    copy_seconds: float
    questions: int
    different: list[str] = field(default_factory=list)
    """Questions to which the two gave another answer."""
    sides: dict[str, Side] = field(default_factory=dict)
    stored: int = 0
    """Papers that were stored anew."""


def compare_catalogues(
    questions: Sequence[str],
    library: Path,
    url: str,
    *,
    stored: int,
    repeats: int,
    step: Step,
) -> Catalogues:
    """Copy a library, ask both catalogues, and store papers anew in both. Raises LibraryError.

    The database at `url` is empty; a copy stays in it.
    """
    from qa.bootstrap import open_library
    from qa.engines import EMBEDDED, Engines
    from qa.library.databases.folder import FILE
    from qa.library.moving import copy_to_postgresql

    with tempfile.TemporaryDirectory(prefix="townclerk-catalogues-") as place:
        folders = {name: Path(place) / name for name in (SQLITE, POSTGRESQL)}
        step("copying the library")
        for folder in folders.values():
            shutil.copytree(library, folder)
            with closing(open_library(folder, writer=True, engines=EMBEDDED)) as held:
                held.indexes.open()
        began = time.perf_counter()
        copied = copy_to_postgresql(folders[POSTGRESQL], EMBEDDED, url)
        result = Catalogues(
            papers=copied.papers,
            passages=copied.passages,
            copy_seconds=time.perf_counter() - began,
            questions=len(questions),
            sides={SQLITE: Side(), POSTGRESQL: Side()},
        )
        (folders[POSTGRESQL] / FILE).unlink()
        held_by = {
            SQLITE: open_library(folders[SQLITE], engines=EMBEDDED),
            POSTGRESQL: open_library(folders[POSTGRESQL], engines=Engines(url)),
        }
        try:
            _ask_both(questions, held_by, result, repeats, step)
            result.stored = min(stored, len(held_by[SQLITE].catalogue.copies()))
            _store_again(result.stored, held_by, result, repeats, step)
        finally:
            for held in held_by.values():
                held.close()
    return result


def _ask_both(
    questions: Sequence[str],
    libraries: dict[str, Library],
    result: Catalogues,
    repeats: int,
    step: Step,
) -> None:
    from qa.bootstrap import answer_from, load_embedder, load_reranker, name_embedder

    embedder, reranker = load_embedder(name_embedder(libraries[SQLITE])), load_reranker()
    answerers = {
        name: answer_from(library, embedder, None, reranker) for name, library in libraries.items()
    }
    for answerer in answerers.values():
        answerer.ask(WARM_UP, hits=HITS)
    different: set[str] = set()
    for turn in range(repeats):
        step(f"asking {len(questions)} questions of both, {turn + 1} of {repeats}")
        for number, question in enumerate(questions):
            names = list(answerers)[:: 1 if (number + turn) % 2 else -1]
            answers = {
                name: _timed(answerers[name], question, result.sides[name]) for name in names
            }
            if _timeless(answers[SQLITE]) != _timeless(answers[POSTGRESQL]):
                different.add(question)
        for name, library in libraries.items():
            library.reading.forget(wholly=True)
            began = time.perf_counter()
            library.papers()
            result.sides[name].papers_ms.append((time.perf_counter() - began) * 1000)
    result.different = sorted(different)


def _timed(answerer: Answerer, question: str, side: Side) -> Answer:
    began = time.perf_counter()
    answerer.library.refresh()
    answer = answerer.ask(question, hits=HITS)
    side.asking_ms.append((time.perf_counter() - began) * 1000)
    return answer


def _timeless(answer: Answer) -> dict[str, Any]:
    from qa.answers import to_json

    return {**to_json(answer, HITS), "timings_ms": {}}


def _store_again(
    count: int, libraries: dict[str, Library], result: Catalogues, repeats: int, step: Step
) -> None:
    """Store papers anew that are held: in the indexes, and in the catalogue."""
    for turn in range(repeats):
        step(f"storing {count} papers, {turn + 1} of {repeats}")
        for name, library in list(libraries.items())[:: 1 if turn % 2 else -1]:
            with_file = [p for p in library.papers() if library.catalogue.copy_of(p.id)]
            entries = [_entry(library, paper) for paper in with_file[:count]]
            began = time.perf_counter()
            with library.writing():
                for entry in entries:
                    library.replace([entry], model=library.model_name)
            result.sides[name].storing_seconds.append(time.perf_counter() - began)


def _entry(library: Library, paper: Paper) -> Entry:
    import numpy as np

    from qa.library import Entry

    passages = library.passages_of(paper.id)
    held = library.passages([passage.id for passage in passages])
    numbers = range(1, library.page_count(paper.id) + 1)
    copy = library.catalogue.copy_of(paper.id)
    assert copy
    return Entry(
        paper=paper,
        items=library.items(paper.id),
        pages=tuple(library.page(paper.id, number) for number in numbers),
        passages=tuple(passages),
        vectors=np.stack([held[passage.id][1] for passage in passages]),
        source=library.files.path(copy),
    )
