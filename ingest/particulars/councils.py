"""Tell which council's paper it is: by letterhead, heading, running heads, address and place.

A council that is merely mentioned (a neighbour, a partner) is not taken: None is better. Other
authorities that meet and publish as councils do count as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest import wordings
from ingest.document import SourceDocument
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.evidence import Settled, Sign, settle, sign_in
from qa.language.councils import (
    JOINING,
    RANKS,
    authorities_named,
    authority_of_office,
    spelt_out_in_host,
    welsh_councils,
)
from qa.language.dates import MONTH, WEEKDAY, without_days

FRONT = 15
"""Paragraphs at the front in which a council's own line stands."""
_PLACE = r"[A-Z][\w'’.-]*(?:[ -](?:and|upon|of|the|on|with|in|under|by|next|le|cum|&)?\s?[A-Z][\w'’.-]*){0,5}"
COUNCIL = re.compile(
    rf"\b((?:London Borough of |Royal Borough of |City of |Comhairle )?{_PLACE}\s"
    r"(?:(?:County|Borough|City|District|Metropolitan|Parish|Town|Community|Unitary|COUNTY|BOROUGH"
    r"|CITY|DISTRICT|METROPOLITAN|PARISH|TOWN|COMMUNITY)\s)*(?:Council|COUNCIL)"
    r"(?!['’]?s?\s+(?:Chamber|CHAMBER|Offices?|OFFICES?|House|HOUSE|Tax|TAX|Leader|Plan\b|Officer|Member|Procedure|Rules?)))\b"
    r"|\b((?:London|LONDON|Royal|ROYAL) (?:Borough of|BOROUGH OF) [A-Z][\w'’-]+(?:(?: (?:and|AND|&|upon|UPON))? [A-Z][\w'’-]+)?)"
    r"|\bL B ([A-Z]\w+)"
)
MARKS = ("ouncil", "OUNCIL", "Borough of", "BOROUGH OF", "L B ", "yngor", "YNGOR")
"""Every council's name has one of these, and few paragraphs do: they are looked for first."""
MARK = re.compile("|".join(MARKS))
AUTHORITY = re.compile(
    r"\b(?P<name>(?:[A-Z][\w'’-]*|&)(?: (?:[A-Z][\w'’-]*|&|and|of|the)){0,6} "
    r"(?:(?:(?-i:Mayoral )?Combined (?:County )?|National Park |Broads |Fire (?:and|&) Rescue |Fire |Waste (?:Disposal )?|Port Health |Transport )Authority"
    r"|(?:Integration )?Joint Board|Passenger Transport Executive|Parish Meeting))\b"
    r"|\b(?P<whole>Greater London Authority|Broads Authority)\b(?! Acts?\b)",
    re.I,
)
"""Other authorities that meet, minute and publish as councils do; taken from headings only."""
GOVERNING = frozenset(
    """committee committees subcommittee member members officer officers leader leaders cabinet
    executive minute minutes meeting meetings agenda report reports council councils policy panel
    panels board boards staff mayor clerk scrutiny overview service services department directorate
    chair chairman chairperson part residents director head office offices councillor councillors
    proceedings chief constitution website""".split()  # noqa: SIM905
)
"""What stands before "of" and is of a council, and no part of its name: "Committees of"."""
TITLED = re.compile(r"\s*:\s+[^\W_]|\s+[|–—-]\s+[^\W_]")
"""What stands in such a line between the council and the paper's name or day."""
LONGEST_OPENING = 20
LEAST_NAMED = 10
"""Times that the paper must name the place, where no line at the front names the council."""
LEAST_ALONE = 30
"""The same, where the council itself is named only once."""
PLACED = re.compile(r"\b(?i:in|across|throughout|within|around|outside) (?:the )?([A-Z][a-z]{2,})")
"""Where things are: "across Rutland"."""
LEAST_PLACED = 3
"""Times that a paper must say so of the place that it is about."""
MONTH_OR_DAY = re.compile(rf"(?:{MONTH}|{WEEKDAY})\b", re.I)
PLACES_OF_OTHERS = re.compile(
    r"\b[A-Z]\w+ (?:City Region|Combined Authority|Region|Airport|University|College)\b"
)
"""Names with a place in them that are no council's."""
NOT_COUNCILS = frozenset(
    """the at by in for and that of one full each every our other local this year arts
    budget care research sport school youth works a to members all both either some such
    agree professional account student national combined prosperity advisory annual extraordinary
    ordinary special adjourned monthly previous next new joint shadow draft inaugural elected
    county district borough city parish town community unitary metropolitan""".split()  # noqa: SIM905
)
"""Words that name no place where they are all that stands before "Council"."""
ELSEWHERE = re.compile(r"\b(?:in|near|at|adjoining|within|from|by|with|to) the$|\bno\.? ?$", re.I)
"""Before a council's name: the place of a site, as in "in the London Borough of Brent"."""
FOR_IT = re.compile(
    r"\b(?:prepared (?:for|on behalf of)|on behalf of|report to|published by|issued by)\W*$", re.I
)
MEETING_OF = re.compile(
    r"\b(?:minutes?|meeting|proceedings|notes|agenda|cyfarfod|cofnodion)\b[^.]{0,60}?\b(?:of|o|for)\b[^.]{0,40}$",
    re.I,
)
SMALL_WORDS = frozenset("of the and for held in at on by o a y yr am".split())  # noqa: SIM905
HELD_ITS = re.compile(
    r"\W{0,3}(?:held|met|convened|hold)\b[^.]{0,40}\b(?:meeting|on|at)\b|\s+(?:minutes|meeting|agenda)\b",
    re.I,
)
ADDRESSES = re.compile(
    r"(?:@|//|\bwww\.)\s*(?:www\.|[\w-]{1,30}\.)?([a-z][a-z-]{2,40})\s*\.\s*(?:gov\.(?:uk|scot|wales)|llyw\.cymru)\b",
    re.I,
)
"""A council's own address, as it stands beside the officer to ask, or of its pages."""
MOST_ADDRESSES = 0.6
"""Share of the addresses that must be the council's."""
SIZES = {"letterhead": 5.0, "opening": 4.0, "meeting": 4.6, "sentence": 4.0, "around": 4.0}
"""Points of each sign at the front."""


