"""Tell which body a paper belongs to, and which council's it is.

The body is Cabinet, a committee, or the office of one who decides alone. The council is the one
that is named in a line of its own at the front, or in the running heads and feet, or far the most.
A council that is merely mentioned, such as a neighbour, is not taken: None is better.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest import wordings
from ingest.document import SourceDocument
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.cover import Cover
from qa.language.councils import JOINING, RANKS, authorities_named
from qa.language.dates import MONTH, PRINTED_DAY, WEEKDAY
from qa.language.names import titles

NOT_BODIES = {
    "district council",
    "borough council",
    "city council",
    "town council",
    "parish council",
}
OF_MEETING = re.compile(
    r"(?:minutes of (?:the|a) (?:(?:\w+ )?meeting of (?:the )?)?|decisions of the |meeting\s*:\s*|meeting of (?:the )?)(.{3,80})",
    re.I,
)
OFFICE = (
    r"(?:the )?(?:(?:deputy )?(?:executive )?(?:leader|mayor)(?: of (?:the )?[\w ]{0,30}?council)?(?: and (?:cabinet|executive) member (?:for|[-–—]) .*)?(?! (?:and|in) cabinet\b)"
    r"|(?:deputy )?(?:cabinet|executive|lead) (?:members?|councillors?)(?: (?:signing|decisions?)\b|\s*(?:[-–—:]|for|with (?:responsibility|portfolio) for)\s+\w.*)"
    r"|portfolio holders?(?:\s*(?:[-–—:]|for)\s+\w.*)"
    r"|(?:[a-z]+ ){0,3}(?:director|head|chief (?:executive|officer)|officer)(?:\s*(?:[-–—,]|of|for)\s+\w.*)?)"
)
OF_MEMBER = re.compile(
    rf"\W*(?:decisions? (?:of|by|taken by|made by) )?(?P<who>(?:{titles()})\b\.? [\w .'’-]{{2,40}}?(?:\s*[,(:]\s*|\s+[-–—]\s+|,? (?=the |leader|cabinet|executive|portfolio)))?"
    rf"(?P<office>{OFFICE})\W*$",
    re.I,
)
"""One who decides alone, by office: "Councillor A Rigg, Cabinet Member for Highways"."""
DECIDED_BY = re.compile(
    r"\bdecisions? (?:(?:to be )?(?:taken|made) )?(?:of|by)\W+(?P<who>\S.{3,120})", re.I
)
_PERSON_FOLLOWS = titles(without=("sir",))
OFFICE_END = re.compile(
    rf"\s+[-–—]\s+(?=\d|(?:{_PERSON_FOLLOWS})\b)|\s*[,;(]\s*(?=(?:{_PERSON_FOLLOWS})\b)|\s+on (?=\d)|\s*(?:[()]|;(?!\s*(?:the )?(?:cabinet|executive|portfolio|leader)))|,? in consultation with\b|\s{{2,}}|\t",
    re.I,
)
"""Where the name of an office ends and a person's, a day or a remark begins."""


def body_of(
    front: Sequence[Paragraph], cover: Cover, council: str | None, *, record: bool = False
) -> str | None:
    """Return the body to which a paper goes, or whose meeting it records; None where none is named.

    Of a `record` of a decision that one member or officer took, it is their office.
    """
    to = cover.to
    # "Committee: Damp in Homes." is the end of a title.
    named = names_body(to) or not to.endswith(".")
    if to and named and (body := _find_decider(to) or find_body(to)):
        return body
    # A heading in two languages gives the body twice: "CABINET / Y CABINET".
    lines = [part for p in front for line in p.plain_lines for part in line.split(" / ")]
    if record and (body := _decided_by(lines)):
        return body
    candidates = [
        line
        for line in lines
        if len(line.split()) <= 9 and not line.endswith((".", ";", "?")) and names_body(line)
    ]
    for paragraph in front:
        if match := OF_MEETING.search(paragraph.plain):
            met = re.split(r"\s+(?:held|on|at)\s", match[1])[0]
            candidates.insert(0, re.sub(r"(?i)\s+meeting$", "", met))
    for text in candidates:
        body = find_body(text)
        if body and body.lower() not in (council or "").lower():
            return body
        if body and text.lower().strip(" *") == "council":
            return "Council"
    return None


def _decided_by(lines: Sequence[str]) -> str | None:
    """Return who took a decision, where a line says so: "Decision taken by the Leader"."""
    for line in lines:
        match = DECIDED_BY.search(line)
        body = match and (_find_decider(match["who"]) or find_body(match["who"]))
        if body:
            return body
    return None


