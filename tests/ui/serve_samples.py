"""Serve the library in a folder: `python tests/ui/serve_samples.py PORT FOLDER`."""

import sys
from pathlib import Path

import uvicorn

from qa.api.connections import server_options
from qa.bootstrap import open_answerer
from qa.settings import Limits
from ui.service import create_app

if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2]) / "library"
    uvicorn.run(
        create_app(open_answerer(folder)),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        **server_options(Limits()),
    )
