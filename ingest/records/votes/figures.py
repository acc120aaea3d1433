"""Counts of votes in prose: who won by how many, in figures or in words, and how it was agreed."""

from __future__ import annotations

import re

from ingest.records.people import NAMED, tidy
from qa.language.numbers import NUMBER_WORDS, ONE_TO_TWENTY, TENS, either_of
from qa.papers import VoteResult

Counts = dict[str, int]
"""By side: `for`, `against`, `abstain`, `not voting`."""

# Numbers in words

_UNITS = ONE_TO_TWENTY[:9]
_WORD = re.compile(
    rf"\b(?:(?P<tens>{either_of(TENS)})(?:[\s-]+(?P<unit>{either_of(_UNITS)}))?"
    rf"|(?P<one>{either_of(ONE_TO_TWENTY)})|(?P<nought>nil|none|no|zero)(?=[\s\W]*(?:votes?|members?|voted"
    r"|voting|for\b|in favour|against|abst|to\b|o blaid|yn erbyn|[.;,)]|$)))\b(?!['’-]\w)",
    re.I,
)


def in_figures(text: str) -> str:
    """Return a text with its numbers in figures, for matching only."""
    return _WORD.sub(_figure, text)


def _figure(match: re.Match[str]) -> str:
    if match["nought"]:
        return "0"
    unit = NUMBER_WORDS[match["unit"].lower()] if match["unit"] else 0
    return str(NUMBER_WORDS[(match["tens"] or match["one"]).lower()] + unit)


# Sides and their counts

SIDES = {
    "not voting": r"declin\w+ to vote|did not vote|not voting|non[- ]voting|no vote|took no part in the vote",
    "abstain": r"abst(?:ain(?:ed|ing|s)?|entions?|ention)|ymatal\w*|atal(?:iodd|wyd)?",
    "against": r"against|noes?|opposed|opposing|dissenting|not in favou?r|yn erbyn",
    "for": r"in favou?r|for|ayes?|supporting|o blaid",
}
"""What each side of a vote is called. The longer words come first."""
_SIDE = "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in SIDES.items())
_CAST = r"(?:(?:votes?|members?|councillors?|people|present|were|voted|voting|cast|hands?|recorded|pleidlais)\s+){0,4}"
_BEFORE = re.compile(rf"(?<![\d.,£/:-])\b(?P<n>\d{{1,3}})\s+{_CAST}(?:{_SIDE})\b", re.I)
"""The count stands before its side: "(15 votes for, 9 against and 1 abstention)"."""
_AFTER = re.compile(
    rf"\b(?:{_SIDE})\b(?:\s+(?:of\s+)?(?:the|this)\s+(?:motion|amendment|proposal|recommendations?|proposition))?"
    r"(?:\s+by\s+[\w.’' ]{2,40}?)?\s*(?:were\s*)?[:=(–—-]*\s*(?P<n>\d{1,3})\b(?!\s*(?:days|months|years|weeks|hours|%|per|st\b|nd\b|rd\b|th\b|[.:]\d))",
    re.I,
)
"""The count stands behind it: "For 6, Against 1"."""
_TO = re.compile(
    r"\bby (?:a (?:majority|vote) of )?(?P<a>\d{1,3}) (?:votes? )?to (?P<b>\d{1,3})\b"
    r"|\b(?:carried|lost|agreed|defeated|approved|rejected|fell|passed|rejected|result),?:? (?:by )?(?P<c>\d{1,3})(?: (?:votes? )?to |\s?[-–:]\s?)(?P<d>\d{1,3})\b(?!\s*(?:%|p\.?m|a\.?m|[-/.:]\d))"
    r"|\bvot(?:e|es|ed|ing)\b\W*(?:(?:of|was|were|\d{1,2}\.\d\d)\W*)?(?P<e>\d{1,3})\s?(?:[-–:/]|to)\s?(?P<f>\d{1,3})\b(?!\s*(?:%|p\.?m|a\.?m|[-/]\d))"
    r"|\b(?P<g>\d{1,3}) votes? (?:to|against) (?P<h>\d{1,3})\b",
    re.I,
)
"""The winners' votes come first: "lost by 9 votes to 4" is 4 for and 9 against."""
_TWO_SIDES = re.compile(
    r"\b(?P<one>\d{1,3}) (?:members? )?(?:voted )?for the (?P<what>amendment|motion)\b.{0,40}?\b(?P<other>\d{1,3}) (?:members? )?(?:voted )?for the (?!(?P=what))(?:amendment|motion)\b"
    r"|\bfor the (?P<what2>amendment|motion)\W+(?P<one2>\d{1,3})\b.{0,40}?\bfor the (?!(?P=what2))(?:amendment|motion)\W+(?P<other2>\d{1,3})\b",
    re.I | re.S,
)
"""The Scottish way: a vote between the motion and an amendment."""
_CUE = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|carried|lost|agreed|approved|resolved|division|divided|abst\w+|motion|amendment|defeated|rejected|pleidl\w+|o blaid|show of hands)\b",
    re.I,
)
OF_OTHERS = re.compile(
    r"\bhad\s+(?:\w+\s+)?(?:resolved|voted|agreed|decided|recommended|been (?:carried|lost))\b",
    re.I,
)
"""What another meeting did before."""


