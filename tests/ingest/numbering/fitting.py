"""How the weights of `ingest.numbering` were made: run this as a module to make them anew.

    python -m tests.ingest.numbering.fitting TRUTH PAPERS

TRUTH is a folder of minutes as people read them (`docs/reading.md`), PAPERS that of their papers.
The weights are a logistic regression over the numbered lines of these and of invented minutes
(`invented.py`), which weigh half. What is printed first is what the fit finds of each body when
that body is left out.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from ingest.document import SourceDocument
from ingest.layout.furniture import find_furniture
from ingest.layout.paragraphs import Paragraph, join_lines
from ingest.numbering.openings import NAMES, Opening, find_openings
from ingest.numbering.series import Weights, choose, load_weights
from ingest.sandbox.isolation import read_paper
from tests.ingest.numbering.invented import invented_minutes

INVENTED = 250
L2 = 1.0
ALIKE = 0.6
"""Share of letters in common from which two titles are the same."""


@dataclass(slots=True)
class Example:
    """The numbered lines of one paper, and of each whether an item opens there (None: unsure)."""

    body: str
    openings: list[Opening]
    opens: list[bool | None]


def paragraphs_of(document: SourceDocument) -> list[Paragraph]:
    """Return a paper's paragraphs, as `understand` makes them before it parts the paper."""
    furniture = find_furniture(document)
    kept = [line for line in document.lines if line.number not in furniture.lines]
    return join_lines(kept, document.format, document.tables)


def alike(one: str, other: str) -> bool:
    """Whether two titles are the same but for a few letters."""
    first, second = (re.sub(r"\W+", " ", text.lower()).strip() for text in (one, other))
    return difflib.SequenceMatcher(None, first, second).ratio() >= ALIKE


def example(body: str, document: SourceDocument, items: Sequence[tuple[str, str]]) -> Example:
    """Return a paper's numbered lines, with those at which an item of the truth opens."""
    openings = find_openings(paragraphs_of(document), load_weights().business)
    below = {number for number, _ in items if re.fullmatch(r"\d+\.\d+|[a-z]\)", number)}
    if body == "invented":
        below = set()
    above = {number.split(".")[0] for number in below if "." in number}
    opens: list[bool | None] = [False] * len(openings)
    for number, title in items:
        for place, opening in enumerate(openings):
            printed = (opening.number or "").strip("()")
            same = printed == number.strip("()")
            part = number in below and (same or number.endswith(f".{printed}"))
            if opens[place] is False and (same or part) and alike(title, opening.title.text):
                opens[place] = None if number in below else True
                break
    taken = {o.number for o, yes in zip(openings, opens, strict=True) if yes}
    for place, opening in enumerate(openings):
        if opens[place] is False and opening.number in above - taken:
            opens[place] = True
    return Example(body, openings, opens)


def read_examples(truth: Path, papers: Path) -> list[Example]:
    """Return an example of each paper of which somebody read the minutes."""
    found = []
    for file in sorted(truth.rglob("*.json")):
        minutes = json.loads(file.read_text("utf-8"))
        items = [(item["number"], item["title"]) for item in minutes["items"] if item["number"]]
        document = read_paper(papers / minutes["doc"])
        found.append(example(minutes["doc"].split("/")[0], document, items))
    return found


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Return the weight of each feature; L2 is on all but the first, which is the bias."""
    rows, yes, weight = [], [], []
    for one in examples:
        known = [place for place, opens in enumerate(one.opens) if opens is not None]
        share = min(1.0, 20 / max(1, len(known))) ** 0.5 * (0.5 if one.body == "invented" else 1)
        for place in known:
            rows.append([one.openings[place].features.get(name, 0.0) for name in NAMES])
            yes.append(one.opens[place])
            weight.append(share)
    features, signs = np.array(rows), np.where(yes, -1.0, 1.0)
    weights = np.array(weight)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (features @ w)
        chance = weights / (1 + np.exp(-margins))
        slope = features.T @ (signs * chance) + L2 * np.r_[0, w[1:]]
        return (weights * np.logaddexp(0, margins)).sum() + L2 / 2 * (w[1:] @ w[1:]), slope

    fitted = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B").x
    return dict(zip(NAMES, map(float, fitted), strict=True))


def score(examples: Sequence[Example], weights: Weights) -> tuple[int, int, int]:
    """Return how many items were found, how many there are, and how many are false."""
    found = there = false = 0
    for one in examples:
        chosen, worth = choose(one.openings, weights)
        taken = {id(opening) for opening in chosen} if worth >= weights.least else set()
        for opening, opens in zip(one.openings, one.opens, strict=True):
            there += opens is True
            found += opens is True and id(opening) in taken
            false += opens is False and id(opening) in taken
    return found, there, false


def main(truth: Path, papers: Path) -> None:
    """Print what is found of each body left out, and the weights of all."""
    real = read_examples(truth, papers)
    drawn = [example("invented", *invented_minutes(seed)) for seed in range(INVENTED)]
    total = np.zeros(3, int)
    for body in sorted({one.body for one in real}):
        others = [one for one in real if one.body != body]
        weights = replace(load_weights(), of=fit([*others, *drawn]))
        result = score([one for one in real if one.body == body], weights)
        sys.stdout.write(f"{body:30} found {result[0]} of {result[1]}, false {result[2]}\n")
        total += result
    sys.stdout.write(f"all: found {total[0]} of {total[1]}, false {total[2]}\n")
    for name, value in fit([*real, *drawn]).items():
        sys.stdout.write(f"{name} = {value:.2f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
