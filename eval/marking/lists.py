"""Lists that the record gives, scored beside complete lists: what is missing, what is too much.

An entry of the gold is found where a citation has its words at its place; a citation fits where it
has those of some entry. The number in the first line, what is denied though it is there, and the
standing of the whole are counted beside it. A person still judges whether an answer is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from eval.gold.evidence import HeldPapers, cited, overlaps, same_file
from eval.gold.other_kinds import CompleteList, Listed
from eval.gold.questions import Evidence
from eval.marking.asking import AsksInTurn
from eval.progress import Advance
from eval.reports.printer import Blocks, Line, Table, figure, interval
from eval.statistics import Share, bootstrap_interval, pooled, wilson_interval
from eval.wording import plain
from qa.answers import Answer, AnswerStatus, Citation, unfolded
from qa.language.councils import own_place
from qa.papers import Paper, Standing

ENOUGH = 0.6
"""Share of an entry's words that a citation has, to tell it."""
WITHIN = 0.8
"""Share of a citation's words that an entry's quote has, to be a part of it."""
LEAST = 3
"""Words that such a part has at least."""
OF_PAPERS = "papers-held"
"""The kind whose entries are papers: any quote of the paper tells it."""
_FIRST = re.compile(r"\*\*(.+?)\*\*(?:\n|$)")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_DENIES = re.compile(r"(?:No|None|Not|Nothing)\b[^.]*\.")
_DENIES_TOO = re.compile(r"\bno minutes\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class ScoredList:
    """What became of one wording of a question that wants a complete list."""

    id: str
    kind: str
    body: str
    question: str
    is_listed: bool
    """Whether the record answered, and not the search."""
    missing: tuple[str, ...]
    """Entries of the gold that no citation tells."""
    wanted: int
    cited: int
    fitting: int
    """Citations that tell an entry."""
    first_line: str
    counts_right: bool | None
    """Whether the number that the first line begins with is that of the gold; None without one."""
    denied: tuple[str, ...]
    """What it says is not there though the gold has it; the whole answer where it declines."""
    standing_right: bool
    """Whether it says decided where something was decided, else a standing of the gold."""
    cited_too_much: tuple[str, ...] = field(default=())
    """How the citations that tell no entry begin."""


def score_lists(
    gold: Sequence[CompleteList],
    asker: AsksInTurn,
    held: HeldPapers,
    progress: Advance = lambda done, total: None,
) -> Iterator[ScoredList]:
    """Ask each question in every wording, and score what comes beside its complete list.

    Entries of papers that are not held are left out; so is a question of which none is left.
    """
    asked = [(one, _held(one, held)) for one in gold]
    wordings = [
        (one, wanted, number, text)
        for one, wanted in asked
        for number, text in enumerate((one.question, *one.variants), start=1)
        if wanted
    ]
    for done, (one, wanted, number, text) in enumerate(wordings, start=1):
        name = one.id if number == 1 else f"{one.id}~{number}"
        yield score_list(one, name, text, wanted, asker.ask(text, hits=5), held)
        progress(done, len(wordings))


def _held(gold: CompleteList, held: HeldPapers) -> tuple[Listed, ...]:
    return tuple(entry for entry in gold.complete_answer if held.named(_name(entry.doc, held)))


def _name(doc: str, held: HeldPapers) -> str:
    """Return a paper's name with its folders if it is held so, else its name alone."""
    return doc if held.holds(doc) else doc.rpartition("/")[2]


def score_list(
    gold: CompleteList,
    name: str,
    question: str,
    wanted: Sequence[Listed],
    answer: Answer,
    held: HeldPapers,
) -> ScoredList:
    """Score one answer beside the entries that it should have."""
    citations = answer.citations
    lines = [_lines_with(answer.answer, citation.number) for citation in citations]
    meetings = {entry.doc: _meetings(held.named(_name(entry.doc, held))) for entry in wanted}
    tells = [
        [
            _is_told_by(citation, entry)
            if gold.kind == OF_PAPERS
            else _tells(citation, line, entry, meetings[entry.doc])
            for citation, line in zip(citations, lines, strict=True)
        ]
        for entry in wanted
    ]
    missing = [e.text for e, row in zip(wanted, tells, strict=True) if not any(row)]
    fits = [any(row[at] for row in tells) for at in range(len(citations))]
    told = answer.answer.removeprefix(answer.opening)
    first = _FIRST.match(told)
    number = _NUMBER.match(first[1]) if first else None
    standings = {entry.standing for entry in wanted}
    return ScoredList(
        id=name,
        kind=gold.kind,
        body=gold.body,
        question=question,
        is_listed=answer.line is None and first is not None,
        missing=tuple(missing),
        wanted=len(wanted),
        cited=len(citations),
        fitting=sum(fits),
        first_line=first[1] if first else unfolded(told).split("\n")[0],
        counts_right=int(number[0]) == len(wanted) if number else None,
        denied=tuple(_denied(answer, told, wanted, citations)),
        standing_right=answer.standing
        in ({Standing.DECIDED} if Standing.DECIDED in standings else standings),
        cited_too_much=tuple(
            c.quote[:80] for c, fit in zip(citations, fits, strict=True) if not fit
        ),
    )


def _lines_with(answer: str, number: int) -> str:
    """Return the lines of an answer that bear the mark of a citation."""
    return "\n".join(line for line in answer.split("\n") if f"[{number}]" in line)


def _meetings(papers: Iterable[Paper]) -> frozenset[tuple[str, date | None]]:
    return frozenset(_meeting(paper) for paper in papers if paper.meeting_date is not None)


def _meeting(paper: Paper) -> tuple[str, date | None]:
    """Return the council, however it is printed, and the day."""
    return own_place(paper.council or "").lower(), paper.meeting_date


def _is_told_by(citation: Citation, entry: Listed) -> bool:
    """Whether a citation is of the paper in which an entry stands."""
    names = (citation.paper.file, *citation.paper.same_as)
    base = entry.doc.rpartition("/")[2]
    return any(same_file(name, entry.doc) or name == base for name in names)


def _tells(
    citation: Citation, line: str, entry: Listed, meetings: frozenset[tuple[str, date | None]]
) -> bool:
    """Whether a citation, with the line of the answer that it bears out, tells an entry.

    Its words stand in the same place of the same paper; or, where the line or another paper of
    the same meeting has them, nearly all of them do.
    """
    wanted = _words(entry.quote)
    given = _words(citation.quote)
    shared = len(wanted & given)
    is_part = len(given) >= LEAST and shared >= WITHIN * len(given)
    if not _is_told_by(citation, entry):
        alike = _meeting(citation.paper) in meetings
        return alike and shared >= WITHIN * len(wanted)
    if shared >= ENOUGH * len(wanted) or is_part:
        place = cited(citation)
        base = entry.doc.rpartition("/")[2]
        evidence = Evidence(doc=base, quote=entry.quote, lines=entry.lines, page=entry.page)
        if (place.pages is None and place.lines is None) or overlaps(place, evidence):
            return True
    beside = len(wanted & _words(line))
    return shared < WITHIN * len(wanted) <= beside


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(plain(text)))


