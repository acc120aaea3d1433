"""The wordings by which papers are withheld: Schedule 12A, its sheets, and their absence.

Each follows from the Local Government Act 1972 or was seen in the papers of several councils.
"""

from __future__ import annotations

import re

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

EXCLUSION = re.compile(
    r"\b(?:exclusion of (?:the )?(?:press|public)|(?:press and (?:the )?public|public and press|public|press) (?:be|were|was) (?:be )?excluded|"
    r"part 2 (?:proceedings|of the agenda)|exempt (?:items?|business|minutes|report)|likely disclosure of exempt information|"
    r"local government act 1972 as amended)\b",
    I,
)
EXEMPT_NEGATED = re.compile(
    r"\bno exempt items\b|\bexcluding exempt information\b|\bnot (?:include|contain)[^.]{0,30}\bexempt",
    I,
)
RESTRICTED_SHEET = re.compile(
    r"^\W*(?:not for publication|restricted(?:\s*[-–:].*)?$|strictly (?:private|confidential)|private and confidential|"
    r"(?:exempt|confidential|restricted) (?:report|information|paper|minute|sheet)s?\b(?!\W*(?:none|no\b|nil|n/?a\b))|"
    r"part (?:2|ii|two)\b.{0,40}(?:(?:exempt|confidential)(?=\W*$|\W+(?:items?|reports?|information|business|agenda|papers?|minutes|appendi\w+|section|session|by|under|and|or|paragraphs?)\b|\s*[-–—(,;:/])|private(?=\W*$| (?:session|report|paper|and confidential))|not for publication)|"
    r"(?:this |the )?(?:report|paper|document|minute)\b(?![^.]{0,60}\bappendi)[^.]{0,60}\b(?:is|are) (?:not for publication|exempt\b(?! from (?!publication|disclosure))|confidential|restricted)\b|"
    r"this (?:appendix|annex)\b[^.]{0,60}\bis (?:not for publication|exempt|confidential|restricted)\b)",
    I,
)
RESTRICTED_APPENDIX = re.compile(
    r"^\W*(?:(?:exempt|confidential|restricted|private) (?:appendix|annexe?)\b(?:\W*[A-Z0-9]{0,3}\W*$|\W*[A-Z0-9]{1,3}\W*\s[-–—:]?|\W*[-–—:(])|"
    r"(?:appendix|annexe?) [A-Z0-9]{1,3}\W+(?:exempt|confidential|restricted|not for publication)\b)",
    I,
)
PLACEHOLDER = re.compile(
    r"^\W*(?:this )?(?:document|report|appendix|paper|minute)s? (?:is|are) (?:restricted|exempt|not for publication)\W*$|"
    r"^\W*(?:restricted|exempt) (?:document|report)\W*$|^\W*by virtue of paragraph.{0,60}\bschedule (?:12a|7a)\b.{0,60}$",
    I,
)
VIRTUE = re.compile(r"\W*(?:by virtue of|exempt (?:by|under))\b", I)
SCHEDULE = re.compile(r"\bschedule\s+(?:12a|7a)\b", I)
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
    I,
)
"""Of a cover's field that says whether its report is open."""
OPEN_LABEL = re.compile(
    r"^\W*(?:for publication|public(?:ly available)?(?: report)?|open(?: report)?)\W*$", I
)
SAYS_WITHHELD = re.compile(
    r"\b(?:exempt|confidential|private|restricted|closed|not for publication|part (?:2|ii|two|b))",
    I,
)
EITHER = re.compile(r"\b(?:public|open|part (?:1|i|one|a))\b", I)
"""A label that names both: to such a question "yes" is no answer."""
EXEMPT_VALUE = re.compile(
    r"^\W*(?:exempt\b(?! from (?!publication|disclosure))(?!\W*(?:no\b|none|n/a|nil))|restricted\b|confidential\b(?!\W*(?:no\b|none))|(?:yes\W+)?part (?:2|ii|two|b)\b|not for publication|private(?=\W*$|\W+(?:session|report|paper|item|and|by|under|meeting)\b|\s*[-–—,;(])|closed\b|"
    r"official\W{0,3}sensitive|by virtue of|(?:this|the) report is (?:exempt|confidential|private|restricted|not for publication)\b|"
    r"(?:yes\W+)?(?:paragraphs?|paras?\.?|category)\s*\(?\d)",
    I,
)
EXEMPT_YES = re.compile(r"^\W*yes\b", I)
TICKED = re.compile(r"^\W*(?:[☒☑✓✔■☑]\s*yes\b|yes\s*[☒☑✓✔■])", I)
APPENDIX = re.compile(
    r"^\W*(?:appendix|annexe?|(?:exempt|confidential|restricted|private) (?:appendix|annexe?))\b", I
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
