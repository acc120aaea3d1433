"""What is withheld of a file, and why: told to the administrator alone, never stored with a paper."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.file_names import ShownWords

GATE_VERSION = 2
"""The number of the gate's rules. With each change of them it grows by one; then what was withheld
is read again at the next ingest, and not taken for withheld because it was."""
MAX_WITHHELD = 2_000
"""Parts of one file that are told one by one."""


@dataclass(frozen=True, slots=True)
class Marking:
    """The words that mark a paper or a page, and where they stand."""

    words: str
    place: str
    """In plain words, as in `Withholding`."""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Withholding:
    """A paper, or a part of one, that the gate keeps out.

    Its words are the marking itself, never the text that it withholds. They are at most as long as
    `ShownWords` allows.
    """

    words: ShownWords
    """The words that decided, as a reader sees them."""
    place: ShownWords
    """Where they stand, in plain words: "head of the page", "note on the page", "file name"."""
    first_page: int | None = None
    """Of a PDF, from 1: the first page withheld; None where there are no pages or it is all."""
    last_page: int | None = None
    first_line: int | None = None
    """Of a part of a source without pages, from 1: the first line withheld."""
    whole: bool = True
    """Whether the whole file is withheld."""
    certain: bool = True
    """False where the gate was in doubt and withheld to be safe."""

    def key(self, digest: str) -> str:
        """Return the name under which the administrator admits it: of this file, this part."""
        if self.whole:
            part = "all"
        elif self.first_page is not None:
            part = str(self.first_page)
        else:
            part = f"line{self.first_line or 0}"
        return f"{digest[:16]}-{part}"
