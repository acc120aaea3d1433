"""Ask a language model which units answer a question, and for the answer in one line.

The model is shown numbered units and returns numbers: what is quoted stays verbatim. Its line is
kept only where the units that it chose bear it out (`qa.writing.claims`). Whatever goes wrong (the
server, the time, the JSON, a number that no unit has), there is no choice, the embedded judgement
stands, and the log says why without a word of the question, the papers or the reply.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Protocol

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

from qa.errors import LanguageModelError
from qa.language.dates import format_day
from qa.protocols import Choice, NumberedUnit
from qa.questions.question import read_question
from qa.writing.claims import SentenceSplitter, check_sentence, still_answers

MOST_CHARACTERS = 4_000
"""Of a reply: a longer one is no list of numbers and one line."""
MOST_WORDS = 25
"""Of the line."""
PER_TOKEN = 3
"""Characters that a token has at least, in English papers with many figures."""
LONGEST_UNIT = 1_200
"""Characters of one unit that are shown."""

log = logging.getLogger(__name__)


class WritesJson(Protocol):
    """A language model that can be asked for JSON; `ServedModel` is the real one."""

    @property
    def most_tokens(self) -> int:
        """The most that it may write."""
        ...

    @property
    def window(self) -> int:
        """The most that it reads and writes together."""
        ...

    def write(self, system: str, request: str, *, as_json: bool = False) -> Iterator[str]:
        """Yield what it writes, piece by piece. Raises LanguageModelError where it cannot."""
        ...


class _Reply(BaseModel):
    """What the model must send: nothing less, nothing more."""

    model_config = ConfigDict(extra="forbid")

    parts: list[list[StrictInt]]
    line: StrictStr | None = None


class ModelChooser:
    """Chooses with a language model that the council named."""

    def __init__(self, model: WritesJson) -> None:
        """Take the model; its server is asked for the first time with the first question."""
        self._model = model

    def choose(
        self, question: str, parts: Sequence[str], units: Sequence[NumberedUnit]
    ) -> Choice | None:
        """Return the model's choice; None where it made none that can be used.

        `parts` are the parts of the question, itself alone where it has no others. Of units that
        do not all fit into the model's window, the last are not shown, and cannot be chosen.
        """
        system = instructions()
        room = (self._model.window - self._model.most_tokens) * PER_TOKEN - len(system)
        shown, asked = _that_fit(units, room - sum(map(len, (question, *parts))))
        if not shown:
            return None
        try:
            text = self._reply(system, request(question, parts, asked))
            reply = _Reply.model_validate_json(text, strict=True)
        except LanguageModelError as error:
            log.warning("the language model did not choose: %s", error)
            return None
        except ValidationError:
            log.warning("the language model did not choose: its reply is not the JSON asked for")
            return None
        known = {unit.number: unit for unit in shown}
        chosen = {number for part in reply.parts for number in part}
        if len(reply.parts) != len(parts) or not chosen <= set(known):
            log.warning("the language model did not choose: it numbers what it was not shown")
            return None
        answering = tuple(tuple(dict.fromkeys(part)) for part in reply.parts)
        line = _checked_line(reply.line, question, [u for u in shown if u.number in chosen])
        return Choice(answering, line)

    def _reply(self, system: str, asked: str) -> str:
        """Return the whole reply. Raises LanguageModelError where it goes on too long."""
        text = ""
        for piece in self._model.write(system, asked, as_json=True):
            text += piece
            if len(text) > MOST_CHARACTERS:
                raise LanguageModelError("the language model's reply is too long")
        return text.strip()


def _checked_line(line: str | None, question: str, chosen: Sequence[NumberedUnit]) -> str | None:
    """Return a line as plain text where the units chosen bear it out; None where they do not."""
    splitter = SentenceSplitter()
    sentences = [*splitter.add(line or ""), *splitter.close()]
    plain = " ".join(_without_markers(sentence) for sentence in sentences)
    if not re.search(r"\w", plain) or not chosen or len(plain.split()) > MOST_WORDS:
        return None
    for sentence in sentences:
        reason = check_sentence(sentence, chosen)
        if reason is not None:
            # After a colon the reason has words of the line.
            log.info("the language model's line was dropped: %s", reason.partition(":")[0])
            return None
    quotes = " ".join(unit.quote for unit in chosen)
    asked = read_question(question)
    return plain if still_answers(sentences, 0, asked, quotes, chosen) else None


def _without_markers(sentence: str) -> str:
    return re.sub(r"\s*\[\d{1,3}\]", "", sentence)


# What is sent


def instructions() -> str:
    """Return the instructions that the model gets before the question."""
    return files("qa").joinpath("prompts", "choose.md").read_text(encoding="utf-8")


def request(question: str, parts: Sequence[str], passages: str) -> str:
    """Return the question with its parts after the passages; none of them can open or close one."""
    listed = "\n".join(f"{number}. {inert(part)}" for number, part in enumerate(parts, 1))
    return f"{passages}\n\nQuestion: {inert(question)}\nIts parts:\n{listed}\nJSON:"


def _that_fit(units: Sequence[NumberedUnit], room: int) -> tuple[list[NumberedUnit], str]:
    """Return the first units that fit into so many characters, and how they are shown."""
    shown: list[NumberedUnit] = []
    texts: list[str] = []
    for unit in units:
        text = passage(unit, LONGEST_UNIT)
        room -= len(text) + 2
        if room < 0:
            break
        shown.append(unit)
        texts.append(text)
    return shown, "\n\n".join(texts)


def passage(unit: NumberedUnit, longest: int) -> str:
    """Return a unit between marks that none can hold itself, its words cut at `longest`."""
    paper = unit.paper
    day = paper.meeting_date
    told = (
        paper.title,
        f"minute {unit.minute}" if unit.minute else "",
        format_day(day) if day else "",
        " > ".join(unit.heading),
    )
    about = ", ".join(part for part in told if part)
    return (
        f"<passage number={unit.number} standing={unit.standing.value}>\n"
        f"({inert(about)})\n{inert(unit.quote[:longest])}\n</passage>"
    )


def inert(text: str) -> str:
    """Return a text that can neither open nor close a passage."""
    return text.replace("<", "‹").replace(">", "›")
