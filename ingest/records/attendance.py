"""Who was present at a meeting, sent apologies, was in attendance, or sat for another.

A label ("Present:", "Apologies for absence were received from") opens a list of names, on its own
line or below. Outside a list nobody is taken for present.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.layout.paragraphs import Paragraph
from ingest.records.motions.wording import sentences
from ingest.records.people import (
    BESIDE,
    NAME,
    NAMED,
    NO_PERSON,
    OFFICES_BEFORE,
    may_be_person,
    names_in,
    tidy,
)
from ingest.records.pieces import Noted
from qa.language.names import OFFICES
from qa.papers import RecordKind

_WHO = r"(?:(?:the|all|other|elected|committee|council|voting|co-opted|community|ward|county|borough|district|parish|town)\s+){0,3}(?:members?|councillors?|cllrs?|officers?|staff|those|cynghorwyr)?"
LABELS = (
    (
        RecordKind.APOLOGIES,
        re.compile(
            r"(?:(?:\d+[.):]?|\(\w+\))\s*)?(?:(?:the )?(?:chair\w*|clerk|secretary)\s+(?:reported|noted|advised)\s+(?:that\s+)?)?(?:(?:to receive )?apolog(?:y|ies)(?:\s+for\s+(?:absence|non-attendance|inability to attend))?|ymddiheuriadau(?: am absenoldeb)?|absent(?: with apologies)?)\b"
            r"(?:\s+(?:(?:were|was|have been|had been|has been)\s+)?(?:also\s+)?(?:received|given|intimated|submitted|tendered|noted|made|presented|reported|recorded|accepted)?\s*(?:and accepted\s+)?(?:from|by|on behalf of|gan))?\s*(?:[:–—-]+|$|(?<=from)|(?<=by)|(?<=of)|(?<=gan))",
            re.I,
        ),
    ),
    (
        RecordKind.IN_ATTENDANCE,
        re.compile(
            rf"(?:(?:also )?in attendance|also (?:present|attending)|(?:officers?|others?|public|press|guests?|visitors?)(?: (?:also )?(?:present|in attendance|attending))|attending|hefyd yn bresennol|officers(?=\s*:)|swyddogion(?=\s*:))\b(?:\s+(?:was|were|by invitation|for the (?:council|town council|authority)))?\s*(?:[:–—-]+|$)|{_WHO}\s*in attendance\s*(?:[:–—-]+|$)",
            re.I,
        ),
    ),
    (
        RecordKind.PRESENT,
        re.compile(
            rf"(?:{_WHO}\s*(?:present|attending)|present(?: were| was)?|sederunt|attendees|attendance(?: details| record)?|those present|presennol|yn bresennol)\b(?:\s*(?:were|was|at the meeting))?\s*(?:[:–—-]+|$|\s(?=(?:{NAMED})|{NAME}\s+[A-Z]{{2,3}}\b))",
            re.I,
        ),
    ),
)
_FROM = re.compile(
    r"\b(?:apologies|ymddiheuriadau)\b[^.;]{0,60}?\b(?:from|by|on behalf of|gan(?: y)?)\b", re.I
)
_NO_APOLOGIES = re.compile(r"\b(?:no|dim|none|nil)\b", re.I)
_SUBSTITUTES = (
    re.compile(
        rf"(?P<who>{NAMED}|{NAME})\s*[,(\[–-]*\s*(?:(?:was|is|would be|acted|acting|attended|sat|sitting|attending|appointed|serving|present)\s+)*(?:as\s+)?(?:an?\s+|the\s+)?(?:(?:named\s+)?substitut(?:e|ed|ing|ion)|deput(?:y|ised|ising)|sub)\b[^.;()]{{0,60}}?\b(?:for|of)\s+(?P<other>{NAMED}|{NAME})"
    ),
    re.compile(
        rf"(?P<who>{NAMED})\s*[,(\[–-]*\s*(?:(?:was|attended|sat|sitting|attending|appointed|serving|present)\s+)*in (?:the )?(?:place|absence|stead) of\s+(?P<other>{NAMED}|{NAME})"
    ),
    re.compile(
        rf"(?P<other>{NAMED}|{NAME})\s*[(\[–-]+\s*(?:substitute[sd]?(?:\s+by)?)\b\W*(?P<who>{NAMED}|{NAME})"
    ),
)
_NO_SUBSTITUTE = re.compile(r"\b(?:no substitut|substitutes? (?:may|must|should|are))", re.I)
LONGEST_LIST = 80
"""Paragraphs of a list of those present at most: a line a name."""
MOST_WORDS = 12
"""Words of a paragraph in such a list that is no run of names."""


def find_attendance(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], title: str | None
) -> Iterator[Noted]:
    """Yield who was present and so on, by the lists of an item or of a paper's front.

    "Attending:" heads those present where no other list does.
    """
    noted = list(_by_lists(texts, title))
    alone = not any(one.kind is RecordKind.PRESENT for one in noted)
    for one in noted:
        attended = one.kind is RecordKind.IN_ATTENDANCE and _ATTENDED.match(one.text)
        yield replace(one, kind=RecordKind.PRESENT) if alone and attended else one


_ATTENDED = re.compile(r"\W*(?:attending|attendance|yn bresennol)\b", re.I)


def _by_lists(texts: Sequence[str], title: str | None) -> Iterator[Noted]:
    kind = _kind_of(title) if title else None
    index = 0
    while index < len(texts):
        text = texts[index]
        yield from _substitutes(text, index)
        opened = _opened(text)
        if opened is not None:
            kind_here, rest = opened
            names = _names(rest)
            end = index
            while names and end + 1 < len(texts) and _runs_on(texts[end], texts[end + 1]):
                end += 1
                names += _names(texts[end])
            if not names and not rest.strip(" .:"):
                names, end = _below(texts, index + 1)
            yield from _each(kind_here, names, texts, index, end)
            if names:
                index = end + 1
                continue
        if kind is RecordKind.APOLOGIES or "pologies" in text or "mddiheuriadau" in text:
            yield from _apologies(text, index, kind)
        elif kind is not None and index <= 2 and (names := _names(text)):
            yield from _each(kind, names, texts, index, index)
        index += 1


def _kind_of(title: str) -> RecordKind | None:
    return next((kind for kind, label in LABELS if label.match(title.strip(" *:.") + ":")), None)


def _opened(text: str) -> tuple[RecordKind, str] | None:
    """Return the kind of list that a text opens, and what stands behind its label."""
    bare = text.lstrip("*_ >#\n")
    for kind, label in LABELS:
        match = label.match(bare)
        if match is None:
            continue
        rest = bare[match.end() :].lstrip("*: \n")
        if kind is RecordKind.APOLOGIES and (not rest or _NO_APOLOGIES.match(rest)):
            return None
        return kind, rest
    return None


def _names(text: str) -> list[str]:
    """Return the persons of a list, each without what stands behind the name."""
    text = re.sub(r",?\s*\(?\bin the chair\b\)?", "", text, flags=re.I)
    text = _HELD_BY.sub(r"\1 \2", OFFICES_BEFORE.sub(r"\1 ", text))
    beside = list(BESIDE.finditer(text))
    if len(beside) > 1 and sum(len(m[0]) for m in beside) > len(text) / 2:
        return [f"{tidy(m['name'])} ({m['initials']})" for m in beside]
    found = names_in(_plain_list(text))
    named = [name for one in found if (name := _bare(one)) and may_be_person(name)]
    named = [name for name in named if not _OFFICE_ALONE.fullmatch(name)]
    letters = [name for name in named if _LETTERS.fullmatch(name)]
    # "Mr R Love, OBE": letters behind a name; in a list of initials they are persons.
    return [n for n in named if n not in letters] if 3 * len(letters) < len(named) else named


_LETTERS = re.compile(r"[A-Z]{2,4}")


_HELD_BY = re.compile(rf"({OFFICES})\s*\(({NAMED})\)")
_OFFICE_ALONE = re.compile(
    r"(?:(?:deputy|vice)[- ])?(?:chair\w*|leader|mayor|clerk|secretary|treasurer|minutes)", re.I
)
"""What stands behind a name, not for a person."""


def _plain_list(text: str) -> str:
    """Return a list without its notes: "(in the Chair)", "– Town Clerk", the sentence behind it."""
    text = re.split(r"(?<=[a-z]{3})\.\s+(?=[A-Z])", text)[0]
    text = re.sub(r"\([^()]*\)", lambda m: m[0] if len(m[0].split()) == 1 else "", text)
    return re.sub(r"\s+[–—-]\s+[^,;\n]*|:\s+[A-Z][^,;\n]*", "", text).rstrip(". ")


def _bare(name: str) -> str:
    return tidy(re.sub(r"\s*\([^()]*\)\s*$", "", name))


def _below(texts: Sequence[str], first: int) -> tuple[list[str], int]:
    """Return the names in the paragraphs below a label that stands alone, and the last of these."""
    names: list[str] = []
    last = first - 1
    for index in range(first, min(len(texts), first + LONGEST_LIST)):
        if _opened(texts[index]) or re.match(r"\W*\d+[.)/]?\s*\d*\s+[A-Z]", texts[index]):
            break
        found = _names(texts[index])
        if not found:
            if names or len(texts[index].split()) > MOST_WORDS:
                break
            continue
        names += found
        last = index
    return names, last


def _runs_on(text: str, below: str) -> bool:
    """Whether a list goes on in the next paragraph: pairs of name and initials, or after "and"."""
    if _opened(below):
        return False
    if re.search(r"(?:,|;|\band)\W*$", text) or re.match(
        r"(?:Councillors|Cllrs|Aldermen)\b", below
    ):
        return len(_names(below)) > 1 or (text.endswith("and") and bool(_names(below)))
    pairs = list(BESIDE.finditer(below))
    return len(pairs) > 1 and sum(len(m[0]) for m in pairs) > len(below) / 2


def _each(
    kind: RecordKind, names: Sequence[str], texts: Sequence[str], first: int, last: int
) -> Iterator[Noted]:
    text = "\n".join(texts[first : last + 1])
    for name in names:
        yield Noted(kind, name, text, first, last)


def _apologies(text: str, index: int, kind: RecordKind | None) -> Iterator[Noted]:
    """Yield those who sent apologies by a sentence, or by the list below that title."""
    found = False
    for start, end in sentences(text):
        match = _FROM.search(text[start:end])
        if match is None or _NO_APOLOGIES.search(match[0]):
            continue
        for name in _names(text[start + match.end() : end].split(";")[0]):
            found = True
            yield Noted(RecordKind.APOLOGIES, name, text, index, index)
    if found or kind is not RecordKind.APOLOGIES or index > 2 or _NO_APOLOGIES.search(text):
        return
    body = re.sub(r"^\W*[\d./]*\s*apologies(?: for absence)?\W*", "", text, flags=re.I)
    for name in _names(body):
        yield Noted(RecordKind.APOLOGIES, name, text, index, index)


def _substitutes(text: str, index: int) -> Iterator[Noted]:
    if "ubstitut" not in text and "place of" not in text and "eputis" not in text:
        return
    if _NO_SUBSTITUTE.search(text):
        return
    seen: set[tuple[str, str]] = set()
    for pattern in _SUBSTITUTES:
        for match in pattern.finditer(text):
            who, other = tidy(match["who"]), tidy(match["other"])
            if NO_PERSON.search(who) or NO_PERSON.search(other) or (other, who) in seen:
                continue
            seen.add((who, other))
            yield Noted(RecordKind.SUBSTITUTE, who, text, index, index, other)
