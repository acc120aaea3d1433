"""What the evaluator asks of its workers, and what they give back.

Nothing here imports what a worker measures: a message is read on both sides.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval.gold.evidence import Retrieved


class Message(BaseModel):
    """A task or a result, as JSON between two processes."""

    model_config = ConfigDict(frozen=True)


class Questions(Message):
    """Questions to be asked by a process that has answered one already."""

    questions: dict[str, str] = {}
    """{id: question}."""
    warm_up: str = ""
    """Asked first and not counted: models and indexes load with the first question."""
    depth: int = 10
    """Passages to find for each question."""


class Found(Message):
    """What was found for each question, and how long that took."""

    times_ms: tuple[float, ...]
    """In the order of the questions."""
    rankings: dict[str, tuple[Retrieved, ...]]
    """For each question by id, the passages found, best first."""
    files: tuple[str, ...] = ()
    """Names of the papers held, those of copies included."""


class AskLibrary(Questions):
    """Ask the questions of a library."""

    library: Path


class TimeLibrary(AskLibrary):
    """Ask the questions of a library, each stage timed."""

    embedder: str
    """Name of the model that built the library."""


class LibraryTimes(Found):
    """One round of questions to a library, with the times of each stage.

    `times_ms` are those of each question asked for the first time.
    """

    stages_ms: tuple[dict[str, float], ...]
    """For each question, {stage: milliseconds}."""
    again_ms: tuple[float, ...]
    """Of the same questions asked once more."""
    open_seconds: float
    first_answer_seconds: float
    papers: int
    passages: int
    resident_mib: float
    """Memory in use after asking, less what was in use with the model loaded."""


class GrowingWork(StrEnum):
    """What a worker that measures growth can do."""

    ASK = "ask"
    """Ask the questions, narrowed in several ways."""
    CHANGE = "change"
    """Take a paper in and remove it, and ask after each."""
    PLAIN = "plain"
    """Search the library's vectors by llama-index with Chroma."""


class GrowingTask(TimeLibrary):
    """Measure a library of some size."""

    work: GrowingWork


class Grown(Message):
    """What asking a library of some size took."""

    asking_ms: dict[str, tuple[float, ...]]
    """{what the questions were narrowed to: milliseconds of each}."""
    cpu_ms: dict[str, tuple[float, ...]]
    """The same of the processor's own time."""
    rankings: dict[str, tuple[Retrieved, ...]]
    open_seconds: float
    """From opening to the first answer, the model loaded."""
    resident_mib: float
    """Memory of the whole process that has answered, the model included."""
    found_share: float
    """Share of the 60 nearest of an exact scan that the vector search finds."""
    papers: int
    passages: int


class Changed(Message):
    """What it took that one paper came and went, in seconds."""

    ingest: float
    """The whole command."""
    answer_after: float
    """The next answer of a process that goes on asking."""
    answer_before: float
    """An answer to the same question, before the paper came."""
    removal: float
    """In an open library."""
    answer_after_removal: float
    doctor: float
    """The whole command."""


class PlainlyFound(Message):
    """What llama-index found with Chroma in the library's vectors."""

    times_ms: tuple[float, ...]
    rankings: dict[str, tuple[Retrieved, ...]]
    resident_mib: float


class LlamaIndexWork(StrEnum):
    """What the worker of llama-index can do."""

    INGEST = "ingest"
    """Read, split, embed and store papers."""
    ASK = "ask"
    """Retrieve from a store that was made before."""
    RANK = "rank"
    """Ingest, then rank the chunks by each of the retrievers."""


class Retriever(StrEnum):
    """A way in which llama-index finds chunks."""

    DENSE = "dense"
    WORDS = "words"
    BOTH = "both"


class LlamaIndexTask(Questions):
    """Something to be done by llama-index with papers and a store."""

    work: LlamaIndexWork
    papers: tuple[Path, ...]
    store: Path
    chunk: int | None = None
    """Tokens a chunk; None: llama-index's default."""
    retrievers: tuple[Retriever, ...] = ()


class FoundBy(Message):
    """What each retriever found; empty after an ingest."""

    found: dict[Retriever, Found] = {}


class Part(StrEnum):
    """A bare part of a pipeline, which no pipeline built on it can pass."""

    PDFIUM = "pdfium"
    ENCODER = "encoder"
    PLAIN_ENCODER = "plain encoder"


class LimitTask(Message):
    """A bare part to be measured on PDFs."""

    part: Part
    papers: tuple[Path, ...]


class Limit(Message):
    """How fast a bare part is."""

    count: int
    """Pages read, or passages encoded."""
    per_second: float


class ReadTask(Message):
    """Papers to be read by `ingest.timing`, without embedding or storing."""

    papers: tuple[Path, ...]
    languages: str
    """For scans, joined by +; `off` leaves them unread."""
    by_page: bool = False
    """Each page is timed too, and understanding."""
    texts: bool = False
    """The text of the pages that OCR read is given."""


class PageTimes(Message):
    """Seconds that one page takes our reader and pdfium alone, in one process."""

    ours: float
    pdfium: float
    prose: bool
    """No line of it is read as a table's row; forms and boxed text are prose."""


class PaperTimes(Message):
    """Seconds that the stages of reading take for one paper."""

    pages: int
    recognised: tuple[int, ...]
    """The pages that OCR read."""
    read: float
    """In a child process, handed over."""
    understand: float = 0.0
    in_all: float = 0.0
    each: tuple[PageTimes, ...] = ()
    texts: dict[int, str] = {}


class ReadTimes(Message):
    """What reading took, paper by paper, in the order of the task."""

    papers: tuple[PaperTimes, ...]
