"""The commands that feed the library; `ui.cli` mounts them. Heavy modules load when they run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from ingest.exemption.withholding import Withholding
    from ingest.file_names import Member


def run_ingest(
    settings: Settings,
    paths: list[Path],
    *,
    prune: bool,
    rebuild: bool,
    quiet: bool,
    passage_words: int | None = None,
) -> int:
    """Ingest files and folders and print the report; return the exit code.

    Passages are of the usual length unless `passage_words` gives another.
    0: all well. 1: some files failed, the rest are stored.
    """
    from ingest.document import ScanReading
    from ingest.passages import PASSAGE_WORDS
    from ingest.pipeline import ingest, summary
    from qa.bootstrap import LoadedBeside, open_library

    for path in paths:
        _must_exist(path)
    library = open_library(settings.library, create=True)
    try:
        embedder = LoadedBeside(settings.embedder)
        with _Bar(quiet=quiet) as bar:
            report = ingest(
                paths,
                library,
                embedder,
                prune=prune,
                rebuild=rebuild,
                scans=ScanReading(settings.ocr),
                passage_words=passage_words or PASSAGE_WORDS,
                progress=bar.show,
                expecting=embedder.expect,
            )
    finally:
        library.close()
    for line in summary(report):
        sys.stdout.write(f"{line}\n")
    return 1 if report.failed else 0


def run_check(settings: Settings, path: Path) -> int:
    """Print what a file would be taken for, without storing anything; return the exit code."""
    import hashlib

    from ingest.document import ScanReading
    from ingest.file_names import showable
    from ingest.readers.gate import check_place
    from ingest.sandbox.isolation import understand_paper

    _must_exist(path)
    check_place(path)
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    name, scans = showable(path.name), ScanReading(settings.ocr)
    file = understand_paper(path, name=name, digest=digest, scans=scans)
    understood = file.understood
    if understood is None:
        _print_members(file.members or ())
        return 0
    if understood.restricted:
        sys.stdout.write("withheld: marked exempt or confidential; it would not be stored\n")
        _print_withheld(understood.withheld)
        return 0
    paper = understood.paper
    sys.stdout.write(f"{paper.kind.value}: {paper.title}\n")
    sys.stdout.write(f"{len(understood.items)} items, {len(understood.passages)} passages\n")
    for notice in paper.notices:
        sys.stdout.write(f"note: {notice}\n")
    _print_withheld(understood.withheld)
    _print_members(file.members or ())
    return 0


def _print_withheld(withheld: Sequence[Withholding]) -> None:
    """Print what decides that a file, or parts of it, are withheld, and how to let them in."""
    for one in withheld:
        where = "" if one.first_page is None else f", from page {one.first_page} to {one.last_page}"
        if one.first_line is not None:
            where = f", from line {one.first_line}"
        part = "the whole file" if one.whole else f"a part{where}"
        doubt = "" if one.certain else " (in doubt)"
        sys.stdout.write(f'withheld{doubt}: {part}; {one.place} says "{one.words}"\n')
        if one.place == "sensitivity label":
            sys.stdout.write(
                "if the paper is public, change the label in Word or Acrobat, save the paper and "
                "ingest it again\n"
            )


def _print_members(members: Sequence[Member]) -> None:
    """Print the names of what an archive or message holds."""
    for member in members:
        if not member.ignored:
            sys.stdout.write(
                f"within: {member.name}{f' ({member.refusal})' * bool(member.refusal)}\n"
            )


def _must_exist(path: Path) -> None:
    from qa.errors import ReadError

    if not path.exists():
        raise ReadError(f"{path} does not exist; give a file or folder that holds papers")


class _Bar:
    """A progress bar on a terminal's stderr; silence elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        if not quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._progress = Progress(console=Console(stderr=True), transient=True)

    def __enter__(self) -> _Bar:
        if self._progress is not None:
            self._progress.start()
            self._task = self._progress.add_task("Reading", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def show(self, done: int, total: int, name: str) -> None:
        """Move the bar; a `pipeline.Progress`."""
        if self._progress is not None and self._task is not None:
            from rich.markup import escape

            self._progress.update(
                self._task, completed=done, total=total, description=escape(name[-40:])
            )
