"""How well a meeting and its items are understood: numbers, titles, limbs, votes, movers.

Each item found is first paired with an item of the truth, by place, then by number and title. What
is stated of the pair is then compared, field by field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from eval.reading.found import Findings, FoundPaper, Outcome, bare, place_of
from eval.reading.truth import Accepted, Place, TrueItem, TruePaper, shown
from qa.language.names import HONOURS, titles
from qa.papers import Item, ItemKind, Limb, Paper, Vote

EDGE = 3
"""Lines by which an item's first or last line may differ: blank lines and a heading above."""
HONORIFICS = re.compile(rf"\b(?:the|county|{titles()}|{'|'.join(HONOURS)})\b")
ALIKE = 0.6
"""From here on two titles are taken for the same one, cut or garbled."""
MOSTLY = 0.5
"""From this share of lines or pages in common a place alone makes a pair."""

ITEM_MEASURES: Mapping[str, str] = {
    ItemKind.MINUTE: "minutes",
    ItemKind.AGENDA_ITEM: "agenda items",
    ItemKind.REPORT: "reports",
    ItemKind.PROPOSAL: "proposals",
}


def measure_meeting(truth: TruePaper, paper: Paper, findings: Findings) -> None:
    """Compare what is said of the meeting, field by field."""
    given = {
        "council": paper.council,
        "body": paper.body,
        "date": paper.meeting_date.isoformat() if paper.meeting_date else None,
        "venue": paper.venue,
        "kind": paper.kind.value,
    }
    for key, accepted in truth.meeting.items():
        _one_of(f"meeting: {key}", key, accepted, given[key], findings, same_words)


def measure_items(truth: TruePaper, found: FoundPaper, findings: Findings) -> None:
    """Compare the items, and what is stated of each that was found."""
    pairs = pair_items(truth.items, found)
    for true, item in pairs.paired:
        _measure_kind(true, item, findings)
        _measure_item(true, item, found, findings)
    for true in pairs.missed:
        findings.add(ITEM_MEASURES[true.texts("kind")[0]], Outcome.MISSED, true.name)
        _measure_missed(true, findings)
    for item in pairs.extra:
        if item.kind in truth.complete:
            what = f"{item.kind} {item.number or '-'} {item.title} ({place_of(item, found)})"
            findings.add(ITEM_MEASURES[item.kind], Outcome.FALSE, what)


def _measure_kind(true: TrueItem, item: Item, findings: Findings) -> None:
    """An item is found where its kind is right, and its number where it has one."""
    kinds, numbers = true.texts("kind"), true.texts("number")
    measure = ITEM_MEASURES[item.kind if item.kind in kinds else kinds[0]]
    needs_number = numbers and None not in true.accepted("number")
    has_number = any(same_number(number, item.number or "") for number in numbers)
    right = item.kind in kinds and (has_number or not needs_number)
    given = f"{item.kind} {item.number or '-'} {item.title}"
    findings.compare(measure, true.name, right=right, given=given)


def _measure_item(true: TrueItem, item: Item, found: FoundPaper, findings: Findings) -> None:
    name, stated = true.name, true.stated
    if "number" in stated:
        accepted = true.accepted("number")
        _one_of("numbers", name, accepted, item.number, findings, same_number)
    if "title" in stated:
        measure = "proposal titles" if ItemKind.PROPOSAL in true.accepted("kind") else "titles"
        _one_of(measure, name, true.accepted("title"), item.title, findings, same_words)
    if "standing" in stated:
        right = item.standing.value in true.accepted("standing")
        findings.compare("standing of items", name, right=right, given=item.standing.value)
    right = same_place(true.place, place_of(item, found))
    findings.compare("places of items", name, right=right, given=place_of(item, found))
    for key, given in (("moved_by", item.moved_by), ("seconded_by", item.seconded_by)):
        if key in stated:
            measure = "movers and seconders"
            _one_of(measure, f"{key} of {name}", true.accepted(key), given, findings, same_name)
    _lists(true, item, name, findings)


