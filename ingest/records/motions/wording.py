"""The words of a motion: where they stand around the verb by which it is moved.

They follow "that" or a colon, or the verb itself; or the verb stands behind them, in a sentence of
its own ("Proposed by A, seconded by B.") or in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.records.motions.movers import VERB
from ingest.records.votes.figures import MANNER
from qa.language.names import MINUTED_TITLES


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a motion and the paragraphs [first, last] in which they stand."""

    text: str
    first: int
    last: int
    behind: bool = False
    """The verb stands behind them: they may tell what was done with the motion."""


LONGEST_LEAD = 8
"""Words behind the verb that only lead in to a motion: "the following amendment:"."""
LONGEST_MOTION = 16
"""Paragraphs of a motion at most."""
_AT_STOPS = re.compile(
    r"(?<=[.;!?])[\"”’)]*(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\bCllr\.)(?<!\bCllrs\.)(?<!\bCyng\.)(?<!\bProp\.)"
    r"(?<!\bSec\.)(?<!\bSecd\.)(?<!\bnom\.)(?<!\bcon\.)(?<!\bNo\.)(?<!\bnos\.)(?<!\bMrs\.)(?<!\bAld\.)(?<!\bRev\.)\s+(?=[^\Wa-z]|[“\"‘(])"
)
_THAT = re.compile(
    r"[^.;:]{0,160}?(?<![\w’'])(?P<that>that|bod|fod|y dylid|y dylai|i’w|(?:unanimously |further |therefore )*(?:agreed|resolved|approved) to)\b",
    re.I,
)
_TO = re.compile(
    r"[\s,–-]*(?:and\s+)?(?:(?:it was )?(?:unanimously )?(?:agreed|resolved) )?(?P<to>(?:to|i)\s+[a-z])"
)
_OBJECT = re.compile(r"\s+(?!(?:and|,|by|seconded|that)\b)(?P<object>[^\s,;.:(].*)", re.S)
_LEADS = re.compile(
    r"(?:[:–—]-?|\b(?:and|that|to|was|it was|following|in the following terms|as follows|namely))\W*$",
    re.I,
)
_ENDS = re.compile(
    r",?\s*(?:(?:and|which)\s+)?(?:(?:it|this)\s+)?(?:(?:was|were)\s+)?(?:(?:duly|then|also)\s+)*(?:seconded|eiliwyd|ac eiliwyd)\b.*$"
    r"|(?:,\s*(?:(?:and|which)\s+)?|\s(?:and|which)\s+|\s(?=was\b|were\b|it was\b))(?:(?:it|this)\s+)?(?:(?:was|were)\s+)?(?:(?:duly|then|also|unanimously|therefore)\s+)*"
    r"(?:carried(?! (?:out|on|over|forward))|rejected|lost|defeated|refused|approved|put to the (?:vote|meeting)|agreed\b(?!\s+(?:to|that)\b)|with all in favour)\b.*$",
    re.I | re.S,
)
_WAS = re.compile(r"\s+(?:was|were|be|been|is)(?:\s+(?:then|also|duly|\w+ly))?$", re.I)
OPENS_QUOTE = re.compile(r"^\W{0,3}[“\"‘']")
_CLOSES_QUOTE = re.compile(r"[”\"’']\W{0,3}$")
_NO_MOTION = re.compile(
    rf"^\W*(?:(?:{MINUTED_TITLES})\b\.?\s+[A-Z]|votes?\b|voting\b|a vote\b|on (?:a|being|the) (?:division|vote|put)|for\W|against\W|upon being|following|during"
    r"|in (?:response|terms|accordance|seconding)|(?:the )?(?:chair\w*|mayor|council|committee|cabinet|motion|amendment)\b (?:then|was|said|put|moved|divided|thanked))",
    re.I,
)
_IN_QUOTES = re.compile(r"[“\"]")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends; initials and titles end none."""
    bounds = [0]
    for match in _AT_STOPS.finditer(text):
        bounds.append(match.end())
    bounds.append(len(text))
    return [(a, b) for a, b in pairwise(bounds) if text[a:b].strip()]


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Return where the sentence begins and ends in which a place of a text is."""
    found = [(a, b) for a, b in sentences(text) if a <= place < b]
    return found[0] if found else (0, len(text))


