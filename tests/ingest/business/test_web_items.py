"""Web pages as committee systems, parish clerks and older sites build them, read to the end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.document import LineRole
from ingest.sandbox.isolation import read_paper
from ingest.understand import Understood
from qa.papers import PaperKind, Standing
from tests.ingest.written import item, read, standing_of

PAGES = Path(__file__).with_name("web_pages")


def page(name: str) -> Understood:
    path = PAGES / f"{name}.html"
    return read(read_paper(path), path.name)


def says(name: str) -> tuple[object, ...]:
    paper = page(name).paper
    return paper.kind, paper.council, paper.body, paper.meeting_date, paper.venue, paper.title


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "licensing_minutes",
            (
                PaperKind.MINUTES,
                "London Borough of Brackwater",
                "Licensing Committee",
                date(2025, 9, 9),
                "Committee Room 4 - Harbour House, Quay Street, Brackwater",
                "Minutes of Licensing Committee, 9 September 2025",
            ),
        ),
        (
            "agenda_only",
            (
                PaperKind.AGENDA,
                "Brackwater Borough Council",
                "Cabinet",
                date(2025, 11, 12),
                "Council Chamber, Brackwater Town Hall",
                "Agenda of Cabinet, 12 November 2025",
            ),
        ),
        (
            "agenda_item",
            (
                PaperKind.MINUTES,
                "Brackwater Borough Council",
                "Executive",
                date(2025, 11, 5),
                None,
                "Minutes of Executive, 5 November 2025",
            ),
        ),
        (
            "decision_details",
            (
                PaperKind.DECISION_RECORD,
                "Brackwater Borough Council",
                "Cabinet Member for Harbours and Transport",
                date(2025, 3, 14),
                None,
                "Night ferry: contract for two years",
            ),
        ),
        (
            "issue_details",
            (
                PaperKind.OTHER,
                "Brackwater Borough Council",
                "Cabinet",
                date(2025, 3, 13),
                None,
                "Tram line to Fenny Bridge",
            ),
        ),
        (
            "parish_minutes",
            (
                PaperKind.MINUTES,
                "Saltmere Parish Council",
                "Full Council",
                date(2025, 6, 4),
                "Village Hall, Saltmere",
                "Minutes of Full Council, 4 June 2025",
            ),
        ),
        (
            "listed_minutes",
            (
                PaperKind.MINUTES,
                "Westmoor District Council",
                "Planning Committee",
                date(2025, 3, 3),
                "Council Offices, Mill Road, Westmoor",
                "Minutes of Planning Committee, 3 March 2025",
            ),
        ),
        (
            "cmis_meeting",
            (
                PaperKind.MINUTES,
                "Brackwater Borough Council",
                "Audit and Standards Committee",
                date(2025, 6, 26),
                "Committee Room 1, Town Hall",
                "Minutes of Audit and Standards Committee, 26 June 2025",
            ),
        ),
    ],
)
def test_the_page_says_whose_paper_it_is_and_of_what(name: str, said: tuple[object, ...]) -> None:
    assert says(name) == said


D, N, F, R, B = (
    Standing.DECIDED,
    Standing.NOTED,
    Standing.DEFERRED,
    Standing.RECOMMENDED,
    Standing.BACKGROUND,
)


@pytest.mark.parametrize(
    ("name", "items"),
    [
        (
            "licensing_minutes",
            [
                ("18", "Apologies for absence", B),
                ("19", "62–66 Lock Lane (LN/25/0417)", D),
                (None, "Urgent item: the pontoon at Fish Quay", F),
                ("20", "Fees for street trading", D),
            ],
        ),
        (
            "agenda_only",
            [
                ("1", "Apologies for absence", B),
                ("2", "Minutes of the meeting held on 15 October 2025", B),
                ("3", "20 mph zones in the old town", R),
                ("4", "Exclusion of the press and public", B),
                ("5", "Lease of the ice house", B),
            ],
        ),
        ("agenda_item", [("41", "Cemetery extension at Gull Hill", D)]),
        ("decision_details", [(None, "Night ferry: contract for two years", D)]),
        ("issue_details", []),
        (
            "parish_minutes",
            [
                (None, "Apologies", B),
                (None, "Declarations of interest", B),
                (None, "Bus shelter on the green", D),
                (None, "Dog bins", D),
                (None, "Footpath 14", F),
                (None, "Date of next meeting", B),
            ],
        ),
        (
            "listed_minutes",
            [
                ("71", "Apologies", B),
                ("72", "Minutes", D),
                ("73", "Application WM/24/0911: barn at Hob Farm", D),
                ("74", "Appeals", N),
            ],
        ),
        (
            "cmis_meeting",
            [
                ("1", "Apologies", B),
                ("2", "Annual governance statement", D),
                ("3", "Risk register", N),
            ],
        ),
    ],
)
def test_every_item_has_its_number_title_and_standing(
    name: str, items: list[tuple[str | None, str, Standing]]
) -> None:
    assert [(i.number, i.title, i.standing) for i in page(name).items] == items


@pytest.mark.parametrize(
    ("name", "words", "standing"),
    [
        ("licensing_minutes", "(2) note the representations", Standing.RECOMMENDED),
        ("licensing_minutes", "bottles were emptied at two", Standing.DISCUSSED),
        ("licensing_minutes", "the last sale being at midnight", Standing.DECIDED),
        ("licensing_minutes", "The Chair thanked those who had come", Standing.DISCUSSED),
        ("licensing_minutes", "a pitch of one day is to be £38", Standing.DECIDED),
        ("licensing_minutes", "The meeting ended at 8.12 pm", Standing.BACKGROUND),
        ("agenda_only", "spend up to £94,000 on signs", Standing.RECOMMENDED),
        ("agenda_item", "Report of the Director of Place, attached", Standing.BACKGROUND),
        ("agenda_item", "stood all winter", Standing.DISCUSSED),
        ("decision_details", "awards the contract for the night ferry", Standing.DECIDED),
        ("decision_details", "was rejected because nurses", Standing.BACKGROUND),
        ("decision_details", "which ends in March", Standing.BACKGROUND),
        ("parish_minutes", "an oak shelter be accepted", Standing.DECIDED),
        ("parish_minutes", "the oak one would last", Standing.DISCUSSED),
        ("listed_minutes", "no light being fixed to the outer walls", Standing.DECIDED),
        ("listed_minutes", "asked about swallows", Standing.DISCUSSED),
        ("cmis_meeting", "the statement be approved for signature", Standing.DECIDED),
    ],
)
def test_each_part_has_its_standing(name: str, words: str, standing: Standing) -> None:
    assert standing_of(page(name), words) is standing


def test_limbs_of_a_nested_list_are_limbs() -> None:
    limbs = item(page("licensing_minutes"), "19").limbs
    assert [limb.number for limb in limbs] == ["1", "2"]
    assert [limb.number for limb in limbs[0].limbs] == ["a", "b"]
    assert [limb.number for limb in item(page("agenda_item"), "41").limbs] == ["1", "2"]
    assert [limb.number for limb in item(page("listed_minutes"), "73").limbs] == ["i", "ii"]


def test_a_limb_of_a_decision_page_is_a_limb() -> None:
    (decided,) = page("decision_details").items
    assert [limb.number for limb in decided.limbs] == ["(a)", "(b)"]


def test_an_items_report_number_is_found_on_the_page() -> None:
    assert item(page("agenda_only"), "3").references == ("BWC/25/088",)
    assert item(page("listed_minutes"), "73").references == ("WM/24/0911",)


def test_a_mover_is_found_where_items_bear_no_numbers() -> None:
    shelter = next(i for i in page("parish_minutes").items if i.title.startswith("Bus"))
    assert (shelter.moved_by, shelter.seconded_by) == ("Cllr Ive", "Cllr Tranter")


def test_what_follows_the_exclusion_of_the_public_is_private() -> None:
    assert [i.number for i in page("agenda_only").items if i.private] == ["5"]


@pytest.mark.parametrize(
    ("name", "cell", "caption", "columns"),
    [
        ("licensing_minutes", "21", "Complaints about noise, by quarter", "Complaints"),
        ("listed_minutes", "Allowed", "Appeals decided since January", "Outcome"),
    ],
)
def test_a_table_keeps_its_caption_which_heads_nothing_below(
    name: str, cell: str, caption: str, columns: str
) -> None:
    passages = page(name).passages
    rows = [u.row for p in passages for u in p.units if u.kind == "row" and cell in u.text]
    assert [caption in (row.caption or "") for row in rows if row] == [True]
    assert all(caption not in heading for p in passages for heading in p.heading)
    assert any(columns in row.columns for row in rows if row)


def test_what_a_site_puts_round_a_page_is_not_in_it() -> None:
    text = "\n".join(page(name).pages[0].text for name in ("licensing_minutes", "agenda_only"))
    for furniture in ("PDF", "No.", "Cookies", "View other meetings", "Your councillors"):
        assert furniture not in text


def test_what_a_reader_found_of_the_items_comes_whole_out_of_its_child() -> None:
    document = read_paper(PAGES / "licensing_minutes.html")
    texts = {line.number: line.text for line in document.lines}
    opened = {texts[line]: number for line, number in document.item_numbers.items()}
    assert opened == {
        "18. Apologies for absence": "18",
        "19. 62–66 Lock Lane (LN/25/0417)": "19",
        "20. Fees for street trading": "20",
    }
    roles = {texts[line]: role for line, role in document.roles.items()}
    assert roles["Urgent item: the pontoon at Fish Quay"] is LineRole.ITEM
    assert roles["• Addendum"] is LineRole.BESIDE
    assert roles["None."] is LineRole.MINUTES
    assert roles["The fee for a pitch of one day is to be £38."] is LineRole.DECISION
    assert "The meeting ended at 8.12 pm." not in roles
    assert document.says.publishers[-1].startswith("London Borough of Brackwater")
