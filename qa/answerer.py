"""Answer a question from the papers held: the whole story on one screen."""

from __future__ import annotations

import re
import time

from qa.answers import Answer, AnswerStatus
from qa.compose import APPROVED, Composed, compose, compose_exempt, say_not_found
from qa.decline import is_private_matter, judge
from qa.features import DECIDING
from qa.library import Library
from qa.papers import Hit
from qa.question import Kind, read_question
from qa.quoting import Asked
from qa.search import HybridSearcher
from qa.versions import say_superseded, without_outdated

SEARCHED = 10
"""Hits from which an answer is composed."""


class Answerer:
    """Answers by quoting the papers of a library."""

    def __init__(self, library: Library, searcher: HybridSearcher) -> None:
        """Take the library and a searcher over it."""
        self.library, self.searcher = library, searcher

    def ask(self, question: str, *, hits: int = 10) -> Answer:
        """Answer with quotes, or say why not. Raises QuestionError on an unusable question."""
        started = time.perf_counter()
        read = read_question(question)
        self.library.refresh()
        found = self.searcher.search(read, max(hits, SEARCHED))
        asked = self.searcher.asked(read)
        searched = time.perf_counter()
        status, composed = self._answer(asked, found)
        ended = time.perf_counter()
        return Answer(
            question=read.text,
            status=status,
            standing=composed.standing,
            answer=composed.text + say_superseded(composed.citations, self.library),
            citations=composed.citations,
            hits=tuple(found[:hits]),
            searched=self.library.coverage(),
            timings_ms={
                "search": (searched - started) * 1000,
                "compose": (ended - searched) * 1000,
                "total": (ended - started) * 1000,
            },
        )

    def _answer(self, asked: Asked, found: list[Hit]) -> tuple[AnswerStatus, Composed]:
        top = without_outdated(found[:SEARCHED], self.library)
        if top and is_private_matter(asked, top):
            return AnswerStatus.EXEMPT, compose_exempt(asked, top, self.library)
        verdict = judge(asked, top, self.library)
        if not verdict.answers:
            text = say_not_found(asked.question, top, self.library.coverage(), verdict)
            return AnswerStatus.NOT_FOUND, Composed(text, (), None)
        return AnswerStatus.ANSWERED, compose(asked, top, self.library, self._related(asked, top))

    def _related(self, asked: Asked, top: list[Hit]) -> list[Hit]:
        """Find a decision that a proposal rests on: one on the chapter under which it stands."""
        lead = top[0].passage
        if (
            Kind.DECISION not in asked.question.kinds
            or lead.standing in DECIDING
            or len(lead.heading) < 2
        ):
            return []
        chapter = re.sub(
            r"^(?:section|part|chapter)\s+\w{1,4}\s*[-–:]*\s*", "", lead.heading[0], flags=re.I
        )
        if lead.item_kind != "proposal" or len(chapter.split()) < 2:
            return []
        question = read_question(f"Cabinet approved {chapter}")
        wanted = self.searcher.asked(read_question(chapter))
        for hit in self.searcher.search(question, 8):
            other = hit.passage.paper_id != lead.paper_id
            if (
                other
                and APPROVED.search(hit.passage.text)
                and wanted.cover(hit.passage.text) >= 0.75
            ):
                return [hit]
        return []
