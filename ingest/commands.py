"""The commands that feed the library; `ui.cli` mounts them. Heavy modules load when they run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from ingest.document import ScanReading
    from ingest.exemption.withholding import Withholding
    from ingest.file_names import Member
    from ingest.files.outcomes import PaperReader
    from qa.bootstrap import LoadedBeside
    from qa.library.review import Entry, Review


def run_ingest(
    settings: Settings,
    paths: list[Path],
    *,
    prune: bool,
    rebuild: bool,
    quiet: bool,
    passage_words: int | None = None,
    ray: str | None = None,
) -> int:
    """Ingest files and folders and print the report; return the exit code.

    Passages are of the usual length unless `passage_words` gives another. With `ray`, the address
    of a Ray cluster, its nodes read and embed the papers.
    0: all well. 1: some files failed, the rest are stored.
    """
    from ingest.document import ScanReading
    from ingest.passages import PASSAGE_WORDS
    from ingest.pipeline import ingest, summary
    from qa.bootstrap import LoadedBeside, open_library

    for path in paths:
        _must_exist(path)
    library = open_library(settings.library, create=True)
    scans = ScanReading(settings.ocr)
    try:
        embedder = LoadedBeside(settings.embedder, settings.encoder)
        with _reader_on(ray, embedder, settings, scans) as reads, _Bar(quiet=quiet) as bar:
            report = ingest(
                paths,
                library,
                embedder,
                prune=prune,
                rebuild=rebuild,
                scans=scans,
                passage_words=passage_words or PASSAGE_WORDS,
                progress=bar.show,
                expecting=embedder.expect,
                reads=reads,
            )
    finally:
        library.close()
    for line in library.mended:
        sys.stdout.write(f"{line}\n")
    for line in summary(report):
        sys.stdout.write(f"{line}\n")
    return 1 if report.failed else 0


@contextmanager
def _reader_on(
    address: str | None, embedder: LoadedBeside, settings: Settings, scans: ScanReading
) -> Iterator[PaperReader | None]:
    """Join the Ray cluster at an address; without one, nothing of Ray is imported."""
    if address is None:
        yield None
        return
    from ingest.cluster.ray_cluster import joined

    # The form is chosen here, once, and each node is told.
    with joined(address, embedder.loaded(), model=settings.embedder, scans=scans) as cluster:
        yield cluster
        for line in cluster.notes():
            sys.stdout.write(f"{line}\n")


def run_ingest_kept(settings: Settings) -> None:
    """Read anew, from the library's own copies, the papers whose records are lost or damaged.

    All of them where the catalogue is lost. Prints what came of it. Raises LibraryError.
    """
    from ingest.document import ScanReading
    from ingest.pipeline import ingest_kept, summary
    from qa.bootstrap import LoadedBeside, name_engines
    from qa.library.checking import copies_to_read

    library, copies, missing = copies_to_read(settings.library, name_engines(settings))
    try:
        embedder = LoadedBeside(settings.embedder, settings.encoder)
        with _Bar(quiet=False) as bar:
            report = ingest_kept(
                copies,
                library,
                embedder,
                scans=ScanReading(settings.ocr),
                progress=bar.show,
                expecting=embedder.expect,
            )
    finally:
        library.close()
    for line in (*summary(report), *missing):
        sys.stdout.write(f"{line}\n")


def run_check(settings: Settings, path: Path, *, as_json: bool = False) -> int:
    """Print what a file would be taken for, without storing anything; return the exit code.

    As JSON it is what `townclerk papers show --json` gives of a paper held.
    """
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
    if as_json:
        from qa.api.paper_details import paper_detail_json

        detail = paper_detail_json(paper, understood.items)
        sys.stdout.write(json.dumps(detail, ensure_ascii=False, indent=2) + "\n")
        return 0
    sys.stdout.write(f"{paper.kind.value}: {paper.title}\n")
    sys.stdout.write(f"{len(understood.items)} items, {len(understood.passages)} passages\n")
    for notice in paper.notices:
        sys.stdout.write(f"note: {notice}\n")
    _print_withheld(understood.withheld)
    _print_members(file.members or ())
    return 0


def run_review(settings: Settings, *, show_all: bool, as_json: bool) -> int:
    """Print the review list, without what has been decided unless `show_all`; return 0."""
    from contextlib import closing
    from dataclasses import asdict

    with closing(_open_review(settings.library)) as review:
        entries = [e for e in review.entries() if show_all or e.decision == "open"]
    if as_json:
        rows = [{**asdict(e.finding), **asdict(e)} for e in entries]
        listed = [{k: v for k, v in row.items() if k != "finding"} for row in rows]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
        return 0
    for entry in entries:
        for line in describe_entry(entry):
            sys.stdout.write(f"{line}\n")
    if not entries:
        sys.stdout.write("nothing to decide on\n" if not show_all else "nothing was kept out\n")
    return 0


def describe_entry(entry: Entry) -> list[str]:
    """Return the lines of an entry of the review list for a person."""
    found = entry.finding
    first, last = found.first_page, found.last_page
    pages = "" if first is None else f", page {first}" if first == (last or first) else ""
    pages = pages or (f", pages {first} to {last}" if first is not None else "")
    part = "" if found.whole or pages else ", a part of it"
    sure = "certain" if found.certain else "in doubt"
    decided = "" if entry.decision == "open" else f", {entry.decision}"
    note = f" ({entry.note})" if entry.note else ""
    names = "; ".join(entry.files) or "a file that is not there any more"
    return [
        f"{found.key}  {entry.first_seen[:10]}  {sure}{decided}{note}",
        f"  {names}{pages}{part}",
        f"  {found.place}: {found.words}",
    ]


def run_admit(settings: Settings, key: str, *, note: str) -> int:
    """Let an entry of the review list in, at once where its file is found; return the exit code."""
    from contextlib import closing

    from qa.bootstrap import open_library

    library = open_library(settings.library)
    try:
        with library.writing(), closing(_open_review(settings.library)) as review:
            entry = review.find(key)
            places = {**library.catalogue.origins(), **review.origins()}
            digests = library.catalogue.known()
            files = {*entry.files, *(n for n, digest in digests.items() if digest == entry.digest)}
            review.admit(entry, note)
    finally:
        library.close()
    sys.stdout.write(f"{entry.finding.key} is admitted\n")
    return _read_again(settings, entry.digest, {places[name] for name in files if name in places})


def _read_again(settings: Settings, digest: str, places: set[str]) -> int:
    """Ingest what lies at these places; say what came of the file with this digest."""
    from contextlib import closing

    from ingest.files.discover import WITHIN

    outermost = {Path(place.partition(WITHIN)[0]) for place in places}
    found = sorted(path for path in outermost if path.exists())
    code = 0
    if found:
        code = run_ingest(settings, found, prune=False, rebuild=False, quiet=True)
    with closing(_open_review(settings.library)) as review:
        waits = digest in review.pending()
    if waits:
        where = "; ".join(sorted(str(path) for path in outermost)) or "its place"
        sys.stdout.write(
            f"the file is not at {where} as it was; the decision takes effect when it is ingested "
            "again\n"
        )
    return code


def run_keep_out(settings: Settings, name: str, *, note: str) -> int:
    """Settle that an entry stays out, or withdraw a paper that is held; return the exit code.

    Raises ReviewError where `name` is neither.
    """
    from contextlib import closing

    from ingest.exemption.withholding import GATE_VERSION
    from qa.bootstrap import open_library
    from qa.errors import PaperNotFoundError, ReviewError

    library = open_library(settings.library)
    again: tuple[str, set[str]] | None = None
    try:
        with library.writing(), closing(_open_review(settings.library)) as review:
            origins, known = library.catalogue.origins(), library.catalogue.known()
            try:
                entry = review.find(name)
            except ReviewError:
                try:
                    paper = library.paper(name)
                    if name not in (paper.id, paper.file, *paper.same_as, Path(paper.file).name):
                        raise PaperNotFoundError("only a part of its name")
                except PaperNotFoundError as error:
                    raise ReviewError(
                        f"neither the review list nor the library has {name[:80]!r}; townclerk "
                        "review --all lists the one, townclerk papers the other"
                    ) from error
                places = {n: origins.get(n, "") for n, d in known.items() if d == paper.digest}
                key = review.withdraw(paper.digest, places, note, gate=GATE_VERSION)
                library.withdraw(paper.digest, paper.file)
                sys.stdout.write(f"{paper.file} is withdrawn, and stays out; its key is {key}\n")
                return 0
            review.keep_out(entry, note)
            held = {n for n, digest in known.items() if digest == entry.digest}
            if entry.finding.whole and held:
                library.withdraw(entry.digest, min(held))
            elif held and entry.decision == "admitted":
                again = entry.digest, {origins[n] for n in held if n in origins}
    finally:
        library.close()
    sys.stdout.write(f"{entry.finding.key} stays out\n")
    return _read_again(settings, *again) if again else 0


def _open_review(folder: Path) -> Review:
    """Open the review list of a library. Raises LibraryError where there is no library."""
    from qa.errors import LibraryError
    from qa.library.databases.folder import catalogue_of
    from qa.library.review import Review

    if catalogue_of(folder) is None:
        raise LibraryError(
            f"there is no library in {folder}; run townclerk ingest PATH first, "
            "or set TOWNCLERK_LIBRARY to the folder that holds one"
        )
    return Review(folder)


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
