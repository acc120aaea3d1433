"""Items without a number: headings of one look, beside the numbered ones or in place of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest import wordings
from ingest.layout.headings import stands_alone
from ingest.layout.paragraphs import Paragraph
from ingest.numbering.marks import read_mark
from ingest.numbering.openings import Opening, trusted_bold, usual_size
from ingest.numbering.titles import JOINS, LABEL, Title, part_title

NO_BUSINESS = re.compile(
    r"\W*(?:(?:(?:also|members?|councillors?|those|officers?) )*"
    r"(?:present|(?:in )?attendance|presennol|sederunt)"
    r"|minutes|items?|agenda|attendees|councillors|officers|contents|action(?: by)?"
    r"|discussion|decisions?|decision made|(?:recorded )?vot(?:e|ing)|motion|amendment|actions?"
    r"|background(?: papers?)?|(?:draft )?minutes of .*|.*\bminutes\W*(?:of\b.*|[-–—].*)?)\W*$",
    re.I,
)
"""Headings above the business, and those that part one item."""
WITHHELD = re.compile(
    r"\bin (?:confidence|private|committee)\b"
    r"|\b(?:exempt|confidential|restricted|not for publication)\b",
    re.I,
)
"""A line below a title that marks its business as private; it opens none of its own."""
NOTHING = re.compile(r"\W*(?:no|nil|none|not|dim)\b", re.I)
"""How a line begins that says what there was none of; it heads nothing."""
LEAST = 2
"""Headings of one look from which they are the items of a meeting."""
SAME_LOOK = 0.8
"""Share of the numbered titles that must have one look, so that a heading of it is an item."""
WITHIN = (
    wordings.RESOLUTION,
    wordings.RECOMMENDING,
    wordings.RECOMMENDATION,
    wordings.REASONS,
    wordings.ALTERNATIVES,
)
Look = tuple[float, bool, bool, int, bool, bool]
"""Size, bold, capitals, how many # of Markdown, a colon behind it, a line right above its text."""
SHORT_NAME = 5
"""Letters of a word in capitals that may be an abbreviation among headings in small letters."""
LINE_WORDS = 8
"""Words of a heading that is the first line of its paragraph."""
NAMED = 0.4
"""Share of headings with a word of business from which plain lines are taken for headings."""


def headed_items(paragraphs: Sequence[Paragraph], business: frozenset[str]) -> list[Opening]:
    """Return the headings that open the items of minutes that number none.

    The look that weighs most is that of the items: one that stands over several stretches of
    text, spans the paper, sets itself apart, and has titles that items have elsewhere.
    """
    bold, usual = trusted_bold(paragraphs), usual_size(paragraphs)
    front = _end_of_front(paragraphs)
    heads = [
        (head, look)
        for i in range(front + 1, len(paragraphs))
        for head, look in [_head(paragraphs, i, bold=bold)]
        if head is not None
    ]
    repeated = Counter(head.title.text.lower() for head, _ in heads)
    sizes = Counter(look for _, look in heads)
    looks: dict[Look, list[Opening]] = {}
    for head, look in heads:
        text = head.title.text
        other: Look = (*look[:2], not look[2], *look[3:])
        if text.isupper() and len(text) <= SHORT_NAME and sizes[other] > sizes[look]:
            look = other
        if repeated[text.lower()] == 1:
            looks.setdefault(look, []).append(head)
    total = max(1, sum(p.words for p in paragraphs))

    def named(look: Look) -> float:
        words = [set(re.findall(r"\w+", o.title.text.lower())) for o in looks[look]]
        return sum(bool(title & business) for title in words) / len(words)

    def worth(look: Look) -> float:
        places = [o.paragraph for o in looks[look]]
        span = sum(p.words for p in paragraphs[places[0] : places[-1]]) / total
        apart = (look[0] > usual + 0.5) + look[1] + look[2] + bool(look[3])
        return span + named(look) + 0.5 * apart + 0.05 * look[0] / max(1.0, usual)

    several = [
        look
        for look, found in looks.items()
        if len(found) >= LEAST
        and (any(look[1:4]) or look[0] > usual or (len(found) > LEAST and named(look) >= NAMED))
    ]
    best = max(several, key=worth, default=None)
    return looks[best] if best else []


def heading_text(paragraph: Paragraph) -> str:
    """Return a heading without the signs around it."""
    return paragraph.plain.rstrip(" :–—-").strip(" *_\\")


def _head(
    paragraphs: Sequence[Paragraph], index: int, *, bold: bool
) -> tuple[Opening | None, Look]:
    """Return the heading that a paragraph is, or that its first line is, with its look."""
    paragraph = paragraphs[index]
    none: Look = (0.0, False, False, 0, False, False)
    lines = paragraph.unit.text.split("\n")
    first = wordings.plain(lines[0])
    mark = read_mark(lines[0])
    within = NO_BUSINESS.match(first) or any(pattern.match(first) for pattern in WITHIN)
    if paragraph.is_row or within or (mark is not None and not mark.worded):
        return None, none
    look = _look(paragraph, bold=bold)
    if stands_alone(paragraph) or (any(look[1:4]) and _reads_as_heading(first, lines)):
        followed = index + 1 < len(paragraphs) and _look(paragraphs[index + 1], bold=bold) != look
        title = Title(heading_text(paragraph), len(lines))
        return (Opening(index, 0, None, title, index) if followed else None), look
    if len(lines) > 1 and _reads_as_heading(first, lines):
        heavy = bool(re.fullmatch(r"(?:\*\*|__)[^*]+(?:\*\*|__)\W*", lines[0].strip()))
        signs = re.match(r"#{1,6}(?=\s)", lines[0].strip())
        depth = len(signs[0]) if signs else 0
        colon = first.endswith(":")
        look = (round(paragraph.size, 1), heavy, first.isupper(), depth, colon, True)
        return Opening(index, 0, None, Title(first.strip(" :–—-*_"), 1), index), look
    return None, none


