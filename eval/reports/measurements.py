"""How fast papers are read, ingested and asked, how well they are read, and what that enters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from eval.measures import FINDING, Form
from eval.reports.printer import UNDEFINED, Blocks, Line, Table, as_object, figure

if TYPE_CHECKING:
    from eval.reading.acts import ActsScore
    from eval.reading.cells import DrawnCell
    from eval.reading.found import Tally
    from eval.reading.places import ReadingScore
    from eval.speed.bench import Benchmark, Ingest
    from eval.speed.catalogues import Catalogues, Side
    from eval.speed.chat import ChatLoad
    from eval.speed.load import Load
    from eval.speed.reading import OcrResult, ReadingSpeed, Spread
    from eval.speed.scale import Asked, Scale
    from eval.speed.unchanged import Unchanged
    from eval.speed.walks import Walk
    from eval.tuning.baselines import Finding

SHOWN_OF_FINDING = ("hit@1", "hit@5", "quote@300", "quote@1000")
CROWD = (
    "The crowd is written for the purpose: sentences of the sample papers with their words "
    "exchanged for others of the papers held, a vector embedded for each topic and the topic's "
    "other passages set about it."
)


def unchanged_blocks(measured: Unchanged) -> Blocks:
    """Show how long an ingest took that found nothing new."""
    again = measured.seconds
    rows = [
        ("files", str(measured.files)),
        ("taking them in, s", figure(measured.first_seconds, Form.NUMBER)),
        ("the same again, s", f"{again.middle:.2f} ({again.low:.2f} to {again.high:.2f})"),
    ]
    return [Table(("measure", "figure"), rows)]


def catalogue_blocks(measured: Catalogues) -> Blocks:
    """Show the same library with its catalogue in either database."""
    from eval.speed.reading import Spread

    sides = measured.sides

    def row(what: str, values: Callable[[Side], Sequence[float]], places: int) -> tuple[str, ...]:
        return what, *(_spread(Spread.of(values(side)), places) for side in sides.values())

    rows = [
        ("asking, p50, ms", *(figure(side.p50_ms, Form.NUMBER) for side in sides.values())),
        ("asking, p95, ms", *(figure(side.p95_ms, Form.NUMBER) for side in sides.values())),
        row("reading all papers, ms", lambda side: side.papers_ms, 1),
        row(f"storing {measured.stored} papers anew, s", lambda side: side.storing_seconds, 2),
    ]
    same = measured.questions - len(measured.different)
    return [
        Line(f"{measured.papers} papers, {measured.passages} passages"),
        Line(f"copied into PostgreSQL and compared in {measured.copy_seconds:.1f} s"),
        Line(f"{same} of {measured.questions} answers the same"),
        *(Line(f"  not the same: {question}", "bold red") for question in measured.different),
        Table(("measure", *sides), rows),
    ]


def reading_blocks(score: ReadingScore) -> Blocks:
    """Show every measure of reading over all papers, then every miss."""
    missing = f"Not held, so not counted: {', '.join(score.not_held)}"
    rows = [
        (each.measure, str(each.found), str(each.there), figure(each.share), str(each.false))
        for each in score.overall()
    ]
    return [
        Line(f"papers read by eye: {len(score.papers)}"),
        *([Line(missing, "bold red")] if score.not_held else []),
        Table(("measure", "found", "there", "share", "false"), rows),
        *(
            Line(f"{miss.measure}: {miss.outcome.value}: {miss.file}: {miss.what}")
            for miss in score.misses()
        ),
    ]


def acts_blocks(score: ActsScore) -> Blocks:
    """Show what was understood of minutes: over all, by body, then every miss."""
    missing = f"Not held, so not counted: {', '.join(score.not_held)}"
    shown = ("items", "deciding sentences", "standing of decisions", "movers", "counts of votes")
    by_body = {
        body: {each.measure: each for each in given} for body, given in score.by_body().items()
    }
    return [
        Line(f"minutes read by eye: {len(score.papers)} of {len(by_body)} bodies"),
        *([Line(missing, "bold red")] if score.not_held else []),
        Table(
            ("measure", "found", "there", "share", "false", "precision"),
            [
                (
                    *(each.measure, str(each.found), str(each.there), figure(each.share)),
                    *(str(each.false), figure(each.precision)),
                )
                for each in score.overall()
            ],
        ),
        Table(
            ("body", *shown),
            [
                (body, *(f"{of[name].found}/{of[name].there} -{of[name].false}" for name in shown))
                for body, of in by_body.items()
            ],
        ),
        *(
            Line(f"{miss.measure}: {miss.outcome.value}: {miss.file}: {miss.what}")
            for miss in score.misses()
        ),
    ]


def acts_json(score: ActsScore) -> dict[str, Any]:
    """Show how well minutes were understood as one object. What is not defined is null."""
    return {
        "minutes": _tallies_json(score.overall()),
        "bodies": {body: _tallies_json(given) for body, given in score.by_body().items()},
        "minutes_not_held": list(score.not_held),
        "minutes_misses": [as_object(miss) for miss in score.misses()],
    }


def reading_json(score: ReadingScore) -> dict[str, Any]:
    """Show how well papers were read as one object. What is not defined is null."""
    return {
        "papers": {file: _tallies_json(score.of(file)) for file in score.papers},
        "measures": _tallies_json(score.overall()),
        "not_held": list(score.not_held),
        "misses": [as_object(miss) for miss in score.misses()],
    }


def _tallies_json(tallies: Sequence[Tally]) -> dict[str, Any]:
    return {
        each.measure: {
            "found": each.found,
            "there": each.there,
            "share": each.share,
            "false": each.false,
        }
        for each in tallies
    }


def reading_speed_blocks(speed: ReadingSpeed) -> Blocks:
    """Show pages a second by stage, then how that compares with pdfium, then memory."""
    stages = [(stage, *_three(rate)) for stage, rate in speed.rates.items()]
    kinds = [
        (
            kind,
            *(str(found.pages), f"{found.pdfium.middle:.0f}", f"{found.ours.middle:.0f}"),
            *_three(found.times_pdfium, 2),
        )
        for kind, found in speed.kinds.items()
    ]
    spread = ("lowest", "highest")
    return [
        Line(
            f"{speed.papers} PDFs of {speed.pages} pages, read {speed.repeats} times; load "
            f"{speed.load:.1f} on {speed.processors} processors before"
        ),
        Table(("stage", "pages/s", *spread), stages),
        Line("our reader beside pdfium's bare text, page by page in one process:"),
        Table(("pages", "number", "pdfium/s", "ours/s", "times as long", *spread), kinds),
        Line("a page is prose where no line of it is read as a table's row"),
        Line(f"peak memory {speed.peak_mib:.0f} MiB"),
    ]


def ocr_blocks(result: OcrResult) -> Blocks:
    """Show each scanned paper, then all."""
    rows = []
    for paper in result.papers:
        score = paper.score
        counts = (score.letters, score.paragraphs, score.found) if score else (UNDEFINED,) * 3
        rows.append(
            (
                *(paper.file, str(paper.pages), str(paper.recognised)),
                f"{paper.seconds / max(1, paper.recognised):.2f}",
                f"{paper.peak_mib:.0f}",
                figure(score.error_rate if score else None),
                *map(str, counts),
                figure(score.whole_error_rate if score else None),
            )
        )
    columns = (
        *("scan", "pages", "by OCR", "s a page", "peak MiB"),
        *("edits a letter", "letters", "paragraphs", "found", "whole text"),
    )
    pages = sum(paper.recognised for paper in result.papers)
    summed = (
        f"together: {figure(result.error_rate)} edits a letter on the paragraphs found; "
        f"{result.seconds_a_page:.2f} s a page over {pages} pages; peak {result.peak_mib:.0f} MiB"
    )
    return [Table(columns, rows), Line(summed)]


def ocr_json(result: OcrResult) -> dict[str, Any]:
    """Show OCR's result as one object."""
    return {
        "papers": [
            {
                **as_object(paper),
                "error_rate": paper.score.error_rate if paper.score else None,
                "whole_error_rate": paper.score.whole_error_rate if paper.score else None,
            }
            for paper in result.papers
        ],
        "error_rate": result.error_rate,
        "seconds_a_page": result.seconds_a_page,
        "peak_mib": result.peak_mib,
    }