def _find_decider(text: str) -> str | None:
    """Return the office of one who decides alone, as printed; None where a body is named."""
    head = OFFICE_END.split(text.strip(), maxsplit=1)[0]
    match = OF_MEMBER.match(head) or OF_MEMBER.match(text)
    if not match:
        return None
    office = re.sub(r"(?i)^the ", "", match["office"]).strip(" ,.-–—:")
    office = OFFICE_END.split(office, maxsplit=1)[0].strip(" ,.-–—:")
    return _title_case(office) if office.isupper() else office[0].upper() + office[1:]


def _title_case(text: str) -> str:
    return re.sub(r"\b(And|Of|For|The|With|In|To)\b", lambda m: m[0].lower(), text.title())


def find_body(text: str) -> str | None:
    """Return the decision-making body that a short line names, in title case."""
    match = wordings.BODY.search(text.title() if text.isupper() else text)
    if not match:
        match = wordings.BODY.search(text.lower())
    if not match:
        return None
    body = re.sub(r"^(?:(?:The|A|Of|For|To|Report|Meeting|Minutes?)\s+)+", "", match[0].strip())
    body = body if not body.islower() else body.title()
    body = re.sub(r"\b(And|Of|For|The)\b", lambda m: m[0].lower(), body)
    return None if body.lower() in NOT_BODIES else body


def names_body(line: str) -> bool:
    """Whether a line is a body's name (and perhaps a day), not a title that mentions one."""
    body = find_body(line)
    bare = PRINTED_DAY.sub("", re.sub(r"(?i)\b(?:meeting|committee|date)\s*:|\([^)]*\)", "", line))
    return (
        body is not None
        and 2 * len(body.split()) > len(re.findall(r"[A-Za-z]+", bare))
        and (len(re.findall(r"[A-Za-z]+", bare)) <= len(body.split()) + 1)
    )


# The council, by the text

FRONT = 15
"""Paragraphs at the front in which a council's own line stands."""
COUNCIL = re.compile(
    r"\b((?:London Borough of |Royal Borough of |City of |Comhairle )?[A-Z][\w'’.-]*(?:[ -](?:and|upon|of|the|on|with|&|in)?\s?[A-Z][\w'’.-]*){0,4}\s"
    r"(?:(?:County|Borough|City|District|Metropolitan|Parish|Town|Unitary)\s)*(?:Council|COUNCIL)(?!\s+(?:Chamber|CHAMBER|Offices?|House)))\b|\b((?:London|LONDON|Royal|ROYAL) (?:Borough of|BOROUGH OF) [A-Z][\w'’-]+(?:(?: (?:and|AND|&|upon|UPON))? [A-Z][\w'’-]+)?)|\bL B ([A-Z]\w+)"
)
MARKS = ("ouncil", "OUNCIL", "Borough of", "BOROUGH OF", "L B ")
"""Every council's name has one of these, and few paragraphs do: they are looked for first."""
AUTHORITY = re.compile(
    r"\W*(?:the )?((?:[A-Z][\w'’&-]* |and |of ){1,7}(?:Combined (?:County )?Authority|National Park Authority|Fire (?:and|&) Rescue Authority|Fire Authority|Waste Authority|Joint Board))\W*",
    re.I,
)
"""Other authorities that meet, minute and publish as councils do; taken from a letterhead only."""
OF_COUNCIL = re.compile(
    r"(?:(?:staff|members?|officers?|leaders?|mayors?|clerk|minutes?|meetings?|agenda|reports?|residents|parts?|chair(?:man)?|director|head|offices?|councillors?) (?:of|to|from) (?:the )?)+",
    re.I,
)
"""Words before a council's name that are no part of it: "Minutes of Oldport Town Council"."""
TITLED = re.compile(r"\s*:\s+[^\W_]|\s+[|–—-]\s+[^\W_]")
"""What stands in such a line between the council and the paper's name or day."""
LONGEST_OPENING = 20
LEAST_NAMED = 10
"""Times that the paper must name the place, where no line at the front names the council."""
LEAST_ALONE = 30
"""The same, where the council itself is named only once."""
ADDRESS = re.compile(r"@\s*([a-z][a-z-]+)\s*\.gov\.(?:uk|scot|wales)\b", re.I)
"""The council's own address, as it stands beside the officer to ask."""
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
    agree professional account student national combined prosperity advisory""".split()  # noqa: SIM905
)


def find_council(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the council whose paper this is: named in a line of its own, or far the most.

    A council that is merely mentioned (a neighbour, a partner) is not taken: None is better.
    """
    heads: list[str] = []
    openings: list[str] = []
    for paragraph in paragraphs[:FRONT]:
        lines = [] if paragraph.is_row else paragraph.unit.text.split("\n")
        for line, plain in zip(lines, paragraph.plain_lines, strict=False):
            authority = AUTHORITY.fullmatch(plain)
            named = named_councils(line) + ([_cased(authority[1])] if authority else [])
            # A line that ends a sentence, or is numbered, is no letterhead.
            ends = line.rstrip().endswith((".", ",", ";")) or wordings.MARKER.match(line)
            heads += [n for n in named if not ends and len(line.split()) <= len(n.split()) + 5]
            openings += [name for name in named if _opens_line(plain, name)]
    heads = heads or openings
    return Counter(heads).most_common(1)[0][0] if heads else most_named_council(paragraphs)


