from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.gold.evidence import HeldPapers
from eval.runs.records import record_line
from eval.runs.runner import run_gold
from eval.runs.scoring import holds_withheld, load_withheld
from qa.errors import GoldError
from qa.papers import Standing
from tests.eval.scripted import (
    FERRY,
    LIMB_1,
    ScriptedAsker,
    Store,
    answered,
    cite_lines,
    declined,
    evidence,
    hit,
    minute_hit,
    paper,
)

SECRET = "Marrow & Sons bid £1,250,000"
HELD = HeldPapers(Store())


def test_a_withheld_wording_is_found_in_answers_quotes_hits_and_names() -> None:
    told = paper("c" * 16, f"{SECRET}.pdf", "pdf", 1)
    assert holds_withheld(declined(text="They say: marrow & sons  bid £1,250,000."), [SECRET])
    assert holds_withheld(
        answered(Standing.DECIDED, [cite_lines(SECRET, 5, 5)], text="[1]"), [SECRET]
    )
    assert holds_withheld(declined(hits=[hit(1, told, "nothing", page=1)]), [SECRET])
    assert not holds_withheld(answered(Standing.DECIDED, [cite_lines(LIMB_1, 5, 5)]), [SECRET])
    assert not holds_withheld(declined(text="They bid £1,250,0001."), ["£1,250,000"])


def test_an_answer_that_tells_is_counted_named_and_not_kept(tmp_path: Path) -> None:
    leak = answered(Standing.DECIDED, [cite_lines(SECRET, 5, 5)], [minute_hit(1, 5, 5)])
    records = run_gold(
        [FERRY], ScriptedAsker({FERRY.question: leak}), HELD, out=tmp_path, withheld=[SECRET]
    )
    assert records[0].score.shares["withheld told"].value == 1
    assert "withheld text is told" in records[0].score.faults
    kept = (tmp_path / "records.jsonl").read_text(encoding="utf-8")
    assert "Marrow" not in kept
    assert json.loads(kept)["answer"]["citations"] == []


def test_a_quote_of_the_gold_from_a_paper_not_held_and_must_not_are_not_kept() -> None:
    question = replace(
        FERRY,
        evidence=(*FERRY.evidence, evidence("exempt-item-9.pdf", "the price is £2m", 1)),
        must_not=("£2m",),
    )
    kept = record_line(run_gold([question], ScriptedAsker({}), HELD)[0]).model_dump_json()
    assert "the price" not in kept
    assert "£2m" not in kept
    assert "be authorised to sign" in kept


def test_wordings_are_read_one_a_line_and_never_repeated_in_an_error(tmp_path: Path) -> None:
    path = tmp_path / "withheld.txt"
    path.write_text(f"{SECRET}\n\n  £684,000 \n", encoding="utf-8")
    assert load_withheld(path) == (SECRET, "£684,000")
    path.write_text("abc\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"withheld.txt:1: shorter than 4") as told:
        load_withheld(path)
    assert "abc" not in str(told.value)
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(GoldError, match="no wording"):
        load_withheld(path)
    with pytest.raises(GoldError, match="cannot be read"):
        load_withheld(tmp_path / "none.txt")
