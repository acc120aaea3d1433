"""Check what a language model writes, sentence by sentence, against the quotes that it cites.

A sentence is kept only if it cites quotes that exist, quotes them word for word, keeps their
standing, votes and deciding body, and if each of its clauses is borne out by a clause of a quote
(`qa.writing.bearing`). `still_answers` then says whether what was kept is an answer, and
`SentenceSplitter` cuts the model's text into sentences as it comes. What was measured:
docs/adr/0008-language-model.md.
"""

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
    CLAIMLESS_WORDS,
    DECISION_WORDS,
    REPORTING_WORDS,
    REQUIRED_WORDS,
    STANDING_WORDS,
    Anchor,
    Evidence,
    Token,
    canonical,
    find_evidence,
    plain_line,
    read_tokens,
    split_clauses,
)

_MARKER = re.compile(r"\[(\d{1,3})\]")
_MARKUP = re.compile(r"https?:|www\.|[<>`|{}\\]|\]\(|!\[|@\w|\[(?!\d{1,3}\])", re.I)
_CELL = r"[£(]?\d[\d,.]*\)?%?"
_ROW = re.compile(rf"(?<!\w){_CELL}[\s|]+{_CELL}[\s|]+{_CELL}(?=[\s|.]|$)")
"""Figures without words between them, which do not say what each is."""
_QUOTED = re.compile(r"[“\"]([^”\"]{2,})[”\"]|(?<!\w)[‘']([^’'\n]{8,})[’'](?!\w)")


def check_sentence(sentence: str, citations: Sequence[Citation]) -> str | None:
    """Return what is wrong with a sentence, in words for the log; None if it is borne out."""
    if _MARKUP.search(sentence):
        return "it holds markup or an address"
    if _ROW.search(sentence):
        return "it is a row of figures"
    evidence = find_evidence([int(n) for n in _MARKER.findall(sentence)], citations)
    if evidence is None:
        return "it cites no quote, or one that is not there"
    plain = _MARKER.sub(" ", sentence)
    return (
        _misquotes(plain, evidence)
        or _loses_standing(plain, evidence)
        or _changes_votes(plain, evidence)
        or _names_another_body(plain, evidence)
        or _goes_beyond(plain, evidence)
    )


def still_answers(
    kept: Sequence[str],
    dropped: int,
    question: Question,
    quoted: str,
    citations: Sequence[Citation],
) -> bool:
    """Return whether the sentences kept answer the question.

    They are at least half of what was written, give a figure or a day if one is asked for (a
    figure only if `quoted`, the answer in quotes, has one), and have a term of the question or
    cite a quote under a heading that has one.
    """
    if not kept or len(kept) < dropped:
        return False
    text = " ".join(_MARKER.sub(" ", sentence) for sentence in kept)
    if Kind.FIGURE in question.kinds and re.search(r"\d", quoted) and not re.search(r"\d", text):
        return False
    if Kind.WHEN in question.kinds and not any(
        token.anchor in (Anchor.DATE, Anchor.FIGURE) for token in read_tokens(text)
    ):
        return False
    numbers = {int(n) for sentence in kept for n in _MARKER.findall(sentence)}
    headings = [" ".join(c.heading) for c in citations if c.number in numbers]
    asked = {term for term in question.written if term not in DECISION_WORDS | REPORTING_WORDS}
    return not asked or bool(asked & set(content_terms(" ".join([text, *headings]))))


