"""Serve the whole app over the stand-ins, with examples that are tried one at a time.

`python tests/ui/serve_tried.py PORT FOLDER`: each call of `/test/try` lets one more example be
answered, or be found without an answer; readers' own questions are answered at once.
"""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from qa.answers import Answer
from qa.api.middleware.connections import server_options
from qa.papers import UNKNOWN_PAGE, Item, ItemKind, Limb, Standing
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library
from ui.service import create_app


class Tried(FakeAnswerer):
    """Holds what is asked without a choice of papers, as examples are."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.let_go = threading.Semaphore(0)
        self.answers: list[bool] = []

    def stream(self, question: str, **given: Any) -> Iterator[str | Answer]:
        if "filters" not in given:
            self.let_go.acquire()
            answered = self.answers.pop(0)
            return iter([self.ask("The Old Mill?" if answered else "The cup?")])
        return super().stream(question, **given)


def minute(title: str) -> Item:
    sum_of_money = Limb("(1)", "that £5,000 be spent on it")
    return Item("1", title, ItemKind.MINUTE, Standing.DECIDED, UNKNOWN_PAGE, None, (sum_of_money,))


if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    library = fake_library(folder)
    titles = ("Mill bridge", "Repairs to the wheel of the Old Mill and to the race that feeds it")
    library.found[library.papers()[0].id] += tuple(minute(title) for title in titles)
    answerer = Tried(library)
    app = create_app(answerer)

    @app.get("/test/try", include_in_schema=False)
    def let_try(answered: bool = True) -> None:
        answerer.answers.append(answered)
        answerer.let_go.release()

    app.router.routes.insert(0, app.router.routes.pop())
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", **server_options(Limits()))
