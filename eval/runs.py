"""A run that was kept: its circumstances beside its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from eval.circumstances import FORMAT, Circumstances
from eval.records import Kept, RunError, read_records
from eval.summary import Outcome, Summary, put_together

CIRCUMSTANCES = "run.json"
MADE_OF_IT = ("judge.json", "report.html", "report.md", "report.json")
"""What is made of a run's records, and is out of date when they are written anew."""


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
    if made_with.gold.questions != len(records):
        raise RunError(f"{folder}: the run did not end; run it again")
    return Run(folder.resolve().name, made_with, tuple(records))
