"""The words that a writer may use of any matter, and those that turn a statement round."""

from __future__ import annotations

from qa.language.terms import stem
from qa.language.word_lists import read_lists
from qa.papers import Standing


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


GLUE = frozenset(read_lists("common_words.toml")["claimless_words"])
"""Words that carry no claim by themselves; how they tie figures and dates is looked at apart."""
REPORTING = _stems(
    """cabinet council committee executive meeting minute minutes paper papers report reports state
    states stated according namely also following set record records recorded councillor
    councillors cllr cllrs held matter item question answer reason reasons because therefore
    result year annual annually yearly"""
)
"""Words of telling what a paper says. Bodies among them are checked as who decided."""
ASKING = _stems(
    "recommend recommended recommends recommendation ask asks asked propose proposed proposes proposal suggest suggested would"
)
"""One of these keeps a recommendation or a proposal from being read as a decision."""
PROPOSING = _stems("recommend recommended recommends propose proposed proposes proposal suggest")
"""Words by which a paper's own sentence says that it is a wish."""
DECIDING = _stems(
    "decide decided decides decision agree agreed agrees approve approved approves approval resolve resolved resolves resolution"
)
SAID = {
    Standing.DECIDED: DECIDING,
    Standing.RECOMMENDED: ASKING,
    Standing.PROPOSED: ASKING,
    Standing.NOTED: _stems("note noted"),
    Standing.DEFERRED: _stems("defer deferred deferral"),
    Standing.DISCUSSED: _stems("discuss discussed consider considered"),
    Standing.BACKGROUND: frozenset[str](),
    Standing.EXEMPT: frozenset[str](),
}
"""Words that the standing of a quote itself bears out."""
NEEDS = {
    Standing.RECOMMENDED: ASKING,
    Standing.PROPOSED: ASKING,
    Standing.DEFERRED: SAID[Standing.DEFERRED],
}
"""What a sentence must hold so that a quote's standing is not lost."""
OTHERWISE = _stems(
    """noted received deferred referred refused rejected withdrawn recommended considered lost
    dismissed declined"""
)
"""Words for what else may be done with a matter than to agree it."""
DENYING = frozenset(
    """not no never none neither nor without cannot nobody nothing unable except unless fail failed
    fails lost refuse refused reject rejected decline declined against""".split()  # noqa: SIM905
)
LIMITING = (
    frozenset({"may", "might", "could", "can", "possibly", "possible", "perhaps"}),
    frozenset({"if", "unless", "provided", "subject"}),
)
"""Groups of words that make a statement less than certain; one of a group must be kept."""
BOUNDS = (
    ("up to", "limit", "maximum", "not more than", "no more than", "at most", "not exceeding"),
    ("at least", "minimum", "not less than", "no less than", "or more"),
    ("about", "approximately", "around", "some", "estimated", "estimate", "roughly", "nearly"),
    ("forecast", "expected", "projected", "planned", "target"),
    ("more than", "over", "exceeding", "above"),
    ("less than", "under", "below", "fewer than"),
)
"""Groups of words that bound a figure; a figure so bound in the paper must be so in the answer."""
ALIKE = {
    stem(word): stem(group.split()[0])
    for group in (
        "year annual annually yearly annum pa",
        "councillor councillors cllr cllrs member members",
        "percent percentage",
        "person people persons",
        "start begin beginning commence",
        "head heads",
    )
    for word in group.split()
}


def alike(term: str) -> str:
    """Return one term for words that mean the same in any council's papers."""
    return ALIKE.get(term, term)
