"""What marks within a stretch of words, and how strongly; what a reading of them is.

A marking word marks nothing where it goes with another thing ("exempt housing") or is taken back.
"Not" before a word of making public marks as "not for publication" does, in whichever words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ingest.exemption.words import TRIGGERS, Does, Word

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


def printed(words: Sequence[Word]) -> str:
    """Return words as they stand in the paper, without what parts them."""
    return " ".join(word.printed for word in words)


def has_content(words: Sequence[Word]) -> bool:
    """Whether some word speaks of the paper's own matter."""
    return any(word.does == D.CONTENT for word in words)


def names_thing(words: Sequence[Word]) -> bool:
    """Whether a stretch begins with the name of an appendix, but for a day or small words."""
    for word in words:
        if word.does & D.THING:
            return not is_this_thing(words)
        if not word.does & (D.COUNT | D.SMALL) or word.does & D.VERB:
            return False
    return False


def is_this_thing(words: Sequence[Word]) -> bool:
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


# What marks, within a stretch of words


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that mark: from one place up to another, how strongly, and whether as a topic."""

    start: int
    end: int
    strength: int
    topical: bool = False


_CAN_MARK = TRIGGERS | D.NEGATION | D.PUBLISH
_MOVES = frozenset(
    {"to", "be", "go", "taken", "passed", "sent", "used", "for", "use", "circulation"}
    | {"further", "shown", "shared", "discussed", "out", "of", "circulated"}
)
"""Words between "not" and "beyond", where a paper is not to leave those who have it."""
_LIKELY = frozenset(
    {"of", "this", "the", "report", "paper", "document", "item", "would", "could", "will", "may"}
    | {"might", "is", "be", "likely", "to", "its", "contents", "that"}
)
_BREACH = frozenset({"breach", "breaches", "contravene", "infringe"})


def _within_people(words: Sequence[Word], place: int) -> bool:
    """Whether "only" closes the name of those who may see a paper: "for the Cabinet only"."""
    before = [word for word in words[max(0, place - 4) : place] if word.text != "yn"]
    if before and before[-1].text in ("use", "eyes", "ddefnydd"):
        before = before[:-1]
    return bool(before) and bool(before[-1].who & (D.PEOPLE | D.GROUP))


def _kept_within(words: Sequence[Word], place: int) -> int:
    """Return the end of "not to go beyond the committee"; 0 where none begins here."""
    for there in range(place + 1, min(place + _REACH, len(words))):
        word = words[there]
        if word.apart:
            return 0
        if word.text in ("beyond", "outside"):
            for end in range(there + 1, min(there + 5, len(words))):
                if words[end].who & D.GROUP:
                    return end + 1
            return 0
        if word.text not in _MOVES:
            return 0
    return 0


def _would_breach(words: Sequence[Word], place: int) -> int:
    """Return the end of "publication would breach paragraph 3"; 0 where none begins here."""
    for there in range(place + 1, min(place + 3 + _REACH, len(words))):
        word = words[there]
        if word.text in _BREACH:
            cited = words[there + 1 : there + 4]
            law = any(one.does & D.SCHEDULE or one.text.startswith("para") for one in cited)
            return there + 1 if law else 0
        if word.apart or word.text not in _LIKELY:
            return 0
    return 0


def marks_in(words: Sequence[Word]) -> list[Mark]:
    """Return what marks within a stretch of words, in order."""
    found: list[Mark] = []
    place = 0
    while place < len(words):
        mark = _mark_at(words, place)
        if mark is not None:
            found.append(mark)
            place = mark.end
        else:
            place += 1
    return found


def _mark_at(words: Sequence[Word], place: int) -> Mark | None:
    word = words[place]
    if word.text in ("only", "unig") and _within_people(words, place):
        return Mark(place, place + 1, DOUBTFUL)
    if not word.does & _CAN_MARK:
        return None
    if word.does & D.NEGATION:
        if end := not_published(words, place):
            return Mark(place, end, OUTRIGHT)
        end = _kept_within(words, place)
        return Mark(place, end, DOUBTFUL) if end else None
    if word.does & D.PUBLISH and (end := _would_breach(words, place)):
        return Mark(place, end, CERTAIN)
    if _is_negated(words, place):
        return None
    if word.does & D.FORBID:
        near = [*words[max(0, place - _REACH) : place], *words[place + 1 : place + _REACH]]
        made_public = any(one.does & D.PUBLISH or one.text == "public" for one in near)
        if made_public:
            return Mark(place, place + 1, OUTRIGHT)
    if word.does & D.OUTRIGHT:
        return Mark(place, place + 1, OUTRIGHT)
    if word.does & D.MARKING:
        if not _marks_a_paper(words, place):
            return None
        behind = words[place + 1 : place + 2]
        topical = bool(behind and behind[0].does & D.TOPIC and not behind[0].apart)
        return Mark(place, place + 1, DOUBTFUL if topical else CERTAIN, topical)
    if word.does & D.SCHEDULE:
        cited = any(
            one.text.startswith(("para", "bara", "mhara", "phara", "virtue")) for one in words
        )
        return Mark(place, place + 1, CERTAIN, False) if cited else None
    if word.does & D.WEAK:
        if not _marks_a_paper(words, place):
            return None
        if word.does & D.GROUNDS and len(words) == 1:
            return Mark(place, place + 1, DOUBTFUL)
        part = word.text.startswith(("part", "section", "rhan"))
        if part and not any(one.does & D.DOCUMENT for one in words[place + 1 : place + 3]):
            return None
        return Mark(
            place, place + 1, DOUBTFUL, topical=part and words[-1].text in ("items", "agenda")
        )
    if word.does & D.EXCLUDE and any(
        one.does & D.AUDIENCE
        for one in [*words[max(0, place - 5) : place], *words[place + 1 : place + 5]]
    ):
        return Mark(place, place + 1, DOUBTFUL)
    return None


_HERE = frozenset({"hwn", "hon", "yma"})
_REACH = 7
"""Words from "not" to what is not done, and from a negation to what it takes back."""


def not_published(words: Sequence[Word], place: int) -> int:
    """Return the end of "not to be published" or its like; 0 where none begins here."""
    for there in range(place + 1, min(place + 3 + _REACH, len(words))):
        word = words[there]
        if word.apart or word.does == D.CONTENT or word.does & (D.MARKING | D.OUTRIGHT):
            return 0
        opens = word.does & D.OPEN and there + 1 < len(words) and words[there + 1].does & D.DOCUMENT
        if word.does & D.PUBLISH or opens:
            to = words[there + 1 : there + 4]
            place_of = word.text.endswith("access") and to and to[0].text == "to"
            return (
                0 if place_of and has_content(to) else there + 1
            )  # "no public access to the quarry"
    return 0


def _is_negated(words: Sequence[Word], place: int) -> bool:
    for there in range(place - 1, max(-1, place - 1 - _REACH), -1):
        if words[there + 1].apart:
            return False
        if words[there].does & (D.NEGATION | D.LIFTED):
            return not not_published(words, there) or not_published(words, there) > place
    return False


def _marks_a_paper(words: Sequence[Word], place: int) -> bool:
    """Whether a marking word is not said of another thing: "exempt housing", "exempt from call-in"."""
    word = words[place]
    rest = words[place + 1 :]
    before = words[max(0, place - 2) : place]
    if len(before) == 2 and before[1].text in ("or", "and", "neu") and before[0].does & D.OPEN:
        return False  # a form or a column that offers both: "Open or exempt"
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
            one.does == D.CONTENT and not one.who for one in rest[1:4]
        )
    either = behind.text in ("and", "or") and bool(rest[1:])
    return not (either and rest[1].does & D.OPEN and not rest[1].does & D.NEGATION)


def strength_of(marks: Sequence[Mark], words: Sequence[Word]) -> int:
    """Return how strongly marks say it together: two different weak signs are sure."""
    strongest = max(mark.strength for mark in marks)
    if strongest > DOUBTFUL:
        return strongest
    meant = any(word.does & D.THIS for word in words)
    kinds = {words[mark.start].text for mark in marks if mark.start < len(words)}
    cited = any(word.does & D.SCHEDULE for word in words)
    return CERTAIN if meant or len(kinds) > 1 or cited else DOUBTFUL
