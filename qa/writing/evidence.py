"""Evidence: a cited quote cut into clauses, so that a written sentence can be checked against it.

A quote is cut into sentences and limbs, these into clauses, and a clause into tokens: its words,
figures and dates. Figures, dates, names and roles are anchors, which must be found letter for
letter; other words are compared by their stems. The word lists below say which words claim nothing, which
go with a standing, and which change what a sentence claims ("not", "may", "if", "up to").

`qa.writing.claims` checks a whole sentence, `qa.writing.bearing` one clause of it. What was
measured: docs/adr/0008-language-model.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.answers import Citation
from qa.language.dates import (
    DAY_MONTH,
    ISO,
    MONTH,
    MONTH_YEAR,
    NUMERIC,
    OF_DAY,
    SHORT_MONTHS,
    format_day,
)
from qa.language.names import titles
from qa.language.numbers import CURRENCY, NUMBER_WORDS, PER_CENT, SCALES, amount_of
from qa.language.sentences import PARTS_CITED
from qa.language.terms import plain_letters, stem
from qa.language.word_lists import read_lists
from qa.papers import Standing


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one citation can prove."""

    citation: Citation
    clauses: tuple[Clause, ...]
    context: frozenset[str]
    """Terms of the heading, the paper's title, the body, the council: what the quote is about."""
    meeting_dates: frozenset[str]
    """The day of the meeting: a decision's date, but not one that the decision sets."""
    plain: str
    """The quote as `plain_line` gives it, to look for words in quotation marks."""
    proposes: bool
    """Whether a sentence of the quote says that it proposes or recommends."""
    leads_in_proposals: bool
    """Whether such words introduce what follows, as in "is recommended to agree that:"."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a quote, and the sentence or limb that it is part of."""

    text: str
    tokens: tuple[Token, ...]
    terms: frozenset[str]
    sentence: str
    sentence_terms: tuple[str, ...]
    """In the sentence's order."""


class Anchor(StrEnum):
    """A kind of token that must be found letter for letter."""

    NAME = "name"
    ROLE = "role"
    DATE = "date"
    FIGURE = "figure"


