"""Whether a few words mark the paper in which they stand.

The rules are about grammar, not wordings:

1. *A label* is made of marking words and the small words beside them; each word of content in it
   speaks against it. A marking word that goes with another thing ("exempt housing") marks nothing.
2. *Beside a title* a label is parted from it by a dash, a bracket or a colon.
3. *A statement* is a sentence whose subject is this paper, and whose predicate begins with marking
   words: content may come only before the subject or behind them, as a reason.
4. Not to make public marks as "exempt" does, in whichever words.
5. What is negated, lifted, only supposed, past, or an explanation of the rules marks nothing.
6. What is said of an appendix, or of another thing, is not said of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from ingest.exemption.words import LONGEST_TEXT, TRIGGERS, Does, Word, may_mark, words_of

D = Does
DOUBTFUL = 1
CERTAIN = 2
OUTRIGHT = 3


class Form(Enum):
    """How a marking is put."""

    LABEL = "label"
    BESIDE = "beside a title"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a few words say of the paper in which they stand."""

    strength: int
    """0: nothing; `DOUBTFUL`, `CERTAIN` or `OUTRIGHT` for a marking."""
    form: Form = Form.LABEL
    of_thing: bool = False
    """Whether it is said of an appendix or another thing; it marks a paper that is that thing."""
    topical: bool = False
    """Whether it names exempt business as agendas and rules do: "Exempt information"."""
    words: str = ""
    """The marking alone, without the reasons and titles beside it."""
    verb: bool = False
    """Whether it is a sentence with a verb of its own."""

    def __bool__(self) -> bool:
        return self.strength > 0


NOTHING = Reading(0)


@lru_cache(4_096)
def read_label(text: str) -> Reading:
    """Return what a line or a few joined lines say as a label, alone or beside a title."""
    if len(text) > LONGEST_TEXT or not may_mark(text):
        return NOTHING
    words = words_of(text)
    segments = list(_segments(words))
    if not segments or _is_denied(segments):
        return NOTHING
    found = [(segment, _segment(segment)) for segment in segments]
    marking = [(segment, reading) for segment, reading in found if reading]
    if not marking:
        return _part_of_agenda(words)
    best = max((reading for _, reading in marking), key=lambda one: (one.strength, not one.topical))
    if sum(reading.strength for _, reading in marking) >= CERTAIN and best.strength == DOUBTFUL:
        best = replace(best, strength=CERTAIN)
    rest = [
        segment
        for segment, reading in found
        if not reading and _content(segment) and not segment[0].does & D.REASON
    ]
    if any(names_thing(segment) for segment in segments):
        best = replace(best, of_thing=True)
    if best.of_thing and not _is_title(words, best):
        return NOTHING
    if best.topical and any(word.does & D.SUPPOSED for word in words):
        return NOTHING
    if not rest:
        return best
    if best.topical or best.strength < CERTAIN:
        return NOTHING
    sure = _stands_out(text, marking)
    unsure = len(words) > _SHORT or any(
        word.does & D.PAST or word.text == "exemption" for word in words
    )
    if not sure and unsure:
        return NOTHING
    return replace(best, form=Form.BESIDE, strength=best.strength if sure else DOUBTFUL)


_SHORT = 12
"""Words of a line in which a marking and a title stand side by side."""


def _part_of_agenda(words: Sequence[Word]) -> Reading:
    """Read "Agenda item 9 (Part II)": which part of an agenda a paper is of."""
    part = any(
        word.does & D.WEAK and word.text.startswith(("part", "section", "rhan")) for word in words
    )
    named = any(word.does & D.DOCUMENT for word in words)
    if part and named and not any(word.does in (D.CONTENT, D.OPEN) for word in words):
        return Reading(DOUBTFUL, topical=True, words=printed(words))
    return NOTHING


def _is_title(words: Sequence[Word], reading: Reading) -> bool:
    """Whether the name of an appendix heads it; else something is said of it elsewhere.

    "Exempt Appendix B" and "Appendix B (exempt)" do; "Appendix B is exempt" does not.
    """
    texts = [word.text for word in words]
    part = any(
        one in ("to", "of", "in")
        and any(word.does & (D.THIS | D.DOCUMENT) for word in words[place + 1 : place + 3])
        for place, one in enumerate(texts)
    )
    if sum(names_thing(segment) for segment in _segments(words)) > 1:
        return False  # a list of what is attached
    part = part and not (words[0].does & D.MARKING and words[1].does & D.THING)
    return not (reading.verb or part or "only" in texts)


