"""Read a report, appendix or decision record: its outline and what it asks for.

What is asked for begins at the heading "Recommendations", or the decision of a record, and goes on
over its limbs. A row of a table that proposes something is a proposal of its own. The tables of a
budget that is still to be set are proposed; what else proposes is known by its wording.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ingest import wordings
from ingest.business.limbs import OPEN_ENDED, labels_decision
from ingest.business.outline import ItemKey, Section, may_head, same_words
from ingest.layout.forms import entry_end, read_entry
from ingest.layout.headings import Heading, count_labels, heading_of, is_of_rank
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.cover import cover_length
from ingest.particulars.kinds import RECORD
from ingest.particulars.particulars import Particulars
from ingest.particulars.parts import Part
from qa.papers import ItemKind, PaperKind, Standing, UnitKind

ASKED_BODY = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:that )?(?:the )?(?:cabinet|executive|council|committee|[\w &,()-]{0,60}(?:committee|board|panel)|members)\s+"
    r"(?:is|are|be|members are)\s+(?:asked|recommended|requested|invited)\b",
    re.I,
)
ADDRESSEE = re.compile(
    r"\W*(?:that )?(?:the )?[\w &,()’'-]*(?:committee|cabinet|council|executive|board)\b.{0,60}$",
    re.I,
)
CONSULTED = re.compile(
    r"\b(?:has|have|was|were) been (?:fully )?(?:consulted|involved)\b|\bcomments? of the\b", re.I
)
IN_BRACKETS = re.compile(r"\(([^()]{4,20})\)")
"""The number under which a statutory officer has passed the report."""
BESIDE = re.compile(r"\b(?:risks?|implications?|reasons?|background|consult\w*)\b", re.I)
"""Headings under which a report speaks of a proposal and makes none."""
FRONT_OF_RECORD = 8
"""Paragraphs among which a record's heading stands."""
LONG = 15
"""Words from which an unnumbered paragraph below the limbs is taken for text."""
PROPOSING = re.compile(
    r"\b(?:it is (?:therefore |now |also )?proposed|(?:is|are) (?:being )?proposed|proposes? (?:to|that)|we propose|would be (?:reduced|deleted|closed|vacated))\b",
    re.I,
)
"""The words of one who proposes; "the proposal" and "the proposed scheme" only speak of it."""


def read_report(part: Part, *, listed: bool = True) -> list[Section]:
    """Return the sections of a report in order, its recommendations marked as such.

    `listed`: the rows of its tables that propose something are proposals of their own.
    """
    particulars = _as_headed(part)
    item = _item(particulars, part)
    root: tuple[str, ...] = (particulars.title,) if particulars.title else ()
    counts = count_labels(part.paragraphs)
    cover = cover_length(part.paragraphs)
    stack: list[Heading] = []
    sections = [Section(root, Standing.BACKGROUND, particulars, item)]
    asking = False
    limbs = 0
    form_end = 0
    for index, (paragraph, heads) in enumerate(may_head(part.paragraphs)):
        if index < form_end:
            continue
        if _is_asked_in_form(part.paragraphs, index, particulars):
            form_end, asking = entry_end(part.paragraphs, index), False
            path = (*root, *(h.text for h in stack))
            asked = list(part.paragraphs[index:form_end])
            standing, named = _asked_standing(particulars), (*path, _label(particulars))
            sections.append(Section(named, standing, particulars, item, asked, decision=True))
            sections.append(Section(path, Standing.BACKGROUND, particulars, item))
            continue
        entry = heading_of(paragraph, counts) if heads and index >= cover else None
        if entry and (
            (root and same_words(entry.text, particulars.title))
            or (particulars.title and entry.text.endswith(f" {particulars.title}"))
        ):
            entry = None
        if index >= cover and _begins_recommendations(paragraph, particulars):
            entry, asking, limbs = Heading(_label(particulars), 2), True, 0
        elif entry and asking and _opens(paragraph, sections[-1]):
            entry = None
        elif entry and asking and _interrupts(paragraph):
            asking = False
        elif asking and entry and not paragraph.bold:
            entry = None
        if entry and is_of_rank(entry.text, particulars.title):
            root = ()  # the next sheet of an appendix is no part of the first, whose title it was
        if entry:
            stack = [h for h in stack if h.level < entry.level] + [entry]
            path = (*root, *(h.text for h in stack))
            sections.append(Section(path, Standing.BACKGROUND, particulars, item))
        elif asking and _is_beside(sections[-1].paragraphs, paragraph, limbs):
            asking = False
            sections.append(
                Section(sections[-1].heading[:-1], Standing.BACKGROUND, particulars, item)
            )
        limbs += asking and paragraph.unit.number is not None
        if asking:
            sections[-1].standing, sections[-1].decision = _asked_standing(particulars), True
        sections[-1].paragraphs.append(paragraph)
    judged = _judge(sections, particulars)
    judged = _list_rows(judged) if listed else judged
    if not _is_plan(particulars, part.paragraphs):
        return judged
    appendix = particulars.kind is PaperKind.APPENDIX
    return [
        piece
        for section in judged
        for piece in (
            _part_tables(section, appendix=appendix)
            if section.standing is Standing.BACKGROUND
            else [section]
        )
    ]


