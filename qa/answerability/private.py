"""Business taken in private: what the public record says of it, and what may not be guessed.

- `is_private_matter` says that the question asks for what the public record of such an item leaves out.
- `withheld_line` finds the line of an open paper that says that what is asked for is kept back.
- `lacks_open_record` is one of the checks of `judge`: what was said in private is in no paper.

Which items a meeting took in private is told by `qa.record`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answerability.evidence import LOOKED_AT, NAME, NOT_NAMES, on_subject, sentences
from qa.language.numbers import MONEY
from qa.language.spelling import INTENT
from qa.language.terms import analyse
from qa.papers import DECIDING, Hit, Standing, Unit
from qa.questions.question import Kind
from qa.quoting.units import Quote, cover_of
from qa.retrieval.features import DATE, FIGURE, Asked

# What the public record of a private item leaves out

SAYS_NOTHING = re.compile(
    r"\b(?:exempt|restricted|confidential|private|part (?:2|ii|two)|pink)\s+(?:\w+\s+)?(?:reports?|minutes?|append\w+|annex\w*|papers?|proceedings|session)\b"
    r"|\brecommendations?\b.{0,60}\b(?:report|appendix)\b|\b(?:set out|described|detailed|contained) in\b|\bdecision (?:was |be )?(?:taken|made)\b|\bmade a decision\b",
    re.I,
)
"""A clause that only points at a paper held back, or says that something was decided."""
DONE = re.compile(r"\b(?:shall )?be \w+(?:ed|en|ld)\b", re.I)
"""What a limb says is to be done."""
WHO_DECIDES = frozenset(analyse("cabinet executive committee council councillors members board"))
CLAUSE = re.compile(r";|\n(?=[A-Z(•*-])|(?<=[.:])\s|,? and that\b")
DETAILS = frozenset({Kind.WHO, Kind.REASON})


def is_private_matter(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether the question asks for what was taken in private and is not in the public record.

    What was resolved is in the public record and may be given; an amount, a name, a reason or
    a term that the record leaves out may not be guessed from other papers.
    """
    kinds = set(asked.question.kinds)
    best = max(cover_of(asked, h.passage) for h in hits[:LOOKED_AT])
    for hit in hits[:4]:
        if not hit.passage.private or cover_of(asked, hit.passage) < 0.7 * best:
            continue
        if Kind.FIGURE in kinds or asked.question.facets.figures.gives_a_sum:
            amounts = any(
                MONEY.search(h.passage.text) and asked.cover(h.passage.text) >= 0.8 * best
                for h in hits[:3]
            )
            if not amounts:
                return True
        elif hit.rank <= 2 and _asks_for_content(asked, hit, hits):
            return True
    return False


def private_beside(asked: Asked, hits: Sequence[Hit]) -> Hit | None:
    """Return the private item on the matter of a public decision that answers; None without one."""
    if Kind.DECISION not in asked.question.kinds or not hits:
        return None
    best = max(cover_of(asked, h.passage) for h in hits[:LOOKED_AT])
    if not any(h.passage.standing in DECIDING and not h.passage.private for h in hits[:LOOKED_AT]):
        return None
    return next(
        (
            h
            for h in hits[:LOOKED_AT]
            if h.passage.private and cover_of(asked, h.passage) >= AS_FULLY * best
        ),
        None,
    )