def _stands_out(text: str, marking: Sequence[tuple[Sequence[Word], Reading]]) -> bool:
    """Whether a label beside a title is set off enough: in brackets, in capitals, or outright."""
    if text.rstrip().endswith((")", "]")) or text.lstrip().startswith(("(", "[")):
        return True
    return any(
        reading.strength >= OUTRIGHT
        or all(word.capitals for word in segment)
        or any(word.does & D.SCHEDULE for word in segment)
        or (
            segment[0].does & D.MARKING
            and any(word.does & (D.DOCUMENT | D.THING) for word in segment[:3])
        )
        for segment, reading in marking
    )


@lru_cache(4_096)
def read_statements(text: str) -> Reading:
    """Return the strongest statement about this paper among the sentences of a text."""
    best = NOTHING
    if not may_mark(text):
        return best
    for sentence in _SENTENCE.split(text):
        if may_mark(sentence) and not sentence.rstrip().endswith("?"):
            best = max(best, _statement(words_of(sentence)), key=lambda one: one.strength)
    return best


_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[^\Wa-z\d_]|\d+\.?\s)|\n\n|\t|(?<=\w:)\s+(?=[A-Z])|[•▪●]")


def printed(words: Sequence[Word]) -> str:
    """Return words as they stand in the paper, without what parts them."""
    return " ".join(word.printed for word in words)


# Labels


