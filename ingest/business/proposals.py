"""Read a paper that sets out budget proposals, each under the same standing sub-headings.

A proposal runs from its heading through a round of standing sub-headings to the line that gives its
saving (`_find_proposals`). It is known to open by a description label, by a sentence that proposes
a change, or by a new round of the sub-headings. Its title is what a service's or project's label
says, else the heading above, else the part's own name. One that has no label, no amount and no
sub-headings of its own is known by a row of its part's table that bears its heading's words
(`_find_listed`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest import wordings
from ingest.business.outline import ItemKey, Section, may_head, same_words
from ingest.business.reports import (
    LETTER,
    STATEMENT,
    label_name,
    proposing_share,
    read_report,
    short_title,
)
from ingest.layout.headings import LEAD_IN, PART, Heading, count_labels, heading_of, is_standing
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.amendments import find_amendments
from ingest.particulars.cover import cover_length
from ingest.particulars.particulars import Particulars
from ingest.particulars.parts import Part
from ingest.particulars.titles import shortened
from qa.papers import ItemKind, PaperKind, Standing

PROPOSAL_WORDS = re.compile(
    r"\b(?:saving|staffing|redundanc|vacanc|change|impact|proposal|risks?|mitigat|equality|consultation|outcomes?|income|service users?)",
    re.I,
)
FIRM = re.compile(
    r"£\s?\d|\b(?:will|would|may|propos|reduc|saving|redundan|delet|ceas|vacat|clos|increase|fte|staff in scope|n/?a|none|nil|introduc|implement|restructur)",
    re.I,
)
FACTS = re.compile(
    r"\b(?:rationale|legislation|background|current (?:service|position|provision)|context|why)\b",
    re.I,
)
MANY_LABELS = 8
"""Uses of standing sub-headings, at least, in a paper of proposals."""


def read_amendments(part: Part) -> list[Section]:
    """Return the sections of a paper that gives notice of amendments: one each, whole."""
    sections = []
    filed = find_amendments(part.paragraphs)
    for place, one in enumerate(filed):
        title = shortened(one.title)
        end = filed[place + 1].first if place + 1 < len(filed) else len(part.paragraphs)
        start = one.first if place else 0
        paragraphs = list(part.paragraphs[start:end])
        key = ItemKey(one.number, title, ItemKind.PROPOSAL, place=place)
        root = part.particulars.title
        heading = (title,) if not root or title == root else (root, title)
        sections.append(Section(heading, Standing.PROPOSED, part.particulars, key, paragraphs))
    return sections


def read_proposals(part: Part) -> list[Section]:
    """Return the sections of a paper of proposals; a report's cover and request come first."""
    particulars = replace(part.particulars, kind=PaperKind.BUDGET_PROPOSALS)
    counts = count_labels(part.paragraphs)
    marked = may_head(part.paragraphs)
    opens = _find_proposals(marked, counts)
    opens = dict(sorted((_find_listed(marked, counts, opens) | opens).items()))
    front = min([*opens, len(marked)]) if cover_length(part.paragraphs) else 0
    while front and (head := heading_of(part.paragraphs[front - 1], counts)) and head.level == 1:
        front -= 1
    above = replace(part, paragraphs=part.paragraphs[:front])
    sections = read_report(above, listed=False) if front else []
    for section in sections:
        section.particulars = particulars
    root = (particulars.title,) if particulars.title else ()
    chapter: Heading | None = None
    proposal: ItemKey | None = None
    stack: list[Heading] = []
    closed = False
    sections.append(Section(root, Standing.PROPOSED, particulars))
    first = len(sections) - 1
    for index, (paragraph, heads) in enumerate(marked):
        if index < front:
            continue
        entry = heading_of(paragraph, counts) if heads else None
        # A table within a proposal is a part of it, until its saving has been given.
        table = (closed or not proposal) and entry and re.match(r"Table \d", entry.text)
        chaptered = entry and (entry.level == 1 or table)
        if chaptered:
            chapter, proposal, stack = entry, None, []
        if index in opens:
            title = opens[index]
            proposal = ItemKey(None, title, ItemKind.PROPOSAL, place=index) if title else None
            stack, closed = ([] if title or not entry else [entry]), False
        elif entry and not chaptered and not (proposal and same_words(entry.text, proposal.title)):
            entry = replace(entry, level=max(3, entry.level)) if proposal else entry
            stack = [h for h in stack if h.level < entry.level] + [entry]
        if entry or index in opens:
            sections.append(_section(particulars, chapter, proposal, stack))
        closed = closed or bool(CLOSING.match(paragraph.plain))
        sections[-1].paragraphs.append(paragraph)
    for section in sections[first:]:
        section.standing = _standing(section)
    return sections


