"""Tell which body a paper belongs to: Cabinet, a committee, the Council, or one who decides alone.

A label ("Decision maker:") or the heading of the minutes says it outright; so does a line of its own
at the front, above the first item of business. An item's heading never does. Where a paper has no
front, as a part of a web page, the words for what the body did there tell it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.cover import Cover
from ingest.particulars.evidence import Sign, sign_in
from qa.language.councils import own_place
from qa.language.dates import WEEKDAY, find_days, without_days
from qa.language.names import titles
from qa.papers import PaperKind

NOT_BODIES = frozenset(
    f"{rank} council" for rank in ("district", "borough", "city", "town", "parish", "community")
)
FULL_COUNCIL = re.compile(
    r"(?:the )?(?:full |annual |whole )?(?:(?:county|borough|district|city|town|parish|community|metropolitan|unitary) ){0,2}council",
    re.I,
)
"""The council itself, by its rank alone."""
OFFICE = (
    r"(?:the )?(?:(?:deputy )?(?:executive )?(?:leader|mayor)(?: of (?:the )?[\w ]{0,30}?council)?(?: and (?:cabinet|executive) member (?:for|[-–—]) .*)?(?! (?:and|in) cabinet\b)"
    r"|(?:deputy )?(?:cabinet|executive|lead) (?:members?|councillors?)(?: (?:signing|decisions?)\b|\s*(?:[-–—:]|for|with (?:responsibility|portfolio) for)\s+\w.*)"
    r"|portfolio holders?(?:\s*(?:[-–—:]|for)\s+\w.*)"
    r"|(?:[a-z]+ ){0,3}(?:director|head|chief (?:executive|officer)|officer)(?:\s*(?:[-–—,]|of|for)\s+\w.*|\s*\(\w[\w &]*\))?)"
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
    rf"\s+[-–—]\s+(?=\d|(?:{_PERSON_FOLLOWS})\b)|\s*[,:;(]\s*(?=(?:{_PERSON_FOLLOWS})\b)|\s+on (?=\d)|\s*(?:\((?!\w[\w &]*\)\W*$)|;(?!\s*(?:the )?(?:cabinet|executive|portfolio|leader)))|,? in consultation with\b|\s{{2,}}|\t",
    re.I,
)
"""Where the name of an office ends and a person's, a day or a remark begins."""
MEETING = r"(?:(?!of\b)[\w-]+ ){0,4}?(?:meeting|proceedings)"
"""A meeting with what sort of meeting it is: "annual general meeting"."""
OF_MEETING = re.compile(
    rf"(?:\b(?:minutes?|record|notes|agenda) (?:of|for) (?:the |a |an )?(?:{MEETING} of (?:the )?)?"
    r"|\bdecisions (?:of|taken by|made by) (?:the )?|\bmeeting of (?:the )?)(?P<body>.{3,110})",
    re.I,
)
"""The heading of minutes: "Minutes of a meeting of the Cabinet held on"."""
AFTER_BODY = re.compile(
    rf"\s*(?:,?\s+\(?(?:held|convened|took place|which|meeting|will be|commencing|at \d|on)\b|[,–—-]?\s+at\b|[:|(]|\s+[-–—]\s+|,?\s+{WEEKDAY}\b|\s*$)",
    re.I,
)
"""What stands behind the body's name in such a heading."""
LABELLED = re.compile(
    r"^\W*(?:(?:name of )?(?:decision[- ]?maker|committee|meeting body|body|name of (?:meeting|committee))\s*:\s*(?P<body>\S.{2,120})"
    r"|(?:made at meeting|decided at meeting|meeting)\s*:\s*\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\s*[-–—]\s*(?P<met>\S.{2,120}?)(?:\s*\(item .{1,12}\))?)\s*$",
    re.I,
)
"""A label of a committee system: "Meeting: 21/09/2011 - Council (Item 62)"."""
MINUTES_OF = re.compile(
    rf"^\W*(?P<body>[A-Z][\w&,’' ()-]{{3,80}}?),?\s+(?:draft |unconfirmed |approved )?(?:minutes|agenda|meeting)\b\W*(?:$|[|–—-]|\d|{WEEKDAY})",
    re.I,
)
"""A heading that ends in what the paper is: "Amenities and Leisure Minutes | 13 March 2018"."""
SORTS_OF_MEETING = frozenset(
    """general annual ordinary special extraordinary extra monthly statutory draft public council
    the of meeting minutes approved confirmed full parish town community county borough district
    city and agenda""".split()  # noqa: SIM905
)
"""Words that say which of its meetings it is, and name no body."""
APPROVING = re.compile(
    r"\b(?:approv|confirm|sign(?:ed|ature)|correct|true record|previous|last meeting|matters arising|receiv|adopt|accept|to note|taken as read)|\b(?:was|were|be|been) (?:noted|received|circulated|submitted|presented|read|considered|deferred|discussed)\b",
    re.I,
)
"""How the minutes of an earlier meeting are spoken of."""
ACTS = r"(?:considered|resolved|agreed|noted|notes|approved|approves|received|recommends?|recommended|was presented|were presented|had before (?:it|them)|instructed|asked)"
ACTING = re.compile(
    r"\b(?:[Tt]he )?(?P<body>(?:(?:[A-Z][\w&'’-]+,? (?:(?:and|&) )?){1,7}(?:Sub-)?(?:Committee|Panel|Board|Forum|Commission))"
    rf"|Cabinet|Executive|Combined Authority)(?: (?:unanimously|therefore|then|also|duly))? (?i:{ACTS})\b"
)
"""What a body did, which may stand where no heading names it: "The Licensing Committee AGREED"."""
ALONE = ("Cabinet", "Executive", "Council")
"""Bodies that have one word for a name."""
RESOLVED_THAT = re.compile(
    r"\b(?:RESOLVED|Resolved)\b[\s:–—-]*(?:[Tt]hat )(?:the )?(?P<body>Cabinet|Executive|Council|[A-Z]\w+ Committee)\b"
)
TO_COUNCIL = re.compile(r"\b(?:report|matter|item|motion|recommendations?) (?:back )?to Council\b")
SIZES = {
    "label": 5.0,
    "heading": 5.0,
    "cover": 4.8,
    "line": 4.2,
    "ends": 3.0,
    "itself": 3.0,
    "opens": 2.4,
    "acts": 1.7,
    "name": 1.5,
}
"""Points of each sign."""
CLOSE = 3
"""Paragraphs in which a title may begin with the body's name and end with the day."""
NEAR = 6
"""Paragraphs in which a heading names one who decides alone."""
LONGEST_LABELLED = 16
"""Words of a body's name behind a label."""
LONGEST_LINE = 9
"""Words of a line that only names a body, its day apart."""
MOST_BEFORE = 8
"""Words that may stand before the heading of minutes, such as "draft" or a council's name."""
FRONT = 20
"""Paragraphs of a front in which the body is named in a line of its own."""
MEETS = frozenset({PaperKind.MINUTES, PaperKind.AGENDA, PaperKind.PACK, PaperKind.SUPPLEMENT})
LOCAL = re.compile(
    r"\b(?:parish|town|community)\s+council\b|\bparish meeting\b|\bauthority\b", re.I
)
"""Councils that meet under their own name."""


