"""Read an agenda: its numbered items, each with what stands below it.

The items are the longest run of numbered openings that counts upwards (`_in_order`). An item is
private where the agenda says so: behind the heading of its private part, by naming the item, or by
what the item brings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest import wordings
from ingest.business.limbs import asks
from ingest.business.outline import ItemKey, Section
from ingest.exemption.pack_parts import names_private_part
from ingest.layout.headings import stands_alone
from ingest.layout.paragraphs import Paragraph, marker_of
from ingest.numbering.items import find_items
from ingest.particulars.particulars import Particulars
from ingest.particulars.parts import Part
from qa.language.sentences import first_sentence
from qa.papers import ItemKind, Standing, UnitKind

NUMBER = re.compile(
    r"^(?P<word>(?:agenda )?item\s+(?:no\.?\s*)?)?(?P<number>\d{1,2})(?:[.):]|\s*[-–—])?\s+"
    r"(?P<title>[^\W_].*)$",
    re.I | re.S,
)
NO_TITLE = re.compile(r"\d(?!\d?/\d{4,5}\b)|(?:am|pm|noon|hours|minutes)\b")
"""What follows a number that counts something else; a title may begin with 24/00108."""
LEAST_ITEMS = 3
KEY_MARK = re.compile(r"^[*#†]\s*(?=\d)")
"""The mark of a key decision, before an item's number."""
ITEM_NUMBERS = re.compile(r"\W*agenda items?(?: no\.?| numbers?)?\W*", re.I)
"""Stands above the items that a supplement adds, even if it is only one."""
FURTHEST = 3
"""Numbers that may be missing between two items of an agenda."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paragraph that may open an item."""

    index: int
    number: int
    title: str
    printed: str = ""
    """The number as printed, where it is more than a plain one: 24.03.05."""


def _own_numbers(
    part: Part, paragraphs: list[Paragraph], entries: list[_Entry]
) -> tuple[list[Paragraph], list[_Entry]]:
    """Return the paragraphs and entries by the agenda's own numbers, where these are more.

    An agenda's items are seldom more than titles, so that a run of plain numbers is found without
    weighing (`_in_order`). What has another form, or runs on for pages, is weighed.
    """
    cut, items = find_items(part.paragraphs)
    numbered = [item for item in items if item.number and not item.below]
    if len(numbered) <= len(entries):
        return paragraphs, entries
    return cut, [
        _Entry(item.start, int(match[0]), _agenda_title(item.title) or item.title, item.number)
        for item in numbered
        if item.number and (match := LAST_NUMBER.search(item.number))
    ]


LAST_NUMBER = re.compile(r"\d{1,4}(?=\D*$)")


def read_agenda(part: Part) -> list[Section] | None:
    """Return the sections of an agenda, or None where no items are found."""
    paragraphs = [piece for paragraph in part.paragraphs for piece in _cut(paragraph)]
    columns = _has_columns(paragraphs)
    found = [e for i, p in enumerate(paragraphs) for e in _entry(i, p, columns=columns)]
    entries = _in_order(found)
    paragraphs, entries = _own_numbers(part, paragraphs, entries)
    announced = any(ITEM_NUMBERS.fullmatch(p.plain) for p in paragraphs)
    if len(entries) < (1 if announced else LEAST_ITEMS):
        return None
    particulars = part.particulars
    root = (particulars.title,) if particulars.title else ()
    front = paragraphs[: entries[0].index]
    entries = [_with_rest(entry, paragraphs) for entry in entries]
    sections = [Section(root, Standing.BACKGROUND, particulars, None, front)]
    ends = [entry.index for entry in entries[1:]]
    ends.append(_end_of_last(paragraphs, entries[-1].index))
    private = frozenset(_items_in_private(paragraphs, [(e.index, e.number) for e in entries], ends))
    for entry, end in zip(entries, ends, strict=True):
        # A table gives an item's number on the forward plan in a column, not in its title.
        named = [p.plain for p in paragraphs[entry.index : end][:3]] if columns else []
        refs = tuple(dict.fromkeys(wordings.references(" ".join([entry.title, *named]))))
        item = ItemKey(
            entry.printed or str(entry.number),
            entry.title,
            ItemKind.AGENDA_ITEM,
            private=entry.number in private,
            references=refs,
            place=entry.index,
        )
        divider = _find_divider(paragraphs, entry.index, end)
        sections += _item_sections(item, root, particulars, paragraphs[entry.index : divider])
        between = paragraphs[divider:end]
        sections.append(Section(root, Standing.BACKGROUND, particulars, None, between))
    rest = paragraphs[ends[-1] :]
    return [*sections, Section(root, Standing.BACKGROUND, particulars, None, rest)]


