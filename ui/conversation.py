"""The questions and answers of one session of the chat."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.answers import Answer, Citation

MAX_KEPT = 30
"""Exchanges that a session keeps; the oldest are removed first."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer or the problem that prevented one; with neither, it waits."""

    number: int
    question: str
    answer: Answer | None = None
    problem: str | None = None
    written: tuple[str, ...] = ()
    """The sentences so far of an answer that is being written."""

    @property
    def waits(self) -> bool:
        """Whether it has no answer and no problem yet."""
        return self.answer is None and self.problem is None


@dataclass(slots=True)
class Conversation:
    """The exchanges of a session, oldest first.

    Changed in place, because a second question may be asked while the first is being answered.
    """

    exchanges: list[Exchange] = field(default_factory=list)

    def add(self, question: str) -> None:
        """Add a question that waits for its answer."""
        number = self.exchanges[-1].number + 1 if self.exchanges else 1
        self.exchanges.append(Exchange(number, question))
        del self.exchanges[:-MAX_KEPT]

    def waiting(self) -> list[Exchange]:
        """Return the exchanges that wait for an answer."""
        return [exchange for exchange in self.exchanges if exchange.waits]

    def before(self, exchange: Exchange) -> list[str]:
        """Return the earlier questions that were answered or declined, oldest first."""
        return [
            other.question
            for other in self.exchanges
            if other.number < exchange.number and other.answer is not None
        ]

    def replace(self, answered: Exchange) -> None:
        """Replace the exchange with the same number, if it is still kept."""
        for place, exchange in enumerate(self.exchanges):
            if exchange.number == answered.number:
                self.exchanges[place] = answered

    def citation(self, exchange_number: int, number: int) -> Citation:
        """Return a citation of an answer.

        Raises:
            KeyError: no answer with this number is kept, or it has no such citation.
        """
        for exchange in self.exchanges:
            if exchange.number == exchange_number and exchange.answer:
                for citation in exchange.answer.citations:
                    if citation.number == number:
                        return citation
        raise KeyError(number)
