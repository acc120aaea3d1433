"""How well questions were answered: one run, its misses, two runs compared, a judge's verdicts.

Each is shown as blocks for a terminal and as one object for a program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from eval.gold.evidence import name_place
from eval.judging import JudgeFigures
from eval.measures import (
    ALIKE,
    MEASURES,
    SHOWN_BY_CATEGORY,
    WORST,
    Form,
    Measure,
    direction,
    label_of,
)
from eval.reports.printer import Blocks, Line, Table, as_object, figure, interval
from eval.runs.compare import Changed, Comparison
from eval.runs.summary import Group, Record, Summary, Value
from eval.statistics import Calibration, Difference, wilson_interval
from qa.papers import FileFormat

PLACE_UNKNOWN = "page not known"
_OF_AN_ANSWER = {measure.name: measure for measure in MEASURES}


class Verdict(StrEnum):
    """What the second of two runs is by one measure."""

    BETTER = "better"
    WORSE = "worse"
    MORE = "more"
    FEWER = "fewer"
    """Of a measure of which neither more nor less is better."""
    UNSURE = "unsure"
    """It changed, no surer than chance."""
    SAME = ""
    NOT_COMPARABLE = "not comparable"
    """It is not defined in one of the runs."""


def run_blocks(summary: Summary, *, by_file: bool = False) -> Blocks:
    """Show the run overall, then by gold file, category and body, and, if wanted, by paper."""
    overall = summary.overall
    blocks: list[Line | Table] = [
        Line(
            f"{asked_as(overall.questions, overall.asked)}, {overall.answerable} answerable, "
            f"{overall.declined} declined"
        )
    ]
    if summary.not_held:
        missing = ", ".join(summary.not_held)
        blocks.append(Line(f"Not held, so counted as missed: {missing}", "bold red"))
    blocks += [
        Table(
            ("measure", "value", "95 % interval", "questions", "worst wording", "95 % interval"),
            [
                (
                    *measure_row(measure, overall.values[measure.name]),
                    *worst_cells(measure, overall),
                )
                for measure in MEASURES
            ],
        ),
        *_alike_blocks(overall),
        _outcome_table(overall),
        *_word_lines(overall),
        Table(
            ("milliseconds", "p50", "p95"),
            [(stage, *_milliseconds(taken)) for stage, taken in overall.latency.items()],
        ),
    ]
    if summary.calibration:
        blocks += _calibration_blocks(summary.calibration)
    if summary.declined_by:
        rows = [(one.check, str(one.questions), str(one.answerable)) for one in summary.declined_by]
        blocks.append(Table(("declined by", "questions", "answerable"), rows))
    golds = summary.golds if len(summary.golds) > 1 else ()
    columns = ("questions", "n", *SHOWN_BY_CATEGORY, "declined", "wrongly", "p50 ms", "p95 ms")
    groups = [*golds, *summary.categories, overall]
    blocks.append(Table(columns, [_group_row(group) for group in groups]))
    kinds = [("body", summary.bodies), *([("paper", summary.files)] if by_file else [])]
    for kind, own in kinds:
        if own:
            blocks.append(Table((kind, *columns[1:]), [_group_row(group) for group in own]))
    return blocks


def asked_as(questions: int, asked: int) -> str:
    """Say how many questions were asked, and in how many wordings if there were more."""
    return f"{questions} questions" + (f" in {asked} wordings" if asked > questions else "")


def worst_cells(measure: Measure, group: Group) -> tuple[str, str]:
    """Return a measure in the worst wordings and its interval; nothing where each has one."""
    value = group.worst.get(measure.name)
    if value is None or group.asked == group.questions:
        return "", ""
    return measure_row(measure, value)[1:3]


def _alike_blocks(group: Group) -> Blocks:
    if group.asked == group.questions:
        return []
    rows = [measure_row(measure, group.alike[measure.name]) for measure in ALIKE]
    return [Table(("in all wordings", "share", "95 % interval", "questions"), rows)]


def _outcome_table(group: Group) -> Table:
    rows = [(status, *map(str, counts)) for status, counts in group.statuses.items()]
    return Table(("outcome", "papers answer", "papers do not"), rows)


def _word_lines(group: Group) -> Blocks:
    if group.words is None:
        return []
    middle, longest = group.words
    return [Line(f"Words an answer: median {middle:.0f}, longest {longest:.0f}")]


def run_json(summary: Summary) -> dict[str, Any]:
    """Show a run as one object. What is not defined is null."""
    return {
        "overall": _group_json(summary.overall),
        "golds": {group.name: _group_json(group) for group in summary.golds},
        "categories": {group.name: _group_json(group) for group in summary.categories},
        "not_held": list(summary.not_held),
        "calibration": as_object(summary.calibration) if summary.calibration else None,
        "declined_by": [as_object(one) for one in summary.declined_by],
        "bodies": {group.name: _group_json(group) for group in summary.bodies},
        "files": {group.name: _group_json(group) for group in summary.files},
    }


def measure_row(measure: Measure, value: Value) -> tuple[str, str, str, str]:
    """Return a measure's label, value, interval and number of questions, as tables have them."""
    shown, ends = figure(value.value, measure.form), interval(value.interval, measure.form)
    if measure.form is Form.COUNT and value.value is not None:
        shown, ends = f"{value.part:.0f} of {value.whole:.0f}", ""
    return measure.label, shown, ends, str(value.questions)


