import json
from pathlib import Path

import pytest

from qa.replies.messages import Talk, talk_of

GOLD = Path(__file__).parents[3] / "samples" / "gold.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "Help!",
        "what can you do?",
        "What can I ask you?",
        "who are you",
        "how do I use this?",
        "Are you a robot?",
        "Can you help me, please?",
        "What is Townclerk?",
        "how does this work? help",
    ],
)
def test_a_call_for_help_is_known(text: str) -> None:
    assert talk_of(text) is Talk.HELP


@pytest.mark.parametrize("text", ["you are useless", "fuck off", "You stupid bloody machine!"])
def test_abuse_is_known(text: str) -> None:
    assert talk_of(text) is Talk.ABUSE


@pytest.mark.parametrize(
    "text",
    [
        "can you help the allotments?",
        "help with council tax",
        "who moved it?",
        "why?",
        "and what will it cost?",
        "what the hell happened to the taxi fees?",
        "What papers do you hold?",
        "Who voted?",
        "use of reserves",
        "",
        "57",
    ],
)
def test_what_may_be_of_the_papers_is_asked(text: str) -> None:
    assert talk_of(text) is None


def test_no_question_of_the_samples_is_taken_for_talk() -> None:
    asked = [json.loads(line)["question"] for line in GOLD.read_text("utf-8").splitlines()]
    assert [q for q in asked if talk_of(q)] == []
