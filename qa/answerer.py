"""Answer a question from the papers held: read it, search, judge, quote, and say it.

This is the whole flow; each step is a module of its own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Protocol

from qa.answerability.judge import judge, judge_choice, judge_parts
from qa.answerability.meetings import unknown_reference
from qa.answerability.private import (
    is_private_matter,
    private_beside,
    withheld_line,
)
from qa.answers import Answer, AnswerStatus
from qa.following.talk import Following
from qa.judgement.named import chosen_by, reranked
from qa.judgement.parts import score_parts
from qa.judgement.scores import Scored, score_units
from qa.language.spelling import INTENT
from qa.language.terms import content_terms
from qa.library import Library
from qa.narrowing.outside import (
    answer_nothing_chosen,
    answer_outside,
    may_be_outside,
    note_superseded,
    with_opening,
)
from qa.narrowing.words import state_narrowing
from qa.papers import DECIDING, Hit, ItemKind, Passage, Standing
from qa.protocols import EVERYTHING, Chooser, Filter, Reranker
from qa.questions.follow_ups import Turn, names_no_matter, understood_as, without_matter
from qa.questions.question import LONGEST, Kind, Question, read_question
from qa.record.compose import answer_from_record
from qa.record.course.later import later_change, name_change
from qa.replies.reply import reply_without_search
from qa.retrieval.features import Asked
from qa.retrieval.scope import (
    councils_held,
    later_first,
    state_councils,
    state_day,
    state_superseded,
    sure_councils,
    without_outdated,
)
from qa.retrieval.search import HybridSearcher
from qa.timing import stage
from qa.writing.compose import (
    APPROVED,
    Composed,
    compose,
    compose_exempt,
    compose_nearest,
    compose_no_matter,
    compose_not_found,
    compose_withheld,
    note_private,
)
from qa.writing.issues import state_issues
from qa.writing.unread import state_unread

SEARCHED = 10
"""Hits from which an answer is composed."""
RELATED = 30
"""Hits among which a decision on a proposal's chapter is looked for. Most are of its own paper."""
OF_CHAPTER = 0.75
"""Share of a chapter's terms that a passage must have, to be about it."""
CHAPTER_NUMBER = re.compile(r"^(?:section|part|chapter)\s+\w{1,4}\s*[-–:]*\s*", re.I)


