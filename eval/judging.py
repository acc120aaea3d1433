"""A language model as judge of the answers of a kept run, and how far a person agrees with it.

Never the default: it sends questions, answers and quotes to the server that the settings name,
any that the product's language models may be on. A judge whose agreement with a person is not
measured says nothing: the two are always shown together.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pydantic import ValidationError, computed_field

from eval.progress import Advance
from eval.runs.records import KeptPart, RecordLine, Run, RunError
from qa.errors import LanguageModelError, TownclerkError
from qa.sheets import as_text

if TYPE_CHECKING:
    from qa.settings import Settings

QUESTIONS = ("faithful", "correct")
"""What is asked of the judge; each has a prompt of that name."""
TRIES = 4
FIRST_WAIT = 1.0
"""Seconds before the second try; each further wait is twice as long."""
ROOM = 600
"""Tokens of a verdict, with room for a model that thinks aloud."""
SECONDS = 120.0
"""How long a verdict may take."""
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class JudgeError(TownclerkError):
    """The judge cannot be asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge said; `holds` is None where its reply holds no verdict."""

    holds: bool | None
    reason: str


class CompletingModel(Protocol):
    """Completes a request; `qa.backends.language_models.ServedModel` is the real one."""

    name: str
    address: str
    """Host and port of its server, for messages."""

    def complete(self, request: str) -> str:
        """Return what the model writes. Raises LanguageModelError where it does not."""
        ...


class Judge:
    """Asks one model for verdicts, one question at a time."""

    def __init__(
        self, model: CompletingModel, *, wait: Callable[[float], None] = time.sleep
    ) -> None:
        """Take the language model, and how to wait between tries, in seconds."""
        self.model = model.name
        self._asked, self._wait = model, wait

    def ask(self, prompt: str) -> Verdict:
        """Return the model's verdict. Raises JudgeError where the server gives no reply.

        A server that is busy or away is asked again, after longer and longer waits.
        """
        for attempt in range(TRIES):
            if attempt:
                self._wait(FIRST_WAIT * 2 ** (attempt - 1))
            try:
                return read_verdict(self._asked.complete(prompt))
            except LanguageModelError as error:
                if error.reached and error.status not in AGAIN:
                    raise self._refused(error.status) from error
                trouble = error
        why = f"status {trouble.status}" if trouble.status else str(trouble)
        raise JudgeError(
            f"no reply from the judge at {self._asked.address} in {TRIES} tries ({why})"
        ) from trouble

    def _refused(self, status: int | None) -> JudgeError:
        who = f"the judge at {self._asked.address}"
        if status in (401, 403):
            return JudgeError(f"{who} refuses the key; set judge_key")
        if status:
            return JudgeError(
                f"{who} answers {status}; check judge_url (mostly ending in /v1) and judge_model "
                f"({self.model})"
            )
        return JudgeError(f"{who} does not reply as OpenAI's chat completions or Ollama do")


def open_judge(settings: Settings) -> Judge:
    """Return the judge that the settings name.

    Raises JudgeError where they name none, SettingsError where its address is none or the extra
    `language-model` is not installed.
    """
    if not (settings.judge_url and settings.judge_model):
        raise JudgeError("no judge is set: set TOWNCLERK_JUDGE_URL and TOWNCLERK_JUDGE_MODEL")
    from qa.backends.language_models import ServedModel

    key = settings.judge_key.get_secret_value() if settings.judge_key else None
    model = ServedModel(
        settings.judge_model,
        settings.judge_url,
        key=key,
        seconds=SECONDS,
        most_tokens=ROOM,
        settings="TOWNCLERK_JUDGE",
    )
    return Judge(model)


def read_verdict(content: str) -> Verdict:
    """Read the last JSON object with a verdict in a reply; models think aloud before it."""
    reader = json.JSONDecoder()
    for start in range(len(content) - 1, -1, -1):
        if content[start] != "{":
            continue
        try:
            value, _ = reader.raw_decode(content, start)
        except ValueError:
            continue
        if isinstance(value, dict) and isinstance(value.get("verdict"), bool):
            return Verdict(value["verdict"], str(value.get("reason", ""))[:500])
    return Verdict(None, content.strip()[:500])


JUDGED = "judged.jsonl"
JUDGE = "judge.json"
"""What the verdicts come to, with the agreement if it was measured."""


class Judged(KeptPart):
    """A line of `judged.jsonl`: the verdicts on one answer.

    A verdict is None where the reply held none, or where it was not asked for.
    """

    id: str
    model: str
    faithful: bool | None
    correct: bool | None
    reasons: dict[str, str]
    """For each question that was asked."""
    asked: str
    """Digest of the model's name and of what it was asked."""

    def verdict(self, question: str) -> bool | None:
        """Return the verdict on one of QUESTIONS."""
        return self.faithful if question == "faithful" else self.correct


