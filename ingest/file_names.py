"""What is known by a file's name alone: whether it may be a paper, and how the name is shown.

`list_members` applies it to the files within an archive or attached to a message.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

MAX_SHOWN = 1_000
"""Characters of a title, label, notice or name."""
MAX_MEMBERS = 5_000
MAX_NAME = 200
DRIVE = re.compile(r"[A-Za-z]:")
UNSAFE = "its name leads out of the archive; unpack the archive yourself and give the papers inside"
TWICE = "the archive holds another file of that name; unpack it and give the papers inside"
CONTAINERS = frozenset({".zip", ".eml"})
"""Endings of what may hold papers besides being one."""
SUFFIXES = (
    frozenset({".pdf", ".txt", ".md", ".docx", ".docm", ".rtf", ".html", ".htm"}) | CONTAINERS
)
OTHER_DOCUMENTS = frozenset(
    f".{ending}"
    for ending in (
        *("doc", "dot", "dotx", "dotm", "odt", "ods", "odp", "pages", "numbers", "key"),
        *("wpd", "wps", "xps", "oxps", "epub", "mht", "mhtml", "xhtml", "markdown"),
        *("xls", "xlsx", "xlsm", "ppt", "pptx", "msg", "tif", "tiff"),
    )
)
"""Endings of documents of which most are of kinds that no reader here takes. Such a file may be a
paper, so it is tried, and named with the reason where it cannot be read."""
SUFFIX_OF = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "message/rfc822": ".eml",
    "text/html": ".html",
    "text/plain": ".txt",
}
"""The ending of a file whose name has none, by the kind that a message or PDF gives."""
OLDER_MESSAGE = "older message"
"""Begins the name of what stands below a message that answers it; its number follows."""
HIDDEN = (".", "~$")
"""How the names of hidden files and of Word's lock files begin."""
HIDDEN_FOLDERS = frozenset({"__MACOSX"})


def is_shown(words: str) -> bool:
    """Whether these are words that may be shown on a line."""
    return len(words) <= MAX_SHOWN and words.isprintable()


def _must_be_shown(words: str) -> str:
    if not is_shown(words):
        raise ValueError("not to be shown on a line")
    return words


ShownWords = Annotated[str, AfterValidator(_must_be_shown)]
"""Words that may be shown on a line; checked where they come out of a child process."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file within an archive or message; its number is its place among the members."""

    name: Annotated[ShownWords, Field(min_length=1)]
    """Safe to show; no part of any path that is written to."""
    refusal: ShownWords | None = None
    """Why it is not read, where that is known without unpacking it."""
    ignored: bool = False
    """Of a kind that is no paper, as other files in a folder are."""


def list_members(entries: Iterable[tuple[str, str | None]]) -> tuple[Member, ...]:
    """Return the members from (name as given, refusal), in the same order.

    Hidden files, and files of kinds that are no papers, are ignored as in a folder.
    """
    taken: set[str] = set()
    members = []
    for given, refusal in entries:
        parts = given.replace("\\", "/").split("/")
        unsafe = ".." in parts or not parts[0] or bool(DRIVE.match(given))
        name = "/".join(_shown_part(part) for part in parts if part not in ("", ".", ".."))
        hidden = any(part.startswith(HIDDEN) or part in HIDDEN_FOLDERS for part in parts)
        ignored = not unsafe and (hidden or _suffix(name) not in SUFFIXES | OTHER_DOCUMENTS)
        if refusal is None and not ignored:
            refusal = UNSAFE if unsafe else TWICE if name in taken else None
        taken.add(name)
        members.append(Member(name or "no name", None if ignored else refusal, ignored))
    return tuple(members)


def _shown_part(part: str) -> str:
    """Return one part of a name as it may be shown, its ending kept where it is long."""
    name = showable(part)
    return name if len(name) <= MAX_NAME else name[: MAX_NAME // 2] + name[-MAX_NAME // 2 :]


def showable(name: str) -> str:
    r"""Spell out characters that a terminal or a page would obey or not show, as in `\x0a`.

    These are controls, direction marks, invisible formats, unassigned code points and bytes
    that are no UTF-8; what can be seen, spaces of any width among them, is kept.
    """
    return "".join(
        char
        if char.isprintable() or unicodedata.category(char) == "Zs"
        else char.encode("unicode_escape", "backslashreplace").decode("ascii")
        for char in name
    )


def _suffix(name: str) -> str:
    _, dot, ending = name.rpartition("/")[2].rpartition(".")
    return f"{dot}{ending}".lower()
