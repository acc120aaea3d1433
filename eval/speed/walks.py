"""How much of the code a flow walks through: the modules it enters, and how often it changes them.

A change is a call from a function of one module of the project to one of another; calls that
come back through a library (a sort's key, a template's filter) count from the project's last
function. Each flow goes once before it is counted, so that what is only loaded once is left out.
Reading and understanding run in this very process, without the confined one.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import resolve_name
from types import FrameType
from typing import TYPE_CHECKING

from eval.gold.evidence import HeldPapers
from eval.processes import BenchmarkError
from eval.runs.runner import run_gold
from qa.bootstrap import open_answerer

if TYPE_CHECKING:
    from eval.gold.questions import GoldQuestion

ROOT = Path(__file__).resolve().parents[2]
WINGS = tuple(f"{ROOT / wing}/" for wing in ("qa", "ingest", "eval", "ui"))
READ, UNDERSTAND = "ingest.readers.pdf.reader:read_pdf", "ingest.understand:understand"
"""By name, because the evaluator imports nothing of ingest."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What one flow walked through."""

    flow: str
    modules: tuple[str, ...]
    """Files of the modules entered, below the project's folder, in alphabetical order."""
    changes: int
    """Calls from one module of the project to another."""
    calls: int
    """All calls of the project's functions."""


def walk_flows(paper: Path, questions: Sequence[GoldQuestion], library: Path) -> list[Walk]:
    """Walk a paper read and understood, a question answered and scored, and a chat's follow-up.

    The question is the first that has an answer; its follow-up is the same, asked after it. Raises
    BenchmarkError where no question has an answer.
    """
    question = next((each for each in questions if each.answerable), None)
    if question is None:
        raise BenchmarkError("no gold question has an answer; name a file with one that has")
    read_pdf, understand = resolve_name(READ), resolve_name(UNDERSTAND)
    digest = hashlib.sha256(paper.read_bytes()).hexdigest()
    answerer = open_answerer(library)
    held = HeldPapers(answerer.library)
    asked = question.question
    flows: dict[str, Callable[[], object]] = {
        "a paper read and understood": lambda: understand(
            read_pdf(paper), name=paper.name, digest=digest
        ),
        "a question answered": lambda: answerer.ask(asked),
        "a question scored (two are asked)": lambda: run_gold([question], answerer, held),
        "a chat's follow-up, without its page": lambda: list(
            answerer.stream(asked, previous=[asked])
        ),
    }
    return [walk(name, flow) for name, flow in flows.items()]


def walk(flow: str, work: Callable[[], object], *, wings: Sequence[str] = WINGS) -> Walk:
    """Do the work twice, and return what the second time walked through.

    `wings` are folders, each with a slash at its end; what lies elsewhere is not the project's.
    """
    work()
    counter = _Counter(tuple(wings))
    with counter.counting():
        work()
    modules = tuple(sorted(file.removeprefix(f"{ROOT}/") for file in counter.files))
    return Walk(flow, modules, counter.changes, counter.calls)


@dataclass(slots=True)
class _Counter:
    """Counts the calls of the project's functions, on every thread that begins meanwhile."""

    wings: tuple[str, ...]
    files: set[str] = field(default_factory=set)
    changes: int = 0
    calls: int = 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count the calls made within."""
        before = sys.getprofile()
        sys.setprofile(self._count)
        threading.setprofile(self._count)
        try:
            yield
        finally:
            sys.setprofile(before)
            threading.setprofile(None)

    def _count(self, frame: FrameType, event: str, _: object) -> None:
        if event != "call" or not self._is_ours(frame):
            return
        file = frame.f_code.co_filename
        caller = frame.f_back
        while caller is not None and not self._is_ours(caller):
            caller = caller.f_back
        self.calls += 1
        self.files.add(file)
        self.changes += caller is not None and caller.f_code.co_filename != file

    def _is_ours(self, frame: FrameType) -> bool:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        return file.startswith(self.wings) and file != __file__ and name != "<module>"
