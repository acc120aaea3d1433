"""Judge whether the papers found answer the question at all, or whether to decline.

Near misses share the question's subject and lack only the thing asked for, so no likeness
score tells them from answers (on 165 gold questions the best logistic model of seven scores
reached an AUC of .68 out of fold). The tests here therefore look for the thing itself: the
amount beside the word for it, the count of votes, the year, the name, the later minute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.features import DECIDING, MONEY
from qa.library import Library
from qa.papers import Hit, PaperKind, Standing, Unit
from qa.question import MONTH, Kind, Question
from qa.quoting import Asked
from qa.spelling import weigh_terms
from qa.terms import STOPWORDS, analyse

LOOKED_AT = 5
"""Hits in which the thing asked for must be found."""
DETAILS = frozenset({Kind.WHO, Kind.REASON, Kind.OTHER})
FLOOR = 0.28
"""Share of the question's terms, by idf, below which the best passage may be off the subject."""
NEAR = 0.45
"""Cosine from which a passage is on the subject though it uses none of the asker's words."""
ON_SUBJECT = 0.6
"""Share of the best passage's coverage from which another passage is on the subject too."""

AMOUNT_WORDS: tuple[tuple[str, ...], ...] = (
    ("rent", "rental", "rents"),
    ("profit", "profits", "surplus"),
    ("price", "priced", "sold", "sale", "fetch", "fetched", "auction", "receipt"),
    ("salary", "salaries"),
    ("fine", "fined", "penalty"),
    ("premium", "premiums"),
)
"""Words for particular amounts, by meaning: the asked one or its like must stand with the figure."""
MONEY_ASKED = re.compile(
    r"\bhow much\b|\b(?:price|cost|rent|value|worth|salary|fee|fees|profit|paid|sum)\b|£", re.I
)
VOTES = re.compile(
    r"\b(?:for|against|abstain\w*|in favour)\s*[:(–-]\s*\(?\d{1,3}\b|\b\d{1,3} (?:votes?|members?|councillors?) (?:for|against|to|voted)\b|\b\d{1,3} votes?\b|unanimous",
    re.I,
)
VOTES_ASKED = re.compile(
    r"\bhow many\b.{0,60}\b(?:voted? (?:for|against|in favour)|for and against|abstain\w*)\b|\bvotes? (?:for|against|count|split)\b",
    re.I,
)
YEAR_ASKED = re.compile(r"\b(20\d\d)\s*[-/]\s*(\d\d)\b")
CAME_BACK = re.compile(
    r"\b(?:came|come|comes|brought|went|returned) back\b|\breturned to\b|\breconsidered\b", re.I
)
WHEN_DECIDED = re.compile(
    r"^\W*when (?:did|was|were)\b.{0,90}\b(?:approve|agree|decide|adopt|resolve)", re.I
)
WHO_IS = re.compile(
    r"^\W*(?:who(?:'s|s)? (?:is|was|are|were|won|bought|buys?|buying)?\b|which (?:firm|company|contractor|bidder|provider|developer)|what (?:firm|company))",
    re.I,
)
NAME = re.compile(r"\b[A-Z][\w'’&.-]+(?:\s+(?:and|of|&|the)?\s?[A-Z][\w'’&.-]+)*")
NOT_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "it",
        "in",
        "on",
        "at",
        "of",
        "for",
        "and",
        "or",
        "but",
        "as",
        "by",
        "to",
        "from",
        "with",
        "council",
        "cabinet",
        "executive",
        "committee",
        "member",
        "members",
        "head",
        "director",
        "officer",
        "officers",
        "chief",
        "report",
        "agenda",
        "minute",
        "decision",
        "resolved",
        "councillor",
        "councillors",
    ]
)
COMPANY_OR_PERSON = re.compile(
    r"\b(?:Ltd|Limited|LLP|plc|PLC|Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Sir)\b"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the hits answer; if they do not, what they lack, in a sentence."""

    answers: bool
    reason: str | None = None


def _text(hit: Hit) -> str:
    return " ".join([hit.passage.text, *hit.passage.heading])


def _on_subject(asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
    """Return the first hits that are on the question's subject."""
    covers = [asked.cover(_text(hit)) for hit in hits[:LOOKED_AT]]
    best = max(covers, default=0.0)
    return [hit for hit, cover in zip(hits, covers, strict=False) if cover >= ON_SUBJECT * best]


def _units(hits: Sequence[Hit]) -> Iterator[tuple[Hit, Unit, str]]:
    """Yield each unit with the words around it: its neighbours, headings and columns."""
    for hit in hits:
        units = hit.passage.units
        columns = " ".join(u.text for u in units if u.kind == "header")
        for index, unit in enumerate(units):
            if unit.kind == "header":
                continue
            near = units[max(0, index - 1) : index + 2]
            around = " ".join([*(u.text for u in near), *hit.passage.heading, columns])
            yield hit, unit, around


def _figure_units(asked: Asked, hits: Sequence[Hit]) -> list[tuple[Unit, str]]:
    """Return the units that hold a figure and are on the subject, with the words around them."""
    found: list[tuple[float, Unit, str]] = []
    best = 0.0
    for _hit, unit, around in _units(hits):
        cover = asked.cover(around)
        best = max(best, cover)
        if MONEY.search(unit.text) or (unit.kind == "row" and re.search(r"\d", unit.text)):
            found.append((cover, unit, around))
    return [(unit, around) for cover, unit, around in found if cover >= 0.5 * best]


def _lacks_subject(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A name that stands in no paper held, nor like any that does, is nobody's business here."""
    for name in asked.question.names:
        term = next(iter(analyse(name)), "")
        if (
            re.fullmatch(MONTH, name, re.I)
            or len(term) < 4
            or library.words.document_frequency(term)
            or not term.isalpha()
        ):
            continue
        if len(weigh_terms((term,), library.words)) > 1:
            continue  # a slip of the pen for a word that the papers have
        if not any(term in analyse(library.title_words(hit.paper)) for hit in hits):
            return f"No paper held names {name.title()}."
    return None


def _lacks_amount(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    question = asked.question
    counted = re.search(r"\bhow many\b|\bnumber of\b", question.text, re.I)
    if Kind.FIGURE not in question.kinds or not MONEY_ASKED.search(question.text) or counted:
        return None
    figures = _figure_units(asked, hits)
    if not figures:
        return "No passage on it gives an amount."
    words = set(re.findall(r"[a-z]+", question.text.lower()))
    wanted = [group for group in AMOUNT_WORDS if words & set(group)]
    for _unit, around in figures:
        held = set(re.findall(r"[a-z]+", around.lower()))
        if all(held & set(group) for group in wanted):
            return None
    return f"No passage gives the {wanted[0][0]}."


def _lacks_votes(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    if not VOTES_ASKED.search(asked.question.text):
        return None
    found = any(VOTES.search(unit.text) for _, unit, _ in _units(hits))
    return None if found else "No count of votes is recorded."


def _lacks_year(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """A figure for a financial year needs a passage that names the year."""
    # A financial year ends in the next one; 2025-29 is the life of a plan.
    found = YEAR_ASKED.findall(asked.question.text)
    years = {(a, b) for a, b in found if (int(a) + 1) % 100 == int(b)}
    kinds = asked.question.kinds
    if not years or Kind.FIGURE not in kinds or Kind.DECISION in kinds:
        return None
    for _hit, unit, around in _units(hits):
        text = f"{around} {_hit.paper.title}"
        named = any(
            re.search(rf"{a}\s*[-/–]\s*(?:20)?{b}|\b{a[2:]}\s*[-/–]\s*{b}\b", text)
            for a, b in years
        )
        if named and re.search(r"\d", unit.text) and asked.cover(around) >= ON_SUBJECT:
            return None
    first = sorted(years)[0]
    return f"No passage gives the figure for {first[0]}-{first[1]}."


def _lacks_return(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was put off is answered only by a later minute."""
    if not CAME_BACK.search(asked.question.text):
        return None
    put_off = [h for h in hits if h.passage.standing is Standing.DEFERRED]
    if not put_off:
        return None
    day = put_off[0].passage.meeting_date
    later = [
        h
        for h in hits
        if h.passage.standing in DECIDING
        and h.passage.meeting_date
        and day
        and h.passage.meeting_date > day
    ]
    when = f" on {day.day} {day:%B %Y}" if day else ""
    return None if later else f"It was deferred{when}, and no later minute on it is held."


def _lacks_decision_day(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    if not WHEN_DECIDED.search(asked.question.text):
        return None
    if any(h.passage.standing in DECIDING for h in hits) or any(
        _tells_of_decision(h) for h in hits[:3]
    ):
        return None
    return "The papers held ask for the decision; no minute that takes it is held."


def _tells_of_decision(hit: Hit) -> bool:
    return bool(
        re.search(
            r"\b(?:approved|agreed|resolved|decided|adopted)\b[^.]{0,80}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b[^.]{0,60}\b(?:approved|agreed|resolved|decided|adopted)\b",
            hit.passage.text,
        )
    )


def _lacks_meeting(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A decision of a given day needs a paper of that meeting, or one that tells of it."""
    question = asked.question
    days = [p.first for p in question.periods if p.first == p.last]
    on_the_day = re.search(r"\b(?:on|at|of|held)\s+(?:the\s+)?\d{1,2}", question.text, re.I)
    if not days or not on_the_day or Kind.DECISION not in question.kinds:
        return None
    held = {paper.meeting_date for paper in library.papers()} | {
        h.passage.meeting_date for h in hits
    }
    for day in days:
        told = any(_names_day(day, h.passage.text) for h in hits)
        if day in held or told:
            return None
    kinds = {p.kind for p in library.papers()}
    word = "minutes" if PaperKind.MINUTES in kinds else "papers"
    return f"The {word} of {days[0].day} {days[0]:%B %Y} are not held."


def _names_day(day: date, text: str) -> bool:
    """Whether a sentence tells of something decided on a day."""
    named = rf"\b{day.day}(?:st|nd|rd|th)?\s+{day:%B}\b"
    decided = r"\b(?:approved|agreed|resolved|decided|adopted)\b"
    return any(
        re.search(named, sentence, re.I) and re.search(decided, sentence, re.I)
        for sentence in re.split(r"(?<=[.;])\s", text)
    )


def _lacks_name(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Who did or is something needs a name that the question does not hold already."""
    question = asked.question
    if not WHO_IS.match(question.text) or Kind.VOTE in question.kinds:
        return None
    role = [t for t in _role_terms(question) if t in asked.weights]
    given = set(analyse(question.text))
    for _hit, unit, around in _units(hits):
        if role and not set(role) & set(analyse(around)):
            continue
        if unit.kind == "row" or COMPANY_OR_PERSON.search(unit.text):
            return None
        for match in NAME.finditer(unit.text):
            words = [w for w in re.findall(r"[\w'’&-]+", match[0]) if w.lower() not in NOT_NAMES]
            fresh = [
                w
                for w in words
                if analyse(w) and analyse(w)[0] not in given and w.lower() not in STOPWORDS
            ]
            starts_sentence = match.start() == 0 or unit.text[: match.start()].rstrip().endswith(
                (".", ":", ";", ")")
            )
            if len(fresh) >= (2 if starts_sentence else 1):
                return None
    return "No passage names who."


def _role_terms(question: Question) -> list[str]:
    match = re.match(
        r"\W*who(?:'s|s)? (?:is|was|are|were)?\s*(?:the|our|its)?\s*((?:[\w-]+\s?){1,2}?)(?:\s+(?:of|for|at|on|in|to)\b|\W*$)",
        question.text,
        re.I,
    )
    return [t for t in analyse(match[1]) if t not in STOPWORDS] if match else []


TESTS: tuple[Callable[[Asked, Sequence[Hit], Library], str | None], ...] = (
    _lacks_subject,
    _lacks_amount,
    _lacks_votes,
    _lacks_year,
    _lacks_return,
    _lacks_decision_day,
    _lacks_meeting,
    _lacks_name,
)


def judge(asked: Asked, hits: Sequence[Hit], library: Library) -> Verdict:
    """Return whether the hits answer the question, by looking for what it asks for."""
    if not hits:
        return Verdict(False)
    best = max(hit.parts.get("coverage", 1.0) for hit in hits[:LOOKED_AT])
    if best < FLOOR and max(hit.parts.get("cosine", 1.0) for hit in hits[:LOOKED_AT]) < NEAR:
        return Verdict(False, _missing_words(asked, hits))
    near = _on_subject(asked, hits)
    for test in TESTS:
        reason = test(asked, hits[:LOOKED_AT] if test is _lacks_return else near, library)
        if reason is not None:
            return Verdict(False, reason)
    return Verdict(True)


def _missing_words(asked: Asked, hits: Sequence[Hit]) -> str | None:
    """Name the words of the question that none of the nearest passages holds."""
    held = {t for h in hits[:LOOKED_AT] for t in analyse(_text(h) + " " + h.paper.title)}
    words = re.findall(r"[A-Za-z£][\w'’&/-]+", asked.question.text)
    missing = [
        word
        for word in words
        if len(word) > 3 and (t := analyse(word)) and t[0] in asked.weights and t[0] not in held
    ]
    return (
        f"The nearest passages say nothing of: {', '.join(dict.fromkeys(missing[:5]))}."
        if missing
        else None
    )


def is_private_matter(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether the question asks for a detail of business that was taken in private.

    What was resolved is in the public record and may be told; an amount, a name, a reason or
    a term that the record does not give may not be guessed from other papers.
    """
    kinds = set(asked.question.kinds)
    best = max(asked.cover(_text(h)) for h in hits[:LOOKED_AT])
    for hit in hits[:4]:
        if not hit.passage.private or asked.cover(_text(hit)) < 0.7 * best:
            continue
        if Kind.FIGURE in kinds:
            amounts = any(
                MONEY.search(h.passage.text) and asked.cover(h.passage.text) >= 0.8 * best
                for h in hits[:3]
            )
            if not amounts:
                return True
        elif hit.rank <= 2 and kinds & DETAILS and Kind.DECISION not in kinds:
            return True
    return False
