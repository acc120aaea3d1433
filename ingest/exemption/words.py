"""Read a text word by word: what each word does in a marking, where a phrase ends.

The words are data (`data/words.toml`). A word that is not listed there is content: it speaks of the
paper's own matter. How a text is printed (letters set apart, wide or invisible letters, a letter
misread by a scanner) makes no difference.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from qa.language.dates import MONTH, WEEKDAY

LONGEST_TEXT = 600
"""Letters of the longest marking: the grounds, with the paragraphs and the Act in full."""


class Does:
    """What a word does in a marking; see the headings of `data/words.toml`.

    Plain numbers, since sets of an enum cost some fifty times as much.
    """

    CONTENT = 0
    OUTRIGHT = 1 << 0
    MARKING = 1 << 1
    WEAK = 1 << 2
    SCHEDULE = 1 << 3
    GROUNDS = 1 << 4
    DOCUMENT = 1 << 5
    TOPIC = 1 << 6
    THING = 1 << 7
    THIS = 1 << 8
    PUBLISH = 1 << 9
    FORBID = 1 << 10
    AUDIENCE = 1 << 11
    EXCLUDE = 1 << 12
    OPEN = 1 << 13
    NEGATION = 1 << 14
    LIFTED = 1 << 15
    SUPPOSED = 1 << 16
    PAST = 1 << 17
    VERB = 1 << 18
    MEANS = 1 << 19
    REASON = 1 << 20
    ABOUT = 1 << 21
    FORM = 1 << 22
    SMALL = 1 << 23
    COUNT = 1 << 24
    """A number, letter or date, as that of a paragraph."""
    PEOPLE = 1 << 25
    GROUP = 1 << 26
    ASKS = 1 << 27
    """These three say nothing by themselves; they are in `Word.who`."""


WHO = Does.PEOPLE | Does.GROUP | Does.ASKS
TRIGGERS = Does.OUTRIGHT | Does.MARKING | Does.WEAK | Does.SCHEDULE | Does.EXCLUDE | Does.FORBID


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several that do one thing together."""

    text: str
    """In lower case."""
    does: int
    apart: bool
    """Whether a dash, bracket, colon, tab or the end of a sentence stands before it."""
    capitals: bool
    printed: str = ""
    who: int = 0
    """Whether it names people, a body of them, or what a field asks; in content and other words."""


def spelled(text: str) -> str:
    """Return a line as it reads: no invisible characters, wide letters, or letters spaced out."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKC", text)
        text = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    if _SPACED.search(text):
        text = _SPACED.sub(lambda match: _parted(_BETWEEN.sub("", match[0])), text)
    text = text.replace("_", " ")
    if "-" in text:
        text = _HYPHENATED.sub(_unhyphenated, text)
    return " ".join(_TABS.sub(" | ", text).split())


_SPACED = re.compile(r"(?<![^\s(\[*|])(?:[^\W_](?:[ ]{1,4}|[.·_-])){4,}[^\W_](?![^\s)\].,;:*|])")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-\s?[^\W\d_]+)+")
_BETWEEN = re.compile(r"[\W_]+")
_TABS = re.compile(r"\t+")


def _unhyphenated(match: re.Match[str]) -> str:
    """Join a word that is cut by hyphens, where the whole is a word of the lexicon."""
    whole = re.sub(r"-\s?", "", match[0])
    return whole if whole.lower() in _vocabulary() else match[0]


def _parted(letters: str) -> str:
    """Part letters that were set apart into the words that are known; else return them whole."""
    lower = letters.lower()
    known = _vocabulary()
    best: list[list[int] | None] = [[]] + [None] * len(lower)
    for end in range(1, len(lower) + 1):
        for start in range(max(0, end - 16), end):
            before = best[start]
            if before is None or lower[start:end] not in known:
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = [*before, end]
    cuts = best[-1]
    if cuts is None:
        return letters
    return " ".join(letters[a:b] for a, b in zip([0, *cuts[:-1]], cuts, strict=True))


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(
        word for phrase in _lexicon() for word in phrase if len(word) > 1 or word == "a"
    )


@cache
def _lexicon() -> dict[tuple[str, ...], int]:
    text = resources.files("ingest.exemption").joinpath("data", "words.toml").read_text("utf-8")
    found: dict[tuple[str, ...], int] = {}
    for heading, phrases in tomllib.loads(text).items():
        for phrase in phrases:
            key = tuple(phrase.split())
            found[key] = found.get(key, Does.CONTENT) | getattr(Does, heading.upper())
    return found


@cache
def _longest() -> dict[str, int]:
    """Return, by its first word, how many words the longest phrase has."""
    lengths: dict[str, int] = {}
    for phrase in _lexicon():
        lengths[phrase[0]] = max(lengths.get(phrase[0], 0), len(phrase))
    return lengths


@cache
def _misread() -> dict[str, str]:
    """Return the spellings one letter away from the longer marking words."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    right = {word for phrase in _lexicon() for word in phrase}
    found: dict[str, str] = {}
    for phrase, does in _lexicon().items():
        if len(phrase) > 1 or (not does & Does.MARKING and phrase != ("publication",)):
            continue
        (word,) = phrase
        if len(word) < 6:
            continue
        for place in range(len(word) + 1):
            head, tail = word[:place], word[place:]
            wrong = [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]]
            wrong += [head + letter + tail[1:] for letter in letters if tail]
            found.update((one, word) for one in wrong if one not in right and one not in _REAL)
    return found


