"""Set a paper's text as a plain text file, as programs that take the text of papers leave it."""

from __future__ import annotations

import re
import textwrap

from markup import Block, Text

MEASURE = 96
"""Characters of a line."""


def set_text(text: Text) -> str:
    """Return the paper as text: paragraphs wrapped and parted by blank lines, rows by tabs."""
    return "\n\n".join(shown for block in text.blocks if (shown := _shown(block))) + "\n"


def _shown(block: Block) -> str:
    if block.kind == "table":
        return "\n".join("\t".join(_bare(cell) for cell in row) for row in block.rows)
    words = _bare(f"{block.label} {block.text}".strip())
    lines = [textwrap.fill(line, MEASURE) for line in words.split("\n")]
    return "\n".join(lines) if block.text and block.kind not in ("space", "header") else ""


def _bare(text: str) -> str:
    return re.sub(r"\*{1,2}(?=\S)(.+?)(?<=\S)\*{1,2}", r"\1", text, flags=re.S)