def _cut(paragraph: Paragraph) -> list[Paragraph]:
    """Return a paragraph, cut into the items that it holds where these are several."""
    found: list[Paragraph] = []
    for piece in () if paragraph.is_row else paragraph.pieces:
        lines = piece.text.split("\n")
        if len(lines) != piece.lines[1] - piece.lines[0] + 1:
            return [paragraph]
        starts = [i for i, line in enumerate(wordings.plain_all(lines)) if i and NUMBER.match(line)]
        for start, end in pairwise([0, *starts, len(lines)]):
            text = "\n".join(lines[start:end])
            place = (piece.lines[0] + start, piece.lines[0] + end - 1)
            unit = replace(piece, text=text, lines=place, number=marker_of(text))
            plain = wordings.plain(text.replace("\n", " "))
            found.append(replace(paragraph, unit=unit, plain=plain, pieces=(unit,)))
    opens = [p for p in found[1:] if NUMBER.match(p.plain)]
    return found if opens else [paragraph]


def _entry(index: int, paragraph: Paragraph, *, columns: bool) -> Iterator[_Entry]:
    match = NUMBER.match(_opening(paragraph))
    if match and not NO_TITLE.match(match["title"]) and not _speaks_of(match):
        title = _agenda_title(match["title"], columns=columns)
        if title and len(title.split()) <= 45:
            yield _Entry(index, int(match["number"]), title)


def _speaks_of(match: re.Match[str]) -> bool:
    """Whether a sentence speaks of an item by its number: "Item 14 was added later"."""
    return bool(match["word"]) and match["title"][0].islower()


def _opening(paragraph: Paragraph) -> str:
    """Return the words in which an item may open: of a row, its number and its subject."""
    if "\t" not in paragraph.unit.text:
        return KEY_MARK.sub("", paragraph.plain)
    cells = [cell for cell in paragraph.plain_cells if cell]
    if cells and len(cells[0]) == 1 and not cells[0].isdigit():
        cells = cells[1:]  # the mark of a key decision
    return " ".join(cells[:2])


def _in_order(entries: Sequence[_Entry]) -> list[_Entry]:
    """Return the longest run of entries that count upwards, from 1 where it can."""
    best: list[list[_Entry]] = []
    for position, entry in enumerate(entries):
        before = [
            run
            for run in best[:position]
            if 0 < entry.number - run[-1].number <= FURTHEST and run[-1].index < entry.index
        ]
        best.append([*max(before, key=_worth, default=[]), entry])
    return max(best, key=_worth, default=[])


def _worth(run: Sequence[_Entry]) -> tuple[float, int, int]:
    missing = run[-1].number - run[0].number + 1 - len(run)
    return len(run) - 0.5 * missing, -run[0].number, run[-1].index


def _item_sections(
    item: ItemKey, root: tuple[str, ...], particulars: Particulars, paragraphs: Sequence[Paragraph]
) -> list[Section]:
    """Split an item's own words from what it recommends."""
    heading = (*root, f"{item.number}. {item.title}")
    asking = next(
        (i for i, p in enumerate(paragraphs) if i and not p.is_row and asks(p.plain)),
        len(paragraphs),
    )
    shown, asked = list(paragraphs[:asking]), list(paragraphs[asking:])
    sections = [Section(heading, Standing.BACKGROUND, particulars, item, shown)]
    if asked:
        sections.append(Section(heading, Standing.RECOMMENDED, particulars, item, asked, True))
    return sections


def _with_rest(entry: _Entry, paragraphs: Sequence[Paragraph]) -> _Entry:
    """Give a title its second line, where this ends in a full stop or in the item's pages."""
    below = paragraphs[entry.index + 1 : entry.index + 2]
    own = paragraphs[entry.index].plain
    if not below or PAGES.search(own) or below[0].is_row or first_sentence(own) != own:
        return entry
    rest = _agenda_title(below[0].plain)
    ends = PAGES.search(below[0].plain) or (below[0].bold and below[0].plain.endswith("."))
    goes_on = ends and rest and not NUMBER.match(below[0].plain)
    title = re.match(r"[^.]{3,160}$", rest) and not BELOW_TITLE.search(f"x {rest}")
    return replace(entry, title=f"{entry.title} {rest}") if goes_on and title else entry


