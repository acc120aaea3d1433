"""What is said where the papers chosen do not answer: what is not held, and what is only hidden.

That something is not held must be true of the library. So it is told only where the whole library,
as at the day asked for, does not hold it either. No quote comes from outside what was chosen; of
other papers it is told how many speak of the matter, and that one supersedes a paper quoted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answers import Answer, AnswerStatus
from qa.protocols import Filter
from qa.retrieval.scope import state_superseded
from qa.writing.nearest import NEAREST

if TYPE_CHECKING:
    from qa.library import Library

NOTHING_CHOSEN = "nothing chosen"
"""What declines a question that was narrowed to no paper at all."""
NOT_CHOSEN = "not chosen"
"""What declines a question that the papers chosen do not answer, though others may."""
_SAID = {
    "council": "the council",
    "body": "the body",
    "kind": "the kind of paper",
    "first": "the first day",
    "last": "the last day",
}
"""What may be left out of a narrowing, in words."""


def with_opening(answer: Answer, line: str) -> Answer:
    """Return an answer that says this first."""
    return replace(
        answer, answer=f"{line}\n\n{answer.answer}", opening=f"{line}\n\n{answer.opening}"
    )


def may_be_outside(answer: Answer) -> bool:
    """Whether papers that were not chosen may say what those chosen do not."""
    return answer.status in (AnswerStatus.NOT_FOUND, AnswerStatus.NOT_HELD)


def answer_nothing_chosen(question: str, filters: Filter, whole: Library) -> Answer:
    """Say that no paper is of all that was chosen, and what to leave out to have some."""
    told = [
        f"without {_SAID[name]}, {count}"
        for name in _SAID
        if getattr(filters, name) is not None
        and (count := _papers(len(whole.only(filters.without(name)).papers())))
    ]
    wider = (
        f" Leave something out to ask more of them: {'; '.join(told)}."
        if told
        else " Ask all papers instead."
    )
    return Answer(
        question=question,
        status=AnswerStatus.NOT_FOUND,
        standing=None,
        answer="**No paper was searched.** No paper held fits all that was chosen." + wider,
        citations=(),
        hits=(),
        searched=replace(whole.coverage(), papers=0, first=None, last=None),
        declined_by=NOTHING_CHOSEN,
    )


def answer_outside(answer: Answer, wide: Answer, chosen: Library, whole: Library) -> Answer:
    """Return the answer of the papers chosen, which is none, with what is true of the others.

    `wide` is the answer of the whole library.
    """
    if wide.status is AnswerStatus.NOT_HELD:
        lacks = wide.lacks or ""
        text = f"**Not held.** {lacks} That is so of all the papers held, not only of those chosen."
        return replace(answer, status=wide.status, answer=answer.opening + text, lacks=wide.lacks)
    ids = chosen.papers_by_id().keys()
    cited = wide.citations if wide.status is AnswerStatus.ANSWERED else ()
    others = len({each.paper.id for each in cited} - ids)
    parts = [
        "**Not found in the papers chosen.** "
        f"Looked through {_papers(len(ids))} of {len(whole.papers_by_id()):,}."
    ]
    if answer.status is AnswerStatus.NOT_FOUND and answer.lacks:
        parts.append(answer.lacks)
    if others:
        speak = "1 other paper held speaks" if others == 1 else f"{others} other papers held speak"
        parts.append(f"{speak} of it. Ask all papers to have what they say.")
    elif wide.status is AnswerStatus.NOT_FOUND:
        parts.append("Nothing was found in the other papers held either.")
    else:
        parts.append("Other papers held may be on the matter. Ask all papers to see.")
    parts += [part for part in answer.answer.split("\n\n") if part.startswith(NEAREST)]
    return replace(
        answer,
        status=AnswerStatus.NOT_FOUND,
        answer=answer.opening + "\n\n".join(parts),
        lacks=answer.lacks if answer.status is AnswerStatus.NOT_FOUND else None,
        declined_by=NOT_CHOSEN,
    )


def note_superseded(answer: Answer, chosen: Library, whole: Library) -> Answer:
    """Return an answer that says which papers it cites were superseded by some not chosen."""
    seen, held = chosen.papers_by_id(), whole.papers_by_id()
    hidden = [
        replace(cited, paper=held[cited.paper.id])
        for cited in answer.citations
        if cited.paper.id in seen and seen[cited.paper.id].superseded_by is None
    ]
    notes = state_superseded(hidden, whole)
    return replace(answer, answer=answer.answer + notes) if notes else answer


def _papers(count: int) -> str:
    """Return so many papers in words; nothing for none."""
    return "" if count == 0 else "1 paper" if count == 1 else f"{count:,} papers"
