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
    r"part (?:2|ii|two)\b.{0,40}(?:exempt|confidential|private|not for publication)|"
    r"(?:this |the )?(?:report|paper|document|minute)\b(?![^.]{0,60}\bappendi)[^.]{0,60}\b(?:is|are) (?:not for publication|exempt|confidential|restricted)\b|"
    r"this (?:appendix|annex)\b[^.]{0,60}\bis (?:not for publication|exempt|confidential|restricted)\b)",
    I,
)
RESTRICTED_APPENDIX = re.compile(
    r"^\W*(?:(?:exempt|confidential|restricted) (?:appendix|annexe?)\W*[A-Z0-9]{0,3}\W*$|"
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
EXEMPT_COVER = re.compile(
    r"^\W*(?:exempt\s*/?\s*(?:or )?confidential(?: report)?|exempt information|confidential(?:ity)?(?: status)?|(?:security )?classification|status|publication status)\s*\W*[:\t ]\s*\W*(?P<value>.{1,120})$",
    I,
)
EXEMPT_VALUE = re.compile(
    r"^\W*(?:yes\b|exempt\b|restricted\b|confidential\b|part (?:2|ii)\b|not for publication|private\b)",
    I,
)
