"""A cross-encoder as onnxruntime computes it: it reads a question and a text together.

The folder holds `model.onnx` (int8 or float32), which takes the token numbers of a pair and gives
one logit, and `tokenizer.json`. Each pair goes through by itself, and several at a time, one thread
each: nothing is padded, so a text has the same score whatever is scored beside it. Batches of equal
length are a tenth faster at most, and would change an int8 score with the company it is in
(docs/adr/0037-models-by-name.md).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from qa.backends.encoders.onnx_runtime import processors, readable, session_of
from qa.errors import SettingsError
from qa.protocols import Extract, Scores
from qa.timing import stage

MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "reader.json"
LEFT_OUT = "left out"
"""What the card calls the files of questions that a reader has not seen."""
TOKENS = 100
"""Of question and text together; what is longer is cut at the end of the longer one."""
EMBEDDED = Path(__file__).parent / "reader"
"""Where the reader lies that ships with Townclerk."""
LONGEST = 160
"""Tokens that a reader is shown of question and text together."""
OF_QUESTION, OF_WORDS = 32, 40
"""Tokens of a question that a reader is shown, and of the words that it may say answer."""
STARTS = 8
"""Places tried as the first of the words that answer."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def can_read(folder: Path) -> bool:
    """Whether a folder holds a reader, which finds the words that answer too."""
    return can_score(folder) and (folder / CARD).is_file()


def can_score(folder: Path) -> bool:
    """Whether a folder holds a cross-encoder that can be computed here."""
    return all((folder / name).is_file() for name in (MODEL, TOKENIZER))


Offsets = tuple[int, int]
S = TypeVar("S")
T = TypeVar("T")


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
        return np.array(self._each(self._score, question, texts), dtype=np.float32)

    def _each(self, made: Callable[[str, S], T], question: str, texts: Sequence[S]) -> list[T]:
        """Return what is made of a question with each text, in order, several at a time."""
        asked = readable(question)
        if len(texts) < 2 or self._threads == 1:
            return [made(asked, text) for text in texts]
        # The longest first, so that no thread is left alone with one.
        order = sorted(range(len(texts)), key=lambda place: -len(str(texts[place])))
        work = self._pool().map(lambda place: made(asked, texts[place]), order)
        found = dict(zip(order, work, strict=True))
        return [found[place] for place in range(len(texts))]

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


class OnnxReader(OnnxReranker):
    """A cross-encoder that also tells of each token how likely the answer begins or ends there."""

    def __init__(self, name: str, folder: Path, *, threads: int | None = None) -> None:
        """Load the model in a folder, as `OnnxReranker` does."""
        super().__init__(name, folder, threads=threads)
        self._tokenizer.no_truncation()

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """Return float32 logits of shape (len(texts),), one a text in order; higher is better."""
        found = self.read(question, [("", text) for text in texts])
        return np.array([extract.logit for extract in found], dtype=np.float32)

    @stage("reading units")
    def read(self, question: str, texts: Sequence[tuple[str, str]]) -> list[Extract]:
        """Return the log odds that each text answers, and the words of it that do, in order."""
        return self._each(self._read, question, texts)

    def _read(self, question: str, headed: tuple[str, str]) -> Extract:
        text = readable(with_head(*headed))
        begins_at = len(text) - len(readable(headed[1]))
        pair, head, offsets = as_pair(self._tokenizer, question, text)
        given = {
            "input_ids": np.array([pair], np.int64),
            "attention_mask": np.ones((1, len(pair)), np.int64),
            "token_type_ids": np.array([[0] * head + [1] * (len(pair) - head)], np.int64),
        }
        logits, places = self._session.run(None, given)
        logit = float(np.ravel(logits)[0])
        above = sum(place < begins_at for place, _ in offsets)
        if above == len(offsets):
            return Extract(logit, "")
        start, end = _shares(places[0, head + above : -1])
        begins = np.argsort(-start, kind="stable")[:STARTS]
        ends = [at + int(np.argmax(end[at : at + OF_WORDS])) for at in begins]
        best = int(np.argmax([start[a] * end[b] for a, b in zip(begins, ends, strict=True)]))
        first, last = int(begins[best]), ends[best]
        words = text[offsets[above + first][0] : offsets[above + last][1]]
        return Extract(logit, words)


def as_pair(tokenizer: Any, question: str, text: str) -> tuple[list[int], int, list[Offsets]]:
    """Return question and text as a reader is shown them: the token numbers of both together.

    With them come how many stand before the text, and for each of the text's tokens the letters
    where it begins and ends.
    """
    first, between = map(tokenizer.token_to_id, ("[CLS]", "[SEP]"))
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:OF_QUESTION]
    told = tokenizer.encode(text, add_special_tokens=False)
    room = LONGEST - len(asked) - 3
    pair = [first, *asked, between, *told.ids[:room], between]
    return pair, len(asked) + 2, told.offsets[:room]


def with_head(head: str, words: str) -> str:
    """Return a text behind what heads it, as a reader is shown it."""
    return f"{head}: {words}" if head else words


def _shares(places: Scores) -> tuple[Scores, Scores]:
    """Return how likely the answer begins, and ends, at each token; shape (tokens,) each."""
    raised = np.exp(places - places.max(axis=0))
    shares = raised / raised.sum(axis=0)
    return shares[:, 0], shares[:, 1]