def _end_of_last(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Return where the last item ends: at a heading, a signature or the day of publishing."""
    for index in range(start + 1, len(paragraphs)):
        paragraph = paragraphs[index]
        if paragraph.is_row or asks(paragraph.plain):
            continue
        if paragraph.bold or stands_alone(paragraph):
            return index
    return len(paragraphs)


# The title of an item, without what else its line or its cell has

PAGES = re.compile(r"\(\s*pages?\b[^)]*\)?\s*$|\bpages?\s+\d+\s*(?:[-–]|to)\s*\d+\s*$", re.I)
BELOW_TITLE = re.compile(
    r"(?<=Meeting)\s+(?=Minutes of )|(?<=Minutes)\s+(?=Minutes of )|(?<=\w)\s+(?=(?:Joint )?Report (?:of|by) (?:the )?[A-Z]|(?:Members|Councillors|The Chair(?:man)?) (?:are|is)\b"
    r"|To (?:receive|consider|confirm|approve|note|agree|sign)\b)"
)
"""Where, in an agenda that lost its line breaks, the title ends."""
COLUMNS = re.compile(
    r"\W*(?:agenda )?(?:items?|no\.?)(?: no\.?| number)?\W+(?:items?|subject|title|details?|description|business|report)\b.{0,70}\bpages?\b.{0,12}",
    re.I,
)
"""Heads a table of items that has columns for their pages, and often for who reports."""
LONGEST_HEADER = 14
IN_COLUMNS = re.compile(
    r"\s+\d{1,3}\s*[-–]\s*\d{1,3}(?:\s*\([^()]{3,20}\))?$"
    r"|(?<!\bfrom)(?<!\bby)(?<!\bof)(?<!\bfor)(?<!\bto)(?<!\band)\s+(?:The (?:Deputy )?Leader|(?:Cllrs?|Councillors?)\.?\s[A-Z][^.:;]{1,50}"
    r"|Oral(?: report)?|Verbal(?: report| update)?|Attached|To follow)$"
)
"""What stands in those columns, printed right behind the title."""


def _has_columns(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether an agenda is a table whose items have their pages in a column."""
    return any(
        COLUMNS.fullmatch(p.plain) for p in paragraphs if p.words <= LONGEST_HEADER and not p.is_row
    )


def _agenda_title(text: str, *, columns: bool = False) -> str:
    """Return an item's title without its pages, its report's author and what is asked.

    `columns`: what stood in other columns of the agenda's table may follow the title.
    """
    text = BELOW_TITLE.split(first_sentence(text), maxsplit=1)[0]
    while (shorter := _shorter(text, columns=columns)) != text:
        text = shorter
    return text


def _shorter(text: str, *, columns: bool) -> str:
    text = PAGES.sub("", text).strip(" *.\t")
    if not columns:
        return text
    references = wordings.references(text)
    if references and text.endswith(f" {references[-1]}"):
        text = text.removesuffix(references[-1]).strip()
    return IN_COLUMNS.sub("", text)


# The items to be taken in private

DIVIDER = re.compile(
    r"\W*(?:agenda )?(?:part|section) (?:2|ii|two|b)\b.{0,60}?\b(?:exempt|confidential|private|not (?:open|for publication)|closed|restricted|excluded|exclusion)\b",
    re.I,
)
"""Heads the private part: "Part II: items from which the public is likely to be excluded"."""
DIVIDER_WORDS = 24
EXEMPT_ITEM = re.compile(
    r"\b(?:exempt|confidential|private) (?:minutes?|reports?(?! pack)(?! of the (?:previous|last)))\b",
    re.I,
)
"""Papers of an item that are not for the public."""
EXCLUDES = re.compile(
    r"\b(?:exclusion of (?:the )?(?:press|public)|(?:press|public) (?:be|are|were|to be) excluded|exclud(?:e|ing) (?:the )?(?:press|public))\b",
    re.I,
)
"""The item that opens the private part, and is itself public."""
NUMBERS = re.compile(
    r"\bitems?\s+(?:no\.?\s*|nos?\.?\s*)?(?P<numbers>\d{1,2}(?:\s*(?:,|and|&|to|[-–])\s*\d{1,2})*)\b(?!/)",
    re.I,
)
"""The items for which the public is to be excluded, where the agenda names them."""


def _find_divider(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    """Return where, within an item's paragraphs, the heading of the private part stands."""
    return next((i for i in range(start + 1, end) if _divides(paragraphs[i])), end)


def _divides(paragraph: Paragraph) -> bool:
    heads = paragraph.bold or paragraph.plain.isupper() or paragraph.unit.kind == UnitKind.HEADER
    short = paragraph.words <= DIVIDER_WORDS and not paragraph.is_row
    divides = DIVIDER.match(paragraph.plain) or names_private_part(paragraph.plain)
    return heads and short and bool(divides)


def _items_in_private(
    paragraphs: Sequence[Paragraph], items: Sequence[tuple[int, int]], ends: Sequence[int]
) -> Iterator[int]:
    """Yield the numbers of the items below the private part's heading, named, or marked private.

    `items` are (paragraph, number) of each item in order, `ends` where each ends.
    """
    behind = False
    named: set[int] = set()
    for (start, number), end in zip(items, ends, strict=True):
        own = " ".join(p.plain for p in paragraphs[start:end])
        excludes = bool(EXCLUDES.search(own))
        brings = EXEMPT_ITEM.search(own) and not wordings.NOT_EXEMPT.search(own)
        if not excludes and (behind or number in named or brings):
            yield number
        if excludes:
            named |= {n for n in _named(own) if n > number}
        behind = behind or _find_divider(paragraphs, start, end) < end


def _named(text: str) -> Iterator[int]:
    for match in NUMBERS.finditer(text):
        numbers = [int(n) for n in re.findall(r"\d+", match["numbers"])]
        spans = re.fullmatch(r"\d+\s*(?:to|[-–])\s*\d+", match["numbers"])
        yield from range(numbers[0], numbers[1] + 1) if spans else numbers
