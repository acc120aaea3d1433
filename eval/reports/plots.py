"""The plots of a report and of a sweep, as SVG that needs nothing else: no script, no font."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from eval.runs.summary import at

if TYPE_CHECKING:
    from eval.tuning.sweep import Sweep

WIDTH, HEIGHT = 430, 290
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 14, 46
SWEEP_WIDTH, SWEEP_ROW, SWEEP_TOP, SWEEP_LABELS, SWEEP_RIGHT = 900, 22, 54, 330, 40
"""Of the plot of a sweep: a row a cell, the names on the left."""
SWEEP_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.axis{stroke:#999}.grid{stroke:#e4e4e4}"
    ".cell{stroke:#1d4f91;fill:#1d4f91}.chosen{stroke:#b3541e;fill:#b3541e}.whisker{stroke-width:2}"
)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The axes of a plot: from the values' own units to the picture's."""

    x: tuple[float, float]
    y: tuple[float, float] = (0.0, 1.0)

    def at(self, x: float, y: float) -> Point:
        """Return where a value stands in the picture."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1),
        )


def recall_plot(rows: Sequence[Mapping[str, Any]]) -> str:
    """Draw evidence recall and the share of questions with a hit against k."""
    if not rows:
        return ""
    frame = Frame((1, rows[-1]["k"]))
    band = [(r["k"], r["interval"]) for r in rows if r["interval"]]
    edge = [frame.at(k, high) for k, (_, high) in band]
    edge += [frame.at(k, low) for k, (low, _) in reversed(band)]
    parts = [
        _axes(frame, [(k, str(k)) for k in range(1, rows[-1]["k"] + 1)], "first k passages"),
        f'<polygon class="band" points="{_points(edge)}"/>' if edge else "",
        _line([frame.at(r["k"], r["hit"]) for r in rows], "second"),
        _line([frame.at(r["k"], r["recall"]) for r in rows], "first"),
        _key([("first", "evidence recall (band: 95 %)"), ("second", "questions with a hit")]),
    ]
    last = rows[-1]
    summary = f"Recall at {last['k']} is {last['recall']:.2f} over {last['questions']} questions."
    return _svg("Evidence found in the first k passages", summary, parts)


def reliability_plot(calibration: Mapping[str, Any] | None) -> str:
    """Draw the share of questions that have an answer against the score they were given."""
    if not calibration:
        return ""
    frame = Frame((0, 1))
    (x1, y1), (x2, y2) = frame.at(0, 0), frame.at(1, 1)
    parts = [
        _axes(frame, [(n / 5, f"{n / 5:.1f}") for n in range(6)], "chance, mean of the bin"),
        f'<line class="even" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>',
    ]
    for one in calibration["bins"]:
        x, y = frame.at(one["score"], one["answerable"])
        (_, low), (_, high) = (frame.at(0, end) for end in one["interval"])
        aside = "end" if one["score"] > 0.85 else "start"
        shift = -9 if aside == "end" else 9
        parts += [
            f'<line class="whisker" x1="{x}" y1="{low}" x2="{x}" y2="{high}"/>',
            f'<circle class="dot" cx="{x}" cy="{y}" r="5"/>',
            f'<text x="{x + shift}" y="{y + 14}" text-anchor="{aside}">{one["questions"]}</text>',
        ]
    summary = (
        f"Expected calibration error {calibration['error']:.2f}, "
        f"{calibration['questions']} questions."
    )
    return _svg("Reliability of the chance", summary, parts)


def latency_plot(taken: Sequence[float]) -> str:
    """Draw which share of the questions was answered within a time."""
    if not taken:
        return ""
    ordered = sorted(taken)
    # One slow answer would press all the others against the axis.
    longest = min(ordered[-1], 2 * at(ordered, 95)) or 1.0
    frame = Frame((0, longest))
    steps: list[Point] = [frame.at(0, 0)]
    for number, value in enumerate(ordered):
        steps.append(frame.at(min(value, longest), number / len(ordered)))
        steps.append(frame.at(min(value, longest), (number + 1) / len(ordered)))
    ticks = [(longest * n / 4, f"{longest * n / 4:.0f}") for n in range(5)]
    slowest = f"milliseconds a question (slowest {ordered[-1]:.0f})"
    parts = [_axes(frame, ticks, slowest), _line(steps, "first")]
    for percent in (50, 95):
        value = at(ordered, percent)
        (x, y), (_, floor) = frame.at(value, percent / 100), frame.at(value, 0)
        parts.append(f'<line class="even" x1="{x}" y1="{y}" x2="{x}" y2="{floor}"/>')
        parts.append(f'<text x="{x + 7}" y="{y + 16}">p{percent}: {value:.0f}</text>')
    summary = f"Half within {at(ordered, 50):.0f} ms, 95 % within {at(ordered, 95):.0f} ms."
    return _svg("Share of questions answered within a time", summary, parts)


def sweep_plot(sweep: Sweep) -> str:
    """Draw each cell's measure with its interval, a row a cell, as an SVG by itself."""
    rows = [*sweep.variants, sweep.chosen]
    spans = [variant.interval(sweep.by) or (0.0, 1.0) for variant in rows]
    low = max(0.0, min(start for start, _ in spans) - 0.02)
    high = min(1.0, max(end for _, end in spans) + 0.02)

    def across(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(SWEEP_LABELS + share * (SWEEP_WIDTH - SWEEP_LABELS - SWEEP_RIGHT), 1)

    bottom = SWEEP_TOP + SWEEP_ROW * len(rows)
    title = f"{sweep.by} by setting, 95 % intervals, {len(sweep.chosen.scores)} questions"
    parts = [f'<text x="12" y="22" font-weight="bold">{escape(title)}</text>']
    for tick in (low + (high - low) * step / 4 for step in range(5)):
        x = across(tick)
        parts.append(f'<line class="grid" x1="{x}" y1="{SWEEP_TOP - 8}" x2="{x}" y2="{bottom}"/>')
        parts.append(f'<text x="{x}" y="{SWEEP_TOP - 14}" text-anchor="middle">{tick:.2f}</text>')
    for number, (variant, (start, end)) in enumerate(zip(rows, spans, strict=True)):
        y = SWEEP_TOP + SWEEP_ROW * number + SWEEP_ROW / 2
        kind = "chosen" if variant is sweep.chosen else "cell"
        value = variant.mean(sweep.by) or 0.0
        ends = f'x1="{across(start)}" y1="{y}" x2="{across(end)}" y2="{y}"'
        summary = escape(f"{variant.name}: {value:.3f} ({start:.3f} to {end:.3f})")
        parts += [
            f'<text x="12" y="{y + 4}">{escape(variant.name)}</text>',
            f'<line class="whisker {kind}" {ends}/>',
            f'<circle class="{kind}" cx="{across(value)}" cy="{y}" r="5">',
            f"<title>{summary}</title></circle>",
        ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SWEEP_WIDTH} {bottom + 16}" '
        f'width="{SWEEP_WIDTH}" role="img" aria-label="{escape(title)}">'
        f"<style>{SWEEP_STYLE}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _axes(frame: Frame, ticks: Sequence[tuple[float, str]], label: str) -> str:
    parts = []
    for fifth in range(6):
        x, y = frame.at(frame.x[0], fifth / 5)
        parts.append(f'<line class="grid" x1="{x}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>')
        parts.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{fifth / 5:.1f}</text>')
    for value, text in ticks:
        x, y = frame.at(value, 0)
        parts.append(f'<text x="{x}" y="{y + 18}" text-anchor="middle">{escape(text)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{escape(label)}</text>')
    return "".join(parts)


def _line(points: Sequence[Point], name: str) -> str:
    return f'<polyline class="{name}" points="{_points(points)}"/>'


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _key(entries: Sequence[tuple[str, str]]) -> str:
    x, y = WIDTH - RIGHT - 210, HEIGHT - BOTTOM - 14 * len(entries) - 4
    parts = []
    for row, (name, label) in enumerate(entries):
        height = y + 14 * row
        parts.append(f'<line class="{name}" x1="{x}" y1="{height}" x2="{x + 20}" y2="{height}"/>')
        parts.append(f'<text x="{x + 26}" y="{height + 4}">{escape(label)}</text>')
    return "".join(parts)


def _svg(title: str, summary: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(summary)}</desc>{''.join(parts)}</svg>"
    )
