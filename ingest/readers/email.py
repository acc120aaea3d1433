"""Read an e-mail: its subject and text are a paper, and its attachments are members of it.

So are the older messages below it: each is a paper of its own day.

Its headers give its sensitivity: `Sensitivity`, and the labels that Outlook writes. Runs in a
child process.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Sequence
from datetime import date
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path, PurePosixPath

from ingest.document import PageSays, SeenAt, SourceDocument
from ingest.exemption.names import label_marks
from ingest.file_names import OLDER_MESSAGE, SUFFIX_OF, Member, list_members
from ingest.readers.decoding import UNREAD, decode, unread_notices
from ingest.readers.html.beside import see_beside
from ingest.readers.html.reader import read_page
from ingest.readers.letters import mend
from ingest.readers.older_messages import OlderMessage, part_older
from ingest.readers.rows import Written, number_lines
from ingest.readers.seen import MORE_THAN_LOOKED_AT, SeenGatherer
from ingest.readers.tables.grid import tables_of
from ingest.readers.text import part_lines
from qa.errors import ReadError
from qa.papers import FileFormat

SECURED = re.compile(r"application/(?:x-)?pkcs7-mime|multipart/encrypted", re.I)


def read_message(path: Path) -> SourceDocument:
    """Read a message. Raises ReadError where it is too large, locked or of too many parts."""
    message = _parsed(path)
    if SECURED.match(message.get_content_type()):
        raise ReadError("the message is encrypted; open it, and save it without encryption")
    parts = list(_parts(message))
    subject = " ".join(header(message, "subject").split())
    form, body, unread = _body([part for part in parts if not _is_attached(part)])
    body, older = part_older(body)
    day = _day_sent(message)
    if body and subject:
        body = [Written(subject, bold=form == FileFormat.HTML), Written(""), *body]
    attached = [part for part in parts if _is_attached(part)]
    seen = SeenGatherer()
    _see_headers(message, seen)
    _see_attached(attached, seen)
    _see_other_versions(message, form, parts, seen)
    for below in older:
        for line in below.lines:
            seen.add(line, SeenAt.OTHER_VERSION)
    return SourceDocument(
        form,
        number_lines(body),
        tables=tables_of([line.grid for line in body]),
        title=subject or None,
        marks=tuple(_header_marks(message)),
        notices=(*unread_notices(unread), *([MORE_THAN_LOOKED_AT] if seen.full else ())),
        members=_members(attached, older),
        says=PageSays(meeting=f"{day.day} {day:%B %Y}" if day else None),
        seen=seen.found(),
        unseen=seen.full,
    )


MAX_BYTES = 100_000_000
"""The whole message is parsed in memory, in some five times its size."""


def _parsed(path: Path) -> Message:
    if path.stat().st_size > MAX_BYTES:
        raise ReadError(
            f"the message has over {MAX_BYTES / 1e6:.0f} MB; save what is attached and give that"
        )
    # The older policy takes any header as it is, where the newer one may fail.
    return email.message_from_bytes(path.read_bytes(), policy=policy.compat32)


MAX_PARTS = 500
MAX_DEPTH = 30
"""Parts within parts of one message. Messages within messages are read one by one."""


def _parts(message: Message, *, every: bool = False) -> Iterator[Message]:
    """Yield the parts that hold something, in order; of alternatives only the one to be read.

    With `every`, all alternatives are given.
    """
    waiting = [(message, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > MAX_PARTS or depth > MAX_DEPTH:
            raise ReadError(
                f"the message has over {MAX_PARTS} parts, or parts over {MAX_DEPTH} deep; save "
                "what is attached and give that"
            )
        if part.get_content_maintype() != "multipart" or not part.is_multipart():
            yield part
            continue
        inner = _inner(part)
        if part.get_content_subtype() == "alternative" and not every:
            inner = _preferred(inner)
        waiting.extend((found, depth + 1) for found in reversed(inner))


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    return (
        [found for found in payload if isinstance(found, Message)]
        if isinstance(payload, list)
        else []
    )


def _preferred(alternatives: list[Message]) -> list[Message]:
    """Return the plain text where it has words, else the last, which is the richest."""
    for part in alternatives:
        if part.get_content_type() == "text/plain" and _has_letters(_text(part)[0]):
            return [part, *(p for p in alternatives if _is_attached(p))]
    return alternatives[-1:]


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def _text(part: Message) -> tuple[str, int]:
    """Return a part's text, and how many of its characters could not be read."""
    data = _bytes(part)
    named = str(part.get_content_charset() or "").lower()
    if named and named not in ("utf-8", "us-ascii", "iso-8859-1", "windows-1252"):
        try:
            text = data.decode(named, "replace")
        except (LookupError, ValueError):
            return decode(data)
        return text, text.count(UNREAD)
    return decode(data)


