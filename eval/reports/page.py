"""The report of a run: a page for an officer, the same as Markdown and as JSON.

All text of papers and of gold files is data: Jinja escapes it in the page, and the Markdown of
answers is read without links, images and HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from eval.gold.evidence import name_place
from eval.judging import Judged, JudgeFigures
from eval.measures import ALIKE, MEASURES, Theme, direction
from eval.ranking.measures import DEPTH
from eval.reports.answers import asked_as, measure_row, run_json
from eval.reports.plots import latency_plot, recall_plot, reliability_plot
from eval.reports.printer import figure
from eval.runs.compare import flat
from eval.runs.records import Kept, RankedHit, Run
from eval.runs.summary import Group, Summary, Value
from eval.statistics import Share, bootstrap_interval, mean
from qa.answers import as_numbered
from qa.api.html import load_templates

NAMES = ("report.html", "report.md", "report.json")
BY_CATEGORY = (
    "hit@1",
    "hit@5",
    "citation precision",
    "citation recall",
    "key facts",
    "standing right",
    "statements supported",
)
BEGINNING = 45
"""Words of a passage found that the page shows."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]#|])")


class AnswerVerdict(StrEnum):
    """What an answer is, in a word."""

    RIGHT = "right"
    PARTLY = "partly right"
    WRONG = "wrong"


AS_IT_SHOULD_BE = {
    "false refusals": 0,
    "decline recall": 1,
    "proposal as decision": 0,
    "other as decision": 0,
    "quotes verbatim": 1,
    "withheld told": 0,
}
"""Measures, each with the value that an answer must have where it is defined: any other makes the
answer wrong, whatever else it says."""


def write_report(
    run: Run,
    folder: Path,
    judged: Sequence[Judged] = (),
    judge: JudgeFigures | None = None,
) -> list[Path]:
    """Write the three files; return them, the page first."""
    data = report_data(run, judged, judge)
    texts = (page(data), markdown(data), json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in NAMES]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def page(data: Mapping[str, Any]) -> str:
    """Return the report as one HTML file that loads nothing."""
    plots = {
        "recall": Markup(recall_plot(data["recall_at_k"])),
        "reliability": Markup(reliability_plot(data["calibration"])),
        "latency": Markup(latency_plot(data["asking_ms"])),
    }
    templates = resources.files("eval") / "templates"
    inline = {
        name: Markup((templates / f"report.{name}").read_text("utf-8")) for name in ("css", "js")
    }
    return _render("report.html", {**_shown(data), **inline, "plots": plots}, escape=True)


def markdown(data: Mapping[str, Any]) -> str:
    """Return the report as Markdown, without any HTML that would run."""
    return re.sub(r"\n{3,}", "\n\n", _render("report.md", _shown(data), escape=False))


def _render(name: str, shown: Mapping[str, Any], *, escape: bool) -> str:
    templates = load_templates("eval")
    templates.autoescape = escape
    templates.filters.update(FILTERS)
    return templates.get_template(name).render(shown)


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data with what the two templates need of them in rows."""
    verdicts = list(data["verdicts"])
    return {
        **data,
        "made": _when(data["circumstances"].get("made", "")),
        "asked": asked_as(data["overall"]["questions"], data["overall"]["asked"]),
        "verdict_words": ", ".join(f"{n} {name}" for name, n in data["verdicts"].items()),
        "by_category": BY_CATEGORY,
        "category_verdicts": {
            name: [
                sum(q["category"] == name and q["verdict"] == v for q in data["questions"])
                for v in verdicts
            ]
            for name in data["categories"]
        },
        "measures": list(_measure_rows(data["overall"])),
        "settings": list(flat(data["circumstances"])),
    }


def _measure_rows(overall: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield each theme with its rows; the worst wording is empty where each question has one."""
    names = ("label", "value", "interval", "questions")
    several = overall["asked"] > overall["questions"]
    values = {**overall["measures"], **(overall["alike"] if several else {})}
    worst = overall["worst_wording"] if several else {}
    for theme in Theme:
        rows = []
        for measure in (*MEASURES, *ALIKE):
            if measure.theme is theme and measure.name in values:
                cells = measure_row(measure, Value(**values[measure.name]))
                row = dict(zip(names, cells, strict=True))
                least = worst.get(measure.name)
                row["worst"] = measure_row(measure, Value(**least))[1] if least else ""
                rows.append(row)
        if rows:
            yield theme, rows


def _when(made: str) -> str:
    try:
        return f"{datetime.fromisoformat(made):%-d %B %Y, %H:%M %Z}".rstrip(", ")
    except ValueError:
        return made


def report_data(
    run: Run, judged: Sequence[Judged] = (), judge: JudgeFigures | None = None
) -> dict[str, Any]:
    """Return everything that a report shows, JSON through and through.

    `judged` are a judge's verdicts by question, `judge` what they come to, if it was judged.
    """
    summary = run.summary()
    verdicts = {line.id: line.model_dump() for line in judged}
    questions = [
        {**_question(record), "judged": verdicts.get(record.outcome.id)} for record in run.records
    ]
    return {
        "run": run.name,
        "circumstances": run.circumstances.shown(),
        "headline": _headline(summary, questions),
        **run_json(summary),
        "labels": {measure.name: measure.label for measure in MEASURES},
        "recall_at_k": recall_at_k(run.records),
        "asking_ms": sorted(record.outcome.times["asking"] for record in run.records),
        "verdicts": _verdicts(questions),
        "judge": judge.model_dump() if judge else None,
        "questions": questions,
    }


