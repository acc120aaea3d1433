"""Who a question asks about: people and their roles, firms, other authorities, outsiders."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.dates import MONTH_NAMES
from qa.language.numbers import up_to
from qa.language.terms import STOPWORDS, analyse, content_terms


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """Who a question asks about, and whether it asks who somebody is."""

    asks_who: bool
    """Whether it begins by asking who, or which firm."""
    ends_on_a_preposition: bool
    """Whether it asks for whom something is; papers answer that without a name: for tenants."""
    roles: tuple[str, ...]
    """The index terms of the role asked for, or of what papers call the party to such a deal."""
    named_role: tuple[str, ...] | None
    """The index terms of the role whose holder's name it asks for; None where it asks for none."""
    party: frozenset[str]
    """What papers may call the firm or other party that it asks for; empty for none."""
    council: str | None
    """The place whose council, cabinet or executive it names, as written."""


def read_people(text: str) -> PeopleAsked:
    """Return who a question asks about."""
    return PeopleAsked(
        asks_who=bool(WHO_IS.match(text)),
        ends_on_a_preposition=bool(STRANDED.search(text)),
        roles=_roles(text),
        named_role=_named_role(text),
        party=_party(text),
        council=_council(text),
    )


WHO_IS = re.compile(
    r"^\W*(?:who(?:'s|s)?\b(?! (?:can|should|must|may|will be able)\b)|which (?:firm|company|contractor|bidder|provider|developer)|what (?:firm|company)|(?:what(?:'s| is| was) (?:the )?)?names? of the)",
    re.I,
)
STRANDED = re.compile(r"\b(?:for|at|to|by|with|about|from|of)\W*$", re.I)
ANSWER = (
    r"(?:agree|accept|approv|say yes|say no|said (?:yes|no)|let|allow|grant|permit|confirm|back(?:ed)?\b|support"
    r"|refus|reject|turn(?:ed)? (?:it |them )?down|award|choose|chose|select|giv|gave|fund|uph[oe]ld|overrul|overturn|decid|dismiss|postpone|rul(?:e|ed)\b|sign)"
)


# Roles and parties


OUTSIDERS = frozenset(
    analyse(
        "landlord tenant bidder tenderer contractor supplier provider developer owner buyer "
        "purchaser seller vendor operator consultant architect auditor insurer winner firm company"
    )
)
"""Roles of those outside the council. Only a name right beside the word says who they are."""
DEALINGS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (
        re.compile(
            rf"^\W*(?:who|which (?:firm|company|developer))\b.{{0,20}}\b(?:{verbs})\b", re.I
        ),
        tuple(analyse(words)),
    )
    for verbs, words in (
        (
            r"buy|buying|buys|bought|purchas\w+",
            "buyer purchaser bought purchased sold sale acquired",
        ),
        (
            "won|win|wins|winning|awarded",
            "winner won awarded award successful preferred appointed bidder",
        ),
        ("took over|taking over|take over|takes over", "took taken acquired owner successor"),
        (
            "built|build|building|supply|supplies|supplied",
            "contractor supplier provider built supplied",
        ),
    )
)
"""Dealings with outsiders, and what papers call the party that is asked for."""
DEALING_TERMS = frozenset().union(*(roles for _, roles in DEALINGS))
OUTSIDE_ROLES = OUTSIDERS | DEALING_TERMS
ROLE_ASKED = re.compile(
    r"\W*(?:who(?:'s|s| is| was| are| were) (?:the |our |its )?(?P<who>(?:[\w-]+\s?){1,2}?)(?:\s+(?:of|for|at|on|in|to)\b|\W*$)|(?:what(?:'s| is| was) (?:the )?)?names? of the (?P<named>[\w-]+)|(?:which|what) (?P<which>firm|company|contractor|bidder|provider|developer))",
    re.I,
)


def _roles(text: str) -> tuple[str, ...]:
    for asks, roles in DEALINGS:
        if asks.search(text):
            return roles
    match = ROLE_ASKED.match(text)
    found = (match["who"] or match["which"] or match["named"]) if match else ""
    return tuple(t for t in analyse(found) if t not in STOPWORDS)


NAME_OF = re.compile(
    r"\b(?:what(?:['’]?s| is| was) (?:the )?|the )?names? of (?:the |our |their )?(?P<named>(?:new |old |former )?[\w-]+)"
    r"|^\W*who(?:['’]s| is| was| are| were) (?:the |our |their )(?P<who>(?:two |three |new |former )?[\w-]+(?:[ -]ups?)?)\b",
    re.I,
)


def _named_role(text: str) -> tuple[str, ...] | None:
    match = NAME_OF.search(text)
    return tuple(content_terms(match["named"] or match["who"])) if match else None


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
"""Words for those outside the council, in groups of one meaning."""
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
"""Dealings, and the words that papers have for the party that is asked for."""
PARTY_ASKED = re.compile(
    r"^\W*(?:(?:and |so )?(?:which|what)(?: of the)? |(?:(?:what(?:['’]?s| is| was| are| were) )?(?:the )?names? of |name )(?:the |our |their |all (?:the )?)?)(?P<words>(?:[\w'’-]+ ){0,3}[\w'’-]+)",
    re.I,
)


def _party(text: str) -> frozenset[str]:
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


NUMBERS = up_to("twelve")


# Councils


RANK = r"(?:(?:metropolitan|borough|city|county|district|town|parish|council|mbc|bc|cc|dc)\s+)*"
ITS_OWN = r"(?!\s+(?:tax|hous|officer|member|staff|offices?|land|plan|leader))"
"""In `council tax` and `council house` the word is not a body."""
COUNCIL = re.compile(
    rf"\b(?P<name>[A-Z][a-z]+(?:(?: and | upon |[ -])[A-Z][a-z]+)*)(?:['’]s?)?\s+(?i:{RANK}(?:council['’]s\s+)?(?:full council|cabinet|executive|council))\b{ITS_OWN}"
)
POSSESSIVE = re.compile(
    r"\b(?P<name>[a-z]{4,})['’]s\s+(?:full council|cabinet|executive|council)\b"
)
NOT_COUNCILS = STOPWORDS.union(
    MONTH_NAMES,
    """full joint shadow town parish city county borough district metropolitan the scrutiny
    planning licensing audit health last this next what did when why how has was were is does
    had our their your annual extraordinary special today council cabinet executive combined
    regional local new former whole which whose will would can could and""".split(),  # noqa: SIM905
)
"""Words before a body's name that name no council."""
BODIES = frozenset({"council", "cabinet", "executive"})


def _council(text: str) -> str | None:
    for pattern in (COUNCIL, POSSESSIVE):
        for match in pattern.finditer(text):
            words = match["name"].split()
            while words and words[0].lower() in NOT_COUNCILS:
                words.pop(0)
            while words and words[-1].lower() in BODIES:
                words.pop()
            if words and not all(w.lower() in NOT_COUNCILS for w in words):
                return " ".join(words)
    return None


NOTHING = re.compile(r"(?!)")
