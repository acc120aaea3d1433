"""Words by which a question shows that it asks for a proposal, for talk, for alternatives."""

from __future__ import annotations

import re

PROPOSAL_ASKED = re.compile(
    r"\b(?:propos(?:al|als|ed|es|ing)|recommend(?:s|ed|ation|ations)?|(?:being|be|is|are|was|were) asked to|options?|plan(?:s|ned)? to|intend\w*|suggest\w*|draft)\b",
    re.I,
)
RECOMMENDED_ASKED = re.compile(
    r"\b(?:is|are|was|were|be|being) (?:asked|recommended|invited|requested) to\b|\brecommendations?\b|\bwhat (?:is|are|was|were) (?:being )?recommended\b|\b(?:ask|recommend)(?:s|ed)? (?:the )?(?:cabinet|executive|council|committee|members)\b",
    re.I,
)
"""What a report asks of those who are to decide."""
TALK_ASKED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|say|says|said|told|raised?|comment\w*|repl(?:y|ied|ies)|answer\w*|respon(?:d|ded|se)\w*"
    r"|explain\w*|concerns?|concerned|discuss\w*|question(?:s|ed)?|speak|spoke|object\w*|critici\w+|argu(?:e|ed|ment)\w*|debate\w*|views?)\b",
    re.I,
)
"""Words of a question that asks what was said, and not what came of it."""
ALTERNATIVES_ASKED = re.compile(
    r"\balternatives?\b|\b(?:other|which|what) (?:\w+ )?options?\b|\boptions? (?:were |was |had been )?(?:considered|looked at|rejected|ruled out|discounted)\b|\b(?:reject|rejected|rule|ruled|turn|turned) (?:out|down)?\b.{0,60}\b(?:option|idea|approach|instead)\b|\bwhy (?:not|didn['’]?t|couldn['’]?t|(?:did|was|were|could) .{1,60}\b(?:not|reject))\b",
    re.I,
)
"""What was considered and not chosen, which regulations ask a decision's record to tell."""
