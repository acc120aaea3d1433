"""How well is understood what a meeting did: its items, decisions, movers, votes and motions.

What a paper holds is compared with the minutes as a person read them (`eval.reading.minutes`). All
measures are defined in `docs/reading.md`. A body's papers lie in a folder of its own, so that what
was fitted without that body can be told for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rapidfuzz import fuzz

from eval.reading.found import (
    Finding,
    Findings,
    FoundPaper,
    Outcome,
    ReadingStore,
    Tally,
    bare,
    find_named,
    joined,
    tallies,
)
from eval.reading.items import ALIKE, plain_number, same_name, same_words, title_ratio
from eval.reading.minutes import Decision, Division, LookAlike, MinutesItem, MinutesRead, Motion
from qa import papers
from qa.papers import Item, Paper, PaperKind, Standing

NEARLY = 85
"""From this likeness (0 to 100) the shorter of two texts counts as standing in the longer."""
MOST, HALF = 0.6, 0.5
"""The share of a true text, and of a text found, that must be covered."""
LINES_APART = 2
"""A sentence found may begin or end so many lines from where a person placed it."""
WELSH_COUNCIL = "Cyngor "
COMMON = re.compile(
    r"\b(?:the|and|of|royal|london|metropolitan|county|city|district|borough|town|parish|community|"
    r"unitary|combined|authority|council|committee)\b",
    re.I,
)
"""Words of councils' names that tell none from another."""
RECORDING = frozenset({PaperKind.MINUTES, PaperKind.DECISION_RECORD})
"""What a paper that records what was done is understood as."""

ACT_MEASURES = (
    *("meeting: council", "meeting: body", "meeting: date", "meeting: kind"),
    *("items", "deciding sentences", "standing of decisions", "not decided, nor read so"),
    *("movers", "seconders", "counts of votes", "names of voters", "votes without a count"),
    *("motions", "outcomes of motions"),
)
"""Every measure, in the order of the report."""


@dataclass(frozen=True, slots=True)
class ActsScore:
    """What came of comparing: all findings, and the papers of the truth that are not held."""

    papers: tuple[str, ...]
    findings: tuple[Finding, ...]
    not_held: tuple[str, ...]

    def overall(self) -> list[Tally]:
        """Return every measure over all the papers held."""
        return tallies(self.findings, ACT_MEASURES)

    def by_body(self) -> dict[str, list[Tally]]:
        """Return every measure over the papers of each body, by its folder's name."""
        bodies = sorted({body_of(file) for file in self.papers})
        return {
            body: tallies((f for f in self.findings if body_of(f.file) == body), ACT_MEASURES)
            for body in bodies
        }

    def misses(self) -> list[Finding]:
        """Return what went wrong, in the order of measures and papers."""
        wrong = [each for each in self.findings if each.outcome is not Outcome.RIGHT]
        return sorted(wrong, key=lambda each: (ACT_MEASURES.index(each.measure), each.file))


def score_acts(truths: Sequence[MinutesRead], store: ReadingStore) -> ActsScore:
    """Compare each paper of the truth with what the store holds of it.

    A paper that is not held is named and not counted.
    """
    findings: list[Finding] = []
    held: list[str] = []
    not_held: list[str] = []
    for truth in truths:
        found = find_named(store, truth.doc)
        if found is None:
            not_held.append(truth.doc)
            continue
        held.append(truth.doc)
        about = Findings(truth.doc)
        _measure_meeting(truth, found, printed_in(store, found.paper), about)
        _measure_items(truth, found, about)
        _measure_decisions(truth, found, about)
        _measure_motions(truth, found, about)
        findings += about.all
    return ActsScore(tuple(held), tuple(findings), tuple(not_held))


def body_of(file: str) -> str:
    """Return the name of the folder in which a body's papers lie; the file's own without one."""
    return PurePosixPath(file).parts[0]


def printed_in(store: ReadingStore, paper: Paper) -> str:
    """Return all that a paper prints, as `bare` gives it. A source without pages is one page."""
    return joined(store.page(paper.id, number + 1).text for number in range(paper.pages or 1))


def _measure_meeting(truth: MinutesRead, found: FoundPaper, printed: str, about: Findings) -> None:
    paper = found.paper
    for field, wanted, given in (
        ("council", truth.council, paper.council),
        ("body", truth.body, paper.body),
    ):
        if given is None and bare(_own_words(wanted)) not in printed:
            about.compare(f"meeting: {field}", f"{wanted}: not printed", right=True, given=None)
            continue
        right = given is not None and _same_body(wanted, given, truth.council)
        about.compare(f"meeting: {field}", wanted, right=right, given=given)
    if truth.meeting_date is not None:
        given_day = paper.meeting_date.isoformat() if paper.meeting_date else None
        wanted_day = truth.meeting_date.isoformat()
        about.compare("meeting: date", wanted_day, right=given_day == wanted_day, given=given_day)
    records = "minutes" in truth.kind or "decision" in truth.kind
    right = (paper.kind in RECORDING) == records
    about.compare("meeting: kind", truth.kind, right=right, given=paper.kind.value)


