"""What a model is called: its folder or its name on a hub, and the prompts that it is given.

Some embedding models want words before each question and each passage ("query: "). They are a part
of the name, as in `intfloat/e5-small-v2?question=query: &passage=passage: `, so whatever keeps the
name (the library, the vectors of an ingest that was cut off, a run of the evaluation) keeps the
prompts too, and asks with those that it was built with. A name without prompts stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from qa.errors import SettingsError

QUESTION, PASSAGE = "question", "passage"
FOR_QUESTIONS = ("query",)
FOR_PASSAGES = ("document", "passage", "corpus")
"""What sentence-transformers calls these prompts in a model's own settings, in its order."""
SETTINGS = "config_sentence_transformers.json"


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model with its prompts; empty where it is given none."""

    model: str
    """The embedded default, a folder, or a name on a hub."""
    question: str = ""
    passage: str = ""

    @classmethod
    def read(cls, name: str) -> ModelName:
        """Read a name as it is set or kept. Raises SettingsError where its prompts are none."""
        model, mark, told = name.partition("?")
        if not mark or Path(name).exists():
            return cls(name)
        prompts = parse_qs(told, keep_blank_values=True)
        if not set(prompts) <= {QUESTION, PASSAGE}:
            raise SettingsError(
                f"the embedding model {name!r} cannot be read; after its name put "
                f"?{QUESTION}=WORDS&{PASSAGE}=WORDS, or nothing"
            )
        given = {key: values[0] for key, values in prompts.items()}
        return cls(model, given.get(QUESTION, ""), given.get(PASSAGE, ""))

    def __str__(self) -> str:
        """Return the one form in which a name is kept."""
        given = ((QUESTION, self.question), (PASSAGE, self.passage))
        told = "&".join(f"{key}={quote(text, safe=' :/,.')}" for key, text in given if text)
        return f"{self.model}?{told}" if told else self.model

    @property
    def has_prompts(self) -> bool:
        """Whether questions or passages get words before them."""
        return bool(self.question or self.passage)

    def with_own(self, prompts: Mapping[str, Any]) -> ModelName:
        """Return the name with the model's own prompts, where it was given none."""
        if self.has_prompts:
            return self
        question, passage = (
            next((str(prompts[key]) for key in keys if prompts.get(key)), "")
            for keys in (FOR_QUESTIONS, FOR_PASSAGES)
        )
        return replace(self, question=question, passage=passage)

    def in_full(self, folder: Path) -> ModelName | None:
        """Return the name with the prompts of the model's own settings, from its folder.

        Of a name on a hub that is from what the hub's cache here holds of it; None where that is
        nothing, and the prompts are not known before the model is fetched.
        """
        if self.has_prompts:
            return self
        if not folder.is_dir():
            kept = kept_of_hub(self.model, "config.json")
            if kept is None:
                return None
            folder = kept.parent
        try:
            settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
            return self.with_own(dict(settings.get("prompts") or {}))
        except (OSError, ValueError, AttributeError, TypeError):
            return self


def kept_of_hub(model: str, file: str) -> Path | None:
    """Return a file of a model in the hub's cache on this machine; None where it is not there."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = try_to_load_from_cache(model, file)
    except HFValidationError:  # no name that a hub could have
        return None
    return Path(found) if isinstance(found, str) else None
