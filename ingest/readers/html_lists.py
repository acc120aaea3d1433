"""The labels of a web page's lists: bullets, and numbers as they are counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.readers.html_marks import whole
from ingest.readers.numerals import BULLET, letters, roman

MAX_START = 10_000


@dataclass(slots=True)
class _List:
    ordered: bool
    form: str
    next: int


@dataclass(slots=True)
class Lists:
    """The lists that are open, the innermost last."""

    _open: list[_List] = field(default_factory=list)

    def begin(self, node: LexborNode) -> None:
        """Open a list."""
        start = whole(node.attributes.get("start"), 1, MAX_START)
        self._open.append(_List(node.tag == "ol", node.attributes.get("type") or "1", start))

    def end(self) -> None:
        """Close the innermost list."""
        self._open.pop()

    def label(self, node: LexborNode) -> str:
        """Return what is shown before the next entry of the innermost list."""
        if not self._open or not self._open[-1].ordered:
            return BULLET
        current = self._open[-1]
        count = whole(node.attributes.get("value"), current.next, MAX_START)
        current.next = count + 1
        written = {"a": letters, "i": roman}.get(current.form.lower(), str)(count)
        return f"{written.upper() if current.form.isupper() else written}."
