"""Judging the answers of a kept run, and keeping the verdicts beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from eval.judge import QUESTIONS, Verdict, prompt_for
from eval.runs import Run

JUDGED = "judged.jsonl"
JUDGE = "judge.json"
"""What the verdicts come to, with the agreement if it was measured."""

Judged = dict[str, Any]
"""A line of `judged.jsonl`: id, model, faithful, correct, reasons, digest of what was asked."""
Progress = Callable[[int, int], None]


class AsksAModel(Protocol):
    """Gives verdicts; `eval.judge.Judge` is the real one."""

    model: str

    def ask(self, prompt: str) -> Verdict:
        """Return the verdict on a prompt."""
        ...


def judge_run(
    run: Run, judge: AsksAModel, folder: Path, *, progress: Progress = lambda done, total: None
) -> list[Judged]:
    """Ask the judge about every answer, and about every refusal whether it is correct.

    What was judged before by the same model, on the same words, is taken from `judged.jsonl`,
    so that a run that was cut off goes on where it stopped.
    """
    before = {(line["id"], line["asked"]): line for line in read_judged(folder)}
    judged: list[Judged] = []
    with (folder / JUDGED).open("a", encoding="utf-8") as file:
        for record in run.records:
            prompts = prompts_for(record.shown)
            asked = _digest(judge.model, prompts)
            line = before.get((record.outcome.id, asked))
            if line is None:
                line = _judge(record.outcome.id, asked, prompts, judge)
                file.write(_line(line))
                file.flush()
            judged.append(line)
            progress(len(judged), len(run.records))
    (folder / f"{JUDGED}.new").write_text("".join(map(_line, judged)), encoding="utf-8")
    (folder / f"{JUDGED}.new").replace(folder / JUDGED)
    return judged


def prompts_for(shown: Mapping[str, Any]) -> dict[str, str]:
    """Return what the judge is asked about a kept record; a refusal cites nothing to be true to."""
    answer = shown["answer"]
    quotes = "\n\n".join(f"[{c['number']}] {c['quote']}" for c in answer["citations"])
    given = {
        "question": shown["question"],
        "answer": answer["answer"],
        "quotes": quotes,
        "expected": shown["expected"]["answer"],
    }
    wanted = [name for name in QUESTIONS if given["quotes" if name == "faithful" else "expected"]]
    return {name: prompt_for(name, given) for name in wanted}


def read_judged(folder: Path) -> list[Judged]:
    """Read the verdicts kept beside a run; none where it was not judged."""
    path = folder / JUDGED
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.endswith("}")]


def read_judge(folder: Path) -> dict[str, Any] | None:
    """Read what the verdicts came to; None where the run was not judged."""
    path = folder / JUDGE
    if not path.exists():
        return None
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _judge(identity: str, asked: str, prompts: Mapping[str, str], judge: AsksAModel) -> Judged:
    verdicts = {name: judge.ask(prompt) for name, prompt in prompts.items()}
    nothing = Verdict(None, "")
    return {
        "id": identity,
        "model": judge.model,
        **{name: verdicts.get(name, nothing).holds for name in QUESTIONS},
        "reasons": {name: verdict.reason for name, verdict in verdicts.items()},
        "asked": asked,
    }


def _line(judged: Judged) -> str:
    return json.dumps(judged, ensure_ascii=False) + "\n"


def _digest(model: str, prompts: Mapping[str, str]) -> str:
    return hashlib.sha256("\0".join([model, *prompts.values()]).encode()).hexdigest()[:16]
