"""What faults did: kills, odd requests, parts of several nodes that went."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from eval.measures import Form
from eval.reports.printer import UNDEFINED, Blocks, Line, Table, as_object, figure

if TYPE_CHECKING:
    from eval.faults.clusters import Cluster
    from eval.faults.kills import Kills
    from eval.faults.nodes import Nodes
    from eval.speed.fuzz import Fuzzing


def kill_blocks(kills: Kills) -> Blocks:
    """Show what came of killing an ingest again and again."""
    longest = max(kills.mending_seconds, default=None)
    rows = [
        ("kills", str(kills.kills)),
        ("of them after a first paper was stored", str(kills.after_first)),
        ("of them that left the indexes to be looked at", str(kills.while_storing)),
        ("runs that ended by themselves in between", str(kills.finished)),
        ("papers lost", str(kills.lost)),
        ("papers doubled", str(kills.doubled)),
        ("libraries that a reader could not use", str(len(kills.unreadable))),
        ("longest wait of a reader, s", figure(longest, Form.NUMBER)),
    ]
    return [
        Table(("measure", "figure"), rows),
        *(Line(what, "bold red") for what in (*kills.unreadable, *kills.wrong)),
    ]


def cluster_blocks(measured: Cluster) -> Blocks:
    """Show what ingests on Ray took, whether they gave the same, and what a lost node did."""

    def spread(values: list[float]) -> str:
        if not values:
            return UNDEFINED
        return f"{median(values):.1f} ({min(values):.1f} to {max(values):.1f})"

    rows = [
        ("papers", str(measured.papers)),
        ("PDF pages", str(measured.pages)),
        ("pages/s here", spread(measured.here)),
        ("pages/s on Ray, two nodes of one processor", spread(measured.on_ray)),
        ("whole command here, s", spread(measured.here_in_all)),
        ("whole command on Ray, s", spread(measured.on_ray_in_all)),
        ("tables with other rows", ", ".join(measured.other) or "none"),
        ("ingests of which a node was killed on the way", str(measured.killed)),
        ("whole command then, s", spread(measured.killed_seconds)),
        ("papers lost", str(measured.lost)),
        ("papers doubled", str(measured.doubled)),
    ]
    return [Table(("measure", "figure"), rows)]


def fuzz_blocks(result: Fuzzing) -> Blocks:
    """Show what came of odd requests: statuses by kind, the slowest, what was opened and asked."""
    slowest = max(result.sent, key=lambda each: each.seconds)
    rows = [
        (kind, str(counts.total()), ", ".join(f"{s}: {n}" for s, n in sorted(counts.items())))
        for kind, counts in sorted(result.statuses.items())
    ]
    return [
        Table(("kind", "requests", "statuses (0: no reply)"), rows),
        Line(f"slowest: {slowest.seconds:.2f} s, {slowest.status}, {slowest.what}"),
        Line(f"failed: {len(result.failed)}"),
        *(Line(f"  {each.status} {each.what}", "bold red") for each in result.failed[:20]),
        Line(f"connections to other hosts: {len(result.connected)}"),
        *(Line(f"  {each}", "bold red") for each in result.connected[:20]),
        Line(f"files opened that are not its own: {len(result.opened)}"),
        *(Line(f"  {name} ({count})") for name, count in result.opened.most_common(20)),
        Line(f"errors in the service's log: {len(result.errors)}"),
        *(Line(f"  {each}", "bold red") for each in result.errors[:20]),
        Line(f"answers afterwards: {'yes' if result.answers_after else 'no'}"),
    ]


def fuzz_json(result: Fuzzing) -> dict[str, Any]:
    """Show what came of odd requests as one object."""
    return {
        "requests": len(result.sent),
        "statuses": {
            kind: {str(status): count for status, count in sorted(counts.items())}
            for kind, counts in result.statuses.items()
        },
        "slowest_seconds": max(each.seconds for each in result.sent),
        "failed": [as_object(each) for each in result.failed],
        "connected": result.connected,
        "opened": dict(result.opened),
        "errors": result.errors,
        "answers_after": result.answers_after,
    }


def nodes_blocks(nodes: Nodes) -> Blocks:
    """Show what two nodes over servers stood."""
    kills = [
        (
            killed.part,
            str(killed.answers),
            ", ".join(f"{count} {kind}" for kind, count in killed.errors.items()) or "none",
            f"{killed.well_seconds:.1f}",
        )
        for killed in nodes.kills
    ]
    same = ", ".join(f"{count} ({name})" for name, count in nodes.same.items())
    return [
        Line(f"of {nodes.questions} answers, the same as the embedded library's: {same}"),
        Line(
            f"{nodes.clients} clients for {nodes.seconds:.0f} s: {nodes.answers} answers, "
            f"p50 {nodes.p50_ms:.0f} ms, p95 {nodes.p95_ms:.0f} ms, wrong {nodes.wrong}"
        ),
        Table(("killed", "answers until the next", "errors", "well again after, s"), kills),
        Line(
            f"{nodes.papers} papers ingested while Chroma was killed: lost "
            f"{sum(nodes.lost.values())}, doubled {sum(nodes.doubled.values())}"
        ),
    ]
