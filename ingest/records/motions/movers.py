"""Who moved and who seconded: a small grammar of two verbs and the places of persons beside them.

A verb (move, propose, nominate; second) has its person before it ("Cllr Ash moved"), behind it with
a word or mark that hands the act to a person ("moved by Cllr Ash", "Proposer: Ash"), or right
behind it ("nom Esme Ash"). Each verb is looked at once, and a person is given to one verb only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.records.people import (
    ANY,
    INITIALS,
    NAME_TOKEN,
    NAMED,
    ONLY_INITIALS,
    is_bare,
    may_be_person,
    tidy,
)


class Act(StrEnum):
    """What a person did with a motion."""

    MOVES = "moves"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Role:
    """A person with an act, and where verb and person stand in the text."""

    act: Act
    person: str
    start: int
    """Where the first of verb and person begins."""
    end: int
    """Where the last of them ends."""
    verb: tuple[int, int]
    active: bool
    """The person stands before the verb as its subject."""
    sure: bool
    """The words make it an act of a meeting even without a seconder."""


# The verbs

_MOVE = (
    r"prop[’']d|moved|moves|mover|proposed|proposes|proposer|propos(?:er|ed)?(?=\s*[:=–-])|nominated|nominator"
    r"|prop(?=[.:]?\s)|nom(?=[.:]?\s)"
    r"|(?:on|upon) (?:the )?(?:motion|proposal|proposition|nomination)(?= of\b)"
    r"|(?:motion|proposal|proposition|amendment|gwelliant|cynnig)(?=(?: was| were)?(?: (?:submitted|tabled|brought|presented|put|put forward|introduced|lodged|made))?(?: by| in the names? of| gan)\b)"
    r"|put forward|cynigiwyd|gynigiwyd|chynigiwyd|cynigiodd|gynigiodd|cynigydd|cynigwyd"
)
_SECOND = r"seconded|seconds|seconder|sec[’']?d|secd|2nd(?= by\b|:)|sec(?=[.:]?\s)|eiliwyd|heiliwyd|eiliodd|eilydd|eilwyd"


def _spaced(pattern: str) -> str:
    """Return a pattern in which any white space stands for a space: a line may end there."""
    return pattern.replace(" ", r"\s+")


VERB = re.compile(
    _spaced(
        rf"\b(?:(?P<both>(?:moved|proposed|nominated|cynigiwyd) (?:and|,|a(?:c)?) ?(?:duly |was )?(?:seconded|eiliwyd))"
        rf"|(?P<move>{_MOVE})|(?P<second>{_SECOND}))\b\.?"
    ),
    re.I,
)
_SURE_NOUN = re.compile(r"(?:on|upon)\b|motion|amendment|gwelliant|cyn", re.I)
_SHORT = re.compile(r"(?:prop|sec|nom)\.?$", re.I)
_NOUN = re.compile(r"(?:mover|propos(?:er)|nominator|seconder|cynigydd|eilydd)\.?$", re.I)
_VERB_FIRST = re.compile(r"(?:cynigiodd|gynigiodd|eiliodd)", re.I)
_MINUTES_BY = re.compile(r"\b(?P<move>approved|adopted|agreed|accepted|confirmed|approval)\b", re.I)
"""Of the minutes of the last meeting these too hand the act to a person: "approved by A and B"."""
OF_MINUTES = re.compile(r"\b(?:minutes?|true record|correct record|cofnodion)\b", re.I)

# What stands between a verb and its person

_HANDS = re.compile(
    _spaced(
        r"(?:\s+(?:as|en|for|from|in|into|on|was|were|submitted|tabled|brought|presented|put|forward"
        r"|introduced|lodged|made|correct|an?|the|true|record|chair(?:man|person)?|amendment|formally|duly)\b){0,6}"
        r"\s*(?:,\s*)?(?:(?:and )?by|of|from(?= the chair\b)|in the names? of|gan|[:=–—-]+|\()\s*(?:(?:yr?)\s+(?=(?-i:[A-Z])))?"
    ),
    re.I,
)
_NEAR = re.compile(r"[\s,]+(?:(?:yr?)\s+(?=[A-Z]))?")
_PERSON = re.compile(ANY)
_SUBJECT = re.compile(
    rf"{NAMED}|{INITIALS}|(?:(?<=[.;:]\s)|^)(?:He|She|{NAME_TOKEN}\s+{NAME_TOKEN}(?:\s+{NAME_TOKEN})?)(?=\s+(?:then\s+)?(?:{_MOVE}|{_SECOND})\b)"
)
"""Who may be the subject of a verb; a bare name only right before it, at a sentence's beginning."""
_SECOND_PERSON = re.compile(rf"\s*(?:and|&|ac?(?=\s)|/)\s*(?:by\s+)?(?P<person>{ANY})")
_BESIDE_PERSON = re.compile(
    rf"\s*,?\s+(?P<person>{NAMED})(?=\W*$|\s*[.;:)\]]|\s+(?:that|to|and (?:carried|agreed|approved|resolved)|all|it was|carried|agreed)\b)"
)
"""A second person with a title of their own right behind the first, and nothing that they did."""
_SEVERAL = re.compile(r"(?:councillors|cllrs|cynghorwyr|messrs)\b", re.I)
_BOTH_BEFORE = re.compile(
    rf"(?P<first>{ANY})\s+(?:and|&)\s+(?P<second>{ANY}),?\s+(?:then\s+|duly\s+|respectively\s+)?$"
)
_FROM_CHAIR = re.compile(r"\s*,?\s*from the chair\b", re.I)
_WITHOUT_BY = re.compile(rf"\s+(?P<person>{ANY}),?\s+(?:and\s+)?(?i:seconded)\s+(?!by\b){ANY}")
"""With "by" left out: nobody proposes one person and seconds another."""
_GAP = re.compile(
    r"(?:,\s+(?:[^,.;:]{1,90}),)?(?:,?\s+seconded\s+by\s+[^,;:]{2,60},)?[\s,]*"
    r"(?:\(\w[^()]{0,40}\)\s*,?\s*)?(?:\b(?:then|also|has|and|duly|formally|therefore|thereupon|further|again|accordingly|[a-z]+ly)\b\s*){0,3}(?:[(–-]\s*)?"
)
"""From a subject to its verb: an office between commas, who seconded, an adverb."""
_NO_SUBJECT = re.compile(r"\b(?:had|been|who|whom|which|whose|being|to be|not)\s*$", re.I)
_COMPLEMENT = re.compile(
    r"\W*(?:that|to(?=\s+(?-i:[a-z]))|an?|the|as|this|these|those|it|them|we|his|her|its|their|adoption|approval|acceptance|and|en bloc|in accordance|by way|under|all|y|bod|i|ei)\b|\s*[:“\"‘'–-]|\s*$",
    re.I,
)
_NOT_BUSINESS = re.compile(r"\W*(?:on|into|from|away|out|up|down|house|home)\b", re.I)
_BUSINESS_BEFORE = re.compile(
    _spaced(
        r"(?:^|[.;:(,“\"]|\b(?:it was|was|were|it is|then|and|motions?|amendments?|proposals?|recommendations?|further|duly|unanimously|agreed)\b(?:\W+\w+ly)?)\W*$"
    ),
    re.I,
)
LONGEST_LOOK = 160
"""Letters before a verb in which its subject may stand."""


