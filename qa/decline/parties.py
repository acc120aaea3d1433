"""Firms, banks and others whom papers speak of by what they are: "a developer", "four providers"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from qa.asked import Asked
from qa.decline.evidence import Seen, sentences, units_of
from qa.decline.names import MARKED, NOT_NAMES, OFFICES, SECRETARIES, plain_terms
from qa.language.names import titles
from qa.language.numbers import either_of, up_to
from qa.language.terms import STOPWORDS, analyse
from qa.library import Library
from qa.passages import Hit

FIRMS = """company companies firm firms provider providers contractor contractors supplier suppliers
    operator operators bidder bidders tenderer tenderers builder builders"""
PARTIES: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        FIRMS,
        "developer developers",
        "bank banks lender lenders",
        "landlord landlords",
        "tenant tenants",
        "buyer buyers purchaser purchasers",
        "charity charities",
        "consultant consultants",
        "auditor auditors",
        "commissioner commissioners",
        "inspector inspectors",
        "insurer insurers",
        "architect architects",
        "engineer engineers",
        "surveyor surveyors valuer valuers assessor assessors",
        "solicitor solicitors lawyer lawyers barrister barristers",
        "adviser advisers advisor advisors",
        "agent agents broker brokers",
        "accountant accountants actuary actuaries",
        "owner owners landowner landowners freeholder freeholders",
        "manufacturer manufacturers",
        "funder funders sponsor sponsors donor donors",
        "agency agencies",
    )
)
"""Words for those outside the council, by what papers may call them too."""
NAMED_BY_DEALING: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(asked, re.I), frozenset(words.split()))
    for asked, words in (
        (
            r"^\W*who (?:runs?|operates?|manages|is running|(?:currently )?runs)\b",
            "run runs running operated operates operator operators managed manages manager led lead leads",
        ),
        (
            r"^\W*who (?:has|have|did|was|is|were) .{0,30}\b(?:chosen|choose|picked?|selected|hired?|taken on|lined up)\b",
            f"{FIRMS} chosen selected preferred",
        ),
        (
            r"^\W*who(?:['’]?s| is| are)? (?:buying|buys|bought)\b",
            "buyer purchaser purchasers bought buying purchased sold sale",
        ),
    )
)
"""Dealings, by the words that papers have for the one who is asked for."""
DEALT = frozenset({"run", "purchased"})
PARTY_ASKED = re.compile(
    r"^\W*(?:(?:and |so )?(?:which|what)(?: of the)? |(?:(?:what(?:['’]?s| is| was| are| were) )?(?:the )?names? of |name )(?:the |our |their |all (?:the )?)?)(?P<words>(?:[\w'’-]+ ){0,3}[\w'’-]+)",
    re.I,
)
NUMBERS = up_to("twelve")
SOME_ASKED = re.compile(
    rf"\b(?:which|what|list(?: all)?(?: the)?|name(?: all)?(?: the)?|names of(?: all)?(?: the)?|who (?:are|were) the)(?: the)? (?P<number>{either_of(NUMBERS[1:])}|\d{{1,3}}) (?P<words>(?:[\w'’-]+ ?){{1,3}})",
    re.I,
)
"""A number of things or people, asked for one by one."""
LISTED = re.compile(
    r"(?-i:[A-Z])[\w'’&-]+(?: (?:of |the |and )?[A-Z][\w'’&-]+)*(?:, (?:the )?[A-Z][\w'’&. -]+)*,? (?:and|&) (?:the )?[A-Z]\w+"
)
DONE_BY = re.compile(
    r"\b(?:run|operated|managed|led|appointed|bought|purchased)(?: \w+){0,2} by (?!an?\b|one\b|another\b|external\b|any\b)",
    re.I,
)
"""By whom it is done: an office or the council answers that too."""
SPEAKER = re.compile(
    rf"\b(?:{titles(capitals=True, without=('sir',))}) (?:[A-Z][\w'’.-]* ?){{1,3}}(?:also |then )?(?:said|says|asked|reported|replied|told|explained|moved|seconded|presented|introduced|commented|advised|noted)\b"
)
"""One who speaks at the meeting, and so is not the one spoken of."""
BESIDE = 6
"""Words within which the name stands beside the word for the party."""
AS_MUCH = 0.6
"""Share of the best sentence's coverage from which a sentence with the word is on the matter."""
ABBREVIATION = 5
"""Letters up to which capitals alone name a thing, unless something is done by it."""
WORD = re.compile(r"[^\W_][\w'’&-]*")


