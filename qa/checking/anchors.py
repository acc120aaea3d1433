"""What in a text can be checked to the letter: amounts, counts, dates, names, roles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.language.dates import DAY_MONTH, ISO, MONTH, MONTH_YEAR, NUMERIC, OF_DAY, SHORT_MONTHS
from qa.language.names import titles
from qa.language.numbers import CURRENCY, NUMBER_WORDS, PER_CENT, SCALES, amount_of
from qa.language.terms import plain_letters, stem

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
