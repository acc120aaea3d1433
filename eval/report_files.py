"""The report as files: a page for an officer, the same as Markdown and as JSON.

All text of papers and of gold files is data: Jinja escapes it in the page, and the Markdown of
answers is read without links, images and HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from eval.compare import flat
from eval.measures import MEASURES, Theme
from eval.plots import latency_plot, recall_plot, reliability_plot
from eval.report_data import report_data
from eval.report_filters import FILTERS
from eval.reports.answers import measure_row
from eval.runs import Run
from eval.summary import Value

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


def write_report(
    run: Run,
    folder: Path,
    judged: Sequence[Mapping[str, Any]] = (),
    judge: Mapping[str, Any] | None = None,
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
    inline = {name: Markup(_template(f"report.{name}")) for name in ("css", "js")}
    return (
        _environment(html=True)
        .get_template("report.html")
        .render({**_shown(data), **inline, "plots": plots})
    )


def markdown(data: Mapping[str, Any]) -> str:
    """Return the report as Markdown, without any HTML that would run."""
    text = _environment(html=False).get_template("report.md").render(_shown(data))
    return re.sub(r"\n{3,}", "\n\n", text)


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data with what the two templates need of them in rows."""
    verdicts = list(data["verdicts"])
    return {
        **data,
        "made": _when(data["circumstances"].get("made", "")),
        "verdict_words": ", ".join(f"{n} {name}" for name, n in data["verdicts"].items()),
        "by_category": BY_CATEGORY,
        "category_verdicts": {
            name: [
                sum(q["category"] == name and q["verdict"] == v for q in data["questions"])
                for v in verdicts
            ]
            for name in data["categories"]
        },
        "measures": list(_measure_rows(data["overall"]["measures"])),
        "settings": list(flat(data["circumstances"])),
    }


def _measure_rows(values: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    names = ("label", "value", "interval", "questions")
    for theme in Theme:
        rows = [
            measure_row(measure, Value(**values[measure.name]))
            for measure in MEASURES
            if measure.theme is theme
        ]
        yield theme, [dict(zip(names, row, strict=True)) for row in rows]


def _when(made: str) -> str:
    try:
        return f"{datetime.fromisoformat(made):%-d %B %Y, %H:%M %Z}".rstrip(", ")
    except ValueError:
        return made


def _environment(*, html: bool) -> Environment:
    name = "report.html" if html else "report.md"
    environment = Environment(
        loader=DictLoader({name: _template(name)}),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    return environment


@cache
def _template(name: str) -> str:
    return (resources.files("eval") / "templates" / name).read_text(encoding="utf-8")
