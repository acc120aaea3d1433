"""Fitting what tells whether a message belongs to what was quoted (`qa.following.belonging`).

`python -m eval.tuning.belonging CONVERSATIONS --gold FILE … --library FOLDER …` gathers the signs,
fits a logistic regression, says what it does on conversations and questions that it has not seen,
and with `--write` puts the weights into the product.

A turn of a conversation belongs to the earlier turns that it leans on, and to no other. A gold
question stands alone, in each of its wordings, after another question on other papers of the same
body, where there is one: a new matter is the harder to tell the nearer it lies.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.gold.other_kinds import Conversation, load_conversations
from eval.gold.questions import GoldQuestion, load_gold
from qa.answerer import Answerer
from qa.bootstrap import open_answerer
from qa.errors import MissingExtraError
from qa.following import belonging
from qa.following.belonging import Signs
from qa.following.state import Exchange, what_is_quoted
from qa.following.talk import BELONGS
from qa.questions.follow_ups import alone, in_full, read_said

try:
    from sklearn.linear_model import LogisticRegression
except ImportError as error:
    raise MissingExtraError("fitting", "eval") from error

SEED = 7
FOLDS = 10
BELONGING = 1.5
"""Weight of a turn that belongs, beside one of a conversation that does not."""
ALONE = 0.3
"""Weight of a wording of a question that stands alone; there are twenty times as many. With .12 of
1,587 of them 43 were wrongly taken over at the threshold .6, with .3 and .5 it was 33."""
SWITCH = "topic-switch"
"""The kind of a turn that goes over to a matter of its own."""


@dataclass(frozen=True, slots=True)
class Example:
    """The signs of one message against one matter before it."""

    group: str
    """The conversation or the question, which is left out of a fit as a whole."""
    signs: Signs
    belongs: bool
    talk: bool
    """Whether it is a turn of a conversation."""


def examples_of_talk(
    conversations: Sequence[Conversation], answerers: Sequence[Answerer]
) -> Iterator[Example]:
    """Yield the turns against each earlier one, in the first library that holds all their papers.

    What an earlier turn quoted is what its question in full quotes, so that an answer that went
    wrong does not count as what was talked of.
    """
    for talk in conversations:
        answerer = _that_holds({e.doc for turn in talk.turns for e in turn.evidence}, answerers)
        if answerer is None:
            continue
        exchanges: dict[int, Exchange] = {}
        opened: dict[int, int] = {}  # the turn with which each one's matter was taken up
        for turn in talk.turns:
            said = read_said(turn.question)
            if turn.answerable is None:
                continue
            leans = [number for number in turn.inherits if number in exchanges]
            follows = bool(leans) and turn.kind != SWITCH
            matters = {opened[number] for number in leans} if follows else set()
            if said.own and exchanges:
                before = [exchanges[number] for number in sorted(exchanges)]
                numbers = {id(exchange): number for number, exchange in exchanges.items()}
                for signs, exchange in answerer.following.weigh(said, before):
                    of = opened[numbers[id(exchange)]]
                    yield Example(talk.id, signs, of in matters, talk=True)
            quoted = what_is_quoted(answerer.ask(turn.standalone, hits=1), answerer.library)
            on = exchanges[leans[-1]] if follows else None
            full = in_full(said, on.held(answerer.library), same=True) if on else alone(said)
            thread = (*quoted.items, *(on.thread if on else ()))
            opened[turn.turn] = opened[leans[-1]] if follows else turn.turn
            exchanges[turn.turn] = Exchange(full, quoted, tuple(dict.fromkeys(thread)))


def examples_alone(
    gold: Sequence[GoldQuestion], answerer: Answerer, many: int
) -> Iterator[Example]:
    """Yield at most so many questions, each wording after another question on other papers."""
    chance = random.Random(SEED)
    held = {paper.file for paper in answerer.library.papers()}
    asked = [one for one in gold if one.evidence and {e.doc for e in one.evidence} <= held]
    for one in chance.sample(asked, min(many, len(asked))):
        docs = {evidence.doc for evidence in one.evidence}
        others = [each for each in asked if not docs & {e.doc for e in each.evidence}]
        others = [each for each in others if each.body == one.body] or others
        if not others:
            continue
        other = chance.choice(others)
        quoted = what_is_quoted(answerer.ask(other.question, hits=1), answerer.library)
        before = Exchange(alone(read_said(other.question)), quoted, quoted.items)
        for wording in (one.question, *one.variants):
            said = read_said(wording)
            if said.own:
                [(signs, _)] = answerer.following.weigh(said, [before])
                yield Example(one.id, signs, belongs=False, talk=False)


def _that_holds(docs: set[str], answerers: Sequence[Answerer]) -> Answerer | None:
    for answerer in answerers:
        if docs <= {paper.file for paper in answerer.library.papers()}:
            return answerer
    return None


def fit(examples: Sequence[Example]) -> LogisticRegression:
    """Return the regression of belonging on the signs."""
    weights = [
        (1.0 if one.talk else ALONE) * (BELONGING if one.belongs else 1.0) for one in examples
    ]
    labels = [one.belongs for one in examples]
    return LogisticRegression(max_iter=2_000).fit(_matrix(examples), labels, weights)


def chances_out_of_fold(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return each example's chance by a fit that has seen nothing of its group."""
    groups = sorted({one.group for one in examples})
    random.Random(SEED).shuffle(groups)
    talks = sorted({one.group for one in examples if one.talk})
    others = [group for group in groups if group not in talks]
    folds = [{talk} for talk in talks] + [set(others[i::FOLDS]) for i in range(FOLDS)]
    chances = np.zeros(len(examples))
    for fold in filter(None, folds):
        model = fit([one for one in examples if one.group not in fold])
        places = [i for i, one in enumerate(examples) if one.group in fold]
        chances[places] = model.predict_proba(_matrix([examples[i] for i in places]))[:, 1]
    return chances


