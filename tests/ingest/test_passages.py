"""Under which heading a passage stands; all the papers are invented."""

from __future__ import annotations

from qa.papers import Passage
from tests.ingest.written import read, read_text, text_paper

REPORT = """
Report to: Cabinet\tDate of Meeting: 4 February 2021

Subject: Ferries and Piers\tWards Affected: All

Report of: Director of Finance\tKey Decision: Yes

Recommendation

That the report be noted.

1. The forecast

{long}

{tail}

2. Risks

A hard winter would stop the small ferry for a month, and the pier would be closed for as long.

3. Staff

Nine people work on the ferries and two of them retire in the spring of the year to come.
"""
SENTENCE = "The crossing to Skerry took {n} passengers in the year and its costs rose as fuel did. "


def report(*, sentences: int, tail: str) -> tuple[Passage, ...]:
    long = "".join(SENTENCE.format(n=1000 + n) for n in range(sentences))
    return read_text(REPORT.format(long=long, tail=tail)).passages


def holding(passages: tuple[Passage, ...], words: str) -> Passage:
    found = [p for p in passages if words in p.text.replace("\n", " ")]
    assert len(found) == 1, (words, [p.text for p in passages])
    return found[0]


def test_the_rest_of_a_long_section_does_not_join_the_next_and_lose_its_heading() -> None:
    tail = (
        "What is left over at the end of the year goes to the reserve for piers, as it has done "
        "since the storm, and a report on it comes to Cabinet in June."
    )
    passages = report(sentences=6, tail=tail)
    assert holding(passages, "goes to the reserve for piers").heading[-1] == "1. The forecast"
    assert "goes to the reserve" not in holding(passages, "A hard winter").text


def test_a_few_words_that_are_left_of_a_section_stay_with_the_passage_before() -> None:
    passages = report(
        sentences=7, tail="The rest goes to the reserve for piers, as it has since the storm."
    )
    passage = holding(passages, "goes to the reserve for piers")
    assert "passengers" in passage.text
    assert passage.heading[-1] == "1. The forecast"


def test_small_sections_still_join_and_their_headings_stand_in_the_text() -> None:
    passage = holding(report(sentences=2, tail="So it goes."), "A hard winter")
    assert "1. The forecast" in passage.text
    assert "2. Risks" in passage.text


def test_names_of_columns_head_no_section() -> None:
    paper = read_text("""
FERRY SCREENING FORM

Check Number Check Reply

1 Does the pier hold the names of those who cross, and if so for how long are they held there?

Routes and Piers

The pier at Skerry holds no names, and no other pier of the council does so either.
""")
    headings = {heading for passage in paper.passages for heading in passage.heading}
    assert "Check Number Check Reply" not in headings
    assert "Routes and Piers" in headings
    assert any("Check Number" in passage.text for passage in paper.passages)


SHEET = "{title}\n\nService\t2021/22 £000\t2022/23 £000\n{rows}\n\n"


def test_the_next_sheet_of_an_appendix_does_not_stand_under_the_first() -> None:
    rows = "\n".join(f"Ferry {n}\t{n}20\t{n}40" for n in range(1, 30))
    text = SHEET.format(title="APPENDIX F: 2021-24 BUDGET - SPENDING", rows=rows)
    text += SHEET.format(title="APPENDIX F: 2021-24 BUDGET - SAVINGS", rows="Beach huts\t35\t35")
    paper = read(text_paper(text), "Appendix F.txt")
    assert holding(paper.passages, "Beach huts").heading == (
        "APPENDIX F: 2021-24 BUDGET - SAVINGS",
    )
    assert holding(paper.passages, "Ferry 29").heading == ("APPENDIX F: 2021-24 BUDGET - SPENDING",)


def test_short_sheets_of_an_appendix_do_not_join_under_the_title_of_the_first() -> None:
    text = SHEET.format(title="APPENDIX 1 - FERRIES", rows="Ferry\t20\t40")
    text += SHEET.format(title="APPENDIX 2 - BEACH HUTS", rows="Beach huts\t35\t35")
    paper = read(text_paper(text), "Appendices 1.txt")
    assert holding(paper.passages, "Beach huts\t35").heading == ("APPENDIX 2 - BEACH HUTS",)


def test_a_numbered_appendix_within_a_lettered_one_stands_under_it() -> None:
    rows = "\n".join(f"Ferry {n}\t{n}20\t{n}40" for n in range(1, 30))
    text = SHEET.format(title="APPENDIX F: FERRIES AND PIERS", rows=rows)
    text += SHEET.format(title="APPENDIX 1: BEACH HUTS", rows="Beach huts\t35\t35")
    paper = read(text_paper(text), "Appendix F.txt")
    heading = holding(paper.passages, "Beach huts").heading
    assert heading == ("APPENDIX F: FERRIES AND PIERS", "APPENDIX 1: BEACH HUTS")


def test_an_annex_of_a_report_stands_under_the_report() -> None:
    paper = read_text(
        REPORT.format(long="The ferry runs.", tail="So it goes.")
        + "\nAppendix A - Ferry times\n\nThe first ferry leaves at six and the last at ten.\n"
    )
    heading = holding(paper.passages, "The first ferry leaves").heading
    assert heading == ("Ferries and Piers", "Appendix A - Ferry times")


def test_the_limbs_of_a_resolution_are_not_parted() -> None:
    limbs = "\n\n".join(
        f"({n}) that the pier at Skerry be mended before winter {n} at a cost of 4{n},000 pounds;"
        for n in range(1, 9)
    )
    passages = read_text(f"""
NORTH ISLES COUNCIL

Minutes of the meeting of the Cabinet held on 4 February 2021

Present: Councillors Ash and Beech

14. APOLOGIES

There were none.

15. PIERS

The Director reported on the piers and on what the storm had done to them.

RESOLVED:

{limbs}

(9) that the report be noted.

16. CLOSE

The meeting closed at nine.
""").passages
    whole = holding(passages, "(1) that the pier")
    assert whole is holding(passages, "(9) that the report be noted")