class Direction(StrEnum):
    """Which way the words before a figure or a date point: "from £5m", "to £6m", "by £1m"."""

    FROM = "from"
    TO = "to"
    BY = "by"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, figure or date of a text. `anchor` is None if its stem is enough."""

    text: str
    term: str
    """The stem of a word; of a figure or date, the one form that all its spellings share."""
    anchor: Anchor | None = None
    direction: Direction = Direction.NONE


def find_evidence(numbers: Sequence[int], citations: Sequence[Citation]) -> list[Evidence] | None:
    """Return the evidence that a sentence cites by number, each number once.

    None if it cites nothing, or a number that no citation has.
    """
    by_number = {citation.number: citation for citation in citations}
    if not numbers or any(number not in by_number for number in numbers):
        return None
    return [_read_evidence(by_number[number]) for number in dict.fromkeys(numbers)]


def _read_evidence(citation: Citation) -> Evidence:
    """Return a citation as evidence."""
    paper = citation.paper
    parts = _split_quote(citation.quote)
    clauses = [clause for part in parts for clause in _clauses(_LIMB_NUMBER.sub("", part))]
    about = [*citation.heading, paper.title, paper.body or "", paper.council or ""]
    about.append(citation.minute or "")
    day = paper.meeting_date
    return Evidence(
        citation,
        tuple(clauses),
        context=frozenset(canonical(t.term) for text in about for t in read_tokens(text)),
        meeting_dates=frozenset(t.term for t in read_tokens(format_day(day)))
        if day
        else frozenset(),
        plain=plain_line(" ".join(parts)),
        proposes=any(PROPOSAL_WORDS & frozenset(clause.sentence_terms) for clause in clauses),
        leads_in_proposals=bool(_PROPOSAL_LEAD_IN.search(citation.quote)),
    )


_LIMB_NUMBER = re.compile(r"^\W*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d+(?:\.\d+)+)\s+", re.I)
_PROPOSAL_LEAD_IN = re.compile(
    r"\b(?:recommend|propos|ask|suggest)\w*\b[^.;]{0,60}(?:\bto|\bthat)?\s*[:–-]?\s*\n|"
    r"\b(?:recommend|propos|ask|suggest)\w*\b[^.;]{0,60}:",
    re.I,
)
_PARAGRAPH = re.compile(r"\n(?=\s*(?:\(?\w{1,3}[.)]|\d+(?:\.\d+)*|[-•*])\s)|\n\s*\n")
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|above|previous|rule|question|passage|paper)"
    r"|\b(?:system prompt|language model|AI (?:assistant|model)|chatbot|as an assistant|you are (?:now|a|an)\b|you must|"
    r"(?:answer|respond|reply|say|write|state|tell (?:the )?(?:user|reader|them))[^.\n]{0,20}\b(?:that|with|only|exactly)\b[^.\n]{0,80}\b(?:instead|always|user|reader|asked|question)\b)",
    re.I,
)
"""Words that a paper addresses to a language model; a paragraph that has them proves nothing."""


def _split_quote(quote: str) -> list[str]:
    """Return the sentences and limbs of a quote, without paragraphs that instruct a model."""
    kept = [part for part in _PARAGRAPH.split(quote) if not instructs(part)]
    return [s for part in kept for s in PARTS_CITED.split(part) if re.search(r"\w", s)]


def instructs(text: str) -> bool:
    """Whether a text has words that are written for a language model."""
    return bool(_INSTRUCTION.search(text))


def plain_line(text: str) -> str:
    """Return a text on one line in lower case with straight quotation marks."""
    straight = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return " ".join(straight.lower().split())


# Clauses

_CLAUSE_BREAK = re.compile(
    r"[;:]|,(?!\d)|\s[–—-]\s|\b(?:and|but|while|whereas|which|who|so that|whilst|although|because|since)\b",
    re.I,
)
_JOINING = frozenset({"and", "but", "while", "whereas", "whilst", ";"})
"""What may begin a statement of its own. A comma or a "which" goes on about the same."""
_MAX_ASIDE = 5
"""Words of an aside between commas: "the posts, one of them vacant, will go"."""


def split_clauses(text: str) -> list[tuple[str, bool]]:
    """Return the clauses of a sentence, each with whether it may be a statement of its own.

    Figures such as 1,000 stay whole.
    """
    clauses: list[tuple[str, bool]] = []
    start, joined = 0, False
    for match in [*_CLAUSE_BREAK.finditer(text), None]:
        part = text[start : match.start() if match else len(text)]
        if re.search(r"\w", part):
            clauses.append((part, joined))
            joined = False
        joined = joined or (match is not None and match[0].lower() in _JOINING)
        start = match.end() if match else len(text)
    return clauses


def _clauses(sentence: str) -> list[Clause]:
    """Return the clauses of a sentence, and pairs of them that may be read as one.

    A clause goes with the next one, and with the one after a short aside. Two clauses that each
    hold a figure, a date or a role are not paired: what is said of one is not true of the other.
    """
    parts = [part for part, _ in split_clauses(sentence)]
    tied = [any(t.anchor not in (None, Anchor.NAME) for t in read_tokens(p)) for p in parts]
    pairs = [
        f"{parts[i]} {parts[i + 1]}" for i in range(len(parts) - 1) if not (tied[i] and tied[i + 1])
    ]
    pairs += [
        f"{parts[i]} {parts[i + 2]}"
        for i in range(len(parts) - 2)
        if len(parts[i + 1].split()) <= _MAX_ASIDE and not tied[i + 1]
    ]
    sentence_terms = tuple(canonical(token.term) for token in read_tokens(sentence))
    clauses = []
    for part in [*parts, *pairs]:
        tokens = tuple(read_tokens(part))
        terms = frozenset(canonical(token.term) for token in tokens)
        clauses.append(Clause(part, tokens, terms, sentence, sentence_terms))
    return clauses


# Tokens

_FIGURES_IN_WORDS = {
    word: str(value) for word, value in NUMBER_WORDS.items() if 1 < value <= 50 or value == 100
}
"""Number words that are checked as figures. "One" is mostly no number, and others are rare."""
_ROLES = frozenset(
    stem(word)
    for word in """moved mover seconded seconder voted abstained against carried lost said replied
    asked answered spoke appointed chair chaired vice deputy leader mayor governor trustee
    substitute declared accepted rejected refused welcomed opposed supported thanked replaced
    resigned withdrew amendment motion lead director""".split()  # noqa: SIM905
)
"""Stems of words that tie a person or a vote to what was done."""
_TITLES = titles(plural=True, without=("miss", "sir"))
_BETWEEN = (
    rf"(?:\s+(?:the|a|an|on|of|about|sum|date|figure|on or|midnight|{_TITLES}))*\s*{CURRENCY}?$"
)
_DIRECTIONS = {
    Direction.FROM: re.compile(
        rf"\b(?:from|since|starting|beginning|commencing|in place of|instead of|rather than|replacing|after|than){_BETWEEN}",
        re.I,
    ),
    Direction.BY: re.compile(rf"\bby{_BETWEEN}", re.I),
    Direction.TO: re.compile(
        rf"\b(?:to|until|till|becomes?|before|ending|up to|not later than|no later than|be at){_BETWEEN}",
        re.I,
    ),
}
_TOKEN = re.compile(
    r"(?P<date>\x00\d+\x00)"
    rf"|(?P<number>{CURRENCY}?\s?\d[\d,]*(?:\.\d+)?(?:\s?[-–/]\s?\d{{2,4}}(?!\d))?\s?(?:(?:{SCALES})\b|{PER_CENT})?)"
    r"|(?P<word>[^\W\d_]+(?:[&'’-][^\W\d_]+)*)",
    re.I,
)


def read_tokens(text: str, *, opening: bool = False) -> list[Token]:
    """Return the tokens of a text in order.

    With `opening`, a capital at the start of a sentence also makes a name, as it may be one.
    """
    plain = plain_letters(text).replace("’", "'")
    dates: list[str] = []

    def hide(match: re.Match[str]) -> str:
        dates.append(_date_term(match[0]))
        return f" \x00{len(dates) - 1}\x00 "

    for pattern in (ISO, DAY_MONTH, MONTH_YEAR, NUMERIC):
        plain = pattern.sub(hide, plain)
    return [_token(match, plain, dates, opening) for match in _TOKEN.finditer(plain)]


def _token(match: re.Match[str], text: str, dates: list[str], opening: bool) -> Token:
    written, before = match[0].strip(), text[: match.start()]
    direction = _direction(before, is_date=bool(match["date"]))
    if match["date"]:
        day = dates[int(written.strip("\x00"))]
        return Token(day, day, Anchor.DATE, direction)
    word = written.lower().removesuffix("'s")
    if match["number"] or word in _FIGURES_IN_WORDS:
        value = _figure_term(written) if match["number"] else _FIGURES_IN_WORDS[word]
        return Token(written, value, Anchor.FIGURE, direction)
    term = stem(word)
    if term in _ROLES:
        return Token(written, term, Anchor.ROLE, direction)
    before = before.rstrip(' \n"“(-–•')
    opens = not before or before[-1] in ".!?:;"
    named = written[0].isupper() and (opening or not opens)
    return Token(written, term, Anchor.NAME if named else None, direction)


def _direction(before: str, *, is_date: bool) -> Direction:
    near = before[-60:].replace("\x00", " ")
    for direction, pattern in _DIRECTIONS.items():
        if pattern.search(near.rstrip() + " ") or pattern.search(near):
            # "By 31 March" sets an end, as "to 31 March" does.
            return Direction.TO if direction is Direction.BY and is_date else direction
    return Direction.NONE


def _figure_term(written: str) -> str:
    """Return a figure in one form: 0.5m and 500,000 are the same, 5% and £5 are not."""
    tight = re.sub(r"\s", "", written.lower()).replace("–", "-").replace("percent", "%")
    if re.fullmatch(r"\d{4}[-/]\d{2,4}|\d{1,3}/\d{2,4}", tight):
        return tight.replace("-", "/")
    sign = "%" if tight.endswith("%") else tight[0] if tight[0] in "£€$" else ""
    value = amount_of(tight.rstrip("%"))
    return f"{sign}{value:.10g}" if value is not None else tight


def _date_term(written: str) -> str:
    """Return a date as day-month-year ("3-mar-2024"), without the parts that are not given."""
    text = re.sub(rf"(?<=\d){OF_DAY}\b|\bof\b|,", " ", written, flags=re.I)
    month = re.search(MONTH, text, re.I)
    numbers = re.findall(r"\d+", text)
    if month:
        name = month[0][:3].lower()
        short = [n for n in numbers if len(n) <= 2]
        day = short[:1]
        year = [n for n in numbers if len(n) == 4][:1] or [f"20{n}" for n in short[1:2]]
        return "-".join([*(str(int(n)) for n in day), name, *year])
    if len(numbers[0]) == 4:
        numbers.reverse()
    place = int(numbers[1])
    year_written = numbers[2] if len(numbers[2]) == 4 else f"20{numbers[2]}"
    return (
        f"{int(numbers[0])}-{SHORT_MONTHS[place - 1] if 1 <= place <= 12 else place}-{year_written}"
    )


# Words that the checks look for: stems, unless they are said to be plain words


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


CLAIMLESS_WORDS = frozenset(read_lists("common_words.toml")["claimless_words"])
"""Plain words that claim nothing by themselves. How they tie figures and dates is checked apart."""
REPORTING_WORDS = _stems(
    """cabinet council committee executive meeting minute minutes paper papers report reports state
    states stated according namely also following set record records recorded councillor
    councillors cllr cllrs held matter item question answer reason reasons because therefore
    result year annual annually yearly"""
)
"""Words of saying what a paper says. Bodies among them are checked as who decided."""
REQUEST_WORDS = _stems(
    "recommend recommended recommends recommendation ask asks asked propose proposed proposes proposal suggest suggested would"
)
"""One of these keeps a recommendation or a proposal from being read as a decision."""
PROPOSAL_WORDS = _stems(
    "recommend recommended recommends propose proposed proposes proposal suggest"
)
"""Words by which a paper's own sentence says that it proposes."""
DECISION_WORDS = _stems(
    "decide decided decides decision agree agreed agrees approve approved approves approval resolve resolved resolves resolution"
)
STANDING_WORDS = {
    Standing.DECIDED: DECISION_WORDS,
    Standing.RECOMMENDED: REQUEST_WORDS,
    Standing.PROPOSED: REQUEST_WORDS,
    Standing.NOTED: _stems("note noted"),
    Standing.DEFERRED: _stems("defer deferred deferral"),
    Standing.LOST: _stems("lose lost fall fell fallen withdraw withdrawn defeat defeated"),
    Standing.RECORDED: frozenset[str](),
    Standing.DISCUSSED: _stems("discuss discussed consider considered"),
    Standing.BACKGROUND: frozenset[str](),
    Standing.EXEMPT: frozenset[str](),
}
"""Words that the standing of a quote itself bears out."""
REQUIRED_WORDS = {
    Standing.RECOMMENDED: REQUEST_WORDS,
    Standing.PROPOSED: REQUEST_WORDS,
    Standing.DEFERRED: STANDING_WORDS[Standing.DEFERRED],
}
"""Words of which a sentence must hold one, so that the standing of its quote is not lost."""
OTHER_OUTCOMES = _stems(
    """noted received deferred referred refused rejected withdrawn recommended considered lost
    dismissed declined"""
)
"""Words for what else than an agreement may come of a matter."""
DENIALS = frozenset(
    """not no never none neither nor without cannot nobody nothing unable except unless fail failed
    fails lost refuse refused reject rejected decline declined against""".split()  # noqa: SIM905
)
"""Plain words."""
POSSIBILITY_WORDS = frozenset({"may", "might", "could", "can", "possibly", "possible", "perhaps"})
"""Plain words that make a statement less than certain; a sentence must keep one of them."""
CONDITION_WORDS = frozenset({"if", "unless", "provided", "subject"})
"""Plain words that make a statement depend on another; a sentence must keep one of them."""
BOUNDS = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        "up to|limit|maximum|not more than|no more than|at most|not exceeding",
        "at least|minimum|not less than|no less than|or more",
        "about|approximately|around|some|estimated|estimate|roughly|nearly",
        "forecast|expected|projected|planned|target",
        "more than|over|exceeding|above",
        "less than|under|below|fewer than",
    )
)
"""Words that bound a figure, each kind with its own. The answer must bound it as the paper does."""
_CANONICAL = {
    stem(word): stem(group.split()[0])
    for group in (
        "year annual annually yearly annum pa",
        "councillor councillors cllr cllrs member members",
        "percent percentage",
        "person people persons",
        "start begin beginning commence",
        "head heads",
    )
    for word in group.split()
}


def canonical(term: str) -> str:
    """Return the one term that stands for all with the same meaning in any council's papers."""
    return _CANONICAL.get(term, term)
