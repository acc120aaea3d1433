"""Which lines open items: each paper's own series, headings, captions. Councils are invented."""

from __future__ import annotations

import pytest

from tests.ingest.written import item, pdf_paper, read, read_text

HEAD = """
{body} of Ellerby

Minutes of the meeting held on 3 May 2022 at 7.30 pm

Present: Cllrs A Smith (Chair), B Jones and C Brown

"""


def found(text: str, body: str = "Parish Council") -> list[tuple[str | None, str]]:
    paper = read_text(HEAD.format(body=body).strip("\n") + "\n\n" + text.strip("\n"))
    return [(item.number, item.title) for item in paper.items]


def test_a_number_that_rises_within_a_resolution_is_no_item() -> None:
    items = found("""
7. Grants

It was resolved:

8. that is what a list may look like;

1. that 400 be paid to the hall;

2. that 200 be paid to the school.

8. Roads

The verge is to be cut.

9. Close

The meeting closed at nine.
""")
    assert [number for number, _ in items] == ["7", "8", "9"]
    assert items[1][1] == "Roads"


def test_numbered_paragraphs_below_an_item_stay_in_it() -> None:
    items = found(
        "".join(
            f"{n}. {title}\n\n{n}.1 The Chair said that there was more to come on this.\n\n"
            f"{n}.2 Members asked about costs and were told of them.\n\n"
            for n, title in ((14, "Apologies"), (15, "Transport plan"), (16, "Skills fund"))
        )
    )
    assert items == [("14", "Apologies"), ("15", "Transport plan"), ("16", "Skills fund")]


def test_headed_parts_of_an_item_are_items_with_both_numbers() -> None:
    items = found("""
1. **Welcome**
   All were welcomed.

2. **Matters arising**
   1. **Bus shelter**
      There was no news of the shelter.

   2. **Path**
      Two quotes came in.

3. **Next meeting**
   7 June.
""")
    assert [number for number, _ in items] == ["1", "2", "2.1", "2.2", "3"]


def test_an_item_goes_on_over_a_page() -> None:
    paper = read(
        pdf_paper(
            """
            #Ellerby Town Council
            #Minutes of the Council meeting held on 3 May 2022

            Present: Cllrs Smith and Jones

            #101 Apologies
            There were none.

            #102 Grants
            RESOLVED that grants be paid:
            (a) 400 to the hall;
            """,
            """
            (b) 200 to the school.

            #103 Close
            The meeting closed at nine.
            """,
        )
    )
    grants = item(paper, "102")
    assert [limb.number for limb in grants.limbs] == ["(a)", "(b)"]
    assert (grants.page.first, grants.page.last) == (1, 2)


def test_a_paper_without_titles_is_parted_by_its_numbers() -> None:
    items = found("""
1. The chairman welcomed everybody to the meeting and thanked them for coming.

2. Apologies were received from Mrs Green and from Mr White.

3. It was agreed that Mr Brown would mend the cover of the well.

4. There being no other business the meeting closed at 8.15.
""")
    assert [number for number, _ in items] == ["1", "2", "3", "4"]


def test_headings_right_above_their_text_are_items() -> None:
    items = found("""
APOLOGIES:
C Brown was away.

CORRESPONDENCE:
A letter about the bridge was read.

FINANCE:
The balance is 300.

ANY OTHER BUSINESS:
None.
""")
    assert items == [
        (None, "APOLOGIES"),
        (None, "CORRESPONDENCE"),
        (None, "FINANCE"),
        (None, "ANY OTHER BUSINESS"),
    ]


def test_a_misprinted_number_is_an_item_as_printed() -> None:
    paper = read(
        pdf_paper("""
        #Ellerby Town Council
        #Minutes of the Council meeting held on 3 May 2022

        Present: Cllrs Smith and Jones

        #54 Apologies
        There were none, and the meeting went on.

        #55 Matters arising
        The bench has been mended and paid for.

        #6 Grants
        The grants were agreed as listed.

        #57 Close
        The meeting closed at nine.
        """)
    )
    assert [i.number for i in paper.items] == ["54", "55", "6", "57"]


