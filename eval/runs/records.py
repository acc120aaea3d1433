"""A run that is kept: a record of each question, and what the run was made with.

`records.jsonl` has one JSON object a line, written as the question is answered. `run.json` is
written when the run has ended: settings, versions, the library and the gold, each by its digest.
Two runs can be compared only over the same gold; what else differs is named beside them. The
report, a comparison and the gate are all made from these files and ask nothing again.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import qa
from eval.gold.evidence import HeldPapers, needs_of
from eval.ranking.measures import DEPTH, judge_passages
from eval.ranking.trec import write_trec
from eval.runs.summary import Outcome, Record, Summary, outcome_of, put_together
from eval.statistics import Share
from qa.answers import AnswerStatus, to_json
from qa.errors import TownclerkError
from qa.papers import Standing

if TYPE_CHECKING:
    from eval.gold.questions import GoldQuestion
    from qa.answerer import Answerer
    from qa.library import Library
    from qa.settings import Settings

RECORDS = "records.jsonl"
CIRCUMSTANCES = "run.json"
MADE_OF_IT = ("judge.json", "report.html", "report.md", "report.json")
"""What is made of a run's records, and is out of date when they are written anew."""
FORMAT = 2


class RunError(TownclerkError):
    """A run that was kept cannot be used; the message says what to do."""


class KeptPart(BaseModel):
    """A part of what is kept of a run, as it stands in its files."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class KeptEvidence(KeptPart):
    """A passage of a paper that is held and bears on the question."""

    doc: str
    page: int | None
    lines: tuple[int, int] | None
    quote: str
    alt: bool
    near_miss: bool


class Expected(KeptPart):
    """What the gold says."""

    answer: str
    standings: tuple[Standing | None, ...]
    evidence: tuple[KeptEvidence, ...]


class KeptFact(KeptPart):
    """A key fact, and whether the answer states it."""

    fact: str
    found: bool


class RankedHit(KeptPart):
    """A passage found, and the needs (by index) that it meets."""

    rank: int
    id: str
    score: float
    meets: tuple[int, ...]


class RecordLine(KeptPart):
    """One line of `records.jsonl`: all that is kept of a question.

    The gold's `must_not`, and its quotes from papers that are not held, are left out: they may be
    exempt. An answer that holds withheld text is left out too.
    """

    id: str
    question: str
    gold: str
    category: str
    answerable: bool
    expected: Expected
    faults: tuple[str, ...]
    facts: tuple[KeptFact, ...]
    measures: dict[str, float | None]
    """Those that are defined."""
    shares: dict[str, tuple[int | float, int | float]]
    """Part and whole of every measure."""
    chance: float | None = None
    wording_of: str = ""
    """Of another wording: the id of the question."""
    body: str = ""
    file: str = ""
    """Body whose papers answer, and the paper that the gold's first evidence is in."""
    ranking: tuple[RankedHit, ...]
    """A run file in TREC's layout and graded judgments can be made from it."""
    wall_ms: float
    times_ms: dict[str, float]
    answer: dict[str, Any]
    """As the answer contract has it, with at most ten hits."""
    declined_by: str | None = None
    """The check that found what the papers lack; None where it was not declined so, and in runs
    that were kept before this was."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A question of a kept run: what it adds to the figures, and all that was kept of it."""

    outcome: Outcome
    line: RecordLine

    @classmethod
    def of(cls, line: RecordLine) -> Kept:
        """Take the figures from a line."""
        shares = {name: Share(*share) for name, share in line.shares.items()}
        answer = line.answer
        outcome = Outcome(
            id=line.id,
            question=line.wording_of or line.id,
            gold=line.gold,
            category=line.category,
            answerable=line.answerable,
            shares=shares,
            times=line.times_ms,
            chance=line.chance,
            status=AnswerStatus(answer["status"]),
            standing=answer["standing"],
            paper_found=next((hit["file"] for hit in answer.get("hits", ())), None),
            paper_quoted=next((cited["paper"]["file"] for cited in answer["citations"]), None),
            body=line.body,
            file=line.file,
            declined_by=line.declined_by,
        )
        return cls(outcome, line)

    @property
    def shown(self) -> dict[str, Any]:
        """The line as plain JSON."""
        return self.line.model_dump(mode="json")