def council_signs(paragraphs: Sequence[Paragraph]) -> list[Sign[str]]:
    """Return what tells at the front of a paper whose it is."""
    return [
        sign
        for index, paragraph in enumerate(paragraphs[:FRONT])
        if not paragraph.is_row
        for sign in _in_paragraph(paragraph, index)
    ]


def find_council(paragraphs: Sequence[Paragraph]) -> Settled[str] | None:
    """Return the council whose paper this is: named at the front, or far the most."""
    return settle([*council_signs(paragraphs), *most_named(paragraphs)], same_council)


def same_council(name: str) -> str:
    """Return what two spellings of a council's name share."""
    return " ".join(re.sub(r"['’.]", "", name.casefold().replace("&", "and")).split())


def _in_paragraph(paragraph: Paragraph, index: int) -> Iterator[Sign[str]]:
    late = 0.08 * index
    lines = paragraph.unit.text.split("\n")
    for line, plain in zip(lines, paragraph.plain_lines, strict=False):
        named = [*named_councils(plain), *_authorities_in(plain)]
        # A line that ends a sentence, or is numbered, is no letterhead.
        ends = line.rstrip().endswith((".", ",", ";")) or wordings.MARKER.match(line)
        bare = without_days(plain) if named else plain
        for name in named:
            before = plain[: plain.lower().find(name.split()[0].lower())]
            if ELSEWHERE.search(before.rstrip()) or (line[:1].islower() and not before):
                continue
            others = bare.replace(name, " ").split()
            prose = sum(word[:1].islower() and word not in SMALL_WORDS for word in others) > 2
            if not ends and not prose and len(bare.split()) <= len(name.split()) + 5:
                yield sign_in(paragraph, name, SIZES["letterhead"] - late, plain)
            elif _opens_line(plain, name):
                yield sign_in(paragraph, name, SIZES["opening"] - late, plain)
    if not any(
        mark in paragraph.plain
        for mark in (*MARKS, "uthority", "UTHORITY", "Joint Board", "JOINT BOARD")
    ):
        return
    for name in {*named_councils(paragraph.plain), *_authorities_in(paragraph.plain)}:
        start = paragraph.plain.lower().find(name.lower())
        before, after = paragraph.plain[: max(0, start)], paragraph.plain[start + len(name) :]
        before = without_days(before)
        if start >= 0 and MEETING_OF.search(before) and paragraph.words <= 60 and index < 8:
            yield sign_in(paragraph, name, SIZES["meeting"] - late)
        elif start >= 0 and not before.strip(" *#") and HELD_ITS.match(after):
            yield sign_in(paragraph, name, SIZES["sentence"] - late)
        elif start >= 0 and FOR_IT.search(before):
            yield sign_in(paragraph, name, SIZES["opening"] - late)
    if paragraph.words <= 40 and (welsh := _welsh_meeting(paragraph.plain)):
        yield sign_in(paragraph, welsh, SIZES["sentence"] - late)


def _welsh_meeting(text: str) -> str | None:
    """Return the council whose meeting a Welsh sentence says was held."""
    held = re.match(r"\W*(?:g?cynhaliwyd|gynhaliwyd|cofnodion|cyfarfod)\b", text, re.I)
    found = welsh_councils(text) if held else ()
    return found[0] if found else None


