"""What a message of a conversation says by its own words, and how it is put in full.

`read_said` reads one message: the words of a matter that it has, whether it points back, corrects,
holds something to be so, asks for a place, or asks nothing. Whether it belongs to what was quoted
before is weighed in `qa.following`, which knows the papers. `in_full` then puts it so that it stands
alone, and the reader is shown it so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qa.language.councils import own_place
from qa.language.dates import MONTH
from qa.language.terms import analyse, content_terms
from qa.questions.matter import BODY, Matter, dates_in, matter_of, own_terms, own_words
from qa.questions.question import LONGEST

TURNS = 8
"""Questions before this one that are read; the matter is seldom older."""
POINTED = 2
"""Common words of its own that a question may have beside a pronoun and still name no matter:
"which company runs it?" With 3, one of 963 full questions was wrongly taken for a follow-up
(docs/adr/0021-conversations.md)."""
UNNAMED = 3
"""Words of its own up to which a question may leave its matter out: "how many staff?"."""
NAMED = 0.6
"""Share of the words of a matter or of a title that the other must have, to be of one thing."""
LONGEST_CLAIM = 240
"""Characters of a claim that are taken over into the question."""


class Move(StrEnum):
    """What a message does in a conversation."""

    NEW = "new"
    """It asks about a matter of its own, or about none."""
    FOLLOWS = "follows"
    """It asks something else of the matter."""
    INSTEAD = "instead"
    """It asks the same of another matter, council, body, day or row."""
    CORRECTS = "corrects"
    """It says that another thing was meant: "no, the earlier one"."""
    DOUBTS = "doubts"
    """It holds something to be so: "somebody said March"."""
    PLACE = "place"
    """It asks on which page or in which minute the answer stands."""
    COURTESY = "courtesy"
    """It greets or thanks, and asks nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message as its own words read."""

    text: str
    bare: str
    """Without what joins it to the talk: "and", "ok"."""
    move: Move
    """FOLLOWS for every question that may be one; the papers say whether it is."""
    words: str = ""
    """What it names instead, what it corrects to, or what it holds to be so."""
    own: tuple[str, ...] = ()
    """The words that name a matter, in order."""
    joined: bool = False
    points_back: bool = False
    named: bool = False
    """Whether a word of its own is written as a name."""
    of_a_meeting: bool = False
    """Whether it asks about a whole meeting, by its day or as the next."""
    order: int = 0
    """-1 where it asks for an earlier one, 1 for a later one, else 0."""

    @property
    def terms(self) -> frozenset[str]:
        """The index terms of its own words."""
        return frozenset(term for word in self.own for term in content_terms(word))

    @property
    def stands_alone(self) -> bool:
        """Whether it has a matter of its own by its words alone, whatever the papers say."""
        pointing = self.joined or self.points_back or self.move is not Move.FOLLOWS
        return not pointing and len(self.own) > UNNAMED

    @property
    def dated(self) -> bool:
        """Whether it names a day, a month or a year."""
        return bool(dates_in(self.text))


@dataclass(frozen=True, slots=True)
class Held:
    """What a follow-up may take over: the matter and the frame of what was asked before."""

    matter: Matter
    asked: str
    """The question before, without what joined it to the talk."""
    title: str = ""
    """The title of the item quoted."""
    council: str = ""
    """Whose paper was quoted, where papers of several councils are held."""

    @property
    def name(self) -> str:
        """What the matter is called: by the item's title where that is sure, else as asked."""
        title, words = frozenset(content_terms(self.title)), self.matter.terms
        shared = len(title & words)
        sure = len(title) > 1 and shared >= NAMED * min(len(title), len(words))
        return self.title.strip(" ,;:") if sure or not words else self.matter.words

    @property
    def shown(self) -> str:
        """Its name as a reader is shown it: as the asker put it, where the title is not sure."""
        asked = self.name == self.matter.words
        return self.matter.phrase or self.name if asked else self.name


@dataclass(frozen=True, slots=True)
class Turn:
    """A question put so that it stands alone, and the matter that it is about."""

    text: str
    """The question in full, as shown to the reader."""
    matter: Matter
    carried: bool = False
    """Whether something was taken over from what was said before."""
    sought: str = ""
    """The question in full as searched."""
    asked: str = ""
    """What was asked, without the matter."""
    move: Move = Move.NEW
    order: int = 0
    """-1 where an earlier one than that quoted is meant, 1 where a later one, else 0."""
    elsewhere: bool = False
    """Whether it asks of another matter or another council than what was quoted."""