def _matrix(examples: Sequence[Example]) -> NDArray[np.float64]:
    return np.array([astuple(one.signs) for one in examples], dtype=np.float64)


def told(examples: Sequence[Example], chances: NDArray[np.float64]) -> str:
    """Return how many are taken rightly and wrongly to belong, at the product's own threshold."""
    lines = []
    for name, belongs, talk in (
        ("turns that belong, taken so", True, True),
        ("turns of another matter, wrongly taken so", False, True),
        ("questions that stand alone, wrongly taken so", False, False),
    ):
        which = [i for i, one in enumerate(examples) if (one.belongs, one.talk) == (belongs, talk)]
        taken = int((chances[which] >= BELONGS).sum()) if which else 0
        lines.append(f"{name}: {taken} of {len(which)}\n")
    return "".join(lines)


def written(model: LogisticRegression, examples: Sequence[Example], sources: Sequence[Path]) -> str:
    """Return the weights as JSON, with what they were made from."""
    names = [field.name for field in fields(Signs)]
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    weights["bias"] = float(model.intercept_[0])
    made = {
        "by": "python -m eval.tuning.belonging",
        "examples": len(examples),
        "belonging": sum(one.belongs for one in examples),
        "sources": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sources},
        "seed": SEED,
    }
    rounded = {name: round(weight, 3) for name, weight in weights.items()}
    return json.dumps({"made": made, "weights": rounded}, indent=1) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Gather, fit, say what was found, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("conversations", type=Path)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="taken whole")
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--library", type=Path, nargs="+", required=True)
    parser.add_argument("--every", type=int, default=1, help="take each so-manieth conversation")
    parser.add_argument("--alone", type=int, default=90, help="questions of each gold file")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    answerers = [open_answerer(folder) for folder in given.library]
    talks = load_conversations([given.conversations])[:: given.every]
    if given.more:
        talks += load_conversations(given.more)
    examples = list(examples_of_talk(talks, answerers))
    for path in given.gold:
        gold = load_gold([path])
        for answerer in answerers:
            examples += examples_alone(gold, answerer, given.alone)
    sys.stdout.write("out of fold\n" + told(examples, chances_out_of_fold(examples)))
    if given.write:
        target = Path(belonging.__file__).with_name("data") / "weights.json"
        sources = [given.conversations, *given.more, *given.gold]
        target.write_text(written(fit(examples), examples, sources), encoding="utf-8")


if __name__ == "__main__":
    main()
