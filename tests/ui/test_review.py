"""The administrator's list on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.library import Library
from tests.fakes import FakeEmbedder, minutes_text
from tests.ui.command_line import assert_says, townclerk_here

SHEET = "NOT FOR PUBLICATION\n\nSALE OF ZEBEDEE YARD\n\nThe offer is from Wobbleton Estates.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of one paper; another one is withheld."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "mill.txt").write_text(minutes_text("the Old Mill", "the Old Mill be let"))
    (papers / "offers.txt").write_text(SHEET)
    library = Library.open(tmp_path / "library", create=True)
    ingest([papers], library, FakeEmbedder())
    library.close()
    return tmp_path / "library"


def listed(folder: Path, *words: str) -> list[dict[str, object]]:
    done = townclerk_here("review", "--json", *words, library=folder)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_the_list_says_which_file_and_why(folder: Path) -> None:
    done = townclerk_here("review", library=folder)
    assert done.returncode == 0, done.stderr
    assert "offers.txt" in done.stdout and "NOT FOR PUBLICATION" in done.stdout
    assert "Wobbleton" not in done.stdout
    (entry,) = listed(folder)
    assert (entry["decision"], entry["files"]) == ("open", ["offers.txt"])


def test_what_is_kept_out_is_settled_and_listed_only_with_all(folder: Path) -> None:
    (entry,) = listed(folder)
    key = str(entry["key"])
    done = townclerk_here("review", "keep-out", key, "--note", "checked", library=folder)
    assert (done.returncode, done.stdout) == (0, f"{key} stays out\n")
    assert listed(folder) == []
    (entry,) = listed(folder, "--all")
    assert (entry["decision"], entry["note"]) == ("kept out", "checked")


def test_a_paper_that_is_held_is_withdrawn_by_its_whole_name(folder: Path) -> None:
    assert_says(townclerk_here("review", "keep-out", "mil", library=folder), "neither the review")
    done = townclerk_here("review", "keep-out", "mill.txt", library=folder)
    assert done.returncode == 0, done.stderr
    assert "mill.txt is withdrawn" in done.stdout
    assert townclerk_here("papers", library=folder).stdout == ""
    assert {str(e["decision"]) for e in listed(folder, "--all")} == {"open", "kept out"}


def test_a_key_that_is_not_there_is_an_error_that_says_what_to_do(folder: Path) -> None:
    done = townclerk_here("review", "admit", "0123", library=folder)
    assert_says(done, "townclerk review --all lists them")


def test_without_a_library_there_is_no_list(tmp_path: Path) -> None:
    assert_says(townclerk_here("review", library=tmp_path / "none"), "there is no library")
    assert not (tmp_path / "none").exists()


def test_what_a_command_writes_is_its_owners_alone(folder: Path) -> None:
    townclerk_here("doctor", library=folder)
    modes = {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]}
    assert modes == {0}
