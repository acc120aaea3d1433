"""Which pages of a paper are withheld: exempt pages bound in a public pack.

The library keeps no text of them, but its copy of the PDF is whole. So a page is withheld
where the PDF has text and the library has none; a map or a scan has text in neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.page_image import pages_with_text

if TYPE_CHECKING:
    from qa.library import Library
    from qa.papers import Paper


def withheld_pages(
    library: Library, paper: Paper, numbers: Sequence[int] | None = None
) -> frozenset[int]:
    """Return those of a PDF's pages (all, or the numbers given) that may not be shown.

    Raises PageImageError where that cannot be found out.
    """
    asked = range(1, library.page_count(paper.id) + 1) if numbers is None else numbers
    without_text = [n for n in asked if not library.page(paper.id, n).text.strip()]
    return pages_with_text(library.source(paper.id), without_text)
