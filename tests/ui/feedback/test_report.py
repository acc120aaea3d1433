"""What the buttons under an answer may send to the chat."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from pydantic import BaseModel, ValidationError

from tests.fakes import FakeAnswerer, fake_library
from ui.chat import build_chat
from ui.feedback.receiving import Feedback, Switches
from ui.guard import event_models

REPORT: dict[str, Any] = {
    "key": "talk-1",
    "turn": "right-1",
    "question": "The Old Mill?",
    "verdict": "no",
    "reason": "wrong page",
    "words": "it is on page 3\nI think",
}


@pytest.fixture
def chat(tmp_path: Path) -> gr.Blocks:
    answerer = FakeAnswerer(fake_library(tmp_path))
    feedback = Feedback(tmp_path, Switches(remarks=True))

    async def build() -> gr.Blocks:  # without a running loop Gradio makes one, and leaves it open
        return build_chat(answerer, "secret", feedback=feedback)  # type: ignore[arg-type]

    return asyncio.run(build())


def model_of(chat: gr.Blocks) -> tuple[int, type[BaseModel]]:
    (number,) = (n for n, fn in chat.fns.items() if fn.name == "take_feedback")
    return number, event_models(chat)[number][1]


def test_a_press_is_let_through_and_nothing_else_of_its_kind(chat: gr.Blocks) -> None:
    number, model = model_of(chat)

    def send(**report: Any) -> Any:
        event = {"data": [], "fn_index": number, "session_hash": "s", "event_data": report}
        return model.model_validate_json(json.dumps(event))

    send(**REPORT)
    send(**{**REPORT, "verdict": "yes", "reason": None, "words": ""})
    wrong: list[dict[str, Any]] = [
        {"verdict": "perhaps"},
        {"verdict": ["no"]},
        {"reason": "because"},
        {"words": "x" * 501},
        {"words": "a\x00b"},
        {"words": {"path": "/etc/hostname"}},
        {"question": "x" * 2001},
        {"key": "../../x"},
        {"status": "answered"},
        {"citations": [{"paper": "x"}]},
    ]
    for change in wrong:
        with pytest.raises(ValidationError):
            send(**{**REPORT, **change})
    for name in ("key", "turn", "question", "verdict"):
        with pytest.raises(ValidationError):
            send(**{key: value for key, value in REPORT.items() if key != name})


def test_without_the_switch_there_is_no_such_event(tmp_path: Path) -> None:
    answerer = FakeAnswerer(fake_library(tmp_path))

    async def build() -> gr.Blocks:
        feedback = Feedback(tmp_path, Switches(declined=True))
        return build_chat(answerer, "secret", feedback=feedback)  # type: ignore[arg-type]

    chat = asyncio.run(build())
    assert not any(fn.name == "take_feedback" for fn in chat.fns.values())
