"""A long paper whose embedding is cut off: the next run takes up the vectors that were made."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from ingest import embedding
from ingest.checkpoints import seal
from ingest.embedding import KEY_BYTES
from ingest.files import outcomes
from ingest.sandbox.wire import UnderstoodFile
from ingest.understand import restricted_paper
from qa.library import Library
from qa.protocols import Vectors
from tests.fakes import FakeEmbedder
from tests.ingest.cut_off import Place, pieces
from tests.ingest.ingest_slowly import BATCH
from tests.ingest.readers.ocr.scanned import MINUTES, SECRETS, SHEET, printed_pdf

WORDS = "alder", "birch", "cedar", "elder", "hazel", "holly", "larch", "maple", "rowan", "willow"
ITEMS = 60
PASSAGES = 1 + 2 * ITEMS
"""The front of the minutes, and of each item what was said and what was resolved."""


def item(number: int) -> str:
    tree = f"{WORDS[number % 10]} and {WORDS[number // 10]}"
    return (
        f"{number}. FELLING THE {tree.upper()}\n\nThe officer told the members of the {tree}.\n\n"
        f"RESOLVED that the {tree} be felled at a cost of {1000 + number} pounds.\n\n"
    )


def long_minutes() -> str:
    front = "\n".join(MINUTES[:4])
    return front + "\n\n" + "".join(item(number) for number in range(1, ITEMS + 1))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(embedding, "BATCH_PASSAGES", BATCH)
    place = Place(tmp_path, "minutes.txt")
    place.paper.write_text(long_minutes(), "utf-8")
    yield place
    assert not place.vectors.exists(), "vectors are left behind"


def held(place: Place) -> dict[str, bytes]:
    """Return {passage id: its vector}, as the catalogue has them."""
    library = Library.open(place.folder)
    (paper,) = library.papers()
    ids = [passage.id for passage in library.passages_of(paper.id)]
    found = {name: vector.tobytes() for name, (_, vector) in library.passages(ids).items()}
    assert library.repair() == []
    library.close()
    return found


def kept(place: Place) -> int:
    """Return how many vectors are kept."""
    return BATCH * len(pieces(place.vectors))


def test_a_run_that_was_killed_goes_on_with_the_passage_it_was_at(place: Place) -> None:
    place.run_and_kill(place.vectors, 3)
    place.run_and_kill(place.vectors, 5)  # once more, from there
    before = kept(place)
    assert before < PASSAGES
    rest = FakeEmbedder()
    place.ingest(rest)
    assert rest.embedded == PASSAGES - before
    in_two_runs = held(place)
    whole = FakeEmbedder()
    place.ingest(whole, rebuild=True)
    assert whole.embedded == PASSAGES
    assert held(place) == in_two_runs


def test_what_is_kept_is_for_its_owner_alone_and_holds_no_text(place: Place) -> None:
    place.run_and_kill(place.vectors, 2)
    found = [place.vectors, *place.vectors.rglob("*")]
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in found}
    assert modes == {True: 0o700, False: 0o600}
    assert not place.files_with(("felling", "alder", "officer"))
    place.ingest()


def test_of_what_is_withheld_in_a_public_pack_no_vector_is_kept(place: Place) -> None:
    place.paper = place.paper.rename(place.paper.with_suffix(".pdf"))
    public = [item(number).split("\n") for number in range(1, 25)]
    place.paper.write_bytes(printed_pdf(MINUTES, *public, SHEET, SHEET))
    place.run_and_kill(place.vectors, 2)
    keys = [key for path in place.vectors.glob("*/*") for key in keys_of(path)]
    embedded = Noting()
    place.ingest(embedded)
    assert embedded.texts
    assert not any(secret in text.lower() for text in embedded.texts for secret in SECRETS)
    whole = Noting()
    place.ingest(whole, rebuild=True)
    assert not any(secret in text.lower() for text in whole.texts for secret in SECRETS)
    of_public = {hashlib.sha256(f"fake-16\0{text}".encode()).digest() for text in whole.texts}
    assert keys
    assert set(keys) < of_public


class Noting(FakeEmbedder):
    """Notes what it is asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return super().embed(texts)


def keys_of(piece: Path) -> list[bytes]:
    body = piece.read_bytes().split(b"\n", 2)[2]
    count = len(body) // (KEY_BYTES + 4 * FakeEmbedder.dimension)
    return [body[place * KEY_BYTES : (place + 1) * KEY_BYTES] for place in range(count)]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: seal(b"[]"),
        lambda data: seal(data.split(b"\n", 1)[1].replace(b"16\n", b"15\n", 1)),
        lambda data: seal(data.split(b"\n", 1)[1][:-4]),
    ],
    ids=["half written", "empty", "altered", "no batch", "other length", "row cut off"],
)
def test_a_batch_kept_that_is_not_sound_is_embedded_again(
    place: Place, change: Callable[[bytes], bytes]
) -> None:
    ingest_and_fail(place, after=4)
    (paper,) = place.vectors.iterdir()
    (paper / "2").write_bytes(change((paper / "2").read_bytes()))
    rest = FakeEmbedder()
    place.ingest(rest)
    assert rest.embedded == PASSAGES - 3 * BATCH
    held(place)


class Failing(FakeEmbedder):
    """Fails once it has embedded so many batches."""

    batches = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.batches == 0:
            raise RuntimeError("out of memory")
        self.batches -= 1
        return super().embed(texts)


def ingest_and_fail(place: Place, *, after: int) -> None:
    """Ingest until the embedder fails, which leaves what a kill leaves, only sooner."""
    failing = Failing()
    failing.batches = after
    with pytest.raises(RuntimeError, match="out of memory"):
        place.ingest(failing)
    assert len(pieces(place.vectors)) == after


def test_the_vectors_of_another_model_are_not_taken_up(place: Place) -> None:
    ingest_and_fail(place, after=3)
    other = FakeEmbedder("another")
    place.ingest(other)
    assert other.embedded == PASSAGES


def test_a_change_of_model_that_is_cut_off_goes_on(place: Place) -> None:
    place.ingest()
    place.run_and_kill(place.vectors, 4, "another")
    before = kept(place)
    rest = FakeEmbedder("another")
    place.ingest(rest, rebuild=True)
    assert rest.embedded == PASSAGES - before


def test_a_paper_that_is_found_to_be_exempt_leaves_no_vector(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_and_fail(place, after=3)

    def learnt_since(path: Path, *, name: str, digest: str, **_: object) -> UnderstoodFile:
        return UnderstoodFile("text", restricted_paper("text", name, digest))

    monkeypatch.setattr(outcomes, "understand_paper", learnt_since)
    assert place.ingest() == []


def test_where_nothing_can_be_kept_papers_are_stored_all_the_same(place: Place) -> None:
    place.folder.mkdir()
    place.vectors.write_text("in the way")
    assert len(place.ingest()) == 1
    place.vectors.unlink()


def test_vectors_of_a_paper_that_is_gone_are_dropped_when_pruning(place: Place) -> None:
    ingest_and_fail(place, after=2)
    place.paper.rename(place.paper.with_name("other.txt")).write_text("Another paper.", "utf-8")
    place.ingest()
    assert place.vectors.exists()  # it may be back tomorrow
    place.ingest(prune=True)
