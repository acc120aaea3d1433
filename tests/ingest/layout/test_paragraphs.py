"""Lines become paragraphs, limbs, rows and headings. Every paper here is invented."""

from __future__ import annotations

from ingest.document import SourceDocument
from ingest.layout.paragraphs import paragraph_of
from qa.papers import FileFormat, SourceLine, UnitKind
from tests.ingest.written import item, pdf_paper, read, squeezed


def units(paper):
    return [unit for passage in paper.passages for unit in passage.units]


def test_a_sentence_cut_by_a_page_and_its_header_is_two_units_each_on_its_own_page() -> None:
    header = "# Cabinet 12 March 2019"
    paper = read(
        pdf_paper(
            f"{header}\n\n# 1 FERRY FARES\n\nRESOLVED that:\n\n(1) the fares be raised on the",
            f"{header}\n\nlonger crossing only; and\n\n(2) the boat be dried.\n\n# 2 CLOSE\n\nEnd.",
            f"{header}\n\n# 3 LATER\n\nNothing.",
        ),
        "minutes.pdf",
    )
    pieces = [u for u in units(paper) if "the fares be raised" in u.text or "longer" in u.text]
    assert [(u.page, u.number) for u in pieces] == [(1, "(1)"), (2, None)]


def test_read_limbs_puts_the_two_halves_together() -> None:
    document = pdf_paper(
        "# MINUTES of a meeting of the Cabinet held on 12 March 2019\n\nPresent: Councillor Ash\n\n"
        "# 1 FERRY FARES\n\nRESOLVED that:\n\n(1) the fares be raised on the",
        "longer crossing only; and\n\n(2) the boat be painted.\n\n# 2 CLOSE\n\nThe end.",
    )
    fares = item(read(document, "minutes.pdf"), "1")
    assert [squeezed(limb.text) for limb in fares.limbs] == [
        squeezed("(1) the fares be raised on the longer crossing only; and"),
        squeezed("(2) the boat be painted."),
    ]


def test_a_resolution_set_without_white_space_above_it_begins_a_paragraph() -> None:
    paper = read(
        pdf_paper(
            "# MINUTES of a meeting of the Cabinet held on 12 March 2019\n\nPresent: Mrs Ash\n\n"
            "# 1 FERRY FARES\nReport CAB/19/07\nThe Head of Transport reported on the fares.\n"
            "Moved by Councillor Ash, seconded by Councillor Beech:\n"
            "RESOLVED – That the fares be raised.\n\n# 2 CLOSE\n\nThe end."
        ),
        "minutes.pdf",
    )
    fares = item(paper, "1")
    assert fares.standing.value == "decided"
    decided = [p.text for p in paper.passages if p.standing.value == "decided"]
    assert decided == [
        "Moved by Councillor Ash, seconded by Councillor Beech:\n"
        "RESOLVED – That the fares be raised."
    ]


def test_each_line_of_a_web_page_or_word_file_is_a_paragraph_or_a_row() -> None:
    texts = ["Ferry fares", "The fares are low.", "Crossing\tFare", "Long\t£3", "Short\t£2"]
    lines = tuple(SourceLine(n, t) for n, t in enumerate(texts, start=1))
    paper = read(SourceDocument(FileFormat.HTML, lines), "page.html")
    assert [(u.text, u.kind) for u in units(paper)] == [
        ("Ferry fares", "paragraph"),
        ("The fares are low.", "paragraph"),
        ("Crossing\tFare", "row"),
        ("Long\t£3", "row"),
        ("Short\t£2", "row"),
    ]


def test_column_headings_are_headers_and_wrapped_labels_belong_to_their_rows() -> None:
    rows = "\n".join(f"Crossing number {n} 1,20{n} 1,30{n} 10{n}" for n in range(1, 5))
    paper = read(
        pdf_paper(
            f"# 1. Fares\n\nTakings by crossing Budget Forecast Variance\n{rows}\n"
            "The crossing to the island and the\nlighthouse 1,400 1,500 100"
        ),
        "table.pdf",
    )
    kinds = {u.text: u.kind for u in units(paper)}
    assert kinds["Takings by crossing Budget Forecast Variance"] == "header"
    assert kinds["The crossing to the island and the\nlighthouse 1,400 1,500 100"] == "row"


def test_what_is_computed_of_a_paragraph_follows_its_unit() -> None:
    row = paragraph_of([SourceLine(1, "**Ferry fares**\t£12")], UnitKind.ROW)
    assert (row.words, row.is_row, row.plain_cells) == (3, True, ("Ferry fares", "£12"))
    heading = row.of_kind(UnitKind.HEADING)
    assert not heading.is_row
    lines = [SourceLine(2, "1. The *boat*"), SourceLine(3, "be dried.")]
    limb = paragraph_of(lines, UnitKind.PARAGRAPH)
    assert limb.plain_lines == ("1. The boat", "be dried.")
    assert limb.opening == limb.plain == "1. The boat be dried."