def record_line(record: Record) -> RecordLine:
    """Return what is kept of a question that was asked."""
    question, score, outcome = record.question, record.score, outcome_of(record)
    evidence = tuple(KeptEvidence.model_validate(item) for item in record.evidence)
    return RecordLine(
        id=question.id,
        question=question.question,
        gold=question.gold,
        category=question.category,
        answerable=question.answerable,
        expected=Expected(answer=question.answer, standings=question.standings, evidence=evidence),
        faults=score.faults,
        facts=tuple(KeptFact(fact=fact, found=found) for fact, found in score.facts),
        measures={name: share.value for name, share in score.shares.items() if share.whole},
        shares={name: (share.part, share.whole) for name, share in score.shares.items()},
        chance=outcome.chance,
        wording_of=question.wording_of,
        body=outcome.body,
        file=outcome.file,
        ranking=tuple(
            RankedHit(rank=hit.rank, id=hit.passage.id, score=hit.score, meets=tuple(sorted(met)))
            for hit, met in zip(record.answer.hits, score.found, strict=False)
        ),
        wall_ms=round(record.wall_ms, 2),
        times_ms={name: round(taken, 3) for name, taken in outcome.times.items()},
        answer=_answer_json(record),
        declined_by=record.answer.declined_by,
    )


def read_records(folder: Path) -> list[Kept]:
    """Read the records of a run. Raises RunError where there are none or they are not in order."""
    path = folder / RECORDS
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(
            f"{folder} holds no run; make one with: townclerk eval run GOLD --out {folder}"
        ) from error
    kept = []
    for number, line in enumerate(lines, 1):
        if line:
            try:
                kept.append(Kept.of(RecordLine.model_validate_json(line)))
            except ValidationError as error:
                raise RunError(
                    f"{path}:{number}: not a record that this version can read; run again"
                ) from error
    if not kept:
        raise RunError(f"{path} is empty: the run ended before its first answer; run it again")
    return kept


def _answer_json(record: Record) -> dict[str, Any]:
    shown = to_json(record.answer, hits=DEPTH)
    if not record.score.shares["withheld told"].part:
        return shown
    empty = {"answer": "(left out: it tells withheld text)", "citations": [], "hits": []}
    return {**shown, **empty}


@dataclass(frozen=True, slots=True)
class Run:
    """A run over gold questions, read back from its folder."""

    name: str
    """Name of its folder."""
    circumstances: Circumstances
    records: tuple[Kept, ...]

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """What each question adds to the figures."""
        return [record.outcome for record in self.records]

    @property
    def gold_digest(self) -> str:
        """Digest of the questions that were asked."""
        return self.circumstances.gold.digest

    def summary(self) -> Summary:
        """Put the records together, as they were when the run was made."""
        return put_together(self.outcomes, self.circumstances.not_held)


def begin_run(folder: Path | None) -> None:
    """Take away what says that an earlier run in this folder ended, and what was made of it."""
    if folder:
        for name in (CIRCUMSTANCES, *MADE_OF_IT):
            (folder / name).unlink(missing_ok=True)


def end_run(folder: Path, made_with: Circumstances, not_held: Sequence[str]) -> None:
    """Keep what a run was made with, beside its records: the run has ended."""
    ended = made_with.model_copy(update={"not_held": tuple(not_held)})
    text = ended.model_dump_json(indent=2, exclude_unset=True)
    (folder / CIRCUMSTANCES).write_text(text + "\n", encoding="utf-8")


def open_run(folder: Path) -> Run:
    """Read a run. Raises RunError where there is none, or none that is whole."""
    records = read_records(folder)
    path = folder / CIRCUMSTANCES
    try:
        made_with = Circumstances.model_validate_json(path.read_bytes())
    except OSError as error:
        raise RunError(f"{path} is missing: the run did not end; run it again") from error
    except ValidationError as error:
        raise RunError(f"{path} is spoilt, or of another version; run it again") from error
    if made_with.format != FORMAT or "not_held" not in made_with.model_fields_set:
        raise RunError(f"{folder}: made by another version; run it again")
    if (made_with.gold.asked or made_with.gold.questions) != len(records):
        raise RunError(f"{folder}: the run did not end; run it again")
    return Run(folder.resolve().name, made_with, tuple(records))


PACKAGES = (
    "townclerk",
    "chromadb",
    "tantivy",
    "onnxruntime",
    "sentence-transformers",
    "torch",
    "numpy",
)
NOT_OF_ANSWERS = frozenset({"library", "host", "port", "judge_url", "judge_model", "judge_key"})
"""Settings that say where things are and change no answer."""
_SECRET = re.compile(r"key|token|secret|password", re.IGNORECASE)