def test_a_page_with_two_meetings_names_the_meeting_of_each_item() -> None:
    paper = read_text("""
Issue - meetings

Change in the order of business

Meeting: 21/09/2011 - Council (Item 62)

62 Change in the order of business PDF 30 KB

Minutes:

The change was agreed.

Meeting: 06/07/2011 - Cabinet (Item 34)

Change in the order of business

Minutes:

The change was lost.
""")
    assert [(i.number, i.title) for i in paper.items] == [
        ("62", "Change in the order of business"),
        ("34", "Change in the order of business"),
    ]
    days = {p.item_number: (p.body, str(p.meeting_date)) for p in paper.passages if p.item_number}
    assert days == {"62": ("Council", "2011-09-21"), "34": ("Cabinet", "2011-07-06")}


def test_a_published_decision_has_its_reference_and_title() -> None:
    paper = read_text("""
Decisions published

17/11/2020 - Highway maintenance - a policy on kerbs ref: 1249    Item Deferred

Decision Maker: Lead Member for Roads

Decision:

The Lead Member RESOLVED to defer the report.
""")
    assert [(i.number, i.title) for i in paper.items] == [
        ("1249", "Highway maintenance - a policy on kerbs")
    ]


@pytest.mark.parametrize(
    ("above", "cited"),
    [
        ("The Clerk said that the Council had been called together by the Chairman under", "9(1)"),
        ("It was agreed that the press and the public be asked to leave under section", "100A(4)"),
        (
            "The Chairman had written to all of the electors in the ward, as is asked for by",
            "17(2)(b)",
        ),
        (
            "The Clerk had sent out the notice of the poll in the form that is set out by",
            "article 6(3)",
        ),
    ],
)
def test_a_number_that_a_sentence_cites_where_it_wraps_is_no_item(above: str, cited: str) -> None:
    items = found(f"""
{above}
{cited} of Part II of the Order, and that the papers had been sent to each of the members
in good time. Cllr Jones thanked her for this. Nobody else wished to speak about it.

The Chair then told the members that the lease of the field would end in the autumn, and
that the owner had asked for a higher rent. Members spoke for and against the new lease.
""")
    assert [number for number, _ in items if number] == []


def test_numbers_with_a_part_open_items_where_no_sentence_runs_on() -> None:
    items = found("""
9(1) Apologies

Cllr Green had sent his apologies.

10(1) Roads

The verge is to be cut.

11(1) Close

The meeting closed at nine.
""")
    assert [number for number, _ in items] == ["9", "10", "11"]


def test_numbers_that_count_the_rows_of_a_headed_table_are_no_items() -> None:
    rows = [
        ("No.", "Reference", "Place", "Comment"),
        ("1", "24/0101/FUL", "The mill", "No objection"),
        ("2", "24/0102/HOU", "6 Tan Row", "Objection"),
        ("3", "24/0103/ADV", "The inn", "Support"),
    ]
    table = "\n".join("\t".join(row) for row in rows)
    items = found(f"""
P24/31 Apologies

There were none.

P24/32 Planning applications

{table}

P24/33 Next meeting

7 June.
""")
    assert [number for number, _ in items] == ["P24/31", "P24/32", "P24/33"]


def test_rows_of_a_headed_table_are_items_where_it_is_the_agenda() -> None:
    rows = [
        ("Item", "Title", "Led by", "Time"),
        ("1", "Apologies for absence", "Chair", "7.00"),
        ("2", "Minutes of the last meeting", "Chair", "7.05"),
        ("3", "Repair of the bus shelter", "Clerk", "7.10"),
        ("4", "Date of the next meeting", "Chair", "7.30"),
    ]
    items = found("\n".join("\t".join(row) for row in rows))
    assert [number for number, _ in items] == ["1", "2", "3", "4"]