def _own_words(name: str) -> str:
    """Return a council's or body's name without the words that many share."""
    return COMMON.sub(" ", name) if COMMON.sub("", name).strip() else name


def _same_body(wanted: str, given: str, council: str) -> bool:
    """Say whether two names are of one body; a council's own name stands for its full meeting."""
    if same_words(wanted, given):
        return True
    full = {bare(each) for each in ("council", "full council", council)}
    return (bare(wanted) in full or wanted.startswith(WELSH_COUNCIL)) and bare(given) in full


# Items


def _measure_items(truth: MinutesRead, found: FoundPaper, about: Findings) -> None:
    items = list(found.items)
    taken: set[int] = set()
    for true in truth.items:
        likely = [
            (score, -place)
            for place, item in enumerate(items)
            if place not in taken and (score := item_likeness(true, item))
        ]
        name = f"item {true.number or '-'} {true.title}"
        if likely:
            taken.add(-max(likely)[1])
        about.compare("items", name, right=bool(likely), given=None)
    for place, item in enumerate(items):
        if place not in taken:
            about.add("items", Outcome.FALSE, f"item {item.number or '-'} {item.title[:80]}")


def item_likeness(true: MinutesItem, item: Item) -> float:
    """Say how like two items are; 0 where they are not the same.

    One that bears a number must bear the same. The title must be alike, or stand in the other.
    """
    number = plain_number(true.number or "")
    given = plain_number(item.number or "")
    if number and number != given and not number.endswith(f".{given}" if given else "\0"):
        return 0.0
    one, other = bare(true.title), bare(item.title)
    within = len(min(one, other, key=len)) >= 5 and (one in other or other in one)
    likeness = title_ratio(true.title, item.title)
    if likeness < ALIKE and not within:
        return 0.0
    return 1.0 + likeness + (number == given)


# Decisions


@dataclass(frozen=True, slots=True)
class _Given:
    """A decision found, with the item in which it stands."""

    decision: papers.Decision
    item: Item
    words: str


def _measure_decisions(truth: MinutesRead, found: FoundPaper, about: Findings) -> None:
    given = [
        _Given(decision, item, bare(decision.text))
        for item in found.items
        for decision in item.decisions
    ]
    true = [decision for item in truth.items for decision in item.decisions]
    for decision in true:
        matches = [each for each in given if _meets(decision, each, found)]
        if decision.standing is Standing.PROPOSED or decision.standing is Standing.DISCUSSED:
            _not_decided(decision.text, matches, about)
            continue
        what = f"{decision.standing.value}: {decision.text[:100]}"
        right = _is_covered(decision, matches)
        about.compare("deciding sentences", what, right=right, given=None)
        if right:
            best = max(matches, key=lambda each: _likeness(bare(decision.text), each.words))
            shown = best.decision.standing
            about.compare(
                "standing of decisions", what, right=shown is decision.standing, given=shown.value
            )
        _measure_vote(decision, matches if right else [], about)
    for item in truth.items:
        for look_alike in item.look_alikes:
            matches = [each for each in given if _meets(look_alike, each, found)]
            _not_decided(look_alike.text, matches, about)
    acts: list[Decision | Motion] = [*true, *_motions(truth)]
    for each in given:
        inside = [act for act in acts if _meets(act, each, found)]
        share = sum(len(bare(act.text)) for act in inside) / max(len(each.words), 1)
        if share < HALF:
            what = f"{each.decision.standing.value}: {each.decision.text[:100]}"
            about.add("deciding sentences", Outcome.FALSE, what)


def _not_decided(text: str, matches: Sequence[_Given], about: Findings) -> None:
    """Note whether a sentence that reads like a decision, and is none, was read as one."""
    words = bare(text)
    read_so = [
        each
        for each in matches
        if each.decision.standing is Standing.DECIDED and len(each.words) < 2 * len(words)
    ]
    given = read_so[0].decision.text[:80] if read_so else None
    about.compare("not decided, nor read so", text[:100], right=not read_so, given=given)


def _meets(act: Decision | Motion | LookAlike, given: _Given, found: FoundPaper) -> bool:
    """Say whether a text found is of the words, and at the place, of a true one."""
    decision = given.decision
    if act.lines and found.is_text:
        first, last = act.lines
        if decision.lines[0] > last + LINES_APART or decision.lines[1] < first - LINES_APART:
            return False
    elif (
        act.page
        and decision.page.first
        and decision.page.last
        and not decision.page.first - 1 <= act.page <= decision.page.last + 1
    ):
        return False
    return _likeness(bare(act.text), given.words) >= NEARLY


