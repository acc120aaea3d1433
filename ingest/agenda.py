"""Read an agenda: its numbered items, each with what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest import patterns
from ingest.agenda_private import find_divider, items_in_private
from ingest.agenda_titles import BELOW_TITLE, PAGES, agenda_title, has_columns
from ingest.headings import stands_alone
from ingest.limbs import OPEN_ENDED
from ingest.meeting import Particulars
from ingest.outline import ItemKey, Section
from ingest.paragraphs import Paragraph, marker_of
from ingest.parts import Part
from qa.language.sentences import first_sentence
from qa.papers import ItemKind, Standing

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
"""Stands above the items that a supplement adds, be it only one."""
FURTHEST = 3
"""Numbers that may be missing between two items of an agenda."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paragraph that may open an item."""

    index: int
    number: int
    title: str


def read_agenda(part: Part) -> list[Section] | None:
    """Return the sections of an agenda, or None where its items cannot be told."""
    paragraphs = list(_by_item(part.paragraphs))
    columns = has_columns(paragraphs)
    found = [e for i, p in enumerate(paragraphs) for e in _entry(i, p, columns=columns)]
    entries = _in_order(found)
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
    private = frozenset(items_in_private(paragraphs, [(e.index, e.number) for e in entries], ends))
    for entry, end in zip(entries, ends, strict=True):
        # A table gives an item's number on the forward plan in a column, not in its title.
        named = [p.plain for p in paragraphs[entry.index : end][:3]] if columns else []
        refs = tuple(dict.fromkeys(patterns.references(" ".join([entry.title, *named]))))
        item = ItemKey(
            str(entry.number),
            entry.title,
            ItemKind.AGENDA_ITEM,
            private=entry.number in private,
            references=refs,
            place=entry.index,
        )
        divider = find_divider(paragraphs, entry.index, end)
        sections += _item_sections(item, root, particulars, paragraphs[entry.index : divider])
        between = paragraphs[divider:end]
        sections.append(Section(root, Standing.BACKGROUND, particulars, None, between))
    rest = paragraphs[ends[-1] :]
    return [*sections, Section(root, Standing.BACKGROUND, particulars, None, rest)]


def _item_sections(
    item: ItemKey, root: tuple[str, ...], particulars: Particulars, paragraphs: Sequence[Paragraph]
) -> list[Section]:
    """Part an item's own words from what it recommends."""
    heading = (*root, f"{item.number}. {item.title}")
    asking = next((i for i, p in enumerate(paragraphs) if i and _asks(p)), len(paragraphs))
    shown, asked = list(paragraphs[:asking]), list(paragraphs[asking:])
    sections = [Section(heading, Standing.BACKGROUND, particulars, item, shown)]
    if asked:
        sections.append(Section(heading, Standing.RECOMMENDED, particulars, item, asked, True))
    return sections


def _with_rest(entry: _Entry, paragraphs: Sequence[Paragraph]) -> _Entry:
    """Give a title its second line, which ends it or ends in the pages: the first has none."""
    below = paragraphs[entry.index + 1 : entry.index + 2]
    own = paragraphs[entry.index].plain
    if not below or PAGES.search(own) or below[0].is_row or first_sentence(own) != own:
        return entry
    rest = agenda_title(below[0].plain)
    ends = PAGES.search(below[0].plain) or (below[0].bold and below[0].plain.endswith("."))
    goes_on = ends and rest and not NUMBER.match(below[0].plain)
    title = re.match(r"[^.]{3,160}$", rest) and not BELOW_TITLE.search(f"x {rest}")
    return replace(entry, title=f"{entry.title} {rest}") if goes_on and title else entry


def _asks(paragraph: Paragraph) -> bool:
    text = paragraph.plain
    if paragraph.is_row:
        return False
    return bool(
        patterns.RECOMMENDATION.match(text)
        or (patterns.ASKED.search(text) and OPEN_ENDED.search(text))
    )


def _by_item(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs, those that hold several items cut into them."""
    for paragraph in paragraphs:
        yield from _cut(paragraph)


def _cut(paragraph: Paragraph) -> list[Paragraph]:
    found: list[Paragraph] = []
    for piece in () if paragraph.is_row else paragraph.pieces:
        lines = piece.text.split("\n")
        if len(lines) != piece.lines[1] - piece.lines[0] + 1:
            return [paragraph]
        starts = [i for i, line in enumerate(lines) if i and NUMBER.match(patterns.plain(line))]
        for start, end in pairwise([0, *starts, len(lines)]):
            text = "\n".join(lines[start:end])
            place = (piece.lines[0] + start, piece.lines[0] + end - 1)
            unit = replace(piece, text=text, lines=place, number=marker_of(text))
            plain = patterns.plain(text.replace("\n", " "))
            found.append(replace(paragraph, unit=unit, plain=plain, pieces=(unit,)))
    opens = [p for p in found[1:] if NUMBER.match(p.plain)]
    return found if opens else [paragraph]


def _entry(index: int, paragraph: Paragraph, *, columns: bool) -> Iterator[_Entry]:
    match = NUMBER.match(_opening(paragraph))
    if match and not NO_TITLE.match(match["title"]) and not _speaks_of(match):
        title = agenda_title(match["title"], columns=columns)
        if title and len(title.split()) <= 45:
            yield _Entry(index, int(match["number"]), title)


def _speaks_of(match: re.Match[str]) -> bool:
    """Whether a sentence speaks of an item by its number: "Item 14 was added later"."""
    return bool(match["word"]) and match["title"][0].islower()


def _opening(paragraph: Paragraph) -> str:
    """Return the words in which an item may open: of a row, its number and its subject."""
    if "\t" not in paragraph.unit.text:
        return KEY_MARK.sub("", paragraph.plain)
    cells = [patterns.plain(cell) for cell in paragraph.unit.text.split("\t")]
    cells = [cell for cell in cells if cell]
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


def _end_of_last(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Return where the last item ends: at a heading, a signature or the day of publishing."""
    for index in range(start + 1, len(paragraphs)):
        paragraph = paragraphs[index]
        if paragraph.is_row or _asks(paragraph):
            continue
        if paragraph.bold or stands_alone(paragraph):
            return index
    return len(paragraphs)
