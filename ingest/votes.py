"""Read the recorded votes of a minute: how many for, against and abstaining, and the outcome."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.papers import Vote

Counts = dict[str, int]

NUMBER = r"(?P<n>\d{1,3})"
LINES = {
    "for": re.compile(
        rf"^\W*(?:votes? )?(?:for|in favour)(?: (?:of )?the [\w ]+)?\s*[:–-]?\s*\(?{NUMBER}\b\)?(?!\s*(?:days|months|years|weeks|%))",
        re.I,
    ),
    "against": re.compile(
        rf"^\W*(?:votes? )?against(?: the [\w ]+)?\s*[:–-]?\s*\(?{NUMBER}\b\)?", re.I
    ),
    "abstain": re.compile(
        rf"^\W*(?:abstain(?:ed|ing)?|abstentions?|abstaining)\s*[:–-]?\s*\(?{NUMBER}\b\)?", re.I
    ),
}
"""A line of a division list: "For (41)", "Against: 5", "Abstentions (1): Councillor …"."""
IN_WORDS = (
    (
        "for",
        re.compile(rf"\b{NUMBER}\s+(?:votes?\s+|members?\s+)?(?:for|in favour|voting for)\b", re.I),
    ),
    (
        "against",
        re.compile(rf"\b{NUMBER}\s+(?:votes?\s+|members?\s+)?(?:voting )?against\b", re.I),
    ),
    (
        "abstain",
        re.compile(rf"\b{NUMBER}\s+(?:members?\s+)?(?:abstentions?|abstain(?:ed|ing)?)\b", re.I),
    ),
)
"""Counts within a sentence: "(15 votes for, 9 against and 1 abstention)"."""
VOTES_TO = re.compile(
    r"\b(?:by (?P<more>\d{1,3}) votes? to|(?:carried|lost|agreed|defeated|approved),? by (?P<most>\d{1,3}) to) (?P<less>\d{1,3})\b",
    re.I,
)
"""The winners' votes come first: "lost by 9 votes to 4" is 4 for and 9 against."""
TWO_SIDES = re.compile(
    r"\b(?P<one>\d{1,3}) (?:members? )?(?:voted )?for the (?P<what>amendment|motion)\b.{0,40}?\b(?P<other>\d{1,3}) (?:members? )?(?:voted )?for the (?!(?P=what))(?:amendment|motion)\b",
    re.I,
)
"""The Scottish way: a vote between the motion and an amendment."""
RESULT = re.compile(
    r"\b(?:motion|amendment|proposal|recommendation)s?\b[^.]{0,60}?\b(?P<word>not carried|carried|lost|fell|agreed|defeated|fallen)\b",
    re.I,
)
CARRIES = re.compile(r"\b(?:RESOLVED|AGREED|APPROVED|CARRIED|resolved|agreed|approved|carried)\b")
LOSES = re.compile(r"\b(?:LOST|lost|rejected|refused|defeated)\b")
WORDS = {"fallen": "lost", "fell": "lost", "defeated": "lost", "not carried": "lost"}


def read_votes(paragraphs: Sequence[Paragraph]) -> tuple[Vote, ...]:
    """Return the votes of which the counts are given, in order, page breaks notwithstanding."""
    votes: list[Vote] = []
    counts: Counts = {}
    for paragraph in paragraphs:
        if told := _in_words(paragraph):
            votes.append(told)
            continue
        for line in paragraph.unit.text.split("\n"):
            for name, count in _of_line(line).items():
                if name == "for" and "for" in counts:
                    votes.append(_vote(counts, None))
                    counts.clear()
                counts[name] = count
        result = RESULT.search(paragraph.plain)
        if result and counts and not re.search(r"\(\d", result[0]):
            votes.append(_vote(counts, _outcome(result["word"])))
            counts.clear()
    if "for" in counts and "against" in counts:
        votes.append(_vote(counts, None))
    return tuple(votes)


def _of_line(line: str) -> Counts:
    found = {name: pattern.match(patterns.plain(line)) for name, pattern in LINES.items()}
    return {name: int(match["n"]) for name, match in found.items() if match}


def _in_words(paragraph: Paragraph) -> Vote | None:
    """Return a vote that is told in one sentence, with its outcome."""
    sentences = re.split(r"(?<=[.;])\s+(?=[A-Z])", paragraph.plain)
    for sentence, after in zip(sentences, [*sentences[1:], ""], strict=True):
        if match := TWO_SIDES.search(sentence):
            motion = match["what"].lower() == "motion"
            one, other = int(match["one"]), int(match["other"])
            motion_votes, against = (one, other) if motion else (other, one)
            result = "carried" if motion_votes > against else "lost"
            return Vote(motion_votes, against, None, result)
        if match := VOTES_TO.search(sentence):
            outcome = _told_outcome(sentence)
            sides = (int(match["more"] or match["most"]), int(match["less"]))
            votes_for, against = sorted(sides) if outcome == "lost" else sides
            counts = {"for": votes_for, "against": against}
            return _vote(_with_abstentions(counts, sentence), outcome)
        counts = {
            name: int(match["n"])
            for name, pattern in IN_WORDS
            if (match := pattern.search(sentence))
        }
        if "for" in counts and "against" in counts:
            told = _told_outcome(sentence) or (RESULT.search(after) and _told_outcome(after))
            return _vote(counts, told or None)
    return None


def _with_abstentions(counts: Counts, sentence: str) -> Counts:
    match = IN_WORDS[2][1].search(sentence)
    return counts | {"abstain": int(match["n"])} if match else counts


def _told_outcome(sentence: str) -> str | None:
    if result := RESULT.search(sentence):
        return _outcome(result["word"])
    if LOSES.search(sentence):
        return "lost"
    return "carried" if CARRIES.search(sentence) else None


def _outcome(word: str) -> str:
    return WORDS.get(word.lower(), word.lower())


def _vote(counts: Counts, result: str | None) -> Vote:
    return Vote(counts.get("for"), counts.get("against"), counts.get("abstain"), result)