def _likeness(one: str, other: str) -> float:
    return float(fuzz.partial_ratio(one, other)) if one and other else 0.0


def _is_covered(act: Decision, matches: Sequence[_Given]) -> bool:
    """Say whether most of a true text stands in what was found at its place."""
    words = len(bare(act.text))
    return sum(min(len(each.words), words) for each in matches) >= MOST * words


def _measure_vote(true: Decision, matches: Sequence[_Given], about: Findings) -> None:
    """Compare mover, seconder and votes with those of the decision found that is most like it."""
    best = max(matches, key=lambda each: _likeness(bare(true.text), each.words), default=None)
    given = best.decision if best else None
    what = true.text[:80]
    for measure, wanted, who in (
        ("movers", true.proposed_by, given.moved_by if given else None),
        ("seconders", true.seconded_by, given.seconded_by if given else None),
    ):
        if wanted is None:
            about.absent(measure, what, who)
        else:
            right = who is not None and _same_person(wanted, who)
            about.compare(measure, f"{wanted}: {what}", right=right, given=who)
    votes = given.votes if given else ()
    if true.votes is not None and _is_counted(true.votes):
        right = any(_same_counts(true.votes, vote) for vote in votes)
        shown = "; ".join(map(_counts, votes)) or None
        about.compare("counts of votes", f"{true.vote}: {what}", right=right, given=shown)
        if names := _names(true.votes):
            shown_names = max((_voters(vote) for vote in votes), key=len, default=[])
            right = len(names) == len(shown_names) and all(
                any(_same_person(name, each) for each in shown_names) for name in names
            )
            about.compare(
                "names of voters", f"{len(names)} names: {what}", right=right,
                given=f"{len(shown_names)} names" if shown_names else None,
            )  # fmt: skip
    elif true.vote and true.votes is None:
        right = any(vote.manner for vote in votes)
        about.compare("votes without a count", f"{true.vote}: {what}", right=right, given=None)
    else:
        counted = [vote for vote in votes if vote.votes_for is not None]
        about.absent("counts of votes", what, "; ".join(map(_counts, counted)))


def _same_person(wanted: str, given: str) -> bool:
    """Say whether two names are of one person: the same, or the same last word."""
    if same_name(wanted, given):
        return True
    one, other = (re.sub(r"[^\w' -]", " ", name).casefold().split() for name in (wanted, given))
    return bool(one and other) and (one[-1] == other[-1] or set(one) <= set(other))


def _is_counted(votes: Division) -> bool:
    return votes.votes_for is not None or votes.against is not None


def _same_counts(true: Division, vote: papers.Vote) -> bool:
    """Say whether the counts are those of the truth; none given and nought are alike."""
    wanted = (true.votes_for or 0, true.against or 0, true.abstain or 0)
    return wanted == (vote.votes_for or 0, vote.against or 0, vote.abstain or 0)


def _counts(vote: papers.Vote) -> str:
    return f"{vote.votes_for} for, {vote.against} against, {vote.abstain} abstaining"


def _names(votes: Division) -> list[str]:
    return [
        *(votes.names_for or ()), *(votes.names_against or ()), *(votes.names_abstain or ())
    ]  # fmt: skip


def _voters(vote: papers.Vote) -> list[str]:
    return [*vote.names_for, *vote.names_against, *vote.names_abstain]


# Motions


def _measure_motions(truth: MinutesRead, found: FoundPaper, about: Findings) -> None:
    given = [motion for item in found.items for motion in item.motions]
    taken: set[int] = set()
    for true in _motions(truth):
        words = bare(true.text)
        likely = [
            (_likeness(words, bare(motion.text)), -place)
            for place, motion in enumerate(given)
            if place not in taken and _likeness(words, bare(motion.text)) >= NEARLY
            and len(bare(motion.text)) >= HALF * len(words)
        ]  # fmt: skip
        what = f"{true.kind} of {true.moved_by}: {true.text[:80]}"
        if not likely:
            about.add("motions", Outcome.MISSED, what)
            continue
        place = -max(likely)[1]
        taken.add(place)
        motion = given[place]
        right = motion.moved_by is not None and _same_person(true.moved_by, motion.moved_by)
        about.compare("motions", what, right=right, given=motion.moved_by)
        outcome = motion.outcome.value if motion.outcome else None
        if true.outcome in {each.value for each in papers.MotionOutcome}:
            about.compare(
                "outcomes of motions", f"{true.outcome}: {what}",
                right=outcome == true.outcome, given=outcome,
            )  # fmt: skip


def _motions(truth: MinutesRead) -> Iterator[Motion]:
    for item in truth.items:
        yield from item.motions
