"""Serve the app over the stand-ins, with *Right? Yes / No* and declined questions switched on.

`python tests/ui/serve_feedback.py PORT FOLDER`; the library's folder is FOLDER.
"""

import sys
from pathlib import Path

import uvicorn

from qa.api.middleware.connections import server_options
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library
from ui.feedback.receiving import Switches
from ui.service import create_app

if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    app = create_app(
        FakeAnswerer(fake_library(folder)), keeps=Switches(remarks=True, declined=True, days=90)
    )
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", **server_options(Limits()))
