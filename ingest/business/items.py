"""List what was understood of a paper: its minutes, reports and proposals, limb by limb.

Each item has the strongest standing of its blocks, its limbs, its pages and, where it is a minute,
its movers and the votes of which the counts are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.business.limbs import order_of, read_limbs
from ingest.business.outline import ItemKey, Section
from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import Paragraph
from ingest.standing.features import Meeting
from ingest.standing.listing import Resolved, list_decisions
from qa.language.names import PERSON_NAMED, PERSON_NAMED_SHORT
from qa.language.numbers import ONE_TO_TWENTY, either_of
from qa.language.sentences import PARTS_OF_VOTES
from qa.papers import Block, Decision, Item, ItemKind, Limb, Lines, Standing, Vote, VoteResult

WEIGHT = (
    Standing.DECIDED,
    Standing.DEFERRED,
    Standing.NOTED,
    Standing.RECOMMENDED,
    Standing.LOST,
    Standing.PROPOSED,
    Standing.RECORDED,
    Standing.DISCUSSED,
    Standing.BACKGROUND,
)
"""An item has the strongest standing of its blocks."""


def list_items(
    sections: Sequence[Section], pages: PageFinder, *, show_lines: bool
) -> tuple[Item, ...]:
    """Return a paper's items in order. Lines are shown for text sources only."""
    items = []
    proposals: set[ItemKey] = set()
    for key, group in groupby(sections, key=lambda section: section.item):
        if key is not None and key not in proposals:
            if key.kind == ItemKind.PROPOSAL:
                proposals.add(key)  # further words about it do not list it a second time
            items.append(_item(list(group), pages, show_lines=show_lines))
    return tuple(items)


def _item(sections: Sequence[Section], pages: PageFinder, *, show_lines: bool) -> Item:
    key = sections[0].item
    assert key is not None
    every = [p for section in sections for p in section.paragraphs]
    limbs, missing = _limbs(sections, minute=key.kind == ItemKind.MINUTE)
    text = " ".join(p.plain for p in every)
    standing = min((s.standing for s in sections), key=WEIGHT.index)
    lines = _span(every)
    if key.title_lines:
        lines = (min(lines[0], key.title_lines[0]), lines[1])
    return Item(
        number=key.number,
        title=key.title,
        kind=key.kind,
        standing=standing,
        page=pages.span(lines),
        lines=lines if show_lines else None,
        limbs=limbs,
        missing_limbs=missing,
        references=key.references,
        moved_by=_person(MOVED.search(text)) if key.kind == ItemKind.MINUTE else None,
        seconded_by=_person(SECONDED.search(text)) if key.kind == ItemKind.MINUTE else None,
        votes=_read_votes(every) if key.kind == ItemKind.MINUTE else (),
        blocks=tuple(
            Block(
                section.standing,
                _span(section.paragraphs) if show_lines else None,
                pages.span(_span(section.paragraphs)),
                section.heading,
            )
            for section in sections
        ),
        private=key.private,
        decisions=find_decisions(sections, pages) if key.kind == ItemKind.MINUTE else (),
    )


def find_decisions(sections: Sequence[Section], pages: PageFinder) -> tuple[Decision, ...]:
    """Return the sentences and limbs by which a meeting did something, in order."""
    parts = [Resolved(s.paragraphs, s.standing, s.decision) for s in sections]
    front, key = sections[0].particulars, sections[0].item
    meeting = Meeting.of(front.council, front.body)
    return list_decisions(parts, meeting, key.title if key else "", pages)


def _limbs(
    sections: Sequence[Section], *, minute: bool
) -> tuple[tuple[Limb, ...], tuple[str, ...]]:
    """Return an item's limbs and the missing ones.

    A minute may hold several resolutions. A report asks once: what it asks again at its end,
    or what a document bound in it asked, adds limbs only where the numbers go on.
    """
    limbs: list[Limb] = []
    missing: list[str] = []
    for section in (s for s in sections if s.decision):
        found, gone = read_limbs(section.paragraphs)
        if not minute and limbs and not _goes_on(limbs[-1], found):
            continue
        limbs.extend(limb for limb in found if limb not in limbs)
        missing.extend(gone)
    return tuple(limbs), tuple(missing)


def _goes_on(last: Limb, found: Sequence[Limb]) -> bool:
    before, after = order_of(last.number), order_of(found[0].number) if found else None
    return bool(before and after and before[0] == after[0] and before[1] < after[1])


def _span(paragraphs: Sequence[Paragraph]) -> Lines:
    return (
        min(p.unit.lines[0] for p in paragraphs),
        max(p.unit.lines[1] for p in paragraphs),
    )