def _segments(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    start = 0
    for place, word in enumerate(words):
        if word.apart and place > start:
            yield words[start:place]
            start = place
    if words[start:]:
        yield words[start:]


def _segment(words: Sequence[Word]) -> Reading:
    """Read one stretch of words without a break as a label."""
    marks = _marks(words)
    if not marks:
        return NOTHING
    first, last = marks[0].start, marks[-1].end
    upto = _label_end(words, marks)
    label = words[:upto]
    if any(word.does == D.CONTENT for word in label):
        return NOTHING
    lead = words[:first]
    if any(word.does & (D.SUPPOSED | D.LIFTED) for word in label) or any(
        word.does & D.PAST and not word.does & D.SMALL for word in label
    ):
        return NOTHING
    titled = upto < len(words) and not words[upto].does & D.REASON
    if titled and any(word.does & (D.VERB | D.PAST) for word in words[upto:]):
        return NOTHING
    if _explains(words[:upto]) or (upto > last and _explains(words)):
        return NOTHING
    strength = _strength(marks, label)
    topical = all(mark.topical for mark in marks)
    if topical and lead and lead[0].does & D.VERB:  # "Contains exempt information"
        strength, topical = max(strength, CERTAIN), False
    thing = any(word.does & D.THING for word in label) and not _is_this_thing(label)
    verb = any(word.does & D.VERB and not word.does & D.REASON for word in label)
    return Reading(strength, Form.LABEL, thing, topical, printed(label), verb)


def _label_end(words: Sequence[Word], marks: Sequence[_Mark]) -> int:
    """Return where a label ends: before the reasons, or before the title of what it marks."""
    for place in range(marks[0].end, len(words)):
        does = words[place].does
        if does & D.REASON:
            return place
        if does & D.ABOUT and marks[0].strength >= OUTRIGHT and place == marks[-1].end:
            return place
        if (
            does & D.ABOUT
            and words[place - 1].does & (D.DOCUMENT | D.TOPIC)
            and words[place - 1].does & D.DOCUMENT
        ):
            return place
    return len(words)


def _content(words: Sequence[Word]) -> bool:
    return any(word.does == D.CONTENT for word in words)


def names_thing(words: Sequence[Word]) -> bool:
    """Whether a stretch begins with the name of an appendix, but for a day or small words."""
    for word in words:
        if word.does & D.THING:
            return not _is_this_thing(words)
        if not word.does & (D.COUNT | D.SMALL) or word.does & D.VERB:
            return False
    return False


def _is_this_thing(words: Sequence[Word]) -> bool:
    """Whether an appendix is named as this one, or as going with the report."""
    for place, word in enumerate(words):
        if word.does & D.THING:
            before = words[max(0, place - 4) : place]
            joined = any(
                one.text in ("and", "or", "with", "together", "including", "a", "ac")
                for one in before
            )
            marked = any(one.does & D.MARKING for one in before)
            if (
                any(one.does & D.THIS or (joined and one.does & D.DOCUMENT) for one in before)
                and not marked
            ):
                return True
            if any(one.text in _HERE for one in words[place + 1 : place + 2]):
                return True
    return False


def _explains(words: Sequence[Word]) -> bool:
    """Whether exempt information is itself the subject: "Exempt information is described in"."""
    for place, word in enumerate(words):
        if (word.does & D.VERB and not word.does & D.REASON) or word.text in ("means", "includes"):
            subject = words[:place]
            if not subject:
                return False
            marked = any(one.does & (D.MARKING | D.TOPIC) for one in subject)
            meant = any(
                one.does & D.THIS
                or (
                    one.does & D.DOCUMENT
                    and (not one.text.endswith("s") or subject[0].text == "the")
                )
                for one in subject
            )
            return marked and not meant
    return False


def _is_denied(segments: Sequence[Sequence[Word]]) -> bool:
    """Whether one of several stretches takes the marking back: "No", "public version"."""
    for segment in segments:
        marks = _marks(segment)
        if any(word.does & D.LIFTED for word in segment):
            return True
        if any(
            one.does & D.OPEN
            and one.text != "published"
            and two.does & D.DOCUMENT
            and not two.apart
            and not any(before.does & D.NEGATION for before in segment)
            for one, two in pairwise(segment)
        ):
            return True  # "a public report with a confidential appendix"
        if marks:
            continue
        words = [
            word for word in segment if not word.does & D.SMALL or word.does & (D.OPEN | D.NEGATION)
        ]
        if not words:
            continue
        if words[0].does & D.NEGATION and not words[0].does & D.MEANS:
            return True
        openly = all(word.does & (D.OPEN | D.DOCUMENT | D.TOPIC | D.SMALL) for word in segment)
        if openly and any(word.does & D.OPEN for word in segment) and not _is_audience(segment):
            return True
    return False


def _is_audience(words: Sequence[Word]) -> bool:
    """Whether "public" means the people: "press and public"."""
    return any(
        word.does & D.AUDIENCE
        and (word.text != "public" or (place and words[place - 1].text in ("the", "and", "or")))
        for place, word in enumerate(words)
    )


# What marks, within a stretch of words


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words that mark: from one place up to another, how strongly, and whether as a topic."""

    start: int
    end: int
    strength: int
    topical: bool = False


_CAN_MARK = TRIGGERS | D.NEGATION


def _marks(words: Sequence[Word]) -> list[_Mark]:
    found: list[_Mark] = []
    place = 0
    while place < len(words):
        mark = _mark_at(words, place)
        if mark is not None:
            found.append(mark)
            place = mark.end
        else:
            place += 1
    return found


def _mark_at(words: Sequence[Word], place: int) -> _Mark | None:
    word = words[place]
    if not word.does & _CAN_MARK:
        return None
    if word.does & D.NEGATION:
        end = _not_published(words, place)
        return _Mark(place, end, OUTRIGHT) if end else None
    if _is_negated(words, place):
        return None
    if word.does & D.FORBID:
        near = [*words[max(0, place - _REACH) : place], *words[place + 1 : place + _REACH]]
        made_public = any(one.does & D.PUBLISH or one.text == "public" for one in near)
        return _Mark(place, place + 1, OUTRIGHT) if made_public else None
    if word.does & D.OUTRIGHT:
        return _Mark(place, place + 1, OUTRIGHT)
    if word.does & D.MARKING:
        if not _marks_a_paper(words, place):
            return None
        behind = words[place + 1 : place + 2]
        topical = bool(behind and behind[0].does & D.TOPIC and not behind[0].apart)
        return _Mark(place, place + 1, DOUBTFUL if topical else CERTAIN, topical)
    if word.does & D.SCHEDULE:
        cited = any(
            one.text.startswith(("para", "bara", "mhara", "phara", "virtue")) for one in words
        )
        return _Mark(place, place + 1, CERTAIN, False) if cited else None
    if word.does & D.WEAK:
        if not _marks_a_paper(words, place):
            return None
        if word.does & D.GROUNDS and len(words) == 1:
            return _Mark(place, place + 1, DOUBTFUL)
        part = word.text.startswith(("part", "section", "rhan"))
        if part and not any(one.does & D.DOCUMENT for one in words[place + 1 : place + 3]):
            return None
        return _Mark(
            place, place + 1, DOUBTFUL, topical=part and words[-1].text in ("items", "agenda")
        )
    if word.does & D.EXCLUDE and any(
        one.does & D.AUDIENCE
        for one in [*words[max(0, place - 5) : place], *words[place + 1 : place + 5]]
    ):
        return _Mark(place, place + 1, DOUBTFUL)
    return None


_HERE = frozenset({"hwn", "hon", "yma"})
_REACH = 7
"""Words from "not" to what is not done, and from a negation to what it takes back."""


def _not_published(words: Sequence[Word], place: int) -> int:
    """Return the end of "not to be published" or its like; 0 where none begins here."""
    for there in range(place + 1, min(place + 3 + _REACH, len(words))):
        word = words[there]
        if word.apart or word.does == D.CONTENT or word.does & (D.MARKING | D.OUTRIGHT):
            return 0
        opens = word.does & D.OPEN and there + 1 < len(words) and words[there + 1].does & D.DOCUMENT
        if word.does & D.PUBLISH or opens:
            return there + 1
    return 0


def _is_negated(words: Sequence[Word], place: int) -> bool:
    for there in range(place - 1, max(-1, place - 1 - _REACH), -1):
        if words[there + 1].apart:
            return False
        if words[there].does & (D.NEGATION | D.LIFTED):
            return not _not_published(words, there) or _not_published(words, there) > place
    return False


def _marks_a_paper(words: Sequence[Word], place: int) -> bool:
    """Whether a marking word is not said of another thing: "exempt housing", "exempt from call-in"."""
    word = words[place]
    rest = words[place + 1 :]
    if not rest or rest[0].apart:
        return True
    behind = rest[0]
    contrast = word.capitals and not behind.capitals
    if behind.does == D.CONTENT:
        return contrast
    if behind.does & D.NEGATION and behind.text != "not":
        return False  # a field, filled in: "Exempt No"
    if behind.text in ("from", "to", "rhag") and rest[1:] and not rest[1].apart:
        return bool(rest[1].does & (D.PUBLISH | D.AUDIENCE | D.SMALL | D.DOCUMENT)) and not any(
            one.does == D.CONTENT for one in rest[1:4]
        )
    either = behind.text in ("and", "or") and bool(rest[1:])
    return not (either and rest[1].does & D.OPEN and not rest[1].does & D.NEGATION)


def _strength(marks: Sequence[_Mark], words: Sequence[Word]) -> int:
    strongest = max(mark.strength for mark in marks)
    if strongest > DOUBTFUL:
        return strongest
    meant = any(word.does & D.THIS for word in words)
    kinds = {words[mark.start].text for mark in marks if mark.start < len(words)}
    cited = any(word.does & D.SCHEDULE for word in words)
    return CERTAIN if meant or len(kinds) > 1 or cited else DOUBTFUL


# Statements about this paper


def _statement(words: Sequence[Word]) -> Reading:
    """Read a sentence: its subject is this paper, and what it says of it begins with a marking."""
    if words and words[0].text in _ASKING:
        return NOTHING
    for place in _subjects(words):
        for mark in _marks(words[place:]):
            start, end = place + mark.start, place + mark.end
            between = words[place:start]
            if any(word.does == D.CONTENT for word in between):
                break
            lead = words[max(0, place - 6) : start]
            if any(_takes_back(word) or word.does & D.NEGATION for word in lead):
                break
            if not any(word.does & D.VERB for word in words[: max(end, start + 1)]):
                break
            if _has_other_subject(between):
                break
            if any(word.does & D.THING for word in between) and not _is_this_thing(
                words[place:start]
            ):
                break
            after = words[end:]
            if any(word.does & D.THING for word in after[:12]) and not _is_this_thing(
                words[place:]
            ):
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
                and not _content(words[:place])
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
    if _content(words) or any(word.does & D.THING and word.text != "following" for word in words):
        return NOTHING
    paper = any(
        (word.does & D.THIS or (word.text == "following" and place <= 1))
        and any(
            one.does & D.DOCUMENT and not one.text.endswith("s")
            for one in words[place + 1 : place + 4]
        )
        for place, word in enumerate(words)
    )
    marks = _marks(words)
    if (
        not paper
        or not marks
        or any(_takes_back(word) or word.text in _MINUTED for word in words[: marks[0].end])
    ):
        return NOTHING
    if not any(word.does & D.VERB for word in words):
        return NOTHING
    return Reading(CERTAIN, Form.STATEMENT, words=printed(words), verb=True)
