"""Who moved and who seconded, in the wordings of several councils' minutes."""

from __future__ import annotations

import re

from qa.language.names import PERSON_NAMED, PERSON_NAMED_SHORT

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

OFFICE = r"(?:,\s+(?:the )?(?-i:[A-Z])[^,;.]{1,60},)?"
"""Between the name and the verb: "Mr Oakes, Deputy Leader, moved"."""
JUST = r"(?:\s+(?-i:[a-z]+ly|then|also))*"
ENDS = r"(?=\s+(?:and|that|to|seconde[dr]|,)\b|[,;:(]|(?<!\b[A-Z])\.|$)"
MOVED = re.compile(
    rf"\b(?P<who4>{PERSON_NAMED_SHORT}),\s+seconded by [^,;]{{3,60}},\s+(?:moved|proposed)\b"
    rf"|\bon the (?:proposal|motion) of\s+(?P<who5>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|\b(?:moved|proposed|a (?:motion|proposal))\W+by\s+(?P<who>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|(?:proposer|mover|moved|proposed)\s*:\s*(?P<who3>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|\b(?P<who2>{PERSON_NAMED}){OFFICE},?{JUST}\s+(?:moved|proposed)\b(?! by|\s*:)",
    I,
)
SECONDED = re.compile(
    rf"\bseconded\W+by\s+(?P<who>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|(?:seconder|seconded)\s*:\s*(?P<who3>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|\b(?P<who2>{PERSON_NAMED})(?:,(?:(?!\b(?:moved|proposed)\b)[^;.]){{0,100}}?)?,?{JUST}\s+seconded\b(?! by|\s*:)",
    I,
)
