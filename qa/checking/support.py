"""Whether a written sentence is borne out by the quotes that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers import Citation
from qa.checking.anchors import Anchor, Token, read_tokens
from qa.checking.bearing import Claim, bears_out
from qa.checking.evidence import Evidence, cited, clauses_joined, plain_line
from qa.checking.lexicon import GLUE, NEEDS, REPORTING, SAID, alike
from qa.checking.sentences import MARKERS
from qa.checking.votes import votes_agree, votes_told
from qa.checking.who import decided_by_another

MARKUP = re.compile(r"https?:|www\.|[<>`|{}\\]|\]\(|!\[|@\w|\[(?!\d{1,3}\])", re.I)
_CELL = r"[£(]?\d[\d,.]*\)?%?"
ROW = re.compile(rf"(?<!\w){_CELL}[\s|]+{_CELL}[\s|]+{_CELL}(?=[\s|.]|$)")
"""Figures without words between them: nothing tells which is which."""
QUOTED = re.compile(r"[“\"]([^”\"]{2,})[”\"]|(?<!\w)[‘']([^’'\n]{8,})[’'](?!\w)")


def check_sentence(sentence: str, citations: Sequence[Citation]) -> str | None:
    """Return what is wrong with a sentence, in words for the log; None where it is borne out."""
    if MARKUP.search(sentence):
        return "it holds markup or an address"
    if ROW.search(sentence):
        return "it is a row of figures"
    evidence = cited([int(n) for n in MARKERS.findall(sentence)], citations)
    if evidence is None:
        return "it cites no quote, or one that is not there"
    plain = MARKERS.sub(" ", sentence)
    for wrong in (_misquotes, _loses_standing, _wrong_votes, _wrong_body):
        if reason := wrong(plain, evidence):
            return reason
    return _unsupported(plain, evidence)


def _misquotes(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    for match in QUOTED.finditer(sentence):
        words = plain_line(match[1] or match[2]).strip(" .,;:")
        if not any(words in held.plain for held in evidence):
            return "its quoted words are not in the quote cited"
    return None


def _loses_standing(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    terms = {token.term for token in read_tokens(sentence)}
    for held in evidence:
        needed = NEEDS.get(held.citation.standing)
        if needed and not terms & needed:
            return f"it does not say that the quote is only {held.citation.standing.value}"
    return None


def _wrong_votes(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    text = "\n".join(held.citation.quote for held in evidence)
    return None if votes_agree(sentence, text) else "it tells the vote otherwise"


def _wrong_body(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    other = decided_by_another(sentence, [held.citation for held in evidence])
    return f"it lets {other} decide" if other else None


def _unsupported(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    """Return the first clause that no clause cited bears out, or a citation that bears out none."""
    quotes = "\n".join(held.citation.quote for held in evidence)
    votes = votes_told(sentence, quotes)
    whole = frozenset(re.findall(r"[a-z']+", sentence.lower()))
    claims = [
        Claim(part, tuple(read_tokens(part, opening=True)), whole, joined)
        for part, joined in clauses_joined(sentence)
    ]
    used = {held.citation.number for held in evidence if votes_told(sentence, held.citation.quote)}
    before: set[str] | None = None
    claimed = False
    for claim in claims:
        bearing: set[str] = set()
        needed = False
        for held in evidence:
            tokens = _claims(claim, held, votes)
            needed = needed or bool(tokens)
            found = {
                clause.sentence
                for clause in held.clauses
                if tokens and bears_out(claim, tokens, clause, held)
            }
            used |= {held.citation.number} if found else set()
            bearing |= found
        if not needed:
            continue
        claimed = True
        if before is not None and not (claim.joined and _stands_alone(claim)):
            bearing &= before
        if not bearing:
            return f"nothing cited bears out: {claim.text.strip()}"
        before = bearing
    spare = {held.citation.number for held in evidence} - used
    return f"[{min(spare)}] bears out none of it" if spare and (claimed or votes) else None


def _stands_alone(claim: Claim) -> bool:
    """Whether a clause says itself of what or whom it speaks; else it is tied to the one before."""
    anchored = [t for t in claim.tokens if t.anchor not in (None, Anchor.ROLE)]
    told = [t for t in claim.tokens if t.term not in REPORTING and t.text.lower() not in GLUE]
    return bool(anchored) and any(t.anchor is not Anchor.NAME for t in told)


def _claims(claim: Claim, held: Evidence, votes: frozenset[str]) -> list[Token]:
    """Return the tokens of a clause that claim something and are not borne out yet."""
    free = REPORTING | SAID[held.citation.standing]
    return [
        token
        for token in claim.tokens
        if token.text.lower() not in GLUE | votes
        and token.term not in free
        and alike(token.term) not in free
    ]