def _asks_for_content(asked: Asked, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether what was decided, or a detail of it, is asked for and stands in no public line."""
    question, kinds = asked.question, set(asked.question.kinds)
    if question.facets.private.asks_how_the_meeting_went or kinds == {Kind.WHEN}:
        return False
    detail = question.facets.private.asks_for_a_detail
    least = cover_of(asked, hit.passage) * (
        AS_FULLY if Kind.DECISION in kinds and not detail else 1
    )
    if any(
        h.passage.standing is Standing.DECIDED
        and not h.passage.private
        and cover_of(asked, h.passage) >= least
        for h in hits[:LOOKED_AT]
    ):
        return False
    if detail or (kinds & DETAILS and Kind.DECISION not in kinds):
        return True
    return not any(_says_more(asked, h) for h in hits if h.passage.item_id == hit.passage.item_id)


def _says_more(asked: Asked, hit: Hit) -> bool:
    """Whether a clause of a private item's public record speaks of more than the item's title."""
    title = set(analyse(" ".join([*hit.passage.heading, hit.passage.item_title or ""])))
    question = asked.question
    wanted = set(question.terms) - title - WHO_DECIDES - INTENT - question.day_terms
    clauses = CLAUSE.split(hit.passage.text)
    telling = [clause for clause in clauses if not SAYS_NOTHING.search(clause)]
    if not wanted:  # The item itself is asked about.
        kept = [set(analyse(clause)) for clause in clauses if clause not in telling]
        return any(DONE.search(c) for c in telling) and not any(title & words for words in kept)
    return any(wanted & set(analyse(clause)) for clause in telling)


# What an open paper keeps back: names in an exempt appendix, confidential cases

KEPT_BACK = re.compile(
    r"\bconfidential in nature\b|\bnot suitable for (?:inclusion|publication)\b|\bnot for publication\b"
    r"|\b(?:cannot|can ?not|may not|not) be (?:\w+ )?(?:disclosed|published|shared|released|made public)\b"
    r"|\bcommercial(?:ly)? (?:sensitiv\w+|confidential\w*|in confidence)\b"
    r"|\b(?:is|are|was|were|remains?|in) (?:strictly |an? |the )?(?:confidential|exempt)\b(?! (?:from|to the))"
    r"|\b(?:names?|details?|figures?) (?:is|are|was|were|has been|have been) (?:withheld|redacted|omitted)\b",
    re.I,
)
OF_LAW = frozenset(
    "local government act schedule part paragraph section appendix annex exempt confidential access information not publication and of".split()  # noqa: SIM905
)
"""Words in capitals that name the rules."""
PUBLIC_ANYWAY = frozenset({Kind.DECISION, Kind.YES_NO, Kind.WHEN, Kind.VOTE})
"""What a line says of a matter though it keeps its details back."""
AS_FULLY = 0.8
"""Share of the best sentence's coverage from which the line is about what is asked."""
SAYS_OPEN = re.compile(
    r"^\W*(?:[^.:?]{0,60}\b(?:exempt|confidential|publication|private|public)[^.:?]{0,40}[:?]?\s+|)(?:no|none|nil|n/a)\b",
    re.I,
)
"""A cover's field that says that the report is open, whatever it says of an appendix."""
ANOTHER_CLAUSE = re.compile(
    r";|[,–—]?\s\b(?:but|although|though|while|whilst|whereas|however)\b", re.I
)
BY_LAW = re.compile(
    r"\b(?:paragraphs?|paras?|schedule|section|part|appendix|annexe?|item|minute|regulation)\W+\d+\w*(?:(?:,| and| or| to)\s*\d+\w*)*",
    re.I,
)
"""A figure that names a rule, a paper or an item, and no amount."""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """The public line that says that what is asked for is kept back."""

    line: Quote
    quotable: bool
    """Whether it names nothing of what it keeps back, so that it may be quoted."""


def withheld_line(asked: Asked, hits: Sequence[Hit]) -> KeptBack | None:
    """Return the public line that says that what is asked for is kept back, if one does.

    It must speak of the matter as fully as any other sentence: a thing kept back beside what
    is asked for hides nothing of it.
    """
    question = asked.question
    whether = question.facets.private.asks_whether_kept_back
    asks_what_was_done = set(question.kinds) & PUBLIC_ANYWAY and Kind.FIGURE not in question.kinds
    if whether or asks_what_was_done:
        return None
    near = [h for h in on_subject(asked, hits[:LOOKED_AT]) if not h.passage.private]
    if not any(KEPT_BACK.search(hit.passage.text) for hit in near):
        return None
    covers = [
        (asked.cover(" ".join([sentence, *hit.passage.heading[-1:]])), sentence, unit, hit)
        for hit in near
        for unit in hit.passage.units
        for sentence in sentences(unit.text)
    ]
    best = max((cover for cover, *_ in covers), default=0.0)
    for cover, sentence, unit, hit in covers:
        if best and cover >= AS_FULLY * best and _keeps_back(sentence):
            if Kind.FIGURE in question.kinds and _has_figure(_open_clauses(sentence)):
                return None  # The sum is public, what makes it up is not.
            quotable = not _names_it(asked, hit, unit)
            return KeptBack(Quote(hit.passage, hit.paper, (unit,)), quotable)
    return None


def _keeps_back(sentence: str) -> bool:
    return bool(KEPT_BACK.search(sentence)) and not SAYS_OPEN.search(sentence)


def _open_clauses(sentence: str) -> str:
    """Return the clauses of a sentence that keep nothing back."""
    clauses = ANOTHER_CLAUSE.split(sentence)
    return "; ".join(clause for clause in clauses if not KEPT_BACK.search(clause))


def _has_figure(text: str) -> bool:
    return bool(FIGURE.search(BY_LAW.sub(" ", DATE.sub(" ", text))))


def _names_it(asked: Asked, hit: Hit, unit: Unit) -> bool:
    """Whether a line has a figure, or a name that the question and the paper's titles lack."""
    if _has_figure(unit.text):
        return True
    passage, paper = hit.passage, hit.paper
    titles = [*passage.heading, passage.item_title, paper.title, paper.council, paper.body]
    said = asked.question.facets.words
    known = " ".join(filter(None, [*said, *titles, passage.body])).casefold()
    names = {
        word
        for sentence in sentences(unit.text)
        for match in NAME.finditer(sentence)
        if match.start() > 0
        for word in match[0].casefold().split()
    }
    return any(word not in known and word not in NOT_NAMES | OF_LAW for word in names)
