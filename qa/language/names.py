"""Names of persons: how they are addressed, and how minutes print them."""

from __future__ import annotations

from collections.abc import Collection

TITLES = ("councillor", "cllr", "mr", "mrs", "ms", "miss", "dr", "sir")
"""What stands before a person's name in the papers of any council, lower case."""
COUNCILLOR_TITLES = TITLES[:2]
HONOURS = ("mx", "prof", "dame", "lord", "lady", "rev", "mbe", "obe", "jp")
"""Rarer titles, and the letters behind a name."""


def titles(*, plural: bool = False, capitals: bool = False, without: Collection[str] = ()) -> str:
    """Return an alternation of the titles of persons for a pattern, without brackets.

    With `plural`, councillors may be several; with `capitals`, each title has its capital.
    """
    written = []
    for title in TITLES:
        if title not in without:
            several = "s?" if plural and title in COUNCILLOR_TITLES else ""
            written.append(f"{title.capitalize() if capitals else title}{several}")
    return "|".join(written)


def title_words(*, without: Collection[str] = ()) -> tuple[str, ...]:
    """Return the titles of persons and their plurals as words, lower case."""
    several = tuple(f"{title}s" for title in COUNCILLOR_TITLES)
    return tuple(word for word in (*TITLES, *several) if word not in without)


MINUTED_TITLES = (
    r"(?i:(?:(?:county|city|borough|district|town|parish|community|the|y|yr|fellow)\s+)?"
    r"(?:councill?ors?|cllrs?|clrs?|cynghorydd|cynghorwyr|gynghorydd|cyng|ald|alder(?:man|woman|men)"
    r"|bailie|provost|lord provost))"
    r"|M(?:r|rs|s|iss|x)|Messrs|D(?:r|ame)|Sir|Lord|Lady|Baroness|Baron|Prof(?:essor)?|Rev(?:erend|d)?"
    r"|Canon|Major|Captain|Capt|Colonel|Col|Cdr|Mayor|Deputy Mayor|Leader|Chair(?:man|woman)?"
)
"""What stands before the name of a person in minutes, as an alternation for a pattern."""
SHORT_TITLES = r"(?:Cllrs?|Cyng|Mrs?|Ms|Dr|Ald|Revd?|Prof|Capt|Col)\."
"""Titles that are shortened, so that their full stop ends no sentence."""
OFFICES = (
    r"(?i:(?:the|our|his worship,? the|her worship,? the)\s+"
    r"(?:(?:deputy|vice|lord|lady|town|past|junior|senior|executive|lead|assistant|acting|group)"
    r"[\s-]+){0,2}"
    r"(?:leader|mayor(?:ess)?|chair(?:man|woman|person)?|vice-chair(?:man|woman|person)?|provost"
    r"|conven[eo]r|president|presiding member|secretary|treasurer|portfolio holder"
    r"|cabinet member|executive member|opposition leader|cadeirydd)\b(?!['’]s)"
    r"(?:\s+(?:of|for)\s+(?:the\s+)?(?-i:[A-Z][\w’'&-]*)(?:(?:,|\s+(?:and|of|the|&))*\s+(?-i:[A-Z][\w’'&-]*)){0,6})?"
    r"|y cadeirydd|maer)"
)
"""The office for the person, as an alternation for a pattern: "the Deputy Mayor"."""