def _calibration_blocks(made: Calibration) -> Blocks:
    rows = [
        (
            f"{one.low:.1f} to {one.high:.1f}",
            figure(one.score),
            figure(one.answerable),
            interval(one.interval),
            str(one.questions),
        )
        for one in made.bins
    ]
    columns = ("chance", "mean", "has an answer", "95 % interval", "asked")
    error, brier, auc = (figure(value) for value in (made.error, made.brier, made.auc))
    figures = f"calibration error {error}, Brier score {brier}, area under the ROC curve {auc}"
    return [Table(columns, rows), Line(figures)]


def _milliseconds(taken: Iterable[float]) -> list[str]:
    return [figure(value, Form.NUMBER) for value in taken]


def _group_row(group: Group) -> list[str]:
    declining = group.values["decline recall"]
    answered_wrongly = declining.whole - declining.part
    wrongly = group.values["false refusals"].part + answered_wrongly
    return [
        group.name,
        str(group.asked),
        *(figure(group.values[name].value) for name in SHOWN_BY_CATEGORY),
        str(group.declined),
        f"{wrongly:.0f}",
        *_milliseconds(group.latency["asking"]),
    ]


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "questions": group.questions,
        "asked": group.asked,
        "answerable": group.answerable,
        "declined": group.declined,
        "outcomes": {status: list(counts) for status, counts in group.statuses.items()},
        "words": list(group.words) if group.words else None,
        "measures": {name: as_object(value, places=4) for name, value in group.values.items()},
        "worst_wording": {name: as_object(value, places=4) for name, value in group.worst.items()},
        "alike": {name: as_object(value, places=4) for name, value in group.alike.items()},
        "latency_ms": {
            stage: {"p50": round(middle, 2), "p95": round(high, 2)}
            for stage, (middle, high) in group.latency.items()
        },
    }


def miss_blocks(records: Sequence[Record]) -> Blocks:
    """Show every question with a fault: what was expected, and what came first."""
    missed = misses_json(records)
    blocks = [Line(f"{len(missed)} of {len(records)} answers with a fault")]
    for miss in missed:
        lines = [f"{miss['id']}  {miss['question']}", *(f"    ! {f}" for f in miss["faults"])]
        lines += [f"    expected  {miss['expected']}", f"    first     {miss['first']}", ""]
        blocks.append(Line("\n".join(lines)))
    return blocks