_REAL = frozenset({"exempts", "privates", "priváte", "privatel", "exempt", "secrets", "restricte"})
"""Spellings that are words of their own."""
_TOKEN = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*|[^\w\s]|_")
_PLURAL = re.compile(r"\((?:s|es|au|ies)\)", re.I)
_CLAUSE = re.compile(r"(?<=[\da-z])\(([a-z]|\d{1,2})\)", re.I)
_NOT_APPLICABLE = re.compile(r"\b[nN]\s?/\s?[aA]\b")
_REFERENCE = re.compile(r"\b[A-Z]{1,6}(?:[/-]\d+)+\b")
"""The number of a report or decision: CAB/24/31."""
_COUNT = re.compile(r"\d+[a-z]{0,2}|[ivx]{1,4}|[a-h]|\d+(?:st|nd|rd|th)", re.I)
_DAY = re.compile(rf"(?:{MONTH}|{WEEKDAY})", re.I)
_SOFT = frozenset(",'’\"“”‘&*_`´#")
_LEANING = {"'r": "yr", "'i": "ei", "'u": "eu"}
_JOINING = frozenset("-‐‑")


@lru_cache(16_384)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a line, or of a sentence, with what each of them does."""
    text = _NOT_APPLICABLE.sub("not applicable", text)
    text = _CLAUSE.sub(r"\1", _PLURAL.sub("", spelled(text[:LONGEST_TEXT])))
    text = _REFERENCE.sub("0", text)
    tokens: list[tuple[str, bool]] = []
    apart = False
    end = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0].isalnum():
            tokens.append((token, apart))
            apart = False
        elif token in _JOINING:
            apart = apart or not (
                match.start() == end and text[match.end() : match.end() + 1].strip()
            )
        elif token == ".":
            # "para. 3" goes on, and so does "S.12A".
            rest = text[match.end() :].lstrip()
            apart = apart or not (rest[:1].isdigit() or rest[:1].islower())
        elif token not in _SOFT:
            apart = True
        end = match.end()
    return tuple(_grouped(tokens))


def _grouped(tokens: list[tuple[str, bool]]) -> Iterable[Word]:
    pieces = [
        (piece, apart and not place)
        for token, apart in tokens
        for place, piece in enumerate(_pieces(token))
    ]
    plain = [piece.plain for piece, _ in pieces]
    lexicon, longest = _lexicon(), _longest()
    place = 0
    while place < len(pieces):
        first, apart = pieces[place]
        reach = longest.get(first.plain, 0)
        if not reach and first.plain not in _DOUBLE:  # most words
            yield Word(first.plain, first.count, apart, first.capitals, first.printed)
            place += 1
            continue
        for length in range(min(reach, len(pieces) - place), 0, -1):
            phrase = tuple(plain[place : place + length])
            inner = any(apart for _, apart in pieces[place + 1 : place + length])
            if phrase in lexicon and not inner:
                break
        else:
            length, phrase = 1, (first.plain,)
        found = lexicon.get(phrase, Does.CONTENT)
        does, who = found & ~WHO, found & WHO
        if not does or (len(phrase) == 1 and phrase[0] in ("may", "i", "a")):
            does |= first.count
        if phrase in (("no",), ("nos",)) and _is_count(plain, place + 1):
            does &= ~Does.NEGATION
        if phrase == ("may",) and (
            _is_count(plain, place + 1) or (place and _is_count(plain, place - 1))
        ):
            does = Does.COUNT
        if phrase == ("ni",) and first.printed == "NI":
            does = Does.GROUNDS  # Northern Ireland, not the Welsh for "not"
        if phrase == ("os",) and first.printed == "OS":
            does = Does.WEAK  # "official, sensitive", not the Welsh for "if"
        together = [piece for piece, _ in pieces[place : place + length]]
        capitals = all(piece.capitals for piece in together)
        printed = " ".join(piece.printed for piece in together)
        yield Word(" ".join(phrase), does, apart, capitals, printed, who)
        place += length


_DOUBLE = frozenset({"may", "ni", "no", "nos", "os"})
"""Words that do one thing or another by what stands beside them or how they are printed."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word as it stands in a text, or one of the two that lean on each other."""

    printed: str
    plain: str
    """In lower case, letters and figures alone, a letter that was misread put right."""
    capitals: bool
    """Whether it has no small letter."""
    count: int
    """`Does.COUNT` for a number, letter or date; else `Does.CONTENT`."""


