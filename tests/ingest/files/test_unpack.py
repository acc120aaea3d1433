"""Papers within archives and messages: each is a paper of its own, through the same gate."""

from __future__ import annotations

import email.policy
import io
import stat
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from ingest.pipeline import Report, ingest
from qa.answerer import Answerer
from qa.api.app import create_api
from qa.library import Library
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, minutes_text, write_pdf
from tests.ingest.sandbox.hostile_files import small_docx, zipped

MILL = minutes_text("the Old Mill", "the lease of the Old Mill be renewed for five years")
BRIDGE = minutes_text("the Tolbooth Bridge", "the bridge be closed to lorries from 1 June 2024")
POOL = minutes_text("the Priory Baths", "the baths be opened on Sundays at £4.50 a swim")
RESTRICTED = (
    "NOT FOR PUBLICATION\n\nThis report is not for publication by virtue of paragraph 3 of "
    "Part 1 of Schedule 12A of the Local Government Act 1972.\n\n"
    "SALE OF ZEBEDEE YARD\n\nThe highest offer, from Wobbleton Estates, is £7,654,321.\n"
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


def take_in(library: Library, *paths: Path, prune: bool = False, rebuild: bool = False) -> Report:
    report = ingest(list(paths), library, FakeEmbedder(), prune=prune, rebuild=rebuild)
    assert not (library.folder / "unpacked").exists(), "nothing unpacked is left"
    return report


def counts(report: Report) -> dict[str, int]:
    names = ("read", "replaced", "skipped", "copies", "pruned", "ignored")
    found = {name: getattr(report, name) for name in names[:-1]}
    found["ignored"] = len(report.ignored)
    return {**{name: n for name, n in found.items() if n}, "failed": len(report.failed)}


def files_of(library: Library) -> set[str]:
    return {paper.file for paper in library.papers()}


def text_of(library: Library) -> str:
    return "\n".join(p.text for paper in library.papers() for p in library.passages_of(paper.id))


def all_bytes(folder: Path) -> bytes:
    """All that the library holds, but for the administrator's list."""
    paths = [path for path in folder.rglob("*") if path.parent.name != "review"]
    return b"".join(path.read_bytes() for path in paths if path.is_file())


def message(
    text: str | None = "Dear all, the papers are attached.", **named: bytes
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Clerk <clerk@brackwater.example>"
    mail["To"] = "members@brackwater.example"
    mail["Subject"] = "Papers for Cabinet – 14 March"
    mail["Message-ID"] = "<1@brackwater.example>"
    if text is not None:
        mail.set_content(text)
    for name, data in named.items():
        attach(mail, f"{name}.txt", data)
    return mail


def attach(mail: EmailMessage, name: str, data: bytes, kind: str = "octet-stream") -> None:
    mail.add_attachment(data, maintype="application", subtype=kind, filename=name)


# --- archives ----------------------------------------------------------------------------


def test_each_paper_of_an_archive_is_a_paper_of_its_own(library: Library, papers: Path) -> None:
    pdf = write_pdf(papers.parent / "pack.pdf", ("Agenda of Cabinet", "The Mill is let."))
    parts = {"2024/March/mill.txt": MILL.encode(), "pack.pdf": pdf.read_bytes()}
    (papers / "march.zip").write_bytes(zipped({**parts, "photo.jpg": b"\xff\xd8\xff"}))
    assert counts(take_in(library, papers)) == {"read": 2, "ignored": 1, "failed": 0}
    assert files_of(library) == {"march.zip/2024/March/mill.txt", "march.zip/pack.pdf"}
    assert library.paper("march.zip/pack.pdf").pages == 2
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    answer = answerer.ask("What was resolved on the lease of the Old Mill?")
    assert answer.citations[0].paper.file == "march.zip/2024/March/mill.txt"


def test_the_page_of_a_member_is_served(library: Library, papers: Path) -> None:
    pdf = write_pdf(papers.parent / "pack.pdf", ("Agenda of Cabinet", "The Mill is let."))
    (papers / "march.zip").write_bytes(zipped({"pack.pdf": pdf.read_bytes()}))
    take_in(library, papers)
    (papers / "march.zip").unlink()
    paper = library.papers()[0]
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    with TestClient(create_api(answerer)) as client:
        picture = client.get(f"/api/papers/{paper.id}/pages/2.png", params={"quote": "The Mill"})
        assert picture.headers["content-type"] == "image/png"
        opened = client.get(f"/papers/{paper.id}")
        pages = PdfReader(io.BytesIO(opened.content)).pages
        assert ["The Mill is let" in page.extract_text() for page in pages] == [False, True]
        assert 'filename="pack.pdf"' in opened.headers["content-disposition"]


def test_an_unchanged_archive_is_skipped_and_a_changed_member_replaced(
    library: Library, papers: Path
) -> None:
    archive = papers / "march.zip"
    archive.write_bytes(zipped({"mill.txt": MILL.encode(), "bridge.txt": BRIDGE.encode()}))
    take_in(library, papers)
    embedder = FakeEmbedder()
    ingest([papers], library, embedder)
    assert embedder.embedded == 0
    assert counts(take_in(library, papers)) == {"skipped": 2, "failed": 0}
    archive.write_bytes(zipped({"mill.txt": POOL.encode(), "bridge.txt": BRIDGE.encode()}))
    assert counts(take_in(library, papers)) == {"replaced": 1, "skipped": 1, "failed": 0}
    assert "Old Mill" not in text_of(library)
    assert counts(take_in(library, papers, rebuild=True)) == {"read": 2, "failed": 0}


def test_prune_drops_members_that_are_gone_and_keeps_those_of_an_archive_it_cannot_open(
    library: Library, papers: Path
) -> None:
    archive = papers / "march.zip"
    archive.write_bytes(zipped({"mill.txt": MILL.encode(), "bridge.txt": BRIDGE.encode()}))
    take_in(library, papers)
    archive.write_bytes(zipped({"mill.txt": MILL.encode()}))
    assert counts(take_in(library, papers)) == {"skipped": 1, "failed": 0}
    assert counts(take_in(library, papers, prune=True)) == {"skipped": 1, "pruned": 1, "failed": 0}
    assert files_of(library) == {"march.zip/mill.txt"}
    archive.write_bytes(zipped({"mill.txt": MILL.encode()})[:-30])
    assert counts(take_in(library, papers, prune=True)) == {"failed": 1}
    assert files_of(library) == {"march.zip/mill.txt"}
    archive.unlink()
    (papers / "bridge.txt").write_text(BRIDGE)
    assert counts(take_in(library, papers, prune=True)) == {"read": 1, "pruned": 1, "failed": 0}
    assert files_of(library) == {"bridge.txt"}
    assert b"Old Mill" not in all_bytes(library.folder)


def test_a_paper_in_an_archive_and_beside_it_is_one_paper_with_two_places(
    library: Library, papers: Path
) -> None:
    (papers / "mill.txt").write_text(MILL)
    (papers / "march.zip").write_bytes(zipped({"again.txt": MILL.encode(), "b.txt": MILL.encode()}))
    assert counts(take_in(library, papers)) == {"read": 1, "copies": 2, "failed": 0}
    paper = library.papers()[0]
    assert {paper.file, *paper.same_as} == {"march.zip/again.txt", "march.zip/b.txt", "mill.txt"}
    (papers / "march.zip").unlink()
    take_in(library, papers, prune=True)
    assert [(p.file, p.same_as) for p in library.papers()] == [("mill.txt", ())]
    assert "Old Mill" in library.source(library.papers()[0].id).read_text()


def test_two_archives_of_one_name_keep_their_papers_apart(library: Library, papers: Path) -> None:
    for folder, text in (("a", MILL), ("b", BRIDGE)):
        (papers / folder).mkdir()
        (papers / folder / "march.zip").write_bytes(zipped({"minutes.txt": text.encode()}))
    take_in(library, papers / "a")
    assert files_of(library) == {"march.zip/minutes.txt"}
    assert counts(take_in(library, papers / "b")) == {"read": 1, "failed": 0}
    assert files_of(library) == {"march.zip/minutes.txt", "b/march.zip/minutes.txt"}
    assert counts(take_in(library, papers / "b")) == {"skipped": 1, "failed": 0}


def odd_archive() -> bytes:
    """An archive in which little is as it should be."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (
            "../../escape.txt",
            "/etc/cron.d/job.txt",
            "C:\\windows\\a.txt",
            "a\\..\\b.txt",
        ):
            archive.writestr(name, BRIDGE + name)
        archive.writestr("mill.txt", MILL)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("mill.txt", POOL)
        archive.writestr("bomb.txt", b"0" * 60_000_000)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("empty.txt", b"")
        archive.writestr("wrong.pdf", b"no pdf at all, only words")
        archive.writestr("__MACOSX/._mill.txt", b"\x00\x05")
        archive.writestr("folder/", b"")
        archive.writestr("sub/\x1b[31mred.txt", POOL)
    return buffer.getvalue()


def test_what_cannot_be_taken_in_is_listed_with_its_reason(library: Library, papers: Path) -> None:
    (papers / "odd.zip").write_bytes(odd_archive())
    before = {path for path in papers.parent.rglob("*") if library.folder not in path.parents}
    report = take_in(library, papers)
    assert {p for p in papers.parent.rglob("*") if library.folder not in p.parents} == before
    assert files_of(library) == {"odd.zip/mill.txt", "odd.zip/sub/\\x1b[31mred.txt"}
    assert "Old Mill" in text_of(library)
    reasons = dict(report.failed)
    assert {name: words for name, words in reasons.items() if "leads out" in words}.keys() == {
        "odd.zip/escape.txt",
        "odd.zip/etc/cron.d/job.txt",
        "odd.zip/C:/windows/a.txt",
        "odd.zip/a/b.txt",
    }
    for name, words in {
        "mill.txt": "another file of that name",
        "bomb.txt": "zip bomb",
        "link.txt": "is a link",
        "empty.txt": "is empty",
        "wrong.pdf": "not a PDF",
    }.items():
        assert words in reasons[f"odd.zip/{name}"]
    assert len(report.ignored) == 1
    assert len(report.failed) == 9


def locked_archive() -> bytes:
    """An archive whose first member is flagged as encrypted."""
    data = bytearray(zipped({"a.txt": MILL.encode(), "b.txt": BRIDGE.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def test_a_locked_member_is_named_and_the_others_are_read(library: Library, papers: Path) -> None:
    (papers / "locked.zip").write_bytes(locked_archive())
    report = take_in(library, papers)
    assert report.read == 1
    assert [(name, "password" in words) for name, words in report.failed] == [
        ("locked.zip/a.txt", True)
    ]


def test_a_member_that_is_damaged_stops_no_other(library: Library, papers: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", MILL)
        archive.writestr("b.txt", BRIDGE)
    (papers / "march.zip").write_bytes(buffer.getvalue().replace(b"Old Mill be", b"Old Moll be"))
    report = take_in(library, papers)
    assert files_of(library) == {"march.zip/b.txt"}
    assert "damaged" in dict(report.failed)["march.zip/a.txt"]


def test_archives_within_archives_are_read_one_level_deep(library: Library, papers: Path) -> None:
    innermost = zipped({"deep.txt": POOL.encode(), "deeper.zip": zipped({"x.txt": b"x"})})
    inner = zipped({"bridge.txt": BRIDGE.encode(), "innermost.zip": innermost})
    (papers / "outer.zip").write_bytes(zipped({"inner.zip": inner, "report.docx": small_docx()}))
    report = take_in(library, papers)
    assert files_of(library) == {"outer.zip/inner.zip/bridge.txt", "outer.zip/report.docx"}
    assert {name for name, words in report.failed if "too deep" in words} == {
        "outer.zip/inner.zip/innermost.zip/deep.txt",
        "outer.zip/inner.zip/innermost.zip/deeper.zip",
    }


def test_an_archive_that_would_unpack_to_too_much_is_refused(
    library: Library, papers: Path
) -> None:
    (papers / "bomb.zip").write_bytes(zipped({f"{n}.txt": b"0" * 9_000_000 for n in range(40)}))
    (papers / "many.zip").write_bytes(zipped({f"{n}.txt": b"" for n in range(5_001)}))
    reasons = dict(take_in(library, papers).failed)
    assert "zip bomb" in reasons["bomb.zip"]
    assert "5,001 files" in reasons["many.zip"]


def test_a_size_that_lies_does_not_get_past_the_limit(library: Library, papers: Path) -> None:
    data = bytearray(zipped({"a.txt": b"0" * 9_000_000, "b.txt": MILL.encode()}))
    size = (9_000_000).to_bytes(4, "little")
    directory = data.index(b"PK\x01\x02")
    for start in (22, directory + 24):
        assert data[start : start + 4] == size
        data[start : start + 4] = (500).to_bytes(4, "little")
    (papers / "lying.zip").write_bytes(data)
    report = take_in(library, papers)
    assert [name for name, _ in report.failed] == ["lying.zip/a.txt"]
    assert files_of(library) == {"lying.zip/b.txt"}


def test_exempt_members_leave_no_trace(library: Library, papers: Path) -> None:
    parts = {"mill.txt": MILL.encode(), "zebedee offers.txt": RESTRICTED.encode()}
    (papers / "march.zip").write_bytes(zipped(parts))
    report = take_in(library, papers)
    assert counts(report) == {"read": 1, "failed": 0}
    held = all_bytes(library.folder).lower()
    for secret in (b"zebede", b"wobbleton", b"7,654,321"):
        assert secret not in held
    assert counts(take_in(library, papers)) == {"skipped": 1, "failed": 0}


def test_a_member_that_becomes_exempt_is_withdrawn(library: Library, papers: Path) -> None:
    (papers / "march.zip").write_bytes(zipped({"a.txt": POOL.encode(), "b.txt": MILL.encode()}))
    take_in(library, papers)
    (papers / "march.zip").write_bytes(
        zipped({"a.txt": RESTRICTED.encode(), "b.txt": MILL.encode()})
    )
    take_in(library, papers)
    assert files_of(library) == {"march.zip/b.txt"}
    assert b"Priory" not in all_bytes(library.folder)


def test_what_a_crash_left_unpacked_is_gone_after_the_next_ingest(
    library: Library, papers: Path
) -> None:
    left = library.folder / "unpacked"
    left.mkdir()
    (left / "0.txt").write_text(RESTRICTED)
    take_in(library, papers)
    assert b"Wobbleton" not in all_bytes(library.folder)


# --- messages ----------------------------------------------------------------------------


def test_a_message_is_a_paper_and_so_is_what_is_attached(library: Library, papers: Path) -> None:
    mail = message(
        "The lease of the Old Mill is to be discussed on Thursday.", bridge=BRIDGE.encode()
    )
    attach(mail, "logo.png", b"\x89PNG")
    (papers / "papers.eml").write_bytes(mail.as_bytes(policy=email.policy.SMTP))
    assert counts(take_in(library, papers)) == {"read": 2, "ignored": 1, "failed": 0}
    assert files_of(library) == {"papers.eml", "papers.eml/bridge.txt"}
    body = library.paper("papers.eml")
    assert body.title == "Papers for Cabinet – 14 March"
    lines = library.lines(body.id)
    assert lines[0] == "Papers for Cabinet – 14 March"
    assert "discussed on Thursday" in lines[2]
    assert "clerk@" not in "\n".join(lines), "addresses are no part of the paper"
    assert counts(take_in(library, papers)) == {"skipped": 2, "ignored": 1, "failed": 0}
    assert counts(take_in(library, papers, prune=True))["skipped"] == 2


def test_of_a_message_in_html_the_text_is_read(library: Library, papers: Path) -> None:
    mail = message(None)
    mail.set_content("<p>Cabinet <b>RESOLVED</b> that the Mill be let.</p>", subtype="html")
    (papers / "a.eml").write_bytes(mail.as_bytes())
    take_in(library, papers)
    assert "Cabinet RESOLVED that the Mill be let." in text_of(library)
    mail = message("The plain words.")
    mail.add_alternative("<p>The adorned words.</p>", subtype="html")
    (papers / "a.eml").write_bytes(mail.as_bytes())
    take_in(library, papers)
    assert "plain words" in text_of(library)
    assert "adorned" not in text_of(library)


def test_a_message_without_words_brings_only_its_papers(library: Library, papers: Path) -> None:
    (papers / "a.eml").write_bytes(message("", mill=MILL.encode()).as_bytes())
    assert counts(take_in(library, papers)) == {"read": 1, "failed": 0}
    assert files_of(library) == {"a.eml/mill.txt"}
    assert counts(take_in(library, papers, prune=True)) == {"skipped": 1, "failed": 0}


def test_a_message_within_a_message_is_read_with_what_it_brings(
    library: Library, papers: Path
) -> None:
    inner = message("The forwarded words on the Baths.", mill=MILL.encode())
    inner.replace_header("Subject", "Baths / opening hours v1.2")
    outer = message("See below.")
    outer.add_attachment(inner)
    attach(outer, "set.zip", zipped({"bridge.txt": BRIDGE.encode()}), "zip")
    (papers / "a.eml").write_bytes(outer.as_bytes())
    assert counts(take_in(library, papers)) == {"read": 4, "failed": 0}
    forwarded = "a.eml/Baths _ opening hours v1.2.eml"
    assert files_of(library) == {
        "a.eml",
        forwarded,
        f"{forwarded}/mill.txt",
        "a.eml/set.zip/bridge.txt",
    }


def test_messages_too_deep_are_named(library: Library, papers: Path) -> None:
    mail = message("The innermost words.")
    for depth in range(6):
        outer = message(f"Words at depth {depth}.")
        outer.replace_header("Subject", f"Depth {depth}")
        outer.add_attachment(mail)
        mail = outer
    (papers / "a.eml").write_bytes(mail.as_bytes())
    report = take_in(library, papers)
    assert report.read == 4
    assert [words[:14] for _, words in report.failed] == ["it is too deep"]


def test_an_exempt_message_takes_what_is_attached_with_it(library: Library, papers: Path) -> None:
    (papers / "a.eml").write_bytes(message("Nothing yet.", mill=MILL.encode()).as_bytes())
    take_in(library, papers)
    assert len(files_of(library)) == 2
    (papers / "a.eml").write_bytes(message(RESTRICTED, mill=MILL.encode()).as_bytes())
    assert counts(take_in(library, papers)) == {"failed": 0}
    assert files_of(library) == set()
    held = all_bytes(library.folder)
    assert b"Wobbleton" not in held
    assert b"Old Mill" not in held


@pytest.mark.parametrize(
    ("charset", "data", "words"),
    [
        ("windows-1252", "the rent is £900 – agreed".encode("cp1252"), "rent is £900 – agreed"),
        ("no-such-charset", "the rent is £900".encode(), "rent is £900"),
        ("utf-8", "the rent is £900".encode("cp1252"), "rent is £900"),
        ("koi8-r", "привет, the rent".encode("koi8-r"), "привет, the rent"),
        ('"utf-8; bad', b"the rent is due", "rent is due"),
    ],
)
def test_a_wrong_set_of_characters_loses_no_words(
    library: Library, papers: Path, charset: str, data: bytes, words: str
) -> None:
    head = f"From: a@b.example\nMessage-ID: <1>\nContent-Type: text/plain; charset={charset}\n"
    (papers / "a.eml").write_bytes(
        head.encode() + b"Subject: =?no-such?Q?odd=FF?= =?utf-8?B?!!!?=\n"
        b"Content-Transfer-Encoding: 8bit\n\n" + data
    )
    report = take_in(library, papers)
    assert report.failed == []
    assert words in text_of(library)


def test_a_subject_made_to_take_long_takes_no_time(library: Library, papers: Path) -> None:
    words = b"=?utf-8?Q?a?= " * 100_000
    head = b"From: a@b.example\nMessage-ID: <1>\nSubject: =?utf-8?B?A?= " + words
    (papers / "a.eml").write_bytes(head + b"\n\nThe words of the message.")
    report = take_in(library, papers)
    assert report.read == 1
    assert report.seconds < 10


def hostile_messages() -> dict[str, bytes]:
    head = b"From: a@b.example\nMessage-ID: <1>\nMIME-Version: 1.0\n"
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(60)
    )
    many = b"".join(b"--b\nContent-Type: text/plain\n\nwords\n" for _ in range(600))
    return {
        "nested": head + nested + b"Content-Type: text/plain\n\nwords\n",
        "many": head + b"Content-Type: multipart/mixed; boundary=b\n\n" + many + b"--b--\n",
        "encrypted": head + b"Content-Type: application/pkcs7-mime\n\nAAAA",
        "no mail": b"These are only words, and no message.",
    }


@pytest.mark.parametrize("kind", hostile_messages())
def test_a_hostile_message_is_refused_with_a_reason(
    library: Library, papers: Path, kind: str
) -> None:
    (papers / "a.eml").write_bytes(hostile_messages()[kind])
    report = take_in(library, papers)
    assert report.read == 0
    assert [name for name, _ in report.failed] == ["a.eml"]
    reason = {
        "nested": "over 30 deep",
        "many": "over 500 parts",
        "encrypted": "is encrypted",
        "no mail": "not an e-mail",
    }[kind]
    assert reason in report.failed[0][1]


@pytest.mark.parametrize(
    "name", ["../../../escape.txt", "C:\\a.txt", "a\x00b.txt", "x" * 400 + ".txt", ".txt", "con/.."]
)
def test_odd_names_of_attachments_are_made_safe(library: Library, papers: Path, name: str) -> None:
    safe = name.replace("\x00", "%00").replace("\\", "%5C").replace("/", "%2F")
    mail = (
        "From: a@b.example\nMessage-ID: <1>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"
        f"Content-Disposition: attachment; filename*=utf-8''{safe}\n\n{MILL}\n--b--\n"
    )
    (papers / "a.eml").write_text(mail)
    before = set(papers.parent.iterdir())
    report = take_in(library, papers)
    assert set(papers.parent.iterdir()) == before
    assert report.failed == []
    (paper,) = library.papers()
    assert paper.file.startswith("a.eml/")
    assert paper.file.endswith(".txt")
    assert ".." not in paper.file.split("/")
    assert len(paper.file) < 250
    assert paper.file.isprintable()


def test_attachments_of_one_name_are_told_apart(library: Library, papers: Path) -> None:
    mail = message("Two papers.")
    attach(mail, "report.txt", MILL.encode())
    attach(mail, "report.txt", BRIDGE.encode())
    (papers / "a.eml").write_bytes(mail.as_bytes())
    take_in(library, papers)
    assert files_of(library) == {"a.eml", "a.eml/report.txt", "a.eml/report (2).txt"}


def test_a_reports_cover_in_a_text_file_is_no_message(library: Library, papers: Path) -> None:
    (papers / "report.txt").write_text(
        f"From: Head of Property\nTo: Cabinet\nSubject: Mill\n\n{MILL}"
    )
    take_in(library, papers)
    assert library.lines(library.papers()[0].id)[0] == "From: Head of Property"
