"""Where to look: the hits that are on the question's subject, unit by unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from qa.language.dates import MONTH_NAMES, WEEKDAY_NAMES
from qa.language.numbers import MONEY
from qa.language.sentences import PARTS_LISTED
from qa.language.terms import STOPWORDS, analyse
from qa.papers import Hit, Unit, UnitKind
from qa.questions.figures import Words
from qa.quoting.units import said_by
from qa.retrieval.features import Asked

LOOKED_AT = 5
"""Hits in which the thing asked for must be found."""
ON_SUBJECT = 0.6
"""Share of the best passage's coverage from which another passage is on the subject too."""
WITH_FIGURE = 0.8
"""Share of the best unit's coverage from which a unit's figure may be the one asked for."""
OF_ITS_OWN = 0.5
"""Share of the best unit's own coverage that such a unit must have without its neighbours."""
MONEY_TABLE = re.compile(
    r"[£€]|\b(?:budget|cost|costs|capital|revenue|spend\w*|income|grant|saving)", re.I
)
WRAPPED = re.compile(r"(?<![.;:?!])\n(?![-•*▪]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)")
"""The end of a line within a sentence: no stop before it, no mark of a new limb after it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit with the words that tell what it is about: neighbours, headings and columns."""

    hit: Hit
    unit: Unit
    around: str
    columns: str

    @property
    def own(self) -> str:
        """The unit's own words: its text, the columns of a row, the nearest heading."""
        head = self.hit.passage.heading[-1:]
        columns = [self.columns] if self.unit.kind == UnitKind.ROW else []
        return " ".join([self.unit.text, *columns, *head])

    @property
    def above(self) -> str:
        """What the unit stands under in its item: headings, and a row's group and caption."""
        row = self.unit.row
        titles = [row.group or "", row.caption or ""] if row is not None else []
        return " ".join([*titles, *self.hit.passage.heading[1:]])

    @property
    def told(self) -> str:
        """The unit's own words with all that it stands under in its item."""
        return f"{self.own} {self.above}"


def text_of(hit: Hit) -> str:
    """Return a hit's text with its heading path."""
    return " ".join([hit.passage.text, *hit.passage.heading])


def sentences(text: str) -> list[str]:
    """Return a text's sentences whole, lines of a list parted."""
    return [part for part in PARTS_LISTED.split(WRAPPED.sub(" ", text)) if part.strip()]


def on_subject(asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
    """Return those of the first hits that are on the question's subject."""
    covers = [asked.cover(text_of(hit)) for hit in hits[:LOOKED_AT]]
    best = max(covers, default=0.0)
    return [hit for hit, cover in zip(hits, covers, strict=False) if cover >= ON_SUBJECT * best]


def units_of(hits: Sequence[Hit]) -> Iterator[Seen]:
    """Yield each unit of the hits but column headings."""
    for hit in hits:
        units = hit.passage.units
        columns = " ".join(u.text for u in units if u.kind == UnitKind.HEADER)
        for index, unit in enumerate(units):
            if unit.kind == UnitKind.HEADER:
                continue
            if unit.row is not None:
                # The rows above and below are about something else.
                told = [said_by(unit), unit.row.caption or ""]
                own = " ".join([*unit.row.columns, unit.row.caption or ""])
            else:
                told = [*(u.text for u in units[max(0, index - 1) : index + 2]), columns]
                own = columns
            yield Seen(hit, unit, " ".join([*told, *hit.passage.heading]), own)


def _row_of_money(seen: Seen) -> bool:
    """Whether a row of figures stands in a table of amounts, which may say so only once."""
    if seen.unit.kind != UnitKind.ROW or not re.search(r"\d", seen.unit.text):
        return False
    table = " ".join([seen.hit.passage.text, *seen.hit.passage.heading, seen.hit.paper.title])
    return bool(MONEY_TABLE.search(table))


def figure_units(asked: Asked, hits: Sequence[Hit]) -> list[Seen]:
    """Return the units that hold a figure and are on the subject."""
    seen_all = list(units_of(hits))
    best = max((asked.cover(seen.around) for seen in seen_all), default=0.0)
    best_own = max((asked.cover(seen.own) for seen in seen_all), default=0.0)
    return [
        seen
        for seen in seen_all
        if (MONEY.search(seen.unit.text) or _row_of_money(seen))
        and asked.cover(seen.around) >= WITH_FIGURE * best
        and asked.cover(seen.own) >= OF_ITS_OWN * best_own
    ]


# --- What is a name in a paper's sentence: of a person, a firm or a place.

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
