"""Counts of votes and who cast them: for, against and abstaining are never told crosswise."""

from __future__ import annotations

import re

from qa.language.names import title_words

_SIDES = {
    "for": r"for|in favour|in favor|ayes?",
    "against": r"against|opposed|noes",
    "abstain": r"abstain(?:ed|ing|s)?|abstentions?",
}
_SIDE = "|".join(f"(?P<{name}>{words})" for name, words in _SIDES.items())
_COUNTS = (
    re.compile(rf"\b(?:{_SIDE})\b\s*[:–-]?\s*\(?(?P<count>\d{{1,3}})\b\)?", re.I),
    re.compile(
        rf"\b(?P<count>\d{{1,3}})\s+(?:(?:councillors?|members?|votes?|people)\s+)?(?:(?:voted|were|cast)\s+)?(?:{_SIDE})\b",
        re.I,
    ),
)
_TO = re.compile(r"\b(?:by\s+)?(\w+)\s+(?:votes?\s+)?to\s+(\w+)\b", re.I)
_SIDE_LIST = re.compile(rf"\b(?:{_SIDE})\b\s*[:–-]?\s*\(\s*\d+\s*\)", re.I)
_VOTED = re.compile(
    r"\b(?:voted?|voting)\s+(?:(?P<for>for|in favour)|(?P<against>against)|(?P<abstain>to abstain))|(?P<abstain2>\babstained)",
    re.I,
)
_VOTING = frozenset(
    [
        "vote",
        "votes",
        "voted",
        "voting",
        "for",
        "against",
        "favour",
        "abstained",
        "abstaining",
        "abstentions",
    ]
)
ABOUT = re.compile(r"\bvot|\babst|\d\)? (?:for|against)\b|\bagainst \(?\d|\bfor \(\d", re.I)
"""Whether a sentence speaks of a vote at all: "open for 30 hours" does not."""
_NAME = re.compile(r"\b[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?\b")
_TITLES = frozenset(
    [
        *(title.capitalize() for title in title_words(without=("miss", "sir"))),
        "The",
        "Those",
        "Cabinet",
        "Council",
        "Who",
        "For",
        "Against",
    ]
)


def _side(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next(name for name in _SIDES if groups.get(name))


def counts(text: str) -> set[tuple[str, int]]:
    """Return the counts of votes that a text gives, as (side, number)."""
    return {(_side(m), int(m["count"])) for pattern in _COUNTS for m in pattern.finditer(text)}


def votes_told(sentence: str, quote: str) -> frozenset[str]:
    """Return the words of a sentence that the quote's counts and lists bear out, lower case."""
    if not ABOUT.search(sentence):
        return frozenset()
    found = {str(number) for side, number in counts(sentence) if (side, number) in counts(quote)}
    listed = {name for name in _NAME.findall(sentence) if name not in _TITLES}
    if _SIDE_LIST.search(quote) and _VOTED.search(sentence):
        found |= {name.lower() for name in listed if name in quote}
    return frozenset(found | _VOTING) if found else frozenset()


def votes_agree(sentence: str, quote: str) -> bool:
    """Whether a sentence tells counts and voters only on the side on which the quote has them."""
    if not ABOUT.search(sentence):
        return True
    held = counts(quote)
    if held and not counts(sentence) <= held:
        return False
    if counts(sentence) and len({number for side, number in held if side == "for"}) > 1:
        return False  # of two votes in one quote it cannot be told which is meant
    return _voters_agree(sentence, quote)


def _voters_agree(sentence: str, quote: str) -> bool:
    """Whether those said to have voted one way are listed under it."""
    lists: dict[str, str] = {}
    marks = list(_SIDE_LIST.finditer(quote))
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(quote)
        lists[_side(mark)] = lists.get(_side(mark), "") + quote[mark.end() : end]
    told = list(_VOTED.finditer(sentence))
    if not told or not lists:
        return True
    if len(told) > 1 and len({_way(m) for m in told}) > 1:
        parts = re.split(r"\b(?:and|while|but|whereas)\b(?=[^,]*\b(?:voted|abstained))|;", sentence)
        return (
            len(parts) > 1
            and all(_voters_agree(part, quote) for part in parts if _VOTED.search(part))
            and all(len(list(_VOTED.finditer(part))) <= 1 for part in parts)
        )
    names = [name for name in _NAME.findall(sentence) if name not in _TITLES]
    voters = [name for name in names if any(name in listed for listed in lists.values())]
    return all(name in lists.get(_way(told[0]), "") for name in voters)


def _way(match: re.Match[str]) -> str:
    return next(name.rstrip("2") for name, text in match.groupdict().items() if text)