def verdict_of(record: Kept) -> AnswerVerdict:
    """Say in a word what an answer is: without a fault, wrong, or partly right.

    Wrong: it declined or answered where it should not, took for decided what was not, misquoted,
    held withheld text, or states none of the facts expected.
    """
    if not record.line.faults:
        return AnswerVerdict.RIGHT
    shares = record.outcome.shares
    grave = any(shares[name].value not in (None, due) for name, due in AS_IT_SHOULD_BE.items())
    return AnswerVerdict.WRONG if grave or shares["key facts"].value == 0 else AnswerVerdict.PARTLY


def recall_at_k(records: Sequence[Kept]) -> list[dict[str, Any]]:
    """Return, for each k, evidence recall with its interval, and questions with a hit."""
    needed = [
        (record.line.ranking, record.outcome.shares["citation recall"].whole)
        for record in records
        if record.outcome.answerable and record.outcome.shares["citation recall"].whole
    ]
    return [_at(k, needed) for k in range(1, DEPTH + 1)] if needed else []


def _at(k: int, needed: Sequence[tuple[Sequence[RankedHit], float]]) -> dict[str, Any]:
    met = [({n for hit in ranking[:k] for n in hit.meets}, whole) for ranking, whole in needed]
    shares = [Share(len(found), whole) for found, whole in met]
    return {
        "k": k,
        "recall": mean([share.value for share in shares]),
        "interval": bootstrap_interval(shares, pool=False),
        "hit": mean([float(bool(found)) for found, _ in met]),
        "questions": len(needed),
    }


def _headline(summary: Summary, questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the few figures that an officer asks for first, each as a part of a whole."""
    overall = summary.overall
    rights = sum(question["verdict"] is AnswerVerdict.RIGHT for question in questions)
    lacking = overall.asked - overall.answerable
    wrongly = int(overall.values["false refusals"].part)
    tiles = [
        _tile("questions without a fault", rights, len(questions)),
        _tile(
            "answered, of those that the papers answer",
            overall.answerable - wrongly,
            overall.answerable,
        ),
        _tile("declined, of those that they do not", overall.declined - wrongly, lacking),
        _of(overall, "standing right", "answers with the right standing"),
        _of(overall, "all facts", "answers with every fact expected"),
        _of(overall, "quotes verbatim", "quotes word for word"),
        _of(overall, "place right", "quotes on the page or lines cited"),
        _of(overall, "proposal as decision", "proposals reported as decided"),
    ]
    return [tile for tile in tiles if tile["whole"]]


def _tile(label: str, part: float, whole: float, *, less: bool = False) -> dict[str, Any]:
    return {"label": label, "part": round(part), "whole": round(whole), "less_is_better": less}


def _of(group: Group, measure: str, label: str) -> dict[str, Any]:
    value = group.values[measure]
    return _tile(label, value.part, value.whole, less=direction(measure) < 0)


def _verdicts(questions: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    given = [question["verdict"] for question in questions]
    return {verdict: given.count(verdict) for verdict in AnswerVerdict}


def _question(record: Kept) -> dict[str, Any]:
    """Return a kept record with its verdict, without what a reader has no use for."""
    left_out = ("shares", "times_ms", "ranking")
    kept = {name: value for name, value in record.shown.items() if name not in left_out}
    hits = [
        {**hit, "meets": list(ranked.meets)}
        for hit, ranked in zip(kept["answer"].get("hits", []), record.line.ranking, strict=False)
    ]
    return {**kept, "answer": {**kept["answer"], "hits": hits}, "verdict": verdict_of(record)}


def _place(cited: Mapping[str, Any]) -> str:
    """Name the place of a citation or a hit, after a comma, as far as it is known."""
    page = cited["page"]
    place = name_place(cited["lines"], page["first"] and (page["first"], page["last"]))
    return f", {place}" if place else ""


def _gold_place(item: Mapping[str, Any]) -> str:
    place = name_place(item["lines"], item["page"])
    return f", {place}" if place else ""


def _judgement(judged: Mapping[str, Any]) -> str:
    verdicts = (("faithful", judged["faithful"]), ("correct", judged["correct"]))
    words = {True: "yes", False: "no", None: "not said"}
    return "; ".join(f"{name}: {words[value]}" for name, value in verdicts)


def _rendered(text: str) -> Markup:
    return Markup(_reader().render(as_numbered(text)))


def _for_markdown(text: object) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", escape(" ".join(str(text).split()), quote=False))


def _quoted(text: str) -> str:
    safe = as_numbered(text).replace("&", "&amp;").replace("<", "&lt;")
    return "\n".join(f"> {line}".rstrip() for line in safe.splitlines())


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else "")


@cache
def _reader() -> MarkdownIt:
    # Nothing in it that could load, link or run: a paper's own text comes through it.
    rules: Sequence[str] = ("blockquote", "list", "emphasis", "newline", "escape")
    return MarkdownIt("zero", {"breaks": True}).enable(list(rules))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "share": figure,
    "place": _place,
    "gold_place": _gold_place,
    "judgement": _judgement,
    "markdown": _rendered,
    "md": _for_markdown,
    "quoted": _quoted,
    "beginning": _beginning,
    "first_word": lambda text: text.split()[0],
}