def benchmark_blocks(benchmark: Benchmark) -> Blocks:
    """Show pages a second, then asking, then the bare limits."""
    ingests = [
        (
            ingest.system,
            *_three(ingest.pages_per_second, 1),
            str(len(ingest.seconds)),
            f"{max(ingest.peak_mib):.0f}",
        )
        for ingest in benchmark.ingests
    ]
    return [
        Line(
            f"{benchmark.papers} PDFs of {benchmark.pages} pages; load {benchmark.load:.1f} on "
            f"{benchmark.processors} processors before it began"
        ),
        Table(("ingest", "pages/s", "lowest", "highest", "repeats", "peak MiB"), ingests),
        Line(f"{benchmark.times_as_fast:.2f} times as fast"),
        *(finding_blocks(benchmark.findings) if benchmark.findings else ()),
        Table(
            ("alone", "a second"),
            [(label, f"{rate:.1f}") for label, rate in benchmark.limits.items()],
        ),
    ]


def benchmark_json(benchmark: Benchmark) -> dict[str, Any]:
    """Show a benchmark as one object."""
    shown = as_object(benchmark, places=2)
    return {
        **{name: shown[name] for name in ("papers", "pages", "load", "processors")},
        "ingest": [_ingest_json(ingest) for ingest in benchmark.ingests],
        "times_as_fast": round(benchmark.times_as_fast, 3),
        "finding": [finding_json(finding) for finding in benchmark.findings],
        "alone_per_second": shown["limits"],
    }


