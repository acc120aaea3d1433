"""What is withheld is told to the administrator, who decides; nothing of it is left anywhere."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader, PdfWriter

from ingest import pipeline
from ingest.files import outcomes
from ingest.pipeline import Report, ingest, summary
from qa.answerer import Answerer
from qa.api.app import create_api
from qa.library import Library
from qa.library.files import NOT_PUBLISHED
from qa.library.review import Decision, Entry, Review
from qa.papers import NoFile
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, make_format_1, minutes_text, write_pdf
from tests.ingest.sandbox.hostile_files import zipped
from tests.qa.page_images.redacted_papers import all_within

MILL = minutes_text("the Old Mill", "the lease of the Old Mill be renewed for five years")
SHEET = (
    "NOT FOR PUBLICATION\n\nThis report is not for publication by virtue of paragraph 3 of "
    "Part 1 of Schedule 12A of the Local Government Act 1972.\n\n"
    "Report to Cabinet, 14 March 2024\n\n"
    "SALE OF ZEBEDEE YARD\n\nThe highest offer, from Wobbleton Estates, is £7,654,321.\n"
)
SECRETS = ("zebede", "wobbleton", "7654321", "7,654,321")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "mill.txt").write_text(MILL)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


def take_in(library: Library, *paths: Path, prune: bool = False, rebuild: bool = False) -> Report:
    return ingest(list(paths), library, FakeEmbedder(), prune=prune, rebuild=rebuild)


def entries(library: Library) -> list[Entry]:
    with closing(Review(library.folder)) as review:
        return review.entries()


def admit(library: Library, entry: Entry) -> None:
    with library.writing(), closing(Review(library.folder)) as review:
        review.admit(entry, "it is public")


def keep_out(library: Library, entry: Entry) -> None:
    with library.writing(), closing(Review(library.folder)) as review:
        review.keep_out(entry, "")


def files_of(library: Library) -> set[str]:
    return {paper.file for paper in library.papers()}


def write_pack(path: Path) -> Path:
    """Write minutes with a withheld report of one page bound behind them."""
    pages = [page.replace("\n\n", "\n") for page in (MILL, SHEET)]
    return write_pdf(path, pages, footers=False)


# The list


def test_what_is_withheld_is_counted_in_one_line_and_listed_with_the_words_that_decided(
    library: Library, papers: Path
) -> None:
    (papers / "offers.txt").write_text(SHEET)
    told = list(summary(take_in(library, papers)))
    assert "1 paper or part withheld; townclerk review lists it" in told
    assert not any("offers" in line for line in told)
    (entry,) = entries(library)
    assert entry.files == ("offers.txt",)
    assert entry.decision == Decision.OPEN
    assert entry.finding.whole and "NOT FOR PUBLICATION" in entry.finding.words
    assert not any(secret in str(entry).casefold() for secret in SECRETS)


def test_a_part_of_a_pack_is_listed_with_its_pages(library: Library, papers: Path) -> None:
    write_pack(papers / "pack.pdf")
    report = take_in(library, papers)
    assert (report.read, report.withheld) == (2, 1)
    (entry,) = entries(library)
    assert (entry.finding.whole, entry.finding.first_page) == (False, 2)
    assert entry.files == ("pack.pdf",)


def test_a_withheld_file_is_read_again_only_if_the_rules_or_the_file_change(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (papers / "offers.txt").write_text(SHEET)
    take_in(library, papers)
    read: list[str] = []
    understand = outcomes.understand_paper

    def counting(path: Path, **named: Any) -> Any:
        read.append(path.name)
        return understand(path, **named)

    monkeypatch.setattr(outcomes, "understand_paper", counting)
    assert take_in(library, papers).withheld == 1
    assert read == []
    monkeypatch.setattr(pipeline, "GATE_VERSION", pipeline.GATE_VERSION + 1)
    assert take_in(library, papers).withheld == 1
    assert read == ["offers.txt"]
    take_in(library, papers, rebuild=True)
    assert sorted(read) == ["mill.txt", "offers.txt", "offers.txt"]
    (papers / "offers.txt").write_text(minutes_text("the Yard", "the yard be swept"))
    take_in(library, papers)
    assert "offers.txt" in files_of(library)
    assert entries(library) == []


def test_a_file_that_is_gone_leaves_the_list_when_it_is_pruned(
    library: Library, papers: Path
) -> None:
    (papers / "offers.txt").write_text(SHEET)
    take_in(library, papers)
    (papers / "offers.txt").unlink()
    take_in(library, papers, prune=True)
    assert entries(library) == []


def test_a_file_with_a_marked_name_that_cannot_be_read_is_on_the_list_and_in_no_report(
    library: Library, papers: Path
) -> None:
    (papers / "Exempt report - Zebedee Yard.pdf").write_bytes(b"%PDF-1.7 nothing more")
    report = take_in(library, papers)
    assert report.failed == []
    assert not any("Zebedee" in line for line in summary(report))
    (entry,) = entries(library)
    assert "name" in entry.finding.place


# Decisions


def test_an_admitted_paper_comes_in_with_the_next_ingest(library: Library, papers: Path) -> None:
    (papers / "offers.txt").write_text(SHEET)
    take_in(library, papers)
    admit(library, entries(library)[0])
    report = take_in(library, papers)
    assert (report.read, report.skipped, report.withheld) == (1, 1, 0)
    assert files_of(library) == {"mill.txt", "offers.txt"}
    assert take_in(library, papers, rebuild=True).withheld == 0
    assert files_of(library) == {"mill.txt", "offers.txt"}


def test_an_admitted_part_of_a_pack_is_shown(library: Library, papers: Path) -> None:
    write_pack(papers / "pack.pdf")
    take_in(library, papers)
    pack = library.paper("pack.pdf").id
    assert library.withheld_pages(pack) == {2}
    admit(library, entries(library)[0])
    take_in(library, papers)
    assert library.withheld_pages(pack) == frozenset()
    assert "Wobbleton" in library.page(pack, 2).text
    copied = PdfReader(library.source(pack)).pages[1]
    assert "Wobbleton" in copied.extract_text()


def test_what_was_admitted_can_be_taken_back(library: Library, papers: Path) -> None:
    write_pack(papers / "pack.pdf")
    take_in(library, papers)
    pack = library.paper("pack.pdf").id
    admit(library, entries(library)[0])
    take_in(library, papers)
    keep_out(library, entries(library)[0])
    take_in(library, papers)
    assert library.withheld_pages(pack) == {2}
    assert b"Wobbleton" not in all_within(library.source(pack).read_bytes())
    assert not any(library.words.search({term: 1.0}, 5) for term in ("wobbleton", "zebede"))


def test_a_paper_that_was_withdrawn_by_hand_stays_out_also_of_a_rebuild(
    library: Library, papers: Path
) -> None:
    take_in(library, papers)
    paper = library.paper("mill.txt")
    with library.writing(), closing(Review(library.folder)) as review:
        places = library.catalogue.origins()
        review.withdraw(paper.digest, places, "sent by mistake", gate=pipeline.GATE_VERSION)
        library.withdraw(paper.digest, paper.file)
    for rebuild in (False, True):
        take_in(library, papers, rebuild=rebuild)
        assert files_of(library) == set()
    (entry,) = entries(library)
    assert (entry.decision, entry.note) == (Decision.KEPT_OUT, "sent by mistake")
    admit(library, entry)
    take_in(library, papers)
    assert files_of(library) == {"mill.txt"}


def test_each_act_is_a_line_of_the_log_and_only_the_owner_reads_it(
    library: Library, papers: Path
) -> None:
    (papers / "offers.txt").write_text(SHEET)
    take_in(library, papers)
    admit(library, entries(library)[0])
    keep_out(library, entries(library)[0])
    log = library.folder / "review" / "audit.jsonl"
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [line["act"] for line in lines] == ["withheld", "admit", "keep out"]
    assert all(line["user"] and line["time"] and line["digest"] for line in lines)
    assert lines[1]["note"] == "it is public"
    modes = {path.stat().st_mode & 0o777 for path in log.parent.iterdir()}
    assert (log.parent.stat().st_mode & 0o777, modes) == (0o700, {0o600})


# No trace


def fill(folder: Path) -> None:
    """Write exempt things of many kinds, each with the secret words."""
    (folder / "offers.txt").write_text(SHEET)
    (folder / "Exempt appendix.txt").write_text(SHEET.partition("Act 1972.")[2])
    writer = PdfWriter(PdfReader(write_pack(folder / "drawn.pdf")))
    (folder / "drawn.pdf").unlink()
    writer.add_metadata({"/Keywords": "Wobbleton"})
    writer.add_outline_item(title="Wobbleton Estates", page_number=1)
    writer.write(folder / "pack.pdf")
    document = docx.Document()
    for line in SHEET.split("\n\n"):
        document.add_paragraph(line)
    document.save(str(folder / "offers.docx"))
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "clerk@brackwater.example", "<1@brackwater.example>"
    mail.set_content(minutes_text("the Chapel", "the roof of the Chapel be mended"))
    mail.add_attachment(SHEET, filename="offers attached.txt")
    (folder / "march.eml").write_bytes(mail.as_bytes())
    baths = minutes_text("the Baths", "the baths be opened on Sundays")
    members = {"offers.txt": SHEET.encode() + b"\n", "baths.txt": baths.encode()}
    (folder / "march.zip").write_bytes(zipped(members))


def test_nothing_of_what_is_withheld_is_left_in_the_library_or_told_by_the_service(
    library: Library, papers: Path
) -> None:
    fill(papers)
    report = take_in(library, papers)
    assert report.failed == []
    assert report.withheld == 6
    assert files_of(library) == {"mill.txt", "pack.pdf", "march.eml", "march.zip/baths.txt"}
    told = "\n".join(summary(report)).casefold()
    assert not any(secret in told for secret in (*SECRETS, "offers"))
    for path in library.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            held = all_within(data) if data.startswith(b"%PDF") else data
            text = held.decode("utf-8", "replace").casefold() + held.decode("utf-16-be", "replace")
            assert [s for s in SECRETS if s in text] == [], path
    assert not any(library.words.search({term: 1.0}, 5) for term in ("wobbleton", "zebede"))
    with TestClient(create_api(Answerer(library, HybridSearcher(library, FakeEmbedder())))) as api:
        shown = [api.get("/api/papers").text, api.get("/api/health").text]
        for paper in library.papers():
            shown += [api.get(f"/api/papers/{paper.id}").text, api.get(f"/papers/{paper.id}").text]
            for number in range(1, library.page_count(paper.id) + 1):
                shown.append(api.get(f"/api/papers/{paper.id}/pages/{number}").text)
        question = {"question": "What was the highest offer for the yard?", "hits": 50}
        shown.append(api.post("/api/ask", json=question).text)
    together = "\n".join(shown).casefold()
    assert [secret for secret in (*SECRETS, "offers.txt") if secret in together] == []


def test_the_blank_page_says_that_it_is_not_published(library: Library, papers: Path) -> None:
    write_pack(papers / "pack.pdf")
    take_in(library, papers)
    pages = PdfReader(library.source(library.paper("pack.pdf").id)).pages
    assert [page.extract_text() == NOT_PUBLISHED for page in pages] == [False, True]


def test_of_a_paper_that_was_issued_again_without_its_secret_no_word_is_left(
    library: Library, papers: Path
) -> None:
    (papers / "mill.txt").write_text(MILL.replace("Old Mill", "Quernstone Granary"))
    take_in(library, papers)
    (papers / "mill.txt").write_text(MILL)
    take_in(library, papers)
    held = b"\n".join(path.read_bytes() for path in library.folder.rglob("*") if path.is_file())
    assert b"quernston" not in held.lower()


# Libraries of an earlier version


def test_a_library_that_kept_whole_files_is_cleaned_by_the_next_ingest_and_says_so(
    library: Library, papers: Path
) -> None:
    write_pack(papers / "pack.pdf")
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "clerk@brackwater.example", "<1@brackwater.example>"
    mail.set_content(minutes_text("the Chapel", "the roof of the Chapel be mended"))
    mail.add_attachment(SHEET, filename="offers.txt")
    (papers / "march.eml").write_bytes(mail.as_bytes())
    take_in(library, papers)
    folder = library.folder
    for path in (folder / "files").iterdir():
        path.unlink()
    for paper in library.papers():  # as the earlier version left them
        kept = folder / "files" / f"{paper.digest}{Path(paper.file).suffix}"
        kept.write_bytes((papers / paper.file).read_bytes())
        kept.chmod(0o644)
    folder.chmod(0o755)
    library.close()
    catalogue = sqlite3.connect(folder / "catalogue.sqlite")
    make_format_1(catalogue)
    catalogue.commit()
    catalogue.close()
    old = Library.open(folder, writer=True)
    pack, message = old.paper("pack.pdf").id, old.paper("march.eml").id
    assert b"Wobbleton" in all_within(old.source(pack).read_bytes())
    assert old.why_no_file(pack) == NoFile.OLD
    (papers / "pack.pdf").unlink()  # the source is not needed
    take_in(old, papers)
    assert b"Wobbleton" not in all_within(old.source(pack).read_bytes())
    assert old.why_no_file(pack) is None
    assert old.why_no_file(message) == NoFile.TEXT_ONLY
    assert {path.suffix for path in (folder / "files").iterdir()} == {".pdf", ".txt"}
    assert old.source(old.paper("mill.txt").id).read_text() == MILL
    said = "\n".join(old.mended)
    assert "the files of 2 papers" in said and "1 of them had pages" in said
    assert "the files of 1 papers" in said and "are removed" in said
    assert "other users of this machine could read the library" in said
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}
    assert io.BytesIO(old.source(pack).read_bytes()).read(5) == b"%PDF-"
    old.close()