def misses_json(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Show the questions with a fault."""
    return [
        {
            "id": record.question.id,
            "question": record.question.question,
            "faults": list(record.score.faults),
            "expected": _expected(record),
            "first": _first(record),
            "declined_by": record.answer.declined_by,
        }
        for record in records
        if record.score.faults
    ]


def _expected(record: Record) -> str:
    question = record.question
    places = "; ".join(
        f"{item.doc} {name_place(item.lines, item.page) or PLACE_UNKNOWN}"
        for item in question.evidence
        if not (item.near_miss or item.alt)
    )
    return f"{question.answer or '; '.join(question.key_facts)} ({places or 'no evidence'})"


def _first(record: Record) -> str:
    """Show what was answered, and the beginning of the first hit."""
    answer = record.answer
    shown = answer.status.value
    if answer.declined_by:
        shown += f" (check: {answer.declined_by})"
    if answer.standing:
        shown += f", {answer.standing.value}"
    if not answer.hits:
        return f"{shown}; no hits"
    hit = answer.hits[0]
    lines = hit.passage.lines if hit.paper.format == FileFormat.TEXT else None
    where = name_place(lines, hit.passage.page.first) or PLACE_UNKNOWN
    words = " ".join(hit.passage.text.split()[:25])
    return f"{shown}; {hit.paper.file} {where}: {words}"


def comparison_blocks(comparison: Comparison) -> Blocks:
    """Show the measures side by side, what was set otherwise, and the questions that changed."""
    first, second = comparison.names
    changed = comparison.changed
    worse = sum(bool(each.worse or each.new) for each in changed)
    better = sum(bool(each.better or each.mended) for each in changed)
    return [
        Line(
            f"{asked_as(comparison.questions, comparison.asked)}; A is {first}, B is {second}. "
            f"Intervals: 95 %, paired bootstrap; p: randomisation, two-sided; "
            f"{comparison.resamples:,} resamples each."
        ),
        Table(
            ("measure", "A", "B", "B - A", "95 % interval", "p", "won", "lost", "n", "B"),
            [
                _difference_row(name, made)
                for name, made in comparison.measures.items()
                if comparison.asked > comparison.questions or name in _OF_AN_ANSWER
            ],
        ),
        Line("Of so many measures, one in twenty seems to change by chance alone.\n"),
        Table(
            ("milliseconds", "p50 A", "p50 B", "p95 A", "p95 B"),
            [
                (stage, *_milliseconds((a[0], b[0], a[1], b[1])))
                for stage, (a, b) in comparison.latency.items()
            ],
        ),
        *(
            Line(f"{name}: {_setting(a)} in A, {_setting(b)} in B")
            for name, (a, b) in comparison.settings.items()
        ),
        *([] if comparison.settings else [Line("Nothing was set otherwise.")]),
        Line(f"\nB is worse on {worse} questions and better on {better}."),
        *map(_changed_line, changed),
    ]


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Show a comparison as one object. What is not defined is null."""
    shown = as_object(comparison)
    return {
        "runs": shown["names"],
        "questions": comparison.questions,
        "asked": comparison.asked,
        "resamples": comparison.resamples,
        "measures": {
            name: {**shown["measures"][name], "verdict": verdict(name, made)}
            for name, made in comparison.measures.items()
        },
        "latency_ms": shown["latency"],
        "settings": shown["settings"],
        "changed": shown["changed"],
    }


def verdict(measure: str, made: Difference) -> Verdict:
    """Say what the second run is by a measure: better, worse, or no surer than chance."""
    if made.change is None:
        return Verdict.NOT_COMPARABLE if made.questions else Verdict.SAME
    if made.change == 0:
        return Verdict.SAME
    if made.interval is None or made.interval[0] <= 0 <= made.interval[1]:
        return Verdict.UNSURE
    if direction(measure) == 0:
        return Verdict.MORE if made.change > 0 else Verdict.FEWER
    return Verdict.BETTER if made.change * direction(measure) > 0 else Verdict.WORSE


def _difference_row(name: str, made: Difference) -> list[str]:
    less = direction(name) < 0
    won, lost = (made.lower, made.higher) if less else (made.higher, made.lower)
    measure = _OF_AN_ANSWER.get(name.removeprefix(WORST))
    form = measure.form if measure else Form.SHARE
    return [
        label_of(name),
        figure(made.first, form),
        figure(made.second, form),
        figure(made.change, form, sign=True),
        interval(made.interval, form, sign=True),
        figure(made.p, places=4),
        str(won),
        str(lost),
        str(made.questions),
        verdict(name, made),
    ]


def _setting(value: object) -> str:
    return "not set" if value is None else str(value)


def _changed_line(changed: Changed) -> Line:
    parts = (
        ("worse by", ", ".join(changed.worse)),
        ("better by", ", ".join(changed.better)),
        ("new", "; ".join(changed.new)),
        ("mended", "; ".join(changed.mended)),
    )
    lines = [f"    {label}: {text}" for label, text in parts if text]
    return Line("\n".join([f"{changed.id}  {changed.question}", *lines]))


def judge_blocks(figures: JudgeFigures) -> Blocks:
    """Show the verdicts, and beside them the agreement with a person or that there is none."""
    rows = []
    for name, counts in figures.verdicts.items():
        yes, said = counts["yes"], counts["yes"] + counts["no"]
        share = figure(yes / said if said else None)
        ends = interval(wilson_interval(yes, said) if said else None)
        rows.append((name, *map(str, counts.values()), share, ends))
    blocks: list[Line | Table] = [Line(f"Model: {figures.model}")] if figures.model else []
    heads = ("judged by a model", "yes", "no", "no verdict", "share", "95 % interval")
    blocks.append(Table(heads, rows))
    if figures.agreement is None:
        advice = (
            "Not compared with a person, so not to be relied on: write a sheet with --sheet, "
            "have it filled in, and give it with --labels."
        )
        return [*blocks, Line(advice)]
    columns = ("judge and person", "n", "agree", "share", "kappa", "judge yes", "person yes")
    both = [
        (
            name,
            *(str(one.answers), str(one.agreed), figure(one.share), figure(one.kappa)),
            *(str(one.judge_yes), str(one.person_yes)),
        )
        for name, one in figures.agreement.items()
    ]
    return [*blocks, Table(columns, both)]
