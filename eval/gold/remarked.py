"""Gold questions proposed from what readers said of answers, for a person to judge.

A question whose answer a reader called right is asked again: if its answer is still the same one,
what it quotes is the evidence. Of an answer that was called wrong only the question is taken, with
what the reader said; the person who judges writes the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.gold.drafting import MOST_EVIDENCE, Draft, quoted
from eval.gold.evidence import names_of
from eval.gold.questions import Evidence, GoldQuestion
from eval.wording import plain
from qa.answers import Answer, Citation
from qa.feedback.records import Remark, Verdict
from qa.papers import FileFormat, Standing

CATEGORIES = {
    Standing.DECIDED: "decision",
    Standing.RECOMMENDED: "recommendation",
    Standing.PROPOSED: "proposal",
    Standing.DISCUSSED: "discussion",
}
"""What a question with an answer of this standing mostly asks for; the person corrects it."""


@dataclass(frozen=True, slots=True)
class FromFeedback:
    """What came of the remarks."""

    drafts: list[Draft]
    changed: int
    """Questions called right whose answer is another one now; they are not drafted."""


def drafts_from_remarks(
    remarks: Iterable[Remark],
    ask: Callable[[str], Answer],
    count: int,
    besides: Sequence[GoldQuestion] = (),
) -> FromFeedback:
    """Return at most `count` drafts, each question once, the latest remark on it first."""
    asked = {plain(question.question) for question in besides}
    drafts: list[Draft] = []
    changed = 0
    for remark in reversed(list(remarks)):
        words = plain(remark.question)
        if words in asked or len(drafts) == count:
            continue
        asked.add(words)
        if remark.verdict is Verdict.NO:
            drafts.append(_called_wrong(remark))
        elif (draft := _called_right(remark, ask(remark.question))) is not None:
            drafts.append(draft)
        else:
            changed += 1
    return FromFeedback(drafts, changed)


def _called_right(remark: Remark, answer: Answer) -> Draft | None:
    """Return the draft of an answer; None if it cites other pages, or has another standing, now."""
    cited = {(citation.paper.id, citation.page.first) for citation in answer.citations}
    standing = answer.standing.value if answer.standing else None
    known = {(one.paper, one.page) for one in remark.citations}
    if not known or cited != known or standing != remark.standing:
        return None
    first = answer.citations[0]
    return Draft(
        id=_id(remark),
        question=remark.question,
        category=CATEGORIES.get(first.standing, ""),
        answer=answer.line or quoted(first.quote),
        key_facts=(),
        standing=answer.standing,
        evidence=tuple(map(_evidence, answer.citations[:MOST_EVIDENCE])),
        paper=f"{first.paper.title} (a reader called it right)",
    )


def _called_wrong(remark: Remark) -> Draft:
    said = "; ".join(filter(None, (remark.reason and remark.reason.value, remark.words)))
    return Draft(
        id=_id(remark),
        question=remark.question,
        category="",
        answer="",
        key_facts=(),
        standing=None,
        evidence=(),
        paper=f"a reader called the answer wrong{f': {said}' if said else ''}",
    )


def _evidence(citation: Citation) -> Evidence:
    paper = citation.paper
    return Evidence(
        doc=names_of(paper)[0].split("/")[-1],
        quote=quoted(citation.quote),
        lines=citation.lines if paper.format == FileFormat.TEXT else None,
        page=citation.page.first if paper.format == FileFormat.PDF else None,
    )


def _id(remark: Remark) -> str:
    mark = hashlib.sha256(f"{remark.question}\n{remark.fingerprint}".encode())
    return f"reader-{mark.hexdigest()[:8]}"
