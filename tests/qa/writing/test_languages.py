import json
from pathlib import Path

import pytest

from qa.writing.languages import foreign_language, is_script, is_welsh, language_of
from tests.qa.writing.questions_in_languages import QUESTIONS

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


@pytest.mark.parametrize(
    "text",
    [
        "Penderfynodd y Cabinet fod y tŷ yn cael ei werthu, ac nad oes angen y swyddfa mwyach.",
        "PENDERFYNWYD: cymeradwyo’r adroddiad a nodi’r sylwadau yn y cofnodion ar y mater.",
        "Mae’r Cyngor wedi cytuno ar y gyllideb refeniw am y flwyddyn",
        "Penderfynwyd bod y cyngor yn cytuno ar y cynllun ac i'r gwaith gael ei wneud. " * 5,
    ],
)
def test_a_text_in_welsh_is_known(text: str) -> None:
    assert is_welsh(text)
    assert language_of(text) == "cy"


@pytest.mark.parametrize(
    "text",
    [
        "RESOLVED that the lease of Ty Hywel be renewed for five years.",
        "Councillor ap Rhys asked that Heol y Felin be closed; it was agreed.",
        "The option y = x was noted, and that of Plas yr Afon deferred.",
        "E\t11/9\t2,028.34\t2,129.55",
        "Cyngor Sir Ynys",
        "20/06/2017\t208\tSLCC\tO O'Sullivan Annual Membership",
        "It was resolved that the plan be agreed and the works be done. " * 5,
        "",
    ],
)
def test_english_with_welsh_names_stays_english(text: str) -> None:
    assert not is_welsh(text)
    assert language_of(text) == "en-GB"
