"""Whether a sentence says of the paper in which it stands that it is withheld.

Its subject is this paper, and what it says of it begins with a marking. Content may stand only
before the subject, or behind the marking as a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.exemption.marks import (
    CERTAIN,
    NOTHING,
    OUTRIGHT,
    Form,
    Mark,
    Reading,
    has_content,
    is_this_thing,
    marks_in,
    printed,
)
from ingest.exemption.words import Does, Word, may_mark, words_of
from qa.language.sentences import PARTS_THAT_STATE

D = Does


@lru_cache(4_096)
def read_statements(text: str) -> Reading:
    """Return the strongest statement about this paper among the sentences of a text."""
    best = NOTHING
    if not may_mark(text):
        return best
    for sentence in PARTS_THAT_STATE.split(text):
        if may_mark(sentence) and not sentence.rstrip().endswith("?"):
            best = max(best, _statement(words_of(sentence)), key=lambda one: one.strength)
    return best


# Statements about this paper


def _statement(words: Sequence[Word]) -> Reading:
    """Read a sentence: its subject is this paper, and what it says of it begins with a marking."""
    if words and words[0].text in _ASKING:
        return NOTHING
    for place in _subjects(words):
        if any(word.text == "resolved" for word in words[:place]):
            continue  # minutes record it of an item
        for mark in marks_in(words[place:]):
            start, end = place + mark.start, place + mark.end
            between = words[place:start]
            if any(word.does == D.CONTENT or word.does & D.OPEN for word in between):
                break  # "This report is public. Not for publication: none", in one line
            lead = words[max(0, place - 6) : start]
            if any(_takes_back(word) or word.does & D.NEGATION for word in lead):
                break
            if not any(word.does & D.VERB for word in words[: max(end, start + 1)]):
                break
            if _has_other_subject(between):
                break
            if any(word.does & D.THING for word in between) and not is_this_thing(
                words[place:start]
            ):
                break
            after = words[end:]
            if any(word.does & D.THING for word in after[:12]) and not is_this_thing(words[place:]):
                break
            if any(
                word.text in ("part", "parts", "partly") and not word.does & D.WEAK
                for word in after[:4]
            ) and not any(word.does & D.SCHEDULE for word in words):
                break
            if words[start].does & D.WEAK and words[start].text in _NOT_OF_PAPERS:
                break
            said = printed(words[place:end])
            return Reading(max(CERTAIN, mark.strength), Form.STATEMENT, words=said, verb=True)
    return _exclusion(words)


_MINUTED = frozenset({"resolved", "agreed", "that"})
"""Words of a resolution, which minutes record and a report recommends."""
_ASKING = frozenset({"is", "are", "does", "do", "will", "has", "should", "why", "how", "a"})
"""First words of a question or a heading, or of a sentence about papers of a kind."""
_NOT_OF_PAPERS = frozenset({"sensitive", "protect", "personal data", "personal information"})
"""Weak signs that are none in a sentence: "This report is sensitive to rising prices"."""


def _has_other_subject(words: Sequence[Word]) -> bool:
    """Whether something else comes between this paper and the verb: "in this report the minutes are"."""
    for place, word in enumerate(words):
        if place and word.does & D.VERB:
            return False
        papers = D.DOCUMENT | D.TOPIC
        if place > 1 and word.does & papers and words[place - 1].text in ("the", "a", "an", "any"):
            return True
    return False


def _takes_back(word: Word) -> bool:
    past = (
        word.does & D.PAST
        and not word.does & D.SMALL
        and word.text not in ("agreed", "noted", "resolved")
    )
    return bool(past or word.does & (D.SUPPOSED | D.LIFTED))


def _subjects(words: Sequence[Word]) -> Iterator[int]:
    """Yield where this paper is named: "this report", "the report" that opens the sentence."""
    for place, word in enumerate(words):
        near = words[place + 1 : place + 4]
        if (
            place
            and words[place - 1].text in ("to", "of", "in", "with")
            and any(one.does & D.THING for one in words[:place])
        ):
            continue  # "Appendix 2 to this report"
        paper = any(
            one.does & D.DOCUMENT or one.text in ("appendix", "annex", "annexe", "atodiad")
            for one in near
        )
        if (
            (word.does & D.THIS and word.text not in ("hwn", "hon", "hyn", "yma") and paper)
            or (
                word.text == "the"
                and place <= 2
                and paper
                and not has_content(words[:place])
                and not any(one.does & D.THING for one in words[place + 1 : place + 3])
            )
            or (
                word.does & D.DOCUMENT
                and any(one.text in ("hwn", "hon", "yma") for one in near[:1])
            )
            or (word.does & D.DOCUMENT and place == 0 and near and near[0].does & D.VERB)
        ):
            yield place


def _exclusion(words: Sequence[Word]) -> Reading:
    """Read a sentence that shuts out the public while this paper is taken, or takes it in private."""
    if has_content(words) or any(
        word.does & D.THING and word.text != "following" for word in words
    ):
        return NOTHING
    paper = any(
        (word.does & D.THIS or (word.text == "following" and place <= 1))
        and any(
            one.does & D.DOCUMENT and not one.text.endswith("s")
            for one in words[place + 1 : place + 4]
        )
        for place, word in enumerate(words)
    )
    marks = marks_in(words)
    if marks and any(
        one.does & D.VERB and two.does & D.OPEN for one, two in pairwise(words[: marks[0].start])
    ):
        return NOTHING  # "This report is public"
    if (
        not paper
        or not marks
        or any(_takes_back(word) or word.text in _MINUTED for word in words[: marks[0].end])
    ):
        return NOTHING
    if not any(word.does & D.VERB for word in words):
        return NOTHING
    return Reading(CERTAIN, Form.STATEMENT, words=printed(words), verb=True)


# Sentences that keep back what they themselves say

_FIGURE = re.compile(
    r"[£€$]\s?\d|\d\s?%|\d[\d,.]*\s?(?:m|k|bn|million|thousand)\b|\b\d{1,3},\d{3}\b", re.I
)
_NAME = re.compile(r"(?:,|\bby|\bfrom|\bwith|\bto|\bis) (?:the )?[A-Z][\w'’-]+")
"""A name that a sentence tells beside what it is about: "the bidder, and its name"."""


def keeps_itself_back(text: str) -> str:
    """Return the marking in a text of which a sentence says that what it tells is not public.

    "The price, £415,000, is not for publication" tells a figure or a name, and its own subject is
    withheld. Empty where no sentence does. One about papers, "The appendix is exempt", tells
    nothing that it keeps back; a rule or a case that is only supposed neither.
    """
    if not may_mark(text):
        return ""
    for sentence in PARTS_THAT_STATE.split(text):
        if not may_mark(sentence) or sentence.rstrip().endswith("?"):
            continue
        if said := _kept_subject(words_of(sentence), sentence):
            return said
    return ""


def _kept_subject(words: Sequence[Word], sentence: str) -> str:
    """Return the marking that a sentence's verb leads to, where its subject is a matter told."""
    told = _FIGURE.search(sentence) or _NAME.search(sentence)
    for mark in marks_in(words) if told else ():
        verb = next((at for at in range(mark.start - 1, -1, -1) if words[at].does & D.VERB), None)
        if verb is None or mark.topical or not _keeps_back(words, mark):
            continue
        subject, between = words[:verb], words[verb + 1 : mark.start]
        lead = words[max(0, verb - _BETWEEN) : mark.start]
        others = D.DOCUMENT | D.THING | D.THIS | D.TOPIC | D.SUPPOSED
        if (
            len(subject) > _SUBJECT_WORDS
            or len(between) > _BETWEEN
            or not has_content(subject)
            or has_content(between)
            or any(word.does & others for word in subject)
            or any(_takes_back(word) or word.does & D.NEGATION for word in lead)
        ):
            continue
        behind = words[mark.end : mark.end + 4]
        if any(word.does & (D.DOCUMENT | D.THING) for word in behind):
            continue
        if behind and behind[0].text in ("from", "to", "of") and has_content(behind):
            continue
        return printed(words[verb : mark.end])
    return ""


def _keeps_back(words: Sequence[Word], mark: Mark) -> bool:
    """Whether a marking is one of matters too: "exempt" and "restricted" are where the law is cited."""
    word = words[mark.start]
    if word.does & D.MARKING:
        cited = any(one.does & D.SCHEDULE or one.text.startswith("para") for one in words)
        return cited or "onfid" in word.text or "yfrinach" in word.text
    return mark.strength >= OUTRIGHT and words[mark.end - 1].text not in _OF_OTHER_THINGS


_OF_OTHER_THINGS = frozenset(
    {"forward", "shown", "copied", "removed", "discussed", "viewed", "published"}
)
"""What is said of many things that no one keeps back: "it is not shown in the table"."""
_SUBJECT_WORDS = 20
_BETWEEN = 6
"""Words, at most, from a verb to the marking: "is commercially sensitive and not for publication"."""