def _person(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    who = next((name for name in match.groupdict().values() if name), "")
    # "Mr Oakford, Deputy Leader": the name ends where the office begins, but not at an honour.
    who = re.split(r",(?!\s*(?:OBE|MBE|CBE|BEM|JP|QC|KC|DL)\b)", who)[0]
    return re.sub(r"\s+", " ", who).strip() or None


# Who moved and who seconded

OFFICE = r"(?:,\s+(?:the )?(?-i:[A-Z])[^,;.]{1,60},)?"
"""Between the name and the verb: "Mr Oakes, Deputy Leader, moved"."""
JUST = r"(?:\s+(?-i:[a-z]+ly|then|also))*"
ENDS = r"(?=\s+(?:and|that|to|seconde[dr]|,)\b|[,;:(]|(?<!\b[A-Z])\.|$)"
MOVED = re.compile(
    rf"\b(?P<who4>{PERSON_NAMED_SHORT}),\s+seconded by [^,;]{{3,60}},\s+(?:moved|proposed)\b"
    rf"|\bon the (?:proposal|motion) of\s+(?P<who5>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|\b(?:moved|proposed|a (?:motion|proposal))\W+by\s+(?P<who>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|(?:proposer|mover|moved|proposed)\s*:\s*(?P<who3>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|\b(?P<who2>{PERSON_NAMED}){OFFICE},?{JUST}\s+(?:moved|proposed)\b(?! by|\s*:)",
    re.I,
)
SECONDED = re.compile(
    rf"\bseconded\W+by\s+(?P<who>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|(?:seconder|seconded)\s*:\s*(?P<who3>{PERSON_NAMED_SHORT}){ENDS}"
    rf"|\b(?P<who2>{PERSON_NAMED})(?:,(?:(?!\b(?:moved|proposed)\b)[^;.]){{0,100}}?)?,?{JUST}\s+seconded\b(?! by|\s*:)",
    re.I,
)


# Votes: how many for, against and abstaining, and the outcome

Counts = dict[str, int]
NUMBER = r"(?P<n>\d{1,3})"
LINES = {
    "for": re.compile(
        rf"^\W*(?:votes? )?(?:for|in favour)(?: (?:of )?the [\w ]+)?\s*[:–-]?\s*\(?{NUMBER}\b\)?(?!\s*(?:days|months|years|weeks|%))",
        re.I,
    ),
    "against": re.compile(
        rf"^\W*(?:votes? )?against(?: the [\w ]+)?\s*[:–-]?\s*\(?{NUMBER}\b\)?", re.I
    ),
    "abstain": re.compile(
        rf"^\W*(?:abstain(?:ed|ing)?|abstentions?|abstaining)\s*[:–-]?\s*\(?{NUMBER}\b\)?", re.I
    ),
}
"""A line of a division list: "For (41)", "Against: 5", "Abstentions (1): Councillor …"."""
IN_WORDS = (
    (
        "for",
        re.compile(rf"\b{NUMBER}\s+(?:votes?\s+|members?\s+)?(?:for|in favour|voting for)\b", re.I),
    ),
    (
        "against",
        re.compile(rf"\b{NUMBER}\s+(?:votes?\s+|members?\s+)?(?:voting )?against\b", re.I),
    ),
    (
        "abstain",
        re.compile(rf"\b{NUMBER}\s+(?:members?\s+)?(?:abstentions?|abstain(?:ed|ing)?)\b", re.I),
    ),
)
"""Counts within a sentence: "(15 votes for, 9 against and 1 abstention)"."""
VOTES_TO = re.compile(
    r"\b(?:by (?P<more>\d{1,3}) votes? to|(?:carried|lost|agreed|defeated|approved),? by (?P<most>\d{1,3}) to) (?P<less>\d{1,3})\b",
    re.I,
)
"""The winners' votes come first: "lost by 9 votes to 4" is 4 for and 9 against."""
TWO_SIDES = re.compile(
    r"\b(?P<one>\d{1,3}) (?:members? )?(?:voted )?for the (?P<what>amendment|motion)\b.{0,40}?\b(?P<other>\d{1,3}) (?:members? )?(?:voted )?for the (?!(?P=what))(?:amendment|motion)\b",
    re.I,
)
"""The Scottish way: a vote between the motion and an amendment."""
RESULT = re.compile(
    r"\b(?:motion|amendment|proposal|recommendation)s?\b[^.]{0,60}?\b(?P<word>not carried|carried|lost|fell|agreed|defeated|fallen)\b",
    re.I,
)
CARRIES = re.compile(r"\b(?:RESOLVED|AGREED|APPROVED|CARRIED|resolved|agreed|approved|carried)\b")
LOSES = re.compile(r"\b(?:LOST|lost|rejected|refused|defeated)\b")
IN_LETTERS = ("nil", *ONE_TO_TWENTY)
NUMBER_IN_LETTERS = re.compile(
    rf"\b(?P<word>{either_of(IN_LETTERS)}|no|none)\b(?=\s+(?:votes?|members?|voted|voting|for|in favour|against|abstentions?|abstain\w*|to)\b|\W*(?:[.;,)]|$))",
    re.I,
)
"""A count of a vote written out: "by eight votes to three, with one abstention"."""
OTHER_SIDE = re.compile(r"^\W*for the amendment\b", re.I)
"""Of a vote between the motion, whose side is given above, and an amendment."""
OF_OTHERS = re.compile(r"\bhad (?:\w+ )?(?:resolved|voted|agreed|decided|recommended)\b", re.I)
"""What another meeting did before."""
RESOLVES = re.compile(r"\W*(?:it was )?(?:RESOLVED|AGREED|resolved|Resolved|Agreed)\b")


def _read_votes(paragraphs: Sequence[Paragraph]) -> tuple[Vote, ...]:
    """Return the votes of which the counts are given, in order, page breaks notwithstanding."""
    votes: list[Vote] = []
    counts: Counts = {}
    for paragraph in paragraphs:
        if found := list(_in_words(paragraph)):
            votes += _with_list(counts, paragraph, found)
            counts.clear()
            continue
        for line in paragraph.plain_lines:
            for name, count in _of_line(line, counts).items():
                if name == "for" and "for" in counts:
                    votes.append(_vote(counts, None))
                    counts.clear()
                counts[name] = count
        result = RESULT.search(paragraph.plain)
        if result and counts and not re.search(r"\(\d", result[0]):
            votes.append(_vote(counts, _outcome(result["word"])))
            counts.clear()
    if _is_whole(counts):
        votes.append(_vote(counts, None))
    return tuple(votes)


def _is_whole(counts: Counts) -> bool:
    return "for" in counts and "against" in counts


def _with_list(counts: Counts, paragraph: Paragraph, found: Sequence[Vote]) -> list[Vote]:
    """Return the votes of a paragraph, and before them the one whose list stands above it."""
    if not _is_whole(counts):
        return list(found)
    if (found[0].votes_for, found[0].against) == (counts["for"], counts["against"]):
        return [_vote(counts, found[0].result), *found[1:]]
    first = RESULT.search(_sentences(paragraph)[0])
    return [_vote(counts, _outcome(first["word"]) if first else None), *found]


def _of_line(line: str, counts: Counts) -> Counts:
    found = {name: pattern.match(line) for name, pattern in LINES.items()}
    named = {name: int(match["n"]) for name, match in found.items() if match}
    if "for" in named and "for" in counts and "against" not in counts and OTHER_SIDE.match(line):
        return {"against": named["for"]}
    return named


def _sentences(paragraph: Paragraph) -> list[str]:
    return PARTS_OF_VOTES.split(_in_figures(paragraph.plain))


def _in_words(paragraph: Paragraph) -> Iterator[Vote]:
    """Yield the votes that one sentence each gives, with its outcome."""
    sentences = _sentences(paragraph)
    for sentence, after in zip(sentences, [*sentences[1:], ""], strict=True):
        if OF_OTHERS.search(sentence):
            continue
        if match := TWO_SIDES.search(sentence):
            motion = match["what"].lower() == "motion"
            one, other = int(match["one"]), int(match["other"])
            motion_votes, against = (one, other) if motion else (other, one)
            result = VoteResult.CARRIED if motion_votes > against else VoteResult.LOST
            yield Vote(motion_votes, against, None, result)
        elif match := VOTES_TO.search(sentence):
            outcome = _outcome_of(sentence)
            sides = (int(match["more"] or match["most"]), int(match["less"]))
            votes_for, against = sorted(sides) if outcome is VoteResult.LOST else sides
            counts = {"for": votes_for, "against": against}
            yield _vote(_with_abstentions(counts, sentence), outcome)
        else:
            counts = {
                name: int(match["n"])
                for name, pattern in IN_WORDS
                if (match := pattern.search(sentence))
            }
            if _is_whole(counts):
                outcome = _outcome_of(sentence) or (RESULT.search(after) and _outcome_of(after))
                yield _vote(counts, outcome or None)


def _in_figures(text: str) -> str:
    """Return a text with the counts of its votes in figures, for matching only."""
    return NUMBER_IN_LETTERS.sub(lambda match: str(_figure(match["word"].lower())), text)


def _figure(word: str) -> int:
    return IN_LETTERS.index(word) if word in IN_LETTERS else 0


def _with_abstentions(counts: Counts, sentence: str) -> Counts:
    match = IN_WORDS[2][1].search(sentence)
    return counts | {"abstain": int(match["n"])} if match else counts


def _outcome_of(sentence: str) -> VoteResult | None:
    if result := RESULT.search(sentence):
        return _outcome(result["word"])
    if RESOLVES.match(sentence):
        return VoteResult.CARRIED  # be it to refuse
    if LOSES.search(sentence):
        return VoteResult.LOST
    return VoteResult.CARRIED if CARRIES.search(sentence) else None


def _outcome(word: str) -> VoteResult:
    """Return the result for a word of `RESULT`; all but two of them say that it was lost."""
    result = word.lower()
    if result == VoteResult.AGREED:
        return VoteResult.AGREED
    return VoteResult.CARRIED if result == VoteResult.CARRIED else VoteResult.LOST


def _vote(counts: Counts, result: VoteResult | None) -> Vote:
    return Vote(counts.get("for"), counts.get("against"), counts.get("abstain"), result)