def find_words(
    paragraphs: Sequence[Paragraph],
    texts: Sequence[str],
    index: int,
    act: tuple[int, int],
    verb: tuple[int, int],
    *,
    active: bool,
    taken: Collection[int],
) -> Words | None:
    """Return the words of a motion that is moved in a paragraph; None where they are not found.

    `act` is where mover, seconder and verbs stand in the paragraph's text, `verb` where the verb
    of moving does. `taken` are the paragraphs in which something else is moved or voted on.
    """
    text = texts[index].replace("\n", " ")
    start, end = sentence_at(text, act[0])
    end = max(end, sentence_at(text, max(act[1] - 1, 0))[1])
    rest = text[act[1] : end]
    between = text[verb[1] : act[1]]
    if inside := _THAT.match(between):
        stop = _next_role(text, verb[1], act, end)
        begin = verb[1] + inside.start("that")
        words = _trim(text[begin:stop])
        if len(words.split()) > 1:
            return Words(words, index, index)
    if found := _THAT.match(rest):
        at = act[1] + found.start("that")
        to = re.search(r"\bto$", found["that"])
        words = _trim(text[at + (to.start() if to else 0) : end])
        if len(words.split()) > 1 or not _leads(text, end):
            return _with_block(paragraphs, texts, index, words, end, taken)
        return block_from(paragraphs, texts, index + 1, taken)
    if to_do := _TO.match(rest):
        return _with_block(paragraphs, texts, index, _trim(rest[_begin(to_do) :]), end, taken)
    quoted = text[act[1] :]
    mark = _IN_QUOTES.search(quoted[:60])
    if mark and len(quoted.split()) > 4:
        said = _trim(quoted[mark.start() :])
        return _with_block(paragraphs, texts, index, said, len(text), taken)
    long = len((rest if active else "").split()) > LONGEST_LEAD
    led = _leads(text, end) and end >= len(text.rstrip())
    led = led and not long and not _has_object(between, active)
    if led and (block := block_from(paragraphs, texts, index + 1, taken)):
        return block
    if active and (thing := _thing(text, verb[1], act, end)):
        return _with_block(paragraphs, texts, index, thing, end, taken)
    before = _WAS.sub("", text[start : act[0]].strip(" ,(–-:"))
    if len(before.split()) > 1 and not _only_leads(before):
        return Words(_tidy(before), index, index, behind=True)
    return _before_or_below(paragraphs, texts, index, start, end, taken)


def _begin(match: re.Match[str]) -> int:
    return match.start("to") if match["to"] else match.start("welsh")


def _before_or_below(
    paragraphs: Sequence[Paragraph],
    texts: Sequence[str],
    index: int,
    start: int,
    end: int,
    taken: Collection[int],
) -> Words | None:
    """Return the sentence, resolution or motion above or below a bare "Proposed by A"."""
    text = texts[index]
    after = text[end:].strip()
    ended = bool(re.search(r"[.!?)\]]\W*$", text))
    if not after and not ended and index + 1 < len(texts) and index + 1 not in taken:
        below = texts[index + 1]
        if (
            wordings.RESOLUTION.match(below)
            or OPENS_QUOTE.match(below)
            or below[:4].lower() == "that"
        ):
            return block_from(paragraphs, texts, index + 1, taken)
    earlier = [bounds for bounds in sentences(text) if bounds[1] <= start]
    if earlier:
        words = text[earlier[-1][0] : earlier[-1][1]]
        while len(earlier) > 1 and len(words.split()) < 4:
            earlier.pop()
            words = text[earlier[-1][0] : earlier[-1][1]]
        if len(earlier) == 1 and paragraphs[index].unit.number and "\n" in text:
            # A line of its own below the last limb: it is about the whole resolution.
            first = _resolution_above(paragraphs, texts, index, taken)
            limbs = [*texts[first:index], text[: earlier[-1][1]]]
            return Words(_tidy("\n".join(limbs)), first, index, behind=True)
        return Words(_tidy(words), index, index, behind=True)
    if after:
        return Words(_tidy(after), index, index, behind=True)
    above = index - 1
    while above >= 0 and not texts[above].strip():
        above -= 1
    if above < 0 or above in taken or (paragraphs[above].bold and len(texts[above].split()) < 8):
        return block_from(paragraphs, texts, index + 1, taken)
    first = _resolution_above(paragraphs, texts, above, taken)
    return Words(_tidy("\n".join(texts[first : above + 1])), first, above, behind=True)


def _resolution_above(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], last: int, taken: Collection[int]
) -> int:
    """Return where the resolution or motion begins of which a paragraph is the last one."""
    for first in range(last, max(-1, last - LONGEST_MOTION), -1):
        if first in taken:
            break
        opened = wordings.RESOLUTION.match(texts[first]) or OPENS_QUOTE.match(texts[first])
        if opened or re.match(r"(?i)\W*that\b", texts[first]):
            return first
        if (
            first < last
            and re.search(r"[:–—-]\W*$", texts[first])
            and not paragraphs[first].unit.number
        ):
            return first + 1  # the words that lead in to it
        lone = not paragraphs[first].unit.number and len(texts[first].split()) > 3
        if lone and first < last and paragraphs[first].bold:
            break
    return last


def _leads(text: str, end: int) -> bool:
    return bool(_LEADS.search(text[:end].rstrip())) or not re.search(r"[.!?)\]]\W*$", text[:end])


def _has_object(between: str, active: bool) -> bool:
    return (
        active and len(re.sub(r"[\W]|amendment|following|motion|further", " ", between).split()) > 6
    )


def _only_leads(before: str) -> bool:
    """Whether words before the verb only lead to it: "Following debate, it was"."""
    return bool(
        re.search(
            r"(?i)\b(?:it|and|then|following|motion|amendment|proposal|debate|discussion|duly)\W*(?:\w+ly\W*)?$",
            before,
        )
        or re.fullmatch(
            r"(?i)\W*(?:an?|the)?\s*(?:\w+\s+)?(?:motion|amendment|proposal)\b.{0,20}", before
        )
    )


