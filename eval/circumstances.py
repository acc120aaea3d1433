"""What a run was made with: settings, versions, the library and the gold, each by its digest.

Two runs can be compared only over the same gold; what else differs is named beside them.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

import qa
from eval.records import KeptPart

if TYPE_CHECKING:
    from eval.gold.questions import GoldQuestion
    from qa.answerer import Answerer
    from qa.library import Library
    from qa.settings import Settings

FORMAT = 1
PACKAGES = ("townclerk", "chromadb", "tantivy", "sentence-transformers", "torch", "numpy")
NOT_OF_ANSWERS = frozenset({"library", "host", "port", "judge_url", "judge_model", "judge_key"})
"""Settings that say where things are and change no answer."""
_SECRET = re.compile(r"key|token|secret|password", re.IGNORECASE)


class GoldAsked(KeptPart):
    """Which questions were asked."""

    files: dict[str, int]
    """{gold file: its questions}."""
    questions: int
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
        versions={"python": platform.python_version(), **_versions(PACKAGES)},
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
    """Count and digest the questions."""
    shown = sorted(
        json.dumps(_said({**asdict(question), "gold": None}), sort_keys=True)
        for question in questions
    )
    counts: dict[str, int] = {}
    for question in questions:
        counts[question.gold] = counts.get(question.gold, 0) + 1
    return GoldAsked(files=counts, questions=len(questions), digest=_digest(shown))


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


def _versions(names: Iterable[str]) -> dict[str, str | None]:
    return {name: _version(name) for name in names}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _said(value: object) -> object:
    """Return only what is said: a field that a later version adds, and leaves empty, is not."""
    if isinstance(value, dict):
        return {name: _said(item) for name, item in value.items() if item}
    if isinstance(value, tuple | list):
        return [_said(item) for item in value]
    return value


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:16]