def _ingest_json(ingest: Ingest) -> dict[str, Any]:
    rate = ingest.pages_per_second
    shown = as_object(ingest)
    del shown["pages"]
    return {
        **shown,
        "pages_per_second": {"middle": rate.middle, "lowest": rate.low, "highest": rate.high},
    }


def finding_blocks(findings: Sequence[Finding]) -> Blocks:
    """Show how well and how fast each system finds."""
    rows = [
        (
            finding.system,
            *(figure(finding.values[measure.name].value) for measure in FINDING),
            str(finding.values[FINDING[0].name].questions),
            figure(finding.p50_ms, Form.NUMBER),
            figure(finding.p95_ms, Form.NUMBER),
        )
        for finding in findings
    ]
    labels = (measure.label for measure in FINDING)
    return [Table(("finding", *labels, "n", "p50 ms", "p95 ms"), rows)]


def finding_json(finding: Finding) -> dict[str, Any]:
    """Show a system's finding as one object."""
    shown = as_object(finding, places=4)
    shown["measures"] = shown.pop("values")
    return shown


def scale_blocks(scale: Scale) -> Blocks:
    """Show the whole, each stage, what it finds, and what it costs to hold."""
    sides = (scale.alone, scale.crowded)
    alone, crowded = map(_held_rows, sides)
    times = scale.crowded.p50_ms.middle / scale.alone.p50_ms.middle
    return [
        Line(
            f"{scale.questions} questions, asked for the first time by a warm process, "
            f"{scale.repeats} rounds of each library in turns; load {scale.load:.1f} on "
            f"{scale.processors} processors before. {CROWD}"
        ),
        Table(
            ("", *(side.library for side in sides)),
            [(label, cell, crowded[label]) for label, cell in alone.items()],
        ),
        *(_stage_table(side) for side in sides),
        Line(f"in the crowd the middle question takes {times:.2f} times as long"),
    ]


def scale_json(scale: Scale) -> dict[str, Any]:
    """Show a measurement of scale as one object."""
    return {**as_object(scale), "crowd": CROWD}


def _held_rows(side: Asked) -> dict[str, str]:
    found = {name: side.values[name] for name in SHOWN_OF_FINDING}
    return {
        "papers": f"{side.papers:,}",
        "passages": f"{side.passages:,}",
        "p50 ms": _spread(side.p50_ms),
        "p95 ms": _spread(side.p95_ms),
        "p50 ms of the same, asked again": _spread(side.again_p50_ms),
        **{f"{name} (n={v.questions})": figure(v.value) for name, v in found.items()},
        "seconds to open, the model loaded": _spread(side.open_seconds, 2),
        "seconds to the first answer then": _spread(side.first_answer_seconds, 2),
        "MiB of memory, the model apart": _spread(side.library_mib, 0),
        "MiB of memory at most, all told": f"{side.peak_mib:.0f}",
        "MiB on disk": f"{side.disk_mib:.0f}",
    }


def _stage_table(side: Asked) -> Table:
    rows = [
        (name, f"{stage.share:.0%}", _spread(stage.p50_ms), _spread(stage.p95_ms))
        for name, stage in side.stages.items()
    ]
    rows.append(("all", "100%", _spread(side.p50_ms), _spread(side.p95_ms)))
    return Table((f"stage, {side.library}", "share", "p50 ms", "p95 ms"), rows)