def body_signs(
    paragraphs: Sequence[Paragraph], cover: Cover, council: str | None, kind: PaperKind
) -> list[Sign[str]]:
    """Return what tells to which body a paper goes, or whose meeting it records."""
    front = [p for p in paragraphs[:45] if p.plain][:FRONT]
    signs = list(_on_the_cover(front, cover))
    items = first_item(front)
    record = kind is PaperKind.DECISION_RECORD
    for index, paragraph in enumerate(front):
        signs += _labelled(paragraph, index)
        if record or (
            index < min(items, NEAR) and re.match(r"\W*decisions? ", paragraph.plain, re.I)
        ):
            signs += _decided_by(paragraph)
        if index < min(items, NEAR) and (decider := _decider_alone(paragraph.plain_lines[0])):
            signs.append(sign_in(paragraph, decider, SIZES["opens"] + 0.4 - 0.1 * index))
        if index < items or paragraph.words <= 60:
            signs += _headed(paragraph, index, council, within=index >= items)
        late = 0.1 * index + (3.2 if index >= items else 0)
        # A heading in two languages gives the body twice: "CABINET / Y CABINET".
        if index < CLOSE and (opening := _opens_with_a_body(paragraph.plain_lines[0])):
            signs.append(sign_in(paragraph, opening, SIZES["opens"] - late))
        for part in [part for line in paragraph.plain_lines for part in line.split(" / ")]:
            if body := _line_of_its_own(part, council):
                signs.append(sign_in(paragraph, body, SIZES["line"] - late, part))
    if kind in MEETS or record:
        signs += _acting(paragraphs)
        if council and LOCAL.search(council) and kind in MEETS and front:
            signs.append(sign_in(front[0], council, SIZES["itself"]))
    return [sign for sign in signs if not sign.value.endswith((":", "?"))]


