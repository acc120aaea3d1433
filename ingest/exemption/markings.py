"""The words by which papers are withheld, and the lines that are made of nothing else.

A marking ("Exempt", "Not for publication") is not a sentence that has the same words in it
("exempt housing"): all its words are those with which papers are withheld, or stand beside them.
Councils put these together in many ways, so the words are listed and not the ways. The wordings
follow from the Local Government Act 1972, or were seen in the papers of several councils.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

OUTRIGHT = (
    r"not[ -]*for[ -]*(?:general[ -]*)?publication|not for (?:circulation|distribution|release|disclosure)|not to be (?:published|disclosed|made public)|"
    r"not (?:open|available) to (?:the )?(?:press and )?public|"
    r"nid\W*i\W?w\W*gyhoeddi|(?:commercial(?:ly)?|committee|council) in confidence|"
    r"official\W{0,3}sensitive|commercially sensitive"
)
"""Words that mark a paper wherever they stand as a line of their own."""
ADJECTIVE = r"exempt|confidential|restricted|private|eithriedig|cyfrinachol|preifat"
"""Words that mark a paper, and have other uses too."""
COLOURED = r"(?:pink|blue|yellow|buff|gold|lilac) (?:paper|sheet|page)s?|closed (?:report|paper|session|minute)s?|in (?:private|camera|closed session)"
FILLING = frozenset(
    """strictly highly and or the this these a an of to in by for is are as it its within with
    under from at virtue pursuant provision provisions ground grounds that because contain
    contains containing include includes including report reports paper papers document
    documents information sheet sheets minute minutes copy version page cover briefing note
    appendix appendices annex annexe annexes schedule section part paragraph paragraphs para
    paras number numbers no nos local government act acts scotland wales access regulations
    amended order variation defined described specified set out category categories kind
    commercial legal personal financial sensitive likely members officers only circulation
    distribution release northern ireland 2014 meeting meetings ran council cabinet
    committee two publication adroddiad atodiad rhan atodlen paragraff paragraffau yn
    rhinwedd ddeddf deddf llywodraeth leol cofnodion dogfen""".split()  # noqa: SIM905
)
"""Words that stand beside those in a marking: what is marked, and on which grounds."""
COUNTER = re.compile(r"[a-z]|[ivx]{1,4}|\d{1,4}[a-z]?", re.I)
OUTRIGHT_WORDS = re.compile(rf"\b(?:{OUTRIGHT})\b", re.I)
MARKING_WORD = re.compile(rf"\b(?:{OUTRIGHT}|{COLOURED}|{ADJECTIVE})\b", re.I)
LETTER_SPACED = re.compile(r"(?<!\S)(?:[A-Za-z] ){4,}[A-Za-z](?!\S)")
LONGEST = 60
"""Words of the longest marking: the grounds, with the paragraphs and the Act in full."""
LONGEST_TEXT = 500
"""Letters of the longest marking."""
LONGEST_HEAD = 160
"""Letters of a line that may be a marking; most lines are longer."""
SCHEDULE = re.compile(r"\b(?:schedule|atodlen)\s+(?:12a|7a)\b", re.I)
OPENS = re.compile(
    rf"^\W*(?:strictly |this |(?:report|document|paper|appendix)s? )?(?:{ADJECTIVE}|by virtue|contains?|part (?:2|ii|b))\b",
    re.I,
)
NO_MARKING = re.compile(
    r"^\W*(?:an? )?(?:exempt|confidential|private|restricted) (?:information|documents?|sessions?|members?|acts?|or confidential information)\W*$"
    r"|^\W*(?:appendix|annexe?|section|schedule|part) [\w.]{1,4} (?:to|of) (?:the|this)\b",
    re.I,
)
"""The heading of a rule, not a marking, unless it is printed in capitals."""
DASH = re.compile(r"\s[-–—:|]+\s*|(?<=\w)[-–—:|]+\s|\s*[\[(]\s*")
"""What may part a title from the marking at its end."""
SAYS_NO = re.compile(
    rf"^\W*(?:(?:{ADJECTIVE})\W+)?(?:no|none|nil|not)\b(?!\W*(?:for|open|available|to)\b)"
    rf"|\b(?:no|not|non)\W+(?:{ADJECTIVE})\b|[:/?]\s*$",
    re.I,
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
    re.I,
)
"""A sentence that says that the whole document in which it stands is withheld."""
OF_A_PART = re.compile(r"\b(?:appendi|annex|in part|partly)", re.I)
"""Words that restrict a part of the document only."""
MINUTES = re.compile(
    r"^\W*(?:(?:draft )?(?:exempt|confidential|restricted|private|closed|part (?:2|ii|two|b))\W+minutes?|minutes?\W+(?:exempt|confidential|restricted|private|part (?:2|ii|two|b)))\b(?! (?:were|was|be|are|is)\b)",
    re.I,
)
"""Heads the minutes of what was taken in private, filed apart from the others."""


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
    # "(Appendix 2 is exempt)" is about the appendix alone.
    tails = [text[mark.end() :] for mark in DASH.finditer(text)]
    tails = [tail for tail in tails if not re.match(r"\W*(?:appendi|annex)", tail, re.I)]
    return any(is_marking(tail) and (anyhow or bracketed or stands_out(tail)) for tail in tails)


def states_restriction(text: str) -> bool:
    """Whether a paragraph opens by saying that the document it stands in is withheld."""
    text = text[:LONGEST_TEXT]
    match = STATEMENT.match(text)
    return match is not None and not OF_A_PART.search(text, match.end())


def spelled(text: str) -> str:
    """Return a line as it reads: no invisible characters, wide letters, or letters spaced out."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKC", text)
        text = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    text = " ".join(text.split())
    return LETTER_SPACED.sub(lambda match: match[0].replace(" ", ""), text)


