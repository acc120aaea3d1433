"""Tell a marking from a sentence that has the same words in it: "Exempt", never "exempt housing".

A marking is made of nothing but the words with which papers are withheld. Councils put these
together in many ways, so the words are listed and not the ways.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.marking_words import (
    ADJECTIVE,
    COUNTER,
    FILLING,
    MARKING_WORD,
    OUTRIGHT_WORDS,
    I,
)

LETTER_SPACED = re.compile(r"(?<!\S)(?:[A-Za-z] ){4,}[A-Za-z](?!\S)")
LONGEST = 60
"""Words of the longest marking: the grounds, with the paragraphs and the Act in full."""
LONGEST_TEXT = 500
"""Letters of as many words."""
LONGEST_HEAD = 160
"""Letters of a line that may be one; most are told by this alone."""
SCHEDULE = re.compile(r"\b(?:schedule|atodlen)\s+(?:12a|7a)\b", I)
OPENS = re.compile(
    rf"^\W*(?:strictly |this |(?:report|document|paper|appendix)s? )?(?:{ADJECTIVE}|by virtue|contains?|part (?:2|ii|b))\b",
    I,
)
NO_MARKING = re.compile(
    r"^\W*(?:an? )?(?:exempt|confidential|private|restricted) (?:information|documents?|sessions?|members?|acts?|or confidential information)\W*$"
    r"|^\W*(?:appendix|annexe?|section|schedule|part) [\w.]{1,4} (?:to|of) (?:the|this)\b",
    I,
)
"""The heading of a rule, not a marking, unless it is printed in capitals."""
DASH = re.compile(r"\s[-–—:|]+\s*|(?<=\w)[-–—:|]+\s|\s*[\[(]\s*")
"""What may part a title from the marking at its end."""
SAYS_NO = re.compile(
    rf"^\W*(?:(?:{ADJECTIVE})\W+)?(?:no|none|nil|not)\b(?!\W*(?:for|open|available|to)\b)"
    rf"|\b(?:no|not|non)\W+(?:{ADJECTIVE})\b|[:/?]\s*$",
    I,
)
"""A field of a cover, filled in or still to be: "Exempt: No (Appendix 2 is exempt)"."""
NUMBERED = re.compile(r"\W*\d")
"""A minute's or a report's own title: "150/20 Exempt Minutes"."""
ONLY_A_PART = re.compile(r"^\W*not[ -]for[ -]publication\W*(?:the )?(?:appendi|annex)", re.I)
STATEMENT = re.compile(
    r"^\W*(?:\d{1,2}\.?\d?\s+)?(?:it is (?:recommended|proposed|considered) that )?(?:this|the)(?: (?:joint|cover(?:ing)?|whole|entire|attached))? "
    r"(?:report|paper|document|briefing(?: note)?|minute|item|appendix|annexe?)(?:,? (?:and|with|together with) (?:all |any |its |the )?(?:appendi(?:x|ces)|annexe?s?)(?: (?:to it|thereto|\w))?)?,? "
    r"(?:(?:is|are|be|should be|must be|to be|will be|remains?) (?:(?:considered|treated|taken|heard|dealt with|regarded|classed|kept|marked)(?: as)? )?(?:\w+ly )?(?:in private|exempt(?! from (?!publication|disclosure|being))|confidential|restricted|private|not for (?:general )?publication|not to be published)\b"
    r"|contains? (?:(?:confidential|commercially sensitive)(?: (?:and|or|and/or))? )?(?:exempt|confidential|commercially sensitive) information)",
    I,
)
"""A sentence that says of the document at hand, all of it, that it is withheld."""
OF_A_PART = re.compile(r"\b(?:appendi|annex|in part|partly)", I)
MINUTES = re.compile(
    r"^\W*(?:(?:draft )?(?:exempt|confidential|restricted|private|closed|part (?:2|ii|two|b))\W+minutes?|minutes?\W+(?:exempt|confidential|restricted|private|part (?:2|ii|two|b)))\b(?! (?:were|was|be|are|is)\b)",
    I,
)
"""Heads the minutes of what was taken in private, filed apart from the others."""


def spelled(text: str) -> str:
    """Return a line as it reads: no invisible characters, wide letters, or letters spaced out."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKC", text)
        text = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    text = " ".join(text.split())
    return LETTER_SPACED.sub(lambda match: match[0].replace(" ", ""), text)


def is_marking(text: str) -> bool:
    """Whether a line is made of nothing but the words with which papers are withheld."""
    if len(text) > LONGEST_TEXT:
        return False
    text = spelled(text)
    if not MARKING_WORD.search(text) or len(text.split()) > LONGEST or NUMBERED.match(text):
        return False
    if (
        ONLY_A_PART.match(text)
        or SAYS_NO.search(text)
        or (NO_MARKING.match(text) and not text.isupper())
    ):
        return False
    beside = re.findall(r"[^\W_]+", MARKING_WORD.sub(" ", text).lower())
    return all(word in FILLING or COUNTER.fullmatch(word) for word in beside)


def stands_out(text: str) -> bool:
    """Whether a marking is one wherever it stands: in capitals, outright, or naming the schedule.

    A line that only goes on with a sentence is none: "exempt information as defined in ...".
    """
    text = spelled(text)
    if text.isupper():
        return True
    first = next((char for char in text if char.isalpha()), "")
    if not first.isupper():
        return False
    return bool(OUTRIGHT_WORDS.search(text) or (OPENS.match(text) and SCHEDULE.search(text)))


def ends_in_marking(text: str, *, anyhow: bool = False) -> bool:
    """Whether a title ends in a marking: "Tenders (EXEMPT)", "Tenders - Not for publication".

    `anyhow`: in whichever case it is printed.
    """
    if len(text) > LONGEST_HEAD:
        return False
    text = spelled(text)
    if SAYS_NO.search(text):
        return False
    bracketed = text.endswith((")", "]"))
    # "(Appendix 2 is exempt)" says it of the appendix.
    tails = [text[mark.end() :] for mark in DASH.finditer(text)]
    tails = [tail for tail in tails if not re.match(r"\W*(?:appendi|annex)", tail, I)]
    return any(is_marking(tail) and (anyhow or bracketed or stands_out(tail)) for tail in tails)


def states_restriction(text: str) -> bool:
    """Whether a paragraph opens by saying that the document it stands in is withheld."""
    text = text[:LONGEST_TEXT]
    match = STATEMENT.match(text)
    return match is not None and not OF_A_PART.search(text, match.end())
