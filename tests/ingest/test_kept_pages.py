"""A scanned paper whose reading is cut off: the next run takes up the pages that OCR has read."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from ingest import outcomes
from ingest.isolation import Isolation
from ingest.kept_pages import MAX_DAYS, KeptPages, PagesOfPaper, seal, take_up
from ingest.pipeline import ingest
from ingest.reading import understand_paper
from ingest.scans import ScanReading
from qa.library import Library
from qa.papers import Unread
from tests.fakes import FakeEmbedder
from tests.ingest.scanned import joined, needs_tesseract, printed_pdf, scanned_pdf

ROOT = Path(__file__).parents[2]
PAGES = 7
RUN = """\
import sys
from pathlib import Path
from ingest.pipeline import ingest
from qa.library import Library
from tests.fakes import FakeEmbedder
ingest([Path(sys.argv[1])], Library(Path(sys.argv[2]), create=True), FakeEmbedder())
"""
SHEET = (
    "NOT FOR PUBLICATION",
    "",
    "This report is not for publication by virtue of paragraph 3 of Part 1",
    "of Schedule 12A of the Local Government Act 1972.",
    "",
    "SALE OF ZEBEDEE YARD",
    "The highest offer is from Wobbleton Estates.",
)
FRONT = (
    "BRACKWATER BOROUGH COUNCIL",
    "CABINET",
    "Minutes of the meeting held on 7 March 2024",
    "Present: Councillor Ashdown (Chair), Councillor Pryce",
    "",
    "31. DREDGING OF THE NORTH QUAY",
    "",
    "RESOLVED that the north quay be dredged at a cost of 41,500 pounds.",
)
SECRETS = (b"zebedee", b"wobbleton")


def minutes(page: int) -> list[str]:
    return [
        f"{page}. LEASE OF PLOT {page}",
        *(f"The officer told the members of matter {n} on plot {page}." for n in range(12)),
        f"RESOLVED that plot {page} be let for {1000 + page} pounds a year.",
    ]


def offers(page: int) -> list[str]:
    return [f"Wobbleton Estates offers {1000 + page} pounds for lot {n}." for n in range(12)]


@pytest.fixture(scope="module")
def scan() -> bytes:
    return scanned_pdf(*(minutes(page) for page in range(1, PAGES + 1)))


class Place:
    """A folder with one paper and a library, and what is kept in between."""

    def __init__(self, folder: Path) -> None:
        self.paper = folder / "papers" / "minutes.pdf"
        self.paper.parent.mkdir()
        self.folder = folder / "library"
        self.kept = self.folder / "recognised"
        self.anew: list[int] = []

    def pages_kept(self) -> list[int]:
        found = self.kept.glob("*/*")
        return sorted(int(path.name) for path in found if path.suffix != ".part")

    def run_and_kill(self, pages: int) -> None:
        """Ingest in a process of its own, and kill that once so many pages are kept."""
        run = subprocess.Popen(
            [sys.executable, "-c", RUN, self.paper, self.folder],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        until = time.monotonic() + 60
        while len(self.pages_kept()) < pages and time.monotonic() < until:
            assert run.poll() is None, "the run ended before it could be cut off"
            time.sleep(0.01)
        os.kill(run.pid, signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL

    def ingest(self, **wishes: bool) -> list[str]:
        """Ingest in this process; return the texts of the pages held. Notes the pages read anew."""
        library = Library(self.folder, create=True)
        ingest([self.paper.parent], library, FakeEmbedder(), scans=ScanReading(), **wishes)
        texts = [
            library.page(paper.id, number).text
            for paper in library.papers()
            for number in range(1, (paper.pages or 0) + 1)
        ]
        library.close()
        return texts


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    place = Place(tmp_path)
    keep = KeptPages.keep

    def noting(kept: KeptPages, digest: str, page: int, seen: bytes) -> None:
        place.anew.append(page)
        keep(kept, digest, page, seen)

    monkeypatch.setattr(KeptPages, "keep", noting)
    yield place
    assert not place.kept.exists(), "pages are left behind"


@needs_tesseract
def test_a_run_that_was_killed_goes_on_with_the_page_it_was_at(place: Place, scan: bytes) -> None:
    place.paper.write_bytes(scan)
    place.run_and_kill(3)
    place.run_and_kill(4)  # once more, from there
    before = place.pages_kept()
    assert before == list(range(1, len(before) + 1))
    assert 4 <= len(before) < PAGES
    texts = place.ingest()
    assert place.anew == list(range(len(before) + 1, PAGES + 1))
    assert texts == ["\n".join(minutes(page)) for page in range(1, PAGES + 1)]


@needs_tesseract
def test_what_is_kept_is_for_its_owner_alone(place: Place, scan: bytes) -> None:
    place.paper.write_bytes(scan)
    place.run_and_kill(1)
    found = [place.kept, *place.kept.rglob("*")]
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in found}
    assert modes == {True: 0o700, False: 0o600}
    place.ingest()


def damage_by(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(page: Path) -> None:
        page.write_bytes(change(page.read_bytes()))

    return damage


@needs_tesseract
@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data.replace(b"plot", b"pl0t"),
        lambda data: seal(b"[]"),
        lambda data: seal(data.partition(b"\n")[2].replace(b'"eng,', b'"cym,')),
        lambda data: seal(data.partition(b"\n")[2].replace(b"[[", b"[[[")),
    ],
    ids=["half written", "empty", "altered", "no page", "other settings", "other form"],
)
def test_a_page_kept_that_is_not_sound_is_read_again(
    place: Place, change: Callable[[bytes], bytes]
) -> None:
    place.paper.write_bytes(scanned_pdf(minutes(1), minutes(2), minutes(3)))
    place.run_and_kill(2)
    (paper,) = place.kept.iterdir()
    damage_by(change)(paper / "1")
    before = place.pages_kept()
    texts = place.ingest()
    assert place.anew == [1, *(page for page in (1, 2, 3) if page not in before)]
    assert texts == ["\n".join(minutes(page)) for page in (1, 2, 3)]


@needs_tesseract
def test_of_an_exempt_scan_nothing_is_left_once_it_is_known_to_be_exempt(place: Place) -> None:
    place.paper.write_bytes(scanned_pdf(SHEET, *(offers(page) for page in range(2, 5))))
    place.run_and_kill(2)
    assert place.pages_kept()
    assert place.ingest() == []
    assert_no_secret(place.folder)


@needs_tesseract
def test_exempt_pages_of_a_public_pack_are_gone_when_the_pack_is_stored(place: Place) -> None:
    pack = joined(printed_pdf(FRONT), scanned_pdf(SHEET, *(offers(page) for page in range(3, 6))))
    place.paper.write_bytes(pack)
    place.run_and_kill(2)
    assert ["41,500" in text for text in place.ingest()] == [True, *[False] * 4]
    assert_no_secret(place.folder)


def assert_no_secret(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".pdf":
            assert not any(secret in path.read_bytes().lower() for secret in SECRETS), path


@needs_tesseract
def test_pages_of_a_paper_that_is_gone_are_dropped_when_pruning(place: Place, scan: bytes) -> None:
    place.paper.write_bytes(scan)
    place.run_and_kill(1)
    place.paper.unlink()
    place.ingest()
    assert place.pages_kept()  # it may be back tomorrow
    place.ingest(prune=True)


@needs_tesseract
def test_a_paper_read_anew_on_demand_goes_on_too_when_that_is_cut_off(place: Place) -> None:
    place.paper.write_bytes(scanned_pdf(minutes(1), minutes(2)))
    texts = place.ingest()
    kept = KeptPages(place.kept).of(hashlib.sha256(place.paper.read_bytes()).hexdigest())
    kept_of(place, [1], kept)
    place.anew.clear()
    assert place.ingest(rebuild=True) == texts
    assert place.anew == [2]


def kept_of(place: Place, pages: Sequence[int], kept: PagesOfPaper) -> None:
    """Have these pages kept as a run leaves them that was cut off."""
    understand_paper(place.paper, name="a.pdf", digest=kept.digest, pages=kept)
    for path in kept.folder.iterdir():
        if int(path.name) not in pages:
            path.unlink()


@needs_tesseract
def test_a_page_that_kills_its_reader_costs_no_other_page_twice(
    place: Place, scan: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolation = Isolation("tests.ingest.bad_readers:read_but_die_at_page_six")
    dying = partial(understand_paper, isolation=isolation)
    monkeypatch.setattr(outcomes, "understand_paper", dying)
    place.paper.write_bytes(scan)
    try:
        texts = place.ingest()
    finally:
        isolation.close()
    assert sorted(place.anew) == [1, 2, 3, 4, 5, 7]
    assert texts == ["" if page == 6 else "\n".join(minutes(page)) for page in range(1, PAGES + 1)]
    library = Library(place.folder)
    (paper,) = library.papers()
    assert "page 6 could not be read (the reader broke down there)" in paper.notices
    assert library.page(paper.id, 6).unread is Unread.FAILED
    library.close()


def test_no_more_is_kept_than_there_is_room_for(tmp_path: Path) -> None:
    kept = KeptPages(tmp_path / "recognised", max_bytes=2 * len(seal(b"x" * 500)))
    for page in range(1, 6):
        kept.keep("ab", page, b"x" * 500)
    assert sorted(path.name for path in (tmp_path / "recognised" / "ab").iterdir()) == ["1", "2"]
    kept.forget(["ab"])
    kept.keep("cd", 9, b"x" * 500)
    assert take_up(tmp_path / "recognised" / "cd", 9) == b"x" * 500


def test_a_disk_that_takes_no_more_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "recognised").write_text("in the way")
    KeptPages(tmp_path / "recognised").keep("ab", 1, b"x")


def test_pages_that_nobody_went_on_with_are_removed_in_time(tmp_path: Path) -> None:
    kept = KeptPages(tmp_path / "recognised")
    for digest in ("old", "new", "stored"):
        kept.keep(digest, 1, b"x")
    long_ago = time.time() - (MAX_DAYS + 1) * 86_400
    os.utime(tmp_path / "recognised" / "old", (long_ago, long_ago))
    kept.tidy({"stored"})
    assert [path.name for path in (tmp_path / "recognised").iterdir()] == ["new"]
