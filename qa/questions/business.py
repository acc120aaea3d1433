"""What a question asks about council business: decisions, votes, private items, outcomes."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BusinessAsked:
    """What a question asks about proposals, debate, decisions, votes and meetings."""

    asks_for_recommendation: bool
    """Whether it asks what a report recommends to those who decide."""
    asks_for_alternatives: bool
    """Whether it asks what was considered and not chosen. By law a record of a decision has it."""
    asks_where_papers_differ: bool
    speaks_of_change: bool
    """Whether it speaks of what is to be done, or of its effects."""
    asks_of_vote: bool
    asks_for_vote_count: bool
    side: str
    """The side of a vote whose voters it asks for, as the record calls it; empty where none."""
    names_a_day: bool
    """Whether it names a day of a meeting: on, at or held on it."""
    asks_of_a_body_in_a_month: bool
    """Whether it asks what a body did in a month."""


def read_business(text: str) -> BusinessAsked:
    """Return what a question asks about proposals, debate, decisions, votes and meetings."""
    return BusinessAsked(
        asks_for_recommendation=bool(RECOMMENDED_ASKED.search(text)),
        asks_for_alternatives=bool(ALTERNATIVES_ASKED.search(text)),
        asks_where_papers_differ=bool(DIFFERING.search(text)),
        speaks_of_change=bool(PROPOSED.search(text)),
        asks_of_vote=bool(VOTE_ASKED.search(text)),
        asks_for_vote_count=bool(VOTES_ASKED.search(text)),
        side=" ".join(found[0].lower().split()) if (found := SIDE.search(text)) else "",
        names_a_day=bool(ON_A_DAY.search(text)),
        asks_of_a_body_in_a_month=bool(BODY_DID.search(text)),
    )


SIDE = re.compile(r"\bvoted\s+(?:for|against)\b|\babstained\b|\bdid\s+not\s+vote\b", re.I)
RECOMMENDED_ASKED = re.compile(
    r"\b(?:is|are|was|were|be|being) (?:asked|recommended|invited|requested) to\b|\brecommendations?\b|\bwhat (?:is|are|was|were) (?:being )?recommended\b|\b(?:ask|recommend)(?:s|ed)? (?:the )?(?:cabinet|executive|council|committee|members)\b",
    re.I,
)
ALTERNATIVES_ASKED = re.compile(
    r"\balternatives?\b|\b(?:other|which|what) (?:\w+ )?options?\b|\boptions? (?:were |was |had been )?(?:considered|looked at|rejected|ruled out|discounted)\b|\b(?:reject|rejected|rule|ruled|turn|turned) (?:out|down)?\b.{0,60}\b(?:option|idea|approach|instead)\b|\bwhy (?:not|didn['’]?t|couldn['’]?t|(?:did|was|were|could) .{1,60}\b(?:not|reject))\b",
    re.I,
)
DIFFERING = re.compile(
    r"\b(?:differ(?:s|ent|ence|ing)?|disagree\w*|conflict(?:s|ing)?|inconsisten\w+|contradict\w*|don['’]?t (?:match|tally|agree)|which is (?:right|correct))\b",
    re.I,
)
PROPOSED = re.compile(
    r"\b(?:will|would|could|should|may|propos\w+|sav(?:e|es|ing|ings)|reduc\w+|redundan\w+|delet\w+|ceas\w+|cessation|clos\w+"
    r"|review\w*|implement\w*|introduc\w+|increas\w+|chang\w+|potential\w*|additional|plan(?:s|ned)?|new|cuts?|in scope|impact\w*|risks?|stop\w*|future|option\w*)\b",
    re.I,
)
VOTE_ASKED = re.compile(r"\bvot(?:e|es|ed|ing)\b|\babstain|\b(?:carried|lost|defeated)\b", re.I)
VOTES_ASKED = re.compile(
    r"\b(?:who|which (?:\w+ ){0,2}?\w+|did any\w*)\b.{0,40}\bvot(?:e|ed) (?:for|against)\b|\bhow many\b.{0,60}\b(?:voted? (?:for|against|in favour)|for and against|abstain\w*)\b|\bvotes? (?:for|against|count|split)\b",
    re.I,
)
ON_A_DAY = re.compile(r"\b(?:on|at|of|held)\s+(?:the\s+)?\d{1,2}", re.I)
BODY_DID = re.compile(
    r"\b(?i:(?:did|has) (?:the )?(?:full )?(?:cabinet|council|executive|[\w ]{0,30}committee))\b.{0,120}\bin (?:early |late )?[A-Z][a-z]+ \d{4}",
)
FULL_COUNCIL = re.compile(
    r"\b(?:did|has|have) (?:the |[\w ]{1,30}['’]s )?full council\b"
    r"|\bcouncil (?:then |later |finally |eventually |subsequently |go(?:es)? on to |went on to |ever )(?:\w+ )?(?:approv|agree|accept|adopt|decid|set|back|reject|refus|vote)",
    re.I,
)


# Private business


@dataclass(frozen=True, slots=True)
class PrivateAsked:
    """What a question asks about business taken in private."""

    asks_for_a_detail: bool
    """Whether it asks for terms, offers, or what was said."""
    asks_how_the_meeting_went: bool
    """Whether it asks when or by whom a matter was taken, or whether it was. That is public."""
    asks_whether_kept_back: bool
    """Whether it asks if or why something is kept back."""
    asks_for_private_items: bool
    """Whether it asks which business of a meeting was taken in private."""


def read_private(text: str) -> PrivateAsked:
    """Return what a question asks about business taken in private."""
    return PrivateAsked(
        asks_for_a_detail=bool(DETAIL_ASKED.search(text)),
        asks_how_the_meeting_went=bool(BUSINESS_ASKED.search(text)),
        asks_whether_kept_back=bool(WHETHER_KEPT_BACK.search(text)),
        asks_for_private_items=bool(ITEMS_ASKED.search(text)),
    )


DETAIL_ASKED = re.compile(
    r"\b(?:(?:final |exact |agreed )?terms|conditions|details|offers?|bids?|bidders?|tender(?:er)?s|valuation|purchase price|(?:say|said|(?:tell|told|ask)(?! (?:me|us)\b)|asked|argue[ds]?))\b",
    re.I,
)
BUSINESS_ASKED = re.compile(
    r"\b(?:left|leav(?:e|es|ing)|(?:go|went|sent) out|declar\w+|interests?|present|attend\w*|chair(?:ed|ing)?|moved|second(?:ed|er)|vot(?:e|ed|es|ing)"
    r"|exclu\w+|private(?:ly)?(?! (?:hire|rent|sector|land))|exempt|confidential|part (?:1|one|i)|agenda|minutes?|resolutions?|resolved|consider(?:ed)?|discuss(?:ed)?|deal(?:t)? with)\b",
    re.I,
)
IN_PRIVATE = re.compile(
    r"\b(?:in private|(?:private|closed|confidential) (?:session|part|meeting|discussion|briefing)|behind closed doors|members?[- ]only|(?:after|once|when) the (?:public|press) (?:left|had left|were excluded|was excluded))\b",
    re.I,
)
WHETHER_KEPT_BACK = re.compile(
    r"\b(?:is|are|was|were|why)\b.{0,80}\b(?:exempt|confidential|private|published|withheld|secret|public)\W*$",
    re.I,
)
_PRIVATE = (
    r"(?:in private|exempt|confidential|part (?:2|ii|two)|behind closed doors"
    r"|(?:public|press) (?:(?:was|were|is|are|being) )?exclu\w+)"
)
_BUSINESS = r"(?:items?|reports?|matters|business)\b(?!.*\b(?:say|said|contain\w*|show)\b)"
ITEMS_ASKED = re.compile(
    rf"^\W*(?:(?:which|what|list|any|how many)\b.{{0,30}}\b{_BUSINESS}.{{0,80}}\b{_PRIVATE}\b"
    rf"|(?:which|what|list)\b.{{0,30}}\b(?:exempt|private|confidential|part (?:2|ii)) {_BUSINESS})",
    re.I,
)


# Outcomes and results


@dataclass(frozen=True, slots=True)
class OutcomeAsked:
    """What a question asks about what came later, about results, and about how to do something."""

    asks_of_a_return: bool
    """Whether it asks about a matter that was brought back."""


def read_outcome(text: str) -> OutcomeAsked:
    """Return what a question asks about what came later, results, and how to do something."""
    return OutcomeAsked(
        asks_of_a_return=bool(CAME_BACK.search(text)),
    )


CAME_BACK = re.compile(
    r"\b(?:came|come|comes|brought|went|returned) back\b|\breturned to\b|\breconsidered\b", re.I
)
THING = re.compile(
    r"\b(?:plans? for|plan(?:ning)? to do (?:about|with)|doing (?:about|with|for)|(?:do|done) about|policy (?:on|for)|position on|happening (?:with|to|about)|(?:news|update|latest) on)"
    r"\s+(?:(?:the|a|an|our|its|their|all|any|these|those)\s+)*(?P<thing>[\w'’-]+(?:\s+(?!(?:on|in|at|of|for|near|by|to|from|with|after|during|since|under)\b)[\w'’-]+){0,4})",
    re.I,
)
