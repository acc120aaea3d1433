"""Part a message from the older ones that it was written on top of, or between the lines of.

Mail programs leave the message that is answered below the answer: under a line of dashes, under the
older message's own head (From, Sent, Subject), under "On ... wrote:", or behind `>`. It is another
message, of another day, and by another writer; what it says is not said in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.rows import Written
from qa.language.dates import find_dates

MOST_OLDER = 40
"""Older messages of one that are told apart; what is below stays with the last."""
DASHES = re.compile(r"\s*[-_]{2,}\s*[^\W\d_][\w ]{2,40}?\s*[-_]{2,}\s*")
HEAD = re.compile(
    r"\s*\*?(?P<label>From|Sent|To|Cc|Bcc|Subject|Date|Importance|Attachments|Reply-To|"
    r"Oddi wrth|Anfonwyd|At|Copi|Pwnc|Testun|Dyddiad)\s*:\*?\s*(?P<value>.*)",
    re.I,
)
"""A line of a message's head, in English or Welsh."""
WRITERS = frozenset({"from", "oddi wrth"})
DAYS = frozenset({"sent", "date", "anfonwyd", "dyddiad"})
SUBJECTS = frozenset({"subject", "pwnc", "testun"})
HEAD_LINES = 8
LEAST_HEAD = 3
"""Lines of a head that must be there: a report may have a line or two like them."""
ATTRIBUTION = re.compile(r"\s*(?:On|Ar)\s.{6,300}\b(?:wrote|ysgrifennodd|said)\s*:\s*", re.S)
ATTRIBUTION_LINES = 3
QUOTED = re.compile(r"\s*>")
MARKS = re.compile(r"^\s*(?:>\s?)+")


@dataclass(frozen=True, slots=True)
class OlderMessage:
    """A message below another one."""

    lines: tuple[str, ...]
    day: str = ""
    """As an ISO date; empty where none is given."""
    writer: str = ""
    subject: str = ""


def part_older(lines: Sequence[Written]) -> tuple[list[Written], list[OlderMessage]]:
    """Return the lines of the message itself, and the older messages, in the order of the file."""
    own: list[Written] = []
    older: list[OlderMessage] = []
    place = 0
    while place < len(lines):
        head = _head_at(lines, place)
        quoted = QUOTED.match(lines[place].text) is not None
        if head is None and not quoted:
            own.append(lines[place])
            place += 1
            continue
        found, begin = head or (OlderMessage(()), place)
        while begin < len(lines) and not lines[begin].text.strip():
            begin += 1
        end = len(lines)
        if begin < len(lines) and QUOTED.match(lines[begin].text):
            end = begin
            while end < len(lines) and (
                QUOTED.match(lines[end].text) or not lines[end].text.strip()
            ):
                end += 1
        below = [Written(MARKS.sub("", line.text)) for line in lines[begin:end]]
        inner, within = part_older(below) if len(older) < MOST_OLDER else (below, [])
        text = tuple(line.text for line in inner)
        if any(line.strip() for line in text):
            older.append(OlderMessage(text, found.day, found.writer, found.subject))
        older.extend(within)
        place = end
    return own, older[: 2 * MOST_OLDER]


def _head_at(lines: Sequence[Written], place: int) -> tuple[OlderMessage, int] | None:
    """Return what the head of an older message at a place says, and where its text begins."""
    text = lines[place].text
    if DASHES.fullmatch(text):
        after = place + 1
        while after < len(lines) and not lines[after].text.strip():
            after += 1
        found = _labelled(lines, after, least=1)
        return found
    if (match := HEAD.match(text)) is not None and match["label"].lower() in WRITERS:
        return _labelled(lines, place, least=LEAST_HEAD)
    if text.lstrip().startswith(("On ", "Ar ")):
        for last in range(place, min(place + ATTRIBUTION_LINES, len(lines))):
            joined = " ".join(line.text for line in lines[place : last + 1])
            if ATTRIBUTION.fullmatch(joined):
                return OlderMessage((), _day(joined), ""), last + 1
    return None


def _labelled(
    lines: Sequence[Written], place: int, *, least: int
) -> tuple[OlderMessage, int] | None:
    """Read the lines of a head from a place on; None where there are fewer than the least."""
    held: dict[str, str] = {}
    end = place
    while end < min(len(lines), place + HEAD_LINES) and (match := HEAD.match(lines[end].text)):
        held[match["label"].lower()] = match["value"].strip()
        end += 1
    if len(held) < least or not any(label in DAYS | WRITERS for label in held):
        return None
    day = next((_day(held[label]) for label in held if label in DAYS), "")
    writer = next((held[label] for label in held if label in WRITERS), "")
    subject = next((held[label] for label in held if label in SUBJECTS), "")
    return OlderMessage((), day, re.sub(r"\s*[<\[(].*", "", writer), subject), end


def _day(text: str) -> str:
    return next((day.isoformat() for _, day in find_dates(text)), "")
