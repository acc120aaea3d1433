"""Whether a question points back: pronouns, "that decision", "and …", "what about …"."""

from __future__ import annotations

import re

from qa.matter import BODY, own_words

CONNECTIVE = re.compile(
    r"^\W*(?:(?:and|but|so|or|also|ok|okay|right|thanks|thank you|great|then|well|sorry|please)\b[\s,.–-]*)+",
    re.I,
)
_ASKS = (
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|did|do|does|has|have|had|will|would|"
    r"can|could|should|may|shall|tell|show|give|list)\b"
)
_POLITE = r"^\W*(?:(?:ok|okay|right|well|so|then|great|thanks|thank you)\b[\s,.–-]*)*"
INSTEAD = re.compile(
    rf"{_POLITE}(?:(?:and|but)[\s,]+)?(?:what|how) about (?!{_ASKS})(?P<what>.+)$"
    rf"|{_POLITE}(?:and|or|but)[\s,]+(?!{_ASKS})(?P<only>(?:[^\s]+\s*){{1,7}})$",
    re.I,
)
"""Another matter, body, day or side named in place of a whole question."""
DEFINITE = re.compile(r"\bthe\s+[a-z]", re.ASCII)
LATER = re.compile(
    r"\b(?:later|since|afterwards?|after|then|next|now|nowadays|eventually|in the end|back|changed?|still|today|finally|"
    r"when|varied|superseded|what happened)\b",
    re.I,
)
"""Words that ask of another time than the one that was spoken of."""
MEETING = re.compile(
    r"\b(?:next|last|latest|previous|annual|extraordinary) (?:(?:full )?council |cabinet |executive |committee )?meetings?\b",
    re.I,
)

_EXPLETIVE = re.compile(
    r"\b(?:is|was) it (?:true|possible|the case|correct|right|fair|legal|lawful|allowed|likely|a fact|compulsory|necessary) (?:that|to|for)\b"
    r"|\bhow (?:long|much|often) (?:does|will|would|did) it (?:take|cost) to\b|\bwhat time is it\b|\bit (?:is|was) (?:true|said)\b",
    re.I,
)
_IT = re.compile(r"\b(?:it|its|it's|it’s|itself)\b", re.I)
_OF_IT = re.compile(
    r"\b(?:with|on|about|for|of|to|in|from|by|against|behind|over) (?:it|them)\W*$", re.I
)
_COUNTED = re.compile(
    r"\b(?:how (?:much|many)|what|which|whose)\s+(?:(?:other|more|extra)\s+)?[a-z]+", re.I
)
"""A word that is asked for, and so stands for nothing yet: "how much budget moves with it?"."""
_PERSONS = re.compile(r"\b(?:they|them|their|theirs|he|him|his|she|her|hers)\b", re.I)
_THING = (
    r"(?:decision|resolution|vote|motion|amendment|proposal|recommendation|report|paper|meeting|item|minute|matter|"
    r"scheme|project|plan|contract|building|site|centre|service|work|works|change|cut|saving|savings|cost|costs|"
    r"money|sum|amount|figure|budget|place|move|one|ones|option|options|petition|policy|strategy|case)s?"
)
_POINTING_THING = re.compile(rf"\b(?:this|that|these|those|the same|the said)\s+{_THING}\b", re.I)
_THAT_ALONE = re.compile(
    r"\b(?:about|of|for|with|on|to|by|after|before|from|against|in|at|behind|than|like|do|did|does|is|was|are|were|has|will|would|should|agree|support|oppose|approve|mean|why|how's|what's|that's)\s+(?:that|this|those|these)(?:\s*[?.!,]|\s*$|\s+(?:cost|save|mean|happen|start|begin|end|decided|agreed|approved|done|paid|still|in|now|being|been|be|to|come|work|affect|include|so)\b)"
    r"|^\W*(?:is|was|are|were|does|did|will|would|has|had|can|could|should)\s+(?:that|this|those|these)\b(?!\s+[a-z]+s?\s+(?:of|for)\b)",
    re.I,
)
_THERE = re.compile(r"\b(?:in|from|to|up|down|over|out) there\b|\bthere[?.!]?\s*$", re.I)
_ONES = re.compile(
    r"\bwhich ones?\b|\bthe (?:others?|rest|former|latter|first one|second one)\b", re.I
)
_SIDE = re.compile(r"\W*(?:the|its|their|any)\s", re.I)


def speaks_of_a_side(words: str) -> bool:
    """Whether words begin as those for a side of what is known already do: "the annual fee"."""
    return _SIDE.match(words) is not None


def points_back(text: str) -> bool:
    """Whether a question has a word whose meaning only what was said before can give.

    A pronoun that follows a matter of the question's own points to that: "when will the
    library open and what will it cost?" stands alone.
    """
    if any(pattern.search(text) for pattern in (_POINTING_THING, _ONES, _OF_IT)):
        return True
    for pattern, antecedent in (
        (_IT, own_words),
        (_THAT_ALONE, own_words),
        (_THERE, own_words),
        (_PERSONS, _someone),
    ):
        match = pattern.search(text)
        if match and not antecedent(_COUNTED.sub(" ", text[: match.start()])):
            if pattern is _IT and _EXPLETIVE.search(text):
                continue
            return True
    return False


def _someone(text: str) -> list[str]:
    """Return what a plural or personal pronoun may stand for: a matter, or a body."""
    return own_words(text) or [match[0] for match in BODY.finditer(text)]
