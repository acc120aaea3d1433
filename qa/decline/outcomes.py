"""What came of it: what somebody outside the council then did, and how a proposal ended."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.asked import Asked
from qa.decline.evidence import sentences, text_of, units_of
from qa.library import Library
from qa.papers import DECIDING, Standing
from qa.passages import Hit
from qa.questions.asked_people import OUTSIDER, Act

DONE = (
    r"(?:agreed|accepted|approved|allowed|granted|permitted|confirmed|backed|supported|refused|rejected|turned down|awarded|chose|chosen"
    r"|selected|gave|given|funded|upheld|overruled|overturned|decided|dismissed|postponed|ruled|signed|announced|included|invited|successful|secured|received|won)"
)
BY_THEM = re.compile(
    rf"\b{OUTSIDER}\b(?:['’]s)?(?:\W+\w+){{0,8}}?\W+{DONE}\b|\b{DONE}\b(?:\W+\w+){{0,6}}?\W+(?:by|from)\W+(?:the\W+)?(?:\w+\W+){{0,2}}?{OUTSIDER}\b"
    rf"|\b{OUTSIDER}['’]s (?:\w+ )?(?:grant|funding|approval|consent|permission|agreement|decision|response|reply) (?:was|were|is|of)\b",
    re.I,
)
PASSED = re.compile(
    rf"\b(?:was|were|is|are|has|have|had|been|being)\b(?:\W+\w+){{0,4}}?\W+{DONE}\b", re.I
)
NOT_YET = re.compile(
    r"\b(?:if|whether|would|will|may|might|could|should|subject to|await\w*|pending|requests?|requested|ask(?:ed|s)?|seek\w*|to be|propos\w+|expected|until|not yet|yet to|appl(?:y|ied|ications?)|bid(?:s|ding)? (?:for|to|be))\b",
    re.I,
)
"""Words of a sentence that tells of nothing done yet."""
MERELY_MAY = re.compile(
    r"\b(?:if|whether|would|will|may|might|could|should|right (?:of|to)|rights of|asked to|time to|have to|must)\b",
    re.I,
)
BEFORE = 30
"""Characters before what is told in which such a word counts."""
AWAITED = re.compile(
    r"\b(?:await\w*|(?:still|yet) to (?:be|hear|decide|receive)|pending|not yet (?:been )?\w+|decision (?:is|was) (?:still )?expected)\b",
    re.I,
)
ACTS_TOLD: Mapping[Act, re.Pattern[str]] = {
    act: re.compile(rf"\b(?:{tells})\b", re.I)
    for act, tells in (
        (
            Act.APPEAL,
            r"appealed|appeals? (?:\w+ ){0,4}(?:made|lodged|received|submitted|heard|dismissed|allowed)|(?:lodged|made|submitted) an appeal",
        ),
        (Act.OBJECT, r"object(?:ed|ions?|ors?)|against|opposed"),
        (Act.COMPLAIN, r"complain(?:ed|ts?|ants?)"),
        (Act.SUE, r"sued|(?:legal|court) (?:action|proceedings)|claims?|writ"),
        (Act.SIGN, r"signed|sealed|executed|entered into|completed"),
        (Act.WITHDRAW, r"withdr[ae]wn?|withdrew|withdrawing|pulled out|no longer"),
        (Act.RESIGN, r"resign(?:ed|ation)|stepped down|left|vacan\w+"),
        (Act.REPLY, r"repl(?:y|ies|ied)|respon(?:ded|se|ses)|answered"),
        (Act.APOLOGISE, r"apolog\w+"),
        (Act.PAY, r"paid|repaid|settled|received|payments?"),
    )
}
"""What an outsider is told to have done, by what it is asked to have done."""
STILL_PROPOSED = frozenset({Standing.PROPOSED, Standing.RECOMMENDED})
ON_IT = 0.6
"""Share of the best passage's coverage from which a sentence, under its headings, is on the matter."""
AS_NEAR = 0.75
"""Share of the first passage's coverage from which a decision is on the same matter."""


def lacks_their_answer(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What an outsider decided, or whether a bid succeeded, needs a sentence that tells it as done.

    A request to them, or a proposal to ask, tells nothing of their answer.
    """
    people = asked.question.facets.people
    if people.asks_what_outsiders_answered:
        told = BY_THEM
    elif people.asks_whether_accepted:
        told = PASSED
    else:
        return None
    said = _on_it(asked, hits)
    if told is BY_THEM:  # Who answered is named, so the sentence before may say what.
        said += _beside_it(asked, hits)
    if any(_tells(told, NOT_YET, sentence) for sentence in said):
        return None
    return f"No paper held tells what was answered.{_awaited(asked, hits)}"


def lacks_their_act(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Whether an outsider appealed, signed or withdrew needs a sentence that tells it as done."""
    act = asked.question.facets.people.act
    if act is None:
        return None
    said = [sentence for hit in hits for sentence in sentences(hit.passage.text)]
    if any(_tells(ACTS_TOLD[act], MERELY_MAY, sentence) for sentence in said):
        return None
    return f"No paper held records it.{_awaited(asked, hits)}"


def lacks_end(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How a thing ended is not told by the papers that only propose it."""
    if not asked.question.facets.outcome.asks_how_it_ended:
        return None
    covers = [asked.cover(text_of(hit)) for hit in hits]
    near = [hit for hit, c in zip(hits, covers, strict=True) if c >= AS_NEAR * max(covers)]
    proposed = any(hit.passage.standing in STILL_PROPOSED for hit in near[:2])
    if not proposed or any(hit.passage.standing in DECIDING for hit in near):
        return None
    if any(
        PASSED.search(sentence) and not NOT_YET.search(sentence) for sentence in _on_it(asked, near)
    ):
        return None
    return "The papers held only propose it; none records what came of it."


def _tells(told: re.Pattern[str], merely: re.Pattern[str], sentence: str) -> bool:
    """Whether a sentence tells it, with no word before it that says it is not done yet."""
    return any(
        not merely.search(sentence[max(0, match.start() - BEFORE) : match.end()])
        for match in told.finditer(sentence)
    )


def _on_it(asked: Asked, hits: Sequence[Hit]) -> list[str]:
    best = max((asked.cover(text_of(hit)) for hit in hits), default=0.0)
    return [
        sentence
        for hit in hits
        for sentence in sentences(hit.passage.text)
        if asked.cover(f"{sentence} {' '.join(hit.passage.heading[-1:])}") >= ON_IT * best
    ]


def _beside_it(asked: Asked, hits: Sequence[Hit]) -> list[str]:
    units = [(asked.cover(seen.around), seen.unit.text) for seen in units_of(hits)]
    best = max((cover for cover, _ in units), default=0.0)
    return [s for cover, text in units if cover >= AS_NEAR * best for s in sentences(text)]


def _awaited(asked: Asked, hits: Sequence[Hit]) -> str:
    """Say on which day a paper says that it was awaited."""
    for hit in hits:
        day = hit.passage.meeting_date or hit.paper.meeting_date
        if day and any(AWAITED.search(s) for s in _on_it(asked, [hit])):
            return f" On {day.day} {day:%B %Y} it was still awaited."
    return ""
