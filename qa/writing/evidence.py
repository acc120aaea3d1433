"""A cited quote as evidence: its clauses, and what stands round it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.answers import Citation
from qa.language.dates import DAY_MONTH, ISO, MONTH, MONTH_YEAR, NUMERIC, OF_DAY, SHORT_MONTHS
from qa.language.names import titles
from qa.language.numbers import CURRENCY, NUMBER_WORDS, PER_CENT, SCALES, amount_of
from qa.language.sentences import PARTS_CITED
from qa.language.terms import plain_letters, stem
from qa.language.word_lists import read_lists
from qa.papers import Standing

# --- What in a text can be checked to the letter: amounts, counts, dates, names, roles.

_FIGURES_IN_WORDS = {
    word: str(value) for word, value in NUMBER_WORDS.items() if 1 < value <= 50 or value == 100
}
"""Number words that are checked as figures: not "one", which is as a rule none, nor rare ones."""
ROLES = frozenset(
    stem(word)
    for word in """moved mover seconded seconder voted abstained against carried lost said replied
    asked answered spoke appointed chair chaired vice deputy leader mayor governor trustee
    substitute declared accepted rejected refused welcomed opposed supported thanked replaced
    resigned withdrew amendment motion lead director""".split()  # noqa: SIM905
)
"""Stems of words that tie a person or a vote to what was done: they must stand together."""
FROM, TO, BY, NONE = "from", "to", "by", ""
_LEADING = (
    (
        FROM,
        r"(?:from|since|starting|beginning|commencing|in place of|instead of|rather than|replacing|after|than)",
    ),
    (BY, r"by"),
    (TO, r"(?:to|until|till|becomes?|before|ending|up to|not later than|no later than|be at)"),
)
_TITLES_BETWEEN = titles(plural=True, without=("miss", "sir"))
_BETWEEN = rf"(?:\s+(?:the|a|an|on|of|about|sum|date|figure|on or|midnight|{_TITLES_BETWEEN}))*\s*{CURRENCY}?$"
_TOKEN = re.compile(
    r"(?P<date>\x00\d+\x00)"
    rf"|(?P<number>{CURRENCY}?\s?\d[\d,]*(?:\.\d+)?(?:\s?[-–/]\s?\d{{2,4}}(?!\d))?\s?(?:(?:{SCALES})\b|{PER_CENT})?)"
    r"|(?P<word>[^\W\d_]+(?:[&'’-][^\W\d_]+)*)",
    re.I,
)


class Anchor(StrEnum):
    """What of a text is checked letter for letter."""

    NAME = "name"
    ROLE = "role"
    DATE = "date"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or figure of a text; `anchor` is None where it needs no letter-for-letter check."""

    text: str
    term: str
    """Its stem; of a date or figure, its one form."""
    anchor: Anchor | None = None
    lead: str = NONE
    """Which way the words before a figure or date point: from, to or by."""


def read_tokens(text: str, *, opening: bool = False) -> list[Token]:
    """Return the tokens of a text in order, dates and figures in one form whatever their dress.

    With `opening`, the word that a sentence opens with counts as a name too, as it may be one.
    """
    plain = plain_letters(text).replace("’", "'")
    dates: list[str] = []

    def hide(match: re.Match[str]) -> str:
        dates.append(_date_of(match))
        return f" \x00{len(dates) - 1}\x00 "

    for pattern in (ISO, DAY_MONTH, MONTH_YEAR, NUMERIC):
        plain = pattern.sub(hide, plain)
    return [_token(match, plain, dates, opening) for match in _TOKEN.finditer(plain)]


def _token(match: re.Match[str], text: str, dates: list[str], opening: bool) -> Token:
    written = match[0].strip()
    if match["date"]:
        day = dates[int(written.strip("\x00"))]
        return Token(day, day, Anchor.DATE, _lead(text[: match.start()], is_date=True))
    if match["number"]:
        value = _figure(written)
        return Token(written, value, Anchor.FIGURE, _lead(text[: match.start()]))
    word = written.lower().removesuffix("'s")
    if word in _FIGURES_IN_WORDS:
        value = _FIGURES_IN_WORDS[word]
        return Token(written, value, Anchor.FIGURE, _lead(text[: match.start()]))
    term, lead = stem(word), _lead(text[: match.start()])
    if term in ROLES:
        return Token(written, term, Anchor.ROLE, lead)
    named = written[0].isupper() and (opening or not _opens(text, match.start()))
    return Token(written, term, Anchor.NAME if named else None, lead)


def _opens(text: str, start: int) -> bool:
    """Whether a word is the first of a sentence, where a capital tells nothing."""
    before = text[:start].rstrip(' \n"“(-–•')
    return not before or before[-1] in ".!?:;"


def _lead(before: str, *, is_date: bool = False) -> str:
    near = before[-60:].replace("\x00", " ")
    for way, pattern in _LEADING:
        if re.search(rf"\b{pattern}{_BETWEEN}", near.rstrip() + " ", re.I) or re.search(
            rf"\b{pattern}{_BETWEEN}", near, re.I
        ):
            return TO if way is BY and is_date else way
    return NONE


