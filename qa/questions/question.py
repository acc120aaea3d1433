"""Read a question: what kind of answer it wants, of which body, when, and about what.

`read_question` reads it once into a `Question`. What its words ask for stands in its `facets`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.distance import OSA

from qa.errors import QuestionError
from qa.language.dates import MONTH, Period, read_periods, without_dates
from qa.language.numbers import Label, labels_in
from qa.language.synonyms import OtherWords, other_words
from qa.language.terms import STOPWORDS, content_terms, content_words, distinct
from qa.questions.facets import Facets

LONGEST = 2_000
"""Characters of a question."""
SLIPS = 2
"""Slips of the pen between a word of a question and the word that was meant."""


class Kind(StrEnum):
    """What kind of answer a question wants."""

    DECISION = "decision"
    FIGURE = "figure"
    WHO = "who"
    WHEN = "when"
    REASON = "reason"
    VOTE = "vote"
    LIST = "list"
    YES_NO = "yes or no"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read. `terms` are index terms of its matter, once each, in order."""

    text: str
    kinds: tuple[Kind, ...]
    terms: tuple[str, ...]
    facets: Facets
    """What its words ask for, by theme."""
    periods: tuple[Period, ...] = ()
    references: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Words that the asker wrote as names (capitals inside the sentence), lower case."""
    written: Mapping[str, str] = field(default_factory=dict)
    """The asker's own spelling of each term, lower case."""
    day_terms: frozenset[str] = frozenset()
    """Terms that only name a day, month or year: they say when, not what."""
    others: tuple[OtherWords, ...] = ()
    """What papers may call it instead."""
    labels: frozenset[Label] = frozenset()
    """Bands, options, lots and the like that it names."""
    parts: tuple[Question, ...] = ()
    """The parts of a question that asks several things; empty where it asks one."""

    def without(self, words: str) -> str:
        """Return the text without some words, in any case."""
        return re.sub(re.escape(words), " ", self.text, flags=re.I)

    def spelt(self, terms: Iterable[str], words: Collection[str]) -> str:
        """Return the text with some of its terms spelt as the nearest of these words.

        A term of which no word is near stays as it was written.
        """
        text = self.text
        for written in (self.written.get(term, term) for term in terms):
            slips = {word: OSA.distance(written, word) for word in sorted(words)}
            if slips and (fewest := min(slips, key=slips.__getitem__)) and slips[fewest] <= SLIPS:
                text = re.sub(rf"\b{re.escape(written)}\b", fewest, text, flags=re.I)
        return text


def read_question(text: str) -> Question:
    """Read a question. Raises QuestionError where it is empty or far too long."""
    cleaned = re.sub(r"\s+", " ", text.replace("\x00", " ")).strip()
    if not re.search(r"\w", cleaned):
        raise QuestionError(
            "the question is empty; ask in a sentence, such as: what was decided on the library hours?"
        )
    if len(cleaned) > LONGEST:
        raise QuestionError(
            f"the question has {len(cleaned):,} characters; ask in at most {LONGEST:,}, one matter at a time"
        )
    kinds = tuple(kind for kind, pattern in KINDS if pattern.search(cleaned))
    undated = frozenset(content_terms(without_dates(cleaned)))
    return Question(
        text=cleaned,
        kinds=kinds or (Kind.OTHER,),
        terms=tuple(distinct(content_terms(IDIOMS.sub(" ", cleaned)))),
        facets=Facets(cleaned),
        periods=read_periods(MINUTE.sub(" ", cleaned)),  # Minute 28 of September 2024 is no day.
        references=_references(cleaned),
        minutes=tuple(distinct([m[1] for m in MINUTE.finditer(cleaned)])),
        names=_names(cleaned),
        written=dict(content_words(cleaned)),
        day_terms=frozenset(content_terms(cleaned)) - undated,
        others=other_words(cleaned),
        labels=labels_in(cleaned),
        parts=tuple(map(read_question, _parts(cleaned))),
    )


IDIOMS = re.compile(
    r"\b(?:in the end|at the (?:moment|end of the day)|so far|as well|in fact|of course|after all|these days|right now|up to now|to date|as of now|at all|i['’]?m (?:wondering|asking|looking for))\b",
    re.I,
)
"""Phrases whose words are not about the matter."""
MINUTE = re.compile(
    rf"\bminutes?\s+(?:no\.?\s*|number\s*)?(\d{{1,4}}(?:/\d{{2,4}})?)\b(?!\s+{MONTH}\b|[/.-]\d)",
    re.I,
)
REFERENCE = re.compile(
    r"\b(?:[A-Z]{2,5}/\d{2,4}/\d{1,4}|[A-Z]{2,3}\d{3,5}/\d{2}|\d{2}/\d{4,5}|[A-Z]{2,4}\s?\d{4,6}[a-z]?)\b",
    re.I,
)


