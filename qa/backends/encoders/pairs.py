"""A cross-encoder as onnxruntime computes it: it reads a question and a text together.

The folder holds `model.onnx` (int8 or float32), which takes the token numbers of a pair and gives
one logit, and `tokenizer.json`. Each pair goes through by itself, and several at a time, one thread
each: nothing is padded, so a text has the same score whatever is scored beside it. Batches of equal
length are a tenth faster at most, and would change an int8 score with the company it is in
(docs/adr/0037-models-by-name.md).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from qa.backends.encoders.onnx_runtime import processors, readable, session_of
from qa.errors import SettingsError
from qa.protocols import Scores
from qa.timing import stage

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
TOKENS = 100
"""Of question and text together; what is longer is cut at the end of the longer one."""
EMBEDDED = Path(__file__).parent / "reranker"
"""Where the cross-encoder lies that ships with Townclerk, where one does."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def can_score(folder: Path) -> bool:
    """Whether a folder holds a cross-encoder that can be computed here."""
    return all((folder / name).is_file() for name in (MODEL, TOKENIZER))


class OnnxReranker:
    """Scores pairs of question and text. Safe to call from several threads.

    Loading starts no thread, so a process that has loaded it can fork.
    """

    def __init__(self, name: str, folder: Path, *, threads: int | None = None) -> None:
        """Load the model in a folder that `can_score` has found good, under a name.

        `threads` is how many pairs are computed at once; None: OMP_NUM_THREADS, else as many as
        there are processors. Raises SettingsError where the files are damaged or of another kind.
        """
        from tokenizers import Tokenizer

        try:
            self._session = session_of(str(folder / MODEL))
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:  # both libraries raise kinds of their own
            raise SettingsError(
                f"the reranker in {folder} cannot be loaded ({type(error).__name__}); put back its "
                f"{MODEL} and {TOKENIZER}, or unset TOWNCLERK_RERANKER"
            ) from error
        self._inputs = [one.name for one in self._session.get_inputs()]
        gives = self._session.get_outputs()
        if not set(self._inputs) <= set(INPUTS) or "input_ids" not in self._inputs or not gives:
            raise SettingsError(
                f"the reranker in {folder} takes {', '.join(self._inputs)}; export one that takes "
                f"{', '.join(INPUTS)} and gives one score, or unset TOWNCLERK_RERANKER"
            )
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(TOKENS)
        self.name = name
        self._threads = threads or processors()
        self._workers: ThreadPoolExecutor | None = None
        self._starting = threading.Lock()

    @stage("scoring units")
    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """Return float32 logits of shape (len(texts),), one a text in order; higher is better."""
        asked = readable(question)
        if len(texts) < 2 or self._threads == 1:
            found = [self._score(asked, text) for text in texts]
            return np.array(found, dtype=np.float32)
        # The longest first, so that no thread is left alone with one.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        scores = np.zeros(len(texts), dtype=np.float32)
        work = self._pool().map(lambda place: self._score(asked, texts[place]), order)
        for place, score in zip(order, work, strict=True):
            scores[place] = score
        return scores

    def _score(self, question: str, text: str) -> float:
        pair = self._tokenizer.encode(question, readable(text))
        held = {
            "input_ids": pair.ids,
            "attention_mask": pair.attention_mask,
            "token_type_ids": pair.type_ids,
        }
        given = {name: np.array([held[name]], dtype=np.int64) for name in self._inputs}
        logits = self._session.run(None, given)[0]
        return float(np.ravel(logits)[0])

    def _pool(self) -> ThreadPoolExecutor:
        with self._starting:
            if self._workers is None:
                self._workers = ThreadPoolExecutor(self._threads, "score")
            return self._workers
