"""Try the indexes in a process of their own: `python -m qa.library.indexes.probe LIBRARY INDEX`.

Chroma and tantivy are compiled, and some damage to their files ends the process that reads them.
Here that is a child, whose end says that an index is not sound.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from qa.errors import LibraryError
from qa.library.connections import connect
from qa.library.indexes.seal import VECTORS

SECONDS = 600
"""How long a child may take, before the index counts as damaged."""
ASKED = 100
"""Vectors of the catalogue that the vector index is asked for."""
NEAR = 0.99
"""The least cosine similarity of a vector that is found to the one that was stored."""
_ROOT = str(Path(__file__).resolve().parents[3])
_SOUND = "sound"


def is_sound(library: Path, index: str) -> bool:
    """Whether an index, named by its folder, can be opened, read and searched."""
    path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
    # It needs no setting, and some are secrets.
    others = {k: v for k, v in os.environ.items() if not k.startswith("TOWNCLERK_")}
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "qa.library.indexes.probe", str(library.absolute()), index],
            env={**others, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0 and ended.stdout.decode().strip() == _SOUND


def _try_vectors(library: Path) -> None:
    from qa.backends.chroma import ChromaVectors
    from qa.library.databases.entries import read_vector

    vectors = ChromaVectors(library / VECTORS)
    held = set(vectors.ids())
    if not (library / "catalogue.sqlite").exists():  # the catalogue is on a server
        for id_ in sorted(held)[:: len(held) // ASKED + 1]:
            vectors.nearest(vectors.vectors([id_])[id_], 1)
        vectors.close()
        return
    db = connect(library / "catalogue.sqlite")
    ids = [str(row[0]) for row in db.execute("SELECT id FROM passages ORDER BY id")]
    for id_ in ids[:: len(ids) // ASKED + 1]:
        row = db.execute("SELECT vector FROM passages WHERE id = ?", (id_,)).fetchone()
        if row is None or id_ not in held:
            continue
        kept = vectors.vectors([id_])[id_]
        wanted = read_vector(row[0])
        near = vectors.nearest(wanted, 1)
        if float(kept @ vectors.as_kept(wanted)) < NEAR or not near or near[0][1] < NEAR:
            raise LibraryError("a vector cannot be found")
    vectors.close()


def _try_words(library: Path) -> None:
    from qa.backends.tantivy import TantivyWords

    words = TantivyWords(library / "words")
    words.ids()
    for prefix in "abcdefghijklmnopqrstuvwxyz£0123456789":
        terms = words.expand(prefix, 20)
        if terms:
            words.search(dict.fromkeys(terms, 1.0), 10)
    words.close()


def main() -> None:
    """Try an index, and say so if it is sound."""
    library, index = Path(sys.argv[1]), sys.argv[2]
    (_try_vectors if index == VECTORS else _try_words)(library)
    sys.stdout.write(_SOUND)


if __name__ == "__main__":
    main()
