"""A small reader that is trained on groups, written, and computed as the service does."""

from __future__ import annotations

import json
import lzma
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from eval.gold.questions import Evidence, GoldQuestion
from eval.training.export import export
from eval.training.fitting import Plan, fit, loss_of
from eval.training.groups import Group, public_groups, without
from eval.training.model import Pairs, ReaderModel
from eval.tuning.judgement import Example
from qa.backends.encoders.pairs import CARD, MODEL, TOKENIZER, OnnxReader, can_read
from qa.bootstrap import load_reranker
from qa.errors import GoldError
from qa.judgement.scores import Scored

WHATS = ["cost", "day", "mover"]
ANSWERS = {
    "cost": [f"{n}k" for n in range(1, 9)],
    "day": ["monday", "tuesday", "friday"],
    "mover": ["smith", "jones", "patel", "brown"],
}
MATTERS = ["pier", "library", "lease", "budget", "market"]
FILLERS = ["the", "of", "was", "and", "members"]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two narrow layers with random weights, and its words."""
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("encoder")
    answers = [word for words in ANSWERS.values() for word in words]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", ":", *WHATS, *answers, *MATTERS, *FILLERS]
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(words)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / TOKENIZER))
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=0.2,
    )
    torch.manual_seed(0)
    BertModel(config).save_pretrained(folder)
    return folder


def made_groups(count: int, seed: int) -> list[Group]:
    """Questions of which one of three texts has an answer, or none has."""
    chance = random.Random(seed)
    groups = []
    for number in range(count):
        texts = [["budget :", *chance.choices(FILLERS + MATTERS, k=4)] for _ in range(3)]
        what, answer = chance.choice([(w, a) for w, answers in ANSWERS.items() for a in answers])
        wrong = tuple(" ".join(words) for words in texts)
        texts[0].insert(chance.randint(1, 5), answer)
        question = f"{what} of the {chance.choice(MATTERS)}"
        right = () if number % 4 == 0 else ((" ".join(texts[0]), answer),)
        groups.append(Group(question, right, wrong[1:] if right else wrong))
    return groups


def test_a_reader_learns_which_text_answers_and_which_words(encoder: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    model, pairs = ReaderModel(encoder), Pairs(encoder)
    unseen, said = made_groups(40, seed=2), list[str]()
    before = float(loss_of(model, pairs, unseen, random.Random(0)).detach())
    fit(model, pairs, made_groups(1500, seed=1), Plan(rate=3e-3), said.append)
    after = float(loss_of(model, pairs, unseen, random.Random(0)).detach())
    assert after < before / 2 and said[-1].startswith("step 80 of 93")
    export(model, encoder, tmp_path, {"seed": 0})
    assert can_read(tmp_path) and len(json.loads((tmp_path / CARD).read_text())["digest"]) == 64
    reader = load_reranker(str(tmp_path), threads=1)
    assert isinstance(reader, OnnxReader)
    chosen, found = [], []
    for group in (group for group in unseen if group.right):
        told = (group.right[0][0], *group.hard)
        extracts = reader.read(
            group.question, [("budget", text.removeprefix("budget : ")) for text in told]
        )
        chosen.append(extracts[0].logit > 0 > max(extract.logit for extract in extracts[1:]))
        found.append(extracts[0].words == group.right[0][1])
        assert reader.scores(group.question, told).argmax() == 0
    assert np.mean(chosen) > 0.9 and np.mean(found) > 0.7


def test_what_heads_a_text_never_answers(encoder: Path, tmp_path: Path) -> None:
    export(ReaderModel(encoder), encoder, tmp_path, {})
    reader = OnnxReader("random", tmp_path, threads=2)
    texts = [("cost 3k", "members"), ("", "lease \ud83d monday"), ("pier", "")]
    first, second, third = reader.read("cost \udc00 of the lease", texts)
    assert first.words == "members" and second.words in "lease ? monday"
    assert third.words == ""
    assert reader.read("cost", []) == []


def test_public_questions_are_cut_into_units(tmp_path: Path) -> None:
    lines = [
        {
            "source": "squad",
            "question": "Who built it?",
            "positive": ["The mill stands by the river. It was built by Ann Marlow."],
            "negative": [],
            "answer": "Ann Marlow",
        },
        {
            "source": "wtq",
            "question": "How much in 2021?",
            "positive": ["| Year | Sum |\n| 2020 | 5 |\n| 2021 | 6 |"],
            "negative": ["| Year | Sum |\n| 2020 | 5 |"],
        },
        {"source": "squad", "question": "Why?", "positive": [], "negative": ["It rained. Much."]},
        {"source": "unknown", "question": "Why?", "positive": [], "negative": ["It rained."]},
    ]
    path = tmp_path / "public.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    groups = {group.question: group for group in public_groups(path, seed=0)}
    assert groups["Who built it?"] == Group(
        "Who built it?",
        (("It was built by Ann Marlow.", "Ann Marlow"),),
        ("The mill stands by the river.",),
    )
    assert groups["How much in 2021?"].right == (("Year 2021: Sum 6", ""),)
    assert groups["How much in 2021?"].hard == ("Year 2020: Sum 5",)
    assert groups["Why?"].right == () and set(groups["Why?"].hard) == {"It rained.", "Much."}


def test_a_file_is_left_out_with_the_questions_on_the_same_bodies() -> None:
    def example(gold: str, doc: str, *, near: bool = False) -> Example:
        evidence = Evidence(doc, "words", page=1, near_miss=near)
        question = GoldQuestion("q", "Why?", "why", not near, ("x",), (evidence,), None, gold=gold)
        nothing = np.zeros(0)
        scored = Scored((), nothing, nothing)
        return Example(question, nothing.astype(bool), scored, None, frozenset())  # type: ignore[arg-type]

    left, same = example("first", "ayr/a.pdf"), example("second", "ayr/b.pdf", near=True)
    other, alone = example("second", "bute/b.pdf"), example("second", "c.pdf")
    everything = [left, same, other, alone]
    assert without(everything, ["fir"]) == [other, alone]
    assert without(everything, []) == everything
    with pytest.raises(GoldError, match="'third'"):
        without(everything, ["third"])


def test_the_reader_that_is_shipped_is_the_one_its_card_names() -> None:
    import hashlib

    from qa.backends.encoders.pairs import EMBEDDED

    card = json.loads((EMBEDDED / CARD).read_text(encoding="utf-8"))
    assert hashlib.sha256((EMBEDDED / MODEL).read_bytes()).hexdigest() == card["digest"]