def _thing(text: str, verb_end: int, act: tuple[int, int], end: int) -> str | None:
    """Return what follows the verb as its object, up to who seconds it or the sentence's end."""
    first = min(_next_role(text, verb_end, act, end), sentence_at(text, max(verb_end - 1, 0))[1])
    for begin, stop in ((verb_end, first), (act[1], end)):
        match = _OBJECT.match(text[begin:stop])
        if match is None:
            continue
        words = _trim(match["object"])
        generic = re.fullmatch(
            r"(?i)(?:as )?(?:an?|the|this|his|her|it)?\s*(?:(?:following|further|above|said)\s+)*(?:motion|amendment|proposal|proposition|this|it|them)?\W*(?:and.{0,30})?",
            words,
        )
        if not generic and len(words.split()) > 1:
            return words
    return None


def _next_role(text: str, verb_end: int, act: tuple[int, int], end: int) -> int:
    """Return where, behind the verb of moving, the words about seconding begin."""
    other = VERB.search(text, verb_end)
    if other is None or other.start() >= end:
        return end
    if re.match(r"\W*(?:by|gan|[:=(])", text[other.end() :]):
        return other.start()
    person = re.search(
        rf"(?:,?\s*(?:and|ac?)?\s*(?:(?:(?:{MINUTED_TITLES})\b\.?\s*)+[^,;]{{1,40}}|[A-Z]{{2,4}}[a-z]?)?\s*,?\s*)$",
        text[verb_end : other.start()],
    )
    return verb_end + person.start() if person else other.start()


def _with_block(
    paragraphs: Sequence[Paragraph],
    texts: Sequence[str],
    index: int,
    words: str,
    end: int,
    taken: Collection[int],
) -> Words:
    """Return words, with the list below where they end in a colon or an open quotation."""
    whole = end >= len(texts[index].rstrip())
    opened = len(re.findall(r"[“]", words)) > len(re.findall(r"[”]", words)) or (
        words.count('"') % 2 == 1
    )
    if whole and (re.search(r"[:–—]-?\W*$|:-$", texts[index]) or opened):
        below = block_from(paragraphs, texts, index + 1, taken, quoted=opened)
        if below:
            return Words(_tidy(f"{words}\n{below.text}"), index, below.last)
    return Words(_tidy(words), index, index)


def block_from(
    paragraphs: Sequence[Paragraph],
    texts: Sequence[str],
    first: int,
    taken: Collection[int],
    *,
    quoted: bool = False,
    resolved: bool = False,
) -> Words | None:
    """Return the motion that stands in paragraphs of its own, from one on.

    `resolved`: words that resolve stand above, so that it is no account of what was done next.
    """
    if first >= len(texts) or first in taken:
        return None
    if (
        not resolved
        and _NO_MOTION.match(texts[first])
        and not wordings.RESOLUTION.match(texts[first])
    ):
        return None
    quoted = quoted or bool(OPENS_QUOTE.match(texts[first]))
    last = first
    while last + 1 < len(texts) and last - first < LONGEST_MOTION and last + 1 not in taken:
        if quoted and _CLOSES_QUOTE.search(texts[last]):
            break
        if not quoted and not _goes_on(paragraphs, texts, first, last):
            break
        last += 1
    if quoted and not _CLOSES_QUOTE.search(texts[last]):
        last = first
    return Words(_tidy("\n".join(texts[first : last + 1])), first, last)


_LEAVES_OFF = re.compile(r"(?:[:;,–]|;? (?:and|or)|\b(?:that|to))\W*$", re.I)
"""How words end whose rest stands in the next paragraph."""


def _goes_on(paragraphs: Sequence[Paragraph], texts: Sequence[str], first: int, last: int) -> bool:
    """Whether the paragraph after `last` is one more limb of the motion."""
    after, number = texts[last + 1], paragraphs[last + 1].unit.number
    if _LEAVES_OFF.search(texts[last]):
        return not _NO_MOTION.match(after)
    opener = paragraphs[first].unit.number
    bullet = wordings.BULLET.match(paragraphs[last + 1].unit.text)
    if bullet and wordings.BULLET.match(paragraphs[last].unit.text):
        return True
    inside = opener is None and paragraphs[last].unit.number is not None
    return bool(number) and (inside or (opener is not None and _one_form(opener, number or "")))


def _one_form(one: str, other: str) -> bool:
    """Whether two numbers are of one form and the later follows the earlier."""
    form = [
        re.sub(r"[ivx]+$|[a-z]$", "a", re.sub(r"\d+", "1", each), flags=re.I)
        for each in (one, other)
    ]
    return form[0] == form[1]


def _trim(words: str) -> str:
    """Return the words of a motion without what was done with it."""
    return _tidy(_ENDS.sub("", words))


def _tidy(words: str) -> str:
    words = words.strip().strip(" ,;–-")
    if words.startswith("(") and ")" not in words:
        words = words[1:]
    if words.endswith(")") and "(" not in words:
        words = words[:-1]
    return MANNER.sub("", words).strip(" ,") if len(words.split()) < 2 else words
