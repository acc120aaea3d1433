"""The network of the reader: a BERT encoder over question and unit, with two small heads.

One head gives the log odds that the unit answers, the other how likely the answer begins and ends
at each token. The encoder begins as the embedding model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from qa.backends.encoders.onnx_runtime import readable
from qa.backends.encoders.pairs import OF_WORDS, TOKENIZER, as_pair

HIDDEN = 128
"""Width of the head that gives the log odds."""


class ReaderModel(nn.Module):
    """Gives log odds, shape (pairs,), and logits of first and last token, (pairs, tokens, 2)."""

    def __init__(self, folder: Path) -> None:
        """Begin with the encoder in a folder, such as the embedding model's."""
        super().__init__()
        # Eager attention without dropout learns 2.7 times as fast on a processor as SDPA with it.
        self.encoder = BertModel.from_pretrained(
            folder,
            attn_implementation="eager",
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        width = self.encoder.config.hidden_size
        self.answers = nn.Sequential(nn.Linear(2 * width, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.places = nn.Linear(width, 2)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return both for pairs of token numbers, shape (pairs, tokens) each."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state.float()
        seen = attention_mask[..., None].float()
        mean = (states * seen).sum(1) / seen.sum(1)
        return self.answers(torch.cat([states[:, 0], mean], -1))[:, 0], self.places(states)


@dataclass(frozen=True, slots=True)
class Pair:
    """Question and text as token numbers, and where the words that answer stand among them."""

    tokens: tuple[int, ...]
    head: int
    """Tokens before the text."""
    first: int = -1
    last: int = -1
    """Of the words that answer; -1 where none are known, or they are cut off."""


class Pairs:
    """Makes pairs as `qa.backends.encoders.pairs.OnnxReader` does."""

    def __init__(self, folder: Path) -> None:
        """Take the folder with the tokenizer."""
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def of(self, question: str, text: str, words: str = "") -> Pair:
        """Return the pair; `words` are those of the text that answer."""
        text = readable(text)
        tokens, head, offsets = as_pair(self._tokenizer, readable(question), text)
        pair = tuple(tokens)
        start = text.lower().rfind(words.lower()) if words else -1
        end = start + len(words)
        at = [i for i, (a, z) in enumerate(offsets) if start >= 0 and z > start and a < end]
        cut_off = bool(offsets) and end > offsets[-1][1]
        if not at or cut_off or at[-1] - at[0] >= OF_WORDS:
            return Pair(pair, head)
        return Pair(pair, head, head + at[0], head + at[-1])


ROWS, COLUMNS = 8, 16
"""Pairs and tokens that a batch has a multiple of: for each new shape oneDNN makes and keeps
kernels, and with hundreds of shapes that took most of the time and gigabytes."""


def batch(pairs: Sequence[Pair]) -> dict[str, Tensor]:
    """Return pairs as the model takes them, padded at the end; the last rows are padding."""
    longest = max(len(pair.tokens) for pair in pairs)
    shape = (-(-len(pairs) // ROWS) * ROWS, -(-longest // COLUMNS) * COLUMNS)
    names = ("input_ids", "attention_mask", "token_type_ids")
    made = {name: torch.zeros(shape, dtype=torch.long) for name in names}
    made["attention_mask"][len(pairs) :, 0] = 1
    for row, pair in enumerate(pairs):
        count = len(pair.tokens)
        made["input_ids"][row, :count] = torch.tensor(pair.tokens)
        made["attention_mask"][row, :count] = 1
        made["token_type_ids"][row, pair.head : count] = 1
    return made
