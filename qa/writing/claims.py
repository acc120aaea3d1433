"""Part what is written into sentences as it comes, each with the numbers that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers import Citation
from qa.language.names import title_words
from qa.language.sentences import SHORTENED
from qa.language.terms import content_terms
from qa.questions.question import Kind, Question
from qa.writing.bearing import Claim, bears_out
from qa.writing.evidence import (
    DECIDING,
    GLUE,
    NEEDS,
    REPORTING,
    SAID,
    Anchor,
    Evidence,
    Token,
    alike,
    cited,
    clauses_joined,
    plain_line,
    read_tokens,
)

MARKERS = re.compile(r"\[(\d{1,3})\]")
_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,3}\])+)")
_GROUPED = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})+)\]")
_ABBREVIATION = re.compile(
    rf"\b(?:{'|'.join(SHORTENED)}|p|pp|e\.g|i\.e|cf|approx|etc|[A-Z])\.$", re.I
)
_END = re.compile(r"[.!?][\"”’')]*(?:\s*\[\d{1,3}\])*(?=\s)|\n+")


class Sentences:
    """Takes text piece by piece and gives out whole sentences."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rest = ""

    def add(self, piece: str) -> list[str]:
        """Return the sentences that are whole now. The last waits for what may follow its stop."""
        self._rest += piece
        found = []
        while end := self._end_of_first():
            found.append(self._rest[:end])
            self._rest = self._rest[end:]
        return _tidy(found)

    def close(self) -> list[str]:
        """Return what is left."""
        rest, self._rest = self._rest, ""
        return _tidy([rest])

    def _end_of_first(self) -> int:
        """Return where the first whole sentence ends; 0 where none is whole yet."""
        for match in _END.finditer(self._rest):
            before = self._rest[: match.start() + 1]
            following = self._rest[match.end() :].lstrip()
            if match[0].strip() and _ABBREVIATION.search(before):
                continue
            if not following or following.startswith("["):  # a marker may come after the stop
                return 0
            return match.end()
        return 0


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, markers within their stops."""
    parts = Sentences()
    return [*parts.add(text), *parts.close()]


def _tidy(sentences: list[str]) -> list[str]:
    """Return sentences on one line, with single markers that stand before the stop."""
    tidied = []
    for sentence in sentences:
        one = _GROUPED.sub(
            lambda m: "".join(f"[{n.strip()}]" for n in re.split("[,;]", m[1])), sentence
        )
        one = _AFTER_STOP.sub(lambda m: f" {m[2].strip()}{m[1]}", one)
        one = re.sub(r"^\s*(?:[-•*–]|\d{1,2}[.)])\s+", "", one)
        one = " ".join(one.replace("**", "").split())
        if re.search(r"\w", one):
            tidied.append(one)
    return tidied


# --- Whether what stays of a written answer is an answer.


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
        t.anchor in (Anchor.DATE, Anchor.FIGURE) for t in read_tokens(text)
    ):
        return False
    numbers = {int(n) for sentence in kept for n in MARKERS.findall(sentence)}
    heads = [" ".join(c.heading) for c in citations if c.number in numbers]
    asked = {t for t in question.written if t not in DECIDING | REPORTING}
    return not asked or bool(asked & set(content_terms(" ".join([text, *heads]))))


# --- Who is said to have decided: the body whose minute is cited, and no other.

_BODY = (
    r"(?P<body>(?:the )?(?:full council|[a-z]+ council|council|cabinet|executive|mayor|leader|board|panel|"
    r"(?:[a-z&]+ ){0,4}committee|scrutiny|officers?|members|councillors))"
)
_VERB = (
    r"(?:(?:has|had|have|also|then|formally|unanimously)\s+)*(?:agreed|approved|decided|resolved|accepted|adopted|"
    r"refused|rejected|deferred|noted|recommended|authorised|endorsed|confirmed|appointed|granted)"
)
_ACTIVE = re.compile(rf"\b{_BODY}\s+{_VERB}\b", re.I)
_PASSIVE = re.compile(
    rf"\b(?:agreed|approved|decided|resolved|accepted|adopted|refused|rejected|deferred|noted|recommended|authorised|endorsed|confirmed|granted)\s+by\s+{_BODY}\b",
    re.I,
)


def decided_by_another(sentence: str, citations: Sequence[Citation]) -> str | None:
    """Return the body that a sentence lets decide and no quote cited does; None if there is none."""
    for pattern in (_ACTIVE, _PASSIVE):
        for match in pattern.finditer(sentence):
            name = match["body"].lower().removeprefix("the ")
            if not any(_decides(name, match[0], citation) for citation in citations):
                return name
    return None


def _decides(name: str, told: str, citation: Citation) -> bool:
    own = (citation.paper.body or "").lower()
    verb = (
        told.lower().split()[-1]
        if told.lower().split()[-1].endswith("ed")
        else told.lower().split()[0]
    )
    head = name.split()[-1]
    said = rf"\b{re.escape(head)}\b[^.;]{{0,60}}\b{verb}\b|\b{verb} by (?:the )?{re.escape(name)}\b"
    if re.search(said, " ".join(citation.quote.split()).lower()):
        return True
    if name in ("members", "councillors"):
        return True
    return bool(own) and (
        name == own or (head in own.split() and (head != "council" or "council" in own))
    )


# --- Counts of votes and who cast them: for, against and abstaining are never told crosswise.

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


# --- Whether a written sentence is borne out by the quotes that it cites.

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
