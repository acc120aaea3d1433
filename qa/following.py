"""Follow-ups, with the papers to go by: do these words belong to the matter just asked about?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answers import Citation
from qa.language.terms import analyse, content_terms
from qa.library import Library
from qa.papers import Hit, ItemId, Passage
from qa.protocols import Asker, Searcher
from qa.questions.follow_ups import Turn, speaks_of_a_side, understand
from qa.questions.matter import own_terms, own_words
from qa.questions.question import LONGEST, read_question

MENTIONED = 0.5
"""An item mentions words where it has more than this share of them."""
NAMED = 0.8
"""Share of the words that a heading must have, to be what they name."""
SAME_ITEM = 1.0
"""Added to the score of a passage whose item was just quoted. It decides between passages that
answer a follow-up about equally well."""
ITEMS = 8
"""Hits for the turn before; their items may mention the words."""
NAMES = 3
"""Hits for the words alone; their headings may have them."""
ALONE = 0.5
"""Share of a heading that definite words ("the licence") must be, to name it."""
SHORT_PAPER = 80
"""Passages of a paper that is about one matter, as a report is."""


class Following:
    """Understands questions after others, with a library's own words to go by."""

    def __init__(self, asker: Asker, library: Library, searcher: Searcher) -> None:
        """Take what answers the questions before, the library, and a searcher over it."""
        self._asker, self._library, self._searcher = asker, library, searcher

    def understand(self, question: str, previous: Sequence[str]) -> Turn:
        """Return the question as it is to be understood after those before it."""
        return understand(question, previous, self.same_matter)

    def same_matter(self, words: str, turn: Turn, *, definite: bool) -> bool:
        """Whether an item found for a turn mentions these words, and they name no other item.

        An item that they name does not count as another where it mentions the turn's matter too.
        Where no paper has the words, "the X" is still taken as part of the matter: "and the
        annual fee?"
        """
        terms = own_terms(words)
        found = self._found(turn.sought, ITEMS)
        mentioned = any(
            len(terms & self._item_terms(hit.passage)) > MENTIONED * len(terms) for hit in found
        )
        if not terms or not (mentioned or speaks_of_a_side(words)):
            return False
        here = {hit.passage.item_id for hit in found}
        matter = turn.matter.terms
        share = ALONE if definite else 0.0
        near = self._found(" ".join(own_words(words)), NAMES)
        others = [hit for hit in near if _names(hit, terms, share)]
        return all(
            hit.passage.item_id in here
            or len(matter & self._item_terms(hit.passage)) > MENTIONED * len(matter)
            for hit in others
        )

    def prefer(self, hits: Sequence[Hit], turn: Turn) -> list[Hit]:
        """Return the hits, ranked anew, with those of the items quoted just before moved up."""
        items = self._items_quoted(turn.before) if turn.before else set()
        scored = [
            replace(hit, score=hit.score + SAME_ITEM * (hit.passage.item_id in items))
            for hit in hits
        ]
        scored.sort(key=lambda hit: -hit.score)
        return [replace(hit, rank=rank) for rank, hit in enumerate(scored, start=1)]

    def _items_quoted(self, question: str) -> set[ItemId]:
        """Return the items that the answer to a question quotes."""
        answer = self._asker.ask(question[:LONGEST])
        return {item for cited in answer.citations for item in self._items_of(cited)}

    def _items_of(self, citation: Citation) -> list[ItemId]:
        start = citation.quote.split("\n")[0]
        return [
            passage.item_id
            for passage in self._library.passages_of(citation.paper.id)
            if passage.heading == citation.heading and start in passage.text
        ][:1]

    def _found(self, text: str, k: int) -> list[Hit]:
        return self._searcher.search(read_question(text[:LONGEST]), k)

    def _item_terms(self, passage: Passage) -> frozenset[str]:
        """Return the terms of a passage's item; of its paper, where that is short and one item."""
        parts = self._library.item_passages(passage)
        if passage.item_title is None:
            whole = self._library.passages_of(passage.paper_id)
            parts = whole if len(whole) <= SHORT_PAPER else parts
        return frozenset(analyse(" ".join([*(p.text for p in parts), *passage.heading])))


def _names(hit: Hit, terms: frozenset[str], share: float) -> bool:
    """Whether terms are in a hit's heading, and are at least a share of the heading's own."""
    heading = set(content_terms(" ".join(hit.passage.heading[-2:])))
    held = terms & heading
    return len(held) >= NAMED * len(terms) and len(held) >= share * len(heading)
