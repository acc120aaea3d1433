"""Papers read on the nodes of a real Ray cluster come to the same library as papers read here."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest

from eval.faults.clusters import SECONDS, RayHead, finish, ray_head, records, wait_until
from eval.processes import ROOT
from tests.fakes import minutes_text, write_pdf

SECRET = "Wobbleton Estates"
EXEMPT = (
    "NOT FOR PUBLICATION\n\nThis report is not for publication by virtue of paragraph 3 of "
    "Part 1 of Schedule 12A of the Local Government Act 1972.\n\n"
    f"Report to Cabinet, 14 March 2024\n\nThe highest offer, from {SECRET}, is £7,654,321.\n"
)

FORM = {"TOWNCLERK_ENCODER": "float32"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RayHead]:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    with ray_head(tmp_path_factory.mktemp("ray")) as running:
        yield running


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sample papers, and what makes trouble: exempt, locked, cut short, packed, twice the same."""
    folder = tmp_path_factory.mktemp("papers")
    for path in sorted((Path(ROOT) / "samples/papers").iterdir()):
        shutil.copy(path, folder)
    whole = sorted(folder.glob("*-minutes.pdf"))[0]
    (folder / "cut-short.pdf").write_bytes(whole.read_bytes()[:3_000])
    with pikepdf.open(whole) as pdf:
        pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(user="a", owner="b"))
    (folder / "sale.txt").write_text(EXEMPT)
    (folder / "again.pdf").write_bytes(whole.read_bytes())
    mill = minutes_text("the Old Mill", "the lease be renewed for five years")
    with zipfile.ZipFile(folder / "packed.zip", "w") as packed:
        packed.writestr("mill.txt", mill)
        packed.writestr("sale.txt", EXEMPT)
    message = EmailMessage()
    message["Subject"], message["From"] = "Papers for Cabinet", "clerk@ashcombe.example"
    message.set_content("The minutes are attached.")
    pool = write_pdf(folder / "pool.pdf", [minutes_text("the Baths", "the baths be opened")])
    message.add_attachment(
        pool.read_bytes(), maintype="application", subtype="pdf", filename="baths.pdf"
    )
    (folder / "papers.eml").write_bytes(bytes(message))
    return folder


@pytest.fixture(scope="module")
def read_here(cluster: RayHead, papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of these papers without Ray."""
    library = tmp_path_factory.mktemp("here") / "library"
    told = finish(cluster.ingest(library, [papers], None, FORM))
    (library.parent / "told").write_text(told)
    return library


def untimed(told: str) -> list[str]:
    return [line for line in told.splitlines() if "pages/s" not in line]


def test_a_node_killed_half_way_loses_no_paper_and_doubles_none(
    cluster: RayHead, papers: Path, read_here: Path, tmp_path: Path
) -> None:
    """What is locked, cut short or exempt is told as it is here, and not tried for ever."""
    with cluster.node() as node:
        command = cluster.ingest(tmp_path / "library", [papers], cluster.address, FORM)
        wait_until(
            lambda: node.has_a_paper_in_hand() or command.poll() is not None, "a paper in hand"
        )
        node.kill()
        told = finish(command)
    lost, *report = untimed(told)
    assert "was lost; others took over" in lost
    assert report == untimed((read_here.parent / "told").read_text())
    assert "failed: cut-short.pdf" in told and "failed: locked.pdf" in told
    assert records(tmp_path / "library") == records(read_here)
    again = finish(cluster.ingest(tmp_path / "library", [papers], cluster.address, FORM))
    assert " unchanged and skipped" in again and " read" not in again.splitlines()[0]
    written = b"".join(p.read_bytes() for p in cluster.session.rglob("*") if p.is_file())
    assert written and SECRET.encode() not in written


def test_a_node_with_other_code_is_refused_before_a_paper_is_sent(
    cluster: RayHead, papers: Path, tmp_path: Path
) -> None:
    for package in ("qa", "ingest"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(ROOT) / package, tmp_path / "other" / package, ignore=ignored)
    with (tmp_path / "other/ingest/wordings.py").open("a") as file:
        file.write("LATER = True\n")
    with cluster.node(code=tmp_path / "other"):
        told = finish(cluster.ingest(tmp_path / "library", [papers], cluster.address, FORM))
    assert "has other code of Townclerk" in told and "install the same on both" in told
    assert len(told.splitlines()) == 1
    with closing(sqlite3.connect(tmp_path / "library/catalogue.sqlite")) as held:
        assert held.execute("SELECT count(*) FROM papers").fetchone() == (0,)


def test_without_the_extra_nothing_of_ray_is_imported_and_it_is_said(
    tmp_path: Path, papers: Path
) -> None:
    """A finder in front hides the package, as on a machine on which it is not installed."""
    hidden = (
        "import sys, importlib.util as u\n"
        "really = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'ray' else really(name, *a)\n"
        "from ui.cli import main\n"
        "try:\n    main()\nfinally:\n    print('imported:', 'ray' in sys.modules)\n"
    )
    for address in ([], ["--ray", "auto"]):
        paper = str(papers / "sale.txt")
        told = subprocess.run(
            [sys.executable, "-c", hidden, "ingest", paper, *address],
            env={**os.environ, "PYTHONPATH": ROOT, "TOWNCLERK_LIBRARY": str(tmp_path / "l")},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert "imported: False" in told.stdout
    assert "pip install 'townclerk[ray]'" in told.stderr