def _measure_missed(true: TrueItem, findings: Findings) -> None:
    """An item not found takes its limbs, votes and the rest with it; its other fields too."""
    for key in ("moved_by", "seconded_by"):
        if true.stated.get(key):
            findings.add("movers and seconders", Outcome.MISSED, f"{key} of {true.name}")
    for key, measure in (("title", "titles"), ("standing", "standing of items")):
        if true.stated.get(key):
            proposed = key == "title" and ItemKind.PROPOSAL in true.accepted("kind")
            findings.add("proposal titles" if proposed else measure, Outcome.MISSED, true.name)
    if true.texts("number"):
        findings.add("numbers", Outcome.MISSED, true.name)
    _lists(true, None, true.name, findings)


def _lists(true: TrueItem, item: Item | None, name: str, findings: Findings) -> None:
    stated = true.stated
    if "limbs" in stated:
        _measure_limbs(stated["limbs"], item, name, findings)
    if "missing_limbs" in stated:
        numbers = [limb_label(number) for number in item.missing_limbs] if item else []
        wanted = [limb_label(number) for number in stated["missing_limbs"]]
        _measure_set("missing limbs", wanted, numbers, name, findings)
    if "references" in stated:
        wanted = [reference_code(each) for each in stated["references"]]
        given = [reference_code(each) for each in item.references] if item else []
        _measure_set("references", wanted, given, name, findings)
    if "votes" in stated:
        votes = [found_vote(vote) for vote in item.votes] if item else []
        _measure_set("votes", [true_vote(vote) for vote in stated["votes"]], votes, name, findings)


def _measure_limbs(stated: Sequence[Any], item: Item | None, name: str, findings: Findings) -> None:
    """Align the limbs in order; sub-limbs are counted apart, and what is left over is false."""
    labels = list(_flat(stated))
    given = list(_labels(item.limbs)) if item else []
    kept = common_run([label for label, _ in labels], given)
    for number, (label, measure) in enumerate(labels):
        outcome = Outcome.RIGHT if number in kept else Outcome.MISSED
        findings.add(measure, outcome, f"({label}) of {name}")
    for number, label in enumerate(given):
        if number not in kept.values():
            findings.add("limbs", Outcome.FALSE, f"({label}) of {name} is not a limb of it")


def _labels(limbs: Sequence[Limb]) -> Iterator[str]:
    """Yield the labels of limbs, each followed by those of its own parts."""
    for limb in limbs:
        yield limb_label(limb.number)
        yield from _labels(limb.limbs)


