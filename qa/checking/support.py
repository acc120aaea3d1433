"""Whether a written sentence is borne out by the quotes that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers import Citation
from qa.checking.anchors import FROM, NONE, Token, read_tokens
from qa.checking.evidence import Clause, Evidence, cited, clauses_joined, plain_line
from qa.checking.lexicon import (
    ASKING,
    BOUNDS,
    DECIDING,
    DENYING,
    GLUE,
    LIMITING,
    NEEDS,
    OTHERWISE,
    PROPOSING,
    REPORTING,
    SAID,
    alike,
)
from qa.checking.sentences import MARKERS
from qa.checking.votes import votes_agree, votes_told
from qa.checking.who import decided_by_another
from qa.papers import Standing
from qa.question import Kind, Question
from qa.terms import content_terms, stem

IN_ORDER = 0.6
"""Share of a clause's words that must come in the paper's order, where there are four or more."""
BESIDE = 2
"""Words that may stand between the day of a meeting and what was done at it."""
MEETING = frozenset(stem(word) for word in ["meeting", "minutes", "cabinet", "council", "executive"])
MARKUP = re.compile(r"https?:|www\.|[<>`|{}\\]|\]\(|!\[|@\w|\[(?!\d{1,3}\])", re.I)
_CELL = r"[£(]?\d[\d,.]*\)?%?"
ROW = re.compile(rf"(?<!\w){_CELL}[\s|]+{_CELL}[\s|]+{_CELL}(?=[\s|.]|$)")
"""Figures without words between them: nothing tells which is which."""
QUOTED = re.compile(r"[“\"]([^”\"]{2,})[”\"]|(?<!\w)[‘']([^’'\n]{8,})[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Claim:
    """One clause of a written sentence, with the words in it that make a claim."""

    text: str
    tokens: tuple[Token, ...]
    words: frozenset[str]
    """The words of the whole sentence, lower case."""
    joined: bool
    """Whether an "and" or the like joins it to the clause before, rather than a comma."""


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
                if tokens and _clause_bears_out(claim, tokens, clause, held)
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
    anchored = [t for t in claim.tokens if t.anchor and not t.anchor.startswith("role")]
    told = [t for t in claim.tokens if t.term not in REPORTING and t.text.lower() not in GLUE]
    return bool(anchored) and any(not t.anchor.startswith("name") for t in told)


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


def _clause_bears_out(
    claim: Claim, tokens: Sequence[Token], clause: Clause, held: Evidence
) -> bool:
    """Whether one clause of a quote has all that a clause of a sentence claims."""
    if all(t.term in OTHERWISE | DECIDING for t in tokens):
        return False  # that something was noted or agreed says nothing of what it was
    known = frozenset(clause.sentence_terms) | held.around
    return (
        all(
            _in_clause(t, claim, clause, held) if t.anchor else alike(t.term) in known
            for t in tokens
        )
        and _told_there(tokens, clause)
        and _denials(claim.text) == _denials(clause.text)
        and _in_order(tokens, clause)
        and not any(_turned(t, clause) for t in tokens)
        and _as_certain(claim, clause)
        and _decided_so(claim, clause, held)
        and _asked_so(claim, clause, held)
    )


def _in_clause(token: Token, claim: Claim, clause: Clause, held: Evidence) -> bool:
    """Whether a figure, date, name or role stands in the very clause, tied the same way."""
    kind = token.anchor.split(" ", 1)[0]
    if kind == "name":
        return alike(token.term) in clause.terms | held.around
    if kind == "role":
        return alike(token.term) in clause.terms
    same = [
        t for t in clause.tokens if t.anchor and (t.anchor == token.anchor or _covers(token, t))
    ]
    if not same:
        return kind == "date" and _of_meeting(token, claim, held)
    if not any(_tied_alike(token, other) for other in same):
        return False
    return kind == "date" or all(_bound_alike(token, other, claim, clause) for other in same[:1])


def _covers(token: Token, other: Token) -> bool:
    """Whether a date is another one with a part left out."""
    if not (token.anchor.startswith("date") and other.anchor.startswith("date")):
        return False
    return set(token.term.split("-")) <= set(other.term.split("-"))


def _same_date(token: Token, clause: Clause) -> bool:
    return any(_covers(token, other) for other in clause.tokens)


def _of_meeting(token: Token, claim: Claim, held: Evidence) -> bool:
    """Whether a date is the meeting's, told of the meeting or right beside who decided."""
    parts = set(token.term.split("-"))
    if token.lead != NONE or not any(parts <= set(day.split("-")) for day in held.dates):
        return False
    place = next(i for i, other in enumerate(claim.tokens) if other is token)
    near = claim.tokens[max(0, place - BESIDE) : place + BESIDE + 1]
    return bool({other.term for other in near} & (SAID[held.citation.standing] | MEETING))


def _tied_alike(token: Token, other: Token) -> bool:
    """Whether "from", "to" or "by" before a figure or date are not turned into one another."""
    return token.lead == other.lead or NONE in (token.lead,)