def _denied(
    answer: Answer, told: str, wanted: Sequence[Listed], citations: Sequence[Citation]
) -> Iterator[str]:
    """Yield what an answer says is not there though it is; what the gold denies too is none."""
    if answer.status is not AnswerStatus.ANSWERED or not citations:
        yield unfolded(told).split("\n")[0]
        return
    too = [entry.text for entry in wanted if _DENIES_TOO.search(entry.text)]
    wanted = [entry for entry in wanted if entry.text not in too]
    years = {year for entry in wanted for year in _YEAR.findall(f"{entry.text} {entry.quote}")}
    outside = "\n".join(line for line in told.split("\n") if not line.startswith(("-", ">", "**")))
    for sentence in _DENIES.findall(outside):
        if too and _DENIES_TOO.search(sentence):
            continue
        if years & set(_YEAR.findall(sentence.partition(":")[0])):
            yield sentence


def list_blocks(scored: Sequence[ScoredList]) -> Blocks:
    """Show recall, precision, counts, denials and standing by kind and overall."""
    kinds = list(dict.fromkeys(one.kind for one in scored))
    rows = [_row(kind, [one for one in scored if one.kind == kind]) for kind in kinds]
    columns = (
        *("kind", "questions", "asked", "by the record", "recall", "", "precision", ""),
        *("whole", "count right", "untrue denials", "standing right"),
    )
    return [Table(columns, [*rows, _row("all", scored)])]


def _row(name: str, scored: Sequence[ScoredList]) -> tuple[str, ...]:
    recall = _by_question(scored, lambda s: Share(s.wanted - len(s.missing), s.wanted))
    precision = _by_question(scored, lambda s: Share(s.fitting, s.cited))
    counted = [one.counts_right for one in scored if one.counts_right is not None]
    return (
        name,
        str(len({_question(one) for one in scored})),
        str(len(scored)),
        str(sum(one.is_listed for one in scored)),
        figure(pooled(recall)),
        interval(bootstrap_interval(recall, pool=True)),
        figure(pooled(precision)),
        interval(bootstrap_interval(precision, pool=True)),
        str(sum(not one.missing for one in scored)),
        f"{sum(counted)} of {len(counted)}",
        _of(sum(bool(one.denied) for one in scored), len(scored)),
        _of(sum(one.standing_right for one in scored), len(scored)),
    )


def _of(part: int, whole: int) -> str:
    return f"{part} ({interval(wilson_interval(part, whole), places=2)})"


def _question(one: ScoredList) -> str:
    return one.id.partition("~")[0]


def _by_question(scored: Iterable[ScoredList], share: Callable[[ScoredList], Share]) -> list[Share]:
    """Return a share for each question, its wordings together."""
    found: dict[str, Share] = {}
    for one in scored:
        before, own = found.get(_question(one), Share(0, 0)), share(one)
        found[_question(one)] = Share(before.part + own.part, before.whole + own.whole)
    return list(found.values())


def list_misses(scored: Sequence[ScoredList]) -> Blocks:
    """Show of each question that has a fault what is missing, too much or denied."""
    blocks: list[Line | Table] = []
    for one in scored:
        told = [f"missing: {text}" for text in one.missing]
        told += [f"too much: {text}" for text in one.cited_too_much]
        told += [f"denied: {text}" for text in one.denied]
        if told:
            blocks.append(Line(f"{one.id} ({one.kind}): {one.question}", "bold"))
            blocks.append(
                Line("\n".join([f"  first line: {one.first_line}", *(f"  {t}" for t in told)]))
            )
    return blocks
