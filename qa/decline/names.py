"""What is a name in a paper's sentence: of a person, a firm or a place."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from qa.asked import Asked
from qa.language.dates import MONTH_NAMES, WEEKDAY_NAMES
from qa.language.terms import STOPWORDS, analyse
from qa.passages import Hit
from qa.questions.asked_figures import Words

NAME = re.compile(r"\b[A-Z][\w'’&.-]+(?:\s+(?:and|of|&|the)?\s?[A-Z][\w'’&.-]+)*")
NOT_NAMES = frozenset(MONTH_NAMES).union(
    WEEKDAY_NAMES,
    ("councillor", "councillors"),
    """the a an this that it in on at of for and or but as by to from with council cabinet
    executive committee member members head director officer officers chief report agenda
    minute decision resolved""".split(),  # noqa: SIM905
)
MARKED = re.compile(r"\b(?:Ltd|Limited|LLP|plc|PLC|Inc|CIC|GmbH)\b")
"""What a company's name ends on."""
OFFICES = re.compile(
    r"\b(?:Head|Director|Chief|Cabinet|Service|Section) (?:of|Member|Officer|Executive|Manager)\b(?: [A-Z]\w+)?"
)
SECRETARIES = re.compile(
    r"\b(?:Secretar(?:y|ies)(?: of(?: State)?)?|(?:Prime )?Minister|Mayor)\b(?: (?:for|of) [A-Z]\w+(?:(?:,| and| or) [A-Z]\w+)*)?"
)


def has_new_name(text: str, given: Set[str]) -> bool:
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


CAPITAL = re.compile(r"(?<=[a-z,(/] )[A-Z][\w'’-]+")
WORD = re.compile(r"[^\W\d_][\w'’-]*")


def plain_terms(hits: Sequence[Hit]) -> frozenset[str]:
    """Return the terms of the words that the hits print with a small letter: no names."""
    words = {word for hit in hits for word in WORD.findall(hit.passage.text) if word[0].islower()}
    return frozenset(analyse(" ".join(words)))


def named_places(asked: Asked, placed: Words, hits: Sequence[Hit]) -> frozenset[str]:
    """Return the terms of the places among some words of a question, the council's own left out.

    A word that follows at, in, from or of is a place's if the asker wrote it with a capital, or
    the papers have it with one only.
    """
    written = {t for name in asked.question.names for t in analyse(name)}
    with_capital = {t for h in hits for t in analyse(" ".join(CAPITAL.findall(h.passage.text)))}
    said = {term for term, word in placed if word not in NOT_NAMES}
    return _of_others(asked, said & (written | with_capital), hits)


def named_actor(asked: Asked, hits: Sequence[Hit]) -> frozenset[str]:
    """Return the terms of the name of whom a question asks what they pay, get or do."""
    whose = asked.question.facets.figures.whose
    named = {term for term, word in whose if word not in NOT_NAMES}
    return _of_others(asked, named, hits)


def _of_others(asked: Asked, named: Set[str], hits: Sequence[Hit]) -> frozenset[str]:
    """Leave out the names of the council, and what the papers print with a small letter."""
    if not named:
        return frozenset()
    council = {t for h in hits if h.paper.council for t in analyse(h.paper.council)}
    return frozenset(t for t in named if t in asked.weights) - council - plain_terms(hits)
