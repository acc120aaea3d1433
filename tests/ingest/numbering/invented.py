"""Minutes of an invented council in a layout drawn at random, with the items that they hold.

For fitting the weights of `ingest.numbering` (`fitting.py`) beside the papers that people read, of
which there are few: forms of numbers, looks of titles, limbs, lists, lines, missing numbers.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.document import SourceDocument
from qa.papers import FileFormat, SourceLine

TITLES = """Apologies for absence|Declarations of interest|Minutes of the last meeting
Matters arising|Public participation|Police report|County Councillor's report
Planning applications|Finance|Accounts for payment|Highways and footpaths|Play area|Cemetery
Correspondence|Any other business|Date of next meeting|Exclusion of press and public
Budget monitoring report|Grants to village organisations|Chairman's announcements
Annual treasury strategy|Notice of motion|Scrutiny work programme|Local plan review
Review of standing orders|Allotments|Street lighting|Christmas lights|Neighbourhood plan
Staffing matters|Internal audit|Quarterly performance|Appointment of vice chair
Tree works in Mill Lane|To receive the report of the clerk|To approve the annual return
Disposal of land at Ford Road|Petition on parking in the High Street|Welcome and introductions
Items for information|Councillors' reports|Website|Speed watch|Defibrillator|Flood plan|Training
Risk register 2023/24|Housing allocations policy|Licensing of taxis|Capital programme"""
LONG_TITLES = """to consider the report of the Head of Places on the village halls and their upkeep
23/00115 - Adoption of the strategy for care and of its delivery plan and measures
Revenue and Capital Budget Monitoring Report - November 2024-25
Minutes of the Meeting held on 9 January 2024
Report of the Director of Finance and Governance on the Medium Term Strategy 2024/25 to 2027/28
Appointment of representatives to outside bodies for the municipal year and of deputies
Exempt information - possible exclusion of the press and public
Planning application 24/0011/F - change of use of barn to dwelling, Hill Farm"""
SENTENCES = """The clerk reported that the work would be finished in the spring.
Members asked when the contractor would return and what it would cost.
It was agreed to write to the county council.
Cllr Birk said that 3 residents had complained.
The report was noted.
It was proposed by Cllr Coyle, seconded by Cllr Dunmore and agreed that the quote be accepted.
There were none.
None.
A letter had been received from a resident of Mill Lane about the hedge.
The balance at 31 March 2024 was 12,450.10.
The chairman thanked everybody for their help with the fete, which had raised a good sum.
In reply to a question the officer explained how the figures differ from those of last year.
The Committee considered a report by the Head of Places.
The next meeting will be held on 4 June at 7 pm.
Councillor Ashdown declared an interest in this item and left the room.
Two tenders had been received and were opened in the presence of the chairman."""
LIMBS = """the report be noted
authority be delegated to the Director
a further report be brought in six months
the sum of 4,500 be released from reserves
the clerk write to the owner
the policy be adopted from 1 April
the terms of reference be approved"""
APPLICATIONS = """24/00{n}/FUL Mill House, Ford Road. Rear extension. No objection.
{n} Ford Road - single storey extension - no comment
24/1{n}/HSE Land north of the church, 12 dwellings. Object."""
RESOLVED = ("RESOLVED:", "It was resolved that:", "Resolved –", "The Committee AGREED to:")
LOOKS = {
    FileFormat.PDF: "capitals bold bold bold plain plain :- : bold-capitals capitals-run-in",
    FileFormat.TEXT: "capitals bold plain plain : :- capitals-run-in ** ##",
}


@dataclass(slots=True)
class _Sheet:
    """What is written so far, and how lines are broken and parted."""

    chance: random.Random
    is_pdf: bool
    width: int
    blank: bool
    lines: list[tuple[str, bool, float]] = field(default_factory=list)

    def put(self, text: str, *, bold: bool = False, gap: float = 0.8, parted: bool = True) -> None:
        for place, line in enumerate(textwrap.wrap(text, self.width) or [text]):
            self.lines.append((line, bold, 0.0 if place else gap))
        if parted and self.blank and not self.is_pdf:
            self.lines.append(("", False, 0.0))

    def document(self) -> SourceDocument:
        made = []
        for number, (text, bold, gap) in enumerate(self.lines, start=1):
            page = 1 + number // 45 if self.is_pdf else None
            size = 11.0 if self.is_pdf else 0.0
            made.append(SourceLine(number, text, page, size, bold and self.is_pdf, gap))
        if self.is_pdf:
            return SourceDocument(FileFormat.PDF, tuple(made), made[-1].page)
        return SourceDocument(FileFormat.TEXT, tuple(made))


def invented_minutes(seed: int) -> tuple[SourceDocument, list[tuple[str, str]]]:
    """Return minutes in the layout of a seed, and (number, title) of their items in order."""
    chance = random.Random(seed)
    is_pdf = chance.random() < 0.5
    wrapped = is_pdf or chance.random() < 0.3
    width = chance.choice((70, 80, 95)) if wrapped else 10_000
    sheet = _Sheet(chance, is_pdf, width, blank=chance.random() < 0.75)
    titles = _titles(chance)
    numbers = _numbers(chance, len(titles) + 1)
    if chance.random() < 0.25:
        del numbers[chance.randrange(1, len(numbers))]
    kind = FileFormat.PDF if is_pdf else FileFormat.TEXT
    look = chance.choice(LOOKS[kind].split())
    alone = chance.random() < 0.08 and look in ("capitals", "bold", "plain")
    listed = chance.random() < 0.3 and look not in ("**", "##")
    sheet.put(f"Ellerby {chance.choice(('Parish', 'Town', 'District'))} Council", bold=True)
    sheet.put("Minutes of the meeting held on 4 March 2024 at 7 pm")
    sheet.put("Present: Cllrs M Ashdown (Chair), T Birk, P Coyle and R Dunmore.")
    if chance.random() < 0.3:
        sheet.put("3 members of the public were present.")
    items = []
    for number, title in zip(numbers, titles, strict=False):
        closing = ".:" if number.startswith("(") else ".:)"
        items.append((number.removeprefix("Item ").rstrip(closing), title))
        _write_item(sheet, number, title, look, alone=alone)
        if listed and chance.random() < 0.5:
            bare = number.rstrip(".:)")
            for place in range(1, chance.randrange(2, 6)):
                mark = f"{bare}.{place}" if bare.isdigit() else f"{place}."
                sheet.put(f"{mark} {chance.choice(SENTENCES.splitlines())}")
    sheet.put("The meeting closed at 9.10 pm.")
    return sheet.document(), items


def _write_item(sheet: _Sheet, number: str, title: str, look: str, *, alone: bool) -> None:
    chance = sheet.chance
    gap = 0.8 if sheet.blank else 0.1
    shown = title.upper() if "capitals" in look else title
    shown = f"**{title}**" if look == "**" else shown
    bold = look.startswith("bold")
    said = [chance.choice(SENTENCES.splitlines()) for _ in range(chance.randrange(1, 4))]
    head = f"{'## ' if look == '##' else ''}{number}{chance.choice((' ', '   '))}{shown}"
    if look in (":", ":-", "capitals-run-in"):
        sheet.put(f"{head}{look if look[0] == ':' else ''} {said.pop()}", gap=gap)
    elif alone:
        sheet.put(number, bold=bold, gap=gap)
        sheet.put(shown, bold=bold, gap=gap)
    else:
        sheet.put(head, bold=bold, gap=gap, parted=True)
    for sentence in said:
        sheet.put(sentence, gap=chance.choice((0.1, 0.8)))
    if chance.random() < 0.3:
        sheet.put(chance.choice(RESOLVED))
        for limb in _limbs(chance):
            sheet.put(limb, gap=chance.choice((0.1, 0.8)))
    if "lanning" in title or chance.random() < 0.1:
        for _ in range(chance.randrange(1, 5)):
            text = chance.choice(APPLICATIONS.splitlines()).format(n=chance.randrange(100, 999))
            sheet.put(text, gap=0.1)
    if chance.random() < 0.08:
        sheet.put("10 May 2024 was suggested as the day.")


def _titles(chance: random.Random) -> list[str]:
    short = TITLES.replace("\n", "|").split("|")
    count = chance.choice((2, 2, 3, 3, *range(4, 16)))
    titles = chance.sample(short, count)
    if chance.random() < 0.35:
        longer = LONG_TITLES.splitlines()
        titles = [chance.choice(longer) if chance.random() < 0.5 else t for t in titles]
    return list(dict.fromkeys(titles))


def _numbers(chance: random.Random, count: int) -> list[str]:
    start, year, month = chance.randrange(1, 900), chance.randrange(18, 27), chance.randrange(1, 13)
    prefix = chance.choice(("RC", "PC", "FC", "C", "CAB", "SAC", "TC", "PL", "EX"))
    forms: list[Callable[[int], str]] = [
        lambda n: f"{n}.",
        lambda n: f"{n}",
        lambda n: f"{start + n}",
        lambda n: f"{start + n}.",
        lambda n: f"{start + n}/{year}",
        lambda n: f"{year}.{month:02}.{n:02}",
        lambda n: f"{prefix}/{start + n}",
        lambda n: f"{prefix} {year}/{start + n}",
        lambda n: f"{prefix}{year}/{n:03}",
        lambda n: f"{n})",
        lambda n: f"{year}/{month}/{n}",
        lambda n: f"Item {n}:",
        lambda n: f"{_roman(n)}.",
        lambda n: f"{year}-{start + n}",
        lambda n: f"{n}.0",
        lambda n: f"({n})",
    ]
    form = chance.choice(forms)
    return [form(place) for place in range(1, count + 1)]


def _limbs(chance: random.Random) -> list[str]:
    forms: list[Callable[[int], str]] = [
        lambda n: f"({n})",
        lambda n: f"{n}.",
        lambda n: f"({'abcdefgh'[n - 1]})",
        lambda n: f"{'abcdefgh'[n - 1]})",
        lambda n: f"({_roman(n).lower()})",
        lambda n: f"{n})",
    ]
    form, count = chance.choice(forms), chance.randrange(2, 6)
    that = chance.choice(("that ", "", ""))
    texts = [chance.choice(LIMBS.splitlines()) for _ in range(count)]
    ends = [";"] * (count - 1) + ["."]
    return [f"{form(n)} {that}{t}{e}" for n, t, e in zip(range(1, 9), texts, ends, strict=False)]


def _roman(number: int) -> str:
    signs = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        signs += sign * (number // value)
        number %= value
    return signs