def same_body(name: str, council: str | None = None) -> str:
    """Return what two spellings of a body's name share; a council's own name is the Council."""
    bare = re.sub(r"^the ", "", " ".join(name.casefold().replace("&", "and").split()))
    own = council is not None and bare == " ".join(council.casefold().replace("&", "and").split())
    return "council" if own or bare == "full council" else bare


ITEM = re.compile(
    r"(?:item\s+)?(?!(?:19|20)\d\d\s)\d{1,4}(?:[./]\d{1,4}){0,2}[.):]?\s+[A-Za-z]", re.I
)
"""How a numbered item of business begins."""


def first_item(front: Sequence[Paragraph]) -> int:
    """Return which paragraph of a front opens the first item of business; its end without one."""
    for index, paragraph in enumerate(front):
        text = paragraph.plain
        numbered = ITEM.match(text)
        if index and numbered and not re.match(r"\d{1,2}(?:st|nd|rd|th)?\s+\w+\s+\d{4}", text):
            return index
        if index and re.match(
            r"\W*(?:items?\b\W*(?:action)?|no\.?\W+item|\d{1,3}[.)]?)\W*$", text, re.I
        ):
            return index
    return len(front)


def _on_the_cover(front: Sequence[Paragraph], cover: Cover) -> Iterator[Sign[str]]:
    to = cover.to
    # "Committee: Damp in Homes." is the end of a title.
    named = names_body(to) or not to.endswith(".")
    if to and named and front and (body := _find_decider(to) or find_body(to)):
        place = next((p for p in front if to[:40] in p.plain), front[0])
        yield sign_in(place, body, SIZES["cover"], to)


def _labelled(paragraph: Paragraph, index: int) -> Iterator[Sign[str]]:
    lines = paragraph.plain_lines
    if "\t" in paragraph.unit.text and len(paragraph.plain_cells) > 1:
        lines = (*lines, ": ".join(cell.rstrip(": ") for cell in paragraph.plain_cells[:2]))
    for line in lines:
        if match := LABELLED.match(line):
            printed = (match["body"] or match["met"]).strip(" *|")
            if printed.endswith(".") and not names_body(printed):
                continue  # "Committee: Damp in Homes." is the end of a title
            printed = printed.rstrip(".")
            # "J Orme, Head of Estates": the name stands first, without a title.
            behind = re.split(r",\s+|\s+[-–—]\s+", printed)[1:]
            body = _find_decider(printed) or next(filter(None, map(_find_decider, behind)), None)
            body = body or (None if match["met"] else find_body(printed))
            whole = _title_case(printed) if printed.isupper() else printed
            whole = whole if len(whole.split()) <= LONGEST_LABELLED else ""
            if body and whole and len(whole.split()) > len(body.split()) + 2:
                body = whole if re.match(r"joint\b", whole, re.I) else body
            if value := (whole if match["met"] else body or whole):
                yield sign_in(paragraph, _as_council(value), SIZES["label"] - 0.02 * index, line)


