import json
from pathlib import Path

import pytest

from qa.replies.languages import foreign_language, is_script, is_welsh
from tests.qa.replies.questions import QUESTIONS

GOLD = Path(__file__).parents[3] / "samples" / "gold.jsonl"
NAMES = (
    "What was decided on the Llanfair-ar-y-bryn footpath?",
    "Who is Councillor de la Cruz?",
    "Was the Los Altos twinning report noted?",
    "Did Cabinet approve the Château des Fleurs café licence?",
    "Rhestr y Cyngor – what is this paper?",
    "payroll system",
    "Merton House",
    "24/00108",
    "Pell Lane Allotments?",
    "¿?",
    "ΔT target for heat pumps?",
    "£1.2m µ-PM levels",
)


@pytest.mark.parametrize("language", QUESTIONS)
def test_questions_in_another_language_are_told(language: str) -> None:
    asked = QUESTIONS[language].strip().splitlines()
    assert len(asked) == 20
    assert [q for q in asked if foreign_language(q) != language] == []


def test_no_question_in_english_is_told_as_foreign() -> None:
    asked = [json.loads(line)["question"] for line in GOLD.read_text("utf-8").splitlines()]
    assert len(asked) > 50
    assert [q for q in (*asked, *NAMES) if foreign_language(q)] == []


def test_another_script_is_named_as_a_script() -> None:
    assert foreign_language("Что решил совет?") == "Cyrillic" and is_script("Cyrillic")
    assert not is_script("French")


def test_a_paper_is_welsh_by_most_of_its_small_words() -> None:
    welsh = "Penderfynwyd bod y cyngor yn cytuno ar y cynllun ac i'r gwaith gael ei wneud. " * 5
    assert is_welsh([welsh])
    assert not is_welsh(["It was resolved that the plan be agreed and the works be done. " * 5])
    assert not is_welsh([])
