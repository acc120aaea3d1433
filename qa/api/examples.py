"""The examples of the API's documentation: one invented borough, in every shape we return."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ConfigDict

_PAPER: dict[str, Any] = {
    "id": "3f9a1c0b7d2e4856",
    "file": "cabinet-2024-03-14-minutes.pdf",
    "title": "Minutes of the Cabinet, 14 March 2024",
    "kind": "minutes",
    "council": "Ashcombe Borough Council",
    "body": "Cabinet",
    "meeting_date": "2024-03-14",
}
_ENTRY = {
    **_PAPER,
    "venue": "Council Chamber, Town Hall",
    "pages": 9,
    "supersedes": None,
    "superseded_by": None,
    "same_as": [],
}
_PAGE = {"kind": "exact", "first": 4, "last": 4, "printed": "4", "basis": "pdf page"}
_LIMB = "The lease of the Old Mill be renewed for five years from 1 June 2024."
_QUESTION = "What did Cabinet decide about the lease of the Old Mill?"

_BEFORE = "Who holds the lease of the Old Mill?"

ASK: dict[str, Any] = {
    "question": _QUESTION,
    "hits": 0,
    "previous": [_BEFORE],
    "as_at": "2024-12-31",
}

ANSWER: dict[str, Any] = {
    "question": _QUESTION,
    "status": "answered",
    "standing": "decided",
    "answer": "As at 31 December 2024: 3 papers of later meetings were not searched.\n\n"
    f"Cabinet, 14 March 2024, minute 52:\n\n> {_LIMB} [1]",
    "citations": [
        {
            "number": 1,
            "quote": _LIMB,
            "paper": _PAPER,
            "page": _PAGE,
            "lines": None,
            "heading": ["52. Lease of the Old Mill"],
            "minute": "52",
            "standing": "decided",
            "url": f"/papers/{_PAPER['id']}#page=4",
        }
    ],
    "searched": {"papers": 41, "from": "2016-09-14", "to": "2024-12-12"},
    "timings_ms": {"search": 8.1, "compose": 3.0, "total": 11.4},
}

STREAM = (
    "event: sentence\n"
    'data: {"text": "Cabinet renewed the lease of the Old Mill for five years [1]."}\n\n'
    f"event: answer\ndata: {json.dumps(ANSWER)}\n\n"
)

PAPERS: dict[str, Any] = {"total": 1, "papers": [_ENTRY]}

PAPER: dict[str, Any] = {
    "paper": _ENTRY,
    "items": [
        {
            "number": "52",
            "title": "Lease of the Old Mill",
            "kind": "minute",
            "standing": "decided",
            "page": _PAGE,
            "lines": None,
            "limbs": [{"number": "(1)", "text": _LIMB, "limbs": []}],
            "missing_limbs": [],
            "references": ["CAB/24/017"],
            "moved_by": None,
            "seconded_by": None,
            "votes": [{"for": 7, "against": 2, "abstain": 0, "result": "carried"}],
            "blocks": [{"standing": "decided", "lines": None, "page": _PAGE}],
        }
    ],
}

PAGE: dict[str, Any] = {
    "number": 4,
    "printed": "4",
    "text": f"52. LEASE OF THE OLD MILL\nRESOLVED that:\n(1) {_LIMB}",
    "first_line": 131,
}

HEALTH: dict[str, Any] = {
    "status": "ok",
    "version": "0.1.0",
    "papers": 44,
    "model": "all-MiniLM-L6-v2",
}

PROBLEM: dict[str, Any] = {
    "type": "about:blank",
    "title": "Not Found",
    "status": 404,
    "detail": "The library holds no such paper, or the paper no such page.",
    "instance": "/api/papers/0000000000000000",
}


def with_example(value: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a model that is shown with an example."""
    return ConfigDict(json_schema_extra={"examples": [value]})
