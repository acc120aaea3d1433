"""Models that a council named: what they choose is quoted, and what they say is checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.answerer import Answerer
from qa.answers import AnswerStatus
from qa.papers import Standing
from qa.protocols import Choice, Embedder, NumberedUnit, Scores
from tests.conftest import Samples
from tests.qa.backends.served_model import Script, serving

LEASE = "What did Cabinet decide on 18 January 2024 about Merton House?"


class Prefers:
    """A cross-encoder that likes texts with certain words."""

    name = "prefers"

    def __init__(self, words: str) -> None:
        self.words = words

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        return np.array([float(self.words in text) for text in texts], np.float32)


class Chooses:
    """A chooser that takes the units with certain words for the answer, or none."""

    def __init__(
        self, words: str, line: str | None = None, standing: Standing | None = None
    ) -> None:
        self.words, self.line, self.standing = words, line, standing
        self.shown: list[NumberedUnit] = []

    def choose(
        self, question: str, parts: Sequence[str], units: Sequence[NumberedUnit]
    ) -> Choice | None:
        self.shown = list(units)
        numbers = tuple(
            unit.number
            for unit in units
            if self.words in unit.quote and self.standing in (None, unit.standing)
        )
        return Choice(tuple(numbers for _ in parts), self.line)


def with_models(
    samples: Samples, reranker: Prefers | None = None, chooser: Chooses | None = None
) -> Answerer:
    own = samples.answerer
    return Answerer(own.library, own.searcher, reranker=reranker, chooser=chooser)


def test_a_cross_encoder_puts_the_units_in_its_order(samples: Samples) -> None:
    plain = samples.answerer.ask(LEASE)
    answer = with_models(samples, reranker=Prefers("staff based there be moved")).ask(LEASE)
    assert answer.line is not None and "staff based there" in answer.line
    assert plain.line is not None and "staff based there" not in plain.line
    assert answer.status is AnswerStatus.ANSWERED


def test_what_a_chooser_chooses_is_quoted_and_its_line_told_with_the_standing(
    samples: Samples,
) -> None:
    line = "£140,000 was released for the move"
    chooser = Chooses("£140,000 be released", line, Standing.DECIDED)
    answer = with_models(samples, chooser=chooser).ask(LEASE)
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.line == "Decided: £140,000 was released for the move"
    assert "£140,000 be released" in answer.citations[0].quote
    assert "A language model wrote the first line" in answer.answer
    assert [unit.number for unit in chooser.shown] == list(range(1, len(chooser.shown) + 1))


def test_where_it_chooses_nothing_the_question_is_told_as_nearest_only(samples: Samples) -> None:
    answer = with_models(samples, chooser=Chooses("no unit has these words")).ask(LEASE)
    assert answer.status is AnswerStatus.NEAREST
    assert answer.lacks == "It is not sure that what was found says what was decided."


def test_a_line_over_units_of_several_standings_is_not_told(samples: Samples) -> None:
    chooser = Chooses("Merton House", "Merton House is to be left")
    answer = with_models(samples, chooser=chooser).ask(LEASE)
    assert len({unit.standing for unit in chooser.shown if "Merton House" in unit.quote}) > 1
    assert answer.line is not None and "is to be left" not in answer.line


def test_a_matter_in_private_is_not_shown_to_a_model(samples: Samples) -> None:
    chooser = Chooses("")
    answer = with_models(samples, chooser=chooser).ask(
        "What was the price in the exempt report on the disposal of land?"
    )
    plain = samples.answerer.ask("What was the price in the exempt report on the disposal of land?")
    assert answer.status is plain.status
    if plain.status is AnswerStatus.EXEMPT:
        assert chooser.shown == []


def test_over_a_real_server_the_answer_keeps_its_quotes_whatever_it_says(
    samples: Samples, embedder: Embedder
) -> None:
    from qa.bootstrap import answer_from, serve_language_model

    script = Script('{"parts": [[1]], "line": "Merton House was sold for £9m [1]."}')
    with serving(script) as address:
        model = serve_language_model(
            "scripted", f"{address}/v1", key="k", seconds=20, tokens=200, window=8_000,
            thinking_off=True,
        )  # fmt: skip
        own = samples.answerer
        answer = answer_from(own.library, embedder, model, own.reranker).ask(LEASE)
        assert script.asked and "£9m" not in answer.answer
        assert answer.status is AnswerStatus.ANSWERED and answer.citations
        script.says = "I am sorry, but as a language model …"
        again = answer_from(own.library, embedder, model, own.reranker).ask(LEASE)
    assert again.answer == samples.answerer.ask(LEASE).answer
