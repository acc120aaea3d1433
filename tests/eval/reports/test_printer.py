from __future__ import annotations

import json
from dataclasses import dataclass

from eval.measures import Form
from eval.ranking.trec import Measured
from eval.reports.measurements import scale_blocks, scale_json
from eval.reports.printer import Line, Table, as_object, figure, interval
from eval.reports.rankings import collection_blocks, measured_blocks
from eval.runs.summary import Value
from eval.speed.reading import Spread
from eval.speed.scale import Asked, Scale, Stage
from eval.tuning.beir import SearcherFigures
from tests.eval.printed import printed


def test_a_figure_is_written_by_its_form_and_a_change_with_its_sign() -> None:
    assert figure(2 / 3) == "0.667"
    assert figure(12.345, Form.NUMBER) == "12.3"
    assert figure(0.25, sign=True) == "+0.250"
    assert figure(0.00012, places=4) == "0.0001"
    assert figure(None) == "–"


def test_an_interval_has_two_ends_or_is_left_empty() -> None:
    assert interval((0, 1)) == "0.000 to 1.000"
    assert interval((-0.5, 0.5), sign=True) == "-0.500 to +0.500"
    assert interval(None) == ""


def test_words_of_papers_are_printed_as_they_are() -> None:
    text = printed([Line("[bold]a[/bold] [1]"), Table(("paper", "n"), [("[red]b[/red]", "[2]")])])
    assert text.splitlines()[0] == "[bold]a[/bold] [1]"
    assert text.splitlines()[2].split() == ["[red]b[/red]", "[2]"]


def test_a_long_line_is_not_broken() -> None:
    assert len(printed([Line("word " * 100)]).splitlines()) == 1


def test_an_object_is_json_through_and_through_with_its_figures_rounded() -> None:
    @dataclass(frozen=True, slots=True)
    class Inner:
        pair: tuple[float, ...] | None

    @dataclass(frozen=True, slots=True)
    class Outer:
        inner: dict[str, Inner]
        count: int

    shown = as_object(Outer({"a": Inner((1 / 3, 2)), "b": Inner(None)}, 2), places=4)
    assert shown == {"inner": {"a": {"pair": [0.3333, 2]}, "b": {"pair": None}}, "count": 2}
    assert json.loads(json.dumps(shown)) == shown


def test_a_run_file_is_shown_by_measure_and_by_query() -> None:
    measured = Measured({"RR@10": {"q1": 0.5, "q2": 0.0}, "AP": {"q1": 1.0}}, ())
    first, second = measured_blocks(measured, by_query=True)
    assert isinstance(first, Table) and isinstance(second, Table)
    assert first.rows[1] == ("AP", "1.000", "", "1")
    assert second.rows == [("q1", "0.500", "1.000"), ("q2", "0.000", "–")]


def test_a_collection_is_shown_beside_what_is_published() -> None:
    values = {"nDCG@10": 0.6, "R@100": 0.9, "RR@10": None, "Success@1": 0.5}
    (table,) = collection_blocks([SearcherFigures("words", values, (0.5, 0.7), 300, None)])
    assert isinstance(table, Table)
    assert table.rows[0][1:] == ("0.600", "0.900", "–", "0.500", "0.500 to 0.700", "300", "")


def test_two_libraries_are_set_side_by_side() -> None:
    def asked(name: str, taken: float) -> Asked:
        spread, value = Spread(taken, 1, 9), Value(0.5, None, 1, 2, 2)
        return Asked(
            library=name, papers=1, passages=1000, p50_ms=spread, p95_ms=spread,
            again_p50_ms=spread, stages={"search": Stage(spread, spread, 0.75)},
            open_seconds=spread, first_answer_seconds=spread, library_mib=spread, peak_mib=10,
            disk_mib=20, values=dict.fromkeys(("hit@1", "hit@5", "quote@300", "quote@1000"), value),
        )  # fmt: skip

    scale = Scale(2, 3, asked("alone", 2), asked("crowd", 5), load=0.5, processors=2)
    text = printed(scale_blocks(scale))
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "passages 1,000 1,000" in rows
    assert "p50 ms 2.0 (1.0 to 9.0) 5.0 (1.0 to 9.0)" in rows
    assert "hit@1 (n=2) 0.500 0.500" in rows
    assert "search 75% 2.0 (1.0 to 9.0) 2.0 (1.0 to 9.0)" in rows
    assert rows[-1] == "in the crowd the middle question takes 2.50 times as long"
    assert scale_json(scale)["crowded"]["values"]["hit@1"]["value"] == 0.5
