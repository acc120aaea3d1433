"""Whether what stays of a written answer is an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers import Citation
from qa.checking.anchors import Anchor, read_tokens
from qa.checking.lexicon import DECIDING, REPORTING
from qa.checking.sentences import MARKERS
from qa.language.terms import content_terms
from qa.question import Question
from qa.question_kinds import Kind


def enough(
    kept: Sequence[str],
    dropped: int,
    question: Question,
    quoted: str,
    citations: Sequence[Citation],
) -> bool:
    """Whether what stays answers: half of what was written, on the matter, of the kind asked for."""
    if not kept or len(kept) < dropped:
        return False
    text = " ".join(MARKERS.sub(" ", sentence) for sentence in kept)
    if Kind.FIGURE in question.kinds and re.search(r"\d", quoted) and not re.search(r"\d", text):
        return False
    if Kind.WHEN in question.kinds and not any(
        t.anchor in (Anchor.DATE, Anchor.FIGURE) for t in read_tokens(text)
    ):
        return False
    numbers = {int(n) for sentence in kept for n in MARKERS.findall(sentence)}
    heads = [" ".join(c.heading) for c in citations if c.number in numbers]
    asked = {t for t in question.written if t not in DECIDING | REPORTING}
    return not asked or bool(asked & set(content_terms(" ".join([text, *heads]))))
