"""Questions put to a meeting and what was answered, with who asked and who replied.

They are read where an item is about questions, and wherever a line is labelled as one
("Question 2 from Councillor Ash to the Leader", "Reply by Councillor Beech:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.layout.paragraphs import Paragraph
from ingest.records.motions.wording import sentences
from ingest.records.people import NAME, NAMED, may_be_person, tidy
from ingest.records.pieces import Noted
from qa.papers import RecordKind

_TITLE = re.compile(
    r"\b(?:questions?|question time|cwestiynau|public (?:participation|forum|speaking|session|question))\b",
    re.I,
)
_BY = rf"(?P<who>{NAMED}|{NAME})(?:\s*\([^()]{{1,60}}\))?"
_TO = rf"(?:,?\s+(?:to|for|of)\s+(?P<other>{NAMED}|{NAME}))?"
_LABELLED = re.compile(
    rf"\W*(?:\(?\d{{1,2}}[.)]\s*)?(?:(?:(?:first|second|third|supplementary|written|public|member[’']?s?)\s+)?question)\s*(?:no\.?\s*)?\(?\d{{0,2}}[a-z]?\)?\s*(?:[:.–-]\s*)?(?:(?:was\s+)?(?:asked|put|submitted|received)\s+)?(?:from|by)\s+{_BY}{_TO}",
    re.I,
)
_PLAIN = re.compile(
    r"\W*(?:(?i:question)\s*(?i:no\.?)?\s*\d{0,2}|Q\d{0,2})\s*[:.–-]\s+(?P<rest>\S.*)", re.S
)
_REPLY = re.compile(
    rf"\W*(?i:(?:supplementary\s+)?(?:answer|reply|response|ateb))\s*\d{{0,2}}\s*(?:(?i:from|by|of|given by|gan)\s+{_BY})?\s*[:.–-]",
)
_ASKS = re.compile(
    rf"{_BY},?\s+(?:then\s+|also\s+)?(?:asked|put (?:the following|a|his|her)|enquired|queried|submitted the following question|gofynnodd)\b(?:\s+(?P<other>{NAMED}))?"
)
_REPLIES = re.compile(
    rf"{_BY},?\s+(?:then\s+|also\s+)?(?:replied|responded|answered|said in reply|atebodd)\b"
)
_IN_REPLY = re.compile(rf"\bIn (?:reply|response|answer)[^.]{{0,60}}?,\s+{_BY}")
LONGEST = 12
"""Paragraphs of a question or an answer at most."""


def find_questions(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], title: str | None
) -> Iterator[Noted]:
    """Yield the questions and answers, in order."""
    about = bool(title and _TITLE.search(title))
    asker: str | None = None
    index = 0
    while index < len(texts):
        text = texts[index]
        labelled = _LABELLED.match(text)
        reply = _REPLY.match(text) if about or asker else None
        if labelled and may_be_person(labelled["who"]):
            asker = tidy(labelled["who"])
            last = _last(texts, index, text[labelled.end() :])
            said = "\n".join(texts[index : last + 1])
            other = tidy(labelled["other"]) if labelled["other"] else None
            yield Noted(RecordKind.QUESTION, asker, said, index, last, other)
            index = last + 1
        elif reply and (reply["who"] or text[reply.end() :].strip() or index + 1 < len(texts)):
            last = _last(texts, index, text[reply.end() :])
            said = "\n".join(texts[index : last + 1])
            who = tidy(reply["who"]) if reply["who"] else ""
            yield Noted(RecordKind.ANSWER, who or "not named", said, index, last, asker)
            index = last + 1
        elif about:
            for one in _in_prose(text, index, asker):
                asker = one.who if one.kind is RecordKind.QUESTION else asker
                yield one
            index += 1
        else:
            index += 1


def _last(texts: Sequence[str], index: int, rest: str) -> int:
    """Return the last paragraph of a question or answer that begins with a label."""
    last = index
    for place in range(index + 1, min(len(texts), index + LONGEST)):
        after = texts[place]
        if _LABELLED.match(after) or _REPLY.match(after) or _PLAIN.match(after):
            break
        if rest.strip(" .:") and (_REPLIES.match(after) or _ASKS.match(after) or place > index + 3):
            break
        last = place
        if re.search(r"[”\"]\W*$", after):
            break
    return last


def _in_prose(text: str, index: int, asker: str | None) -> Iterator[Noted]:
    """Yield who asks and who replies in a paragraph of an item about questions."""
    for start, end in sentences(text):
        sentence = text[start:end]
        if (asks := _ASKS.match(sentence)) and may_be_person(asks["who"]):
            asker = tidy(asks["who"])
            other = tidy(asks["other"]) if asks["other"] else None
            yield Noted(RecordKind.QUESTION, asker, sentence.strip(), index, index, other)
        elif (replies := _REPLIES.match(sentence) or _IN_REPLY.search(sentence)) and may_be_person(
            replies["who"]
        ):
            yield Noted(
                RecordKind.ANSWER, tidy(replies["who"]), sentence.strip(), index, index, asker
            )
