"""Use a library as the command line does, in a process of its own: `python use_library.py STEP…`.

A step is `ask`, `doctor`, `read` (from the library's own files) or `papers`. Texts are embedded by
the tests' own embedder, which is there at once. An error is one sentence on stderr and exit code 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

from qa.answerer import Answerer
from qa.bootstrap import name_engines, open_library
from qa.library.checking import copies_to_read
from qa.retrieval.search import HybridSearcher
from qa.settings import read_settings
from tests.fakes import FakeEmbedder
from ui.cli import main
from ui.commands.library import run_doctor

DIMENSION = 64
QUESTION = "What was resolved on the harbour?"


def use(folder: Path, steps: list[str]) -> None:
    embedder = FakeEmbedder(dimension=DIMENSION)
    for step in steps:
        if step == "doctor":
            code = run_doctor(folder)
            if code:
                raise SystemExit(code)
        elif step == "read":
            from ingest.pipeline import ingest_kept

            library, copies, missing = copies_to_read(folder, name_engines(read_settings()))
            sys.stdout.write(f"{ingest_kept(copies, library, embedder).read} read\n")
            library.close()
            sys.stdout.write("".join(f"{sentence}\n" for sentence in missing))
        else:
            library = open_library(folder)
            if step == "ask":
                answer = Answerer(library, HybridSearcher(library, embedder)).ask(QUESTION)
                sys.stdout.write(f"{[citation.quote for citation in answer.citations]}\n")
            else:
                sys.stdout.write(f"{sorted(paper.file for paper in library.papers())}\n")
            library.close()


if __name__ == "__main__":
    main(lambda: use(Path(sys.argv[1]), sys.argv[2:]))