def bear_marking_word(texts: Iterable[str]) -> bool:
    """Whether one of several lines has a word with which papers are withheld."""
    return any(MARKING_WORD.search(spelled(text[:LONGEST_TEXT])) for text in texts)


# The wordings of sheets, of the fields of covers, and of their negation

EXCLUSION = re.compile(
    r"\b(?:exclusion of (?:the )?(?:press|public)|(?:press and (?:the )?public|public and press|public|press) (?:be|were|was) (?:be )?excluded|"
    r"part 2 (?:proceedings|of the agenda)|exempt (?:items?|business|minutes|report)|likely disclosure of exempt information|"
    r"local government act 1972 as amended)\b",
    re.I,
)
EXEMPT_NEGATED = re.compile(
    r"\bno exempt items\b|\bexcluding exempt information\b|\bnot (?:include|contain)[^.]{0,30}\bexempt",
    re.I,
)
RESTRICTED_SHEET = re.compile(
    r"^\W*(?:not for publication|restricted(?:\s*[-–:].*)?$|strictly (?:private|confidential)|private and confidential|"
    r"(?:exempt|confidential|restricted) (?:report|information|paper|minute|sheet)s?\b(?!\W*(?:none|no\b|nil|n/?a\b))|"
    r"part (?:2|ii|two)\b.{0,40}(?:(?:exempt|confidential)(?=\W*$|\W+(?:items?|reports?|information|business|agenda|papers?|minutes|appendi\w+|section|session|by|under|and|or|paragraphs?)\b|\s*[-–—(,;:/])|private(?=\W*$| (?:session|report|paper|and confidential))|not for publication)|"
    r"(?:this |the )?(?:report|paper|document|minute)\b(?![^.]{0,60}\bappendi)[^.]{0,60}\b(?:is|are) (?:not for publication|exempt\b(?! from (?!publication|disclosure))|confidential|restricted)\b|"
    r"this (?:appendix|annex)\b[^.]{0,60}\bis (?:not for publication|exempt|confidential|restricted)\b)",
    re.I,
)
RESTRICTED_APPENDIX = re.compile(
    r"^\W*(?:(?:exempt|confidential|restricted|private) (?:appendix|annexe?)\b(?:\W*[A-Z0-9]{0,3}\W*$|\W*[A-Z0-9]{1,3}\W*\s[-–—:]?|\W*[-–—:(])|"
    r"(?:appendix|annexe?) [A-Z0-9]{1,3}\W+(?:exempt|confidential|restricted|not for publication)\b)",
    re.I,
)
PLACEHOLDER = re.compile(
    r"^\W*(?:this )?(?:document|report|appendix|paper|minute)s? (?:is|are) (?:restricted|exempt|not for publication)\W*$|"
    r"^\W*(?:restricted|exempt) (?:document|report)\W*$|^\W*by virtue of paragraph.{0,60}\bschedule (?:12a|7a)\b.{0,60}$",
    re.I,
)
VIRTUE = re.compile(r"\W*(?:by virtue of|exempt (?:by|under))\b", re.I)
ENGLISH_SCHEDULE = re.compile(r"\bschedule\s+(?:12a|7a)\b", re.I)
_WORD = (
    r"(?:publicly available|public|open|closed|exempt(?:ion)?|confidential(?:ity)?|private|restricted|"
    r"not for publication|part (?:1|2|i|ii|one|two|a|b))"
)
EXEMPT_LABEL = re.compile(
    r"^\W*(?:(?:is|are|does|will) (?:this|the|it)? ?(?:report|item|paper|decision|document|appendi(?:x|ces)|matter)? ?(?:be |to be |considered |contain )*|(?:report|item|paper|decision|document)s? (?:is )?)?"
    rf"{_WORD}(?:(?:\s*(?:/|\bor\b|\band\b|,|&)\s*)+{_WORD})*"
    r"(?: (?:from publication|information|report|item|paper|status|category|document|decision|classification|exemption|reasons?|paragraphs?|grounds?|appendix))*\W*$"
    r"|^\W*(?:(?:report|document|security|paper|information|publication|confidentiality) )?(?:classification|status|publicity|publication|sensitivity|protective marking|marking)\W*$"
    r"|^\W*access to information(?: \w+)?\W*$|^\W*(?:type of report|report type|nature of report|category of report)\W*$"
    r"|^\W*(?:reasons?|grounds?|category|paragraph) (?:for|of) (?:exemption|confidentiality|exempt information)\W*$",
    re.I,
)
"""The label of a cover's field that says whether the report is open."""
OPEN_LABEL = re.compile(
    r"^\W*(?:for publication|public(?:ly available)?(?: report)?|open(?: report)?)\W*$", re.I
)
SAYS_WITHHELD = re.compile(
    r"\b(?:exempt|confidential|private|restricted|closed|not for publication|part (?:2|ii|two|b))",
    re.I,
)
EITHER = re.compile(r"\b(?:public|open|part (?:1|i|one|a))\b", re.I)
"""A label that names the other answer too: "yes" does not say which of the two is meant."""
EXEMPT_VALUE = re.compile(
    r"^\W*(?:exempt\b(?! from (?!publication|disclosure))(?!\W*(?:no\b|none|n/a|nil))|restricted\b|confidential\b(?!\W*(?:no\b|none))|(?:yes\W+)?part (?:2|ii|two|b)\b|not for publication|private(?=\W*$|\W+(?:session|report|paper|item|and|by|under|meeting)\b|\s*[-–—,;(])|closed\b|"
    r"official\W{0,3}sensitive|by virtue of|(?:this|the) report is (?:exempt|confidential|private|restricted|not for publication)\b|"
    r"(?:yes\W+)?(?:paragraphs?|paras?\.?|category)\s*\(?\d)",
    re.I,
)
EXEMPT_YES = re.compile(r"^\W*yes\b", re.I)
TICKED = re.compile(r"^\W*(?:[☒☑✓✔■☑]\s*yes\b|yes\s*[☒☑✓✔■])", re.I)
APPENDIX = re.compile(
    r"^\W*(?:appendix|annexe?|(?:exempt|confidential|restricted|private) (?:appendix|annexe?))\b",
    re.I,
)
PRIVATE_PART = re.compile(
    r"^\W*(?:(?:agenda )?(?:part|section) (?:2|ii|two|b)\b.{0,40}?(?:exempt|confidential|private|not open|closed|not for publication|restricted)|"
    r"(?:exempt|confidential|private|restricted|closed) (?:items?|business|agenda|session|part|section|reports|papers|appendices)\b\W*(?:$|\(|part))",
    re.I,
)
"""Heads the private part of a pack, on a page or line of its own."""
OPEN_VALUE = re.compile(
    r"\W*(?:no\b|none\b|open\b|public\b|unrestricted\b|not exempt\b|part (?:1|i|one|a)\b)", re.I
)
