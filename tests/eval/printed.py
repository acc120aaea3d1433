"""What blocks look like on a terminal that has no colours."""

from __future__ import annotations

import io

from rich.console import Console

from eval.reports.printer import Blocks, print_blocks


def printed(blocks: Blocks) -> str:
    file = io.StringIO()
    print_blocks(blocks, Console(file=file, width=200, highlight=False))
    return file.getvalue()