def _as_headed(part: Part) -> Particulars:
    """Return a record's particulars; the heading that makes it one may say that it only proposes."""
    if part.particulars.kind is not PaperKind.DECISION_RECORD:
        return part.particulars
    heads = [RECORD.search(p.plain) for p in part.paragraphs[:FRONT_OF_RECORD] if not p.is_row]
    proposes = any(head is not None and "proposed" in head[0].lower() for head in heads)
    return replace(
        part.particulars, proposed_decision=part.particulars.proposed_decision or proposes
    )


def _item(particulars: Particulars, part: Part) -> ItemKey | None:
    if not particulars.title or particulars.kind not in (
        PaperKind.REPORT,
        PaperKind.DECISION_RECORD,
    ):
        return None
    consulted = [
        match[1]
        for paragraph in part.paragraphs
        if CONSULTED.search(paragraph.plain)
        for match in IN_BRACKETS.finditer(paragraph.plain)
    ]
    own = [*particulars.references, *wordings.references(" ".join(consulted))]
    references = tuple(dict.fromkeys(own))
    return ItemKey(part.agenda_item, particulars.title, ItemKind.REPORT, references=references)


def _asked_standing(particulars: Particulars) -> Standing:
    if particulars.kind is PaperKind.DECISION_RECORD and not particulars.proposed_decision:
        return Standing.DECIDED
    return Standing.RECOMMENDED


def _begins_recommendations(paragraph: Paragraph, particulars: Particulars) -> bool:
    text = paragraph.plain
    if paragraph.is_row:
        return False
    if particulars.kind is PaperKind.DECISION_RECORD:
        return labels_decision(text)
    if wordings.RECOMMENDATION.match(text) and paragraph.words <= 60:
        return True
    return paragraph.words <= 40 and bool(ASKED_BODY.match(text))


def _is_asked_in_form(
    paragraphs: Sequence[Paragraph], index: int, particulars: Particulars
) -> bool:
    """Whether a row of a form is what is asked for or decided: its label alone says so."""
    entry = read_entry(paragraphs, index)
    if entry is None:
        return False
    if particulars.kind is PaperKind.DECISION_RECORD:
        return labels_decision(entry.label)
    return bool(wordings.RECOMMENDATION.match(entry.label))


def _is_beside(asked: Sequence[Paragraph], paragraph: Paragraph, limbs: int) -> bool:
    """Whether a paragraph stands below what is asked and is no more a part of it."""
    text = paragraph.plain
    if paragraph.unit.number or paragraph.is_row or wordings.BULLET.match(paragraph.unit.text):
        return False
    if not asked or not asked[-1].plain.endswith(".") or not text[:1].isupper():
        return False
    if OPEN_ENDED.search(text):
        return False  # it introduces more of what is asked
    return paragraph.words >= LONG if limbs > 1 else asked[-1].words > 8


def _label(particulars: Particulars) -> str:
    if particulars.kind is PaperKind.DECISION_RECORD:
        return "Decision" if not particulars.proposed_decision else "Proposed decision"
    return "Recommendations"


