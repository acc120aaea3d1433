"""The answer in words: quotes, each with a sentence that says what it is and where it stands.

`compose` answers by quoting. The functions after it say why there is no such answer: nothing
found, business taken in private, a matter that is not published. Each returns the text in
Markdown with its citations. The sentences round the quotes claim no more than the quotes do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from qa.answerability.judge import Verdict
from qa.answerability.private import KeptBack
from qa.answers import FOLD, NO_MATTER, AnswerPart, AnswerStatus, Citation, Shown
from qa.judgement.parts import ScoredPart
from qa.judgement.scores import Scored
from qa.language.dates import format_day
from qa.library import Library
from qa.papers import (
    DECIDING,
    Hit,
    ItemKind,
    MotionKind,
    PaperKind,
    Standing,
    Unit,
    UnitKind,
    VoteResult,
)
from qa.premises.confirmed import is_confirmed
from qa.premises.corrected import Premise
from qa.premises.evidence import Evidence
from qa.premises.matters import ask_back, meetings_that_fit
from qa.premises.premise import premise_of
from qa.protocols import Extract
from qa.questions.question import Kind
from qa.quoting.choose import choose_quotes, is_decided
from qa.quoting.cite import block, cite
from qa.quoting.motions import MotionMeant, asks_of_its_end, format_vote, motion_meant
from qa.quoting.resolutions import item_of
from qa.quoting.standing import StandingQuote, give_standing, with_standing
from qa.quoting.units import Quote, add_quote, choose_units, unit_scores
from qa.retrieval.features import Asked
from qa.retrieval.scope import sure_councils
from qa.writing.form.figures import format_rows
from qa.writing.form.groups import grouped, one_group
from qa.writing.form.line import Line, first_line, with_yes, written_line
from qa.writing.form.of_parts import line_of_parts
from qa.writing.form.shown import (
    bold_block,
    cut_citation,
    finished,
    meeting_day,
    part_quote,
    share_of,
    state_place,
)
from qa.writing.form.votes import (
    describe_how_it_ended,
    describe_motion,
    describe_movers,
    describe_voters,
    standing_carried,
    standing_of_motion,
    vote_meant,
    votes_asked,
    votes_on,
)
from qa.writing.nearest import NEAREST, cite_nearest, name_hit, nearest_by_name

APPROVED = re.compile(
    r"\b(?:cabinet|executive|council|committee)\b[^.]{0,80}\b(?:approved|agreed|resolved|authorised)\b",
    re.I,
)
"""A body that is said to have approved something."""

SAME = 0.8
"""Share of a line's words in what proves a correction, from which both say the same."""
RELATED = "Related, from another paper"
TAKEN_IN_PRIVATE = "This was taken in private; the quote is what the public record says of it."
WRITTEN = "A language model wrote the first line; it is checked against the quotes, which count."


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text with its citations and standing."""

    text: str
    citations: tuple[Citation, ...]
    standing: Standing | None
    chance: float | None = None
    """That the papers held answer the question, 0 to 1; None if it was not judged."""
    declined_by: str | None = None
    """Which check found what the papers lack; None if they answer, or may not be shown."""
    line: str | None = None
    """The answer in one line of plain text, with which `text` opens; None where there is none."""
    lacks: str | None = None
    """What the papers found do not say, in a sentence; None where nothing is lacking."""
    parts: tuple[AnswerPart, ...] = ()
    """What became of each part of the question, if it has several."""
    corrects: bool = False
    """Whether it puts right what the question takes for granted."""
    recorded: bool = False
    """Whether the record has the one vote, or the mover, that is asked for, whatever the text says."""
    nearest: tuple[Citation, ...] = ()
    """What came nearest where nothing was found."""
    more: str = ""
    """What is shown folded behind the text and its notes; it begins with `FOLD`."""
    line_of: tuple[int, ...] = ()
    """Numbers of the citations that the line is made of."""
    shown: tuple[Shown, ...] = ()
    """The citations as they are shown; see `Answer.shown`."""
    notes: tuple[str, ...] = ()
    """What the text says beside line and quotes."""


def compose(
    asked: Asked,
    hits: Sequence[Hit],
    scored: Scored,
    library: Library,
    related: Sequence[Hit] = (),
    parts: Sequence[ScoredPart] = (),
    *,
    written: str | None = None,
) -> Composed:
    """Return an answer in quotes; its standing is that of the quote that answers most.

    `related` are hits on a decision that bears on a mere proposal; one unit of each is quoted.
    `parts` are the parts of the question, with the units scored for each.
    `written` is a line that a language model wrote and the quotes bear out.
    """
    quotes = choose_quotes(asked, hits, scored, library, parts)
    premise = premise_of(asked, quotes, hits, library)
    # Of a unit that was read for the whole question and for a part, the whole counts.
    extracts: dict[Unit, Extract] = {}
    for each in (*(part.scored for part in parts), scored):
        extracts.update(each.extracts)
    line = line_of_parts(asked, parts, quotes, library) if premise is None and not written else None
    return write(asked, quotes, hits, library, related, premise, written, extracts, line)


def write(
    asked: Asked,
    quotes: Sequence[Quote],
    hits: Sequence[Hit],
    library: Library,
    related: Sequence[Hit] = (),
    premise: Premise | None = None,
    written: str | None = None,
    extracts: Mapping[Unit, Extract] = MappingProxyType({}),
    of_parts: Line | None = None,
) -> Composed:
    """Return an answer made of these quotes, the one that answers most first.

    Its first line says it in at most 25 words; it is `of_parts` where that answers all parts. What
    puts right what the question takes for granted (`premise`) stands before it, or in its place
    where both say the same. Then come the first quote with its place, and the quotes for other
    parts of the question; further ones behind `FOLD`.
    """
    if premise is not None and premise.quote.passage.item_id != quotes[0].passage.item_id:
        others = (quote for quote in quotes if quote.passage.id != premise.quote.passage.id)
        quotes = [premise.quote, *others]  # What answers is of another item.
    elif premise is not None:
        quotes = add_quote(list(quotes), premise.quote)
    lead = with_standing(asked, quotes[0], library)
    of_motion = motion_meant(asked, lead.quote.passage, library)
    votes = votes_asked(asked.question, lead.quote, library)
    meant = vote_meant(asked.question, lead.quote, votes, library)
    if of_motion is not None:
        if asks_of_its_end(asked) or Kind.DECISION in asked.question.kinds:
            lead = replace(lead, standing=standing_of_motion(of_motion, lead))
        if votes:
            votes = votes_on(of_motion.motion)
        meant = votes[0] if len(votes) == 1 and of_motion.is_named else None
    elif votes and all(vote.result is VoteResult.LOST for vote in votes):
        lead = replace(lead, standing=Standing.LOST)
    elif carried := standing_carried(votes, lead, library):
        lead = replace(lead, standing=carried)
    title = lead.quote.passage.item_title or ""
    if of_motion is not None and asked.question.facets.premises.mover:
        title = f"{title} {of_motion.motion.moved_by or ''}"  # Who is named as mover, not voter.
    voters = describe_voters(asked.question, meant, title) if meant else []
    movers = [] if votes else describe_movers(asked.question, lead.quote, library)
    records = [*map(format_vote, votes), *movers]
    if of_motion is not None and _tells_its_end(asked, of_motion, lead):
        records = describe_motion(asked.question, of_motion)
        written = of_parts = None
    item = item_of(lead.quote.passage, library)
    decisions = [decision.text for decision in item.decisions] if item else []
    line = (
        written_line(written, lead.standing) if written and _is_of(asked, quotes[0]) else None
    ) or first_line(
        asked,
        lead.quote,
        lead.answering,
        lead.standing,
        [*voters, *records],
        decisions,
        extracts,
    )
    if of_parts is not None:
        line = of_parts
    elif premise is None and line is not None and written is None:
        evidence = Evidence(asked, [lead.quote, *quotes[1:]], hits, library)
        denied = of_motion is not None and not of_motion.is_carried
        if not denied and is_confirmed(evidence, lead.answering):
            line = with_yes(line)
    by_model = written is not None and line is not None and line.answering == written
    proof = premise.proof if premise is not None else None
    first, left = part_quote(lead.quote, proof if proof in lead.quote.units else lead.answering)
    beside = [_of_decision(asked, hit) for hit in related]
    further = [quote for each in quotes[1:] for quote in finished(each, library)]
    needed = [q for q in further if proof in q.units or _is_open(asked, q, lead.quote)]
    open_ones = [*finished(first, library), *needed]
    folded = [*([left] if left else []), *(q for q in further if q not in open_ones)]
    told = [with_standing(asked, quote, library) for quote in (*open_ones, *beside, *folded)]
    told[0] = replace(told[0], standing=lead.standing)
    cited = [
        give_standing(each, citations)
        for each, citations in zip(told, cite(library, [each.quote for each in told]), strict=True)
    ]
    if of_motion is not None and cited[0]:  # what the line cites has its standing
        cited[0][0] = replace(cited[0][0], standing=lead.standing)
    answering = line.answering if line else ""
    if not (line and line.further):
        cited[0] = [
            each if proof and proof.text in each.quote else cut_citation(each, answering)
            for each in cited[0]
        ]
    of_many = len(library.once(sure_councils) - {None}) > 1
    said = _say_it(line, premise, told, cited)
    in_record = [
        *(
            [f"Recorded votes: {'; then '.join(map(format_vote, votes))}."]
            if len(votes) > 1
            else []
        ),
        *filter(None, [describe_how_it_ended(lead.quote, library)]),
    ]
    undecided = _report_no_decision(asked, lead.quote, hits, library)
    missing = _report_missing_limbs(lead.quote, library)
    asides = [WRITTEN] if by_model and premise is None else []
    if lead.quote.passage.private:
        asides.append(TAKEN_IN_PRIVATE)
    if days := meetings_that_fit(asked, hits, library):
        asides.append(ask_back(days))
    opened, behind = len(open_ones), len(open_ones) + len(beside)
    parts = [
        *map(_marked, said),
        *in_record,
        *_format_quotes(told[:opened], cited, answering, of_many=of_many),
        *undecided,
        *([f"{RELATED}:"] if beside else []),
        *(block(c) for group in cited[opened:behind] for c in group),
        *missing,
        *asides,
    ]
    more = _format_quotes(told[behind:], cited[behind:], of_many=of_many)
    shown = [
        *grouped(told[:opened], cited[:opened], answering=answering),
        *grouped(told[opened:behind], cited[opened:behind], note=f"{RELATED}."),
        *grouped(told[behind:], cited[behind:], folded=True),
    ]
    tells = premise is not None or (line is not None and line.tells)
    return replace(
        _composed(parts, cited, lead.standing),
        line=said[0].text if said else None,
        line_of=tuple(each.number for each in said[0].citations) if said and tells else (),
        corrects=premise is not None,
        recorded=meant is not None or (bool(movers) and _is_subject(asked, quotes, hits, library)),
        more="\n\n".join([FOLD, *more]) if more else "",
        shown=tuple(shown),
        notes=(*map(_marked, said[1:]), *in_record, *undecided, *missing, *asides),
    )


def _is_subject(
    asked: Asked, quotes: Sequence[Quote], hits: Sequence[Hit], library: Library
) -> bool:
    """Whether the first quote is of the item of minutes that the question is about."""
    subject = Evidence(asked, quotes, hits, library).subject
    return subject is not None and subject[0].item_id == quotes[0].passage.item_id


def compose_nearest(composed: Composed, verdict: Verdict, unread: str = "") -> Composed:
    """Tell what would have been the answer as what is nearest, with what is lacking.

    `unread` is a sentence on papers that were not read in full (`qa.writing.unread`).
    """
    lacks = verdict.lack.sentence if verdict.lack is not None else None
    if composed.corrects:  # its text opens with what is lacking
        lacks = composed.line
        opening = [f"**Nearest only.** {composed.text}"]
    else:
        opening = [f"**Nearest only.** {lacks or ''}".strip(), composed.text]
    parts = [*opening, *([unread] if unread else [])]
    return replace(
        composed,
        text="\n\n".join(parts),
        chance=verdict.chance,
        declined_by=verdict.lack.check if verdict.lack is not None else None,
        line=lacks,
        line_of=(),
        lacks=lacks,
        notes=(*composed.notes, *([unread] if unread else [])),
    )


def _tells_its_end(asked: Asked, meant: MotionMeant, lead: StandingQuote) -> bool:
    """Whether the line says what became of a motion, and not in the words of a decision on it."""
    decides = lead.standing is not Standing.LOST and meant.is_settled_in(lead.answering)
    own = meant.motion.kind is MotionKind.MOTION and decides
    if not asks_of_its_end(asked) and Kind.DECISION not in asked.question.kinds:
        return False
    return asked.question.facets.business.asks_of_vote or not own


def _is_of(asked: Asked, lead: Quote) -> bool:
    """Whether a line that was written is of the quote that leads, and so has its standing.

    It is not where the resolution leads in place of what was chosen, or a part of the question.
    """
    return lead.answering is not None and not asked.question.parts


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence that an answer opens with, and the citations that have most of its words."""

    text: str
    citations: tuple[Citation, ...]


