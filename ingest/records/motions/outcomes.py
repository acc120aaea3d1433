"""What a sentence tells of a motion: that it is put to the vote, carried, lost, withdrawn."""

from __future__ import annotations

import re

from ingest.records.motions.called import Called, called_in
from ingest.records.votes.figures import result_of
from qa.papers import MotionOutcome, VoteResult

PUTS = re.compile(r"\b(?:put|took|taken|vote|voted|votes|division|divided|divide|roll)\b", re.I)
DIVIDES = re.compile(r"\bdivided\b", re.I)
NO_SECONDER = re.compile(
    r"\b(?:no seconder|not seconded|(?:want|lack) of a seconder|(?:was|received) no second\b|did not (?:find|receive) a seconder|failed to (?:find|attract) a seconder)",
    re.I,
)
WITHDRAWN = re.compile(r"\b(?:withdr[ae]w\w*|withdrawn)\b", re.I)
DEFERRED = re.compile(
    r"\b(?:motion|amendment)\b[^.;]{0,60}\b(?:deferred|adjourned|(?:stands? |be |was )referred|lie on the table)\b",
    re.I,
)
BECAME = re.compile(
    r"\bbecame (?:and was declared )?(?:to be )?the (?P<what>substantive|decision|finding|resolution|motion)\b",
    re.I,
)
OUTCOME = re.compile(
    r"\b(?:motion|amendment|proposal|proposition|recommendation)s?\b[^.;]{0,80}?\b(?:not carried|not agreed|carried|lost|fell|fallen|agreed|passed|approved|adopted|defeated|rejected|accepted)\b"
    r"|^\W*(?:\(?\w{1,3}[.)]\s*)?(?:(?:it|this|which|the (?:proposed )?change|all|and) (?:was |were |being )?)?(?:(?:put to the vote and|then|duly|unanimously|therefore|declared|also|not|all)\s+)*(?:carried|agreed|approved|passed|lost|defeated|accepted|elected|appointed|cytunwyd|derbyniwyd|penderfynwyd|gwrthodwyd|cariwyd)\b"
    r"|\ba(?:c)? (?:ch?ytunwyd|ph?enderfynwyd)\b|\bthis was (?:\w+ )?(?:agreed|carried|approved|lost)\b|\bon (?:a|being put to the) vote\b[^.;]{0,40}\b(?:carried|lost)\b"
    r"|\b(?:it was|and) (?:(?:then|duly|unanimously|therefore|so)\s+)*(?:agreed|carried|approved|resolved)\b"
    r"|\b(?:council|committee|cabinet|board|meeting)\s+(?:\w+ly\s+)?(?:agreed|approved|resolved|adopted)\b|\bresolved accordingly\b|\bsupport was (?:\w+ )?given\b"
    r"|\ball (?:were |voted |present )*(?:in favou?r|agreed|elected)\b",
    re.I,
)
DONE = re.compile(
    r"\b(?:agreed|approved|resolved|accepted|adopted|confirmed|elected|appointed|carried|received|ch?ytunwyd|derbyniwyd|ph?enderfynwyd)\b",
    re.I,
)
PROCEDURE = re.compile(
    r"^.{0,160}?\b(?:(?:recorded|named) vote|roll[- ]call|secret ballot|vote in respect of|(?:question|motion|matter) be (?:now )?put"
    r"|standing orders? be suspended|suspend standing orders|meeting (?:be )?(?:adjourn|extend|continu)\w*|order of business)\b",
    re.I | re.S,
)
OWN_WORDS = re.compile(r"\b(?:agreed|resolved) (?:that|to)\b(?P<words>.*)", re.I | re.S)
"""A sentence that says itself what was agreed."""
NEAR, FAR = 3, 10
"""Paragraphs from a vote to the resolution on it, and from a motion to the resolution."""
RESTATED = 60.0
"""From this likeness (0 to 100) what was agreed is what was moved."""
HYPOTHETICAL = re.compile(
    r"\b(?:if|would|should|could|may|might|once|unless|whether|until)\b", re.I
)
ACCEPTED = re.compile(r"\bamendments?\b[^.;]{0,60}\b(?:accepted|incorporated)\b", re.I)
AMENDMENT = re.compile(
    r"\b(?:an?|the following|by way of|further|first|second|third|fourth|this|following|as|new|own|such|technical)\s+(?:\w+\s+){0,2}amendments?\b"
    r"|\bamendments?\s+(?:was|were|to\b|by\b|moved|proposed|that\b|in the)|^\W*(?:\w+\s+)?amendment\b|gwelliant|moved to amend\b",
    re.I,
)
ABOUT_MOTION = re.compile(
    r"\bthe\s+(?:(?:original|substantive|above|said|first|second|further)\s+)*$", re.I
)


def outcome_of(sentence: str) -> MotionOutcome | None:
    """Return what a sentence says came of a motion; None where it says nothing of the kind."""
    if NO_SECONDER.search(sentence):
        return MotionOutcome.LOST
    if WITHDRAWN.search(sentence) and re.search(
        r"\b(?:motion|amendment|proposal)\b", sentence, re.I
    ):
        return MotionOutcome.WITHDRAWN
    if DEFERRED.search(sentence):
        return MotionOutcome.DEFERRED
    if BECAME.search(sentence) or ACCEPTED.search(sentence):
        return MotionOutcome.CARRIED
    match = OUTCOME.search(sentence)
    if match is None or HYPOTHETICAL.search(sentence[: match.end()]):
        return None
    result = result_of(match[0]) or result_of(sentence[match.start() :])
    if result is None:
        return MotionOutcome.CARRIED
    return as_outcome(result)


def as_outcome(result: VoteResult) -> MotionOutcome:
    """Return what became of a motion by how its vote went."""
    return MotionOutcome.LOST if result is VoteResult.LOST else MotionOutcome.CARRIED


def between(sentence: str) -> Called | None:
    """Return the first of the two between which a meeting divides."""
    match = re.search(r"\bbetween\b(.*?)\band\b", sentence, re.I | re.S)
    return called_in(match[1]) if match else None