def _opens(paragraph: Paragraph, asked: Section) -> bool:
    """Whether a line right below the label leads in to what is decided: "The Lead Member:"."""
    text = paragraph.plain
    ends = wordings.REASONS.match(text) or wordings.ALTERNATIVES.match(text)
    return len(asked.paragraphs) == 1 and text.endswith(":") and not ends


def _interrupts(paragraph: Paragraph) -> bool:
    """Whether a heading ends the recommendations: any but the name of the body asked."""
    if ADDRESSEE.match(paragraph.plain) and not paragraph.bold:
        return bool(wordings.REASONS.match(paragraph.plain))
    return not paragraph.is_row


def _judge(sections: list[Section], particulars: Particulars) -> list[Section]:
    """Mark sections as proposed by their wording, where the paper's headings do not say so."""
    if particulars.kind in (PaperKind.DECISION_RECORD, PaperKind.EQUALITY_ASSESSMENT):
        return sections
    for section in sections:
        if section.standing is not Standing.BACKGROUND or not section.paragraphs:
            continue
        beside = section.heading and BESIDE.search(section.heading[-1])
        if not beside and proposing_share(section.paragraphs, PROPOSING) > 0.5:
            section.standing = Standing.PROPOSED
    return sections


def proposing_share(
    paragraphs: Sequence[Paragraph], wording: re.Pattern[str] = wordings.PROPOSED
) -> float:
    """Return the share of words that stand in paragraphs worded as proposals."""
    total = sum(p.words for p in paragraphs)
    proposing = sum(p.words for p in paragraphs if wording.search(p.plain))
    return proposing / total if total else 0.0


# The tables of a budget that is still to be set

DRAFT = re.compile(
    r"\b(?:draft|proposed)\b.{0,40}\b(?:budget|programme|capital|charges|tariff)\b", re.I
)
PLAN = re.compile(
    r"\b(?:indicative for planning|budget templates?|savings? (?:proposals?|options)|budget proposals?|potential (?:new )?capital)\b"
    r"|(?=.*\b20\d\d[-/–]\d\d(?:\d\d)?\b)(?=.*\b(?:budget|revenue plan|capital (?:investment|programme|projects)|fees and charges)\b)",
    re.I,
)
"""The title of an appendix of plans; a year and a budget will do, unless it looks back."""
DRAFT_FIGURES = re.compile(
    r"\b(?:draft|proposed) (?:(?:revenue|capital|net) )?(?:budget|programme|savings?|growth)\b",
    re.I,
)
"""Heads rows of an appendix that says of its own figures that they are those of a draft."""
PLANNED = re.compile(
    r"\b(?:spending|savings?|income|growth|pressures?|proposals?|capital|programme|budget|council tax|charges|tariff|fees)\b",
    re.I,
)
LOOKS_BACK = re.compile(
    r"\b(?:monitoring|out-?turn|actuals?|approved|adopted|accounts|forecast outturn|performance|consultation|responses?|settlement|reserves|risks?)\b",
    re.I,
)
FRONT = 3
"""Paragraphs in which an appendix says what it is."""
TITLE = 8
"""Words of a title within a table at most."""
LONGEST_PLAN_CAPTION = 25
"""Words of a table's caption at most."""


