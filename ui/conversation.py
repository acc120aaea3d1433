"""What was asked and answered in one session."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.answers import Answer, Citation

KEPT = 30
"""Exchanges that a session remembers; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, and its answer or the words that say why there is none; neither: not yet."""

    number: int
    question: str
    answer: Answer | None = None
    problem: str | None = None
    written: tuple[str, ...] = ()
    """Sentences of the answer that are there already, while it is being written."""

    @property
    def waits(self) -> bool:
        """Whether it still has to be answered."""
        return self.answer is None and self.problem is None


@dataclass(slots=True)
class Conversation:
    """The exchanges of a session, oldest first.

    It is changed in place: a second question may be asked while the first is being answered.
    """

    exchanges: list[Exchange] = field(default_factory=list)

    def add(self, question: str) -> None:
        """Add a question that waits for its answer."""
        number = self.exchanges[-1].number + 1 if self.exchanges else 1
        self.exchanges.append(Exchange(number, question))
        del self.exchanges[:-KEPT]

    def waiting(self) -> list[Exchange]:
        """Return the exchanges that wait for an answer."""
        return [exchange for exchange in self.exchanges if exchange.waits]

    def before(self, exchange: Exchange) -> list[str]:
        """Return the questions asked before one, oldest first, that were answered or declined."""
        return [
            other.question
            for other in self.exchanges
            if other.number < exchange.number and other.answer is not None
        ]

    def replace(self, answered: Exchange) -> None:
        """Put an exchange in the place of the one with its number, if that is still kept."""
        for place, exchange in enumerate(self.exchanges):
            if exchange.number == answered.number:
                self.exchanges[place] = answered

    def citation(self, exchange_number: int, number: int) -> Citation:
        """Return a source of an answer. Raises KeyError where there is none such."""
        for exchange in self.exchanges:
            if exchange.number == exchange_number and exchange.answer:
                for citation in exchange.answer.citations:
                    if citation.number == number:
                        return citation
        raise KeyError(number)