def _marked(said: _Said) -> str:
    return f"{said.text} {''.join(f'[{citation.number}]' for citation in said.citations)}"


def _source_of(words: str, citations: Sequence[Citation]) -> Citation:
    """Return the citation that has these words, or most of them."""
    held = (citation for citation in citations if words in citation.quote)
    return next(held, None) or max(citations, key=lambda each: share_of(words, each.quote))


def _say_it(
    line: Line | None,
    premise: Premise | None,
    told: Sequence[StandingQuote],
    cited: Sequence[list[Citation]],
) -> list[_Said]:
    """Return what puts a premise right, then the line, each with its citations.

    A line that is made of the very words that prove what was put right says nothing else.
    """
    said = []
    if premise is not None:
        proof = premise.proof
        quoted = [
            group for each, group in zip(told, cited, strict=True) if proof in each.quote.units
        ]
        proving = [citation for group in quoted or cited for citation in group]
        said.append(_Said(premise.sentence, (_source_of(proof.text, proving),)))
        if line and line.answering and share_of(line.answering, proof.text) >= SAME:
            return said
    if line is None:
        return said
    everything = [citation for group in cited for citation in group]
    sources = [
        _source_of(line.answering, cited[0] if not line.further else everything),
        *(_source_of(words, everything) for words in line.further),
    ]
    return [*said, _Said(line.text, tuple(dict.fromkeys(sources)))]


