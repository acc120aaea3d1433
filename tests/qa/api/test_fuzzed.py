"""Requests made from the API's own description, right and wrong ones, get replies as described."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from qa.api.app import Surroundings, create_api
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library
from tests.qa.api.test_app import ROUTES

LIMITS = Limits(requests_per_minute=0, questions_per_minute=0)
EXAMPLES = 40
"""Requests of each route and mode. `townclerk eval fuzz` sends them by the thousand."""


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
def test_every_reply_is_as_the_description_says(
    tmp_path: Path, method: str, path: str, mode: GenerationMode
) -> None:
    app = create_api(FakeAnswerer(fake_library(tmp_path)), Surroundings(limits=LIMITS))  # type: ignore[arg-type]
    route = schemathesis.openapi.from_asgi("/openapi.json", app)[path][method]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=route.as_strategy(generation_mode=mode))
    def sent(case: schemathesis.Case) -> None:
        # Without a sign-in set up, nothing asks who it is; tests/qa/access has that.
        # What names a body that no paper is of is refused, though nothing in the description is.
        apart = [ignored_auth, *([positive_data_acceptance] if _narrows(case.body) else [])]
        case.call_and_validate(excluded_checks=apart)

    try:
        sent()
    except Unsatisfiable:
        pytest.skip("it takes nothing, so nothing can be wrong")


def _narrows(body: object) -> bool:
    """Whether a question of a request is narrowed to some of the papers."""
    if not isinstance(body, dict):
        return False
    questions = body.get("questions")
    asked = questions if isinstance(questions, list) else [body]
    return any(isinstance(one, dict) and bool(one.get("filters")) for one in asked)