def _as_council(name: str) -> str:
    if not FULL_COUNCIL.fullmatch(name):
        return name
    return "Full Council" if re.match(r"(?:the )?full\b", name, re.I) else "Council"


def _headed(
    paragraph: Paragraph, index: int, council: str | None, *, within: bool
) -> Iterator[Sign[str]]:
    """Yield the body that the heading of minutes or of an agenda names."""
    text = paragraph.plain
    if paragraph.words > 70 or (index and APPROVING.search(text)):
        return
    numbered = within or wordings.MARKER.match(paragraph.unit.text) is not None
    match = OF_MEETING.search(text)
    if match and len(text[: match.start()].split()) <= MOST_BEFORE:
        held = AFTER_BODY.search(match["body"])
        phrase = match["body"][: held.start()] if held else match["body"]
        phrase = re.sub(r"(?i)\s+meeting$", "", phrase.strip(" .,*"))
        if body := _named_in(phrase, council):
            weight = SIZES["heading"] - 0.1 * index - (4.0 if numbered else 0.0)
            yield sign_in(paragraph, body, weight)
        elif held and _is_name(phrase) and not numbered and index < 6:
            yield sign_in(paragraph, phrase, SIZES["ends"] - 0.1 * index)
    for line in paragraph.plain_lines:
        match = MINUTES_OF.match(line)
        if match and not numbered and index < 8:
            phrase = match["body"].strip(" -–—,")
            if body := _named_in(phrase, council):
                itself = body in ("Council", council)
                weight = SIZES["itself" if itself else "line"] + 0.4 * itself - 0.1 * index
                yield sign_in(paragraph, body, weight, line)
            elif _is_name(phrase):
                yield sign_in(paragraph, phrase, SIZES["ends"] - 0.1 * index, line)


def _is_name(phrase: str) -> bool:
    """Whether words may be the name of a body that has no word for a body in it."""
    words = [w.strip(",()&").lower() for w in phrase.split()]
    own = [w for w in words if w and w not in SORTS_OF_MEETING]
    capital = all(w[:1].isupper() or w.lower() in ("and", "of", "the", "&") for w in phrase.split())
    return 1 < len(own) <= 8 and capital and not re.search(r"\d|council$", phrase, re.I)


def _named_in(phrase: str, council: str | None) -> str | None:
    """Return the body that a phrase of a heading names; the council's own name is the Council."""
    bare = phrase.strip(" .,*")
    if FULL_COUNCIL.fullmatch(bare):
        return _as_council(bare)
    if re.search(r"(?:council|authority)$", bare, re.I):
        place = own_place(bare).casefold()
        if council and place and place in own_place(council).casefold():
            return _itself(council)
        if not council:
            return "Council" if not LOCAL.search(bare) else None
    body = find_body(bare)
    if body and council and same_body(body) == same_body(council):
        return _itself(council)
    return None if body and body.lower().endswith(" council") else body


def _itself(council: str | None) -> str:
    return council if council and LOCAL.search(council) else "Council"


def _line_of_its_own(line: str, council: str | None) -> str | None:
    if len(line.split()) > 20 or line.endswith((".", ";", "?")) or not names_body(line):
        return None
    if len(without_days(line).split()) > LONGEST_LINE:
        return None
    body = find_body(line)
    if body is None or FULL_COUNCIL.fullmatch(body):
        bare = re.sub(r"(?i)\W*\bmeeting\b\W*$", "", without_days(line)).strip(" *,–—-|:")
        return _as_council(bare) if FULL_COUNCIL.fullmatch(bare) else None
    own = own_place(council).casefold() if council else ""
    if own and own in body.casefold() and body.lower().endswith("council"):
        return None
    return body


