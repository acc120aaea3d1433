"""A folder of files made to do harm, with three good papers among them, through a whole ingest."""

from __future__ import annotations

import io
import os
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from ingest.files import outcomes
from ingest.pipeline import Report, ingest
from ingest.sandbox.isolation import ISOLATION, understand_paper
from ingest.sandbox.wire import Limits
from qa.library import Library
from qa.library.review import Review
from tests.fakes import FakeEmbedder, minutes_text
from tests.ingest.sandbox import hostile_files as hostile

LIMITS = Limits(memory=700 * 1024**2, cpu=10.0, cpu_per_page=0.05, wall=20.0, wall_per_page=0.05)
SAMPLES = Path(__file__).parents[3] / "samples" / "papers"
SHARED = Path(os.environ.get("TOWNCLERK_SHARED", Path(__file__).parents[3].parent / "shared"))
KENT = SHARED / "corpus" / "kent-cabinet-2025-01-30"
GOOD = {
    "a-mill.txt": ("the Old Mill", "the lease of the Old Mill be renewed for five years"),
    "m-bridge.txt": ("the Tolbooth Bridge", "the bridge be closed to lorries from 1 June 2024"),
    "z-pool.txt": ("the Priory Baths", "the baths be opened on Sundays at £4.50 a swim"),
}
AT_LEAST = 60
SMALL = 400_000
"""Bytes of a real paper that is small enough to be damaged in many ways."""


