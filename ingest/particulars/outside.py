"""Weigh what stands beside a paper's text: its file's name and title, its web page, running heads.

Each is a weak witness by itself: names are given by hand, titles are left over from templates, and a
page bears the day on which it was posted. They settle what the text leaves open, and bear out what
it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from ingest.document import SeenAt, SourceDocument
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.bodies import MEETS, body_in_name, find_body, same_body
from ingest.particulars.councils import (
    council_around,
    most_named,
    named_councils,
    same_council,
    spelt_by_address,
)
from ingest.particulars.cover import Cover
from ingest.particulars.days import day_in_file_name, partial_with_name
from ingest.particulars.evidence import Sign, basis_of, settle, sign_in
from ingest.particulars.particulars import Particulars, read_particulars, without_properties
from ingest.particulars.parts import Part
from ingest.particulars.titles import OF_MEETINGS, title_of
from qa.language.councils import own_place
from qa.language.dates import FULL_YEAR, find_days
from qa.papers import Basis, PaperKind

OF_A_PACK = re.compile(
    r"\b(?:for|of)\s+(?P<body>[A-Z].{2,100}?),?\s+(?:on\s+)?(?P<day>\d{1,2}/\d{1,2}/\d{4})\b"
)
"""How committee systems title a file: "(Public Pack)Agenda Document for Cabinet, 30/01/2025"."""
SIZES = {"page": 5.5, "pack": 4.5, "title": 1.4, "publisher": 4.0, "borne out": 1.0, "hint": 1.6}
"""Points of each sign."""
CLEAR = 0.85
"""Confidence from which the running heads need not be looked at."""
LEAST_PLACE = 3
"""Letters of a place that a name must have more than, to bear it."""
MOST_BESIDE = 40
"""Titles and properties that are looked at."""


def weigh_outside(parts: Sequence[Part], document: SourceDocument, name: str) -> list[Part]:
    """Return the parts of a paper, the first with what stands beside the text weighed too.

    `name` is the file's name, with its folders. What is bound in takes over what the first has and it
    has not.
    """
    if not parts:
        return []
    first = replace(parts[0], particulars=_weighed(parts[0], parts, document, name))
    front = first.particulars
    rest = []
    for part in parts[1:]:
        own = part.particulars
        if own.kind is not PaperKind.MINUTES and part.inherits:
            day, body = own.meeting_date or front.meeting_date, own.body or front.body
            own = replace(own, meeting_date=day, body=body)
        rest.append(replace(part, particulars=replace(own, council=front.council or own.council)))
    return [first, *rest]


def _weighed(part: Part, parts: Sequence[Part], document: SourceDocument, name: str) -> Particulars:
    given = part.particulars
    # A page's own elements may have said what kind it is, and then other days count; so it is
    # where lines were left out that are not for the public.
    same = given.kind is given.signs.kind and len(part.paragraphs) == given.signs.paragraphs
    read = given if same else read_particulars(part.paragraphs, given.kind)
    says, signs = document.says, read.signs
    titles = list(_titles(document))
    kind, text = given.kind, without_properties(part.paragraphs)
    councils = list(signs.council)
    told_inside = settle(councils, same_council)
    if told_inside is None or told_inside.confidence < CLEAR:
        councils += council_around(document)
    councils += [
        Sign(published, SIZES["publisher"] - 0.2 * place, line)
        for place, line in enumerate(says.publishers)
        for published in named_councils(line)[:1]
    ]
    if settle(councils, same_council) is None:
        public = [p for each in parts if not each.withheld for p in each.paragraphs]
        councils += most_named(public)
        councils += [] if councils else _named_and_borne_out(public, name)
        beside = [seen.words for seen in document.seen[:MOST_BESIDE]]
        councils += [] if councils else spelt_by_address(public, beside)
    council = settle(_borne_out(councils, name), same_council)
    bodies, days = list(signs.body), list(signs.day)
    if says.meeting:
        met: str | None = find_body(says.meeting)
        bodies += [Sign(met, SIZES["page"], says.meeting)] if met else []
        days += [Sign(d.day, SIZES["page"], says.meeting) for d in find_days(says.meeting)[:1]]
    for words in titles:
        if pack := OF_A_PACK.search(words):
            bodies.append(Sign(find_body(pack["body"]) or pack["body"], SIZES["pack"], words))
            days += [Sign(d.day, SIZES["pack"], words) for d in find_days(pack["day"])]
        else:
            days += [Sign(d.day, SIZES["title"], words) for d in find_days(words)[:1]]
    bodies += [sign for sign in [body_in_name(name)] if sign and kind in _RECORDING]
    days += [sign for sign in [day_in_file_name(name, kind)] if sign]
    if settle(days) is None and kind in MEETS:
        days += partial_with_name(text, _years_beside(document, name))
    own = council.value if council else None
    body, day = settle(bodies, partial(same_body, council=own)), settle(days)
    title = given.title
    if (word := OF_MEETINGS.get(kind)) and (title is None or title.startswith(word)):
        title = title_of(
            kind, (), Cover(), body.value if body else given.body, day.value if day else None
        )
    told = {basis.field: basis for basis in read.identity}
    told |= {"council": basis_of("council", council)} if council else {}
    told |= {"body": basis_of("body", body)} if body else {}
    told |= {"date": basis_of("date", day)} if day else {}
    if "kind" in told and told["kind"].value != kind.value:
        told["kind"] = Basis("kind", kind.value, " ".join(titles[:1]) or name, confidence=0.7)
    if title and ("title" not in told or told["title"].value != title):
        told["title"] = Basis("title", title, title, confidence=0.6)
    return replace(
        given,
        title=title,
        council=council.value if council else given.council,
        body=body.value if body else given.body,
        meeting_date=day.value if day else given.meeting_date,
        identity=tuple(told.values()),
    )


_RECORDING = MEETS | {PaperKind.DECISION_RECORD}


def _named_and_borne_out(paragraphs: Sequence[Paragraph], name: str) -> list[Sign[str]]:
    """Return the council that a paper names at least once, and its file or folder bears too."""
    found: dict[str, Sign[str]] = {}
    for paragraph in paragraphs:
        for council in named_councils(paragraph.unit.text):
            if _bears(name, council):
                found.setdefault(council, sign_in(paragraph, council, SIZES["hint"]))
    return list(found.values())


def _bears(name: str, council: str) -> bool:
    """Whether the name of a file or of its folders bears a council's place."""
    letters = re.sub(r"[^a-z]", "", name.lower().replace("&", "and"))
    place = re.sub(r"[^a-z]", "", own_place(council).lower())
    return len(place) > LEAST_PLACE and (place in letters or place.replace("and", "") in letters)


def _borne_out(councils: Sequence[Sign[str]], name: str) -> Iterator[Sign[str]]:
    """Yield the signs of a council, with more weight where the file or a folder bears its place."""
    for sign in councils:
        more = SIZES["borne out"] * _bears(name, sign.value)
        yield replace(sign, weight=sign.weight + more)


def _titles(document: SourceDocument) -> Iterator[str]:
    if document.title:
        yield document.title
    beside = (seen for seen in document.seen if seen.where is SeenAt.TITLE)
    yield from (seen.words for _, seen in zip(range(MOST_BESIDE), beside, strict=False))


def _years_beside(document: SourceDocument, name: str) -> frozenset[int]:
    """Return the years that the file's name, its folders, its title and its properties name."""
    properties = [
        seen.words
        for seen in document.seen[:MOST_BESIDE]
        if seen.where in (SeenAt.TITLE, SeenAt.PROPERTY)
    ]
    text = " ".join([name, document.title or "", *properties])
    return frozenset(int(year) for year in re.findall(rf"(?<!\d){FULL_YEAR}(?!\d)", text))
