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

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from ingest.exemption.marks import (
    CERTAIN,
    DOUBTFUL,
    NOTHING,
    OUTRIGHT,
    Form,
    Mark,
    Reading,
    has_content,
    is_this_thing,
    marks_in,
    names_thing,
    printed,
    strength_of,
)
from ingest.exemption.statements import keeps_itself_back
from ingest.exemption.words import LONGEST_TEXT, Does, Word, may_mark, words_of

D = Does
PLAIN_NO = frozenset({"no", "none", "nil", "dim", "na", "nac"})


_PRONOUNS = frozenset({"it", "they"})


@lru_cache(4_096)
def read_label(text: str) -> Reading:
    """Return what a line or a few joined lines say as a label, alone or beside a title."""
    if len(text) > LONGEST_TEXT or not may_mark(text):
        return NOTHING
    words = words_of(text)
    segments = list(_segments(words))
    if not segments or _is_denied(segments) or keeps_itself_back(text):
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
        if not reading and has_content(segment) and not segment[0].does & D.REASON
    ]
    if any(names_thing(segment) for segment in segments):
        best = replace(best, of_thing=True)
    if best.of_thing and not _is_title(words, best):
        return NOTHING
    if best.topical and any(word.does & D.SUPPOSED for word in words):
        return NOTHING
    if best.verb and any(segment[0].text in _PRONOUNS for segment, _ in marking):
        best = replace(best, strength=DOUBTFUL)  # of what, the line does not say
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


@lru_cache(4_096)
def read_hint(text: str) -> Reading:
    """Return a doubtful reading of a short line that stands alone at a place of markings.

    It has a marking that nothing denies, beside content for which it gives no reason: "Eastmere
    confidential". A marking word that goes with content behind it marks nothing, here too.
    """
    if not may_mark(text):
        return NOTHING
    words = words_of(text)
    segments = list(_segments(words))
    if len(words) > _SHORT or not segments or _is_denied(segments) or keeps_itself_back(text):
        return NOTHING
    if any(word.does & (D.LIFTED | D.SUPPOSED) for word in words) or words[0].text in _ASKING:
        return NOTHING
    if any(names_thing(segment) for segment in segments):
        return NOTHING
    for segment in segments:
        marks = [
            mark
            for mark in marks_in(segment)
            if mark.strength >= CERTAIN and segment[mark.start].text != "exemption"
        ]
        if not marks or _has_finite_verb(segment):
            continue
        behind = segment[marks[-1].end :]
        outright = marks[-1].strength == OUTRIGHT and segment[marks[-1].start].text in _WHOLE
        if has_content(behind) and not outright and not any(w.does & D.REASON for w in behind):
            continue
        lead = segment[: marks[0].start]
        past = any(word.does & D.PAST and not word.does & D.SMALL for word in segment)
        thing = any(word.does & D.THING for word in segment)
        if past or thing or any(word.does & D.NEGATION for word in lead):
            continue
        return Reading(DOUBTFUL, words=printed(segment))
    return NOTHING


def _has_finite_verb(words: Sequence[Word]) -> bool:
    return any(
        word.does & D.VERB and not word.does & (D.REASON | D.WEAK) and word.text not in _NO_VERB
        for word in words
    )


_ASKING = frozenset({"how", "why", "what", "who", "when", "which"})
_WHOLE = frozenset({"private and confidential", "preifat a chyfrinachol", "not", "do", "nid", "ni"})
"""How a marking begins that goes with no word behind it."""
_NO_VERB = frozenset({"being", "be", "including", "containing", "it"})
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
    marks = marks_in(words)
    if not marks:
        return NOTHING
    first, last = marks[0].start, marks[-1].end
    upto = _label_end(words, marks)
    label = words[:upto]
    if _has_matter(label, marks):
        return NOTHING
    lead = words[:first]
    beside = [
        word
        for place, word in enumerate(label)
        if not any(mark.start <= place < mark.end for mark in marks)
    ]
    if any(word.does & (D.SUPPOSED | D.LIFTED) for word in beside) or any(
        word.does & D.PAST and not word.does & D.SMALL for word in label
    ):
        return NOTHING
    titled = upto < len(words) and not words[upto].does & D.REASON
    if titled and any(word.does & (D.VERB | D.PAST) for word in words[upto:]):
        return NOTHING
    if _explains(words[:upto]) or (upto > last and _explains(words)):
        return NOTHING
    strength = strength_of(marks, label)
    if lead and lead[-1].text == "access" and strength == CERTAIN:
        strength = DOUBTFUL  # of a place as often as of a paper: "Access restricted"
    topical = all(mark.topical for mark in marks)
    if topical and lead and lead[0].does & D.VERB:  # "Contains exempt information"
        strength, topical = max(strength, CERTAIN), False
    thing = any(word.does & D.THING for word in label) and not is_this_thing(label)
    verb = any(word.does & D.VERB and not word.does & D.REASON for word in label)
    return Reading(strength, Form.LABEL, thing, topical, printed(label), verb)


def _has_matter(label: Sequence[Word], marks: Sequence[Mark]) -> bool:
    """Whether a label has content, but for the names of those who alone may see the paper."""
    people = [
        mark
        for mark in marks
        if mark.start < len(label)
        and (
            label[mark.start].text in ("only", "unig", "eyes only")
            or (label[mark.start].does & D.NEGATION and mark.strength == DOUBTFUL)
        )
    ]
    if not people:
        told = next((at for at, word in enumerate(label) if word.text in ("to", "for")), len(label))
        return any(
            word.does == D.CONTENT and not (word.who and at > told) for at, word in enumerate(label)
        )
    named = [place for place, word in enumerate(label) if word.who & (D.PEOPLE | D.GROUP)]
    eyes = [mark.start for mark in people if label[mark.start].text == "eyes only"]
    return any(
        word.does == D.CONTENT
        and not word.who
        and not any(0 < there - place <= _NAME_WORDS for there in [*named, *eyes])
        for place, word in enumerate(label)
    )


_NAME_WORDS = 3
"""Words of a body's own name before "committee", "board" and the like."""


def _label_end(words: Sequence[Word], marks: Sequence[Mark]) -> int:
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


def _explains(words: Sequence[Word]) -> bool:
    """Whether exempt information is itself the subject: "Exempt information is described in"."""
    for place, word in enumerate(words):
        if (word.does & D.VERB and not word.does & D.REASON) or word.text in ("means", "includes"):
            subject = words[:place]
            if not subject:
                return False
            kinds = D.MARKING | D.TOPIC | D.OUTRIGHT | D.WEAK
            predicate = marks_in(words[place:])
            denied = any(mark.strength == OUTRIGHT for mark in marks_in(subject))
            marked = any(one.does & kinds for one in subject) or (denied and not predicate)
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
        marks = marks_in(segment)
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
        plain_no = len(words) == 1 or words[0].text in PLAIN_NO
        takes_back = any(word.does & (D.MARKING | D.OUTRIGHT) for word in words)
        if words[0].does & D.NEGATION and (plain_no or takes_back):
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