class GoldAsked(KeptPart):
    """Which questions were asked."""

    files: dict[str, int]
    """{gold file: its questions}."""
    questions: int
    asked: int | None = None
    """Wordings in which they were asked; None where each had one."""
    digest: str
    """Of all that the questions say, whatever the file."""


class LibraryHeld(KeptPart):
    """Which papers are held and how they were cut, by digest."""

    papers: int
    passages: int
    embedder: str | None
    papers_digest: str
    passages_digest: str


class Machine(KeptPart):
    """Where a run was made."""

    processors: int | None
    load: float
    """Processes that wanted a processor in the minute before."""


class Circumstances(KeptPart):
    """What a run is made with: `run.json`, which is written when the run has ended."""

    format: int = FORMAT
    made: str
    """Time, ISO 8601."""
    code: str | None = None
    """Digest of the product's own source."""
    versions: dict[str, str | None] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
    weights: dict[str, float] | None = None
    library: LibraryHeld | None = None
    gold: GoldAsked
    machine: Machine | None = None
    not_held: tuple[str, ...] = ()
    """Papers that the gold rests on and the library does not hold."""

    def shown(self) -> dict[str, Any]:
        """Return what was given, as plain JSON."""
        return self.model_dump(mode="json", exclude_unset=True)


def circumstances(
    settings: Settings, answerer: Answerer, questions: Sequence[GoldQuestion]
) -> Circumstances:
    """Return what a run is made with."""
    return Circumstances(
        format=FORMAT,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        code=code_digest(),
        versions={
            "python": platform.python_version(),
            **{name: _version(name) for name in PACKAGES},
        },
        settings=settings_json(settings.model_dump(mode="json")),
        weights=_weights(answerer),
        library=library_held(answerer.library),
        gold=gold_asked(questions),
        machine=Machine(processors=os.cpu_count(), load=round(os.getloadavg()[0], 2)),
    )


def settings_json(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the settings that bear on answers; of a secret only that it is set."""
    kept = {name: value for name, value in settings.items() if name not in NOT_OF_ANSWERS}
    return {
        name: ("set" if value else None) if _SECRET.search(name) else value
        for name, value in kept.items()
    }


def gold_asked(questions: Sequence[GoldQuestion]) -> GoldAsked:
    """Count and digest the questions, each wording as `eval.gold.questions.worded` gives it."""
    shown = sorted(
        json.dumps(_without_empty({**asdict(question), "gold": None}), sort_keys=True)
        for question in questions
    )
    counts = Counter(question.gold for question in questions if not question.wording_of)
    return GoldAsked(
        files=counts,
        questions=counts.total(),
        asked=len(questions) if len(questions) > counts.total() else None,
        digest=_digest(shown),
    )


def library_held(library: Library) -> LibraryHeld:
    """Count and digest what a library holds."""
    papers = sorted(library.papers(), key=lambda paper: paper.id)
    return LibraryHeld(
        papers=len(papers),
        passages=library.passage_count(),
        embedder=library.model_name,
        papers_digest=_digest(f"{paper.digest} {paper.file}" for paper in papers),
        passages_digest=_digest(
            f"{passage.id} {passage.standing.value} {passage.text}"
            for paper in papers
            for passage in library.passages_of(paper.id)
        ),
    )


def code_digest() -> str:
    """Return a digest of the product's own source, which a version number may lag behind."""
    root = Path(qa.__file__).parent
    files = sorted(p for p in root.rglob("*") if p.suffix in (".py", ".md", ".sql"))
    return _digest(f"{path.relative_to(root)} {path.read_text('utf-8')}" for path in files)


def _weights(answerer: Answerer) -> dict[str, Any] | None:
    weights = getattr(answerer.searcher, "weights", None)
    return asdict(weights) if is_dataclass(weights) and not isinstance(weights, type) else None


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _without_empty(value: object) -> object:
    """Leave out what is empty: a field that a later version adds changes no digest."""
    if isinstance(value, dict):
        return {name: _without_empty(item) for name, item in value.items() if item}
    if isinstance(value, tuple | list):
        return [_without_empty(item) for item in value]
    return value


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:16]


def write_run_files(folder: Path, records: Sequence[Record], held: HeldPapers) -> None:
    """Write the rankings of all questions, and the judgments of those that have an answer."""
    rankings = {
        record.question.id: [(hit.passage.id, hit.score) for hit in record.answer.hits]
        for record in records
    }
    judged = {
        record.question.id: judge_passages(needs_of(record.question, held.holds), held)
        for record in records
        if record.question.answerable
    }
    write_trec(folder, rankings, judged)