def _is_plan(particulars: Particulars, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a paper sets out a budget that its meeting has yet to agree."""
    title = particulars.title or ""
    if DRAFT.search(title):
        return True
    if particulars.kind is not PaperKind.APPENDIX:
        return False
    front = " ".join([title, *(p.plain for p in paragraphs[:FRONT] if not p.is_row)])
    if LOOKS_BACK.search(front):
        return False
    return bool(PLAN.search(front)) or any(_heads_draft(paragraph) for paragraph in paragraphs)


def _heads_draft(paragraph: Paragraph) -> bool:
    """Whether a title within a table, which has no figures, speaks of a draft budget."""
    title = _is_of_table(paragraph) and paragraph.words <= TITLE
    return (
        title
        and not re.search(r"\d", paragraph.plain)
        and bool(DRAFT_FIGURES.search(paragraph.plain))
    )


def _part_tables(section: Section, *, appendix: bool) -> list[Section]:
    """Split a section's tables from its prose: tables that plan are proposed.

    In an appendix every table plans; in a report one that its heading or caption says so of.
    """
    runs: list[tuple[bool, list[Paragraph]]] = []
    for table, group in groupby(section.paragraphs, key=_is_of_table):
        run = list(group)
        above = runs[-1][1][-1] if table and runs else None
        if above and above.words <= LONGEST_PLAN_CAPTION and above.plain[-1:] not in (".", ";"):
            run.insert(0, runs[-1][1].pop())
        runs.append((table, run))
    parted = []
    for table, run in runs:
        named = " ".join([*section.heading[1:], *(p.plain for p in run if not p.is_row)])
        planned = appendix or (PLANNED.search(named) and not LOOKS_BACK.search(named))
        standing = Standing.PROPOSED if table and planned else section.standing
        if run:
            parted.append(replace(section, standing=standing, paragraphs=run))
    return parted


def _is_of_table(paragraph: Paragraph) -> bool:
    return paragraph.is_row or paragraph.unit.kind == UnitKind.HEADER


# The name of a budget proposal

LETTER = re.compile(r"^\W*\(?(?:[a-h]|i{1,3}|iv|vi{0,3})\)?[\s_]+(?=[A-Z])")
STATEMENT = re.compile(
    r"^\W*(?:it is proposed to|we propose to|the (?:council|service) proposes to|(?:the|this) proposal (?:is|will))\b",
    re.I,
)


def label_name(rest: str, below: Paragraph | None) -> str:
    """Return a label's words; a service's bare name takes in the short line below it."""
    title = short_title(rest)
    if len(title.split()) <= 4 and below and 2 <= below.words <= 8 and not below.is_row:
        plain = below.plain
        if not re.search(r"[.:;?–-]\W*$", plain) and not STATEMENT.match(plain):
            return f"{title} – {plain}"
    return title


def short_title(text: str) -> str:
    """Return the opening words of a description, as far as they can be a title."""
    text = re.sub(r"^\W*section\s*:\s*", "", text, flags=re.I)
    first = re.split(r"(?<=[a-z)]{3})\.\s|\s[–-]\s(?=It\b)|\s(?=It is proposed\b)", text)[0].strip(
        " ."
    )
    words = first.split()
    return " ".join(words[:18]) + (" …" if len(words) > 18 else "")


# Proposals that a table lists, a row each

NAMED = re.compile(
    r"^(?:(?:description of |summary of )?(?:the )?"
    r"(?:(?:budget |savings? |proposed )?proposals?|(?:budget|savings?) options?)"
    r"(?: description| title| name)?"
    r"|(?:proposed |savings? )(?:measure|change|saving)s?(?: description)?"
    r"|description of (?:saving|change|measure)s?)$",
    re.I,
)
"""Heads the column that says what is proposed."""
MONEY = re.compile(r"\b(?:savings?|reductions?|income|raised)\b", re.I)
"""Heads a column of what a proposal saves or raises."""
CODE = re.compile(r"[A-Z]{1,4}[ ./-]?\d{1,3}[a-z]?|\d{1,3}[a-z]?")
TOTALS = re.compile(r"^\W*(?:(?:grand |sub-?\s?)?totals?|all)\b", re.I)
LEAST = 3
"""Proposals, at least, by which a paper of no other kind is one of budget proposals."""
LONGEST_TITLE = 18
"""Words of a row's proposal, at most, that are its title unchanged."""
LONGEST_PROPOSAL_CAPTION = 12
"""Words of a table's caption at most."""
KINDS = frozenset({PaperKind.OTHER, PaperKind.REPORT, PaperKind.BUDGET_PROPOSALS})


@dataclass(slots=True)
class _Listing:
    """The proposals met so far, and the table in which we are."""

    sections: list[Section] = field(default_factory=list)
    named: dict[str, ItemKey] = field(default_factory=dict)
    columns: tuple[int, int | None, int] | None = None
    """Of a table's rows: where the proposal stands, where its code, and how many cells."""
    caption: str | None = None
    waiting: list[Paragraph] = field(default_factory=list)
    """Caption and column headings, which go with the first row."""


def _list_rows(sections: Sequence[Section]) -> list[Section]:
    """Split a report's sections: each row that proposes, and each paragraph about such a row.

    A paper of no other kind that lists several is one of budget proposals.
    """
    if not sections or sections[0].particulars.kind not in KINDS:
        return list(sections)
    listing = _Listing()
    for section in sections:
        _read(listing, section)
    if len(listing.named) < LEAST:
        return list(sections)
    particulars = sections[0].particulars
    if particulars.kind is PaperKind.OTHER:
        particulars = replace(particulars, kind=PaperKind.BUDGET_PROPOSALS)
        for section in listing.sections:
            section.particulars = particulars
    return [section for section in listing.sections if section.paragraphs]


def _read(listing: _Listing, section: Section) -> None:
    """Take a section over, split where its tables list proposals or its text is about one."""
    listing.columns = None
    _go_on(listing, section)
    for paragraph in section.paragraphs:
        if columns := _columns(paragraph):
            _open_table(listing, section, columns)
            listing.waiting.append(paragraph)
        elif listing.columns and "\t" in paragraph.unit.text:
            _take_row(listing, section, paragraph)
        else:
            if listing.columns or listing.waiting:
                _go_on(listing, section)
            if item := _named_by_code(listing, paragraph):
                _open(listing, section, item, ())
            listing.sections[-1].paragraphs.append(paragraph)


def _go_on(listing: _Listing, section: Section) -> None:
    """Begin what is left of a section, with the head of a table in which nothing is proposed."""
    listing.sections.append(replace(section, paragraphs=list(listing.waiting)))
    listing.columns, listing.waiting = None, []


def _columns(paragraph: Paragraph) -> tuple[int, int | None, int] | None:
    """Return the columns of a table of proposals that a row heads: what, its code, how many."""
    cells = paragraph.plain_cells
    what = next((i for i, cell in enumerate(cells) if NAMED.match(cell)), None)
    if what is None or not any(MONEY.search(c) for i, c in enumerate(cells) if i != what):
        return None
    return what, (what - 1 if what else None), len(cells)


def _open_table(listing: _Listing, section: Section, columns: tuple[int, int | None, int]) -> None:
    above = listing.sections[-1].paragraphs
    caption = above[-1] if above and above[-1].words <= LONGEST_PROPOSAL_CAPTION else None
    named = caption is not None and not caption.is_row and not caption.plain.endswith((".", ":"))
    listing.caption = caption.plain if named and caption is not None else None
    if named:
        listing.waiting.append(above.pop())
    listing.columns = columns


def _take_row(listing: _Listing, section: Section, row: Paragraph) -> None:
    assert listing.columns is not None
    what, code_at, count = listing.columns
    cells = row.plain_cells
    title = cells[what] if len(cells) == count else ""
    if not re.search(r"[A-Za-z]{3}", title) or TOTALS.match(title):
        listing.sections.append(replace(section, paragraphs=[*listing.waiting, row]))
        listing.waiting = []
        return
    code = cells[code_at] if code_at is not None and CODE.fullmatch(cells[code_at]) else None
    named = title if len(title.split()) <= LONGEST_TITLE else short_title(title)
    item = ItemKey(code, named, ItemKind.PROPOSAL, place=row.unit.lines[0])
    listing.named[code or title] = item
    _open(listing, section, item, (listing.caption,) if listing.caption else ())
    listing.sections[-1].paragraphs += [*listing.waiting, row]
    listing.waiting = []


def _named_by_code(listing: _Listing, paragraph: Paragraph) -> ItemKey | None:
    """Return the proposal with whose code a paragraph opens: "E4, schools."."""
    match = re.match(r"([A-Z]{1,4}[ ./-]?\d{1,3}[a-z]?)\s*[,.:;–—-]\s", paragraph.plain)
    return listing.named.get(match[1]) if match and not paragraph.is_row else None


def _open(listing: _Listing, section: Section, item: ItemKey, above: tuple[str, ...]) -> None:
    named = f"{item.number} {item.title}" if item.number else item.title
    path = tuple(text for text in above if text not in section.heading)
    heading = (*section.heading, *path, named)
    # A report is one item, whatever its tables propose.
    own = section.item or item
    listing.sections.append(Section(heading, Standing.PROPOSED, section.particulars, own))
