"""A scanned paper whose reading is cut off: the next run takes up the pages that OCR has read."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from ingest.checkpoints import KeptWork, WorkOnPaper, seal
from ingest.files import outcomes
from ingest.sandbox.isolation import GIVEN_UP, Isolation, understand_paper
from qa.library import Library
from qa.papers import Unread
from tests.ingest.cut_off import Place, pieces
from tests.ingest.readers.ocr.scanned import (
    MINUTES,
    SECRETS,
    SHEET,
    joined,
    needs_tesseract,
    printed_pdf,
    scanned_pdf,
)

PAGES = 7


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


class ScannedPlace(Place):
    """A place whose paper is scanned, and in which the pages read anew are noted."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "minutes.pdf")
        self.anew: list[int] = []

    def pages_kept(self) -> list[int]:
        return pieces(self.pages)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScannedPlace]:
    place = ScannedPlace(tmp_path)
    keep = KeptWork.keep

    def noting(kept: KeptWork, digest: str, number: int, piece: bytes) -> None:
        if kept.folder == place.pages and number != GIVEN_UP:
            place.anew.append(number)
        keep(kept, digest, number, piece)

    monkeypatch.setattr(KeptWork, "keep", noting)
    yield place
    assert not place.pages.exists(), "pages are left behind"


@needs_tesseract
def test_a_run_that_was_killed_goes_on_with_the_page_it_was_at(
    place: ScannedPlace, scan: bytes
) -> None:
    place.paper.write_bytes(scan)
    place.run_and_kill(place.pages, 3)
    place.run_and_kill(place.pages, 4)  # once more, from there
    before = place.pages_kept()
    assert before == list(range(1, len(before) + 1))
    assert 4 <= len(before) < PAGES
    texts = place.ingest()
    assert place.anew == list(range(len(before) + 1, PAGES + 1))
    assert texts == ["\n".join(minutes(page)) for page in range(1, PAGES + 1)]


@needs_tesseract
def test_what_is_kept_is_for_its_owner_alone(place: ScannedPlace, scan: bytes) -> None:
    place.paper.write_bytes(scan)
    place.run_and_kill(place.pages, 1)
    found = [place.pages, *place.pages.rglob("*")]
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
    place: ScannedPlace, change: Callable[[bytes], bytes]
) -> None:
    place.paper.write_bytes(scanned_pdf(minutes(1), minutes(2), minutes(3)))
    place.run_and_kill(place.pages, 2)
    (paper,) = place.pages.iterdir()
    damage_by(change)(paper / "1")
    before = place.pages_kept()
    texts = place.ingest()
    assert place.anew == [1, *(page for page in (1, 2, 3) if page not in before)]
    assert texts == ["\n".join(minutes(page)) for page in (1, 2, 3)]


@needs_tesseract
def test_of_an_exempt_scan_nothing_is_left_once_it_is_known_to_be_exempt(
    place: ScannedPlace,
) -> None:
    place.paper.write_bytes(scanned_pdf(SHEET, *(offers(page) for page in range(2, 5))))
    place.run_and_kill(place.pages, 2)
    assert place.pages_kept()
    assert place.ingest() == []
    assert not place.files_with(SECRETS)


@needs_tesseract
def test_exempt_pages_of_a_public_pack_are_gone_when_the_pack_is_stored(
    place: ScannedPlace,
) -> None:
    pack = joined(printed_pdf(MINUTES), scanned_pdf(SHEET, *(offers(page) for page in range(3, 6))))
    place.paper.write_bytes(pack)
    place.run_and_kill(place.pages, 2)
    assert ["41,500" in text for text in place.ingest()] == [True, *[False] * 4]
    assert not place.files_with(SECRETS)


@needs_tesseract
def test_pages_of_a_paper_that_is_gone_are_dropped_when_pruning(
    place: ScannedPlace, scan: bytes
) -> None:
    place.paper.write_bytes(scan)
    place.run_and_kill(place.pages, 1)
    place.paper.unlink()
    place.ingest()
    assert place.pages_kept()  # it may be back tomorrow
    place.ingest(prune=True)


@needs_tesseract
def test_a_paper_read_anew_on_demand_goes_on_too_when_that_is_cut_off(place: ScannedPlace) -> None:
    place.paper.write_bytes(scanned_pdf(minutes(1), minutes(2)))
    texts = place.ingest()
    kept = KeptWork(place.pages).of(hashlib.sha256(place.paper.read_bytes()).hexdigest())
    kept_of(place, [1], kept)
    place.anew.clear()
    assert place.ingest(rebuild=True) == texts
    assert place.anew == [2]


def kept_of(place: ScannedPlace, pages: Sequence[int], kept: WorkOnPaper) -> None:
    """Have these pages kept as a run leaves them that was cut off."""
    understand_paper(place.paper, name="a.pdf", digest=kept.digest, pages=kept)
    for path in kept.folder.iterdir():
        if int(path.name) not in pages:
            path.unlink()


@needs_tesseract
def test_a_page_that_kills_its_reader_costs_no_other_page_twice(
    place: ScannedPlace, scan: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolation = Isolation("tests.ingest.sandbox.bad_readers:read_but_die_at_page_six")
    dying = partial(understand_paper, isolation=isolation)
    monkeypatch.setattr(outcomes, "understand_paper", dying)
    place.paper.write_bytes(scan)
    try:
        texts = place.ingest()
    finally:
        isolation.close()
    assert sorted(place.anew) == [1, 2, 3, 4, 5, 7]
    assert texts == ["" if page == 6 else "\n".join(minutes(page)) for page in range(1, PAGES + 1)]
    library = Library.open(place.folder)
    (paper,) = library.papers()
    assert "page 6 could not be read (the reader broke down there)" in paper.notices
    assert library.page(paper.id, 6).unread is Unread.FAILED
    library.close()
