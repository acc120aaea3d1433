"""Give every paragraph its place in the outline and its standing: what the clerk would say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest import patterns
from ingest.chain import Candidate, find_chain
from ingest.decisions import decision_blocks
from ingest.headings import (
    TITLE_LABEL,
    Heading,
    count_labels,
    heading_of,
    is_list_of_names,
    is_standing,
    label_of,
    stands_alone,
)
from ingest.meeting import Particulars
from ingest.paragraphs import Paragraph
from ingest.parts import Part
from qa.papers import PaperKind, Standing

SOFT = frozenset({Standing.DISCUSSED, Standing.BACKGROUND, Standing.PROPOSED})
"""Standings that are judged by wording; the others follow from the paper's own marks."""


@dataclass(frozen=True, slots=True)
class ItemKey:
    """The item to which a section belongs."""

    number: str | None
    title: str
    kind: str
    private: bool = False
    references: tuple[str, ...] = ()


@dataclass(slots=True)
class Section:
    """Paragraphs under one heading path, of one standing."""

    heading: tuple[str, ...]
    standing: Standing
    particulars: Particulars
    item: ItemKey | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    decision: bool = False
    """A resolution or a set of recommendations: kept whole, its limbs kept as limbs."""


def read_sections(part: Part) -> list[Section]:
    """Read one document's outline. Order is the order of the paper."""
    if part.particulars.kind is PaperKind.MINUTES:
        sections = _minutes(part)
    elif _proposal_labels(part.paragraphs) >= 8:
        sections = _proposals(part)
    else:
        sections = _report(part)
    return [section for section in sections if section.paragraphs]


# --- minutes -----------------------------------------------------------------------------


def _minutes(part: Part) -> list[Section]:
    chain = find_chain(part.paragraphs)
    if not chain:
        return _report(part)
    sections = [_front(part, chain[0].index)]
    private = False
    for candidate, after in zip(chain, [*chain[1:], None], strict=True):
        end = after.index if after else len(part.paragraphs)
        body = part.paragraphs[candidate.index + 1 : end]
        opening = patterns.EXCLUSION.search(candidate.title)
        if opening and not patterns.EXEMPT_NEGATED.search(candidate.title):
            private = True
        elif re.search(
            r"\b(?:readmission|re-admission|return) of (?:the )?(?:press|public)",
            candidate.title,
            re.I,
        ):
            private = False
        sections.extend(
            _minute(
                part.particulars,
                candidate,
                part.paragraphs[candidate.index],
                body,
                (private and not opening) or _exempt_title(candidate.title),
            )
        )
    return sections


def _exempt_title(title: str) -> bool:
    return bool(re.match(r"(?:exempt|restricted|confidential|part 2)\b.*\bminutes?\b", title, re.I))


def _front(part: Part, end: int) -> Section:
    heading = (part.particulars.title or "Minutes",)
    return Section(
        heading, Standing.BACKGROUND, part.particulars, None, list(part.paragraphs[:end])
    )


def _minute(
    particulars: Particulars,
    candidate: Candidate,
    opening: Paragraph,
    body: Sequence[Paragraph],
    private: bool,
) -> list[Section]:
    references = tuple(
        dict.fromkeys(
            patterns.REFERENCE.findall(
                " ".join([candidate.title, *(p.plain for p in body[:3] if p.words <= 14)])
            )
        )
    )
    item = ItemKey(candidate.number, candidate.title, "minute", private, references)
    title = f"{candidate.number}. {candidate.title}"
    # The title opens the first section, so that it can be quoted and is found with its text.
    narrative = Section((title,), Standing.BACKGROUND, particulars, item, [])
    sections = [narrative]
    position = 0
    for block in decision_blocks(body):
        sections.extend(
            _narrative(particulars, item, title, body[position : block.start], sections)
        )
        label = "Resolution" if block.standing is not Standing.DEFERRED else "Resolution (deferred)"
        sections.append(
            Section(
                (title, label),
                block.standing,
                particulars,
                item,
                list(body[block.start : block.end]),
                True,
            )
        )
        position = block.end
    sections.extend(_narrative(particulars, item, title, body[position:], sections))
    filled = [section for section in sections if section.paragraphs]
    if not filled:
        return [replace_paragraphs(narrative, [opening])]
    return filled


def replace_paragraphs(section: Section, paragraphs: list[Paragraph]) -> Section:
    """Return the section with other paragraphs."""
    return replace(section, paragraphs=paragraphs)