def lacks_party(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Who the party is needs a name beside a word for it, where papers have that word at all."""
    words = _words_for(asked.question.text)
    if not words:
        return None
    known = plain_terms(hits) | set(analyse(asked.question.text))
    told = [(asked.cover(f"{part} {seen.above}"), part) for seen, part in _sentences(hits)]
    spoken = [(cover, part) for cover, part in told if words & set(WORD.findall(part.lower()))]
    best = max((cover for cover, _ in spoken), default=0.0)
    near = [part for cover, part in spoken if cover >= AS_MUCH * best]
    near += [part for cover, part in told if cover > best and MARKED.search(part)]
    if not spoken or any(_names(part, words, known) for part in near):
        return None
    return "The papers speak of them, and give no name."


def lacks_some(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """So many things, one by one, need more than a sentence that says how many they are."""
    match = SOME_ASKED.search(asked.question.text)
    things = re.findall(r"[a-z]{3,}s\b", match["words"].lower()) if match else []
    if not match or not things:
        return None
    heads = {t for thing in things for word in _alike(thing) for t in analyse(word)}
    number = _either_way(match["number"].lower())
    known = plain_terms(hits) | set(analyse(asked.question.text))
    parts = [part for _, part in _sentences(hits) if heads & set(analyse(part))]
    counted = [rest for part in parts for rest in _after_number(part, number, heads)]
    listed = [part for part in parts if LISTED.search(OFFICES.sub(" ", part))]
    named = any(rest.endswith(":") or _new(WORD.findall(rest), known) for rest in counted)
    if not counted or named or any(_new(WORD.findall(part), known) for part in listed):
        return None
    return f"The papers say only that there are {match['number']}."


def _either_way(number: str) -> frozenset[str]:
    """Return a number in figures and in words, where it has both."""
    if number in NUMBERS:
        return frozenset((number, str(NUMBERS.index(number) + 1)))
    at = int(number)
    return frozenset((number, *NUMBERS[at - 1 : at]))


def _after_number(text: str, number: Set[str], heads: Set[str]) -> Iterator[str]:
    """Yield what follows each mention of so many of the things."""
    for match in WORD.finditer(text):
        rest = text[match.end() :].rstrip()
        if match[0].lower() in number and heads & set(analyse(" ".join(rest.split()[:3]))):
            yield rest


def _words_for(text: str) -> frozenset[str]:
    """Return what papers may call the party that a question asks for; empty for none."""
    for asks, words in NAMED_BY_DEALING:
        if asks.search(text):
            return words
    match = PARTY_ASKED.match(text)
    for word in match["words"].lower().split() if match else ():
        alike = _alike(word)
        if len(alike) > 1:
            return alike
    return frozenset()


def _alike(word: str) -> frozenset[str]:
    return next((group for group in PARTIES if word in group), frozenset((word,)))


def _sentences(hits: Sequence[Hit]) -> Iterator[tuple[Seen, str]]:
    """Yield each sentence, a table's cells one by one."""
    for seen in units_of(hits):
        for cell in seen.unit.text.split("\t"):
            for part in sentences(cell):
                yield seen, part


def _names(text: str, words: Set[str], known: Set[str]) -> bool:
    """Whether a sentence names someone beside one of these words, or a company anywhere."""
    if DONE_BY.search(text) and words & DEALT:
        return True
    text = SPEAKER.sub(" ", SECRETARIES.sub(" ", OFFICES.sub(" ", text)))
    said = WORD.findall(text)
    if MARKED.search(text) and _new(said, known):
        return True
    if text.rstrip().endswith(":") and words & {word.lower() for word in said[-BESIDE:]}:
        return True
    return any(
        _new(said[max(0, at - BESIDE) : at + BESIDE + 1], known, opens=at <= BESIDE)
        for at, word in enumerate(said)
        if word.lower() in words
    )


def _new(words: Sequence[str], known: Set[str], *, opens: bool = False) -> bool:
    """Whether a word is a name that is not known; the first of a sentence has a capital anyway."""
    for at, word in enumerate(words):
        if not word[0].isupper() or (opens and at == 0) or word.lower() in NOT_NAMES | STOPWORDS:
            continue
        short = word.isupper() and len(word) <= ABBREVIATION
        if short and (at == 0 or words[at - 1].lower() not in ("by", "to", "with")):
            continue
        if not set(analyse(word)) <= known:
            return True
    return False
