"""Understand a message after others, search for it, and answer what needs no search.

Nothing is kept between two questions but what earlier answers quoted (`state.Memory`), which
is found anew where it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.answers import Answer
from qa.following.belonging import Competitor, Signs, chance, log_odds, signs_of
from qa.following.replies import reply_to_courtesy, reply_with_place
from qa.following.state import Exchange, Known, Memory, Place, passages_of_items, what_is_quoted
from qa.library import Library
from qa.papers import Hit
from qa.questions.follow_ups import (
    Move,
    Said,
    Turn,
    alone,
    in_full,
    names_no_matter,
    questions_read,
    read_said,
)
from qa.questions.question import LONGEST, read_question
from qa.replies.reply import needs_no_search
from qa.retrieval.features import combine
from qa.retrieval.scope import sure_councils
from qa.retrieval.search import HybridSearcher

BELONGS = 0.5
"""Chance from which a message is taken to belong to what was quoted."""
GOES_BACK = 1.0
"""Log odds by which an older matter must be the likelier one, for a message to go back to it. In
one of five turns that had a choice, a greeting was the likelier by .7."""
BY_ASKED = 0.5
"""What the score for the question without its matter counts, beside that for it in full."""
SAME_ITEM = 2.0
"""Added to the score of a passage of the items quoted. Both were chosen on 42 follow-ups, one
conversation left out at a time (docs/adr/0035-conversation.md)."""
POOL = 120
"""Hits among which those of the items quoted move up."""

Ask = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as understood, with what it rests on; `rests_on` is None for a new matter."""

    said: Said
    turn: Turn
    place: Place
    rests_on: Exchange | None = None


