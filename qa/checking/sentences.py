"""Part what is written into sentences as it comes, each with the numbers that it cites."""

from __future__ import annotations

import re

from qa.language.sentences import SHORTENED

MARKERS = re.compile(r"\[(\d{1,3})\]")
_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,3}\])+)")
_GROUPED = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})+)\]")
_ABBREVIATION = re.compile(
    rf"\b(?:{'|'.join(SHORTENED)}|p|pp|e\.g|i\.e|cf|approx|etc|[A-Z])\.$", re.I
)
_END = re.compile(r"[.!?][\"”’')]*(?:\s*\[\d{1,3}\])*(?=\s)|\n+")


class Sentences:
    """Takes text piece by piece and gives out whole sentences."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rest = ""

    def add(self, piece: str) -> list[str]:
        """Return the sentences that are whole now. The last waits for what may follow its stop."""
        self._rest += piece
        found = []
        while end := self._end_of_first():
            found.append(self._rest[:end])
            self._rest = self._rest[end:]
        return _tidy(found)

    def close(self) -> list[str]:
        """Return what is left."""
        rest, self._rest = self._rest, ""
        return _tidy([rest])

    def _end_of_first(self) -> int:
        """Return where the first whole sentence ends; 0 where none is whole yet."""
        for match in _END.finditer(self._rest):
            before = self._rest[: match.start() + 1]
            following = self._rest[match.end() :].lstrip()
            if match[0].strip() and _ABBREVIATION.search(before):
                continue
            if not following or following.startswith("["):  # a marker may come after the stop
                return 0
            return match.end()
        return 0


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, markers within their stops."""
    parts = Sentences()
    return [*parts.add(text), *parts.close()]


def _tidy(sentences: list[str]) -> list[str]:
    """Return sentences on one line, with single markers that stand before the stop."""
    tidied = []
    for sentence in sentences:
        one = _GROUPED.sub(
            lambda m: "".join(f"[{n.strip()}]" for n in re.split("[,;]", m[1])), sentence
        )
        one = _AFTER_STOP.sub(lambda m: f" {m[2].strip()}{m[1]}", one)
        one = re.sub(r"^\s*(?:[-•*–]|\d{1,2}[.)])\s+", "", one)
        one = " ".join(one.replace("**", "").split())
        if re.search(r"\w", one):
            tidied.append(one)
    return tidied