def find_roles(text: str, *, of_minutes: bool = False) -> list[Role]:
    """Return who moves and who seconds in a text, in its order.

    `of_minutes`: the text is about the minutes of the meeting before, which are also "approved by".
    """
    verbs = list(VERB.finditer(text))
    of_minutes = of_minutes or bool(OF_MINUTES.search(text))
    if not verbs:
        return _of_minutes(text, []) if of_minutes else []
    people = list(_SUBJECT.finditer(text))
    taken: list[tuple[int, int]] = []
    roles: list[Role] = []
    for number, verb in enumerate(verbs):
        floor = verbs[number - 1].end() if number else 0
        found = _roles_of(text, verb, people, taken, floor)
        for role in found:
            taken.append((role.start, role.end))
        roles += found
    roles += _owners(text, roles)
    roles = [_by_name(role, text) for role in roles if may_be_person(role.person)]
    if of_minutes:
        roles = _of_minutes(text, roles)
    return sorted(roles, key=lambda role: role.start)


_QUOTED = re.compile(r"\W{0,3}[“\"‘']")


def acts_in(text: str) -> bool:
    """Whether somebody may move or second in a text; the quoted words of a motion only use such verbs."""
    return bool(VERB.search(text)) and not (_QUOTED.match(text) and not find_roles(text))