def load_blocks(measured: Sequence[Load]) -> Blocks:
    """Show what each server stood, side by side."""
    rows = {
        "answers a second": [f"{one.per_second:.1f}" for one in measured],
        "p50 ms": [f"{one.p50_ms:.0f}" for one in measured],
        "p95 ms": [f"{one.p95_ms:.0f}" for one in measured],
        "p99 ms": [f"{one.p99_ms:.0f}" for one in measured],
        "answers": [f"{one.answered:,}" for one in measured],
        "errors": [_errors(one) for one in measured],
        "slowest /api/health, ms": [f"{one.live_ms:.0f}" for one in measured],
        "processor ms an answer, the service's own": [f"{one.web_cpu_ms:.1f}" for one in measured],
        "the same, its workers": [f"{one.other_cpu_ms:.1f}" for one in measured],
        "seconds to the first answer": [f"{one.ready_seconds:.1f}" for one in measured],
        "MiB before, PSS (RSS)": [f"{one.idle.pss:.0f} ({one.idle.rss:.0f})" for one in measured],
        "MiB at most, PSS (RSS)": [f"{one.peak.pss:.0f} ({one.peak.rss:.0f})" for one in measured],
        "processes": [str(one.idle.processes) for one in measured],
    }
    first = measured[0]
    return [
        Line(f"{first.clients} clients, each one question after the other, {first.seconds:.0f} s"),
        Table(
            ("", *(one.server for one in measured)),
            [(label, *cells) for label, cells in rows.items()],
        ),
        *(Line(f"{one.server}: {one.ingested}") for one in measured if one.ingested),
    ]


def chat_blocks(measured: Sequence[ChatLoad]) -> Blocks:
    """Show what the readers of each server saw, side by side."""
    rows = {
        "question seen, p50 ms": [f"{one.seen_p50_ms:.0f}" for one in measured],
        "question seen, p95 ms": [f"{one.seen_p95_ms:.0f}" for one in measured],
        "answer, p50 ms": [f"{one.answer_p50_ms:.0f}" for one in measured],
        "answer, p95 ms": [f"{one.answer_p95_ms:.0f}" for one in measured],
        "bytes with the first question": [f"{one.first_bytes:,.0f}" for one in measured],
        "bytes with the last question": [f"{one.last_bytes:,.0f}" for one in measured],
        "bytes a question, p50": [f"{one.p50_bytes:,.0f}" for one in measured],
        "without an answer": [str(one.failed) for one in measured],
    }
    first = measured[0]
    return [
        Line(f"{first.readers} readers, each {first.questions} questions one after the other"),
        Table(
            ("", *(one.server for one in measured)),
            [(label, *cells) for label, cells in rows.items()],
        ),
    ]


def _errors(load: Load) -> str:
    return ", ".join(f"{count} × {kind}" for kind, count in load.errors.items()) or "0"


def walk_blocks(walks: Sequence[Walk]) -> Blocks:
    """Show what each flow enters, in numbers; the modules by name are in the object."""
    rows = [
        (walk.flow, str(len(walk.modules)), f"{walk.changes:,}", f"{walk.calls:,}")
        for walk in walks
    ]
    return [Table(("flow", "modules entered", "changes of module", "calls"), rows)]


def walks_json(walks: Sequence[Walk]) -> dict[str, Any]:
    """Show the walks as one object: for each flow its counts, and its modules by name."""
    return {"walks": [as_object(walk) for walk in walks]}


def _three(spread: Spread, places: int = 0) -> list[str]:
    return [f"{value:.{places}f}" for value in (spread.middle, spread.low, spread.high)]


def _spread(spread: Spread, places: int = 1) -> str:
    middle, low, high = _three(spread, places)
    return f"{middle} ({low} to {high})"


def cell_blocks(drawn: Sequence[DrawnCell]) -> Blocks:
    """Show the figures drawn, each with what a person compares with the page."""
    rows = [
        (
            f"{cell.file}, {f'page {cell.page}' if cell.page else f'line {cell.lines[0]}'}",
            " | ".join(filter(None, (cell.group, *cell.labels))),
            cell.column,
            cell.unit or "",
            cell.value,
        )
        for cell in drawn
    ]
    return [
        Table(("paper", "row", "column", "unit", "value"), rows),
        Line(f"figures: {len(drawn)}, papers: {len({cell.file for cell in drawn})}"),
    ]
