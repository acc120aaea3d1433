"""Names: of whom or what the question speaks, and of whom it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.decline.evidence import Seen, sentences, units_of
from qa.library import Library
from qa.papers import Hit
from qa.question import MONTH, Kind, Question
from qa.quoting import Asked
from qa.spelling import SPELT_OUT, mend
from qa.terms import STOPWORDS, analyse, content_terms

WHO_IS = re.compile(
    r"^\W*(?:who(?:'s|s)?\b(?! (?:can|should|must|may|will be able)\b)|which (?:firm|company|contractor|bidder|provider|developer)|what (?:firm|company)|(?:what(?:'s| is| was) (?:the )?)?names? of the)",
    re.I,
)
NAME = re.compile(r"\b[A-Z][\w'’&.-]+(?:\s+(?:and|of|&|the)?\s?[A-Z][\w'’&.-]+)*")
NOT_NAMES = frozenset(
    """the a an this that it in on at of for and or but as by to from with council cabinet
    executive committee member members head director officer officers chief report agenda
    minute decision resolved councillor councillors january february march april may june july
    august september october november december monday tuesday wednesday thursday friday saturday
    sunday""".split()  # noqa: SIM905
)
COMPANY_OR_PERSON = re.compile(
    r"\b(?:Ltd|Limited|LLP|plc|PLC|Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Sir)\b"
)
OFFICES = re.compile(
    r"\b(?:Head|Director|Chief|Cabinet|Service|Section) (?:of|Member|Officer|Executive|Manager)\b(?: [A-Z]\w+)?"
)
ROLE_ASKED = re.compile(
    r"\W*(?:who(?:'s|s| is| was| are| were) (?:the |our |its )?(?P<who>(?:[\w-]+\s?){1,2}?)(?:\s+(?:of|for|at|on|in|to)\b|\W*$)|(?:what(?:'s| is| was) (?:the )?)?names? of the (?P<named>[\w-]+)|(?:which|what) (?P<which>firm|company|contractor|bidder|provider|developer))",
    re.I,
)


OUTSIDERS = frozenset(
    analyse(
        "landlord tenant bidder tenderer contractor supplier provider developer owner buyer "
        "purchaser seller vendor operator consultant architect auditor insurer winner firm company"
    )
)
"""Roles of those outside the council: only a name right beside the word says who they are."""
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
"""Dealings with outsiders, by what papers call the party who is asked for."""
DEALING_TERMS = frozenset().union(*(roles for _, roles in DEALINGS))
OUTSIDE_ROLES = OUTSIDERS | DEALING_TERMS
BESIDE = 4
"""Words that may stand between such a role and the name."""
NAME_OF = re.compile(
    r"\b(?:what(?:['’]?s| is| was) (?:the )?|the )?names? of (?:the |our |their )?(?P<named>(?:new |old |former )?[\w-]+)"
    r"|^\W*who(?:['’]s| is| was| are| were) (?:the |our |their )(?P<who>(?:two |three |new |former )?[\w-]+(?:[ -]ups?)?)\b",
    re.I,
)
STRANDED = re.compile(r"\b(?:for|at|to|by|with|about|from|of)\W*$", re.I)
"""Whom a thing is for is told by what they are, and not by name."""
SECRETARIES = re.compile(
    r"\b(?:Secretar(?:y|ies)(?: of(?: State)?)?|(?:Prime )?Minister|Mayor)\b(?: (?:for|of) [A-Z]\w+(?:(?:,| and| or) [A-Z]\w+)*)?"
)
SHORT_ROLE = 3
"""Letters of words too short to be a role's."""
WITHIN = 8
"""Words within which the one who holds a role is named with it."""


