"""Language models behind a server: OpenAI-compatible ones and Ollama, by llama-index's clients.

The clients are an optional extra; nothing here imports them before a model is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from qa.errors import LanguageModelError, SettingsError

MOST_TOKENS = 400
WINDOW = 8_192
MISSING = (
    "TOWNCLERK_LANGUAGE_MODEL is set, but its client is not installed; run "
    "pip install 'townclerk[language-model]', or unset it to quote only"
)


class ServedModel:
    """A model on a server that the council chose."""

    def __init__(self, name: str, url: str, *, key: str | None = None, seconds: float = 60) -> None:
        """Take the model's name, the server's address and how long an answer may take.

        An address without a path is Ollama's; one with a path, mostly /v1, is OpenAI-compatible.
        Raises SettingsError where the address is none or the client is not installed.
        """
        self.name, self._seconds = name, seconds
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                f"TOWNCLERK_LANGUAGE_MODEL_URL is {url!r}; give an address such as "
                "http://localhost:11434 (Ollama) or http://localhost:8080/v1 (OpenAI-compatible)"
            )
        self._address = f"{parts.hostname}:{parts.port or ''}".rstrip(":")
        made = _ollama if parts.path in ("", "/") else _openai_like
        self._client = made(name, url, key, seconds)

    def write(self, system: str, request: str) -> Iterator[str]:
        """Yield what the model writes, piece by piece.

        Raises LanguageModelError where the server cannot be reached, refuses, or takes too long.
        """
        from llama_index.core.llms import ChatMessage, MessageRole

        end = time.monotonic() + self._seconds
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=request),
        ]
        try:
            for reply in self._client.stream_chat(messages):
                if time.monotonic() > end:
                    raise LanguageModelError(
                        f"the language model at {self._address} took longer than "
                        f"{self._seconds:g} seconds (TOWNCLERK_LANGUAGE_MODEL_SECONDS)"
                    )
                yield str(reply.delta or "")
        except LanguageModelError:
            raise
        except Exception as error:  # each client and server has kinds of its own
            kind = type(error).__name__
            raise LanguageModelError(
                f"the language model {self.name} at {self._address} did not answer ({kind})"
            ) from error


def _openai_like(name: str, url: str, key: str | None, seconds: float) -> Any:
    try:
        from llama_index.llms.openai_like import OpenAILike
    except ImportError as error:
        raise SettingsError(MISSING) from error
    return OpenAILike(
        model=name,
        api_base=url,
        api_key=key or "none",
        is_chat_model=True,
        is_function_calling_model=False,
        context_window=WINDOW,
        max_tokens=MOST_TOKENS,
        temperature=0.0,
        timeout=seconds,
        max_retries=0,
    )


def _ollama(name: str, url: str, key: str | None, seconds: float) -> Any:
    try:
        from llama_index.llms.ollama import Ollama
    except ImportError as error:
        raise SettingsError(MISSING) from error
    return Ollama(
        model=name,
        base_url=url,
        request_timeout=seconds,
        context_window=WINDOW,
        temperature=0.0,
        headers={"Authorization": f"Bearer {key}"} if key else None,
        additional_kwargs={"num_predict": MOST_TOKENS},
    )
