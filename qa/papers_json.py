"""What was understood of a paper, as `papers show --json` and `GET /api/papers/{id}` give it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qa.answers import page_json, paper_json
from qa.pages import Lines
from qa.papers import Block, FileFormat, Item, Limb, Paper, Vote


def paper_entry_json(paper: Paper) -> dict[str, Any]:
    """Show a paper by itself: as in a citation, and its venue, pages, versions and other copies."""
    return {
        **paper_json(paper),
        "venue": paper.venue,
        "pages": paper.pages,
        "supersedes": paper.supersedes,
        "superseded_by": paper.superseded_by,
        "same_as": list(paper.same_as),
    }


def paper_detail_json(paper: Paper, items: Iterable[Item]) -> dict[str, Any]:
    """Show a paper and the items found in it."""
    is_text = paper.format == FileFormat.TEXT
    return {
        "paper": paper_entry_json(paper),
        "items": [_item_json(item, is_text) for item in items],
    }


def _item_json(item: Item, is_text: bool) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "kind": item.kind,
        "standing": item.standing.value,
        "page": page_json(item.page),
        "lines": _lines_json(item.lines, is_text),
        "limbs": [_limb_json(limb) for limb in item.limbs],
        "missing_limbs": list(item.missing_limbs),
        "references": list(item.references),
        "moved_by": item.moved_by,
        "seconded_by": item.seconded_by,
        "votes": [_vote_json(vote) for vote in item.votes],
        "blocks": [_block_json(block, is_text) for block in item.blocks],
    }


def _limb_json(limb: Limb) -> dict[str, Any]:
    parts = [_limb_json(part) for part in limb.limbs]
    return {"number": limb.number, "text": limb.text, "limbs": parts}


def _vote_json(vote: Vote) -> dict[str, Any]:
    return {
        "for": vote.votes_for,
        "against": vote.against,
        "abstain": vote.abstain,
        "result": vote.result,
    }


def _block_json(block: Block, is_text: bool) -> dict[str, Any]:
    return {
        "standing": block.standing.value,
        "lines": _lines_json(block.lines, is_text),
        "page": page_json(block.page),
    }


def _lines_json(lines: Lines | None, is_text: bool) -> list[int] | None:
    """Lines are part of the contract for text sources only."""
    return list(lines) if lines and is_text else None
