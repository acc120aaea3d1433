"""Commands that do harm, for real, and count what came of it: kills, odd requests, lost parts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.progress import print_step
from eval.reports.printer import as_object, print_blocks, print_json

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")]


@app.command()
def kill(
    times: Annotated[int, typer.Option(min=1, help="How many ingests are killed.")] = 100,
    seed: Annotated[int, typer.Option(help="Decides the moments.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Kill a real ingest again and again, and count the papers that were lost or doubled."""
    from eval.faults.kills import measure_kills
    from eval.reports.faults import kill_blocks

    measured = measure_kills(times, seed=seed, step=print_step)
    if as_json:
        print_json(as_object(measured))
    else:
        print_blocks(kill_blocks(measured))


@app.command()
def fuzz(
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    requests: Annotated[int, typer.Option(min=1, help="How many requests are sent.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Another seed sends other requests.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Serve the library, and send odd requests by the thousand; fail where the service does."""
    from eval.reports.faults import fuzz_blocks, fuzz_json
    from eval.speed.fuzz import fuzz as send
    from qa.settings import read_settings

    result = send(read_settings(library=library).library, requests, seed, print_step)
    if as_json:
        print_json(fuzz_json(result))
    else:
        print_blocks(fuzz_blocks(result))
    if result.failed or result.connected or result.errors or not result.answers_after:
        raise typer.Exit(1)


@app.command()
def nodes(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions, JSON lines.")],
    library: Annotated[Path | None, typer.Option(help="A library to copy.")] = None,
    clients: Annotated[int, typer.Option(min=1, help="Clients that ask at once.")] = 32,
    seconds: Annotated[float, typer.Option(min=20, help="How long they ask.")] = 120,
    as_json: AsJson = False,
) -> None:
    """Serve a library by two nodes over PostgreSQL and Chroma's server; kill each part once."""
    from eval.faults.nodes import measure_nodes
    from eval.gold.questions import load_gold
    from eval.reports.faults import nodes_blocks
    from qa.settings import read_settings

    measured = measure_nodes(
        [question.question for question in load_gold(gold)],
        read_settings(library=library).library,
        clients=clients,
        seconds=seconds,
        step=print_step,
    )
    if as_json:
        print_json(as_object(measured))
    else:
        print_blocks(nodes_blocks(measured))
    if measured.wrong or sum(measured.lost.values()) or sum(measured.doubled.values()):
        raise typer.Exit(1)


@app.command()
def ray(
    papers: Annotated[list[Path], typer.Argument(help="PDFs, or folders of them.")],
    repeats: Annotated[int, typer.Option(min=0, help="Ingests here and on Ray, in turn.")] = 3,
    kills: Annotated[int, typer.Option(min=0, help="Ingests of which a node is killed.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Ingest here and on a Ray cluster of two nodes of this machine, then kill a node."""
    from eval.faults.clusters import measure_cluster
    from eval.reports.faults import cluster_blocks

    measured = measure_cluster(papers, repeats, kills, step=print_step)
    if as_json:
        print_json(as_object(measured))
    else:
        print_blocks(cluster_blocks(measured))
