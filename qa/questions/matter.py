"""What a question is about: its own words, apart from those that fit any council business."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.dates import DAY_MONTH, ISO, MONTH, MONTH_YEAR, NUMERIC
from qa.language.terms import content_terms, stem

LONGEST_MATTER = 160
"""Characters of a matter that are carried; more than that is a story, not a matter."""

_SIDES = """
decide decision resolve resolution agree agreement approve approval adopt accept reject refuse
refusal turn defer deferral deferred postpone delay note recommend recommendation propose proposal
suggest move mover motion second seconder vote voting abstain support oppose favour against carry
carried lose lost win won count amend amendment cost save saving price pay paid payment spend
spent spending fund funding charge figure amount sum total altogether percentage percent number
year month week date day time long soon often late later start begin end finish finished happen
happened change changed make made take taken put set give given gave reason ground rationale
justify justification explain explanation detail details mean meaning summary summarise risk
option alternative benefit impact effect affect implication condition say said tell told speak
spoke mention ask answer reply respond response object objection attend present meeting minute
minutes paper report document page source quote limb item officer member councillor cllr people
person public name named involve responsible next step outcome result follow consult consulted
deadline deliver expect estimate estimated forecast exactly else further full whole part wrong
right true sure clear difference differ compare still yet again already ever instead different
first last earlier previous originally come came back go went done get got need want know think
show find found look see use called call add added include reach reached bring brought let keep
kept way case thing matter issue subject old new anything happening become became consider
considered discuss discussed debate debated authorise authorised delegate delegated appoint
appointed confirm confirmed ok okay thanks thank great moved seconded proposed recommended opposed
supported raise raised much many little big large high low extra additional money needed
arrangement term period timescale timetable phase stage progress status update current currently
position latest feedback comment view concern invest invested investment replacement allow fee
rent income staff staffing job post redundancy consultation equality legal financial decrease
increase rise fall drop reduce reduction receive received annual annually yearly per worth value
""".split()  # noqa: SIM905
SIDES = frozenset(stem(word) for word in _SIDES)
"""Stems of words for the sides that any matter has: its decision, vote, cost, reasons, dates."""

BODY = re.compile(
    r"\b(?:the\s+)?(?:cabinet|executive|full council|(?:[a-z]+ and )?scrutiny(?: committee)?|committee"
    r"|(?:county |borough |city |district |town |parish )?council)\b(?!['’]|\s+(?:tax|hous|officer|member|staff|office|land|plan|leader))",
    re.I,
)
BARE_MONTH = re.compile(rf"\b(?:in|of|since|by|until|from)\s+{MONTH}\b(?!\s+\d)", re.I)
YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?\b|\b(?:last|this|next) year\b", re.I)
_DATES = (DAY_MONTH, MONTH_YEAR, NUMERIC, ISO, BARE_MONTH, YEAR)
_TOKEN = re.compile(r"[^\s?!;:()\"“”,]+")
_NOUN = re.compile(
    r"\s+(?:fees?|charges?|prices?|costs|savings?|proposals?|consultation|fund|funding|funds|"
    r"programme|grants?|payments?|options|amendment|motion|petition)\b",
    re.I,
)
_LONGEST_GAP = 3
_LINKS = frozenset("of the and to for in on at by with from a an as or & - –".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about, as the asker put it; parts that it does not name are empty."""

    words: str
    body: str = ""
    day: str = ""
    frame: str = ""
    """The question with {} in place of its matter: what was asked of it."""

    @property
    def told(self) -> tuple[str, ...]:
        """The parts that there are: words, body, day."""
        return tuple(part for part in (self.words, self.body, self.day) if part)

    @property
    def terms(self) -> frozenset[str]:
        """The index terms of its words."""
        return frozenset(content_terms(self.words))


def dates_in(text: str) -> list[tuple[int, int]]:
    """Return the places of the days, months and years that a text names."""
    return sorted(match.span() for pattern in _DATES for match in pattern.finditer(text))


def _bodies_in(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in BODY.finditer(text)]


def _own_places(text: str) -> list[tuple[int, int]]:
    """Return the places of the words that only this matter has."""
    taken = [*dates_in(text), *_bodies_in(text)]
    found = []
    capitals = text.isupper()  # all of it, so that none marks a name
    for match in _TOKEN.finditer(text):
        place = match.span()
        terms = content_terms(match[0])
        if any(a < place[1] and place[0] < b for a, b in taken):
            continue
        named = match[0][0].isupper() and place[0] > 0 and not capitals
        if terms and (named or not all(term in SIDES for term in terms)):
            found.append(place)
    return found


def own_words(text: str) -> list[str]:
    """Return the words of a text that name a matter, in order."""
    return [text[a:b].strip(".'’-") for a, b in _own_places(text)]


def own_terms(text: str) -> frozenset[str]:
    """Return the index terms of the words of a text that name a matter."""
    return frozenset(term for word in own_words(text) for term in content_terms(word))


def _runs(text: str) -> list[tuple[int, int]]:
    """Join words of the matter that only small words part: "enlargement of the school".

    A word that fits any matter is part of a name that goes on after it: "school meal price list".
    """
    runs: list[tuple[int, int]] = []
    for a, b in _own_places(text):
        between = text[runs[-1][1] : a] if runs else "?"
        words = between.lower().split()
        others = [word for word in words if word not in _LINKS]
        inside = all(word.isalpha() and stem(word) in SIDES for word in others)
        if runs and len(words) <= _LONGEST_GAP and len(others) <= 1 and inside:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return [(a, _with_noun(text, b)) for a, b in runs]


def _with_noun(text: str, end: int) -> int:
    """Take in the noun that a name ends with: "taxi licence fees"."""
    following = _NOUN.match(text, end)
    return following.end() if following else end


def matter_of(text: str) -> Matter:
    """Return what a question is about, and the question with a place left for it."""
    runs = _runs(text)
    bodies, days = _bodies_in(text), dates_in(text)
    words = ", ".join(text[a:b].strip(" .'’-") for a, b in runs)[:LONGEST_MATTER]
    body = re.sub(r"^the\s+", "", text[slice(*bodies[0])], flags=re.I) if bodies else ""
    day = text[days[0][0] : max(b for a, b in days if a <= days[0][1])] if days else ""
    frame = ""
    if runs:
        a, b = max(runs, key=lambda run: run[1] - run[0])
        kept = text[:a].replace("{", "(").replace("}", ")"), text[b:].replace("{", "(")
        frame = f"{kept[0]}{{}}{kept[1].replace('}', ')')}"
    return Matter(words, body, day, frame)


# --- Whether a question points back: pronouns, "that decision", "and …", "what about …".

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