def _misquotes(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    for match in _QUOTED.finditer(sentence):
        words = plain_line(match[1] or match[2]).strip(" .,;:")
        if not any(words in held.plain for held in evidence):
            return "its quoted words are not in the quote cited"
    return None


def _loses_standing(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    terms = {token.term for token in read_tokens(sentence)}
    for held in evidence:
        required = REQUIRED_WORDS.get(held.citation.standing)
        if required and not terms & required:
            return f"it does not say that the quote is only {held.citation.standing.value}"
    return None


# Every clause must be borne out


def _goes_beyond(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    """Return that a clause is borne out by nothing cited, or that a citation bears out nothing.

    Clauses that go on about the same matter must be borne out by the same sentence of a quote.
    """
    vote_words = _agreed_vote_words(sentence, _all_quotes(evidence))
    used = {
        held.citation.number
        for held in evidence
        if _agreed_vote_words(sentence, held.citation.quote)
    }
    sources: set[str] | None = None  # the sentences that bear out the clause before
    for claim in _claims(sentence):
        claims_something = False
        found: set[str] = set()
        for held in evidence:
            tokens = _tokens_to_check(claim, held, vote_words)
            if not tokens:
                continue
            claims_something = True
            bearing = {c.sentence for c in held.clauses if bears_out(claim, tokens, c, held)}
            used |= {held.citation.number} if bearing else set()
            found |= bearing
        if not claims_something:
            continue
        if sources is not None and not (claim.joined and _stands_alone(claim)):
            found &= sources
        if not found:
            return f"nothing cited bears out: {claim.text.strip()}"
        sources = found
    unused = {held.citation.number for held in evidence} - used
    if unused and (sources is not None or vote_words):
        return f"[{min(unused)}] bears out none of it"
    return None


def _claims(sentence: str) -> list[Claim]:
    words = frozenset(re.findall(r"[a-z']+", sentence.lower()))
    return [
        Claim(part, tuple(read_tokens(part, opening=True)), words, joined)
        for part, joined in split_clauses(sentence)
    ]


def _tokens_to_check(claim: Claim, held: Evidence, vote_words: frozenset[str]) -> list[Token]:
    """Return the tokens of a clause that claim something and are not borne out yet."""
    free = REPORTING_WORDS | STANDING_WORDS[held.citation.standing]
    return [
        token
        for token in claim.tokens
        if token.text.lower() not in CLAIMLESS_WORDS | vote_words
        and token.term not in free
        and canonical(token.term) not in free
    ]


def _stands_alone(claim: Claim) -> bool:
    """Return whether a clause names what or whom it is about; if not, it goes on about the same."""
    if all(token.anchor in (None, Anchor.ROLE) for token in claim.tokens):
        return False
    return any(
        token.anchor is not Anchor.NAME
        and token.term not in REPORTING_WORDS
        and token.text.lower() not in CLAIMLESS_WORDS
        for token in claim.tokens
    )


def _all_quotes(evidence: Sequence[Evidence]) -> str:
    return "\n".join(held.citation.quote for held in evidence)


# Who decided: the body whose minute is cited, and no other

_BODY = (
    r"(?P<body>(?:the )?(?:full council|[a-z]+ council|council|cabinet|executive|mayor|leader|board|panel|"
    r"(?:[a-z&]+ ){0,4}committee|scrutiny|officers?|members|councillors))"
)
_DECIDED = (
    r"(?:agreed|approved|decided|resolved|accepted|adopted|refused|rejected|deferred|noted|recommended|authorised|"
    r"endorsed|confirmed|appointed|granted)"
)
_DECIDING = (
    re.compile(
        rf"\b{_BODY}\s+(?:(?:has|had|have|also|then|formally|unanimously)\s+)*{_DECIDED}\b", re.I
    ),
    re.compile(rf"\b{_DECIDED}\s+by\s+{_BODY}\b", re.I),
)


def _names_another_body(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    for pattern in _DECIDING:
        for match in pattern.finditer(sentence):
            name = match["body"].lower().removeprefix("the ")
            if not any(_has_decided(name, match[0], held.citation) for held in evidence):
                return f"it says that {name} decided"
    return None


def _has_decided(name: str, phrase: str, citation: Citation) -> bool:
    """Return whether a quote says so of a body, or comes from a paper of that body."""
    if name in ("members", "councillors"):
        return True
    head = name.split()[-1]
    if head in (citation.paper.body or "").lower().split():
        return True
    words = phrase.lower().split()
    verb = words[-1] if words[-1].endswith("ed") else words[0]
    printed = (
        rf"\b{re.escape(head)}\b[^.;]{{0,60}}\b{verb}\b|\b{verb} by (?:the )?{re.escape(name)}\b"
    )
    return re.search(printed, " ".join(citation.quote.split()).lower()) is not None


# Votes: the counts for, against and abstaining, and who cast them

_SPEAKS_OF_VOTE = re.compile(
    r"\bvot|\babst|\d\)? (?:for|against)\b|\bagainst \(?\d|\bfor \(\d", re.I
)
"""A sentence that has "open for 30 hours" does not."""
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
_SIDE_LIST = re.compile(rf"\b(?:{_SIDE})\b\s*[:–-]?\s*\(\s*\d+\s*\)", re.I)
"""The head of a list of voters: "For (10)"."""
_VOTED = re.compile(
    r"\b(?:voted?|voting)\s+(?:(?P<for>for|in favour)|(?P<against>against)|(?P<abstain>to abstain))|(?P<abstain2>\babstained)",
    re.I,
)
_VOTE_WORDS = frozenset(
    """vote votes voted voting for against favour abstained abstaining abstentions""".split()  # noqa: SIM905
)
_NAME = re.compile(r"\b[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?\b")
_NOT_NAMES = frozenset(
    [title.capitalize() for title in title_words(without=("miss", "sir"))]
    + ["The", "Those", "Cabinet", "Council", "Who", "For", "Against"]
)


def _changes_votes(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    """Return that a sentence has counts or voters on a side on which the quotes have not."""
    if not _SPEAKS_OF_VOTE.search(sentence):
        return None
    quote = _all_quotes(evidence)
    claimed, printed = _vote_counts(sentence), _vote_counts(quote)
    different = bool(printed) and not claimed <= printed
    # With two votes in the quotes nobody can say which of them is meant.
    ambiguous = bool(claimed) and len({count for side, count in printed if side == "for"}) > 1
    if different or ambiguous or not _voters_agree(sentence, quote):
        return "it gives the vote differently"
    return None


def _agreed_vote_words(sentence: str, quote: str) -> frozenset[str]:
    """Return the words of a sentence that a quote's counts and lists bear out, lower case."""
    if not _SPEAKS_OF_VOTE.search(sentence):
        return frozenset()
    found = {str(count) for _, count in _vote_counts(sentence) & _vote_counts(quote)}
    if _SIDE_LIST.search(quote) and _VOTED.search(sentence):
        found |= {name.lower() for name in _names(sentence) if name in quote}
    return frozenset(found | _VOTE_WORDS) if found else frozenset()


def _vote_counts(text: str) -> set[tuple[str, int]]:
    """Return the counts of votes that a text gives, as (side, number)."""
    return {(_side(m), int(m["count"])) for pattern in _COUNTS for m in pattern.finditer(text)}


def _voters_agree(sentence: str, quote: str) -> bool:
    """Return whether those who voted one way by the sentence are in the quote's list of that side."""
    lists = _voters_by_side(quote)
    votes = list(_VOTED.finditer(sentence))
    if not votes or not lists:
        return True
    if len({_side(vote) for vote in votes}) > 1:
        parts = re.split(r"\b(?:and|while|but|whereas)\b(?=[^,]*\b(?:voted|abstained))|;", sentence)
        return (
            len(parts) > 1
            and all(_voters_agree(part, quote) for part in parts if _VOTED.search(part))
            and all(len(_VOTED.findall(part)) <= 1 for part in parts)
        )
    voters = [name for name in _names(sentence) if any(name in names for names in lists.values())]
    return all(name in lists.get(_side(votes[0]), "") for name in voters)


def _voters_by_side(quote: str) -> dict[str, str]:
    """Return the text of the lists of voters, by side."""
    lists: dict[str, str] = {}
    heads = list(_SIDE_LIST.finditer(quote))
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        names = quote[head.end() : following.start() if following else len(quote)]
        lists[_side(head)] = lists.get(_side(head), "") + names
    return lists


def _side(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next(name.rstrip("2") for name in [*_SIDES, "abstain2"] if groups.get(name))


def _names(text: str) -> list[str]:
    return [name for name in _NAME.findall(text) if name not in _NOT_NAMES]


# Sentences of a text that is still being written

_SENTENCE_END = re.compile(r"[.!?][\"”’')]*(?:\s*\[\d{1,3}\])*(?=\s)|\n+")
_SHORT_FORM = re.compile(
    rf"\b(?:{'|'.join(SHORTENED)}|p|pp|e\.g|i\.e|cf|approx|etc|[A-Z])\.$", re.I
)
_MARKERS_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,3}\])+)")
_SEVERAL_IN_ONE = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})+)\]")
_LIST_MARK = re.compile(r"^\s*(?:[-•*–]|\d{1,2}[.)])\s+")