def _narrative(
    particulars: Particulars,
    item: ItemKey,
    title: str,
    paragraphs: Sequence[Paragraph],
    before: Sequence[Section],
) -> Iterable[Section]:
    if not paragraphs:
        return []
    heading: tuple[str, ...] = (title,)
    found = [Section(heading, Standing.BACKGROUND, particulars, item, [])]
    counts = count_labels(paragraphs)
    for paragraph in paragraphs:
        if patterns.REASONS.match(paragraph.plain) or patterns.ALTERNATIVES.match(paragraph.plain):
            label = paragraph.plain.split(":")[0].strip(" -–:")
            found.append(
                Section((title, label[:80]), Standing.BACKGROUND, particulars, item, [paragraph])
            )
            continue
        entry = heading_of(paragraph, counts)
        if entry and not entry.rest and paragraph.bold and not paragraph.is_row:
            found.append(
                Section((title, entry.text), Standing.BACKGROUND, particulars, item, [paragraph])
            )
            continue
        found[-1].paragraphs.append(paragraph)
    settle = _settled(paragraphs)
    return [_with_standing(section, settle) for section in found if section.paragraphs]


def _settled(paragraphs: Sequence[Paragraph]) -> Standing | None:
    """A short minute that agrees or notes something without the word resolved."""
    text = " ".join(p.plain for p in paragraphs)
    if len(text.split()) > 60:
        return None
    if re.search(r"\b(?:was|were) (?:agreed|approved|confirmed|adopted)\b", text, re.I):
        return Standing.DECIDED
    return Standing.NOTED if re.search(r"\b(?:was|were) noted\b", text, re.I) else None


def _with_standing(section: Section, settled: Standing | None) -> Section:
    if settled is not None:
        section.standing = settled
        return section
    if len(section.heading) > 1 and (
        patterns.REASONS.match(section.heading[1])
        or patterns.ALTERNATIVES.match(section.heading[1])
    ):
        return section
    spoken = sum(p.words for p in section.paragraphs if patterns.DISCUSSION.search(p.plain))
    total = sum(p.words for p in section.paragraphs)
    section.standing = Standing.DISCUSSED if spoken > total / 2 else Standing.BACKGROUND
    return section


# --- reports -----------------------------------------------------------------------------


def _report(part: Part) -> list[Section]:
    """Read a report, appendix, portfolio report or record: outline plus recommendations."""
    particulars = part.particulars
    title = particulars.title
    item = None
    if particulars.kind in (PaperKind.REPORT, PaperKind.DECISION_RECORD) and title:
        number = particulars.references[0] if particulars.references else None
        item = ItemKey(number, title, "report", references=particulars.references)
    root = (title,) if title else ()
    counts = count_labels(part.paragraphs)
    stack: list[Heading] = []
    sections = [Section(root, Standing.BACKGROUND, particulars, item)]
    paragraphs = _without_lists(part.paragraphs)
    asking = False
    for paragraph, may_head in paragraphs:
        entry = heading_of(paragraph, counts) if may_head else None
        if entry and _same(entry.text, title):
            entry = None
        begins = _begins_recommendations(paragraph, particulars)
        if begins:
            entry = Heading(_recommendation_label(paragraph, particulars), 2)
            asking = True
        elif entry and asking and _interrupts(paragraph, entry):
            asking = False
        elif asking and entry and not paragraph.bold:
            entry = None
        if entry:
            stack = [h for h in stack if h.level < entry.level] + [entry]
            sections.append(
                Section((*root, *(h.text for h in stack)), Standing.BACKGROUND, particulars, item)
            )
        section = sections[-1]
        if asking:
            section.standing, section.decision = _asked_standing(particulars), True
        section.paragraphs.append(paragraph)
    return _judge(sections, particulars)


def _asked_standing(particulars: Particulars) -> Standing:
    if particulars.kind is PaperKind.DECISION_RECORD and not particulars.proposed_decision:
        return Standing.DECIDED
    return Standing.RECOMMENDED


def _begins_recommendations(paragraph: Paragraph, particulars: Particulars) -> bool:
    text = paragraph.plain
    if paragraph.is_row:
        return False
    if particulars.kind is PaperKind.DECISION_RECORD:
        return bool(
            re.search(
                r"(?:^|\s)decision(?: made| taken)?\s*:\s*(?:$|(?:as |the |i |cabinet|that|agree|to )\b)",
                text,
                re.I,
            )
        ) and not re.match(r"\W*(?:reason|title of|date of|key) ", text, re.I)
    if patterns.RECOMMENDATION.match(text) and paragraph.words <= 60:
        return True
    return paragraph.words <= 40 and bool(
        re.match(
            r"^(?:\d[\d.]*\s+)?(?:that )?(?:the )?(?:cabinet|executive|council|committee|[\w &,()-]{0,60}(?:committee|board|panel))\s+(?:is|are|be|members are)\s+(?:asked|recommended|requested|invited)\b",
            text,
            re.I,
        )
    )


