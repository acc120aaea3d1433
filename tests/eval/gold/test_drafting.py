from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from eval.gold.draft_kinds import figures_of, has_content, row_of
from eval.gold.drafting import (
    ACCEPT,
    COLUMNS,
    Draft,
    draft_questions,
    quoted,
    read_sheet,
    write_sheet,
)
from eval.gold.questions import Evidence, load_gold
from eval.gold.validation import Placed, check_in_papers
from eval.wording import plain
from qa.errors import GoldError
from qa.papers import Standing
from tests.conftest import Samples

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def drafts(samples: Samples) -> list[Draft]:
    return draft_questions(samples.answerer.library, 1000)


def as_gold(drafts: list[Draft], folder: Path) -> list[Placed]:
    sheet, gold = folder / "sheet.csv", folder / "gold.jsonl"
    write_sheet(drafts, sheet)
    judge(sheet, {draft.id: "yes" for draft in drafts})
    gold.write_text("\n".join(read_sheet(sheet)[0]), encoding="utf-8")
    return [Placed(gold, number, question) for number, question in enumerate(load_gold([gold]), 1)]


def judge(
    sheet: Path, verdicts: dict[str, str], delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    """Fill in the first column as a spreadsheet would save it."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with sheet.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {ACCEPT: verdicts.get(row["id"], "")})


def test_every_kind_is_drafted_and_every_quote_stands_where_it_is_said_to(
    drafts: list[Draft], samples: Samples, tmp_path: Path
) -> None:
    placed = as_gold(drafts, tmp_path)
    assert {draft.category for draft in drafts} == {
        *("decision", "recommendation", "proposal", "table", "vote", "who", "when")
    }
    assert len(placed) == len(drafts) > 60
    remarks = list(check_in_papers(placed, samples.answerer.library))
    assert [remark for remark in remarks if remark.wrong] == []
    assert len(remarks) <= 0.05 * len(placed)


def test_a_recorded_vote_is_drafted_as_it_was_counted(drafts: list[Draft]) -> None:
    (vote,) = (draft for draft in drafts if draft.category == "vote")
    first = vote.question.startswith("How did the first vote go on Revenue Budget")
    assert first or vote.question.startswith("How did the second vote go on Revenue Budget")
    facts = ("For 10", "Against 16", "Abstain 2", "lost")
    assert vote.key_facts == (facts if first else ("For 17", "Against 9", "Abstain 2", "carried"))
    for fact, item in zip(facts if first else vote.key_facts, vote.evidence, strict=False):
        name, count = fact.split()
        assert f"{name} ({count})" in item.quote


def test_nothing_is_drafted_from_business_taken_in_private(
    drafts: list[Draft], samples: Samples
) -> None:
    library = samples.answerer.library
    private = [
        passage
        for paper in library.papers()
        for passage in library.passages_of(paper.id)
        if passage.private or passage.standing is Standing.EXEMPT
    ]
    assert private
    told = plain(" ".join(f"{d.question} {d.answer} {d.evidence}" for d in drafts))
    for passage in private:
        assert plain(passage.item_title or "?") not in told
        for unit in passage.units:
            if has_content(unit.text) and len(unit.text.split()) > 6:
                assert plain(unit.text) not in told


def test_drafts_are_spread_over_the_papers_and_the_same_seed_gives_the_same(
    samples: Samples, drafts: list[Draft]
) -> None:
    library = samples.answerer.library
    some = draft_questions(library, 26)
    by_paper = [draft.evidence[0].doc for draft in some]
    most = max(by_paper.count(doc) for doc in set(by_paper))
    assert len(set(by_paper)) >= 12 and most <= 3
    assert some == draft_questions(library, 26) == drafts[:26]
    assert some != draft_questions(library, 26, seed=1)
    assert len({plain(draft.question) for draft in drafts}) == len(drafts)
    assert {d.category for d in draft_questions(library, 9, kinds=("who",))} == {"who"}


def test_what_is_asked_already_is_not_drafted_again(samples: Samples, tmp_path: Path) -> None:
    library = samples.answerer.library
    first = draft_questions(library, 20)
    asked = [placed.question for placed in as_gold(first, tmp_path)]
    again = draft_questions(library, 20, besides=asked)
    assert len(again) == 20
    assert not {draft.id for draft in first} & {draft.id for draft in again}


@pytest.mark.parametrize(
    ("row", "label", "values"),
    [
        ("Residential care 61.5 72.9 11.4", "Residential care", ("61.5", "72.9", "11.4")),
        ("D2 Street lighting 60.0 0.0 (37.0)", "D2 Street lighting", ("60.0", "37.0")),
        ("Up to 2 hours £2.20 £2.60", "Up to 2 hours", ("£2.20", "£2.60")),
        ("Rent £5m £6m", "Rent", ("£5m", "£6m")),
        ("Parking Reserve 1,425 (95) 1,330", "Parking Reserve", ("1,425", "95", "1,330")),
        ("Total 952.5 811.0", "", ()),
        ("12.0 13.0", "", ()),
        ("Paid for by grant", "", ()),
    ],
)
def test_a_row_is_parted_into_its_label_and_its_figures(
    row: str, label: str, values: tuple[str, ...]
) -> None:
    assert row_of(row) == (label, values)


def test_titles_lead_ins_and_long_quotes() -> None:
    assert not has_content("RESOLVED that:")
    assert not has_content("The Cabinet is recommended to agree that:")
    assert has_content("the ferry be extended")
    words = " ".join(f"w{number}" for number in range(200))
    assert quoted(words).split()[:2] == ["w0", "w1"]
    near = quoted(words, r"\bw150\b").split()
    assert len(near) == 17 and near[8] == "w150" and " ".join(near) in words
    assert quoted(words, "w199").split() == [f"w{n}" for n in range(191, 200)]
    assert len(quoted(words, "no such").split()) == 60
    assert figures_of("£1.2m and 40%") == ("£1.2m", "40%")


# --- the sheet --------------------------------------------------------------------------------


def one(identity: str = "d1", **changed: object) -> Draft:
    usual = {
        "id": identity,
        "question": f"What of {identity}?",
        "category": "decision",
        "answer": "It was agreed.",
        "key_facts": ("agreed", "at £5 | or 6"),
        "standing": Standing.DECIDED,
        "evidence": (
            Evidence("a.txt", "it was\nagreed", (3, 5), None),
            Evidence("b.pdf", "agreed", None, 7),
            Evidence("c.html", "agreed", None, None),
        ),
        "paper": "Minutes",
    }
    return Draft(**(usual | changed))  # type: ignore[arg-type]


def test_a_sheet_of_hostile_drafts_holds_no_formula(tmp_path: Path) -> None:
    sheet = tmp_path / "s.csv"
    hostile = one(
        question='=HYPERLINK("http://x")',
        answer=" +1+1",
        key_facts=("@SUM(A1)",),
        evidence=(Evidence("-a.txt", "=1+1", (1, 1), None),),
        paper="\t=1",
    )
    write_sheet([hostile], sheet)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        for cell in list(csv.reader(file))[1]:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    judge(sheet, {"d1": "yes"})
    row = json.loads(read_sheet(sheet)[0][0])
    assert row["question"] == '=HYPERLINK("http://x")'
    assert row["evidence"][0] == {"doc": "-a.txt", "page": None, "lines": [1, 1], "quote": "=1+1"}


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")]
)
def test_accepted_drafts_become_gold_as_spreadsheets_save_them(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    sheet = tmp_path / "s.csv"
    write_sheet([one("d1", answer="It cost £5."), one("d2"), one("d3")], sheet)
    judge(sheet, {"d1": "Yes", "d2": "no"}, delimiter, encoding)
    lines, left = read_sheet(sheet)
    assert left == 2
    (tmp_path / "g.jsonl").write_text(lines[0], encoding="utf-8")
    (question,) = load_gold([tmp_path / "g.jsonl"])
    assert (question.id, question.answer) == ("d1", "It cost £5.")
    assert question.key_facts == ("agreed", "at £5 / or 6")
    assert [(e.doc, e.lines, e.page) for e in question.evidence] == [
        ("a.txt", (3, 5), None),
        ("b.pdf", None, 7),
        ("c.html", None, None),
    ]


def change(sheet: Path, column: str, value: str) -> None:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {ACCEPT: "yes", column: value}
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (ACCEPT, "perhaps", "row 2: write yes or no"),
        ("page 2", "seven", "row 2: page 2: must be a number"),
        ("lines 1", "3-May", "row 2: lines 1: must be such as 12 to 15"),
        ("standing", "agreed", "row 2: standing 'agreed' is none of"),
        ("question", "", "row 2: question must be text"),
        ("quote 2", "", "row 2: evidence 2: quote must be text"),
    ],
)
def test_a_slip_in_a_sheet_is_told_with_its_row(
    tmp_path: Path, column: str, value: str, told: str
) -> None:
    sheet = tmp_path / "s.csv"
    write_sheet([one()], sheet)
    change(sheet, column, value)
    with pytest.raises(GoldError, match=told):
        read_sheet(sheet)


def test_a_sheet_without_its_columns_or_with_an_id_twice_is_told(tmp_path: Path) -> None:
    sheet = tmp_path / "s.csv"
    sheet.write_text("a,b\n1,2\n")
    with pytest.raises(GoldError, match="no column"):
        read_sheet(sheet)
    write_sheet([one(), one()], sheet)
    judge(sheet, {"d1": "y"})
    with pytest.raises(GoldError, match="id d1 is already used in row 2"):
        read_sheet(sheet)
    with pytest.raises(GoldError, match="cannot be read"):
        read_sheet(tmp_path / "absent.csv")
