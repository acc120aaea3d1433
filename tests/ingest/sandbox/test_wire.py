"""What is understood of a file comes from a child with limits, and is checked before it is used."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ingest.document import ScanReading, SourceDocument
from ingest.file_names import Member
from ingest.sandbox.isolation import Isolation, read_paper, understand_paper
from ingest.sandbox.wire import (
    MAX_COLONS,
    REQUEST,
    Limits,
    PaperName,
    ReadRequest,
    TransferError,
    UnderstoodFile,
    decode_file,
    encode_file,
)
from ingest.sandbox.worker import understand_document
from ingest.understand import understand
from qa.errors import ReadError
from qa.papers import FileFormat, SourceLine
from tests.fakes import minutes_text
from tests.ingest.readers.ocr.scanned import joined, needs_tesseract, printed_pdf, scanned_pdf
from tests.ingest.sandbox.hostile_files import zipped
from tests.ingest.test_pipeline import MILL, RESTRICTED, SECRETS

LIMITS = Limits(wall=30.0, wall_per_page=0.0, cpu=20.0, cpu_per_page=0.0)
SAMPLES = sorted((Path(__file__).parents[3] / "samples/papers").iterdir())
NAME = "a folder/mill.txt"
DIGEST = "5" * 64


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    isolated = Isolation("tests.ingest.sandbox.bad_readers:misbehave")
    yield isolated
    isolated.close()


@pytest.fixture
def child(isolation: Isolation, tmp_path: Path) -> Callable[..., UnderstoodFile]:
    def understand_order(order: str, limits: Limits = LIMITS) -> UnderstoodFile:
        path = tmp_path / "order.txt"
        path.write_text(order, "utf-8")
        return understand_paper(path, name=NAME, digest=DIGEST, limits=limits, isolation=isolation)

    return understand_order


def text(words: str) -> SourceDocument:
    lines = tuple(SourceLine(n, line) for n, line in enumerate(words.split("\n"), start=1))
    return SourceDocument(FileFormat.TEXT, lines)


# --- what comes back ---------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_child_understands_a_paper_just_as_this_process_would(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name = f"papers/{path.name}"
    file = understand_paper(path, name=name, digest=digest)
    document = read_paper(path)
    assert file.format == document.format
    assert file.understood == understand(document, name=name, digest=digest)
    assert file.members is None


@needs_tesseract
def test_where_ocr_saw_words_comes_back_with_the_page(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(joined(printed_pdf(MILL.split("\n")), scanned_pdf(MILL.split("\n"))))
    understood = understand_paper(path, name="pack.pdf", digest=DIGEST).understood
    assert understood is not None
    assert [bool(page.words) for page in understood.pages] == [False, True]


def test_an_archive_comes_back_as_its_members_alone(tmp_path: Path) -> None:
    path = tmp_path / "papers.zip"
    path.write_bytes(zipped({"mill.txt": MILL.encode(), "b/bridge.txt": b"words"}))
    file = understand_paper(path, name="papers.zip", digest=DIGEST)
    names = [member.name for member in file.members or ()]
    assert (file.format, file.understood, names) == ("zip", None, ["mill.txt", "b/bridge.txt"])


def test_of_an_exempt_paper_only_that_it_is_comes_back() -> None:
    document = replace(text(RESTRICTED), title="Zebedee Yard", notices=("Wobbleton",))
    data = encode_file(understand_document(document, name="yard.txt", digest=DIGEST))
    assert not [secret for secret in SECRETS if secret in data.decode().casefold()]
    file = decode_file(data, name="yard.txt", digest=DIGEST)
    assert file.understood is not None and file.understood.restricted


def test_of_an_exempt_message_what_is_attached_is_not_even_named(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", "c@b.example", "Papers"
    mail["Message-ID"] = "<1@b.example>"
    mail.set_content(RESTRICTED)
    mail.add_attachment(b"words", maintype="text", subtype="plain", filename="zebedee.txt")
    path = tmp_path / "mail.eml"
    path.write_bytes(mail.as_bytes())
    file = understand_paper(path, name="mail.eml", digest=DIGEST)
    assert file.understood is not None and file.understood.restricted
    assert file.members is None
    assert "zebedee" not in repr(file).casefold()


def test_what_no_line_may_hold_is_replaced_before_it_is_understood() -> None:
    lines = text(MILL).lines
    odd = replace(lines[2], text="a\0b \ud800 c\nd")
    document = replace(text(MILL), lines=(*lines[:2], odd, *lines[3:]), title="two\nlines\x1b")
    data = encode_file(understand_document(document, name=NAME, digest=DIGEST))
    understood = decode_file(data, name=NAME, digest=DIGEST).understood
    assert understood is not None
    assert "a\ufffdb \ufffd c d" in understood.pages[0].text


def test_a_paper_may_speak_of_escapes() -> None:
    said = text(MILL + '\nWrite \\u0000 or \\\\u0000 or "quoted".')
    data = encode_file(understand_document(said, name=NAME, digest=DIGEST))
    understood = decode_file(data, name=NAME, digest=DIGEST).understood
    assert understood is not None
    assert "Write \\u0000 or \\\\u0000" in understood.pages[0].text


# --- what is refused ---------------------------------------------------------------------


def sound_answer() -> dict[str, Any]:
    made = understand_document(text(MILL), name="mill.txt", digest=DIGEST)
    answer: dict[str, Any] = json.loads(encode_file(made))
    return answer


def forged(change: Callable[[dict[str, Any]], object]) -> UnderstoodFile:
    answer = sound_answer()
    change(answer)
    return decode_file(json.dumps(answer).encode(), name=NAME, digest=DIGEST)


@pytest.mark.parametrize(
    "place", [[0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1e7], [0.0, 0.0, 1.0, None], ["1", 0.0, 1.0, 1.0]]
)
def test_a_place_on_a_page_must_be_one_that_a_page_may_have(place: list[object]) -> None:
    def tell(places: list[object]) -> UnderstoodFile:
        return forged(lambda answer: answer["understood"]["pages"][0].update(hidden=places))

    sound = tell([[0.0, 0.0, 1.0, 1.0]]).understood
    assert sound is not None and sound.pages[0].hidden == ((0.0, 0.0, 1.0, 1.0),)
    with pytest.raises(TransferError):
        tell([place])


def test_which_paper_it_is_the_caller_knows_for_itself(
    child: Callable[..., UnderstoodFile],
) -> None:
    answer = sound_answer()
    lies = {"file": "minutes.pdf", "digest": "6" * 64, "supersedes": "7" * 16, "format": "docx"}
    answer["understood"]["paper"].update(lies, superseded_by="7" * 16, same_as=["other.pdf"])
    understood = child("forge " + json.dumps(answer)).understood
    assert understood is not None
    paper = understood.paper
    assert (paper.id, paper.file, paper.digest) == (DIGEST[:16], NAME, DIGEST)
    assert (paper.supersedes, paper.superseded_by, paper.same_as) == (None, None, ())
    assert paper.format == "text"


def test_a_paper_said_to_be_exempt_brings_nothing_whatever_comes_with_it() -> None:
    file = forged(
        lambda said: (
            said["understood"].update(restricted=True),
            said.update(members=[{"name": "mill-sale.pdf"}]),
        )
    )
    assert file.understood is not None and file.understood.restricted
    assert (file.understood.paper.title, file.understood.pages) == ("", ())
    assert file.members is None
    assert "Old Mill" not in repr(file)


def passage(said: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = said["understood"]["passages"][0]
    return first


def page(said: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = said["understood"]["pages"][0]
    return first


def paper(said: dict[str, Any]) -> dict[str, Any]:
    return said["understood"]["paper"]  # type: ignore[no-any-return]


def nested(depth: int) -> dict[str, Any]:
    limb: dict[str, Any] = {"number": "1", "text": "x", "limbs": []}
    for _ in range(depth):
        limb = {"number": "1", "text": "x", "limbs": [limb]}
    return limb


FORGERIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another format": lambda said: said.update(format="exe"),
    "neither paper nor members": lambda said: said.update(understood=None),
    "no pages": lambda said: said["understood"].update(pages=[]),
    "a page too many": lambda said: said["understood"]["pages"].append(page(said)),
    "pages that are not there": lambda said: paper(said).update(pages=4),
    "a page without end": lambda said: paper(said).update(pages=10**12),
    "pages as words": lambda said: paper(said).update(pages="1"),
    "a kind unheard of": lambda said: paper(said).update(kind="secret"),
    "a date that is none": lambda said: paper(said).update(meeting_date="yesterday"),
    "a notice that moves the cursor": lambda said: paper(said).update(notices=["\x1b[2J"]),
    "a notice without end": lambda said: paper(said).update(notices=["x" * 2_000]),
    "another paper's passage": lambda said: passage(said).update(paper_id="6" * 16),
    "another paper's id": lambda said: passage(said).update(id="6" * 16 + "-00000"),
    "one id twice": lambda said: said["understood"]["passages"].append(passage(said)),
    "out of order": lambda said: passage(said).update(ordinal=3),
    "an empty passage": lambda said: passage(said).update(units=[]),
    "lines from nowhere": lambda said: passage(said).update(lines=[0, 2]),
    "lines backwards": lambda said: passage(said)["units"][0].update(lines=[4, 2]),
    "three lines": lambda said: passage(said).update(lines=[1, 2, 3]),
    "a unit on page nought": lambda said: passage(said)["units"][0].update(page=0),
    "page nought": lambda said: passage(said)["page"].update(first=0),
    "a standing unheard of": lambda said: passage(said).update(standing="agreed"),
    "text that is no text": lambda said: passage(said)["units"][0].update(text=5),
    "a NUL": lambda said: page(said).update(text="a\0b"),
    "a NUL behind a backslash": lambda said: page(said).update(text="a\\\0b"),
    "half a character": lambda said: page(said).update(text="\ud800"),
    "a first line too far": lambda said: page(said).update(first_line=2**70),
    "a word off the page": lambda said: page(said).update(words=[["a", 0, 0, 0, 1.5]]),
    "a word nowhere": lambda said: page(said).update(
        words=[{"text": "a", "left": float("nan"), "top": 0, "right": 0, "bottom": 0}]
    ),
    "unread and shown": lambda said: page(said).update(unread="scanned"),
    "members of no name": lambda said: said.update(members=[{"name": "", "refusal": None}]),
    "members without end": lambda said: said.update(members=[{"name": "a"}] * 5_001),
    "limbs without end": lambda said: said["understood"]["items"][0].update(limbs=[nested(400)]),
    "a field of the file unheard of": lambda said: said.update(owner="a"),
    "a field of the paper unheard of": lambda said: paper(said).update(owner="a"),
    "a field of a page unheard of": lambda said: page(said).update(html="<b>"),
    "a field of a unit unheard of": lambda said: passage(said)["units"][0].update(style="a"),
    "a notice too many": lambda said: paper(said).update(notices=["a"] * 20_001),
    "a word that moves the cursor": lambda said: page(said).update(
        words=[{"text": "\x1b[2J", "left": 0, "top": 0, "right": 0, "bottom": 0}]
    ),
    "a vote for yes": lambda said: said["understood"]["items"][0].update(
        votes=[{"votes_for": "y"}]
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_an_answer_out_of_order_is_refused(name: str) -> None:
    with pytest.raises(TransferError):
        forged(FORGERIES[name])


def test_the_answer_that_these_were_made_from_is_taken() -> None:
    file = forged(lambda said: None)
    assert file.understood == understand(text(MILL), name=NAME, digest=DIGEST)
    attached = forged(lambda said: said.update(members=[{"name": "a.pdf"}]))
    assert attached.members == (Member("a.pdf"),)


@pytest.mark.parametrize("said", ["[" * 100_000, "nonsense", "[]", "null", "3", '{"error": '])
def test_an_answer_that_is_no_file_is_refused_without_its_words(
    child: Callable[..., UnderstoodFile], said: str
) -> None:
    with pytest.raises(ReadError, match="no sound answer"):
        child(f"forge {said}")


def test_an_error_names_the_field_that_is_wrong_and_nothing_that_was_in_it() -> None:
    with pytest.raises(TransferError, match=r"malformed: understood\.passages$") as fault:
        forged(lambda said: passage(said)["units"][0].update(text={"Zebedee": "Yard"}))
    assert fault.value.__cause__ is None


def test_an_answer_of_millions_of_faults_does_not_take_the_callers_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TransferError):
        forged(lambda said: said["understood"].update(items=[0] * 2_000_000))
    with pytest.raises(TransferError):
        forged(lambda said: page(said).update(words=[{}] * 2_000_000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


def test_an_answer_of_millions_of_undeclared_fields_is_not_looked_through() -> None:
    said = b'{"format": "text", "understood": null, "members": []' + b',"":0' * MAX_COLONS + b"}"
    with pytest.raises(TransferError, match="too many fields"):
        decode_file(said, name=NAME, digest=DIGEST)


# --- what is asked -----------------------------------------------------------------------


def test_a_request_comes_to_the_child_as_it_was_made() -> None:
    path = Path(os.fsdecode(b"/papers/minutes\xff of the\nmeeting.pdf"))
    asked = ReadRequest(
        path,
        LIMITS,
        ScanReading("eng+cym"),
        {3: "the reader broke down there"},
        kept=Path("/kept"),
        paper=PaperName("minutes.pdf", DIGEST),
        passage_words=80,
        member=2,
    )
    for request in (asked, ReadRequest(path)):
        assert REQUEST.decode(REQUEST.encode(request)) == request


def test_passages_are_of_the_length_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ferry.txt"
    said = "The committee heard that the ferry carried more passengers than last year. "
    path.write_text("Report on the ferry\n\n" + (said * 12 + "\n\n") * 4, "utf-8")

    def longest(**length: int) -> int:
        file = understand_paper(path, name="ferry.txt", digest=DIGEST, **length)
        assert file.understood is not None
        return max(len(passage.text.split()) for passage in file.understood.passages)

    assert longest(passage_words=40) <= 55 < 75 < longest()


# --- within the limits -------------------------------------------------------------------


def test_understanding_that_takes_too_long_is_stopped_by_its_processor_time(
    child: Callable[..., UnderstoodFile],
) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError) as stopped:
        child("many 300000", replace(LIMITS, cpu=2.0))
    assert str(stopped.value) == (
        "understanding what it says was stopped after 2 s of processor time; "
        "split the file, or leave it out"
    )
    assert time.monotonic() - started < 25


def test_understanding_that_takes_too_long_is_stopped_by_the_clock(
    child: Callable[..., UnderstoodFile],
) -> None:
    with pytest.raises(ReadError, match=r"^understanding what it says was stopped after 3 s; "):
        child("many 300000", replace(LIMITS, wall=3.0))


def test_understanding_that_takes_too_much_memory_is_stopped(
    child: Callable[..., UnderstoodFile],
) -> None:
    with pytest.raises(ReadError, match=r"^understanding what it says takes more than 0\.3 GiB"):
        child("puzzle grow", replace(LIMITS, memory=300 * 1024**2))


def test_a_child_that_dies_of_understanding_is_an_error_of_no_page(
    child: Callable[..., UnderstoodFile],
) -> None:
    with pytest.raises(ReadError, match=r"^understanding what it says broke down: the file is"):
        child("puzzle abort")


def test_of_a_fault_in_understanding_only_its_kind_is_told(
    child: Callable[..., UnderstoodFile],
) -> None:
    with pytest.raises(ReadError) as fault:
        child("puzzle the sum withheld was 12 million")
    assert str(fault.value) == "the file could not be understood (LookupError); report this"


def test_a_child_stopped_in_reading_is_told_from_one_stopped_in_understanding(
    child: Callable[..., UnderstoodFile],
) -> None:
    with pytest.raises(ReadError, match="the reader was stopped after 1 s of processor time at"):
        child("spin", replace(LIMITS, cpu=1.0))


def test_pages_that_kill_the_reader_are_left_out_of_what_is_understood(
    child: Callable[..., UnderstoodFile],
) -> None:
    understood = child("abort_at_pages 3 8").understood
    assert understood is not None
    assert understood.pages[0].text == "left out [3, 8]"


def test_a_paper_that_is_not_slow_is_understood_within_the_same_limits(
    child: Callable[..., UnderstoodFile],
) -> None:
    said = minutes_text("the Old Mill", "the lease be renewed").replace("\n", " ")
    assert child(f"say {said}", replace(LIMITS, cpu=2.0)).understood is not None
