"""Print the paths of the whole app, each with a method, as JSON: `python …/list_routes.py FOLDER`.

In a process of its own, since Gradio leaves an event loop behind.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.fakes import FakeAnswerer, fake_library
from ui.service import create_app


def routes_of(app: Any) -> dict[str, str]:
    """Return the paths of an app, those of mounted apps and included routers too."""
    found: dict[str, str] = {}
    for route in app.routes:
        if hasattr(route, "original_router"):
            found |= routes_of(route.original_router)
        elif hasattr(route, "methods"):
            found.setdefault(route.path, min(route.methods or {"GET"}))
        else:
            found |= {route.path + path: method for path, method in routes_of(route.app).items()}
    return found


if __name__ == "__main__":
    app = create_app(FakeAnswerer(fake_library(Path(sys.argv[1]))))
    sys.stdout.write(json.dumps(routes_of(app)))