def compose_not_found(
    asked: Asked, hits: Sequence[Hit], library: Library, verdict: Verdict, unread: str = ""
) -> Composed:
    """Say that nothing was found, or is not held; what was searched, and what came nearest.

    `unread` is a sentence on papers that were not read in full (`qa.writing.unread`).
    """
    searched = library.coverage()
    span = ""
    if searched.first and searched.last:
        span = f", of meetings from {format_day(searched.first)} to {format_day(searched.last)}"
    said = "Not held" if verdict.status is AnswerStatus.NOT_HELD else "Nothing found"
    parts = [f"**{said}.** Looked through {searched.papers} papers{span}."]
    if verdict.lack is not None and verdict.lack.sentence:
        parts.append(verdict.lack.sentence)
    if nearest := nearest_by_name(hits):
        parts.append(f"{NEAREST}{'; '.join(nearest)}.")
    if unread:
        parts.append(unread)
    declined_by = verdict.lack.check if verdict.lack is not None else None
    lacks = verdict.lack.sentence if verdict.lack is not None else None
    text = "\n\n".join(parts)
    opened = cite_nearest(asked, hits, library)
    return Composed(text, (), None, verdict.chance, declined_by, lacks=lacks, nearest=opened)


def compose_no_matter() -> Composed:
    """Say that a question rests on an earlier one that is not known, and what to ask instead."""
    text = (
        "**Not enough to go by.** This question names no matter, and the questions before it, if "
        "there were any, are not known here. Ask again and name the matter, or the meeting and its "
        "day. For example: “Who moved the motion on the library?”"
    )
    return Composed(text, (), None, declined_by=NO_MATTER)


