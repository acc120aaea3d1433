"""The two indexes of the passages held: vectors and words. Both can be made from the catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from qa.backends.chroma import ChromaVectors
from qa.backends.words import TantivyWords
from qa.errors import LibraryError
from qa.library.records import Entry
from qa.library.writer_lock import hold_for_writing
from qa.papers import Paper
from qa.passages import Passage


class _Index(Protocol):
    """What the library asks of either index when it opens it."""

    def count(self) -> int: ...


_AnIndex = TypeVar("_AnIndex", bound=_Index)


class Indexes:
    """The vector index and the word index, side by side."""

    def __init__(self, folder: Path, *, mend: bool) -> None:
        """Open both. Raises LibraryError; with `mend` a damaged one is made empty instead."""
        self._folder = folder
        self.mended: list[str] = []
        """What had to be made anew on opening, in words."""
        self.vectors = self._opened(ChromaVectors, "chroma", mend=mend)
        self.words = self._opened(TantivyWords, "words", mend=mend)

    def _opened(self, kind: Callable[[Path], _AnIndex], name: str, *, mend: bool) -> _AnIndex:
        try:
            return kind(self._folder / name)
        except LibraryError:
            if not mend:
                raise
        with hold_for_writing(self._folder):
            shutil.rmtree(self._folder / name)
        self.mended.append(f"the {name} folder was damaged and is made anew")
        return kind(self._folder / name)

    def refresh(self) -> None:
        """See what another process has written."""
        self.vectors.refresh()
        self.words.refresh()

    def put(self, entries: Sequence[Entry], title: Callable[[Paper], str]) -> None:
        """Add the passages of papers, in place of what was indexed under their ids."""
        for entry in entries:
            self.vectors.add(entry.passages, entry.vectors)
        self.words.remove_papers(entry.paper.id for entry in entries)
        for entry in entries:
            words = title(entry.paper)
            self.words.add((passage, words) for passage in entry.passages)
        self.words.commit()

    def drop(self, gone: Mapping[str, Sequence[str]], others: Iterable[str] = ()) -> None:
        """Remove papers, given as {paper id: its passages' ids}, and single passages besides."""
        self.vectors.remove([*(i for ids in gone.values() for i in ids), *others])
        if gone:
            self.words.remove_papers(gone)
            self.words.commit()

    def write_words(self, papers: Iterable[tuple[str, Iterable[Passage]]]) -> None:
        """Make the word index anew from (a paper's title words, its passages)."""
        self.words.clear()
        for title, passages in papers:
            self.words.add((passage, title) for passage in passages)
        self.words.commit()

    def clear_vectors(self) -> None:
        """Empty the vector index, by force where it is damaged."""
        try:
            self.vectors.clear()
        except LibraryError:
            self.vectors.close()
            shutil.rmtree(self._folder / "chroma")
            self.vectors = ChromaVectors(self._folder / "chroma")

    def close(self) -> None:
        """Close both."""
        self.words.close()
        self.vectors.close()
