"""Serve the API of a library, with the tests' own embedder: `python serve_library.py LIBRARY`.

Prints the port that it listens on.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn

from qa.answerer import Answerer
from qa.api.app import create_api
from qa.bootstrap import open_library
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder
from tests.qa.library.use_library import DIMENSION


def main() -> None:
    library = open_library(Path(sys.argv[1]))
    searcher = HybridSearcher(library, FakeEmbedder(dimension=DIMENSION))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # so that who reads the port is not refused
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    config = uvicorn.Config(create_api(Answerer(library, searcher)), log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