def pdfs(marker: Path) -> Iterator[tuple[str, bytes]]:
    yield "bomb-1.pdf", hostile.flate_bomb_pdf(1)
    yield "bomb-3.pdf", hostile.flate_bomb_pdf(3)
    yield "loop-xref.pdf", hostile.looping_xref_pdf()
    yield "loop-tree.pdf", hostile.looping_tree_pdf()
    yield "loop-form.pdf", hostile.looping_form_pdf()
    yield "loop-outline.pdf", hostile.looping_outline_pdf()
    yield "deep-tree.pdf", hostile.deep_tree_pdf()
    yield "deep-arrays.pdf", hostile.deep_arrays_pdf()
    yield "fan-out.pdf", hostile.fan_out_pdf()
    yield "huge-page.pdf", hostile.huge_page_pdf()
    yield "many-pages.pdf", hostile.many_pages_pdf(10_000)
    yield "locked.pdf", hostile.locked_pdf()
    yield "scripted.pdf", hostile.scripted_pdf(marker)
    whole = hostile.small_pdf(5)
    for tenths in range(1, 10, 2):
        yield f"cut-{tenths}.pdf", whole[: len(whole) * tenths // 10]
        yield f"cut-{tenths}-mended.pdf", whole[: len(whole) * tenths // 10] + b"\n%%EOF\n"
    for seed in range(6):
        yield f"fuzzed-{seed}.pdf", hostile.fuzzed(hostile.small_pdf(3), 100 + seed, 0.01)


def fuzzed_papers() -> Iterator[tuple[str, bytes]]:
    # A paper that is restricted leaves no trace, so it can be neither held nor told of.
    papers = [path for path in sorted(SAMPLES.glob("*.pdf")) if "restricted" not in path.name]
    for seed, paper in enumerate(papers[:8]):
        yield (
            f"sample-{seed}.pdf",
            hostile.fuzzed(paper.read_bytes(), seed, (0.0005, 0.02)[seed % 2]),
        )
    real = (path for path in sorted(KENT.glob("*.pdf")) if path.stat().st_size < SMALL)
    for seed, path in enumerate(islice(real, 8)):
        share = (0.0002, 0.002, 0.02)[seed % 3]
        yield f"real-{seed}.pdf", hostile.fuzzed(path.read_bytes(), seed, share)


def packages() -> Iterator[tuple[str, bytes]]:
    yield "bomb.docx", hostile.docx_bomb()
    yield "nested.docx", hostile.nested_docx_bomb()
    yield "parts.docx", hostile.docx_of_many_parts()
    yield "laughs.docx", hostile.billion_laughs_docx()
    yield "entity.docx", hostile.docx_with_entity('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")
    yield "ring.docx", hostile.looping_styles_docx()
    for seed in range(3):
        yield f"fuzzed-{seed}.docx", hostile.fuzzed(hostile.small_docx(), seed, 0.005)
    yield "bomb.zip", hostile.zipped({"zeros.txt": b"\0" * 600_000_000})
    inner = hostile.zipped({"deep.txt": b"At the bottom of the well."})
    for depth in range(12):
        inner = hostile.zipped({f"{depth}.zip": inner})
    yield "russian-doll.zip", inner
    yield "ways-out.zip", ways_out()


def ways_out() -> bytes:
    """Return an archive whose members' names lead out of any folder they are put in."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("../../escaped.txt", "/tmp/escaped.txt", "a/../../../escaped.txt"):
            archive.writestr(name, "This was to be written somewhere else.\n" * 20)
    return buffer.getvalue()


def others() -> Iterator[tuple[str, bytes]]:
    yield "program.pdf", b"MZ" + bytes(range(256)) * 40
    yield "picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(500)
    yield "page.pdf", b"<html><p>A page that calls itself a PDF.</p></html>"
    yield "words.docx", b"Words that call themselves a Word document.\n" * 30
    yield "empty.pdf", b""
    yield "zeros.txt", bytes(50_000)
    yield "zeros.pdf", bytes(50_000)
    yield "chance.txt", bytes((n * n * 7 + n) % 251 for n in range(50_000))
    yield "deep.html", b"<html>" + b"<div>" * 1_000_000
    yield "spans.html", b"<html><table><tr>" + b"<td colspan=99999>x" * 5_000
    yield "one-line.txt", b"x" * 50_000_000
    yield "lines.txt", b"\n" * 1_500_000
    yield "marks.txt", b"".join(b"Page %d\n" % (n % 900) for n in range(20_000))
    yield "nested.eml", b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 3_000 + b"\nx\n"
    yield "header.eml", b"Subject: " + b"x" * 2_000_000 + b"\nFrom: a@b\n\nWords.\n"


def odd_names() -> Iterator[tuple[bytes, bytes]]:
    paper = hostile.small_pdf(1)
    yield b"line\nfeed.pdf", paper + b"%1"
    yield "turned\u202efdp.exe.pdf".encode(), paper + b"%2"
    yield b"-rf.pdf", paper + b"%3"
    yield b"n" * 251 + b".pdf", paper + b"%4"
    yield b"stray\xff\xfe.pdf", paper + b"%5"
    yield b"\x1b[31mred.pdf", paper + b"%6"
    yield b"$(touch escaped).pdf", paper + b"%7"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What the folder came to."""

    report: Report
    library: Library
    folder: Path
    seconds: float
    names: frozenset[str]
    before: dict[str, tuple[int, int]]
    after: dict[str, tuple[int, int]]
    left_in_temporary: list[str]


def tree(top: Path) -> dict[str, tuple[int, int]]:
    """Return every file below a folder, with its size and when it was last written."""
    found = {}
    for path in top.rglob("*"):
        status = path.lstat()
        found[os.fsencode(path).decode("utf-8", "backslashreplace")] = (
            status.st_size if path.is_file() else 0,
            status.st_mtime_ns if not path.is_dir() else 0,
        )
    return found


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ingested]:
    top = tmp_path_factory.mktemp("hostile")
    folder, spare = top / "papers", top / "temporary"
    folder.mkdir()
    spare.mkdir()
    made = [*pdfs(top / "marker"), *fuzzed_papers(), *packages(), *others()]
    for name, data in made:
        (folder / name).write_bytes(data)
    for raw, data in odd_names():
        (folder / os.fsdecode(raw)).write_bytes(data)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "ring.pdf").symlink_to(folder / "ring.pdf")
    for name, (about, decided) in GOOD.items():
        (folder / name).write_text(minutes_text(about, decided))
    library = Library.open(top / "library", create=True)
    before = tree(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outcomes, "understand_paper", partial(understand_paper, limits=LIMITS))
        patch.setattr(tempfile, "tempdir", str(spare))
        started = time.monotonic()
        report = ingest([folder], library, FakeEmbedder())
        seconds = time.monotonic() - started
    names = frozenset(name for name, _ in made)
    left = [path.name for path in spare.rglob("*")]
    yield Ingested(report, library, folder, seconds, names, before, tree(folder), left)
    library.close()


def test_there_are_enough_hostile_files(ingested: Ingested) -> None:
    odd = len(list(odd_names()))
    assert len(ingested.names) + odd + len({"pipe.pdf", "ring.pdf"}) >= AT_LEAST


def test_the_good_papers_beside_them_are_held(ingested: Ingested) -> None:
    files = {paper.file: paper for paper in ingested.library.papers()}
    for name, (_, decided) in GOOD.items():
        passages = ingested.library.passages_of(files[name].id)
        assert any(decided in " ".join(passage.text.split()) for passage in passages)


def test_each_hostile_file_is_held_or_has_its_reason(ingested: Ingested) -> None:
    failed = dict(ingested.report.failed)
    held = {name for paper in ingested.library.papers() for name in (paper.file, *paper.same_as)}
    # What could not all be looked at is withheld in doubt, and on the administrator's list.
    with closing(Review(ingested.library.folder)) as review:
        listed = [name for entry in review.entries() for name in entry.files]
    told = {name.split("/")[0] for name in (*failed, *held, *listed)}
    assert ingested.names | {"pipe.pdf", "ring.pdf"} <= told
    for name, reason in failed.items():
        assert len(reason) > 20, name
        assert reason.isprintable()
        assert str(ingested.folder) not in reason
        assert "report this" not in reason, (name, reason)


def test_names_are_shown_without_what_a_terminal_would_obey(ingested: Ingested) -> None:
    shown = [paper.file for paper in ingested.library.papers()]
    shown += [name for name, _ in ingested.report.failed]
    assert all(name.isprintable() for name in shown)
    assert {r"line\nfeed.pdf", r"turned\u202efdp.exe.pdf", "-rf.pdf"} <= set(shown)


def test_nothing_is_written_but_the_library(ingested: Ingested) -> None:
    assert ingested.after == ingested.before
    assert ingested.left_in_temporary == []
    assert not (ingested.folder.parent / "marker").exists()
    assert not [path for path in ingested.folder.parent.rglob("*escaped*") if path.suffix == ".txt"]
    assert not Path("/tmp/escaped.txt").exists()


def test_it_ends_in_good_time_and_leaves_no_child(ingested: Ingested) -> None:
    assert ingested.seconds < 150
    assert ISOLATION._process is not None
    pid = ISOLATION._process.pid
    assert Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split() == []


def test_no_word_of_another_file_is_taken_in(ingested: Ingested) -> None:
    papers = ingested.library.papers()
    texts = (p.text for paper in papers for p in ingested.library.passages_of(paper.id))
    assert not any("root:x:0" in text for text in texts)