_OWNS = re.compile(rf"(?P<person>{NAMED})['’]s?\s+(?P<verb>proposal|motion|amendment)\b")


def _owners(text: str, roles: Sequence[Role]) -> list[Role]:
    """Return whose proposal it is that another seconds: "Cllr Ash's proposal was seconded by B"."""
    seconds = [role for role in roles if role.act is Act.SECONDS]
    if any(role.act is Act.MOVES for role in roles) or not seconds:
        return []
    match = _OWNS.search(text, 0, seconds[0].start)
    if match is None:
        return []
    span = match.span("verb")
    return [Role(Act.MOVES, tidy(match["person"]), *match.span(), span, active=True, sure=False)]


def _by_name(role: Role, text: str) -> Role:
    """Return a role with the person for whom "he" or "she" stands: who was last named."""
    if role.person not in ("He", "She"):
        return role
    named = [m[0] for m in re.finditer(NAMED, text[: role.start])]
    return replace(role, person=tidy(named[-1]), sure=False) if named else role


def _roles_of(
    text: str,
    verb: re.Match[str],
    people: Sequence[re.Match[str]],
    taken: Sequence[tuple[int, int]],
    floor: int,
) -> list[Role]:
    """Return the role of a verb, or two where one verb or list of persons gives both."""
    act = Act.SECONDS if verb["second"] else Act.MOVES
    handed = _handed(text, verb)
    if (
        handed
        and _FROM_CHAIR.match(text, verb.end())
        and _subject(text, verb, people, taken, floor)
    ):
        handed = None
    if handed and verb["both"]:
        return _both(text, verb, handed)
    if handed and _passive(text, verb, handed[0]):
        first = _role(act, verb, handed[0], handed[1], handed[2], text)
        other = _next_person(text, handed[2]) if act is Act.MOVES else None
        if other and _seconds_too(text, other):
            span = other.span("person")
            return [first, _role(Act.SECONDS, verb, other["person"], *span, text)]
        return [first]
    if verb["both"]:
        return _both_before(text, verb)
    if verb["move"] and (left_out := _WITHOUT_BY.match(text, verb.end())):
        return [_role(act, verb, left_out["person"], *left_out.span("person"), text)]
    if not _VERB_FIRST.match(verb[0]) and (subject := _subject(text, verb, people, taken, floor)):
        return [_role(act, verb, subject[0], subject.start(), subject.end(), text, active=True)]
    near = _NEAR.match(text, verb.end())
    person = _PERSON.match(text, near.end()) if near else None
    if person and near and _may_follow(text, verb, person):
        first = _role(act, verb, person[0], *person.span(), text)
        other = _next_person(text, person.end()) if act is Act.MOVES else None
        several = other and (_SEVERAL.match(person[0]) or not is_bare(other["person"]))
        if other and several and _seconds_too(text, other):
            span = other.span("person")
            return [first, _role(Act.SECONDS, verb, other["person"], *span, text)]
        return [first]
    return []