def _references(text: str) -> tuple[str, ...]:
    """Return the references of papers, in capitals and without spaces."""
    found = [m[0] for m in REFERENCE.finditer(text)]
    # "in 2024" and "May 2024" have the look of one.
    real = [m for m in found if " " not in m or not _is_common(m.split()[0].lower())]
    return tuple(distinct([m.upper().replace(" ", "") for m in real]))


def _is_common(word: str) -> bool:
    return word in STOPWORDS or re.fullmatch(MONTH, word, re.I) is not None


def _names(text: str) -> tuple[str, ...]:
    if text.isupper():
        return ()
    words = re.findall(r"[A-Za-z][\w&'’-]*", text)
    names = [
        word.lower().removesuffix("'s").removesuffix("’s")
        for index, word in enumerate(words)
        if (word[0].isupper() and (index > 0 or word.lower() not in STOPWORDS))
        and word.lower() not in STOPWORDS
    ]
    return tuple(distinct(names))


KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        (
            Kind.VOTE,
            r"\b(?:vote[ds]?|voting|moved(?! (?:out|to|in|into|from|across|over|away|on|up|down|back|house|home|offices?|premises|yet|here|there)\b|\W*$)|mover|proposed by|seconded|who (?:proposed|seconded)|proposer|seconder|amendment (?:carried|lost)|abstain\w*)\b",
        ),
        (
            Kind.DECISION,
            r"\b(?:decide[ds]?|(?<!key )decision|resolve[ds]?|resolution|agreed?|approve[ds]?|noted|authoris\w+|delegated|outcome of|happene?d|what(?: will)? happens?|refus\w+|reject\w*|turn(?:ed)? down|done about|do with)\b|\bwhat did (?:the )?(?:\w+ )?(?:cabinet|council|executive|committee)\b",
        ),
        (
            Kind.FIGURE,
            r"\b(?:how much|how many|what (?:figure|amount|sum|percentage|proportion|size|saving|number|value|price|salary|fee|charge|grant|level)|add up to|what (?:did|does|do|will|has|have) .{1,60}\b(?:spend|spent|pay|paid|cost|owe)|salary|fees?|charged?|cost|costs|budget|saving|savings|total|price|rent|forecast|variance|number of|per cent|percent|rate|worth|estimate|valued?|valuation|profit|spend)\b",
        ),
        (
            Kind.REASON,
            r"\b(?:why(?:['’]?s)?|reasons?|grounds?|justif\w+|rationale|what drove|case for|how come)\b",
        ),
        (
            Kind.WHO,
            r"\b(?:who(?:'s|s)?|whose|whom|which (?:firm|company|contractor|councillors?|officers?|members?|committee|law firm|provider|bidder)|reps?|representatives?|named|apologies)\b",
        ),
        (
            Kind.WHEN,
            r"\b(?:when|what (?:date|day|month|year|time)|by when|which (?:date|month|year)|how (?:long|often|soon)|start date|deadline|timetable)\b",
        ),
        (
            Kind.LIST,
            r"\b(?:list|which|what (?:changes|options|steps|actions|recommendations|areas))\b",
        ),
        (
            Kind.YES_NO,
            r"^\W*(?:is|are|was|were|did|does|do|has|have|had|(?:will|would|can|could)(?! you\b)|so is|should)\b",
        ),
    )
)


ASKS = (
    r"(?:(?:how (?:much|many|long|often|far|big)|when|who(?:se|m)?|why|where|what|which|how)(?:['’]?s)?"
    r"|(?:is|are|was|were|has|have|had|did|does|do|will|would|can|could) (?:it|they|there|he|she|this|that|the|any|cabinet|council|members))\b"
)
PARTED = re.compile(
    rf"(?:,|;|\?|\s-|\s–)\s*(?:and |but |so |or )?(?={ASKS})|\s(?:and|but|&) (?={ASKS})", re.I
)
"""Where a further question begins within a question."""
MOST_PARTS = 6
"""Parts that are answered one by one. Only a text that was pasted in has more."""


def _parts(text: str) -> list[str]:
    """Return the words of each part of a question; none where it has only one."""
    parts = [part.strip(" ?.,;") for part in PARTED.split(text)]
    parts = [part for part in parts if re.search(r"\w", part)]
    return parts[:MOST_PARTS] if len(parts) > 1 else []