def _recommendation_label(paragraph: Paragraph, particulars: Particulars) -> str:
    if particulars.kind is PaperKind.DECISION_RECORD:
        return "Decision" if not particulars.proposed_decision else "Proposed decision"
    return "Recommendations"


def _interrupts(paragraph: Paragraph, entry: Heading) -> bool:
    """Whether a heading ends the recommendations: any but a continuation of their list."""
    if (
        re.match(
            r"\W*(?:that )?(?:the )?[\w &,()’'-]*(?:committee|cabinet|council|executive|board)\b.{0,60}$",
            paragraph.plain,
            re.I,
        )
        and not paragraph.bold
    ):
        return bool(patterns.REASONS.match(paragraph.plain))
    return not paragraph.is_row


def _same(text: str, title: str | None) -> bool:
    return (
        bool(title) and re.sub(r"\W+", "", text).lower() == re.sub(r"\W+", "", title or "").lower()
    )


def _without_lists(paragraphs: Sequence[Paragraph]) -> list[tuple[Paragraph, bool]]:
    """Pair each paragraph with whether it may head a section: names in a list may not."""
    flags = [True] * len(paragraphs)
    run: list[int] = []
    for index, paragraph in enumerate([*paragraphs, None]):
        if paragraph is not None and paragraph.size == 0 and stands_alone(paragraph):
            run.append(index)
            continue
        if is_list_of_names([paragraphs[i] for i in run]):
            for i in run[1:-1]:
                flags[i] = False
        run = []
    return list(zip(paragraphs, flags, strict=True))


def _judge(sections: list[Section], particulars: Particulars) -> list[Section]:
    """Tell proposals from background by their wording, where the paper's marks are silent."""
    for section in sections:
        if section.standing is not Standing.BACKGROUND or not section.paragraphs:
            continue
        if section.heading and re.match(
            r"reasons? for (?:the )?recommendation", section.heading[-1], re.I
        ):
            section.standing = Standing.RECOMMENDED
            continue
        if _draft(particulars) or _wording(section.paragraphs) > 0.5:
            section.standing = Standing.PROPOSED
    return sections


def _draft(particulars: Particulars) -> bool:
    return bool(
        re.search(
            r"\b(?:draft|proposed)\b.{0,40}\b(?:budget|programme|capital|charges|tariff)\b",
            particulars.title or "",
            re.I,
        )
    )


def _wording(paragraphs: Sequence[Paragraph]) -> float:
    total = sum(p.words for p in paragraphs)
    proposing = sum(p.words for p in paragraphs if patterns.PROPOSED.search(p.plain))
    return proposing / total if total else 0.0


# --- budget proposals --------------------------------------------------------------------

PROPOSAL_WORDS = re.compile(
    r"\b(?:saving|staffing|redundanc|vacanc|change|impact|proposal|risks?|mitigat|equality|consultation|outcomes?|income|service users?)",
    re.I,
)
FIRM = re.compile(
    r"\b(?:will|would|may|propos|reduc|saving|redundan|delet|ceas|vacat|clos|increase|£|fte|staff in scope|n/?a|none|nil|introduc|implement|restructur)",
    re.I,
)
FACTS = re.compile(
    r"\b(?:rationale|legislation|background|current (?:service|position|provision)|context|why)\b",
    re.I,
)


def _proposal_labels(paragraphs: Sequence[Paragraph]) -> int:
    """Count the uses of standing sub-headings that mark a paper of budget proposals."""
    counts = count_labels(paragraphs)
    marks = {key: n for key, n in counts.items() if n >= 4 and PROPOSAL_WORDS.search(key)}
    money = any(re.search(r"saving|propos|redundanc|staffing", key) for key in marks)
    return sum(marks.values()) if len(marks) >= 3 and money else 0


