"""Serve the whole app over the stand-ins: `python tests/ui/serve_fakes.py PORT FOLDER`."""

import sys
from pathlib import Path

import uvicorn

from qa.api.connections import server_options
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library
from ui.service import create_app

if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    app = create_app(FakeAnswerer(fake_library(folder)))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", **server_options(Limits()))