def _reads_as_heading(first: str, lines: Sequence[str]) -> bool:
    """Whether the first of some lines is a heading by its words: short, and no sentence."""
    words = first.split()
    if not 0 < len(words) <= LINE_WORDS or first.endswith((".", ";", ",", "?", "!")):
        return False
    if not first[0].isupper() or JOINS.search(first):
        return False
    return len(lines) == 1 or not wordings.plain(lines[1])[:1].islower()


def _look(paragraph: Paragraph, *, bold: bool) -> Look:
    text = paragraph.unit.text.strip()
    signs = re.match(r"#{1,6}(?=\s)", text)
    heavy = paragraph.bold or bool(re.fullmatch(r"(?:\*\*|__)[^*]+(?:\*\*|__)\W*", text))
    return (
        round(paragraph.size, 1),
        bold and heavy,
        paragraph.plain.isupper(),
        len(signs[0]) if signs else 0,
        paragraph.plain.endswith(":"),
        False,
    )


FRONT = re.compile(
    r"\W*(?:(?:also |those |members |councillors )?present\b|in attendance\b|sederunt\b|presennol\b"
    r"|(?:draft )?minutes (?:of|for)\b|(?:meeting )?held (?:at|in|on)\b|cofnodion\b)",
    re.I,
)
"""What stands above the business: the meeting, where it was held, who was there."""
RECORD = re.compile(r"\W*(?:(?:minutes|cofnodion):\W*$|(?-i:RESOLVED)\b)", re.I)
"""What shows that words of a committee system or of a clerk record what was done."""
FRONT_SPAN = 15


def has_front(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a paper begins as the record of a meeting does, or is labelled as one."""
    return any(
        FRONT.match(line) or RECORD.match(line)
        for p in paragraphs[:FRONT_SPAN]
        for line in p.plain_lines
    )


def _end_of_front(paragraphs: Sequence[Paragraph]) -> int:
    """Return the index of the last paragraph of a paper's front; -1 without one."""
    fronts = [i for i, p in enumerate(paragraphs[:FRONT_SPAN]) if FRONT.match(p.plain)]
    return max(fronts, default=-1)


# Between the numbered items


def between_items(
    paragraphs: Sequence[Paragraph], openings: Sequence[Opening], chosen: Sequence[Opening]
) -> list[Opening]:
    """Return what opens business among numbered items and is not of their series.

    A heading that has the look of their titles and no number, and one whose number is misprinted,
    where the series leaves a number out.
    """
    look = _look_of_titles(paragraphs, chosen)
    found: list[Opening] = []
    for opening, after in zip(chosen, [*chosen[1:], None], strict=True):
        end = after.paragraph if after else len(paragraphs)
        if after is not None and (lost := _misprinted(openings, opening, after)):
            found.append(lost)
        if look is None:
            continue
        for index in range(opening.title_paragraph + 1, end - 1):
            paragraph = paragraphs[index]
            if (
                (round(paragraph.size, 1), paragraph.plain.isupper()) == look
                and paragraph.bold
                and stands_alone(paragraph)
                and read_mark(paragraph.unit.text) is None
                and not any(pattern.match(paragraph.plain) for pattern in WITHIN)
                and not wordings.DECISION_END.match(paragraph.plain)
                and not WITHHELD.search(paragraph.plain)
                and not LABEL.match(paragraph.plain)
                and not NOTHING.match(paragraph.plain)
            ):
                title = part_title(paragraph.unit.text.split("\n"), whole=True, margin=1)
                whole = Title(heading_text(paragraph), title.lines)
                found.append(Opening(index, 0, None, whole, index))
    return found


def _look_of_titles(
    paragraphs: Sequence[Paragraph], chosen: Sequence[Opening]
) -> tuple[float, bool] | None:
    """Return the size and case that set the items' titles apart from the text, if any do."""
    looks = Counter(
        (round(paragraphs[o.title_paragraph].size, 1), o.title.text.isupper())
        for o in chosen
        if paragraphs[o.title_paragraph].bold
    )
    if not looks or not trusted_bold(paragraphs):
        return None
    look, count = looks.most_common(1)[0]
    body = Counter(round(p.size, 1) for p in paragraphs if p.words > 12).most_common(1)
    apart = look[1] or (body and look[0] > body[0][0] + 0.5)
    return look if apart and look[0] > 0 and count >= SAME_LOOK * len(chosen) else None


def _misprinted(openings: Sequence[Opening], before: Opening, after: Opening) -> Opening | None:
    """Return the one heading with another number that stands in the place of a missing one."""
    one, other = before.mark, after.mark
    if one is None or other is None:
        return None
    steps = [r.count - b.count for r in other.readings for b in one.readings if b.frame == r.frame]
    if 2 not in steps:
        return None
    alike = [
        o
        for o in openings
        if before.place < o.place < after.place
        and o.mark is not None
        and o.mark.style == one.style
        and o.mark.closed == one.closed
        and all(
            o.features[name] == before.features[name] == after.features[name]
            for name in ("bold", "marked", "larger", "lower", "stops", "starts")
        )
        and (o.features["bold"] or o.features["marked"] or o.features["larger"])
    ]
    return alike[0] if len(alike) == 1 else None
