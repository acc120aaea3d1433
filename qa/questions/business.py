"""What a question asks about council business: decisions, votes, private items, outcomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qa.papers import PaperKind


@dataclass(frozen=True, slots=True)
class BusinessAsked:
    """What a question asks about proposals, debate, decisions, votes and meetings."""

    asks_for_proposal: bool
    asks_for_recommendation: bool
    """Whether it asks what a report recommends to those who decide."""
    asks_for_alternatives: bool
    """Whether it asks what was considered and not chosen. By law a record of a decision has it."""
    asks_for_talk: bool
    """Whether it asks what was said at a meeting, and not what was decided."""
    asks_what_was_spoken: bool
    """Whether it asks for the narrative of a minute, and not for the resolution."""
    asks_what_came_before: bool
    """Whether it asks what came before the decision, and not for the decision."""
    asks_where_papers_differ: bool
    speaks_of_change: bool
    """Whether it speaks of what is to be done, or of its effects."""
    asks_of_vote: bool
    asks_for_vote_count: bool
    names_a_day: bool
    """Whether it names a day of a meeting: on, at or held on it."""
    asks_of_a_body_in_a_month: bool
    """Whether it asks what a body did in a month."""
    asks_what_full_council_did: bool
    asks_whether_it_is: bool
    """Whether it asks if something is so or will be, and not if it was done.

    Anybody's papers may tell whether something is so; whether it was done, only those of the body.
    """
    forms: frozenset[PaperKind]
    """Of the papers in `FORMS`, those that it asks for."""


def read_business(text: str) -> BusinessAsked:
    """Return what a question asks about proposals, debate, decisions, votes and meetings."""
    return BusinessAsked(
        asks_for_proposal=bool(PROPOSAL_ASKED.search(text)),
        asks_for_recommendation=bool(RECOMMENDED_ASKED.search(text)),
        asks_for_alternatives=bool(ALTERNATIVES_ASKED.search(text)),
        asks_for_talk=bool(TALK_ASKED.search(text)),
        asks_what_was_spoken=bool(SPOKEN.search(text)),
        asks_what_came_before=bool(BEFORE_DECIDED.search(text)),
        asks_where_papers_differ=bool(DIFFERING.search(text)),
        speaks_of_change=bool(PROPOSED.search(text)),
        asks_of_vote=bool(VOTE_ASKED.search(text)),
        asks_for_vote_count=bool(VOTES_ASKED.search(text)),
        names_a_day=bool(ON_A_DAY.search(text)),
        asks_of_a_body_in_a_month=bool(BODY_DID.search(text)),
        asks_what_full_council_did=bool(FULL_COUNCIL.search(text)),
        asks_whether_it_is=bool(IT_IS.match(text)),
        forms=frozenset(kind for kind, words in FORMS.items() if words.search(text)),
    )


FORMS: Mapping[PaperKind, re.Pattern[str]] = {
    PaperKind.AGENDA: re.compile(r"\bagenda\b", re.I),
    PaperKind.EQUALITY_ASSESSMENT: re.compile(
        r"\bequalit(?:y|ies)\b|\beqias?\b|\beias?\b|\bimpact assess", re.I
    ),
}
"""Kinds of paper that mention every matter, and the words that ask for such a paper."""
PROPOSAL_ASKED = re.compile(
    r"\b(?:propos(?:al|als|ed|es|ing)|recommend(?:s|ed|ation|ations)?|(?:being|be|is|are|was|were) asked to|options?|plan(?:s|ned)? to|intend\w*|suggest\w*|draft)\b",
    re.I,
)
RECOMMENDED_ASKED = re.compile(
    r"\b(?:is|are|was|were|be|being) (?:asked|recommended|invited|requested) to\b|\brecommendations?\b|\bwhat (?:is|are|was|were) (?:being )?recommended\b|\b(?:ask|recommend)(?:s|ed)? (?:the )?(?:cabinet|executive|council|committee|members)\b",
    re.I,
)
ALTERNATIVES_ASKED = re.compile(
    r"\balternatives?\b|\b(?:other|which|what) (?:\w+ )?options?\b|\boptions? (?:were |was |had been )?(?:considered|looked at|rejected|ruled out|discounted)\b|\b(?:reject|rejected|rule|ruled|turn|turned) (?:out|down)?\b.{0,60}\b(?:option|idea|approach|instead)\b|\bwhy (?:not|didn['’]?t|couldn['’]?t|(?:did|was|were|could) .{1,60}\b(?:not|reject))\b",
    re.I,
)
TALK_ASKED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|say|says|said|told|raised?|comment\w*|repl(?:y|ied|ies)|answer\w*|respon(?:d|ded|se)\w*"
    r"|explain\w*|concerns?|concerned|discuss\w*|question(?:s|ed)?|speak|spoke|object\w*|critici\w+|argu(?:e|ed|ment)\w*|debate\w*|views?)\b",
    re.I,
)
SPOKEN = re.compile(
    r"\b(?:suggest\w*|ask(?:ed|s)?|sa(?:id|y|ys)|told|tell|comment\w*|raised?|respon[ds]\w*|argu\w+|concerns?|views?|discuss\w*|debate\w*|mention\w*|explain\w*|report back)\b",
    re.I,
)
BEFORE_DECIDED = re.compile(
    r"\bproposed (?:decision|record of decision)\b|\bbefore (?:the decision|(?:it|this) was (?:approved|agreed|decided))\b",
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
IT_IS = re.compile(r"\W*(?:is|are|was|were|will|would|can|could|should)\b", re.I)


# Private business


@dataclass(frozen=True, slots=True)
class PrivateAsked:
    """What a question asks about business taken in private."""

    asks_for_a_detail: bool
    """Whether it asks for terms, offers, or what was said."""
    asks_how_the_meeting_went: bool
    """Whether it asks when or by whom a matter was taken, or whether it was. That is public."""
    is_of_a_private_session: bool
    asks_what_was_resolved: bool
    """Whether it asks for a resolution: the public minutes may have it."""
    asks_whether_kept_back: bool
    """Whether it asks if or why something is kept back."""
    asks_for_private_items: bool
    """Whether it asks which business of a meeting was taken in private."""


def read_private(text: str) -> PrivateAsked:
    """Return what a question asks about business taken in private."""
    return PrivateAsked(
        asks_for_a_detail=bool(DETAIL_ASKED.search(text)),
        asks_how_the_meeting_went=bool(BUSINESS_ASKED.search(text)),
        is_of_a_private_session=bool(IN_PRIVATE.search(text)),
        asks_what_was_resolved=bool(RESOLVED_ASKED.search(text)),
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
RESOLVED_ASKED = re.compile(r"\b(?:decide[ds]?|decision|resolve[ds]?|resolution)\b", re.I)
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
    asks_when_decided: bool
    asks_of_a_call_in: bool
    asks_how_it_ended: bool
    inquiry: str | None
    """The pilot, survey or the like whose findings it asks for, in its own word."""
    asks_of_a_later_visit: bool
    asks_for_contents: bool
    """Whether it asks what was asked, said or replied."""
    asks_what_the_council_said: bool
    is_of_what_is_to_come: bool
    """Whether it asks what a meeting is to do. Its agenda says that."""
    asks_for_advice: bool
    """Whether a resident asks how to do something. How to take part in a meeting does not count:
    agendas and reports say that."""
    plans_for: str | None
    """The last word of the thing whose plans, or news of it, are asked for."""


def read_outcome(text: str) -> OutcomeAsked:
    """Return what a question asks about what came later, results, and how to do something."""
    findings, thing = FINDINGS_ASKED.match(text), THING.search(text)
    return OutcomeAsked(
        asks_of_a_return=bool(CAME_BACK.search(text)),
        asks_when_decided=bool(WHEN_DECIDED.search(text)),
        asks_of_a_call_in=bool(CALL_IN_ASKED.search(text)),
        asks_how_it_ended=bool(IN_THE_END.search(text)),
        inquiry=(findings["noun"] or findings["of"]) if findings else None,
        asks_of_a_later_visit=bool(LATER_VISIT.search(text)),
        asks_for_contents=bool(CONTENT_ASKED.search(text)),
        asks_what_the_council_said=bool(COUNCIL_SAID.search(text)),
        is_of_what_is_to_come=bool(STILL_TO_BE_DONE.search(text)),
        asks_for_advice=bool(OF_THE_ASKER.match(text) and not AT_THE_MEETING.search(text)),
        plans_for=thing["thing"].split()[-1] if thing else None,
    )


CAME_BACK = re.compile(
    r"\b(?:came|come|comes|brought|went|returned) back\b|\breturned to\b|\breconsidered\b", re.I
)
WHEN_DECIDED = re.compile(
    r"^\W*when (?:did|was|were)\b.{0,90}\b(?:approve|agree|decide|adopt|resolve)", re.I
)
CALL_IN_ASKED = re.compile(
    r"\b(?:was|were|been|has|have|did|got|being)\b.{0,90}\b(?:called|call)[- ]in\b|\bcall-?in (?:outcome|result|meeting)\b|\bwho called\b.{0,60}\bin\b",
    re.I,
)
IN_THE_END = re.compile(
    r"\b(?:in the end|eventually|finally|go(?:ne)? ahead|went ahead|(?:come|came|become|became) of|how did .{3,80} (?:turn out|end up|work out)"
    r"|when did (?:it|they|that|this) (?:\w+ )?(?:stop|end|start|begin|happen|open|close|finish|come in|cease))\b",
    re.I,
)
_INQUIRY = r"(?:pilot|trial|survey|review|study|inspection|audit|evaluation|consultation|assessment|investigation|inquiry|poll|test|analysis)"
FINDINGS_ASKED = re.compile(
    rf"^\W*(?:what (?:did|have|has|do|does|were|was|are|is)\b.{{0,80}}\b|(?:the )?(?=results?|findings?|outcome|conclusions?))(?:(?P<noun>{_INQUIRY})s?\b.{{0,60}}\b(?:find|found|show|shown|conclude[d]?|reveal(?:ed)?|say|tell|told|identif\w+|come up with|results?|findings?|outcome)"
    rf"|(?:results?|findings?|outcome|conclusions?) (?:of|from)\b.{{0,60}}\b(?P<of>{_INQUIRY})s?)\b",
    re.I,
)
LATER_VISIT = re.compile(
    rf"\b(?:ofsted|cqc|inspect\w+|auditors?|reviewers|peer team)\b.{{0,40}}\b(?:(?:came|come|went|go|called) back|return(?:ed|s)?|visit(?:ed)? again|again)\b"
    rf"|\b(?:follow[- ]?up|second|repeat|latest|next) (?:\w+ )?{_INQUIRY}\b|\bre-?(?:inspect|audit|survey|assess|visit)\w*\b",
    re.I,
)
CONTENT_ASKED = re.compile(
    r"\bwhat (?:was|were) the (?:\w+ )?(?:questions?|repl(?:y|ies)|answers?|statements?|comments?)\b"
    r"|\bwhat\b.{0,80}\b(?:about|ask(?:ed)?|say|said|reply|replied|answer(?:ed)?|response|raised?|tell|told|contain\w*)\b",
    re.I,
)
COUNCIL_SAID = re.compile(
    r"\b(?:what|how) (?:did|has|have) (?:[\w'’]+ ){0,4}?(?:cabinet|council(?:lors)?|committee|executive|members|mayor|leader)\b.{0,40}\b(?:say|said|respond\w*|reply|replied|answer\w*|think|react\w*|do|done|decide|tell|told)\b",
    re.I,
)
STILL_TO_BE_DONE = re.compile(
    r"\b(?:ask(?:ed|ing) (?:to|for)|recommended to|will|is to|are to|to be|due to|going to|up for|on the agenda)\b",
    re.I,
)
OF_THE_ASKER = re.compile(
    r"^\W*(?:please |hi |hello )?(?:how (?:do|can|would|should|could) (?:i|we|you)\b|where (?:do|can|should) (?:i|we)\b|(?:can|could|may|must) (?:i|we)\b|am i (?:allowed|able|entitled)\b"
    r"|do (?:i|we) (?:need|have)\b|who (?:do|should|can) (?:i|we) (?:contact|call|ring|speak|ask|tell|report|email)\b|(?:when|what (?:day|time|date)) (?:is|are|will|do|does)\b.{0,20}\bmy\b)",
    re.I,
)
AT_THE_MEETING = re.compile(
    r"\b(?:meetings?|committee|cabinet|agenda|webcast|speak|petitions?|public questions?|consultation|comment|respond|object|have (?:my|our) say)\b",
    re.I,
)
THING = re.compile(
    r"\b(?:plans? for|plan(?:ning)? to do (?:about|with)|doing (?:about|with|for)|(?:do|done) about|policy (?:on|for)|position on|happening (?:with|to|about)|(?:news|update|latest) on)"
    r"\s+(?:(?:the|a|an|our|its|their|all|any|these|those)\s+)*(?P<thing>[\w'’-]+(?:\s+(?!(?:on|in|at|of|for|near|by|to|from|with|after|during|since|under)\b)[\w'’-]+){0,4})",
    re.I,
)