def _proposals(part: Part) -> list[Section]:
    """Read a paper that repeats the same sub-headings under each proposal."""
    particulars = replace(part.particulars, kind=PaperKind.BUDGET_PROPOSALS)
    counts = count_labels(part.paragraphs)
    marked = _without_lists(part.paragraphs)
    starts = _proposal_titles(marked, counts)
    root = (particulars.title,) if particulars.title else ()
    chapter: Heading | None = None
    proposal: ItemKey | None = None
    stack: list[Heading] = []
    sections = [Section(root, Standing.BACKGROUND, particulars)]
    for index, (paragraph, may_head) in enumerate(marked):
        entry = heading_of(paragraph, counts) if may_head else None
        if index in starts:
            proposal = ItemKey(None, starts[index], "proposal")
            stack = []
            entry = entry if entry and entry.rest else None
            sections.append(_proposal_section(particulars, chapter, proposal, stack))
        if entry and (entry.level == 1 or re.match(r"Table \d", entry.text)):
            chapter, proposal, stack = entry, None, []
            sections.append(_proposal_section(particulars, chapter, proposal, stack))
        elif entry and not (proposal and _same(entry.text, proposal.title)):
            entry = replace(entry, level=max(3, entry.level)) if proposal else entry
            stack = [h for h in stack if h.level < entry.level] + [entry]
            sections.append(_proposal_section(particulars, chapter, proposal, stack))
        sections[-1].paragraphs.append(paragraph)
    for section in sections:
        section.standing = _proposal_standing(section)
    return sections


def _proposal_section(
    particulars: Particulars,
    chapter: Heading | None,
    proposal: ItemKey | None,
    stack: Sequence[Heading],
) -> Section:
    heading = tuple(
        text
        for text in (
            chapter.text if chapter else None,
            proposal.title if proposal else None,
            *(h.text for h in stack),
        )
        if text
    )
    return Section(heading, Standing.PROPOSED, particulars, proposal)


def _proposal_titles(
    marked: Sequence[tuple[Paragraph, bool]], counts: Counter[str]
) -> dict[int, str]:
    """Return {paragraph index: title} of each proposal.

    A proposal opens where a description label stands, or where a heading of its own comes
    after a full round of the standing sub-headings. Its title is what a service's or
    project's label says, else the heading above, else what a change's label says.
    """
    titles: dict[int, str] = {}
    heading: tuple[int, str] | None = None
    round_length = 0
    for index, (paragraph, may_head) in enumerate(marked):
        label = label_of(paragraph)
        name = label[0] if label else paragraph.plain.strip(" :–-")
        words = name.split()
        if paragraph.words and TITLE_LABEL.search(" ".join(words[-2:])) and len(words) <= 9:
            if heading is None and words[-2:-1] == ["Project"]:
                continue  # it describes the whole chapter
            at, title = _described(marked, index, label[1] if label else "", words, heading)
            titles[at] = title
            heading, round_length = None, 0
            continue
        entry = heading_of(paragraph, counts) if may_head else None
        if entry is None:
            continue
        if is_standing(entry.text, counts):
            round_length += 1
        elif entry.level == 1:
            heading, round_length = None, 0
        elif not entry.rest and entry.level <= 3 and not re.search(r"\d\W*$", entry.text):
            heading = (index, entry.text)
            if entry.level == 2 and round_length >= 4 and _opens_text(marked, index):
                titles[index] = entry.text
                round_length = 0
    return titles


def _described(
    marked: Sequence[tuple[Paragraph, bool]],
    index: int,
    rest: str,
    words: Sequence[str],
    heading: tuple[int, str] | None,
) -> tuple[int, str]:
    """Return where a described proposal opens and its title."""
    near = heading is not None and index - heading[0] <= 4
    if rest and len(rest.split()) <= 30 and not (near and words[-2:-1] == ["Change"]):
        return index, _short_title(rest)
    if heading is not None and index - heading[0] <= 12:
        return heading
    if len(words) > 2:
        return index, " ".join(words[:-2])
    following = rest or (marked[index + 1][0].plain if index + 1 < len(marked) else "")
    return index, _short_title(following)


def _opens_text(marked: Sequence[tuple[Paragraph, bool]], index: int) -> bool:
    return any(p.words >= 15 for p, _ in marked[index + 1 : index + 5])


def _short_title(text: str) -> str:
    first = re.split(r"(?<=[a-z)])\.\s|\s[–-]\s(?=It\b)", text)[0].strip(" .")
    words = first.split()
    return " ".join(words[:18]) + (" …" if len(words) > 18 else "")


def _proposal_standing(section: Section) -> Standing:
    text = " ".join(p.plain for p in section.paragraphs)
    if section.item is None:
        return (
            Standing.PROPOSED
            if _wording(section.paragraphs) > 0.4
            or re.search(
                r"saving|budget planning", " ".join(section.heading[-1:]) + text[:200], re.I
            )
            else Standing.BACKGROUND
        )
    if FACTS.search(" ".join(section.heading[-1:])) or not FIRM.search(text):
        return Standing.BACKGROUND
    return Standing.PROPOSED
