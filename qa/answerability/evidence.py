"""Where the checks look: hits on the question's subject, their units and sentences, names in them.

A hit is on the subject if it covers nearly as much of the question as the best hit does. Within the
hits a check looks at units (`Seen`), each with the words that say what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from qa.judgement.units import text_with_columns
from qa.language.dates import MONTH_NAMES, WEEKDAY_NAMES
from qa.language.numbers import MONEY
from qa.language.sentences import PARTS_LISTED
from qa.language.terms import STOPWORDS, analyse
from qa.papers import Hit, Unit, UnitKind
from qa.questions.figures import Words
from qa.quoting.units import headed_text
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
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit with the words that say what it is about: neighbours, headings and columns."""

    hit: Hit
    unit: Unit
    around: str
    """Its own words, those of the units next to it, its headings and columns."""
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
    def in_full(self) -> str:
        """The unit's own words with all that it stands under in its item."""
        return f"{self.own} {self.above}"

    @property
    def cell_sentences(self) -> list[str]:
        """The unit's sentences, each cell of a table apart."""
        return [part for cell in self.unit.text.split("\t") for part in sentences(cell)]


def covering(asked: Asked, things: Iterable[T], share: float, words: Callable[[T], str]) -> list[T]:
    """Return the things whose words cover at least a share of what the best of them covers."""
    covers = [(asked.cover(words(thing)), thing) for thing in things]
    best = max((cover for cover, _ in covers), default=0.0)
    return [thing for cover, thing in covers if cover >= share * best]


def on_subject(asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
    """Return those of the hits that are on the question's subject."""
    return covering(asked, hits, ON_SUBJECT, lambda hit: headed_text(hit.passage))


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
                near = [text_with_columns(unit), unit.row.caption or ""]
                own = " ".join([*unit.row.columns, unit.row.caption or ""])
            else:
                near = [*(u.text for u in units[max(0, index - 1) : index + 2]), columns]
                own = columns
            yield Seen(hit, unit, " ".join([*near, *hit.passage.heading]), own)


def units_near(asked: Asked, hits: Sequence[Hit], share: float) -> list[Seen]:
    """Return the units that, with what is around them, cover this share of what the best does."""
    return covering(asked, units_of(hits), share, lambda seen: seen.around)


def figure_units(asked: Asked, hits: Sequence[Hit]) -> list[Seen]:
    """Return the units that hold an amount of money and are on the subject."""
    best_own = max((asked.cover(seen.own) for seen in units_of(hits)), default=0.0)
    return [
        seen
        for seen in units_near(asked, hits, WITH_FIGURE)
        if (MONEY.search(seen.unit.text) or _row_of_money(seen))
        and asked.cover(seen.own) >= OF_ITS_OWN * best_own
    ]


def _row_of_money(seen: Seen) -> bool:
    """Whether a row of figures stands in a table of amounts, which may say so only once."""
    if seen.unit.kind != UnitKind.ROW or not re.search(r"\d", seen.unit.text):
        return False
    table = f"{headed_text(seen.hit.passage)} {seen.hit.paper.title}"
    return bool(MONEY_TABLE.search(table))


def sentences(text: str) -> list[str]:
    """Return a text's sentences whole, lines of a list apart."""
    return [part for part in PARTS_LISTED.split(WRAPPED.sub(" ", text)) if part.strip()]


def sentences_of(hits: Sequence[Hit]) -> Iterator[str]:
    """Yield each sentence of the hits."""
    return (sentence for hit in hits for sentence in sentences(hit.passage.text))


# Names

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