def are_proposals(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether standing sub-headings about savings, staff and impact run through a paper."""
    counts = count_labels(paragraphs)
    marks = {key: n for key, n in counts.items() if n >= 4 and PROPOSAL_WORDS.search(key)}
    money = any(re.search(r"saving|propos|redundanc|staffing", key) for key in marks)
    return money and len(marks) >= 3 and sum(marks.values()) >= MANY_LABELS


def _section(
    particulars: Particulars,
    chapter: Heading | None,
    proposal: ItemKey | None,
    stack: Sequence[Heading],
) -> Section:
    names = [
        chapter.text if chapter else "",
        proposal.title if proposal else "",
        *(h.text for h in stack),
    ]
    heading = tuple(text for text in names if text)
    return Section(heading, Standing.PROPOSED, particulars, proposal)


def _standing(section: Section) -> Standing:
    text = " ".join(p.plain for p in section.paragraphs)
    last = " ".join(section.heading[-1:])
    if section.item is None:
        money = re.search(r"saving|budget planning", last + text[:200], re.I)
        proposed = proposing_share(section.paragraphs) > 0.4 or money
        return Standing.PROPOSED if proposed else Standing.BACKGROUND
    if FACTS.search(last) or not FIRM.search(text):
        return Standing.BACKGROUND
    return Standing.PROPOSED


# Where each proposal opens, and its title

Marked = Sequence[tuple[Paragraph, bool]]
"""Paragraphs, each with whether it may head a section."""
LABELLED = re.compile(
    r"^(?P<label>(?:[A-Z].{0,80}?)?\b(?P<what>service|change|project|proposal|scheme|saving)s?\s+(?:description|title|name))\s*(?:[:–-]\s*(?P<rest>.*))?$",
    re.I,
)
CLOSING = re.compile(
    r"^\W*(?:(?:total|net|annual|estimated|proposed|forecast|planned|reduced|additional|budget(?: planning)?)\s+){0,3}(?:savings?|assumptions?|income|subsidy|reduction|cost)\b(?!.*summary)(?:.{0,60}?(?:£|\bnil\b|\bn/?a\b|\btbc\b|\d)|\W*$)",
    re.I,
)
GENERIC = re.compile(
    r"^\W*(?:(?:aims?|objectives?|background|introduction|overview|context|scope|in scope|work ?packages?|the project will|capacity|financial benefits|details? to be .*|proposed change|options?(?: (?:for|about|considered)\b.*)?)\W*)+$",
    re.I,
)
LETTERED = re.compile(LETTER.pattern + r"[^.;:]+$")
OVERVIEW = re.compile(r"\b(?:overview|introduction|summary|background|context)\W*$", re.I)
ONE_OFF = re.compile(
    r"(?=.*£\s?\d)(?=.*\b(?:windfall|savings?|income|one[- ]off|reduction)\b)", re.I
)
"""A sentence that is all there is to a small proposal."""
LONG_TEXT = 25
SHORT_TEXT = 40
"""Words of such a sentence at most."""
SEVERAL = 3
"""Short proposals in a row that may share what stands behind the last."""
FULL_ROUND = 3
"""Standing sub-headings after which a description label opens the next proposal."""
NEAR = 12
"""Paragraphs between a heading and the label or sentence that it titles."""


@dataclass(slots=True)
class _Search:
    """What has been met since the last proposal closed."""

    titles: dict[int, str] = field(default_factory=dict)
    part: tuple[int, str] | None = None
    headings: list[tuple[int, str]] = field(default_factory=list)
    opened: bool = False
    described: bool = False
    """The part itself was described: its proposals come under lines of their own."""
    first_of_round: str | None = None
    round_length: int = 0
    bare: int = 0
    """Proposals in a row that closed without any standing sub-heading."""

    def close(self) -> None:
        if self.opened:
            self.bare = 0 if self.round_length else self.bare + 1
        self.headings, self.opened, self.first_of_round, self.round_length = [], False, None, 0

    def open(self, at: int, title: str) -> None:
        self.titles[at] = LETTER.sub("", title)
        self.headings, self.opened, self.part, self.round_length = [], True, None, 0
        self.first_of_round = None


def _find_proposals(marked: Marked, counts: Counter[str]) -> dict[int, str]:
    """Return {paragraph index: title} of each proposal, in order.

    An empty title marks where the words of the whole part go on, behind its proposals.
    """
    search = _Search()
    for index, (paragraph, heads) in enumerate(marked):
        text = paragraph.plain
        if paragraph.is_row:
            continue
        labelled = LABELLED.match(text)
        if labelled and len(labelled["label"].split()) <= 9:
            _meet_label(search, marked, index, labelled)
            continue
        if STATEMENT.match(text):
            if not search.opened:
                _open_above(search, marked, index)
            continue
        entry = heading_of(paragraph, counts) if heads else None
        closes = CLOSING.match(text) and (search.opened or _lone(search, text))
        if closes or _is_all(search, paragraph, index):
            if not search.opened:
                _open_above(search, marked, index)
            search.close()
        elif (LETTERED.match(text) and paragraph.words <= 14 and not search.opened) or (
            entry is None
            and search.described
            and search.part
            and _names_what_follows(marked, index)
        ):
            search.headings.append((index, text))
        elif entry is None or re.match(r"Table \d", entry.text):
            continue
        elif entry.level == 1 and PART.match(entry.text):
            search.close()
            search.part, search.described = (index, entry.text), False
        elif is_standing(entry.text, counts):
            _meet_standing(search, marked, index, entry.text)
        elif not entry.rest and entry.level <= 3 and not re.search(r"\d\W*$", entry.text):
            search.headings.append((index, entry.text))
    return search.titles


def _names_what_follows(marked: Marked, index: int) -> bool:
    """Whether a short line alone above a long paragraph names what that one describes."""
    paragraph = marked[index][0]
    below = _below(marked, index)
    line = 3 <= paragraph.words <= 12 and not re.search(r"[.:;,?]\W*$", paragraph.plain)
    described = below is not None and below.words >= LONG_TEXT
    listed = paragraph.unit.number or wordings.BULLET.match(paragraph.unit.text)
    return bool(line and described and not listed and not re.search(r"[£\d]", paragraph.plain))


def _is_all(search: _Search, paragraph: Paragraph, index: int) -> bool:
    """Whether a heading and one short sentence with an amount are a proposal of their own."""
    below = bool(search.headings) and search.headings[-1][0] == index - 1
    alone = below and len(search.headings) == 1 and not search.part and not search.opened
    return alone and paragraph.words <= SHORT_TEXT and bool(ONE_OFF.match(paragraph.plain))


def _lone(search: _Search, text: str) -> bool:
    """Whether an amount closes a proposal that is a heading and some text, no more."""
    return bool(search.headings and not search.part and re.search(r"£\s?\d", text))


def _meet_label(search: _Search, marked: Marked, index: int, match: re.Match[str]) -> None:
    rest = (match["rest"] or "").strip()
    kind = match["what"].lower()
    if kind == "project" and not search.headings and search.part:
        search.described = True
        return
    if search.opened and search.round_length < FULL_ROUND and kind != "service":
        return
    above = [h for h in search.headings if index - h[0] <= NEAR and not GENERIC.match(h[1])]
    change = kind in ("change", "project")
    if rest and len(rest.split()) <= 30 and not (above and change):
        search.open(index, label_name(rest, _below(marked, index)))
    elif above:
        search.open(*above[-1])
    elif rest:
        search.open(index, short_title(rest))
    elif kind != "project":
        search.open(index, short_title(_plain_below(marked, index)))


def _meet_standing(search: _Search, marked: Marked, index: int, text: str) -> None:
    below = _below(marked, index)
    if re.search(r"\bsummary\b", text, re.I) or (below and below.is_row and "impact" not in text):
        return  # it heads a table of the whole part
    if search.bare >= SEVERAL and not search.opened and not search.headings:
        # Proposals of a few lines each share the sub-headings behind the last.
        search.titles[index], search.bare = "", 0
        return
    again = search.opened and text == search.first_of_round and search.headings
    if again or (not search.opened and (search.part or search.headings)):
        _open_above(search, marked, index)
    search.first_of_round = search.first_of_round or text
    search.round_length += 1


def _open_above(search: _Search, marked: Marked, index: int) -> None:
    telling = [h for h in search.headings if not GENERIC.match(h[1])]
    if telling and OVERVIEW.search(telling[-1][1]):
        return
    several = len(telling) > 1 and not STATEMENT.match(marked[index][0].plain)
    if telling and not (search.part and several):
        search.open(*telling[-1])
    elif search.part:
        at, name = search.part
        bare = PART.sub("", name).strip(" -–—:")
        search.open(at, bare or name)
    else:
        statement = marked[index][0].plain
        parts = re.split(r"\bchanges?\b\W*[–—:-]\s*", statement, maxsplit=1)
        change = parts[1] if len(parts) > 1 else ""
        search.open(index, short_title(change or _plain_below(marked, index)))


def _below(marked: Marked, index: int) -> Paragraph | None:
    return marked[index + 1][0] if index + 1 < len(marked) else None


def _plain_below(marked: Marked, index: int) -> str:
    below = _below(marked, index)
    return below.plain if below else ""


# Proposals that only the table of their part names

TOTALS = re.compile(r"\b(?:sub-?\s?)?totals?\b|^all\b", re.I)
MORE_WORDS = 2
"""Words that a heading may have besides those of the row: "Developing a"."""
LEAST_WORDS = 2
LONGEST = 14
"""Words of a line that may head what follows."""
SMALL = frozenset({"a", "an", "the", "and", "of", "for", "in", "to", "our"})


def _find_listed(
    marked: Sequence[tuple[Paragraph, bool]], counts: Counter[str], opens: dict[int, str]
) -> dict[int, str]:
    """Return {paragraph index: title} of the proposals that stand above a part's first known one.

    `opens` are the proposals known. An empty title marks where such a proposal ends.
    """
    found: dict[int, str] = {}
    listed: list[frozenset[str]] = []
    looking = known = False
    inside: Paragraph | None = None
    for index, (paragraph, heads) in enumerate(marked):
        if paragraph.is_row:
            listed += [words for cell in _cell_names(paragraph) if (words := _words(cell))]
            continue
        if index in opens:
            looking, inside, known = False, None, True
            continue
        entry = heading_of(paragraph, counts) if heads else None
        if inside and entry is None and _looks_like(paragraph, inside):
            found[index], inside = "", None
        if entry is None or is_standing(entry.text, counts):
            continue
        if entry.level == 1 and PART.match(entry.text):
            listed = [] if known else listed  # a part may print its title above its table too
            looking, inside, known = True, None, False
        elif looking and not entry.rest:
            named = _is_listed(entry.text, listed)
            if named or inside:
                found[index] = entry.text if named else ""
            inside = paragraph if named else None
    return found


def _looks_like(paragraph: Paragraph, heading: Paragraph) -> bool:
    """Whether a line that is long for a heading is printed as the one above was: "… subsidy:"."""
    alike = paragraph.plain.endswith(":") and heading.plain.endswith(":")
    capital = paragraph.plain[:1].isupper() and not LEAD_IN.match(paragraph.plain)
    return alike and capital and paragraph.words <= LONGEST and not paragraph.unit.number


def _cell_names(row: Paragraph) -> Iterator[str]:
    for cell in row.unit.text.split("\t"):
        if re.search(r"[A-Za-z]{3}", cell) and not TOTALS.search(cell):
            yield cell


def _words(text: str) -> frozenset[str]:
    words = frozenset(re.findall(r"[a-z]+", text.lower())) - SMALL
    return words if len(words) >= LEAST_WORDS else frozenset()


def _is_listed(heading: str, listed: Sequence[frozenset[str]]) -> bool:
    words = _words(heading)
    return any(row <= words and len(words - row) <= MORE_WORDS for row in listed)