class SentenceSplitter:
    """Takes a text piece by piece and gives out its sentences as soon as they are whole."""

    def __init__(self) -> None:
        """Begin with no text."""
        self._rest = ""

    def add(self, piece: str) -> list[str]:
        """Return the sentences that are whole now. The last waits for a marker after its stop."""
        self._rest += piece
        found = []
        while end := self._end_of_first():
            found.append(self._rest[:end])
            self._rest = self._rest[end:]
        return _tidy(found)

    def close(self) -> list[str]:
        """Return the sentence that is left, if any."""
        rest, self._rest = self._rest, ""
        return _tidy([rest])

    def _end_of_first(self) -> int:
        """Return where the first whole sentence ends; 0 if none is whole yet."""
        for match in _SENTENCE_END.finditer(self._rest):
            if match[0].strip() and _SHORT_FORM.search(self._rest[: match.start() + 1]):
                continue
            following = self._rest[match.end() :].lstrip()
            if not following or following.startswith("["):  # a marker may come after the stop
                return 0
            return match.end()
        return 0


def _tidy(sentences: list[str]) -> list[str]:
    """Return sentences on one line each, [1, 2] as [1][2], and all markers before the stop."""
    tidied = []
    for sentence in sentences:
        one = _SEVERAL_IN_ONE.sub(
            lambda m: "".join(f"[{n.strip()}]" for n in re.split("[,;]", m[1])), sentence
        )
        one = _MARKERS_AFTER_STOP.sub(lambda m: f" {m[2].strip()}{m[1]}", one)
        one = " ".join(_LIST_MARK.sub("", one).replace("**", "").split())
        if re.search(r"\w", one):
            tidied.append(one)
    return tidied
