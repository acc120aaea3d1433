"""A language model as judge, through any server that speaks OpenAI's chat completions.

Never the default: it sends questions, answers and quotes to the server that the settings name.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from types import TracebackType
from typing import Any

import httpx

from qa.errors import TownclerkError

QUESTIONS = ("faithful", "correct")
"""What is asked of the judge; each has a prompt of that name."""
TRIES = 4
FIRST_WAIT = 1.0
"""Seconds before the second try; each further wait is twice as long."""
ROOM = 600
"""Tokens of a verdict, with room for a model that thinks aloud."""
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class JudgeError(TownclerkError):
    """The judge cannot be asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge said; `holds` is None where its reply holds no verdict."""

    holds: bool | None
    reason: str


class Judge:
    """Asks one model for verdicts, one question at a time."""

    def __init__(
        self,
        url: str,
        model: str,
        key: str | None = None,
        *,
        timeout: float = 120.0,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the server's base address (ending in /v1, mostly), its model and a key."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.model = model
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._wait = wait
        self._client = httpx.Client(timeout=timeout, headers=headers)

    def __enter__(self) -> Judge:
        """Return itself; the connections are closed on leaving."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, prompt: str) -> Verdict:
        """Return the model's verdict. Raises JudgeError where the server gives no reply."""
        asked = {
            "model": self.model,
            "messages": [{"role": "user", "content": prompt}],
            "temperature": 0,
            "max_tokens": ROOM,
        }
        return read_verdict(_content(self._post(asked), self._url))

    def _post(self, asked: Mapping[str, Any]) -> httpx.Response:
        for attempt in range(TRIES):
            if attempt:
                self._wait(FIRST_WAIT * 2 ** (attempt - 1))
            try:
                reply = self._client.post(self._url, json=asked)
            except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise JudgeError(f"{self._url} is no address; set judge_url: {error}") from error
            except httpx.TransportError as error:
                trouble = f"{type(error).__name__}: {error}"
                continue
            if reply.status_code not in AGAIN:
                return self._checked(reply)
            trouble = f"status {reply.status_code}"
        raise JudgeError(f"no reply from the judge at {self._url} in {TRIES} tries ({trouble})")

    def _checked(self, reply: httpx.Response) -> httpx.Response:
        if reply.status_code in (401, 403):
            raise JudgeError(f"the judge at {self._url} refuses the key; set judge_key")
        if reply.status_code >= 400:
            raise JudgeError(
                f"the judge at {self._url} answers {reply.status_code}; check judge_url (mostly "
                f"ending in /v1) and judge_model ({self.model})"
            )
        return reply


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


def _content(reply: httpx.Response, url: str) -> str:
    try:
        return str(reply.json()["choices"][0]["message"]["content"] or "")
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise JudgeError(f"{url} does not reply as OpenAI's chat completions do") from error