def _bound_alike(token: Token, other: Token, claim: Claim, clause: Clause) -> bool:
    """Whether a figure that the paper bounds ("up to") is bounded alike."""
    told = _words_before(claim.text, token.text)
    held = _words_before(clause.text, other.text)
    for group in BOUNDS:
        if any(_has(word, held) for word in group) != any(_has(word, told) for word in group):
            return False
    return True


def _words_before(text: str, figure: str) -> str:
    place = text.find(figure)
    return " ".join(text[: max(place, 0)].lower().split()[-6:])


def _has(word: str, text: str) -> bool:
    return bool(re.search(rf"\b{word}\b", text))


def _denials(text: str) -> int:
    words = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    return sum(word in DENYING or word.endswith("n't") for word in words)


def _told_there(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether the very clause has something of it, and where figures are told, half of it."""
    there = sum(alike(t.term) in clause.terms or _same_date(t, clause) for t in tokens)
    tied = any(t.anchor and not t.anchor.startswith("name") for t in tokens)
    return there >= len(tokens) / 2 if tied else there > 0


def _turned(token: Token, clause: Clause) -> bool:
    """Whether a word that the paper has only "from" is told "to", or the other way about."""
    leads = {t.lead for t in clause.tokens if alike(t.term) == alike(token.term)}
    told = token.lead
    if token.anchor.startswith("name") and told == NONE:
        return leads == {FROM}
    return bool(told and leads and told not in leads and NONE not in leads)


def _in_order(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether the words come mostly in the paper's order, so that none does another's deed."""
    terms = list(clause.sentence_terms)
    tied = [t.anchor for t in tokens if t.anchor and not t.anchor.startswith("role")]
    held = [t.anchor for t in clause.tokens]
    found = [held.index(anchor) for anchor in tied if held.count(anchor) == 1]
    if found != sorted(found):
        return False
    stated = [alike(t.term) for t in tokens if t.term not in LIMITING[0]]
    places = [terms.index(term) for term in stated if term in terms]
    if len(places) < 4:
        return True
    longest = [1] * len(places)
    for i in range(len(places)):
        longest[i] += max((longest[j] for j in range(i) if places[j] < places[i]), default=0)
    return max(longest) >= IN_ORDER * len(places)


def _as_certain(claim: Claim, clause: Clause) -> bool:
    """Whether what the paper says with a "may" or an "if" is said so."""
    whole = frozenset(re.findall(r"[a-z']+", clause.sentence.lower()))
    own = frozenset(re.findall(r"[a-z']+", clause.text.lower()))
    may, condition = LIMITING
    if own & may and not claim.words & may:
        return False
    return not (whole & condition and not claim.words & (condition | may))


def _decided_so(claim: Claim, clause: Clause, held: Evidence) -> bool:
    """Whether words of deciding are the paper's own, or fit its standing and nothing else there."""
    said = {token.term for token in claim.tokens} & DECIDING
    if not said or said & clause.terms:
        dated = any(t.anchor.startswith("date") for t in claim.tokens)
        decided = held.citation.standing in (Standing.DECIDED, Standing.NOTED)
        asked = held.citation.standing in (Standing.RECOMMENDED, Standing.PROPOSED)
        return not said or decided or dated or asked  # that it was asked for is looked at apart
    if held.citation.standing is not Standing.DECIDED:
        return False
    others = {alike(term) for term in OTHERWISE}
    return not (others & frozenset(clause.sentence_terms) - {t.term for t in claim.tokens})


def _asked_so(claim: Claim, clause: Clause, held: Evidence) -> bool:
    """Whether what is told as proposed is what the paper proposes, and the other way about."""
    asked = bool(ASKING & {stem(word) for word in claim.words})
    told = bool(PROPOSING & frozenset(clause.sentence_terms))
    if told and not asked and not claim.words & LIMITING[0]:
        return False
    return told or not asked or held.led or not held.asks


def enough(
    kept: Sequence[str],
    dropped: int,
    question: Question,
    quoted: str,
    citations: Sequence[Citation],
) -> bool:
    """Whether what stays answers: half of what was written, on the matter, of the kind asked for."""
    if not kept or len(kept) < dropped:
        return False
    text = " ".join(MARKERS.sub(" ", sentence) for sentence in kept)
    if Kind.FIGURE in question.kinds and re.search(r"\d", quoted) and not re.search(r"\d", text):
        return False
    if Kind.WHEN in question.kinds and not any(
        t.anchor.startswith(("date", "figure")) for t in read_tokens(text)
    ):
        return False
    numbers = {int(n) for sentence in kept for n in MARKERS.findall(sentence)}
    heads = [" ".join(c.heading) for c in citations if c.number in numbers]
    asked = {t for t in content_terms(question.text) if t not in DECIDING | REPORTING}
    return not asked or bool(asked & set(content_terms(" ".join([text, *heads]))))
