"""A language model as judge, on any server that the product's language models may be on.

Never the default: it sends questions, answers and quotes to the server that the settings name.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Protocol

from qa.errors import LanguageModelError, TownclerkError

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


def prompt_for(question: str, given: Mapping[str, str]) -> str:
    """Return the prompt of one of QUESTIONS, with what is given put in its places.

    What is given is filled in once and not read again, and cannot end the part it stands in.
    """
    prompt = (resources.files("eval") / "prompts" / f"{question}.md").read_text(encoding="utf-8")
    place = re.compile(r"\{(" + "|".join(map(re.escape, given)) + r")\}")
    return place.sub(lambda match: given[match[1]].replace("</", "< /"), prompt)


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
