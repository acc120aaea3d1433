"""Who moved and who seconded, in the wordings of several councils' minutes."""

from __future__ import annotations

import re

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

PERSON = r"(?:(?-i:[Cc]ouncillors?|[Cc]llrs?|[Aa]lder(?:man|woman|men)|Ald|[Bb]ailie|[Pp]rovost|M(?:r|rs|s|iss|x)|Dr|Sir|Dame|Baroness|Lord)\b\.?\s(?:(?:the|van|von|de|der|du|la|le|ap|ab)\s)*(?-i:[A-Z])|(?-i:[Tt]he (?:[Dd]eputy )?(?:[Ll]ord )?(?:[Ll]eader|[Mm]ayor|[Cc]hair(?:man|person)?|[Pp]rovost|[Cc]onvener)\b))"
FIRST = r"(?:[\w'’-]+|(?:\.[A-Z])*\.)?"
MORE = r"\s+(?:[A-Z][\w'’-]*\.?|(?:and|of|the|for|with|de|der|van|von|le|la|du|ap|ab|ferch|ní)\b|&|\([^()]{1,60}\))"
"""What goes on with a name; the words of a sentence do not."""
NAME = rf"{PERSON}(?-i:{FIRST}(?:{MORE})*)"
NAMED = rf"{PERSON}(?-i:{FIRST}(?:{MORE})*?)"
OFFICE = r"(?:,\s+(?:the )?(?-i:[A-Z])[^,;.]{1,60},)?"
"""Between the name and the verb: "Mr Oakes, Deputy Leader, moved"."""
JUST = r"(?:\s+(?-i:[a-z]+ly|then|also))*"
ENDS = r"(?=\s+(?:and|that|to|seconde[dr]|,)\b|[,;:(]|(?<!\b[A-Z])\.|$)"
MOVED = re.compile(
    rf"\b(?P<who4>{NAMED}),\s+seconded by [^,;]{{3,60}},\s+(?:moved|proposed)\b"
    rf"|\bon the (?:proposal|motion) of\s+(?P<who5>{NAMED}){ENDS}"
    rf"|\b(?:moved|proposed|a (?:motion|proposal))\W+by\s+(?P<who>{NAMED}){ENDS}"
    rf"|(?:proposer|mover|moved|proposed)\s*:\s*(?P<who3>{NAMED}){ENDS}"
    rf"|\b(?P<who2>{NAME}){OFFICE},?{JUST}\s+(?:moved|proposed)\b(?! by|\s*:)",
    I,
)
SECONDED = re.compile(
    rf"\bseconded\W+by\s+(?P<who>{NAMED}){ENDS}"
    rf"|(?:seconder|seconded)\s*:\s*(?P<who3>{NAMED}){ENDS}"
    rf"|\b(?P<who2>{NAME})(?:,(?:(?!\b(?:moved|proposed)\b)[^;.]){{0,100}}?)?,?{JUST}\s+seconded\b(?! by|\s*:)",
    I,
)