def _next_person(text: str, place: int) -> re.Match[str] | None:
    """Return the person who is named right behind another."""
    return _SECOND_PERSON.match(text, place) or _BESIDE_PERSON.match(text, place)


def _both_before(text: str, verb: re.Match[str]) -> list[Role]:
    """Return who moved and who seconded in "A and B proposed and seconded"."""
    start = max(0, verb.start() - LONGEST_LOOK)
    found = _BOTH_BEFORE.search(text[start : verb.start()])
    if not found or not all(may_be_person(found[name]) for name in ("first", "second")):
        return []
    return [
        _role(
            act, verb, found[name], start + found.start(name), start + found.end(name), text,
            active=True,
        )
        for act, name in ((Act.MOVES, "first"), (Act.SECONDS, "second"))
    ]  # fmt: skip


def _handed(text: str, verb: re.Match[str]) -> tuple[str, int, int] | None:
    """Return the person behind "by", a colon or a dash, and where it stands."""
    hands = _HANDS.match(text, verb.end())
    person = _PERSON.match(text, hands.end()) if hands else None
    return (person[0], person.start(), person.end()) if person else None


def _passive(text: str, verb: re.Match[str], person: str) -> bool:
    """Whether the words hand an act of this meeting to the person."""
    before = text[max(0, verb.start() - 40) : verb.start()]
    if re.search(r"\bhad\s+(?:been\s+)?(?:\w+ly\s+)?$", before, re.I):
        return False
    return may_be_person(person)


def _seconds_too(text: str, other: re.Match[str]) -> bool:
    """Whether the second of two persons behind "moved by" is who seconds: no verb says otherwise."""
    person = other["person"]
    if not may_be_person(person) or re.match(r"(?i)\W*(?:as|for)\b", text[other.end() :]):
        return False
    after = text[other.end() : other.end() + 60]
    return not re.match(rf"[\s,(]*(?:\w+ly\s+)?(?:{_SECOND})\b", after, re.I) and not re.match(
        rf"[\s,]*(?:and\s+)?(?:was\s+)?(?:{_SECOND})\b", after, re.I
    )


def _both(text: str, verb: re.Match[str], handed: tuple[str, int, int]) -> list[Role]:
    first = _role(Act.MOVES, verb, handed[0], handed[1], handed[2], text)
    other = _SECOND_PERSON.match(text, handed[2])
    if not other:
        return [first]
    return [first, _role(Act.SECONDS, verb, other["person"], *other.span("person"), text)]


def _subject(
    text: str,
    verb: re.Match[str],
    people: Sequence[re.Match[str]],
    taken: Sequence[tuple[int, int]],
    floor: int,
) -> re.Match[str] | None:
    """Return the person before a verb who is its subject; None where nobody is."""
    noun = bool(_NOUN.match(verb[0]))
    if verb["move"] and not noun and _SURE_NOUN.match(verb[0]):
        return None
    if _NO_SUBJECT.search(text[max(0, verb.start() - 20) : verb.start()]):
        return None
    if not noun and _NOT_BUSINESS.match(text, verb.end()):
        return None
    complete = noun or bool(verb["second"]) or bool(_COMPLEMENT.match(text, verb.end()))
    for person in reversed(people):
        if person.end() > verb.start() or verb.start() - person.end() > LONGEST_LOOK:
            continue
        if person.start() < floor and any(s <= person.start() < e for s, e in taken):
            continue
        if any(s <= person.start() < e for s, e in taken):
            continue
        if is_bare(person[0]) and text[: person.start()].rstrip().endswith(","):
            behind = any(p.end() == text.rfind(",", 0, person.start()) for p in people)
            if behind:
                continue  # letters behind a name: "Mr Ash, TD, moved"
        gap = text[person.end() : verb.start()]
        if not _GAP.fullmatch(gap):
            continue
        seconded_between = re.search(r"second", gap, re.I)
        near = complete or seconded_between or PERSON_BEHIND.match(text, verb.end())
        if not near or (_NOUN.match(verb[0]) and not re.search(r"[(–-]", gap)):
            return None
        return person
    return None


