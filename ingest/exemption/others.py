"""What has the words of a marking and marks nothing, by what stands around it.

A sentence that runs on over the next line; a section's heading in a paper on another kind of
exemption; a form or a column that offers both answers; a policy's classes of papers; the public
notice that a meeting will be in private; a line that says that the paper is open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.exemption.fields import HINT
from ingest.exemption.marks import marks_in
from ingest.exemption.phrases import read_hint, read_label
from ingest.exemption.words import Does, may_mark, words_of

PROSE_LETTERS = 60
PROSE_WORDS = 10
"""Words of a line, or a paragraph, that is a sentence."""
STEM = 5
"""Letters by which "exempt" and "exemptions" are one word."""
SENSE_LINES = 6
"""Lines at a paper's head that tell in which sense it speaks of exemption."""
NOTICE_LINES = 12
NOTICE = re.compile(
    r"\W*(?:(?:public|statutory|clear|days?|private|meeting|28|of|executive|cabinet|item|items)\W+)*notice\b"
    r"|\W*hysbysiad\b",
    re.I,
)
"""Heads a public notice. A decision notice is none."""
INTENT = re.compile(
    r"\bintend|\bintention|\bhereby given|\bnotice is given|\bregulation 5\b|\b28\b.{0,12}\bdays?\b"
    r"|\bwill (?:meet|be held|be considered|consider)\b|\bbwriad",
    re.I,
)
PRIVATE = re.compile(
    r"\b(?:in private|private (?:\w+ )?(?:meeting|session|business|items?)|closed session"
    r"|exclu\w+ (?:of )?the (?:press|public)|yn breifat|preifat)",
    re.I,
)


def runs_on(text: str, following: str) -> bool:
    """Whether the next line goes on with a sentence of which a line is only the subject.

    "Documents not for publication" / "are listed in the register" marks nothing.
    """
    if not following[:1].islower() or not text.strip():
        return False
    words = words_of(following)
    verb = any(
        word.does & (Does.VERB | Does.SUPPOSED | Does.PAST) and not word.does & Does.REASON
        for word in words[:2]
    )
    return verb and not marks_in(words) and not words_of(text)[-1].does & Does.THIS


def heads_a_section(text: str, above: Sequence[str], below: str) -> bool:
    """Whether a marking word alone heads a section of prose, in a paper on something else.

    It does under prose, or under a title that has the word in another sense ("VAT: exempt
    supplies"). A word in capitals does not.
    """
    if len(text) > PROSE_LETTERS:
        return False
    words = words_of(text)
    if len(words) != 1 or not words[0].does & Does.MARKING or text.strip().isupper():
        return False
    if not is_prose(below, least=2):
        return False
    return any(is_prose(line) for line in above) or in_other_sense(text, above[:SENSE_LINES])


def in_other_sense(text: str, titles: Sequence[str]) -> bool:
    """Whether titles have the marking word of a text and mark nothing by it."""
    stems = {word.text[:STEM] for word in words_of(text) if word.does & Does.MARKING}
    for title in titles:
        words = words_of(title)
        same = any(word.text[:STEM] in stems for word in words)
        content = any(word.does == Does.CONTENT for word in words)
        if same and content and not read_label(title) and not read_hint(title):
            return True
    return False


def is_prose(text: str, *, least: int = PROSE_WORDS) -> bool:
    """Whether a line or paragraph is a sentence, or a piece of one as long as a line."""
    plain = text.rstrip()
    if len(plain.split()) >= least and plain.endswith((".", ";")):
        return True
    return len(plain) >= PROSE_LETTERS and any(word.does & Does.VERB for word in words_of(plain))


def offers_both(text: str) -> bool:
    """Whether a text asks if something is open and gives both answers: "Open or exempt"."""
    if len(text) > 4 * PROSE_LETTERS or not HINT.search(text):
        return False
    kept = Does.MARKING | Does.WEAK | Does.EXCLUDE
    words = words_of(text.replace("/", " or "))
    return any(
        two.text in ("or", "and", "neu")
        and (
            (one.does & Does.OPEN and three.does & kept)
            or (one.does & kept and three.does & Does.OPEN)
        )
        for one, two, three in zip(words, words[1:], words[2:], strict=False)
    )


def is_unanswered(text: str) -> bool:
    """Whether a text offers both answers and gives none."""
    if not offers_both(text):
        return False
    words = words_of(text.replace("/", " or "))
    last = max(place for place, word in enumerate(words) if word.text in ("or", "and", "neu"))
    return not marks_in(words[last + 2 :])


def are_classes(texts: Sequence[str]) -> bool:
    """Whether lines name classes of papers one by one, as a policy does: Public, Confidential."""
    alone = [words_of(text) for text in texts if 0 < len(text.split()) <= 3]
    marking = {
        " ".join(word.text for word in one)
        for one in alone
        if one and all(word.does & (Does.MARKING | Does.OUTRIGHT) for word in one)
    }
    openly = any(
        all(word.does & Does.OPEN or word.text in ("official", "unclassified") for word in one)
        for one in alone
        if one
    )
    return openly and len(marking) > 1


def is_notice(texts: Sequence[str]) -> bool:
    """Whether lines at a paper's head are a public notice that business will be taken in private."""
    heads = [text for text in texts[:NOTICE_LINES] if text.strip()]
    place = next(
        (at for at, text in enumerate(heads) if NOTICE.match(text) and len(text.split()) <= 40),
        None,
    )
    if place is None:
        return False
    said = heads[place : place + NOTICE_LINES]
    return any(
        PRIVATE.search(text) and (INTENT.search(text) or NOTICE.match(text)) for text in said
    ) or (
        any(PRIVATE.search(text) for text in said[:3]) and any(INTENT.search(text) for text in said)
    )


def states_open(text: str) -> bool:
    """Whether a line says that the paper is open: "This report is public"."""
    if len(text) > 2 * PROSE_LETTERS or not HINT.search(text):
        return False
    words = words_of(text)
    if not words or len(words) > PROSE_WORDS:
        return False
    known = Does.OPEN | Does.DOCUMENT | Does.THIS | Does.VERB | Does.SMALL | Does.AUDIENCE
    known |= Does.PUBLISH
    meant = any(word.does & (Does.THIS | Does.DOCUMENT) for word in words)
    openly = any(word.does & Does.OPEN or word.text.startswith("open ") for word in words)
    denied = any(word.does & (Does.NEGATION | Does.SUPPOSED) for word in words)
    verb = any(word.does & Does.VERB for word in words)
    return (
        meant and openly and verb and not denied and all(word.does & known for word in words)
    ) and not marks_in(words)


def adds_nothing(lines: Sequence[str]) -> bool:
    """Whether the first of some lines has no part in what the others mark by themselves."""
    first, rest = lines[0], " ".join(lines[1:])
    return bool(rest) and not may_mark(first) and bool(read_label(rest))