def lacks_subject(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A name that stands in no paper held, nor like any that does, is nobody's business here."""
    opening = asked.question.text.split()[0].lower().removesuffix("'s").removesuffix("’s")
    for name in asked.question.names:
        if name == opening and not re.match(r"\w+(?:['’]s)? [A-Z]", asked.question.text):
            continue  # Its capital is the sentence's.
        term = next(iter(analyse(name)), "")
        if (
            re.fullmatch(MONTH, name, re.I)
            or term in SPELT_OUT
            or len(term) < 4
            or library.words.document_frequency(term)
            or not term.isalpha()
        ):
            continue
        if _slip_for_a_name(name, library):
            continue
        if not any(term in analyse(library.title_words(hit.paper)) for hit in hits):
            return f"No paper held names {name.title()}."
    return None


def _slip_for_a_name(name: str, library: Library) -> bool:
    """Whether a name is a slip of the pen for one that the papers print with a capital."""
    mended = mend(name, library.words)
    if len(mended) != 1:
        return bool(mended)
    found = library.words.search({mended[0]: 1.0}, 5)
    for passage, _vector in library.passages([i for i, _ in found]).values():
        for word in re.findall(r"(?<=[a-z,] )[A-Z][\w'’-]+", passage.text):
            if mended[0] in analyse(word):
                return True
    return False


def lacks_name(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Who did or is something needs a name that the question does not hold already."""
    question = asked.question
    if not WHO_IS.match(question.text) or Kind.VOTE in question.kinds:
        return None
    roles = set(_role_terms(question))
    role = {t for t in roles if t in asked.weights or t in DEALING_TERMS}
    given = set(analyse(question.text))
    for seen in units_of(hits):
        if not role & set(analyse(seen.around)) and role:
            continue
        in_row = seen.unit.kind == "row" and not role & OUTSIDE_ROLES
        if in_row or _names_someone(seen, role, given):
            return None
    return "No passage names who."


def lacks_named_role(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """The name of the one in a role needs a name near the word for the role, or a row with it."""
    question = asked.question
    match = NAME_OF.search(question.text)
    if not match or Kind.VOTE in question.kinds or STRANDED.search(question.text):
        return None
    said = content_terms(match["named"] or match["who"])
    role = {t for t in said if t in asked.weights and len(t) > SHORT_ROLE}
    given = set(analyse(question.text))
    if not role or any(_names_holder(seen, role, given) for seen in units_of(hits)):
        return None
    return "No passage names who."


def _names_holder(seen: Seen, role: set[str], given: set[str]) -> bool:
    if seen.unit.kind == "row" and role & set(analyse(seen.around)):
        return True
    under = role & set(analyse(" ".join(seen.hit.passage.heading[-1:])))
    for part in sentences(seen.unit.text):
        words = part.split()
        if under and _has_new_name(part, given):
            return True
        for at, word in enumerate(words):
            near = " ".join(["—", *words[max(0, at - WITHIN) : at + WITHIN + 1]])
            if role & set(analyse(word)) and _has_new_name(near, given):
                return True
    return False


def _names_someone(seen: Seen, role: set[str], given: set[str]) -> bool:
    """Whether a unit has a new name; with a role asked for, in a sentence that has the role."""
    parts = sentences(seen.unit.text)
    if role:
        parts = [part for part in parts if role & set(analyse(part))] or (
            [seen.unit.text] if role & set(analyse(" ".join(seen.hit.passage.heading[-1:]))) else []
        )
    if role & OUTSIDE_ROLES:
        return any(_has_new_name(near, given) for part in parts for near in _beside(part, role))
    return any(COMPANY_OR_PERSON.search(part) or _has_new_name(part, given) for part in parts)


def _beside(text: str, role: set[str]) -> list[str]:
    """Return the words round each mention of the role."""
    words = text.split()
    return [
        " ".join(["—", *words[max(0, at - BESIDE) : at + BESIDE + 1]])
        for at, word in enumerate(words)
        if role & OUTSIDE_ROLES & set(analyse(word))
    ]


def _has_new_name(text: str, given: set[str]) -> bool:
    text = SECRETARIES.sub(" ", OFFICES.sub(" ", text))
    for match in NAME.finditer(text):
        words = [w for w in re.findall(r"[\w'’&-]+", match[0]) if w.lower() not in NOT_NAMES]
        fresh = [
            w
            for w in words
            if analyse(w) and analyse(w)[0] not in given and w.lower() not in STOPWORDS
        ]
        before = text[: match.start()].rstrip()
        starts_sentence = not before or before.endswith((".", ":", ";", ")"))
        if len(fresh) >= (2 if starts_sentence else 1):
            return True
    return False


def _role_terms(question: Question) -> list[str]:
    for asks, roles in DEALINGS:
        if asks.search(question.text):
            return list(roles)
    match = ROLE_ASKED.match(question.text)
    found = (match["who"] or match["which"] or match["named"]) if match else ""
    return [t for t in analyse(found) if t not in STOPWORDS]
