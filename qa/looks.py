"""What an answer looks like: money, a figure, a name, a day, a reason, a vote."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.language.dates import MONTH, OF_DAY
from qa.language.names import titles
from qa.language.quantities import DURATION
from qa.question import Question
from qa.question_kinds import Kind

FIGURE = re.compile(
    r"[£€$]\s?\d|\b\d[\d,.]*\s?(?:%|per cent|fte|k\b|m\b)|\b\d{2,}\b|\b\d+\s?[-–]\s?\d+\b|[a-z)]:?\s\d+\s*$",
    re.M,
)
PERSON = re.compile(
    rf"\b(?:{titles(plural=True, capitals=True)}|Chair(?:man|person)?|Director|Head of|Chief|Officer|Ltd|Limited|LLP|plc)\b"
)
REASONING = re.compile(
    r"\b(?:because|in order to|due to|as a result|therefore|so that|reason|rationale|since|owing to|justif)",
    re.I,
)
VOTING = re.compile(
    r"\b(?:moved|proposed|seconded|for \(\d|against \(\d|abstain|amendment|motion|carried|lost)\b",
    re.I,
)
DATE = re.compile(
    rf"\b\d{{1,2}}{OF_DAY}?\s+(?:of\s+)?{MONTH}\b|\b{MONTH},?\s+(?:19|20)\d\d\b|\b(?:19|20)\d\d(?:\s?[-/–]\s?\d{{2,4}})?\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b"
    r"|\b(?:weekly|monthly|quarterly|annual\w*|six.monthly|(?:spring|summer|autumn|winter) \d{4})\b",
    re.I,
)
LOOKS: Mapping[Kind, re.Pattern[str]] = {
    Kind.FIGURE: FIGURE,
    Kind.WHO: PERSON,
    Kind.WHEN: DATE,
    Kind.VOTE: VOTING,
}
"""What an answer of a kind looks like, for those kinds that have a look."""


def looks_like_an_answer(question: Question, text: str) -> bool:
    """Whether a text has the look of one of the things asked for; true where none has a look."""
    looks = [kind for kind in question.kinds if kind in LOOKS]
    undated = DATE.sub(" ", text) if Kind.FIGURE in looks else text
    return not looks or any(
        looks_of(question, kind, undated if kind is Kind.FIGURE else text) for kind in looks
    )


def looks_of(question: Question, kind: Kind, text: str) -> bool:
    """Whether a text has the look of a kind of answer; a length of time tells how long."""
    lasting = kind is Kind.WHEN and question.facets.times.asks_how_long and DURATION.search(text)
    return bool(lasting or LOOKS[kind].search(text))
