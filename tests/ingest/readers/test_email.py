"""What a message says beside the body that is read is seen."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from ingest.document import SeenAt, SourceDocument
from ingest.readers.email import read_message

MARKING = "NOT FOR PUBLICATION"


def message(text: str = "The ferry is to be repaired.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Clerk <clerk@oldport.example>"
    mail["Subject"] = "The ferry"
    mail["Message-ID"] = "<1@oldport.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def read(mail: EmailMessage, path: Path) -> SourceDocument:
    path.write_bytes(bytes(mail))
    return read_message(path)


def seen_at(source: SourceDocument, where: SeenAt) -> list[str]:
    return [one.words for one in source.seen if one.where is where]


def test_headers_are_seen_but_not_those_that_carry_the_message(tmp_path: Path) -> None:
    mail = message(
        Sensitivity="Company-Confidential",
        Importance="high",
        Keywords="exempt, depot",
        Comments="Cyfyngedig \u2013 restricted",
        X_Oldport_Classification="OFFICIAL-SENSITIVE",
        Received="from a by b",
        DKIM_Signature="v=1",
    )
    source = read(mail, tmp_path / "a.eml")
    assert seen_at(source, SeenAt.TITLE) == ["The ferry"]
    assert seen_at(source, SeenAt.MAIL_HEADER) == [
        "Subject: The ferry",
        "Sensitivity: Company-Confidential",
        "Importance: high",
        "Keywords: exempt, depot",
        "Comments: Cyfyngedig \u2013 restricted",
        "X-Oldport-Classification: OFFICIAL-SENSITIVE",
    ]


def test_the_version_of_the_text_that_is_not_read_is_seen(tmp_path: Path) -> None:
    mail = message()
    page = f"<body><p>{MARKING}</p><img alt='Exempt'><!-- private --></body>"
    mail.add_alternative(page, subtype="html")
    source = read(mail, tmp_path / "a.eml")
    assert MARKING not in "".join(line.text for line in source.lines)
    assert seen_at(source, SeenAt.OTHER_VERSION) == [MARKING]
    assert seen_at(source, SeenAt.PICTURE) == ["Exempt"]
    assert seen_at(source, SeenAt.HIDDEN) == ["private"]


def test_what_a_page_that_is_read_hides_is_seen(tmp_path: Path) -> None:
    mail = message()
    mail.set_content(f"<p>The ferry.</p><p hidden>{MARKING}</p>", subtype="html")
    source = read(mail, tmp_path / "a.eml")
    assert seen_at(source, SeenAt.HIDDEN) == [MARKING]
    assert seen_at(source, SeenAt.OTHER_VERSION) == []


def test_names_of_what_is_attached_are_seen_and_its_text_is_its_own(tmp_path: Path) -> None:
    mail = message()
    mail.add_attachment(MARKING, filename="Exempt annex.txt")
    inner = message(MARKING)
    mail.add_attachment(inner)
    source = read(mail, tmp_path / "a.eml")
    assert seen_at(source, SeenAt.ATTACHMENT) == ["Exempt annex.txt", "The ferry.eml"]
    assert not any(one.words == MARKING for one in source.seen)
    assert len(source.members or ()) == 2


def test_more_headers_than_can_be_looked_at_are_said(tmp_path: Path) -> None:
    mail = message()
    head, _, body = bytes(mail).partition(b"\n\n")
    many = b"".join(b"\nX-Note: number %d" % number for number in range(3_000))
    (tmp_path / "a.eml").write_bytes(head + many + b"\n\n" + body)
    source = read_message(tmp_path / "a.eml")
    assert source.unseen and source.lines and len(source.notices) == 1