PERSON_BEHIND = re.compile(rf"\s+(?:{ANY})|\s*,?\s*(?:and\s+)?(?:{ANY})?,?\s*(?:{_SECOND})")
"""What else shows an act: whom a person proposes, or that another seconds."""


_THEN_SECONDED = re.compile(rf"[\s,]*(?:and\s+)?(?:{_SECOND})", re.I)


def _may_follow(text: str, verb: re.Match[str], person: re.Match[str]) -> bool:
    """Whether a person right behind a verb is who acts: "Proposer Cllr Ash", "nom Esme Ash"."""
    opening = re.search(
        r"(?:^|[.;:(,)–-]|\b(?:and|ac?|was|it was|by))\W*$", text[: verb.start()], re.I
    )
    if verb["second"]:
        initials = ONLY_INITIALS.fullmatch(person[0]) is not None
        full = not is_bare(person[0]) or len(person[0].split()) > 1
        return full or initials or bool(_SHORT.match(verb[0]))
    if _SHORT.match(verb[0]):
        return len(person[0].split()) > 1 or not is_bare(person[0]) or person[0].isupper()
    seconded = bool(_THEN_SECONDED.match(text, person.end()))
    titled = not is_bare(person[0]) or bool(_SEVERAL.match(person[0]))
    return bool(opening) and (seconded or titled or bool(_NOUN.match(verb[0])))


def _role(
    act: Act,
    verb: re.Match[str],
    person: str,
    start: int,
    end: int,
    text: str,
    *,
    active: bool = False,
) -> Role:
    bare = is_bare(person)
    before = text[max(0, verb.start() - 60) : verb.start()]
    noun = bool(_SURE_NOUN.match(verb[0]) or _NOUN.match(verb[0]) or _SHORT.match(verb[0]))
    sure = not bare and (active or noun or bool(_BUSINESS_BEFORE.search(before)))
    if bare and re.match(r"(?i)\s+as\s+(?:a\s+)?(?:correct|true)", text[verb.end() :]):
        sure = True
    return Role(
        act,
        tidy(person),
        min(verb.start(), start),
        max(verb.end(), end),
        verb.span(),
        active,
        sure,
    )


def _of_minutes(text: str, roles: list[Role]) -> list[Role]:
    """Add who approves the last minutes, where only the seconder is called by a verb, or nobody."""
    if any(role.act is Act.MOVES for role in roles):
        return roles
    for verb in _MINUTES_BY.finditer(text):
        handed = _handed_plainly(text, verb)
        if (
            not handed
            or not may_be_person(handed[0])
            or re.search(r"\bhad\W+(?:been\W+)?$", text[: verb.start()])
        ):
            continue
        span = (handed[1], handed[2])
        first = Role(Act.MOVES, tidy(handed[0]), verb.start(), span[1], verb.span(), False, True)
        if any(role.act is Act.SECONDS and role.start >= verb.end() for role in roles):
            return [first, *roles]
        other = _SECOND_PERSON.match(text, handed[2])
        if other and not roles and may_be_person(other["person"]):
            start, end = other.span("person")
            second = Role(Act.SECONDS, tidy(other["person"]), start, end, verb.span(), False, True)
            return [first, second]
        if not is_bare(handed[0]) and not roles:
            return roles
    return roles


_PLAINLY = re.compile(
    r"(?:\s+as\s+an?\s+(?:true|correct|accurate)[\w\s]{0,30}?)?\s*(?:by|[–—:-])\s*"
)


def _handed_plainly(text: str, verb: re.Match[str]) -> tuple[str, int, int] | None:
    hands = _PLAINLY.match(text, verb.end())
    person = _PERSON.match(text, hands.end()) if hands else None
    return (person[0], person.start(), person.end()) if person else None
