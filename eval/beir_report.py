"""Figures on a public test collection, beside those that others have published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.ranked import measure_ranked
from eval.report import figure, plain_table
from eval.statistics import Share, bootstrap_interval, mean
from eval.trec import Scored

if TYPE_CHECKING:
    from rich.console import Console

MEASURES = ("nDCG@10", "R@100", "RR@10", "Success@1")
PUBLISHED = {
    ("scifact", "words"): ".679 (Lucene, flat), .687 (elsewhere)",
    ("scifact", "vectors"): ".645 (all-MiniLM-L6-v2, MTEB)",
}
"""nDCG@10 by collection and searcher."""


@dataclass(frozen=True, slots=True)
class Row:
    """One searcher's figures on a collection."""

    searcher: str
    values: Mapping[str, float | None]
    interval: tuple[float, float] | None
    """Of the first measure, 95 %, over queries."""
    queries: int
    published: str

    @classmethod
    def of(
        cls,
        searcher: str,
        rankings: Mapping[str, Scored],
        qrels: Mapping[str, Mapping[str, int]],
        published: str,
    ) -> Row:
        """Measure a searcher's rankings."""
        ranked = {query: [name for name, _ in found] for query, found in rankings.items()}
        values = measure_ranked(MEASURES, qrels, ranked)
        shares = [Share(value, 1) for value in values[MEASURES[0]].values()]
        return cls(
            searcher=searcher,
            values={name: mean(list(by.values())) for name, by in values.items()},
            interval=bootstrap_interval(shares, pool=False),
            queries=len(shares),
            published=published,
        )


def published(folder: Path, searcher: str) -> str:
    """Return the nDCG@10 published for a collection (by its folder's name) and a searcher."""
    return PUBLISHED.get((folder.resolve().name.lower(), searcher.split(" ")[0]), "")


def show_rows(rows: Sequence[Row], console: Console) -> None:
    """Print a row a searcher."""
    table = plain_table("searcher", *MEASURES, "95 % of nDCG", "queries", "published nDCG@10")
    for row in rows:
        interval = " to ".join(figure(end) for end in row.interval) if row.interval else ""
        table.add_row(
            row.searcher,
            *(figure(row.values[name]) for name in MEASURES),
            interval,
            str(row.queries),
            row.published,
        )
    console.print(table)


def rows_json(rows: Sequence[Row]) -> dict[str, Any]:
    """Show the rows as one object."""
    return {
        "searchers": [
            {
                "searcher": row.searcher,
                "measures": dict(row.values),
                "interval": row.interval,
                "queries": row.queries,
                "published": row.published or None,
            }
            for row in rows
        ]
    }