def _opens_with_a_body(line: str) -> str | None:
    """Return the body with which a title begins that gives a day: "Finance Committee grants 1 May"."""
    match = wordings.BODY.match(line)
    dated = match and len(line.split()) <= 14 and find_days(line)
    body = find_body(match[0]) if match and dated else None
    return None if body is None or FULL_COUNCIL.fullmatch(body) else body


def _acting(paragraphs: Sequence[Paragraph]) -> list[Sign[str]]:
    """Return the bodies that a record says considered or resolved something, most often first."""
    often: Counter[str] = Counter()
    generic = 0
    first: dict[str, Paragraph] = {}
    for paragraph in paragraphs[:200]:
        text = paragraph.plain
        found = [(match["body"], 1.0) for match in ACTING.finditer(text)]
        found += [(match["body"], 3.0) for match in RESOLVED_THAT.finditer(text)]
        found += [("Council", 1.0) for _ in TO_COUNCIL.finditer(text)]
        for name, count in found:
            body = find_body(name) or name
            if len(body.split()) == 1 and body not in ALONE:
                generic += 1
                continue
            often[body] += int(count)
            first.setdefault(body, paragraph)
    most = often.most_common(1)[0][1] if often else 0
    # A record that only says "the Committee" names another now and then.
    doubt = 0.6 if most < generic / 2 else 1.0
    return [
        sign_in(first[body], body, SIZES["acts"] * doubt * count / most)
        for body, count in often.items()
    ]


NAMED_FILE = re.compile(
    r"\b(?P<body>cabinet|executive|full council|(?:(?!the |of )[a-z]+ ){0,4}(?:sub-?committee|committee|panel|board))\b"
    r"|^(?P<council>council)\b(?! tax\b| plan\b| house\b| policy\b)",
    re.I,
)


def body_in_name(name: str) -> Sign[str] | None:
    """Return the body that a file's name gives, such as exports of committee systems have it."""
    stem = re.sub(r"[_\s.-]+", " ", PurePosixPath(name).stem).strip()
    match = NAMED_FILE.search(stem)
    if not match:
        return None
    value = "Council" if match["council"] else find_body(match["body"].title())
    return Sign(value, SIZES["name"], PurePosixPath(name).name) if value else None


def _decided_by(paragraph: Paragraph) -> Iterator[Sign[str]]:
    """Yield who took a decision, where a line says so: "Decision taken by the Leader"."""
    for line in paragraph.plain_lines:
        match = DECIDED_BY.search(line)
        body = match and (_find_decider(match["who"]) or find_body(match["who"]))
        if body:
            yield sign_in(paragraph, body, SIZES["heading"] - 0.1, line)


def _decider_alone(line: str) -> str | None:
    """Return the office of a member that is a heading by itself: "LEAD MEMBER FOR TRANSPORT"."""
    short = len(line.split()) <= LONGEST_LINE + 3 and not line.endswith((".", ":", ";"))
    member = re.match(
        r"\W*(?:the )?(?:deputy )?(?:cabinet|executive|lead) (?:member|councillor)s?\b|portfolio holder",
        line,
        re.I,
    )
    return _find_decider(line) if short and member else None


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
    body = _title_case(body) if body.islower() or body.isupper() else body
    body = re.sub(r"\b(And|Of|For|The)\b", lambda m: m[0].lower(), body)
    return None if body.lower() in NOT_BODIES else body


def names_body(line: str) -> bool:
    """Whether a line is a body's name (and perhaps a day), not a title that mentions one."""
    body = find_body(line)
    if body is None:
        return False
    bare = without_days(re.sub(r"(?i)\b(?:meeting|committee|date)\s*:|\([^)]*\)", "", line))
    return bool(
        2 * len(body.split()) > len(re.findall(r"[A-Za-z]+", bare))
        and (len(re.findall(r"[A-Za-z]+", bare)) <= len(body.split()) + 1)
    )
