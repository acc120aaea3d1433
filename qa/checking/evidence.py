"""A cited quote as evidence: its clauses, and what stands round it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers import Citation
from qa.checking.anchors import Anchor, Token, read_tokens
from qa.checking.lexicon import PROPOSING, alike
from qa.language.sentences import PARTS_CITED

_CLAUSE = re.compile(
    r"[;:]|,(?!\d)|\s[–—-]\s|\b(?:and|but|while|whereas|which|who|so that|whilst|although|because|since)\b",
    re.I,
)
_LEAD = re.compile(
    r"\b(?:recommend|propos|ask|suggest)\w*\b[^.;]{0,60}(?:\bto|\bthat)?\s*[:–-]?\s*\n|"
    r"\b(?:recommend|propos|ask|suggest)\w*\b[^.;]{0,60}:",
    re.I,
)
_JOINS = frozenset({"and", "but", "while", "whereas", "whilst", ";"})
"""What may join a statement of its own; a comma or a "which" goes on about the same."""
ASIDE = 5
"""Words of an aside between commas: "the posts, one of them vacant, will go"."""
_LIMB = re.compile(r"^\W*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d+(?:\.\d+)+)\s+", re.I)
PLANTED = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|above|previous|rule|question|passage|paper)"
    r"|\b(?:system prompt|language model|AI (?:assistant|model)|chatbot|as an assistant|you are (?:now|a|an)\b|you must|"
    r"(?:answer|respond|reply|say|write|state|tell (?:the )?(?:user|reader|them))[^.\n]{0,20}\b(?:that|with|only|exactly)\b[^.\n]{0,80}\b(?:instead|always|user|reader|asked|question)\b)",
    re.I,
)
"""Words addressed to whoever reads with a machine: a paragraph that has them proves nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a quote, and the sentence or limb in which it stands."""

    text: str
    tokens: tuple[Token, ...]
    sentence: str
    sentence_terms: tuple[str, ...]

    @property
    def terms(self) -> frozenset[str]:
        """The clause's own terms."""
        return frozenset(alike(token.term) for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one citation bears out."""

    citation: Citation
    clauses: tuple[Clause, ...]
    around: frozenset[str]
    """Terms of the heading, the paper's title, the body, the council: what the quote is about."""
    dates: frozenset[str]
    """The day of the meeting: a decision's date, but not one that the decision sets."""
    plain: str
    """The quote on one line, for words said to be quoted."""
    asks: bool
    """Whether some sentence of it says that it proposes or recommends."""
    led: bool
    """Whether such words lead to what follows, as in "is recommended to agree that:"."""


def split_clauses(text: str) -> list[str]:
    """Part a sentence at its joints; figures such as 1,000 stay whole."""
    return [part for part in _CLAUSE.split(text) if re.search(r"\w", part)]


def clauses_joined(text: str) -> list[tuple[str, bool]]:
    """Return the clauses of a sentence, and whether each is joined to the last as one of its own."""
    found: list[tuple[str, bool]] = []
    start, joined = 0, False
    for match in [*_CLAUSE.finditer(text), None]:
        part = text[start : match.start() if match else len(text)]
        if re.search(r"\w", part):
            found.append((part, joined))
            joined = False
        joined = joined or (match is not None and match[0].lower() in _JOINS)
        start = match.end() if match else len(text)
    return found


def _joined(parts: Sequence[str]) -> list[str]:
    """Return clauses that belong together: round an aside, and lists of which one is tied.

    Two clauses that each tie a figure, a date or a role are kept apart, since what one says of
    its own is not true of the other's.
    """
    ties = [sum(t.anchor not in (None, Anchor.NAME) for t in read_tokens(p)) for p in parts]
    joined = [
        f"{parts[i]} {parts[i + 1]}" for i in range(len(parts) - 1) if not (ties[i] and ties[i + 1])
    ]
    joined += [
        f"{parts[i]} {parts[i + 2]}"
        for i in range(len(parts) - 2)
        if len(parts[i + 1].split()) <= ASIDE and not ties[i + 1]
    ]
    return joined


def split_quote(quote: str) -> list[str]:
    """Return the sentences and limbs of a quote, without paragraphs that give orders."""
    paragraphs = re.split(r"\n(?=\s*(?:\(?\w{1,3}[.)]|\d+(?:\.\d+)*|[-•*])\s)|\n\s*\n", quote)
    kept = [part for part in paragraphs if not PLANTED.search(part)]
    return [s for part in kept for s in PARTS_CITED.split(part) if re.search(r"\w", s)]


def evidence_of(citation: Citation) -> Evidence:
    """Return a citation as evidence."""
    paper = citation.paper
    clauses = []
    for limb in split_quote(citation.quote):
        sentence = _LIMB.sub("", limb)
        terms = tuple(alike(token.term) for token in read_tokens(sentence))
        parts = split_clauses(sentence)
        clauses += [
            Clause(part, tuple(read_tokens(part)), sentence, terms)
            for part in [*parts, *_joined(parts)]
        ]
    named = [*citation.heading, paper.title, paper.body or "", paper.council or ""]
    if citation.minute:
        named.append(citation.minute)
    around = [token for text in named for token in read_tokens(text)]
    day = paper.meeting_date
    dates = {token.term for token in read_tokens(f"{day.day} {day:%B %Y}")} if day else set()
    return Evidence(
        citation,
        tuple(clauses),
        frozenset(alike(token.term) for token in around),
        frozenset(dates),
        plain_line(" ".join(split_quote(citation.quote))),
        any(PROPOSING & frozenset(clause.sentence_terms) for clause in clauses),
        bool(_LEAD.search(citation.quote)),
    )


def plain_line(text: str) -> str:
    """Return a text on one line in lower case with plain quotation marks."""
    straight = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return " ".join(straight.lower().split())


def cited(numbers: Sequence[int], citations: Sequence[Citation]) -> list[Evidence] | None:
    """Return the evidence of the numbers cited; None where one is no number of a quote."""
    held = {citation.number: citation for citation in citations}
    if not numbers or any(number not in held for number in numbers):
        return None
    return [evidence_of(held[number]) for number in dict.fromkeys(numbers)]