@lru_cache(32_768)
def _pieces(token: str) -> tuple[_Piece, ...]:
    """Return what is to be known of a word by itself; papers say the same words over and over."""
    found = []
    for printed in _without_article(token):
        plain = "".join(char for char in printed if char.isalnum()).lower()
        plain = _misread().get(plain, plain) if len(plain) >= 5 else plain
        capitals = printed.isupper() or not any(char.isalpha() for char in printed)
        count = Does.COUNT if _is_count([plain], 0) else Does.CONTENT
        found.append(_Piece(printed, plain, capitals, count))
    return tuple(found)


def _without_article(token: str) -> tuple[str, ...]:
    """Part what leans on a word in Welsh: "cyhoeddi'r", "â'i"."""
    leaning = _LEANING.get(token[-2:].lower().replace("’", "'"))
    return (token,) if leaning is None or len(token) <= 2 else (token[:-2], leaning)


def _is_count(plain: list[str], place: int) -> bool:
    if place >= len(plain):
        return False
    return bool(_COUNT.fullmatch(plain[place]) or _DAY.fullmatch(plain[place]))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds marking words, of making public, those that take these back, and groups."""
    marking = Does.OUTRIGHT | Does.MARKING | Does.WEAK | Does.SCHEDULE | Does.FORBID
    people = Does.PEOPLE | Does.GROUP
    named = "|".join(one for (one, *rest), does in _lexicon().items() if does & people and not rest)
    return (
        re.compile(rf"\b(?:{_stems(marking, 'publicat', 'nfp')})"),
        re.compile(rf"\b(?:{_stems(Does.PUBLISH | Does.AUDIENCE)})"),
        re.compile(rf"\b(?:{_stems(Does.NEGATION | Does.EXCLUDE, 'exclu', 'absen', 'clos')})"),
        re.compile(rf"\b(?:{named})['’]? (?:(?:use|eyes) )?only\b"),
    )


def _stems(kinds: int, *more: str) -> str:
    """Return a pattern of the first words of phrases, long ones cut, put together by two letters.

    One choice among hundreds is slow; a choice of two letters, and then among few, is fast.
    """
    found = set(more)
    for phrase, does in _lexicon().items():
        if does & kinds and phrase[0] not in ("part", "section", "rhan"):
            (first, *rest) = map(re.escape, phrase)
            short = first[:6] if len(first) > 7 else rf"{first}\b"
            found.add(r"\W{1,3}".join([first, *rest]) if rest else short)
    behind: dict[str, list[str]] = {}
    for one in sorted(found):
        cut = 2 if one[:2].isalnum() else 1
        behind.setdefault(one[:cut], []).append(one[cut:])
    return "|".join(f"{start}(?:{'|'.join(rest)})" for start, rest in sorted(behind.items()))


_APART = r"(?:[ ]{1,4}|[.·_-])"
_LETTERS = re.compile(rf"(?<!\S)[a-z](?:{_APART}[a-z]){{3,}}(?!\S)")
"""Letters set apart."""
_PIECES = re.compile(r"\b[a-z]{1,5}(?:-[a-z]{1,5}){2,}\b")
_MISREAD = re.compile(r"[a-z][01][a-z]{2}")
_ODD = re.compile(r"[\u200b-\u200f\u00ad\u2060\ufeff\uff21-\uff5a\U0001d400-\U0001d7ff]")
_PARTS = re.compile(
    r"\b(?:part|section|rhan) (?:2|ii|two|b|dau) (?:agenda|report|item|paper|minute|exempt|eitem|private)"
    r"|\b(?:agenda|item|report|paper|eitem|adroddiad)\b.{0,20}\b(?:part|rhan) (?:2|ii|two|b)\b"
)
_OFFICIAL = re.compile(r"\bo[-. ]?s\b\W{1,3}(?:comm|pers|sens)")
_AWAY = re.compile(r"\b(?:not?|never) (?:[a-z]+ ){0,4}(?:beyond|outside)\b")
_BREACH = re.compile(r"\b(?:publi|disclos|releas)\w* (?:[a-z]+ ){0,6}(?:breach|contraven|infring)")


@lru_cache(16_384)
def may_mark(text: str) -> bool:
    """Whether a text has a word by which a paper could be marked; most have none."""
    marking, public, kept, people = _patterns()
    text = text.replace("_", " ").lower()  # faster than a pattern that does not mind the case
    if marking.search(text) or (not text.isascii() and _ODD.search(text)):
        return True
    if public.search(text) and kept.search(text):
        return True
    found: re.Match[str] | bool | None = _LETTERS.search(text)
    if "0" in text or "1" in text:
        found = found or _MISREAD.search(text)
    if "-" in text:
        found = found or _PIECES.search(text)
    if "only" in text:
        found = found or people.search(text)
    if "part" in text or "rhan" in text:
        found = found or _PARTS.search(text)
    if "beyond" in text or "outside" in text:
        found = found or _AWAY.search(text)
    if "breach" in text or "contraven" in text or "infring" in text:
        found = found or _BREACH.search(text)
    return bool(found or "unig" in text or _OFFICIAL.search(text))
