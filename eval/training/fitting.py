"""Training the reader on groups.

The loss of a group is that of choosing one of its texts, or none: log odds of zero stand for "none
of these". To it comes the loss of finding the first and the last token of the words that answer.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from eval.training.groups import Group
from eval.training.model import ROWS, Pair, Pairs, ReaderModel, batch

AT_ONCE = 16
"""Groups of a step."""
WRONG = 4
"""Texts of a group that do not answer, of a step."""
OF_PLACES = 0.5
"""Weight of the loss of finding the words."""
TOGETHER = 2 * ROWS
"""Pairs of like length that are computed together: little is padded so."""
WARM_UP = 40
"""Steps in which the rate rises."""
LEAST_RATE = 1e-6
REPORTED = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """How the reader is trained on some groups."""

    rate: float
    minutes: float = float("inf")
    """After which it ends; the rate falls towards that end, or the last group."""
    seed: int = 0


def fit(
    model: ReaderModel,
    pairs: Pairs,
    groups: Sequence[Group],
    plan: Plan,
    step: Callable[[str], None],
) -> None:
    """Train a model on groups. The words' own embeddings stay as they are."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    model.encoder.embeddings.requires_grad_(False)
    model.train()
    optimiser = torch.optim.AdamW(_by_decay(model), lr=plan.rate)
    order = chance.sample(list(groups), len(groups))
    total, begun = len(order) // AT_ONCE, time.perf_counter()
    losses: list[float] = []
    for number in range(total):
        gone = max((time.perf_counter() - begun) / 60 / plan.minutes, number / total)
        if gone >= 1:
            break
        for part in optimiser.param_groups:
            part["lr"] = max(plan.rate * min(1, (number + 1) / WARM_UP) * (1 - gone), LEAST_RATE)
        loss = loss_of(model, pairs, order[number * AT_ONCE : (number + 1) * AT_ONCE], chance)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
        if (number + 1) % REPORTED == 0:
            step(f"step {number + 1} of {total}: loss {np.mean(losses[-REPORTED:]):.3f}")


def _by_decay(model: ReaderModel) -> list[dict[str, object]]:
    """Return what is trained, in two parts: biases and norms do not decay."""
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    kept = [p for n, p in named if n.endswith("bias") or "LayerNorm" in n]
    return [
        {"params": [p for _, p in named if all(p is not k for k in kept)], "weight_decay": 0.01},
        {"params": kept, "weight_decay": 0.0},
    ]


def loss_of(
    model: ReaderModel, pairs: Pairs, groups: Sequence[Group], chance: random.Random
) -> Tensor:
    """Return the loss of some groups, of each of which a few texts are drawn."""
    made: list[Pair] = []
    places: list[tuple[int, ...]] = []
    for group in groups:
        start = len(made)
        if group.right:
            made.append(pairs.of(group.question, *chance.choice(group.right)))
        wanted = WRONG - bool(group.other)
        wrong = chance.sample(group.hard, min(len(group.hard), wanted))
        wrong += chance.sample(group.other, min(len(group.other), WRONG - len(wrong)))
        made += [pairs.of(group.question, text) for text in wrong]
        places.append(tuple(range(start, len(made))))
    with torch.autocast("cpu", torch.bfloat16):  # once, so that the weights are cast once
        logits, found = _computed(model, made)
    losses = []
    for group, own in zip(groups, places, strict=True):
        if own:
            # One of the texts, or none, whose log odds are zero.
            odds = torch.cat([logits[list(own)], torch.zeros(1)])
            losses.append(torch.logsumexp(odds, 0) - odds[0 if group.right else -1])
    loss = torch.stack(losses).mean()
    return loss + OF_PLACES * torch.stack(found).mean() if found else loss


def _computed(model: ReaderModel, pairs: Sequence[Pair]) -> tuple[Tensor, list[Tensor]]:
    """Return the log odds of pairs in order, and the losses of the words where they are known."""
    order = sorted(range(len(pairs)), key=lambda place: len(pairs[place].tokens))
    logits: list[Tensor | None] = [None] * len(pairs)
    losses = []
    for begin in range(0, len(order), TOGETHER):
        part = order[begin : begin + TOGETHER]
        given = batch([pairs[place] for place in part])
        odds, ends = model(**given)
        outside = (given["token_type_ids"] == 0)[..., None]
        ends = ends.float().masked_fill(outside, -1e4)
        for row, place in enumerate(part):
            logits[place] = odds[row].float()
            pair = pairs[place]
            if pair.first >= 0:
                wanted = torch.tensor([pair.first, pair.last])
                losses.append(functional.cross_entropy(ends[row].T, wanted))
    return torch.stack([one for one in logits if one is not None]), losses