def _opens_line(line: str, council: str) -> bool:
    """Whether a line says whose paper it heads: "Oldport Borough Council: draft budget"."""
    own = line.lower().startswith(council.lower())
    titled = own and TITLED.match(line[len(council) :])
    return bool(titled) and len(line.split()) <= LONGEST_OPENING


def most_named_council(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the council whose address the paper gives, or whose place it names far the most."""
    councils = Counter(
        name for paragraph in paragraphs for name in named_councils(paragraph.unit.text)
    )
    if not councils:
        return None
    texts = [PLACES_OF_OTHERS.sub(" ", p.unit.text.replace("\n", " ")) for p in paragraphs]
    if addressed := _of_address(councils, texts):
        return addressed
    words = Counter(word for text in texts for word in re.findall(r"[A-Z]\w+", text))
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
        named[ranked[0]] >= LEAST_ALONE and _most_placed(texts) == ranked[0].split()[0]
    )
    return best[ranked[0]] if often else None


def _of_address(councils: Counter[str], texts: Sequence[str]) -> str | None:
    """Return the one council named whose place the officers' addresses bear."""
    addresses = {match[1].lower() for text in texts for match in ADDRESS.finditer(text)}
    found = {name for name in councils if re.sub(r"[^a-z]", "", _place(name).lower()) in addresses}
    return found.pop() if len(found) == 1 and len(addresses) == 1 else None


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
    return " ".join(w for w in name.split() if w.lower() not in RANKS | JOINING)


def named_councils(text: str) -> list[str]:
    """Return the councils that a text names in full, as often as it does."""
    if not any(mark in text for mark in MARKS):
        return []
    found = [_council_name(match) for match in COUNCIL.finditer(text.replace("\n", " "))]
    return [name for name in found if name is not None]


def _cased(name: str) -> str:
    small = re.compile(r"\b(?:And|Of|Upon|The|On|With|In)\b")
    return small.sub(lambda m: m[0].lower(), name.title()) if name.isupper() else name


def _borough(name: str) -> str:
    """Leave out the word behind "London Borough of Sutton" that is no part of the place."""
    ranked = re.fullmatch(r"((?:London|Royal) Borough of [\w'’-]+) [\w'’-]+", name)
    return (
        name if ranked is None or authorities_named(f"of {name}") == (_place(name),) else ranked[1]
    )


def _council_name(match: re.Match[str]) -> str | None:
    if match[3]:
        return f"London Borough of {match[3]}"
    name = re.sub(r"\s+", " ", next(group for group in match.groups() if group))
    name = _borough(_cased(OF_COUNCIL.sub("", name)))
    words = name.split()
    if len(words) < 2 or "." in name or words[0].lower() in NOT_COUNCILS:
        return None
    ranks = {"county", "district", "borough", "city", "parish", "town"}
    if words[0].lower() in ranks and words[1] != "of":
        return None
    return name


# The council, by what is printed around the text

LEAST_PAGES = 2
"""Pages on which a line must stand to be a running head or foot."""
LONGEST = 16
"""Words of such a line."""
PARTS = re.compile(r"\s+[|–—-]\s+")
"""Between the parts of a web page's name: "Agenda - Cabinet | Oldport Borough Council"."""


def council_around(document: SourceDocument) -> str | None:
    """Return the council that a paper's running heads and feet name, or else its file's title.

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
        return ranked[0][0]
    parts = PARTS.split(document.title or "")
    named = {council for part in parts for council in named_councils(part) if council == part}
    return named.pop() if len(named) == 1 else None
