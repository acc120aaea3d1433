"""Language models behind a server: OpenAI-compatible ones and Ollama, by llama-index's clients.

The clients are an optional extra; nothing here imports them before a model is asked for. Whatever
asks a language model (writing round the quotes, the judge of `eval`) asks it here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from qa.errors import LanguageModelError, SettingsError

MOST_TOKENS = 400
WINDOW = 8_192
MISSING = (
    "a language model is set ({settings}_URL), but its client is not installed; run "
    "pip install 'townclerk[language-model]', or unset it"
)


class ServedModel:
    """A model on a server that the council chose."""

    def __init__(
        self,
        name: str,
        url: str,
        *,
        key: str | None = None,
        seconds: float = 60,
        most_tokens: int = MOST_TOKENS,
        window: int = WINDOW,
        thinking_off: bool = True,
        settings: str = "TOWNCLERK_LANGUAGE_MODEL",
    ) -> None:
        """Take the model's name, the server's address, and how long an answer may take and be.

        `most_tokens` may be written, of `window` tokens with what is sent. With `thinking_off` the
        server is told that the model must not think at length first, which some servers refuse.
        An address without a path is Ollama's; one with a path, mostly /v1, is OpenAI-compatible.
        `settings` is the beginning of the settings' names, for messages.
        Raises SettingsError where the address is none or the client is not installed.
        """
        self.name, self._seconds = name, seconds
        self.most_tokens, self.window = most_tokens, window
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                f"{settings}_URL is {url!r}; give an address such as "
                "http://localhost:11434 (Ollama) or http://localhost:8080/v1 (OpenAI-compatible)"
            )
        self.address = f"{parts.hostname}:{parts.port or ''}".rstrip(":")
        by_ollama = parts.path in ("", "/")
        made = _ollama if by_ollama else _openai_like
        self._as_json: dict[str, Any] = (
            {"format": "json"} if by_ollama else {"response_format": {"type": "json_object"}}
        )
        limits = Limits(seconds, most_tokens, window, thinking_off)
        try:
            self._client = made(name, url, key, limits)
        except ImportError as error:
            raise SettingsError(MISSING.format(settings=settings)) from error

    def write(self, system: str, request: str, *, as_json: bool = False) -> Iterator[str]:
        """Yield what the model writes, piece by piece; with `as_json` the server is asked for JSON.

        Raises LanguageModelError where the server cannot be reached, refuses, or takes too long.
        """
        from llama_index.core.llms import ChatMessage, MessageRole

        end = time.monotonic() + self._seconds
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=request),
        ]
        try:
            for reply in self._client.stream_chat(messages, **(self._as_json if as_json else {})):
                if time.monotonic() > end:
                    raise LanguageModelError(
                        f"the language model at {self.address} took longer than "
                        f"{self._seconds:g} seconds (TOWNCLERK_LANGUAGE_MODEL_SECONDS)"
                    )
                yield str(reply.delta or "")
        except LanguageModelError:
            raise
        except Exception as error:  # each client and server has kinds of its own
            raise self._no_answer(error) from error

    def complete(self, request: str) -> str:
        """Return the whole of what the model writes on a request, without a system prompt.

        Raises LanguageModelError as `write` does.
        """
        from llama_index.core.llms import ChatMessage, MessageRole

        try:
            reply = self._client.chat([ChatMessage(role=MessageRole.USER, content=request)])
            return str(reply.message.content or "")
        except Exception as error:  # each client and server has kinds of its own
            raise self._no_answer(error) from error

    def _no_answer(self, error: Exception) -> LanguageModelError:
        # openai wraps what httpx raises, ollama some of it; both keep the status by this name.
        status = getattr(error, "status_code", None)
        unconnected = (httpx.TransportError, ConnectionError)
        return LanguageModelError(
            f"the language model {self.name} at {self.address} did not answer "
            f"({type(error).__name__})",
            status=status if isinstance(status, int) and status > 0 else None,
            reached=not any(isinstance(one, unconnected) for one in (error, error.__cause__)),
        )


class Limits(NamedTuple):
    """What one reply may cost, and whether the model may think first."""

    seconds: float
    most_tokens: int
    window: int
    thinking_off: bool


def _openai_like(name: str, url: str, key: str | None, limits: Limits) -> Any:
    from llama_index.llms.openai_like import OpenAILike
    from openai import Omit

    off = limits.thinking_off
    return OpenAILike(
        model=name,
        api_base=url,
        # Without one the client would look for OpenAI's own in the environment.
        api_key=key or "none",
        additional_kwargs=({} if key else {"extra_headers": {"Authorization": Omit()}})
        # vLLM, SGLang and llama.cpp hand this to the model's chat template.
        | ({"extra_body": {"chat_template_kwargs": {"enable_thinking": False}}} if off else {}),
        is_chat_model=True,
        is_function_calling_model=False,
        context_window=limits.window,
        max_tokens=limits.most_tokens,
        temperature=0.0,
        timeout=limits.seconds,
        max_retries=0,
    )


def _ollama(name: str, url: str, key: str | None, limits: Limits) -> Any:
    from llama_index.llms.ollama import Ollama

    return Ollama(
        model=name,
        base_url=url,
        request_timeout=limits.seconds,
        context_window=limits.window,
        temperature=0.0,
        thinking=False if limits.thinking_off else None,
        headers={"Authorization": f"Bearer {key}"} if key else None,
        additional_kwargs={"num_predict": limits.most_tokens},
    )
