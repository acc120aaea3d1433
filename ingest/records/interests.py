"""Declarations of interest: who declared one, and in what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.records.motions.wording import sentences
from ingest.records.people import INITIALS, NAME, NAMED, may_be_person, tidy
from ingest.records.pieces import Noted
from qa.papers import RecordKind

_TITLE = re.compile(r"\b(?:interests?|datganiadau|buddiannau|diddordeb)\b", re.I)
_DECLARES = r"(?:declared|disclosed|stated|registered|advised|intimated|indicated|gave notice|datgan\w*|ddatgan\w*|datganodd)"
_INTEREST = re.compile(
    rf"\b{_DECLARES}\b(?:(?!\bno\b)[^.;]){{0,90}}?\b(?:interests?|transparency statement|connection|fuddiant|buddiant|ddiddordeb|diddordeb)\b"
    r"(?P<rest>(?:\s*\([^()]*\))?\s*(?:[,–-]\s*)?(?:in|on|regarding|as|of|relating|with|under|for|because|yn|mewn|am)?\b.*)",
    re.I | re.S,
)
_MATTER = re.compile(
    r"\W*(?:in (?:relation|respect|regard) (?:to|of)|in|on|regarding|relating to|with regard to|with respect to|under|for|of|yn|mewn)\s+",
    re.I,
)
_OFFICER = rf"[Tt]he [A-Z][\w’' ]{{3,70}}?(?=,|\s+{_DECLARES})"
_WHO = re.compile(rf"(?:{NAMED}|{_OFFICER}|{INITIALS}|(?<![\w’'])(?:{NAME})(?=\s+(?:{_DECLARES})))")
_NONE = re.compile(
    r"\b(?:no (?:such )?(?:declarations?|interests?|members?)|none (?:were )?(?:declared|received|made)|nothing to declare|are (?:asked|requested|reminded|invited)|should|must|dim)\b",
    re.I,
)
_LINE = re.compile(
    rf"\W*(?P<who>{NAMED})(?:\s+and\s+(?P<other>{NAMED}))?\s*[–—:\t-]+\s*(?P<rest>\S.*)", re.S
)


def find_interests(texts: Sequence[str], title: str | None) -> Iterator[Noted]:
    """Yield each declaration of an interest, with what it is in."""
    about = bool(title and _TITLE.search(title))
    for index, text in enumerate(texts):
        told = False
        for start, end in sentences(text):
            sentence = text[start:end]
            if found := _declared(sentence):
                people, matter = found
                for who in people:
                    told = True
                    yield Noted(RecordKind.DECLARATION, who, sentence.strip(), index, index, matter)
        if about and not told and (line := _LINE.match(text)) and not _NONE.search(text):
            for name in filter(None, (line["who"], line["other"])):
                matter = " ".join(line["rest"].split())
                yield Noted(RecordKind.DECLARATION, tidy(name), text, index, index, matter)


def _declared(sentence: str) -> tuple[list[str], str | None] | None:
    """Return who declares an interest in a sentence and in what; None where nobody does."""
    if "nterest" not in sentence and "iddordeb" not in sentence and "uddiant" not in sentence:
        return None
    match = _INTEREST.search(sentence)
    if match is None or _NONE.search(sentence[: match.start("rest")]):
        return None
    before = sentence[: match.start()]
    people = [tidy(m[0]) for m in _WHO.finditer(sentence) if m.end() <= match.start()]
    welsh = re.match(rf"\W*\w*\s*(?:y\s+)?(?P<who>{NAMED})", sentence[match.start() :])
    if not people and welsh and re.match(r"(?i)d?datgan", match[0]):
        people = [tidy(welsh["who"])]
    people += _listed(before)
    people = [
        name for name in dict.fromkeys(people) if may_be_person(name) or name[:4].lower() == "the "
    ]
    if not people:
        return None
    rest = _MATTER.sub("", match["rest"], count=1)
    matter = " ".join(rest.split()).strip(" .,;–-")
    return people, matter or None


_PLURAL = re.compile(
    rf"\b(?:Councillors|Cllrs|Members)\.?\s+(?P<list>{NAME}(?:\s*,\s*{NAME})*\s+and\s+{NAME})"
)


def _listed(before: str) -> list[str]:
    """Return all but the first of "Councillors Ash, Beech and Cedar declared"."""
    match = _PLURAL.search(before)
    return [tidy(m[0]) for m in re.finditer(NAME, match["list"])][1:] if match else []