def _authorities_in(line: str) -> list[str]:
    if not any(
        word in line.lower() for word in ("authority", "board", "parish meeting", "executive")
    ):
        return []
    names = []
    for match in AUTHORITY.finditer(line):
        name = _cased(re.sub(r"^(?:the|of|meeting|minutes|and) ", "", match[0], flags=re.I))
        names.append(_cased(_without_office(name)))
    return [name for name in names if len(name.split()) > 1 and not name[0].islower()]


def _opens_line(line: str, council: str) -> bool:
    """Whether a line says whose paper it heads: "Oldport Borough Council: draft budget"."""
    own = line.lower().startswith(council.lower())
    titled = own and TITLED.match(line[len(council) :])
    return bool(titled) and len(line.split()) <= LONGEST_OPENING


# The council that a paper names most, or whose address it gives


def most_named(paragraphs: Sequence[Paragraph]) -> list[Sign[str]]:
    """Return what tells a council by its address, its office, or the place that is named most."""
    texts = [p.unit.text.replace("\n", " ") for p in paragraphs]
    named: dict[str, Paragraph] = {}
    councils: Counter[str] = Counter()
    for paragraph in paragraphs:
        for name in named_councils(paragraph.unit.text):
            named.setdefault(name, paragraph)
            councils[name] += 1
    signs = [*_by_office(paragraphs, texts), *_by_address(councils, paragraphs, texts)]
    if not signs and (most := _most_named(councils, texts)):
        signs = [sign_in(named[most], most, 3.0)]
    return signs


