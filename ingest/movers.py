"""Who moved and who seconded, in the wordings of several councils' minutes."""

from __future__ import annotations

import re

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

PERSON = r"(?:(?-i:[Cc]ouncillors?|[Cc]llrs?|[Aa]lder(?:man|woman|men)|Ald|[Bb]ailie|M(?:r|rs|s|iss|x)|Dr|Sir|Dame|Baroness|Lord)\b\.?\s(?:the )?(?-i:[A-Z])|(?-i:[Tt]he (?:[Dd]eputy )?(?:[Ll]ord )?(?:[Ll]eader|[Mm]ayor|[Cc]hair(?:man|person)?|[Pp]rovost|[Cc]onvener)\b))"
MOVED = re.compile(
    rf"\b(?P<who4>{PERSON}[^,;.]{{0,40}}?),\s+seconded by [^,;.]{{3,60}},\s+(?:moved|proposed)\b"
    rf"|\bon the (?:proposal|motion) of\s+(?P<who5>{PERSON}[^,;.(]{{0,60}}?)(?=\s+(?:and|that)\b|[,;.:(]|$)"
    rf"|\b(?:moved|proposed)\W+by\s+(?P<who>{PERSON}[^,;.(]{{0,60}}?)(?=\s+(?:and|that)\b|[,;.:(]|$)"
    rf"|(?:proposer|mover|moved|proposed)\s*:\s*(?P<who3>{PERSON}[^,;.(]{{0,60}}?)(?=[,;.:(]|\s+(?:and|seconde[dr])\b|$)"
    rf"|\b(?P<who2>{PERSON}[^,;.]{{0,60}}?),? (?:moved|proposed)\b(?! by|\s*:)",
    I,
)
SECONDED = re.compile(
    rf"\bseconded\W+by\s+(?P<who>{PERSON}[^,;.(]{{0,60}}?)(?=\s+(?:and|that)\b|[,;.:(]|$)"
    rf"|(?:seconder|seconded)\s*:\s*(?P<who3>{PERSON}[^,;.(]{{0,60}}?)(?=[,;.:(]|\s+and\b|$)"
    rf"|\b(?P<who2>{PERSON}(?:(?!\b(?:moved|proposed)\b)[^;.]){{0,120}}?),?\s+seconded\b(?! by|\s*:)",
    I,
)