def _flat(stated: Sequence[Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for limb in stated:
        subs = limb if isinstance(limb, list) else []
        flat += [(label, "sub-limbs") for label, _ in _flat(subs)]
        flat += [] if isinstance(limb, list) else [(limb_label(limb), "limbs")]
    return flat


def _measure_set(
    measure: str, wanted: Sequence[str], given: Sequence[str], name: str, findings: Findings
) -> None:
    right = Counter(wanted) & Counter(given)
    for outcome, some in (
        (Outcome.RIGHT, right),
        (Outcome.MISSED, Counter(wanted) - right),
        (Outcome.FALSE, Counter(given) - right),
    ):
        for each in some.elements():
            findings.add(measure, outcome, f"{each} of {name}")


def _one_of(
    measure: str,
    what: str,
    accepted: Accepted,
    given: str | None,
    findings: Findings,
    same: Callable[[str, str], bool],
) -> None:
    values = [value for value in accepted if value is not None]
    if not values:
        findings.absent(measure, what, given)
        return
    right = any(same(value, given) for value in values) if given else None in accepted
    wanted = shown(sorted(values))
    what = what if wanted in what else f"{what}: {wanted}"
    findings.compare(measure, what, right=right, given=given)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The items paired, those of the truth without one, and those found without one."""

    paired: tuple[tuple[TrueItem, Item], ...]
    missed: tuple[TrueItem, ...]
    extra: tuple[Item, ...]


def pair_items(items: Sequence[TrueItem], found: FoundPaper) -> Pairs:
    """Pair each item with at most one found, the likeliest pairs first."""
    likely = sorted(
        ((likeness(true, item, found), -t, -i) for t, true in enumerate(items)
         for i, item in enumerate(found.items)),
        reverse=True,
    )  # fmt: skip
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, t, i in likely:
        if score > 0 and -t not in partner and -i not in taken:
            partner[-t] = -i
            taken.add(-i)
    return Pairs(
        tuple((items[t], found.items[i]) for t, i in sorted(partner.items())),
        tuple(item for t, item in enumerate(items) if t not in partner),
        tuple(item for i, item in enumerate(found.items) if i not in taken),
    )


def likeness(true: TrueItem, item: Item, found: FoundPaper) -> float:
    """Say how like two items are; 0 where they cannot be the same.

    They must share a line or page (where both have one), and besides the number, most of the
    title, or most of the place.
    """
    shared = shared_place(true.place, place_of(item, found))
    if shared == 0:
        return 0.0
    place = shared or 0.0
    number = item.number is not None and any(
        same_number(each, item.number) for each in true.texts("number")
    )
    title = max((title_ratio(text, item.title) for text in true.texts("title")), default=0.0)
    if not (number or title >= ALIKE or place >= MOSTLY):
        return 0.0
    same_kind = item.kind in true.accepted("kind")
    return 2.0 * number + 2.0 * title + place + 0.5 * same_kind


def shared_place(one: Place, other: Place) -> float | None:
    """Return the lines or pages in common out of all of both; None where either has none."""
    first, second = (one.lines, other.lines) if one.lines else (one.pages, other.pages)
    if first is None or second is None:
        return None
    common = min(first[1], second[1]) - max(first[0], second[0]) + 1
    return max(common, 0) / (max(first[1], second[1]) - min(first[0], second[0]) + 1)


def title_ratio(one: str, other: str) -> float:
    """Return how like two titles are, 0 to 1."""
    return SequenceMatcher(None, bare(one), bare(other), autojunk=False).ratio()


def plain_number(number: str) -> str:
    """Return an item's number without white space and a closing stop, in one case."""
    return re.sub(r"[.:)]+$", "", "".join(number.split())).casefold()


def same_words(wanted: str, given: str) -> bool:
    """Say whether two titles or names are the same but for case, spaces and kinds of mark."""
    return _words(wanted) == _words(given)


def _words(text: str) -> str:
    return re.sub(r"^the|[:.,;-]+$", "", bare(text.replace("&", " and ")))


def same_number(wanted: str, given: str) -> bool:
    """Say whether two items bear the same number, a closing stop apart."""
    return plain_number(wanted) == plain_number(given)


def same_name(wanted: str, given: str) -> bool:
    """Say whether two people are the same, whatever they are addressed as."""
    return _surname(wanted) == _surname(given)


def _surname(name: str) -> str:
    """Return a name without its titles and commas."""
    return " ".join(re.sub(r"[^\w\s'-]", " ", HONORIFICS.sub(" ", name.casefold())).split())


def same_place(wanted: Place, given: Place) -> bool:
    """Say whether two items begin and end together: on the same pages, or within `EDGE` lines."""
    if wanted.lines and given.lines:
        return all(abs(a - b) <= EDGE for a, b in zip(wanted.lines, given.lines, strict=True))
    return wanted.pages is not None and wanted.pages == given.pages


def limb_label(number: str) -> str:
    """Return a limb's number without brackets and a closing stop, in one case."""
    return re.sub(r"[^\w.]|\.$", "", number.strip()).casefold()


def reference_code(text: str) -> str:
    """Return a report or decision number without white space and stops."""
    return re.sub(r"[\s.]", "", text).upper()


def found_vote(vote: Vote) -> str:
    """Show a vote that was found, as `true_vote` does."""
    return _vote_words(vote.votes_for, vote.against, vote.abstain, vote.result)


def true_vote(vote: dict[str, Any]) -> str:
    """Show a vote of the truth; a count that is not given is None."""
    return _vote_words(*(vote.get(key) for key in ("for", "against", "abstain", "result")))


def _vote_words(votes_for: object, against: object, abstain: object, result: object = None) -> str:
    return f"vote {votes_for} for, {against} against, {abstain} abstaining, {result}"


def common_run(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Return the longest run of labels that both have in order: place in one to place in other."""
    best: list[list[dict[int, int]]] = [[{}] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            longest = max(best[i + 1][j], best[i][j + 1], key=len)
            if one[i] == other[j]:
                longest = max({i: j, **best[i + 1][j + 1]}, longest, key=len)
            best[i][j] = longest
    return best[0][0]
