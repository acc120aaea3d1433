"""How signs are weighed against one another."""

from __future__ import annotations

from ingest.particulars.evidence import Sign, settle


def test_what_weighs_most_is_taken_and_less_surely_beside_a_rival() -> None:
    alone = settle([Sign("Cabinet", 4.0, "CABINET")])
    beside = settle([Sign("Cabinet", 4.0, "CABINET"), Sign("Council", 3.8, "COUNCIL")])
    assert alone is not None
    assert beside is not None
    assert alone.value == beside.value == "Cabinet"
    assert beside.confidence < 0.75 < alone.confidence


def test_further_signs_of_one_value_add_to_it() -> None:
    signs = [Sign("a", 3.0, "a"), Sign("b", 2.8, "b"), Sign("B", 2.0, "B")]
    settled = settle(signs, str.casefold)
    assert settled is not None
    assert (settled.value, settled.sign.words) == ("b", "b")


def test_too_little_is_nothing() -> None:
    assert settle([Sign("Cabinet", 1.4, "cabinet")]) is None
    assert settle([Sign("Cabinet", -1.0, "cabinet")]) is None
    assert settle(list[Sign[str]]()) is None
