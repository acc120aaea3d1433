"""Why a child came to no good end, in words that say what to do."""

from __future__ import annotations

import signal
from collections.abc import Collection
from dataclasses import dataclass

from ingest.sandbox.wire import REFUSAL, Fate, RefusalKind, TransferError
from qa.errors import ReadError

MAX_REASON = 500
MAX_FAULT = 40
PRINT_ANEW = "open it and print it to a new PDF, or leave it out"
SAVE_ANEW = "open it and save it anew"
SPLIT = "split the file, or leave it out"
BROKE_DOWN = "the reader broke down there"
STOPPED = "the system stopped the reader there twice, most likely for want of memory"


class ReaderCrashError(ReadError):
    """The child died of the file; `page` is the page it was reading, where there are pages."""

    def __init__(self, message: str, page: int | None, why: str = BROKE_DOWN, pages: int = 0):
        super().__init__(message)
        self.page = page
        self.why = why
        """For a notice, should the page be left out."""
        self.pages = pages
        """How many pages the file has, where that is known."""


class ReaderStoppedError(ReadError):
    """The system stopped the child, or did not let it begin: another time it may not.

    `page` is the page it was reading, where it may have been stopped because of that.
    """

    def __init__(self, message: str, page: int | None = None, pages: int = 0):
        super().__init__(message)
        self.page = page
        self.pages = pages


def too_many(
    death: ReaderCrashError | ReaderStoppedError, left_out: Collection[int]
) -> ReaderCrashError | ReaderStoppedError:
    """Return the error told where so many pages were left out that this one may not be too."""
    named = ", ".join(str(page) for page in sorted({*left_out, death.page or 0}))
    message = f"too many of its pages ({named}) cannot be read; of the last: {death}"
    return type(death)(message, death.page, pages=death.pages)


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a child had come, and the bytes of memory that it was allowed."""

    memory: int
    page: int | None = None
    """The page it was reading."""
    pages: int = 0
    """How many there are, where that is known."""
    to_blame: bool = False
    """Whether that page has taken so long that it may well be the one to leave out."""
    understanding: bool = False
    """Whether all was read, and what it says was being understood."""

    @property
    def place(self) -> str:
        """Where in the file, as the end of a clause."""
        return f" at page {self.page}" if self.page is not None else ""

    @property
    def much_memory(self) -> str:
        """More memory than allowed, in words."""
        return f"more than {self.memory / 1024**3:.1f} GiB of memory"


def stopped(after: str, stage: Stage) -> ReadError:
    """Return the error of a child out of time. A page that is to blame may be left out."""
    if stage.understanding:
        return ReadError(f"understanding what it says was stopped after {after}; {SPLIT}")
    message = f"the reader was stopped after {after}{stage.place}; {PRINT_ANEW}"
    if not stage.to_blame:
        return ReadError(message)
    why = f"the reader was stopped there after {after}"
    return ReaderCrashError(message, stage.page, why, stage.pages)


def ended_early(fate: Fate | None, stage: Stage) -> ReadError:
    """Return the error of a child that ended without finishing; no fate: nobody knows how."""
    if fate is not None and fate.code == -signal.SIGXCPU:
        return stopped(f"{fate.cpu:.0f} s of processor time", stage)
    if fate is None or fate.code == -signal.SIGKILL:
        return ReaderStoppedError(
            f"the system stopped the reader{stage.place}, most likely for want of memory; "
            "free some and try again",
            stage.page if fate else None,
            stage.pages,
        )
    if stage.understanding:
        return ReadError(
            "understanding what it says broke down: the file is made to need "
            f"{stage.much_memory}; {SPLIT}"
        )
    return ReaderCrashError(
        f"the reader broke down{stage.place}: the file is damaged, or made to need "
        f"{stage.much_memory}; {PRINT_ANEW}",
        stage.page,
        pages=stage.pages,
    )


def refusal(answer: bytes, stage: Stage) -> ReadError:
    """Return the error of a child that says itself why it has no answer."""
    try:
        refused = REFUSAL.decode(answer)
    except TransferError:
        return unsound()
    if refused.refusal is RefusalKind.ERROR:
        return ReadError(refused.words[:MAX_REASON])
    if refused.refusal is RefusalKind.MEMORY:
        if stage.understanding:
            return ReadError(f"understanding what it says takes {stage.much_memory}; {SPLIT}")
        message = f"reading it takes {stage.much_memory}{stage.place}; {PRINT_ANEW}"
        return ReaderCrashError(message, stage.page, f"that takes {stage.much_memory}", stage.pages)
    kind = refused.words[:MAX_FAULT]
    if stage.understanding:
        return ReadError(f"the file could not be understood ({kind}); report this")
    message = f"the reader does not understand the file{stage.place} ({kind!r}); {SAVE_ANEW}"
    return ReaderCrashError(
        message, stage.page, f"the reader does not understand it: {kind}", stage.pages
    )


def unsound(why: str = "") -> ReadError:
    """Return the error of an answer that no reader of ours would give."""
    return ReadError(f"the reader gave no sound answer{f' ({why})' * bool(why)}; {PRINT_ANEW}")