class AsksAModel(Protocol):
    """Gives verdicts; `Judge` is the real one."""

    model: str

    def ask(self, prompt: str) -> Verdict:
        """Return the verdict on a prompt."""
        ...


def judge_run(
    run: Run, judge: AsksAModel, folder: Path, *, progress: Advance = lambda done, total: None
) -> list[Judged]:
    """Ask the judge about every answer, and about every refusal whether it is correct.

    What was judged before by the same model, on the same words, is taken from `judged.jsonl`,
    so that a run that was cut off goes on where it stopped.
    """
    before = {(line.id, line.asked): line for line in read_judged(folder)}
    judged: list[Judged] = []
    with (folder / JUDGED).open("a", encoding="utf-8") as file:
        for record in run.records:
            prompts = prompts_for(record.line)
            asked = "\0".join([judge.model, *prompts.values()])
            digest = hashlib.sha256(asked.encode()).hexdigest()[:16]
            line = before.get((record.line.id, digest))
            if line is None:
                verdicts = {name: judge.ask(prompt) for name, prompt in prompts.items()}
                line = Judged(
                    id=record.line.id,
                    model=judge.model,
                    faithful=verdicts["faithful"].holds if "faithful" in verdicts else None,
                    correct=verdicts["correct"].holds if "correct" in verdicts else None,
                    reasons={name: verdict.reason for name, verdict in verdicts.items()},
                    asked=digest,
                )
                file.write(f"{line.model_dump_json()}\n")
                file.flush()
            judged.append(line)
            progress(len(judged), len(run.records))
    text = "".join(f"{line.model_dump_json()}\n" for line in judged)
    (folder / f"{JUDGED}.new").write_text(text, encoding="utf-8")
    (folder / f"{JUDGED}.new").replace(folder / JUDGED)
    return judged


def prompts_for(record: RecordLine) -> dict[str, str]:
    """Return what the judge is asked about a record; a refusal cites nothing to be true to."""
    answer, expected = record.answer, record.expected.answer
    quotes = "\n\n".join(f"[{c['number']}] {c['quote']}" for c in answer["citations"])
    given = {
        "question": record.question,
        "answer": answer["answer"],
        "quotes": quotes,
        "expected": expected,
    }
    wanted = [name for name in QUESTIONS if given["quotes" if name == "faithful" else "expected"]]
    return {name: prompt_for(name, given) for name in wanted}


def prompt_for(question: str, given: Mapping[str, str]) -> str:
    """Return the prompt of one of QUESTIONS, with what is given put in its places.

    What is given is filled in once and not read again, and cannot end the part it stands in.
    """
    prompt = (resources.files("eval") / "prompts" / f"{question}.md").read_text(encoding="utf-8")
    place = re.compile(r"\{(" + "|".join(map(re.escape, given)) + r")\}")
    return place.sub(lambda match: given[match[1]].replace("</", "< /"), prompt)


def read_judged(folder: Path) -> list[Judged]:
    """Read the verdicts kept beside a run; none where it was not judged.

    A line that was cut off while it was written is passed over.
    """
    path = folder / JUDGED
    if not path.exists():
        return []
    judged = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            judged.append(Judged.model_validate_json(line))
        except ValidationError:
            continue
    return judged


