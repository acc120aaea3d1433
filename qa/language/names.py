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


ADDRESSED = (
    r"(?:(?-i:[Cc]ouncillors?|[Cc]llrs?|[Aa]lder(?:man|woman|men)|Ald|[Bb]ailie|[Pp]rovost"
    r"|M(?:r|rs|s|iss|x)|Dr|Sir|Dame|Baroness|Lord)\b\.?\s"
    r"(?:(?:the|van|von|de|der|du|la|le|ap|ab)\s)*(?-i:[A-Z])"
    r"|(?-i:[Tt]he (?:[Dd]eputy )?(?:[Ll]ord )?(?:[Ll]eader|[Mm]ayor|[Cc]hair(?:man|person)?"
    r"|[Pp]rovost|[Cc]onvener)\b))"
)
"""A title and the first letter of the name, or the office for the person: "the Deputy Mayor"."""
FIRST_NAME = r"(?:[\w'’-]+|(?:\.[A-Z])*\.)?"
FURTHER_NAME = (
    r"\s+(?:[A-Z][\w'’-]*\.?|(?:and|of|the|for|with|de|der|van|von|le|la|du|ap|ab|ferch|ní)\b|&"
    r"|\([^()]{1,60}\))"
)
"""What goes on with a name; the words of a sentence do not."""
PERSON_NAMED = rf"{ADDRESSED}(?-i:{FIRST_NAME}(?:{FURTHER_NAME})*)"
"""A person as minutes print them, as much of the name as goes on; no group is kept."""
PERSON_NAMED_SHORT = rf"{ADDRESSED}(?-i:{FIRST_NAME}(?:{FURTHER_NAME})*?)"
"""The same with no more of the name than what follows asks for."""
