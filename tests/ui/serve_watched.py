"""Serve the whole app over the stand-ins, and write down what the process opens and connects to.

`python tests/ui/serve_watched.py PORT FOLDER`: each file that is opened and each address that is
connected to or looked up becomes a line of FOLDER/watched.
"""

import os
import sys
from pathlib import Path

import uvicorn

from qa.api.app import Surroundings
from qa.api.connections import server_options
from qa.api.hosts import LOOPBACK
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library
from ui.service import create_app

WATCHED = ("open", "socket.connect", "socket.getaddrinfo", "socket.sendto")

if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    limits = Limits(requests_per_minute=0, questions_per_minute=0, questions_waiting=1000)
    app = create_app(
        FakeAnswerer(fake_library(folder)), Surroundings(hosts=LOOPBACK, limits=limits)
    )
    log = os.open(folder / "watched", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in WATCHED:
            what = arguments[0] if event == "open" else arguments
            os.write(log, f"{event} {what!r}\n".encode())

    sys.addaudithook(watch)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", **server_options(limits))