class Agreement(KeptPart):
    """How far judge and person agree on one question, over the answers that both judged."""

    answers: int
    agreed: int
    judge_yes: int
    person_yes: int
    kappa: float | None
    """Cohen's kappa; None where chance alone would always agree."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def share(self) -> float | None:
        """Share of the answers on which they agree."""
        return self.agreed / self.answers if self.answers else None


class JudgeFigures(KeptPart):
    """What the verdicts on a run come to: `judge.json`."""

    model: str | None
    verdicts: dict[str, dict[str, int]]
    """For each question, how many yes, no, and no verdict."""
    agreement: dict[str, Agreement] | None
    """For each question; None where the judge was not compared with a person."""


Labels = Mapping[str, Mapping[str, bool]]
"""For each question by id, what a person said: faithful, correct; what they left out is absent."""


def judge_figures(judged: Sequence[Judged], labels: Labels | None) -> JudgeFigures:
    """Count the verdicts, and compare them with a person's where these are given."""
    return JudgeFigures(
        model=judged[0].model if judged else None,
        verdicts={name: _count_verdicts(judged, name) for name in QUESTIONS},
        agreement=agreements(judged, labels) if labels is not None else None,
    )


def _count_verdicts(judged: Sequence[Judged], question: str) -> dict[str, int]:
    given = [line.verdict(question) for line in judged if question in line.reasons]
    return {"yes": given.count(True), "no": given.count(False), "no verdict": given.count(None)}


def agreements(judged: Sequence[Judged], labels: Labels) -> dict[str, Agreement]:
    """Compare the judge with a person on each of QUESTIONS."""
    return {
        name: agreement(
            [
                (verdict, labels[line.id][name])
                for line in judged
                if (verdict := line.verdict(name)) is not None and name in labels.get(line.id, {})
            ]
        )
        for name in QUESTIONS
    }


def agreement(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Compare (judge, person) pairs. Kappa is after Cohen (1960)."""
    count = len(pairs)
    agreed = sum(judge is person for judge, person in pairs)
    yes = [sum(pair[side] for pair in pairs) for side in (0, 1)]
    kappa = None
    if count:
        by_chance = (yes[0] * yes[1] + (count - yes[0]) * (count - yes[1])) / count**2
        kappa = (agreed / count - by_chance) / (1 - by_chance) if by_chance < 1 else None
    return Agreement(answers=count, agreed=agreed, judge_yes=yes[0], person_yes=yes[1], kappa=kappa)


def read_judge(folder: Path) -> JudgeFigures | None:
    """Read what the verdicts came to; None where the run was not judged.

    Raises RunError where the file is not in order.
    """
    path = folder / JUDGE
    if not path.exists():
        return None
    try:
        return JudgeFigures.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise RunError(f"{path} is spoilt, or of another version; judge the run again") from error


COLUMNS = ("id", "question", "expected", "answer", *QUESTIONS)
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})


def write_sheet(run: Run, path: Path) -> None:
    """Write the answers of a run for a person to judge: yes or no in the last two columns."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for record in run.records:
            line = record.line
            texts = (line.question, line.expected.answer, line.answer["answer"])
            rows.writerow([line.id, *map(as_text, texts), *("" for _ in QUESTIONS)])


def read_labels(path: Path, run: Run) -> Labels:
    """Read a sheet that a person filled in. Raises RunError naming the row of a slip."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RunError(f"{path}: cannot be read as a CSV sheet: {error}") from error
    known = {record.outcome.id for record in run.records}
    labels = {}
    for number, row in enumerate(rows, start=2):
        identity = row.get("id") or ""
        if identity not in known:
            raise RunError(f"{path}, row {number}: the run has no question {identity!r}")
        labels[identity] = {
            name: _is_yes(answer, f"{path}, row {number}, {name}")
            for name in QUESTIONS
            if (answer := (row.get(name) or "").strip())
        }
    if not any(labels.values()):
        raise RunError(f"{path}: no verdict in it; put yes or no in the columns {QUESTIONS}")
    return labels


def _is_yes(answer: str, where: str) -> bool:
    if answer.lower() in YES:
        return True
    if answer.lower() in NO:
        return False
    raise RunError(f"{where}: must be yes or no, not {answer!r}")
