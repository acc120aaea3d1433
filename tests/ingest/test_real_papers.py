"""What a clerk would say of real papers, and what must hold of every paper.

The real papers lie beside the project and are not part of it; the sample papers are.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ingest.document import SourceDocument
from ingest.layout.furniture import find_furniture
from ingest.sandbox.isolation import read_paper
from ingest.understand import Understood, understand
from qa.papers import PageKind, PaperKind, Standing
from tests.ingest.written import item, squeezed

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TOWNCLERK_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus"
TEXTS = sorted((CORPUS / "council-papers").glob("*.txt"))
MEETING = sorted((CORPUS / "kent-cabinet-2025-01-30").glob("*.pdf"))
SAMPLES = sorted((ROOT / "samples" / "papers").iterdir())
with_real_papers = pytest.mark.skipif(
    not TEXTS or not MEETING, reason=f"the real papers are not in {CORPUS}; set TOWNCLERK_SHARED"
)
KEPT = 0.97
"""Share of the words, page furniture apart, that must stand in some unit or heading."""


@cache
def held(path: Path) -> tuple[SourceDocument, Understood]:
    document = read_paper(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return document, understand(document, name=path.name, digest=digest)


def numbered(prefix: str) -> Understood:
    return held(next(path for path in TEXTS if path.name.startswith(prefix)))[1]


def minutes_of(words: str) -> Understood:
    return held(next(path for path in MEETING if words in path.name))[1]


EVERY = [pytest.param(path, id=path.name[-50:]) for path in [*SAMPLES, *TEXTS, *MEETING]]


@pytest.mark.parametrize("path", EVERY)
def test_every_unit_stands_verbatim_on_its_page(path: Path) -> None:
    document, paper = held(path)
    pages: dict[int | None, list[str]] = {}
    for line in document.lines:
        pages.setdefault(line.page, []).append(line.text)
    texts = {page: squeezed("".join(lines)) for page, lines in pages.items()}
    units = [unit for passage in paper.passages for unit in passage.units]
    assert units or paper.restricted
    # The page of a text source's unit is the printed one, and its lines are of no page.
    on = {unit: unit.page if document.pages is not None else None for unit in units}
    strays = [unit for unit in units if squeezed(unit.text) not in texts[on[unit]]]
    assert not strays


@pytest.mark.parametrize("path", EVERY)
def test_passages_keep_the_order_of_the_paper_and_its_pages(path: Path) -> None:
    document, paper = held(path)
    starts = [passage.lines[0] for passage in paper.passages]
    assert starts == sorted(starts)
    for passage in paper.passages:
        # Column headings repeated from an earlier page do not move the passage.
        own = [unit for unit in passage.units if unit.lines[0] >= passage.lines[0]]
        seen = {unit.page for unit in own} - {None}
        if document.pages is None or not seen:
            continue
        assert (passage.page.first, passage.page.last) == (min(seen), max(seen))
        assert (passage.page.kind is PageKind.EXACT) == (len(seen) == 1)


@pytest.mark.parametrize("path", EVERY)
def test_no_words_are_lost_but_those_of_the_page(path: Path) -> None:
    document, paper = held(path)
    if paper.restricted:
        assert not paper.passages
        return
    furniture = find_furniture(document).lines
    words = Counter(
        word
        for line in document.lines
        if line.number not in furniture
        for word in line.text.split()
    )
    found = Counter(
        word
        for passage in paper.passages
        for text in [*(unit.text for unit in passage.units), " ".join(passage.heading)]
        for word in text.split()
    )
    kept = sum(min(count, found[word]) for word, count in words.items())
    assert kept >= KEPT * words.total()


@pytest.mark.parametrize("path", EVERY)
def test_only_minutes_and_records_of_decisions_hold_decisions(path: Path) -> None:
    _, paper = held(path)
    strong = {Standing.DECIDED, Standing.NOTED, Standing.DEFERRED}
    if paper.paper.kind in (PaperKind.MINUTES, PaperKind.DECISION_RECORD):
        return
    assert all(p.item_kind == "minute" for p in paper.passages if p.standing in strong)


@pytest.mark.parametrize("path", [p for p in SAMPLES if "minutes" in p.name], ids=lambda p: p.name)
def test_the_samples_minutes_follow_one_another(path: Path) -> None:
    _, paper = held(path)
    counts = [int(re.split(r"\D", i.number)[0]) for i in paper.items if i.number]
    assert counts == list(range(counts[0], counts[0] + len(counts)))
    assert len(counts) >= 8


def test_the_samples_sixteen_proposals_are_found() -> None:
    path = next(path for path in SAMPLES if "proposals" in path.name)
    proposals = [i for i in held(path)[1].items if i.kind == "proposal"]
    assert len(proposals) == 16
    assert all(re.match(r"[A-F]\d [A-Z]", i.title) for i in proposals)


def test_the_samples_lost_amendment_is_no_decision() -> None:
    path = next(path for path in SAMPLES if path.name.startswith("council-"))
    _, paper = held(path)
    budget = item(paper, "82/23")
    assert [(v.votes_for, v.against, v.abstain, v.result) for v in budget.votes] == [
        (10, 16, 2, "lost"),
        (17, 9, 2, "carried"),
    ]
    lost = [p for p in paper.passages if "be taken out of Appendix C" in p.text]
    assert lost
    assert all(p.standing in (Standing.PROPOSED, Standing.DISCUSSED) for p in lost)


@with_real_papers
def test_a_month_of_cabinet_minutes_as_a_clerk_would_list_them() -> None:
    paper = numbered("002")
    assert [i.number for i in paper.items] == [str(n) for n in range(63, 73)]
    decided = {i.number for i in paper.items if i.standing is Standing.DECIDED}
    assert decided == {"65", "66", "67", "68", "69", "70", "72"}
    assert item(paper, "71").standing is Standing.NOTED
    limbs = {i.number: len(i.limbs) for i in paper.items if i.limbs}
    assert limbs == {"67": 5, "68": 4, "70": 4, "71": 3, "72": 3}


@with_real_papers
def test_minutes_bound_in_a_pack_and_the_limb_that_is_missing() -> None:
    paper = numbered("000")
    minutes = [i for i in paper.items if i.kind == "minute"]
    assert [i.number for i in minutes] == [str(n) for n in range(1, 13)]
    assert {i.number: i.missing_limbs for i in minutes if i.missing_limbs} == {"7": ("(4)",)}
    assert [i.number for i in minutes if i.standing is not Standing.DECIDED] == ["1", "2"]
    reports = [i for i in paper.items if i.kind == "report"]
    assert [i.standing for i in reports] == [Standing.RECOMMENDED] * 3
    private = {p.item_number for p in paper.passages if p.private and p.item_kind == "minute"}
    assert private == {"11", "12"}


@with_real_papers
def test_executive_minutes_with_resolutions_noted_and_deferred() -> None:
    paper = numbered("004")
    assert [i.number for i in paper.items] == [str(n) for n in range(69, 90)]
    noted = {i.number for i in paper.items if i.standing is Standing.NOTED}
    deferred = {i.number for i in paper.items if i.standing is Standing.DEFERRED}
    decided = {i.number for i in paper.items if i.standing is Standing.DECIDED}
    assert noted == {"75", "77"}
    assert deferred == {"76"}
    assert decided >= {"71", "73", "74", "78", "79", "80", "81", "82", "85", "89"}
    assert not decided & {"69", "70", "72", "83", "84", "87", "88"}
    assert {p.item_number for p in paper.passages if p.private} == {"85", "86", "87", "88", "89"}


@with_real_papers
def test_the_budget_paper_holds_forty_proposals_none_of_them_decided() -> None:
    proposals = [i for i in numbered("001").items if i.kind == "proposal"]
    assert 38 <= len(proposals) <= 42
    assert {i.standing for i in proposals} == {Standing.PROPOSED}
    assert len({i.title for i in proposals}) == len(proposals)


@with_real_papers
@pytest.mark.parametrize(
    ("words", "numbers", "noted", "limbs"),
    [
        ("Printed_minutes", range(84, 93), set(), {"88": 6, "91": 3}),
        ("9th_January", range(76, 84), {"81", "82"}, {"83": 3}),
    ],
)
def test_county_minutes_in_pdf(
    words: str, numbers: range, noted: set[str], limbs: dict[str, int]
) -> None:
    paper = minutes_of(words)
    assert [i.number for i in paper.items] == [str(n) for n in numbers]
    assert {i.number for i in paper.items if i.standing is Standing.NOTED} == noted
    assert {i.number: len(i.limbs) for i in paper.items if i.limbs} == limbs


@with_real_papers
def test_no_real_public_paper_is_taken_for_a_restricted_one() -> None:
    assert not [path.name for path in [*TEXTS, *MEETING] if held(path)[1].restricted]


@with_real_papers
def test_papers_of_one_meeting_are_given_its_day() -> None:
    days = {path.name: held(path)[1].paper.meeting_date for path in MEETING}
    others = {name for name, day in days.items() if str(day) != "2025-01-30"}
    assert all("9th_January" in name for name in others)