def compose_exempt(asked: Asked, hits: Sequence[Hit], library: Library) -> Composed:
    """Say that the matter was taken in private, and quote no more than the public record."""
    private = next(hit for hit in hits if hit.passage.private)
    quotes = [Quote(private.passage, private.paper, choose_units(asked, private.passage))]
    for passage in library.passages_of(private.passage.paper_id):
        public_minute = not passage.private and passage.item_kind == ItemKind.MINUTE
        if public_minute and _EXCLUSION.search(passage.item_title or ""):
            units = tuple(unit for unit in passage.units if unit.kind != UnitKind.HEADER)
            quotes.insert(0, Quote(passage, private.paper, units))
            break
    cited = cite(library, quotes)
    opening = (
        "**Considered in private.** The press and public were excluded while this was taken; "
        "the public record says only:"
    )
    composed = _composed([opening, *(block(c) for group in cited for c in group)], cited, None)
    return replace(composed, shown=tuple(map(one_group, cited)), notes=(opening,))


_EXCLUSION = re.compile(r"exclusion|local government act", re.I)
"""In the title of the minute that excludes the press and public."""


def compose_withheld(kept: KeptBack, library: Library) -> Composed:
    """Quote the public line that says that what is asked for is not published.

    A line that names what it keeps back, such as the figure, is not quoted: only its paper is named.
    """
    if not kept.quotable:
        where = name_hit(kept.line)
        return Composed(f"**Not published.** The papers held keep this back: {where}.", (), None)
    cited = cite(library, [kept.line])
    opening = "**Not published.** The papers held keep this back; they say only:"
    composed = _composed([opening, *(block(citation) for citation in cited[0])], cited, None)
    return replace(composed, shown=tuple(map(one_group, cited)), notes=(opening,))


