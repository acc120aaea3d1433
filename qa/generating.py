"""Write an answer with a language model, from the quotes of the quoting answer.

The model is given these quotes and nothing else. Each sentence that it writes is checked against
them (`qa.writing.claims`) before anybody sees it, and is dropped where they do not support it. The
quotes always follow. Where too little is left, or the model cannot be reached, they stand alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files

from qa.answerer import Answerer
from qa.answers import Answer, AnswerStatus, Citation
from qa.errors import LanguageModelError
from qa.library import Library
from qa.protocols import LanguageModel
from qa.questions.question import read_question
from qa.retrieval.search import HybridSearcher
from qa.writing.choosing import inert, passage
from qa.writing.claims import SentenceSplitter, check_sentence, still_answers

NO_ANSWER = "NO ANSWER"
MOST_SENTENCES = 6
"""Sentences that are read; a model that goes on is stopped."""
LONGEST_QUOTE = 2_500
"""Characters of one quote that are sent."""
WRITTEN = (
    "Written by a language model from the quotes below and checked against them by rule; "
    "the quotes are what counts."
)
UNREACHED = "The language model could not be used, so the papers are quoted only."
UNFIT = "What the language model wrote was not borne out by the papers, so they are quoted only."

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Written:
    """What a model has written so far: the sentences kept, and how many were dropped."""

    kept: list[str] = field(default_factory=list)
    dropped: int = 0


class WritingAnswerer(Answerer):
    """Answers as `Answerer` does, with sentences before the quotes that a model wrote."""

    def __init__(
        self, library: Library, searcher: HybridSearcher, language_model: LanguageModel
    ) -> None:
        """Take the library, a searcher over it and the model that writes."""
        super().__init__(library, searcher)
        self.language_model = language_model

    def ask(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
    ) -> Answer:
        """Answer with checked sentences and quotes, or with quotes alone, or say why not."""
        for part in self.stream(question, hits=hits, previous=previous, as_at=as_at):
            if isinstance(part, Answer):
                return part
        raise AssertionError("an answer always comes last")

    def stream(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
    ) -> Iterator[str | Answer]:
        """Yield each checked sentence as it is written, then the whole answer."""
        quoted = super().ask(question, hits=hits, previous=previous, as_at=as_at)
        if quoted.status is not AnswerStatus.ANSWERED:
            yield quoted
            return
        question = quoted.understood_as or quoted.question
        yield from write_round(quoted, self.language_model, question)


def write_round(quoted: Answer, model: LanguageModel, question: str) -> Iterator[str | Answer]:
    """Yield the checked sentences, then the answer: with them before the quotes, or why not."""
    started = time.perf_counter()
    written = Written()
    try:
        yield from _checked(model, question, quoted.citations, written)
        note = UNFIT
    except LanguageModelError as error:
        log.warning("the language model could not be used: %s", error)
        written, note = Written(), UNREACHED
    seconds = time.perf_counter() - started
    timings = {name: value for name, value in quoted.timings_ms.items() if name != "total"}
    timings |= {"write": seconds * 1000, "total": quoted.timings_ms["total"] + seconds * 1000}
    text = " ".join(written.kept)
    asked = read_question(question)
    if still_answers(written.kept, written.dropped, asked, quoted.answer, quoted.citations):
        quotes = quoted.answer.removeprefix(quoted.opening)
        answer = f"{quoted.opening}{text}\n\n{WRITTEN}\n\n{quotes}"
    else:
        answer = f"{quoted.answer}\n\n{note}"
    yield replace(quoted, answer=answer, timings_ms=timings)


def _checked(
    model: LanguageModel, question: str, citations: Sequence[Citation], written: Written
) -> Iterator[str]:
    """Yield the sentences that the quotes bear out, as they are written."""
    sentences = SentenceSplitter()
    pieces = model.write(instructions(), request(question, citations))
    for piece in _then_end(pieces):
        for sentence in sentences.close() if piece is None else sentences.add(piece):
            if NO_ANSWER in sentence or len(written.kept) + written.dropped >= MOST_SENTENCES:
                return
            reason = check_sentence(sentence, citations)
            if reason is None:
                written.kept.append(sentence)
                yield sentence
            else:
                written.dropped += 1
                # After a colon the reason has words of the sentence.
                log.info("a written sentence was dropped: %s", reason.partition(":")[0])


def _then_end(pieces: Iterator[str]) -> Iterator[str | None]:
    yield from pieces
    yield None


def instructions() -> str:
    """Return the instructions that a model gets before the question."""
    return files("qa").joinpath("prompts", "write.md").read_text(encoding="utf-8")


def request(question: str, citations: Sequence[Citation]) -> str:
    """Return the question with the quotes, each between marks that no quote can hold itself."""
    passages = "\n\n".join(passage(citation, LONGEST_QUOTE) for citation in citations)
    return f"{passages}\n\nQuestion: {inert(question)}\nAnswer:"
