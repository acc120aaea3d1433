"""Serve the whole app over the stand-ins: `python …/serve_with_access.py PORT FOLDER SETTINGS`.

SETTINGS are those of `townclerk serve`, as JSON; the library of the settings lies in FOLDER.
"""

import json
import sys
from pathlib import Path

import uvicorn

from qa.access.setup import access_from
from qa.api.app import Surroundings
from qa.api.middleware.connections import server_options
from qa.api.middleware.hosts import host_names
from qa.settings import read_settings
from tests.fakes import FakeAnswerer, fake_library
from ui.service import create_app

if __name__ == "__main__":
    port, folder, given = int(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
    settings = read_settings(library=folder / "library", **given)
    around = Surroundings(
        access=access_from(settings),
        hosts=host_names(settings.allowed_hosts, settings.host),
        limits=settings,
    )
    app = create_app(FakeAnswerer(fake_library(folder)), around)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        log_level="info",
        proxy_headers=False,
        **server_options(settings),
    )
