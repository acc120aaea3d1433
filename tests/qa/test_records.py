"""What tells items and features apart, and what the catalogue kept before can still be read."""

from __future__ import annotations

import json
from dataclasses import fields, replace

from qa.library.databases.entries import PASSAGE
from qa.papers import (
    UNKNOWN_PAGE,
    Features,
    Item,
    ItemId,
    ItemKind,
    Passage,
    Standing,
    Unit,
    UnitKind,
)
from qa.retrieval.features import Weights, combine

TOLLS = Passage(
    "p1-0",
    "p1",
    0,
    (Unit("Carts\t£2", (1, 1), kind=UnitKind.ROW),),
    ("7. TOLLS",),
    Standing.DECIDED,
    UNKNOWN_PAGE,
    (1, 1),
    item_number="7",
    item_title="TOLLS",
    item_kind=ItemKind.MINUTE,
)


def test_an_item_and_its_passages_have_one_identity() -> None:
    item = Item("7", "TOLLS", ItemKind.MINUTE, Standing.DECIDED, UNKNOWN_PAGE, (1, 1))
    assert TOLLS.item_id == item.id_in("p1") == ItemId("p1", "7", "TOLLS")
    assert TOLLS.item_id != item.id_in("p2")
    assert TOLLS.item_id != replace(item, title="FERRIES").id_in("p1")


def test_a_passage_kept_before_its_kinds_were_typed_is_read_as_it_was() -> None:
    kept = json.loads(PASSAGE.dump_json(TOLLS))
    assert kept["item_kind"] == "minute" and kept["units"][0]["kind"] == "row"
    del kept["part_kind"]
    assert PASSAGE.validate_json(json.dumps(kept)) == TOLLS


def test_every_weight_weighs_the_feature_of_its_name_and_only_the_cosine_has_none() -> None:
    weighed = {field.name for field in fields(Weights)}
    assert {field.name for field in fields(Features)} == weighed | {"cosine"}


def test_a_score_is_the_weighted_sum() -> None:
    names = [field.name for field in fields(Features)]
    found = Features(**{**dict.fromkeys(names, 0.0), "words": 2.0, "minor": -1.0, "cosine": 9.0})
    weights = Weights(**{**dict.fromkeys(names[:2] + names[3:], 1.0), "words": 0.5})
    assert combine([found], weights) == [0.0]
