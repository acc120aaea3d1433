"""Measuring the meeting and the items: numbers, titles, limbs, votes, movers, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from eval.reading.truth import Accepted, TrueItem, TruePaper, shown
from eval.reading_found import FoundPaper, place_of
from eval.reading_pairs import pair_items
from eval.reading_same import (
    common_run,
    found_vote,
    limb_label,
    reference_code,
    same_name,
    same_number,
    same_place,
    same_words,
    true_vote,
)
from eval.reading_tally import Findings, Outcome
from qa.papers import Item, ItemKind, Limb, Paper

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