def _by_office(paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> list[Sign[str]]:
    """Return the strategic authority to whose mayor a paper reports, which names the boroughs."""
    found: list[Sign[str]] = []
    for office, authority in authority_of_office().items():
        spoken = re.compile(rf"\b{re.escape(office)}\b(?!\)? Order)")
        places = [index for index, text in enumerate(texts) if spoken.search(text)]
        asked = re.compile(
            r"\b(?:(?:for|to) (?:the )?mayor\b|mayor(?:['’]s)? (?:use|comments|decision|consideration)"
            r"|mayor (?:may|has|will|is|considers)\b|mayor,? acting\b)",
            re.I,
        )
        if places and sum(bool(asked.search(text)) for text in texts) >= LEAST_PLACED:
            # It outweighs a borough that is named as the place of a site.
            found.append(sign_in(paragraphs[places[0]], authority, 4.2))
    return found


def _by_address(
    councils: Counter[str], paragraphs: Sequence[Paragraph], texts: Sequence[str]
) -> list[Sign[str]]:
    """Return the council whose place the addresses in a paper bear, if they are all of one."""
    hosts: Counter[str] = Counter()
    where: dict[str, Paragraph] = {}
    for paragraph, text in zip(paragraphs, texts, strict=True):
        for match in ADDRESSES.finditer(text) if _may_address(text) else ():
            host = match[1].lower().replace("-", "")
            hosts[host] += 1
            where.setdefault(host, paragraph)
    if not hosts or hosts.most_common(1)[0][1] < MOST_ADDRESSES * hosts.total():
        return []
    host = hosts.most_common(1)[0][0]
    own = {
        name: count
        for name, count in councils.items()
        if (letters := re.sub(r"[^a-z]", "", _place(name).lower())) and host.startswith(letters)
    }
    if own:
        name = max(own, key=lambda each: (len(_place(each)), own[each]))
        return [sign_in(where[host], name, 3.5, host)]
    return []


def _may_address(text: str) -> bool:
    return "gov" in text or "llyw" in text


def spelt_by_address(
    paragraphs: Sequence[Paragraph], beside: Sequence[str] = ()
) -> list[Sign[str]]:
    """Return the council that the addresses spell where no words name it: a last resort.

    `beside` are texts that stand outside the paper's own, such as its properties.
    """
    texts = [*beside, *(p.unit.text.replace("\n", " ") for p in paragraphs)]
    hosts = Counter(
        match[1].lower().replace("-", "")
        for text in texts
        if _may_address(text)
        for match in ADDRESSES.finditer(text)
    )
    if not hosts or hosts.most_common(1)[0][1] < MOST_ADDRESSES * hosts.total():
        return []
    host = hosts.most_common(1)[0][0]
    spelt = spelt_out_in_host(host, texts)
    return [Sign(spelt, 2.4, host)] if spelt else []


def _most_named(councils: Counter[str], texts: Sequence[str]) -> str | None:
    """Return the council whose place the paper names far the most."""
    if not councils:
        return None
    plain = [PLACES_OF_OTHERS.sub(" ", text) for text in texts]
    words = Counter(word for text in plain for word in re.findall(r"[A-Z]\w+", text))
    named: dict[str, int] = {}
    best: dict[str, str] = {}
    for name, count in councils.items():
        place = _place(name)
        if place not in best or count > councils[best[place]]:
            best[place] = name
        named[place] = min((words[w] for w in re.findall(r"[A-Z]\w+", place)), default=0)
    ranked = sorted(named, key=lambda place: -named[place])
    if not ranked or named[ranked[0]] < LEAST_NAMED:
        return None
    if len(ranked) > 1 and named[ranked[0]] < 2 * named[ranked[1]]:
        return None
    often = councils[best[ranked[0]]] > 1 or (
        named[ranked[0]] >= LEAST_ALONE and _most_placed(plain) == ranked[0].split()[0]
    )
    return best[ranked[0]] if often else None


def _most_placed(texts: Sequence[str]) -> str | None:
    """Return the first word of the place in which most of what the paper is about stands.

    A word that the paper also writes small (grants, children) is no place's name.
    """
    small = {word for text in texts for word in re.findall(r"\b[a-z]+", text)}
    places = Counter(
        match[1]
        for text in texts
        for match in PLACED.finditer(text)
        if match[1].lower() not in small and not MONTH_OR_DAY.match(match[1])
    )
    ranked = [*places.most_common(2), ("", 0)]
    clear = ranked[0][1] >= LEAST_PLACED and ranked[0][1] > ranked[1][1]
    return ranked[0][0] if clear else None


def _place(name: str) -> str:
    return " ".join(w for w in name.split() if w.lower() not in RANKS | JOINING | {"community"})


# A council's name


def named_councils(text: str) -> list[str]:
    """Return the councils that a text names in full, as often as it does."""
    if not MARK.search(text):
        return []
    found = [_council_name(match) for match in COUNCIL.finditer(text.replace("\n", " "))]
    return [*(name for name in found if name is not None), *welsh_councils(text)]


def _cased(name: str) -> str:
    small = re.compile(r"\b(?:And|Of|Upon|The|On|With|In)\b")
    return small.sub(lambda m: m[0].lower(), name.title()) if name.isupper() else name


def _borough(name: str) -> str:
    """Leave out the word behind "London Borough of Sutton" that is no part of the place."""
    ranked = re.fullmatch(r"((?:London|Royal) Borough of [\w'’-]+) [\w'’-]+", name)
    return (
        name if ranked is None or authorities_named(f"of {name}") == (_place(name),) else ranked[1]
    )


def _without_office(name: str) -> str:
    """Leave out what governs a council's name: "Scrutiny Committees of Oldport Council"."""
    parts = re.split(r"\s+(?:of|to|from|for) (?:the )?", name, flags=re.I)
    for index in range(len(parts) - 1, 0, -1):
        if {word.lower().strip("'’") for word in parts[index - 1].split()} & GOVERNING:
            kept = " of ".join(parts[index:])
            return kept
    return name


def _council_name(match: re.Match[str]) -> str | None:
    if match[3]:
        return f"London Borough of {match[3]}"
    name = re.sub(r"\s+", " ", next(group for group in match.groups() if group))
    name = _borough(_without_office(_cased(name)))
    words = name.split()
    if len(words) < 2 or "." in name or (words[0].lower() in NOT_COUNCILS and words[1] != "of"):
        return None
    return name if _place(name) else None


# What is printed around the text

LEAST_PAGES = 2
"""Pages on which a line must stand to be a running head or foot."""
LONGEST = 16
"""Words of such a line."""
PARTS = re.compile(r"\s+[|–—-]\s+")
"""Between the parts of a web page's name: "Agenda - Cabinet | Oldport Borough Council"."""


def council_around(document: SourceDocument) -> list[Sign[str]]:
    """Return the councils that a paper's running heads and feet name, or else its file's title.

    None where they name none, or two as often.
    """
    pages: dict[str, set[int]] = defaultdict(set)
    lines = [line for line in document.lines if line.page is not None]
    for line, text in zip(lines, wordings.plain_all([line.text for line in lines]), strict=True):
        councils = named_councils(text) if len(text.split()) <= LONGEST else []
        for council in councils:
            if line.page and (text.lower() == council.lower() or _opens_line(text, council)):
                pages[council].add(line.page)
    often = Counter({council: len(on) for council, on in pages.items() if len(on) >= LEAST_PAGES})
    ranked = often.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return [Sign(ranked[0][0], SIZES["around"], ranked[0][0], min(pages[ranked[0][0]]))]
    parts = PARTS.split(document.title or "")
    named = {council for part in parts for council in named_councils(part) if council == part}
    if len(named) == 1:
        return [Sign(named.pop(), SIZES["around"], document.title or "")]
    return []
