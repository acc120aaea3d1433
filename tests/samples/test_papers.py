from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
PAPERS = SAMPLES / "papers"
PagesOf = Callable[[Path], tuple[str, ...]]
PACK = PAPERS / "cabinet-2024-01-18-agenda-pack.pdf"
SUPPLEMENT = PAPERS / "cabinet-2024-01-18-supplement-item-5-revised.pdf"
RESTRICTED = "cabinet-2024-09-12-item-9-restricted.pdf"
SECRETS = (
    "Quillfeather",
    "Stagbeam",
    "Marrowdene",
    "2,417,350",
    "2417350",
    "2,305,000",
    "2,260,000",
    "241,735",
    "CAB/24/44",
)
ROOM_FOR_ALL = 1_500_000
"""Bytes."""


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("reportlab", reason="the sample papers are built with reportlab")
    folder = tmp_path_factory.mktemp("papers")
    command = [sys.executable, "-W", "error", str(SAMPLES / "build.py"), str(folder)]
    subprocess.run(command, check=True, timeout=120)
    return folder


def names(folder: Path, *endings: str) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix in endings)


PUBLIC = [name for name in names(PAPERS, ".pdf", ".html", ".docx") if name != RESTRICTED]


def test_a_rebuild_makes_the_papers_that_are_committed_and_no_others(rebuilt: Path) -> None:
    endings = (".pdf", ".html", ".docx")
    assert names(PAPERS, *endings) == names(rebuilt, *endings)
    assert len(names(PAPERS, *endings)) == 15


@pytest.mark.parametrize("name", names(PAPERS, ".pdf", ".html"))
def test_a_rebuilt_paper_is_the_committed_one_byte_for_byte(rebuilt: Path, name: str) -> None:
    assert (rebuilt / name).read_bytes() == (PAPERS / name).read_bytes()


@pytest.mark.parametrize("name", names(PAPERS, ".docx"))
def test_a_rebuilt_word_document_says_what_the_committed_one_says(
    rebuilt: Path, name: str, lines_of: Callable[[Path], list[str]]
) -> None:
    said = lines_of(PAPERS / name)
    assert len(said) > 40
    assert said == lines_of(rebuilt / name)


def test_the_papers_are_small() -> None:
    assert sum(path.stat().st_size for path in PAPERS.iterdir()) < ROOM_FOR_ALL


def test_the_restricted_report_holds_the_secrets_and_says_that_it_is_restricted(
    pages_of: PagesOf,
) -> None:
    text = "".join(pages_of(PAPERS / RESTRICTED))
    assert "NOT FOR PUBLICATION" in text
    assert "paragraph 3 of Part 1 of Schedule 12A" in text
    assert [secret for secret in SECRETS if secret in text] == [
        secret for secret in SECRETS if secret != "2417350"
    ]


@pytest.mark.parametrize("name", PUBLIC)
def test_no_public_paper_gives_a_secret_away(name: str, pages_of: PagesOf) -> None:
    text = "".join("".join(pages_of(PAPERS / name)).split()).casefold()
    assert len(text) > 1500
    assert not [secret for secret in SECRETS if secret.casefold() in text]
    raw = (PAPERS / name).read_bytes()
    assert not [secret for secret in SECRETS if secret.encode() in raw]


def test_the_gold_questions_give_no_secret_away() -> None:
    text = (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").casefold()
    assert not [secret for secret in SECRETS if secret.casefold() in text]


@pytest.mark.parametrize("name", names(PAPERS, ".pdf", ".html", ".docx"))
def test_every_paper_says_that_its_council_is_invented(name: str, pages_of: PagesOf) -> None:
    assert "invented" in "".join(pages_of(PAPERS / name))


def test_the_pack_prints_page_numbers_two_behind_the_pdf(pages_of: PagesOf) -> None:
    last_lines = [page.splitlines()[-1] for page in pages_of(PACK)]
    assert [line for line in last_lines[:2] if line.startswith("Page ")] == []
    assert last_lines[2:] == [f"Page {number}" for number in range(1, len(last_lines) - 1)]


def test_the_agenda_sends_the_reader_to_the_pages_where_the_items_begin(pages_of: PagesOf) -> None:
    pages = pages_of(PACK)
    starts = {page.splitlines()[0]: number - 2 for number, page in enumerate(pages, 1)}
    assert "(Pages 1 - 3)" in pages[1]
    assert starts["Agenda Item 3"] == 1
    assert f"(Pages {starts['Agenda Item 5']} - {starts['Agenda Item 6'] - 1})" in pages[1]
    assert f"(Pages {starts['Agenda Item 4']} - {starts['Agenda Item 5'] - 1})" in pages[1]


def test_the_supplement_changes_only_the_figure_that_it_says_it_changes(pages_of: PagesOf) -> None:
    pack, revised = " ".join(pages_of(PACK)[7:10]), " ".join(pages_of(SUPPLEMENT)[1:4])
    corrected = pack.replace("£120,000", "£135,000").replace("120.0", "135.0")
    corrected = corrected.replace("(278.0)", "(263.0)")
    furniture = {"Page", "6", "7", "8", "2", "3", "4", "Supplementary,", "revised", "Item", "-"}
    assert set(corrected.split()) ^ set(revised.split()) <= furniture
    assert "£120,000" in pack and "£120,000" not in revised
    assert "£135,000" in revised and "£135,000" not in pack