def note_private(hit: Hit) -> str:
    """Say that a further part of the matter was taken in private; nothing of it is quoted."""
    number = hit.passage.item_number
    where = f"minute {number}, {meeting_day(hit.passage, hit.paper)}" if number else name_hit(hit)
    return f"A further part of this was taken in private ({where}); it is not in the public record."


def _composed(
    parts: Sequence[str], cited: Sequence[Sequence[Citation]], standing: Standing | None
) -> Composed:
    citations = tuple(citation for group in cited for citation in group)
    return Composed("\n\n".join(parts), citations, standing)


def _of_decision(asked: Asked, hit: Hit) -> Quote:
    """Return the unit of a related hit that says what was decided, as far as one does."""
    units = [u for u in hit.passage.units if APPROVED.search(u.text)] or list(hit.passage.units)
    scores = unit_scores(asked, units)
    return Quote(hit.passage, hit.paper, (units[scores.index(max(scores))],))


def _is_open(asked: Asked, quote: Quote, lead: Quote) -> bool:
    """Whether a further quote is shown openly: the question needs it, and the first is not enough.

    So it is where the question has several parts, where papers are said to differ, and where
    another meeting decided on the matter too.
    """
    business = asked.question.facets.business
    decided = quote.passage.standing in DECIDING and lead.passage.standing in DECIDING
    return (
        bool(asked.question.parts)
        or (business.asks_where_papers_differ and quote.paper.id != lead.paper.id)
        or (decided and quote.passage.item_id != lead.passage.item_id)
    )


def _format_quotes(
    told: Sequence[StandingQuote],
    cited: Sequence[Sequence[Citation]],
    answering: str = "",
    *,
    of_many: bool,
) -> list[str]:
    """Return quotes as blocks, each with its place in a line after it; once for one item."""
    parts: list[str] = []
    for at, (each, citations) in enumerate(zip(told, cited, strict=False)):
        parts.extend(bold_block(citation, answering if at == 0 else "") for citation in citations)
        parts.extend(format_rows(each.quote))
        following = told[at + 1] if at + 1 < len(told) else None
        passage = each.quote.passage
        if following is None or (passage.item_id, passage.standing) != (
            following.quote.passage.item_id,
            following.quote.passage.standing,
        ):
            parts.append(state_place(each.quote, each.standing, citations[0], of_many=of_many))
    return parts


# What is not held

_MAX_DAYS = 6
"""Days of meetings that are named; the latest."""


def _report_no_decision(
    asked: Asked, lead: Quote, hits: Sequence[Hit], library: Library
) -> list[str]:
    """Say that no minute held decides the matter, if the question asks what was decided."""
    business = asked.question.facets.business
    asks_before = business.asks_for_recommendation or business.asks_for_alternatives
    if (
        Kind.DECISION not in asked.question.kinds
        or asks_before
        or any(p.standing in DECIDING for p in library.item_passages(lead.passage))
        or is_decided(asked, lead, hits)
    ):
        return []
    council = lead.paper.council
    days = sorted(
        day
        for day, councils in library.once(_days_of_minutes).items()
        if council is None or not councils.isdisjoint((None, council))
    )
    latest = ", ".join(map(format_day, days[-_MAX_DAYS:]))
    reach = library.reach
    held = f"Minutes or packs are {reach} of {latest}." if latest else f"No minutes are {reach}."
    return [f"No minute that decides this is among the papers found for the question. {held}"]


def _days_of_minutes(library: Library) -> dict[date, set[str | None]]:
    """Return {day: councils whose minutes or packs bear it}."""
    found: dict[date, set[str | None]] = {}
    for paper in library.papers():
        if paper.kind in (PaperKind.MINUTES, PaperKind.PACK) and paper.meeting_date:
            found.setdefault(paper.meeting_date, set()).add(paper.council)
    return found


def _report_missing_limbs(lead: Quote, library: Library) -> list[str]:
    """Say which limbs of a resolution the copy held does not print."""
    item = item_of(lead.passage, library) if lead.passage.standing in DECIDING else None
    if item is None or not item.missing_limbs:
        return []
    return [f"Limb {', '.join(item.missing_limbs)} is missing in the copy held."]
