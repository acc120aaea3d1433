"""Persons as minutes print them, and the initials that stand for them.

A person is known by a title ("Cllr. J. Rees"), by an office ("the Convener"), and only where the
sentence's grammar asks for a person also by a bare name ("Ash") or by initials ("RW").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from qa.language.dates import MONTH_NAMES, WEEKDAY
from qa.language.names import MINUTED_TITLES, OFFICES

UP = "A-ZÀ-ÖØ-ÞŴŶ"
NO_NAME = (
    r"(?i:moved?|mover|propos\w+|second\w+|nominated|motions?|amendments?|resolv\w+|resolutions?"
    r"|agreed|carried|lost|approv\w+|declared|declin\w+|that|against|abst\w+|vot(?:e[sd]?|ing)"
    r"|recommend\w+|unanimous\w*|noted?|decisions?|total|none|nil|cynig\w*|eili\w*|cytun\w*"
    r"|penderfyn\w*|and|or|but|the|of|to|by|with|was|were|had|has|is|not|also|then|as|it|its|in"
    r"|on|at|upon|this|there|which|who|their|his|her|all|no|following|having|present|apolog\w+"
    r"|action|vote|secd?|prop|nom|councillors?|cllrs?|clrs?|members?|item|minute|report)"
)
"""Words that are part of no name, though they may begin with a capital."""
INITIAL = rf"(?>[{UP}](?:\.[{UP}](?=[.\s])){{0,4}}+(?:\.|(?![\w'’])))"
WORD = rf"[{UP}][\w'’-]{{1,40}}"
NAME_TOKEN = rf"(?:(?!{NO_NAME}\b)(?:{INITIAL}|{WORD}))"
PARTICLE = r"(?:van|von|de|der|den|du|la|le|ap|ab|ferch|al|el|ní)"
_SPACE = r"(?:[^\S\n]+|[^\S\n]*\n(?!\w+(?:[^\S\n]\w+){0,3}\s?:)[^\S\n]*)"
"""Within a name; a line that begins with a label is no part of it."""
NAME = (
    rf"(?:{PARTICLE}\s+){{0,3}}{NAME_TOKEN}(?:{_SPACE}(?:{PARTICLE}\s+){{0,2}}{NAME_TOKEN}){{0,4}}"
)
TITLED = rf"(?:(?:{MINUTED_TITLES})\b\.?\s*(?:\(\w{{1,4}}\)\s*)?){{1,3}}{NAME}"
OFFICE = rf"(?:{OFFICES})(?:,?\s+{TITLED})?"
INITIALS = rf"(?!(?i:{NO_NAME}|and|for|the)\b)[{UP}]{{2,4}}[a-z]?(?![\w'’-])|[{UP}][a-z]?[{UP}]{{1,2}}[a-z]?(?![\w'’-])"
NAMED = rf"(?:{TITLED}|{OFFICE})"
"""A person who is named so that nothing else can be meant."""
ANY = rf"(?:{NAMED}|{INITIALS}|{NAME})"
"""A person where the grammar asks for one."""
PERSON = re.compile(NAMED)
ONLY_INITIALS = re.compile(rf"(?:{INITIALS})")
_MONTHS = "|".join(name for name in MONTH_NAMES if len(name) > len("april"))
"""Those that are no first names."""
NO_PERSON = re.compile(
    r"\b(?:councils?|committees?|sub-committee|cabinet|executive|authority|government|boards?|panels?"
    r"|groups?|trusts?|teams?|services?|associations?|police|department|officers?|act|ltd|limited"
    r"|office|parliament|minister|commission|company|forum|society|club|church|schools?"
    r"|university|planning|highways|agency|partnership|working|party|plan|policy|heritage|england"
    r"|scotland|wales|ireland|uk|nhs|standing|rule|order|section|appendix|paragraph|cyngor"
    rf"|pwyllgor|chair from|staff|residents?|public|{WEEKDAY}|{_MONTHS})\b",
    re.I,
)
"""A word that makes a bare name that of a body, a place or a thing."""


_SEVERAL = re.compile(r"^(?:councillors|cllrs|aldermen|cynghorwyr|messrs)\b\.?\s*", re.I)


def tidy(name: str) -> str:
    """Return a name on one line, without what stands around it; of several, as one of them."""
    return _SEVERAL.sub("", " ".join(name.split()).strip(" ,;:–-("))


def is_bare(name: str) -> bool:
    """Whether a person is named without a title or office."""
    return PERSON.fullmatch(tidy(name)) is None


def may_be_person(name: str) -> bool:
    """Whether a name, be it bare, may be that of a person."""
    return not is_bare(name) or not NO_PERSON.search(name)


# Initials

_IN_FULL = rf"(?!{NO_NAME}\b)(?:[{UP}]\.?(?=\s)|(?<![\w'’])[{UP}][\w'’-]{{0,30}}?[^\W{UP}\d_][\w'’-]{{0,30}})"
BESIDE = re.compile(
    rf"(?P<name>{_IN_FULL}(?:\s+(?:{PARTICLE}\s+)?{_IN_FULL}){{1,3}}?)(?:\s*\(([^()]{{2,12}})\)){{0,2}}\s*(?P<open>\()?"
    rf"(?P<initials>[{UP}][A-Za-z]{{0,2}}[{UP}][a-z]?)(?(open)\)|(?![\w'’]))"
)
"""A name with its initials beside it, as lists of those present give them."""


_INITIALS_BEHIND = re.compile(r"[a-z]\)?\s+\(?[A-Z][A-Za-z]{0,2}[A-Z][a-z]?\)?(?![\w’'])")
"""What a line has in which initials stand beside a name; found fast."""


def read_initials(lines: Iterable[str]) -> dict[str, str]:
    """Return the names that initials stand for in a paper's first lines, by the initials.

    Initials stand beside the name: "Ruth Wardlaw (RW)" or "Ruth Wardlaw RW". They count only
    where they begin as the name's words do. What stands for two names stands for neither.
    """
    found: dict[str, set[str]] = {}
    for line in lines:
        if not _INITIALS_BEHIND.search(line):
            continue
        for match in BESIDE.finditer(line):
            words, initials = match["name"].split(), match["initials"]
            if initials in words:
                continue
            capitals = re.sub(r"[^A-Z]", "", initials)
            if capitals[0] == words[0][0] and capitals[-1] == words[-1][0]:
                found.setdefault(initials, set()).add(" ".join(words))
    return {initials: names.pop() for initials, names in found.items() if len(names) == 1}


def resolve(name: str, known: Mapping[str, str]) -> str:
    """Return a person as printed; of initials that are sure, also whom they stand for."""
    name = tidy(name)
    return f"{name} ({known[name]})" if name in known else name


# Lists of names

OFFICES_BEFORE = re.compile(rf"({OFFICES}),\s+(?=(?:{MINUTED_TITLES})\b)")
"""An office before its holder, which is no person more: "the Mayor, Councillor Ash"."""

_PARTS = re.compile(
    r"\s*(?:[,;\n\t•|]|\band\b(?!\s+[a-z])|\ba(?:c\s+|['’]r\s+|\s+)(?=[A-Z][a-z]*\b))\s*"
)
_LEADS = re.compile(
    r"^\W*(?:(?:councillors|cllrs|aldermen|members|cynghorwyr|messrs)\b[.:]?\s*)+", re.I
)
_NAME = re.compile(
    rf"(?:(?:{MINUTED_TITLES})\b\.?\s*){{0,2}}(?:{NAME})(?:\s*\([^()]{{1,40}}\))?\W*"
)
_OFFICE = re.compile(rf"(?:{OFFICE})\W*")
_OTHERS = re.compile(r",?\s*\b(?:and|a)\s+(?:\w+ )?others?\b", re.I)
NOBODY = re.compile(r"^\W*(?:none|nil|nobody|no[- ]?one|0|neb|dim|n/a|[-–—])\W*$", re.I)


def names_in(text: str) -> tuple[str, ...]:
    """Return the persons of a list; empty where the text is no list of names.

    "Councillors" before the list is left out; "Mrs" and offices are kept.
    """
    names: list[str] = []
    strange = 0
    if re.search(r"[,;]", text):
        text = text.replace("\n", " ")
    for part in _PARTS.split(_OTHERS.sub("", text)):
        part = tidy(_LEADS.sub("", part)).rstrip(".")
        if not part:
            continue
        if len(part.split()) <= 7 and (_NAME.fullmatch(part) or _OFFICE.fullmatch(part)):
            names.append(part)
        else:
            strange += 1
    return tuple(names) if len(names) > 2 * strange else ()