def _bytes(part: Message) -> bytes:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        messages = inner if isinstance(inner, list) else []
        return b"\n".join(m.as_bytes() for m in messages if isinstance(m, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _is_attached(part: Message) -> bool:
    if part.get_content_type() not in ("text/plain", "text/html"):
        return True
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def header(message: Message, name: str) -> str:
    """Return a header's text; empty where there is none of that name."""
    return _decoded(message.get(name, ""))


MAX_HEADER = 4_000
"""Characters of a header that are decoded; the time for it grows with their square."""


def _decoded(value: object) -> str:
    """Decode a header; return a malformed one as it stands."""
    text = str(value)[:MAX_HEADER]
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError, MessageError):
        return text


def _body(parts: list[Message]) -> tuple[FileFormat, list[Written], int]:
    """Return the body's format, its lines, and how many characters could not be read."""
    plain = [_text(part) for part in parts if part.get_content_type() == "text/plain"]
    if any(_has_letters(text) for text, _ in plain):
        text = "\n".join(text for text, _ in plain).replace("\0", UNREAD)
        lines = [Written(line) for line in part_lines(mend(text.rstrip())).split("\n")]
        return FileFormat.TEXT, lines, sum(unread for _, unread in plain)
    pages = [_text(part) for part in parts if part.get_content_type() == "text/html"]
    lines = [line for text, _ in pages for line in read_page(mend(text)).lines]
    return FileFormat.HTML, lines, sum(unread for _, unread in pages)


PRIVATE = re.compile(r"\s*(?:private|company-confidential)\b", re.I)
"""How a mail program marks a message as not for all (RFC 2156)."""
MAX_HEADERS = 2_000
LABELS = "msip_labels"
"""The header in which Outlook gives the sensitivity labels: `MSIP_Label_..._Name=...; ...`."""


def _header_marks(message: Message) -> Iterator[str]:
    """Yield what the headers say about who may read the message: its kind, and its labels."""
    if PRIVATE.match(header(message, "sensitivity")):
        yield "Confidential"
    for name, value in islice(message.items(), MAX_HEADERS):
        # One by one, since several headers may have one name.
        if name.lower() == LABELS:
            yield from label_marks(_labels(str(value)))
        elif name.lower() != "sensitivity":
            key = re.sub("^x-", "", name, flags=re.I).replace("-", " ")
            yield from label_marks([(key, " ".join(_decoded(value).split()))])


MAX_LABELS = 100_000
"""Characters of that header that are read, where nothing in it has to be decoded."""
ENCODED = "=?"
"""What begins words of a header that are not in ASCII."""


def _labels(value: str) -> Iterator[tuple[str, str]]:
    """Yield the properties of the labels that a header gives, one after another."""
    text = "".join(value.splitlines())[:MAX_LABELS]
    for pair in (_decoded(text) if ENCODED in text else text).split(";"):
        key, _, label = pair.partition("=")
        yield "".join(key.split()), " ".join(label.split())


CARRIED = re.compile(
    r"received.*|return-path|delivered-to|message-id|references|in-reply-to|mime-version|"
    r"content-(?:type|transfer-encoding|disposition|id|language|length)|date|(?:x-)?originating-.*|"
    r"dkim-.*|arc-.*|authentication-.*|domainkey-.*|list-.*|precedence|user-agent|x-mailer|"
    r"x-(?:ms-(?!exchange-organization-(?:classification|sensitivity)).*|microsoft-.*|forefront-.*|"
    r"received.*|spam.*|virus.*|google-.*|gm-.*|eopattributed.*|originator.*|mailer|mimeole)|"
    r"thread-index|from|to|cc|bcc|reply-to|sender",
    re.I,
)
"""Headers of the systems that carry mail, and those that only say who wrote to whom."""


def _see_headers(message: Message, seen: SeenGatherer) -> None:
    """Hand over the headers, but not those that only serve to carry the message."""
    seen.full = seen.full or len(message.keys()) > MAX_HEADERS
    for name, value in islice(message.items(), MAX_HEADERS):
        if not CARRIED.fullmatch(name):
            text = " ".join(_decoded(value).split())
            if name.lower() == "subject":
                seen.add(text, SeenAt.TITLE)
            seen.add_named(name, text, SeenAt.MAIL_HEADER)


def _see_attached(parts: list[Message], seen: SeenGatherer) -> None:
    for part in parts:
        seen.add(_name(part), SeenAt.ATTACHMENT)
        seen.add(header(part, "content-description"), SeenAt.ATTACHMENT)


def _see_other_versions(
    message: Message, form: FileFormat, parts: list[Message], seen: SeenGatherer
) -> None:
    """Hand over the texts of a message of which the body that is read is another version.

    Mail programs show one of them, each its own. Of a page, what is beside its lines is given too.
    """
    read = f"text/{'plain' if form == FileFormat.TEXT else 'html'}"
    known = {id(part) for part in parts if part.get_content_type() == read or _is_attached(part)}
    try:
        for part in _parts(message, every=True):
            _see_version(part, seen, read=id(part) in known)
    except ReadError:  # too many parts, or a page that is too deep
        seen.full = True


def _see_version(part: Message, seen: SeenGatherer, *, read: bool) -> None:
    if part.get_content_maintype() != "text" or (read and _is_attached(part)):
        return
    text, _ = _text(part)
    is_page = part.get_content_type() == "text/html"
    if not read:
        lines = [line.text for line in read_page(text).lines] if is_page else text.splitlines()
        for line in lines:
            seen.add(line, SeenAt.OTHER_VERSION)
    if is_page:
        see_beside(text, seen)


def _day_sent(message: Message) -> date | None:
    """Return the day on which a message was sent, where it was sent."""
    try:
        return parsedate_to_datetime(header(message, "date")).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _members(parts: list[Message], older: Sequence[OlderMessage]) -> tuple[Member, ...]:
    """List what is attached, and then the older messages below the message.

    Parts without a name, or with the name of another, get a number.
    """
    names: list[str] = []
    for number, part in enumerate(parts, start=1):
        name = _name(part) or f"attachment {number}{SUFFIX_OF.get(part.get_content_type(), '')}"
        if name in names:
            path = PurePosixPath(name)
            name = f"{path.stem} ({number}){path.suffix}"
        names.append(name)
    for number, below in enumerate(older, start=1):
        names.append(f"{OLDER_MESSAGE} {number}{' of ' * bool(below.day)}{below.day}.txt")
    return list_members((name, None) for name in names)


ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def _name(part: Message) -> str:
    kind = part.get_content_type()
    name = _decoded(part.get_filename() or "")
    if not name and kind == "message/rfc822":
        inner = _inner(part)
        name = header(inner[0], "subject") if inner else ""
    name = " ".join(re.sub(r"^[A-Za-z]:|[/\\]+", "_", name).split()).lstrip(".")
    suffix = SUFFIX_OF.get(kind, "")
    # A message's name is its subject, in which a full stop begins no ending.
    if name and (kind == "message/rfc822" or not ENDING.search(name)):
        name = name if name.lower().endswith(suffix) else name + suffix
    return name


def attachment_chunks(path: Path, number: int) -> Iterator[bytes]:
    """Yield the bytes of an attachment or older message, counted from 0. Raises ReadError."""
    message = _parsed(path)
    parts = list(_parts(message))
    attached = [part for part in parts if _is_attached(part)]
    if number < len(attached):
        yield _bytes(attached[number])
        return
    _, body, _ = _body([part for part in parts if not _is_attached(part)])
    _, older = part_older(body)
    below = older[number - len(attached)]
    yield _as_text(below, " ".join(header(message, "subject").split())).encode()


def _as_text(below: OlderMessage, subject: str) -> str:
    """Return an older message as a text of its own, which says so."""
    day = date.fromisoformat(below.day) if below.day else None
    sent = f", sent on {day.day} {day:%B %Y}" if day else ""
    by = f" by {below.writer}" if below.writer else ""
    title = below.subject or subject or "no subject"
    says = f"This is the older message below another one{sent}{by}."
    return "\n\n".join([f"Older message: {title}", says, "\n".join(below.lines).strip(), ""])
