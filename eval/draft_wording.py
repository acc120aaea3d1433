"""The wording of papers that drafts are made from: titles, limbs, rows of tables."""

from __future__ import annotations

import re

from eval.figure_reading import read_figures, readable
from eval.figures import FigureKind
from qa.language.terms import SMALL_WORDS

ROUTINE = re.compile(
    r"\b(?:apolog\w+|declarations?|disclosures?|substitut\w+|membership|minutes|chair\w*|mayor|"
    r"urgent (?:business|items?)|exclusion of|press and public|exempt|confidential|"
    r"dates? of (?:the )?(?:next|future) meetings?|announcements?|webcast\w*|welcome|any other)\b",
    re.I,
)
"""Titles of the business that every meeting has: nobody asks about it."""
LEAD = re.compile(
    r"^(?:\W*(?:resolved|agreed|decided|decision(?: made)?|recommend(?:ed|ations?)?|that|"
    r"[\w ]{0,40}\b(?:asked|recommended|requested|invited) to(?: agree)?(?: that)?)\b\W*)+$",
    re.I,
)
"""Words that introduce what follows and say nothing by themselves."""
MOVED = re.compile(
    r"^\W*(?:it was )?(?:moved|proposed)\b.{0,160}\b(?:seconded|and)\b.{0,80}$", re.I
)
"""Who moved, and not yet what."""
RESOLVED = re.compile(
    r"^\s*(?:resolved|agreed|decision(?: made)?)\b[\s:–—-]*(?:that\b[\s,:]*)?", re.I
)
NOTED = re.compile(r"\b(?:reports?|updates?|position|content\w*) be (?:received|noted)\W*$", re.I)
"""A resolution that decides nothing worth asking."""
PROPOSES = re.compile(
    r"\b(?:propos\w+|would|will be|to be (?:reduced|increased|ended|closed))\b", re.I
)
CAPTION = re.compile(r"^(?:table|schedule|appendix)\s+\w+\s*[:.–-]\s*(?P<words>\w.{5,120})", re.I)
ROW = re.compile(
    r"^(?P<label>.*(?<!\d)[A-Za-z].*?)(?P<figures>(?:[\s|]+[(£−–-]*\d[\d,.]*[%)mk]*)+)[\s|]*$", re.S
)
"""A label, then figures to the end of the row."""
LIMB_NUMBER = re.compile(r"^\s*(?:\(?[\divxa-z]{1,4}[).]|\d+(?:\.\d+)+)\s+", re.I)
SMALL = SMALL_WORDS | {"from", "into"}


def one_line(text: str) -> str:
    """Return a text with single spaces and no line breaks."""
    return " ".join(text.split())


def in_sentence_case(title: str) -> str:
    """Return a title as a sentence has it: words in capitals get one each, small words none."""
    words = one_line(title).split()
    if not title.isupper():
        return " ".join(words)
    return " ".join(
        word.lower() if index and word.lower() in SMALL else word.capitalize()
        for index, word in enumerate(words)
    )


def says_something(text: str) -> bool:
    """Say whether a unit is more than the words that introduce others, or a heading."""
    return len(text.split()) >= 4 and not LEAD.match(one_line(text))


def row_of(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a row's label and its figures as printed, noughts left out; none for a total."""
    match = ROW.match(text)
    if not match:
        return "", ()
    label = one_line(match["label"]).strip(" |-–")
    routine = re.match(r"(?:sub-?\s?)?total|net\b|of which|less\b", label, re.I)
    if routine or not 1 <= len(label.split()) <= 16 or len(re.findall(r"[A-Za-z]", label)) < 4:
        return "", ()
    values = figures_of(match["figures"])
    return label, tuple(value for value in values if re.search(r"[1-9]", value))


def figures_of(text: str) -> tuple[str, ...]:
    """Return a row's figures as printed, those in brackets as negatives are."""
    clean = readable(text)
    kinds = (FigureKind.AMOUNT, FigureKind.PERCENT, FigureKind.NUMBER)
    return tuple(
        dict.fromkeys(
            clean[figure.start : figure.end].strip()
            for figure in read_figures(clean)
            if figure.kind in kinds and not clean[figure.start].isalpha()
        )
    )
