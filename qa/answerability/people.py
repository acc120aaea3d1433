"""Checks of names: the person, the firm or the things that a question asks for must be named.

A name that the question gives already, or an office, names nobody. Each check returns what is
lacking, in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from qa.answerability.evidence import (
    MARKED,
    NOT_NAMES,
    OFFICES,
    SECRETARIES,
    Seen,
    has_new_name,
    plain_terms,
    sentences,
    units_of,
)
from qa.language.names import titles
from qa.language.terms import STOPWORDS, analyse
from qa.library import Library
from qa.papers import Hit, UnitKind
from qa.questions.people import DEALING_TERMS, OUTSIDE_ROLES
from qa.questions.question import Kind
from qa.retrieval.features import Asked

COMPANY_OR_PERSON = re.compile(
    rf"\b(?:Ltd|Limited|LLP|plc|PLC|{titles(plural=True, capitals=True)})\b"
)
BESIDE_A_ROLE = 4
"""Words that may stand between the role of an outsider and the name."""
SHORT_ROLE = 3
"""Letters of words too short to be a role's."""
WITHIN = 8
"""Words within which the one who holds a role is named with it."""


def lacks_name(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Who did or is something needs a name that the question does not hold already."""
    question = asked.question
    people = question.facets.people
    if not people.asks_who or Kind.VOTE in question.kinds:
        return None
    role = {t for t in people.roles if t in asked.weights or t in DEALING_TERMS}
    given = question.facets.all_terms
    units = list(units_of(hits))
    best = max((asked.cover(seen.own) for seen in units), default=0.0)
    for seen in units:
        marked = MARKED.search(seen.unit.text) and asked.cover(seen.own) == best
        if marked and has_new_name(seen.unit.text, given):
            return None
        if not role & set(analyse(seen.around)) and role:
            continue
        in_row = seen.unit.kind == UnitKind.ROW and not role & OUTSIDE_ROLES
        if in_row or _names_someone(seen, role, given):
            return None
    return "No name for it was seen in what was found."


def lacks_named_role(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """The name of the one in a role needs a name near the word for the role, or a row with it."""
    question = asked.question
    people = question.facets.people
    if people.named_role is None or Kind.VOTE in question.kinds or people.ends_on_a_preposition:
        return None
    role = {t for t in people.named_role if t in asked.weights and len(t) > SHORT_ROLE}
    given = question.facets.all_terms
    if not role or any(_names_holder(seen, role, given) for seen in units_of(hits)):
        return None
    return "No name for it was seen in what was found."


def _names_holder(seen: Seen, role: Set[str], given: Set[str]) -> bool:
    """Whether a unit has a new name near the word for the role, or is a row with it."""
    if seen.unit.kind == UnitKind.ROW and role & set(analyse(seen.around)):
        return True
    under = role & set(analyse(" ".join(seen.hit.passage.heading[-1:])))
    return any(
        (under and has_new_name(part, given))
        or any(has_new_name(near, given) for near in _round_each(role, part, WITHIN))
        for part in sentences(seen.unit.text)
    )


def _names_someone(seen: Seen, role: Set[str], given: Set[str]) -> bool:
    """Whether a unit has a new name; with a role asked for, in a sentence that has the role."""
    parts = sentences(seen.unit.text)
    if role:
        parts = [part for part in parts if role & set(analyse(part))] or (
            [seen.unit.text] if role & set(analyse(" ".join(seen.hit.passage.heading[-1:]))) else []
        )
    outside = role & OUTSIDE_ROLES
    if outside:
        near = (words for part in parts for words in _round_each(outside, part, BESIDE_A_ROLE))
        return any(has_new_name(words, given) for words in near)
    return any(COMPANY_OR_PERSON.search(part) or has_new_name(part, given) for part in parts)


def _round_each(terms: Set[str], text: str, width: int) -> Iterator[str]:
    """Yield the words round each mention of one of the terms, marked as opening no sentence."""
    words = text.split()
    for at, word in enumerate(words):
        if terms & set(analyse(word)):
            yield " ".join(["—", *words[max(0, at - width) : at + width + 1]])


# Firms, banks and others whom papers often give only by what they are: "four providers"

DEALT = frozenset({"run", "purchased"})
LISTED = re.compile(
    r"(?-i:[A-Z])[\w'’&-]+(?: (?:of |the |and )?[A-Z][\w'’&-]+)*(?:, (?:the )?[A-Z][\w'’&. -]+)*,? (?:and|&) (?:the )?[A-Z]\w+"
)
DONE_BY = re.compile(
    r"\b(?:run|operated|managed|led|appointed|bought|purchased)(?: \w+){0,2} by (?!an?\b|one\b|another\b|external\b|any\b)",
    re.I,
)
"""By whom it is done: an office or the council answers that too."""
SPEAKER = re.compile(
    rf"\b(?:{titles(capitals=True, without=('sir',))}) (?:[A-Z][\w'’.-]* ?){{1,3}}(?:also |then )?(?:said|says|asked|reported|replied|told|explained|moved|seconded|presented|introduced|commented|advised|noted)\b"
)
"""One who speaks at the meeting, and so is not the one spoken of."""
BESIDE_A_PARTY = 6
"""Words within which the name stands beside the word for the party."""
AS_MUCH = 0.6
"""Share of the best sentence's coverage from which a sentence with the word is on the matter."""
ABBREVIATION = 5
"""Letters up to which capitals alone name a thing, unless something is done by it."""
WORD = re.compile(r"[^\W_][\w'’&-]*")


def lacks_party(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Who the party is needs a name beside a word for it, where papers have that word at all."""
    words = asked.question.facets.people.party
    if not words:
        return None
    known = plain_terms(hits) | asked.question.facets.all_terms
    covers = [
        (asked.cover(f"{part} {seen.above}"), part)
        for seen in units_of(hits)
        for part in seen.cell_sentences
    ]
    with_word = [(cover, part) for cover, part in covers if words & set(WORD.findall(part.lower()))]
    best = max((cover for cover, _ in with_word), default=0.0)
    near = [part for cover, part in with_word if cover >= AS_MUCH * best]
    near += [part for cover, part in covers if cover > best and MARKED.search(part)]
    if not with_word or any(_names_party(part, words, known) for part in near):
        return None
    return "No name of theirs was seen in what was found."


def _names_party(text: str, words: Set[str], known: Set[str]) -> bool:
    """Whether a sentence names someone beside one of these words, or a company anywhere."""
    if DONE_BY.search(text) and words & DEALT:
        return True
    text = SPEAKER.sub(" ", SECRETARIES.sub(" ", OFFICES.sub(" ", text)))
    written = WORD.findall(text)
    if MARKED.search(text) and _has_unknown_name(written, known):
        return True
    if text.rstrip().endswith(":") and words & {word.lower() for word in written[-BESIDE_A_PARTY:]}:
        return True
    return any(
        _has_unknown_name(
            written[max(0, at - BESIDE_A_PARTY) : at + BESIDE_A_PARTY + 1],
            known,
            opens=at <= BESIDE_A_PARTY,
        )
        for at, word in enumerate(written)
        if word.lower() in words
    )


def _has_unknown_name(words: Sequence[str], known: Set[str], *, opens: bool = False) -> bool:
    """Whether a word is a name that is not known; one that `opens` has its capital anyway."""
    for at, word in enumerate(words):
        if not word[0].isupper() or (opens and at == 0) or word.lower() in NOT_NAMES | STOPWORDS:
            continue
        short = word.isupper() and len(word) <= ABBREVIATION
        if short and (at == 0 or words[at - 1].lower() not in ("by", "to", "with")):
            continue
        if not set(analyse(word)) <= known:
            return True
    return False
