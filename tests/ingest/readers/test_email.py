"""What a message says beside the body that is read is seen."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from ingest.document import SeenAt, SourceDocument
from ingest.readers.email import attachment_chunks, read_message

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


REPLY = """Oldport Council has accepted the price of £8,150.

-----Original Message-----
From: Ina Teale
Sent: 1 July 2025 09:12
To: Clerk
Subject: The jetty

> I refuse the jetty at £12,800.

On Mon, 30 Jun 2025 at 11:15, Owen Pask <owen@oldport.example>
wrote:

> Will it cost £9,000?
"""


def test_older_messages_are_members_of_their_own_day(tmp_path: Path) -> None:
    mail = message(REPLY, Date="Fri, 11 Jul 2025 16:20:00 +0100")
    mail.add_attachment("Annex text", filename="annex.txt")
    source = read(mail, tmp_path / "a.eml")
    text = "\n".join(line.text for line in source.lines)
    assert "£8,150" in text
    assert "£12,800" not in text and "£9,000" not in text
    assert source.says.meeting == "11 July 2025"
    assert [member.name for member in source.members or ()] == [
        "annex.txt",
        "older message 1 of 2025-07-01.txt",
        "older message 2 of 2025-06-30.txt",
    ]
    first, second = (
        b"".join(attachment_chunks(tmp_path / "a.eml", number)).decode() for number in (1, 2)
    )
    assert first.startswith("Older message: The jetty\n\nThis is the older message below another")
    assert "sent on 1 July 2025 by Ina Teale" in first
    assert "I refuse the jetty at £12,800." in first and "£9,000" not in first
    assert "Will it cost £9,000?" in second
    assert b"".join(attachment_chunks(tmp_path / "a.eml", 0)).startswith(b"Annex text")


def test_a_marking_in_an_older_message_is_seen_of_the_message(tmp_path: Path) -> None:
    text = f"Agreed.\n\n-----Original Message-----\nFrom: A\nSent: 1 July 2025\n\n{MARKING}\n"
    source = read(message(text), tmp_path / "a.eml")
    assert MARKING in seen_at(source, SeenAt.OTHER_VERSION)


def test_lines_that_are_no_older_message_stay(tmp_path: Path) -> None:
    text = (
        "From: the harbour\nTo: the mill\n\nthe road is shut.\n\nOn Monday the Council wrote to "
        "them.\n\n---- \n\nSpeeds > 30 mph were seen.\n"
    )
    source = read(message(text), tmp_path / "a.eml")
    assert source.members == ()
    shown = "\n".join(line.text for line in source.lines)
    assert "the road is shut." in shown and "30 mph were seen." in shown
