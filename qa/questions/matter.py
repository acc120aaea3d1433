"""What a question is about: the words that name its matter, its body and its day.

Words that fit any council business ("decision", "cost", "vote") do not name a matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.dates import DAY_MONTH, ISO, MONTH, MONTH_YEAR, NUMERIC
from qa.language.terms import STOPWORDS, content_terms, stem
from qa.language.word_lists import read_lists


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about, in its own words; parts that it does not name are empty."""

    words: str
    body: str = ""
    day: str = ""
    frame: str = ""
    """The question with {} in place of its matter: what was asked of it."""
    phrase: str = ""
    """Its words as the asker put them, with the small words between; empty where that is long."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that there are: words, body, day."""
        return tuple(part for part in (self.words, self.body, self.day) if part)

    @property
    def terms(self) -> frozenset[str]:
        """The index terms of its words."""
        return frozenset(content_terms(self.words))


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
    phrase = text[runs[0][0] : runs[-1][1]].strip(" .'’-") if runs else ""
    return Matter(words, body, day, frame, phrase if len(phrase) <= LONGEST_PHRASE else "")


LONGEST_MATTER = 160
"""Characters of a matter that a follow-up takes over."""
LONGEST_PHRASE = 90
"""Characters up to which a matter is taken over as the asker put it."""


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


_LONGEST_GAP = 3
_LINKS = frozenset("of the and to for in on at by with from a an as or & - –".split())  # noqa: SIM905
_NOUN = re.compile(
    r"\s+(?:fees?|charges?|prices?|costs|savings?|proposals?|consultation|fund|funding|funds|"
    r"programme|grants?|payments?|options|amendment|motion|petition)\b",
    re.I,
)


def _with_noun(text: str, end: int) -> int:
    """Take in the noun that a name ends with: "taxi licence fees"."""
    following = _NOUN.match(text, end)
    return following.end() if following else end


def own_words(text: str) -> list[str]:
    """Return the words of a text that name a matter, in order."""
    return [text[a:b].strip(".'’-") for a, b in _own_places(text)]


def own_terms(text: str) -> frozenset[str]:
    """Return the index terms of the words of a text that name a matter."""
    return frozenset(term for word in own_words(text) for term in content_terms(word))


def _own_places(text: str) -> list[tuple[int, int]]:
    """Return the places of the words that name a matter."""
    taken = [*dates_in(text), *_bodies_in(text)]
    found = []
    capitals = text.isupper()  # all of it, so that none marks a name
    small = _welsh_small_words(text)
    for match in _TOKEN.finditer(text):
        place = match.span()
        terms = content_terms(match[0])
        if any(a < place[1] and place[0] < b for a, b in taken):
            continue
        named = match[0][0].isupper() and place[0] > 0 and not capitals
        if match[0].lower().replace("’", "'").partition("'")[0] in small:
            continue
        if terms and (named or not all(term in SIDES for term in terms)):
            found.append(place)
    return found


_WELSH = frozenset(read_lists("small_words.toml")["Welsh"])


def _welsh_small_words(text: str) -> frozenset[str]:
    """Return the small words of Welsh where a text has more of them than of English ones."""
    words = {
        match[0].lower().replace("’", "'").partition("'")[0] for match in _TOKEN.finditer(text)
    }
    return (
        _WELSH
        if len(words & (_WELSH - STOPWORDS)) > len(words & (STOPWORDS - _WELSH))
        else frozenset()
    )


_TOKEN = re.compile(r"[^\s?!;:()\"“”,]+")
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
increase rise fall drop reduce reduction receive received annual annually yearly per worth value tudalen dudalen
""".split()  # noqa: SIM905
SIDES = frozenset(stem(word) for word in _SIDES)
"""Stems of words that fit any matter: its decision, vote, cost, reasons, dates."""
BODY = re.compile(
    r"\b(?:the\s+)?(?:cabinet|executive|full council|(?:[a-z]+ and )?scrutiny(?: committee)?|committee"
    r"|(?:county |borough |city |district |town |parish )?council)\b(?!['’]|\s+(?:tax|hous|officer|member|staff|office|land|plan|leader))",
    re.I,
)


def _bodies_in(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in BODY.finditer(text)]


def dates_in(text: str) -> list[tuple[int, int]]:
    """Return the places of the days, months and years that a text names."""
    return sorted(match.span() for pattern in _DATES for match in pattern.finditer(text))


BARE_MONTH = re.compile(rf"\b(?:in|of|since|by|until|from)\s+{MONTH}\b(?!\s+\d)", re.I)
YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?\b|\b(?:last|this|next) year\b", re.I)
_DATES = (DAY_MONTH, MONTH_YEAR, NUMERIC, ISO, BARE_MONTH, YEAR)
