"""Attendance, substitutes, declarations of interest, questions and answers are records."""

from __future__ import annotations

import pytest

from qa.papers import Record, RecordKind
from tests.ingest.written import item, read_text

MINUTES = """
QUILLHAM BOROUGH COUNCIL

Minutes of the meeting of the Environment Committee held on Tuesday 4 March 2031 at 6.30 pm

Present: Councillor Mrs A Garrow (Chair), Councillors Birt, D Cobb and Daw

In attendance: Rhona Pell – Head of Parks, Sam Tarn - Clerk

{front}

11. Apologies for absence

{apologies}

12. Declarations of interest

{interests}

13. Questions from the public

{questions}

14. Date of next meeting

RESOLVED that the date be noted.
"""
NO = "There were none."


def minutes(front: str = "", apologies: str = NO, interests: str = NO, questions: str = NO) -> str:
    return MINUTES.format(
        front=front, apologies=apologies, interests=interests, questions=questions
    )


def told(records: tuple[Record, ...], kind: RecordKind) -> list[tuple[str, str | None]]:
    return [(record.who, record.other) for record in records if record.kind is kind]


def test_who_was_present_and_in_attendance_is_told_of_the_paper() -> None:
    paper = read_text(minutes()).paper
    present = [who for who, _ in told(paper.records, RecordKind.PRESENT)]
    assert present == ["Councillor Mrs A Garrow", "Birt", "D Cobb", "Daw"]
    attending = [who for who, _ in told(paper.records, RecordKind.IN_ATTENDANCE)]
    assert attending == ["Rhona Pell", "Sam Tarn"]
    assert all("Present" in r.text for r in paper.records if r.kind is RecordKind.PRESENT)


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Apologies for absence were received from Councillors Eden, Flint and Gale.",
         ["Eden", "Flint", "Gale"]),
        ("Apologies had been received from Cllr E Eden (work) and Mr F Flint.",
         ["Cllr E Eden", "Mr F Flint"]),
        ("Councillors Eden and Flint.", ["Eden", "Flint"]),
        ("It was noted that apologies were given on behalf of the Mayor, Councillor Gale.",
         ["the Mayor Councillor Gale"]),
        ("There were no apologies.", []),
        ("No apologies for absence were received from members.", []),
    ],
)  # fmt: skip
def test_apologies_are_told_in_a_sentence_or_a_list(said: str, who: list[str]) -> None:
    found = item(read_text(minutes(apologies=said)), "11")
    assert [name for name, _ in told(found.records, RecordKind.APOLOGIES)] == who


@pytest.mark.parametrize(
    ("said", "who", "other"),
    [
        ("Councillor Eden substituted for Councillor Flint.",
         "Councillor Eden", "Councillor Flint"),
        ("The Clerk advised that Cllr Eden would be substituting, with voting rights, for Cllr "
         "Flint.", "Cllr Eden", "Cllr Flint"),
        ("Councillor Eden (substitute for Councillor Flint)",
         "Councillor Eden", "Councillor Flint"),
        ("Councillor Eden attended in place of Councillor Flint.",
         "Councillor Eden", "Councillor Flint"),
    ],
)  # fmt: skip
def test_a_substitute_sits_for_another(said: str, who: str, other: str) -> None:
    paper = read_text(minutes(front=said)).paper
    assert told(paper.records, RecordKind.SUBSTITUTE) == [(who, other)]


@pytest.mark.parametrize(
    ("said", "who", "matter"),
    [
        ("Councillor Birt declared a pecuniary interest in item 16 as owner of the field.",
         ["Councillor Birt"], "item 16 as owner of the field"),
        ("Cllr. D. Cobb, in his position as a school governor, declared an interest in Agenda "
         "Item 9.", ["Cllr. D. Cobb"], "Agenda Item 9"),
        ("The Director of Parks declared an interest in items 7 and 17, by marriage.",
         ["The Director of Parks"], "items 7 and 17, by marriage"),
        ("Councillor Daw – Item 8 (trustee of the hall)",
         ["Councillor Daw"], "Item 8 (trustee of the hall)"),
    ],
)  # fmt: skip
def test_a_declaration_tells_who_and_in_what(said: str, who: list[str], matter: str) -> None:
    found = item(read_text(minutes(interests=said)), "12")
    declared = told(found.records, RecordKind.DECLARATION)
    assert [name for name, _ in declared] == who
    assert declared[0][1] == matter


@pytest.mark.parametrize(
    "said",
    [
        "No declarations of interest were received.",
        "Members are requested to give notice of any disclosable pecuniary interest.",
        "Councillor Birt declared that she had no interest in the matter.",
    ],
)
def test_where_nobody_declares_there_is_no_declaration(said: str) -> None:
    found = item(read_text(minutes(interests=said)), "12")
    assert told(found.records, RecordKind.DECLARATION) == []


def test_a_question_with_a_label_has_its_asker_and_its_answer() -> None:
    said = """
Question 1 from Mr Osric Bell to Councillor Birt

"When will the park gate be mended?"

Reply by Councillor Birt:

"It will be mended in April."
"""
    found = item(read_text(minutes(questions=said)), "13")
    assert told(found.records, RecordKind.QUESTION) == [("Mr Osric Bell", "Councillor Birt")]
    assert told(found.records, RecordKind.ANSWER) == [("Councillor Birt", "Mr Osric Bell")]
    question = next(r for r in found.records if r.kind is RecordKind.QUESTION)
    assert "park gate" in question.text
    assert "in April" not in question.text


def test_a_question_told_in_prose_is_a_record_only_where_the_item_is_about_questions() -> None:
    said = (
        "Mrs Una Vane asked Councillor Birt why the gate was shut. Councillor Birt replied that "
        "its lock was broken."
    )
    found = item(read_text(minutes(questions=said)), "13")
    assert told(found.records, RecordKind.QUESTION) == [("Mrs Una Vane", "Councillor Birt")]
    assert told(found.records, RecordKind.ANSWER) == [("Councillor Birt", "Mrs Una Vane")]
    elsewhere = item(read_text(minutes(interests=said)), "12")
    assert told(elsewhere.records, RecordKind.QUESTION) == []


def test_letters_behind_a_name_are_no_person() -> None:
    text = minutes().replace("Birt, D Cobb and Daw", "Birt, D Cobb, OBE, Daw and Elm")
    present = [who for who, _ in told(read_text(text).paper.records, RecordKind.PRESENT)]
    assert present == ["Councillor Mrs A Garrow", "Birt", "D Cobb", "Daw", "Elm"]


def test_attending_heads_those_present_where_no_other_list_does() -> None:
    text = minutes().replace("Present: Councillor", "Attending: Councillor")
    text = text.replace("In attendance: Rhona", "Officers: Rhona")
    present = [who for who, _ in told(read_text(text).paper.records, RecordKind.PRESENT)]
    assert present == ["Councillor Mrs A Garrow", "Birt", "D Cobb", "Daw"]