def _figure(written: str) -> str:
    """Return a figure in one form: 0.5m and 500,000 are one, 5% and £5 are two."""
    tight = re.sub(r"\s", "", written.lower()).replace("–", "-").replace("percent", "%")
    if re.fullmatch(r"\d{4}[-/]\d{2,4}|\d{1,3}/\d{2,4}", tight):
        return tight.replace("-", "/")
    sign = "%" if tight.endswith("%") else tight[0] if tight[0] in "£€$" else ""
    value = amount_of(tight.rstrip("%"))
    return f"{sign}{value:.10g}" if value is not None else tight


def _date_of(match: re.Match[str]) -> str:
    """Return a date as day-month-year, parts that are not given left out."""
    text = re.sub(rf"(?<=\d){OF_DAY}\b|\bof\b|,", " ", match[0], flags=re.I)
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
    written = numbers[2] if len(numbers[2]) == 4 else f"20{numbers[2]}"
    return f"{int(numbers[0])}-{SHORT_MONTHS[place - 1] if 1 <= place <= 12 else place}-{written}"


# --- The words that a writer may use of any matter, and those that turn a statement round.


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


GLUE = frozenset(read_lists("common_words.toml")["claimless_words"])
"""Words that carry no claim by themselves; how they tie figures and dates is looked at apart."""
REPORTING = _stems(
    """cabinet council committee executive meeting minute minutes paper papers report reports state
    states stated according namely also following set record records recorded councillor
    councillors cllr cllrs held matter item question answer reason reasons because therefore
    result year annual annually yearly"""
)
"""Words of telling what a paper says. Bodies among them are checked as who decided."""
ASKING = _stems(
    "recommend recommended recommends recommendation ask asks asked propose proposed proposes proposal suggest suggested would"
)
"""One of these keeps a recommendation or a proposal from being read as a decision."""
PROPOSING = _stems("recommend recommended recommends propose proposed proposes proposal suggest")
"""Words by which a paper's own sentence says that it is a wish."""
DECIDING = _stems(
    "decide decided decides decision agree agreed agrees approve approved approves approval resolve resolved resolves resolution"
)
SAID = {
    Standing.DECIDED: DECIDING,
    Standing.RECOMMENDED: ASKING,
    Standing.PROPOSED: ASKING,
    Standing.NOTED: _stems("note noted"),
    Standing.DEFERRED: _stems("defer deferred deferral"),
    Standing.DISCUSSED: _stems("discuss discussed consider considered"),
    Standing.BACKGROUND: frozenset[str](),
    Standing.EXEMPT: frozenset[str](),
}
"""Words that the standing of a quote itself bears out."""
NEEDS = {
    Standing.RECOMMENDED: ASKING,
    Standing.PROPOSED: ASKING,
    Standing.DEFERRED: SAID[Standing.DEFERRED],
}
"""What a sentence must hold so that a quote's standing is not lost."""
OTHERWISE = _stems(
    """noted received deferred referred refused rejected withdrawn recommended considered lost
    dismissed declined"""
)
"""Words for what else may be done with a matter than to agree it."""
DENYING = frozenset(
    """not no never none neither nor without cannot nobody nothing unable except unless fail failed
    fails lost refuse refused reject rejected decline declined against""".split()  # noqa: SIM905
)
LIMITING = (
    frozenset({"may", "might", "could", "can", "possibly", "possible", "perhaps"}),
    frozenset({"if", "unless", "provided", "subject"}),
)
"""Groups of words that make a statement less than certain; one of a group must be kept."""
BOUNDS = (
    ("up to", "limit", "maximum", "not more than", "no more than", "at most", "not exceeding"),
    ("at least", "minimum", "not less than", "no less than", "or more"),
    ("about", "approximately", "around", "some", "estimated", "estimate", "roughly", "nearly"),
    ("forecast", "expected", "projected", "planned", "target"),
    ("more than", "over", "exceeding", "above"),
    ("less than", "under", "below", "fewer than"),
)
"""Groups of words that bound a figure; a figure so bound in the paper must be so in the answer."""
ALIKE = {
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


def alike(term: str) -> str:
    """Return one term for words that mean the same in any council's papers."""
    return ALIKE.get(term, term)


_CLAUSE = re.compile(
    r"[;:]|,(?!\d)|\s[–—-]\s|\b(?:and|but|while|whereas|which|who|so that|whilst|although|because|since)\b",
    re.I,
)
_LEAD = re.compile(
    r"\b(?:recommend|propos|ask|suggest)\w*\b[^.;]{0,60}(?:\bto|\bthat)?\s*[:–-]?\s*\n|"
    r"\b(?:recommend|propos|ask|suggest)\w*\b[^.;]{0,60}:",
    re.I,
)
_JOINS = frozenset({"and", "but", "while", "whereas", "whilst", ";"})
"""What may join a statement of its own; a comma or a "which" goes on about the same."""
ASIDE = 5
"""Words of an aside between commas: "the posts, one of them vacant, will go"."""
_LIMB = re.compile(r"^\W*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d+(?:\.\d+)+)\s+", re.I)
PLANTED = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|above|previous|rule|question|passage|paper)"
    r"|\b(?:system prompt|language model|AI (?:assistant|model)|chatbot|as an assistant|you are (?:now|a|an)\b|you must|"
    r"(?:answer|respond|reply|say|write|state|tell (?:the )?(?:user|reader|them))[^.\n]{0,20}\b(?:that|with|only|exactly)\b[^.\n]{0,80}\b(?:instead|always|user|reader|asked|question)\b)",
    re.I,
)
"""Words addressed to whoever reads with a machine: a paragraph that has them proves nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a quote, and the sentence or limb in which it stands."""

    text: str
    tokens: tuple[Token, ...]
    sentence: str
    sentence_terms: tuple[str, ...]

    @property
    def terms(self) -> frozenset[str]:
        """The clause's own terms."""
        return frozenset(alike(token.term) for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one citation bears out."""

    citation: Citation
    clauses: tuple[Clause, ...]
    around: frozenset[str]
    """Terms of the heading, the paper's title, the body, the council: what the quote is about."""
    dates: frozenset[str]
    """The day of the meeting: a decision's date, but not one that the decision sets."""
    plain: str
    """The quote on one line, for words said to be quoted."""
    asks: bool
    """Whether some sentence of it says that it proposes or recommends."""
    led: bool
    """Whether such words lead to what follows, as in "is recommended to agree that:"."""


def split_clauses(text: str) -> list[str]:
    """Part a sentence at its joints; figures such as 1,000 stay whole."""
    return [part for part in _CLAUSE.split(text) if re.search(r"\w", part)]


def clauses_joined(text: str) -> list[tuple[str, bool]]:
    """Return the clauses of a sentence, and whether each is joined to the last as one of its own."""
    found: list[tuple[str, bool]] = []
    start, joined = 0, False
    for match in [*_CLAUSE.finditer(text), None]:
        part = text[start : match.start() if match else len(text)]
        if re.search(r"\w", part):
            found.append((part, joined))
            joined = False
        joined = joined or (match is not None and match[0].lower() in _JOINS)
        start = match.end() if match else len(text)
    return found


def _joined(parts: Sequence[str]) -> list[str]:
    """Return clauses that belong together: round an aside, and lists of which one is tied.

    Two clauses that each tie a figure, a date or a role are kept apart, since what one says of
    its own is not true of the other's.
    """
    ties = [sum(t.anchor not in (None, Anchor.NAME) for t in read_tokens(p)) for p in parts]
    joined = [
        f"{parts[i]} {parts[i + 1]}" for i in range(len(parts) - 1) if not (ties[i] and ties[i + 1])
    ]
    joined += [
        f"{parts[i]} {parts[i + 2]}"
        for i in range(len(parts) - 2)
        if len(parts[i + 1].split()) <= ASIDE and not ties[i + 1]
    ]
    return joined


def split_quote(quote: str) -> list[str]:
    """Return the sentences and limbs of a quote, without paragraphs that give orders."""
    paragraphs = re.split(r"\n(?=\s*(?:\(?\w{1,3}[.)]|\d+(?:\.\d+)*|[-•*])\s)|\n\s*\n", quote)
    kept = [part for part in paragraphs if not PLANTED.search(part)]
    return [s for part in kept for s in PARTS_CITED.split(part) if re.search(r"\w", s)]


def evidence_of(citation: Citation) -> Evidence:
    """Return a citation as evidence."""
    paper = citation.paper
    clauses = []
    for limb in split_quote(citation.quote):
        sentence = _LIMB.sub("", limb)
        terms = tuple(alike(token.term) for token in read_tokens(sentence))
        parts = split_clauses(sentence)
        clauses += [
            Clause(part, tuple(read_tokens(part)), sentence, terms)
            for part in [*parts, *_joined(parts)]
        ]
    named = [*citation.heading, paper.title, paper.body or "", paper.council or ""]
    if citation.minute:
        named.append(citation.minute)
    around = [token for text in named for token in read_tokens(text)]
    day = paper.meeting_date
    dates = {token.term for token in read_tokens(f"{day.day} {day:%B %Y}")} if day else set()
    return Evidence(
        citation,
        tuple(clauses),
        frozenset(alike(token.term) for token in around),
        frozenset(dates),
        plain_line(" ".join(split_quote(citation.quote))),
        any(PROPOSING & frozenset(clause.sentence_terms) for clause in clauses),
        bool(_LEAD.search(citation.quote)),
    )


def plain_line(text: str) -> str:
    """Return a text on one line in lower case with plain quotation marks."""
    straight = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return " ".join(straight.lower().split())


def cited(numbers: Sequence[int], citations: Sequence[Citation]) -> list[Evidence] | None:
    """Return the evidence of the numbers cited; None where one is no number of a quote."""
    held = {citation.number: citation for citation in citations}
    if not numbers or any(number not in held for number in numbers):
        return None
    return [evidence_of(held[number]) for number in dict.fromkeys(numbers)]
