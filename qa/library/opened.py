"""A library that is open: its catalogue, its indexes, and the model that built it."""

from __future__ import annotations

from pathlib import Path

from qa.backends.chroma import ChromaVectors
from qa.backends.words import TantivyWords
from qa.errors import IndexMismatchError, LibraryError
from qa.library.catalogue import Catalogue
from qa.library.files import KeptFiles
from qa.library.held_papers import HeldPapers
from qa.library.indexes import Indexes


class OpenLibrary(HeldPapers):
    """The papers held, and the two indexes by which they are found."""

    def __init__(self, folder: Path, *, create: bool = False, mend: bool = False) -> None:
        """Open a library, making one where there is none and `create` is true.

        Raises LibraryError where there is none, and where an index cannot be opened; with
        `mend` such an index is emptied instead.
        """
        self.folder = folder
        if not create and not (folder / "catalogue.sqlite").exists():
            raise LibraryError(
                f"there is no library in {folder}; run townclerk ingest PATH first, "
                "or set TOWNCLERK_LIBRARY to the folder that holds one"
            )
        files = KeptFiles(folder / "files")
        super().__init__(Catalogue(folder / "catalogue.sqlite"), files)
        self._indexes = Indexes(folder, mend=mend)
        self.mended: list[str] = self._indexes.mended
        """What had to be mended on opening, in words."""
        self._generation = self._catalogue.generation
        self._model = self.model_name

    @property
    def vectors(self) -> ChromaVectors:
        """The vector index."""
        return self._indexes.vectors

    @property
    def words(self) -> TantivyWords:
        """The word index."""
        return self._indexes.words

    @property
    def model_name(self) -> str:
        """The embedding model that built the library; empty before the first paper."""
        return self._catalogue.meta("model")

    def check_model(self, name: str) -> None:
        """Raise IndexMismatchError where the library was built with another model."""
        built = self.model_name
        if built and built != name:
            raise IndexMismatchError(
                f"the library was built with {built}, not {name}; set TOWNCLERK_EMBEDDER={built}, "
                "or run townclerk ingest --rebuild with the papers"
            )

    def refresh(self) -> bool:
        """See what another process has committed since; return whether anything changed.

        Raises IndexMismatchError where the library was built anew with another model.
        """
        if self._catalogue.generation == self._generation:
            return False
        with self._lock:
            generation = self._catalogue.generation
            if generation != self._generation:
                if self._model and self.model_name != self._model:
                    raise IndexMismatchError(
                        f"the library was built anew with {self.model_name} while {self._model} "
                        "was in use; start Townclerk again"
                    )
                self._model = self.model_name
                self._reopen(generation)
        return True

    def _reopen(self, generation: str) -> None:
        self._indexes.refresh()
        self._forget_read()
        self._generation = generation

    def close(self) -> None:
        """Close the indexes and the catalogue."""
        self._indexes.close()
        self._catalogue.close()
