"""The statements of an answer, and whether the citations that they name support them.

After ALCE (Gao et al., 2023): a statement is a sentence, its citations the marks that follow it.
ALCE asks an entailment model whether the cited passages support it; here the figures, dates and
names must stand in them and most other words (`eval.answers.stated`), or, for a quotation, every
word in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.answers.stated import Stated, states
from eval.statistics import Share
from eval.wording import plain, stands_in
from qa.answers import FOLD, Answer, Citation
from qa.language.sentences import PARTS_ANSWERED

_MARK = re.compile(r"\[(\d+)\]")
_MARKED = re.compile(r"(.*?)((?:\s*\[\d+\])+|\Z)", re.DOTALL)
_ABOUT_THE_LIBRARY = re.compile(
    r"\bwhat was found\b|\b(?:is|are|not) held\b|\bcopy held\b|\bpapers (?:held|found)\b"
    r"|\bpapers? (?:does|do) not (?:give|say|state)\b",
    re.IGNORECASE,
)
"""Such a sentence is about what is held, or what a paper lacks, which no citation can show."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer, or a line of a quotation, with the citations that it names."""

    text: str
    numbers: tuple[int, ...]
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader is shown of a citation: its quote, and all with its particulars, on a line."""

    quote: str
    line: str

    @classmethod
    def of(cls, citation: Citation, answer: Answer) -> Shown:
        """Take a citation's particulars; in a pack, the meeting too of the item found there."""
        paper = citation.paper
        items = [
            hit.passage
            for hit in answer.hits
            if hit.paper.id == paper.id and hit.passage.heading[:1] == citation.heading[:1]
        ]
        days = dict.fromkeys([paper.meeting_date, *(item.meeting_date for item in items)])
        bodies = dict.fromkeys([paper.body, *(item.body for item in items)])
        particulars = (
            citation.standing.value,
            paper.kind.value,
            paper.council,
            paper.title,
            *bodies,
            *(f"{day.day} {day:%B %Y}" for day in days if day),
            f"minute {citation.minute}" if citation.minute else "",
            *(f"page {page}" for page in (citation.page.first, citation.page.last) if page),
            *(reference for item in items for reference in item.references),
            *citation.heading,
        )
        line = " ; ".join([*filter(None, particulars), citation.quote])
        return cls(citation.quote, " ".join(line.split()))


def statements_of(answer: str) -> list[Statement]:
    """Cut an answer into its statements, in order.

    A line of a quotation has the marks that follow in its block. A paragraph without marks has
    those of the quotation above it, whose place it tells; where none is above, those of the one
    directly below, which it introduces. A heading (a line that ends in a colon), the fold and a
    sentence about the papers held are no statements.
    """
    blocks = [block for block in re.split(r"\n\s*\n", answer) if block.strip() not in ("", FOLD)]
    found: list[Statement] = []
    above: tuple[int, ...] = ()
    for block, following in zip(blocks, [*blocks[1:], ""], strict=False):
        marks = _marks(block)
        if _is_quoted(block):
            found.extend(_quoted(block))
            above = marks
        else:
            introduced = _marks(following) if _is_quoted(following) else ()
            found.extend(_sentences(block, () if marks else above or introduced))
            above = () if marks else above
    return found


def _is_quoted(block: str) -> bool:
    return block.lstrip().startswith(">")


def score_statements(answer: Answer) -> tuple[Share, Share]:
    """Return statements supported of all, and citations that support of all that are named.

    A citation supports its statement if the statement is supported, and either the citation
    alone supports it or the others without it do not (ALCE's citation precision).
    """
    cited = {citation.number: Shown.of(citation, answer) for citation in answer.citations}
    statements = statements_of(answer.answer)
    supported = [is_supported(statement, cited) for statement in statements]
    named = right = 0
    for statement, whole in zip(statements, supported, strict=True):
        named += len(statement.numbers)
        right += sum(whole and _is_needed(n, statement, cited) for n in statement.numbers)
    return Share(sum(supported), len(statements)), Share(right, named)


def is_supported(statement: Statement, cited: Mapping[int, Shown]) -> bool:
    """Say whether the citations that a statement names support it, all taken together."""
    return _supports(statement, statement.numbers, cited)


def _is_needed(number: int, statement: Statement, cited: Mapping[int, Shown]) -> bool:
    """Say of a statement that is supported whether this citation has a part in it."""
    others = [other for other in statement.numbers if other != number]
    return (
        not others
        or _supports(statement, [number], cited)
        or not _supports(statement, others, cited)
    )


def _supports(statement: Statement, numbers: Sequence[int], cited: Mapping[int, Shown]) -> bool:
    named = [cited[number] for number in numbers if number in cited]
    if not named:
        return False
    if statement.quoted:
        quotes = plain("\n".join(shown.quote for shown in named))
        return stands_in(plain(statement.text), quotes)
    return states(Stated.in_text(" ; ".join(shown.line for shown in named)), statement.text)


def _quoted(block: str) -> Iterator[Statement]:
    """Yield each line of a quotation with the next marks in it, or its last."""
    text = "\n".join(line.lstrip().removeprefix(">") for line in block.splitlines())
    last = _marks(block)[-1:]
    for words, marks in _MARKED.findall(text):
        numbers = _marks(marks) or last
        for line in words.splitlines():
            if re.search(r"\w", line):
                yield Statement(line.strip(), numbers, quoted=True)


def _sentences(block: str, below: tuple[int, ...]) -> Iterator[Statement]:
    """Yield each sentence with the marks that follow it; without marks, those below."""
    for words, marks in _MARKED.findall(block):
        sentences = [s.strip() for s in PARTS_ANSWERED.split(words) if re.search(r"\w", s)]
        for position, sentence in enumerate(sentences, start=1):
            own = _marks(marks) if position == len(sentences) else ()
            about_the_library = not own and _ABOUT_THE_LIBRARY.search(sentence)
            if not about_the_library and not sentence.endswith(":"):
                yield Statement(sentence, own or below)


def _marks(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in _MARK.findall(text)))
