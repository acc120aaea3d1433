"""Which papers supersede which: only what is surely a later issue of the same document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.files import versions
from ingest.files.versions import Issue, bare_title, find_versions, read_issue
from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.library import Library
from qa.papers import FileFormat, Paper, PaperKind
from qa.retrieval.scope import latest_version
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, minutes_text

DAY = date(2024, 3, 14)
TOWNS = (
    "Ash",
    "Birch",
    "Cedar",
    "Dale",
    "Elm",
    "Fen",
    "Glen",
    "Holm",
    "Isle",
    "Kirk",
    "Lea",
    "Moor",
)
TEXT = "\n".join(
    f"{n}. The bridge at {town} was inspected in {2000 + n}, and mending it would cost £{n},400."
    for n, town in enumerate(TOWNS, 1)
)
AMENDED = TEXT.replace("£3,400", "£9,900").replace("£7,400", "£1,100")


def report(
    file: str, title: str = "Repair of the Bridges", kind: PaperKind = PaperKind.REPORT
) -> Paper:
    return Paper(file, file, title, kind, FileFormat.PDF, file, body="Cabinet", meeting_date=DAY)


def superseded(
    texts: Mapping[Paper, str], references: Mapping[str, frozenset[str]] | None = None
) -> dict[str, str]:
    return find_versions(list(texts), lambda paper: texts[paper], references or {})


@pytest.mark.parametrize(
    "newer",
    [
        "Bridges report REVISED.pdf",
        "Bridges_report_-_amended.pdf",
        "Item 7 - Supplementary - Bridges report.pdf",
        "bridges report v2.pdf",
        "Bridges report (re-issued).pdf",
        "Bridges report 13.03.24.pdf",
    ],
)
def test_a_report_that_was_issued_again_supersedes_the_earlier(newer: str) -> None:
    older = "Bridges report 07.03.24.pdf"
    assert superseded({report(older): TEXT, report(newer): AMENDED}) == {older: newer}
    assert superseded({report(newer): AMENDED, report(older): TEXT}) == {older: newer}


def test_a_title_that_says_revised_is_the_same_title() -> None:
    newer = report("b.pdf", "REVISED Repair of the bridges (version 2)")
    assert superseded({report("a.pdf"): TEXT, newer: AMENDED}) == {"a.pdf": "b.pdf"}


def test_a_front_that_says_what_it_replaces_is_a_later_issue() -> None:
    text = f"CABINET\nThis report replaces the version published on 7 March.\n{AMENDED}"
    assert superseded({report("b.pdf"): text, report("a.pdf"): TEXT}) == {"a.pdf": "b.pdf"}


def test_signed_minutes_supersede_the_draft() -> None:
    draft = report("minutes (draft).pdf", "Minutes of Cabinet, 14 March 2024", PaperKind.MINUTES)
    signed = replace(draft, id="signed", file="minutes.pdf")
    text = TEXT.replace("DRAFT", "")
    assert superseded({draft: f"DRAFT\n{TEXT}", signed: text}) == {draft.id: "signed"}


def test_each_of_three_versions_is_superseded_by_the_next() -> None:
    first, second, third = (report(f"report v{n}.pdf") for n in (1, 2, 3))
    found = superseded({third: AMENDED, first: TEXT, second: TEXT + "\nCosts were checked."})
    assert found == {first.id: second.id, second.id: third.id}


def test_a_supplement_that_binds_in_the_new_issue_supersedes_the_old() -> None:
    supplement = report("supplement.pdf", kind=PaperKind.SUPPLEMENT)
    bound = f"I enclose an updated report.\n{TEXT}\n{AMENDED.replace('bridge', 'weir')}"
    assert superseded({report("a.pdf"): TEXT, supplement: bound}) == {"a.pdf": "supplement.pdf"}


def test_of_two_prints_of_the_same_text_neither_is_the_later() -> None:
    """The same minutes are filed under two meetings."""
    assert superseded({report("a.pdf"): TEXT, report("b.pdf"): TEXT + " "}) == {}


@pytest.mark.parametrize(
    "other",
    [
        replace(report("revised.pdf"), meeting_date=date(2024, 3, 15)),
        replace(report("revised.pdf"), body="Council"),
        replace(report("revised.pdf"), council="Ashcombe Borough Council"),
        replace(report("revised.pdf"), title="Repair of the Weirs"),
        replace(report("revised.pdf"), kind=PaperKind.DECISION_RECORD),
        replace(report("revised.pdf"), kind=PaperKind.APPENDIX),
        report("Appendix B revised.pdf"),
        report("Item 9 revised.pdf"),
    ],
    ids=lambda paper: f"{paper.file} {paper.kind} {paper.body} {paper.meeting_date} {paper.title}",
)
def test_what_may_be_another_document_supersedes_nothing(other: Paper) -> None:
    first = replace(report("Appendix A item 7.pdf"), council="Brackwater Council")
    assert superseded({first: TEXT, other: AMENDED}) == {}


@pytest.mark.parametrize("which", ["both", "older", "newer"])
def test_a_paper_without_a_date_is_superseded_by_the_next_issue_of_it(which: str) -> None:
    older, newer = report("hire.docx"), report("hire (amended).docx")
    if which in ("both", "older"):
        older = replace(older, meeting_date=None)
    if which in ("both", "newer"):
        newer = replace(newer, meeting_date=None)
    assert superseded({older: TEXT, newer: AMENDED}) == {older.id: newer.id}


def test_papers_of_one_title_and_no_date_that_say_other_things_are_no_versions() -> None:
    first, second = report("news.docx"), report("news (amended).docx")
    papers = [replace(paper, meeting_date=None) for paper in (first, second)]
    texts = {papers[0]: TEXT, papers[1]: TEXT.replace("bridge", "weir").replace("at", "of")}
    assert superseded(texts) == {}


def test_the_day_of_issue_at_the_front_tells_which_is_the_later() -> None:
    papers = [replace(report(f"{name}.docx"), meeting_date=None) for name in ("a", "b")]
    older = f"Version of 3 March 2024\n{TEXT}"
    newer = f"Updated on 9 March 2024\n{AMENDED}"
    assert superseded({papers[0]: newer, papers[1]: older}) == {"b.docx": "a.docx"}


def test_approved_minutes_supersede_those_that_were_not() -> None:
    draft = report("cabinet.pdf", "Minutes of Cabinet (unapproved)", PaperKind.MINUTES)
    approved = replace(
        draft, id="approved", file="cabinet approved.pdf", title="Minutes of Cabinet"
    )
    assert superseded({draft: TEXT, approved: TEXT + " One more word."}) == {draft.id: "approved"}


def test_two_decisions_with_their_own_references_are_no_versions() -> None:
    references = {"a.pdf": frozenset({"24/00012"}), "a revised.pdf": frozenset({"24/00013"})}
    papers = {report("a.pdf"): TEXT, report("a revised.pdf"): AMENDED}
    assert superseded(papers, references) == {}
    assert superseded(papers) == {"a.pdf": "a revised.pdf"}


def test_two_forms_filled_in_differently_are_no_versions() -> None:
    form = "Title of the activity: {0} Responsible officer: {0} Is it a strategy? {0}\n" * 12
    papers = {report("eqia.pdf"): form.format("Bridges"), report("eqia updated.pdf"): TEXT}
    assert superseded(papers) == {}


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Minutes of Cabinet, 14 March 2024", "minutes of cabinet"),
        ("Appendix_D_21.01.25", "appendix d"),
        ("REVISED – Budget 2025-26 (v2)", "budget 2025 26"),
    ],
)
def test_a_title_is_bared_of_what_changes(title: str, bare: str) -> None:
    assert bare_title(title) == bare


def test_an_issue_follows_only_what_it_can_be_compared_with() -> None:
    undated, dated = Issue(0, 1.0, None), Issue(0, 1.0, DAY)
    assert not undated.follows(dated)
    assert not dated.follows(undated)
    assert not dated.follows(dated)
    assert read_issue(report("Update on the draughty hall.pdf"), "Overview") == undated


# --- in the library ----------------------------------------------------------------------


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number, rent in ((1, "£900"), (2, "£1,100"), (3, "£1,300")):
        text = minutes_text("the Old Mill", f"the Old Mill be let at a rent of {rent} a year")
        (folder / f"minutes v{number}.txt").write_text(text)
    return folder


def chain(library: Library) -> list[tuple[str, str | None]]:
    names = {paper.id: paper.file for paper in library.papers()}
    return [(p.file, names.get(p.superseded_by or "")) for p in library.papers()]


def test_versions_follow_what_is_held(library: Library, papers: Path) -> None:
    one, two, three = (f"minutes v{n}.txt" for n in (1, 2, 3))
    ingest([papers], library, FakeEmbedder())
    assert chain(library) == [(one, two), (two, three), (three, None)]
    assert library.paper(three).supersedes == library.paper(two).id
    assert latest_version(library.paper(one), library) == library.paper(three)
    (papers / two).rename(papers.parent / two)
    ingest([papers], library, FakeEmbedder(), prune=True)
    assert chain(library) == [(one, three), (three, None)]
    (papers / three).unlink()
    ingest([papers], library, FakeEmbedder(), prune=True)
    assert chain(library) == [(one, None)]
    assert library.paper(one).supersedes is None
    (papers.parent / two).rename(papers / two)
    ingest([papers], library, FakeEmbedder(), rebuild=True)
    assert chain(library) == [(one, two), (two, None)]


def test_nothing_is_worked_out_again_where_nothing_has_changed(
    library: Library, papers: Path
) -> None:
    ingest([papers], library, FakeEmbedder())
    reader = Library.open(library.folder)
    ingest([papers], library, FakeEmbedder())
    assert library.versions_settled()
    assert not reader.refresh()
    reader.close()


def test_a_changed_file_is_a_replacement_and_no_version(library: Library, papers: Path) -> None:
    ingest([papers / "minutes v1.txt"], library, FakeEmbedder())
    (papers / "minutes v2.txt").rename(papers / "minutes v1.txt")
    ingest([papers / "minutes v1.txt"], library, FakeEmbedder())
    assert chain(library) == [("minutes v1.txt", None)]


def test_answers_quote_the_later_version_and_say_what_was_superseded(
    library: Library, papers: Path
) -> None:
    first = papers / "minutes v1.txt"
    struck_out = (
        "53. GUILD OF WEAVERS\n\nRESOLVED that the loom be given to the Guild.\n\nThe meeting"
    )
    first.write_text(first.read_text().replace("The meeting closed", f"{struck_out} closed"))
    ingest([papers], library, FakeEmbedder())
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    answer = answerer.ask("What was resolved on the rent of the Old Mill?")
    assert answer.citations[0].paper.file == "minutes v3.txt"
    assert "superseded" not in answer.answer
    found = {hit.paper.file for hit in answer.hits}
    assert "minutes v1.txt" in found, "both are kept and both are searchable"
    answer = answerer.ask("What was resolved on the loom of the Guild of Weavers?")
    quoted = {citation.paper.file for citation in answer.citations}
    assert "minutes v1.txt" in quoted
    assert "was superseded by `minutes v3.txt`" in answer.answer


def test_looking_again_at_some_titles_finds_what_looking_at_all_finds(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = 9  # of other titles, which nothing changes
    for place, town in enumerate(TOWNS[:others]):
        head = f"Barsetshire County Council\nRoads in {town}\nReport\n\n"
        (papers / f"{place}-roads.txt").write_text(head + TEXT.replace("bridge", f"road {place}"))
    looked_at: list[int] = []

    def counted(papers: Sequence[Paper], *given: Any) -> dict[str, str]:
        looked_at.append(len(papers))
        return find_versions(papers, *given)

    monkeypatch.setattr(versions, "find_versions", counted)

    def superseded_after_ingest(prune: bool = False) -> int:
        ingest([papers], library, FakeEmbedder(), prune=prune)
        noted, held = library.catalogue.versions(), library.papers()
        assert noted == find_versions(held, *versions._texts_and_references(library, held))
        return len(noted)

    one, two, three = (papers / f"minutes v{n}.txt" for n in (1, 2, 3))
    three.rename(papers.parent / three.name)
    assert superseded_after_ingest() == 1
    (papers.parent / three.name).rename(three)
    assert superseded_after_ingest() == 2
    two.unlink()
    assert superseded_after_ingest(prune=True) == 1
    one.write_text(one.read_text().replace("£900", "£950"))
    assert superseded_after_ingest() == 1
    assert looked_at == [others + 2, 3, 2, 2]