def counts_in(sentence: str) -> Counts:
    """Return the counts of a vote that a sentence gives; empty where it gives none."""
    if OF_OTHERS.search(sentence):
        return {}
    figures = in_figures(sentence)
    if not re.search(r"\d", figures) or not _CUE.search(figures):
        return {}
    if match := _TWO_SIDES.search(figures):
        what = (match["what"] or match["what2"]).lower()
        one, other = int(match["one"] or match["one2"]), int(match["other"] or match["other2"])
        return _with_rest(
            {"for": one, "against": other} if what == "motion" else {"for": other, "against": one},
            figures,
        )
    before, after = _sided(_BEFORE, figures), _sided(_AFTER, figures)
    counts = max((before, after), key=lambda found: (len(found[0]), -found[1]))[0]
    if "for" in counts and "against" in counts:
        return counts
    if match := _TO.search(figures):
        more, less = (int(each) for each in match.groups() if each is not None)
        sides = {"for": more, "against": less}
        if result_of(sentence) is VoteResult.LOST:
            sides = {"for": min(more, less), "against": max(more, less)}
        return _with_rest(sides, figures)
    told = {side: n for side, n in counts.items() if side != "for" or _VOTED.search(figures)}
    if "for" in told or "against" in told:
        return told if _VOTED.search(figures) else {}
    return told if "abstain" in told else {}


def is_division(sentence: str) -> bool:
    """Whether a sentence counts who was for a motion and who for an amendment to it."""
    return _TWO_SIDES.search(in_figures(sentence)) is not None


_VOTED = re.compile(
    r"\b(?:vot(?:es?|ed|ing)|carried(?! (?:out|on|over|forward))|lost|in favou?r|abst\w+|o blaid|show of hands)\b",
    re.I,
)


def _sided(pattern: re.Pattern[str], figures: str) -> tuple[Counts, int]:
    """Return the counts that a pattern finds, the first of each side, and where the first is."""
    counts: Counts = {}
    first = len(figures)
    for match in pattern.finditer(figures):
        side = next(name for name in SIDES if match[name.replace(" ", "_")])
        counts.setdefault(side, int(match["n"]))
        first = min(first, match.start())
    return counts, first


def _with_rest(counts: Counts, figures: str) -> Counts:
    found = _sided(_BEFORE, figures)[0] | _sided(_AFTER, figures)[0]
    return counts | {side: found[side] for side in ("abstain", "not voting") if side in found}


# The outcome

