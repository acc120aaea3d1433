"""A cited quote as evidence: its clauses, and what stands round it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers import Citation
from qa.checking.anchors import Token, read_tokens
from qa.checking.lexicon import alike

_SENTENCE = re.compile(
    r"(?<=[a-z\d)”\"%][.;])\s+(?=[A-Z(“\"])|\n+(?=\s*(?:[-•*(]|\d+[.)]|[A-Z]))|(?<=:)\s+(?=\(?\d)|\t"
)
_CLAUSE = re.compile(
    r"[;:()]|,(?!\d)|\s[–—-]\s|\b(?:and|but|while|whereas|which|who|so that|whilst|although|because|since)\b",
    re.I,
)
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


def split_clauses(text: str) -> list[str]:
    """Part a sentence at its joints; figures such as 1,000 stay whole."""
    return [part for part in _CLAUSE.split(text) if re.search(r"\w", part)]


def split_quote(quote: str) -> list[str]:
    """Return the sentences and limbs of a quote, without paragraphs that give orders."""
    paragraphs = re.split(r"\n(?=\s*(?:\(?\w{1,3}[.)]|[-•*])\s)|\n\s*\n", quote)
    kept = [part for part in paragraphs if not PLANTED.search(part)]
    return [s for part in kept for s in _SENTENCE.split(part) if re.search(r"\w", s)]


def evidence_of(citation: Citation) -> Evidence:
    """Return a citation as evidence."""
    paper = citation.paper
    clauses = []
    for sentence in split_quote(citation.quote):
        terms = tuple(alike(token.term) for token in read_tokens(sentence))
        clauses += [
            Clause(part, tuple(read_tokens(part)), sentence, terms)
            for part in split_clauses(sentence)
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
