"""What a child is asked to read, and within which limits."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.hearing import Limits
from ingest.scans import ScanReading

Skip = Mapping[int, str]
"""The pages to leave out, and for each why, in the words of its notice."""
NONE_SKIPPED: Skip = MappingProxyType({})


def request_for(path: Path, limits: Limits, scans: ScanReading, skip: Skip) -> dict[str, Any]:
    """Return a request as plain data; `kept` is where pages lie that OCR has read before."""
    return {
        "path": os.path.abspath(path),  # noqa: PTH100 - a link is read under its own name
        "skip": {str(page): why for page, why in sorted(skip.items())},
        "kept": None,
        "file_size": limits.file_size,
        "memory": limits.memory,
        "cpu": limits.cpu,
        "cpu_per_page": limits.cpu_per_page,
        "ocr": scans.languages,
        "ocr_page": limits.ocr_per_page,
        "ocr_paper": limits.ocr,
    }