_RESULT = re.compile(
    r"\b(?:motion|amendment|proposal|proposition|recommendation)s?\b[^.]{0,60}?\b(?P<word>not carried|not agreed|carried|lost|fell|agreed|passed|approved|adopted|defeated|rejected|fallen)\b",
    re.I,
)
_RESOLVES = re.compile(r"\W*(?:it was )?(?:RESOLVED|AGREED|resolved|Resolved|Agreed)\b")
_LOSES = re.compile(
    r"\b(?:lost|rejected|refused|defeated|fell|not (?:carried|agreed|approved|passed)|gwrthodwyd)\b",
    re.I,
)
_CARRIES = re.compile(
    r"\b(?:resolved|agreed|approved|carried|passed|adopted|cytunwyd|chytunwyd|derbyniwyd|penderfynwyd|phenderfynwyd)\b",
    re.I,
)


def result_of(sentence: str) -> VoteResult | None:
    """Return how a vote went by the words of a sentence; None where it does not say."""
    if match := _RESULT.search(sentence):
        word = match["word"].lower()
        if word == VoteResult.AGREED:
            return VoteResult.AGREED
        carried = word in ("carried", "passed", "approved", "adopted")
        return VoteResult.CARRIED if carried else VoteResult.LOST
    if _RESOLVES.match(sentence):
        return VoteResult.CARRIED  # be it to refuse
    if _LOSES.search(sentence):
        return VoteResult.LOST
    return VoteResult.CARRIED if _CARRIES.search(sentence) else None


# Without a count, and the casting vote

MANNER = re.compile(
    r"\b(?:unanimous(?:ly)?|nem(?:ine)?\.? ?con(?:tradicente|\.)?|all (?:were |voted |present )*(?:in favou?r|agreed)"
    r"|all agreed|agreed by all|by (?:general )?(?:consent|assent)|without (?:a )?(?:division|vote|dissent|contest)|unopposed"
    r"|no objections?|(?:by|on) a (?:clear |large )?majority(?! of \d)|by (?:a )?show of hands|(?:yn )?unfryd(?:ol)?|(?:roedd |gyda )?(?:phawb|pawb)(?: arall)? (?:yn|un) (?:gyt[uû]n|unfrydol)"
    r"|(?:roedd )?pawb o blaid)(?!\w)",
    re.I,
)
"""How it was agreed where nobody was counted."""
_CASTING = re.compile(
    r"\bcasting[\s-]+vote\b|\bpleidlais fwrw\b|\bsecond (?:or|and) casting\b"
    r"|\b(?:his|her|their|\w+['’]s) second vote\b",
    re.I,
)
"""The law's own words: the chair has "a second or casting vote"."""
_HOLDER = re.compile(rf"(?P<who>{NAMED})")


def casting_in(sentence: str) -> str | None:
    """Return who gave the casting vote by a sentence; empty where it names nobody, None where none."""
    cast = _CASTING.search(sentence)
    if cast is None or re.search(r"\b(?:would|may|could|not|if)\b", sentence[: cast.start()]):
        return None
    before = list(_HOLDER.finditer(sentence[: cast.start()]))
    if before:
        return tidy(before[-1]["who"])
    after = re.match(rf"\W*(?:of|by|from)\s+(?P<who>{NAMED})", sentence[cast.end() :])
    if after:
        return tidy(after["who"])
    # "With the Chairman's casting vote": the office has its own sign of possession.
    owner = re.search(r"\b((?:[Tt]he )?[A-Z][\w-]+)['’]s?\s*(?:own\s+)?$", sentence[: cast.start()])
    return owner[1] if owner else ""


def casting_result(sentence: str) -> VoteResult | None:
    """Return the way in which a casting vote was given, where the sentence says it."""
    if result := _RESULT.search(sentence):
        return result_of(result[0])
    after = _CASTING.split(sentence)[-1]
    if re.search(r"\bagainst\b", after, re.I):
        return VoteResult.LOST
    return VoteResult.CARRIED if re.search(r"\b(?:for|in favou?r)\b", after, re.I) else None