class Following:
    """Understands messages after others, with a library's own papers to go by."""

    def __init__(self, ask: Ask, library: Library, searcher: HybridSearcher) -> None:
        """Take what answers the questions before (`Answerer.ask`), the library, a searcher."""
        self._ask, self._library, self._searcher = ask, library, searcher
        self._memory = Memory()

    def forget(self) -> None:
        """Forget what was quoted, since the library has changed."""
        self._memory.clear()

    def remembers(self, asked: Sequence[str]) -> bool:
        """Whether it is known what the last of these questions rests on, and its answer quoted."""
        return self._memory.get(asked) is not None

    def understand(self, question: str, previous: Sequence[str]) -> Understood:
        """Return a question as it is to be understood after those before it, oldest first."""
        exchanges = self._exchanges(questions_read(previous))
        said = read_said(question)
        return self._understood(said, self._place(said, exchanges), exchanges)

    def note(self, meant: Understood, previous: Sequence[str], answer: Answer) -> None:
        """Keep what an answer quotes, for the message that may come after it."""
        asked = [*questions_read(previous), meant.said.text]
        self._memory.put(asked, Known(meant.place, what_is_quoted(answer, self._library)))

    def _exchanges(self, asked: Sequence[str]) -> list[Exchange]:
        """Return the exchanges so far, oldest first; greetings and thanks are none."""
        exchanges: list[Exchange] = []
        for number, text in enumerate(asked):
            said = read_said(text)
            if said.move in (Move.COURTESY, Move.PLACE) or needs_no_search(text):
                continue
            known = self._memory.get(asked[: number + 1])
            if known is None:
                answer = self._ask(text, hits=1, previous=asked[:number])
                quoted = what_is_quoted(answer, self._library)
                known = Known(self._place(said, exchanges), quoted)
                self._memory.put(asked[: number + 1], known)
            meant = self._understood(said, known.place, exchanges)
            on = meant.rests_on
            before = on.thread if on and not meant.turn.elsewhere else ()
            thread = tuple(dict.fromkeys((*known.quoted.items, *before)))
            exchanges.append(Exchange(meant.turn, known.quoted, thread, number))
        return exchanges

    def _place(self, said: Said, exchanges: Sequence[Exchange]) -> Place:
        """Decide what a message rests on: none of the exchanges, or which."""
        if not exchanges:
            return Place(None)
        last = exchanges[-1]
        if said.move in (Move.COURTESY, Move.PLACE):
            return Place(last.number)
        if not (last.turn.matter.parts or last.quoted.items):
            return Place(None)
        if not said.own:
            of_its_own = said.move is Move.FOLLOWS and said.of_a_meeting
            return Place(None if of_its_own else last.number)
        weighed = self.weigh(said, exchanges)
        likely = [(log_odds(signs), each) for signs, each in weighed if chance(signs) >= BELONGS]
        if said.move in (Move.INSTEAD, Move.CORRECTS):
            return Place(last.number, same=bool(likely))
        if not likely:  # what cannot be understood by itself rests on the last
            return Place(last.number if names_no_matter(alone(said)) else None)
        best = max(odds for odds, _ in likely)
        newest = next(each for odds, each in likely if odds > best - GOES_BACK)
        return Place(newest.number)

    def _understood(self, said: Said, place: Place, exchanges: Sequence[Exchange]) -> Understood:
        """Return a message put in full by what it rests on."""
        rests_on = next((each for each in exchanges if each.number == place.rests_on), None)
        if said.move is Move.COURTESY or (said.move is Move.PLACE and rests_on):
            turn = replace(alone(said), move=said.move)
            return Understood(said, turn, place, rests_on)
        if rests_on is None:
            return Understood(said, alone(said), Place(None))
        held, council = rests_on.held(self._library), min(self._councils(said), default="")
        turn = in_full(said, held, same=place.same, council=council)
        return Understood(said, turn, place, rests_on)

    def _councils(self, said: Said) -> frozenset[str]:
        """Return the councils, among those whose papers are held, that a message names."""
        facets = read_question(said.bare[:LONGEST]).facets
        return facets.councils_named(self._library.once(sure_councils))

    def reply(self, understood: Understood, previous: Sequence[str]) -> Answer | None:
        """Return the answer to a message that needs no search; None where a search is needed."""
        question, coverage = understood.turn.text, self._library.coverage()
        if understood.turn.move is Move.COURTESY:
            return reply_to_courtesy(question, self._library)
        if understood.turn.move is not Move.PLACE or understood.rests_on is None:
            return None
        asked, place = questions_read(previous), understood.rests_on.number
        before = self._ask(asked[place], hits=1, previous=asked[:place])
        return reply_with_place(question, before, coverage)

    def weigh(self, said: Said, exchanges: Sequence[Exchange]) -> list[tuple[Signs, Exchange]]:
        """Return the signs that a message belongs to each of the exchanges, the newest first.

        Of exchanges on one matter the newest stands for all.
        """
        question = read_question(said.bare[:LONGEST])
        newest: dict[str, Exchange] = {}
        for exchange in reversed(exchanges):
            newest.setdefault(exchange.turn.matter.words, exchange)
        within = {
            key: passages_of_items(each.thread, self._library) for key, each in newest.items()
        }
        every = [passage.id for passages in within.values() for passage in passages]
        asked = self._searcher.asked(question)
        candidates, features = self._searcher.candidates(question, also=every)
        scores = combine(features, self._searcher.weights)
        found = [
            Competitor(passage, score)
            for (passage, _), score in zip(candidates, scores, strict=True)
        ]
        found.sort(key=lambda each: -each.score)
        return [
            (
                signs_of(
                    said,
                    question.facets.length,
                    asked.weighed,
                    found,
                    frozenset(exchange.thread),
                    within[key],
                ),
                exchange,
            )
            for key, exchange in newest.items()
        ]

    def search(self, understood: Understood, k: int) -> list[Hit]:
        """Return at most k hits for a message; what was quoted before it moves up.

        A follow-up is searched as put in full and by what it asks alone: the matter, once more in
        words, would outweigh the few words in which it differs from the question before.
        """
        turn, rests_on = understood.turn, understood.rests_on
        searcher, question = self._searcher, read_question(turn.sought[:LONGEST])
        if rests_on is None or not turn.carried:
            return searcher.search(question, k)
        thread = () if turn.elsewhere else rests_on.thread
        councils = self._councils(understood.said)
        within = [passage.id for passage in passages_of_items(thread, self._library)]
        asked, features = searcher.candidates(read_question(turn.asked[:LONGEST]), also=within)
        scores = combine(features, searcher.weights)
        by_asked = {passage.id: score for (passage, _), score in zip(asked, scores, strict=True)}
        least = min(scores, default=0.0)
        hits = [
            replace(
                hit,
                score=BY_ASKED * by_asked.get(hit.passage.id, least)
                + (1 - BY_ASKED) * hit.score
                + _nearness(hit, understood, councils),
            )
            for hit in searcher.search(question, POOL, also=list(by_asked))
        ]
        if turn.elsewhere and councils:
            # The paper that was quoted is another council's, though it may not surely say so.
            quoted = {item.paper_id for item in rests_on.thread}
            hits = [hit for hit in hits if hit.paper.id not in quoted]
        elif rests_on.quoted.council and not councils:
            # Other councils have papers with the few words of a follow-up too.
            mine = (rests_on.quoted.council, None)
            hits = [hit for hit in hits if hit.paper.council in mine]
        hits.sort(key=lambda hit: -hit.score)
        return [replace(hit, rank=rank) for rank, hit in enumerate(hits[:k], start=1)]

    def favoured(self, understood: Understood, hits: Sequence[Hit]) -> dict[str, float]:
        """Return what speaks for each hit by what was quoted before; none of what stands alone."""
        if understood.rests_on is None or not understood.turn.carried:
            return {}
        councils = self._councils(understood.said)
        return {hit.passage.id: _nearness(hit, understood, councils) for hit in hits}


def _nearness(hit: Hit, understood: Understood, councils: frozenset[str]) -> float:
    """Return what is added to a hit's score for what was quoted before.

    Where an earlier or a later one is meant, it is for what is not of the day that was quoted;
    where the same is asked of another council, for that council's papers.
    """
    turn, rests_on = understood.turn, understood.rests_on
    assert rests_on is not None
    if turn.elsewhere:
        return SAME_ITEM * (hit.paper.council in councils)
    before, day = rests_on.quoted.day, hit.passage.meeting_date or hit.paper.meeting_date
    if not turn.order or before is None:
        return SAME_ITEM * (hit.passage.item_id in rests_on.thread)
    return SAME_ITEM * (day is not None and (day > before) - (day < before) == turn.order)
