"""The command line as a process: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from qa.library import Library
from tests.conftest import PAPERS, Samples
from tests.fakes import minutes_text
from tests.ui.command_line import MAIN, PROJECT, assert_says, townclerk, townclerk_here

COMMANDS = (
    ["ingest"],
    ["ask"],
    ["serve"],
    ["papers"],
    ["papers", "show"],
    ["papers", "check"],
    ["doctor"],
    ["backup"],
    ["restore"],
    ["review"],
    ["eval"],
)
HEAVY = ("torch", "chromadb", "gradio", "llama_index", "sentence_transformers", "fastapi", "numpy")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    script = (
        "import sys\n"
        "from ui.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "print('heavy:', *loaded)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command, "--help"],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout
    assert done.stdout.splitlines()[-1] == "heavy:"


def test_without_a_library_the_reader_is_told_how_to_make_one(tmp_path: Path) -> None:
    for words in (["ask", "What was decided?"], ["papers"], ["doctor"], ["papers", "show", "x"]):
        done = townclerk(*words, library=tmp_path / "none")
        assert_says(done, "there is no library in")
        assert "townclerk ingest PATH" in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("words", [["nonsense"], ["ask", "x", "--hits", "51"], ["ask", "--what"]])
def test_a_wrong_command_or_option_ends_with_code_2(words: list[str]) -> None:
    assert_says(townclerk(*words), "Error: ", 2)


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    assert_says(townclerk("ingest", gone, library=tmp_path / "library"), "gone does not exist")
    assert not (tmp_path / "library").exists()
    assert_says(townclerk("papers", "check", gone), "gone does not exist")


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("TOWNCLERK_PORT", "0", "the setting port is wrong"),
        ("TOWNCLERK_PORT", "http", "the setting port is wrong"),
    ],
)
def test_a_wrong_setting_is_named(key: str, value: str, reason: str, tmp_path: Path) -> None:
    done = townclerk("ask", "What was decided?", settings=[(key, value)])
    assert_says(done, reason)


def test_an_address_that_cannot_be_listened_on_is_told_of_before_anything_is_loaded(
    tmp_path: Path,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for host in ("127.0.0.1", "no.such.host.invalid"):
            done = townclerk("serve", "--host", host, "--port", port, library=tmp_path / "none")
            assert_says(done, f"cannot listen on {host}, port {port}")
            assert "--port" in done.stderr


def test_a_catalogue_that_is_no_database_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_text("this is no database " * 100)
    for words in (["papers"], ["ask", "What was decided?"], ["doctor"]):
        assert_says(townclerk(*words, library=tmp_path), "townclerk restore BACKUP")


def test_a_busy_library_is_told_of(samples: Samples) -> None:
    library = Library.open(samples.folder)
    with library.writing():
        assert_says(townclerk("doctor", library=samples.folder), "another process is writing")
    library.close()


def test_papers_are_listed_and_shown(samples: Samples) -> None:
    listed = townclerk("papers", library=samples.folder)
    assert listed.returncode == 0, listed.stderr
    assert "cabinet-2024-09-12-minutes.pdf" in listed.stdout
    assert "restricted" not in listed.stdout
    entries = json.loads(townclerk_here("papers", "--json", library=samples.folder).stdout)
    assert len(entries) == 14
    words = ["papers", "--library", str(samples.folder), "show", "2024-09-12-minutes", "--json"]
    shown = json.loads(townclerk_here(*words, library=samples.folder / "another").stdout)
    assert shown["paper"]["meeting_date"] == "2024-09-12"
    assert {"number", "title", "standing", "limbs", "missing_limbs"} <= set(shown["items"][0])
    told = townclerk_here("papers", "show", "2024-09-12-minutes", library=samples.folder)
    assert "Decided, page" in told.stdout
    assert_says(townclerk("papers", "show", "nothing", library=samples.folder), "no paper")


def test_a_reader_that_stops_listening_is_no_fault(samples: Samples) -> None:
    command = [sys.executable, "-c", MAIN, "papers", "--library", str(samples.folder)]
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_checking_a_restricted_paper_says_that_it_is_withheld_and_what_decided() -> None:
    done = townclerk("papers", "check", str(PAPERS / "cabinet-2024-09-12-item-9-restricted.pdf"))
    assert done.returncode == 0
    first, second = done.stdout.splitlines()
    assert first == "withheld: marked exempt or confidential; it would not be stored"
    assert "the whole file" in second and "restricted" in second
    assert done.stderr == ""


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, int]:
    """A library that the command made of one good and one bad file; its report and its code."""
    folder = tmp_path_factory.mktemp("taken-in")
    papers = folder / "papers"
    papers.mkdir()
    (papers / "mill.txt").write_text(minutes_text("the Old Mill", "the lease be renewed"))
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    done = townclerk("ingest", str(papers), library=folder / "library")
    assert done.stderr == ""
    return folder / "library", done.stdout, done.returncode


def test_a_bad_file_beside_a_good_one_is_reported_and_the_good_one_kept(
    taken_in: tuple[Path, str, int],
) -> None:
    library, report, code = taken_in
    assert code == 1
    assert report.startswith("1 read, 1 failed\n")
    assert "failed: broken.pdf: " in report
    listed = townclerk("papers", library=library)
    assert "mill.txt" in listed.stdout and "broken.pdf" not in listed.stdout


def test_doctor_says_what_is_held_and_mends_what_is_not_in_order(
    taken_in: tuple[Path, str, int],
) -> None:
    library = taken_in[0]
    well = townclerk("doctor", library=library)
    assert well.stdout.splitlines()[1:] == ["nothing to repair"]
    assert well.stdout.startswith("1 papers, ")
    (library / "words" / "meta.json").write_text("damaged")
    mended = townclerk("doctor", library=library)
    assert mended.returncode == 0, mended.stderr
    assert "made the word index anew: it was damaged or gone" in mended.stdout
    assert townclerk("doctor", library=library).stdout.splitlines()[1:] == ["nothing to repair"]


def test_a_lost_catalogue_is_restored_from_a_backup_or_read_anew(
    taken_in: tuple[Path, str, int], tmp_path: Path
) -> None:
    library = taken_in[0]
    listed = townclerk_here("papers", library=library).stdout
    made = townclerk("backup", str(tmp_path / "backup.tar"), library=library)
    assert made.stdout == f"1 papers in {tmp_path / 'backup.tar'}\n"
    (library / "catalogue.sqlite").write_bytes(b"")
    lost = townclerk_here("doctor", library=library)
    assert (lost.returncode, lost.stdout) == (1, "held without a catalogue: mill.txt\n")
    assert "townclerk restore BACKUP" in lost.stderr
    again = townclerk("doctor", "--from-files", library=library)
    assert again.returncode == 0, again.stderr
    assert townclerk_here("papers", library=library).stdout == listed
    refused = townclerk_here("restore", str(tmp_path / "backup.tar"), library=library)
    assert refused.returncode == 1 and "--replace" in refused.stderr
    words = ("restore", str(tmp_path / "backup.tar"), "--replace")
    assert townclerk_here(*words, library=library).returncode == 0
    assert townclerk_here("papers", library=library).stdout == listed