class Answering(Protocol):
    """What the service asks: an `Answerer`, or one that hands the questions to other processes."""

    @property
    def library(self) -> Library:
        """The papers held."""
        ...

    def stream(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Iterator[str | Answer]:
        """Yield what comes before the answer, if anything, then the answer."""
        ...


class Answerer:
    """Answers by quoting the papers of a library."""

    def __init__(
        self,
        library: Library,
        searcher: HybridSearcher,
        *,
        reranker: Reranker | None = None,
        chooser: Chooser | None = None,
    ) -> None:
        """Take the library, a searcher over it, and the models that the council named, if any."""
        self.library, self.searcher = library, searcher
        self.reranker, self.chooser = reranker, chooser
        self.following = Following(partial(Answerer.ask, self), library, searcher)

    def ask(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Answer:
        """Answer with quotes, or say why not. Raises QuestionError on an unusable question.

        `previous` are the questions asked before it, oldest first, which a follow-up rests on.
        With `as_at`, papers of later meetings are not searched; `filters` narrow what is.
        """
        started, wanted = time.perf_counter(), max(hits, SEARCHED)
        read = read_question(question)
        if self.library.refresh():
            self.searcher.forget()
            self.following.forget()
        if reply := reply_without_search(read.text, self.library):
            return replace(reply, timings_ms={"total": (time.perf_counter() - started) * 1000})
        if as_at is not None:
            filters = replace(filters, until=min(as_at, filters.until or as_at))
        if filters != EVERYTHING:
            return self._ask_some(question, filters, hits, previous)
        meant = self.following.understand(read.text, previous)
        turn = meant.turn
        if reply := self.following.reply(meant, previous):
            return replace(reply, timings_ms={"total": (time.perf_counter() - started) * 1000})
        if names_no_matter(turn):
            return self._ask_what_it_is_about(turn, read, started)
        asked = self.searcher.asked(read_question(turn.sought[:LONGEST]))
        found = self.following.search(meant, wanted)
        searched = time.perf_counter()
        status, composed, judged = self._answer(asked, found, self.following.favoured(meant, found))
        ended = time.perf_counter()
        notes = (
            state_issues(composed.citations, found, self.library)
            + state_superseded(composed.citations, self.library)
            + state_councils(
                asked.question.facets.councils_named(self.library.once(sure_councils)),
                [hit.paper for hit in found],
                self.library.once(councils_held),
            )
        )
        understood = understood_as(turn)
        opening = f"Understood as: {understood}\n\n" if understood is not None else ""
        answer = Answer(
            question=read.text,
            status=status,
            standing=composed.standing,
            answer=opening
            + composed.text
            + notes
            + (f"\n\n{composed.more}" if composed.more else ""),
            line=composed.line,
            line_of=composed.line_of,
            lacks=composed.lacks,
            later=self._later(status, composed),
            shown=composed.shown,
            notes=(*composed.notes, *filter(None, notes.split("\n\n"))),
            parts=composed.parts,
            citations=composed.citations,
            chance=composed.chance,
            understood_as=understood,
            opening=opening,
            nearest=composed.nearest,
            declined_by=composed.declined_by,
            hits=tuple((found if judged is None else judged.hits_in_order(found))[:hits]),
            searched=self.library.coverage(),
            timings_ms={
                "search": (searched - started) * 1000,
                "compose": (ended - searched) * 1000,
                "total": (ended - started) * 1000,
            },
        )
        self.following.note(meant, previous, replace(answer, hits=tuple(found[:1])))
        return answer

    def stream(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Iterator[str | Answer]:
        """Yield the answer, which comes whole: its line needs the quotes that bear it out."""
        yield self.ask(question, hits=hits, previous=previous, as_at=as_at, filters=filters)

    def _ask_what_it_is_about(self, turn: Turn, read: Question, started: float) -> Answer:
        """Decline a follow-up that came without what it rests on; it would find any matter."""
        composed, understood = compose_no_matter(), without_matter(turn)
        opening = f"Understood as: {understood}\n\n"
        return Answer(
            question=read.text,
            status=AnswerStatus.NOT_FOUND,
            standing=None,
            answer=opening + composed.text,
            citations=(),
            declined_by=composed.declined_by,
            understood_as=understood,
            opening=opening,
            hits=(),
            searched=self.library.coverage(),
            timings_ms={"total": (time.perf_counter() - started) * 1000},
        )

    def _ask_some(
        self, question: str, filters: Filter, hits: int, previous: Sequence[str]
    ) -> Answer:
        """Answer from the papers that a filter admits, and say which these are.

        Where they do not answer, the library as at the day is asked too: what is not held is told
        of the whole of it, and what only the filter hides is told to be hidden.
        """
        started = time.perf_counter()

        def ask(library: Library) -> Answer:
            searcher = self.searcher.over(library)
            answerer = Answerer(library, searcher, reranker=self.reranker, chooser=self.chooser)
            return answerer.ask(question, hits=hits, previous=previous)

        day = Filter(until=filters.until)
        whole = self.library.only(day) if filters.until else self.library
        chosen = self.library.only(filters) if filters.narrows else whole
        if not chosen.papers_by_id():
            answer = answer_nothing_chosen(read_question(question).text, filters, whole)
        else:
            answer = ask(chosen)
        if filters.narrows and not answer.is_of_no_matter:
            if may_be_outside(answer) and chosen.papers_by_id():
                answer = answer_outside(answer, ask(whole), chosen, whole)
            answer = with_opening(
                note_superseded(answer, chosen, whole),
                state_narrowing(filters, len(chosen.papers_by_id()), len(whole.papers_by_id())),
            )
        if filters.until is not None:
            left_out = whole.reading.left_out
            answer = with_opening(answer, state_day(filters.until, left_out, answer.citations))
        total = (time.perf_counter() - started) * 1000
        return replace(answer, timings_ms={**answer.timings_ms, "total": total})

    def _later(self, status: AnswerStatus, composed: Composed) -> str | None:
        """Say which later meeting changed the decision that an answer opens with, if one did."""
        if status is not AnswerStatus.ANSWERED or composed.standing is not Standing.DECIDED:
            return None
        if not composed.line_of:  # a list says it of no one decision
            return None
        leading = [each for each in composed.citations if each.number in composed.line_of]
        changes = (
            later_change(self.library, each)
            for each in leading
            if each.standing is Standing.DECIDED or each is leading[0]
        )
        change = next(filter(None, changes), None)
        return name_change(change) if change is not None else None

    @stage("composing")
    def _answer(
        self, asked: Asked, found: list[Hit], favoured: Mapping[str, float]
    ) -> tuple[AnswerStatus, Composed, Scored | None]:
        """Return the status, the answer in words, and the units as judged, if they were."""
        top = later_first(without_outdated(found[:SEARCHED], self.library), asked, self.library)
        if listed := answer_from_record(asked.question, self.library, top):
            return AnswerStatus.ANSWERED, listed, None
        if top and is_private_matter(asked, top):
            return AnswerStatus.EXEMPT, compose_exempt(asked, top, self.library), None
        line = withheld_line(asked, top)
        if line is not None:
            return AnswerStatus.EXEMPT, compose_withheld(line, self.library), None
        scored = reranked(asked, score_units(asked, top, favoured), self.reranker)
        parts = [
            replace(part, scored=reranked(part.asked, part.scored, self.reranker, asked))
            for part in score_parts(asked, top)
        ]
        verdict = judge(asked, top, scored, self.library, parts)
        if verdict.status in (AnswerStatus.NOT_FOUND, AnswerStatus.NOT_HELD):
            if asked.question.facets.premises.days and top:
                moved = compose(asked, top, scored, self.library)
                if moved.corrects:
                    return AnswerStatus.NEAREST, compose_nearest(moved, verdict), scored
            near = self._near(asked, top)
            unread = state_unread(asked, near, self.library)
            declined = compose_not_found(asked, near, self.library, verdict, unread)
            return verdict.status, declined, scored
        written = None
        if self.chooser is not None:
            chosen = chosen_by(asked, parts, scored, self.chooser)
            if chosen is not None:
                scored, parts, choice = chosen
                verdict, written = judge_choice(asked, verdict, choice), choice.line
        related = self._related(asked, top)
        composed = compose(asked, top, scored, self.library, related, parts, written=written)
        sure = composed.corrects or composed.recorded
        if verdict.status is AnswerStatus.NEAREST and not sure:
            unread = state_unread(asked, top, self.library)
            return verdict.status, compose_nearest(composed, verdict, unread), scored
        private = private_beside(asked, top)
        if private is not None and all(
            c.minute != private.passage.item_number for c in composed.citations
        ):
            note = note_private(private)
            composed = replace(
                composed, text=f"{composed.text}\n\n{note}", notes=(*composed.notes, note)
            )
        told = judge_parts(parts, top, composed.citations, self.library)
        # What the record has was not judged by its text.
        judged = verdict.status is AnswerStatus.ANSWERED or composed.corrects
        chance = verdict.chance if judged else None
        return AnswerStatus.ANSWERED, replace(composed, chance=chance, parts=told), scored

    def _near(self, asked: Asked, top: list[Hit]) -> list[Hit]:
        """Return the hits that come nearest to what is declined; none where no matter is named.

        A number that no paper has is left out of the search for them: what is like it is so by
        chance, and an exempt number must be declined in the same words as one that never was.
        """
        unknown = unknown_reference(asked, top)
        if unknown is None:
            return top
        left = asked.question.without(unknown)
        if not set(content_terms(left)) - INTENT:
            return []
        return without_outdated(self.searcher.search(read_question(left), SEARCHED), self.library)

    def _related(self, asked: Asked, top: list[Hit]) -> list[Hit]:
        """Return at most one hit: what another paper says was decided on a proposal's chapter.

        A proposal is seldom decided by itself. What is decided is the savings, the programme or
        the plan that it is part of, whose name is the first heading above it.
        """
        lead = top[0]
        path = lead.passage.heading
        if (
            Kind.DECISION not in asked.question.kinds
            or lead.passage.standing in DECIDING
            or lead.passage.item_kind != ItemKind.PROPOSAL
            or len(path) < 2
        ):
            return []
        chapter = CHAPTER_NUMBER.sub("", path[0])
        if len(chapter.split()) < 2:
            return []
        wanted = self.searcher.asked(read_question(chapter))
        others = [
            hit
            for hit in self.searcher.search(wanted.question, RELATED)
            if hit.paper.id != lead.paper.id and hit.paper.council in (None, lead.paper.council)
        ]
        return [hit for hit in others if _is_of_decision(hit.passage, wanted)][:1]


def _is_of_decision(passage: Passage, chapter: Asked) -> bool:
    """Whether a passage is a decision headed by a chapter's name, or reports one on it."""
    if passage.standing in DECIDING and chapter.cover(" ".join(passage.heading)) >= OF_CHAPTER:
        return True
    return bool(APPROVED.search(passage.text)) and chapter.cover(passage.text) >= OF_CHAPTER