# One message


CONNECTIVE = re.compile(
    r"^\W*(?:(?:and|but|so|or|also|ok|okay|right|thanks|thank you|great|then|well|sorry|please)\b[\s,.–-]*)+",
    re.I,
)
_ASKS = (
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|did|do|does|has|have|had|will|would|"
    r"can|could|should|may|shall|tell|show|give|list|isn|aren|wasn|weren|didn|don|doesn|hasn|haven|won)\b"
)
_ASKING = re.compile(
    rf"(?:^|[.,;:!?–-]\s*|\b(?:and|but|so|then|by|of|to|for|in|on|at)\s+)\W*{_ASKS}", re.I
)
"""A word that asks where a clause opens."""
_WH = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)(?:['’]?s)?\b", re.I)
_POLITE = r"^\W*(?:(?:ok|okay|right|well|so|then|great|thanks|thank you)\b[\s,.–-]*)*"
_INSTEAD = re.compile(
    rf"{_POLITE}(?:(?:and|but)[\s,]+)?(?:what|how) about (?!{_ASKS})(?P<what>.+)$"
    rf"|{_POLITE}(?:and|or|but)[\s,]+(?!{_ASKS})(?P<only>(?:[^\s]+\s*){{1,7}})$",
    re.I,
)
"""A question that only names another matter, body, day or side."""
_NO = re.compile(r"^\W*(?:no|nope|na|not that|sorry|actually)\b(?![\s.]*\d)[\s,.–-]*", re.I)
_MEANT = re.compile(
    r"^\W*(?:(?:i|we)(?:['’]?m|['’]?d| was| am)?\s+(?:\w+\s+)?(?:meant|mean|want|wanted|after|asking about|asked about|asked for|like)\b\s*)?(?:just\s+)?",
    re.I,
)
_COURTESY = re.compile(
    r"^\W*(?:thanks|thank you|many thanks|ta|cheers|diolch|hello|hi|hey|good (?:morning|afternoon|evening)|morning|bye|goodbye)\b",
    re.I,
)
_TOLD = r"(?:say|says|said|saying|told|tell|tells|heard|claims?|claimed|reckons?|thinks?|thought|believes?|believed|understood|understand|read)"
_CLAIMED = re.compile(
    rf"^\W*(?:[\w'’]+\s+){{0,4}}?{_TOLD}\b(?:\s+(?:me|us))?(?:\s+that)?\s+(?P<what>.+)$", re.I
)
_CLAIMED_LAST = re.compile(
    rf"^(?P<what>.+?),?\s+(?:[\w'’]+\s+){{0,3}}?(?:{_TOLD}|apparently)\W*$", re.I
)
_TAG = re.compile(
    r",\s*(?:is|are|was|were|do|does|did|has|have|had|will|would|can)(?:n['’]?t)?\s+(?:it|they|he|she|we|there)\W*$"
    r"|\s+(?:then|right|correct)\W*$",
    re.I,
)
_PLACE = re.compile(
    r"\b(?:which|what|whereabouts|pa|ba) (?:page|minute|paragraph|para|tudalen|dudalen)s?\b"
    r"|\b(?:page|minute|paragraph)\s+(?:number|num|no)\b"
    r"|\bwhere\b.*\b(?:say|says|said|written|printed|read|find|quoted)\b",
    re.I,
)
_EARLIER = re.compile(r"\b(?:earlier|previous|older|before)\b", re.I)
_LATER = re.compile(r"\b(?:later|newer|latest|after)\b", re.I)
MEETING = re.compile(
    r"\b(?:next|last|latest|previous|annual|extraordinary) (?:(?:full )?council |cabinet |executive |committee )?meetings?\b",
    re.I,
)


def read_said(text: str) -> Said:
    """Return what a message says, by its own words."""
    text = " ".join(text.split())
    bare = CONNECTIVE.sub("", text).strip() or text
    own = tuple(own_words(bare))
    back = points_back(bare)
    joined = bare != text
    said = Said(
        text=text,
        bare=bare,
        move=Move.FOLLOWS,
        own=own,
        joined=joined,
        points_back=back,
        named=any(word[0].isupper() for word in own) and not bare.isupper(),
        of_a_meeting=not joined and not back and bool(dates_in(bare) or MEETING.search(bare)),
        order=bool(_LATER.search(text)) - bool(_EARLIER.search(text)),
    )
    asks = bool(_ASKING.search(bare) or _WH.search(bare))
    if not asks and "?" not in text and _asks_nothing(text):
        return replace(said, move=Move.COURTESY)
    if not own and _PLACE.search(bare):
        return replace(said, move=Move.PLACE)
    if (no := _NO.match(text)) and not _ASKING.match(text[no.end() :]):
        words = _MEANT.sub("", text[no.end() :]).strip(" ?!.")
        return replace(said, move=Move.CORRECTS, words=words) if words else said
    if instead := _INSTEAD.match(text):
        words = (instead["what"] or instead["only"]).strip(" ?!.,")
        return replace(said, move=Move.INSTEAD, words=words)
    if claim := _claim(bare, asks=asks, so=text[:2].lower() == "so"):
        return replace(said, move=Move.DOUBTS, words=claim[:LONGEST_CLAIM])
    return said


_THANKS_LAST = re.compile(r"\b(?:thanks|thank you|ta|cheers|diolch)\W*$", re.I)
SHORT_THANKS = 4
"""Words of a message that ends with thanks, up to which it is nothing else: "perfect, ta"."""


def _asks_nothing(text: str) -> bool:
    """Whether a message without a word that asks is a greeting, thanks or assent."""
    if _THANKS_LAST.search(text) and len(text.split()) <= SHORT_THANKS:
        return True
    for words in (text, CONNECTIVE.sub("", text)):
        thanks = _COURTESY.search(words)
        if thanks and not own_words(words[thanks.end() :]):
            return True
    return not re.search(r"\w", words)


def _claim(bare: str, *, asks: bool, so: bool) -> str:
    """Return what a message holds to be so; nothing where it asks.

    It says who holds it ("somebody said"), ends as one that wants a yes ("don't they?"), or is a
    conclusion ("so it was refused").
    """
    for pattern in (_CLAIMED, _CLAIMED_LAST):
        told = pattern.match(bare)
        opens = told and _WH.search(bare[: told.end("what")].split(",")[0])
        if told and not opens and not _ASKING.match(bare):
            return told["what"].strip(" ?!.,")
    if tag := _TAG.search(bare):
        claim = bare[: tag.start()]
        return "" if _WH.search(claim) or _ASKING.match(claim) else claim.strip(" ?!.,")
    return bare.strip(" ?!.,") if so and not asks and len(bare.split()) > 2 else ""


def questions_read(previous: Sequence[str]) -> list[str]:
    """Return the questions before that are read.

    Of a long conversation only the last few are sent. There they are read from the first that
    surely stands alone, so that what is known of the others still holds after one more question.
    """
    asked = [" ".join(text.split())[:LONGEST] for text in previous if any(map(str.isalnum, text))]
    asked = asked[-TURNS:]
    if len(asked) < TURNS:
        return asked
    starts = (number for number, text in enumerate(asked) if read_said(text).stands_alone)
    return asked[next(starts, 0) :]


# Put in full


LATER = re.compile(
    r"\b(?:later|since|afterwards?|after|then|next|now|nowadays|eventually|in the end|back|changed?|still|today|finally|"
    r"when|varied|superseded|what happened)\b",
    re.I,
)
"""Words that ask about another time than the turn before."""
_PREPOSITION = r"\b(?:for|on|about|of|in|at|with|to|from|by)\s+"


def alone(said: Said) -> Turn:
    """Return a message as a question of its own."""
    return Turn(said.text, matter_of(said.text), sought=said.text, asked=said.bare, move=Move.NEW)


def in_full(said: Said, held: Held, *, same: bool, council: str = "") -> Turn:
    """Return a follow-up in full, with what it takes over.

    `same` says that what is named in place of the matter ("and the annual fee?") belongs to it;
    `council` is one that the message names.
    """
    if council and council != held.council:
        held = replace(held, council=council, matter=_without_place(held.matter, held.council))
        if said.terms <= frozenset(analyse(own_place(council))):
            return replace(_carry(held.asked, said, held), elsewhere=True)
        return replace(_follow(said, held, same=same), elsewhere=True)
    return _follow(said, held, same=same)


def _follow(said: Said, held: Held, *, same: bool) -> Turn:
    """Return a follow-up in full, by its move."""
    if said.move is Move.INSTEAD and not (same and said.own):
        return _in_place(said, held)
    if said.move is Move.CORRECTS:
        return _corrected(said, held)
    if said.move is Move.DOUBTS:
        return _carry(f"is it so that {said.words}", said, held)
    return _carry(said.bare, said, held)


def _carry(asked: str, said: Said, held: Held) -> Turn:
    """Return a question that leaves its matter out, with the one held put in."""
    before, named = held.matter, matter_of(said.bare)
    later = LATER.search(said.text) or not re.search(MONTH, before.day, re.I)
    day = named.day or ("" if later else before.day)
    matter = replace(before, body=named.body or before.body, day=day)
    beside = [
        held.council,
        "" if named.body or _names(held.council, before.body) else before.body,
        "" if named.day else day,
    ]
    return _turn(asked, said, matter, held, beside)


def _corrected(said: Said, held: Held) -> Turn:
    """Return the question before, with the words that say what was meant."""
    before, named = held.matter, matter_of(said.words)
    day = named.day or ("" if said.order else before.day)
    matter = replace(before, body=named.body or before.body, day=day)
    asked = f"{held.asked.rstrip(' ?!.')}: {said.words}"
    turn = _turn(asked, said, matter, held, [held.council, "" if named.day else day])
    return replace(turn, order=said.order)


def _in_place(said: Said, held: Held) -> Turn:
    """Return "what about X?" in full: the question before, asked of another matter, body or day."""
    what, before = said.words, held.matter
    named, asked = matter_of(what), held.matter.frame or "{}"
    if own_words(what):
        asked = re.sub(r"\b(?:the|an?|its|their) \{\}", "{}", asked, flags=re.I)
        if re.match(_PREPOSITION, what, re.I):
            asked = re.sub(_PREPOSITION + r"(?=\{\})", "", asked, flags=re.I)
        filled = asked.format(what)
        matter = Matter(what, named.body or before.body, named.day, asked)
        return replace(_turn(filled, said, matter, None, [held.council]), elsewhere=True)
    if not (named.body or named.day):
        return _carry(said.bare, said, held)
    matter = replace(before, body=named.body or before.body, day=named.day or before.day)
    return _turn(asked.format(f"{held.name} ({what})"), said, matter, None, [held.council])


def _without_place(matter: Matter, council: str) -> Matter:
    """Return a matter without the body and the place of the council that it was asked of."""
    place = frozenset(analyse(own_place(council)))
    words = " ".join(word for word in matter.words.split() if not place & set(analyse(word)))
    return replace(matter, words=words, body="", day="", phrase="")


def _names(council: str, body: str) -> bool:
    return bool(body) and body.casefold() in council.casefold()


def _turn(asked: str, said: Said, matter: Matter, held: Held | None, beside: list[str]) -> Turn:
    """Return a turn: what is asked, of which matter, and beside it council, body and day.

    It is searched by the words of the matter; the small words between them are for the reader.
    """
    stem = asked.strip().rstrip(" ?!.,")
    named = held is not None and not frozenset(content_terms(held.name)) <= own_terms(stem)
    given = "; ".join(dict.fromkeys(part for part in beside if part))

    def with_name(name: str) -> str:
        text = stem + (f", about {name}" if name else "") + (f" ({given})" if given else "") + "?"
        return text[:1].upper() + text[1:]

    text = with_name(held.shown if held and named else "")
    sought = with_name(held.name if held and named else "")
    return Turn(text, matter, carried=True, sought=sought, asked=stem, move=said.move)


def understood_as(turn: Turn) -> str | None:
    """Return a follow-up as it was understood, to be shown; None where it stands alone."""
    if not turn.carried:
        return None
    return _plain(turn.text)


def _plain(text: str) -> str:
    """Return a text without brackets, which would be taken for the numbers of quotes."""
    return " ".join(re.sub(r"[\[\]<>*_`#|]", " ", text).split())


# Questions that came without those they rest on

_EXISTS = re.compile(r"\b(?:is|are|was|were) there\b", re.I)
_TO_COME = re.compile(r"\bit\b.*\bto\s+[a-z]+", re.I)
"""What "it" stands for may follow: "what will it cost to mend the roof?"."""
_COUNCIL = re.compile(r"\b(?:they|them|their|theirs)\b", re.I)
"""Beside a matter, these mean the council as a rule: "when will they mend the potholes?"."""


def names_no_matter(turn: Turn) -> bool:
    """Whether a question that took nothing over cannot be understood alone: "who moved it?".

    It has no words of a matter, no body and no day; or few words, and one that points back. An
    answer to it would be about whatever matter the search happens to find.
    """
    text = CONNECTIVE.sub("", turn.text).strip() or turn.text
    named = turn.matter.body or turn.matter.day or MEETING.search(text) or _EXISTS.search(text)
    if turn.carried or named:
        return False
    own = own_words(text)
    if not own:
        return True
    if len(own) > POINTED or _TO_COME.search(text):
        return False
    known = any(char.isupper() or char.isdigit() for word in own for char in word)
    return not (known and not text.isupper()) and points_back(_COUNCIL.sub(" ", text))


def without_matter(turn: Turn) -> str:
    """Return a question that names no matter, in full, with a word on what is missing."""
    return _plain(f"{turn.text.rstrip(' ?!.')} (the matter is not named)?")


# Words that point back


_THING = (
    r"(?:decision|resolution|vote|motion|amendment|proposal|recommendation|report|paper|meeting|item|minute|matter|"
    r"scheme|project|plan|contract|building|site|centre|service|work|works|change|cut|saving|savings|cost|costs|"
    r"money|sum|amount|figure|budget|place|move|one|ones|option|options|petition|policy|strategy|case)s?"
)
_POINTING_THING = re.compile(rf"\b(?:this|that|these|those|the same|the said)\s+{_THING}\b", re.I)
_ONES = re.compile(
    r"\bwhich ones?\b|\bthe (?:others?|rest|former|latter|first one|second one)\b"
    r"|\b(?:theirs|ours|yours|hers)\b",
    re.I,
)
"""Words that stand for a noun said before, whatever else is named: "Norton has theirs"."""
_OF_IT = re.compile(
    r"\b(?:with|on|about|for|of|to|in|from|by|against|behind|over) (?:it|them)\W*$", re.I
)
_IT = re.compile(r"\b(?:it|its|it's|it’s|itself)\b", re.I)
_EXPLETIVE = re.compile(
    r"\b(?:is|was) it (?:true|possible|the case|correct|right|fair|legal|lawful|allowed|likely|a fact|compulsory|necessary) (?:that|to|for)\b"
    r"|\bhow (?:long|much|often) (?:does|will|would|did) it (?:take|cost) to\b|\bwhat time is it\b|\bit (?:is|was) (?:true|said)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:how (?:much|many)|what|which|whose)\s+(?:(?:other|more|extra)\s+)?[a-z]+", re.I
)
"""A word that is asked for, and so stands for nothing yet: "how much budget moves with it?"."""
_THAT_ALONE = re.compile(
    r"\b(?:about|of|for|with|on|to|by|after|before|from|against|in|at|behind|than|like|do|did|does|is|was|are|were|has|will|would|should|agree|support|oppose|approve|mean|why|how's|what's|that's)\s+(?:that|this|those|these)(?:\s*[?.!,]|\s*$|\s+(?:cost|save|mean|happen|start|begin|end|decided|agreed|approved|done|paid|still|in|now|being|been|be|to|come|work|affect|include|so)\b)"
    r"|^\W*(?:is|was|are|were|does|did|will|would|has|had|can|could|should)\s+(?:that|this|those|these)\b(?!\s+[a-z]+s?\s+(?:of|for)\b)",
    re.I,
)
_THERE = re.compile(r"\b(?:in|from|to|up|down|over|out) there\b|\bthere[?.!]?\s*$", re.I)
_PERSONS = re.compile(r"\b(?:they|them|their|theirs|he|him|his|she|her|hers)\b", re.I)


def points_back(text: str) -> bool:
    """Whether a question has a word whose meaning only what was said before can give.

    A pronoun that follows a matter of the question's own points to that: "when will the
    library open and what will it cost?" stands alone.
    """
    if any(pattern.search(text) for pattern in (_POINTING_THING, _ONES, _OF_IT)):
        return True
    for pattern, antecedent in (
        (_IT, own_words),
        (_THAT_ALONE, own_words),
        (_THERE, own_words),
        (_PERSONS, _someone),
    ):
        match = pattern.search(text)
        if match and not antecedent(_COUNTED.sub(" ", _before_its_verb(text[: match.start()]))):
            if pattern is _IT and _EXPLETIVE.search(text):
                continue
            return True
    return False


def _before_its_verb(text: str) -> str:
    """Return what stands before a pronoun, without the word just before: "which firm runs it?"."""
    words = text.rstrip()
    return words[: words.rfind(" ") + 1] if words[-1:].isalpha() else text


def _someone(text: str) -> list[str]:
    """Return what a plural or personal pronoun may stand for: a matter, or a body."""
    return own_words(text) or [match[0] for match in BODY.finditer(text)]
