"""What is a name in a paper's sentence: of a person, a firm or a place."""

from __future__ import annotations

import re

from qa.terms import STOPWORDS, analyse

NAME = re.compile(r"\b[A-Z][\w'’&.-]+(?:\s+(?:and|of|&|the)?\s?[A-Z][\w'’&.-]+)*")
NOT_NAMES = frozenset(
    """the a an this that it in on at of for and or but as by to from with council cabinet
    executive committee member members head director officer officers chief report agenda
    minute decision resolved councillor councillors january february march april may june july
    august september october november december monday tuesday wednesday thursday friday saturday
    sunday""".split()  # noqa: SIM905
)
OFFICES = re.compile(
    r"\b(?:Head|Director|Chief|Cabinet|Service|Section) (?:of|Member|Officer|Executive|Manager)\b(?: [A-Z]\w+)?"
)
SECRETARIES = re.compile(
    r"\b(?:Secretar(?:y|ies)(?: of(?: State)?)?|(?:Prime )?Minister|Mayor)\b(?: (?:for|of) [A-Z]\w+(?:(?:,| and| or) [A-Z]\w+)*)?"
)


def has_new_name(text: str, given: set[str]) -> bool:
    """Whether a text has a name of whose words the question holds none."""
    text = SECRETARIES.sub(" ", OFFICES.sub(" ", text))
    for match in NAME.finditer(text):
        words = [w for w in re.findall(r"[\w'’&-]+", match[0]) if w.lower() not in NOT_NAMES]
        fresh = [
            w
            for w in words
            if analyse(w) and analyse(w)[0] not in given and w.lower() not in STOPWORDS
        ]
        before = text[: match.start()].rstrip()
        starts_sentence = not before or before.endswith((".", ":", ";", ")"))
        if len(fresh) >= (2 if starts_sentence else 1):
            return True
    return False
