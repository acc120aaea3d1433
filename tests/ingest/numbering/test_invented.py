"""Items in layouts drawn at random, of seeds that the weights were not fitted on."""

from __future__ import annotations

from ingest.numbering.items import find_items
from tests.ingest.numbering.fitting import alike, paragraphs_of
from tests.ingest.numbering.invented import invented_minutes

SEEDS = range(5_000, 5_060)


def test_nearly_all_items_are_found_and_few_others() -> None:
    found = there = false = 0
    for seed in SEEDS:
        document, truth = invented_minutes(seed)
        _, items = find_items(paragraphs_of(document))
        tops = [item for item in items if not item.below]
        hits = sum(
            any(number == item.number and alike(title, item.title) for item in tops)
            for number, title in truth
        )
        found, there, false = found + hits, there + len(truth), false + len(tops) - hits
    assert found >= 0.93 * there
    assert false <= 0.07 * there
